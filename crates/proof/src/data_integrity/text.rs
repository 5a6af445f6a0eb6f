//! Signing and checking JSON text without making a tree of it.

use std::cmp::Ordering;

use canon::{Budget, ContextLoader, Document, Json, Members, View};
use serde_json::{Map, Value};

use super::bytes::Canonicalisation;
use super::document::proofs;
use super::prepared::UnsignedProof;
use super::{ProofError, ProofOptions, UnverifiedDocument, UnverifiedProof, check_form, plain};
use crate::keys::{KeyKind, PublicKey, Signer};

/// The text of a document that is ready to be signed, once.
#[derive(Debug, PartialEq)]
pub struct PreparedText<'t> {
    text: &'t str,
    has_members: bool,
    unsigned: UnsignedProof,
}

impl<'t> PreparedText<'t> {
    /// Reads `text`, which has no proof, and makes everything about a signature but the signature.
    ///
    /// # Errors
    /// [`ProofError`] when the text is not an object, has a proof or no canonical form, or the suite does not sign with keys
    /// of this kind.
    pub fn new(text: &'t str, options: &ProofOptions, kind: KeyKind, budget: &Budget) -> Result<Self, ProofError> {
        let document = Document::parse(text, budget)?;
        let Some(mut members) = document.root().members() else { return Err(ProofError::Malformed { what: OBJECT }) };
        let has_members = members.next().is_some();
        if document.root().get("proof").is_some() {
            return Err(ProofError::AlreadySigned);
        }
        let unsigned = UnsignedProof::new(&document, options, kind, (None, budget))?;
        Ok(Self { text, has_members, unsigned })
    }

    /// The bytes that will be signed.
    pub fn signing_input(&self) -> &[u8] {
        self.unsigned.signing_input()
    }

    /// The proof as it will be, without `proofValue`.
    pub const fn proof_configuration(&self) -> &Map<String, Value> {
        self.unsigned.configuration()
    }

    /// Signs, checks the signature, and returns the text with the proof as its last member; nothing else in it is changed.
    ///
    /// # Errors
    /// As [`super::Prepared::sign`].
    pub fn sign(self, key: &dyn Signer) -> Result<String, ProofError> {
        let proof = self.unsigned.sign(key)?.to_string();
        Ok(with_last_member(self.text, self.has_members, &proof))
    }
}

const OBJECT: &str = "the document: expected a JSON object";

/// The text of an object with `proof` at its end.
fn with_last_member(object: &str, has_members: bool, proof: &str) -> String {
    let open = object.trim_end().strip_suffix('}').unwrap_or(object).trim_end();
    let mut signed = String::with_capacity(open.len() + proof.len() + 16);
    signed.push_str(open);
    signed.push_str(if has_members { ",\"proof\":" } else { "\"proof\":" });
    signed.push_str(proof);
    signed.push('}');
    signed
}

/// The text of a document with its proofs, of which nothing is known yet.
#[derive(Debug)]
pub struct UnverifiedText<'t> {
    /// Its proofs are left out.
    document: Document<'t>,
    proofs: Vec<Value>,
}

impl<'t> UnverifiedText<'t> {
    /// Reads `text`. A document without `proof` has no proofs.
    ///
    /// # Errors
    /// [`ProofError`] when it is not JSON, not an object, out of bounds, or has too many proofs.
    pub fn read(text: &'t str, budget: &Budget) -> Result<Self, ProofError> {
        Self::of(Document::parse(text, budget)?)
    }

    fn of(mut document: Document<'t>) -> Result<Self, ProofError> {
        if !matches!(document.root().view(), View::Object(_)) {
            return Err(ProofError::Malformed { what: OBJECT });
        }
        let proofs = proofs(document.member("proof"))?;
        document.hide("proof");
        Ok(Self { document, proofs })
    }

