//! Nothing in a document goes missing: every object and every value is in the record or reported with its place.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test stops at what it did not expect")]

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};

use model::lif;
use model::record::{Entity, LearnerRecord, Plain, UnreadCode};
use model::samples;
use model::time::PartialDate;
use proptest::prelude::*;
use serde_json::{Value, json};

/// What became of a document's objects and plain values.
#[derive(Debug, Default, PartialEq, Eq, Clone, Copy)]
struct Tally {
    objects: usize,
    read: usize,
    envelope: usize,
    reported: usize,
    values: usize,
    values_read: usize,
    values_reported: usize,
}

/// Objects of another model (`AlignedProgram`), values LIF means otherwise (a sentence for yes or no), and references
/// that lead nowhere, in the published records.
const REPORTED: [(&str, [usize; 3]); 21] = [
    ("composed-3orgs/alan.json", [0, 0, 1]),
    ("composed-3orgs/alan.planner.json", [0, 0, 1]),
    ("composed-3orgs/jenna.json", [0, 0, 1]),
    ("composed-3orgs/jenna.planner.json", [0, 0, 1]),
    ("composed-3orgs/matt.json", [0, 0, 0]),
    ("composed-3orgs/matt.planner.json", [0, 0, 0]),
    ("composed-3orgs/sarah.json", [0, 0, 1]),
    ("composed-3orgs/sarah.planner.json", [0, 0, 1]),
    ("graphql-response-alan.json", [0, 0, 8]),
    ("graphql-response-jenna.json", [0, 0, 7]),
    ("graphql-response-matt.json", [0, 0, 5]),
    ("graphql-response-sarah.json", [0, 0, 16]),
    ("sample_data/advisor-demo-org1/Matt-validated.json", [3, 6, 7]),
    ("sample_data/advisor-demo-org1/Sarah-validated.json", [0, 0, 22]),
    ("sample_data/advisor-demo-org2/Alan-validated.json", [0, 0, 5]),
    ("sample_data/advisor-demo-org2/Jenna-validated.json", [0, 0, 5]),
    ("sample_data/advisor-demo-org2/Sarah-validated.json", [0, 0, 5]),
    ("sample_data/dev-single-org/Alan-validated.json", [1, 2, 11]),
    ("sample_data/dev-single-org/Jenna-validated.json", [0, 0, 10]),
    ("sample_data/dev-single-org/Matt-validated.json", [3, 7, 9]),
    ("sample_data/dev-single-org/Sarah-validated.json", [0, 0, 19]),
];

struct Held<'a> {
    entities: HashMap<&'a str, &'a Entity>,
    reported: Vec<&'a str>,
    /// Unknown members by name: each is reported once, at its first place.
    unknown: Vec<String>,
    tally: Tally,
}

/// A name without casing and separators.
fn folded(name: &str) -> String {
    name.replace(['_', '-', ' '], "").to_ascii_lowercase()
}

fn gather<'a>(entity: &'a Entity, into: &mut HashMap<&'a str, &'a Entity>) {
    into.insert(&entity.path, entity);
    entity.parts.iter().chain(entity.links.iter().map(|link| &link.target)).for_each(|one| gather(one, into));
}

impl<'a> Held<'a> {
    fn of(records: &'a [LearnerRecord]) -> Self {
        let mut entities = HashMap::new();
        let (mut reported, mut unknown) = (Vec::new(), Vec::new());
        for record in records {
            gather(&record.person, &mut entities);
            record.definitions.iter().for_each(|one| gather(one, &mut entities));
            let lost = [UnreadCode::UnknownEntity, UnreadCode::UnknownMember, UnreadCode::WrongShape];
            let bad = [UnreadCode::NotADate, UnreadCode::NotANumber, UnreadCode::NotATruth];
            let places = record.unread.iter().filter(|one| lost.contains(&one.code) || bad.contains(&one.code));
            reported.extend(places.map(|one| one.path.as_str()));
            let members = record.unread.iter().filter(|one| one.code == UnreadCode::UnknownMember);
            // The last step is a number where the member is a list.
            unknown.extend(members.flat_map(|one| one.path.rsplit('/').take(2).map(folded).collect::<Vec<_>>()));
        }
        Self { entities, reported, unknown, tally: Tally::default() }
    }

    fn is_reported(&self, path: &str) -> bool {
        self.reported
            .iter()
            .any(|place| path.strip_prefix(place).is_some_and(|rest| rest.is_empty() || rest.starts_with('/')))
    }

