//! Courses: children of the transcript.

use crate::badge::{Achievement, Assertion, Outcome, ResultDescription};
use crate::catalogue::AchievementKind;
use crate::draft::{AwardKey, Kind};
use crate::record::{Course, CourseDefinition, LearnerRecord, Provenance};

use super::awards::{ZONE_SLACK, letters};
use super::described::{Definition, Described, Facts, describe};
use super::duplicates::Made;
use super::reason::{LeftOut, Note, NoteCode, Reason};
use super::transcript::Known;
use super::{Statement, Work, source};

impl Statement for Course {
    const KIND: AchievementKind = AchievementKind::Course;
    const DECISIVE: &'static [&'static str] =
        &["enrollmentStatusType", "exitDate", "deletedDate", "deletedStatus", "identifier"];

    fn path(&self) -> &str {
        &self.path
    }
    fn identifier(&self) -> Option<&str> {
        self.identifier.as_deref().filter(|id| !id.is_empty())
    }
    fn provenance(&self) -> &Provenance {
        &self.provenance
    }
    fn deleted(&self) -> bool {
        self.deleted
    }
    fn gist(&self) -> String {
        let reference = self.course.as_ref();
        let named = [
            self.name.as_deref(),
            reference.and_then(|one| one.identifier.as_deref()),
            reference.and_then(|one| one.name.as_deref()),
            self.term.as_deref(),
            self.status.as_deref(),
            self.grade.as_deref(),
        ];
        let dates = [self.start, self.end, self.exit].map(|date| date.map(|date| date.to_string()));
        format!("{named:?} {dates:?} {:?} {:?}", self.numerical_grade, self.credits)
    }
}

/// How far a learner got.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    Completed,
    Failed,
    InProgress,
    Withdrawn,
}

impl State {
    /// The `status` of a Result (Open Badges 3.0 §B.1.25).
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Completed => "Completed",
            Self::Failed => "Failed",
            Self::InProgress => "InProgress",
            Self::Withdrawn => "Withdrew",
        }
    }

    /// What a source's word means; `None` for a word of unknown meaning.
    pub(super) fn stated(word: &str) -> Option<Self> {
        Some(match letters(word).as_str() {
            "completed" | "complete" | "granted" | "passed" | "graduated" => Self::Completed,
            "failed" => Self::Failed,
            "inprogress" | "enrolled" | "currentlyenrolled" | "active" | "ongoing" => Self::InProgress,
            "withdrawn" | "withdrew" | "dropped" => Self::Withdrawn,
            _ => return None,
        })
    }
}

pub(super) fn make(work: &mut Work<'_>, course: &Course, known: &Known) -> Result<Made, LeftOut> {
    let state = state(course, known)?;
    let facts = facts(work.record, course);
    let Described { achievement, grades, score_type } = describe(work.with, AchievementKind::Course, facts)
        .map_err(|(reason, text)| LeftOut::new(&course.path, reason, text))?;
    let key = Work::key(course);
    let last_day = if state == State::Withdrawn { course.exit.or(course.end) } else { course.end };
    let ended = work.activity_date(&course.path, "endDate", last_day);
    let ended_at = ended.as_ref().map(|moment| moment.time);
    if state != State::InProgress && ended_at.is_some_and(|time| time > work.with.now.plus(ZONE_SLACK)) {
        let detail = format!("the course is {}, but its end lies in the future", state.as_str());
        return Err(LeftOut::new(&course.path, Reason::DatedInFuture, detail));
    }
    let mut assertion = Assertion {
        id: work.node(AchievementKind::Course, &key, ""),
        achievement,
        issuer: work.with.issuer.clone(),
        started: work.activity_date(&course.path, "startDate", course.start).map(|moment| moment.text),
        // A course in progress has not ended; its planned end is no activityEndDate.
        ended: ended.filter(|_| state != State::InProgress).map(|moment| moment.text),
        credits_earned: course.credits.filter(|_| matches!(state, State::Completed | State::Failed)),
        term: course.term.clone(),
        ..Assertion::default()
    };
    if course.credits.is_some() && assertion.credits_earned.is_none() {
        let detail = format!("courseTotal: no credits are earned by a course that is {}", state.as_str());
        work.note(&course.path, NoteCode::MemberLeftOut, detail);
    }
    let mut results = Results { work, key: &key, assertion: &mut assertion, notes: Vec::new() };
    results.add_all(course, state, &grades, score_type);
    let notes = results.notes;
    work.notes.extend(notes);
    Ok(Made {
        kind: Kind::Course,
        path: course.path.clone(),
        key,
        assertion,
        issued_on: ended_at,
        grade: course.grade.clone().or_else(|| course.numerical_grade.map(|grade| grade.to_string())),
        status: (state != State::Completed).then(|| state.as_str().to_owned()),
    })
}

