//! Signatures, and whether the keys that made them are the issuer's.
//!
//! Each proof of a set or a chain is checked by itself. One good one by the issuer suffices (OB 3.0 §8: “any one proof”), but
//! none may be bad: a proof that does not fit the text says that the text or the proof was changed. Proofs of kinds this
//! version does not read, and good ones by somebody else beside the issuer's, are named.

use std::cell::OnceCell;

use canon::{Budget, CanonError, Limit};
use model::time::Time;
use proof::data_integrity::selective::MOST_STATEMENTS;
use proof::data_integrity::{
    self, ProofError, Purpose, SelectionError, UnverifiedDocument, UnverifiedProof, UnverifiedText,
};
use proof::jose::JoseError;
use proof::keys::PublicKey;
use serde_json::Value;

use super::examine::{Pass, Place};
use super::form;
use super::key::{self, KeyFinding};
use super::known::Known;
use super::read::{UnverifiedCredential, each};
use super::report::{Check, CheckCode, Outcome, Problem};
use super::token::UnverifiedToken;
use super::words::{count, quote};

/// Proofs of one credential that are looked at.
const PROOFS: usize = 8;

/// Messages of BBS signatures in one upload that are looked at: a few seconds of work.
const MESSAGES: usize = MOST_STATEMENTS;

/// Clocks of issuers may be this many seconds ahead of ours.
const CLOCK_SKEW: i64 = 300;

/// A credential with a good signature by a key of its issuer. Only [`check`] makes one.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Verified<'a>(&'a UnverifiedCredential);

impl<'a> Verified<'a> {
    /// A member of it.
    pub(crate) fn get(self, name: &str) -> Option<&'a Value> {
        self.0.get(name)
    }

    /// The same without what is known of it, for checks that do not ask for it.
    pub(crate) const fn unverified(self) -> &'a UnverifiedCredential {
        self.0
    }
}

/// What the signatures say.
pub(crate) struct Signed<'a> {
    /// Proof row.
    pub(crate) proof: Check,
    /// Key row.
    pub(crate) key: Check,
    /// Token row.
    pub(crate) jwt: Check,
    /// The credential, when all hold.
    pub(crate) verified: Option<Verified<'a>>,
    /// Whether a good signature of its own, by its issuer, covers what is inside to the letter.
    pub(crate) covers_inside: bool,
}

/// What was found out about one proof.
struct Found {
    proof: Check,
    key: Option<KeyFinding>,
    /// Whether it signs the JSON as it is written.
    signs_json: bool,
}

impl Found {
    fn is_good(&self) -> bool {
        holds(&self.proof) && self.key.as_ref().is_some_and(|key| holds(&key.check))
    }

    fn is_good_of_another(&self) -> bool {
        holds(&self.proof) && self.key.as_ref().is_some_and(|key| is_foreign(&key.check))
    }
}

/// Proof, key and token rows of `credential`.
pub(crate) fn check<'a>(credential: &'a UnverifiedCredential, place: &Place, pass: &mut Pass<'_>) -> Signed<'a> {
    let Some(token) = credential.token() else {
        if each(credential.get("proof")).is_empty() {
            return unsigned(credential, place);
        }
        return match proofs(credential, place, pass) {
            Ok(found) => combine(credential, found),
            Err(check) => undecided(check),
        };
    };
    let (jwt, around) = by_token(credential, token, pass);
    let mut found = vec![around];
    // A token that does not hold says nothing of what it is around, however well that is signed.
    if holds(&jwt) && found.iter().all(Found::is_good) {
        match proofs(credential, place, pass) {
            Ok(inside) => found.extend(inside),
            Err(check) => found.push(Found { proof: check, key: None, signs_json: false }),
        }
    }
    let signed = combine(credential, found);
    let verified = signed.verified.filter(|_| holds(&jwt));
    Signed { covers_inside: signed.covers_inside && verified.is_some(), jwt, verified, ..signed }
}

