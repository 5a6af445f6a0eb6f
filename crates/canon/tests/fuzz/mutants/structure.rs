//! Changes of shape: what stands where, in which order, how often, wrapped in what.

use super::dice::Dice;
use super::doc::Doc;
use super::places::{self, anything, is_object};
use super::words;

/// A subtree larger than this is not copied: documents must stay small.
const LARGEST_COPY: usize = 60;

pub(crate) fn change(document: &mut Doc, dice: &mut Dice) {
    match dice.below(16) {
        0 => remove(document, dice),
        1 | 2 => repeat(document, dice),
        3 => copy(document, dice),
        4 => moved(document, dice),
        5 | 6 => reorder(document, dice),
        7..10 => wrap(document, dice),
        10 => unwrap(document, dice),
        11 => hollow(document, dice),
        12 => nest(document, dice),
        13 => twice(document, dice),
        _ => append(document, dice),
    }
}

fn remove(document: &mut Doc, dice: &mut Dice) {
    if let Some(place) = places::one(document, dice, anything) {
        places::take(document, &place);
    }
}

/// An item again in its array, or a whole array doubled.
fn repeat(document: &mut Doc, dice: &mut Dice) {
    let Some(items) = places::items(document, dice) else { return };
    let copy = items.get(dice.below(items.len())).cloned();
    if let Some(copy) = copy.filter(|copy| copy.size() <= LARGEST_COPY) {
        items.insert(dice.below(items.len() + 1), copy);
    }
}

/// A subtree again at another place.
fn copy(document: &mut Doc, dice: &mut Dice) {
    let Some(from) = places::one(document, dice, anything) else { return };
    let Some(value) = places::at(document, &from).filter(|value| value.size() <= LARGEST_COPY).cloned() else { return };
    put(document, dice, value);
}

/// A subtree at another place.
fn moved(document: &mut Doc, dice: &mut Dice) {
    let Some(from) = places::one(document, dice, anything) else { return };
    if let Some(value) = places::take(document, &from) {
        put(document, dice, value);
    }
}

/// `value` in place of another, or beside others in an array.
fn put(document: &mut Doc, dice: &mut Dice, value: Doc) {
    if dice.one_in(2)
        && let Some(items) = places::items(document, dice)
    {
        items.push(value);
    } else if let Some(spot) = places::spot(document, dice, anything) {
        *spot = value;
    }
}

fn reorder(document: &mut Doc, dice: &mut Dice) {
    match places::spot(document, dice, |value| !places::is_scalar(value)) {
        Some(Doc::Array(items)) if dice.one_in(2) => items.reverse(),
        Some(Doc::Array(items)) => dice.shuffle(items),
        Some(Doc::Object(members)) => dice.shuffle(members),
        _ => {}
    }
}

fn wrap(document: &mut Doc, dice: &mut Dice) {
    let Some(spot) = places::spot(document, dice, anything) else { return };
    let value = spot.clone();
    *spot = match dice.below(12) {
        0..3 => Doc::Array(vec![value]),
        3 => Doc::Array(vec![Doc::Array(vec![value.clone()]), value]),
        4 | 5 => Doc::under("@set", value),
        6 => Doc::under("@set", Doc::Array(vec![value])),
        7 => Doc::under("@list", value),
        8 => Doc::under("@list", Doc::Array(vec![value.clone(), value])),
        9 => Doc::under("@graph", value),
        10 => Doc::under("@value", value),
        _ if dice.one_in(4) => Doc::under(dice.word(&words::KEYWORDS), value),
        _ => Doc::Array(vec![value, Doc::raw("null")]),
    };
}

fn unwrap(document: &mut Doc, dice: &mut Dice) {
    let inner = |value: &Doc| match value {
        Doc::Array(items) => items.first().cloned(),
        Doc::Object(members) => members.first().map(|(_, value)| value.clone()),
        Doc::Scalar(_) => None,
    };
    if let Some(spot) = places::spot(document, dice, |value| inner(value).is_some())
        && let Some(value) = inner(spot)
    {
        *spot = value;
    }
}

/// An empty something in place of a value, or among others.
fn hollow(document: &mut Doc, dice: &mut Dice) {
    let empty = match dice.below(6) {
        0 | 1 => Doc::raw("null"),
        2 => Doc::object(),
        3 => Doc::Array(vec![Doc::Array(Vec::new())]),
        4 => Doc::Array(vec![Doc::raw("null")]),
        _ => Doc::Array(Vec::new()),
    };
    put(document, dice, empty);
}

/// An item becomes an array of itself and its neighbour.
fn nest(document: &mut Doc, dice: &mut Dice) {
    let Some(items) = places::items(document, dice) else { return };
    let at = dice.below(items.len());
    let rest = items.split_off(at);
    items.push(Doc::Array(rest));
}

/// The same member twice in one object, as JSON allows: the later one counts.
fn twice(document: &mut Doc, dice: &mut Dice) {
    if !dice.one_in(6) {
        return;
    }
    let other = words::scalar(dice);
    let Some(members) = places::members(document, dice) else { return };
    if let Some((key, value)) = members.get(dice.below(members.len())).cloned() {
        let again = if dice.one_in(2) { value } else { other };
        members.push((key, again));
    }
}

/// One more item in an array; one more object beside an object.
fn append(document: &mut Doc, dice: &mut Dice) {
    let value = words::value(dice, 2);
    if dice.one_in(2) {
        if let Some(items) = places::items(document, dice) {
            items.push(value);
        }
    } else if let Some(spot) = places::spot(document, dice, is_object) {
        *spot = Doc::Array(vec![spot.clone(), value]);
    }
}