    fn object(&mut self, value: &Value, path: &str, file: &str) {
        let Value::Object(members) = value else { panic!("{file} {path}") };
        self.tally.objects += 1;
        let entity = self.entities.get(path).copied();
        let envelope = path.is_empty()
            || path == "/data"
            || path.strip_prefix('/').is_some_and(|one| one.parse::<usize>().is_ok());
        match entity {
            Some(_) => self.tally.read += 1,
            None if self.is_reported(path) => self.tally.reported += 1,
            None if envelope => self.tally.envelope += 1,
            None => panic!("{file}: the object at {path} is neither read nor reported"),
        }
        for (key, member) in members {
            let path = format!("{path}/{}", key.replace('~', "~0").replace('/', "~1"));
            // Beside `data`, an answer tells of itself.
            if members.contains_key("data") && path.matches('/').count() == 1 && path != "/data" {
                continue;
            }
            let items = match member {
                Value::Array(items) => {
                    items.iter().enumerate().map(|(at, item)| (format!("{path}/{at}"), item)).collect()
                }
                one => vec![(path, one)],
            };
            for (path, item) in items {
                match item {
                    Value::Null => {}
                    Value::Object(_) => self.object(item, &path, file),
                    item => self.plain(entity, (key, item), &path, file),
                }
            }
        }
    }

    fn plain(&mut self, entity: Option<&Entity>, (key, item): (&str, &Value), path: &str, file: &str) {
        let text = item.as_str().map_or_else(|| item.to_string(), |text| text.trim().to_owned());
        if text.is_empty() {
            return;
        }
        self.tally.values += 1;
        if entity.is_some_and(|entity| says(entity, key, &text)) {
            self.tally.values_read += 1;
        } else if self.is_reported(path) || self.unknown.contains(&folded(&key.replace('~', "~0").replace('/', "~1"))) {
            self.tally.values_reported += 1;
        } else {
            // The document's own members say where the whole comes from.
            assert!(entity.is_none() && known_of_documents(key), "{file}: {path} is neither read nor reported");
            self.tally.values_read += 1;
        }
    }
}

/// A document's own members that LIF knows.
fn known_of_documents(key: &str) -> bool {
    let known = ["id", "identifier", "name", "deleteddate", "deletedstatus"];
    key.starts_with("__") || known.contains(&folded(key).as_str()) || folded(key).starts_with("informationsource")
}

/// Whether `entity` has `text` under `key`.
fn says(entity: &Entity, key: &str, text: &str) -> bool {
    let own = match folded(key).as_str() {
        "identifier" => entity.identifier.as_deref(),
        "name" => entity.name.as_deref(),
        "informationsourceid" => entity.provenance.source_id.as_deref(),
        "informationsourceorganization" => entity.provenance.organization.as_deref(),
        "informationsourcesystem" => entity.provenance.system.as_deref(),
        _ => None,
    };
    let member = |value: &Plain| match value {
        Plain::Text(said) => said == text,
        Plain::Number(said) => text.parse() == Ok(*said),
        Plain::Truth(said) => text.eq_ignore_ascii_case(&said.to_string()),
        Plain::Date(said) => PartialDate::parse(text) == Ok(*said),
    };
    own == Some(text)
        || entity
            .members
            .iter()
            .any(|one| one.key.as_deref().unwrap_or(one.name) == key && one.values.iter().any(member))
}

fn tally(bytes: &[u8], file: &str) -> Tally {
    let document: Value = serde_json::from_slice(bytes).unwrap();
    let records = lif::read(bytes, file).unwrap();
    let mut held = Held::of(&records);
    match &document {
        Value::Array(items) => items.iter().enumerate().for_each(|(at, one)| held.object(one, &format!("/{at}"), file)),
        one => held.object(one, "", file),
    }
    let tally = held.tally;
    assert_eq!(tally.objects, tally.read + tally.envelope + tally.reported, "{file}");
    assert_eq!(tally.values, tally.values_read + tally.values_reported, "{file}");
    assert_eq!(tally.read, held.entities.len(), "{file}: what was read stands in the document");
    tally
}

/// Every JSON file below `folder` that holds learner records.
fn records_below(folder: &Path, found: &mut Vec<PathBuf>) {
    let mut entries: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            records_below(&path, found);
        } else if path.extension().is_some_and(|end| end == "json") {
            found.push(path);
        }
    }
}

