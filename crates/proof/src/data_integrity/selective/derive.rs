//! Derived proofs (ECDSA Cryptosuites §3.6.6, §3.6.7, BBS Cryptosuites §3.4.6).

use canon::{Budget, ContextLoader};
use serde_json::{Map, Value, json};

use super::pointers::Chosen;
use super::split::Split;
use super::statements::{Labelling, Reading};
use super::value::ProofValue;
use super::{SelectionError, bbs, bbs_value, ecdsa, ecdsa_value};
use crate::data_integrity::{ProofError, Suite, UnverifiedDocument, UnverifiedProof, check_form};
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
/// the document cover the whole and are left out. Under `bbs-2023` the proof is another each time, with randomness of the
/// operating system's.
///
/// # Errors
/// [`SelectionError`] in [`ProofError::Selection`] when a pointer is wrong or chooses a part of a list, nothing is chosen, or
/// there is not one base proof; [`ProofError`] when the base proof is malformed or the document has no canonical form.
pub fn derive(
    document: &Value,
    pointers: &[String],
    (loader, budget): (&dyn ContextLoader, &Budget),
) -> Result<UnverifiedDerived, ProofError> {
    derive_for(document, pointers, &[], Reading { loader, budget })
}

/// As [`derive`], bound under `bbs-2023` to `presentation_header`.
pub(super) fn derive_for(
    document: &Value,
    pointers: &[String],
    presentation_header: &[u8],
    reading: Reading<'_>,
) -> Result<UnverifiedDerived, ProofError> {
    let read = UnverifiedDocument::read(document.clone())?;
    let (mut proof, base) = base_proof(read.proofs())?;
    let document = read.unsecured();
    reading.plain(document)?;
    let all: Vec<String> = base.mandatory().iter().chain(pointers).cloned().collect();
    if all.is_empty() {
        return Err(SelectionError::Nothing.into());
    }
    let value = match &base {
        Base::Ecdsa(base) => {
            let split = Split::of(document, &base.mandatory, (Labelling::Hmac, &base.hmac_key), reading)?;
            ecdsa::derived(&split, base, split.shown(document, pointers)?)?
        }
        Base::Bbs(base) => {
            let split = Split::of(document, &base.mandatory, (Labelling::Shuffled, &base.hmac_key), reading)?;
            bbs::derived(&split, base, split.shown(document, pointers)?, presentation_header)?
        }
    };
    proof.insert("proofValue".into(), json!(value));
    let mut shown = Chosen::new(document, &all)?.of(document);
    if let Value::Object(members) = &mut shown {
        members.insert("proof".into(), Value::Object(proof));
    }
    Ok(UnverifiedDerived(shown))
}

/// The base proof's value, under either suite.
enum Base {
    Ecdsa(ecdsa_value::BaseValue),
    Bbs(bbs_value::BaseValue),
}

impl Base {
    /// `None` for a derived proof.
    fn of(form: &UnverifiedProof) -> Result<Option<Self>, ProofError> {
        Ok(match form.suite {
            Suite::Bbs2023 => match bbs_value::decode(&form.signature)? {
                ProofValue::Base(base) => Some(Self::Bbs(base)),
                ProofValue::Derived(_) => None,
            },
            _ => match ecdsa_value::decode(&form.signature)? {
                ProofValue::Base(base) => Some(Self::Ecdsa(base)),
                ProofValue::Derived(_) => None,
            },
        })
    }

    fn mandatory(&self) -> &[String] {
        match self {
            Self::Ecdsa(base) => &base.mandatory,
            Self::Bbs(base) => &base.mandatory,
        }
    }
}

/// The one base proof among `proofs`, and what it holds. Contexts of its own are left out: they are the document's.
fn base_proof(proofs: &[Value]) -> Result<(Map<String, Value>, Base), ProofError> {
    let is_selective = |proof: &&Value| {
        let name = proof.get("cryptosuite").and_then(Value::as_str);
        name.and_then(Suite::from_name).is_some_and(Suite::is_selective)
    };
    let mut found = None;
    for proof in proofs.iter().filter(is_selective) {
        let form = check_form(proof)?;
        let Some(base) = Base::of(&form)? else { continue };
        if !form.previous.is_empty() || found.is_some() {
            return Err(SelectionError::Kind("expected one base proof, which builds on no other").into());
        }
        found = proof.as_object().cloned().zip(Some(base));
    }
    let (mut proof, base) = found.ok_or(SelectionError::Kind(
        "expected a base proof of ecdsa-sd-2023 or bbs-2023, from which parts can be shown",
    ))?;
    proof.shift_remove("@context");
    Ok((proof, base))
}
