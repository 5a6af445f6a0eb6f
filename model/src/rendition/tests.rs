use std::sync::Arc;

use serde_json::json;

use super::*;
use crate::draft::{AwardKey, Summary};

fn course(id: &str, code: &str, term: Option<&str>, ended: Option<&str>, credits: f64) -> Value {
    let mut subject = json!({
        "creditsEarned": credits,
        "achievement": {"name": format!("Course {code}"), "humanCode": code, "achievementType": "Course"},
    });
    if let Some(term) = term {
        subject["term"] = json!(term);
    }
    if let Some(ended) = ended {
        subject["activityEndDate"] = json!(ended);
    }
    json!({"id": id, "credentialSubject": subject})
}

/// A transcript's draft that knows these ids as courses.
fn draft(courses: &[Value]) -> Draft {
    let one = |kind: Kind, id: &str| Draft {
        kind,
        configuration: String::new(),
        award: AwardKey { source: String::new(), identifier: String::new() },
        path: String::new(),
        id: id.to_owned(),
        achievement_id: String::new(),
        credential: Arc::new(Value::Null),
        title: String::new(),
        description: String::new(),
        issued_on: None,
        summary: Summary::default(),
        children: Vec::new(),
        transcript: None,
    };
    let children = courses.iter().map(|course| one(Kind::Course, course["id"].as_str().unwrap())).collect();
    Draft { children, ..one(Kind::Transcript, "urn:uuid:0") }
}

fn rendition(courses: &[Value], others: &[Value]) -> Rendition {
    let children: Vec<&Value> = courses.iter().chain(others).collect();
    let bound = json!({
        "id": "urn:uuid:0", "validFrom": "2026-11-24T09:00:00Z", "issuer": {"name": "Northlake"},
        "credentialSubject": {"verifiableCredential": children, "identifier": [
            {"identityType": "name", "hashed": true, "identityHash": "sha256$00"},
            {"identityType": "name", "hashed": false, "identityHash": "Zoë Łukasz"},
        ]},
    });
    Rendition::of(&draft(courses), &bound).unwrap()
}

fn names(rendition: &Rendition) -> Vec<(&str, usize, Option<f64>)> {
    rendition.terms.iter().map(|term| (term.name.as_str(), term.courses.len(), term.credits)).collect()
}

#[test]
fn terms_stand_in_the_order_they_were_whatever_the_order_of_the_record() {
    let mut courses = vec![
        course("urn:1", "B 2", Some("Fall 2023"), Some("2023-12-15T00:00:00-05:00"), 0.1),
        course("urn:2", "A 1", Some("Fall 2023"), Some("2023-12-14T00:00:00-05:00"), 0.2),
        course("urn:3", "C 1", Some("Spring 2023"), None, 3.0),
        course("urn:4", "D 1", Some("Autumn 2022"), None, 3.0),
        course("urn:5", "E 1", None, Some("2021-06-01T00:00:00Z"), 4.0),
        course("urn:6", "F 1", None, None, 1.0),
    ];
    let found = rendition(&courses, &[]);
    assert_eq!(
        names(&found),
        [
            ("2021", 1, Some(4.0)),
            ("Autumn 2022", 1, Some(3.0)),
            ("Spring 2023", 1, Some(3.0)),
            ("Fall 2023", 2, Some(0.3)),
            ("", 1, Some(1.0))
        ]
    );
    assert_eq!(found.terms[3].courses[0].code.as_deref(), Some("A 1"));
    courses.reverse();
    assert_eq!(rendition(&courses, &[]), found);
}

#[test]
fn other_credentials_are_told_apart_by_their_type() {
    let of_type = |id: &str, kind: &str| {
        json!({"id": id, "awardedDate": "2023-05-01T23:30:00-05:00",
            "credentialSubject": {"achievement": {"name": kind, "achievementType": kind}}})
    };
    let others = [of_type("urn:1", "Diploma"), of_type("urn:2", "Assessment"), of_type("urn:3", "Competency")];
    let found = rendition(&[], &others);
    let name = |list: &[Entry]| list.iter().map(|entry| entry.name.clone()).collect::<Vec<_>>();
    assert_eq!((name(&found.awards), name(&found.assessments)), (vec!["Diploma".into()], vec!["Assessment".into()]));
    assert_eq!(name(&found.competencies), ["Competency"]);
    // The day is the issuer's own, not the one in UTC.
    assert_eq!(found.awards[0].date.as_deref(), Some("2023-05-01"));
    assert_eq!((found.learner.as_deref(), found.day.as_str()), (Some("Zoë Łukasz"), "24 November 2026"));
}

#[test]
fn a_result_is_a_grade_an_average_or_a_state() {
    let mut one = course("urn:1", "A 1", None, None, 1.0);
    one["credentialSubject"]["achievement"]["resultDescription"] = json!([
        {"id": "urn:gpa", "name": "GPA", "resultType": "GradePointAverage", "valueMin": "0", "valueMax": "4"},
        {"id": "urn:grade", "name": "Grade", "resultType": "LetterGrade", "allowedValue": ["F", "A"]},
        {"id": "urn:status", "name": "Status", "resultType": "Status"},
    ]);
    one["credentialSubject"]["result"] = json!([
        {"resultDescription": "urn:grade", "value": "F"},
        {"resultDescription": "urn:gpa", "value": "1.5"},
        {"resultDescription": "urn:status", "status": "Failed"},
    ]);
    let found = rendition(std::slice::from_ref(&one), &[]);
    let course = &found.terms[0].courses[0];
    assert_eq!((course.grades.as_slice(), course.averages.as_slice()), (&["F".into()][..], &["1.5".into()][..]));
    assert_eq!(course.state, State::Failed);
    let scales: Vec<_> = found.scales.iter().map(|scale| (scale.name.as_str(), scale.values.len())).collect();
    assert_eq!(scales, [("GPA", 0), ("Grade", 2)]);
    for (word, state) in
        [("Withdrew", State::Withdrawn), ("InProgress", State::InProgress), ("Completed", State::Completed)]
    {
        assert_eq!(State::stated(word), Some(state));
    }
    assert_eq!(State::stated("Unheard"), None);
}

#[test]
fn evidence_that_is_there_stays() {
    let mut credential = json!({"evidence": [{"id": "urn:other"}]});
    attach(&mut credential, b"%PDF", "A page", "To read.");
    assert_eq!(credential["evidence"][0]["id"], "urn:other");
    assert_eq!(credential["evidence"][1]["id"], "data:application/pdf;base64,JVBERg==");
    assert_eq!(credential["evidence"][1]["narrative"], "To read.");
}
