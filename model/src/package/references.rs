//! What refers to what in a record, looked up once.

use std::collections::HashMap;

use crate::draft::AwardKey;
use crate::record::{AssessmentTaken, Course, Entity, LearnerRecord, Proficiency, Provenance, Reference};

use super::work::{key_of, source};

/// Statements in force by what they refer to, and competencies by identifier.
pub(super) struct References<'a> {
    /// Courses by the award they refer to.
    pub(super) courses: HashMap<AwardKey, Vec<&'a Course>>,
    /// Proficiencies by the award they refer to.
    pub(super) proficiencies: HashMap<AwardKey, Vec<&'a Proficiency>>,
    /// Assessments by the proficiency they refer to.
    pub(super) assessments: HashMap<AwardKey, Vec<&'a AssessmentTaken>>,
    /// Proficiencies by their own key.
    pub(super) shown: HashMap<AwardKey, Vec<&'a Proficiency>>,
    competencies: HashMap<&'a str, Vec<(&'a Entity, Option<&'a str>)>>,
}

impl<'a> References<'a> {
    pub(super) fn of(record: &'a LearnerRecord) -> Self {
        let courses = record.courses.iter().filter(|one| !one.deleted);
        let shown = || record.proficiencies.iter().filter(|one| !one.deleted);
        let taken = record.assessments.iter().filter(|one| !one.deleted);
        let own = |one: &Proficiency| {
            let identifier = one.identifier.clone().filter(|id| !id.is_empty())?;
            Some(AwardKey { source: source(&one.provenance).to_owned(), identifier })
        };
        Self {
            courses: by(courses, |one| key(one.award.as_ref(), &one.provenance)),
            proficiencies: by(shown(), |one| key(one.award.as_ref(), &one.provenance)),
            assessments: by(taken, |one| key(one.proficiency.as_ref(), &one.provenance)),
            shown: by(shown(), own),
            competencies: competencies(record),
        }
    }

    /// The competency that is referred to, of the source first, and the name of its framework.
    pub(super) fn competency(
        &self,
        reference: &Reference,
        stated_by: &Provenance,
    ) -> Option<(&'a Entity, Option<&'a str>)> {
        let key = key_of(reference, stated_by)?;
        let found = self.competencies.get(key.identifier.as_str())?;
        let of_source = found.iter().find(|(one, _)| source(&one.provenance) == key.source);
        of_source.or_else(|| found.first()).copied()
    }
}

fn key(reference: Option<&Reference>, stated_by: &Provenance) -> Option<AwardKey> {
    key_of(reference?, stated_by)
}

fn by<'a, T>(all: impl Iterator<Item = &'a T>, key: impl Fn(&T) -> Option<AwardKey>) -> HashMap<AwardKey, Vec<&'a T>> {
    let mut found: HashMap<AwardKey, Vec<&'a T>> = HashMap::new();
    for one in all {
        if let Some(key) = key(one) {
            found.entry(key).or_default().push(one);
        }
    }
    found
}

fn competencies(record: &LearnerRecord) -> HashMap<&str, Vec<(&Entity, Option<&str>)>> {
    let frameworks = record.definitions.iter().filter(|one| one.kind == "CompetencyFramework" && !one.deleted);
    let mut found: HashMap<&str, Vec<(&Entity, Option<&str>)>> = HashMap::new();
    for framework in frameworks {
        for one in framework.parts_of("Competency").filter(|one| !one.deleted) {
            if let Some(identifier) = one.identifier.as_deref() {
                found.entry(identifier).or_default().push((one, framework.name.as_deref()));
            }
        }
    }
    found
}
