//! Which achievement an award is for.
//!
//! An award names its achievement by reference (`InstanceOfRefCredential`), and many records break that reference, or name
//! only the school. The rule, in this order:
//!
//! 1. the document defines the credential that the award is an instance of, or the catalogue has an entry for it;
//! 2. the catalogue has a default with description and criteria for every award, and the award has a name;
//! 3. courses of the record that refer to the award (`RefCredentialAward`) are all the same course, or no course does and
//!    the proficiencies that do are all the same competency: then the award is for that course or competency.
//!
//! An award for which none of these holds is left out as `achievement_unknown`. A name that nothing defines and nobody
//! described is not taken for an achievement: between “State University Credential” and another award of that name
//! nothing tells what each was given for.

use std::collections::BTreeSet;

use crate::badge::Criteria;
use crate::catalogue::{AchievementKind, fold};
use crate::draft::AwardKey;
use crate::record::{Award, CredentialDefinition, LearnerRecord};
use crate::vocabulary;

use super::described::{Definition, Facts, alignment, fullest};
use super::reason::{LeftOut, Reason};
use super::{Statement, Work, competencies, courses, source};

/// What the achievement of an award is, and what is known of it.
pub(super) fn matter<'a>(work: &Work<'a>, award: &'a Award) -> Result<(AchievementKind, Facts<'a>), LeftOut> {
    let (facts, defined) = facts(work.record, award);
    let described = defined || facts.in_catalogue(work.with, AchievementKind::Award);
    let by_default = work.with.catalogue.default_for(AchievementKind::Award);
    let by_default = by_default.is_some_and(|one| one.description.is_some() && one.criteria.is_some());
    if described || (by_default && facts.name.is_some()) {
        return Ok((AchievementKind::Award, facts));
    }
    if let Some(found) = through_reference(work, award) {
        return Ok(found);
    }
    if by_default {
        return Ok((AchievementKind::Award, facts));
    }
    let detail = "nothing says which achievement it is for: expected InstanceOfRefCredential to name a credential that \
                  the document or the achievement catalogue describes, or one course or proficiency that refers to it; \
                  write it in the achievement catalogue";
    Err(LeftOut::new(&award.path, Reason::AchievementUnknown, detail))
}

/// The one course, or else the one competency, of statements that refer to the award.
fn through_reference<'a>(work: &Work<'a>, award: &Award) -> Option<(AchievementKind, Facts<'a>)> {
    let key = AwardKey { source: source(&award.provenance).to_owned(), identifier: award.identifier()?.to_owned() };
    let courses = work.references.courses.get(&key).into_iter().flatten().filter(|one| work.is_ours(&one.provenance));
    let courses: Vec<Facts<'a>> = courses.map(|course| courses::facts(work.record, course)).collect();
    if !courses.is_empty() {
        return Some((AchievementKind::Course, the_one(courses)?));
    }
    let shown = work.references.proficiencies.get(&key).into_iter().flatten();
    let shown = shown.filter(|one| work.is_ours(&one.provenance)).map(|one| competencies::facts(work, one)).collect();
    Some((AchievementKind::Competency, the_one(shown)?))
}

/// What all of them are about, where that is one thing with one name.
fn the_one(all: Vec<Facts<'_>>) -> Option<Facts<'_>> {
    let things: BTreeSet<_> = all.iter().map(|one| (one.source, one.identifier, one.name.map(fold))).collect();
    if things.len() != 1 {
        return None;
    }
    all.into_iter().next().filter(|one| one.name.is_some_and(|name| !name.trim().is_empty()))
}

/// What the award says of its achievement, and whether the document defines it.
fn facts<'a>(record: &'a LearnerRecord, award: &'a Award) -> (Facts<'a>, bool) {
    let reference = award.instance_of.as_ref();
    let identifier = reference.and_then(|one| one.identifier.as_deref()).filter(|id| !id.is_empty());
    let stated = award.name.as_deref().or_else(|| reference.and_then(|one| one.name.as_deref()));
    let source = source(&award.provenance);
    let found = definition_of(record, source, identifier, stated);
    let name = stated.or_else(|| found.and_then(|one| one.name.as_deref()));
    let definition = found.map(definition_facts).unwrap_or_default();
    (Facts { source, identifier, codes: Vec::new(), name, definition }, found.is_some())
}

/// The record's definition of what was awarded: by identifier, from the same source first; without one by name.
fn definition_of<'a>(
    record: &'a LearnerRecord,
    source_id: &str,
    identifier: Option<&str>,
    name: Option<&str>,
) -> Option<&'a CredentialDefinition> {
    let fits = |one: &&CredentialDefinition| match identifier {
        Some(_) => one.identifier.as_deref() == identifier,
        None => name.is_some() && one.name.as_deref() == name,
    };
    let found = || record.credentials.iter().filter(fits);
    let said = |one: &CredentialDefinition| {
        let described = usize::from(one.description.is_some()) + usize::from(!one.criteria.is_empty());
        4 * described + usize::from(one.name.is_some()) + usize::from(one.image.is_some()) + one.alignments.len().min(1)
    };
    fullest(found().filter(|one| source(&one.provenance) == source_id), said).or_else(|| fullest(found(), said))
}

fn definition_facts(stated: &CredentialDefinition) -> Definition {
    let narratives: Vec<&str> = stated.criteria.iter().filter_map(|(_, narrative)| narrative.as_deref()).collect();
    let uris = || stated.criteria.iter().filter_map(|(uri, _)| uri.clone());
    Definition {
        description: stated.description.clone(),
        criteria: Criteria {
            id: uris().find(|uri| vocabulary::is_absolute_uri(uri)),
            narrative: (!narratives.is_empty()).then(|| narratives.join("\n\n")),
        },
        achievement_type: stated.achievement_type.clone(),
        image: stated.image.clone(),
        field_of_study: stated.field_of_study.clone(),
        human_code: stated.human_code.clone(),
        credits_available: stated.credits_available,
        tags: stated.tags.clone(),
        unusable_alignments: stated.alignments.iter().filter(|one| alignment(one).is_none()).count(),
        alignments: stated.alignments.iter().filter_map(alignment).collect(),
        specialization: None,
    }
}