#[test]
fn nothing_in_the_sample_learners_goes_missing() {
    for (file, text) in samples::learners() {
        let tally = tally(text.as_bytes(), file);
        assert_eq!((tally.reported, tally.values_reported), (0, 0), "{file}");
        assert!(tally.read > 30 && tally.values > 200, "{file}: {tally:?}");
    }
}

#[test]
fn nothing_in_published_records_goes_missing() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data/lif");
    if !root.is_dir() {
        what_ran::skipped("LIF records, every object and value", 0, "../shared/data is absent");
        return;
    }
    let mut files = Vec::new();
    records_below(&root, &mut files);
    let mut objects = 0;
    let mut reported: Vec<(String, [usize; 3])> = Vec::new();
    for path in files {
        let name = path.strip_prefix(&root).unwrap().display().to_string();
        let bytes = fs::read(&path).unwrap();
        match lif::read(&bytes, &name) {
            Ok(records) => {
                let unread = records.iter().flat_map(|record| &record.unread);
                let dangling = unread.filter(|one| one.code == UnreadCode::DanglingReference).count();
                let tally = tally(&bytes, &name);
                objects += tally.objects;
                reported.push((name, [tally.reported, tally.values_reported, dangling]));
            }
            Err(error) => assert!(
                name.contains("schema")
                    || name.contains("transf")
                    || name.contains("openapi")
                    || name.contains("introspection"),
                "{error}"
            ),
        }
    }
    let reported: Vec<_> = reported.iter().map(|(name, counts)| (name.as_str(), *counts)).collect();
    assert_eq!(reported, REPORTED);
    assert_eq!(objects, 4_898, "counted by a separate program over the same files");
    what_ran::ran("LIF records, every object and value", objects);
}

/// Plain values, objects and lists under names that LIF has, in its casing and others, and that it has not.
fn lif_like() -> impl Strategy<Value = Value> {
    let plain = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i32>().prop_map(Value::from),
        "[ -~]{0,8}".prop_map(Value::from),
        "20[0-9]{2}-[01][0-9](-[0-3][0-9])?|[01]?[0-9]/20[0-9]{2}".prop_map(Value::from),
    ];
    let names = prop::sample::select(vec![
        "Name",
        "name",
        "Identifier",
        "identifier",
        "id",
        "firstName",
        "Contact",
        "Email",
        "emailAddress",
        "Consent",
        "expiration",
        "CredentialAward",
        "credential_award",
        "awardIssueDate",
        "revoked",
        "creditsEarned",
        "Evidence",
        "InstanceOfRefCredential",
        "RefCourse",
        "refRefPosition",
        "CourseLearningExperience",
        "courseTotal",
        "Proficiency",
        "proficiencyLevelId",
        "RefProficiencyDefinition",
        "Birth",
        "birthDate",
        "Hobby",
        "mood",
        "informationSourceId",
        "deletedStatus",
        "Organization",
        "ORGANIZATION",
        "partOfRefOrganization",
        "Credential",
        "Course",
        "Assessment",
        "CompetencyFramework",
        "Competency",
        "ProficiencyDefinition",
        "Person",
        "a/b",
        "~",
        "",
    ]);
    plain.prop_recursive(5, 40, 5, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::vec((names.clone(), inner), 0..6)
                .prop_map(|members| members.into_iter().map(|(key, value)| (key.to_owned(), value)).collect::<Value>()),
        ]
    })
}

/// Reads, and where it is a record, holds it against the document and shows it.
fn held(document: &Value) {
    let text = document.to_string();
    match lif::read(text.as_bytes(), "any.json") {
        Ok(records) => {
            // Past a count, faults are only counted.
            let listed = records.iter().flat_map(|record| &record.unread).all(|one| one.code != UnreadCode::More);
            if listed && !records.is_empty() {
                tally(text.as_bytes(), "any.json");
            }
        }
        Err(error) => assert!(error.to_string().starts_with("any.json: expected "), "{error}"),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn nothing_in_any_person_goes_missing(person in lif_like(), credential in lif_like(), organization in lif_like()) {
        held(&json!({"Person": [{"Name": [], "CredentialAward": [person]}], "Credential": credential, "Organization": organization}));
        held(&json!({"Person": person.clone()}));
        held(&json!([{"Person": [{"Proficiency": person}], "Course": credential}]));
        held(&json!({"data": {"person": [{"Consent": person, "Contact": credential}]}}));
    }

    #[test]
    fn any_json_is_read_or_refused(document in lif_like()) {
        held(&document);
    }
}
