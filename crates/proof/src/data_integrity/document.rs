//! A document taken apart into what is signed and its proofs, each checked by itself.

use std::borrow::Cow;
use std::collections::BTreeSet;

use canon::{Budget, ContextLoader, Document};
use serde_json::{Map, Value};

use super::bytes::Canonicalisation;
use super::suite::Form;
use super::{ProofError, Suite, UnverifiedProof, check_form, plain, selective};
use crate::excerpt::excerpt;
use crate::keys::PublicKey;

/// A document with its proofs, of which nothing is known yet: one proof, a proof set, or a proof chain (VC Data Integrity
/// 1.0 §2.1.1, §2.1.2).
#[derive(Debug, Clone, PartialEq)]
pub struct UnverifiedDocument {
    /// Without its proofs.
    unsecured: Value,
    proofs: Vec<Value>,
}

impl UnverifiedDocument {
    /// The most proofs of one document. Each costs canonical bytes of the whole.
    pub const MOST_PROOFS: usize = 16;

    /// Takes a document apart. A document without `proof` has none.
    ///
    /// # Errors
    /// [`ProofError::Malformed`] when it is not an object, [`ProofError::TooManyProofs`].
    pub fn read(mut document: Value) -> Result<Self, ProofError> {
        let Value::Object(members) = &mut document else {
            return Err(ProofError::Malformed { what: "the document: expected a JSON object" });
        };
        let proofs = proofs(members.shift_remove("proof"))?;
        Ok(Self { unsecured: document, proofs })
    }

    /// Its proofs as they stand in it.
    pub fn proofs(&self) -> &[Value] {
        &self.proofs
    }

    /// The document without its proofs.
    pub const fn unsecured(&self) -> &Value {
        &self.unsecured
    }

    /// The document and its proofs, to be signed once more.
    pub(super) fn into_parts(self) -> (Value, Vec<Value>) {
        (self.unsecured, self.proofs)
    }

    /// Checks that `key` signed the document with `proof`, usually one of its own.
    ///
    /// The result is about this proof alone: those it builds on (`previousProof`) are part of what it signed, and each is
    /// checked by itself.
    ///
    /// # Errors
    /// [`ProofError`]: the proof is malformed or of a suite that is not known here, builds on proofs that are not there,
    /// the document has no canonical form, the key is of another kind, or the signature is not the key's.
    pub fn verify(&self, proof: &Value, key: &PublicKey, budget: &Budget) -> Result<(), ProofError> {
        self.verify_with(proof, key, model::published::contexts(), budget)
    }

    /// As [`UnverifiedDocument::verify`], with contexts from `loader`.
    ///
    /// # Errors
    /// As [`UnverifiedDocument::verify`].
    pub fn verify_with(
        &self,
        proof: &Value,
        key: &PublicKey,
        loader: &dyn ContextLoader,
        budget: &Budget,
    ) -> Result<(), ProofError> {
        self.verify_proof(&check_form(proof)?, key, loader, budget)
    }

    /// As [`UnverifiedDocument::verify_with`], for a proof whose form has been looked at.
    ///
    /// # Errors
    /// As [`UnverifiedDocument::verify`].
    pub fn verify_proof(
        &self,
        form: &UnverifiedProof,
        key: &PublicKey,
        loader: &dyn ContextLoader,
        budget: &Budget,
    ) -> Result<(), ProofError> {
        if !form.suite.takes(key.kind()) {
            return Err(ProofError::KeyMismatch { kind: key.kind() });
        }
        self.check_order(form)?;
        let mut document = self.with_previous(&form.previous)?;
        let mut configuration = form.configuration.clone();
        check_contexts(form.suite, &mut document, &mut configuration)?;
        let read = Document::of(&document, budget)?;
        plain::check_plain(read.root())?;
        if form.suite.is_selective() {
            return selective::verify(&document, &configuration, form, key, (loader, budget));
        }
        let canonicalisation = Canonicalisation::new(form.suite, key.kind(), loader, budget);
        let input = canonicalisation.signing_input(&read, &configuration)?;
        Ok(key.verify(&input, &form.signature)?)
    }

