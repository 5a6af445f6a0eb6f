//! What LIF states of a person beside awards, courses and programmes, as types.
//!
//! Each is made from the [`Entity`] the reader has read, which keeps the members that have no field here.

use crate::time::PartialDate;

use super::{Entity, Provenance, Reference};

/// To whom an award was made (LIF `Identity`).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AwardIdentity {
    /// `identityHash`: such as `sha256$…`, or the identity itself where `hashed` is not set.
    pub hash: String,
    /// `hashed`.
    pub hashed: bool,
    /// `identityType`, such as `email`.
    pub kind: Option<String>,
    /// `salt`.
    pub salt: Option<String>,
    /// Who said so.
    pub provenance: Provenance,
}

/// An assessment a learner took (LIF `AssessmentLearningExperience`).
#[derive(Debug, Clone, Default, PartialEq)]
pub struct AssessmentTaken {
    /// JSON Pointer into the document it was read from.
    pub path: String,
    /// `identifier`.
    pub identifier: Option<String>,
    /// `name`, trimmed.
    pub name: Option<String>,
    /// `startDate`.
    pub start: Option<PartialDate>,
    /// `endDate`.
    pub end: Option<PartialDate>,
    /// `scoreValue`, as stated: a number or words.
    pub score: Option<String>,
    /// `scoreType`.
    pub score_type: Option<String>,
    /// `resultDataType`.
    pub result_type: Option<String>,
    /// `gradeStatus`.
    pub grade_status: Option<String>,
    /// `completionStatus`, as stated.
    pub status: Option<String>,
    /// `deletedDate` or `deletedStatus` says the source withdrew it.
    pub deleted: bool,
    /// `RefAssessment`.
    pub assessment: Option<Reference>,
    /// `RefCredentialAward`.
    pub award: Option<Reference>,
    /// `RefProficiency`.
    pub proficiency: Option<Reference>,
    /// `offeredByRefOrganization`, else `assertedByRefOrganization`.
    pub offered_by: Option<Reference>,
    /// Who said so.
    pub provenance: Provenance,
}

/// Work a learner did (LIF `EmploymentLearningExperience`).
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Employment {
    /// JSON Pointer into the document it was read from.
    pub path: String,
    /// `identifier`.
    pub identifier: Option<String>,
    /// `name`, trimmed.
    pub name: Option<String>,
    /// `description`.
    pub description: Option<String>,
    /// `startDate`, else `hireDate`.
    pub start: Option<PartialDate>,
    /// `endDate`.
    pub end: Option<PartialDate>,
    /// `employmentStatus`, as stated.
    pub status: Option<String>,
    /// `deletedDate` or `deletedStatus` says the source withdrew it.
    pub deleted: bool,
    /// `RefPosition`.
    pub position: Option<Reference>,
    /// `offeredByRefOrganization`: the employer.
    pub employer: Option<Reference>,
    /// `assertedByRefOrganization`.
    pub asserted_by: Option<Reference>,
    /// `approvedByRefOrganization`.
    pub approved_by: Option<Reference>,
    /// Who said so.
    pub provenance: Provenance,
}

/// Military service (LIF `MilitaryLearningExperience`). Its service numbers stay in the entity.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct MilitaryService {
    /// JSON Pointer into the document it was read from.
    pub path: String,
    /// `identifier`.
    pub identifier: Option<String>,
    /// `name`, trimmed.
    pub name: Option<String>,
    /// `branch`.
    pub branches: Vec<String>,
    /// `experienceStartDate`.
    pub start: Option<PartialDate>,
    /// `experienceEndDate`, else `dischargeDate`.
    pub end: Option<PartialDate>,
    /// `militaryStatus`, as stated.
    pub status: Option<String>,
    /// `endingRank`, else `startingRank`.
    pub rank: Option<String>,
    /// `honors`.
    pub honors: Vec<String>,
    /// `deletedDate` or `deletedStatus` says the source withdrew it.
    pub deleted: bool,
    /// `RefCredentialAward`.
    pub award: Option<Reference>,
    /// `assertedByRefOrganization`.
    pub asserted_by: Option<Reference>,
    /// Who said so.
    pub provenance: Provenance,
}

/// What a learner can do (LIF `Proficiency`).
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Proficiency {
    /// JSON Pointer into the document it was read from.
    pub path: String,
    /// `identifier`.
    pub identifier: Option<String>,
    /// `name`, trimmed.
    pub name: Option<String>,
    /// `description`.
    pub description: Option<String>,
    /// `proficiencyLevelId`.
    pub level: Option<String>,
    /// `proficiencyScaleType`.
    pub scales: Vec<String>,
    /// `resultDateTime`: when it was found.
    pub found: Option<PartialDate>,
    /// `deletedDate` or `deletedStatus` says the source withdrew it.
    pub deleted: bool,
    /// `entailedRefCompetency`, else `RefCompetency`.
    pub competency: Option<Reference>,
    /// `RefProficiencyDefinition`.
    pub definition: Option<Reference>,
    /// `RefCredentialAward`: the award it was shown by.
    pub award: Option<Reference>,
    /// Who said so.
    pub provenance: Provenance,
}

