//! Changes of scalars and identifiers.

use super::dice::Dice;
use super::doc::Doc;
use super::places::{self, is_object, is_scalar};
use super::words;

pub(crate) fn change(document: &mut Doc, dice: &mut Dice) {
    match dice.below(14) {
        0..3 => replace(document, dice, words::scalar),
        3 => replace(document, dice, words::number),
        4 => replace(document, dice, |dice| Doc::string(words::iri(dice))),
        5 => spoil(document, dice),
        6 | 7 => replace(document, dice, words::value_object),
        8 => typed(document, dice),
        9 | 10 => identify(document, dice),
        11 => share(document, dice),
        12 => anonymous(document, dice),
        _ => replace(document, dice, |dice| words::node(dice, 2)),
    }
}

fn replace(document: &mut Doc, dice: &mut Dice, make: impl Fn(&mut Dice) -> Doc) {
    let value = make(dice);
    if let Some(spot) = places::spot(document, dice, is_scalar) {
        *spot = value;
    }
}

/// A string with something odd within or at its end.
fn spoil(document: &mut Doc, dice: &mut Dice) {
    let odd = dice.word(&words::ODD);
    let Some(Doc::Scalar(text)) = places::spot(document, dice, Doc::is_string) else { return };
    // Behind the opening quotation mark or before the closing one.
    let at = if dice.one_in(2) { 1 } else { text.len() - 1 };
    text.insert_str(at, odd);
}

/// A scalar as the value of a value object, with a type or a language.
fn typed(document: &mut Doc, dice: &mut Dice) {
    let annotation = words::annotation(dice);
    let Some(spot) = places::spot(document, dice, is_scalar) else { return };
    let mut value = Doc::under("@value", spot.clone());
    if let Some((key, text)) = annotation {
        value.set(&key, text);
    }
    *spot = value;
}

/// An identifier for a node that may have none.
fn identify(document: &mut Doc, dice: &mut Dice) {
    let id = words::identifier(dice);
    let alias = dice.word(&["id", "id", "@id"]);
    if let Some(node) = places::spot(document, dice, is_object) {
        node.set(alias, id);
    }
}

/// One identifier for two or three nodes.
fn share(document: &mut Doc, dice: &mut Dice) {
    let id = words::identifier(dice);
    for _ in 0..2 + dice.below(2) {
        let alias = dice.word(&["id", "id", "@id"]);
        if let Some(node) = places::spot(document, dice, is_object) {
            node.set(alias, id.clone());
        }
    }
}

/// Nodes without identifiers.
fn anonymous(document: &mut Doc, dice: &mut Dice) {
    let all = dice.one_in(3);
    loop {
        let Some(Doc::Object(members)) = places::spot(document, dice, |value| {
            is_object(value) && (value.get("id").is_some() || value.get("@id").is_some())
        }) else {
            return;
        };
        members.retain(|(key, _)| key != "id" && key != "@id");
        if !all {
            return;
        }
    }
}
