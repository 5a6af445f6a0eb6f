//! JSON of others, read with patience: one or many, text or number, with and without language.

use serde_json::{Map, Value};

use super::ImportError;

/// Parses a document; its size is bounded before, its depth by the parser.
pub(super) fn parse(bytes: &[u8], file: &str) -> Result<Value, ImportError> {
    serde_json::from_slice(bytes).map_err(|error| {
        let text = error.to_string();
        let problem = text.rsplit_once(" at line ").map_or(text.as_str(), |(before, _)| before).to_owned();
        ImportError::NotJson { file: file.to_owned(), line: error.line(), column: error.column(), problem }
    })
}

/// The items of a list, or the one thing that stands in its place, each with its place; nothing for null.
pub(super) fn each<'a>(value: Option<&'a Value>, place: &str) -> Vec<(String, &'a Value)> {
    match value {
        None | Some(Value::Null) => Vec::new(),
        Some(Value::Array(items)) => {
            items.iter().enumerate().map(|(index, item)| (format!("{place}/{index}"), item)).collect()
        }
        Some(one) => vec![(place.to_owned(), one)],
    }
}

/// A text, trimmed, or a number as text; `None` for what is blank or neither.
pub(super) fn plain(value: &Value) -> Option<String> {
    let text = match value {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => number.to_string(),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => return None,
    };
    (!text.is_empty()).then_some(text)
}

/// Every text of a value: a text, a list of them, or a map from languages to them, of which English comes first and
/// any other counts only without it.
pub(super) fn texts(value: Option<&Value>) -> Vec<String> {
    let mut found = Vec::new();
    for (_, item) in each(value, "") {
        match item {
            Value::Object(map) => found.extend(each(in_a_language(map), "").iter().filter_map(|(_, one)| plain(one))),
            other => found.extend(plain(other)),
        }
    }
    found
}

fn in_a_language(map: &Map<String, Value>) -> Option<&Value> {
    let english = |key: &String| key.get(..2).is_some_and(|start| start.eq_ignore_ascii_case("en"));
    map.get("@value").or_else(|| map.iter().find(|(key, _)| english(key)).map(|(_, value)| value)).or_else(|| {
        let tag = |key: &String| !key.starts_with('@') && !key.contains(':') && key.len() <= 12;
        map.iter().find(|(key, _)| tag(key)).map(|(_, value)| value)
    })
}

/// What a value is, for messages.
pub(super) const fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object of another kind",
    }
}
