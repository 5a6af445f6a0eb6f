//! What a whole LIF document defines beside credentials and courses, as types.
//!
//! Each is made from the [`Entity`] the reader has read, which keeps the members that have no field here.

use super::{Entity, Provenance, Reference};

/// What an assessment is (LIF root `Assessment`).
#[derive(Debug, Clone, Default, PartialEq)]
pub struct AssessmentDefinition {
    /// `identifier`; the first where there are several.
    pub identifier: Option<String>,
    /// `name`, trimmed.
    pub name: Option<String>,
    /// `description`.
    pub description: Option<String>,
    /// `creditValue`.
    pub credits: Option<f64>,
    /// `ctid`: its identifier in the Credential Registry.
    pub ctid: Option<String>,
    /// `AssessmentPerformanceLevel`.
    pub levels: Vec<PerformanceLevel>,
    /// `demonstratesRefCompetency`.
    pub demonstrates: Option<Reference>,
    /// `deletedDate` or `deletedStatus` says the source withdrew it.
    pub deleted: bool,
    /// Who said so.
    pub provenance: Provenance,
}

/// A level of an assessment's scale (LIF `AssessmentPerformanceLevel`).
#[derive(Debug, Clone, Default, PartialEq)]
pub struct PerformanceLevel {
    /// `label`.
    pub label: Option<String>,
    /// `performanceLowerLevel`: the lowest score.
    pub lowest: Option<f64>,
    /// `performanceUpperLevel`: the highest score.
    pub highest: Option<f64>,
}

/// A framework of competencies (LIF root `CompetencyFramework`). Its associations and alignments stay in the entity.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct CompetencyFramework {
    /// `identifier`.
    pub identifier: Option<String>,
    /// `name`, trimmed.
    pub name: Option<String>,
    /// `uri`.
    pub uri: Option<String>,
    /// `Competency`.
    pub competencies: Vec<Competency>,
    /// `deletedDate` or `deletedStatus` says the source withdrew it.
    pub deleted: bool,
    /// Who said so.
    pub provenance: Provenance,
}

/// A competency of a framework (LIF `Competency`).
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Competency {
    /// `identifier`.
    pub identifier: Option<String>,
    /// `name`, trimmed.
    pub name: Option<String>,
    /// `uri`.
    pub uri: Option<String>,
    /// `code`.
    pub code: Option<String>,
    /// `statement`.
    pub statement: Option<String>,
    /// `deletedDate` or `deletedStatus` says the source withdrew it.
    pub deleted: bool,
    /// Who said so.
    pub provenance: Provenance,
}

/// An organisation (LIF root `Organization`).
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Organization {
    /// `identifier`.
    pub identifier: Option<String>,
    /// `name`, trimmed.
    pub name: Option<String>,
    /// `description`.
    pub description: Option<String>,
    /// `imageUrl`.
    pub image: Option<String>,
    /// `organizationType`.
    pub kinds: Vec<String>,
    /// `Contact[].websiteAddress`.
    pub websites: Vec<String>,
    /// `Contact[].Email[].emailAddress`.
    pub emails: Vec<String>,
    /// `Identifier`: (`identifierType`, `identifier`).
    pub identifiers: Vec<(Option<String>, String)>,
    /// `deletedDate` or `deletedStatus` says the source withdrew it.
    pub deleted: bool,
    /// Who said so.
    pub provenance: Provenance,
}

/// What a position is (LIF root `Position`).
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Position {
    /// `identifier`.
    pub identifier: Option<String>,
    /// `name`, trimmed.
    pub name: Option<String>,
    /// `description`.
    pub description: Option<String>,
    /// `JobCode[].jobCodeValue`.
    pub job_codes: Vec<String>,
    /// `offeredByRefOrganization`.
    pub offered_by: Option<Reference>,
    /// `deletedDate` or `deletedStatus` says the source withdrew it.
    pub deleted: bool,
    /// Who said so.
    pub provenance: Provenance,
}

