//! Each fault a record may have: named with place and code, in the reading and in the packaging's report, and the rest of
//! the record is used all the same.

#![expect(clippy::unwrap_used, reason = "a test stops at what it did not expect")]

use model::catalogue::Catalogue;
use model::ids::TenantSecret;
use model::lif;
use model::package::{MonthDates, Packaging, Sources, ZoneRule, package};
use model::profile::IssuerProfile;
use model::record::{LearnerRecord, UnreadCode};
use model::time::Time;
use serde_json::{Value, json};

/// A sound award beside a faulty one, with the document's other roots.
fn read(person: &Value, roots: &Value) -> LearnerRecord {
    let mut document = json!({ "Person": [person] });
    document.as_object_mut().unwrap().extend(roots.as_object().unwrap().clone());
    lif::read(document.to_string().as_bytes(), "maya.json").unwrap().remove(0)
}

fn faults(record: &LearnerRecord) -> Vec<(&str, UnreadCode)> {
    record.unread.iter().map(|one| (one.path.as_str(), one.code)).collect()
}

/// The lines of the left-out report, and how many credentials there are.
fn packaged(record: &LearnerRecord) -> (Vec<(String, String)>, usize) {
    let catalogue = Catalogue::demo();
    let with = Packaging {
        catalogue: &catalogue,
        issuer: IssuerProfile {
            id: "https://riverbend.example".into(),
            name: "Riverbend".into(),
            ..IssuerProfile::default()
        },
        sources: Sources::All,
        secret: &TenantSecret::new([7; 32]),
        base: None,
        now: Time::parse("2026-11-24T08:00:00Z").unwrap(),
        zone: ZoneRule::UTC,
        month_dates: MonthDates::LeaveOut,
    };
    let packaged = package(record, &with);
    let lines = packaged.left_out.iter().map(|line| (line.path.clone(), line.reason.as_str().to_owned())).collect();
    (lines, packaged.credentials.len())
}

const SOUND: &str = "2024-05-20T10:00:00Z";

fn sound() -> Value {
    json!({"identifier": "a-1", "name": "Peer Mentor", "awardIssueDate": SOUND, "awardStatus": "Completed"})
}

/// That `faulty` beside a sound award is named at `path`, and the sound award is still a credential in a transcript.
fn named(person: &Value, roots: &Value, path: &str, code: UnreadCode, reason: &str) {
    let mut person = person.clone();
    let awards = person.as_object_mut().unwrap().entry("CredentialAward").or_insert_with(|| json!([]));
    awards.as_array_mut().unwrap().insert(0, sound());
    let record = read(&person, roots);
    assert_eq!(faults(&record), [(path, code)]);
    let (lines, credentials) = packaged(&record);
    assert!(credentials >= 2, "the award and the transcript");
    assert!(lines.iter().any(|(place, _)| path.starts_with(place.as_str())), "{lines:?}");
    assert!(lines.iter().any(|(_, given)| given == reason), "{lines:?}");
}

#[test]
fn a_bad_date() {
    for text in ["05/06/2020", "2020-02-30", "spring 2020"] {
        let award = json!({"identifier": "a-2", "name": "Peer Mentor", "awardIssueDate": text});
        let person = json!({ "CredentialAward": [award] });
        named(&person, &json!({}), "/Person/0/CredentialAward/1/awardIssueDate", UnreadCode::NotADate, "unreadable");
    }
    let person = json!({"Consent": {"expiration": "soon"}});
    named(&person, &json!({}), "/Person/0/Consent/expiration", UnreadCode::NotADate, "unreadable");
}

#[test]
fn a_date_without_a_day_is_read_and_not_completed() {
    let award = json!({"identifier": "a-2", "name": "Peer Mentor", "awardIssueDate": "05/2020"});
    let record = read(&json!({"CredentialAward": [sound(), award]}), &json!({}));
    assert_eq!(faults(&record), []);
    let (lines, credentials) = packaged(&record);
    assert_eq!(lines, [("/Person/0/CredentialAward/1".to_owned(), "date_incomplete".to_owned())]);
    assert_eq!(credentials, 2);
}

#[test]
fn a_credit_that_is_no_number() {
    let course = json!({"identifier": "c", "name": "Statistics", "courseTotal": "three", "experienceGrade": "A"});
    let path = "/Person/0/CourseLearningExperience/courseTotal";
    named(&json!({ "CourseLearningExperience": course }), &json!({}), path, UnreadCode::NotANumber, "unreadable");
    let roots = json!({"Course": [{"identifier": "c", "courseCreditValue": "3 or 4"}]});
    named(&json!({}), &roots, "/Course/0/courseCreditValue", UnreadCode::NotANumber, "unreadable");
}

