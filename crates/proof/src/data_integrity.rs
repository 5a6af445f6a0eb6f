//! Data Integrity proofs on JSON-LD documents (VC Data Integrity 1.0), with the suites of [`Suite`].
//!
//! A suite whose name has `rdfc` covers what a document says as RDF, under the contexts it names; one with `jcs` covers the
//! JSON as it is written. [`verify`] alone means: whoever holds this key signed this, and the document spells it with terms
//! (no IRIs or keywords as names, which a reader of the JSON would overlook). That the key is the issuer's, that it may be
//! used for this, and that the proof has not expired are the checks of [`UnverifiedProof`]. That the contexts are named by
//! URL is for the reader to check: one written into the document can rename a term of an unprotected context, or spell a
//! signed statement with another name.

mod bytes;
mod document;
mod error;
mod form;
mod options;
mod plain;
mod prepared;
pub mod selective;
mod suite;
mod template;
mod text;

pub use document::UnverifiedDocument;
pub use error::ProofError;
pub use form::{UnverifiedProof, check_form};
pub use options::{ProofOptions, Purpose};
pub use prepared::{Prepared, prepare, prepare_another, prepare_with, proof_value, sign};
pub use selective::SelectionError;
pub use suite::Suite;
pub use text::{PreparedText, UnverifiedText};

use canon::{Budget, ContextLoader};
use serde_json::Value;

use crate::keys::PublicKey;

/// Checks that `key` signed `document` (its `proof` member left aside, but for proofs that `proof` builds on) with `proof`.
/// Whoever checks several proofs, or owns the document, uses [`UnverifiedDocument`].
///
/// # Errors
/// [`ProofError`]: the proof is malformed or of a suite that is not known here, the document has no canonical form, the
/// key is of another type, or the signature is not the key's.
pub fn verify(document: &Value, proof: &Value, key: &PublicKey, budget: &Budget) -> Result<(), ProofError> {
    verify_with(document, proof, key, model::published::contexts(), budget)
}

/// As [`verify`], with contexts from `loader`.
///
/// # Errors
/// As [`verify`].
pub fn verify_with(
    document: &Value,
    proof: &Value,
    key: &PublicKey,
    loader: &dyn ContextLoader,
    budget: &Budget,
) -> Result<(), ProofError> {
    UnverifiedDocument::read(document.clone())?.verify_with(proof, key, loader, budget)
}

/// The proofs of a document: none, one, or a proof set (VC Data Integrity 1.0 §2.1.1).
pub fn proofs_of(document: &Value) -> Vec<&Value> {
    match document.get("proof") {
        None => Vec::new(),
        Some(Value::Array(proofs)) => proofs.iter().collect(),
        Some(proof) => vec![proof],
    }
}

#[cfg(test)]
mod tests;