/// The stated status, else what a grade, an award for the course or an exit say. A date alone says nothing: that a
/// course is over does not say that the learner was there at the end.
fn state(course: &Course, known: &Known) -> Result<State, LeftOut> {
    if let Some(word) = course.status.as_deref().filter(|word| !word.trim().is_empty()) {
        return State::stated(word).ok_or_else(|| {
            let detail = format!(
                "enrollmentStatusType is expected to be Completed, Failed, In Progress or Withdrawn; found “{word}”"
            );
            LeftOut::new(&course.path, Reason::StatusNotIssuable, detail)
        });
    }
    let awarded = course.award.as_ref().is_some_and(|award| known.award(award, &course.provenance).is_some());
    if course.grade.is_some() || course.numerical_grade.is_some() || awarded {
        Ok(State::Completed)
    } else if course.exit.is_some() {
        Ok(State::Withdrawn)
    } else {
        let detail = "nothing says whether the course was completed: expected enrollmentStatusType, a grade, \
                      an exitDate or an award of this record that the course refers to";
        Err(LeftOut::new(&course.path, Reason::NoState, detail))
    }
}

fn facts<'a>(record: &'a LearnerRecord, course: &'a Course) -> Facts<'a> {
    let reference = course.course.as_ref();
    let identifier = reference.and_then(|one| one.identifier.as_deref()).filter(|id| !id.is_empty());
    let stated = course.name.as_deref().or_else(|| reference.and_then(|one| one.name.as_deref()));
    let source_id = source(&course.provenance);
    let definition = definition_of(record, source_id, identifier, stated);
    let defined_code = definition.and_then(|one| one.code.as_deref());
    let code = defined_code.or_else(|| identifier.filter(|id| is_course_number(id)));
    let facts = Definition {
        description: definition.and_then(|one| one.description.clone()),
        human_code: code.map(str::to_owned),
        credits_available: definition.and_then(|one| one.credits),
        ..Definition::default()
    };
    Facts {
        source: source_id,
        identifier,
        codes: code.into_iter().chain(identifier).collect(),
        name: stated.or_else(|| definition.and_then(|one| one.name.as_deref())),
        definition: facts,
    }
}

fn definition_of<'a>(
    record: &'a LearnerRecord,
    source_id: &str,
    identifier: Option<&str>,
    name: Option<&str>,
) -> Option<&'a CourseDefinition> {
    let fits = |one: &&CourseDefinition| match identifier {
        Some(_) => one.identifier.as_deref() == identifier || one.code.as_deref() == identifier,
        None => name.is_some() && one.name.as_deref() == name,
    };
    let found = || record.course_definitions.iter().filter(fits);
    found().find(|one| source(&one.provenance) == source_id).or_else(|| found().next())
}

/// Letters and then digits, as `CS651` or `CS 651`: an identifier that people know the course by.
fn is_course_number(identifier: &str) -> bool {
    let compact: String = identifier.chars().filter(|c| !matches!(c, ' ' | '-')).collect();
    let digits = compact.trim_start_matches(|c: char| c.is_ascii_uppercase());
    let letters = compact.len() - digits.len();
    let number = digits.trim_end_matches(|c: char| c.is_ascii_uppercase());
    (1..=5).contains(&letters)
        && (2..=5).contains(&number.len())
        && digits.len() - number.len() <= 1
        && number.chars().all(|c| c.is_ascii_digit())
}

/// Puts results and their descriptions into a course's credential.
struct Results<'a, 'w> {
    work: &'a Work<'w>,
    key: &'a AwardKey,
    assertion: &'a mut Assertion,
    notes: Vec<Note>,
}

impl Results<'_, '_> {
    fn add_all(&mut self, course: &Course, state: State, grades: &[String], score_type: Option<String>) {
        if let Some(grade) = &course.grade {
            self.add_grade(course, grade, grades);
        }
        if let Some(score) = course.numerical_grade {
            let score_type = score_type.unwrap_or_else(|| "RawScore".to_owned());
            if !self.add("score", "Numerical grade", &score_type, Some(score.to_string())) {
                self.note_outside(course, "experienceNumericalGrade");
            }
        }
        let silent = self.assertion.outcomes.is_empty();
        if state != State::Completed || silent {
            self.add("status", "Status", "Status", None);
            if let Some(outcome) = self.assertion.outcomes.last_mut() {
                outcome.status = Some(state.as_str().to_owned());
            }
        }
    }

