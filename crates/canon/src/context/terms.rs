//! One context object: its keywords, then its terms (JSON-LD 1.1 API §4.1.2, steps 5.5 to 5.13).

use std::borrow::Cow;
use std::sync::Arc;

use serde_json::{Map, Value};

use super::bank::{Context, Cost, Outcome};
use super::define::{Definer, Written};
use super::process::{Trail, context_of};
use super::{Apply, ContextId, Contexts, Iri, IriId, Name, Scope};
use crate::budget::context_iri;
use crate::path::Path;
use crate::{CanonError, iri};

impl Contexts<'_> {
    pub(super) fn apply(
        &mut self,
        current: ContextId,
        map: &Map<String, Value>,
        (apply, item, url): (Apply, usize, Option<&Arc<str>>),
        trail: Trail<'_>,
    ) -> Result<Outcome, CanonError> {
        check_fixed(map, trail.at)?;
        let merged = self.imported(map, url, trail.at)?;
        let map = merged.as_ref().unwrap_or(map);
        let mut next = self.bank().context(current).clone();
        let mut cost = Cost { terms: next.size + map.len(), bytes: 0 };
        self.meter.allows_terms(cost.terms)?;
        if trail.documents == 0
            && let Some(value) = map.get("@base")
        {
            next.base = self.base_iri(value, next.base, trail.at)?;
        }
        if let Some(value) = map.get("@vocab") {
            next.vocab = self.vocab(value, &next, trail.at)?;
        }
        if let Some(value) = map.get("@language") {
            let tag = language(value, "invalid default language", trail.at)?;
            next.language = tag.map(|tag| self.bank_mut().intern_iri(&tag));
        }
        for id in [next.base, next.vocab].into_iter().flatten() {
            cost.bytes += context_iri(self.bank().iri(id))?;
        }
        let protected = flag(map.get("@protected"), "invalid @protected value", trail.at)?.unwrap_or(false);
        let written = Written { map, protected, apply, item, url };
        Definer::new(self, next, written, (trail, cost)).define_all()
    }

    /// Step 5.6: the terms of another context document, under those written here.
    fn imported(
        &self,
        map: &Map<String, Value>,
        url: Option<&Arc<str>>,
        at: &Path<'_>,
    ) -> Result<Option<Map<String, Value>>, CanonError> {
        let import = match map.get("@import") {
            None => return Ok(None),
            Some(Value::String(import)) => self.absolute(import, url.map(AsRef::as_ref)),
            Some(_) => return Err(CanonError::invalid("invalid @import value", at, "a URL expected")),
        };
        let Value::Object(imported) = context_of(self.loader, &import, at)? else {
            return Err(CanonError::invalid("invalid remote context", at, import));
        };
        if imported.contains_key("@import") {
            return Err(CanonError::invalid("invalid context entry", at, import));
        }
        let mut merged = imported.clone();
        merged.extend(map.iter().filter(|(key, _)| *key != "@import").map(|(key, value)| (key.clone(), value.clone())));
        Ok(Some(merged))
    }

    fn base_iri(&mut self, value: &Value, current: Option<IriId>, at: &Path<'_>) -> Result<Option<IriId>, CanonError> {
        let text = match (value, current) {
            (Value::Null, _) => return Ok(None),
            (Value::String(text), _) if iri::is_absolute(text) => text.clone(),
            (Value::String(text), Some(current)) => iri::resolve(self.bank().iri(current), text),
            (Value::String(_), None) => {
                return Err(CanonError::invalid("invalid base IRI", at, "an absolute IRI expected"));
            }
            _ => return Err(CanonError::invalid("invalid base IRI", at, "a string or null expected")),
        };
        Ok(Some(self.bank_mut().intern_iri(&text)))
    }

    fn vocab(&mut self, value: &Value, context: &Context, at: &Path<'_>) -> Result<Option<IriId>, CanonError> {
        let text = match value {
            Value::Null => return Ok(None),
            Value::String(text) => text,
            _ => return Err(CanonError::invalid("invalid vocab mapping", at, "a string or null expected")),
        };
        let name = self.bank().name_in(context, text, Scope::VocabAndDocument);
        let name = self.interned(name);
        let start = self.bank().start(name).map(Cow::into_owned);
        match start {
            Some(vocab) => Ok(Some(self.bank_mut().intern_iri(&vocab))),
            None => Err(CanonError::invalid("invalid vocab mapping", at, "an IRI expected")),
        }
    }

    pub(super) fn interned(&mut self, name: Name<Iri<Cow<'_, str>>>) -> Name<IriId> {
        name.map(|iri| match iri {
            Iri::Known(id) => id,
            Iri::Text(text) => self.bank_mut().intern_iri(&text),
        })
    }
}

/// Keywords that must have one value, or that are not supported.
fn check_fixed(map: &Map<String, Value>, at: &Path<'_>) -> Result<(), CanonError> {
    if let Some(version) = map.get("@version")
        && version.as_f64() != Some(1.1)
    {
        return Err(CanonError::invalid("invalid @version value", at, "1.1 expected"));
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

/// A language tag in lower case, as the other implementations sign it; `None` for `null`.
pub(super) fn language(value: &Value, code: &'static str, at: &Path<'_>) -> Result<Option<String>, CanonError> {
    match value {
        Value::Null => Ok(None),
        Value::String(tag) if is_language(tag) => Ok(Some(tag.to_ascii_lowercase())),
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
