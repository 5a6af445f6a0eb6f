//! Derived proofs (ECDSA Cryptosuites §3.6.6, §3.6.7).

use std::collections::BTreeSet;

use canon::{Budget, ContextLoader};
use serde_json::{Map, Value, json};

use super::SelectionError;
use super::pointers::Chosen;
use super::statements::{Reading, Statements};
use super::value::{BaseValue, DerivedValue, ProofValue};
use crate::data_integrity::{ProofError, Suite, UnverifiedDocument, check_form};
use crate::keys::PublicKey;

/// A document with a derived proof that nobody has checked yet.
#[derive(Debug, Clone, PartialEq)]
pub struct UnverifiedDerived(Value);

impl UnverifiedDerived {
    /// The document, for whoever finds the issuer's key and checks it.
    pub const fn document(&self) -> &Value {
        &self.0
    }

    /// The document, if `key`, the issuer's, signed what it shows.
    ///
    /// # Errors
    /// As [`UnverifiedDocument::verify`]: the base proof was changed, or is another key's.
    pub fn verify(self, key: &PublicKey, loader: &dyn ContextLoader, budget: &Budget) -> Result<Value, ProofError> {
        let document = UnverifiedDocument::read(self.0.clone())?;
        let proof = document.proofs().first().unwrap_or(&Value::Null);
        document.verify_with(proof, key, loader, budget)?;
        Ok(self.0)
    }
}

/// What `document`, which has a base proof, says at `pointers` and at those that its issuer made mandatory. Other proofs of
/// the document cover the whole and are left out.
///
/// # Errors
/// [`SelectionError`] in [`ProofError::Selection`] when a pointer is wrong or chooses a part of a list, nothing is chosen, or
/// there is not one base proof; [`ProofError`] when the base proof is malformed or the document has no canonical form.
pub fn derive(
    document: &Value,
    pointers: &[String],
    (loader, budget): (&dyn ContextLoader, &Budget),
) -> Result<UnverifiedDerived, ProofError> {
    let read = UnverifiedDocument::read(document.clone())?;
    let (mut proof, base) = base_proof(read.proofs())?;
    let document = read.unsecured();
    let reading = Reading { loader, budget };
    reading.plain(document)?;
    let all: Vec<String> = base.mandatory.iter().chain(pointers).cloned().collect();
    if all.is_empty() {
        return Err(SelectionError::Nothing.into());
    }
    let statements = Statements::of(document, &base.hmac_key, reading)?;
    let (always, selected) = (statements.at(document, &base.mandatory)?, statements.at(document, pointers)?);
    let value = derived(&statements, base, &always, &selected)?;
    proof.insert("proofValue".into(), json!(value.encode()));
    let mut shown = Chosen::new(document, &all)?.of(document);
    if let Value::Object(members) = &mut shown {
        members.insert("proof".into(), Value::Object(proof));
    }
    Ok(UnverifiedDerived(shown))
}

/// The one base proof among `proofs`, and what it holds. Contexts of its own are left out: they are the document's.
fn base_proof(proofs: &[Value]) -> Result<(Map<String, Value>, BaseValue), ProofError> {
    let mut found = None;
    for proof in
        proofs.iter().filter(|proof| proof.get("cryptosuite").is_some_and(|name| name == Suite::EcdsaSd2023.name()))
    {
        let form = check_form(proof)?;
        let ProofValue::Base(base) = ProofValue::decode(&form.signature)? else { continue };
        if !form.previous.is_empty() || found.is_some() {
            return Err(SelectionError::Kind("expected one base proof, which builds on no other").into());
        }
        found = proof.as_object().cloned().zip(Some(base));
    }
    let (mut proof, base) =
        found.ok_or(SelectionError::Kind("expected a base proof of ecdsa-sd-2023, from which parts can be shown"))?;
    proof.shift_remove("@context");
    Ok((proof, base))
}

/// The proof's value for the lines in `always` and `selected`.
fn derived(
    statements: &Statements<'_>,
    base: BaseValue,
    always: &BTreeSet<String>,
    selected: &BTreeSet<String>,
) -> Result<DerivedValue, ProofError> {
    let others = || statements.lines().filter(|line| !always.contains(*line));
    if others().count() != base.signatures.len() {
        return Err(ProofError::BadSignature);
    }
    let shown: BTreeSet<&str> = always.union(selected).map(String::as_str).collect();
    let signatures = others().zip(base.signatures).filter(|(line, _)| selected.contains(*line));
    Ok(DerivedValue {
        base_signature: base.base_signature,
        proof_key: base.proof_key,
        signatures: signatures.map(|(_, signature)| signature).collect(),
        labels: statements.labels_in(shown.iter().copied())?,
        mandatory: (0..).zip(&shown).filter(|(_, line)| always.contains(**line)).map(|(at, _)| at).collect(),
    })
}
