//! Signatures, and whether the keys that made them are the issuer's.
//!
//! A credential without a proof of its own is unprotected, unless a token or a transcript around it covers it. Of a token the
//! signature is checked first; proofs inside of one that does not hold say nothing.

mod found;
mod proofs;
mod refusal;

use proof::data_integrity::ProofError;
use proof::jose::JoseError;
use serde_json::Value;

use super::examine::{Pass, Place};
use super::form;
use super::key;
use super::read::{UnverifiedCredential, each};
use super::report::{Check, CheckCode, Outcome, Problem};
use super::token::UnverifiedToken;
use super::words::quote;
use found::Found;
use refusal::{bad, key_missing, on_time, refused};

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

/// Proof, key and token rows of `credential`.
pub(crate) fn check<'a>(credential: &'a UnverifiedCredential, place: &Place, pass: &mut Pass<'_>) -> Signed<'a> {
    let Some(token) = credential.token() else {
        if each(credential.get("proof")).is_empty() {
            return unsigned(credential, place);
        }
        return match proofs::each_in(credential, place, pass) {
            Ok(found) => found::together(credential, found),
            Err(check) => undecided(check),
        };
    };
    let (jwt, around) = by_token(credential, token, pass);
    let mut found = vec![around];
    // A token that does not hold says nothing of what it is around, however well that is signed.
    if holds(&jwt) && found.iter().all(Found::is_good) {
        match proofs::each_in(credential, place, pass) {
            Ok(inside) => found.extend(inside),
            Err(check) => found.push(Found::unread(check)),
        }
    }
    let signed = found::together(credential, found);
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
        return (agrees, Found::by_token(key_missing(), key));
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
    (jwt, Found::by_token(proof, key))
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

/// Whether it counts for the credential.
const fn holds(check: &Check) -> bool {
    matches!(check.outcome, Outcome::Passed | Outcome::Warned)
}
