//! What could not be read, collected while reading.

use std::collections::{BTreeMap, HashSet};

use crate::record::{Unread, UnreadCode};

use super::error::shortened;

/// So many are listed for one part of a record; the rest are counted.
const LISTED: usize = 200;
pub(super) const CORRECT: &str = "correct it in the source, it is left out here";

/// Collects [`Unread`] entries, at most [`LISTED`] for each part of a record, and counts the rest.
#[derive(Debug, Default)]
pub(super) struct Notes {
    unread: Vec<Unread>,
    listed: HashSet<(UnreadCode, String)>,
    more: usize,
    /// How many were listed when the present part began.
    before: usize,
    /// Entity and member, with the first place and how many there are.
    unknown: BTreeMap<(&'static str, String), (String, usize)>,
}

impl Notes {
    /// Notes what was expected at `path`, what was found there, and what the source should do.
    ///
    /// A place that is noted with that code already is not noted again, unless a service said more about it.
    pub(super) fn note(&mut self, path: String, code: UnreadCode, [expected, found, todo]: [&str; 3]) {
        if code != UnreadCode::Upstream && self.listed.contains(&(code, path.clone())) {
            return;
        }
        if self.is_full() {
            self.more += 1;
            return;
        }
        self.listed.insert((code, path.clone()));
        let found = shortened(found, 120);
        self.unread.push(Unread { path, code, reason: format!("expected {expected}, found {found}; {todo}") });
    }

    /// Whether the next fault of this part will only be counted.
    pub(super) fn is_full(&self) -> bool {
        self.unread.len().saturating_sub(self.before) >= LISTED
    }

    /// Reads a statement; `None` where a fault of it could only be counted. Whether such a fault decides about it
    /// (`revoked`, its date) nobody could tell, so it is not used.
    pub(super) fn told<T>(&mut self, read: impl FnOnce(&mut Self) -> T) -> Option<T> {
        let before = self.more;
        let statement = read(self);
        (self.more == before).then_some(statement)
    }

    /// Notes that another kind of value stands there.
    pub(super) fn wrong_shape(&mut self, path: String, expected: &str, found: &str) {
        self.note(path, UnreadCode::WrongShape, [expected, found, CORRECT]);
    }

    /// Counts a member that LIF does not have in the entity `kind`; each name is listed once.
    pub(super) fn unknown_member(&mut self, kind: &'static str, name: &str, path: String) {
        let key = (kind, shortened(name, 60));
        if let Some((_, count)) = self.unknown.get_mut(&key) {
            *count += 1;
        } else if self.unknown.len() < LISTED {
            self.unknown.insert(key, (path, 1));
        } else {
            self.more += 1;
        }
    }

    /// Begins another part of the record, whose faults may not crowd out those listed so far nor be crowded out.
    pub(super) fn next_part(&mut self) {
        self.before = self.unread.len();
    }

    /// The entries, with one last for those that were only counted.
    pub(super) fn finish(mut self, path: &str) -> Vec<Unread> {
        self.next_part();
        for ((kind, _), (first, count)) in std::mem::take(&mut self.unknown) {
            let expected = format!("a member that LIF has in {kind}");
            let found = if count == 1 { "another".to_owned() } else { format!("another, {count} times") };
            let todo = "it is not read; name it as LIF does in the source";
            self.note(first, UnreadCode::UnknownMember, [&expected, &found, todo]);
        }
        let Self { mut unread, more, .. } = self;
        if more > 0 {
            let reason = format!("expected fewer faults, found {more} more than are listed here; correct those first");
            unread.push(Unread { path: path.to_owned(), code: UnreadCode::More, reason });
        }
        unread
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn past_the_limit_faults_are_counted() {
        let mut notes = Notes::default();
        for index in 0..LISTED + 3 {
            notes.note(format!("/{index}"), UnreadCode::NotADate, ["a date", "“soon”", "correct it in the source"]);
        }
        let unread = notes.finish("/Person/0");
        assert_eq!(unread.len(), LISTED + 1);
        assert_eq!(unread[0].reason, "expected a date, found “soon”; correct it in the source");
        assert_eq!(unread[LISTED].path, "/Person/0");
        assert!(unread[LISTED].reason.contains("found 3 more"));
    }
}
