use std::collections::BTreeSet;
use std::path::Path;

use serde_json::Value;

use super::*;

#[test]
fn every_part_is_an_entity_and_no_entity_stands_twice() {
    let all: Vec<&Shape> = person::PERSON.iter().chain(roots::ROOTS).chain([&DOCUMENT]).collect();
    for shape in &all {
        for part in shape.parts.split_whitespace() {
            assert!(entity(part).is_some(), "{}: {part}", shape.name);
        }
    }
    assert_eq!(ENTITIES.len(), all.len());
}

#[test]
fn no_member_is_of_two_kinds() {
    for shape in person::PERSON.iter().chain(roots::ROOTS) {
        let names = [EVERY, shape.texts, shape.dates, shape.numbers, shape.truths].join(" ");
        let different: BTreeSet<String> = names.split_whitespace().map(folded).collect();
        assert_eq!(different.len(), names.split_whitespace().count(), "{}", shape.name);
    }
}

#[test]
fn references_are_told_by_their_names() {
    for (name, target) in [
        ("InstanceOfRefCredential", "Credential"),
        ("refRefCourse", "Course"),
        ("RefPosition", "Position"),
        ("entailedRefCompetency", "Competency"),
        ("RefProficiencyDefinition", "ProficiencyDefinition"),
        ("issued_by_ref_organization", "Organization"),
        ("assertedByRefPerson", "Person"),
    ] {
        assert_eq!(referred(&folded(name)).map(|known| known.name), Some(target), "{name}");
    }
    for name in ["EmploymentPreferences", "PositionPreferences", "Ref", "RefMatter", "Course", "reference"] {
        assert!(referred(&folded(name)).is_none(), "{name}");
    }
}

/// Holds the members of `schema` against what is known of the entity, and goes into its parts.
fn hold(name: &str, schema: &Value, seen: &mut usize) {
    let object = schema.get("items").unwrap_or(schema);
    let Some(properties) = object.get("properties").and_then(Value::as_object) else { return };
    let known = entity(name).unwrap_or_else(|| panic!("{name} is not known"));
    for (key, member) in properties {
        *seen += 1;
        let items = member.get("items").unwrap_or(member);
        let is_entity =
            items.get("properties").is_some() || items.get("type").and_then(Value::as_str) == Some("object");
        if !is_entity {
            assert!(known.member(&folded(key)).is_some(), "{name}.{key} is not known");
        } else if referred(&folded(key)).is_none() {
            assert!(known.part(&folded(key)).is_some(), "{name}.{key} is not known as a part");
            hold(key, member, seen);
        }
    }
}

#[test]
fn the_published_models_are_known_member_by_member() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data/lif");
    if !root.is_dir() {
        what_ran::skipped("LIF models", 0, "../shared/data is absent");
        return;
    }
    let mut seen = 0;
    for (file, roots) in [("lif-schema.fixed.json", 8), ("stateu-lif-openapi.json", 0)] {
        let text = std::fs::read_to_string(root.join(file)).unwrap();
        let document: Value = serde_json::from_str(&text).unwrap();
        let schemas = document.pointer("/components/schemas").and_then(Value::as_object).unwrap();
        assert!(schemas.len() >= roots, "{file}");
        for (name, schema) in schemas {
            hold(name, schema, &mut seen);
        }
    }
    assert!(seen > 1_000, "{seen} members are too few for both models");
    what_ran::ran("LIF models", seen);
}
