//! Tolerant access to a JSON tree: keys in any casing, one or many, typed texts, and the path to everything.

use serde_json::{Map, Value};

use crate::record::{Provenance, Reference, UnreadCode};
use crate::time::PartialDate;

use super::notes::{CORRECT, Notes};

/// Appends one reference token to a JSON Pointer (RFC 6901 §3).
pub(super) fn pointer_step(path: &mut String, token: &str) {
    path.push('/');
    path.push_str(&token.replace('~', "~0").replace('/', "~1"));
}

/// What a value is, for messages: never what it says.
pub(super) const fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

/// Whether two keys are the same but for casing and separators (`awardIssueDate`, `AwardIssueDate`, `award_issue_date`).
pub(super) fn same_name(one: &str, other: &str) -> bool {
    if one.len() <= other.len() {
        return one.eq_ignore_ascii_case(other);
    }
    one.contains(['_', '-', ' ']) && one.replace(['_', '-', ' '], "").eq_ignore_ascii_case(other)
}

/// The members of an object that go by one of the names, in the names' order, the exact spelling first, nulls left out.
pub(super) fn members<'a, 'n>(
    object: &'a Map<String, Value>,
    names: &'n [&'n str],
) -> impl Iterator<Item = (&'a str, &'a Value)> + use<'a, 'n> {
    names.iter().flat_map(|name| {
        let exact = object.get_key_value(*name).into_iter();
        let others = object.iter().filter(|(key, _)| key.as_str() != *name && same_name(key, name));
        exact.chain(others).filter(|(_, value)| !value.is_null()).map(|(key, value)| (key.as_str(), value))
    })
}

/// Where a member of an object stands. Its path is written only for those who need it: most are read without a word.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place<'a> {
    /// The object's path.
    object: &'a str,
    /// The member's name, in the document's own spelling.
    pub(super) key: &'a str,
    /// Which item, where the member is a list.
    index: Option<usize>,
}

impl<'a> Place<'a> {
    /// The path as a JSON Pointer.
    pub(super) fn path(self) -> String {
        let mut path = String::with_capacity(self.object.len() + self.key.len() + 8);
        path.push_str(self.object);
        pointer_step(&mut path, self.key);
        if let Some(index) = self.index {
            pointer_step(&mut path, &index.to_string());
        }
        path
    }

    /// The items of the list that is there with their places, or the one thing that stands in its stead.
    pub(super) fn items<'v>(self, value: &'v Value) -> impl Iterator<Item = (Self, &'v Value)> + use<'a, 'v> {
        let (list, one) = match value {
            Value::Array(items) => (items.as_slice(), None),
            one => (&[][..], Some((self, one))),
        };
        list.iter().enumerate().map(move |(index, item)| (Self { index: Some(index), ..self }, item)).chain(one)
    }
}

/// An object of the document and where it stands.
#[derive(Debug, Clone)]
pub(super) struct Node<'a> {
    /// The object.
    pub(super) object: &'a Map<String, Value>,
    /// JSON Pointer in the document's own keys.
    pub(super) path: String,
}

impl<'a> Node<'a> {
    /// Where the member `key` stands.
    pub(super) fn place<'p>(&'p self, key: &'p str) -> Place<'p> {
        Place { object: &self.path, key, index: None }
    }

    /// JSON Pointer to the member `key`.
    pub(super) fn path_to(&self, key: &str) -> String {
        self.place(key).path()
    }

    /// The plain value (text, number, true or false) under one of the names; blank texts count as absent.
    fn leaf(&self, names: &[&str], notes: &mut Notes) -> Option<(Place<'_>, &'a Value)> {
        let mut misfit = None;
        for (key, value) in members(self.object, names) {
            let place = self.place(key);
            match value {
                Value::Array(items) if items.iter().any(is_plain) => {
                    if has_more(items) {
                        let parts = ["one value", "several", "the first is used"];
                        notes.note(place.path(), UnreadCode::SeveralValues, parts);
                    }
                    return place.items(value).find(|(_, item)| is_plain(item));
                }
                Value::Array(items) if items.iter().all(|item| item.is_null() || is_blank(item)) => {}
                value if is_plain(value) => return Some((place, value)),
                value if is_blank(value) || is_entity_beside(key, value) => {}
                other => misfit = misfit.or(Some((place, other))),
            }
        }
        if let Some((place, value)) = misfit {
            notes.wrong_shape(place.path(), "a text", kind(value));
        }
        None
    }

