//! What is wrong with a document, in words that say where, what was expected and what was found.
//!
//! The words never quote a value of the document: a fault may end in a report or a log, and values are personal data.

use std::fmt::Write as _;

use jsonschema::error::{TypeKind, ValidationErrorKind};
use jsonschema::{JsonType, ValidationError};
use serde_json::Value;

use crate::schemas::{self, Schema};

/// More faults than these are not reported: whoever mends the first twenty asks again.
pub const MAX_FAULTS: usize = 20;

/// Deeper documents are refused before they are checked, since checking recurses. `serde_json` parses no deeper ones.
pub const MAX_DEPTH: usize = 128;

/// So many values of an enumeration are spelt out in a message.
const SPELT_OUT: usize = 12;

/// One place where a document breaks its schema.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SchemaFault {
    /// JSON Pointer (RFC 6901) to the value at fault; for a missing member, to the object that lacks it.
    pub path: String,
    /// What was expected there and what was found, in plain words.
    pub message: String,
}

/// Checks `instance` against a schema. An empty answer means that it conforms; otherwise at most [`MAX_FAULTS`] faults.
///
/// Formats are asserted, as 1EdTech's own tools do: a date-time must have a time zone.
pub fn validate(which: Schema, instance: &Value) -> Vec<SchemaFault> {
    if is_deeper_than(MAX_DEPTH, instance) {
        return vec![whole(format!("expected at most {MAX_DEPTH} levels of nesting, found more"))];
    }
    let Some(validator) = schemas::validator(which) else {
        return vec![whole(format!("the schema {} could not be read, so nothing can conform to it", which.id()))];
    };
    let schema = schemas::schema(which);
    let mut faults: Vec<SchemaFault> = Vec::new();
    for error in validator.iter_errors(instance) {
        let fault = SchemaFault { path: error.instance_path().to_string(), message: message(&error, schema) };
        if !faults.contains(&fault) {
            faults.push(fault);
        }
        if faults.len() == MAX_FAULTS {
            break;
        }
    }
    faults
}

fn whole(message: String) -> SchemaFault {
    SchemaFault { path: String::new(), message }
}

/// Whether `value` is nested deeper than `limit` levels. Without recursion, since the depth is the sender's choice.
pub fn is_deeper_than(limit: usize, value: &Value) -> bool {
    let mut waiting = vec![(value, 1_usize)];
    while let Some((value, depth)) = waiting.pop() {
        let inside = depth + 1;
        match value {
            Value::Array(items) if depth <= limit => waiting.extend(items.iter().map(|item| (item, inside))),
            Value::Object(members) if depth <= limit => waiting.extend(members.values().map(|member| (member, inside))),
            Value::Array(_) | Value::Object(_) => return true,
            _ => {}
        }
    }
    false
}

fn message(error: &ValidationError<'_>, schema: &Value) -> String {
    let found = found(error.instance());
    match error.kind() {
        ValidationErrorKind::Type { kind } => format!("expected {}, found {found}", types(kind)),
        ValidationErrorKind::Required { property } => format!("expected the member {property}, which is missing"),
        ValidationErrorKind::Constant { expected_value } => {
            format!("expected {expected_value}, found {}", other(&found))
        }
        ValidationErrorKind::Enum { options } => {
            format!("expected one of {}, found {}", listed(options), other(&found))
        }
        ValidationErrorKind::Format { format } => format!("expected {}, found {}", form(format), other(&found)),
        ValidationErrorKind::Pattern { .. } => {
            format!("expected {}, found {}", described(error, schema), other(&found))
        }
        ValidationErrorKind::Contains => {
            format!("expected a list with {}, found a list without", wanted(error, schema))
        }
        ValidationErrorKind::MinItems { limit } => format!("expected {limit} entries or more, found fewer"),
        ValidationErrorKind::AdditionalProperties { unexpected } => unexpected_members(unexpected),
        ValidationErrorKind::PropertyNames { .. } => {
            "expected a string, or an object with one text for each language code such as en or fr-CA".to_owned()
        }
        other => format!("breaks the schema's rule `{}`", other.keyword()),
    }
}

fn found(value: &Value) -> String {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
    .to_owned()
}

/// A right type with a wrong value is "another string", so that the message does not sound like a riddle.
fn other(found: &str) -> &str {
    if found == "a string" { "another string" } else { found }
}

fn types(kind: &TypeKind) -> String {
    let named = |json_type| match json_type {
        JsonType::Array => "an array",
        JsonType::Boolean => "true or false",
        JsonType::Integer => "a whole number",
        JsonType::Null => "null",
        JsonType::Number => "a number",
        JsonType::Object => "an object",
        JsonType::String => "a string",
    };
    match kind {
        TypeKind::Single(json_type) => named(*json_type).to_owned(),
        TypeKind::Multiple(set) => set.iter().map(named).collect::<Vec<_>>().join(" or "),
    }
}

fn listed(options: &Value) -> String {
    let values = options.as_array().map(Vec::as_slice).unwrap_or_default();
    let names: Vec<&str> = values.iter().filter_map(Value::as_str).take(SPELT_OUT).collect();
    let mut list = names.join(", ");
    if values.len() > names.len() {
        let _ = write!(list, " and {} more", values.len() - names.len());
    }
    list
}

fn form(format: &str) -> &str {
    match format {
        "date-time" => "a date and time with time zone, such as 2026-01-31T09:30:00Z",
        "date" => "a date such as 2026-01-31",
        other => other,
    }
}

/// The `description` nearest above the keyword that failed.
fn described(error: &ValidationError<'_>, schema: &Value) -> String {
    let mut at = error.schema_path().as_str();
    while let Some((above, _)) = at.rsplit_once('/') {
        if let Some(words) = schema.pointer(above).and_then(|place| place.get("description")).and_then(Value::as_str) {
            return words.to_owned();
        }
        at = above;
    }
    "text of another form".to_owned()
}

/// What the failed `contains` looks for.
fn wanted(error: &ValidationError<'_>, schema: &Value) -> String {
    let rule = schema.pointer(error.schema_path().as_str());
    let one = rule.and_then(|rule| rule.get("const")).and_then(Value::as_str);
    let several = rule.and_then(|rule| rule.get("enum")).and_then(Value::as_array);
    match (one, several) {
        (Some(name), _) => name.to_owned(),
        (None, Some(names)) => names.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(" or "),
        (None, None) => "another entry".to_owned(),
    }
}

/// Names only the first, and that only when it is short: names are the sender's text too.
fn unexpected_members(names: &[String]) -> String {
    match names {
        [name] if name.chars().count() <= 40 => format!("expected no other members here, found {name:?}"),
        _ => format!("expected no other members here, found {}", names.len()),
    }
}

#[cfg(test)]
#[path = "faults_tests.rs"]
mod tests;
