//! Filling a [`Document`], with every bound checked while it grows.

use std::fmt;

use ahash::AHashSet;
use serde::de::{DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde_json::{Number, Value};

use super::{Document, Node, Span};
use crate::{Budget, CanonError, Limit, jcs};

/// How many members of an object are compared one by one before a set takes over.
const FEW: usize = 16;

pub(super) struct Reader<'a, 'b> {
    document: Document<'a>,
    budget: &'b Budget,
    values: usize,
    depth: usize,
    fault: Option<CanonError>,
}

impl<'a, 'b> Reader<'a, 'b> {
    pub(super) fn new(source: &'a str, budget: &'b Budget) -> Self {
        let nodes = Vec::with_capacity((source.len() / 12).min(budget.nodes));
        let document = Document { source, copied: String::new(), nodes, hidden: 0..0 };
        Self { document, budget, values: 0, depth: 0, fault: None }
    }

    pub(super) fn text(mut self, text: &'a str) -> Result<Document<'a>, CanonError> {
        if u32::try_from(text.len()).is_err() {
            return Err(too_many(Limit::Bytes, self.budget.bytes));
        }
        let mut deserializer = serde_json::Deserializer::from_str(text);
        let read = Next(&mut self).deserialize(&mut deserializer).and_then(|()| deserializer.end());
        match (read, self.fault) {
            (_, Some(fault)) => Err(fault),
            (Ok(()), None) => Ok(self.document),
            (Err(error), None) => Err(CanonError::NotJson { line: error.line(), column: error.column() }),
        }
    }

    pub(super) fn value(mut self, value: &Value) -> Result<Document<'a>, CanonError> {
        self.append(value)?;
        Ok(self.document)
    }

    fn append(&mut self, value: &Value) -> Result<(), CanonError> {
        match value {
            Value::Null => self.push(Node::Null),
            Value::Bool(value) => self.push(Node::Bool(*value)),
            Value::Number(number) => self.push(Node::Number(jcs::double(number))),
            Value::String(text) => {
                let span = self.copy(text)?;
                self.push(Node::Text(span))
            }
            Value::Array(items) => {
                let at = self.open(Node::Array(0))?;
                items.iter().try_for_each(|item| self.append(item))?;
                self.close(at, Node::Array)
            }
            Value::Object(members) => {
                let at = self.open(Node::Object(0))?;
                for (name, value) in members {
                    let span = self.copy(name)?;
                    self.document.nodes.push(Node::Name(span));
                    self.append(value)?;
                }
                self.close(at, Node::Object)
            }
        }
    }

    fn push(&mut self, node: Node) -> Result<(), CanonError> {
        self.values += 1;
        if self.values > self.budget.nodes {
            return Err(too_many(Limit::Nodes, self.budget.nodes));
        }
        self.document.nodes.push(node);
        Ok(())
    }

    fn open(&mut self, node: Node) -> Result<usize, CanonError> {
        self.depth += 1;
        if self.depth > self.budget.depth {
            return Err(too_many(Limit::Depth, self.budget.depth));
        }
        self.push(node)?;
        Ok(self.document.nodes.len() - 1)
    }

    fn close(&mut self, at: usize, container: fn(u32) -> Node) -> Result<(), CanonError> {
        self.depth -= 1;
        let end = u32::try_from(self.document.nodes.len());
        let end = end.map_err(|_| too_many(Limit::Nodes, self.budget.nodes))?;
        if let Some(node) = self.document.nodes.get_mut(at) {
            *node = container(end);
        }
        Ok(())
    }

    /// A text that lies in the source is named by its place; any other is copied.
    fn borrow(&mut self, text: &str) -> Result<Span, CanonError> {
        let start = text.as_ptr().addr().wrapping_sub(self.document.source.as_ptr().addr());
        match (u32::try_from(start), u32::try_from(text.len())) {
            (Ok(start), Ok(length)) if start as usize + text.len() <= self.document.source.len() => {
                Ok(Span { start, length, copied: false })
            }
            _ => self.copy(text),
        }
    }

    fn copy(&mut self, text: &str) -> Result<Span, CanonError> {
        let (start, length) = (u32::try_from(self.document.copied.len()), u32::try_from(text.len()));
        let (Ok(start), Ok(length)) = (start, length) else {
            return Err(too_many(Limit::Bytes, self.budget.bytes));
        };
        self.document.copied.push_str(text);
        Ok(Span { start, length, copied: true })
    }

    /// Keeps a refusal of ours apart from the parser's own.
    fn keep<T, E: serde::de::Error>(&mut self, result: Result<T, CanonError>) -> Result<T, E> {
        result.map_err(|fault| {
            self.fault = Some(fault);
            E::custom("out of bounds")
        })
    }
}

fn too_many(limit: Limit, allowed: usize) -> CanonError {
    CanonError::TooComplex { limit, allowed }
}

/// The next value.
struct Next<'r, 'a, 'b>(&'r mut Reader<'a, 'b>);

