//! Key proofs of the type `jwt` (OpenID4VCI 1.0 appendix F.1).

use model::time::Time;
use serde_json::{Map, Value};

use super::{Holder, HolderError, ProofPolicy};
use crate::did;
use crate::jose::UnverifiedJws;
use crate::jwk;
use crate::keys::PublicKey;

/// The most bytes of a key proof; one with a key attestation fits.
const LONGEST: usize = 32 * 1024;

/// Checks a key proof and says who holds the key.
///
/// Everything that stands in the JWT is checked before its signature is. Key attestations and trust chains in the
/// header are not evaluated: nothing is concluded from them.
///
/// # Errors
/// [`HolderError`], with the first thing that is wrong.
pub fn verify_jwt_proof(jwt: &str, policy: &ProofPolicy<'_>) -> Result<Holder, HolderError> {
    let jws = UnverifiedJws::decode(jwt, LONGEST)?;
    check_type(&jws)?;
    let (did, key) = key_of(&jws)?;
    let claims = jws.unverified_payload();
    check_audience(claims, policy.audience)?;
    check_times(claims, policy)?;
    let nonce = nonce_of(claims)?;
    jws.verify(&key)?;
    Ok(Holder::new(did, key, nonce))
}

/// The type keeps JWTs that were signed for something else (presentations, logins) from being taken for key proofs.
/// `application/` before it is the same type (RFC 7515 §4.1.9).
fn check_type(jws: &UnverifiedJws) -> Result<(), HolderError> {
    match jws.header_text("typ")? {
        Some("openid4vci-proof+jwt" | "application/openid4vci-proof+jwt") => Ok(()),
        _ => Err(HolderError::OtherType),
    }
}

fn key_of(jws: &UnverifiedJws) -> Result<(String, PublicKey), HolderError> {
    if jws.header().contains_key("x5c") {
        return Err(HolderError::Certificate);
    }
    match (jws.header_text("kid")?, jws.header().get("jwk")) {
        (Some(kid), None) => {
            let method = did::resolve_offline_or_only(kid)?;
            Ok((method.controller, method.key))
        }
        (None, Some(jwk)) => {
            let key = jwk::decode(jwk)?;
            Ok((did::did_jwk(&key), key))
        }
        _ => Err(HolderError::NotOneKey),
    }
}

fn check_audience(claims: &Map<String, Value>, audience: &str) -> Result<(), HolderError> {
    let addressed = match claims.get("aud") {
        Some(Value::String(aud)) => aud == audience,
        Some(Value::Array(auds)) => auds.iter().any(|aud| aud == audience),
        _ => false,
    };
    if addressed { Ok(()) } else { Err(HolderError::OtherAudience { member: "aud" }) }
}

/// `iat` is required. `exp` and `nbf` mean here what they mean in every JWT (RFC 7519 §4.1).
fn check_times(claims: &Map<String, Value>, policy: &ProofPolicy<'_>) -> Result<(), HolderError> {
    policy.check_made_at(time(claims, "iat")?.ok_or(HolderError::Member { member: "iat" })?)?;
    if time(claims, "exp")?.is_some_and(|at| at <= policy.now.plus(-policy.skew)) {
        return Err(HolderError::NotValidNow { member: "exp" });
    }
    if time(claims, "nbf")?.is_some_and(|at| at > policy.now.plus(policy.skew)) {
        return Err(HolderError::NotValidNow { member: "nbf" });
    }
    Ok(())
}

/// A `NumericDate` may have a fraction (RFC 7519 §2), which is cut off.
fn time(claims: &Map<String, Value>, member: &'static str) -> Result<Option<Time>, HolderError> {
    let Some(value) = claims.get(member) else { return Ok(None) };
    let whole = value.as_i64();
    #[expect(
        clippy::cast_possible_truncation,
        reason = "a float turns into the nearest i64, which is far off any window"
    )]
    let cut = value.as_f64().map(|seconds| seconds.floor() as i64);
    whole.or(cut).map(|seconds| Some(Time::from_unix(seconds))).ok_or(HolderError::Member { member })
}

fn nonce_of(claims: &Map<String, Value>) -> Result<String, HolderError> {
    match claims.get("nonce") {
        Some(Value::String(nonce)) if !nonce.is_empty() => Ok(nonce.clone()),
        Some(Value::String(_)) | None => Err(HolderError::NonceMissing { member: "nonce" }),
        Some(_) => Err(HolderError::Member { member: "nonce" }),
    }
}

#[cfg(test)]
mod tests;
