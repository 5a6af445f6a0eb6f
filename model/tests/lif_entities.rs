//! Every entity of LIF 2.0 in every form: one invented document that has them all, with every member, and the same
//! written in all the ways sources write.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test stops at what it did not expect")]

use std::collections::BTreeSet;

use model::lif;
use model::record::{Entity, LearnerRecord, Plain};
use serde_json::{Map, Value};

const EVERY: &str = include_str!("records/every-entity.json");

fn document() -> Value {
    serde_json::from_str(EVERY).unwrap()
}

fn read(document: &Value) -> LearnerRecord {
    let mut records = lif::read(document.to_string().as_bytes(), "every.json").unwrap();
    assert_eq!(records.len(), 1);
    records.remove(0)
}

/// `entity` without places, keys and order, which differ from form to form.
fn bare(entity: &Entity) -> Entity {
    let mut bare = entity.clone();
    bare.path.clear();
    bare.members.iter_mut().for_each(|member| member.key = None);
    bare.members.sort_by_key(|member| member.name);
    bare.parts = entity.parts.iter().map(self::bare).collect();
    bare.parts.sort_by_key(|part| part.kind);
    bare.links.iter_mut().for_each(|link| link.target = self::bare(&link.target));
    bare.links.sort_by_key(|link| (link.target.kind, link.relation.clone()));
    bare
}

fn definitions(record: &LearnerRecord) -> Vec<Entity> {
    let mut all: Vec<Entity> = record.definitions.iter().map(bare).collect();
    all.sort_by_key(|one| one.kind);
    all
}

/// Every object and key of `value`, changed from the leaves up.
fn changed(value: &Value, key: &dyn Fn(&str) -> String, leaf: &dyn Fn(Value) -> Value) -> Value {
    match value {
        Value::Array(items) => leaf(items.iter().map(|item| changed(item, key, leaf)).collect()),
        Value::Object(members) => {
            let members = members.iter().map(|(name, member)| (key(name), changed(member, key, leaf)));
            Value::Object(members.collect::<Map<_, _>>())
        }
        plain => leaf(plain.clone()),
    }
}

fn same(name: &str) -> String {
    name.to_owned()
}

fn snake(name: &str) -> String {
    let mut text = String::new();
    for c in name.chars() {
        if c.is_ascii_uppercase() && !text.is_empty() {
            text.push('_');
        }
        text.push(c.to_ascii_lowercase());
    }
    text
}

fn pascal(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map_or_else(String::new, |first| first.to_ascii_uppercase().to_string() + letters.as_str())
}

#[test]
fn every_entity_is_read_whole() {
    let record = read(&document());
    assert_eq!(record.unread, []);
    let all = || record.person.all().chain(record.definitions.iter().flat_map(Entity::all));
    let kinds: BTreeSet<&str> = all().map(|entity| entity.kind).collect();
    assert_eq!(kinds.len(), 62, "{kinds:?}");
    for entity in all() {
        assert_eq!(entity.provenance.source_id.as_deref(), Some("riverbend"), "{}", entity.path);
        assert_eq!(entity.provenance.organization.as_deref(), Some("Riverbend College"), "{}", entity.path);
        assert_eq!(entity.provenance.system.as_deref(), Some("registry"), "{}", entity.path);
        assert!(entity.kind == "Person" || entity.identifier.is_some() && entity.name.is_some(), "{}", entity.path);
        assert!(!entity.deleted, "{}", entity.path);
    }
    for kind in ["text", "number", "truth", "date"] {
        let is_kind = |value: &Plain| match value {
            Plain::Text(_) => kind == "text",
            Plain::Number(_) => kind == "number",
            Plain::Truth(_) => kind == "truth",
            Plain::Date(_) => kind == "date",
        };
        assert!(all().flat_map(|one| &one.members).flat_map(|one| &one.values).any(is_kind), "{kind}");
    }
}

#[test]
fn every_field_of_every_type_is_filled() {
    let record = read(&document());
    let shown = [
        format!("{:?}", record.assessments),
        format!("{:?}", record.employments),
        format!("{:?}", record.military),
        format!("{:?}", record.proficiencies),
        format!("{:?}", record.consents),
        format!("{:?}", record.programmes),
        format!("{:?}", record.assessment_definitions().collect::<Vec<_>>()),
        format!("{:?}", record.frameworks().collect::<Vec<_>>()),
        format!("{:?}", record.organizations().collect::<Vec<_>>()),
        format!("{:?}", record.positions().collect::<Vec<_>>()),
        format!("{:?}", record.program_definitions().collect::<Vec<_>>()),
    ];
    for text in shown {
        assert!(text.len() > 20 && !text.contains("None") && !text.contains("[]"), "{text}");
    }
    assert_eq!(record.proficiencies[0].competency.as_ref().unwrap().identifier.as_deref(), Some("competency-1"));
    let award = &record.awards[0];
    assert!(award.awardee.is_some() && award.terms.is_some() && award.evidence.len() == 1);
    let identity = &award.identities[0];
    assert_eq!((identity.hash.as_str(), identity.hashed), ("identity hash", true));
    assert!(identity.salt.is_some() && identity.kind.is_some() && identity.provenance.system.is_some());
    assert_eq!(record.assessments[0].score.as_deref(), Some("87"));
}

