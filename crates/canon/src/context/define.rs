//! Creating term definitions (JSON-LD 1.1 API §4.2).

use std::sync::Arc;

use ahash::AHashMap;
use serde_json::{Map, Value};

use super::bank::{Context, Cost, Local, Origin, Outcome};
use super::process::Trail;
use super::terms::{flag, language, no_direction};
use super::{Apply, Coercion, Container, Contexts, Definition, Iri, IriId, LocalId, Name, Scope, Symbol, TermLanguage};
use crate::budget::context_iri;
use crate::keyword::Keyword;
use crate::{CanonError, iri};

/// How many prefixes may be defined by way of each other.
const PREFIX_CHAIN: usize = 32;

/// The keywords a term definition may hold; everything else makes it invalid.
const MEMBERS: [&str; 11] = [
    "@container",
    "@context",
    "@direction",
    "@id",
    "@index",
    "@language",
    "@nest",
    "@prefix",
    "@protected",
    "@reverse",
    "@type",
];

/// The keywords of a context that are no terms.
const KEYWORDS: [&str; 8] =
    ["@base", "@direction", "@import", "@language", "@propagate", "@protected", "@version", "@vocab"];

/// A context object as it is written.
pub(super) struct Written<'w> {
    pub(super) map: &'w Map<String, Value>,
    pub(super) protected: bool,
    pub(super) apply: Apply,
    /// Which item of the local context it is.
    pub(super) item: usize,
    pub(super) url: Option<&'w Arc<str>>,
}

/// Defines the terms of one context object in a context that nobody else sees yet.
pub(super) struct Definer<'a, 'd, 's> {
    contexts: &'a mut Contexts<'s>,
    next: Context,
    written: Written<'d>,
    trail: Trail<'a>,
    cost: Cost,
    /// `false` while a term is being defined: meeting it then is a cycle.
    defined: AHashMap<&'d str, bool>,
    depth: usize,
}

/// A definition as written, the short forms made long.
struct Source<'d> {
    id: Option<&'d Value>,
    members: Option<&'d Map<String, Value>>,
}

impl<'d> Source<'d> {
    fn get(&self, member: &str) -> Option<&'d Value> {
        self.members.and_then(|members| members.get(member))
    }
}

type Defined<T = ()> = Result<T, CanonError>;

