//! Checking derived proofs (ECDSA Cryptosuites §3.6.8, §3.6.9).

use std::collections::BTreeSet;

use canon::{Budget, ContextLoader};
use serde_json::{Map, Value};

use super::SelectionError;
use super::sign::signing_input;
use super::statements::{Reading, hash_of};
use super::value::{DerivedValue, ProofKey, ProofValue};
use crate::data_integrity::ProofError;
use crate::keys::PublicKey;

/// Checks that `key` signed what a derived proof shows: `document` without proofs, and the proof without its value, which is
/// `value`. A base proof is refused: it holds what keeps apart what is shown at different places.
///
/// # Errors
/// [`ProofError`]: the value is malformed or a base proof's, the document has no canonical form, or a signature does not fit.
pub(in crate::data_integrity) fn verify(
    document: &Value,
    proof: &Map<String, Value>,
    value: &[u8],
    key: &PublicKey,
    (loader, budget): (&dyn ContextLoader, &Budget),
) -> Result<(), ProofError> {
    let ProofValue::Derived(value) = ProofValue::decode(value)? else {
        return Err(SelectionError::Kind(
            "this is a base proof, which is for its holder alone: derive from it what is to be shown",
        )
        .into());
    };
    let reading = Reading { loader, budget };
    let lines = reading.shown(document, &value.labels)?;
    let proof_key = public_key(&value.proof_key)?;
    let (mandatory, others) = parted(&lines, &value)?;
    let input = signing_input(&reading.proof_hash(document, proof)?, &value.proof_key, &hash_of(mandatory.into_iter()));
    key.verify(&input, &value.base_signature)?;
    for (line, signature) in others.iter().zip(&value.signatures) {
        proof_key.verify(line.as_bytes(), signature)?;
    }
    Ok(())
}

/// The mandatory lines and the others. There are as many signatures as others; with fewer or more, something was added or
/// taken away.
fn parted<'a>(lines: &'a BTreeSet<String>, value: &DerivedValue) -> Result<(Vec<&'a str>, Vec<&'a str>), ProofError> {
    let indexes: BTreeSet<usize> = value.mandatory.iter().copied().collect();
    if indexes.len() != value.mandatory.len() || indexes.last().is_some_and(|last| *last >= lines.len()) {
        return Err(ProofError::Malformed {
            what: "'proofValue': expected the places of mandatory statements, each once, within those shown",
        });
    }
    let (mandatory, others): (Vec<_>, Vec<_>) =
        lines.iter().map(String::as_str).enumerate().partition(|(at, _)| indexes.contains(at));
    if others.len() != value.signatures.len() {
        return Err(ProofError::BadSignature);
    }
    let texts = |part: Vec<(usize, &'a str)>| part.into_iter().map(|(_, line)| line).collect();
    Ok((texts(mandatory), texts(others)))
}

fn public_key(bytes: &ProofKey) -> Result<PublicKey, ProofError> {
    let fault = ProofError::Malformed { what: "'proofValue': expected a P-256 key made for the proof" };
    let [_, _, point @ ..] = bytes;
    PublicKey::p256(point).map_err(|_| fault)
}
