//! A document after expansion, as types instead of JSON: what cannot be said in RDF cannot be built here.
//!
//! Everything lies in one arena and is never changed once it is there.

use crate::context::Iri;
use crate::document::Json;

/// A member of an expanded array.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Item<'a> {
    Node(&'a NodeObject<'a>),
    Value(ValueObject<'a>),
    List(&'a [Self]),
}

/// An IRI, or a blank node by its label without `_:`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Resource<'a> {
    Iri(Iri<&'a str>),
    Blank(Iri<&'a str>),
}

/// A node object or, with nothing but `graph` and perhaps `id`, a graph object. A property may come more than once.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct NodeObject<'a> {
    pub(crate) id: Option<Resource<'a>>,
    pub(crate) types: &'a [Resource<'a>],
    pub(crate) properties: &'a [(Iri<&'a str>, &'a [Item<'a>])],
    pub(crate) reverse: &'a [(Iri<&'a str>, &'a [&'a Self])],
    pub(crate) graph: Option<&'a [&'a Self]>,
    pub(crate) included: &'a [&'a Self],
}

impl NodeObject<'_> {
    /// Nothing is said about it: in a graph it would leave no statement.
    pub(crate) fn says_nothing(&self) -> bool {
        self.graph.is_none() && self.is_bare()
    }

    /// A graph object in the sense of JSON-LD 1.1 §9.4.
    pub(crate) fn is_graph_object(&self) -> bool {
        self.graph.is_some() && self.is_bare()
    }

    fn is_bare(&self) -> bool {
        self.types.is_empty() && self.properties.is_empty() && self.reverse.is_empty() && self.included.is_empty()
    }
}

/// A value object.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct ValueObject<'a> {
    pub(crate) scalar: Scalar<'a>,
    pub(crate) kind: Kind<'a>,
    /// It has an `@index`, which says nothing in RDF.
    pub(crate) indexed: bool,
}

/// What stands under `@value`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Scalar<'a> {
    Text(&'a str),
    Bool(bool),
    Number(f64),
    Json(Json<'a>),
}

/// What stands beside `@value`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Kind<'a> {
    Plain,
    Typed(Iri<&'a str>),
    Tagged(Iri<&'a str>),
    /// A JSON literal (JSON-LD 1.1 §4.2.2).
    Json,
}

/// The result of expanding one JSON value: whether it was an array matters inside lists.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Expanded<'a> {
    Nothing,
    One(Item<'a>),
    Many(&'a [Item<'a>]),
}