    /// What a proof that builds on `previous` signs: the document with those proofs in it, in the order they have there
    /// (VC Data Integrity 1.0 §4.5).
    pub(super) fn with_previous(&self, previous: &[String]) -> Result<Cow<'_, Value>, ProofError> {
        if previous.is_empty() {
            return Ok(Cow::Borrowed(&self.unsecured));
        }
        for id in previous {
            self.named(id)?;
        }
        let is_meant = |proof: &&Value| id_of(proof).is_some_and(|id| previous.iter().any(|one| one == id));
        let matching: Vec<Value> = self.proofs.iter().filter(is_meant).cloned().collect();
        let mut document = self.unsecured.clone();
        if let Value::Object(members) = &mut document {
            members.insert("proof".into(), Value::Array(matching));
        }
        Ok(Cow::Owned(document))
    }

    /// The one proof with this id. With two, who reads decides which is meant; so neither is.
    fn named(&self, id: &str) -> Result<&Value, ProofError> {
        let mut found = self.proofs.iter().filter(|proof| id_of(proof) == Some(id));
        match (found.next(), found.next()) {
            (Some(proof), None) => Ok(proof),
            (None, _) => Err(ProofError::PreviousProof { id: excerpt(id), what: "there is no such proof" }),
            (Some(_), Some(_)) => Err(ProofError::PreviousProof { id: excerpt(id), what: "there are two" }),
        }
    }

    /// No proof may build on itself, over however many others. Each is visited once, so the work is bounded by their number.
    fn check_order(&self, form: &UnverifiedProof) -> Result<(), ProofError> {
        let mut visited = BTreeSet::new();
        let mut waiting = form.previous.clone();
        while let Some(id) = waiting.pop() {
            if form.id.as_ref() == Some(&id) {
                return Err(ProofError::PreviousProof { id: excerpt(&id), what: "it builds on itself" });
            }
            if visited.insert(id.clone()) {
                waiting.extend(super::form::previous(members(self.named(&id)?)?)?);
            }
        }
        Ok(())
    }
}

/// What stands under `proof`, as a list.
pub(super) fn proofs(member: Option<Value>) -> Result<Vec<Value>, ProofError> {
    let proofs = match member {
        None => Vec::new(),
        Some(Value::Array(proofs)) => proofs,
        Some(proof) => vec![proof],
    };
    let most = UnverifiedDocument::MOST_PROOFS;
    if proofs.len() > most {
        return Err(ProofError::TooManyProofs { most, found: proofs.len() });
    }
    Ok(proofs)
}

fn id_of(proof: &Value) -> Option<&str> {
    proof.get("id").and_then(Value::as_str)
}

fn members(value: &Value) -> Result<&Map<String, Value>, ProofError> {
    value.as_object().ok_or(ProofError::Malformed { what: "the document or the proof: expected a JSON object" })
}

/// Contexts in the proof itself.
///
/// A JCS suite signs them there, and they replace the document's, which must begin with them (`EdDSA` Cryptosuites §3.3.2).
/// A suite on statements reads the proof under the document's contexts, so others of its own would go unsigned.
fn check_contexts(
    suite: Suite,
    document: &mut Cow<'_, Value>,
    proof: &mut Map<String, Value>,
) -> Result<(), ProofError> {
    let Some(own) = proof.get("@context") else { return Ok(()) };
    let all = document.get("@context");
    match suite.form() {
        Form::Json if all == Some(own) => Ok(()),
        Form::Json if all.is_some_and(|all| list(all).starts_with(list(own))) => {
            if let Value::Object(members) = document.to_mut() {
                members.insert("@context".into(), own.clone());
            }
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
