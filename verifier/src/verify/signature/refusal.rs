//! What is said of a signature, and why one is refused, in the words of a report.

use canon::CanonError;
use model::time::Time;
use proof::data_integrity::{ProofError, SelectionError};

use crate::verify::report::{Check, CheckCode, Problem};
use crate::verify::words::quote;

/// Clocks of issuers may be this many seconds ahead of ours.
const CLOCK_SKEW: i64 = 300;

/// A good signature, made at `created` if it says so.
pub(super) fn on_time(created: Option<Time>, now: Time) -> Check {
    match created.filter(|created| *created > now.plus(CLOCK_SKEW)) {
        Some(created) => bad(
            "signed_in_future",
            &format!("Its signature is dated {}, which is still to come.", created.day_in_words()),
        ),
        None => Check::passed(CheckCode::Proof, "signature_valid", "Nothing in it was changed since it was signed."),
    }
}

/// A proof that is refused.
pub(super) fn refused(error: &ProofError) -> Check {
    match error {
        ProofError::BadSignature => bad(
            "signature_invalid",
            "It was changed after it was signed, or another key signed it than the one it names.",
        ),
        ProofError::UnsupportedSuite { suite } => {
            let sentence = format!("It is signed in a way this version does not read: {}.", quote(suite));
            Check::could_not(CheckCode::Proof, "unsupported_suite", sentence)
        }
        ProofError::Canonicalisation(CanonError::TooComplex { .. }) => too_complex(),
        ProofError::Canonicalisation(_) => Check::could_not(
            CheckCode::Proof,
            "not_canonical",
            "Its signature could not be checked, because the text cannot be read as linked data.",
        ),
        ProofError::Selection(SelectionError::Feature { name }) => {
            let sentence = format!("It is signed with a feature that this version does not read: {name}.");
            Check::could_not(CheckCode::Proof, "unsupported_feature", sentence)
        }
        ProofError::Selection(SelectionError::Kind(_)) => bad(
            "base_proof",
            "It is the holder’s own copy, from which a part is to be derived: nobody else should have it.",
        ),
        ProofError::NotPlain { .. } => bad(
            "not_plain",
            "It is written so that a part of it could be overlooked, which an honest issuer has no reason for.",
        ),
        ProofError::PurposeMismatch { .. } => {
            bad("wrong_purpose", "Its signature was made for another purpose than issuing a credential.")
        }
        ProofError::PreviousProof { .. } => {
            bad("broken_chain", "Its signatures build on each other, and one of them is missing or comes twice.")
        }
        ProofError::Expired { at } => {
            bad("proof_expired", &format!("Its signature was good until {}.", at.day_in_words()))
        }
        other => bad("malformed_proof", &format!("Its signature cannot be used: {other}.")),
    }
}

/// A signature whose key is not known.
pub(super) fn key_missing() -> Check {
    Check::could_not(CheckCode::Proof, "key_missing", "Its signature could not be checked without the key.")
}

/// A signature that would take too much work.
pub(super) fn too_complex() -> Check {
    let sentence = "It is built so that checking it takes more work than we give to one file.";
    Check::could_not(CheckCode::Proof, "too_complex", sentence)
}

/// A signature that speaks against the credential.
pub(super) fn bad(reason: &'static str, sentence: &str) -> Check {
    Check::failed(CheckCode::Proof, reason, sentence).problem(Problem::CryptographicSecurity)
}
