//! Inline contexts and values that suit them.

use super::super::dice::Dice;
use super::super::doc::Doc;
use super::super::words;
use super::containers::{contained, container};

/// Names of terms; some collide with terms of the published contexts.
const NAMES: [&str; 15] = [
    "t1",
    "t2",
    "t3",
    "own",
    "ident",
    "kindOf",
    "name",
    "tag",
    "extra",
    "ex",
    "pre",
    "Type1",
    "Type2",
    "note",
    "Ünïcode",
];

/// Terms that may not mean what they do not say, or may not be terms at all.
const ODD_NAMES: [&str; 7] = ["t:1", "urn:p:x", "https://harbour.example/ns#a", "@own", "", "_:t", "a/b"];

/// Ways to say an IRI in a context that most often work.
const MAPPINGS: [&str; 10] = [
    "urn:p:x",
    "urn:p:y",
    "https://school.example/ns#a",
    "ex:b",
    "pre:c",
    "xsd:d",
    "https://schema.org/name",
    "urn:é/1",
    "@id",
    "@type",
];

/// Ways that rarely do.
const ODD_MAPPINGS: [&str; 9] = ["name", "t1", "_:b5", "relative", "@nest", "@unknown", "@context", "urn:é/<", ""];

type Uses = Vec<(String, Doc)>;

/// A context object, and members that use its terms.
pub(crate) fn context(dice: &mut Dice, depth: usize) -> (Doc, Uses) {
    let mut context = Doc::object();
    let mut uses = Uses::new();
    if dice.one_in(2) {
        context.set("ex", Doc::string("https://school.example/ns#"));
    }
    options(&mut context, dice);
    for _ in 0..=dice.below(4) {
        let name = if dice.one_in(20) { dice.word(&ODD_NAMES) } else { dice.word(&NAMES) };
        let (definition, value) = term(dice, name, depth);
        context.set(name, definition);
        if !dice.one_in(6) {
            uses.push((name.to_owned(), value));
        }
    }
    (context, uses)
}

/// Keywords of a context.
fn options(context: &mut Doc, dice: &mut Dice) {
    for _ in 0..dice.below(3) {
        let (key, value) = match dice.below(22) {
            0 | 1 => (
                "@vocab",
                Doc::string(dice.word(&["https://vocab.example/#", "urn:v:", "ex:", "", "_:", "rel", "xsd:"])),
            ),
            2 | 3 => ("@language", Doc::string(words::language(dice))),
            4 => ("@language", Doc::raw("null")),
            5 => ("@vocab", Doc::raw("null")),
            6 => ("@version", Doc::raw(dice.word(&["1.1", "1.10", "1.1", "1.1e0", "1.1", "1.0", "\"1.1\""]))),
            7 | 8 => ("@protected", Doc::raw(dice.word(&["true", "false", "true", "true", "true", "1"]))),
            9..12 => ("@propagate", Doc::raw(dice.word(&["true", "false", "false", "true", "false", "false", "null"]))),
            12 => (
                "@base",
                Doc::string(dice.word(&["https://base.example/a/b", "https://base.example/", "urn:base", "c"])),
            ),
            13 => ("@base", Doc::raw("null")),
            14 if dice.one_in(4) => ("@import", Doc::string("https://www.w3.org/ns/did/v1")),
            15 if dice.one_in(4) => ("@direction", Doc::string("rtl")),
            16 if dice.one_in(4) => (dice.word(&words::KEYWORDS), Doc::string("urn:k")),
            17 => ("id", Doc::string("@id")),
            18 => ("type", Doc::string("@type")),
            19 => ("@type", Doc::under("@container", Doc::string("@set"))),
            _ => continue,
        };
        context.set(key, value);
    }
}

/// A definition of `name` and a value for it.
fn term(dice: &mut Dice, name: &'static str, depth: usize) -> (Doc, Doc) {
    match dice.below(20) {
        0..3 => (Doc::string(mapping(dice)), words::value(dice, 2)),
        3 => {
            (Doc::string(dice.word(&["@id", "@type", "@graph", "@value", "@set", "@included"])), words::value(dice, 1))
        }
        4 => (Doc::raw("null"), words::value(dice, 1)),
        5 => nested(dice),
        6 => reversed(dice),
        7 => (prefix(dice), words::value(dice, 1)),
        8..10 if depth > 0 => scoped(dice, name, depth - 1),
        10 => typed_scope(dice, depth),
        11 | 12 => coerced(dice),
        13 => language(dice),
        14 => (definition(dice, name, depth), words::value(dice, 2)),
        _ => contained(dice),
    }
}

fn mapping(dice: &mut Dice) -> &'static str {
    if dice.one_in(10) { dice.word(&ODD_MAPPINGS) } else { dice.word(&MAPPINGS) }
}

/// `{"@id": …}` with a mapping that most often is an IRI.
pub(crate) fn mapped(dice: &mut Dice) -> Doc {
    let iri = if dice.one_in(6) {
        mapping(dice)
    } else {
        dice.word(&["urn:p:x", "urn:p:y", "urn:p:z", "https://school.example/ns#a"])
    };
    Doc::under("@id", Doc::string(iri))
}

fn coerced(dice: &mut Dice) -> (Doc, Doc) {
    let mut definition = mapped(dice);
    let (kind, value) = match dice.below(6) {
        0 => ("@id", Doc::string(words::iri(dice))),
        1 => ("@vocab", Doc::string(words::iri(dice))),
        2 => ("@json", words::value(dice, 3)),
        3 => ("@none", words::value(dice, 2)),
        _ => (words::datatype(dice), words::scalar(dice)),
    };
    definition.set("@type", Doc::string(kind));
    let value = if dice.one_in(3) { words::value(dice, 2) } else { value };
    (definition, if dice.one_in(3) { Doc::Array(vec![value, words::scalar(dice)]) } else { value })
}

