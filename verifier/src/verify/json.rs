//! JSON from strangers: UTF-8, no member twice, and never deeper or larger than allowed.
//!
//! `serde_json` alone keeps the last of two members with one name, silently: two programs could then read two different
//! credentials from the same signed bytes. Depth and size are counted while parsing, not after.

use std::cell::Cell;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

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

/// The JSON value in `bytes`, within `limits`. A leading byte order mark is passed over.
///
/// # Errors
/// [`JsonRefusal`], by name of what is wrong; parsing stops there.
pub fn parse(bytes: &[u8], limits: JsonLimits) -> Result<Value, JsonRefusal> {
    counted(bytes, &Count::none(limits))
}

/// Whether all of `texts` are JSON and together within `limits`, for those who parse them again.
///
/// # Errors
/// As [`parse`], of the first text that is refused.
pub(crate) fn check_all(texts: impl Iterator<Item = Vec<u8>>, limits: JsonLimits) -> Result<(), JsonRefusal> {
    let count = Count::none(limits);
    for text in texts {
        counted(&text, &count)?;
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

fn counted(bytes: &[u8], count: &Count) -> Result<Value, JsonRefusal> {
    let text = std::str::from_utf8(bytes).map_err(|error| JsonRefusal::NotUtf8(error.valid_up_to()))?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let value = Bounded { depth: 0, count }.deserialize(&mut deserializer);
    value.and_then(|value| deserializer.end().map(|()| value)).map_err(|error| {
        count.refusal.take().unwrap_or(JsonRefusal::NotJson { line: error.line(), column: error.column() })
    })
}

struct Count {
    limits: JsonLimits,
    nodes: Cell<usize>,
    refusal: Cell<Option<JsonRefusal>>,
}

impl Count {
    const fn none(limits: JsonLimits) -> Self {
        Self { limits, nodes: Cell::new(0), refusal: Cell::new(None) }
    }

    /// `serde_json` passes errors of ours on as text, so the typed one waits here.
    fn refuse<E: serde::de::Error>(&self, refusal: JsonRefusal) -> E {
        let error = E::custom(&refusal);
        self.refusal.set(Some(refusal));
        error
    }

    fn node<E: serde::de::Error>(&self) -> Result<(), E> {
        let nodes = self.nodes.get() + 1;
        self.nodes.set(nodes);
        if nodes > self.limits.nodes { Err(self.refuse(JsonRefusal::TooManyNodes(self.limits.nodes))) } else { Ok(()) }
    }
}

#[derive(Clone, Copy)]
struct Bounded<'a> {
    depth: usize,
    count: &'a Count,
}

impl Bounded<'_> {
    fn deeper<E: serde::de::Error>(self) -> Result<Self, E> {
        let allowed = self.count.limits.depth;
        if self.depth >= allowed {
            return Err(self.count.refuse(JsonRefusal::TooDeep(allowed)));
        }
        Ok(Self { depth: self.depth + 1, ..self })
    }
}

impl<'de> DeserializeSeed<'de> for Bounded<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        self.count.node()?;
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Bounded<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::Number(value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(Value::Number(value.into()))
    }

    fn visit_f64<E: serde::de::Error>(self, value: f64) -> Result<Value, E> {
        Number::from_f64(value).map(Value::Number).ok_or_else(|| E::custom("not a finite number"))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(Value::String(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> Result<Value, E> {
        Ok(Value::String(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let inner = self.deeper()?;
        let mut array = Vec::new();
        while let Some(item) = items.next_element_seed(inner)? {
            array.push(item);
        }
        Ok(Value::Array(array))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Value, A::Error> {
        let inner = self.deeper()?;
        let mut object = Map::new();
        while let Some(name) = members.next_key::<String>()? {
            if object.contains_key(&name) {
                return Err(self.count.refuse(JsonRefusal::DuplicateMember(name)));
            }
            let value = members.next_value_seed(inner)?;
            object.insert(name, value);
        }
        Ok(Value::Object(object))
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
        assert_eq!(parsed(text).unwrap(), serde_json::from_str::<Value>(text).unwrap());
        assert_eq!(parsed("\u{feff}{}").unwrap(), Value::Object(Map::new()));
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
    fn other_texts_are_refused_with_their_place() {
        assert_eq!(parse(b"ab\xff", JsonLimits::default()), Err(JsonRefusal::NotUtf8(2)));
        assert_eq!(parsed("{}\n{}"), Err(JsonRefusal::NotJson { line: 2, column: 1 }));
        assert!(matches!(parsed("{\"a\":1e999}"), Err(JsonRefusal::NotJson { .. })));
        assert!(matches!(parsed(""), Err(JsonRefusal::NotJson { .. })));
    }
}
