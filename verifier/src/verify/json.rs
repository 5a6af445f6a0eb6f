//! JSON from strangers: UTF-8, no member twice, and never deeper or larger than allowed.
//!
//! `serde_json` alone keeps the last of two members with one name, silently: two programs could then read two different
//! credentials from the same signed bytes. Depth and size are counted while parsing, not after.

use canon::{Budget, CanonError, Document, Json, Limit, View};
use serde_json::{Map, Value};

/// How much JSON is taken in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct JsonLimits {
    /// Objects and arrays inside each other.
    pub depth: usize,
    /// Values of any kind, the members' values included.
    pub nodes: usize,
}

impl Default for JsonLimits {
    /// 64 deep, 100,000 values.
    fn default() -> Self {
        Self { depth: 64, nodes: 100_000 }
    }
}

/// Why a text was not taken in.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum JsonRefusal {
    /// Bytes that are not UTF-8.
    #[error("expected UTF-8 text, found a byte that is not UTF-8 at position {0}")]
    NotUtf8(usize),
    /// Not JSON.
    #[error("expected JSON, found something else at line {line}, column {column}")]
    NotJson {
        /// Line, from 1.
        line: usize,
        /// Column, from 1.
        column: usize,
    },
    /// Two members with one name in one object.
    #[error("an object has the member {} twice: it can be read in two ways", super::words::quote(.0))]
    DuplicateMember(String),
    /// Deeper than allowed.
    #[error("it is nested more than {0} deep")]
    TooDeep(usize),
    /// More values than allowed.
    #[error("it has more than {0} values")]
    TooManyNodes(usize),
}

/// The JSON text in `bytes`, without a byte order mark.
///
/// # Errors
/// [`JsonRefusal::NotUtf8`].
pub(crate) fn text(bytes: &[u8]) -> Result<&str, JsonRefusal> {
    let text = std::str::from_utf8(bytes).map_err(|error| JsonRefusal::NotUtf8(error.valid_up_to()))?;
    Ok(text.strip_prefix('\u{feff}').unwrap_or(text))
}

/// The JSON value in `bytes`, within `limits`. A leading byte order mark is passed over.
///
/// It is read by the reader of what is signed: numbers are what a signature covers of them, IEEE 754 doubles.
///
/// # Errors
/// [`JsonRefusal`], by name of what is wrong; parsing stops there.
pub fn parse(bytes: &[u8], limits: JsonLimits) -> Result<Value, JsonRefusal> {
    Ok(document(text(bytes)?, limits, limits.nodes)?.root().to_value())
}

/// Whether all of `texts` are JSON and together within `limits`, for those who parse them again.
///
/// # Errors
/// As [`parse`], of the first text that is refused.
pub(crate) fn check_all(texts: impl Iterator<Item = Vec<u8>>, limits: JsonLimits) -> Result<(), JsonRefusal> {
    let mut left = limits.nodes;
    for bytes in texts {
        left = left.saturating_sub(values(document(text(&bytes)?, limits, left)?.root()));
    }
    Ok(())
}

/// Whether `members` are within `limits.depth`, wherever they were put together from.
///
/// # Errors
/// [`JsonRefusal::TooDeep`].
pub(crate) fn check_depth(members: &Map<String, Value>, limits: JsonLimits) -> Result<(), JsonRefusal> {
    let mut waiting: Vec<(usize, &Value)> = members.values().map(|value| (1, value)).collect();
    while let Some((depth, value)) = waiting.pop() {
        match value {
            Value::Object(_) | Value::Array(_) if depth >= limits.depth => {
                return Err(JsonRefusal::TooDeep(limits.depth));
            }
            Value::Object(object) => waiting.extend(object.values().map(|value| (depth + 1, value))),
            Value::Array(items) => waiting.extend(items.iter().map(|value| (depth + 1, value))),
            _ => {}
        }
    }
    Ok(())
}

/// `text`, of which `left` values may still be taken in.
fn document(text: &str, limits: JsonLimits, left: usize) -> Result<Document<'_>, JsonRefusal> {
    let budget = Budget { nodes: left, depth: limits.depth, ..Budget::default() };
    Document::parse(text, &budget).map_err(|error| match error {
        CanonError::RepeatedMember { name } => JsonRefusal::DuplicateMember(name),
        CanonError::TooComplex { limit: Limit::Depth, .. } => JsonRefusal::TooDeep(limits.depth),
        CanonError::TooComplex { .. } => JsonRefusal::TooManyNodes(limits.nodes),
        CanonError::NotJson { line, column } => JsonRefusal::NotJson { line, column },
        // Reading looks at nothing else.
        _ => JsonRefusal::NotJson { line: 0, column: 0 },
    })
}