fn language(dice: &mut Dice) -> (Doc, Doc) {
    let mut definition = mapped(dice);
    let tag = if dice.one_in(4) { Doc::raw("null") } else { Doc::string(words::language(dice)) };
    definition.set("@language", tag);
    (definition, Doc::Array(vec![Doc::string("word"), words::scalar(dice)]))
}

fn prefix(dice: &mut Dice) -> Doc {
    let mut definition = mapped(dice);
    definition.set("@prefix", Doc::raw(dice.word(&["true", "false", "true", "true", "true", "null"])));
    definition
}

fn reversed(dice: &mut Dice) -> (Doc, Doc) {
    let mut definition = Doc::under("@reverse", Doc::string(dice.word(&["urn:p:back", "ex:back", "name", "@id"])));
    match dice.below(6) {
        0 => definition.set("@container", Doc::string(dice.word(&["@set", "@index", "@list", "@id"]))),
        1 | 2 => definition.set("@type", Doc::string("@id")),
        3 => definition.set("@id", Doc::string("urn:p:x")),
        _ => {}
    }
    let value = match dice.below(4) {
        0 => Doc::string("urn:x:1"),
        1 => Doc::under("k", words::node(dice, 1)),
        _ => words::node(dice, 2),
    };
    (definition, value)
}

fn nested(dice: &mut Dice) -> (Doc, Doc) {
    if dice.one_in(2) {
        let mut definition = mapped(dice);
        definition.set("@nest", Doc::string(dice.word(&["@nest", "t1", "more", "name", "@id"])));
        return (definition, words::value(dice, 1));
    }
    let inner = words::node(dice, 2);
    (Doc::string("@nest"), if dice.one_in(3) { Doc::Array(vec![inner, words::node(dice, 1)]) } else { inner })
}

/// A term with a context of its own.
fn scoped(dice: &mut Dice, name: &str, depth: usize) -> (Doc, Doc) {
    let mut definition = mapped(dice);
    let (mut inner, uses) = scope(dice, depth);
    if dice.one_in(5) {
        // The term itself, otherwise or the same.
        let again = if dice.one_in(2) { mapped(dice) } else { contained(dice).0 };
        inner.set(name, again);
    }
    definition.set("@context", inner);
    if dice.one_in(3) {
        definition.set("@container", container(dice));
    }
    if dice.one_in(4) {
        definition.set("@type", Doc::string(dice.word(&["@id", "@vocab", "@json", "xsd:date"])));
    }
    let mut node = words::node(dice, 1);
    node.extend(uses);
    let value = match dice.below(6) {
        0 => Doc::under("k", node),
        1 => Doc::under("@set", Doc::Array(vec![node, words::scalar(dice)])),
        2 => words::scalar(dice),
        _ => node,
    };
    (definition, value)
}

/// A type with a context of its own, and a node of that type.
fn typed_scope(dice: &mut Dice, depth: usize) -> (Doc, Doc) {
    let mut definition = Doc::under("@id", Doc::string(dice.word(&["urn:T:1", "urn:T:2", "ex:T"])));
    let (inner, uses) = scope(dice, depth.saturating_sub(1));
    definition.set("@context", inner);
    let mut node = Doc::under("@type", Doc::string(dice.word(&["Type1", "Type2", "own", "t1", "Achievement"])));
    node.extend(uses);
    if dice.one_in(2) {
        let (key, mut below) = ("urn:p:below", words::node(dice, 1));
        below.set(dice.word(&NAMES), words::scalar(dice));
        node.set(key, below);
    }
    (definition, node)
}

fn scope(dice: &mut Dice, depth: usize) -> (Doc, Uses) {
    match dice.below(10) {
        0 => (Doc::raw("null"), Uses::new()),
        1 => (Doc::string("https://www.w3.org/ns/credentials/v2"), vec![("name".to_owned(), words::scalar(dice))]),
        2 => {
            let (inner, uses) = context(dice, depth);
            (Doc::Array(vec![Doc::raw("null"), inner]), uses)
        }
        _ => context(dice, depth),
    }
}

/// A definition of `term` with members drawn at random.
pub(crate) fn definition(dice: &mut Dice, term: &str, depth: usize) -> Doc {
    let mut definition = if dice.one_in(4) { Doc::object() } else { mapped(dice) };
    for _ in 0..dice.below(4) {
        let (key, value) = match dice.below(12) {
            0 => ("@type", Doc::string(words::datatype(dice))),
            1 => ("@type", Doc::string(dice.word(&["@id", "@vocab", "@json", "@none", "@list"]))),
            2 => ("@container", container(dice)),
            3 => ("@language", Doc::string(words::language(dice))),
            4 => ("@prefix", Doc::raw(dice.word(&["true", "false"]))),
            5 | 6 => ("@protected", Doc::raw(dice.word(&["true", "false"]))),
            7 => ("@index", Doc::string("urn:p:key")),
            8 => ("@nest", Doc::string("@nest")),
            9 if depth > 0 => ("@context", context(dice, depth - 1).0),
            10 => ("@id", Doc::string(term)),
            _ => (dice.word(&["@direction", "@value", "@colour", "colour", "@propagate"]), words::scalar(dice)),
        };
        definition.set(key, value);
    }
    definition
}
