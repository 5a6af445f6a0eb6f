//! Choosing parts of a document by JSON Pointers (RFC 6901; ECDSA Cryptosuites §3.4.11 to §3.4.13).

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::{LONGEST_POINTER, MOST_POINTERS, SelectionError};
use crate::excerpt::excerpt;

/// What is chosen below one value.
#[derive(Debug, Default)]
pub(super) struct Chosen {
    whole: bool,
    below: BTreeMap<String, Self>,
}

impl Chosen {
    /// What `pointers` choose in `document`.
    ///
    /// # Errors
    /// [`SelectionError::Pointer`] when one is no pointer, points to nothing or into a context,
    /// [`SelectionError::TooMany`].
    pub(super) fn new(document: &Value, pointers: &[String]) -> Result<Self, SelectionError> {
        if pointers.len() > MOST_POINTERS {
            return Err(SelectionError::TooMany { what: "pointers", most: MOST_POINTERS, found: pointers.len() });
        }
        let mut root = Self::default();
        for pointer in pointers {
            let fault = |what| SelectionError::Pointer { pointer: excerpt(pointer), what };
            if pointer.len() > LONGEST_POINTER {
                return Err(fault("is longer than 1,024 bytes"));
            }
            if !(pointer.is_empty() || pointer.starts_with('/')) {
                return Err(fault("does not begin with /, as in /credentialSubject/name"));
            }
            if document.pointer(pointer).is_none() {
                return Err(fault("points to nothing in this document"));
            }
            let mut place = &mut root;
            for token in pointer.split('/').skip(1) {
                let name = token.replace("~1", "/").replace("~0", "~");
                if name == "@context" {
                    return Err(fault("points into a context, which is always shown"));
                }
                place = place.below.entry(name).or_default();
            }
            place.whole = true;
        }
        Ok(root)
    }

    /// The parts of `value` that are chosen, in its own order. On the way to them every object keeps its id, its types and
    /// its context, without which what is below would say something else.
    pub(super) fn of(&self, value: &Value) -> Value {
        if self.whole {
            return value.clone();
        }
        match value {
            Value::Object(members) => {
                let kept = members.iter().filter_map(|(name, value)| Some((name.clone(), self.member(name, value)?)));
                Value::Object(kept.collect::<Map<_, _>>())
            }
            Value::Array(items) => {
                let chosen = |(at, item): (usize, &Value)| Some(self.below.get(&at.to_string())?.of(item));
                Value::Array(items.iter().enumerate().filter_map(chosen).collect())
            }
            scalar => scalar.clone(),
        }
    }

    fn member(&self, name: &str, value: &Value) -> Option<Value> {
        match self.below.get(name) {
            _ if matches!(name, "id" | "@id" | "type" | "@context") => Some(value.clone()),
            Some(chosen) => Some(chosen.of(value)),
            None => None,
        }
    }
}
