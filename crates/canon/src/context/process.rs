//! Context processing (JSON-LD 1.1 API §4.1) with a memo.

use std::sync::Arc;

use ahash::AHashSet;
use serde_json::Value;

use super::bank::{Context, Cost, Local, Origin, Outcome, Step};
use super::{Bank, ContextId, IriId, LocalId};
use crate::budget::Meter;
use crate::document::Json;
use crate::path::Path;
use crate::{CanonError, ContextLoader, iri};

/// How many context documents may include each other in a chain.
const CHAIN: usize = 10;

/// The contexts of one document, on top of those the loader remembers.
///
/// The memo is what makes credentials affordable: everything in them asks for the same steps from the same active
/// contexts, and gets the same answers. What a document pays for a step does not depend on who took it first.
pub(crate) struct Contexts<'s> {
    pub(super) loader: &'s dyn ContextLoader,
    pub(super) meter: &'s Meter<'s>,
    bank: Arc<Bank>,
    base: Option<IriId>,
    paid: AHashSet<u32>,
    grown: bool,
    /// Something written in the document itself has entered the bank: it must not be remembered.
    own: bool,
    fingerprint: String,
}

/// A context to be applied, and how.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Apply {
    pub(super) local: LocalId,
    pub(super) override_protected: bool,
    pub(super) propagate: bool,
}

impl Apply {
    /// An `@context` member of the document.
    pub(crate) fn written(local: LocalId) -> Self {
        Self { local, override_protected: false, propagate: true }
    }

    /// The context of a property: it may redefine protected terms.
    pub(crate) fn of_property(local: LocalId) -> Self {
        Self { local, override_protected: true, propagate: true }
    }

    /// The context of a type: it does not reach into further nodes.
    pub(crate) fn of_type(local: LocalId) -> Self {
        Self { local, override_protected: false, propagate: false }
    }
}

/// Where a context is being processed: in the document, and by way of which context documents.
#[derive(Clone, Copy)]
pub(super) struct Trail<'t> {
    pub(super) at: &'t Path<'t>,
    pub(super) documents: usize,
}

impl<'s> Contexts<'s> {
    pub(crate) fn new(loader: &'s dyn ContextLoader, base: Option<&str>, meter: &'s Meter<'s>) -> Self {
        let bank = loader.memory().map_or_else(|| Arc::new(Bank::new()), super::Memory::recall);
        let (paid, fingerprint) = (AHashSet::with_capacity(32), String::with_capacity(256));
        let mut contexts = Self { loader, meter, bank, base: None, paid, grown: false, own: false, fingerprint };
        if let Some(base) = base {
            contexts.base = Some(contexts.bank_mut().intern_iri(base));
            contexts.own = true;
        }
        contexts
    }

    pub(crate) fn bank(&self) -> &Bank {
        &self.bank
    }

    /// The bank, once it holds all contexts of the document. What is new in it is remembered for the next one.
    pub(crate) fn finish(self) -> Arc<Bank> {
        match self.loader.memory() {
            Some(memory) if self.grown && !self.own => memory.keep(self.bank),
            _ => self.bank,
        }
    }

    pub(super) fn bank_mut(&mut self) -> &mut Bank {
        self.grown = true;
        Arc::make_mut(&mut self.bank)
    }

    /// The context in force where a document begins.
    pub(crate) fn initial(&mut self) -> ContextId {
        if self.base.is_none() {
            return ContextId::FIRST;
        }
        let blank = self.blank(None);
        self.bank_mut().add_context(blank)
    }

    fn blank(&self, previous: Option<ContextId>) -> Context {
        let mut blank = Context::default();
        (blank.base, blank.previous) = (self.base, previous);
        blank
    }

    /// The value of an `@context` member of the document.
    pub(crate) fn written(&mut self, value: Json<'_>) -> LocalId {
        let mut text = std::mem::take(&mut self.fingerprint);
        text.clear();
        value.fingerprint(&mut text);
        let known = self.bank.find_written(&text);
        let id = known.unwrap_or_else(|| {
            self.own |= value.one_or_many().any(|item| item.text().is_none());
            let local = Local { value: Arc::new(value.to_value()), url: None };
            self.bank_mut().add_local(Origin::Written(text.as_str().into()), local)
        });
        self.fingerprint = text;
        id
    }

    /// The active context after `apply`.
    pub(crate) fn process(&mut self, active: ContextId, apply: Apply, at: &Path<'_>) -> Result<ContextId, CanonError> {
        let (number, outcome) = self.step(active, apply, Trail { at, documents: 0 })?;
        if self.paid.insert(number) {
            self.meter.context_terms(outcome.cost.terms)?;
            self.meter.bytes(outcome.cost.bytes)?;
        }
        Ok(outcome.context)
    }

