//! Everything contexts have said so far, each thing once and by number.

use std::num::NonZeroU32;
use std::sync::Arc;

use ahash::AHashMap;
use serde_json::Value;

use super::{Definition, Name};
use crate::dataset::compare_iris;
use crate::iri;
use crate::quad::vocabulary as v;

/// A term, or a text that may become one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Symbol(u32);

/// An IRI, a blank node's label or a language tag that a context made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct IriId(u32);

impl IriId {
    /// The vocabulary of RDF itself, known to every bank.
    pub(crate) const RDF_TYPE: Self = Self(0);
    pub(crate) const RDF_FIRST: Self = Self(1);
    pub(crate) const RDF_REST: Self = Self(2);
    pub(crate) const RDF_NIL: Self = Self(3);

    pub(crate) fn index(self) -> usize {
        self.0 as usize
    }
}

/// An active context.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct ContextId(u32);

impl ContextId {
    /// The empty context, where documents without a base begin.
    pub(super) const FIRST: Self = Self(0);
}

/// A term definition. Two that say the same are one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct DefinitionId(NonZeroU32);

/// A local context: the value of some `@context`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct LocalId(u32);

/// The contexts, terms and texts met so far. Nothing is ever taken away, so numbers stay valid.
#[derive(Debug, Clone, Default)]
pub(crate) struct Bank {
    terms: Texts,
    iris: Texts,
    /// Whether every character of an IRI may stand in N-Quads, by [`IriId`].
    clean: Vec<bool>,
    /// The place of an IRI among all of them in the order of N-Quads, by [`IriId`]; those met later have none.
    ranks: Vec<u32>,
    /// Whether any context makes the term another name of a keyword, by [`Symbol`].
    aliases: Vec<bool>,
    definitions: Vec<Definition>,
    known_definitions: AHashMap<Definition, u32>,
    contexts: Vec<Arc<Context>>,
    locals: Vec<Local>,
    known_locals: AHashMap<Origin, LocalId>,
    written: AHashMap<Box<str>, LocalId>,
    steps: AHashMap<Step, u32>,
    outcomes: Vec<Outcome>,
}

/// An active context. Its terms are found by the number of their symbol.
#[derive(Debug, Clone, Default)]
pub(crate) struct Context {
    /// One more than the number of the definition; 0 where there is none.
    definitions: Vec<u32>,
    /// How many terms are defined.
    pub(super) size: usize,
    pub(super) base: Option<IriId>,
    pub(super) vocab: Option<IriId>,
    pub(super) language: Option<IriId>,
    /// The context to go back to when a node of its own begins (JSON-LD 1.1 §4.1.8, context propagation).
    pub(super) previous: Option<ContextId>,
}

impl Context {
    fn definition(&self, term: Symbol) -> Option<DefinitionId> {
        self.definitions.get(term.0 as usize).copied().and_then(NonZeroU32::new).map(DefinitionId)
    }
}

static EMPTY: Context =
    Context { definitions: Vec::new(), size: 0, base: None, vocab: None, language: None, previous: None };

/// A local context and the URL of the document it stands in, `None` in the document itself.
#[derive(Debug, Clone)]
pub(super) struct Local {
    pub(super) value: Arc<Value>,
    pub(super) url: Option<Arc<str>>,
}

/// Where a local context comes from: what makes it the same one.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Origin {
    /// Written in the document, by its fingerprint.
    Written(Box<str>),
    /// A context document, by its URL.
    Published(Arc<str>),
    /// Under a term: the local context around it, which of its items, and the term.
    Scoped(LocalId, usize, Symbol),
}

/// One step of context processing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Step {
    pub(super) active: ContextId,
    pub(super) local: LocalId,
    pub(super) override_protected: bool,
    pub(super) propagate: bool,
}

/// Where a step led, and what it costs a document that takes it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Outcome {
    pub(super) context: ContextId,
    pub(super) cost: Cost,
}

/// Terms defined or copied, and bytes of IRIs made, all steps within included.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Cost {
    pub(super) terms: usize,
    pub(super) bytes: usize,
}

/// Texts by number.
#[derive(Debug, Clone, Default)]
struct Texts {
    numbers: AHashMap<Arc<str>, u32>,
    texts: Vec<Arc<str>>,
}

impl Texts {
    fn intern(&mut self, text: &str) -> u32 {
        if let Some(number) = self.numbers.get(text) {
            return *number;
        }
        let number = number(self.texts.len());
        let text: Arc<str> = Arc::from(text);
        self.texts.push(Arc::clone(&text));
        self.numbers.insert(text, number);
        number
    }

    fn get(&self, number: u32) -> &str {
        self.texts.get(number as usize).map_or("", AsRef::as_ref)
    }
}