    /// The documents that stand in the array at a JSON Pointer (RFC 6901), or the one that stands there: the credentials in
    /// a transcript. None when there is nothing.
    ///
    /// # Errors
    /// [`ProofError`] when one is not an object or has too many proofs.
    pub fn parts(&self, pointer: &str) -> Result<Vec<UnverifiedText<'_>>, ProofError> {
        let parts = self.document.root().pointer(pointer).into_iter().flat_map(Json::one_or_many);
        parts.map(|part| UnverifiedText::of(part.to_document())).collect()
    }

    /// A member of a member, by its JSON Pointer.
    pub fn pointer(&self, pointer: &str) -> Option<Value> {
        self.document.root().pointer(pointer).map(Json::to_value)
    }

    /// Its proofs as they stand in it.
    pub fn proofs(&self) -> &[Value] {
        &self.proofs
    }

    /// Whether the text, its proofs aside, says what `members` say: for who shows values and checks the text they came from.
    /// Numbers are compared as what is signed of them, IEEE 754 doubles.
    pub fn says(&self, members: &Map<String, Value>) -> bool {
        let others = members.iter().filter(|(name, _)| *name != "proof").count();
        self.document.root().members().is_some_and(|own| says(own, members, others))
    }

    /// Checks that `key` signed the document with `proof`, usually one of its own: as [`UnverifiedDocument::verify`].
    ///
    /// # Errors
    /// As [`UnverifiedDocument::verify`].
    pub fn verify(&self, proof: &Value, key: &PublicKey, budget: &Budget) -> Result<(), ProofError> {
        self.verify_proof(&check_form(proof)?, key, budget)
    }

    /// As [`UnverifiedText::verify`], with contexts from `loader`.
    ///
    /// # Errors
    /// As [`UnverifiedText::verify`].
    pub fn verify_with(
        &self,
        proof: &Value,
        key: &PublicKey,
        loader: &dyn ContextLoader,
        budget: &Budget,
    ) -> Result<(), ProofError> {
        self.verify_under(&check_form(proof)?, key, (Some(loader), budget))
    }

    /// As [`UnverifiedText::verify`], for a proof whose form has been looked at.
    ///
    /// # Errors
    /// As [`UnverifiedText::verify`].
    pub fn verify_proof(&self, proof: &UnverifiedProof, key: &PublicKey, budget: &Budget) -> Result<(), ProofError> {
        self.verify_under(proof, key, (None, budget))
    }

    fn verify_under(
        &self,
        form: &UnverifiedProof,
        key: &PublicKey,
        (other, budget): (Option<&dyn ContextLoader>, &Budget),
    ) -> Result<(), ProofError> {
        let loader = other.unwrap_or(model::published::contexts());
        let configuration = &form.configuration;
        if !form.covers_document_as_it_stands() {
            return self.to_document()?.verify_proof(form, key, loader, budget);
        }
        if !form.suite.takes(key.kind()) {
            return Err(ProofError::KeyMismatch { kind: key.kind() });
        }
        plain::check_plain(self.document.root())?;
        let canonicalisation = Canonicalisation::new(form.suite, key.kind(), loader, budget);
        let input = match (other, configuration.get("created")) {
            (None, Some(Value::String(created))) => {
                canonicalisation.signing_input_at(&self.document, configuration, created)?
            }
            _ => canonicalisation.signing_input(&self.document, configuration)?,
        };
        Ok(key.verify(&input, &form.signature)?)
    }

    fn to_document(&self) -> Result<UnverifiedDocument, ProofError> {
        let mut document = self.document.root().to_value();
        if let (Value::Object(members), false) = (&mut document, self.proofs.is_empty()) {
            members.insert("proof".into(), Value::Array(self.proofs.clone()));
        }
        UnverifiedDocument::read(document)
    }
}

/// Whether `own` are the `count` members of `members` that matter. Recursion is bounded by the depth `own` was read with.
fn says(own: Members<'_>, members: &Map<String, Value>, count: usize) -> bool {
    let mut found = 0;
    for (name, value) in own {
        if !members.get(name).is_some_and(|other| is_same(value, other)) {
            return false;
        }
        found += 1;
    }
    found == count
}

fn is_same(json: Json<'_>, value: &Value) -> bool {
    match (json.view(), value) {
        (View::Null, Value::Null) => true,
        (View::Bool(one), Value::Bool(other)) => one == *other,
        (View::Number(one), Value::Number(other)) => {
            other.as_f64().and_then(|other| one.partial_cmp(&other)).is_some_and(Ordering::is_eq)
        }
        (View::Text(one), Value::String(other)) => one == other,
        (View::Array(items), Value::Array(others)) => {
            let mut others = others.iter();
            items.into_iter().all(|item| others.next().is_some_and(|other| is_same(item, other)))
                && others.next().is_none()
        }
        (View::Object(members), Value::Object(others)) => says(members, others, others.len()),
        _ => false,
    }
}
