//! Assessments: children of the transcript, with their score.

use crate::badge::{Alignment, Assertion};
use crate::catalogue::AchievementKind;
use crate::draft::Kind;
use crate::record::{AssessmentDefinition, AssessmentTaken, Provenance};

use super::assessor::assessor;
use super::awards::{ZONE_SLACK, letters};
use super::competencies::alignment_by;
use super::courses::State;
use super::described::{Definition, Facts, describe};
use super::duplicates::Made;
use super::reason::{LeftOut, NoteCode, Reason};
use super::results::{ResultForm, Results};
use super::scores::Score;
use super::{Statement, Work, source};

impl Statement for AssessmentTaken {
    const KIND: AchievementKind = AchievementKind::Assessment;
    const DECISIVE: &'static [&'static str] =
        &["completionStatus", "scoreValue", "deletedDate", "deletedStatus", "identifier"];

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
        let reference = self.assessment.as_ref();
        let named = [
            self.name.as_deref(),
            reference.and_then(|one| one.identifier.as_deref()),
            reference.and_then(|one| one.name.as_deref()),
            self.score.as_deref(),
            self.score_type.as_deref(),
            self.status.as_deref(),
        ];
        format!("{named:?} {:?}", [self.start, self.end].map(|date| date.map(|date| date.to_string())))
    }
}

pub(super) fn make(work: &mut Work<'_>, taken: &AssessmentTaken) -> Result<Made, LeftOut> {
    let state = state(taken)?;
    let score = score(taken).map(|value| Score::stated(value, taken.score_type.as_deref()));
    let defined = defined(work, taken);
    let facts = facts(taken, defined.as_ref(), score.as_ref());
    let described = describe(work.with, AchievementKind::Assessment, facts)
        .map_err(|(reason, text)| LeftOut::new(&taken.path, reason, text))?;
    let key = Work::key(taken);
    let ended = work.activity_date(&taken.path, "endDate", taken.end);
    let ended_at = ended.as_ref().map(|moment| moment.time);
    if state != State::InProgress && ended_at.is_some_and(|time| time > work.with.now.plus(ZONE_SLACK)) {
        let detail = format!("the assessment is {}, but its end lies in the future", state.as_str());
        return Err(LeftOut::new(&taken.path, Reason::DatedInFuture, detail));
    }
    work.note_described(&taken.path, &described);
    let mut assertion = Assertion {
        id: work.node(AchievementKind::Assessment, &key, ""),
        achievement: described.achievement,
        issuer: work.with.issuer.clone(),
        started: work.activity_date(&taken.path, "startDate", taken.start).map(|moment| moment.text),
        ended: ended.filter(|_| state != State::InProgress).map(|moment| moment.text),
        assessor: assessor(work, taken.offered_by.as_ref(), &taken.provenance),
        ..Assertion::default()
    };
    let aligned = alignment_by(work, taken);
    let mut results = Results::new(work, (AchievementKind::Assessment, &key, &taken.path), &mut assertion);
    let status = add_results(&mut results, taken, state, score.as_ref(), aligned);
    let notes = results.into_notes();
    work.notes.extend(notes);
    let (path, grade) = (taken.path.clone(), score.map(|score| score.value));
    Ok(Made { kind: Kind::Assessment, path, key, assertion, issued_on: ended_at, grade, status })
}

fn score(taken: &AssessmentTaken) -> Option<&str> {
    taken.score.as_deref().map(str::trim).filter(|score| !score.is_empty())
}

/// The stated status; without one a score says that the assessment was taken to its end.
fn state(taken: &AssessmentTaken) -> Result<State, LeftOut> {
    let out = |reason, detail: &str| Err(LeftOut::new(&taken.path, reason, detail));
    let Some(word) = taken.status.as_deref().filter(|word| !word.trim().is_empty()) else {
        return match score(taken) {
            Some(_) => Ok(State::Completed),
            None => out(
                Reason::NoState,
                "nothing says whether the assessment was completed: expected completionStatus or a scoreValue",
            ),
        };
    };
    State::stated(word).map_or_else(
        || {
            let detail = format!(
                "completionStatus is expected to be Completed, Failed, In Progress or Withdrawn; found “{word}”"
            );
            out(Reason::StatusNotIssuable, &detail)
        },
        Ok,
    )
}

