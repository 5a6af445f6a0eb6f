//! Reading a [`Document`]: places in it, and what stands there.

use std::fmt::Write as _;
use std::ops::Range;

use serde_json::{Map, Number, Value};

use super::{Document, Node};

/// A value at its place in a [`Document`]. Members that are hidden are not seen.
#[derive(Debug, Clone, Copy)]
pub struct Json<'t> {
    document: &'t Document<'t>,
    at: usize,
}

/// The same place in the same document.
impl PartialEq for Json<'_> {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.document, other.document) && self.at == other.at
    }
}

/// What a value is (RFC 8259 §3).
#[derive(Debug)]
pub enum View<'t> {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number, as the IEEE 754 double that is nearest to it.
    Number(f64),
    /// A string, its escapes resolved.
    Text(&'t str),
    /// An array, by its items.
    Array(Items<'t>),
    /// An object, by its members.
    Object(Members<'t>),
}

impl<'t> Json<'t> {
    pub(super) fn new(document: &'t Document<'t>, at: usize) -> Self {
        Self { document, at }
    }

    /// What it is.
    pub fn view(self) -> View<'t> {
        let document = self.document;
        let next = self.at + 1;
        match document.nodes.get(self.at) {
            None | Some(Node::Null) => View::Null,
            Some(Node::Bool(value)) => View::Bool(*value),
            Some(Node::Number(number)) => View::Number(*number),
            Some(Node::Text(span) | Node::Name(span)) => View::Text(document.text(*span)),
            Some(Node::Array(end)) => View::Array(Items { document, next, end: *end as usize }),
            Some(Node::Object(end)) => View::Object(Members { document, next, end: *end as usize }),
        }
    }

    /// The place behind this value.
    fn end(self) -> usize {
        match self.document.nodes.get(self.at) {
            Some(Node::Array(end) | Node::Object(end)) => *end as usize,
            _ => self.at + 1,
        }
    }

    /// The string, when it is one.
    pub fn text(self) -> Option<&'t str> {
        match self.view() {
            View::Text(text) => Some(text),
            _ => None,
        }
    }

    /// Whether it is `null`.
    pub fn is_null(self) -> bool {
        matches!(self.view(), View::Null)
    }

    /// Whether it is an array.
    pub fn is_array(self) -> bool {
        matches!(self.document.nodes.get(self.at), Some(Node::Array(_)))
    }

    /// The members, when it is an object.
    pub fn members(self) -> Option<Members<'t>> {
        match self.view() {
            View::Object(members) => Some(members),
            _ => None,
        }
    }

    /// The value of a member, when it is an object that has one of this name.
    pub fn get(self, name: &str) -> Option<Self> {
        self.members()?.find(|(key, _)| *key == name).map(|(_, value)| value)
    }

    /// The items of an array, or the one value that stands for an array of one.
    pub fn one_or_many(self) -> Items<'t> {
        match self.view() {
            View::Array(items) => items,
            _ => Items { document: self.document, next: self.at, end: self.end() },
        }
    }

    /// The places of a member's name and value.
    pub(super) fn entry(self, name: &str) -> Option<Range<usize>> {
        let value = self.get(name)?;
        Some(value.at - 1..value.end())
    }

    /// The value as a document of its own. What is hidden around it stays behind.
    pub fn to_document(self) -> Document<'t> {
        let range = self.at..self.end();
        let start = u32::try_from(range.start).unwrap_or(u32::MAX);
        let nodes = self.document.nodes.get(range).unwrap_or_default();
        // Texts are copied in the order they are read in, so those of a value lie side by side.
        let texts = || nodes.iter().filter_map(Node::copied);
        let copied =
            texts().next().map_or(0..0, |first| first.start..texts().next_back().map_or(first.end, |last| last.end));
        let moved = |node: &Node| node.moved((start, u32::try_from(copied.start).unwrap_or(u32::MAX)));
        let nodes = nodes.iter().map(moved).collect();
        let copied = self.document.copied.get(copied.clone()).unwrap_or_default().to_owned();
        Document { source: self.document.source, copied, nodes, hidden: 0..0 }
    }

    /// The value at a JSON Pointer (RFC 6901) below this one.
    pub fn pointer(self, pointer: &str) -> Option<Self> {
        let mut value = self;
        for step in pointer.split('/').skip(1) {
            let step = step.replace("~1", "/").replace("~0", "~");
            value = match value.view() {
                View::Array(mut items) => items.nth(step.parse().ok()?)?,
                _ => value.get(&step)?,
            };
        }
        Some(value)
    }

    /// A copy.
    pub fn to_value(self) -> Value {
        match self.view() {
            View::Null => Value::Null,
            View::Bool(value) => Value::Bool(value),
            View::Number(number) => self::number(number),
            View::Text(text) => Value::String(text.to_owned()),
            View::Array(items) => Value::Array(items.map(Json::to_value).collect()),
            View::Object(members) => {
                let members: Map<String, Value> =
                    members.map(|(name, value)| (name.to_owned(), value.to_value())).collect();
                Value::Object(members)
            }
        }
    }

    /// Writes a text that is the same for the same value, and for no other.
    pub fn fingerprint(self, out: &mut String) {
        // Writing to a String cannot fail.
        let text = |out: &mut String, text: &str| _ = write!(out, "\"{}:{text}", text.len());
        match self.view() {
            View::Null => out.push('n'),
            View::Bool(value) => out.push(if value { 't' } else { 'f' }),
            View::Number(number) => _ = write!(out, "#{:x}", number.to_bits()),
            View::Text(value) => text(out, value),
            View::Array(items) => {
                out.push('[');
                items.for_each(|item| item.fingerprint(out));
                out.push(']');
            }
            View::Object(members) => {
                out.push('{');
                for (name, value) in members {
                    text(out, name);
                    value.fingerprint(out);
                }
                out.push('}');
            }
        }
    }
}

/// Numbers are doubles here; a whole one is given back as an integer, so that it is written as it was.
fn number(number: f64) -> Value {
    let text = crate::number::ecmascript(number);
    text.parse::<Number>().map_or(Value::Null, Value::Number)
}

/// The items of an array, in order.
#[derive(Debug, Clone)]
pub struct Items<'t> {
    document: &'t Document<'t>,
    next: usize,
    end: usize,
}

impl<'t> Iterator for Items<'t> {
    type Item = Json<'t>;

    fn next(&mut self) -> Option<Json<'t>> {
        if self.next >= self.end {
            return None;
        }
        let item = Json::new(self.document, self.next);
        self.next = item.end();
        Some(item)
    }
}

/// The members of an object as they stand, without the one that is hidden.
#[derive(Debug, Clone)]
pub struct Members<'t> {
    document: &'t Document<'t>,
    next: usize,
    end: usize,
}

impl<'t> Members<'t> {
    /// The members between two places.
    pub(super) fn open(document: &'t Document<'t>, next: usize, end: usize) -> Self {
        Self { document, next, end }
    }
}

impl<'t> Iterator for Members<'t> {
    type Item = (&'t str, Json<'t>);

    fn next(&mut self) -> Option<Self::Item> {
        let hidden = &self.document.hidden;
        if self.next == hidden.start && !hidden.is_empty() {
            self.next = hidden.end;
        }
        if self.next >= self.end {
            return None;
        }
        let Some(Node::Name(span)) = self.document.nodes.get(self.next) else { return None };
        let value = Json::new(self.document, self.next + 1);
        self.next = value.end();
        Some((self.document.text(*span), value))
    }
}
