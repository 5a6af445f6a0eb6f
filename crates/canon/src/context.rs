//! Active contexts and their terms (JSON-LD 1.1 API §4).

mod bank;
mod container;
mod define;
mod memory;
mod name;
mod process;
mod terms;

pub(crate) use bank::{Bank, ContextId, DefinitionId, IriId, LocalId, Symbol};
pub(crate) use container::Container;
pub use memory::{Memory, Remembering};
pub(crate) use name::{Iri, Name, Scope};
pub(crate) use process::{Apply, Contexts};
pub(crate) use terms::{is_language, no_direction};

/// A term definition (JSON-LD 1.1 API §4.1), its texts by number in the [`Bank`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Definition {
    /// What the term expands to; [`Name::Null`] when it is decoupled.
    pub(crate) name: Name<IriId>,
    /// Whether it may start a compact IRI.
    pub(crate) prefix: bool,
    pub(crate) protected: bool,
    pub(crate) reverse: bool,
    pub(crate) container: Container,
    pub(crate) coercion: Option<Coercion>,
    pub(crate) language: TermLanguage,
    pub(crate) index: Option<Symbol>,
    pub(crate) nest: Option<Symbol>,
    pub(crate) scoped: Option<LocalId>,
}

impl Definition {
    /// Of a term without any meaning.
    const NONE: Self = Self {
        name: Name::Null,
        prefix: false,
        protected: false,
        reverse: false,
        container: Container::NONE,
        coercion: None,
        language: TermLanguage::Inherited,
        index: None,
        nest: None,
        scoped: None,
    };
}

/// The type mapping of a term.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Coercion {
    Id,
    Vocab,
    Json,
    None,
    Datatype(IriId),
}

/// The language mapping of a term.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum TermLanguage {
    /// The context's default language holds.
    Inherited,
    /// `null`: no language.
    Cleared,
    Tag(IriId),
}
