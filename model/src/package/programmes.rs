//! Programmes: children of the transcript, where completed or in progress.

use crate::badge::{Assertion, Outcome, ResultDescription};
use crate::catalogue::AchievementKind;
use crate::draft::Kind;
use crate::record::{Programme, Provenance};

use super::awards::ZONE_SLACK;
use super::courses::State;
use super::described::{Definition, Facts, describe};
use super::duplicates::Made;
use super::reason::{LeftOut, Reason};
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
    let described = describe(work.with, AchievementKind::Programme, facts(programme))
        .map_err(|(reason, text)| LeftOut::new(&programme.path, reason, text))?;
    let key = Work::key(programme);
    let ended = work.activity_date(&programme.path, "endDate", programme.end);
    let ended_at = ended.as_ref().map(|moment| moment.time);
    if state == State::Completed && ended_at.is_some_and(|time| time > work.with.now.plus(ZONE_SLACK)) {
        let detail = "the programme is completed, but its end lies in the future";
        return Err(LeftOut::new(&programme.path, Reason::DatedInFuture, detail));
    }
    let mut achievement = described.achievement;
    let described = achievement.result_description("Status").map(|one| one.id.clone());
    let description_id = described.unwrap_or_else(|| {
        let id = achievement.part("status");
        let (name, result_type) = ("Status".to_owned(), "Status".to_owned());
        let description = ResultDescription { id: id.clone(), name, result_type, ..ResultDescription::default() };
        achievement.result_descriptions.push(description);
        id
    });
    let outcome = Outcome {
        id: work.node(AchievementKind::Programme, &key, "/result/status"),
        description_id,
        value: None,
        status: Some(state.as_str().to_owned()),
    };
    let assertion = Assertion {
        id: work.node(AchievementKind::Programme, &key, ""),
        achievement,
        issuer: work.with.issuer.clone(),
        started: work.activity_date(&programme.path, "startDate", programme.start).map(|moment| moment.text),
        ended: ended.filter(|_| state == State::Completed).map(|moment| moment.text),
        outcomes: vec![outcome],
        ..Assertion::default()
    };
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

fn facts(programme: &Programme) -> Facts<'_> {
    let reference = programme.program.as_ref();
    Facts {
        source: source(&programme.provenance),
        identifier: reference.and_then(|one| one.identifier.as_deref()).filter(|id| !id.is_empty()),
        codes: Vec::new(),
        name: programme.name.as_deref().or_else(|| reference.and_then(|one| one.name.as_deref())),
        definition: Definition::default(),
    }
}