/// Whether `gradeStatus` says that the score may still change; `None` for a word of unknown meaning.
fn is_provisional(grade_status: &str) -> Option<bool> {
    match letters(grade_status).as_str() {
        "final" | "official" | "confirmed" | "graded" | "released" => Some(false),
        "provisional" | "preliminary" | "pending" | "unofficial" | "tentative" => Some(true),
        _ => None,
    }
}

/// Adds the score, and a status where that is not plain completion; returns the status for a card.
fn add_results(
    results: &mut Results<'_, '_>,
    taken: &AssessmentTaken,
    state: State,
    score: Option<&Score>,
    aligned: Option<Alignment>,
) -> Option<String> {
    if let Some(score) = score {
        add_score(results, score);
    }
    let provisional = taken.grade_status.as_deref().filter(|word| !word.trim().is_empty()).map(is_provisional);
    if provisional == Some(None) {
        let detail = "gradeStatus: it is none of the words for a final or a provisional score".to_owned();
        results.note(NoteCode::MemberLeftOut, detail);
    }
    let status = if state == State::Completed && provisional.flatten() == Some(true) {
        Some("Provisional")
    } else {
        (state != State::Completed).then(|| state.as_str())
    };
    if status.is_some() || results.is_empty() {
        results.add_status(status.unwrap_or(state.as_str()));
    }
    results.align(aligned.into_iter().collect());
    status.map(str::to_owned)
}

fn add_score(results: &mut Results<'_, '_>, score: &Score) {
    let part = if score.outside { "stated-score" } else { "score" };
    let form = ResultForm { part, name: &score.name, result_type: score.result_type };
    let fits = results.add(form, Some(score.value.clone()));
    if let (Some((lowest, highest)), Some(description)) = (&score.range, results.description(part)) {
        description.value_min = Some(lowest.clone());
        description.value_max = Some(highest.clone());
    }
    if score.outside || !fits {
        results.note_outside("scoreValue");
    }
}

/// The document's definition of the assessment: by identifier, from the same source first; without one by name.
fn defined(work: &Work<'_>, taken: &AssessmentTaken) -> Option<AssessmentDefinition> {
    let reference = taken.assessment.as_ref();
    let identifier = reference.and_then(|one| one.identifier.as_deref()).filter(|id| !id.is_empty());
    let name = taken.name.as_deref().or_else(|| reference.and_then(|one| one.name.as_deref()));
    work.defined("Assessment", source(&taken.provenance), identifier, name).map(AssessmentDefinition::from)
}

fn facts<'a>(
    taken: &'a AssessmentTaken,
    defined: Option<&'a AssessmentDefinition>,
    score: Option<&Score>,
) -> Facts<'a> {
    let reference = taken.assessment.as_ref();
    let name = taken.name.as_deref().or_else(|| reference.and_then(|one| one.name.as_deref()));
    // An average of grades is no assessment, although LIF has no other place for it (Open Badges 3.0 §B.1.3).
    let average = score.is_some_and(|score| score.result_type == "GradePointAverage");
    Facts {
        source: source(&taken.provenance),
        identifier: reference.and_then(|one| one.identifier.as_deref()).filter(|id| !id.is_empty()),
        codes: Vec::new(),
        name: name.or_else(|| defined.and_then(|one| one.name.as_deref())),
        definition: Definition {
            description: defined.and_then(|one| one.description.clone()),
            credits_available: defined.and_then(|one| one.credits),
            achievement_type: average.then(|| "Achievement".to_owned()),
            ..Definition::default()
        },
    }
}
