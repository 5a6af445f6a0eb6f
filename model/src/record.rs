//! A learner's record as this project understands it: what the LIF reader fills and packaging reads.
//!
//! Every value here was stated by some source; nothing is inferred. Each entity keeps the [`Provenance`] it came with
//! and the JSON Pointer it was read from, in the record's own keys, so that a refusal can name the place.

use std::sync::Arc;

use crate::lif::RecordError;
use crate::time::PartialDate;

mod definition;
mod entity;
mod statement;
mod unread;

pub use definition::{
    AssessmentDefinition, Competency, CompetencyFramework, Organization, PerformanceLevel, Position, ProgramDefinition,
};
pub use entity::{Entity, Link, Member, Plain};
pub use statement::{AssessmentTaken, AwardIdentity, Consent, Employment, MilitaryService, Proficiency};
pub use unread::{Unread, UnreadCode};

/// Where a statement comes from (LIF `informationSource*`).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Provenance {
    /// `informationSourceId`: the configured key that decides who may sign, never the display name.
    pub source_id: Option<String>,
    /// `informationSourceOrganization`: for people to read.
    pub organization: Option<String>,
    /// `informationSourceSystem`.
    pub system: Option<String>,
}

/// A reference to another LIF entity (`InstanceOfRefCredential`, `RefCourse`, …).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reference {
    /// The referenced entity's `identifier`.
    pub identifier: Option<String>,
    /// The referenced entity's `name`.
    pub name: Option<String>,
    /// Who said so.
    pub provenance: Provenance,
}

/// One of a person's names. A composed record often has several.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PersonName {
    /// `firstName`, trimmed.
    pub first: Option<String>,
    /// `lastName`, trimmed.
    pub last: Option<String>,
    /// Who said so.
    pub provenance: Provenance,
}

impl PersonName {
    /// First and last name with single spaces; `None` when neither is known.
    pub fn full(&self) -> Option<String> {
        let parts = [self.first.as_deref(), self.last.as_deref()].into_iter().flatten();
        let words: Vec<&str> = parts.flat_map(str::split_whitespace).collect();
        (!words.is_empty()).then(|| words.join(" "))
    }
}

/// One of a person's identifiers, kept as (type, value, source).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PersonIdentifier {
    /// `identifier`; may already be a hash (`sha256$…`).
    pub value: String,
    /// `identifierType`, such as `SCHOOL_ASSIGNED_NUMBER`.
    pub kind: Option<String>,
    /// Who said so.
    pub provenance: Provenance,
}

/// Evidence listed with an award (LIF 2.0 `Evidence`).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Evidence {
    /// `evidenceId` when it is an absolute URI.
    pub id: Option<String>,
    /// `name`.
    pub name: Option<String>,
    /// `description`.
    pub description: Option<String>,
    /// `narrative` or `evidenceStatement`.
    pub narrative: Option<String>,
    /// `genre`.
    pub genre: Option<String>,
    /// `audience`.
    pub audience: Option<String>,
}

/// A credential award (LIF `CredentialAward`).
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Award {
    /// JSON Pointer into the document the award was read from.
    pub path: String,
    /// `identifier`.
    pub identifier: Option<String>,
    /// `name`, trimmed.
    pub name: Option<String>,
    /// `uri`; for Open Badges 2.0 awards the hosted assertion.
    pub uri: Option<String>,
    /// `awardIssueDate`, in the precision it has.
    pub issued: Option<PartialDate>,
    /// `expirationDate`.
    pub expires: Option<PartialDate>,
    /// `awardStatus`, as stated.
    pub status: Option<String>,
    /// `revoked`.
    pub revoked: bool,
    /// `revocationReason`.
    pub revocation_reason: Option<String>,
    /// `selfAsserted`.
    pub self_asserted: bool,
    /// `deletedDate` or `deletedStatus` says the source withdrew it.
    pub deleted: bool,
    /// `verificationType`, such as `HostedBadge`.
    pub verification: Option<String>,
    /// `creditsEarned`.
    pub credits_earned: Option<f64>,
    /// `narrative`.
    pub narrative: Option<String>,
    /// `result`, free strings.
    pub results: Vec<String>,
    /// `Evidence`.
    pub evidence: Vec<Evidence>,
    /// `credentialAwardee`: to whom, in words.
    pub awardee: Option<String>,
    /// `Identity`: to whom, as the source hashed it.
    pub identities: Vec<AwardIdentity>,
    /// `termsOfUse`.
    pub terms: Option<String>,
    /// `InstanceOfRefCredential`.
    pub instance_of: Option<Reference>,
    /// `issuedByRefOrganization`.
    pub issued_by: Option<Reference>,
    /// Who said so.
    pub provenance: Provenance,
}