    /// A text, trimmed; numbers and truth values as text; `None` when absent or blank.
    pub(super) fn text(&self, names: &[&str], notes: &mut Notes) -> Option<String> {
        self.leaf(names, notes).and_then(|(_, value)| plain_text(value))
    }

    /// A number, also written as text.
    pub(super) fn number(&self, names: &[&str], notes: &mut Notes) -> Option<f64> {
        let (place, value) = self.leaf(names, notes)?;
        number(&plain_text(value)?, place, notes)
    }

    /// A date in one of the forms of [`PartialDate::parse`].
    pub(super) fn date(&self, names: &[&str], notes: &mut Notes) -> Option<PartialDate> {
        let (place, value) = self.leaf(names, notes)?;
        date(&plain_text(value)?, place, notes)
    }

    /// Whether a warning sign such as `revoked` is set. What says neither yes nor no counts as set, so that nothing is
    /// issued on a misunderstanding, and is noted.
    pub(super) fn warned(&self, names: &[&str], notes: &mut Notes) -> bool {
        let Some((place, value)) = self.leaf(names, notes) else { return false };
        let text = plain_text(value).unwrap_or_default();
        truth(&text).unwrap_or_else(|| {
            let found = format!("“{text}”");
            let parts = ["true or false", &found, "taken as true until the source corrects it"];
            notes.note(place.path(), UnreadCode::NotATruth, parts);
            true
        })
    }

    /// Every plain value under one of the names, as trimmed texts.
    pub(super) fn texts(&self, names: &[&str], notes: &mut Notes) -> Vec<String> {
        let mut texts = Vec::new();
        for (key, value) in members(self.object, names) {
            for (place, item) in self.place(key).items(value) {
                match plain_text(item) {
                    Some(text) => texts.push(text),
                    None if item.is_null() || is_blank(item) => {}
                    None => notes.wrong_shape(place.path(), "a text", kind(item)),
                }
            }
        }
        texts
    }

    /// Every object under one of the names, one or many, whatever the casing of the key.
    pub(super) fn entities(&self, names: &[&str], notes: &mut Notes) -> Vec<Self> {
        let mut found = Vec::new();
        for (key, value) in members(self.object, names) {
            for (place, item) in self.place(key).items(value) {
                match item {
                    Value::Object(object) => found.push(Node { object, path: place.path() }),
                    item if item.is_null() || is_blank(item) || is_leaf_beside(key, item) => {}
                    item => notes.wrong_shape(place.path(), "an object", kind(item)),
                }
            }
        }
        found
    }

    /// [`Self::entities`] without those the source withdrew, each of which is noted.
    pub(super) fn entities_in_force(&self, names: &[&str], notes: &mut Notes) -> Vec<Self> {
        let mut found = self.entities(names, notes);
        found.retain(|node| {
            let withdrawn = node.is_withdrawn(notes);
            if withdrawn {
                let parts = ["a statement in force", "one its source deleted", "it is not used"];
                notes.note(node.path.clone(), UnreadCode::Withdrawn, parts);
            }
            !withdrawn
        });
        found
    }

    /// `deletedDate` or `deletedStatus` is set (LIF data model rules, "Data Exclusion or Deletion").
    pub(super) fn is_withdrawn(&self, notes: &mut Notes) -> bool {
        let is_no = |text: &str| ["false", "no", "0", "active", "none"].iter().any(|no| text.eq_ignore_ascii_case(no));
        let status = self.text(&["deletedStatus"], notes).is_some_and(|text| !is_no(&text));
        status || self.text(&["deletedDate"], notes).is_some_and(|text| !is_no(&text))
    }

