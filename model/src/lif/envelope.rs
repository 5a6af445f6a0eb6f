//! The four shapes in which learner records arrive.

use std::collections::HashMap;

use serde_json::{Map, Value};

use super::error::{RecordError, shortened};
use super::tree::{Node, kind, members, one_or_many, pointer_step, same_name};

/// Keys that only a LIF `Person` has among LIF's entities: a lone object with one of them, holding objects, is a person.
const OWN_KEYS: [&str; 10] = [
    "CredentialAward",
    "CourseLearningExperience",
    "ProgramLearningExperience",
    "EmploymentLearningExperience",
    "MilitaryLearningExperience",
    "AssessmentLearningExperience",
    "Proficiency",
    "EmploymentPreferences",
    "PositionPreferences",
    "RelationshipContacts",
];
/// Further keys by which a person inside `Person` is known; other kinds of JSON have some of them too.
const OTHER_KEYS: [&str; 11] = [
    "Identifier",
    "Contact",
    "Consent",
    "Residency",
    "Birth",
    "Death",
    "SexAndGender",
    "Demographics",
    "Language",
    "Narrative",
    "Interactions",
];
/// So many errors about nobody in particular are listed with each person.
const GENERAL: usize = 20;
const DOCUMENT: &str =
    "a LIF document with “Person”, a list of such documents, a GraphQL answer with “data”, or a person";
const PEOPLE: &str = "“person”, a list of persons";
const PERSON: &str = "a person with “Name”, “Identifier” or “CredentialAward”";

/// The persons of one document with the object whose other members define credentials and courses.
#[derive(Debug)]
pub(super) struct Group<'a> {
    /// The document's root object; `None` where persons stand alone.
    pub(super) root: Option<Node<'a>>,
    /// The persons.
    pub(super) people: Vec<Node<'a>>,
    /// What the service that answered says it could not tell.
    pub(super) errors: UpstreamErrors,
}

/// One entry of a GraphQL answer's `errors` (GraphQL October 2021 §7.1.2).
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct UpstreamError {
    /// JSON Pointer to the place the error is about.
    pub(super) path: String,
    /// The service's own words.
    pub(super) message: String,
}

/// A GraphQL answer's errors by the person they are about.
#[derive(Debug, Default)]
pub(super) struct UpstreamErrors {
    about: HashMap<u64, Vec<UpstreamError>>,
    /// About no person in particular, so listed with each; no more than [`GENERAL`].
    general: Vec<UpstreamError>,
}

impl UpstreamErrors {
    fn read(errors: &[Value]) -> Self {
        let mut read = Self::default();
        for (position, error) in errors.iter().enumerate() {
            let steps = error.get("path").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
            let mut path = "/data".to_owned();
            for step in steps {
                pointer_step(&mut path, &step.as_str().map_or_else(|| step.to_string(), str::to_owned));
            }
            match steps.get(1).and_then(Value::as_u64) {
                Some(person) => {
                    read.about.entry(person).or_default().push(UpstreamError { path, message: message(error) });
                }
                None if read.general.len() < GENERAL => {
                    let path = if steps.is_empty() { format!("/errors/{position}") } else { path };
                    read.general.push(UpstreamError { path, message: message(error) });
                }
                None => {}
            }
        }
        read
    }

    /// Those about the person at `index`, and those about nobody in particular.
    pub(super) fn about(&self, index: usize) -> impl Iterator<Item = &UpstreamError> {
        let about = u64::try_from(index).ok().and_then(|index| self.about.get(&index));
        about.into_iter().flatten().chain(&self.general)
    }
}

/// The groups of persons in a document, in its order.
pub(super) fn groups<'a>(document: &'a Value, file: &str) -> Result<Vec<Group<'a>>, RecordError> {
    if let Value::Array(items) = document {
        let places = items.iter().enumerate();
        return places.map(|(index, item)| group(item, format!("/{index}"), file)).collect();
    }
    let is_answer = document.get("data").is_some() || document.get("errors").is_some();
    match document {
        Value::Object(object) if is_answer && !has_people(object) => Ok(vec![answer(document, file)?]),
        one => Ok(vec![group(one, String::new(), file)?]),
    }
}

