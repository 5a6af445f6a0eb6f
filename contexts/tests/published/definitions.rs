//! What a context means, apart from how it is written: JSON-LD 1.1 API §4.1 and §4.2, for one document by itself.
//!
//! A prefix is resolved only where the same context object defines it. Any other depends on what was in force before,
//! so it must stand in both texts the same.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

/// A context, an array of them, or the `null` that clears the ones before.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Meaning {
    Cleared,
    Reference(String),
    Sequence(Vec<Self>),
    Terms(Scope),
}

/// A context object: its keywords as written, and its terms.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Scope {
    pub(crate) keywords: BTreeMap<String, Value>,
    pub(crate) terms: BTreeMap<String, Term>,
}

/// A term definition (JSON-LD 1.1 API §4.2.1) with everything that bears on expansion.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Term {
    pub(crate) iri: Option<String>,
    pub(crate) reverse: bool,
    pub(crate) datatype: Option<String>,
    pub(crate) container: BTreeSet<String>,
    pub(crate) language: Option<Value>,
    pub(crate) direction: Option<Value>,
    pub(crate) index: Option<Value>,
    pub(crate) nest: Option<Value>,
    pub(crate) prefix: bool,
    pub(crate) protected: bool,
    pub(crate) scoped: Option<Meaning>,
}

impl Meaning {
    pub(crate) fn of(context: &Value) -> Self {
        match context {
            Value::Null => Self::Cleared,
            Value::String(url) => Self::Reference(url.clone()),
            Value::Array(entries) => Self::Sequence(entries.iter().map(Self::of).collect()),
            Value::Object(object) => Self::Terms(Scope::of(object)),
            other => panic!("{other} is not a context"),
        }
    }

    /// How many terms, those of scoped contexts included.
    pub(crate) fn size(&self) -> usize {
        match self {
            Self::Terms(scope) => {
                scope.terms.values().map(|term| 1 + term.scoped.as_ref().map_or(0, Self::size)).sum::<usize>()
            }
            Self::Sequence(entries) => entries.iter().map(Self::size).sum(),
            Self::Cleared | Self::Reference(_) => 0,
        }
    }
}

impl Scope {
    fn of(object: &Map<String, Value>) -> Self {
        let (keywords, terms): (Vec<_>, Vec<_>) =
            object.iter().partition(|(name, _)| name.starts_with('@') && *name != "@type");
        Self {
            keywords: keywords.into_iter().map(|(name, value)| (name.clone(), value.clone())).collect(),
            terms: terms.into_iter().map(|(name, value)| (name.clone(), Term::of(name, value, object))).collect(),
        }
    }
}

impl Term {
    fn of(name: &str, definition: &Value, context: &Map<String, Value>) -> Self {
        let simple = definition.is_string();
        let member = |key: &str| definition.get(key).cloned();
        let iri = iri(name, definition, context);
        Self {
            reverse: definition.get("@reverse").is_some(),
            datatype: definition.get("@type").map(|datatype| resolve(text(datatype), context)),
            container: container(definition.get("@container")),
            language: member("@language"),
            direction: member("@direction"),
            index: member("@index"),
            nest: member("@nest"),
            prefix: match definition.get("@prefix") {
                Some(flag) => flag == true,
                None => simple && !name.contains([':', '/']) && iri.as_deref().is_some_and(ends_like_a_prefix),
            },
            protected: definition.get("@protected").or(context.get("@protected")).is_some_and(|flag| flag == true),
            scoped: definition.get("@context").map(Meaning::of),
            iri,
        }
    }
}

fn iri(name: &str, definition: &Value, context: &Map<String, Value>) -> Option<String> {
    let written = match definition {
        Value::Null => return None,
        Value::String(text) => text,
        other => match other.get("@reverse").or(other.get("@id")) {
            Some(Value::Null) => return None,
            Some(id) => text(id),
            None => name,
        },
    };
    Some(if written == name { from_vocabulary(name, context) } else { resolve(written, context) })
}

/// A term without an IRI of its own: compact, or of the vocabulary.
fn from_vocabulary(name: &str, context: &Map<String, Value>) -> String {
    match context.get("@vocab") {
        Some(vocabulary) if !name.contains(':') => format!("{}{name}", text(vocabulary)),
        _ => compact(name, context).unwrap_or_else(|| name.to_owned()),
    }
}

fn resolve(written: &str, context: &Map<String, Value>) -> String {
    if written.starts_with('@') {
        return written.to_owned();
    }
    if let Some(definition) = context.get(written) {
        return iri(written, definition, context).unwrap_or_default();
    }
    compact(written, context).unwrap_or_else(|| written.to_owned())
}

fn compact(written: &str, context: &Map<String, Value>) -> Option<String> {
    let (prefix, rest) = written.split_once(':')?;
    let definition = context.get(prefix).filter(|_| !rest.starts_with("//"))?;
    let term = Term::of(prefix, definition, context);
    assert!(term.prefix, "{prefix} is used as a prefix and is none");
    term.iri.map(|iri| iri + rest)
}

fn ends_like_a_prefix(iri: &str) -> bool {
    iri.ends_with([':', '/', '?', '#', '[', ']', '@'])
}

fn container(value: Option<&Value>) -> BTreeSet<String> {
    match value {
        Some(Value::Array(names)) => names.iter().map(|name| text(name).to_owned()).collect(),
        Some(name) => BTreeSet::from([text(name).to_owned()]),
        None => BTreeSet::new(),
    }
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_else(|| panic!("{value} is not a string"))
}
