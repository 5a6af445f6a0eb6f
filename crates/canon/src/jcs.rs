//! JSON Canonicalization Scheme (RFC 8785).

use std::fmt::Write as _;

use serde_json::{Number, Value};

use crate::document::{Json, Members, View};
use crate::{Budget, CanonError, Document, number};

/// The canonical text of a JSON value: members sorted by UTF-16 code units, no white space, ECMAScript's numbers.
///
/// Numbers are IEEE 754 doubles (RFC 8785 §3.2.2.3): an integer beyond 2^53 is written as the nearest double.
///
/// # Errors
/// [`CanonError::TooComplex`] when the value is larger or deeper than the budget allows.
pub fn canonicalize(value: &Value, budget: &Budget) -> Result<String, CanonError> {
    Ok(text(Document::of(value, budget)?.root()))
}

/// As [`canonicalize`], for a value in a document, which is within bounds.
pub fn text(value: Json<'_>) -> String {
    let mut out = String::new();
    write(value, &mut out);
    out
}

fn write(value: Json<'_>, out: &mut String) {
    match value.view() {
        View::Null => out.push_str("null"),
        View::Bool(true) => out.push_str("true"),
        View::Bool(false) => out.push_str("false"),
        View::Number(number) => out.push_str(&number::ecmascript(number)),
        View::Text(text) => string(text, out),
        View::Array(items) => {
            out.push('[');
            for (index, item) in items.enumerate() {
                if index > 0 {
                    out.push(',');
                }
                write(item, out);
            }
            out.push(']');
        }
        View::Object(members) => object(members, out),
    }
}

fn object(members: Members<'_>, out: &mut String) {
    let mut members: Vec<_> = members.collect();
    members.sort_unstable_by(|(a, _), (b, _)| a.encode_utf16().cmp(b.encode_utf16()));
    out.push('{');
    for (index, (key, value)) in members.into_iter().enumerate() {
        if index > 0 {
            out.push(',');
        }
        string(key, out);
        out.push(':');
        write(value, out);
    }
    out.push('}');
}

/// RFC 8785 §3.2.2.2.
fn string(text: &str, out: &mut String) {
    out.push('"');
    if !text.bytes().any(|b| b < 0x20 || b == b'"' || b == b'\\') {
        out.push_str(text);
        out.push('"');
        return;
    }
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\u{8}' => out.push_str("\\b"),
            '\t' => out.push_str("\\t"),
            '\n' => out.push_str("\\n"),
            '\u{c}' => out.push_str("\\f"),
            '\r' => out.push_str("\\r"),
            // Writing to a String cannot fail.
            '\0'..='\u{1f}' => _ = write!(out, "\\u{:04x}", u32::from(c)),
            _ => out.push(c),
        }
    }
    out.push('"');
}

/// JSON numbers are doubles here, as they are in ECMAScript.
pub(crate) fn double(number: &Number) -> f64 {
    number.as_f64().unwrap_or(f64::NAN)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::canonicalize;
    use crate::{Budget, CanonError, Limit};

    #[test]
    fn members_sort_by_utf16_and_strings_escape() {
        let value = json!({"\u{fb33}": 1, "\u{1f600}": 2, "a": "\u{1}\n\"\u{7f}é", "10": [1.0, 1e30, null, true]});
        let expected = "{\"10\":[1,1e+30,null,true],\"a\":\"\\u0001\\n\\\"\u{7f}é\",\"\u{1f600}\":2,\"\u{fb33}\":1}";
        assert_eq!(canonicalize(&value, &Budget::default()).unwrap(), expected);
    }

    #[test]
    fn depth_is_refused() {
        let deep = (0..10_000).fold(Value::Null, |inner, _| Value::Array(vec![inner]));
        let refused = CanonError::TooComplex { limit: Limit::Depth, allowed: 64 };
        assert_eq!(canonicalize(&deep, &Budget::default()), Err(refused));
    }
}
