//! Why a key proof is refused.

use crate::data_integrity::ProofError;
use crate::did::DidError;
use crate::excerpt;
use crate::jose::JoseError;
use crate::jwk::JwkError;

/// Why a key proof is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum HolderError {
    /// The JWT itself is refused.
    #[error(transparent)]
    Jwt(#[from] JoseError),
    /// `typ` is another: the JWT was made for something else.
    #[error("expected a JWT of type openid4vci-proof+jwt")]
    OtherType,
    /// Not one key, but none or two.
    #[error("expected exactly one of 'kid' and 'jwk' in the JWT header")]
    NotOneKey,
    /// The key comes with a certificate.
    #[error("keys in certificates (x5c) are not supported: send the key as 'jwk', or a DID URL as 'kid'")]
    Certificate,
    /// `kid` is not a DID URL that can be resolved here.
    #[error("the key's id: {0}")]
    KeyId(#[from] DidError),
    /// `jwk` is not a usable public key.
    #[error(transparent)]
    Jwk(#[from] JwkError),
    /// `aud` or `domain` does not name this issuer.
    #[error("the key proof is not addressed to this credential issuer: expected its identifier in '{member}'")]
    OtherAudience {
        /// `aud` or `domain`.
        member: &'static str,
    },
    /// A member is missing or malformed.
    #[error("'{member}' is missing or malformed in the key proof")]
    Member {
        /// The member.
        member: &'static str,
    },
    /// Made too long ago.
    #[error("the key proof is too old: make a new one, and check the device's clock")]
    TooOld,
    /// Made later than now.
    #[error("the key proof is dated in the future: check the device's clock")]
    FromTheFuture,
    /// Its own `exp` or `nbf` says that it is not valid now.
    #[error("the key proof says itself that it is not valid now ('{member}')")]
    NotValidNow {
        /// `exp` or `nbf`.
        member: &'static str,
    },
    /// No nonce at all. A wrong one is for the issuer to find.
    #[error("the key proof has no nonce: get one from the nonce endpoint and put it into '{member}'")]
    NonceMissing {
        /// `nonce` or `challenge`.
        member: &'static str,
    },
    /// The presentation is not one by its form.
    #[error("malformed presentation: {what}")]
    Presentation {
        /// What was expected.
        what: &'static str,
    },
    /// The presentation's proof is refused.
    #[error(transparent)]
    Proof(#[from] ProofError),
    /// The presentation names another holder than the one whose key signed it.
    #[error("the presentation's holder is not the controller of the key that signed it")]
    OtherHolder,
}

impl HolderError {
    /// The error code of OpenID4VCI 1.0 §8.3.1.2. A missing nonce too is `invalid_proof` there; `invalid_nonce` is for
    /// one that the issuer did not give out, or gave out too long ago, or has seen before.
    pub const fn error_code(&self) -> &'static str {
        "invalid_proof"
    }

    /// The sentence as an `error_description`, in the characters that OAuth allows there.
    pub fn description(&self) -> String {
        excerpt::sentence(&self.to_string())
    }
}
