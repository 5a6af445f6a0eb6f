//! What commands say: results on stdout, messages on stderr.

use std::io::Write as _;
use std::process::ExitCode;

use serde_json::Value;

/// How a command answers.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Output {
    /// One JSON document on stdout instead of words.
    pub(crate) json: bool,
}

impl Output {
    /// The result: `value` as JSON, or `words`.
    pub(crate) fn result(self, value: &Value, words: &str) {
        let text = if self.json { format!("{value:#}") } else { words.to_owned() };
        line(&text);
    }
}

/// A failure, on stderr.
pub(crate) fn failed(message: &str) -> ExitCode {
    note(&format!("error: {message}"));
    ExitCode::FAILURE
}

/// One line on stdout. A closed pipe is nobody's failure.
pub(crate) fn line(text: &str) {
    let _ = writeln!(std::io::stdout(), "{text}");
}

/// One line on stderr.
pub(crate) fn note(text: &str) {
    let _ = writeln!(std::io::stderr(), "{text}");
}
