//! Public keys as JSON Web Keys (RFC 7517, RFC 7518 §6.2, RFC 8037 §2) and their thumbprints (RFC 7638).

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Map, Value, json};
use sha2::{Digest as _, Sha256};

use crate::excerpt::excerpt;
use crate::keys::{InvalidKey, PublicKey};

/// Members that only a private or a symmetric key has (RFC 7518 §6.2.2, §6.3.2, §6.4.1; RFC 8037 §2).
const PRIVATE_MEMBERS: [&str; 8] = ["d", "p", "q", "dp", "dq", "qi", "oth", "k"];

/// The JWK of `key`, with the members that its thumbprint is made of and no others, in that order.
pub fn encode(key: &PublicKey) -> Value {
    match key {
        PublicKey::Ed25519(bytes) => json!({"crv": "Ed25519", "kty": "OKP", "x": URL_SAFE_NO_PAD.encode(bytes)}),
        PublicKey::P256(point) => {
            let [_, coordinates @ ..] = point;
            let (x, y) = coordinates.split_at(32);
            let (x, y) = (URL_SAFE_NO_PAD.encode(x), URL_SAFE_NO_PAD.encode(y));
            json!({"crv": "P-256", "kty": "EC", "x": x, "y": y})
        }
    }
}

/// The public key that a JWK holds.
///
/// Members that describe the key (`kid`, `ext`, `key_ops`) are passed over; `use` and `alg` must fit signatures by it.
///
/// # Errors
/// [`JwkError`] when the JWK has private members, another type of key, a wrong or missing member, or is for encryption.
pub fn decode(jwk: &Value) -> Result<PublicKey, JwkError> {
    let members = jwk.as_object().ok_or(JwkError::NotAnObject)?;
    if let Some(name) = PRIVATE_MEMBERS.into_iter().find(|name| members.contains_key(*name)) {
        return Err(JwkError::Private { name });
    }
    let key = match (text(members, "kty")?, text(members, "crv").ok()) {
        ("OKP", Some("Ed25519")) if !members.contains_key("y") => PublicKey::ed25519(&coordinate(members, "x")?)?,
        ("EC", Some("P-256")) => {
            let point = [&[4][..], &coordinate(members, "x")?, &coordinate(members, "y")?].concat();
            PublicKey::p256(&point)?
        }
        (kty, crv) => {
            let found = format!("{} {}", excerpt(kty), excerpt(crv.unwrap_or_default()));
            return Err(JwkError::OtherType { found: found.trim_end().to_owned() });
        }
    };
    check_use(members, &key)?;
    Ok(key)
}

/// The SHA-256 thumbprint of RFC 7638 in base64url.
pub fn thumbprint(key: &PublicKey) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(encode(key).to_string()))
}

fn text<'a>(members: &'a Map<String, Value>, name: &'static str) -> Result<&'a str, JwkError> {
    members.get(name).and_then(Value::as_str).ok_or(JwkError::Member { name })
}

/// A coordinate is always 32 bytes, leading zeros kept (RFC 7518 §6.2.1.2), in base64url without padding.
fn coordinate(members: &Map<String, Value>, name: &'static str) -> Result<[u8; 32], JwkError> {
    let bytes = URL_SAFE_NO_PAD.decode(text(members, name)?).map_err(|_| JwkError::Member { name })?;
    bytes.try_into().map_err(|_| JwkError::Member { name })
}

fn check_use(members: &Map<String, Value>, key: &PublicKey) -> Result<(), JwkError> {
    if members.get("use").is_some_and(|value| value != "sig") {
        return Err(JwkError::OtherUse { name: "use" });
    }
    let algorithms: &[&str] = match key {
        PublicKey::Ed25519(_) => &["EdDSA", "Ed25519"],
        PublicKey::P256(_) => &["ES256"],
    };
    match members.get("alg") {
        Some(alg) if !algorithms.iter().any(|known| alg == known) => Err(JwkError::OtherUse { name: "alg" }),
        _ => Ok(()),
    }
}

