//! Creating term definitions (JSON-LD 1.1 API §4.2).

use std::collections::HashMap;
use std::rc::Rc;

use serde_json::{Map, Value};

use super::process::Trail;
use super::terms::{flag, language, no_direction};
use super::{Coercion, Container, Context, Contexts, Definition, Local, Name, Scope, Scoped, TermLanguage};
use crate::CanonError;
use crate::keyword::Keyword;

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

/// Defines the terms of one context object in a context that nobody else sees yet.
pub(super) struct Definer<'a, 'd, 'm> {
    contexts: &'a mut Contexts<'d, 'm>,
    next: Context<'d>,
    map: &'d Map<String, Value>,
    protected: bool,
    local: &'a Local<'d>,
    trail: Trail<'a>,
    /// `false` while a term is being defined: meeting it then is a cycle.
    defined: HashMap<&'d str, bool>,
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

impl<'a, 'd, 'm> Definer<'a, 'd, 'm> {
    pub(super) fn new(
        contexts: &'a mut Contexts<'d, 'm>,
        next: Context<'d>,
        (map, protected): (&'d Map<String, Value>, bool),
        (local, trail): (&'a Local<'d>, Trail<'a>),
    ) -> Self {
        Self { contexts, next, map, protected, local, trail, defined: HashMap::new(), depth: 0 }
    }

    pub(super) fn define_all(mut self) -> Defined<Context<'d>> {
        let map = self.map;
        for term in map.keys().filter(|key| !KEYWORDS.contains(&key.as_str())) {
            self.define(term)?;
        }
        Ok(self.next)
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
        let Some(value) = self.map.get(term) else { return Ok(()) };
        self.check_keyword(term, value)?;
        self.defined.insert(term, false);
        self.depth += 1;
        let previous = self.next.terms.remove(term);
        let source = match value {
            Value::Null | Value::String(_) => Source { id: Some(value), members: None },
            Value::Object(members) => Source { id: members.get("@id"), members: Some(members) },
            _ => return self.wrong("invalid term definition", term),
        };
        let made = self.definition(term, &source)?;
        let kept = self.protect(term, made, previous)?;
        self.next.terms.insert(term, kept);
        self.defined.insert(term, true);
        self.depth -= 1;
        Ok(())
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

    fn definition(&mut self, term: &'d str, source: &Source<'d>) -> Defined<Definition<'d>> {
        if let Some(other) = source.members.and_then(|m| m.keys().find(|key| !MEMBERS.contains(&key.as_str()))) {
            return self.wrong("invalid term definition", &format!("{term}: {other}"));
        }
        let protected = flag(source.get("@protected"), "invalid @protected value", self.trail.at)?;
        let coercion = self.coercion(term, source)?;
        let mut made = Definition {
            name: Name::Null,
            prefix: false,
            protected: protected.unwrap_or(self.protected),
            reverse: source.get("@reverse").is_some(),
            container: Container::NONE,
            coercion,
            language: TermLanguage::Inherited,
            index: None,
            nest: None,
            scoped: None,
        };
        made.name = if made.reverse { self.reverse(term, source)? } else { self.mapping(term, source)? };
        if let Name::Iri(text) | Name::Relative(text) | Name::Blank(text) = &made.name {
            self.contexts.meter.context_iri(text)?;
        }
        made.prefix = self.prefix(term, source, &made.name)?;
        self.container(term, source, &mut made)?;
        made.index = self.index(term, source, made.container)?;
        made.scoped = self.scoped(term, source)?;
        made.language = self.language(source)?;
        no_direction(source.get("@direction"), self.trail.at)?;
        made.nest = self.nest(term, source)?;
        Ok(made)
    }

    /// Step 27: a protected term stays what it was, unless a property-scoped context says otherwise.
    fn protect(
        &self,
        term: &str,
        made: Definition<'d>,
        previous: Option<Rc<Definition<'d>>>,
    ) -> Defined<Rc<Definition<'d>>> {
        match previous {
            Some(previous) if previous.protected && !self.local.override_protected => {
                if made.says_the_same(&previous) {
                    Ok(previous)
                } else {
                    self.wrong("protected term redefinition", term)
                }
            }
            _ => Ok(Rc::new(made)),
        }
    }

    /// IRI expansion while the terms it may need are still being defined (JSON-LD 1.1 API §5.2.2, steps 3 and 6.3).
    fn name(&mut self, text: &str, scope: Scope) -> Defined<Name> {
        self.define_first(text)?;
        if !self.next.terms.contains_key(text)
            && let Some((prefix, suffix)) = split_prefix(text)
            && !suffix.starts_with("//")
        {
            self.define_first(prefix)?;
        }
        Ok(self.next.name(text, scope))
    }

