//! Term by term: IRI, type, container, language, direction, protection, prefix, reverse, nest, index, scoped context.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};
use sha2::{Digest as _, Sha256};

use crate::material::{contexts as published_contexts, shared};

#[test]
fn each_context_says_the_same_as_the_published_one() {
    let Some(data) = shared("contexts, term by term") else { return };
    let published = published_contexts(&data);
    let mut terms = 0;
    for url in contexts::urls() {
        let (_, document) = published.get(url).unwrap_or_else(|| panic!("{url} is not published"));
        let theirs = normal(&document["@context"], &Scope::default());
        let ours = normal(&contexts::context(url).unwrap()["@context"], &Scope::default());
        assert_eq!(ours, theirs, "{url}");
        terms += count(&ours);
    }
    assert!(terms > 1000, "{terms}");
    what_ran::ran("contexts, term by term", terms);
}

#[test]
fn each_hash_is_that_of_the_published_text() {
    let Some(data) = shared("contexts, published hashes") else { return };
    for (url, (path, _)) in published_contexts(&data) {
        if let Some(hash) = contexts::published_sha256(&url) {
            assert_eq!(hash, format!("{:x}", Sha256::digest(std::fs::read(path).unwrap())), "{url}");
        }
    }
    what_ran::ran("contexts, published hashes", contexts::urls().count());
}

#[test]
fn no_context_of_ours_is_the_published_text() {
    let Some(data) = shared("contexts, of our own making") else { return };
    for (url, (path, _)) in published_contexts(&data) {
        if let Some(ours) = contexts::context(&url) {
            assert_ne!(
                ours.to_string(),
                serde_json::from_slice::<Value>(&std::fs::read(path).unwrap()).unwrap().to_string(),
                "{url}"
            );
        }
    }
}

fn count(normal: &Value) -> usize {
    match normal {
        Value::Object(members) => members.values().map(count).sum::<usize>() + usize::from(members.contains_key("id")),
        Value::Array(items) => items.iter().map(count).sum(),
        _ => 0,
    }
}

/// The terms in force where a definition stands: for prefixes and terms defined by other terms.
#[derive(Clone, Default)]
struct Scope {
    terms: BTreeMap<String, Value>,
    vocab: Option<String>,
}

/// A context as nested maps of normalised definitions, in which spelling makes no difference.
fn normal(context: &Value, outer: &Scope) -> Value {
    match context {
        Value::Array(items) => {
            let mut scope = outer.clone();
            let mut merged = Map::new();
            for item in items {
                if let Value::Object(map) = normal(item, &scope) {
                    merged.extend(map);
                }
                scope = extended(&scope, item);
            }
            Value::Object(merged)
        }
        Value::Object(members) => {
            let scope = extended(outer, context);
            let protected = members.get("@protected").and_then(Value::as_bool).unwrap_or(false);
            let entry = |(term, definition): (&String, &Value)| {
                let value = if term.starts_with('@') {
                    keyword(term, definition)
                } else {
                    Some(defined(term, definition, protected, &scope))
                };
                value.map(|value| (term.clone(), value))
            };
            let mut sorted: Vec<(String, Value)> = members.iter().filter_map(entry).collect();
            sorted.sort_by(|a, b| a.0.cmp(&b.0));
            Value::Object(sorted.into_iter().collect())
        }
        other => other.clone(),
    }
}

/// Keywords of a context; the protection goes into each term, and the version changes nothing.
fn keyword(name: &str, value: &Value) -> Option<Value> {
    (name != "@protected" && name != "@version").then(|| value.clone())
}

fn extended(outer: &Scope, context: &Value) -> Scope {
    let mut scope = outer.clone();
    if let Value::Object(members) = context {
        scope.terms.extend(members.iter().map(|(term, definition)| (term.clone(), definition.clone())));
        if let Some(vocab) = members.get("@vocab").and_then(Value::as_str) {
            scope.vocab = Some(vocab.to_owned());
        }
    }
    scope
}

fn defined(term: &str, definition: &Value, protected_by_default: bool, scope: &Scope) -> Value {
    let members = match definition {
        Value::Object(members) => members.clone(),
        Value::Null => Map::from_iter([("@id".to_owned(), Value::Null)]),
        short => Map::from_iter([("@id".to_owned(), short.clone())]),
    };
    let id = match members.get("@id").or_else(|| members.get("@reverse")) {
        Some(Value::String(id)) => Value::from(expanded(id, term, scope)),
        Some(other) => other.clone(),
        None => Value::from(expanded(term, term, scope)),
    };
    let containers = match members.get("@container") {
        Some(Value::Array(items)) => items.clone(),
        Some(one) => vec![one.clone()],
        None => Vec::new(),
    };
    let mut containers: Vec<String> = containers.iter().filter_map(Value::as_str).map(str::to_owned).collect();
    containers.sort();
    json!({
        "id": id,
        "type": members.get("@type").and_then(Value::as_str).map(|kind| expanded(kind, "", scope)),
        "container": containers,
        "language": members.get("@language"),
        "direction": members.get("@direction"),
        "protected": members.get("@protected").and_then(Value::as_bool).unwrap_or(protected_by_default),
        "prefix": is_prefix(term, definition, &members, &id),
        "reverse": members.contains_key("@reverse"),
        "nest": members.get("@nest"),
        "index": members.get("@index"),
        "propagate": members.get("@propagate"),
        "context": members.get("@context").map(|scoped| normal(scoped, scope)),
    })
}

/// JSON-LD 1.1 API §4.2.2: a short definition whose IRI ends as a prefix does, or one that says so.
fn is_prefix(term: &str, definition: &Value, members: &Map<String, Value>, id: &Value) -> bool {
    let ends_so = id.as_str().is_some_and(|id| id.ends_with([':', '/', '?', '#', '[', ']', '@']));
    let says_so = members.get("@prefix").and_then(Value::as_bool);
    says_so.unwrap_or(definition.is_string() && ends_so && !term.contains([':', '/']))
}

/// The IRI a string in a definition stands for, as far as this document says.
fn expanded(text: &str, term: &str, scope: &Scope) -> String {
    if text.starts_with('@') {
        return text.to_owned();
    }
    if text != term && scope.terms.contains_key(text) {
        return iri_of(text, scope);
    }
    match text.split_once(':') {
        Some((prefix, suffix)) if !suffix.starts_with("//") && prefix != term && scope.terms.contains_key(prefix) => {
            iri_of(prefix, scope) + suffix
        }
        Some(_) => text.to_owned(),
        None => scope.vocab.clone().map_or_else(|| text.to_owned(), |vocab| vocab + text),
    }
}

fn iri_of(term: &str, scope: &Scope) -> String {
    let id = match &scope.terms[term] {
        Value::Object(members) => members.get("@id").and_then(Value::as_str).unwrap_or(term),
        short => short.as_str().unwrap_or(term),
    };
    expanded(id, term, scope)
}
