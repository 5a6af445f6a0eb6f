//! Reading a [`Document`]: places in it, and what stands there.

use std::fmt::Write as _;
use std::ops::Range;

use serde_json::{Map, Number, Value};

use super::{Document, Node};

/// A value at its place.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Json<'t> {
    document: &'t Document<'t>,
    at: usize,
}

/// The same place in the same document.
impl PartialEq for Json<'_> {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.document, other.document) && self.at == other.at
    }
}

/// What a value is.
#[derive(Debug)]
pub(crate) enum View<'t> {
    Null,
    Bool(bool),
    Number(f64),
    Text(&'t str),
    Array(Items<'t>),
    Object(Members<'t>),
}

impl<'t> Json<'t> {
    pub(super) fn new(document: &'t Document<'t>, at: usize) -> Self {
        Self { document, at }
    }

    pub(crate) fn view(self) -> View<'t> {
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

    pub(crate) fn text(self) -> Option<&'t str> {
        match self.view() {
            View::Text(text) => Some(text),
            _ => None,
        }
    }

    pub(crate) fn is_null(self) -> bool {
        matches!(self.view(), View::Null)
    }

    pub(crate) fn is_array(self) -> bool {
        matches!(self.document.nodes.get(self.at), Some(Node::Array(_)))
    }

    pub(crate) fn members(self) -> Option<Members<'t>> {
        match self.view() {
            View::Object(members) => Some(members),
            _ => None,
        }
    }

    pub(crate) fn get(self, name: &str) -> Option<Self> {
        self.members()?.find(|(key, _)| *key == name).map(|(_, value)| value)
    }

    /// The items of an array, or the one value that stands for an array of one.
    pub(crate) fn one_or_many(self) -> Items<'t> {
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

    pub(crate) fn to_value(self) -> Value {
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
    pub(crate) fn fingerprint(self, out: &mut String) {
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

/// The items of an array.
#[derive(Debug, Clone)]
pub(crate) struct Items<'t> {
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

/// The members of an object, without the one that is hidden.
#[derive(Debug, Clone)]
pub(crate) struct Members<'t> {
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
