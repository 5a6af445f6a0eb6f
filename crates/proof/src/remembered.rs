//! What follows from a text and costs time, kept for the next one who asks. Nobody can fill the memory with it: there are few,
//! and none is long.

use std::collections::HashMap;
use std::sync::{PoisonError, RwLock};

/// How many are kept; beyond, all are forgotten.
const MOST: usize = 256;

/// Bytes of a text that something is kept by.
const LONGEST: usize = 8 << 10;

/// Values by the texts they follow from.
#[derive(Debug)]
pub(crate) struct Remembered<V>(RwLock<HashMap<String, V>>);

impl<V> Default for Remembered<V> {
    fn default() -> Self {
        Self(RwLock::default())
    }
}

impl<V> Remembered<V> {
    /// What `then` makes of the value for `text`, if there is one.
    pub(crate) fn with<T>(&self, text: &str, then: impl FnOnce(&V) -> T) -> Option<T> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).get(text).map(then)
    }

    /// Keeps `value` for `text`, unless that is long.
    pub(crate) fn keep(&self, text: &str, value: V) {
        if text.len() > LONGEST {
            return;
        }
        let mut known = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= MOST {
            known.clear();
        }
        known.insert(text.to_owned(), value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_and_short_ones_are_kept() {
        let remembered = Remembered::default();
        assert_eq!(remembered.with("a", |value| *value), None);
        remembered.keep("a", 1);
        assert_eq!(remembered.with("a", |value| *value), Some(1));
        remembered.keep(&"b".repeat(LONGEST + 1), 2);
        assert_eq!(remembered.with(&"b".repeat(LONGEST + 1), |value| *value), None);
        (0..MOST).for_each(|number| remembered.keep(&number.to_string(), number));
        assert_eq!(remembered.with("a", |value| *value), None, "all are forgotten");
        assert_eq!(remembered.0.read().unwrap().len(), 1);
    }
}
