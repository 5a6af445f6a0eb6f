use super::*;
use crate::did::DidError;
use crate::jose::JoseError;
use crate::jwk::JwkError;
use crate::keys::{KeyKind, Signer as _, SigningKey};
use crate::made_in_test::{a_key, compact, ed25519};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::json;

const ISSUER: &str = "https://learn.example.edu/default";
const NOW: i64 = 1_790_000_000;

fn policy() -> ProofPolicy<'static> {
    ProofPolicy::new(ISSUER, Time::from_unix(NOW))
}

fn key() -> SigningKey {
    SigningKey::from_seed(&[9; 32])
}

fn header() -> Value {
    json!({"alg": "EdDSA", "typ": "openid4vci-proof+jwt", "jwk": jwk::encode(&key().public())})
}

fn claims() -> Value {
    json!({"aud": ISSUER, "iat": NOW, "nonce": "n-1"})
}

fn verify(header: &Value, claims: &Value) -> Result<Holder, HolderError> {
    verify_jwt_proof(&ed25519(&header.to_string(), &claims.to_string(), &key()), &policy())
}

fn with_header(member: &str, value: Value) -> HolderError {
    let mut header = header();
    header[member] = value;
    verify(&header, &claims()).unwrap_err()
}

fn with_claim(member: &str, value: Value) -> Result<Holder, HolderError> {
    let mut claims = claims();
    claims[member] = value;
    verify(&header(), &claims)
}

fn with_kid(kid: &str) -> Result<Holder, HolderError> {
    verify(&json!({"alg": "EdDSA", "typ": "openid4vci-proof+jwt", "kid": kid}), &claims())
}

#[test]
fn a_jwk_becomes_its_did_jwk() {
    let holder = verify(&header(), &claims()).unwrap();
    assert_eq!(holder.did, did::did_jwk(&key().public()));
    assert_eq!((holder.key, holder.nonce.as_str()), (key().public(), "n-1"));
    assert_eq!(holder.thumbprint, jwk::thumbprint(&key().public()));
}

#[test]
fn a_kid_is_a_did_key_or_did_jwk() {
    let public = key().public();
    for kid in [did::did_key_method(&public), did::did_key(&public)] {
        assert_eq!(with_kid(&kid).unwrap().did, did::did_key(&public));
    }
    // The DID stays as the wallet writes it, here with a member that is not part of the thumbprint.
    let long = r#"{"kty":"OKP","crv":"Ed25519","use":"sig","x":""#.to_owned()
        + jwk::encode(&public)["x"].as_str().unwrap()
        + "\"}";
    let wallets_own = format!("did:jwk:{}", URL_SAFE_NO_PAD.encode(long));
    let holder = with_kid(&format!("{wallets_own}#0")).unwrap();
    assert_eq!((holder.did, holder.thumbprint), (wallets_own, jwk::thumbprint(&public)));
}

#[test]
fn p256_wallets() {
    let pair = a_key(KeyKind::P256, 1);
    let public = pair.public();
    for (member, value) in [("jwk", jwk::encode(&public)), ("kid", json!(did::did_key_method(&public)))] {
        let mut header = json!({"alg": "ES256", "typ": "openid4vci-proof+jwt"});
        header[member] = value;
        let jwt = compact(&header.to_string(), &claims().to_string(), |message| pair.sign(message).unwrap());
        assert_eq!(verify_jwt_proof(&jwt, &policy()).unwrap().key, public);
    }
    let header = json!({"alg": "ES256", "typ": "openid4vci-proof+jwt", "jwk": jwk::encode(&key().public())});
    let jwt = compact(&header.to_string(), &claims().to_string(), |message| pair.sign(message).unwrap());
    let mismatch = JoseError::KeyMismatch { alg: "ES256", kind: KeyKind::Ed25519 };
    assert_eq!(verify_jwt_proof(&jwt, &policy()), Err(mismatch.into()));
}

#[test]
fn forms_of_the_claims_that_are_accepted() {
    assert!(with_claim("aud", json!(["https://x.example", ISSUER])).is_ok());
    assert!(with_claim("iat", json!(1_790_000_000.75)).is_ok());
    assert!(with_claim("iss", json!("client-1")).is_ok());
    assert!(with_claim("exp", json!(NOW + 1)).is_ok());
    assert!(with_claim("nbf", json!(NOW)).is_ok());
    let mut header = header();
    header["typ"] = json!("application/openid4vci-proof+jwt");
    assert!(verify(&header, &claims()).is_ok());
}

