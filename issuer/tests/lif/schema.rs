//! The schema: asked for, kept for a while, refused, changed.

use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use issuer::records::{Outcome, RecordSource as _, SourceError};
use serde_json::{Value, json};

use crate::server::{Server, no_schema, somebody};

fn field(name: &str, of: Option<&str>) -> Value {
    let is = match of {
        Some(of) => json!({"kind": "LIST", "name": null, "ofType": {"kind": "OBJECT", "name": of, "ofType": null}}),
        None => json!({"kind": "SCALAR", "name": "String", "ofType": null}),
    };
    json!({"name": name, "args": [], "type": is})
}

/// A schema whose persons have a name with these members, and identifiers.
fn schema(members: &[&str]) -> Response {
    let object = |name: &str, fields: Vec<Value>| json!({"kind": "OBJECT", "name": name, "fields": fields});
    let plain = |names: &[&str]| names.iter().map(|name| field(name, None)).collect::<Vec<_>>();
    let types = [
        object("Query", vec![field("person", Some("P"))]),
        object("P", vec![field("Name", Some("N")), field("Identifier", Some("I"))]),
        object("N", plain(members)),
        object("I", plain(&["identifier", "identifierType"])),
    ];
    json!({"data": {"__schema": {"queryType": {"name": "Query"}, "types": types}}}).to_string().into_response()
}

#[tokio::test]
async fn it_is_asked_for_once_an_hour() {
    let server = Server::of(|question| match question.is_for_schema() {
        true if question.before == 0 => schema(&["firstName", "shoeSize"]),
        true => schema(&["lastName"]),
        false => somebody("1"),
    })
    .await;
    let client = server.client();
    for (later, schemas) in [(0, 1), (3_599, 1), (1, 2), (-10, 3)] {
        server.clock.advance(later);
        assert!(client.record("1").await.unwrap().is_some());
        let asked = server.seen().iter().filter(|question| question.is_for_schema()).count();
        assert_eq!(asked, schemas, "{later} seconds later");
    }
    let queries: Vec<String> = server.about_learners().iter().map(|one| one.query().to_owned()).collect();
    assert!(queries[0].contains("firstName") && !queries[0].contains("lastName") && !queries[0].contains("shoeSize"));
    assert!(queries[2].contains("lastName") && !queries[2].contains("firstName"), "{}", queries[2]);
}

#[tokio::test]
async fn where_it_is_refused_the_built_in_query_is_put() {
    let refusals: [fn() -> Response; 6] = [
        no_schema,
        || StatusCode::BAD_REQUEST.into_response(),
        || StatusCode::FORBIDDEN.into_response(),
        || "{}".into_response(),
        || " ".repeat(8 * 1024 * 1024 + 1).into_response(),
        || schema(&[]),
    ];
    for (index, refusal) in refusals.into_iter().enumerate() {
        let server = Server::of(move |question| if question.is_for_schema() { refusal() } else { somebody("1") }).await;
        let client = server.client();
        for _ in 0..2 {
            assert!(client.record("1").await.unwrap().is_some());
        }
        let seen = server.seen();
        assert_eq!(seen.len(), 3, "refusal {index}: the refusal is remembered too");
        let built_in = index != 5;
        assert_eq!(seen[1].query().contains("awardIssueDate"), built_in, "refusal {index}");
    }
}

#[tokio::test]
async fn fields_that_are_refused_are_left_out() {
    // An API of another model: no narrative, and of courses nothing.
    let server = Server::without_schema(|question| {
        let lines = question.query().lines().enumerate();
        let wrong = lines.filter(|(_, line)| line.contains("narrative") || line.contains("CourseLearningExperience"));
        let error = |line: usize| json!({"message": "Cannot query field", "locations": [{"line": line, "column": 3}]});
        let errors: Vec<Value> = wrong.map(|(index, _)| error(index + 1)).collect();
        if errors.is_empty() { somebody("1") } else { json!({"errors": errors}).to_string().into_response() }
    })
    .await;
    let client = server.client();
    for _ in 0..2 {
        assert!(client.record("1").await.unwrap().is_some());
    }
    let questions = server.about_learners();
    assert_eq!(questions.len(), 3, "what was refused is not asked for again");
    let last = questions[2].query();
    assert!(last.contains("awardIssueDate") && !last.contains("RefCourse"), "{last}");
}

