//! What is wrong with a catalogue file, and in which line.

use toml::de::{DeTable, DeValue};

use crate::catalogue::json::escaped;

/// Why a catalogue file cannot be used. Lines are counted from 1.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CatalogueError {
    /// Larger than any catalogue.
    #[error("a catalogue has at most 4 MiB, found {0} bytes: split it, or check that this is the right file")]
    TooLarge(usize),
    /// Not TOML, or not these members.
    #[error("line {line}: the catalogue cannot be read: {problem}")]
    NotReadable {
        /// The line.
        line: usize,
        /// What was expected and found.
        problem: String,
    },
    /// An entry that could not become a conformant achievement.
    #[error("line {line}: catalogue entry “{entry}”: {problem}")]
    Invalid {
        /// The line.
        line: usize,
        /// The entry's slug, or which default.
        entry: String,
        /// What was expected and found.
        problem: String,
    },
}

/// One step on the way to a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::catalogue) enum Step {
    Key(String),
    Index(usize),
}

impl From<&str> for Step {
    fn from(key: &str) -> Self {
        Self::Key(key.to_owned())
    }
}

impl From<usize> for Step {
    fn from(index: usize) -> Self {
        Self::Index(index)
    }
}

/// A problem with the way to it, innermost step first: the line is looked up only when there is a problem.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::catalogue) struct Fault {
    way: Vec<Step>,
    /// What was expected and found.
    pub(in crate::catalogue) problem: String,
}

impl Fault {
    /// A problem with the thing itself.
    pub(in crate::catalogue) fn here(problem: impl Into<String>) -> Self {
        Self { way: Vec::new(), problem: problem.into() }
    }

    /// A problem with a member of it.
    pub(in crate::catalogue) fn at(member: &str, problem: impl Into<String>) -> Self {
        Self::here(problem).within(member)
    }

    /// The same, seen from further out.
    pub(in crate::catalogue) fn within(mut self, step: impl Into<Step>) -> Self {
        self.way.push(step.into());
        self
    }

    /// The way to it as a JSON Pointer.
    pub(in crate::catalogue) fn pointer(&self) -> String {
        let token = |step: &Step| match step {
            Step::Key(key) => format!("/{}", escaped(key)),
            Step::Index(index) => format!("/{index}"),
        };
        self.way.iter().rev().map(token).collect()
    }

    pub(super) fn of(self, entry: &str, text: &str) -> CatalogueError {
        let line = line_at(text, place(text, &self.way));
        CatalogueError::Invalid { line, entry: entry.to_owned(), problem: self.problem }
    }
}

/// What the parser said, with its line.
pub(super) fn unreadable(text: &str, error: &toml::de::Error) -> CatalogueError {
    let line = line_at(text, error.span().map_or(0, |span| span.start));
    CatalogueError::NotReadable { line, problem: error.message().to_owned() }
}

fn line_at(text: &str, offset: usize) -> usize {
    text.bytes().take(offset).filter(|byte| *byte == b'\n').count() + 1
}

/// The line of the entry `slug` in a catalogue file that was read; `None` when it has no such entry.
pub fn line_of(text: &str, slug: &str) -> Option<usize> {
    let document = DeTable::parse(text).ok()?;
    let DeValue::Array(entries) = document.get_ref().get("achievement")?.get_ref() else { return None };
    let named = entries.iter().find_map(|entry| {
        let found = entry.get_ref().get("slug")?;
        (found.get_ref().as_str() == Some(slug)).then(|| found.span().start)
    })?;
    Some(line_at(text, named))
}

/// Where the value begins; what encloses it where the value is missing.
fn place(text: &str, way: &[Step]) -> usize {
    let Ok(document) = DeTable::parse(text) else { return 0 };
    let mut steps = way.iter().rev();
    let Some(Step::Key(first)) = steps.next() else { return 0 };
    let Some(mut found) = document.get_ref().get(first.as_str()) else { return 0 };
    let mut start = found.span().start;
    for step in steps {
        let next = match (step, found.get_ref()) {
            (Step::Key(key), DeValue::Table(table)) => table.get(key.as_str()),
            (Step::Index(index), DeValue::Array(items)) => items.get(*index),
            _ => None,
        };
        let Some(next) = next else { break };
        found = next;
        start = found.span().start;
    }
    start
}
