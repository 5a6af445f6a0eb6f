//! What of a transcript belongs to what, as the record's references say.

use std::collections::{BTreeSet, HashMap, HashSet};

use crate::clr::{Association, AssociationKind};
use crate::draft::{AwardKey, Draft};
use crate::record::{Award, Entity, LearnerRecord, Link, Provenance, Reference};

use super::duplicates::Seen;
use super::work::key_of;

pub(super) const AWARD: &str = "CredentialAward";
pub(super) const COURSE: &str = "CourseLearningExperience";
pub(super) const PROGRAMME: &str = "ProgramLearningExperience";
pub(super) const ASSESSMENT: &str = "AssessmentLearningExperience";
pub(super) const PROFICIENCY: &str = "Proficiency";

/// The achievements that have been packaged, by LIF's name for their statements.
#[derive(Default)]
pub(super) struct Known {
    by_key: HashMap<(&'static str, AwardKey), String>,
    by_path: HashMap<String, String>,
    /// The places of what the learner has passed.
    passed: HashSet<String>,
    /// Where the packaged statement of that key stands.
    paths: HashMap<(&'static str, AwardKey), String>,
}

impl Known {
    /// Adds what was packaged; a merged statement stands for the one that was packaged.
    pub(super) fn add(&mut self, kind: &'static str, seen: &Seen, drafts: &[Draft]) {
        let here: HashMap<&str, &Draft> = drafts.iter().map(|draft| (draft.path.as_str(), draft)).collect();
        let merged = seen.merged().iter().map(|one| (&one.key, &one.path, &one.stands));
        let itself = drafts.iter().map(|draft| (&draft.award, &draft.path, &draft.path));
        // What was packaged itself comes last, so that it stands before what was merged under the same key.
        for (key, path, stands) in merged.chain(itself) {
            let Some(draft) = here.get(stands.as_str()) else { continue };
            self.by_key.insert((kind, key.clone()), draft.achievement_id.clone());
            self.paths.insert((kind, key.clone()), stands.clone());
            self.by_path.insert(path.clone(), draft.achievement_id.clone());
            if draft.summary.status.is_none() {
                self.passed.insert(path.clone());
            }
        }
    }

    /// The achievement of a packaged statement of `kind` that is referred to.
    pub(super) fn get(
        &self,
        kind: &'static str,
        reference: Option<&Reference>,
        stated_by: &Provenance,
    ) -> Option<&String> {
        self.by_key.get(&(kind, key_of(reference?, stated_by)?))
    }

    /// Whether the statement at `path`, or the one it was merged into, is packaged, and is neither unfinished nor failed.
    pub(super) fn is_passed(&self, path: &str) -> bool {
        self.passed.contains(path)
    }

    /// The place of a packaged statement of `kind` that is referred to.
    pub(super) fn path(
        &self,
        kind: &'static str,
        reference: Option<&Reference>,
        stated_by: &Provenance,
    ) -> Option<&String> {
        self.paths.get(&(kind, key_of(reference?, stated_by)?))
    }
}

/// How a statement of the first kind stands to one of the second that it refers to; `true` where the second is what
/// belongs to the first.
fn meaning(from: &str, to: &str) -> Option<(AssociationKind, bool)> {
    Some(match (from, to) {
        (COURSE, AWARD | PROGRAMME) | (ASSESSMENT, AWARD) => (AssociationKind::IsPartOf, false),
        (ASSESSMENT, COURSE | PROGRAMME) => (AssociationKind::IsChildOf, false),
        (PROGRAMME, AWARD) => (AssociationKind::Precedes, false),
        (PROFICIENCY, AWARD) | (COURSE, COURSE) | (PROGRAMME, PROGRAMME) => (AssociationKind::IsRelatedTo, false),
        (COURSE | ASSESSMENT | PROGRAMME, PROFICIENCY) => (AssociationKind::IsRelatedTo, true),
        _ => return None,
    })
}

/// A reference of one statement to another: its place, its kind, the other's kind, and what it says of it.
type Stated<'a> = (&'a str, &'static str, &'static str, Reference, &'a Provenance);

/// Every association between packaged achievements that the record states.
pub(super) fn associations(record: &LearnerRecord, known: &Known) -> Vec<Association> {
    let stated = of_types(record).into_iter().chain(of_entities(record));
    let found = stated.filter_map(|(path, from, to, reference, by)| {
        let first = known.by_path.get(path)?;
        let mut second = known.get(to, Some(&reference), by);
        if second.is_none() && (from, to) == (COURSE, AWARD) {
            second = known.get(PROGRAMME, Some(&reference), by);
        }
        let (kind, turned) = meaning(from, to)?;
        let (from, to) = if turned { (second?, first) } else { (first, second?) };
        (from != to).then(|| Association { kind, from: from.clone(), to: to.clone() })
    });
    let found: BTreeSet<Association> = found.chain(required(record, known)).collect();
    found.into_iter().collect()
}

fn of_types(record: &LearnerRecord) -> Vec<Stated<'_>> {
    let courses = record.courses.iter().map(|one| (&one.path, COURSE, AWARD, &one.award, &one.provenance));
    let programmes = record.programmes.iter().map(|one| (&one.path, PROGRAMME, AWARD, &one.award, &one.provenance));
    let taken = || record.assessments.iter();
    let for_awards = taken().map(|one| (&one.path, ASSESSMENT, AWARD, &one.award, &one.provenance));
    let showing = taken().map(|one| (&one.path, ASSESSMENT, PROFICIENCY, &one.proficiency, &one.provenance));
    let shown = record.proficiencies.iter().map(|one| (&one.path, PROFICIENCY, AWARD, &one.award, &one.provenance));
    let all = courses.chain(programmes).chain(for_awards).chain(showing).chain(shown);
    all.filter_map(|(path, from, to, reference, by)| Some((path.as_str(), from, to, reference.clone()?, by))).collect()
}

/// The references that have no field in the types.
fn of_entities(record: &LearnerRecord) -> impl Iterator<Item = Stated<'_>> {
    let statements = record.person.parts.iter().filter(|one| [COURSE, PROGRAMME, ASSESSMENT].contains(&one.kind));
    statements.flat_map(|one| {
        one.links.iter().filter(|link| link.relation.is_empty() && link.target.kind != AWARD).filter_map(|link| {
            Some((one.path.as_str(), one.kind, link.target.kind, link.reference()?, &one.provenance))
        })
    })
}

