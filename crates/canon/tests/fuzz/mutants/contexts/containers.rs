//! Containers and values of the shape they ask for.

use super::super::dice::Dice;
use super::super::doc::Doc;
use super::super::words;
use super::terms::mapped;

const CONTAINERS: [&[&str]; 18] = [
    &["@list"],
    &["@set"],
    &["@index"],
    &["@language"],
    &["@id"],
    &["@type"],
    &["@graph"],
    &["@graph", "@id"],
    &["@graph", "@index"],
    &["@set", "@index"],
    &["@set", "@language"],
    &["@set", "@id"],
    &["@set", "@type"],
    &["@graph", "@set"],
    &["@graph", "@id", "@set"],
    &["@list", "@set"],
    &["@value"],
    &["@id", "@type"],
];

pub(crate) fn container(dice: &mut Dice) -> Doc {
    // The last three are none.
    let good = if dice.one_in(12) { 0 } else { 3 };
    let at = dice.below(CONTAINERS.len() - good);
    let words: &[&str] = CONTAINERS.get(at).copied().unwrap_or(&[]);
    match words {
        [one] if !dice.one_in(4) => Doc::string(one),
        words => Doc::Array(words.iter().map(|word| Doc::string(word)).collect()),
    }
}

/// A term with a container and a value of the shape the container asks for.
pub(crate) fn contained(dice: &mut Dice) -> (Doc, Doc) {
    let mut definition = mapped(dice);
    let container = container(dice);
    let kind = container.text();
    definition.set("@container", container);
    if dice.one_in(4) {
        let kind = if dice.one_in(3) { words::datatype(dice) } else { dice.word(&["@id", "@vocab", "@json", "@none"]) };
        definition.set("@type", Doc::string(kind));
    }
    if kind.contains("@index") && dice.one_in(3) {
        definition.set("@index", Doc::string(dice.word(&["urn:p:key", "ex:key", "name", "relative", "@index"])));
    }
    (definition, shaped(dice, &kind))
}

fn shaped(dice: &mut Dice, container: &str) -> Doc {
    if dice.one_in(6) {
        return words::value(dice, 2);
    }
    let keys: &[&'static str] = if container.contains("@language") {
        &["en", "de-AT", "@none", "no tag", "x"]
    } else if container.contains("@id") {
        &["urn:x:1", "_:b0", "@none", "ex:1", "relative", "urn:x:3"]
    } else if container.contains("@type") {
        &["urn:T:1", "Type1", "@none", "Achievement", "_:t", "nothing"]
    } else if container.contains("@index") {
        &["one", "two", "@none", "", "none"]
    } else {
        let item = words::value(dice, 2);
        return if dice.one_in(3) { item } else { Doc::Array(vec![item, words::value(dice, 2)]) };
    };
    let mut map = Doc::object();
    for _ in 0..=dice.below(3) {
        let key = dice.word(keys);
        let value = if container.contains("@language") { said(dice) } else { entry(dice) };
        map.set(key, value);
    }
    map
}

/// An entry of a language map.
fn said(dice: &mut Dice) -> Doc {
    match dice.below(6) {
        0 => Doc::Array(vec![Doc::string("one"), Doc::string("other")]),
        1 => Doc::Array(vec![Doc::raw("null"), Doc::string("one")]),
        2 => words::scalar(dice),
        _ => Doc::string("word"),
    }
}

/// An entry of an index, id, type or graph map.
fn entry(dice: &mut Dice) -> Doc {
    match dice.below(6) {
        0 => words::value(dice, 1),
        1 => Doc::Array(vec![words::node(dice, 1), words::node(dice, 1)]),
        2 => Doc::Array(vec![Doc::Array(vec![words::node(dice, 1)]), words::node(dice, 1)]),
        _ => words::node(dice, 2),
    }
}

/// A definition of `term` as what it is already called, with a container.
pub(crate) fn container_for(dice: &mut Dice, term: &str) -> Doc {
    let mut definition = Doc::under("@id", Doc::string(dice.word(&["https://schema.org/name", "urn:p:x"])));
    if dice.one_in(3) {
        definition.set("@id", Doc::string(term));
    }
    definition.set("@container", container(dice));
    definition
}
