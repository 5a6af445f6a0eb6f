//! Assessed competencies: children of the transcript. What a record only says that a learner can do is a line.

use crate::badge::{Alignment, Assertion};
use crate::catalogue::AchievementKind;
use crate::draft::{AwardKey, Kind};
use crate::record::{AssessmentTaken, Competency, Proficiency, Provenance};
use crate::vocabulary;

use super::associations::{AWARD, Known};
use super::awards::ZONE_SLACK;
use super::described::{Definition, Facts, describe};
use super::duplicates::Made;
use super::reason::{LeftOut, Reason};
use super::results::{ResultForm, Results};
use super::work::key_of;
use super::{Statement, Work, source};

impl Statement for Proficiency {
    const KIND: AchievementKind = AchievementKind::Competency;
    const DECISIVE: &'static [&'static str] =
        &["proficiencyLevelId", "resultDateTime", "deletedDate", "deletedStatus", "identifier"];

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
        let competency = self.competency.as_ref();
        let named = [
            self.name.as_deref(),
            competency.and_then(|one| one.identifier.as_deref()),
            competency.and_then(|one| one.name.as_deref()),
            self.level.as_deref(),
        ];
        format!("{named:?} {:?}", self.found.map(|date| date.to_string()))
    }
}

pub(super) fn make(work: &mut Work<'_>, shown: &Proficiency, known: &Known) -> Result<Made, LeftOut> {
    let assessment = assessment_of(work, shown, known);
    if !shown.is_assessed() && assessment.is_none() {
        return Err(not_assessed(work, shown, known));
    }
    let described = describe(work.with, AchievementKind::Competency, facts(work, shown))
        .map_err(|(reason, text)| LeftOut::new(&shown.path, reason, text))?;
    let key = Work::key(shown);
    let (member, stated) = match assessment {
        Some(taken) if shown.found.is_none() => ("endDate", taken.end),
        _ => ("resultDateTime", shown.found),
    };
    let found = work.activity_date(&shown.path, member, stated);
    let found_at = found.as_ref().map(|moment| moment.time);
    if found_at.is_some_and(|time| time > work.with.now.plus(ZONE_SLACK)) {
        let detail = "the competency was assessed on a day that has not come yet";
        return Err(LeftOut::new(&shown.path, Reason::DatedInFuture, detail));
    }
    work.note_described(&shown.path, &described);
    let mut assertion = Assertion {
        id: work.node(AchievementKind::Competency, &key, ""),
        achievement: described.achievement,
        issuer: work.with.issuer.clone(),
        ended: found.map(|moment| moment.text),
        ..Assertion::default()
    };
    let mut results = Results::new(work, (AchievementKind::Competency, &key, &shown.path), &mut assertion);
    match level(shown) {
        Some(level) => add_level(&mut results, shown, level),
        None => results.add_status("Completed"),
    }
    let notes = results.into_notes();
    work.notes.extend(notes);
    let (path, grade) = (shown.path.clone(), level(shown).map(str::to_owned));
    Ok(Made { kind: Kind::Competency, path, key, assertion, issued_on: found_at, grade, status: None })
}

fn level(shown: &Proficiency) -> Option<&str> {
    shown.level.as_deref().map(str::trim).filter(|level| !level.is_empty())
}

fn add_level(results: &mut Results<'_, '_>, shown: &Proficiency, level: &str) {
    let scale = shown.scales.iter().map(|scale| scale.trim()).find(|scale| !scale.is_empty());
    let form = ResultForm { part: "level", name: scale.unwrap_or("Level"), result_type: "PerformanceLevel" };
    if !results.add(form, Some(level.to_owned())) {
        results.note_outside("proficiencyLevelId");
    }
}

