//! What is put into documents.

use super::dice::Dice;
use super::doc::Doc;
use super::lists::{
    DATATYPES, GOOD_KEYS, GOOD_TYPES, KEYS, LANGUAGES, NUMBERS, ODD_IRIS, ODD_LANGUAGES, STRINGS, SURROGATES, TYPES,
};
pub(crate) use super::lists::{IRIS, KEYWORDS, ODD};

pub(crate) fn key(dice: &mut Dice) -> &'static str {
    match dice.below(20) {
        0 => dice.word(&KEYWORDS),
        1..9 => dice.word(&KEYS),
        _ => dice.word(&GOOD_KEYS),
    }
}

pub(crate) fn iri(dice: &mut Dice) -> &'static str {
    if dice.one_in(10) { dice.word(&ODD_IRIS) } else { dice.word(&IRIS) }
}

pub(crate) fn number(dice: &mut Dice) -> Doc {
    Doc::raw(if dice.one_in(200) { "1e400" } else { dice.word(&NUMBERS) })
}

pub(crate) fn scalar(dice: &mut Dice) -> Doc {
    match dice.below(16) {
        0..4 => number(dice),
        4 => Doc::raw("true"),
        5 => Doc::raw("false"),
        6 => Doc::raw("null"),
        7..10 => Doc::string(iri(dice)),
        10 | 11 => Doc::Scalar(format!("\"{}{}\"", dice.word(&["", "x", "urn:"]), dice.word(&ODD))),
        12 if dice.one_in(20) => Doc::raw(dice.word(&SURROGATES)),
        _ => Doc::string(dice.word(&STRINGS)),
    }
}

pub(crate) fn identifier(dice: &mut Dice) -> Doc {
    match dice.below(8) {
        0..3 => Doc::string(dice.word(&["_:b0", "_:b1", "_:c14n0", "_:x"])),
        3..6 => {
            Doc::string(dice.word(&["urn:x:1", "urn:x:2", "https://harbour.example/issuer", "did:example:learner"]))
        }
        6 => Doc::string(iri(dice)),
        _ if dice.one_in(3) => scalar(dice),
        _ => Doc::string("urn:x:3"),
    }
}

pub(crate) fn type_name(dice: &mut Dice) -> &'static str {
    if dice.one_in(3) { dice.word(&TYPES) } else { dice.word(&GOOD_TYPES) }
}

pub(crate) fn language(dice: &mut Dice) -> &'static str {
    if dice.one_in(8) { dice.word(&ODD_LANGUAGES) } else { dice.word(&LANGUAGES) }
}

pub(crate) fn datatype(dice: &mut Dice) -> &'static str {
    if dice.one_in(6) { dice.word(&["@json", "@id", "relative", "@none", "_:d"]) } else { dice.word(&DATATYPES) }
}

/// `@type` or `@language` for a value object; sometimes neither, or something that does not belong there.
pub(crate) fn annotation(dice: &mut Dice) -> Option<(String, Doc)> {
    let (key, value) = match dice.below(12) {
        0..5 => ("@type", Doc::string(datatype(dice))),
        5..8 => ("@language", Doc::string(language(dice))),
        8 => ("@index", Doc::string("i")),
        9 if dice.one_in(4) => ("@direction", Doc::string("rtl")),
        10 if dice.one_in(3) => (dice.word(&KEYWORDS), scalar(dice)),
        _ => return None,
    };
    Some((key.to_owned(), value))
}

pub(crate) fn value_object(dice: &mut Dice) -> Doc {
    let held = match dice.below(8) {
        0 => Doc::Array(vec![scalar(dice)]),
        1 => Doc::under("k", scalar(dice)),
        2..5 => scalar(dice),
        _ => Doc::string(dice.word(&STRINGS)),
    };
    let mut value = Doc::under("@value", held);
    if let Some((key, said)) = annotation(dice) {
        value.set(&key, said);
    }
    value
}

/// A node with a few members.
pub(crate) fn node(dice: &mut Dice, depth: usize) -> Doc {
    let mut node = Doc::object();
    if dice.one_in(2) {
        node.set("@id", identifier(dice));
    }
    if dice.one_in(3) {
        node.set("@type", Doc::string(type_name(dice)));
    }
    for _ in 0..dice.below(3) {
        let key = if dice.one_in(2) { dice.word(&["urn:p:x", "urn:p:y", "name", "ex:more"]) } else { key(dice) };
        node.set(key, value(dice, depth.saturating_sub(1)));
    }
    node
}

/// Any value, at most `depth` levels deep.
pub(crate) fn value(dice: &mut Dice, depth: usize) -> Doc {
    if depth == 0 {
        return scalar(dice);
    }
    match dice.below(12) {
        0..5 => scalar(dice),
        5 | 6 => node(dice, depth),
        7 => value_object(dice),
        8 => Doc::under("@list", Doc::Array(vec![value(dice, depth - 1), value(dice, depth - 1)])),
        9 => Doc::under("@set", value(dice, depth - 1)),
        _ => Doc::Array((0..dice.below(3)).map(|_| value(dice, depth - 1)).collect()),
    }
}
