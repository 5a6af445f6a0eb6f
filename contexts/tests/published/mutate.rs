//! One change at a random place, from a seed.

use serde_json::{Value, json};

/// A small generator (xorshift64*): the same seed always gives the same changes.
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed | 1)
    }

    pub(crate) fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let mixed = self.0.wrapping_mul(0x2545_f491_4f6c_dd1d);
        usize::try_from(mixed >> 33).unwrap() % bound.max(1)
    }
}

/// `document` with one change.
pub(crate) fn mutated(document: &Value, dice: &mut Dice) -> Value {
    let places = places(document);
    let place = &places[dice.below(places.len())];
    let mut changed = document.clone();
    if dice.below(4) == 0 && remove(&mut changed, place) {
        return changed;
    }
    let spot = changed.pointer_mut(place).unwrap();
    *spot = replacement(spot.clone(), dice);
    changed
}

/// JSON Pointers of everything below the root.
fn places(value: &Value) -> Vec<String> {
    let below = |key: &str, inner: &Value| {
        let key = format!("/{}", key.replace('~', "~0").replace('/', "~1"));
        let mut all = vec![key.clone()];
        all.extend(places(inner).into_iter().map(|rest| format!("{key}{rest}")));
        all
    };
    match value {
        Value::Object(members) => members.iter().flat_map(|(key, inner)| below(key, inner)).collect(),
        Value::Array(items) => items.iter().enumerate().flat_map(|(at, inner)| below(&at.to_string(), inner)).collect(),
        _ => Vec::new(),
    }
}

fn remove(document: &mut Value, place: &str) -> bool {
    let (parent, key) = place.rsplit_once('/').unwrap();
    match document.pointer_mut(parent) {
        Some(Value::Object(members)) => members.remove(&key.replace("~1", "/").replace("~0", "~")).is_some(),
        Some(Value::Array(items)) => {
            items.remove(key.parse().unwrap());
            true
        }
        _ => false,
    }
}

fn replacement(value: Value, dice: &mut Dice) -> Value {
    match dice.below(14) {
        0 => Value::Null,
        1 => json!(true),
        2 => json!(-1.5),
        3 => json!([]),
        4 => json!({}),
        5 => json!(""),
        6 => json!("Bogus"),
        7 => json!("ext:Something"),
        8 => json!("https://example.org/x"),
        9 => json!("2024-02-30T25:00:00Z"),
        10 => json!("2024-02-28T12:00:00"),
        11 => json!({"en": "words", "fr-CA": "mots"}),
        12 => match value {
            Value::Array(mut items) if items.len() == 1 => items.remove(0),
            other => json!([other]),
        },
        _ => match value {
            Value::Object(mut members) => {
                members.insert("unheardOf".to_owned(), json!("x"));
                Value::Object(members)
            }
            Value::Array(mut items) => {
                items.push(items.first().cloned().unwrap_or(json!("x")));
                Value::Array(items)
            }
            Value::String(text) => json!(format!("{text} x")),
            other => json!([other, 1]),
        },
    }
}
