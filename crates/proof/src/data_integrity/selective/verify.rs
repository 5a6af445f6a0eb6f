//! Checking derived proofs (ECDSA Cryptosuites §3.6.8, BBS Cryptosuites §3.4.7).

use canon::{Budget, ContextLoader};
use serde_json::{Map, Value};

use super::statements::Reading;
use super::{bbs, ecdsa};
use crate::data_integrity::{ProofError, Suite, UnverifiedProof};
use crate::keys::PublicKey;

/// Checks that `key` signed what a derived proof shows: `document` without proofs, and the proof without its value, which is
/// in `form`. A base proof is refused: it holds what keeps apart what is shown at different places.
///
/// # Errors
/// [`ProofError`]: the value is malformed or a base proof's, the document has no canonical form, or a signature does not fit.
pub(in crate::data_integrity) fn verify(
    document: &Value,
    proof: &Map<String, Value>,
    form: &UnverifiedProof,
    key: &PublicKey,
    (loader, budget): (&dyn ContextLoader, &Budget),
) -> Result<(), ProofError> {
    let reading = Reading { loader, budget };
    match form.suite {
        Suite::EcdsaSd2023 => ecdsa::verify(document, proof, &form.signature, key, reading),
        Suite::Bbs2023 => bbs::verify(document, proof, &form.signature, key, reading),
        other => Err(ProofError::UnsupportedSuite { suite: other.name().to_owned() }),
    }
}