/// What a programme is (LIF root `Program`).
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ProgramDefinition {
    /// `identifier`.
    pub identifier: Option<String>,
    /// `name`, trimmed; the first where there are several.
    pub name: Option<String>,
    /// `description`.
    pub description: Option<String>,
    /// `codedNotation`: the code people know it by.
    pub code: Option<String>,
    /// `creditsRequired`.
    pub credits_required: Option<f64>,
    /// `specialization`.
    pub specialization: Option<String>,
    /// `ctid`: its identifier in the Credential Registry.
    pub ctid: Option<String>,
    /// `offeredByRefOrganization`.
    pub offered_by: Option<Reference>,
    /// `deletedDate` or `deletedStatus` says the source withdrew it.
    pub deleted: bool,
    /// Who said so.
    pub provenance: Provenance,
}

fn text(entity: &Entity, name: &str) -> Option<String> {
    entity.text(name).map(str::to_owned)
}

/// Every text of `member` in the parts of `kind` that are in force.
fn of_parts(entity: &Entity, kind: &str, member: &str) -> Vec<String> {
    let parts = entity.parts_of(kind).filter(|part| !part.deleted);
    parts.flat_map(|part| part.texts(member)).map(str::to_owned).collect()
}

impl From<&Entity> for AssessmentDefinition {
    fn from(entity: &Entity) -> Self {
        let levels = entity.parts_of("AssessmentPerformanceLevel").filter(|level| !level.deleted);
        let levels = levels.map(|level| PerformanceLevel {
            label: text(level, "label"),
            lowest: level.number("performanceLowerLevel"),
            highest: level.number("performanceUpperLevel"),
        });
        Self {
            identifier: entity.identifier.clone(),
            name: entity.name.clone(),
            description: text(entity, "description"),
            credits: entity.number("creditValue"),
            ctid: text(entity, "ctid"),
            levels: levels.collect(),
            demonstrates: entity.reference("demonstrates", "Competency"),
            deleted: entity.deleted,
            provenance: entity.provenance.clone(),
        }
    }
}

impl From<&Entity> for CompetencyFramework {
    fn from(entity: &Entity) -> Self {
        Self {
            identifier: entity.identifier.clone(),
            name: entity.name.clone(),
            uri: text(entity, "uri"),
            competencies: entity.parts_of("Competency").map(Into::into).collect(),
            deleted: entity.deleted,
            provenance: entity.provenance.clone(),
        }
    }
}

impl From<&Entity> for Competency {
    fn from(entity: &Entity) -> Self {
        Self {
            identifier: entity.identifier.clone(),
            name: entity.name.clone(),
            uri: text(entity, "uri"),
            code: text(entity, "code"),
            statement: text(entity, "statement"),
            deleted: entity.deleted,
            provenance: entity.provenance.clone(),
        }
    }
}

impl From<&Entity> for Organization {
    fn from(entity: &Entity) -> Self {
        let contacts = || entity.parts_of("Contact").filter(|contact| !contact.deleted);
        let identifiers = entity.parts_of("Identifier").filter(|one| !one.deleted);
        Self {
            identifier: entity.identifier.clone(),
            name: entity.name.clone(),
            description: text(entity, "description"),
            image: text(entity, "imageUrl"),
            kinds: entity.texts("organizationType").map(str::to_owned).collect(),
            websites: of_parts(entity, "Contact", "websiteAddress"),
            emails: contacts().flat_map(|contact| of_parts(contact, "Email", "emailAddress")).collect(),
            identifiers: identifiers
                .filter_map(|one| Some((text(one, "identifierType"), one.identifier.clone()?)))
                .collect(),
            deleted: entity.deleted,
            provenance: entity.provenance.clone(),
        }
    }
}

impl From<&Entity> for Position {
    fn from(entity: &Entity) -> Self {
        Self {
            identifier: entity.identifier.clone(),
            name: entity.name.clone(),
            description: text(entity, "description"),
            job_codes: of_parts(entity, "JobCode", "jobCodeValue"),
            offered_by: entity.reference("offeredby", "Organization"),
            deleted: entity.deleted,
            provenance: entity.provenance.clone(),
        }
    }
}

impl From<&Entity> for ProgramDefinition {
    fn from(entity: &Entity) -> Self {
        Self {
            identifier: entity.identifier.clone(),
            name: entity.name.clone(),
            description: text(entity, "description"),
            code: text(entity, "codedNotation"),
            credits_required: entity.number("creditsRequired"),
            specialization: text(entity, "specialization"),
            ctid: text(entity, "ctid"),
            offered_by: entity.reference("offeredby", "Organization"),
            deleted: entity.deleted,
            provenance: entity.provenance.clone(),
        }
    }
}