/// The signature of the token around `credential`, and its claims.
fn by_token(credential: &UnverifiedCredential, token: &UnverifiedToken, pass: &mut Pass<'_>) -> (Check, Found) {
    let sentence =
        format!("It is a signed token ({}), and its claims say the same as the credential in it.", token.name());
    let agrees = Check::passed(CheckCode::Jwt, "claims_agree", sentence);
    let issuer = form::issuer_id(credential).unwrap_or_default();
    let key = key::of_header(token.jws().header(), token.brought_key(), issuer, pass);
    let Some(public) = &key.public else {
        return (agrees, Found { proof: key_missing(), key: Some(key), signs_json: true });
    };
    let proof = match token.jws().verify(public) {
        Err(JoseError::KeyMismatch { .. }) => {
            bad("algorithm_of_another_key", "It names another algorithm than that of the issuer’s key.")
        }
        Err(_) => refused(&ProofError::BadSignature),
        Ok(_) => on_time(token.date("iat"), pass.policy.now),
    };
    let jwt = match token.verify(public) {
        Ok((verified, None)) if verified == *credential.members() => agrees,
        Ok((verified, Some(claim))) if verified == *credential.members() => {
            let sentence = format!("It lacks the claim {}, which its form asks for.", quote(claim));
            Check::warned(CheckCode::Jwt, "claim_missing", sentence)
        }
        Ok(_) => Check::could_not(CheckCode::Jwt, "internal", "The token and what was read of it differ."),
        Err(_) if !holds(&proof) => agrees,
        Err(refusal) => refusal.check(),
    };
    (jwt, Found { proof, key: Some(key), signs_json: true })
}

/// What each proof inside `credential` says.
fn proofs(credential: &UnverifiedCredential, place: &Place, pass: &mut Pass<'_>) -> Result<Vec<Found>, Check> {
    let proofs = each(credential.get("proof"));
    if proofs.len() > PROOFS {
        let sentence =
            format!("It has {}; we look at {PROOFS} at most.", count(proofs.len(), "signature", "signatures"));
        return Err(Check::could_not(CheckCode::Proof, "too_many_proofs", sentence));
    }
    let issuer = form::issuer_id(credential).unwrap_or_default();
    let mut found = Vec::new();
    if proofs.is_empty() {
        return Ok(found);
    }
    let document = OnceCell::new();
    for (number, proof) in proofs.iter().enumerate() {
        found.push(match readable(proof) {
            Ok(form) => {
                let key = key::find(&form.verification_method, issuer, pass);
                let of = Part { credential, document: &document, proof: &form, name: place.proof(number) };
                let check = match &key.public {
                    Some(public) => {
                        let fits = fits(&of, (&form, public), &pass.budget(place), pass.known);
                        judge(fits, &form, pass.policy.now)
                    }
                    None => key_missing(),
                };
                Found { proof: check, key: Some(key), signs_json: form.suite.signs_json() }
            }
            Err(check) => Found { proof: check, key: None, signs_json: false },
        });
    }
    Ok(found)
}

/// Without a proof of its own it is unprotected, unless a signature around it covers it to the letter. Then it is as good as
/// its publisher's word: for what the publisher issues itself that is all there is to know, of others' it says nothing.
fn unsigned<'a>(credential: &'a UnverifiedCredential, place: &Place) -> Signed<'a> {
    if let Some(publisher) = &place.covered_by {
        return covered(credential, form::issuer_id(credential) == Some(publisher.as_str()));
    }
    let check = if place.in_transcript {
        let sentence = "It has no signature of its own inside the transcript. The transcript’s signature does not tie \
                        its course, term and credits together, so they could have been exchanged.";
        Check::failed(CheckCode::Proof, "child_unprotected", sentence)
    } else {
        Check::failed(CheckCode::Proof, "no_proof", "It is not signed: anyone could have written it.")
    };
    undecided(check.problem(Problem::CryptographicSecurity))
}