    fn define_first(&mut self, term: &str) -> Defined {
        match self.map.get_key_value(term) {
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
            name @ Name::Iri(_) => Coercion::Datatype(name),
            _ => return self.wrong("invalid type mapping", term),
        }))
    }

    /// Step 13.
    fn reverse(&mut self, term: &str, source: &Source<'d>) -> Defined<Name> {
        if source.id.is_some() || source.get("@nest").is_some() {
            return self.wrong("invalid reverse property", term);
        }
        let Some(Value::String(text)) = source.get("@reverse") else { return self.wrong("invalid IRI mapping", term) };
        let name = self.name(text, Scope::Vocab)?;
        if name.is_iri_or_blank() { Ok(name) } else { self.wrong("invalid IRI mapping", term) }
    }

    /// Steps 14 to 18.
    fn mapping(&mut self, term: &'d str, source: &Source<'d>) -> Defined<Name> {
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
        if term.contains('/') || split_prefix(term).is_some_and(|(_, suffix)| !suffix.is_empty()) {
            self.defined.insert(term, true);
            if self.name(term, Scope::Vocab)? != name {
                return self.wrong("invalid IRI mapping", term);
            }
        }
        Ok(name)
    }

    /// The meaning of a term that states none.
    fn implicit(&mut self, term: &'d str) -> Defined<Name> {
        if let Some((prefix, suffix)) = split_prefix(term) {
            self.define_first(prefix)?;
            let start = self.next.term(prefix).and_then(|definition| definition.name.text());
            return Ok(start.map_or_else(|| Name::of(term), |start| Name::of(&(start + suffix))));
        }
        if term == "@type" {
            return Ok(Name::Keyword(Keyword::Type));
        }
        let name = self.next.name(term, Scope::Vocab);
        let known = if term.contains('/') { matches!(name, Name::Iri(_)) } else { self.next.vocab.is_some() };
        if known { Ok(name) } else { self.wrong("invalid IRI mapping", term) }
    }

    /// Steps 14.2.5 and 25: only a term written in the short form, or told so, starts compact IRIs.
    fn prefix(&self, term: &str, source: &Source<'d>, name: &Name) -> Defined<bool> {
        let plain = !term.contains([':', '/']);
        let Some(prefix) = flag(source.get("@prefix"), "invalid @prefix value", self.trail.at)? else {
            let delimited = match name {
                Name::Iri(text) | Name::Relative(text) => text.ends_with([':', '/', '?', '#', '[', ']', '@']),
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
    fn container(&self, term: &str, source: &Source<'d>, made: &mut Definition<'d>) -> Defined {
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
    fn index(&mut self, term: &str, source: &Source<'d>, container: Container) -> Defined<Option<&'d str>> {
        let index = match source.get("@index") {
            None => return Ok(None),
            Some(Value::String(index)) if container.has(Container::INDEX) => index,
            Some(_) => return self.wrong("invalid term definition", term),
        };
        match self.name(index, Scope::Vocab)? {
            Name::Iri(_) => Ok(Some(index)),
            _ => self.wrong("invalid term definition", term),
        }
    }

    /// Step 21. A context in the document is tried at once, even if no value will use it; those of the loader were
    /// tried when they were put there.
    fn scoped(&mut self, term: &str, source: &Source<'d>) -> Defined<Option<Scoped<'d>>> {
        let Some(local) = source.get("@context") else { return Ok(None) };
        let scoped = Scoped { local, url: self.local.url.clone() };
        if scoped.url.is_none() {
            self.contexts.meter.context_terms(self.next.terms.len())?;
            let mut snapshot = self.next.clone();
            snapshot.id = self.contexts.fresh();
            let tried = self.contexts.process(&Rc::new(snapshot), &Local::of_property(&scoped), self.trail.at);
            if let Err(CanonError::Invalid { .. }) = tried {
                return self.wrong("invalid scoped context", term);
            }
            tried?;
        }
        Ok(Some(scoped))
    }

    /// Step 22.
    fn language(&self, source: &Source<'d>) -> Defined<TermLanguage> {
        match source.get("@language") {
            Some(value) if source.get("@type").is_none() => {
                let tag = language(value, "invalid language mapping", self.trail.at)?;
                Ok(tag.map_or(TermLanguage::Cleared, TermLanguage::Tag))
            }
            _ => Ok(TermLanguage::Inherited),
        }
    }

    /// Step 24.
    fn nest(&self, term: &str, source: &Source<'d>) -> Defined<Option<&'d str>> {
        match source.get("@nest") {
            None => Ok(None),
            Some(Value::String(nest)) if nest == "@nest" || Keyword::parse(nest).is_none() => Ok(Some(nest)),
            Some(_) => self.wrong("invalid @nest value", term),
        }
    }
}

/// The parts around the first colon that is not the first character.
fn split_prefix(text: &str) -> Option<(&str, &str)> {
    let colon = text.bytes().skip(1).position(|b| b == b':')? + 1;
    Some((text.get(..colon)?, text.get(colon + 1..)?))
}
