//! A transcript as people read it: what a bound transcript says, sorted into awards, programmes and terms.
//!
//! It is read from the credential itself, after the learner chose what goes into it. So a page made of it says what is signed,
//! no more and no less. The order is the same in whatever order the record came.

mod evidence;
mod term;
#[cfg(test)]
mod tests;

use std::collections::{BTreeSet, HashMap};

use serde_json::Value;

pub use evidence::attach;
pub use term::{Term, sum};

use crate::draft::{Draft, Kind};
use crate::time::Time;

/// What a transcript says.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Rendition {
    /// The transcript's id.
    pub id: String,
    /// Who issued it.
    pub issuer: String,
    /// The issuer's web site.
    pub website: Option<String>,
    /// The learner's name, where the learner chose to show it.
    pub learner: Option<String>,
    /// The day it is from, written out.
    pub day: String,
    /// `validFrom`, RFC 3339.
    pub valid_from: String,
    /// Whether the issuer knows more than it holds.
    pub partial: bool,
    /// Awards, by date.
    pub awards: Vec<Entry>,
    /// Programmes, by date.
    pub programmes: Vec<Entry>,
    /// Courses, by term.
    pub terms: Vec<Term>,
    /// Assessments, by date.
    pub assessments: Vec<Entry>,
    /// Competencies, by name.
    pub competencies: Vec<Entry>,
    /// The scales of the results.
    pub scales: Vec<Scale>,
}

/// One credential of the transcript.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Entry {
    /// Its id.
    pub id: String,
    /// What was achieved.
    pub name: String,
    /// The course number.
    pub code: Option<String>,
    /// `achievementType`, such as `BachelorDegree` or `ext:Program`.
    pub achievement_type: Option<String>,
    /// The day it was awarded or ended, else the day it began: `YYYY-MM-DD` as the issuer wrote it.
    pub date: Option<String>,
    /// The term, as the issuer names it.
    pub term: Option<String>,
    /// Credits earned.
    pub credits: Option<f64>,
    /// Grades and scores, in the order the credential has them.
    pub grades: Vec<String>,
    /// Grade point averages.
    pub averages: Vec<String>,
    /// How far the learner got.
    pub state: State,
}

/// How far a learner got.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum State {
    /// What a credential without a stated status means.
    #[default]
    Completed,
    /// Still going on.
    InProgress,
    /// Left before the end.
    Withdrawn,
    /// Ended without success.
    Failed,
}

/// What results are measured with.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Scale {
    /// What is measured, such as `Grade`.
    pub name: String,
    /// The values there are, lowest first.
    pub values: Vec<String>,
    /// The lowest number, where it is a range.
    pub least: Option<String>,
    /// The highest number.
    pub most: Option<String>,
}

impl Rendition {
    /// What `bound` says, which [`Draft::bind`] made of the transcript `draft`. `None` when it holds no credentials.
    pub fn of(draft: &Draft, bound: &Value) -> Option<Self> {
        let children = bound.pointer("/credentialSubject/verifiableCredential")?.as_array()?;
        let kinds: HashMap<&str, Kind> = draft.children.iter().map(|child| (child.id.as_str(), child.kind)).collect();
        let valid_from = text(bound, "/validFrom").unwrap_or_default();
        let mut rendition = Self {
            id: text(bound, "/id").unwrap_or_default(),
            issuer: text(bound, "/issuer/name").unwrap_or_default(),
            website: text(bound, "/issuer/url"),
            learner: learner(bound),
            day: Time::parse(&valid_from).map(Time::day_in_words).unwrap_or_default(),
            valid_from,
            partial: bound.get("partial").and_then(Value::as_bool).unwrap_or_default(),
            ..Self::default()
        };
        let mut courses = Vec::new();
        let mut scales = BTreeSet::new();
        for child in children {
            let entry = Entry::of(child);
            scales.extend(scales_of(child));
            match kinds.get(entry.id.as_str()) {
                Some(Kind::Course) => courses.push(entry),
                Some(Kind::Programme) => rendition.programmes.push(entry),
                _ => match entry.achievement_type.as_deref() {
                    Some("Assessment") => rendition.assessments.push(entry),
                    Some("Competency") => rendition.competencies.push(entry),
                    _ => rendition.awards.push(entry),
                },
            }
        }
        for list in [&mut rendition.awards, &mut rendition.programmes, &mut rendition.assessments] {
            list.sort_by(|one, other| by_date(one).cmp(&by_date(other)));
        }
        rendition.competencies.sort_by(|one, other| (&one.name, &one.id).cmp(&(&other.name, &other.id)));
        rendition.terms = term::of(courses);
        rendition.scales = scales.into_iter().collect();
        Some(rendition)
    }
}

