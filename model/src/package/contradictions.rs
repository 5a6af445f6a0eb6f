//! Statements that contradict each other: what differs, member by member.
//!
//! Two statements with one source and identifier are one thing, so only one of them can be right. Which one becomes the
//! credential follows from what they say ([`Meaning::rank`](super::duplicates::Meaning::rank)), and the other one's line
//! (`contradicts`) says what differs. The same achievement from two sources of the issuer with another date or result may
//! have been reached twice: both become credentials, with a note.

use serde_json::Value;

use crate::catalogue::fold;
use crate::draft::Draft;
use crate::time::Time;

use super::reason::{LeftOut, Note, NoteCode, Reason};

/// A member whose values differ; `None` where it is not stated.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Difference {
    what: &'static str,
    here: Option<String>,
    there: Option<String>,
}

impl Difference {
    /// In words; `there` says where the other value stands.
    fn in_words(&self, there: &str) -> String {
        let said = |value: &Option<String>| value.as_ref().map_or("nothing".to_owned(), |value| format!("“{value}”"));
        format!("the {} is {} here and {} {there}", self.what, said(&self.here), said(&self.there))
    }

    /// Moments on two days are told as days, in their own zone.
    fn by_day(mut self) -> Self {
        let days = (self.here.as_deref().and_then(day), self.there.as_deref().and_then(day));
        if let (Some(here), Some(there)) = days
            && here != there
        {
            (self.here, self.there) = (Some(here), Some(there));
        }
        self
    }
}

/// The day of a moment written as RFC 3339, in words.
fn day(text: &str) -> Option<String> {
    Time::parse(text).ok()?;
    let midnight = format!("{}T00:00:00Z", text.get(..10)?);
    Some(Time::parse(&midnight).ok()?.day_in_words())
}

/// What people compare: the words for it, and where a credential has it.
const MEMBERS: [(&str, &str); 11] = [
    ("name", "/credentialSubject/achievement/name"),
    ("date of the award", "/awardedDate"),
    ("end of its validity", "/validUntil"),
    ("start", "/credentialSubject/activityStartDate"),
    ("end", "/credentialSubject/activityEndDate"),
    ("result", "/credentialSubject/result"),
    ("number of credits", "/credentialSubject/creditsEarned"),
    ("term", "/credentialSubject/term"),
    ("narrative", "/credentialSubject/narrative"),
    ("evidence", "/evidence"),
    ("kind of achievement", "/credentialSubject/achievement/achievementType"),
];

/// In what two credentials differ, as people compare them: names without case and blanks, nothing that only tells two
/// nodes apart.
pub(super) fn differences(here: &Value, there: &Value) -> Vec<Difference> {
    let differing = MEMBERS.into_iter().filter_map(|(what, pointer)| {
        let (here, there) = (said(here.pointer(pointer)), said(there.pointer(pointer)));
        let same = match (&here, &there) {
            (Some(here), Some(there)) => fold(here) == fold(there),
            (here, there) => here == there,
        };
        (!same).then(|| Difference { what, here, there }.by_day())
    });
    differing.collect()
}

/// A value in words: of results and evidence what they say, one after the other.
fn said(value: Option<&Value>) -> Option<String> {
    const SAYING: [&str; 5] = ["value", "status", "name", "description", "narrative"];
    let of_node = |node: &Value| {
        let texts = SAYING.into_iter().filter_map(|key| node.get(key).and_then(Value::as_str));
        texts.collect::<Vec<_>>().join(" ")
    };
    Some(match value? {
        Value::Array(nodes) => nodes.iter().map(of_node).collect::<Vec<_>>().join(", "),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    })
}

/// The line of the statement at `path` that is not packaged, because `packaged` is.
pub(super) fn line(path: &str, differences: &[Difference], packaged: &Draft) -> LeftOut {
    let listed: Vec<String> = differences.iter().map(|one| one.in_words("in that one")).collect();
    let detail = format!(
        "has the identifier of {}, which is packaged, and says something else: {}; correct the one that is wrong",
        packaged.path,
        listed.join("; ")
    );
    LeftOut { differences: listed, ..LeftOut::new(path, Reason::Contradicts, detail) }
}

/// A note for each credential whose achievement another source states with another date, result, term or number of
/// credits.
pub(super) fn notes(drafts: &[Draft]) -> Vec<Note> {
    let named: Vec<String> = drafts.iter().map(|draft| fold(&draft.title)).collect();
    let mut first = std::collections::HashMap::new();
    let mut notes = Vec::new();
    for (draft, name) in drafts.iter().zip(&named) {
        let earlier: &Draft = first.entry(name.as_str()).or_insert(draft);
        if earlier.award.source == draft.award.source {
            continue;
        }
        let differing = differences(&draft.credential, &earlier.credential);
        if !differing.is_empty() {
            let listed: Vec<String> = differing.iter().map(|one| one.in_words("there")).collect();
            let listed = listed.join("; ");
            let detail = format!("another source states the same at {}: {listed}; both are included", earlier.path);
            notes.push(Note { path: draft.path.clone(), code: NoteCode::Contradicts, detail });
        }
    }
    notes
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_differs_is_named_and_what_only_looks_different_is_not() {
        let here = json!({
            "awardedDate": "2023-05-12T00:00:00Z",
            "credentialSubject": {
                "achievement": {"id": "urn:1", "name": "Welding "},
                "result": [{"id": "urn:2", "value": "B"}],
                "creditsEarned": 4,
            },
        });
        let there = json!({
            "awardedDate": "2024-05-12T00:00:00Z",
            "credentialSubject": {
                "achievement": {"id": "urn:3", "name": "welding"},
                "result": [{"id": "urn:4", "value": "A", "status": "Completed"}],
            },
        });
        let texts: Vec<String> = differences(&here, &there).iter().map(|one| one.in_words("there")).collect();
        assert_eq!(
            texts,
            [
                "the date of the award is “12 May 2023” here and “12 May 2024” there",
                "the result is “B” here and “A Completed” there",
                "the number of credits is “4” here and nothing there",
            ]
        );
        assert_eq!(differences(&here, &here), []);
        let late = json!({"awardedDate": "2023-05-12T09:30:00Z"});
        let of_one_day = differences(&late, &json!({"awardedDate": "2023-05-12T00:00:00Z"}));
        assert_eq!(
            of_one_day[0].here.as_deref(),
            Some("2023-05-12T09:30:00Z"),
            "within a day the hour tells them apart"
        );
    }
}
