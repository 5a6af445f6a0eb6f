//! Data Integrity proofs on JSON-LD documents (VC Data Integrity 1.0), with the suites of [`Suite`].
//!
//! A suite whose name has `rdfc` covers what a document says as RDF, under the contexts it names; one with `jcs` covers the
//! JSON as it is written. [`verify`] alone means: whoever holds this key signed this, and the document spells it with terms
//! (no IRIs or keywords as names, which a reader of the JSON would overlook). That the key is the issuer's, that it may be
//! used for this, and that the proof has not expired are the checks of [`UnverifiedProof`]. That the contexts are named by
//! URL is for the reader to check: one written into the document can rename a term of an unprotected context, or spell a
//! signed statement with another name.

mod bytes;
mod error;
mod form;
mod options;
mod plain;
mod prepared;
mod suite;

pub use error::ProofError;
pub use form::{UnverifiedProof, check_form};
pub use options::{ProofOptions, Purpose};
pub use prepared::{Prepared, prepare, prepare_with, sign};
pub use suite::Suite;

use bytes::Canonicalisation;
use canon::{Budget, ContextLoader};
use serde_json::{Map, Value};
use suite::Form;

use crate::keys::PublicKey;

/// Checks that `key` signed `document` (its `proof` member left aside) with `proof`.
///
/// # Errors
/// [`ProofError`]: the proof is malformed or of a suite that is not known here, the document has no canonical form, the
/// key is of another type, or the signature is not the key's.
pub fn verify(document: &Value, proof: &Value, key: &PublicKey, budget: &Budget) -> Result<(), ProofError> {
    verify_with(document, proof, key, &contexts::context, budget)
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
    let form = check_form(proof)?;
    if !form.suite.takes(key.kind()) {
        return Err(ProofError::KeyMismatch { kind: key.kind() });
    }
    let mut document = members(document)?.clone();
    document.shift_remove("proof");
    plain::check_plain(&document)?;
    let mut configuration = members(proof)?.clone();
    configuration.shift_remove("proofValue");
    check_contexts(form.suite, &mut document, &mut configuration)?;
    let canonicalisation = Canonicalisation::new(form.suite, key.kind(), loader, budget);
    let input = canonicalisation.signing_input(&Value::Object(document), &configuration)?;
    Ok(key.verify(&input, &form.signature)?)
}

/// Contexts in the proof itself.
///
/// A JCS suite signs them there, and they replace the document's, which must begin with them (`EdDSA` Cryptosuites §3.3.2).
/// A suite on statements reads the proof under the document's contexts, so others of its own would go unsigned.
fn check_contexts(
    suite: Suite,
    document: &mut Map<String, Value>,
    proof: &mut Map<String, Value>,
) -> Result<(), ProofError> {
    let Some(own) = proof.get("@context") else { return Ok(()) };
    let all = document.get("@context");
    match suite.form() {
        Form::Json if all.is_some_and(|all| list(all).starts_with(list(own))) => {
            document.insert("@context".into(), own.clone());
            Ok(())
        }
        Form::Json => {
            Err(ProofError::Malformed { what: "'@context' in the proof: expected the document's to begin with it" })
        }
        Form::Statements if all == Some(own) => {
            proof.shift_remove("@context");
            Ok(())
        }
        Form::Statements => {
            Err(ProofError::Malformed { what: "'@context' in the proof: expected none, or the document's" })
        }
    }
}

/// One value stands for a list of one.
fn list(value: &Value) -> &[Value] {
    match value {
        Value::Array(items) => items,
        one => std::slice::from_ref(one),
    }
}

/// The proofs of a document: none, one, or a proof set (VC Data Integrity 1.0 §2.1.1).
pub fn proofs_of(document: &Value) -> Vec<&Value> {
    match document.get("proof") {
        None => Vec::new(),
        Some(Value::Array(proofs)) => proofs.iter().collect(),
        Some(proof) => vec![proof],
    }
}

fn members(value: &Value) -> Result<&Map<String, Value>, ProofError> {
    value.as_object().ok_or(ProofError::Malformed { what: "the document or the proof: expected a JSON object" })
}

#[cfg(test)]
mod tests;