#[test]
fn a_score_outside_its_scale() {
    let levels = json!([{"performanceLowerLevel": 0, "performanceUpperLevel": "59"},
        {"performanceLowerLevel": 60, "performanceUpperLevel": 100}]);
    let roots =
        json!({"Assessment": [{"identifier": ["x-1"], "name": "Entry test", "AssessmentPerformanceLevel": levels}]});
    let taken = |score: &str| {
        json!({"AssessmentLearningExperience": [{"name": "Entry test", "ScoreValue": score,
        "RefAssessment": {"identifier": "x-1"}}]})
    };
    let path = "/Person/0/AssessmentLearningExperience/0/ScoreValue";
    for score in ["101", "-1", "1e9"] {
        named(&taken(score), &roots, path, UnreadCode::OutsideScale, "outside_scale");
    }
    for score in ["0", "59.5", "100", "Passed"] {
        assert_eq!(faults(&read(&taken(score), &roots)), [], "{score}");
    }
    assert_eq!(faults(&read(&taken("101"), &json!({"Assessment": {"identifier": "x-1"}}))), [], "no scale, no verdict");
}

#[test]
fn a_level_outside_its_scale() {
    let definition = json!({"identifier": "d-1", "ProficiencyLevel": [{"value": "novice"}, {"identifier": "l-2"}]});
    let roots =
        json!({"CompetencyFramework": {"name": "F", "Competency": {"name": "C", "ProficiencyDefinition": definition}}});
    let shown = |level: &str| {
        json!({"Proficiency": [{"name": "C", "proficiencyLevelId": level,
        "RefProficiencyDefinition": {"identifier": "d-1"}}]})
    };
    let path = "/Person/0/Proficiency/0/proficiencyLevelId";
    named(&shown("wizard"), &roots, path, UnreadCode::OutsideScale, "outside_scale");
    for level in ["novice", "l-2"] {
        assert_eq!(faults(&read(&shown(level), &roots)), [], "{level}");
    }
}

#[test]
fn a_reference_that_leads_nowhere() {
    let award = json!({"identifier": "a-2", "name": "Peer Mentor", "awardIssueDate": "2024-06-01T10:00:00Z",
        "InstanceOfRefCredential": {"identifier": "gone"}});
    let person = json!({ "CredentialAward": [award] });
    let path = "/Person/0/CredentialAward/1/InstanceOfRefCredential";
    let roots = json!({"Credential": [{"identifier": "here", "name": "Here"}]});
    named(&person, &roots, path, UnreadCode::DanglingReference, "dangling_reference");
    assert_eq!(faults(&read(&person, &json!({}))), [], "a document without definitions proves nothing");
    let course = json!({"CourseLearningExperience": [{"refCredentialAward": [{"identifier": "lost"}]},
        {"RefCredentialAward": {"identifier": "lost"}}, {"RefCredentialAward": {"identifier": "a-1"}}]});
    let mut person = course;
    person.as_object_mut().unwrap().insert("CredentialAward".into(), json!([sound()]));
    let record = read(&person, &json!({}));
    assert_eq!(
        faults(&record),
        [("/Person/0/CourseLearningExperience/0/refCredentialAward/0", UnreadCode::DanglingReference)]
    );
    assert!(record.unread[0].reason.contains("here and in 1 more places"), "{}", record.unread[0].reason);
}

#[test]
fn references_are_found_by_every_identifier() {
    let roots = json!({"Course": [{"identifier": "c-1", "Identifier": [{"identifier": "CS 651"}]}], "Assessment": {"identifier": ["x", "y"]}});
    let person = json!({"CourseLearningExperience": [{"RefCourse": {"identifier": "CS 651"}}, {"RefCourse": {"identifier": "c-1"}}],
        "AssessmentLearningExperience": {"RefAssessment": {"identifier": "y"}}});
    assert_eq!(faults(&read(&person, &roots)), []);
}

