//! The proofs inside a credential: the form of each is read once, its key found, and its signature held against the text it
//! stands in.

use std::cell::OnceCell;

use canon::{Budget, CanonError, Limit};
use model::time::Time;
use proof::data_integrity::selective::MOST_STATEMENTS;
use proof::data_integrity::{self, ProofError, Purpose, UnverifiedDocument, UnverifiedProof, UnverifiedText};
use proof::keys::PublicKey;
use serde_json::Value;

use super::found::{Found, weigh_chains};
use super::refusal::{key_missing, on_time, refused};
use crate::verify::examine::{Pass, Place};
use crate::verify::known::Known;
use crate::verify::read::{UnverifiedCredential, each};
use crate::verify::report::{Check, CheckCode};
use crate::verify::words::count;
use crate::verify::{form, key};

/// Proofs of one credential that are looked at.
const PROOFS: usize = 8;

/// Messages of BBS signatures in one upload that are looked at: a few seconds of work.
const MESSAGES: usize = MOST_STATEMENTS;

/// What each proof inside `credential` says.
///
/// # Errors
/// The proof row, when there are too many.
pub(super) fn each_in(
    credential: &UnverifiedCredential,
    place: &Place,
    pass: &mut Pass<'_>,
) -> Result<Vec<Found>, Check> {
    let proofs = each(credential.get("proof"));
    if proofs.len() > PROOFS {
        let sentence =
            format!("It has {}; we look at {PROOFS} at most.", count(proofs.len(), "signature", "signatures"));
        return Err(Check::could_not(CheckCode::Proof, "too_many_proofs", sentence));
    }
    let document = OnceCell::new();
    let one = |(number, proof)| match readable(proof) {
        Ok(form) => Part { credential, document: &document, proof: form, number }.found(place, pass),
        Err(check) => Found::unread(check),
    };
    let mut found: Vec<Found> = proofs.iter().enumerate().map(one).collect();
    weigh_chains(&mut found);
    Ok(found)
}

/// A proof of the kind this version reads, made for issuing a credential.
fn readable(proof: &Value) -> Result<UnverifiedProof, Check> {
    let form = data_integrity::check_form(proof).map_err(|error| refused(&error))?;
    form.check_purpose(Purpose::AssertionMethod).map_err(|error| refused(&error))?;
    Ok(form)
}

/// One proof and what it stands in.
struct Part<'p, 'a> {
    credential: &'a UnverifiedCredential,
    /// Read for the first proof that is checked.
    document: &'p OnceCell<Result<Unchecked<'a>, ProofError>>,
    proof: UnverifiedProof,
    /// Its place among all proofs of the credential.
    number: usize,
}

/// What signatures are checked on: the credential's own text, or, where it came inside a token, its values.
enum Unchecked<'a> {
    Text(UnverifiedText<'a>),
    Values(UnverifiedDocument),
}

impl Part<'_, '_> {
    fn found(self, place: &Place, pass: &mut Pass<'_>) -> Found {
        let issuer = form::issuer_id(self.credential).unwrap_or_default();
        let key = key::find(&self.proof.verification_method, issuer, pass);
        let check = match &key.public {
            Some(public) => {
                let fits = self.fits(public, place, &pass.budget(place), pass.known);
                judge(fits, &self.proof, pass.policy.now)
            }
            None => key_missing(),
        };
        Found::by_proof(check, key, self.proof)
    }

    /// Whether the signature fits the text; worked out once, and not at all after something was too much work.
    fn fits(&self, key: &PublicKey, place: &Place, budget: &Budget, known: &mut Known) -> Result<(), ProofError> {
        let exhausted = known.exhausted();
        let result = known.signature(&place.proof(self.number), self.proof.messages(), |all| {
            if exhausted || all > MESSAGES {
                return Err(CanonError::TooComplex { limit: Limit::HashNDegreeCalls, allowed: 0 }.into());
            }
            self.verify(key, budget)
        });
        match result {
            Ok(()) if self.read_as_linked_data() => known.learn_expansion(place.path()),
            Err(ProofError::Canonicalisation(CanonError::TooComplex { .. })) => known.exhaust(),
            _ => {}
        }
        result
    }

    fn verify(&self, key: &PublicKey, budget: &Budget) -> Result<(), ProofError> {
        match self.document.get_or_init(|| Unchecked::read(self.credential, budget)) {
            Ok(Unchecked::Text(text)) => text.verify_proof(&self.proof, key, budget),
            Ok(Unchecked::Values(document)) => {
                document.verify_proof(&self.proof, key, model::published::contexts(), budget)
            }
            Err(error) => Err(error.clone()),
        }
    }

    /// Whether checking the signature took all that the context row is about, the credential without its proofs, through
    /// JSON-LD, where a word without a meaning is refused. Where the answer is one of an earlier run, the row is known from
    /// there too.
    fn read_as_linked_data(&self) -> bool {
        self.proof.covers_all_statements() && matches!(self.document.get(), Some(Ok(Unchecked::Text(_))))
    }
}

impl<'a> Unchecked<'a> {
    /// What is checked is what is shown: the text counts as far as it says what was read of it.
    fn read(credential: &'a UnverifiedCredential, budget: &Budget) -> Result<Self, ProofError> {
        if let Some(text) = credential.text() {
            let text = UnverifiedText::read(text, budget)?;
            if text.says(credential.members()) {
                return Ok(Self::Text(text));
            }
        }
        UnverifiedDocument::read(credential.to_value()).map(Self::Values)
    }
}

fn judge(fits: Result<(), ProofError>, form: &UnverifiedProof, now: Time) -> Check {
    if let Err(error) = fits.and_then(|()| form.check_expiry(now)) {
        return refused(&error);
    }
    on_time(form.created, now)
}
