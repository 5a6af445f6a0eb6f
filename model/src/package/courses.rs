//! Courses: children of the transcript.

use crate::badge::Assertion;
use crate::catalogue::AchievementKind;
use crate::draft::Kind;
use crate::record::{Course, CourseDefinition, LearnerRecord, Provenance};

use super::assessor::assessor;
use super::associations::{AWARD, Known};
use super::awards::{ZONE_SLACK, letters};
use super::described::{Definition, Described, Facts, describe, fullest};
use super::duplicates::Made;
use super::reason::{LeftOut, NoteCode, Reason};
use super::results::{ResultForm, Results};
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
    let described = describe(work.with, AchievementKind::Course, facts)
        .map_err(|(reason, text)| LeftOut::new(&course.path, reason, text))?;
    work.note_described(&course.path, &described);
    let Described { achievement, grades, score_type, .. } = described;
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
        assessor: assessor(work, course.offered_by.as_ref(), &course.provenance),
        ..Assertion::default()
    };
    if course.credits.is_some() && assertion.credits_earned.is_none() {
        let detail = format!("courseTotal: no credits are earned by a course that is {}", state.as_str());
        work.note(&course.path, NoteCode::MemberLeftOut, detail);
    }
    let mut results = Results::new(work, (AchievementKind::Course, &key, &course.path), &mut assertion);
    add_results(&mut results, course, state, (&grades, score_type.as_deref()));
    let notes = results.into_notes();
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
    let awarded = known.get(AWARD, course.award.as_ref(), &course.provenance).is_some();
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

pub(super) fn facts<'a>(record: &'a LearnerRecord, course: &'a Course) -> Facts<'a> {
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
    let said = |one: &CourseDefinition| usize::from(one.description.is_some()) + usize::from(one.code.is_some());
    fullest(found().filter(|one| source(&one.provenance) == source_id), said).or_else(|| fullest(found(), said))
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

fn add_results(results: &mut Results<'_, '_>, course: &Course, state: State, described: (&[String], Option<&str>)) {
    let (grades, score_type) = described;
    if let Some(grade) = &course.grade {
        add_grade(results, grade, grades);
    }
    if let Some(score) = course.numerical_grade {
        let result_type = score_type.unwrap_or("RawScore");
        let form = ResultForm { part: "score", name: "Numerical grade", result_type };
        if !results.add(form, Some(score.to_string())) {
            results.note_outside("experienceNumericalGrade");
        }
    }
    if state != State::Completed || results.is_empty() {
        results.add_status(state.as_str());
    }
}

/// A grade that the catalogue's grades do not have is stated as it is, beside them and not as one of them.
fn add_grade(results: &mut Results<'_, '_>, grade: &str, scale: &[String]) {
    let on_scale = scale.is_empty() || scale.iter().any(|one| one == grade);
    let part = if on_scale { "grade" } else { "stated-grade" };
    let form = ResultForm { part, name: "Grade", result_type: grade_type(grade, scale) };
    let fits = results.add(form, Some(grade.to_owned()));
    if on_scale && let Some(description) = results.description(part) {
        description.allowed_values = scale.to_vec();
    }
    if !on_scale || !fits {
        results.note_outside("experienceGrade");
    }
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
