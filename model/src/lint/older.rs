//! Credentials of data model 1.1, read as ones of 2.0: the other way round of [`crate::vcdm1`].
//!
//! 1EdTech's validator reads both, by a schema that takes either; it is not published where it could be had. What changed
//! between the two is the first context and the names of the dates, so that the schema of 2.0 judges the rest.

use ::contexts::VC1_CONTEXT;
use serde_json::{Map, Value, json};

use super::fault::{Code, Fault};
use super::place::Place;
use crate::vcdm1::DATES;

/// Whether the first context is that of data model 1.1.
pub(super) fn is_older(credential: &Value) -> bool {
    let first = credential.get("@context").and_then(|contexts| contexts.get(0));
    first.is_some_and(|first| first == VC1_CONTEXT)
}

pub(super) fn notice(credential: Place<'_>) -> Fault {
    let contexts = credential.member("@context");
    let place = contexts.unwrap_or(credential);
    place.fault_of(Code::DataModel, ::contexts::VC2_CONTEXT, "the context of data model 1.1")
}

/// The credential, and each of that model inside of it, in the words of 2.0. The depth is bounded by whoever asks.
pub(super) fn in_newer_words(value: &Value) -> Value {
    match value {
        Value::Object(members) if is_older(value) => Value::Object(members.iter().map(newer_member).collect()),
        Value::Object(members) => {
            let inner = members.iter().map(|(name, member)| (name.clone(), in_newer_words(member)));
            Value::Object(inner.collect::<Map<_, _>>())
        }
        Value::Array(items) => Value::Array(items.iter().map(in_newer_words).collect()),
        other => other.clone(),
    }
}

fn newer_member((name, member): (&String, &Value)) -> (String, Value) {
    if name == "@context" {
        let mut contexts = member.clone();
        if let Some(first) = contexts.get_mut(0) {
            *first = json!(::contexts::VC2_CONTEXT);
        }
        return (name.clone(), contexts);
    }
    let newer = DATES.into_iter().find(|(_, older)| older == name).map_or(name.as_str(), |(newer, _)| newer);
    (newer.to_owned(), in_newer_words(member))
}
