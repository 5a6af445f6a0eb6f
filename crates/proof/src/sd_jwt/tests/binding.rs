//! The key binding JWT (RFC 9901 §4.3, §7.3).

use super::*;
use crate::jose;
use crate::jwk;

const AUDIENCE: &str = "https://verifier.example";
const NONCE: &str = "1234567890";

fn policy() -> KeyBindingPolicy<'static> {
    KeyBindingPolicy { audience: AUDIENCE, nonce: NONCE, now: now(), longest_age: 300, skew: 60 }
}

fn presentation() -> String {
    let claims = json!({"cnf": {"jwk": jwk::encode(&holder().public())}, "a": 1, "b": 2});
    issued(&claims, &["/a", "/b"], 0).unwrap()
}

fn bound() -> String {
    bind(&presentation(), AUDIENCE, NONCE, now(), &holder()).unwrap()
}

#[test]
fn bound_and_checked() {
    let sd_jwt = verified(&bound()).unwrap();
    assert_eq!(sd_jwt.check_key_binding(&policy()), Ok(()));
    assert_eq!(sd_jwt.expect_unbound(), Err(SdJwtError::Bound));
    let later = KeyBindingPolicy { now: now().plus(300), ..policy() };
    assert_eq!(sd_jwt.check_key_binding(&later), Ok(()));
}

/// Whether binding is required does not depend on whether it is there (§7.3, step 1).
#[test]
fn a_missing_binding_is_refused_where_one_is_required() {
    let sd_jwt = verified(&presentation()).unwrap();
    assert_eq!(sd_jwt.check_key_binding(&policy()), Err(SdJwtError::NotBound));
    assert_eq!(sd_jwt.expect_unbound(), Ok(()));
}

#[test]
fn made_for_another_verifier_transaction_or_time() {
    let sd_jwt = verified(&bound()).unwrap();
    let refusal = |policy| sd_jwt.check_key_binding(&policy).unwrap_err();
    let other = KeyBindingPolicy { audience: "https://other.example", ..policy() };
    assert_eq!(refusal(other), SdJwtError::BoundElsewhere { claim: "aud" });
    assert_eq!(refusal(KeyBindingPolicy { nonce: "0", ..policy() }), SdJwtError::BoundElsewhere { claim: "nonce" });
    for shift in [301, -61] {
        let refused = refusal(KeyBindingPolicy { now: now().plus(shift), ..policy() });
        assert_eq!(refused, SdJwtError::BoundAtAnotherTime { at: now() });
    }
}

/// The disclosures are bound too: none may be taken away, added or moved.
#[test]
fn other_disclosures_than_those_bound() {
    let bound = bound();
    let parts: Vec<&str> = bound.split('~').collect();
    let [jwt, one, two, key_binding] = parts[..] else { panic!("{parts:?}") };
    for changed in [
        format!("{jwt}~{one}~{key_binding}"),
        format!("{jwt}~{key_binding}"),
        format!("{jwt}~{two}~{one}~{key_binding}"),
    ] {
        let refused = verified(&changed).unwrap().check_key_binding(&policy());
        assert_eq!(refused, Err(SdJwtError::BoundElsewhere { claim: "sd_hash" }), "{changed}");
    }
    assert_eq!(verified(&format!("{jwt}~{one}~{one}~{two}~{key_binding}")), Err(SdJwtError::DisclosureRepeated));
    assert_eq!(bind(&bound, AUDIENCE, NONCE, now(), &holder()), Err(SdJwtError::Bound));
}

/// The refusal of a key binding JWT with these header and claims, signed by the holder.
fn refusal(header: &Value, change: impl Fn(&mut Map<String, Value>)) -> SdJwtError {
    let presentation = presentation();
    let mut claims = object(json!({"iat": now().unix(), "aud": AUDIENCE, "nonce": NONCE,
        "sd_hash": HashAlgorithm::Sha256.digest(&presentation)}));
    change(&mut claims);
    let jwt = jose::sign(&object(header.clone()), &claims, &holder()).unwrap();
    verified(&format!("{presentation}{jwt}")).unwrap().check_key_binding(&policy()).unwrap_err()
}

#[test]
fn every_broken_member_is_refused() {
    let typ = json!({"typ": "kb+jwt"});
    for (header, found) in [(json!({}), ""), (json!({"typ": "JWT"}), "JWT"), (json!({"typ": "dc+sd-jwt"}), "dc+sd-jwt")]
    {
        let expected = JoseError::Typ { expected: "kb+jwt", found: found.into() };
        assert_eq!(refusal(&header, |_| {}), expected.into());
    }
    for claim in ["iat", "aud", "nonce", "sd_hash"] {
        let missing = refusal(&typ, |claims| drop(claims.remove(claim)));
        assert_eq!(missing, JoseError::Claim { name: claim }.into());
        let malformed = refusal(&typ, |claims| drop(claims.insert(claim.into(), json!([AUDIENCE]))));
        assert_eq!(malformed, JoseError::Claim { name: claim }.into(), "aud is one text (§4.3)");
    }
    let dead = |claims: &mut Map<String, Value>| drop(claims.insert("exp".into(), json!(now().plus(-60).unix())));
    assert_eq!(refusal(&typ, dead), SdJwtError::BoundAtAnotherTime { at: now() });
    let unborn = |claims: &mut Map<String, Value>| drop(claims.insert("nbf".into(), json!(now().plus(61).unix())));
    assert_eq!(refusal(&typ, unborn), SdJwtError::BoundAtAnotherTime { at: now() });
}

#[test]
fn only_the_key_in_cnf_can_bind() {
    let stranger = bind(&presentation(), AUDIENCE, NONCE, now(), &issuer()).unwrap();
    assert_eq!(verified(&stranger).unwrap().check_key_binding(&policy()), Err(JoseError::BadSignature.into()));
    let unsigned = format!(
        "{}{}.{}.",
        presentation(),
        URL_SAFE_NO_PAD.encode(r#"{"alg":"none","typ":"kb+jwt"}"#),
        URL_SAFE_NO_PAD.encode("{}")
    );
    assert_eq!(verified(&unsigned), Err(JoseError::Unsigned.into()));
    for cnf in [json!({}), json!({"kid": "did:key:z6Mk"}), json!("x")] {
        let text = issued(&json!({"cnf": cnf}), &[], 0).unwrap();
        let bound = bind(&text, AUDIENCE, NONCE, now(), &holder()).unwrap();
        assert_eq!(verified(&bound).unwrap().check_key_binding(&policy()), Err(SdJwtError::NoHolderKey));
    }
    let mut private = jwk::encode(&holder().public());
    private["d"] = json!("AA");
    let text = issued(&json!({"cnf": {"jwk": private}}), &[], 0).unwrap();
    assert!(matches!(verified(&text).unwrap().holder_key(), Err(SdJwtError::HolderKey(_))));
}