#[tokio::test]
async fn a_query_that_is_refused_whatever_is_in_it_is_told_so() {
    let error = json!({"message": "Unknown type 'PersonInput'.", "locations": [{"line": 1, "column": 30}]});
    let body = json!({"errors": [error]}).to_string();
    let server = Server::without_schema(move |_| body.clone().into_response()).await;
    let refused = server.record("1").await.unwrap_err();
    assert!(matches!(refused, SourceError::QueryRefused { .. }), "{refused:?}");
    assert_eq!(server.about_learners().len(), 1);
    let endless = json!({"errors": [{"message": "no", "locations": [{"line": 4, "column": 1}]}]}).to_string();
    let server = Server::without_schema(move |_| endless.clone().into_response()).await;
    let refused = server.record("1").await.unwrap_err();
    assert!(matches!(&refused, SourceError::QueryRefused { fields } if !fields.is_empty()), "{refused:?}");
    assert!(server.about_learners().len() <= 4, "an API that refuses line by line is not asked for ever");
}

#[tokio::test]
async fn a_changed_schema_is_noticed() {
    // Between two questions the deployment lost `firstName`.
    let server = Server::of(|question| match (question.is_for_schema(), question.before) {
        (true, 0) => schema(&["firstName", "lastName"]),
        (true, _) => schema(&["lastName"]),
        (false, 1) => {
            let line = question.query().lines().position(|line| line.trim() == "firstName").unwrap() + 1;
            let error = json!({"message": "Cannot query field", "locations": [{"line": line, "column": 1}]});
            json!({"data": null, "errors": [error]}).to_string().into_response()
        }
        (false, _) => somebody("1"),
    })
    .await;
    let client = server.client();
    for _ in 0..3 {
        assert!(client.record("1").await.unwrap().is_some());
    }
    let schemas = server.seen().iter().filter(|question| question.is_for_schema()).count();
    assert_eq!(schemas, 2, "after a refusal the schema is asked for again, within the hour");
    assert!(!server.about_learners()[2].query().contains("firstName"));
}

#[tokio::test]
async fn the_doctor_tells_what_is_wrong() {
    let finding = async |server: &Server, check: &str| {
        let findings = server.client().check().await;
        findings.into_iter().find(|finding| finding.check == check)
    };
    let refused = Server::of(|_| StatusCode::UNAUTHORIZED.into_response()).await;
    let records = finding(&refused, "records").await.unwrap();
    assert!(records.outcome == Outcome::Failed && records.sentence.contains("check the key"), "{records:?}");

    let mut hidden = Server::without_schema(|_| crate::server::nobody()).await;
    assert_eq!(finding(&hidden, "records.served").await.unwrap().outcome, Outcome::Warned);
    assert_eq!(finding(&hidden, "records.known_learner").await.unwrap().outcome, Outcome::Warned);
    assert_eq!(finding(&hidden, "records.write_back").await, None);
    (hidden.settings.known_learner, hidden.settings.write_back) = (Some("1".into()), true);
    assert_eq!(finding(&hidden, "records.known_learner").await.unwrap().outcome, Outcome::Failed);
    assert_eq!(finding(&hidden, "records.write_back").await.unwrap().outcome, Outcome::Warned);

    let mut small =
        Server::of(|question| if question.is_for_schema() { schema(&["lastName"]) } else { somebody("1") }).await;
    (small.settings.known_learner, small.settings.write_back) = (Some("1".into()), true);
    assert_eq!(finding(&small, "records.known_learner").await.unwrap().outcome, Outcome::Good);
    let write_back = finding(&small, "records.write_back").await.unwrap();
    assert!(write_back.outcome == Outcome::Failed && write_back.sentence.contains("updatePerson"), "{write_back:?}");
    let served = finding(&small, "records.served").await.unwrap();
    assert_eq!(served.outcome, Outcome::Warned, "no awards, no sources: {served:?}");
    assert!(served.sentence.contains("CredentialAward") && served.sentence.contains("firstName"), "{served:?}");
}
