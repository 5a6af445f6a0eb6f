//! Presentations in a file: each credential by itself, and the signature of who put them together.
//!
//! A file can be passed on, so a good signature says who made the presentation, and nothing of who shows it.

use proof::did::{VerificationMethod, did_of, resolve_offline_or_only};
use proof::jwk;
use proof::keys::PublicKey;
use serde_json::Value;

use super::examine::{Pass, Place};
use super::findings::Findings;
use super::nested;
use super::read::UnverifiedPresentation;
use super::report::{Check, CheckCode, Problem, Report};
use super::token::UnverifiedToken;
use super::words::quote;

/// The report on `presentation`.
pub(crate) fn report(presentation: &UnverifiedPresentation, pass: &mut Pass<'_>) -> Report {
    let mut findings = Findings::default();
    findings.add(Check::passed(
        CheckCode::Parse,
        "presentation",
        "The file is a presentation with credentials inside.",
    ));
    if let Some(token) = &presentation.token {
        signed(token, presentation.holder.as_deref(), &mut findings);
    }
    let around = Place::default();
    for (number, one) in presentation.credentials.iter().enumerate() {
        findings.children.push(nested::report(one.as_ref(), &around.presented(number), pass));
    }
    findings.add(nested::judge(&findings.children));
    findings.add(Check::not_applicable(
        CheckCode::Holder,
        "file",
        "It came as a file: who presented it was not checked.",
    ));
    findings.settle()
}

/// Proof, key and token rows of the token around a presentation.
fn signed(token: &UnverifiedToken, holder: Option<&str>, findings: &mut Findings) {
    let (key, check) = match key(token, holder) {
        Ok((key, check)) => (key, check),
        Err(check) => {
            findings.add(Check::could_not(
                CheckCode::Proof,
                "key_missing",
                "The signature on the presentation could not be checked without the key.",
            ));
            findings.add(check);
            return;
        }
    };
    findings.add(check);
    if token.jws().verify(&key).is_err() {
        let sentence =
            "The presentation was changed after it was signed, or another key signed it than the one it names.";
        findings.add(
            Check::failed(CheckCode::Proof, "signature_invalid", sentence).problem(Problem::CryptographicSecurity),
        );
        return;
    }
    let sentence = "Nothing in the presentation was changed since it was signed.";
    findings.add(Check::passed(CheckCode::Proof, "signature_valid", sentence));
    findings.add(match token.verify(&key) {
        Ok(_) => {
            let sentence = format!("It is a signed token ({}), and its claims agree with what it holds.", token.name());
            Check::passed(CheckCode::Jwt, "claims_agree", sentence)
        }
        Err(refusal) => refusal.check(),
    });
}

/// The key that the header names or brings, and whether it is the holder's. Only keys that are their own names are looked
/// for: whoever presents a file decides nothing about the credentials in it.
fn key(token: &UnverifiedToken, holder: Option<&str>) -> Result<(PublicKey, Check), Check> {
    let header = token.jws().header();
    let kid = header.get("kid").and_then(Value::as_str);
    let is_key = |did: &&str| did.starts_with("did:key:") || did.starts_with("did:jwk:");
    if let Some(named) = kid.filter(is_key).or(holder.filter(is_key)) {
        let method = resolve_offline_or_only(named).map_err(|error| {
            Check::failed(CheckCode::Key, "malformed_key", format!("The key it names cannot be read: {error}."))
                .problem(Problem::CryptographicSecurity)
        })?;
        let check = of_holder(&method, holder);
        return Ok((method.key, check));
    }
    if let Some(public) = token.brought_key().and_then(|jwk| jwk::decode(jwk).ok()) {
        let sentence =
            "The presentation brings its own key. That shows that nothing was changed, and nothing of who signed it.";
        return Ok((public, Check::could_not(CheckCode::Key, "key_brought", sentence)));
    }
    let named = quote(kid.map(did_of).or(holder).unwrap_or_default());
    let sentence = format!("The key of who made the presentation is kept elsewhere, and was not looked for: {named}.");
    Err(Check::could_not(CheckCode::Key, "key_location_not_read", sentence))
}

fn of_holder(method: &VerificationMethod, holder: Option<&str>) -> Check {
    match holder {
        Some(holder) if holder != method.controller => Check::failed(
            CheckCode::Key,
            "key_not_holders",
            format!("The presentation was signed with a key that is not its holder’s: {}.", quote(&method.id)),
        )
        .problem(Problem::CryptographicSecurity),
        Some(_) => {
            Check::passed(CheckCode::Key, "holders_key", "The key that signed it belongs to the holder it names.")
        }
        None => Check::not_applicable(CheckCode::Key, "no_holder", "The presentation names no holder."),
    }
}
