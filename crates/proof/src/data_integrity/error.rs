//! Why a proof is refused.

use canon::CanonError;
use model::time::Time;

use super::SelectionError;
use crate::keys::{BadSignature, KeyKind, SignError};

/// Why a proof is refused, or could not be made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ProofError {
    /// The proof is not one by its form.
    #[error("malformed proof: {what}")]
    Malformed {
        /// The member, and what was expected.
        what: &'static str,
    },
    /// The document, or the proof, spells a statement in a way that a reader of its JSON would overlook.
    #[error("{path}: {what}, so that what was signed is not what a reader sees")]
    NotPlain {
        /// JSON Pointer into the document or the proof; long names are shortened.
        path: String,
        /// What is there.
        what: &'static str,
    },
    /// A suite that is not checked here. Nothing is known about the signature.
    #[error(
        "expected a proof with a suite for EdDSA, ECDSA or BBS (eddsa-rdfc-2022, eddsa-jcs-2022, ecdsa-rdfc-2019, ecdsa-jcs-2019, ecdsa-sd-2023, bbs-2023, Ed25519Signature2020), found '{suite}'"
    )]
    UnsupportedSuite {
        /// The suite or proof type, shortened.
        suite: String,
    },
    /// The signature is not the key's over this document and proof.
    #[error("the signature does not fit: the document was changed after it was signed, or another key signed it")]
    BadSignature,
    /// The proof is for something else.
    #[error("expected a proof for {expected}, found one for '{found}'")]
    PurposeMismatch {
        /// The purpose it must have.
        expected: &'static str,
        /// The purpose it has, shortened.
        found: String,
    },
    /// The key's document does not list it for this purpose.
    #[error("the key is not listed for {purpose} by its controller")]
    NotListed {
        /// The purpose.
        purpose: &'static str,
    },
    /// The key is not one that the suite signs with, or not the one the proof names.
    #[error("the {kind} key is not the key that this proof is made with")]
    KeyMismatch {
        /// The key's kind.
        kind: KeyKind,
    },
    /// The key belongs to somebody else than the issuer.
    #[error("the key is controlled by '{controller}', which is not the issuer '{issuer}'")]
    ControllerMismatch {
        /// Who controls the key, shortened.
        controller: String,
        /// The issuer, shortened.
        issuer: String,
    },
    /// More proofs than are looked at.
    #[error("expected at most {most} proofs, found {found}")]
    TooManyProofs {
        /// The most there may be.
        most: usize,
        /// How many there are.
        found: usize,
    },
    /// The proof builds on others, and they are not as they must be.
    #[error("the proof builds on the proof '{id}': {what}")]
    PreviousProof {
        /// The id, shortened.
        id: String,
        /// What is wrong.
        what: &'static str,
    },
    /// The proof was made for another verifier.
    #[error("the proof is not made for '{expected}'")]
    DomainMismatch {
        /// The domain it must be for.
        expected: String,
    },
    /// The proof answers another challenge.
    #[error("the proof does not answer the challenge that was given")]
    ChallengeMismatch,
    /// The proof has an end, and it has passed.
    #[error("the proof expired at {at}")]
    Expired {
        /// Its `expires`.
        at: Time,
    },
    /// The key has an end, and it has passed.
    #[error("the key was revoked or expired at {at}")]
    KeyEnded {
        /// The end its document states.
        at: Time,
    },
    /// The key did not sign.
    #[error(transparent)]
    Key(#[from] SignError),
    /// To be signed, but has a proof already.
    #[error("the document has a proof already: sign the document without it")]
    AlreadySigned,
    /// Nothing can be selected, or a base proof stands where a derived one must.
    #[error(transparent)]
    Selection(#[from] SelectionError),
    /// The document or the proof has no canonical form. Nothing is known about the signature.
    #[error(transparent)]
    Canonicalisation(#[from] CanonError),
}

impl From<BadSignature> for ProofError {
    fn from(_: BadSignature) -> Self {
        Self::BadSignature
    }
}