fn covered(credential: &UnverifiedCredential, by_its_issuer: bool) -> Signed<'_> {
    const PROOF: &str = "It has no signature of its own; that of the transcript around it covers it to the letter.";
    let proof = Check::passed(CheckCode::Proof, "covered_by_publisher", PROOF);
    let (key, verified) = if by_its_issuer {
        let sentence = "The issuer it names signed the transcript around it.";
        (Check::passed(CheckCode::Key, "publisher_is_issuer", sentence), Some(Verified(credential)))
    } else {
        let sentence = "Only who put the transcript together signed it, not the issuer it names.";
        (Check::could_not(CheckCode::Key, "publisher_is_not_issuer", sentence), None)
    };
    Signed { proof, key, jwt: no_token(), verified, covers_inside: false }
}

fn no_token() -> Check {
    Check::not_applicable(CheckCode::Jwt, "not_a_jwt", "It is not a signed token.")
}

fn undecided<'a>(proof: Check) -> Signed<'a> {
    let key =
        Check::not_applicable(CheckCode::Key, "no_signature", "There is no checked signature to find the key of.");
    Signed { proof, key, jwt: no_token(), verified: None, covers_inside: false }
}

/// A proof of the kind this version reads, made for issuing a credential.
fn readable(proof: &Value) -> Result<UnverifiedProof, Check> {
    let form = data_integrity::check_form(proof).map_err(|error| refused(&error))?;
    form.check_purpose(Purpose::AssertionMethod).map_err(|error| refused(&error))?;
    Ok(form)
}

/// Whether the signature fits the text; worked out once, and not at all after something was too much work.
fn fits(
    of: &Part<'_, '_>,
    (form, key): (&UnverifiedProof, &PublicKey),
    budget: &Budget,
    known: &mut Known,
) -> Result<(), ProofError> {
    let exhausted = known.exhausted();
    let result = known.signature(&of.name, form.messages(), |all| {
        if exhausted || all > MESSAGES {
            return Err(CanonError::TooComplex { limit: Limit::HashNDegreeCalls, allowed: 0 }.into());
        }
        of.verify(key, budget)
    });
    if matches!(result, Err(ProofError::Canonicalisation(CanonError::TooComplex { .. }))) {
        known.exhaust();
    }
    result
}

/// One proof, what it stands in, and the name its result is remembered by.
struct Part<'p, 'a> {
    credential: &'a UnverifiedCredential,
    /// Read for the first proof that is checked.
    document: &'p OnceCell<Result<Unchecked<'a>, ProofError>>,
    proof: &'p UnverifiedProof,
    name: String,
}

/// What signatures are checked on: the credential's own text, or, where it came inside a token, its values.
enum Unchecked<'a> {
    Text(UnverifiedText<'a>),
    Values(UnverifiedDocument),
}

