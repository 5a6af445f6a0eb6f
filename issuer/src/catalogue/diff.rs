//! What a change does to the catalogue, by slug.

use serde::Serialize;
use serde_json::{Map, Value};

/// An entry that says something else.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Changed {
    /// The entry.
    pub slug: String,
    /// The members that differ.
    pub members: Vec<String>,
}

/// What a change does. Slugs in each list are in order.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Diff {
    /// Entries that were not there.
    pub added: Vec<String>,
    /// Entries that say something else.
    pub changed: Vec<Changed>,
    /// Entries that were retired and are not any more.
    pub restored: Vec<String>,
    /// Entries that package nothing any more.
    pub retired: Vec<String>,
    /// Whether the defaults or award types are others.
    pub defaults: bool,
}

impl Diff {
    /// Whether nothing changes.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// `2 added, 1 changed`.
    pub fn words(&self) -> String {
        let counts = [
            (self.added.len(), "added"),
            (self.changed.len(), "changed"),
            (self.restored.len(), "restored"),
            (self.retired.len(), "retired"),
        ];
        let mut parts: Vec<String> =
            counts.iter().filter(|(count, _)| *count > 0).map(|(count, word)| format!("{count} {word}")).collect();
        if self.defaults {
            parts.push("other defaults".to_owned());
        }
        if parts.is_empty() { "nothing changed".to_owned() } else { parts.join(", ") }
    }
}

/// The members in which two entries differ.
pub(super) fn members(before: &str, after: &str) -> Vec<String> {
    let object = |text| serde_json::from_str::<Map<String, Value>>(text).unwrap_or_default();
    let (before, after) = (object(before), object(after));
    let mut names: Vec<&String> = before.keys().chain(after.keys()).collect();
    names.sort_unstable();
    names.dedup();
    names.into_iter().filter(|name| before.get(*name) != after.get(*name)).cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_that_differ_are_named_once() {
        let found = members(r#"{"a":1,"b":2,"c":3}"#, r#"{"b":2,"c":4,"d":5}"#);
        assert_eq!(found, ["a", "c", "d"]);
    }

    #[test]
    fn a_diff_in_words() {
        assert_eq!(Diff::default().words(), "nothing changed");
        let diff = Diff { added: vec!["a".into(), "b".into()], defaults: true, ..Diff::default() };
        assert_eq!(diff.words(), "2 added, other defaults");
    }
}
