//! RDF statements while a document is canonicalised: texts borrowed, nodes by number.

mod order;

use std::sync::Arc;

use ahash::AHashMap;
use bumpalo::Bump;
use bumpalo::collections::{String as ArenaString, Vec as ArenaVec};

use crate::nquads;
use crate::quad::{self, Quad, Resource, Term, vocabulary as v};

pub(crate) use order::{compare_iris, compare_objects};

/// A node of the graph: which IRI, or which blank node.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Node {
    Iri(u32),
    Blank(u32),
}

/// A property, by number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Predicate(pub(crate) u32);

/// One statement.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Statement<'a> {
    pub(crate) subject: Node,
    pub(crate) predicate: Predicate,
    pub(crate) object: Object<'a>,
    /// `None` is the default graph.
    pub(crate) graph: Option<Node>,
}

#[derive(Debug, Clone, Copy)]
pub(crate) enum Object<'a> {
    Node(Node),
    Literal(Literal<'a>),
}

/// A literal.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Literal<'a> {
    /// The lexical form with the escapes of canonical N-Quads.
    pub(crate) escaped: &'a str,
    /// What follows the closing quotation mark: nothing for an `xsd:string`, `@…` or `^^<…>`.
    pub(crate) suffix: &'a str,
    /// How a document said it: a statement said in two ways is one statement, but not to every implementation.
    pub(crate) said: Said,
}

/// How a literal stood in a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Said {
    /// As text without a datatype, or not in a JSON document at all.
    Plainly,
    /// As text with a datatype or a language.
    WithType,
    AsNumber,
    AsBoolean,
    /// As a JSON literal that is a scalar.
    AsJson,
    /// As a JSON object or array, or with an `@index`: others do not see that two are the same.
    Uniquely,
}

/// Bytes of a blank node's label with `_:`, about.
const LABEL: usize = 10;

/// The statements of a document, repetitions included.
pub(crate) struct Dataset<'a> {
    arena: &'a Bump,
    pub(crate) statements: ArenaVec<'a, Statement<'a>>,
    /// IRIs as they are written: `<` and `>` around them.
    iris: ArenaVec<'a, &'a str>,
    /// Predicates as they are written: between spaces.
    predicates: ArenaVec<'a, &'a str>,
    /// The places of the predicates in the order of N-Quads.
    ranks: ArenaVec<'a, u32>,
    numbers: AHashMap<&'a str, u32>,
    /// The labels that blank nodes came with; those of a document have none and are called `b0`, `b1`, …
    labels: Vec<&'a str>,
    blanks: u32,
    bytes: usize,
}

impl<'a> Dataset<'a> {
    /// An empty dataset with room for so many statements.
    pub(crate) fn new(arena: &'a Bump, statements: usize) -> Self {
        let statements = ArenaVec::with_capacity_in(statements, arena);
        let (iris, predicates, ranks) = (ArenaVec::new_in(arena), ArenaVec::new_in(arena), ArenaVec::new_in(arena));
        Self {
            arena,
            statements,
            iris,
            predicates,
            ranks,
            numbers: AHashMap::with_capacity(64),
            labels: Vec::new(),
            blanks: 0,
            bytes: 0,
        }
    }

    /// The node with this IRI.
    pub(crate) fn iri(&mut self, text: &'a str) -> Node {
        let next = u32::try_from(self.iris.len()).unwrap_or(u32::MAX);
        Node::Iri(*self.numbers.entry(text).or_insert_with(|| {
            self.iris.push(joined(self.arena, ["<", text, ">"]));
            next
        }))
    }

    /// A predicate that is not there yet.
    pub(crate) fn add_predicate(&mut self, text: &'a str) -> Predicate {
        self.predicates.push(joined(self.arena, [" <", text, "> "]));
        Predicate(u32::try_from(self.predicates.len() - 1).unwrap_or(u32::MAX))
    }

