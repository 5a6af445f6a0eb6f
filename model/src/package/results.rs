//! Results, each with its description in the achievement (Open Badges 3.0 §B.1.22, §B.1.24).

use crate::badge::{Achievement, Alignment, Assertion, Outcome, ResultDescription};
use crate::catalogue::AchievementKind;
use crate::draft::AwardKey;

use super::Work;
use super::reason::{Note, NoteCode};

/// Puts results and their descriptions into a credential.
pub(super) struct Results<'a, 'w> {
    work: &'a Work<'w>,
    kind: AchievementKind,
    key: &'a AwardKey,
    path: &'a str,
    assertion: &'a mut Assertion,
    notes: Vec<Note>,
}

/// What kind of result a value is: the last part of its description's id, a name for people, and `resultType`.
#[derive(Debug, Clone, Copy)]
pub(super) struct ResultForm<'a> {
    pub(super) part: &'a str,
    pub(super) name: &'a str,
    pub(super) result_type: &'a str,
}

impl<'a, 'w> Results<'a, 'w> {
    /// For the credential made from the statement of that kind and key at `path`.
    pub(super) fn new(
        work: &'a Work<'w>,
        (kind, key, path): (AchievementKind, &'a AwardKey, &'a str),
        assertion: &'a mut Assertion,
    ) -> Self {
        Self { work, kind, key, path, assertion, notes: Vec::new() }
    }

    /// What was assumed about the values.
    pub(super) fn into_notes(self) -> Vec<Note> {
        self.notes
    }

    /// Whether there is no result yet.
    pub(super) fn is_empty(&self) -> bool {
        self.assertion.outcomes.is_empty()
    }

    /// Adds a result; whether its value is one that the catalogue's description of such results allows. What is not gets
    /// a description of its own.
    pub(super) fn add(&mut self, form: ResultForm<'_>, value: Option<String>) -> bool {
        self.add_as(form.part, form, value)
    }

    /// [`Self::add`] for results of which there may be several of one form; `own` tells this one from the others.
    pub(super) fn add_as(&mut self, own: &str, form: ResultForm<'_>, value: Option<String>) -> bool {
        let described = self.assertion.achievement.result_description(form.result_type);
        let fits = described.is_none_or(|one| allows(one, value.as_deref()));
        let described = described.filter(|_| fits).map(|one| one.id.clone());
        let description_id = described.unwrap_or_else(|| self.describe(form));
        let id = self.work.node(self.kind, self.key, &format!("/result/{own}"));
        self.assertion.outcomes.push(Outcome { id, description_id, value, ..Outcome::default() });
        fits
    }

    fn describe(&mut self, form: ResultForm<'_>) -> String {
        let achievement: &mut Achievement = &mut self.assertion.achievement;
        let id = achievement.part(form.part);
        let (name, result_type) = (form.name.to_owned(), form.result_type.to_owned());
        let description = ResultDescription { id: id.clone(), name, result_type, ..ResultDescription::default() };
        achievement.result_descriptions.push(description);
        id
    }

    /// Adds how far the learner got: `Completed`, `InProgress`, …
    pub(super) fn add_status(&mut self, status: &str) {
        self.add(ResultForm { part: "status", name: "Status", result_type: "Status" }, None);
        if let Some(outcome) = self.assertion.outcomes.last_mut() {
            outcome.status = Some(status.to_owned());
        }
    }

    /// Says what the learner's results show beside what the achievement is aligned to; without a result there is one
    /// that says the achievement is completed.
    pub(super) fn align(&mut self, alignments: Vec<Alignment>) {
        let stated = &self.assertion.achievement.alignments;
        let new: Vec<Alignment> =
            alignments.into_iter().filter(|one| stated.iter().all(|other| other.url != one.url)).collect();
        if new.is_empty() {
            return;
        }
        if self.is_empty() {
            self.add_status("Completed");
        }
        if let Some(outcome) = self.assertion.outcomes.first_mut() {
            outcome.alignments = new;
        }
    }

    /// The description this put in for that part, where the catalogue had none.
    pub(super) fn description(&mut self, part: &str) -> Option<&mut ResultDescription> {
        let id = self.assertion.achievement.part(part);
        self.assertion.achievement.result_descriptions.iter_mut().find(|one| one.id == id)
    }

    /// Says that a value is none its scale allows.
    pub(super) fn note_outside(&mut self, member: &str) {
        let detail = format!("{member} is none that its scale allows; it is stated as the source has it");
        self.note(NoteCode::OutsideScale, detail);
    }

    pub(super) fn note(&mut self, code: NoteCode, detail: String) {
        self.notes.push(Note { path: self.path.to_owned(), code, detail });
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