/// An award whose credential demands another one (`Requirements.requiresRefCredential`) comes after it.
fn required(record: &LearnerRecord, known: &Known) -> Vec<Association> {
    let definitions = record.definitions.iter().filter(|one| one.kind == "Credential" && !one.deleted);
    let mut found = Vec::new();
    for (then, link) in definitions.flat_map(|one| demands(one).map(move |link| (one, link))) {
        let first = link.target.identifier.as_deref();
        for from in awarded(record, known, (first, &link.target.provenance, &then.provenance)) {
            for to in awarded(record, known, (then.identifier.as_deref(), &then.provenance, &then.provenance)) {
                let kind = AssociationKind::Precedes;
                found.extend((from != to).then(|| Association { kind, from: from.clone(), to: to.clone() }));
            }
        }
    }
    found
}

/// What the requirements of a credential refer to.
fn demands(credential: &Entity) -> impl Iterator<Item = &Link> {
    let links = credential.all().filter(|part| !part.deleted).flat_map(|part| &part.links);
    links.filter(|link| link.relation == "requires" && link.target.kind == "Credential")
}

/// The achievements of packaged awards that are instances of a credential, named by `stated_by` where it has no source.
fn awarded<'a>(
    record: &'a LearnerRecord,
    known: &'a Known,
    (identifier, own, stated_by): (Option<&str>, &Provenance, &Provenance),
) -> Vec<&'a String> {
    let source = own.source_id.as_ref().or(stated_by.source_id.as_ref());
    let of_it = |award: &&Award| {
        let instance = award.instance_of.as_ref().and_then(|one| one.identifier.as_deref());
        identifier.is_some() && instance == identifier && award.provenance.source_id.as_ref() == source
    };
    record.awards.iter().filter(of_it).filter_map(|award| known.by_path.get(&award.path)).collect()
}
