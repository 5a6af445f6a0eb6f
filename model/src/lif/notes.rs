//! What could not be read, collected while reading.

use crate::record::Unread;

use super::error::shortened;

/// So many are listed for one person; the rest are counted.
const LISTED: usize = 200;

/// Collects [`Unread`] entries, at most [`LISTED`], and counts the rest.
#[derive(Debug, Default)]
pub(super) struct Notes {
    unread: Vec<Unread>,
    more: usize,
}

impl Notes {
    /// Notes that `expected` was not found at `path`; `todo` says what the source should do.
    pub(super) fn note(&mut self, path: String, expected: &str, found: &str, todo: &str) {
        if self.unread.len() < LISTED {
            let found = shortened(found, 120);
            self.unread.push(Unread { path, reason: format!("expected {expected}, found {found}; {todo}") });
        } else {
            self.more += 1;
        }
    }

    /// The entries, with one last for those that were only counted.
    pub(super) fn finish(self, path: &str) -> Vec<Unread> {
        let Self { mut unread, more } = self;
        if more > 0 {
            let reason = format!("expected fewer faults, found {more} more than are listed here; correct those first");
            unread.push(Unread { path: path.to_owned(), reason });
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
            notes.note(format!("/{index}"), "a date", "“soon”", "correct it in the source");
        }
        let unread = notes.finish("/Person/0");
        assert_eq!(unread.len(), LISTED + 1);
        assert_eq!(unread[0].reason, "expected a date, found “soon”; correct it in the source");
        assert_eq!(unread[LISTED].path, "/Person/0");
        assert!(unread[LISTED].reason.contains("found 3 more"));
    }
}