/// A course a learner took or takes (LIF `CourseLearningExperience`).
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Course {
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
    /// `exitDate`: left before the end.
    pub exit: Option<PartialDate>,
    /// `enrollmentStatusType`, as stated.
    pub status: Option<String>,
    /// `experienceGrade`, such as `A-` or `Competent`.
    pub grade: Option<String>,
    /// `experienceNumericalGrade`.
    pub numerical_grade: Option<f64>,
    /// `courseTotal`: credits earned.
    pub credits: Option<f64>,
    /// A term in words where a source states one (`term`, `academicTerm`, `session`).
    pub term: Option<String>,
    /// `deletedDate` or `deletedStatus` says the source withdrew it.
    pub deleted: bool,
    /// `RefCourse`.
    pub course: Option<Reference>,
    /// `RefCredentialAward`.
    pub award: Option<Reference>,
    /// `offeredByRefOrganization`, else `assertedByRefOrganization`.
    pub offered_by: Option<Reference>,
    /// Who said so.
    pub provenance: Provenance,
}

/// A programme a learner took or takes (LIF `ProgramLearningExperience`).
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Programme {
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
    /// `exitDate`: left before the end.
    pub exit: Option<PartialDate>,
    /// `participationStatus`, as stated.
    pub status: Option<String>,
    /// `deletedDate` or `deletedStatus` says the source withdrew it.
    pub deleted: bool,
    /// `RefProgram`.
    pub program: Option<Reference>,
    /// `RefCredentialAward`.
    pub award: Option<Reference>,
    /// `offeredByRefOrganization`, else `assertedByRefOrganization`.
    pub offered_by: Option<Reference>,
    /// Who said so.
    pub provenance: Provenance,
}

/// What a credential is (LIF root `Credential`); whole documents have it, GraphQL answers do not.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct CredentialDefinition {
    /// `identifier`.
    pub identifier: Option<String>,
    /// `uri`.
    pub uri: Option<String>,
    /// `name`, trimmed.
    pub name: Option<String>,
    /// `description`.
    pub description: Option<String>,
    /// `achievementType`, first value.
    pub achievement_type: Option<String>,
    /// `Requirements[].Criteria[]`: (uri, narrative).
    pub criteria: Vec<(Option<String>, Option<String>)>,
    /// `Image[]`: first usable absolute URI.
    pub image: Option<String>,
    /// `fieldOfStudy`.
    pub field_of_study: Option<String>,
    /// `humanCode`.
    pub human_code: Option<String>,
    /// `creditsAvailable`.
    pub credits_available: Option<f64>,
    /// `tags`.
    pub tags: Vec<String>,
    /// `CredentialAlignments`.
    pub alignments: Vec<AlignmentStatement>,
    /// Who said so.
    pub provenance: Provenance,
}

/// An alignment as LIF states it (`CredentialAlignments`).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AlignmentStatement {
    /// `name`.
    pub name: Option<String>,
    /// `url`.
    pub url: Option<String>,
    /// `description`.
    pub description: Option<String>,
    /// `framework`.
    pub framework: Option<String>,
    /// `code`.
    pub code: Option<String>,
}

/// What a course is (LIF root `Course`).
#[derive(Debug, Clone, Default, PartialEq)]
pub struct CourseDefinition {
    /// `identifier`, or the first `Identifier[].identifier`.
    pub identifier: Option<String>,
    /// `name`, trimmed.
    pub name: Option<String>,
    /// `description`.
    pub description: Option<String>,
    /// `courseSubjectAbbreviation` and `courseNumber`, such as `CS 651`, else the identifier of type `Course Code`.
    pub code: Option<String>,
    /// `courseCreditValue`.
    pub credits: Option<f64>,
    /// Who said so.
    pub provenance: Provenance,
}