#[test]
fn organisations_in_a_circle() {
    let part = |of: &str| json!({ "identifier": of });
    let roots = json!({"Organization": [
        {"identifier": "a", "name": "A", "partOfRefOrganization": part("b")},
        {"identifier": "b", "name": "B", "partOfRefOrganization": [part("c")]},
        {"identifier": "c", "name": "C", "PartOfRefOrganization": part("a")},
        {"identifier": "d", "name": "D", "partOfRefOrganization": part("a"),
         "Identifier": {"identifier": "9", "issuedByRefOrganization": part("e")}},
        {"identifier": "e", "name": "E", "Identifier": {"identifier": "8", "issuedByRefOrganization": part("e")}}]});
    let record = read(&json!({"CredentialAward": [sound()]}), &roots);
    let circle: Vec<_> = faults(&record);
    assert_eq!(
        circle,
        [
            ("/Organization/0", UnreadCode::Cycle),
            ("/Organization/1", UnreadCode::Cycle),
            ("/Organization/2", UnreadCode::Cycle)
        ],
        "those that belong to a member of the circle are in none"
    );
    let (lines, credentials) = packaged(&record);
    assert_eq!(lines.iter().filter(|(_, reason)| reason == "cycle").count(), 3);
    assert_eq!(credentials, 2);
    let own = json!({"Organization": {"identifier": "a", "name": "A", "parentRefOrganization": part("a")}});
    named(&json!({}), &own, "/Organization", UnreadCode::Cycle, "cycle");
}

#[test]
fn an_unknown_entity() {
    named(
        &json!({"Hobby": [{"name": "Chess"}]}),
        &json!({}),
        "/Person/0/Hobby/0",
        UnreadCode::UnknownEntity,
        "unknown_entity",
    );
    named(&json!({}), &json!({"Building": {"name": "B 4"}}), "/Building", UnreadCode::UnknownEntity, "unknown_entity");
    let person = json!({"Contact": {"Fax": [{"number": 1}]}});
    named(&person, &json!({}), "/Person/0/Contact/Fax/0", UnreadCode::UnknownEntity, "unknown_entity");
}

#[test]
fn an_unknown_member_is_named_once() {
    let person = json!({"Proficiency": [{"name": "A", "mood/1": "high"}, {"name": "B", "Mood/1": "low"}]});
    let path = "/Person/0/Proficiency/0/mood~11";
    named(&person, &json!({}), path, UnreadCode::UnknownMember, "unknown_member");
    assert!(read(&person, &json!({})).unread[0].reason.contains("2 times"));
}

#[test]
fn faults_of_what_is_not_issued_do_not_crowd_out_those_of_awards() {
    let many: Vec<Value> = (0..1_000).map(|_| json!({"birthDate": "long ago"})).collect();
    let person = json!({"Birth": many, "CredentialAward": [sound(),
        {"identifier": "a-2", "name": "Peer Mentor", "awardIssueDate": SOUND, "revoked": {}}]});
    let record = read(&person, &json!({}));
    assert_eq!(record.unread[0].path, "/Person/0/CredentialAward/1/revoked");
    assert!(record.unread.iter().any(|one| one.code == UnreadCode::More && one.reason.contains("800")));
    assert!(packaged(&record).0.contains(&("/Person/0/CredentialAward/1".into(), "unreadable".into())));
}

#[test]
fn a_statement_whose_faults_are_only_counted_is_not_used() {
    let doubtful = |number: usize| json!({"identifier": format!("a-{number}"), "name": format!("Mentor {number}"), "awardIssueDate": SOUND, "revoked": {}});
    let mut awards: Vec<Value> = (1..250).map(doubtful).collect();
    awards.push(json!({"identifier": "a-0", "name": "Peer Mentor", "awardIssueDate": SOUND}));
    let record = read(&json!({ "CredentialAward": awards }), &json!({}));
    assert_eq!(record.awards.len(), 201, "200 that are listed and the sound one");
    assert!(record.unread.iter().any(|one| one.code == UnreadCode::More));
    assert_eq!(packaged(&record).1, 2, "the sound badge and the transcript");
}

#[test]
fn a_statement_the_service_could_not_tell_is_not_used_even_where_errors_are_only_counted() {
    let award = |number: usize| json!({"identifier": format!("a-{number}"), "name": "Mentor", "awardIssueDate": SOUND});
    let awards: Vec<Value> = (0..=250).map(award).collect();
    let errors: Vec<Value> = (0..250)
        .map(|at| json!({"message": "null", "path": ["person", 0, "CredentialAward", at, "revoked"]}))
        .collect();
    let document = json!({"data": {"person": [{ "CredentialAward": awards }]}, "errors": errors});
    let record = lif::read(document.to_string().as_bytes(), "api").unwrap().remove(0);
    assert_eq!(record.awards.len(), 201);
    assert_eq!(packaged(&record).1, 2);
}