    /// A grade that the catalogue's grades do not have is stated as it is, beside them and not as one of them.
    fn add_grade(&mut self, course: &Course, grade: &str, scale: &[String]) {
        let on_scale = scale.is_empty() || scale.iter().any(|one| one == grade);
        let part = if on_scale { "grade" } else { "stated-grade" };
        let fits = self.add(part, "Grade", grade_type(grade, scale), Some(grade.to_owned()));
        if on_scale {
            self.allow(part, scale);
        }
        if !on_scale || !fits {
            self.note_outside(course, "experienceGrade");
        }
    }

    fn note_outside(&mut self, course: &Course, member: &str) {
        let detail =
            format!("{member} is none that the achievement catalogue allows; it is stated as the source has it");
        self.notes.push(Note { path: course.path.clone(), code: NoteCode::OutsideScale, detail });
    }

    /// Adds a result; whether its value is one that the catalogue's description of such results allows. What is not gets
    /// a description of its own.
    fn add(&mut self, part: &str, name: &str, result_type: &str, value: Option<String>) -> bool {
        let achievement: &mut Achievement = &mut self.assertion.achievement;
        let described = achievement.result_description(result_type);
        let fits = described.is_none_or(|one| allows(one, value.as_deref()));
        let described = described.filter(|_| fits).map(|one| one.id.clone());
        let description_id = described.unwrap_or_else(|| {
            let id = achievement.part(part);
            let (name, result_type) = (name.to_owned(), result_type.to_owned());
            let description = ResultDescription { id: id.clone(), name, result_type, ..ResultDescription::default() };
            achievement.result_descriptions.push(description);
            id
        });
        let id = self.work.node(AchievementKind::Course, self.key, &format!("/result/{part}"));
        self.assertion.outcomes.push(Outcome { id, description_id, value, status: None });
        fits
    }

    fn allow(&mut self, part: &str, values: &[String]) {
        let id = self.assertion.achievement.part(part);
        let found = self.assertion.achievement.result_descriptions.iter_mut().find(|one| one.id == id);
        if let Some(description) = found {
            description.allowed_values = values.to_vec();
        }
    }
}

/// Whether a described result can have that value (Open Badges 3.0 §B.1.24: `allowedValue`, `valueMin`, `valueMax`).
fn allows(description: &ResultDescription, value: Option<&str>) -> bool {
    let Some(value) = value else { return true };
    let listed = description.allowed_values.is_empty() || description.allowed_values.iter().any(|one| one == value);
    let bound = |text: &Option<String>| text.as_deref().and_then(|text| text.parse::<f64>().ok());
    let inside = value.parse::<f64>().is_ok_and(|value| {
        let above = bound(&description.value_min).is_none_or(|least| value >= least);
        above && bound(&description.value_max).is_none_or(|most| value <= most)
    });
    let bounded = description.value_min.is_some() || description.value_max.is_some();
    listed && (!bounded || inside)
}

/// A to F with + or −, or a grade of the catalogue's scale, is a letter grade; of anything else the kind is not known.
fn grade_type(grade: &str, scale: &[String]) -> &'static str {
    let plain = grade.trim_end_matches(['+', '-', '−']);
    let letter = matches!(plain, "A" | "B" | "C" | "D" | "E" | "F");
    if letter || scale.iter().any(|one| one == grade) { "LetterGrade" } else { "Result" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn course_numbers_are_told_from_other_identifiers() {
        for number in ["CS651", "CS 651", "BUS-101", "D336", "MATH1010H"] {
            assert!(is_course_number(number), "{number}");
        }
        for other in ["course-cs651-single-org-001", "651", "", "COMPUTING", "a050aa17", "CS6"] {
            assert!(!is_course_number(other), "{other}");
        }
    }

    #[test]
    fn words_for_states_are_read_by_their_letters() {
        assert_eq!(State::stated("In Progress"), Some(State::InProgress));
        assert_eq!(State::stated("withdrew"), Some(State::Withdrawn));
        assert_eq!(State::stated("FAILED"), Some(State::Failed));
        assert_eq!(State::stated("on leave"), None);
    }

    #[test]
    fn only_known_grades_are_letter_grades() {
        assert_eq!(grade_type("B+", &[]), "LetterGrade");
        assert_eq!(grade_type("Competent", &[]), "Result");
        assert_eq!(grade_type("Merit", &["Pass".into(), "Merit".into()]), "LetterGrade");
    }
}
