//! A JSON document as a flat list of values: read once and within bounds, walked without copying.

mod read;
mod walk;

use std::ops::Range;

use serde_json::Value;

use crate::{Budget, CanonError};
use read::Reader;
pub use walk::{Items, Json, Members, View};

/// A JSON document within a [`Budget`]: as many values and as deep as it allows, no member twice in one object.
///
/// RFC 8259 §4 leaves open what a repeated member means, and parsers differ; a signature needs one reading.
#[derive(Debug, Clone)]
pub struct Document<'a> {
    source: &'a str,
    /// Texts that do not stand in `source` as they are: those with escapes, and all of a document made of values.
    copied: String,
    nodes: Vec<Node>,
    /// The entries of the member that is left out, as a range of `nodes`.
    hidden: Range<usize>,
}

/// A value, or the name of the member that follows it. Containers hold the index behind their last entry.
#[derive(Debug, Clone, Copy)]
enum Node {
    Null,
    Bool(bool),
    Number(f64),
    Text(Span),
    Name(Span),
    Array(u32),
    Object(u32),
}

impl Node {
    /// Where its text lies among the copied ones, if it does.
    fn copied(&self) -> Option<Range<usize>> {
        match self {
            Self::Text(span) | Self::Name(span) if span.copied => Some(span.range()),
            _ => None,
        }
    }

    /// The same in a document whose list begins at `start` of this one's, and whose copied texts at `copied`.
    fn moved(self, (start, copied): (u32, u32)) -> Self {
        let text = |span: Span| Span {
            start: if span.copied { span.start.saturating_sub(copied) } else { span.start },
            ..span
        };
        match self {
            Self::Array(end) => Self::Array(end.saturating_sub(start)),
            Self::Object(end) => Self::Object(end.saturating_sub(start)),
            Self::Text(span) => Self::Text(text(span)),
            Self::Name(span) => Self::Name(text(span)),
            other => other,
        }
    }
}

impl Span {
    const fn range(self) -> Range<usize> {
        let start = self.start as usize;
        start..start + self.length as usize
    }
}

/// Where a text stands.
#[derive(Debug, Clone, Copy)]
struct Span {
    start: u32,
    length: u32,
    copied: bool,
}

impl<'a> Document<'a> {
    /// Reads JSON text.
    ///
    /// # Errors
    /// [`CanonError::NotJson`], [`CanonError::RepeatedMember`], or [`CanonError::TooComplex`] as soon as a bound is
    /// exceeded: nothing behind that place is read.
    pub fn parse(text: &'a str, budget: &Budget) -> Result<Self, CanonError> {
        Reader::new(text, budget).text(text)
    }

    /// The JSON text it was read from; nothing for a document made of a value.
    pub const fn source(&self) -> &'a str {
        self.source
    }

    /// Takes over a value that was parsed elsewhere.
    ///
    /// # Errors
    /// [`CanonError::TooComplex`] when it has more values or is deeper than the budget allows.
    pub fn of(value: &Value, budget: &Budget) -> Result<Document<'static>, CanonError> {
        Reader::new("", budget).value(value)
    }

    /// The member `name` of the document, when it is an object that has one, as a value of its own.
    pub fn member(&self, name: &str) -> Option<Value> {
        self.root().get(name).map(Json::to_value)
    }

    /// Leaves the member `name` out of everything that follows, as proofs are left out of what they sign; any member
    /// left out before is there again.
    pub fn hide(&mut self, name: &str) {
        self.hidden = 0..0;
        self.hidden = self.root().entry(name).unwrap_or(0..0);
    }

    /// About how many values there are.
    pub(crate) fn size(&self) -> usize {
        self.nodes.len() / 2
    }

    /// The value that the document is.
    pub fn root(&self) -> Json<'_> {
        Json::new(self, 0)
    }

    /// The names of the first `count` members of the object whose members begin at `start`.
    fn names(&self, start: usize, count: usize) -> impl Iterator<Item = &str> {
        let names = Members::open(self, start, self.nodes.len()).take(count);
        names.map(|(name, _)| name)
    }

    fn text(&self, span: Span) -> &str {
        let text = if span.copied { &self.copied } else { self.source };
        text.get(span.range()).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests;
