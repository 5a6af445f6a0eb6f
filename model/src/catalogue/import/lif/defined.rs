//! What a LIF document defines: credentials, courses, programmes, assessments.

use crate::catalogue::AchievementKind;
use crate::catalogue::file::{AlignmentTable, EntryTable, MatchTable};
use crate::record::{AlignmentStatement, CourseDefinition, CredentialDefinition, Entity, LearnerRecord};
use crate::vocabulary;

use super::super::collector::Collector;
use super::by_identifier;

/// Offers every definition in force.
pub(super) fn offer(record: &LearnerRecord, collector: &mut Collector) {
    let of = |kind: &'static str| record.definitions.iter().filter(move |one| one.kind == kind && !one.deleted);
    for (entity, stated) in of("Credential").zip(&record.credentials) {
        credential(entity, stated, collector);
    }
    for (entity, stated) in of("Course").zip(&record.course_definitions) {
        course(entity, stated, collector);
    }
    of("Program").for_each(|entity| programme(entity, collector));
    of("Assessment").for_each(|entity| assessment(entity, collector));
}

fn credential(entity: &Entity, stated: &CredentialDefinition, collector: &mut Collector) {
    let place = &entity.path;
    let narratives: Vec<&str> = stated.criteria.iter().filter_map(|(_, narrative)| narrative.as_deref()).collect();
    let mut uris = stated.criteria.iter().filter_map(|(uri, _)| uri.clone());
    let by_ctid = entity.text("idType").is_some_and(|kind| kind.eq_ignore_ascii_case("CTID"));
    let ctid = stated.identifier.as_deref().filter(|_| by_ctid);
    let mut alignments = own(entity, ctid, Some("ceterms:Credential"));
    for one in &stated.alignments {
        match alignment(one) {
            Some(table) => alignments.push(table),
            None => collector.leave_member_out(place, "an alignment has no name or no url, which both are demanded"),
        }
    }
    let table = EntryTable {
        kind: Some(AchievementKind::Award),
        name: stated.name.clone(),
        description: stated.description.clone(),
        criteria: (!narratives.is_empty()).then(|| narratives.join("\n\n")),
        criteria_url: uris.find(|uri| vocabulary::is_absolute_uri(uri)),
        image: stated.image.clone(),
        achievement_type: stated.achievement_type.clone(),
        field_of_study: stated.field_of_study.clone(),
        human_code: stated.human_code.clone(),
        credits_available: stated.credits_available,
        tags: stated.tags.clone(),
        alignments,
        matches: by_identifier(stated.identifier.as_deref(), &stated.provenance),
        ..EntryTable::default()
    };
    collector.offer_of_source(place, table, stated.provenance.source_id.clone());
}

fn alignment(stated: &AlignmentStatement) -> Option<AlignmentTable> {
    let AlignmentStatement { name, url, description, framework, code } = stated.clone();
    let (name, url) = (name?, Some(url?));
    Some(AlignmentTable { name, url, code, description, framework, ..AlignmentTable::default() })
}

/// The alignment of a thing to what Credential Engine's registry says of it.
fn own(entity: &Entity, ctid: Option<&str>, target_type: Option<&str>) -> Vec<AlignmentTable> {
    let name = entity.name.clone().unwrap_or_default();
    let target_type = target_type.map(str::to_owned);
    ctid.map(|id| AlignmentTable { name, ctid: Some(id.to_owned()), target_type, ..AlignmentTable::default() })
        .into_iter()
        .collect()
}

fn course(entity: &Entity, stated: &CourseDefinition, collector: &mut Collector) {
    let place = &entity.path;
    let source = stated.provenance.source_id.clone();
    let mut matches = by_identifier(stated.identifier.as_deref(), &stated.provenance);
    let code = stated.code.clone();
    matches.extend(code.map(|code| MatchTable { source: source.clone(), code: Some(code), ..MatchTable::default() }));
    let table = EntryTable {
        kind: Some(AchievementKind::Course),
        name: stated.name.clone(),
        description: stated.description.clone(),
        achievement_type: Some("Course".to_owned()),
        human_code: stated.code.clone(),
        credits_available: stated.credits,
        alignments: own(entity, entity.text("ctid"), None),
        matches,
        ..EntryTable::default()
    };
    collector.offer_of_source(place, table, source);
}

fn programme(entity: &Entity, collector: &mut Collector) {
    let table = EntryTable {
        kind: Some(AchievementKind::Programme),
        name: entity.name.clone(),
        description: entity.text("description").map(str::to_owned),
        achievement_type: Some("LearningProgram".to_owned()),
        specialization: entity.text("specialization").map(str::to_owned),
        credits_available: entity.number("creditsRequired"),
        tags: entity.texts("keyword").map(str::to_owned).collect(),
        alignments: own(entity, entity.text("ctid"), None),
        matches: by_identifier(entity.identifier.as_deref(), &entity.provenance),
        ..EntryTable::default()
    };
    collector.offer_of_source(&entity.path, table, entity.provenance.source_id.clone());
}

fn assessment(entity: &Entity, collector: &mut Collector) {
    let table = EntryTable {
        kind: Some(AchievementKind::Assessment),
        name: entity.name.clone(),
        description: entity.text("description").map(str::to_owned),
        achievement_type: Some("Assessment".to_owned()),
        credits_available: entity.number("creditValue"),
        alignments: own(entity, entity.text("ctid"), None),
        matches: by_identifier(entity.identifier.as_deref(), &entity.provenance),
        ..EntryTable::default()
    };
    collector.offer_of_source(&entity.path, table, entity.provenance.source_id.clone());
}