/// One learner's composed record.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct LearnerRecord {
    /// JSON Pointer to the person in the document the record was read from.
    pub path: String,
    /// `Name`, in the record's order, without exact repeats by one source.
    pub names: Vec<PersonName>,
    /// `Identifier`.
    pub identifiers: Vec<PersonIdentifier>,
    /// `Contact[].Email[].emailAddress`.
    pub emails: Vec<String>,
    /// `CredentialAward`.
    pub awards: Vec<Award>,
    /// `CourseLearningExperience`.
    pub courses: Vec<Course>,
    /// `ProgramLearningExperience`.
    pub programmes: Vec<Programme>,
    /// `AssessmentLearningExperience`.
    pub assessments: Vec<AssessmentTaken>,
    /// `EmploymentLearningExperience`.
    pub employments: Vec<Employment>,
    /// `MilitaryLearningExperience`.
    pub military: Vec<MilitaryService>,
    /// `Proficiency`.
    pub proficiencies: Vec<Proficiency>,
    /// `Consent`.
    pub consents: Vec<Consent>,
    /// Root `Credential` of a whole document.
    pub credentials: Vec<CredentialDefinition>,
    /// Root `Course` of a whole document.
    pub course_definitions: Vec<CourseDefinition>,
    /// Everything the document states of the person, those above included, whatever packaging does with it.
    pub person: Entity,
    /// Everything a whole document states beside persons, those above included.
    pub definitions: Arc<[Entity]>,
    /// What could not be read.
    pub unread: Vec<Unread>,
}

impl LearnerRecord {
    fn defined<'a, T: From<&'a Entity>>(&'a self, kind: &'static str) -> impl Iterator<Item = T> {
        self.definitions.iter().filter(move |one| one.kind == kind).map(T::from)
    }

    /// Root `Assessment` of a whole document.
    pub fn assessment_definitions(&self) -> impl Iterator<Item = AssessmentDefinition> {
        self.defined("Assessment")
    }

    /// Root `CompetencyFramework` of a whole document.
    pub fn frameworks(&self) -> impl Iterator<Item = CompetencyFramework> {
        self.defined("CompetencyFramework")
    }

    /// Root `Organization` of a whole document.
    pub fn organizations(&self) -> impl Iterator<Item = Organization> {
        self.defined("Organization")
    }

    /// Root `Position` of a whole document.
    pub fn positions(&self) -> impl Iterator<Item = Position> {
        self.defined("Position")
    }

    /// Root `Program` of a whole document.
    pub fn program_definitions(&self) -> impl Iterator<Item = ProgramDefinition> {
        self.defined("Program")
    }

    /// The first full name, for people to read; `None` when no source states one.
    pub fn display_name(&self) -> Option<String> {
        self.names.iter().find_map(PersonName::full)
    }

    /// The value of a `SCHOOL_ASSIGNED_NUMBER`, else the first identifier that is not a hash.
    pub fn learner_number(&self) -> Option<&str> {
        let plain = || self.identifiers.iter().filter(|id| !id.value.contains('$'));
        plain()
            .find(|id| id.kind.as_deref() == Some("SCHOOL_ASSIGNED_NUMBER"))
            .or_else(|| plain().next())
            .map(|id| id.value.as_str())
    }

    /// Whether the record carries `identifier` with the type `kind` (in any casing): the same value and the same type in
    /// one statement, since numbers of different schools may be alike. A hashed identifier matches only as it stands.
    pub fn belongs_to(&self, identifier: &str, kind: &str) -> bool {
        let (identifier, kind) = (identifier.trim(), kind.trim());
        self.identifiers.iter().any(|id| {
            id.value == identifier && id.kind.as_deref().is_some_and(|known| known.eq_ignore_ascii_case(kind))
        })
    }

    /// Checks that the record, read from `file`, is of the learner it was asked for ([`Self::belongs_to`]).
    ///
    /// # Errors
    /// [`RecordError::AnotherLearner`], which names the file and the person's place in it, not the learner.
    pub fn require_learner(&self, file: &str, identifier: &str, kind: &str) -> Result<(), RecordError> {
        if self.belongs_to(identifier, kind) {
            return Ok(());
        }
        let (file, path, kind) = (file.to_owned(), self.path.clone(), kind.to_owned());
        Err(RecordError::AnotherLearner { file, path, kind })
    }
}