/// The number of the next thing in a list. The budget ends a document long before four thousand million things.
fn number(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

impl Bank {
    /// A bank with the vocabulary of RDF and the empty context.
    pub(super) fn new() -> Self {
        let mut bank = Self::default();
        for iri in [v::RDF_TYPE, v::RDF_FIRST, v::RDF_REST, v::RDF_NIL] {
            bank.intern_iri(iri);
        }
        bank.add_context(Context::default());
        bank.order();
        bank
    }

    pub(crate) fn symbol(&self, term: &str) -> Option<Symbol> {
        self.terms.numbers.get(term).copied().map(Symbol)
    }

    pub(super) fn intern_term(&mut self, term: &str) -> Symbol {
        Symbol(self.terms.intern(term))
    }

    pub(crate) fn term_text(&self, symbol: Symbol) -> &str {
        self.terms.get(symbol.0)
    }

    pub(super) fn intern_iri(&mut self, text: &str) -> IriId {
        let id = self.iris.intern(text);
        if self.clean.len() < self.iris.texts.len() {
            self.clean.push(iri::is_clean(text) && !iri::has_wide_space(text));
        }
        IriId(id)
    }

    pub(crate) fn find_iri(&self, text: &str) -> Option<IriId> {
        self.iris.numbers.get(text).copied().map(IriId)
    }

    pub(crate) fn iri(&self, id: IriId) -> &str {
        self.iris.get(id.0)
    }

    pub(crate) fn is_clean(&self, id: IriId) -> bool {
        self.clean.get(id.0 as usize).is_some_and(|clean| *clean)
    }

    /// Whether some context makes the term another name of a keyword. Few are, and most keys are asked.
    pub(crate) fn may_be_alias(&self, term: Symbol) -> bool {
        self.aliases.get(term.0 as usize).is_some_and(|alias| *alias)
    }

    /// The definition of a term in a context.
    pub(crate) fn definition(&self, context: ContextId, term: Symbol) -> Option<DefinitionId> {
        self.contexts.get(context.0 as usize)?.definition(term)
    }

    /// What a definition says.
    pub(crate) fn meaning(&self, definition: DefinitionId) -> &Definition {
        self.definitions.get(definition.0.get() as usize - 1).unwrap_or(&Definition::NONE)
    }

    pub(super) fn defined(&self, context: &Context, term: Symbol) -> Option<&Definition> {
        context.definition(term).map(|definition| self.meaning(definition))
    }

    /// Every definition of a context.
    pub(super) fn all<'b>(&'b self, context: &'b Context) -> impl Iterator<Item = &'b Definition> {
        let numbers = context.definitions.iter().filter_map(|number| number.checked_sub(1));
        numbers.filter_map(|number| self.definitions.get(number as usize))
    }

    /// Gives `term` a definition in a context that nobody else sees yet, or none.
    pub(super) fn define(&mut self, context: &mut Context, term: Symbol, definition: Option<Definition>) {
        let number = definition.map_or(0, |definition| self.number_of(definition) + 1);
        let at = term.0 as usize;
        if matches!(definition, Some(Definition { name: Name::Keyword(_), .. })) {
            self.aliases.resize(self.aliases.len().max(at + 1), false);
            self.aliases.iter_mut().skip(at).take(1).for_each(|alias| *alias = true);
        }
        if context.definitions.len() <= at {
            context.definitions.resize(at + 1, 0);
        }
        if let Some(slot) = context.definitions.get_mut(at) {
            context.size = context.size + usize::from(number > 0) - usize::from(*slot > 0);
            *slot = number;
        }
    }

    fn number_of(&mut self, definition: Definition) -> u32 {
        *self.known_definitions.entry(definition).or_insert_with(|| {
            self.definitions.push(definition);
            number(self.definitions.len() - 1)
        })
    }

    /// The place of an IRI in the order of N-Quads, where it is known.
    pub(crate) fn rank(&self, id: IriId) -> Option<u32> {
        self.ranks.get(id.0 as usize).copied()
    }

    /// How many texts an [`IriId`] may name.
    pub(crate) fn iris(&self) -> usize {
        self.iris.texts.len()
    }

    /// Puts all IRIs in order.
    pub(super) fn order(&mut self) {
        let mut by_text: Vec<(&str, usize)> = self.iris.texts.iter().map(AsRef::as_ref).zip(0..).collect();
        by_text.sort_unstable_by(|a, b| compare_iris(a.0, b.0));
        self.ranks = vec![0; by_text.len()];
        for ((_, at), place) in by_text.into_iter().zip(0..) {
            self.ranks.iter_mut().skip(at).take(1).for_each(|rank| *rank = place);
        }
    }

    pub(super) fn context(&self, id: ContextId) -> &Context {
        self.contexts.get(id.0 as usize).map_or(&EMPTY, AsRef::as_ref)
    }

    pub(crate) fn previous(&self, id: ContextId) -> Option<ContextId> {
        self.contexts.get(id.0 as usize)?.previous
    }

    /// The default language of a context.
    pub(crate) fn language(&self, id: ContextId) -> Option<IriId> {
        self.contexts.get(id.0 as usize)?.language
    }

    pub(super) fn add_context(&mut self, context: Context) -> ContextId {
        self.contexts.push(Arc::new(context));
        ContextId(number(self.contexts.len() - 1))
    }

    pub(super) fn local(&self, id: LocalId) -> Option<&Local> {
        self.locals.get(id.0 as usize)
    }

    pub(super) fn find_local(&self, origin: &Origin) -> Option<LocalId> {
        self.known_locals.get(origin).copied()
    }

    pub(super) fn find_written(&self, fingerprint: &str) -> Option<LocalId> {
        self.written.get(fingerprint).copied()
    }

    pub(super) fn add_local(&mut self, origin: Origin, local: Local) -> LocalId {
        let id = LocalId(number(self.locals.len()));
        self.locals.push(local);
        match origin {
            Origin::Written(fingerprint) => self.written.insert(fingerprint, id),
            other => self.known_locals.insert(other, id),
        };
        id
    }

    pub(super) fn taken(&self, step: &Step) -> Option<u32> {
        self.steps.get(step).copied()
    }

    pub(super) fn outcome(&self, number: u32) -> Option<Outcome> {
        self.outcomes.get(number as usize).copied()
    }

    pub(super) fn remember(&mut self, step: Step, outcome: Outcome) -> u32 {
        let number = number(self.outcomes.len());
        self.outcomes.push(outcome);
        self.steps.insert(step, number);
        number
    }

    /// How many active contexts there are.
    pub(super) fn contexts(&self) -> usize {
        self.contexts.len()
    }
}