/// A JWK that this project will not use as a public key.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum JwkError {
    /// Not a JSON object.
    #[error("expected a JWK: a JSON object")]
    NotAnObject,
    /// It holds private material, which nobody should have sent.
    #[error("the JWK has the private member '{name}': send the public key only, and consider this key lost")]
    Private {
        /// The member.
        name: &'static str,
    },
    /// A member is missing or malformed.
    #[error("the JWK member '{name}' is missing or malformed")]
    Member {
        /// The member.
        name: &'static str,
    },
    /// Another type of key.
    #[error("expected a JWK of type OKP Ed25519 or EC P-256, found {found}")]
    OtherType {
        /// `kty` and `crv`, shortened.
        found: String,
    },
    /// Marked as not for signatures, or for another algorithm.
    #[error("the JWK member '{name}' says the key is not for signatures of its type")]
    OtherUse {
        /// `use` or `alg`.
        name: &'static str,
    },
    /// The coordinates are not a key.
    #[error(transparent)]
    Key(#[from] InvalidKey),
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 8037 appendix A.2.
    fn okp() -> Value {
        json!({"kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"})
    }

    /// RFC 7515 appendix A.3.1, public half.
    fn ec() -> Value {
        json!({"kty": "EC", "crv": "P-256",
            "x": "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU", "y": "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"})
    }

    fn with(mut jwk: Value, name: &str, value: Value) -> Value {
        jwk[name] = value;
        jwk
    }

    #[test]
    fn both_types_read_back() {
        for jwk in [okp(), ec()] {
            assert_eq!(encode(&decode(&jwk).unwrap()), jwk);
        }
    }

    /// RFC 8037 appendix A.3.
    #[test]
    fn thumbprint_of_rfc_8037() {
        assert_eq!(thumbprint(&decode(&okp()).unwrap()), "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
    }

    /// RFC 7638 §3: the members in lexicographic order, no white space.
    #[test]
    fn the_canonical_form_is_lexicographic() {
        let text = encode(&decode(&ec()).unwrap()).to_string();
        assert!(text.starts_with(r#"{"crv":"P-256","kty":"EC","x":"#), "{text}");
    }

    #[test]
    fn describing_members_are_passed_over() {
        let jwk = with(with(with(okp(), "kid", json!("a")), "use", json!("sig")), "alg", json!("EdDSA"));
        assert_eq!(decode(&jwk), decode(&okp()));
        assert!(decode(&with(ec(), "alg", json!("ES256"))).is_ok());
    }

    #[test]
    fn private_members_are_refused_by_name() {
        for name in PRIVATE_MEMBERS {
            assert_eq!(decode(&with(okp(), name, json!("AA"))), Err(JwkError::Private { name }));
            assert_eq!(decode(&with(ec(), name, Value::Null)), Err(JwkError::Private { name }));
        }
    }

    #[test]
    fn every_other_refusal() {
        assert_eq!(decode(&json!("x")), Err(JwkError::NotAnObject));
        assert_eq!(decode(&json!({})), Err(JwkError::Member { name: "kty" }));
        assert_eq!(decode(&with(okp(), "x", json!(1))), Err(JwkError::Member { name: "x" }));
        assert_eq!(decode(&with(okp(), "x", json!("AA"))), Err(JwkError::Member { name: "x" }));
        let padded = format!("{}=", okp()["x"].as_str().unwrap());
        assert_eq!(decode(&with(okp(), "x", json!(padded))), Err(JwkError::Member { name: "x" }));
        assert_eq!(decode(&with(ec(), "y", json!("AA"))), Err(JwkError::Member { name: "y" }));
        assert_eq!(decode(&with(ec(), "y", ec()["x"].clone())), Err(InvalidKey::NotAPoint { curve: "P-256" }.into()));
        assert_eq!(decode(&with(ec(), "crv", json!("P-521"))), Err(JwkError::OtherType { found: "EC P-521".into() }));
        assert_eq!(decode(&json!({"kty": "RSA", "n": "AA"})), Err(JwkError::OtherType { found: "RSA".into() }));
        assert!(matches!(decode(&with(ec(), "kty", json!("OKP"))), Err(JwkError::OtherType { .. })));
        assert_eq!(decode(&with(okp(), "use", json!("enc"))), Err(JwkError::OtherUse { name: "use" }));
        assert_eq!(decode(&with(okp(), "alg", json!("ES256"))), Err(JwkError::OtherUse { name: "alg" }));
    }
}
