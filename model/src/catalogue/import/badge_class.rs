//! Badge classes of Open Badges 2.0 and 1.x: alone, in a list, or inside an assertion, of which nothing else is read.

use serde_json::{Map, Value};

use crate::catalogue::AchievementKind;
use crate::catalogue::file::{AlignmentTable, EntryTable};
use crate::vocabulary;

use super::collector::Collector;
use super::json::{each, kind, plain, texts};

type Node = Map<String, Value>;

/// What an object is.
enum Shape<'a> {
    /// A badge class.
    Class(&'a Node),
    /// An assertion, with what stands for its badge class.
    Assertion(Option<&'a Value>),
}

/// Whether one of the document's objects is a badge class or an assertion.
pub(super) fn is(document: &Value) -> bool {
    each(Some(document), "").iter().any(|(_, item)| shape(item).is_some())
}

/// Offers every badge class.
pub(super) fn read(document: &Value, collector: &mut Collector) {
    for (place, item) in each(Some(document), "") {
        match shape(item) {
            Some(Shape::Class(class)) => offer(&place, class, collector),
            Some(Shape::Assertion(Some(Value::Object(class)))) => offer(&format!("{place}/badge"), class, collector),
            Some(Shape::Assertion(badge)) => {
                let found = badge.map_or("nothing", kind);
                let advice = "fetch the class from its address and import that";
                collector.leave_out(
                    &format!("{place}/badge"),
                    format!("expected the badge class itself in the assertion, found {found}; {advice}"),
                );
            }
            None => {
                collector.leave_out(&place, format!("expected a badge class or an assertion, found {}", kind(item)));
            }
        }
    }
}

fn shape(item: &Value) -> Option<Shape<'_>> {
    let node = item.as_object()?;
    let types = texts(node.get("type").or_else(|| node.get("@type")));
    let has = |keys: &[&str]| keys.iter().all(|key| node.contains_key(*key));
    if types.iter().any(|one| one == "BadgeClass") {
        return Some(Shape::Class(node));
    }
    if types.iter().any(|one| one == "Assertion") {
        return Some(Shape::Assertion(node.get("badge")));
    }
    if !types.is_empty() {
        return None;
    }
    // Open Badges 1.0 has no types.
    if has(&["badge", "recipient"]) {
        return Some(Shape::Assertion(node.get("badge")));
    }
    has(&["name", "criteria", "issuer"]).then_some(Shape::Class(node))
}

fn offer(place: &str, class: &Node, collector: &mut Collector) {
    let (criteria, criteria_url) = criteria(class.get("criteria"));
    let id = class.get("id").or_else(|| class.get("@id")).and_then(plain);
    let mut alignments = Vec::new();
    for (at, item) in each(class.get("alignment"), &format!("{place}/alignment")) {
        match alignment(item) {
            Some(table) => alignments.push(table),
            None => collector.leave_member_out(&at, "an alignment needs targetName and targetUrl"),
        }
    }
    let table = EntryTable {
        kind: Some(AchievementKind::Award),
        uri: id,
        name: first(class, "name"),
        description: first(class, "description"),
        criteria,
        criteria_url,
        image: address(class.get("image")),
        achievement_type: Some("Badge".to_owned()),
        tags: texts(class.get("tags")),
        alignments,
        ..EntryTable::default()
    };
    collector.offer(place, table);
}

fn first(node: &Node, name: &str) -> Option<String> {
    texts(node.get(name)).into_iter().next()
}

/// In 2.0 an object with a narrative, an address or both; in 1.x an address. Words in its place are taken as words.
fn criteria(stated: Option<&Value>) -> (Option<String>, Option<String>) {
    match stated {
        Some(Value::Object(object)) => {
            let id = object.get("id").or_else(|| object.get("@id")).and_then(plain);
            (first(object, "narrative"), id)
        }
        other => match texts(other).into_iter().next() {
            Some(text) if vocabulary::is_absolute_uri(&text) => (None, Some(text)),
            words => (words, None),
        },
    }
}

fn address(value: Option<&Value>) -> Option<String> {
    each(value, "").iter().find_map(|(_, item)| plain(item.get("id").unwrap_or(item)))
}

/// An `AlignmentObject` of 2.0, or that of 1.1 (`name`, `url`).
fn alignment(item: &Value) -> Option<AlignmentTable> {
    let stated = item.as_object()?;
    let of = |names: [&str; 2]| names.iter().find_map(|name| first(stated, name));
    Some(AlignmentTable {
        name: of(["targetName", "name"])?,
        url: Some(of(["targetUrl", "url"])?),
        description: of(["targetDescription", "description"]),
        framework: first(stated, "targetFramework"),
        code: first(stated, "targetCode"),
        ..AlignmentTable::default()
    })
}