impl Part<'_, '_> {
    fn verify(&self, key: &PublicKey, budget: &Budget) -> Result<(), ProofError> {
        match self.document.get_or_init(|| Unchecked::read(self.credential, budget)) {
            Ok(Unchecked::Text(text)) => text.verify_proof(self.proof, key, budget),
            Ok(Unchecked::Values(document)) => {
                document.verify_proof(self.proof, key, model::published::contexts(), budget)
            }
            Err(error) => Err(error.clone()),
        }
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

/// A good signature, made at `created` if it says so.
fn on_time(created: Option<Time>, now: Time) -> Check {
    match created.filter(|created| *created > now.plus(CLOCK_SKEW)) {
        Some(created) => bad(
            "signed_in_future",
            &format!("Its signature is dated {}, which is still to come.", created.day_in_words()),
        ),
        None => Check::passed(CheckCode::Proof, "signature_valid", "Nothing in it was changed since it was signed."),
    }
}

fn refused(error: &ProofError) -> Check {
    match error {
        ProofError::BadSignature => bad(
            "signature_invalid",
            "It was changed after it was signed, or another key signed it than the one it names.",
        ),
        ProofError::UnsupportedSuite { suite } => {
            let sentence = format!("It is signed in a way this version does not read: {}.", quote(suite));
            Check::could_not(CheckCode::Proof, "unsupported_suite", sentence)
        }
        ProofError::Canonicalisation(CanonError::TooComplex { .. }) => too_complex(),
        ProofError::Canonicalisation(_) => Check::could_not(
            CheckCode::Proof,
            "not_canonical",
            "Its signature could not be checked, because the text cannot be read as linked data.",
        ),
        ProofError::Selection(SelectionError::Feature { name }) => {
            let sentence = format!("It is signed with a feature that this version does not read: {name}.");
            Check::could_not(CheckCode::Proof, "unsupported_feature", sentence)
        }
        ProofError::Selection(SelectionError::Kind(_)) => bad(
            "base_proof",
            "It is the holder’s own copy, from which a part is to be derived: nobody else should have it.",
        ),
        ProofError::NotPlain { .. } => bad(
            "not_plain",
            "It is written so that a part of it could be overlooked, which an honest issuer has no reason for.",
        ),
        ProofError::PurposeMismatch { .. } => {
            bad("wrong_purpose", "Its signature was made for another purpose than issuing a credential.")
        }
        ProofError::PreviousProof { .. } => {
            bad("broken_chain", "Its signatures build on each other, and one of them is missing or comes twice.")
        }
        ProofError::Expired { at } => {
            bad("proof_expired", &format!("Its signature was good until {}.", at.day_in_words()))
        }
        other => bad("malformed_proof", &format!("Its signature cannot be used: {other}.")),
    }
}

fn key_missing() -> Check {
    Check::could_not(CheckCode::Proof, "key_missing", "Its signature could not be checked without the key.")
}

fn too_complex() -> Check {
    let sentence = "It is built so that checking it takes more work than we give to one file.";
    Check::could_not(CheckCode::Proof, "too_complex", sentence)
}

fn bad(reason: &'static str, sentence: &str) -> Check {
    Check::failed(CheckCode::Proof, reason, sentence).problem(Problem::CryptographicSecurity)
}

/// One bad proof or key decides; else one good pair does; else we do not know.
fn combine(credential: &UnverifiedCredential, found: Vec<Found>) -> Signed<'_> {
    let good = found.iter().filter(|one| one.is_good()).count();
    let foreign = found.iter().filter(|one| one.is_good_of_another()).count();
    let on_json = found.iter().any(|one| one.is_good() && one.signs_json);
    let others = found.len() - good;
    let rank = |check: &Check| match check.outcome {
        // Where the issuer's own holds, good ones of others are told but do not weigh, nor does what could not be read.
        Outcome::Failed if good > 0 && is_foreign(check) => 3,
        Outcome::Failed => 0,
        Outcome::Passed | Outcome::Warned if good > 0 => 1,
        Outcome::CouldNotCheck => 2,
        _ => 3,
    };
    let (proofs, keys): (Vec<_>, Vec<_>) = found.into_iter().map(|one| (one.proof, one.key)).unzip();
    let first = |checks: Vec<Check>| checks.into_iter().min_by_key(rank);
    let Some(mut proof) = first(proofs) else { return undecided(too_complex()) };
    let key = first(keys.into_iter().flatten().map(|key| key.check).collect()).unwrap_or_else(|| {
        Check::could_not(
            CheckCode::Key,
            "no_signature",
            "No signature could be checked, so its key was not looked for.",
        )
    });
    if holds(&proof) && good > 0 {
        let counted = |number| count(number, "other signature", "other signatures");
        if foreign > 0 {
            proof.sentence = format!("{} ({} by somebody else than the issuer.)", proof.sentence, counted(foreign));
        }
        if others > foreign {
            proof.sentence = format!("{} ({} could not be checked.)", proof.sentence, counted(others - foreign));
        }
    }
    let verified = (holds(&proof) && holds(&key)).then_some(Verified(credential));
    Signed { proof, key, jwt: no_token(), verified, covers_inside: on_json && verified.is_some() }
}

/// A key that is somebody else's.
fn is_foreign(check: &Check) -> bool {
    check.reason == key::FOREIGN
}

const fn holds(check: &Check) -> bool {
    matches!(check.outcome, Outcome::Passed | Outcome::Warned)
}
