//! A catalogue put together of entries, so that it can be told which entry a record means.

use std::collections::{BTreeMap, HashMap};

use super::{AchievementKind, Entry, KindDefault, MatchOn};

/// What stands beside the entries of a catalogue.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Defaults {
    /// What is said of achievements of a kind that nothing else describes.
    pub of_kind: BTreeMap<AchievementKind, KindDefault>,
    /// The type of an award by the beginning of its name, in lower case.
    pub award_types: BTreeMap<String, String>,
}

impl Defaults {
    /// Whether nothing is said.
    pub fn is_empty(&self) -> bool {
        self.of_kind.is_empty() && self.award_types.is_empty()
    }

    /// The same with what `other` says in its place; what `other` does not say stays.
    #[must_use]
    pub fn with(mut self, other: &Self) -> Self {
        self.of_kind.extend(other.of_kind.clone());
        self.award_types.extend(other.award_types.clone());
        self
    }
}

/// Two entries that cannot be told apart in a record.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "match {number} of “{slug}” is also a match of “{other}”, so it cannot be told which one is meant: take it from one \
     of them"
)]
pub struct Clash {
    /// The entry that cannot be added.
    pub slug: String,
    /// Its match, counted from 1.
    pub number: usize,
    /// The entry that is there.
    pub other: String,
}

/// The source an entry is bound to, `None` for all, and its position among the entries.
type Place = (Option<String>, usize);

/// Entries by how they are found.
#[derive(Debug, Clone, Default)]
pub(super) struct Index {
    pub(super) entries: Vec<Entry>,
    by_match: HashMap<(AchievementKind, MatchOn), Vec<Place>>,
}

impl Index {
    /// Adds `entry`, unless a match of it is there already.
    pub(super) fn add(&mut self, entry: Entry) -> Result<(), Clash> {
        let position = self.entries.len();
        for (number, one) in entry.matches.iter().enumerate() {
            let found = self.by_match.entry((entry.kind, one.on.clone())).or_default();
            if let Some((_, other)) = found.iter().find(|(source, _)| *source == one.source) {
                let other = self.entries.get(*other).map_or(&entry.slug, |other| &other.slug).clone();
                return Err(Clash { slug: entry.slug, number: number + 1, other });
            }
            found.push((one.source.clone(), position));
        }
        self.entries.push(entry);
        Ok(())
    }

    /// Adds `entry`; of a match that is there already the older entry stays the one that is meant.
    pub(super) fn add_behind(&mut self, entry: Entry) {
        let position = self.entries.len();
        for one in &entry.matches {
            let found = self.by_match.entry((entry.kind, one.on.clone())).or_default();
            if !found.iter().any(|(source, _)| *source == one.source) {
                found.push((one.source.clone(), position));
            }
        }
        self.entries.push(entry);
    }

    /// The entry of this kind that is found by `on` in a record of `source`.
    pub(super) fn find(&self, kind: AchievementKind, source: Option<&str>, on: MatchOn) -> Option<&Entry> {
        let found = self.by_match.get(&(kind, on))?;
        let of = |source: Option<&str>| found.iter().find(|(bound, _)| bound.as_deref() == source);
        let (_, position) = source.and_then(|source| of(Some(source))).or_else(|| of(None))?;
        self.entries.get(*position)
    }
}