    pub(super) fn step(
        &mut self,
        active: ContextId,
        apply: Apply,
        trail: Trail<'_>,
    ) -> Result<(u32, Outcome), CanonError> {
        let Apply { local, override_protected, propagate } = apply;
        let step = Step { active, local, override_protected, propagate };
        if let Some(number) = self.bank.taken(&step)
            && let Some(outcome) = self.bank.outcome(number)
        {
            return Ok((number, outcome));
        }
        let outcome = self.build(active, apply, trail)?;
        Ok((self.bank_mut().remember(step, outcome), outcome))
    }

    fn build(&mut self, active: ContextId, apply: Apply, trail: Trail<'_>) -> Result<Outcome, CanonError> {
        let Some(local) = self.bank.local(apply.local).cloned() else {
            return Err(CanonError::invalid("invalid local context", trail.at, "a context expected"));
        };
        let propagate = match local.value.get("@propagate") {
            None => apply.propagate,
            // Others look at the first item of an array, and not into documents.
            Some(Value::Bool(false)) if trail.documents > 0 => {
                return Err(CanonError::unsupported(trail.at, "@propagate: false at the top of a context document"));
            }
            Some(Value::Bool(propagate)) => *propagate,
            Some(_) => return Err(CanonError::invalid("invalid @propagate value", trail.at, "true or false expected")),
        };
        let mut cost = Cost::default();
        let mut current = active;
        if !propagate && self.bank.previous(active).is_none() {
            cost.terms += self.bank.context(active).size;
            let mut next = self.bank.context(active).clone();
            next.previous = Some(active);
            current = self.bank_mut().add_context(next);
        }
        let one = std::slice::from_ref(&*local.value);
        for (item, value) in local.value.as_array().map_or(one, Vec::as_slice).iter().enumerate() {
            if local.value.is_array() && value.get("@propagate") == Some(&Value::Bool(false)) {
                return Err(CanonError::unsupported(trail.at, "@propagate: false in an array of contexts"));
            }
            let outcome = match value {
                Value::Null => self.clear(current, apply, propagate, trail.at)?,
                Value::String(url) => self.include(current, url, (apply, local.url.as_deref()), trail)?,
                Value::Object(map) => self.apply(current, map, (apply, item, local.url.as_ref()), trail)?,
                _ => {
                    let detail = "a URL, an object or null expected";
                    return Err(CanonError::invalid("invalid local context", trail.at, detail));
                }
            };
            current = outcome.context;
            cost.terms += outcome.cost.terms;
            cost.bytes += outcome.cost.bytes;
            self.meter.allows_terms(cost.terms)?;
        }
        Ok(Outcome { context: current, cost })
    }

    /// `null`: forget everything, unless something is protected.
    fn clear(
        &mut self,
        current: ContextId,
        apply: Apply,
        propagate: bool,
        at: &Path<'_>,
    ) -> Result<Outcome, CanonError> {
        let protects = self.bank.all(self.bank.context(current)).any(|definition| definition.protected);
        if !apply.override_protected && protects {
            let detail = "null would clear protected terms";
            return Err(CanonError::invalid("invalid context nullification", at, detail));
        }
        let next = self.blank((!propagate).then_some(current));
        Ok(Outcome { context: self.bank_mut().add_context(next), cost: Cost::default() })
    }

    /// A context document by its URL.
    fn include(
        &mut self,
        current: ContextId,
        url: &str,
        (apply, within): (Apply, Option<&str>),
        trail: Trail<'_>,
    ) -> Result<Outcome, CanonError> {
        let url = self.absolute(url, within);
        if trail.documents >= CHAIN {
            return Err(CanonError::invalid("context overflow", trail.at, url));
        }
        let local = self.published(url, trail.at)?;
        let included = Apply { local, override_protected: apply.override_protected, propagate: true };
        self.step(current, included, Trail { documents: trail.documents + 1, ..trail }).map(|(_, outcome)| outcome)
    }

    pub(super) fn absolute(&self, url: &str, within: Option<&str>) -> String {
        match within.or_else(|| self.base.map(|base| self.bank.iri(base))) {
            Some(base) => iri::resolve(base, url),
            None => url.to_owned(),
        }
    }

    fn published(&mut self, url: String, at: &Path<'_>) -> Result<LocalId, CanonError> {
        let url: Arc<str> = Arc::from(url);
        let origin = Origin::Published(Arc::clone(&url));
        if let Some(known) = self.bank.find_local(&origin) {
            return Ok(known);
        }
        let loader = self.loader;
        let value = context_of(loader, &url, at)?.clone();
        Ok(self.bank_mut().add_local(origin, Local { value: Arc::new(value), url: Some(url) }))
    }
}

/// What stands under `@context` in the document at `url`.
pub(super) fn context_of<'l>(loader: &'l dyn ContextLoader, url: &str, at: &Path<'_>) -> Result<&'l Value, CanonError> {
    let Some(document) = loader.context(url) else { return Err(CanonError::UnknownContext { url: url.to_owned() }) };
    document.get("@context").ok_or_else(|| CanonError::invalid("invalid remote context", at, url))
}