/// What a learner agreed to (LIF `Consent`). Sources do not enforce it; whoever reads the record has to.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Consent {
    /// JSON Pointer into the document it was read from.
    pub path: String,
    /// `identifier`.
    pub identifier: Option<String>,
    /// `type`.
    pub kind: Option<String>,
    /// `status`, as stated.
    pub status: Option<String>,
    /// `purpose`.
    pub purpose: Option<String>,
    /// `dateTimeConsentGiven`.
    pub given: Option<PartialDate>,
    /// `dateTimeConsentUpdated`.
    pub updated: Option<PartialDate>,
    /// `expiration`.
    pub expires: Option<PartialDate>,
    /// `lifEntities`: the entities it is about, by LIF's names.
    pub entities: Vec<String>,
    /// `typesOfData`.
    pub data: Vec<String>,
    /// `dataRecipients`.
    pub recipients: Vec<String>,
    /// `AuditHistory`: (`auditDate`, `auditLog`).
    pub audits: Vec<(Option<PartialDate>, Option<String>)>,
    /// `deletedDate` or `deletedStatus` says the source withdrew it.
    pub deleted: bool,
    /// Who said so.
    pub provenance: Provenance,
}

fn text(entity: &Entity, name: &str) -> Option<String> {
    entity.text(name).map(str::to_owned)
}

fn texts(entity: &Entity, name: &str) -> Vec<String> {
    entity.texts(name).map(str::to_owned).collect()
}

impl Proficiency {
    /// Whether it says itself that it was assessed: it states a level, or when the result was found.
    pub fn is_assessed(&self) -> bool {
        self.found.is_some() || self.level.as_deref().is_some_and(|level| !level.trim().is_empty())
    }
}

impl From<&Entity> for AssessmentTaken {
    fn from(entity: &Entity) -> Self {
        let by = |relation: &str| entity.reference(relation, "Organization");
        Self {
            path: entity.path.clone(),
            identifier: entity.identifier.clone(),
            name: entity.name.clone(),
            start: entity.date("startDate"),
            end: entity.date("endDate"),
            score: text(entity, "scoreValue"),
            score_type: text(entity, "scoreType"),
            result_type: text(entity, "resultDataType"),
            grade_status: text(entity, "gradeStatus"),
            status: text(entity, "completionStatus"),
            deleted: entity.deleted,
            assessment: entity.reference("", "Assessment"),
            award: entity.reference("", "CredentialAward"),
            proficiency: entity.reference("", "Proficiency"),
            offered_by: by("offeredby").or_else(|| by("assertedby")),
            provenance: entity.provenance.clone(),
        }
    }
}

impl From<&Entity> for Employment {
    fn from(entity: &Entity) -> Self {
        let by = |relation: &str| entity.reference(relation, "Organization");
        Self {
            path: entity.path.clone(),
            identifier: entity.identifier.clone(),
            name: entity.name.clone(),
            description: text(entity, "description"),
            start: entity.date("startDate").or_else(|| entity.date("hireDate")),
            end: entity.date("endDate"),
            status: text(entity, "employmentStatus"),
            deleted: entity.deleted,
            position: entity.reference("", "Position"),
            employer: by("offeredby"),
            asserted_by: by("assertedby"),
            approved_by: by("approvedby"),
            provenance: entity.provenance.clone(),
        }
    }
}

impl From<&Entity> for MilitaryService {
    fn from(entity: &Entity) -> Self {
        Self {
            path: entity.path.clone(),
            identifier: entity.identifier.clone(),
            name: entity.name.clone(),
            branches: texts(entity, "branch"),
            start: entity.date("experienceStartDate"),
            end: entity.date("experienceEndDate").or_else(|| entity.date("dischargeDate")),
            status: text(entity, "militaryStatus"),
            rank: text(entity, "endingRank").or_else(|| text(entity, "startingRank")),
            honors: texts(entity, "honors"),
            deleted: entity.deleted,
            award: entity.reference("", "CredentialAward"),
            asserted_by: entity.reference("assertedby", "Organization"),
            provenance: entity.provenance.clone(),
        }
    }
}

impl From<&Entity> for Proficiency {
    fn from(entity: &Entity) -> Self {
        let competency = |relation: &str| entity.reference(relation, "Competency");
        Self {
            path: entity.path.clone(),
            identifier: entity.identifier.clone(),
            name: entity.name.clone(),
            description: text(entity, "description"),
            level: text(entity, "proficiencyLevelId"),
            scales: texts(entity, "proficiencyScaleType"),
            found: entity.date("resultDateTime"),
            deleted: entity.deleted,
            competency: competency("entailed").or_else(|| competency("")),
            definition: entity.reference("", "ProficiencyDefinition"),
            award: entity.reference("", "CredentialAward"),
            provenance: entity.provenance.clone(),
        }
    }
}

impl From<&Entity> for Consent {
    fn from(entity: &Entity) -> Self {
        let audits = entity.parts_of("AuditHistory").filter(|audit| !audit.deleted);
        Self {
            path: entity.path.clone(),
            identifier: entity.identifier.clone(),
            kind: text(entity, "type"),
            status: text(entity, "status"),
            purpose: text(entity, "purpose"),
            given: entity.date("dateTimeConsentGiven"),
            updated: entity.date("dateTimeConsentUpdated"),
            expires: entity.date("expiration"),
            entities: texts(entity, "lifEntities"),
            data: texts(entity, "typesOfData"),
            recipients: texts(entity, "dataRecipients"),
            audits: audits.map(|audit| (audit.date("auditDate"), text(audit, "auditLog"))).collect(),
            deleted: entity.deleted,
            provenance: entity.provenance.clone(),
        }
    }
}
