//! JSON as signatures need it: one reading only.
//!
//! RFC 8259 §4 leaves open what a repeated member means, and parsers differ. Whoever checks one copy of a member and
//! uses another can be told two stories with one signature, so a repeated member is refused here.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

use crate::excerpt::excerpt;

/// Parses `text`, which may be at most `longest` bytes and nested at most 128 deep.
///
/// # Errors
/// [`StrictJsonError`] when it is too long, not one JSON text, too deep, or has a member twice in one object.
pub fn parse(text: &[u8], longest: usize) -> Result<Value, StrictJsonError> {
    if text.len() > longest {
        return Err(StrictJsonError::TooLong { longest });
    }
    let repeated = std::cell::RefCell::new(None);
    let mut deserializer = serde_json::Deserializer::from_slice(text);
    let read = Strict { repeated: &repeated }
        .deserialize(&mut deserializer)
        .and_then(|value| deserializer.end().map(|()| value));
    match (read, repeated.into_inner()) {
        (_, Some(name)) => Err(StrictJsonError::Repeated { name: excerpt(&name) }),
        (Ok(value), None) => Ok(value),
        (Err(error), None) => Err(StrictJsonError::NotJson { line: error.line(), column: error.column() }),
    }
}

/// Text that is not JSON with one reading.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StrictJsonError {
    /// Longer than allowed; nothing was read.
    #[error("longer than {longest} bytes")]
    TooLong {
        /// The most bytes allowed.
        longest: usize,
    },
    /// Not one JSON text, or nested more than 128 deep.
    #[error("not JSON from line {line}, column {column} on, or nested too deep")]
    NotJson {
        /// Line, from 1.
        line: usize,
        /// Column, from 1.
        column: usize,
    },
    /// One object has the same member twice.
    #[error("the member '{name}' appears twice in one object")]
    Repeated {
        /// The member's name, shortened.
        name: String,
    },
}

/// Reads any JSON value; notes the first repeated member and stops there.
#[derive(Clone, Copy)]
struct Strict<'a> {
    repeated: &'a std::cell::RefCell<Option<String>>,
}

impl<'de> DeserializeSeed<'de> for Strict<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Strict<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(Value::Number(value.into()))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::Number(value.into()))
    }

    fn visit_f64<E: serde::de::Error>(self, value: f64) -> Result<Value, E> {
        Number::from_f64(value).map(Value::Number).ok_or_else(|| E::custom("not a finite number"))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(Value::String(value.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut array = Vec::new();
        while let Some(item) = items.next_element_seed(self)? {
            array.push(item);
        }
        Ok(Value::Array(array))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Value, A::Error> {
        let mut object = Map::new();
        while let Some(name) = members.next_key::<String>()? {
            if object.contains_key(&name) {
                self.repeated.replace(Some(name));
                return Err(serde::de::Error::custom("repeated member"));
            }
            object.insert(name, members.next_value_seed(self)?);
        }
        Ok(Value::Object(object))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn reads_what_serde_json_reads() {
        let text = r#"{"a":[1,-2,3.5,1e3,true,false,null,"\u00e9\n"],"b":{"a":{}},"c":18446744073709551615}"#;
        assert_eq!(parse(text.as_bytes(), 1000).unwrap(), serde_json::from_str::<Value>(text).unwrap());
        assert_eq!(parse(b" 1 ", 3), Ok(json!(1)));
    }

    #[test]
    fn a_repeated_member_is_refused_wherever_it_is() {
        for text in [r#"{"a":1,"a":1}"#, r#"[{"b":{"a":1,"c":2,"a":null}}]"#, r#"{"a":1,"\u0061":2}"#] {
            assert_eq!(parse(text.as_bytes(), 1000), Err(StrictJsonError::Repeated { name: "a".into() }), "{text}");
        }
        assert!(parse(br#"{"a":{"a":1},"b":{"a":1}}"#, 1000).is_ok());
    }

    #[test]
    fn what_is_not_one_json_text_is_refused() {
        for text in
            ["", "{", "{}{}", "{} x", "{'a':1}", "[1,]", "NaN", "01", "\"\\ud800\"", "{\"a\":1e999}", "\u{feff}{}"]
        {
            assert!(matches!(parse(text.as_bytes(), 1000), Err(StrictJsonError::NotJson { .. })), "{text}");
        }
        assert!(matches!(parse(b"\"\xff\"", 1000), Err(StrictJsonError::NotJson { .. })));
    }

    #[test]
    fn size_and_depth_are_bounded() {
        assert_eq!(parse(b"[1]", 2), Err(StrictJsonError::TooLong { longest: 2 }));
        let deep = "[".repeat(10_000) + &"]".repeat(10_000);
        assert!(matches!(parse(deep.as_bytes(), 100_000), Err(StrictJsonError::NotJson { .. })));
        let fine = "[".repeat(100) + &"]".repeat(100);
        assert!(parse(fine.as_bytes(), 1000).is_ok());
    }
}
