//! Changes of keys and types.

use super::dice::Dice;
use super::doc::Doc;
use super::places::{self, is_object};
use super::words;

pub(crate) fn change(document: &mut Doc, dice: &mut Dice) {
    match dice.below(14) {
        0 => rename(document, dice),
        1 | 2 => respell(document, dice),
        3 | 4 => add(document, dice),
        5 | 6 => add_type(document, dice),
        7 => drop_types(document, dice),
        8 | 9 => reorder_types(document, dice),
        10 => reverse(document, dice),
        11 => include(document, dice),
        12 => graph(document, dice),
        _ if dice.one_in(3) => exchange(document, dice),
        _ => add(document, dice),
    }
}

fn rename(document: &mut Doc, dice: &mut Dice) {
    let key = words::key(dice);
    let Some(members) = places::members(document, dice) else { return };
    let at = dice.below(members.len());
    if let Some((name, _)) = members.get_mut(at) {
        key.clone_into(name);
    }
}

/// The same meaning in other words, as often as not.
fn respell(document: &mut Doc, dice: &mut Dice) {
    const PAIRS: [(&str, &str); 12] = [
        ("id", "@id"),
        ("type", "@type"),
        ("name", "https://schema.org/name"),
        ("name", "ex:name"),
        ("description", "https://schema.org/description"),
        ("tag", "https://schema.org/keywords"),
        ("when", "ex:when"),
        ("next", "https://school.example/ns#next"),
        ("proof", "https://w3id.org/security#proof"),
        ("achievement", "https://purl.imsglobal.org/spec/vc/ob/vocab.html#achievement"),
        ("verifiableCredential", "https://www.w3.org/2018/credentials#verifiableCredential"),
        ("allowedValue", "https://purl.imsglobal.org/spec/vc/ob/vocab.html#allowedValue"),
    ];
    let at = dice.below(PAIRS.len());
    let Some(&(from, to)) = PAIRS.get(at) else { return };
    let Some(Doc::Object(members)) = places::spot(document, dice, |value| value.get(from).is_some()) else { return };
    let both = dice.one_in(4);
    let Some(at) = members.iter().position(|(key, _)| key == from) else { return };
    if both && let Some((_, value)) = members.get(at).cloned() {
        members.push((to.to_owned(), value));
    } else if let Some((key, _)) = members.get_mut(at) {
        to.clone_into(key);
    }
}

fn add(document: &mut Doc, dice: &mut Dice) {
    let (key, value) = (words::key(dice), words::value(dice, 2));
    if let Some(node) = places::spot(document, dice, is_object) {
        node.set(key, value);
    }
}

/// The types of some node that has any, as a list.
fn types<'d>(document: &'d mut Doc, dice: &mut Dice) -> Option<&'d mut Vec<Doc>> {
    let node = places::spot(document, dice, |value| value.get("type").is_some() || value.get("@type").is_some())?;
    let Doc::Object(members) = node else { return None };
    let (_, held) = members.iter_mut().find(|(key, _)| key == "type" || key == "@type")?;
    if !matches!(held, Doc::Array(_)) {
        *held = Doc::Array(vec![held.clone()]);
    }
    match held {
        Doc::Array(types) => Some(types),
        _ => None,
    }
}

fn add_type(document: &mut Doc, dice: &mut Dice) {
    let name = if dice.one_in(24) { words::scalar(dice) } else { Doc::string(words::type_name(dice)) };
    if dice.one_in(5) {
        let key = dice.word(&["type", "@type"]);
        if let Some(node) = places::spot(document, dice, is_object) {
            node.set(key, name);
        }
    } else if let Some(types) = types(document, dice) {
        types.insert(dice.below(types.len() + 1), name);
    }
}

fn drop_types(document: &mut Doc, dice: &mut Dice) {
    if let Some(types) = types(document, dice)
        && !types.is_empty()
    {
        types.remove(dice.below(types.len()));
    }
}

fn reorder_types(document: &mut Doc, dice: &mut Dice) {
    if let Some(types) = types(document, dice) {
        dice.shuffle(types);
        if dice.one_in(3) {
            types.extend(types.first().cloned());
        }
    }
}

fn reverse(document: &mut Doc, dice: &mut Dice) {
    let other = if dice.one_in(8) { words::value(dice, 2) } else { words::node(dice, 2) };
    let key = dice.word(&["urn:p:back", "achievement", "ex:back", "urn:p:x", "name", "@id"]);
    if let Some(node) = places::spot(document, dice, is_object) {
        node.set("@reverse", Doc::under(key, other));
    }
}

fn include(document: &mut Doc, dice: &mut Dice) {
    let other = if dice.one_in(6) { words::value(dice, 2) } else { words::node(dice, 2) };
    let other = if dice.one_in(2) { Doc::Array(vec![other, words::node(dice, 1)]) } else { other };
    if let Some(node) = places::spot(document, dice, is_object) {
        node.set("@included", other);
    }
}

fn graph(document: &mut Doc, dice: &mut Dice) {
    let inner = Doc::Array(vec![words::node(dice, 2), words::node(dice, 1)]);
    if let Some(node) = places::spot(document, dice, is_object) {
        if dice.one_in(3) {
            *node = Doc::under("@graph", Doc::Array(vec![node.clone()]));
        } else {
            node.set("@graph", inner);
        }
    }
}

/// The values of two keys of one object change places.
fn exchange(document: &mut Doc, dice: &mut Dice) {
    let Some(members) = places::members(document, dice) else { return };
    let (one, other) = (dice.below(members.len()), dice.below(members.len()));
    let key_of = |at: usize| members.get(at).map(|(key, _)| key.clone());
    if let (Some(first), Some(second)) = (key_of(one), key_of(other)) {
        if let Some((key, _)) = members.get_mut(one) {
            *key = second;
        }
        if let Some((key, _)) = members.get_mut(other) {
            *key = first;
        }
    }
}
