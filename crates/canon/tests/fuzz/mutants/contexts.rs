//! Changes of contexts: inline ones with terms of every kind, used where they hold, and the order of the published ones.

use super::dice::Dice;
use super::doc::Doc;
use super::places::{self, is_object};
use super::words;

mod containers;
mod terms;

const URLS: [&str; 10] = [
    "https://www.w3.org/ns/credentials/v2",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.1.json",
    "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json",
    "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json",
    "https://www.w3.org/2018/credentials/v1",
    "https://w3id.org/security/data-integrity/v2",
    "https://www.w3.org/ns/did/v1",
    "https://unknown.example/context",
    "relative-context.json",
];

pub(crate) fn change(document: &mut Doc, dice: &mut Dice) {
    match dice.below(12) {
        0..8 => inline(document, dice),
        8 => reorder(document, dice),
        9 => url(document, dice),
        10 => redefine(document, dice),
        _ => remove(document, dice),
    }
}

/// An inline context on some node, with uses of what it defines on this node or one below.
fn inline(document: &mut Doc, dice: &mut Dice) {
    let (context, uses) = terms::context(dice, 2);
    // The top and its neighbours are where contexts stand in real documents.
    let place = if dice.one_in(3) { Some(Vec::new()) } else { places::one(document, dice, is_object) };
    let Some(node) = place.and_then(|place| places::at_mut(document, &place)).filter(|node| is_object(node)) else {
        return;
    };
    add(node, context, dice);
    if dice.one_in(4) {
        for (key, value) in uses {
            if let Some(inner) = places::spot(node, dice, is_object) {
                inner.set(&key, value);
            }
        }
    } else {
        node.extend(uses);
    }
}

/// `context` after, rarely before, the contexts a node has.
fn add(node: &mut Doc, context: Doc, dice: &mut Dice) {
    let all = match node.get("@context").cloned() {
        None => context,
        Some(Doc::Array(mut items)) => {
            let at = if dice.one_in(6) { dice.below(items.len() + 1) } else { items.len() };
            items.insert(at, context);
            Doc::Array(items)
        }
        Some(one) => Doc::Array(vec![one, context]),
    };
    node.set("@context", all);
}

/// The contexts of some node that has any, as a list.
fn list<'d>(document: &'d mut Doc, dice: &mut Dice) -> Option<&'d mut Vec<Doc>> {
    let Doc::Object(members) = places::spot(document, dice, |value| value.get("@context").is_some())? else {
        return None;
    };
    let (_, held) = members.iter_mut().find(|(key, _)| key == "@context")?;
    if !matches!(held, Doc::Array(_)) {
        *held = Doc::Array(vec![held.clone()]);
    }
    match held {
        Doc::Array(items) => Some(items),
        _ => None,
    }
}

fn reorder(document: &mut Doc, dice: &mut Dice) {
    let Some(items) = list(document, dice) else { return };
    dice.shuffle(items);
    if dice.one_in(2) {
        items.extend(items.first().cloned());
    }
}

/// One more context by URL, or `null`, or something that is no context.
fn url(document: &mut Doc, dice: &mut Dice) {
    let context = match dice.below(10) {
        0 => Doc::raw("null"),
        1 => words::scalar(dice),
        2 => Doc::Array(Vec::new()),
        3 => Doc::object(),
        _ => Doc::string(dice.word(&URLS)),
    };
    if dice.one_in(3) {
        if let Some(node) = places::spot(document, dice, is_object) {
            add(node, context, dice);
        }
    } else if let Some(items) = list(document, dice) {
        items.insert(dice.below(items.len() + 1), context);
    }
}

/// A published or inline term once more, the same or otherwise.
fn redefine(document: &mut Doc, dice: &mut Dice) {
    let term = words::key(dice);
    let definition = match dice.below(6) {
        0 => Doc::string(dice.word(&["@id", "@type", "https://schema.org/name", "urn:other"])),
        1 => Doc::under("@id", Doc::string(dice.word(&["@id", "@type", "https://schema.org/name", "urn:other"]))),
        2 => Doc::raw("null"),
        3 => containers::container_for(dice, term),
        _ => terms::definition(dice, term, 1),
    };
    let context = Doc::under(term, definition);
    if let Some(node) = places::spot(document, dice, |value| value.get("@context").is_some()) {
        add(node, context, dice);
    }
}

fn remove(document: &mut Doc, dice: &mut Dice) {
    if let Some(items) = list(document, dice)
        && !items.is_empty()
    {
        items.remove(dice.below(items.len()));
    }
}