#[test]
fn every_refusal_of_a_header() {
    for typ in [json!("JWT"), json!("kb+jwt"), json!("OPENID4VCI-PROOF+JWT"), json!("")] {
        assert_eq!(with_header("typ", typ), HolderError::OtherType);
    }
    assert_eq!(with_header("typ", json!(1)), JoseError::Header { name: "typ" }.into());
    assert_eq!(with_header("kid", json!(did::did_key_method(&key().public()))), HolderError::NotOneKey);
    assert_eq!(with_header("x5c", json!(["AA"])), HolderError::Certificate);
    assert_eq!(with_header("alg", json!("none")), JoseError::Unsigned.into());
    assert_eq!(with_header("alg", json!("HS256")), JoseError::Symmetric.into());
    assert_eq!(with_header("alg", json!("PS256")), JoseError::UnsupportedAlgorithm { alg: "PS256".into() }.into());
    assert_eq!(with_header("crit", json!(["x"])), JoseError::Extension { name: "crit" }.into());
    assert_eq!(with_header("jwk", Value::Null), JwkError::NotAnObject.into());
    let mut private = jwk::encode(&key().public());
    private["d"] = json!("AAAA");
    assert_eq!(with_header("jwk", private), JwkError::Private { name: "d" }.into());
    let without_key = verify(&json!({"alg": "EdDSA", "typ": "openid4vci-proof+jwt"}), &claims());
    assert_eq!(without_key, Err(HolderError::NotOneKey));
    let mut without_typ = header();
    without_typ.as_object_mut().unwrap().remove("typ");
    assert_eq!(verify(&without_typ, &claims()), Err(HolderError::OtherType));
}

#[test]
fn every_refusal_of_a_kid() {
    let public = key().public();
    let key_id = |kid: &str| match with_kid(kid) {
        Err(HolderError::KeyId(error)) => error,
        other => panic!("{kid}: {other:?}"),
    };
    assert_eq!(key_id("key-1"), DidError::NotADid);
    assert_eq!(key_id("#0"), DidError::NotADid);
    assert_eq!(key_id("did:web:a.example#k"), DidError::OtherMethod { method: "web".into() });
    assert!(matches!(key_id(&format!("{}#0", did::did_key(&public))), DidError::NoSuchMethod { .. }));
    assert!(matches!(key_id("did:key:z6Mk#z6Mk"), DidError::Multikey(_)));
}

#[test]
fn every_refusal_of_the_audience() {
    for aud in [
        json!("https://x.example"),
        json!(format!("{ISSUER}/")),
        json!(ISSUER.to_uppercase()),
        json!([]),
        json!(["https://x.example"]),
        json!({"aud": ISSUER}),
        json!(1),
        Value::Null,
    ] {
        assert_eq!(with_claim("aud", aud), Err(HolderError::OtherAudience { member: "aud" }));
    }
    let without = verify(&header(), &json!({"iat": NOW, "nonce": "n"}));
    assert_eq!(without, Err(HolderError::OtherAudience { member: "aud" }));
}

#[test]
fn the_window_of_the_times() {
    for (iat, expected) in [
        (NOW - 300, Ok(())),
        (NOW + 300, Ok(())),
        (NOW - 301, Err(HolderError::TooOld)),
        (NOW + 301, Err(HolderError::FromTheFuture)),
        (0, Err(HolderError::TooOld)),
        (i64::MAX, Err(HolderError::FromTheFuture)),
        (i64::MIN, Err(HolderError::TooOld)),
    ] {
        assert_eq!(with_claim("iat", json!(iat)).map(drop), expected, "{iat}");
    }
    assert_eq!(with_claim("iat", json!(1e300)), Err(HolderError::FromTheFuture));
    for iat in [json!("1790000000"), Value::Null, json!([NOW])] {
        assert_eq!(with_claim("iat", iat), Err(HolderError::Member { member: "iat" }));
    }
    let without = verify(&header(), &json!({"aud": ISSUER, "nonce": "n"}));
    assert_eq!(without, Err(HolderError::Member { member: "iat" }));
    assert_eq!(with_claim("exp", json!(NOW - 300)), Err(HolderError::NotValidNow { member: "exp" }));
    assert_eq!(with_claim("nbf", json!(NOW + 301)), Err(HolderError::NotValidNow { member: "nbf" }));
    assert_eq!(with_claim("exp", json!("never")), Err(HolderError::Member { member: "exp" }));
}

#[test]
fn every_refusal_of_the_nonce() {
    let without = verify(&header(), &json!({"aud": ISSUER, "iat": NOW}));
    assert_eq!(without, Err(HolderError::NonceMissing { member: "nonce" }));
    assert_eq!(with_claim("nonce", json!("")), Err(HolderError::NonceMissing { member: "nonce" }));
    assert_eq!(with_claim("nonce", json!(5)), Err(HolderError::Member { member: "nonce" }));
}

#[test]
fn another_signer_s_proof_is_refused() {
    let jwt = ed25519(&header().to_string(), &claims().to_string(), &SigningKey::from_seed(&[10; 32]));
    assert_eq!(verify_jwt_proof(&jwt, &policy()), Err(JoseError::BadSignature.into()));
}

#[test]
fn a_huge_proof_is_refused_unread() {
    let too_long = JoseError::TooLong { longest: LONGEST };
    assert_eq!(verify_jwt_proof(&"A".repeat(LONGEST + 1), &policy()), Err(too_long.into()));
}

/// RFC 6749 §5.2 allows printable ASCII without quotation mark and backslash.
#[test]
fn descriptions_fit_an_oauth_error() {
    let errors = [
        with_header("alg", json!("\"R\\S\u{e9}\n")),
        with_header("crit", json!([])),
        with_kid("did:\"x:y#z").unwrap_err(),
        with_claim("aud", json!("\"")).unwrap_err(),
        HolderError::NonceMissing { member: "nonce" },
    ];
    for error in errors {
        let text = error.description();
        assert!(text.chars().all(|c| matches!(c, ' '..='~') && c != '"' && c != '\\'), "{text}");
        assert_eq!(error.error_code(), "invalid_proof");
    }
}
