//! The key binding JWT: the holder shows to hold the key the issuer named (RFC 9901 §4.3, §7.3).

use model::time::Time;
use serde_json::{Map, Value, json};

use super::{SdJwt, SdJwtError, UnverifiedSdJwt, process};
use crate::jose::{self, claims};
use crate::jwk;
use crate::keys::{PublicKey, Signer};

/// The header's `typ`.
const TYP: &str = "kb+jwt";

/// What a key binding JWT must fit.
#[derive(Debug, Clone, Copy)]
pub struct KeyBindingPolicy<'a> {
    /// The verifier, as it named itself to the wallet.
    pub audience: &'a str,
    /// The nonce the verifier gave out for this transaction.
    pub nonce: &'a str,
    /// The present moment.
    pub now: Time,
    /// How many seconds ago it may have been made.
    pub longest_age: i64,
    /// By how many seconds the wallet's clock may be ahead.
    pub skew: i64,
}

/// Appends the holder's key binding JWT to `presentation`, an SD-JWT without one.
///
/// # Errors
/// [`SdJwtError`] when `presentation` is not an SD-JWT, or is bound already.
pub fn bind(
    presentation: &str,
    audience: &str,
    nonce: &str,
    now: Time,
    key: &dyn Signer,
) -> Result<String, SdJwtError> {
    let sd_jwt = UnverifiedSdJwt::decode(presentation, presentation.len())?;
    if sd_jwt.is_bound() {
        return Err(SdJwtError::Bound);
    }
    let algorithm = process::algorithm(sd_jwt.jws().unverified_payload())?;
    let header = object([("typ", json!(TYP))]);
    let payload = object([
        ("iat", json!(now.unix())),
        ("aud", json!(audience)),
        ("nonce", json!(nonce)),
        ("sd_hash", json!(algorithm.digest(presentation))),
    ]);
    Ok(format!("{presentation}{}", jose::sign(&header, &payload, key)?))
}

fn object<const N: usize>(members: [(&str, Value); N]) -> Map<String, Value> {
    members.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

impl SdJwt {
    /// The holder's key as the issuer named it: `cnf` with `jwk` (RFC 7800 §3.2).
    ///
    /// # Errors
    /// [`SdJwtError`] when there is none, or not one that is understood.
    pub fn holder_key(&self) -> Result<PublicKey, SdJwtError> {
        let jwk = self.payload.get("cnf").and_then(|cnf| cnf.get("jwk")).ok_or(SdJwtError::NoHolderKey)?;
        jwk::decode(jwk).map_err(SdJwtError::HolderKey)
    }

    /// Whether the holder bound exactly these disclosures to this verifier and transaction (§7.3, step 5).
    ///
    /// # Errors
    /// [`SdJwtError`] says which rule is broken; [`SdJwtError::NotBound`] when there is no key binding JWT.
    pub fn check_key_binding(&self, policy: &KeyBindingPolicy<'_>) -> Result<(), SdJwtError> {
        let jws = self.key_binding.as_ref().ok_or(SdJwtError::NotBound)?;
        jws.expect_typ(TYP)?;
        let payload = jws.verify(&self.holder_key()?)?;
        let expected = [("sd_hash", self.algorithm.digest(&self.text)), ("aud", policy.audience.to_owned())];
        for (claim, value) in expected.into_iter().chain([("nonce", policy.nonce.to_owned())]) {
            if claims::required_text(payload, claim)? != value {
                return Err(SdJwtError::BoundElsewhere { claim });
            }
        }
        let at = claims::required_date(payload, "iat")?;
        let expires = claims::date(payload, "exp")?;
        let starts = claims::date(payload, "nbf")?;
        let window = policy.now.plus(-policy.longest_age)..=policy.now.plus(policy.skew);
        let dead = expires.is_some_and(|at| at <= policy.now.plus(-policy.skew));
        let unborn = starts.is_some_and(|at| at > policy.now.plus(policy.skew));
        if !window.contains(&at) || dead || unborn {
            return Err(SdJwtError::BoundAtAnotherTime { at });
        }
        Ok(())
    }

    /// Refuses a key binding JWT: an issuer sends none (§7.2).
    ///
    /// # Errors
    /// [`SdJwtError::Bound`].
    pub fn expect_unbound(&self) -> Result<(), SdJwtError> {
        if self.key_binding.is_some() { Err(SdJwtError::Bound) } else { Ok(()) }
    }
}
