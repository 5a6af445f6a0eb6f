//! `dc+sd-jwt`.

use super::vc::{UnverifiedSdJwtVc, issue_credential};
use super::*;
use crate::jwk;
use crate::token_status::{StatusReference, TokenStatusError};

fn claims() -> Value {
    json!({
        "iss": "https://issuer.example",
        "vct": "https://issuer.example/vct/badge",
        "iat": now().unix(), "nbf": now().unix(), "exp": now().plus(100).unix(),
        "cnf": {"jwk": jwk::encode(&holder().public())},
        "status": {"status_list": {"idx": 7, "uri": "https://issuer.example/tokenstatus/1"}},
        "sub": "learner", "achievement": {"name": "Welding"}
    })
}

fn made(claims: &Value, pointers: &[&str]) -> Result<String, SdJwtError> {
    let hiding = Hiding { pointers: &hiding(pointers), decoys: 1 };
    issue_credential(&object(json!({"kid": "1"})), &object(claims.clone()), &hiding, &issuer(), &SeededRandom::new(3))
}

fn read(text: &str, at: Time) -> Result<vc::SdJwtVc, SdJwtError> {
    UnverifiedSdJwtVc::decode(text, LONGEST)?.verify(&issuer().public(), at)
}

#[test]
fn issued_presented_bound_and_read() {
    let text = made(&claims(), &["/sub", "/iat", "/achievement/name"]).unwrap();
    let credential = read(&text, now()).unwrap();
    assert_eq!(Value::Object(credential.sd_jwt().payload().clone()), claims());
    assert_eq!(credential.vct(), "https://issuer.example/vct/badge");
    assert_eq!(credential.issuer(), Some("https://issuer.example"));
    let reference = StatusReference { uri: "https://issuer.example/tokenstatus/1".into(), index: 7 };
    assert_eq!(credential.status(), Ok(Some(reference)));
    assert_eq!(credential.sd_jwt().header()["typ"], "dc+sd-jwt");

    let some = credential.sd_jwt().present(&["/achievement"]).unwrap();
    let bound = bind(&some, "https://verifier.example", "n", now(), &holder()).unwrap();
    let shown = read(&bound, now()).unwrap();
    assert_eq!(shown.sd_jwt().payload()["achievement"], json!({"name": "Welding"}));
    assert!(!shown.sd_jwt().payload().contains_key("sub"));
    let policy =
        KeyBindingPolicy { audience: "https://verifier.example", nonce: "n", now: now(), longest_age: 60, skew: 0 };
    assert_eq!(shown.sd_jwt().check_key_binding(&policy), Ok(()));
}

#[test]
fn what_every_verifier_must_see_is_never_hidden() {
    for name in ["iss", "nbf", "exp", "cnf", "vct", "status"] {
        let refused = SdJwtError::MustNotBeHidden { name };
        assert_eq!(made(&claims(), &[&format!("/{name}")]), Err(refused.clone()));
        let mut open = claims();
        let hidden = json!(["salt", name, open.as_object_mut().unwrap().remove(name).unwrap()]);
        open["_sd"] = json!([digest(&hidden)]);
        let jwt = ed25519(r#"{"alg":"EdDSA","typ":"dc+sd-jwt"}"#, &open.to_string(), &issuer());
        assert_eq!(read(&format!("{jwt}~{}~", encoded(&hidden)), now()), Err(refused));
    }
    let inside = SdJwtError::MustNotBeHidden { name: "status" };
    assert_eq!(made(&claims(), &["/status/status_list"]), Err(inside));
}

#[test]
fn times_are_kept() {
    let text = made(&claims(), &[]).unwrap();
    assert_eq!(read(&text, now().plus(161)), Err(SdJwtError::Expired { at: now().plus(100) }));
    assert!(read(&text, now().plus(159)).is_ok());
    assert_eq!(read(&text, now().plus(-61)), Err(SdJwtError::NotYetValid { at: now() }));
}

#[test]
fn claims_of_another_type_are_refused() {
    let changed = |name: &str, value: Value| {
        let mut claims = claims();
        claims[name] = value;
        made(&claims, &[]).unwrap_err()
    };
    for vct in [Value::Null, json!(""), json!(["a"])] {
        assert_eq!(changed("vct", vct), SdJwtError::Type);
    }
    for name in ["iss", "sub"] {
        assert_eq!(changed(name, json!(1)), JoseError::Claim { name }.into());
    }
    for name in ["iat", "nbf", "exp"] {
        assert_eq!(changed(name, json!("2026-01-01T00:00:00Z")), JoseError::Claim { name }.into());
    }
    assert_eq!(changed("cnf", json!({})), SdJwtError::NoHolderKey);
    assert!(matches!(changed("cnf", json!({"jwk": {"kty": "oct", "k": "AA"}})), SdJwtError::HolderKey(_)));
    assert_eq!(changed("status", json!("x")), JoseError::Claim { name: "status" }.into());
}

#[test]
fn a_status_of_another_kind_is_told() {
    let mut claims = claims();
    claims["status"] = json!({"identifier_list": {}});
    let text = made(&claims, &[]).unwrap();
    assert_eq!(read(&text, now()).unwrap().status(), Err(TokenStatusError::NotAReference));
}

#[test]
fn another_typ_is_another_use() {
    let claims = claims().to_string();
    for typ in ["vc+sd-jwt", "JWT", "example+sd-jwt", "dc+sd-jwtx"] {
        let header = json!({"alg": "EdDSA", "typ": typ}).to_string();
        let text = format!("{}~", ed25519(&header, &claims, &issuer()));
        let refused = JoseError::Typ { expected: "dc+sd-jwt", found: typ.into() };
        assert_eq!(read(&text, now()), Err(refused.into()));
    }
    let text = format!("{}~", ed25519(r#"{"alg":"EdDSA"}"#, &claims, &issuer()));
    assert!(matches!(read(&text, now()), Err(SdJwtError::Jose(JoseError::Typ { .. }))));
}
