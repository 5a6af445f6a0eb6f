//! One context object: its keywords, then its terms (JSON-LD 1.1 API §4.1.2, steps 5.5 to 5.13).

use std::rc::Rc;
use std::sync::Arc;

use serde_json::{Map, Value};

use super::define::Definer;
use super::process::Trail;
use super::{Context, Contexts, Local, Scope};
use crate::path::Path;
use crate::{CanonError, iri};

impl<'d> Contexts<'d, '_> {
    pub(super) fn apply(
        &mut self,
        current: &Rc<Context<'d>>,
        map: &'d Map<String, Value>,
        local: &Local<'d>,
        trail: Trail<'_>,
    ) -> Result<Rc<Context<'d>>, CanonError> {
        self.meter.context_terms(current.terms.len() + map.len())?;
        let mut next = Context::clone(current);
        next.id = self.fresh();
        check_fixed(map, trail.at)?;
        if trail.documents == 0
            && let Some(value) = map.get("@base")
        {
            next.base = base(value, next.base.as_deref(), trail.at)?;
        }
        if let Some(value) = map.get("@vocab") {
            next.vocab = vocab(value, &next, trail.at)?;
        }
        if let Some(value) = map.get("@language") {
            next.language = language(value, "invalid default language", trail.at)?;
        }
        for iri in [&next.base, &next.vocab].into_iter().flatten() {
            self.meter.context_iri(iri)?;
        }
        let protected = flag(map.get("@protected"), "invalid @protected value", trail.at)?.unwrap_or(false);
        Definer::new(self, next, (map, protected), (local, trail)).define_all().map(Rc::new)
    }
}

/// Keywords that must have one value, or that are not supported.
fn check_fixed(map: &Map<String, Value>, at: &Path<'_>) -> Result<(), CanonError> {
    if let Some(version) = map.get("@version")
        && version.as_f64() != Some(1.1)
    {
        return Err(CanonError::invalid("invalid @version value", at, "1.1 expected"));
    }
    if map.contains_key("@import") {
        return Err(CanonError::unsupported(at, "@import"));
    }
    no_direction(map.get("@direction"), at)?;
    flag(map.get("@propagate"), "invalid @propagate value", at).map(|_| ())
}

/// `@direction` has no form in RDF that signatures agree on; `null` says nothing.
pub(crate) fn no_direction(value: Option<&Value>, at: &Path<'_>) -> Result<(), CanonError> {
    match value {
        None | Some(Value::Null) => Ok(()),
        Some(Value::String(text)) if text == "ltr" || text == "rtl" => Err(CanonError::unsupported(at, "@direction")),
        Some(_) => Err(CanonError::invalid("invalid base direction", at, "\"ltr\", \"rtl\" or null expected")),
    }
}

pub(super) fn flag(value: Option<&Value>, code: &'static str, at: &Path<'_>) -> Result<Option<bool>, CanonError> {
    match value {
        None => Ok(None),
        Some(Value::Bool(flag)) => Ok(Some(*flag)),
        Some(_) => Err(CanonError::invalid(code, at, "true or false expected")),
    }
}

fn base(value: &Value, current: Option<&str>, at: &Path<'_>) -> Result<Option<Arc<str>>, CanonError> {
    match value {
        Value::Null => Ok(None),
        Value::String(text) if iri::is_absolute(text) => Ok(Some(Arc::from(text.as_str()))),
        Value::String(text) => match current {
            Some(current) => Ok(Some(Arc::from(iri::resolve(current, text)))),
            None => Err(CanonError::invalid("invalid base IRI", at, "an absolute IRI expected")),
        },
        _ => Err(CanonError::invalid("invalid base IRI", at, "a string or null expected")),
    }
}

fn vocab(value: &Value, context: &Context<'_>, at: &Path<'_>) -> Result<Option<Arc<str>>, CanonError> {
    let text = match value {
        Value::Null => return Ok(None),
        Value::String(text) => text,
        _ => return Err(CanonError::invalid("invalid vocab mapping", at, "a string or null expected")),
    };
    match context.name(text, Scope::VocabAndDocument).text() {
        Some(vocab) => Ok(Some(Arc::from(vocab))),
        None => Err(CanonError::invalid("invalid vocab mapping", at, "an IRI expected")),
    }
}

/// A language tag in lower case, as the other implementations sign it; `None` for `null`.
pub(super) fn language(value: &Value, code: &'static str, at: &Path<'_>) -> Result<Option<Arc<str>>, CanonError> {
    match value {
        Value::Null => Ok(None),
        Value::String(tag) if is_language(tag) => Ok(Some(Arc::from(tag.to_ascii_lowercase()))),
        _ => Err(CanonError::invalid(code, at, "a language tag or null expected")),
    }
}

/// Whether `tag` has the shape of a language tag (BCP 47).
pub(crate) fn is_language(tag: &str) -> bool {
    let mut parts = tag.split('-');
    let first =
        parts.next().is_some_and(|part| (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphabetic()));
    first && parts.all(|part| (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric()))
}
