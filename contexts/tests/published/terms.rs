//! Our contexts define what the published ones define, term by term.

use std::fs;

use serde_json::Value;
use sha2::{Digest as _, Sha256};

use crate::definitions::{Meaning, Scope, Term};
use crate::material::{contexts as published_contexts, shared};

fn ours(url: &str) -> &'static Value {
    contexts::context(url).or_else(|| contexts::testing_context(url)).unwrap_or_else(|| panic!("{url} is not served"))
}

fn meaning(document: &Value) -> Meaning {
    Meaning::of(document.get("@context").unwrap())
}

/// Says which term differs, since whole contexts are too long to compare by eye.
fn assert_same(place: &str, ours: &Meaning, published: &Meaning) {
    if let (Meaning::Terms(ours), Meaning::Terms(published)) = (ours, published) {
        for (name, term) in &published.terms {
            let Some(mine) = ours.terms.get(name) else { panic!("{place}/{name} is missing") };
            if let (Some(mine), Some(scoped)) = (&mine.scoped, &term.scoped) {
                assert_same(&format!("{place}/{name}"), mine, scoped);
            }
            assert_eq!(mine, term, "{place}/{name}");
        }
    }
    assert_eq!(ours, published, "{place}");
}

#[test]
fn every_term_is_defined_as_published() {
    const SUITE: &str = "contexts, term by term";
    let Some(data) = shared(SUITE) else { return };
    let published = published_contexts(&data);
    let mut terms = 0;
    for (url, (_, document)) in &published {
        let theirs = meaning(document);
        assert_same(url, &meaning(ours(url)), &theirs);
        terms += theirs.size();
    }
    assert_eq!(published.len(), 22);
    what_ran::ran(SUITE, terms);
}

#[test]
fn every_published_hash_is_that_of_the_text() {
    const SUITE: &str = "contexts, published hashes";
    let Some(data) = shared(SUITE) else { return };
    let published = published_contexts(&data);
    for (url, (path, _)) in &published {
        let hash = hex::encode(Sha256::digest(fs::read(path).unwrap()));
        assert_eq!(contexts::published_sha256(url), Some(hash.as_str()), "{url}");
    }
    what_ran::ran(SUITE, published.len());
}

#[test]
fn no_context_of_ours_is_the_published_text() {
    let Some(data) = shared("contexts, of our own making") else { return };
    for (url, (_, document)) in published_contexts(&data) {
        if let Some(ours) = contexts::context(&url) {
            assert_ne!(ours.to_string(), document.to_string(), "{url}");
        }
    }
}

/// A document that uses two contexts may define a protected term again only to the same effect, and "same" looks at a
/// scoped context's JSON (JSON-LD 1.1 API §4.2.2 step 25). Our spelling must not change which pairs go together.
#[test]
fn the_same_contexts_go_together() {
    const SUITE: &str = "contexts, which go together";
    let Some(data) = shared(SUITE) else { return };
    let published: Vec<_> = published_contexts(&data).into_iter().map(|(url, (_, document))| (url, document)).collect();
    let mut pairs = 0;
    for (first_url, first) in &published {
        for (second_url, second) in &published {
            for (name, same) in redefinitions(first, second) {
                let mine =
                    redefinitions(ours(first_url), ours(second_url)).into_iter().find(|(other, _)| *other == name);
                assert_eq!(mine, Some((name.clone(), same)), "{name} of {first_url}, then of {second_url}");
                pairs += 1;
            }
        }
    }
    assert!(pairs > 1000, "{pairs}");
    what_ran::ran(SUITE, pairs);
}

/// The terms that both documents define, and whether to the same effect.
fn redefinitions(first: &Value, second: &Value) -> Vec<(String, bool)> {
    let (Meaning::Terms(before), Meaning::Terms(after)) = (meaning(first), meaning(second)) else { return Vec::new() };
    let both = before.terms.iter().filter_map(|(name, term)| Some((name, term, after.terms.get(name)?)));
    both.map(|(name, one, other)| {
        let scoped = |document: &Value| document["@context"][name.as_str()].get("@context").cloned();
        (name.clone(), bare(one) == bare(other) && scoped(first) == scoped(second))
    })
    .collect()
}

/// Without protection and scoped context.
fn bare(term: &Term) -> Term {
    Term { protected: false, scoped: None, ..term.clone() }
}

/// The comparison must see each kind of difference; otherwise the equality above would say nothing.
#[test]
fn the_comparison_sees_every_change() {
    let mut changes = 0;
    for url in contexts::urls() {
        let whole = meaning(ours(url));
        let Meaning::Terms(scope) = &whole else { panic!("{url} is not one object") };
        for name in scope.terms.keys() {
            for changed in variants(scope, name) {
                assert_ne!(Meaning::Terms(changed), whole, "{name} of {url}");
                changes += 1;
            }
        }
    }
    assert!(changes > 1000, "{changes}");
}

fn variants(scope: &Scope, name: &str) -> Vec<Scope> {
    let edits: [fn(&mut Term); 6] = [
        |term| term.iri = Some("https://example.org/other".to_owned()),
        |term| term.datatype = Some("https://example.org/datatype".to_owned()),
        |term| term.container = ["@index".to_owned()].into(),
        |term| term.prefix = !term.prefix,
        |term| term.protected = !term.protected,
        |term| term.scoped = Some(Meaning::Reference("https://example.org/scope".to_owned())),
    ];
    let edited = edits.iter().map(|edit| {
        let mut copy = scope.clone();
        edit(copy.terms.get_mut(name).unwrap());
        copy
    });
    edited.collect()
}

/// The reading of written definitions, on a context of our own with one of each.
#[test]
fn definitions_are_read_as_json_ld_reads_them() {
    let written = serde_json::json!({
        "@protected": true, "@vocab": "https://example.org/vocabulary#",
        "ex": "https://example.org/terms#", "plain": "https://example.org/plain", "bare": {"@type": "ex:Kind"},
        "compact": "ex:compact", "alias": {"@id": "plain", "@protected": false}, "foreign": {"@type": "xsd:date"},
        "gone": null, "back": {"@reverse": "ex:back"}, "flagged": {"@id": "https://example.org/x", "@prefix": true},
        "ex:own": {"@container": ["@set", "@index"]}, "id": "@id"
    });
    let Meaning::Terms(scope) = Meaning::of(&written) else { panic!("one object") };
    let iri = |name: &str| scope.terms[name].iri.clone().unwrap_or_default();
    assert_eq!(iri("bare"), "https://example.org/vocabulary#bare");
    assert_eq!(iri("compact"), "https://example.org/terms#compact");
    assert_eq!(iri("alias"), "https://example.org/plain");
    assert_eq!(iri("ex:own"), "https://example.org/terms#own");
    assert_eq!((iri("back"), scope.terms["back"].reverse), ("https://example.org/terms#back".to_owned(), true));
    assert_eq!((iri("id"), iri("gone")), ("@id".to_owned(), String::new()));
    assert_eq!(scope.terms["bare"].datatype.as_deref(), Some("https://example.org/terms#Kind"));
    assert_eq!(scope.terms["foreign"].datatype.as_deref(), Some("xsd:date"));
    let prefixes: Vec<&str> =
        scope.terms.iter().filter(|(_, term)| term.prefix).map(|(name, _)| name.as_str()).collect();
    assert_eq!(prefixes, ["ex", "flagged"]);
    let open: Vec<&str> =
        scope.terms.iter().filter(|(_, term)| !term.protected).map(|(name, _)| name.as_str()).collect();
    assert_eq!(open, ["alias"]);
}
