//! Any LIF entity, member by member, held against the model.

use serde_json::Value;

use crate::record::{Entity, Link, Member, Plain, UnreadCode};

use super::notes::{CORRECT, Notes};
use super::shapes::{self, Known, Says, folded, referred};
use super::tree::{self, Node, Place, is_blank, kind, plain_text};

/// Members that have a place of their own in [`Entity`].
const SETTLED: [&str; 5] =
    ["identifier", "name", "informationSourceId", "informationSourceOrganization", "informationSourceSystem"];

/// Reads an object as the entity `known`, with all its parts. The depth is bounded by the document's (`MAX_DEPTH`).
pub(super) fn read(node: &Node<'_>, known: &'static Known, notes: &mut Notes) -> Entity {
    let mut entity = Entity { kind: known.name, path: node.path.clone(), ..Entity::default() };
    for (key, value) in node.object {
        // GraphQL answers may name the type of everything (`__typename`, October 2021 §2.9).
        if !value.is_null() && !key.starts_with("__") {
            member(&mut entity, known, (node.place(key), value), notes);
        }
    }
    settle(&mut entity, node, notes);
    entity
}

fn member(entity: &mut Entity, known: &'static Known, (place, value): (Place<'_>, &Value), notes: &mut Notes) {
    let key = place.key;
    let said = known.member(key);
    let mut plain = Vec::new();
    for (place, item) in place.items(value) {
        match item {
            Value::Null => {}
            Value::Object(object) => {
                let node = Node { object, path: place.path() };
                part(entity, known, &folded(key), &node, notes);
            }
            Value::Array(_) => notes.wrong_shape(place.path(), "a text or an object", kind(item)),
            item => match said {
                Some((_, says)) => plain.extend(read_plain(item, says, place, notes)),
                None if is_blank(item) => {}
                None if known.part(&folded(key)).is_some() || referred(&folded(key)).is_some() => {
                    notes.wrong_shape(place.path(), "an object", kind(item));
                }
                None => notes.unknown_member(known.name, &folded(key), place.path()),
            },
        }
    }
    if let Some((name, _)) = said.filter(|_| !plain.is_empty()) {
        let key = (key != name).then(|| key.to_owned());
        entity.members.push(Member { name, key, values: plain });
    }
}

fn part(entity: &mut Entity, known: &'static Known, name: &str, node: &Node<'_>, notes: &mut Notes) {
    if let Some(part) = known.part(name) {
        entity.parts.push(read(node, part, notes));
    } else if let Some(target) = referred(name) {
        let end = name.len().saturating_sub(folded(target.name).len() + "ref".len());
        // Some write the mark twice: `refRefCourse`.
        let relation = name.get(..end).filter(|relation| *relation != "ref").unwrap_or_default().to_owned();
        entity.links.push(Link { relation, target: read(node, target, notes) });
    } else if known.member(name).is_some() {
        notes.wrong_shape(node.path.clone(), "a text", "an object");
    } else {
        let expected = format!("an entity that LIF has in {}", known.name);
        let todo = "nothing of it is read; name it as LIF does in the source";
        let parts = [&expected, "an object of another name", todo];
        notes.note(node.path.clone(), UnreadCode::UnknownEntity, parts);
    }
}

fn read_plain(value: &Value, says: Says, place: Place<'_>, notes: &mut Notes) -> Option<Plain> {
    let text = plain_text(value)?;
    match says {
        Says::Text => Some(Plain::Text(text)),
        Says::Date => tree::date(&text, place, notes).map(Plain::Date),
        Says::Number => tree::number(&text, place, notes).map(Plain::Number),
        Says::Truth => truth(&text, place, notes).map(Plain::Truth),
    }
}

fn truth(text: &str, place: Place<'_>, notes: &mut Notes) -> Option<bool> {
    let truth = tree::truth(text);
    if truth.is_none() {
        notes.note(place.path(), UnreadCode::NotATruth, ["true or false", &format!("“{text}”"), CORRECT]);
    }
    truth
}

/// What every entity has goes where it belongs; further identifiers and names stay among the members.
fn settle(entity: &mut Entity, node: &Node<'_>, notes: &mut Notes) {
    let mentions = |name: &str| entity.members.iter().any(|member| member.name == name);
    entity.deleted = (mentions("deletedStatus") || mentions("deletedDate")) && node.is_withdrawn(notes);
    let text = |name: &str| entity.text(name).map(str::to_owned);
    let (identifier, name) = (text("identifier").or_else(|| text("id")), text("name"));
    entity.provenance = crate::record::Provenance {
        source_id: text("informationSourceId"),
        organization: text("informationSourceOrganization"),
        system: text("informationSourceSystem"),
    };
    (entity.identifier, entity.name) = (identifier, name);
    for name in SETTLED {
        // A second value, under a key of another casing or in a list, stays.
        let first = entity.members.iter().position(|member| member.name == name);
        if let Some(first) = first.filter(|at| entity.members.get(*at).is_some_and(|member| member.values.len() == 1)) {
            entity.members.remove(first);
        }
    }
}

/// Every entity under a document's roots; persons are left to their own reader.
pub(super) fn roots(root: &Node<'_>, notes: &mut Notes) -> Vec<Entity> {
    let Some(known) = shapes::entity("document") else { return Vec::new() };
    let mut document = Entity { path: root.path.clone(), ..Entity::default() };
    for (key, value) in root.object {
        if !value.is_null() && !key.starts_with("__") && !tree::same_name(key, "Person") {
            member(&mut document, known, (root.place(key), value), notes);
        }
    }
    for link in document.links {
        let parts = ["an entity that LIF has in a document", "a reference", "nothing of it is read"];
        notes.note(link.target.path, UnreadCode::UnknownEntity, parts);
    }
    document.parts
}