    fn rank_predicates(&mut self, known: Option<&[u32]>) {
        self.ranks.clear();
        if let Some(known) = known {
            self.ranks.extend_from_slice(known);
            return;
        }
        let mut by_text: Vec<(&str, usize)> = self.predicates.iter().copied().zip(0..).collect();
        by_text.sort_unstable_by(|a, b| compare_iris(a.0, b.0));
        self.ranks.resize(by_text.len(), 0);
        for ((_, at), place) in by_text.into_iter().zip(0..) {
            self.ranks.iter_mut().skip(at).take(1).for_each(|rank| *rank = place);
        }
    }

    /// A predicate as it is written: ` <…> `.
    pub(crate) fn predicate_written(&self, predicate: Predicate) -> &'a str {
        self.predicates.get(predicate.0 as usize).copied().unwrap_or_default()
    }

    pub(crate) fn predicate_text(&self, predicate: Predicate) -> &'a str {
        let written = self.predicate_written(predicate);
        written.get(2..written.len().saturating_sub(2)).unwrap_or_default()
    }

    /// The place of a predicate in the order of N-Quads.
    pub(crate) fn rank(&self, predicate: Predicate) -> u32 {
        self.ranks.get(predicate.0 as usize).copied().unwrap_or_default()
    }

    /// A blank node nobody else has.
    pub(crate) fn blank(&mut self) -> Node {
        self.blanks += 1;
        Node::Blank(self.blanks - 1)
    }

    pub(crate) fn blanks(&self) -> usize {
        self.blanks as usize
    }

    /// How many IRIs there are.
    pub(crate) fn iris(&self) -> usize {
        self.iris.len()
    }

    pub(crate) fn statement(&self, number: u32) -> Option<&Statement<'a>> {
        self.statements.get(number as usize)
    }

    /// An IRI as it is written: `<…>`.
    pub(crate) fn iri_written(&self, number: u32) -> &'a str {
        self.iris.get(number as usize).copied().unwrap_or_default()
    }

    fn iri_text(&self, number: u32) -> &'a str {
        let written = self.iri_written(number);
        written.get(1..written.len().saturating_sub(1)).unwrap_or_default()
    }

    /// IRIs as they are written, before blank nodes by number.
    pub(crate) fn compare_nodes(&self, a: Node, b: Node) -> std::cmp::Ordering {
        match (a, b) {
            (Node::Iri(a), Node::Iri(b)) if a == b => std::cmp::Ordering::Equal,
            (Node::Iri(a), Node::Iri(b)) => self.iri_written(a).cmp(self.iri_written(b)),
            (Node::Iri(_), Node::Blank(_)) => std::cmp::Ordering::Less,
            (Node::Blank(_), Node::Iri(_)) => std::cmp::Ordering::Greater,
            (Node::Blank(a), Node::Blank(b)) => a.cmp(&b),
        }
    }

    /// How many bytes all lines have, about, once all statements are there.
    pub(crate) const fn bytes(&self) -> usize {
        self.bytes
    }

    /// Ends the list of statements: their length is known, and the order of their predicates, by ranks that are known for
    /// all of them or by their texts.
    pub(crate) fn close(&mut self, known: Option<&[u32]>) {
        self.bytes = self.measured();
        self.rank_predicates(known);
    }

    fn measured(&self) -> usize {
        let node = |node: Node| match node {
            Node::Iri(number) => self.iri_written(number).len(),
            Node::Blank(_) => LABEL,
        };
        let object = |object: &Object<'_>| match object {
            Object::Node(object) => node(*object),
            Object::Literal(literal) => literal.escaped.len() + literal.suffix.len() + 2,
        };
        let line = |statement: &Statement<'_>| {
            let predicate = self.predicate_written(statement.predicate).len();
            node(statement.subject) + predicate + object(&statement.object) + statement.graph.map_or(0, node) + 4
        };
        self.statements.iter().map(line).sum()
    }

    /// The label a blank node came with.
    pub(crate) fn label(&self, blank: u32) -> String {
        self.labels.get(blank as usize).map_or_else(|| format!("b{blank}"), |label| (*label).to_owned())
    }

    /// Borrows public quads; texts that need escapes are written into `arena`.
    pub(crate) fn of(quads: &'a [Quad], arena: &'a Bump) -> Self {
        let mut dataset = Self::new(arena, quads.len());
        let mut blanks = AHashMap::new();
        let mut predicates = AHashMap::new();
        for quad in quads {
            let statement = Statement {
                subject: dataset.resource(&quad.subject, &mut blanks),
                predicate: *predicates
                    .entry(&*quad.predicate)
                    .or_insert_with(|| dataset.add_predicate(&quad.predicate)),
                object: match &quad.object {
                    Term::Resource(resource) => Object::Node(dataset.resource(resource, &mut blanks)),
                    Term::Literal(literal) => Object::Literal(Literal::of(literal, arena)),
                },
                graph: quad.graph.as_ref().map(|graph| dataset.resource(graph, &mut blanks)),
            };
            dataset.statements.push(statement);
        }
        dataset.close(None);
        dataset
    }

    fn resource(&mut self, resource: &'a Resource, blanks: &mut AHashMap<&'a str, Node>) -> Node {
        match resource {
            Resource::Iri(text) => self.iri(text),
            Resource::Blank(label) => *blanks.entry(label).or_insert_with(|| {
                self.labels.push(label);
                self.blank()
            }),
        }
    }

    /// The statements as public quads.
    pub(crate) fn quads(&self) -> Vec<Quad> {
        let resource = |node: Node| match node {
            Node::Iri(number) => Resource::Iri(Arc::from(self.iri_text(number))),
            Node::Blank(blank) => Resource::Blank(Arc::from(self.label(blank))),
        };
        let quad = |statement: &Statement<'_>| Quad {
            subject: resource(statement.subject),
            predicate: Arc::from(self.predicate_text(statement.predicate)),
            object: match statement.object {
                Object::Node(node) => Term::Resource(resource(node)),
                Object::Literal(literal) => Term::Literal(literal.to_quad()),
            },
            graph: statement.graph.map(resource),
        };
        self.statements.iter().map(quad).collect()
    }
}