impl Entry {
    fn of(child: &Value) -> Self {
        let subject = child.get("credentialSubject").unwrap_or(&Value::Null);
        let achievement = subject.get("achievement").unwrap_or(&Value::Null);
        let day = |pointer: &str| text(child, pointer).and_then(|date| date.get(..10).map(str::to_owned));
        let mut entry = Self {
            id: text(child, "/id").unwrap_or_default(),
            name: text(achievement, "/name").unwrap_or_default(),
            code: text(achievement, "/humanCode"),
            achievement_type: text(achievement, "/achievementType"),
            date: day("/awardedDate")
                .or_else(|| day("/credentialSubject/activityEndDate"))
                .or_else(|| day("/credentialSubject/activityStartDate")),
            term: text(subject, "/term"),
            credits: subject.get("creditsEarned").and_then(Value::as_f64),
            ..Self::default()
        };
        for result in list(subject, "result") {
            entry.add_result(achievement, result);
        }
        entry
    }

    fn add_result(&mut self, achievement: &Value, result: &Value) {
        if let Some(state) = text(result, "/status").as_deref().and_then(State::stated) {
            self.state = state;
        }
        let Some(value) = text(result, "/value") else { return };
        let described =
            list(achievement, "resultDescription").find(|one| one.get("id") == result.get("resultDescription"));
        let result_type = described.and_then(|one| text(one, "/resultType"));
        if result_type.as_deref() == Some("GradePointAverage") {
            self.averages.push(value);
        } else {
            self.grades.push(value);
        }
    }
}

impl State {
    /// What the `status` of a Result means (Open Badges 3.0 §B.1.25); `None` for one that says nothing of the end.
    fn stated(word: &str) -> Option<Self> {
        Some(match word {
            "Completed" => Self::Completed,
            "Enrolled" | "InProgress" | "OnHold" | "Provisional" => Self::InProgress,
            "Withdrew" => Self::Withdrawn,
            "Failed" => Self::Failed,
            _ => return None,
        })
    }
}

/// The scales of a credential's results: those that say what a value can be.
fn scales_of(child: &Value) -> impl Iterator<Item = Scale> + use<'_> {
    let achievement = child.pointer("/credentialSubject/achievement").unwrap_or(&Value::Null);
    let scales = list(achievement, "resultDescription").map(|described| Scale {
        name: text(described, "/name").unwrap_or_default(),
        values: list(described, "allowedValue").filter_map(Value::as_str).map(str::to_owned).collect(),
        least: text(described, "/valueMin"),
        most: text(described, "/valueMax"),
    });
    scales.filter(|scale| !scale.values.is_empty() || (scale.least.is_some() && scale.most.is_some()))
}

/// The name in clear among the subject's identifiers (Open Badges 3.0 §B.1.14).
fn learner(bound: &Value) -> Option<String> {
    let subject = bound.get("credentialSubject")?;
    let plain = |one: &&Value| {
        one.get("identityType").and_then(Value::as_str) == Some("name")
            && one.get("hashed").and_then(Value::as_bool) == Some(false)
    };
    text(list(subject, "identifier").find(plain)?, "/identityHash")
}

/// What has no date comes last.
fn by_date(entry: &Entry) -> (bool, Option<&str>, &str, &str) {
    (entry.date.is_none(), entry.date.as_deref(), &entry.name, &entry.id)
}

fn text(value: &Value, pointer: &str) -> Option<String> {
    value.pointer(pointer)?.as_str().filter(|text| !text.trim().is_empty()).map(str::to_owned)
}

fn list<'v>(value: &'v Value, member: &str) -> impl Iterator<Item = &'v Value> + use<'v> {
    value.get(member).and_then(Value::as_array).into_iter().flatten()
}
