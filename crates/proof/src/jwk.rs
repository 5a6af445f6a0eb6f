//! Keys as JSON Web Keys (RFC 7517, RFC 7518 §6.2 and §6.3, RFC 8037 §2) and their thumbprints (RFC 7638).

mod private;

pub use private::{decode_private, encode_private};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Map, Value, json};
use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

use crate::excerpt::excerpt;
use crate::keys::{InvalidKey, KeyKind, PublicKey};

/// Members that only a private or a symmetric key has (RFC 7518 §6.2.2, §6.3.2, §6.4.1; RFC 8037 §2).
const PRIVATE_MEMBERS: [&str; 8] = ["d", "p", "q", "dp", "dq", "qi", "oth", "k"];

/// The JWK of `key`, with the members that its thumbprint is made of and no others, in that order.
pub fn encode(key: &PublicKey) -> Value {
    match key {
        PublicKey::Ed25519(key) => json!({"crv": "Ed25519", "kty": "OKP", "x": URL_SAFE_NO_PAD.encode(key.as_bytes())}),
        PublicKey::P256(point) => encode_point("P-256", point),
        PublicKey::P384(point) => encode_point("P-384", point),
        PublicKey::Bls12381(point) => encode_bls12381(point),
        PublicKey::Rsa(key) => json!({
            "e": URL_SAFE_NO_PAD.encode(key.exponent()), "kty": "RSA", "n": URL_SAFE_NO_PAD.encode(key.modulus())
        }),
    }
}

fn encode_point(curve: &str, point: &[u8]) -> Value {
    let coordinates = point.split_first().map(|(_, coordinates)| coordinates).unwrap_or_default();
    let (x, y) = coordinates.split_at(coordinates.len() / 2);
    json!({"crv": curve, "kty": "EC", "x": URL_SAFE_NO_PAD.encode(x), "y": URL_SAFE_NO_PAD.encode(y)})
}

/// As draft-ietf-cose-bls-key-representations §2.1 has it. Such a JWK is not read: in a set beside others it keeps some readers
/// from all of them, so it stands in none of ours.
fn encode_bls12381(point: &[u8; 96]) -> Value {
    let (x, y) = crate::bbs::coordinates(point);
    json!({"crv": "BLS12381G2", "kty": "EC", "x": URL_SAFE_NO_PAD.encode(x), "y": URL_SAFE_NO_PAD.encode(y)})
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
    let key = public_half(members)?;
    check_use(members, &key)?;
    Ok(key)
}

/// The public key in the members, whatever else there is.
fn public_half(members: &Map<String, Value>) -> Result<PublicKey, JwkError> {
    match (text(members, "kty")?, text(members, "crv").ok()) {
        ("OKP", Some("Ed25519")) if !members.contains_key("y") => Ok(PublicKey::ed25519(&number(members, "x", 32)?)?),
        ("EC", Some("P-256")) => Ok(PublicKey::p256(&point(members, 32)?)?),
        ("EC", Some("P-384")) => Ok(PublicKey::p384(&point(members, 48)?)?),
        ("RSA", None) => Ok(PublicKey::rsa(&bytes(members, "n")?, &bytes(members, "e")?)?),
        (kty, crv) => {
            let found = format!("{} {}", excerpt(kty), excerpt(crv.unwrap_or_default()));
            Err(JwkError::OtherType { found: found.trim_end().to_owned() })
        }
    }
}

/// The SHA-256 thumbprint of RFC 7638 in base64url.
pub fn thumbprint(key: &PublicKey) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(encode(key).to_string()))
}

fn text<'a>(members: &'a Map<String, Value>, name: &'static str) -> Result<&'a str, JwkError> {
    members.get(name).and_then(Value::as_str).ok_or(JwkError::Member { name })
}

fn point(members: &Map<String, Value>, length: usize) -> Result<Vec<u8>, JwkError> {
    Ok([&[4][..], &number(members, "x", length)?, &number(members, "y", length)?].concat())
}

/// A coordinate or private number is always as long as the curve's, leading zeros kept (RFC 7518 §6.2.1.2, §6.2.2.1).
fn number(members: &Map<String, Value>, name: &'static str, length: usize) -> Result<Zeroizing<Vec<u8>>, JwkError> {
    let number = bytes(members, name)?;
    if number.len() == length { Ok(number) } else { Err(JwkError::Member { name }) }
}

/// Base64url without padding; wiped when it goes, because it may be private.
fn bytes(members: &Map<String, Value>, name: &'static str) -> Result<Zeroizing<Vec<u8>>, JwkError> {
    let decoded = URL_SAFE_NO_PAD.decode(text(members, name)?).map_err(|_| JwkError::Member { name })?;
    Ok(Zeroizing::new(decoded))
}

fn check_use(members: &Map<String, Value>, key: &PublicKey) -> Result<(), JwkError> {
    if members.get("use").is_some_and(|value| value != "sig") {
        return Err(JwkError::OtherUse { name: "use" });
    }
    let algorithms: &[&str] = match key.kind() {
        KeyKind::Ed25519 => &["EdDSA", "Ed25519"],
        KeyKind::P256 => &["ES256"],
        KeyKind::P384 => &["ES384"],
        KeyKind::Rsa => &["RS256"],
        KeyKind::Bls12381 => &[],
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
    #[error("expected a JWK of type OKP Ed25519, EC P-256, EC P-384 or RSA, found {found}")]
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
    /// A private key was expected.
    #[error("expected a private JWK, found one without '{name}'")]
    NotPrivate {
        /// The member that is missing.
        name: &'static str,
    },
    /// The numbers are not a key.
    #[error(transparent)]
    Key(#[from] InvalidKey),
}

#[cfg(test)]
mod tests;
