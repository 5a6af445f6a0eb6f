//! Why a document is not read.

/// Why a document holds no learner record that can be used: where, what was expected, what was found.
///
/// Texts name places and kinds, never what a record says about a person.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RecordError {
    /// The bytes are not JSON.
    #[error(
        "{file}: expected JSON, found otherwise at line {line}, column {column}, inside {}: {problem}",
        place(path)
    )]
    NotJson {
        /// The file or source.
        file: String,
        /// JSON Pointer to the innermost place the reader had reached.
        path: String,
        /// Counted from 1.
        line: usize,
        /// Counted from 1, in bytes.
        column: usize,
        /// What is wrong there.
        problem: String,
    },
    /// The JSON ends in the middle.
    #[error(
        "{file}: expected the rest of the JSON, found the end of the file at line {line}, column {column}, inside {}; \
         fetch or copy the file again",
        place(path)
    )]
    Truncated {
        /// The file or source.
        file: String,
        /// JSON Pointer to the innermost place that was not closed.
        path: String,
        /// Counted from 1.
        line: usize,
        /// Counted from 1, in bytes.
        column: usize,
    },
    /// JSON, but not a learner record.
    #[error(
        "{file}: expected {expected} at {}, found {found}; this is not a learner record in LIF's shape",
        place(path)
    )]
    NotLif {
        /// The file or source.
        file: String,
        /// JSON Pointer to the place.
        path: String,
        /// What should be there.
        expected: &'static str,
        /// What is there: a kind of value, or the keys of an object.
        found: String,
    },
    /// A GraphQL answer with errors and no data.
    #[error(
        "{file}: expected learner records at {path}, found none, and {count} errors of the LIF service, the first: \
         “{message}”; the service or one behind it failed, so ask again later"
    )]
    Upstream {
        /// The file or source.
        file: String,
        /// JSON Pointer to where the data should be.
        path: String,
        /// How many errors the answer lists.
        count: usize,
        /// The first error's message, shortened.
        message: String,
    },
    /// More bytes than are read.
    #[error("{file}: expected at most {allowed} bytes, found {bytes}; split the document into one file a learner")]
    TooLarge {
        /// The file or source.
        file: String,
        /// How many bytes it has.
        bytes: usize,
        /// How many are read.
        allowed: usize,
    },
    /// Deeper nesting than is read.
    #[error(
        "{file}: expected lists and objects nested at most {allowed} deep, found more at line {line}, column {column}, \
         inside {}",
        place(path)
    )]
    TooDeep {
        /// The file or source.
        file: String,
        /// JSON Pointer to the place that is too deep.
        path: String,
        /// Counted from 1.
        line: usize,
        /// Counted from 1, in bytes.
        column: usize,
        /// How deep is read.
        allowed: usize,
    },
    /// More of something than is read.
    #[error(
        "{file}: expected at most {allowed} {what}, found more at {}; split the document into one file a learner",
        place(path)
    )]
    TooMany {
        /// The file or source.
        file: String,
        /// JSON Pointer to the place where it became too much.
        path: String,
        /// What there is too much of.
        what: &'static str,
        /// How many are read.
        allowed: usize,
    },
    /// The record is of somebody else than was asked for.
    #[error(
        "{file}: expected the identifier of type {kind} that was asked for at {}, found no such one; the record \
         belongs to another learner and is not used",
        place(path)
    )]
    AnotherLearner {
        /// The file or source.
        file: String,
        /// JSON Pointer to the person.
        path: String,
        /// The identifier type that was asked for.
        kind: String,
    },
}

impl RecordError {
    /// Whether the document is sound JSON of another kind: a schema, a seed file, a transformation. A source that reads
    /// a directory lists these as skipped and goes on; every other error is about a record that should have been read.
    pub const fn is_other_json(&self) -> bool {
        matches!(self, Self::NotLif { .. })
    }
}

/// A JSON Pointer for people: the empty one means the whole document.
const fn place(path: &str) -> &str {
    if path.is_empty() { "the top" } else { path }
}

/// `text`, at most `characters` long, with an ellipsis where it was cut.
pub(super) fn shortened(text: &str, characters: usize) -> String {
    match text.char_indices().nth(characters) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_texts_are_cut_between_characters() {
        assert_eq!(shortened("größer", 4), "größ…");
        assert_eq!(shortened("größer", 6), "größer");
    }
}
