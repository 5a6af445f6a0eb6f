//! Keys: the one door to signing, private keys in memory, and public keys.
//!
//! | kind | signature | as bytes |
//! |---|---|---|
//! | Ed25519 | RFC 8032 | 64 |
//! | P-256 | ECDSA with SHA-256 | `r ‖ s`, 64 (RFC 7518 §3.4) |
//! | P-384 | ECDSA with SHA-384 | `r ‖ s`, 96 |
//! | RSA, 2048 to 4096 bits | RSASSA-PKCS1-v1_5 with SHA-256 | as long as the modulus (RFC 8017 §8.2) |
//! | BLS12-381 | BBS with SHA-256, over a header and a list of messages; bytes alone it does not sign | 80 |

mod der;
mod private;
mod public;

pub(crate) use der::ecdsa_der;
pub use private::SigningKey;
pub use public::{Ed25519PublicKey, PublicKey, RsaPublicKey};

use std::fmt;

/// What kind of key it is. The kind fixes how the key signs: there is one algorithm for each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum KeyKind {
    /// Edwards curve of RFC 8032.
    Ed25519,
    /// NIST P-256, signing with SHA-256.
    P256,
    /// NIST P-384, signing with SHA-384.
    P384,
    /// RSA, signing with SHA-256.
    Rsa,
    /// The group G2 of BLS12-381, signing lists of messages with BBS ([`Signer::sign_messages`]).
    Bls12381,
}

impl KeyKind {
    /// Every kind.
    pub const ALL: [Self; 5] = [Self::Ed25519, Self::P256, Self::P384, Self::Rsa, Self::Bls12381];

    /// Those that sign bytes: for JOSE, certificates, tokens, and all suites but `bbs-2023`.
    pub const SIGNING_BYTES: [Self; 4] = [Self::Ed25519, Self::P256, Self::P384, Self::Rsa];

    /// Whether it is one of [`KeyKind::SIGNING_BYTES`].
    pub const fn signs_bytes(self) -> bool {
        !matches!(self, Self::Bls12381)
    }

    /// As it is written: `Ed25519`, `P-256`, `P-384`, `RSA` or `BLS12-381`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Ed25519 => "Ed25519",
            Self::P256 => "P-256",
            Self::P384 => "P-384",
            Self::Rsa => "RSA",
            Self::Bls12381 => "BLS12-381",
        }
    }

    /// The kind with this name, in any case.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name().eq_ignore_ascii_case(name))
    }
}

impl fmt::Display for KeyKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Whoever can sign with a private key: a key in memory, or a device that never gives its key away.
pub trait Signer: fmt::Debug + Send + Sync {
    /// The public half.
    fn public(&self) -> PublicKey;

    /// The signature over `message` by the algorithm of the key's kind, in the form that the module's table tells.
    ///
    /// # Errors
    /// [`SignError`] when the processor or the device does not sign, or the key does not sign bytes.
    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, SignError>;

    /// One BBS signature over `header` and each of `messages`, 80 bytes (draft-irtf-cfrg-bbs-signatures §3.5.1).
    ///
    /// # Errors
    /// [`SignError`] when the key is of another kind than BLS12-381, or the library does not sign.
    fn sign_messages(&self, _header: &[u8], _messages: &[Vec<u8>]) -> Result<[u8; 80], SignError> {
        Err(SignError::new(self.public().kind(), "it signs bytes, not lists of messages"))
    }
}

/// A key that did not sign, or could not be made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the {kind} key cannot be used: {reason}")]
pub struct SignError {
    /// The key's kind.
    pub kind: KeyKind,
    /// What happened, with nothing secret in it.
    pub reason: String,
}

impl SignError {
    /// An error of a `kind` of key.
    pub fn new(kind: KeyKind, reason: impl Into<String>) -> Self {
        Self { kind, reason: reason.into() }
    }
}

/// The signature is not the key's over the message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the signature does not fit the key and the signed bytes")]
pub struct BadSignature;

/// Bytes that are not a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InvalidKey {
    /// The length or the form of the bytes is wrong.
    #[error("a key of another length or form: expected {expected}")]
    Length {
        /// What would have been right.
        expected: &'static str,
    },
    /// The bytes name no point of the curve.
    #[error("the public key is not a point of {curve}")]
    NotAPoint {
        /// The curve.
        curve: &'static str,
    },
    /// Anybody could sign for this key.
    #[error("the BLS12-381 public key is the point at infinity, so it proves nothing")]
    Infinity,
    /// Anybody could sign for this key.
    #[error("the Ed25519 public key has small order, so it proves nothing")]
    SmallOrder,
    /// Not a private key of a kind that is known here.
    #[error(
        "expected an unencrypted private key (PKCS#8) of the kind Ed25519, P-256, P-384 or RSA (2048 to 4096 bits)"
    )]
    NotPrivate,
    /// The public half that stands beside a private key is another's.
    #[error("the public and the private half do not belong together")]
    Mismatch,
}

#[cfg(test)]
mod tests;