/// A language tag as it follows a literal.
pub(crate) fn language<'a>(tag: &str, arena: &'a Bump) -> &'a str {
    joined(arena, ["@", tag, ""])
}

/// A datatype as it follows a literal.
pub(crate) fn datatype<'a>(iri: &str, arena: &'a Bump) -> &'a str {
    joined(arena, ["^^<", iri, ">"])
}

fn joined<'a>(arena: &'a Bump, parts: [&str; 3]) -> &'a str {
    let mut text = ArenaString::with_capacity_in(parts.iter().map(|part| part.len()).sum(), arena);
    for part in parts {
        text.push_str(part);
    }
    text.into_bump_str()
}

impl<'a> Literal<'a> {
    fn of(literal: &'a quad::Literal, arena: &'a Bump) -> Self {
        let suffix = match &literal.language {
            Some(tag) => language(tag, arena),
            None if &*literal.datatype == v::XSD_STRING => "",
            None => datatype(&literal.datatype, arena),
        };
        Self { escaped: nquads::escaped(&literal.value, arena), suffix, said: Said::Plainly }
    }

    fn to_quad(self) -> quad::Literal {
        let datatype = self.suffix.strip_prefix("^^<").and_then(|written| written.strip_suffix('>'));
        let (datatype, language) = match (datatype, self.suffix.strip_prefix('@')) {
            (Some(datatype), _) => (datatype, None),
            (None, Some(tag)) => (v::RDF_LANG_STRING, Some(Arc::from(tag))),
            (None, None) => (v::XSD_STRING, None),
        };
        quad::Literal { value: Arc::from(nquads::unescaped(self.escaped)), datatype: Arc::from(datatype), language }
    }
}
