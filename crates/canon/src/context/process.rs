//! Context processing (JSON-LD 1.1 API §4.1) with a memo.

use std::collections::HashMap;
use std::rc::Rc;
use std::sync::Arc;

use serde_json::Value;

use super::{Context, Scoped};
use crate::budget::Meter;
use crate::path::Path;
use crate::{CanonError, ContextLoader, iri};

/// How many context documents may include each other in a chain.
const CHAIN: usize = 10;

/// Every context met while expanding one document.
///
/// The memo is what makes transcripts affordable: sixty embedded credentials ask for the same step from the same
/// active context, and get the same answer. A stored context is known by its address, which holds still as long as
/// the loader and the document are borrowed; one written in the document by its text, as it repeats at many places.
pub(crate) struct Contexts<'d, 'm> {
    pub(super) loader: &'d dyn ContextLoader,
    pub(super) meter: &'m Meter<'m>,
    base: Option<Arc<str>>,
    memo: HashMap<Step, Rc<Context<'d>>>,
    texts: HashMap<String, u32>,
    ids: u32,
}

#[derive(PartialEq, Eq, Hash)]
struct Step {
    active: u32,
    local: Key,
    override_protected: bool,
    propagate: bool,
}

#[derive(PartialEq, Eq, Hash, Clone, Copy)]
enum Key {
    Address(usize),
    Text(u32),
}

/// A context to be applied, and how.
pub(crate) struct Local<'d> {
    pub(super) value: &'d Value,
    /// Of the context document it stands in; `None` in the document itself.
    pub(super) url: Option<Arc<str>>,
    pub(super) override_protected: bool,
    pub(super) propagate: bool,
    written_here: bool,
}

impl<'d> Local<'d> {
    /// An `@context` member of the document.
    pub(crate) fn written(value: &'d Value) -> Self {
        Self { value, url: None, override_protected: false, propagate: true, written_here: true }
    }

    /// The context of a property: it may redefine protected terms.
    pub(crate) fn of_property(scoped: &Scoped<'d>) -> Self {
        Self { override_protected: true, ..Self::of_type(scoped, true) }
    }

    /// The context of a type: it does not reach into further nodes unless `propagate` says so.
    pub(crate) fn of_type(scoped: &Scoped<'d>, propagate: bool) -> Self {
        Self { value: scoped.local, url: scoped.url.clone(), override_protected: false, propagate, written_here: false }
    }
}

/// Where a context is being processed: in the document, and by way of which context documents.
#[derive(Clone, Copy)]
pub(super) struct Trail<'t> {
    pub(super) at: &'t Path<'t>,
    pub(super) documents: usize,
}

impl<'d, 'm> Contexts<'d, 'm> {
    pub(crate) fn new(loader: &'d dyn ContextLoader, base: Option<&str>, meter: &'m Meter<'m>) -> Self {
        Self { loader, meter, base: base.map(Arc::from), memo: HashMap::new(), texts: HashMap::new(), ids: 0 }
    }

    /// The context in force where a document begins.
    pub(crate) fn initial(&mut self) -> Rc<Context<'d>> {
        Rc::new(self.blank(None))
    }

    fn blank(&mut self, previous: Option<Rc<Context<'d>>>) -> Context<'d> {
        let base = self.base.clone();
        Context { id: self.fresh(), terms: HashMap::new(), base, vocab: None, language: None, previous }
    }

    /// A number no other context has.
    pub(super) fn fresh(&mut self) -> u32 {
        self.ids += 1;
        self.ids
    }

    /// The active context after `local`.
    pub(crate) fn process(
        &mut self,
        active: &Rc<Context<'d>>,
        local: &Local<'d>,
        at: &Path<'_>,
    ) -> Result<Rc<Context<'d>>, CanonError> {
        self.remembered(active, local, Trail { at, documents: 0 })
    }

    fn remembered(
        &mut self,
        active: &Rc<Context<'d>>,
        local: &Local<'d>,
        trail: Trail<'_>,
    ) -> Result<Rc<Context<'d>>, CanonError> {
        let step = Step {
            active: active.id,
            local: self.key(local),
            override_protected: local.override_protected,
            propagate: local.propagate,
        };
        if let Some(known) = self.memo.get(&step) {
            return Ok(Rc::clone(known));
        }
        let made = self.build(active, local, trail)?;
        self.memo.insert(step, Rc::clone(&made));
        Ok(made)
    }

    fn key(&mut self, local: &Local<'d>) -> Key {
        if !local.written_here {
            return Key::Address(std::ptr::from_ref(local.value).addr());
        }
        let next = u32::try_from(self.texts.len()).unwrap_or(u32::MAX);
        Key::Text(*self.texts.entry(local.value.to_string()).or_insert(next))
    }

    fn build(
        &mut self,
        active: &Rc<Context<'d>>,
        local: &Local<'d>,
        trail: Trail<'_>,
    ) -> Result<Rc<Context<'d>>, CanonError> {
        let propagate = match local.value.get("@propagate") {
            None => local.propagate,
            Some(Value::Bool(propagate)) => *propagate,
            Some(_) => return Err(CanonError::invalid("invalid @propagate value", trail.at, "true or false expected")),
        };
        let mut current = Rc::clone(active);
        if !propagate && current.previous.is_none() {
            self.meter.context_terms(active.terms.len())?;
            let mut next = Context::clone(active);
            next.id = self.fresh();
            next.previous = Some(Rc::clone(active));
            current = Rc::new(next);
        }
        let one = std::slice::from_ref(local.value);
        for item in local.value.as_array().map_or(one, Vec::as_slice) {
            current = match item {
                Value::Null => self.clear(&current, local, propagate, trail.at)?,
                Value::String(url) => self.include(&current, url, local, trail)?,
                Value::Object(map) => self.apply(&current, map, local, trail)?,
                _ => {
                    let detail = "a URL, an object or null expected";
                    return Err(CanonError::invalid("invalid local context", trail.at, detail));
                }
            };
        }
        Ok(current)
    }

    /// `null`: forget everything, unless something is protected.
    fn clear(
        &mut self,
        current: &Rc<Context<'d>>,
        local: &Local<'d>,
        propagate: bool,
        at: &Path<'_>,
    ) -> Result<Rc<Context<'d>>, CanonError> {
        if !local.override_protected && current.terms.values().any(|definition| definition.protected) {
            let detail = "null would clear protected terms";
            return Err(CanonError::invalid("invalid context nullification", at, detail));
        }
        let previous = (!propagate).then(|| Rc::clone(current));
        Ok(Rc::new(self.blank(previous)))
    }

    /// A context document by its URL.
    fn include(
        &mut self,
        current: &Rc<Context<'d>>,
        url: &str,
        local: &Local<'d>,
        trail: Trail<'_>,
    ) -> Result<Rc<Context<'d>>, CanonError> {
        let url = match local.url.as_ref().or(self.base.as_ref()) {
            Some(base) => iri::resolve(base, url),
            None => url.to_owned(),
        };
        if trail.documents >= CHAIN {
            return Err(CanonError::invalid("context overflow", trail.at, url));
        }
        let loader = self.loader;
        let Some(document) = loader.context(&url) else { return Err(CanonError::UnknownContext { url }) };
        let Some(value) = document.get("@context") else {
            return Err(CanonError::invalid("invalid remote context", trail.at, url));
        };
        let included = Local {
            value,
            url: Some(Arc::from(url)),
            override_protected: local.override_protected,
            propagate: true,
            written_here: false,
        };
        self.remembered(current, &included, Trail { documents: trail.documents + 1, ..trail })
    }
}
