//! Active contexts and their terms (JSON-LD 1.1 API §4).

mod container;
mod define;
mod name;
mod process;
mod terms;

use std::collections::HashMap;
use std::rc::Rc;
use std::sync::Arc;

use serde_json::Value;

pub(crate) use container::Container;
pub(crate) use name::{Name, Scope};
pub(crate) use process::{Contexts, Local};
pub(crate) use terms::{is_language, no_direction};

/// An active context. Never changed once others can see it; its `id` stands for it in the memo.
#[derive(Debug, Clone)]
pub(crate) struct Context<'d> {
    id: u32,
    terms: HashMap<&'d str, Rc<Definition<'d>>>,
    base: Option<Arc<str>>,
    vocab: Option<Arc<str>>,
    language: Option<Arc<str>>,
    previous: Option<Rc<Self>>,
}

impl<'d> Context<'d> {
    pub(crate) fn term(&self, term: &str) -> Option<&Definition<'d>> {
        self.terms.get(term).map(Rc::as_ref)
    }

    /// The context to go back to when a node of its own begins (JSON-LD 1.1 §4.1.8, context propagation).
    pub(crate) fn previous(&self) -> Option<&Rc<Self>> {
        self.previous.as_ref()
    }

    pub(crate) fn container(&self, term: Option<&str>) -> Container {
        term.and_then(|term| self.term(term)).map_or(Container::NONE, |definition| definition.container)
    }

    pub(crate) fn language(&self) -> Option<&Arc<str>> {
        self.language.as_ref()
    }
}

/// A term definition (JSON-LD 1.1 API §4.1).
#[derive(Debug, Clone)]
pub(crate) struct Definition<'d> {
    /// What the term expands to; [`Name::Null`] when it is decoupled.
    pub(crate) name: Name,
    /// Whether it may start a compact IRI.
    pub(crate) prefix: bool,
    pub(crate) protected: bool,
    pub(crate) reverse: bool,
    pub(crate) container: Container,
    pub(crate) coercion: Option<Coercion>,
    pub(crate) language: TermLanguage,
    pub(crate) index: Option<&'d str>,
    pub(crate) nest: Option<&'d str>,
    pub(crate) scoped: Option<Scoped<'d>>,
}

impl Definition<'_> {
    /// Whether nothing but the protection differs: a protected term may be defined again in the same way.
    fn says_the_same(&self, other: &Self) -> bool {
        self.name == other.name
            && self.prefix == other.prefix
            && self.reverse == other.reverse
            && self.container == other.container
            && self.coercion == other.coercion
            && self.language == other.language
            && self.index == other.index
            && self.nest == other.nest
            && self.scoped.as_ref().map(|scoped| scoped.local) == other.scoped.as_ref().map(|scoped| scoped.local)
    }
}

/// A context that holds only under a property or a type, and the URL of the document it stands in.
#[derive(Debug, Clone)]
pub(crate) struct Scoped<'d> {
    pub(crate) local: &'d Value,
    pub(crate) url: Option<Arc<str>>,
}

/// The type mapping of a term.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Coercion {
    Id,
    Vocab,
    Json,
    None,
    Datatype(Name),
}

/// The language mapping of a term.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum TermLanguage {
    /// The context's default language holds.
    Inherited,
    /// `null`: no language.
    Cleared,
    Tag(Arc<str>),
}