/// Without the `Identifier`s that stand beside an `identifier`, which one casing alone cannot tell apart.
fn without_twins(value: &Value) -> Value {
    changed(value, &same, &|value| match value {
        Value::Array(items) => items.into_iter().map(without_twin).collect(),
        plain => plain,
    })
}

fn without_twin(mut item: Value) -> Value {
    if let Some(members) = item.as_object_mut().filter(|members| members.contains_key("identifier")) {
        members.remove("Identifier");
    }
    item
}

#[test]
fn every_form_says_the_same() {
    let texts = |value: Value| match value {
        Value::Number(_) | Value::Bool(_) => Value::from(value.to_string()),
        other => other,
    };
    let one = |value: Value| match value {
        Value::Array(mut items) if items.len() == 1 => items.remove(0),
        other => other,
    };
    let padded = |value: Value| value.as_str().map_or_else(|| value.clone(), |text| Value::from(format!(" {text} ")));
    let document = document();
    agree(&document, "texts", &changed(&document, &same, &texts));
    agree(&document, "one for many", &changed(&document, &same, &one));
    agree(&document, "blanks", &changed(&document, &same, &padded));
    agree(&document, "planner", &Value::from(vec![document.clone()]));
    agree(&document, "GraphQL", &serde_json::json!({ "data": changed(&document, &same, &texts) }));
    let document = without_twins(&document);
    agree(&document, "lower case", &changed(&document, &|key| key.to_ascii_lowercase(), &Value::from));
    agree(&document, "upper case", &changed(&document, &|key| key.to_ascii_uppercase(), &Value::from));
    agree(&document, "Pascal case", &changed(&document, &pascal, &Value::from));
    agree(&document, "snake case", &changed(&document, &snake, &Value::from));
}

/// That `other` says what `document` says.
fn agree(document: &Value, form: &str, other: &Value) {
    let (whole, record) = (read(document), read(other));
    assert_eq!(record.unread, [], "{form}");
    assert_eq!(bare(&record.person), bare(&whole.person), "{form}");
    assert_eq!(definitions(&record), definitions(&whole), "{form}");
    assert_eq!(record.awards.len(), 1, "{form}");
    assert_eq!(record.awards[0].issued, whole.awards[0].issued, "{form}");
    assert_eq!((record.consents.len(), record.consents[0].expires), (1, whole.consents[0].expires), "{form}");
}

#[test]
fn many_for_one_loses_none() {
    let twice = |value: Value| match value {
        Value::Array(items) => items.iter().chain(&items).cloned().collect(),
        plain => Value::from(vec![plain.clone(), plain]),
    };
    let mut person = document()["Person"][0].clone();
    person = changed(&person, &same, &twice);
    let record = read(&serde_json::json!({ "Person": [person] }));
    let whole = read(&document());
    let values = |entity: &Entity| entity.all().flat_map(|one| &one.members).map(|one| one.values.len()).sum::<usize>();
    assert!(values(&record.person) >= 2 * values(&whole.person));
    assert_eq!(record.awards.len(), 2);
}

#[test]
fn what_is_deleted_says_so_and_takes_its_parts_along() {
    let mut value = document();
    value["Person"][0]["Proficiency"][0]["deletedDate"] = "2024-01-01".into();
    value["Person"][0]["Consent"][0]["AuditHistory"][0]["deletedStatus"] = "Incorrect".into();
    value["Program"][0]["deletedStatus"] = "Changed over time".into();
    let record = read(&value);
    assert!(record.proficiencies[0].deleted && !record.consents[0].deleted);
    assert_eq!(record.consents[0].audits, [], "a part that is withdrawn says nothing");
    assert!(record.program_definitions().all(|one| one.deleted));
    value["Person"][0]["deletedDate"] = "2024-01-01".into();
    let record = read(&value);
    assert!(record.person.all().all(|one| one.deleted));
    assert!(record.consents[0].deleted && record.employments[0].deleted && record.awards[0].deleted);
}
