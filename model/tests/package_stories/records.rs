//! Small records of an invented college, and how they are packaged.

use std::collections::BTreeSet;

use model::catalogue::Catalogue;
use model::draft::{Binding, Draft, Subject};
use model::ids::TenantSecret;
use model::package::{LeftOut, MonthDates, Packaged, Packaging, Sources, ZoneRule, package};
use model::profile::IssuerProfile;
use model::record::{
    AssessmentTaken, Award, Course, CredentialDefinition, LearnerRecord, PersonIdentifier, Proficiency, Programme,
    Provenance, Reference,
};
use model::status::StatusEntry;
use model::time::{PartialDate, Time};
use serde_json::Value;

pub(crate) const NOW: &str = "2026-11-24T09:00:00Z";
pub(crate) const HOLDER: &str = "did:key:z6MkvxAYDXSNUJzDsJgNSWPXBqdYY3kQmjWPEkHaXXuS5tKf";
pub(crate) const ISSUER: &str = "did:web:northlake.example:default";

pub(crate) fn secret() -> &'static TenantSecret {
    static SECRET: TenantSecret = TenantSecret::new([42; 32]);
    &SECRET
}

pub(crate) fn packaging(catalogue: &Catalogue) -> Packaging<'_> {
    Packaging {
        catalogue,
        issuer: IssuerProfile {
            id: ISSUER.into(),
            name: "Northlake College".into(),
            url: Some("https://northlake.example".into()),
            ..IssuerProfile::default()
        },
        sources: Sources::Only(BTreeSet::from(["Northlake".to_owned()])),
        secret: secret(),
        base: Some("https://northlake.example/default".into()),
        now: Time::parse(NOW).unwrap(),
        zone: ZoneRule::UTC,
        month_dates: MonthDates::LeaveOut,
    }
}

pub(crate) fn date(text: &str) -> Option<PartialDate> {
    PartialDate::parse(text).map(Some).unwrap()
}

pub(crate) fn northlake() -> Provenance {
    Provenance { source_id: Some("Northlake".into()), ..Provenance::default() }
}

pub(crate) fn reference(identifier: &str, name: &str) -> Option<Reference> {
    Reference { identifier: Some(identifier.into()), name: Some(name.into()), provenance: northlake() }.into()
}

pub(crate) fn award(number: usize) -> Award {
    Award {
        path: format!("/Person/0/CredentialAward/{number}"),
        identifier: Some(format!("award-{number}")),
        issued: date(&format!("2023-05-{:02}", number + 1)),
        status: Some("Completed".into()),
        instance_of: reference("cred-welding", "Certificate in Welding"),
        provenance: northlake(),
        ..Award::default()
    }
}

pub(crate) fn course(number: usize) -> Course {
    Course {
        path: format!("/Person/0/CourseLearningExperience/{number}"),
        identifier: Some(format!("course-{number}")),
        name: Some(format!("Metalwork {number}")),
        start: date("2022-09-05T08:00:00"),
        end: date("2023-01-20"),
        status: Some("Completed".into()),
        grade: Some("B+".into()),
        credits: Some(4.0),
        term: Some("Autumn 2022".into()),
        course: reference(&format!("MW10{number}"), "Metalwork"),
        provenance: northlake(),
        ..Course::default()
    }
}

pub(crate) fn programme(number: usize) -> Programme {
    Programme {
        path: format!("/Person/0/ProgramLearningExperience/{number}"),
        identifier: Some(format!("programme-{number}")),
        name: Some("Welding Apprenticeship".into()),
        start: date("2022-09-01"),
        status: Some("In Progress".into()),
        provenance: northlake(),
        ..Programme::default()
    }
}

pub(crate) fn assessment(number: usize) -> AssessmentTaken {
    AssessmentTaken {
        path: format!("/Person/0/AssessmentLearningExperience/{number}"),
        identifier: Some(format!("test-{number}")),
        name: Some("Welding theory".into()),
        end: date("2023-06-20"),
        score: Some("412".into()),
        score_type: Some("Scaled score (200-500)".into()),
        grade_status: Some("Final".into()),
        status: Some("Completed".into()),
        assessment: reference("exam-theory", "Welding theory"),
        provenance: northlake(),
        ..AssessmentTaken::default()
    }
}

pub(crate) fn proficiency(number: usize) -> Proficiency {
    let name = if number == 0 { "Reading drawings".to_owned() } else { format!("Skill {number}") };
    Proficiency {
        path: format!("/Person/0/Proficiency/{number}"),
        identifier: Some(format!("skill-{number}")),
        name: Some(name),
        description: Some("From a drawing to a cut list.".into()),
        provenance: northlake(),
        ..Proficiency::default()
    }
}

pub(crate) fn definition() -> CredentialDefinition {
    CredentialDefinition {
        identifier: Some("cred-welding".into()),
        name: Some("Certificate in Welding".into()),
        description: Some("Arc and gas welding at workshop level.".into()),
        criteria: vec![(None, Some("Four test pieces without a fault.".into()))],
        provenance: northlake(),
        ..CredentialDefinition::default()
    }
}

pub(crate) fn record(awards: Vec<Award>, courses: Vec<Course>) -> LearnerRecord {
    let number = PersonIdentifier {
        value: "100042".into(),
        kind: Some("SCHOOL_ASSIGNED_NUMBER".into()),
        provenance: northlake(),
    };
    LearnerRecord { identifiers: vec![number], awards, courses, ..LearnerRecord::default() }
}

/// One award alone, packaged with the demo catalogue.
pub(crate) fn one_award(award: Award) -> Packaged {
    package(&record(vec![award], vec![]), &packaging(&Catalogue::demo()))
}

/// One course alone, packaged with the demo catalogue.
pub(crate) fn one_course(course: Course) -> Packaged {
    package(&record(vec![], vec![course]), &packaging(&Catalogue::demo()))
}

pub(crate) fn reasons(packaged: &Packaged) -> Vec<&'static str> {
    packaged.left_out.iter().map(|line| line.reason.as_str()).collect()
}

pub(crate) fn only_line(packaged: &Packaged) -> &LeftOut {
    let [line] = packaged.left_out.as_slice() else { panic!("one line expected, found {:?}", packaged.left_out) };
    line
}

/// The draft bound to a holder, each credential with the next index of one list.
pub(crate) fn bound(draft: &Draft) -> Value {
    bound_to(draft, Subject::holder(HOLDER), None)
}

pub(crate) fn bound_to(draft: &Draft, subject: Subject, learner_name: Option<String>) -> Value {
    let mut next = 0;
    let mut status = |_: &str| {
        next += 1;
        Some(StatusEntry { list_url: "https://northlake.example/default/status/1".into(), index: next })
    };
    let mut binding = Binding {
        issuer_id: ISSUER,
        subject,
        valid_from: Time::parse(NOW).unwrap(),
        status: &mut status,
        learner_name,
        selection: None,
    };
    draft.bind(&mut binding).unwrap()
}
