//! A document after expansion, as types instead of JSON: what cannot be said in RDF cannot be built here.

use std::sync::Arc;

use serde_json::Value;

use crate::quad::Resource;

/// A member of an expanded array.
#[derive(Debug)]
pub(crate) enum Item<'d> {
    Node(Box<NodeObject<'d>>),
    Value(ValueObject<'d>),
    List(Vec<Self>),
}

/// A node object or, with nothing but `graph` and perhaps `id`, a graph object. A property may come more than once.
#[derive(Debug, Default)]
pub(crate) struct NodeObject<'d> {
    pub(crate) id: Option<Resource>,
    pub(crate) types: Vec<Resource>,
    pub(crate) properties: Vec<(Arc<str>, Vec<Item<'d>>)>,
    pub(crate) reverse: Vec<(Arc<str>, Vec<Self>)>,
    pub(crate) graph: Option<Vec<Self>>,
    pub(crate) included: Vec<Self>,
}

impl NodeObject<'_> {
    pub(crate) fn reference(id: Resource) -> Self {
        Self { id: Some(id), ..Self::default() }
    }

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
#[derive(Debug)]
pub(crate) struct ValueObject<'d> {
    pub(crate) scalar: Scalar<'d>,
    pub(crate) kind: Kind,
}

/// What stands under `@value`.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Scalar<'d> {
    Text(&'d str),
    Bool(bool),
    Number(f64),
    Json(&'d Value),
}

/// What stands beside `@value`.
#[derive(Debug)]
pub(crate) enum Kind {
    Plain,
    Typed(Arc<str>),
    Tagged(Arc<str>),
}

/// The result of expanding one JSON value: whether it was an array matters inside lists.
#[derive(Debug)]
pub(crate) enum Expanded<'d> {
    Nothing,
    One(Item<'d>),
    Many(Vec<Item<'d>>),
}

impl<'d> Expanded<'d> {
    pub(crate) fn into_items(self) -> Vec<Item<'d>> {
        match self {
            Self::Nothing => Vec::new(),
            Self::One(item) => vec![item],
            Self::Many(items) => items,
        }
    }
}