impl<'de> DeserializeSeed<'de> for Next<'_, '_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Next<'_, '_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E: serde::de::Error>(self) -> Result<(), E> {
        let pushed = self.0.push(Node::Null);
        self.0.keep(pushed)
    }

    fn visit_bool<E: serde::de::Error>(self, value: bool) -> Result<(), E> {
        let pushed = self.0.push(Node::Bool(value));
        self.0.keep(pushed)
    }

    fn visit_i64<E: serde::de::Error>(self, value: i64) -> Result<(), E> {
        self.visit_f64(jcs::double(&Number::from(value)))
    }

    fn visit_u64<E: serde::de::Error>(self, value: u64) -> Result<(), E> {
        self.visit_f64(jcs::double(&Number::from(value)))
    }

    fn visit_f64<E: serde::de::Error>(self, value: f64) -> Result<(), E> {
        let pushed = self.0.push(Node::Number(value));
        self.0.keep(pushed)
    }

    fn visit_borrowed_str<E: serde::de::Error>(self, text: &'de str) -> Result<(), E> {
        let pushed = self.0.borrow(text).and_then(|span| self.0.push(Node::Text(span)));
        self.0.keep(pushed)
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<(), E> {
        let pushed = self.0.copy(text).and_then(|span| self.0.push(Node::Text(span)));
        self.0.keep(pushed)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        let reader = self.0;
        let opened = reader.open(Node::Array(0));
        let at = reader.keep(opened)?;
        while items.next_element_seed(Next(reader))?.is_some() {}
        let closed = reader.close(at, Node::Array);
        reader.keep(closed)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<(), A::Error> {
        let reader = self.0;
        let opened = reader.open(Node::Object(0));
        let at = reader.keep(opened)?;
        let mut names = Names::from(at + 1);
        while let Some(span) = members.next_key_seed(Name(reader))? {
            if names.repeats(&reader.document, span) {
                let name = reader.document.text(span).chars().take(100).collect();
                reader.fault = Some(CanonError::RepeatedMember { name });
                return Err(A::Error::custom("a repeated member"));
            }
            members.next_value_seed(Next(reader))?;
        }
        let closed = reader.close(at, Node::Object);
        reader.keep(closed)
    }
}

/// The name of the next member.
struct Name<'r, 'a, 'b>(&'r mut Reader<'a, 'b>);

impl<'de> DeserializeSeed<'de> for Name<'_, '_, '_> {
    type Value = Span;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Span, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for Name<'_, '_, '_> {
    type Value = Span;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a member's name")
    }

    fn visit_borrowed_str<E: serde::de::Error>(self, text: &'de str) -> Result<Span, E> {
        let span = self.0.borrow(text).inspect(|span| self.0.document.nodes.push(Node::Name(*span)));
        self.0.keep(span)
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Span, E> {
        let span = self.0.copy(text).inspect(|span| self.0.document.nodes.push(Node::Name(*span)));
        self.0.keep(span)
    }
}

/// The names met in one object. Most objects are small and their names differ in length or first letters.
struct Names {
    /// Where the object's members begin in the list.
    start: usize,
    count: usize,
    /// One bit for each (length, first and last byte) met: only a bit that is set asks for a comparison.
    filter: u64,
    many: AHashSet<String>,
}

impl Names {
    fn from(start: usize) -> Self {
        Self { start, count: 0, filter: 0, many: AHashSet::new() }
    }

    /// Whether the name that was read last stands in the object already.
    fn repeats(&mut self, document: &Document<'_>, span: Span) -> bool {
        let name = document.text(span);
        self.count += 1;
        if self.count > FEW {
            if self.many.is_empty() {
                self.many = self.earlier(document).map(str::to_owned).collect();
            }
            return !self.many.insert(name.to_owned());
        }
        let ends = (name.bytes().next().unwrap_or(0), name.bytes().last().unwrap_or(0));
        let bit = 1 << ((name.len() * 7 + usize::from(ends.0) * 3 + usize::from(ends.1)) % 64);
        let repeated = self.filter & bit != 0 && self.earlier(document).any(|known| known == name);
        self.filter |= bit;
        repeated
    }

    /// The names before the last one.
    fn earlier<'d>(&self, document: &'d Document<'_>) -> impl Iterator<Item = &'d str> {
        document.names(self.start, self.count - 1)
    }
}