/// A packaged assessment, taken to its end, that refers to the proficiency.
fn assessment_of<'a>(work: &Work<'a>, shown: &Proficiency, known: &Known) -> Option<&'a AssessmentTaken> {
    let taken = work.references.assessments.get(&Work::key(shown)).into_iter().flatten().copied();
    let passed = taken.filter(|taken| known.is_passed(&taken.path));
    // The first day it was shown, whatever the order in the record.
    passed.min_by_key(|taken| (taken.end.is_none(), taken.end.map(|end| end.to_string()), taken.gist()))
}

/// What the proficiency that an assessment refers to is aligned to.
pub(super) fn alignment_by(work: &Work<'_>, taken: &AssessmentTaken) -> Option<Alignment> {
    let key = key_of(taken.proficiency.as_ref()?, &taken.provenance)?;
    let shown = work.references.shown.get(&key).into_iter().flatten();
    shown.filter_map(|shown| alignment_of(work, shown)).min_by(|one, other| one.url.cmp(&other.url))
}

/// The line for a proficiency that nothing says was assessed.
fn not_assessed(work: &Work<'_>, shown: &Proficiency, known: &Known) -> LeftOut {
    let by_award = known.path(AWARD, shown.award.as_ref(), &shown.provenance);
    if let Some(award) = by_award.filter(|_| alignment_of(work, shown).is_some()) {
        let detail = format!("the credential of {award} shows this competency as an alignment");
        return LeftOut::new(&shown.path, Reason::ShownWith, detail);
    }
    let detail = "nothing says that it was assessed: expected proficiencyLevelId, resultDateTime, or an assessment of \
                  this record that refers to it";
    LeftOut::new(&shown.path, Reason::NotAssessed, detail)
}

/// What unassessed proficiencies that were shown by an award are aligned to.
pub(super) fn alignments_for(work: &Work<'_>, award: &AwardKey) -> Vec<Alignment> {
    let shown = work.references.proficiencies.get(award).into_iter().flatten();
    let shown = shown.filter(|one| !one.is_assessed() && work.is_ours(&one.provenance));
    let mut all: Vec<Alignment> = shown.filter_map(|one| alignment_of(work, one)).collect();
    all.sort_by(|one, other| (&one.url, &one.name).cmp(&(&other.url, &other.name)));
    all.dedup_by(|one, other| one.url == other.url);
    all
}

/// Where a proficiency stands in a framework of the document; `None` where its competency is not there, or has no
/// absolute URI.
fn alignment_of(work: &Work<'_>, shown: &Proficiency) -> Option<Alignment> {
    let (found, framework) = work.references.competency(shown.competency.as_ref()?, &shown.provenance)?;
    let Competency { uri, name, code, statement: description, .. } = found.into();
    let url = uri.filter(|uri| vocabulary::is_absolute_uri(uri))?;
    let name = name.or_else(|| shown.name.clone())?;
    // The CASE service's own addresses say what they are (CASE 1.1, `/ims/case/v1p1/CFItems/{sourcedId}`).
    let target_type = url.contains("/CFItems/").then(|| "CFItem".to_owned());
    Some(Alignment { name, url, code, description, framework: framework.map(str::to_owned), target_type })
}

pub(super) fn facts<'a>(work: &Work<'_>, shown: &'a Proficiency) -> Facts<'a> {
    let named = [shown.competency.as_ref(), shown.definition.as_ref()];
    let named = || named.into_iter().flatten();
    let defined = shown.competency.as_ref().and_then(|one| work.references.competency(one, &shown.provenance));
    let statement = defined.and_then(|(competency, _)| competency.text("statement")).map(str::to_owned);
    Facts {
        source: source(&shown.provenance),
        identifier: named().find_map(|one| one.identifier.as_deref().filter(|id| !id.is_empty())),
        codes: Vec::new(),
        name: shown.name.as_deref().or_else(|| named().find_map(|one| one.name.as_deref())),
        definition: Definition {
            description: shown.description.clone().or(statement),
            alignments: alignment_of(work, shown).into_iter().collect(),
            ..Definition::default()
        },
    }
}
