//! The key proofs of OpenID4VCI 1.0 appendix F: who holds the key that a credential is to be bound to.
//!
//! Whether the nonce is one that was given out, and has not been used, is for the issuer to check and to consume.

mod di_vp;
mod error;
mod jwt;

pub use di_vp::verify_di_vp_proof;
pub use error::HolderError;
pub use jwt::verify_jwt_proof;

use model::time::Time;

use crate::keys::PublicKey;

/// What a key proof must fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ProofPolicy<'a> {
    /// The credential issuer identifier, to which the proof must be addressed.
    pub audience: &'a str,
    /// The present moment.
    pub now: Time,
    /// By how many seconds the wallet's clock may differ, either way.
    pub skew: i64,
}

impl<'a> ProofPolicy<'a> {
    /// The policy with the usual five minutes of skew. The nonce, which the issuer dates, bounds the age more closely.
    pub const fn new(audience: &'a str, now: Time) -> Self {
        Self { audience, now, skew: 300 }
    }

    fn check_made_at(&self, at: Time) -> Result<(), HolderError> {
        if at < self.now.plus(-self.skew) {
            return Err(HolderError::TooOld);
        }
        if at > self.now.plus(self.skew) { Err(HolderError::FromTheFuture) } else { Ok(()) }
    }
}

/// The holder of a proved key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holder {
    /// The holder's DID: the controller of the key. For a proof with a bare `jwk`, the `did:jwk` of the key.
    pub did: String,
    /// The key.
    pub key: PublicKey,
    /// The key's thumbprint (RFC 7638): the same holder key in any form of proof.
    pub thumbprint: String,
    /// The nonce in the proof, still to be checked and consumed.
    pub nonce: String,
}

impl Holder {
    fn new(did: String, key: PublicKey, nonce: String) -> Self {
        Self { did, thumbprint: crate::jwk::thumbprint(&key), key, nonce }
    }
}
