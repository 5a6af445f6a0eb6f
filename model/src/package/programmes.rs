//! Programmes: children of the transcript, where completed or in progress.

use crate::badge::Assertion;
use crate::catalogue::AchievementKind;
use crate::draft::Kind;
use crate::record::{ProgramDefinition, Programme, Provenance};

use super::assessor::assessor;
use super::awards::ZONE_SLACK;
use super::courses::State;
use super::described::{Definition, Facts, describe};
use super::duplicates::Made;
use super::reason::{LeftOut, Reason};
use super::results::Results;
use super::{Statement, Work, source};

impl Statement for Programme {
    const KIND: AchievementKind = AchievementKind::Programme;
    const DECISIVE: &'static [&'static str] = &["participationStatus", "deletedDate", "deletedStatus", "identifier"];

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
        let reference = self.program.as_ref();
        let named = [
            self.name.as_deref(),
            reference.and_then(|one| one.identifier.as_deref()),
            reference.and_then(|one| one.name.as_deref()),
            self.status.as_deref(),
        ];
        format!("{named:?} {:?}", [self.start, self.end].map(|date| date.map(|date| date.to_string())))
    }
}

pub(super) fn make(work: &mut Work<'_>, programme: &Programme) -> Result<Made, LeftOut> {
    let state = state(programme)?;
    let described = describe(work.with, AchievementKind::Programme, facts(work, programme))
        .map_err(|(reason, text)| LeftOut::new(&programme.path, reason, text))?;
    let key = Work::key(programme);
    let ended = work.activity_date(&programme.path, "endDate", programme.end);
    let ended_at = ended.as_ref().map(|moment| moment.time);
    if state == State::Completed && ended_at.is_some_and(|time| time > work.with.now.plus(ZONE_SLACK)) {
        let detail = "the programme is completed, but its end lies in the future";
        return Err(LeftOut::new(&programme.path, Reason::DatedInFuture, detail));
    }
    work.note_described(&programme.path, &described);
    let mut assertion = Assertion {
        id: work.node(AchievementKind::Programme, &key, ""),
        achievement: described.achievement,
        issuer: work.with.issuer.clone(),
        started: work.activity_date(&programme.path, "startDate", programme.start).map(|moment| moment.text),
        ended: ended.filter(|_| state == State::Completed).map(|moment| moment.text),
        assessor: assessor(work, programme.offered_by.as_ref(), &programme.provenance),
        ..Assertion::default()
    };
    Results::new(work, (AchievementKind::Programme, &key, &programme.path), &mut assertion).add_status(state.as_str());
    let status = (state != State::Completed).then(|| state.as_str().to_owned());
    let path = programme.path.clone();
    Ok(Made { kind: Kind::Programme, path, key, assertion, issued_on: ended_at, grade: None, status })
}

fn state(programme: &Programme) -> Result<State, LeftOut> {
    let out = |reason, detail: String| Err(LeftOut::new(&programme.path, reason, detail));
    let Some(word) = programme.status.as_deref().filter(|word| !word.trim().is_empty()) else {
        return out(
            Reason::NoState,
            "nothing says whether the programme was completed: expected participationStatus".into(),
        );
    };
    match State::stated(word) {
        Some(state @ (State::Completed | State::InProgress)) => Ok(state),
        Some(State::Withdrawn) => out(Reason::Withdrawn, "the learner left the programme before its end".into()),
        Some(State::Failed) | None => out(
            Reason::StatusNotIssuable,
            format!("participationStatus is expected to be Completed or In Progress; found “{word}”"),
        ),
    }
}

fn facts<'a>(work: &Work<'a>, programme: &'a Programme) -> Facts<'a> {
    let reference = programme.program.as_ref();
    let identifier = reference.and_then(|one| one.identifier.as_deref()).filter(|id| !id.is_empty());
    let stated = programme.name.as_deref().or_else(|| reference.and_then(|one| one.name.as_deref()));
    let source_id = source(&programme.provenance);
    let defined = work.defined("Program", source_id, identifier, stated);
    let name = stated.or_else(|| defined.and_then(|one| one.name.as_deref()));
    let definition = defined.map(|one| {
        let ProgramDefinition { description, code, credits_required, specialization, .. } = one.into();
        Definition {
            description,
            human_code: code,
            credits_available: credits_required,
            specialization,
            ..Definition::default()
        }
    });
    Facts { source: source_id, identifier, codes: Vec::new(), name, definition: definition.unwrap_or_default() }
}
