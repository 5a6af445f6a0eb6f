//! The JSON-LD contexts of a credential: which, in what order, and whether they define every term in use.
//!
//! All contexts are built in; none is ever fetched. A term without a definition would silently drop out of what is signed,
//! and an inline context could give a signed term another meaning, so both fail (VC Data Integrity §2.4.1 and §4.6).

use canon::CanonError;
use contexts::{CLR_CONTEXT, OB_CONTEXT, VC1_CONTEXT, VC2_CONTEXT};
use serde_json::Value;

use super::places::{Misplaced, misplaced};
use super::read::{UnverifiedCredential, each};
use super::report::{Check, CheckCode, Problem};
use super::words::quote;

/// Members whose value is a document of its own and may have a context of its own.
const WITH_OWN_CONTEXT: [&str; 3] = ["verifiableCredential", "endorsement", "proof"];

/// Whether it follows the older data model.
pub(crate) fn is_vcdm1(credential: &UnverifiedCredential) -> bool {
    each(credential.get("@context")).first().and_then(Value::as_str) == Some(VC1_CONTEXT)
}

/// Context row. `expand` turns the credential without its proofs into statements, refusing what has no definition.
pub(crate) fn check(credential: &UnverifiedCredential, expand: impl FnOnce() -> Result<(), CanonError>) -> Check {
    let fault = order(credential)
        .or_else(|| nested(credential.members().iter(), Place::Top))
        .or_else(|| misplaced(credential.members()).map(overlooked));
    if let Some(fault) = fault {
        return fault;
    }
    if let Err(error) = expand() {
        return refused(&error);
    }
    older(credential).unwrap_or_else(|| {
        Check::passed(CheckCode::Context, "ok", "Every word it uses is defined by vocabularies we know.")
    })
}

/// The base context comes first; every entry is a text.
fn order(credential: &UnverifiedCredential) -> Option<Check> {
    let entries = each(credential.get("@context"));
    let first = match entries.first() {
        None => return Some(failed("missing_context", "It names no vocabulary (“@context”).")),
        Some(first) => first.as_str().unwrap_or_default(),
    };
    if first != VC2_CONTEXT && first != VC1_CONTEXT {
        let sentence = format!("Its first vocabulary should be {VC2_CONTEXT}; it is {}.", quote(first));
        return Some(failed("wrong_first_context", &sentence));
    }
    strings(entries)
}

/// Every entry is the address of a context we know.
fn strings(entries: &[Value]) -> Option<Check> {
    if entries.iter().any(|entry| !entry.is_string()) {
        return Some(failed("inline_context", "It redefines words by a vocabulary of its own inside the file."));
    }
    let unknown = entries.iter().filter_map(Value::as_str).find(|url| contexts::context(url).is_none())?;
    Some(unknown_context(unknown))
}

#[derive(Clone, Copy)]
enum Place {
    Top,
    Inside,
}

/// Contexts deeper down: only where a document of its own begins, and only by address.
fn nested<'a>(members: impl Iterator<Item = (&'a String, &'a Value)>, place: Place) -> Option<Check> {
    for (name, value) in members {
        let fault = match (name.as_str(), place) {
            ("@context", Place::Top) => None,
            ("@context", Place::Inside) => {
                Some(failed("nested_context", "It changes the meaning of words in the middle of the file."))
            }
            (name, _) => each(Some(value)).iter().find_map(|item| within(name, item)),
        };
        if fault.is_some() {
            return fault;
        }
    }
    None
}

/// Recursion is bounded by the depth the JSON was read with.
fn within(name: &str, value: &Value) -> Option<Check> {
    match value {
        Value::Object(object) if WITH_OWN_CONTEXT.contains(&name) => {
            strings(each(object.get("@context"))).or_else(|| nested(object.iter(), Place::Top))
        }
        Value::Object(object) => nested(object.iter(), Place::Inside),
        Value::Array(items) => items.iter().find_map(|item| within(name, item)),
        _ => None,
    }
}

/// What of `credential` is read as linked data: all but its proofs. In a token, whose signature is over its text, credentials of
/// data model 2.0 may stand in one of 1.1; the base contexts of the two exclude each other, so these are read where they are
/// checked, by themselves.
pub(crate) fn linked_data(credential: &UnverifiedCredential) -> Value {
    let mut members = credential.members().clone();
    members.remove("proof");
    let mut value = Value::Object(members);
    if credential.token().is_some() && is_vcdm1(credential) {
        set_newer_apart(&mut value);
    }
    value
}

fn set_newer_apart(value: &mut Value) {
    let newer = |item: &Value| each(item.get("@context")).first().and_then(Value::as_str) == Some(VC2_CONTEXT);
    let mut waiting = vec![value];
    while let Some(value) = waiting.pop() {
        match value {
            Value::Object(members) => {
                for name in ["verifiableCredential", "endorsement"] {
                    match members.get_mut(name) {
                        Some(Value::Array(items)) => items.retain(|item| !newer(item)),
                        Some(one) if newer(one) => *one = Value::Array(Vec::new()),
                        _ => {}
                    }
                }
                waiting.extend(members.iter_mut().map(|(_, inner)| inner));
            }
            Value::Array(items) => waiting.extend(items),
            _ => {}
        }
    }
}

/// Known, but not the version this kind of credential should name.
fn older(credential: &UnverifiedCredential) -> Option<Check> {
    if is_vcdm1(credential) {
        let sentence = "It follows the older data model 1.1 for credentials.";
        return Some(Check::warned(CheckCode::Context, "older_data_model", sentence));
    }
    let wanted = if credential.is_a("ClrCredential") {
        vec![CLR_CONTEXT, OB_CONTEXT]
    } else if ["OpenBadgeCredential", "AchievementCredential", "EndorsementCredential"]
        .iter()
        .any(|t| credential.is_a(t))
    {
        vec![OB_CONTEXT]
    } else {
        return None;
    };
    let entries = each(credential.get("@context"));
    let missing = wanted.into_iter().find(|url| !entries.iter().any(|entry| entry.as_str() == Some(*url)))?;
    let sentence = format!("It names another version of its vocabulary than {missing}.");
    Some(Check::warned(CheckCode::Context, "other_context_version", sentence))
}

fn refused(error: &CanonError) -> Check {
    match error {
        CanonError::UnknownContext { url } => unknown_context(url),
        CanonError::TooComplex { .. } => Check::could_not(
            CheckCode::Context,
            "too_complex",
            "It is built so that reading it takes more work than we give to one file.",
        ),
        CanonError::UndefinedTerm { term, .. } => {
            let sentence = format!("It uses the word {}, which no vocabulary it names defines.", quote(term));
            failed("undefined_term", &sentence).problem(Problem::DataLoss)
        }
        other => {
            let sentence = format!("It cannot be read as linked data: {other}.");
            failed("not_linked_data", &sentence).problem(Problem::DataLoss)
        }
    }
}

fn overlooked(misplaced: Misplaced) -> Check {
    match misplaced {
        Misplaced::OutsideCredential => failed(
            "misplaced",
            "What belongs to a credential stands elsewhere in the file, where it would be overlooked.",
        ),
        Misplaced::Split => failed(
            "split",
            "It spreads what it says of one thing over several places, where a part could be overlooked.",
        ),
    }
}

fn unknown_context(url: &str) -> Check {
    let sentence = format!("It uses a vocabulary we do not have: {}.", quote(url));
    Check::could_not(CheckCode::Context, "unknown_context", sentence)
}

fn failed(reason: &'static str, sentence: &str) -> Check {
    Check::failed(CheckCode::Context, reason, sentence)
}