impl<'a, 'd, 's> Definer<'a, 'd, 's> {
    pub(super) fn new(
        contexts: &'a mut Contexts<'s>,
        next: Context,
        written: Written<'d>,
        (trail, cost): (Trail<'a>, Cost),
    ) -> Self {
        Self { contexts, next, written, trail, cost, defined: AHashMap::new(), depth: 0 }
    }

    pub(super) fn define_all(mut self) -> Defined<Outcome> {
        let map = self.written.map;
        for term in map.keys().filter(|key| !KEYWORDS.contains(&key.as_str())) {
            self.define(term)?;
        }
        let context = self.contexts.bank_mut().add_context(self.next);
        Ok(Outcome { context, cost: self.cost })
    }

    fn wrong<T>(&self, code: &'static str, term: &str) -> Defined<T> {
        Err(CanonError::invalid(code, self.trail.at, format!("term {term:?}")))
    }

    fn define(&mut self, term: &'d str) -> Defined {
        match self.defined.get(term) {
            Some(true) => return Ok(()),
            Some(false) => return self.wrong("cyclic IRI mapping", term),
            None => {}
        }
        if term.is_empty() || self.depth > PREFIX_CHAIN {
            return self.wrong("invalid term definition", term);
        }
        let Some(value) = self.written.map.get(term) else { return Ok(()) };
        self.check_keyword(term, value)?;
        self.defined.insert(term, false);
        self.depth += 1;
        let symbol = self.contexts.bank_mut().intern_term(term);
        let previous = self.contexts.bank().defined(&self.next, symbol).copied();
        self.set(symbol, None);
        let source = match value {
            Value::Null | Value::String(_) => Source { id: Some(value), members: None },
            Value::Object(members) => Source { id: members.get("@id"), members: Some(members) },
            _ => return self.wrong("invalid term definition", term),
        };
        let made = self.definition(term, symbol, &source)?;
        let kept = self.protect(term, made, previous)?;
        self.set(symbol, Some(kept));
        self.defined.insert(term, true);
        self.depth -= 1;
        Ok(())
    }

    fn set(&mut self, term: Symbol, definition: Option<Definition>) {
        self.contexts.bank_mut().define(&mut self.next, term, definition);
    }

    /// Keywords are no terms; `@type` alone may be told to be a set or protected (step 4).
    fn check_keyword(&self, term: &str, value: &Value) -> Defined {
        if term == "@type" {
            let allowed = value.as_object().is_some_and(|members| {
                !members.is_empty()
                    && members.iter().all(|(key, value)| match key.as_str() {
                        "@container" => value == "@set",
                        "@protected" => true,
                        _ => false,
                    })
            });
            return if allowed { Ok(()) } else { self.wrong("keyword redefinition", term) };
        }
        if Keyword::parse(term).is_some() || Keyword::is_reserved(term) {
            return self.wrong("keyword redefinition", term);
        }
        Ok(())
    }

    fn definition(&mut self, term: &'d str, symbol: Symbol, source: &Source<'d>) -> Defined<Definition> {
        if let Some(other) = source.members.and_then(|m| m.keys().find(|key| !MEMBERS.contains(&key.as_str()))) {
            return self.wrong("invalid term definition", &format!("{term}: {other}"));
        }
        let protected = flag(source.get("@protected"), "invalid @protected value", self.trail.at)?;
        let coercion = self.coercion(term, source)?;
        let mut made = Definition {
            name: Name::Null,
            prefix: false,
            protected: protected.unwrap_or(self.written.protected),
            reverse: source.get("@reverse").is_some(),
            container: Container::NONE,
            coercion,
            language: TermLanguage::Inherited,
            index: None,
            nest: None,
            scoped: None,
        };
        made.name = if made.reverse { self.reverse(term, source)? } else { self.mapping(term, source)? };
        if let Name::Iri(id) | Name::Relative(id) | Name::Blank(id) = made.name {
            self.cost.bytes += context_iri(self.contexts.bank().iri(id))?;
        }
        made.prefix = self.prefix(term, source, made.name)?;
        self.container(term, source, &mut made)?;
        made.index = self.index(term, source, made.container)?;
        made.scoped = self.scoped((term, symbol), source)?;
        made.language = self.language(source)?;
        no_direction(source.get("@direction"), self.trail.at)?;
        made.nest = self.nest(term, source)?;
        Ok(made)
    }

    /// Step 27: a protected term stays what it was, unless a property-scoped context says otherwise.
    fn protect(&self, term: &str, made: Definition, previous: Option<Definition>) -> Defined<Definition> {
        match previous {
            Some(previous) if previous.protected && !self.written.apply.override_protected => {
                if self.says_the_same(made, previous) {
                    Ok(previous)
                } else {
                    self.wrong("protected term redefinition", term)
                }
            }
            _ => Ok(made),
        }
    }

    /// Whether nothing but the protection differs: a protected term may be defined again in the same way.
    fn says_the_same(&self, one: Definition, other: Definition) -> bool {
        let context = |scoped: Option<LocalId>| scoped.and_then(|id| self.contexts.bank().local(id));
        let plain = |definition| Definition { protected: false, scoped: None, ..definition };
        plain(one) == plain(other)
            && (one.scoped == other.scoped
                || context(one.scoped).map(|local| &local.value) == context(other.scoped).map(|local| &local.value))
    }

    /// IRI expansion while the terms it may need are still being defined (JSON-LD 1.1 API §5.2.2, steps 3 and 6.3).
    fn name(&mut self, text: &str, scope: Scope) -> Defined<Name<IriId>> {
        self.define_first(text)?;
        if self.contexts.bank().term(&self.next, text).is_none()
            && let Some((prefix, suffix)) = iri::split_prefix(text)
            && !suffix.starts_with("//")
        {
            self.define_first(prefix)?;
        }
        let name = self.contexts.bank().name_in(&self.next, text, scope);
        Ok(self.contexts.interned(name))
    }

    fn define_first(&mut self, term: &str) -> Defined {
        match self.written.map.get_key_value(term) {
            Some((term, _)) if Keyword::parse(term).is_none() => self.define(term),
            _ => Ok(()),
        }
    }

    /// Step 12.
    fn coercion(&mut self, term: &str, source: &Source<'d>) -> Defined<Option<Coercion>> {
        let text = match source.get("@type") {
            None => return Ok(None),
            Some(Value::String(text)) => text,
            Some(_) => return self.wrong("invalid type mapping", term),
        };
        Ok(Some(match self.name(text, Scope::Vocab)? {
            Name::Keyword(Keyword::Id) => Coercion::Id,
            Name::Keyword(Keyword::Vocab) => Coercion::Vocab,
            Name::Keyword(Keyword::Json) => Coercion::Json,
            Name::Keyword(Keyword::None) => Coercion::None,
            Name::Iri(datatype) => Coercion::Datatype(datatype),
            _ => return self.wrong("invalid type mapping", term),
        }))
    }

    /// Step 13.
    fn reverse(&mut self, term: &str, source: &Source<'d>) -> Defined<Name<IriId>> {
        if source.id.is_some() || source.get("@nest").is_some() {
            return self.wrong("invalid reverse property", term);
        }
        let Some(Value::String(text)) = source.get("@reverse") else { return self.wrong("invalid IRI mapping", term) };
        let name = self.name(text, Scope::Vocab)?;
        if name.is_iri_or_blank() { Ok(name) } else { self.wrong("invalid IRI mapping", term) }
    }

    /// Steps 14 to 18.
    fn mapping(&mut self, term: &'d str, source: &Source<'d>) -> Defined<Name<IriId>> {
        let id = match source.id {
            Some(Value::Null) => return Ok(Name::Null),
            Some(Value::String(id)) if id != term => id,
            Some(Value::String(_)) | None => return self.implicit(term),
            Some(_) => return self.wrong("invalid IRI mapping", term),
        };
        let name = self.name(id, Scope::Vocab)?;
        match name {
            Name::Keyword(Keyword::Context) => return self.wrong("invalid keyword alias", term),
            Name::Keyword(_) | Name::Iri(_) | Name::Blank(_) => {}
            Name::Null | Name::Relative(_) | Name::Reserved => return self.wrong("invalid IRI mapping", term),
        }
        if term.contains('/') || iri::split_prefix(term).is_some_and(|(_, suffix)| !suffix.is_empty()) {
            self.defined.insert(term, true);
            if self.name(term, Scope::Vocab)? != name {
                return self.wrong("invalid IRI mapping", term);
            }
        }
        Ok(name)
    }

    /// The meaning of a term that states none.
    fn implicit(&mut self, term: &'d str) -> Defined<Name<IriId>> {
        if let Some((prefix, suffix)) = iri::split_prefix(term) {
            self.define_first(prefix)?;
            let bank = self.contexts.bank();
            let start = bank.term(&self.next, prefix).and_then(|definition| bank.start(definition.name));
            let name = start.map_or_else(|| Name::of(term), |start| Name::of(start.into_owned() + suffix));
            return Ok(self.contexts.interned(name.map(Iri::Text)));
        }
        if term == "@type" {
            return Ok(Name::Keyword(Keyword::Type));
        }
        let name = self.contexts.bank().name_in(&self.next, term, Scope::Vocab);
        let name = self.contexts.interned(name);
        let known = if term.contains('/') { matches!(name, Name::Iri(_)) } else { self.next.vocab.is_some() };
        if known { Ok(name) } else { self.wrong("invalid IRI mapping", term) }
    }

    /// Steps 14.2.5 and 25: only a term written in the short form, or told so, starts compact IRIs.
    fn prefix(&self, term: &str, source: &Source<'d>, name: Name<IriId>) -> Defined<bool> {
        let plain = !term.contains([':', '/']);
        let Some(prefix) = flag(source.get("@prefix"), "invalid @prefix value", self.trail.at)? else {
            let delimited = match name {
                Name::Iri(id) | Name::Relative(id) => {
                    self.contexts.bank().iri(id).ends_with([':', '/', '?', '#', '[', ']', '@'])
                }
                Name::Blank(_) => true,
                _ => false,
            };
            let short = source.members.is_none() && matches!(source.id, Some(Value::String(id)) if id != term);
            return Ok(plain && short && delimited);
        };
        if !plain || (prefix && matches!(name, Name::Keyword(_))) {
            return self.wrong("invalid term definition", term);
        }
        Ok(prefix)
    }

    /// Step 19.
    fn container(&self, term: &str, source: &Source<'d>, made: &mut Definition) -> Defined {
        let Some(value) = source.get("@container") else { return Ok(()) };
        if made.reverse && value.is_null() {
            return Ok(());
        }
        let Some(container) = Container::parse(value) else { return self.wrong("invalid container mapping", term) };
        if made.reverse && !container.suits_reverse() {
            return self.wrong("invalid reverse property", term);
        }
        if container.has(Container::TYPE) {
            match made.coercion {
                None => made.coercion = Some(Coercion::Id),
                Some(Coercion::Id | Coercion::Vocab) => {}
                Some(_) => return self.wrong("invalid type mapping", term),
            }
        }
        made.container = container;
        Ok(())
    }

    /// Step 20.
    fn index(&mut self, term: &str, source: &Source<'d>, container: Container) -> Defined<Option<Symbol>> {
        let index = match source.get("@index") {
            None => return Ok(None),
            Some(Value::String(index)) if container.has(Container::INDEX) => index,
            Some(_) => return self.wrong("invalid term definition", term),
        };
        match self.name(index, Scope::Vocab)? {
            Name::Iri(_) => Ok(Some(self.contexts.bank_mut().intern_term(index))),
            _ => self.wrong("invalid term definition", term),
        }
    }

    /// Step 21. A context in the document is tried at once, even if no value will use it; those of the loader were
    /// tried when they were put there.
    fn scoped(&mut self, (term, symbol): (&str, Symbol), source: &Source<'d>) -> Defined<Option<LocalId>> {
        let Some(value) = source.get("@context") else { return Ok(None) };
        let origin = Origin::Scoped(self.written.apply.local, self.written.item, symbol);
        let id = self.contexts.bank().find_local(&origin).unwrap_or_else(|| {
            let local = Local { value: Arc::new(value.clone()), url: self.written.url.cloned() };
            self.contexts.bank_mut().add_local(origin, local)
        });
        if self.written.url.is_none() {
            self.cost.terms += self.next.size;
            let snapshot = self.contexts.bank_mut().add_context(self.next.clone());
            let tried = self.contexts.step(snapshot, Apply::of_property(id), self.trail);
            match tried {
                Ok((_, outcome)) => self.cost.terms += outcome.cost.terms,
                Err(CanonError::Invalid { .. }) => return self.wrong("invalid scoped context", term),
                Err(other) => return Err(other),
            }
            self.contexts.meter.allows_terms(self.cost.terms)?;
        }
        Ok(Some(id))
    }

    /// Step 22.
    fn language(&mut self, source: &Source<'d>) -> Defined<TermLanguage> {
        match source.get("@language") {
            Some(value) if source.get("@type").is_none() => {
                let tag = language(value, "invalid language mapping", self.trail.at)?;
                Ok(tag
                    .map_or(TermLanguage::Cleared, |tag| TermLanguage::Tag(self.contexts.bank_mut().intern_iri(&tag))))
            }
            _ => Ok(TermLanguage::Inherited),
        }
    }

    /// Step 24.
    fn nest(&mut self, term: &str, source: &Source<'d>) -> Defined<Option<Symbol>> {
        match source.get("@nest") {
            None => Ok(None),
            Some(Value::String(nest)) if nest == "@nest" || Keyword::parse(nest).is_none() => {
                Ok(Some(self.contexts.bank_mut().intern_term(nest)))
            }
            Some(_) => self.wrong("invalid @nest value", term),
        }
    }
}
