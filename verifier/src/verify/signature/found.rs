//! What was found out about each signature of a credential, and what they say together.
//!
//! A document may carry proofs of several signers, in no order (VC Data Integrity 1.0 §2.1.1). One good one by the issuer
//! suffices (Open Badges 3.0 §8: “any one proof”), and §4.5 leaves it to who verifies which of them count. Good ones by
//! others are told and decide nothing: they make no credential the issuer's, and since anybody can add or take away one (appendix A),
//! neither having nor lacking one speaks against it. But none may be bad: that says that the text or the proof was changed.

use proof::data_integrity::UnverifiedProof;

use super::refusal::too_complex;
use super::{Signed, Verified, holds, no_token, undecided};
use crate::verify::key::{self, KeyFinding};
use crate::verify::read::UnverifiedCredential;
use crate::verify::report::{Check, CheckCode, Outcome};
use crate::verify::words::count;

/// What was found out about one signature.
pub(super) struct Found {
    proof: Check,
    key: Option<KeyFinding>,
    /// Whether it signs the JSON as it is written.
    signs_json: bool,
    /// Its own id.
    id: Option<String>,
    /// The ids of the proofs it builds on.
    previous: Vec<String>,
}

impl Found {
    /// The signature of the token around a credential.
    pub(super) const fn by_token(proof: Check, key: KeyFinding) -> Self {
        Self { proof, key: Some(key), signs_json: true, id: None, previous: Vec::new() }
    }

    /// A proof that was read.
    pub(super) fn by_proof(proof: Check, key: KeyFinding, form: UnverifiedProof) -> Self {
        Self { proof, key: Some(key), signs_json: form.suite.signs_json(), id: form.id, previous: form.previous }
    }

    /// A proof that was not.
    pub(super) const fn unread(proof: Check) -> Self {
        Self { proof, key: None, signs_json: false, id: None, previous: Vec::new() }
    }

    /// By the issuer.
    pub(super) fn is_good(&self) -> bool {
        holds(&self.proof) && self.key.as_ref().is_some_and(|key| holds(&key.check))
    }

    fn is_good_of_another(&self) -> bool {
        holds(&self.proof) && self.key.as_ref().is_some_and(|key| is_foreign(&key.check))
    }
}

/// A proof counts only when those it builds on do, whoever made them (VC Data Integrity 1.0 §4.5).
pub(super) fn weigh_chains(found: &mut [Found]) {
    // Each round takes at least one away.
    for _ in 0..found.len() {
        let good: Vec<String> = found
            .iter()
            .filter(|one| one.is_good() || one.is_good_of_another())
            .filter_map(|one| one.id.clone())
            .collect();
        let builds_on_others = |one: &&mut Found| holds(&one.proof) && one.previous.iter().any(|id| !good.contains(id));
        let Some(one) = found.iter_mut().find(builds_on_others) else { return };
        let sentence = "It was signed on top of another signature, which could not be checked.";
        one.proof = Check::could_not(CheckCode::Proof, "chain_not_checked", sentence);
    }
}

/// One bad proof or key decides; else one good pair does; else we do not know.
pub(super) fn together(credential: &UnverifiedCredential, found: Vec<Found>) -> Signed<'_> {
    let good = found.iter().filter(|one| one.is_good()).count();
    let foreign = found.iter().filter(|one| one.is_good_of_another()).count();
    let on_json = found.iter().any(|one| one.is_good() && one.signs_json);
    let unknown = found.len() - good - foreign;
    let (proofs, keys): (Vec<_>, Vec<_>) = found.into_iter().map(|one| (one.proof, one.key)).unzip();
    let Some(mut proof) = first(proofs, good) else { return undecided(too_complex()) };
    let key = first(keys.into_iter().flatten().map(|key| key.check).collect(), good).unwrap_or_else(|| {
        Check::could_not(
            CheckCode::Key,
            "no_signature",
            "No signature could be checked, so its key was not looked for.",
        )
    });
    if holds(&proof) && good > 0 {
        name_others(&mut proof, foreign, unknown);
    }
    let verified = (holds(&proof) && holds(&key)).then_some(Verified(credential));
    Signed { proof, key, jwt: no_token(), verified, covers_inside: on_json && verified.is_some() }
}

/// The check that decides, where `good` signatures of the issuer's hold.
fn first(checks: Vec<Check>, good: usize) -> Option<Check> {
    let rank = |check: &Check| match check.outcome {
        // Where the issuer's own holds, good ones of others do not weigh, nor does what could not be read.
        Outcome::Failed if good > 0 && is_foreign(check) => 3,
        Outcome::Failed => 0,
        Outcome::Passed | Outcome::Warned if good > 0 => 1,
        Outcome::CouldNotCheck => 2,
        _ => 3,
    };
    checks.into_iter().min_by_key(rank)
}

fn name_others(proof: &mut Check, foreign: usize, unknown: usize) {
    let counted = |number| count(number, "other signature", "other signatures");
    if foreign > 0 {
        proof.sentence = format!("{} ({} by somebody else than the issuer.)", proof.sentence, counted(foreign));
    }
    if unknown > 0 {
        proof.sentence = format!("{} ({} could not be checked.)", proof.sentence, counted(unknown));
    }
}

/// A key that is somebody else's.
fn is_foreign(check: &Check) -> bool {
    check.reason == key::FOREIGN
}
