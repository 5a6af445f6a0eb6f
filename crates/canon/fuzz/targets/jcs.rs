//! JSON to its canonical form: numbers as ECMAScript writes them, members in order, nothing lost.
#![no_main]

use canon::{Budget, jcs};
use libfuzzer_sys::fuzz_target;
use serde_json::Value;

fuzz_target!(|bytes: &[u8]| {
    if let Some(bits) = bytes.first_chunk::<8>() {
        number(f64::from_be_bytes(*bits));
    }
    let Ok(document) = serde_json::from_slice::<Value>(bytes) else { return };
    let Ok(text) = jcs::canonicalize(&document, &Budget::default()) else { return };
    let read: Value = serde_json::from_str(&text).expect("canonical JSON is JSON");
    assert!(same(&document, &read), "{document} became {text}");
    assert_eq!(jcs::canonicalize(&read, &Budget::default()).as_deref(), Ok(text.as_str()), "canonical JSON is its own");
});

fn number(value: f64) {
    let Some(number) = serde_json::Number::from_f64(value) else { return };
    let text = jcs::canonicalize(&Value::Number(number), &Budget::default()).expect("a number");
    assert_eq!(text, ryu_js::Buffer::new().format(value), "{value:e}");
}

/// Whether both say the same, numbers as doubles; and whether the members of `read` are in the order of RFC 8785 §3.2.3.
fn same(document: &Value, read: &Value) -> bool {
    match (document, read) {
        (Value::Number(one), Value::Number(other)) => one.as_f64() == other.as_f64(),
        (Value::Array(one), Value::Array(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| same(one, other))
        }
        (Value::Object(one), Value::Object(other)) => {
            let units = other.keys().map(|key| key.encode_utf16().collect::<Vec<_>>());
            one.len() == other.len()
                && units.is_sorted()
                && one.iter().all(|(key, value)| other.get(key).is_some_and(|read| same(value, read)))
        }
        (one, other) => one == other,
    }
}