fn group<'a>(value: &'a Value, path: String, file: &str) -> Result<Group<'a>, RecordError> {
    let Value::Object(object) = value else { return Err(not_lif(file, path, DOCUMENT, value)) };
    let node = Node { object, path };
    if has_people(object) {
        let people = people(&node, file)?;
        return Ok(Group { root: Some(node), people, errors: UpstreamErrors::default() });
    }
    let holds_objects = |value: &Value| one_or_many(value, "").iter().any(|(_, item)| item.is_object());
    if has_name(object) || members(object, &OWN_KEYS).any(|(_, value)| holds_objects(value)) {
        return Ok(Group { root: None, people: vec![node], errors: UpstreamErrors::default() });
    }
    Err(not_lif(file, node.path, DOCUMENT, value))
}

/// A GraphQL answer. Data is used beside errors; errors alone, or beside an empty list, mean that the service failed.
fn answer<'a>(document: &'a Value, file: &str) -> Result<Group<'a>, RecordError> {
    let errors = document.get("errors").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let data = document.get("data").and_then(Value::as_object);
    let root = data.map(|object| Node { object, path: "/data".to_owned() });
    let people = match document.get("data") {
        Some(Value::Object(object)) => {
            let node = Node { object, path: "/data".to_owned() };
            let is_null = object.iter().any(|(key, value)| same_name(key, "Person") && value.is_null());
            (!is_null).then(|| people(&node, file)).transpose()?
        }
        None | Some(Value::Null) => None,
        Some(other) => return Err(not_lif(file, "/data".to_owned(), PEOPLE, other)),
    };
    match people {
        Some(people) if !people.is_empty() || errors.is_empty() => {
            Ok(Group { root, people, errors: UpstreamErrors::read(errors) })
        }
        _ => {
            let message =
                errors.first().map_or_else(|| "no message".to_owned(), |error| shortened(&message(error), 200));
            let (file, path) = (file.to_owned(), "/data/person".to_owned());
            Err(RecordError::Upstream { file, path, count: errors.len(), message })
        }
    }
}

fn has_people(object: &Map<String, Value>) -> bool {
    object.keys().any(|key| same_name(key, "Person"))
}

/// LIF's `Name` has `firstName` and `lastName`; `name` elsewhere is many things.
fn has_name(object: &Map<String, Value>) -> bool {
    let is_name =
        |value: &Value| value.as_object().is_some_and(|it| members(it, &["firstName", "lastName"]).count() > 0);
    members(object, &["Name"]).any(|(_, value)| one_or_many(value, "").iter().any(|(_, item)| is_name(item)))
}

/// The persons under `Person` of a document or an answer.
fn people<'a>(node: &Node<'a>, file: &str) -> Result<Vec<Node<'a>>, RecordError> {
    let mut people = Vec::new();
    for (key, value) in node.object.iter().filter(|(key, _)| same_name(key, "Person")) {
        for (path, item) in one_or_many(value, &node.path_to(key)) {
            match item {
                Value::Object(object) if is_person(object) => people.push(Node { object, path }),
                other => return Err(not_lif(file, path, PERSON, other)),
            }
        }
    }
    if people.is_empty() && !has_people(node.object) {
        let (file, path, found) = (file.to_owned(), node.path.clone(), keys(node.object.keys()));
        return Err(RecordError::NotLif { file, path, expected: PEOPLE, found });
    }
    Ok(people)
}

fn is_person(object: &Map<String, Value>) -> bool {
    let known = |key: &str| OWN_KEYS.iter().chain(&OTHER_KEYS).any(|name| same_name(key, name));
    has_name(object) || object.keys().any(|key| key == "Name" || known(key))
}

fn not_lif(file: &str, path: String, expected: &'static str, found: &Value) -> RecordError {
    let found = match found {
        Value::Object(object) => keys(object.keys()),
        other => kind(other).to_owned(),
    };
    RecordError::NotLif { file: file.to_owned(), path, expected, found }
}

fn keys<'a>(keys: impl ExactSizeIterator<Item = &'a String>) -> String {
    let count = keys.len();
    let named: Vec<String> = keys.take(8).map(|key| format!("“{}”", shortened(key, 40))).collect();
    match (count, count - named.len()) {
        (0, _) => "an empty object".to_owned(),
        (_, 0) => format!("an object with {}", named.join(", ")),
        (_, more) => format!("an object with {} and {more} more keys", named.join(", ")),
    }
}

fn message(error: &Value) -> String {
    error.get("message").and_then(Value::as_str).unwrap_or("no message").trim().to_owned()
}