    /// The reference under one of the names; the first that says anything.
    pub(super) fn reference(&self, names: &[&str], notes: &mut Notes) -> Option<Reference> {
        let mut references = self.entities(names, notes).into_iter().filter_map(|node| {
            let identifier = node.text(&["identifier", "id"], notes);
            let name = node.text(&["name"], notes);
            let told = identifier.is_some() || name.is_some();
            told.then(|| (node.path.clone(), Reference { identifier, name, provenance: node.provenance(notes) }))
        });
        let (_, first) = references.next()?;
        let others: Vec<String> = references.filter(|(_, other)| *other != first).map(|(path, _)| path).collect();
        for path in others {
            let parts = ["one reference", "a second, different one", "the first is used"];
            notes.note(path, UnreadCode::SeveralValues, parts);
        }
        Some(first)
    }

    /// Who said so: `informationSourceId`, `informationSourceOrganization`, `informationSourceSystem`.
    pub(super) fn provenance(&self, notes: &mut Notes) -> Provenance {
        Provenance {
            source_id: self.text(&["informationSourceId"], notes),
            organization: self.text(&["informationSourceOrganization"], notes),
            system: self.text(&["informationSourceSystem"], notes),
        }
    }
}

/// The items of a list, or the one thing that stands in its place, each with its path.
pub(super) fn one_or_many<'a>(value: &'a Value, path: &str) -> Vec<(String, &'a Value)> {
    match value {
        Value::Array(items) => {
            items.iter().enumerate().map(|(index, item)| (format!("{path}/{index}"), item)).collect()
        }
        one => vec![(path.to_owned(), one)],
    }
}

/// A finite number; what is none is noted.
pub(super) fn number(text: &str, place: Place<'_>, notes: &mut Notes) -> Option<f64> {
    let number = text.parse::<f64>().ok().filter(|number| number.is_finite());
    if number.is_none() {
        notes.note(place.path(), UnreadCode::NotANumber, ["a number", &format!("“{text}”"), CORRECT]);
    }
    number
}

/// A date in one of the forms of [`PartialDate::parse`]; what is none is noted.
pub(super) fn date(text: &str, place: Place<'_>, notes: &mut Notes) -> Option<PartialDate> {
    let date = PartialDate::parse(text).ok();
    if date.is_none() {
        let expected = "a date such as 2023-05-12, 2023-05-12T09:30:00Z, 2023-05 or 05/2023";
        notes.note(place.path(), UnreadCode::NotADate, [expected, &format!("“{text}”"), CORRECT]);
    }
    date
}

/// What a text says to a question of yes or no.
pub(super) fn truth(text: &str) -> Option<bool> {
    match text.to_ascii_lowercase().as_str() {
        "true" | "yes" | "y" | "1" => Some(true),
        "false" | "no" | "n" | "0" => Some(false),
        _ => None,
    }
}

pub(super) fn plain_text(value: &Value) -> Option<String> {
    let text = match value {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => number.to_string(),
        Value::Bool(truth) => truth.to_string(),
        Value::Null | Value::Array(_) | Value::Object(_) => return None,
    };
    (!text.is_empty()).then_some(text)
}

fn is_plain(value: &Value) -> bool {
    plain_text(value).is_some()
}

pub(super) fn is_blank(value: &Value) -> bool {
    value.as_str().is_some_and(|text| text.trim().is_empty())
}

/// Whether a list says anything beside its first plain item.
fn has_more(items: &[Value]) -> bool {
    let first = items.iter().find(|item| is_plain(item));
    items.iter().any(|item| !item.is_null() && !is_blank(item) && Some(item) != first)
}

/// `Identifier` (objects) stands beside `identifier` (a text) in several LIF entities: neither is a misspelt other.
fn is_entity_beside(key: &str, value: &Value) -> bool {
    same_name(key, "identifier") && matches!(value, Value::Array(_) | Value::Object(_))
}

fn is_leaf_beside(key: &str, value: &Value) -> bool {
    same_name(key, "identifier") && is_plain(value)
}
