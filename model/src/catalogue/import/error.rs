//! Why nothing can be imported from a file.

use super::MAX_BYTES;
use crate::lif::RecordError;

/// Why nothing can be imported from a file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ImportError {
    /// Larger than any file of achievements.
    #[error("{file}: expected at most {MAX_BYTES} bytes, found {bytes}; split it")]
    TooLarge {
        /// The file.
        file: String,
        /// Its size.
        bytes: usize,
    },
    /// Begins as JSON and is not.
    #[error("{file}: expected JSON, found otherwise at line {line}, column {column}: {problem}")]
    NotJson {
        /// The file.
        file: String,
        /// Counted from 1.
        line: usize,
        /// Counted from 1, in bytes.
        column: usize,
        /// What is wrong there.
        problem: String,
    },
    /// JSON with nothing in it that could be awarded.
    #[error("{file}: expected {expected} at {place}, found {found}")]
    Unexpected {
        /// The file.
        file: String,
        /// JSON Pointer; `the top` for the document itself.
        place: String,
        /// What should be there.
        expected: &'static str,
        /// What is there.
        found: String,
    },
    /// No table, or one without what an achievement needs.
    #[error("{file}, line {line}: {problem}")]
    Table {
        /// The file.
        file: String,
        /// Counted from 1.
        line: usize,
        /// What was expected and found.
        problem: String,
    },
    /// Not LIF either.
    #[error("{0}; a catalogue can be imported from LIF, CTDL (JSON-LD), Open Badges 2.0 and CSV")]
    Lif(#[from] RecordError),
}