/// How many values there are. Recursion is bounded by the depth it was read with.
fn values(json: Json<'_>) -> usize {
    match json.view() {
        View::Array(items) => 1 + items.map(values).sum::<usize>(),
        View::Object(members) => 1 + members.map(|(_, value)| values(value)).sum::<usize>(),
        _ => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(text: &str) -> Result<Value, JsonRefusal> {
        parse(text.as_bytes(), JsonLimits::default())
    }

    #[test]
    fn reads_what_serde_json_reads() {
        let text = r#"{"a":[1,-2,3.5,1e2,true,false,null,"ü\n"],"b":{"c":{}},"d":[]}"#;
        let read = text.replace("1e2", "100");
        assert_eq!(parsed(text).unwrap(), serde_json::from_str::<Value>(&read).unwrap());
        assert_eq!(parsed("\u{feff}{}").unwrap(), Value::Object(Map::new()));
    }

    /// Two spellings with one signature are one number: what is shown is what was signed.
    #[test]
    fn numbers_are_what_a_signature_covers_of_them() {
        for (spelled, read) in [
            ("3.0", "3"),
            ("-0.0", "0"),
            ("9007199254740993", "9007199254740992"),
            ("18446744073709551615", "18446744073709552000"),
            ("0.1000000000000000055", "0.1"),
            ("1E21", "1e21"),
        ] {
            let value: Value = serde_json::from_str(read).unwrap();
            assert_eq!(parsed(spelled).unwrap().as_f64(), value.as_f64(), "{spelled}");
        }
        assert_eq!(parsed("9007199254740993").unwrap().to_string(), "9007199254740992");
        assert_eq!(parsed("3.0").unwrap().to_string(), "3");
    }

    #[test]
    fn a_member_twice_is_refused_at_any_depth() {
        assert_eq!(parsed(r#"{"a":1,"a":1}"#), Err(JsonRefusal::DuplicateMember("a".to_owned())));
        assert_eq!(parsed(r#"[{"x":{"\u0061":1,"a":2}}]"#), Err(JsonRefusal::DuplicateMember("a".to_owned())));
    }

    #[test]
    fn depth_is_refused_beyond_64_and_at_10_000() {
        let nested = |depth: usize| "[".repeat(depth) + &"]".repeat(depth);
        assert!(parsed(&nested(64)).is_ok());
        assert_eq!(parsed(&nested(65)), Err(JsonRefusal::TooDeep(64)));
        assert_eq!(parsed(&nested(10_000)), Err(JsonRefusal::TooDeep(64)));
        assert_eq!(parsed(&r#"{"a":"#.repeat(10_000)), Err(JsonRefusal::TooDeep(64)));
    }

    #[test]
    fn the_number_of_values_is_bounded() {
        let wide = |items: usize| format!("[{}0]", "0,".repeat(items - 1));
        assert!(parsed(&wide(99_999)).is_ok());
        assert_eq!(parsed(&wide(100_000)), Err(JsonRefusal::TooManyNodes(100_000)));
    }

    #[test]
    fn several_texts_are_bounded_together() {
        let limits = JsonLimits { depth: 2, nodes: 6 };
        let all = |texts: &[&str]| check_all(texts.iter().map(|text| text.as_bytes().to_vec()), limits);
        assert_eq!(all(&["[1,2]", "{\"a\":3}", "4"]), Ok(()));
        assert_eq!(all(&["[1,2]", "{\"a\":3}", "4", "5"]), Err(JsonRefusal::TooManyNodes(6)));
        assert_eq!(all(&["[1,2]", "[[[]]]"]), Err(JsonRefusal::TooDeep(2)));
        assert_eq!(all(&["{}", "{\"a\":3,\"a\":4}"]), Err(JsonRefusal::DuplicateMember("a".to_owned())));
    }

    #[test]
    fn other_texts_are_refused_with_their_place() {
        assert_eq!(parse(b"ab\xff", JsonLimits::default()), Err(JsonRefusal::NotUtf8(2)));
        assert_eq!(parsed("{}\n{}"), Err(JsonRefusal::NotJson { line: 2, column: 1 }));
        assert!(matches!(parsed("{\"a\":1e999}"), Err(JsonRefusal::NotJson { .. })));
        assert!(matches!(parsed(""), Err(JsonRefusal::NotJson { .. })));
    }
}
