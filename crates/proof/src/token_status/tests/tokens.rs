//! `statuslist+jwt`: signed, read back, and every refusal.

use model::time::Time;
use serde_json::Map;

use super::*;
use crate::jose::{self, JoseError};
use crate::keys::SigningKey;
use crate::made_in_test::{ed25519, object};

const URI: &str = "https://example.com/statuslists/1";

fn now() -> Time {
    Time::from_unix(1_700_000_000)
}

fn claims() -> StatusListClaims {
    StatusListClaims {
        uri: URI.into(),
        issued_at: now().plus(-60),
        expires_at: Some(now().plus(60)),
        ttl: Some(43_200),
        list: list(Bits::Two, &[0, 1, 2, 0]),
    }
}

fn key() -> SigningKey {
    SigningKey::from_seed(&[3; 32])
}

#[test]
fn signed_and_read_back() {
    let compact = claims().sign(&object(json!({"kid": "12"})), &key()).unwrap();
    let token = UnverifiedStatusListToken::decode(&compact, 4096).unwrap();
    assert_eq!(token.jws().header_text("kid"), Ok(Some("12")));
    let read = token.verify(&key().public(), URI, now(), 64).unwrap();
    assert_eq!(read, claims());
    assert_eq!(read.list.get(2), Ok(TokenStatus::Suspended));
}

#[test]
fn exp_and_ttl_may_be_absent() {
    let bare = StatusListClaims { expires_at: None, ttl: None, ..claims() };
    let compact = bare.sign(&Map::default(), &key()).unwrap();
    let token = UnverifiedStatusListToken::decode(&compact, 4096).unwrap();
    assert_eq!(token.verify(&key().public(), URI, now().plus(1 << 30), 64), Ok(bare));
}

/// The refusal of a well-signed token whose claims are changed.
fn refusal(change: impl Fn(&mut Map<String, Value>)) -> TokenStatusError {
    let compact = claims().sign(&Map::default(), &key()).unwrap();
    let mut payload = UnverifiedStatusListToken::decode(&compact, 4096).unwrap().jws().unverified_payload().clone();
    change(&mut payload);
    let compact = jose::sign(&object(json!({"typ": "statuslist+jwt"})), &payload, &key()).unwrap();
    let token = UnverifiedStatusListToken::decode(&compact, 1 << 20).unwrap();
    token.verify(&key().public(), URI, now(), 64).unwrap_err()
}

#[test]
fn every_broken_claim_is_refused() {
    use TokenStatusError as E;
    let set = |name: &'static str, value: Value| {
        refusal(move |claims| {
            claims.insert(name.into(), value.clone());
        })
    };
    let unset = |name: &'static str| {
        refusal(move |claims| {
            claims.remove(name);
        })
    };
    for name in ["sub", "iat"] {
        assert_eq!(unset(name), E::Jose(JoseError::Claim { name }));
    }
    assert_eq!(set("iat", json!("1700000000")), E::Jose(JoseError::Claim { name: "iat" }));
    assert_eq!(set("exp", json!("soon")), E::Jose(JoseError::Claim { name: "exp" }));
    assert_eq!(set("sub", json!("https://example.com/statuslists/2")), E::OtherList);
    assert_eq!(set("exp", json!(now().unix())), E::Expired { at: now() });
    assert_eq!(set("iat", json!(now().plus(301).unix())), E::FromTheFuture { at: now().plus(301) });
    for ttl in [json!(0), json!(-1), json!("43200"), json!(1e300)] {
        assert_eq!(set("ttl", ttl), E::Ttl);
    }
    assert_eq!(unset("status_list"), E::NotAList("it is missing"));
    assert_eq!(set("status_list", json!({"bits": 2})), E::NotAList("'lst' is not text"));
    assert_eq!(set("status_list", TokenStatusList::new(Bits::Eight, 65).to_json()), E::TooLarge { allowed: 64 });
}

#[test]
fn another_typ_key_or_payload_is_refused() {
    let compact = claims().sign(&Map::default(), &key()).unwrap();
    let token = UnverifiedStatusListToken::decode(&compact, 4096).unwrap();
    let stranger = SigningKey::from_seed(&[4; 32]).public();
    assert_eq!(token.verify(&stranger, URI, now(), 64), Err(JoseError::BadSignature.into()));
    let payload = Value::Object(token.jws().unverified_payload().clone()).to_string();
    for (header, typ) in [(r#"{"alg":"EdDSA"}"#, ""), (r#"{"alg":"EdDSA","typ":"JWT"}"#, "JWT")] {
        let refused = UnverifiedStatusListToken::decode(&ed25519(header, &payload, &key()), 4096).unwrap_err();
        assert_eq!(refused, JoseError::Typ { expected: "statuslist+jwt", found: typ.into() }.into());
    }
    for header in [r#"{"alg":"EdDSA","typ":"application/statuslist+jwt"}"#, r#"{"alg":"EdDSA","typ":"StatusList+JWT"}"#]
    {
        assert!(UnverifiedStatusListToken::decode(&ed25519(header, &payload, &key()), 4096).is_ok(), "{header}");
    }
}
