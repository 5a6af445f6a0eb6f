//! Telling a LIF API that a credential was issued.

use axum::http::StatusCode;
use axum::response::IntoResponse as _;
use issuer::records::{Interaction, RecordSource as _, SourceError};
use model::time::Time;
use serde_json::{Value, json};

use crate::replay::{Replay, shared};
use crate::server::{KIND, Server, nobody, person};

fn interaction() -> Interaction {
    Interaction {
        id: "urn:uuid:00000000-0000-8000-8000-000000000001".to_owned(),
        kind: "CredentialIssued",
        channel: "OpenID4VCI",
        channel_identifier: "https://issuer.example/default".to_owned(),
        at: Time::from_unix(1_795_478_400),
        summary: "A credential was issued.".to_owned(),
    }
}

#[tokio::test]
async fn it_is_written_once_however_often_it_is_told() {
    const SUITE: &str = "issuer: interactions behind the recorded schema";
    let Some(root) = shared(SUITE) else { return };
    for shows_schema in [true, false] {
        let mut replay = Replay::new(&root, vec![person("1", KIND)]);
        replay.shows_schema = shows_schema;
        let people = replay.people.clone();
        let mut server = Server::of(move |question| replay.answer(question)).await;
        server.settings.write_back = true;
        let client = server.client();
        assert!(client.takes_interactions());
        for _ in 0..2 {
            assert_eq!(client.record_interaction("1", &interaction()).await, Ok(()));
        }
        let written = people.lock().unwrap()[0]["Interactions"].clone();
        let expected = json!([{
            "interactionId": interaction().id, "interactionType": "CredentialIssued", "channel": "OpenID4VCI",
            "channelIdentifier": "https://issuer.example/default", "interactionStart": "2026-11-24T00:00:00Z",
            "interactionEnd": "2026-11-24T00:00:00Z", "summary": "A credential was issued.",
        }]);
        assert_eq!(written, expected, "schema shown: {shows_schema}");
        let mutations: Vec<Value> = server.about_learners().into_iter().map(|one| one.body).collect();
        let mutation = mutations.iter().find(|body| body["query"].as_str().unwrap().starts_with("mutation")).unwrap();
        assert_eq!(
            mutation["query"],
            "mutation RecordInteraction($filter: PersonInput!, $input: PersonMutableInput!) \
             { updatePerson(filter: $filter, input: $input) { Interactions { interactionId } } }"
        );
        let schemas = server.seen().iter().filter(|question| question.is_for_schema()).count();
        assert_eq!(schemas, 1, "the schema is kept for what is written too");
        assert_eq!(client.record_interaction("2", &interaction()).await, Err(SourceError::Ambiguous));
    }
    what_ran::ran(SUITE, 2);
}

#[tokio::test]
async fn a_mutation_is_not_sent_twice_in_one_call() {
    let mut server = Server::without_schema(|question| {
        if question.query().starts_with("mutation") {
            StatusCode::SERVICE_UNAVAILABLE.into_response()
        } else {
            json!({"data": {"person": [{}]}}).to_string().into_response()
        }
    })
    .await;
    server.settings.write_back = true;
    let failed = server.client().record_interaction("1", &interaction()).await;
    assert!(matches!(failed, Err(SourceError::Answered { status: 503, .. })), "{failed:?}");
    assert_eq!(server.about_learners().len(), 2, "asked once, written once: whether it arrived nobody knows");
}

#[tokio::test]
async fn what_is_not_there_afterwards_was_not_written() {
    let mut server = Server::without_schema(|question| {
        if question.query().starts_with("mutation") {
            json!({"data": {"updatePerson": [{"Interactions": []}]}}).to_string().into_response()
        } else {
            json!({"data": {"person": [{"Interactions": null}]}}).to_string().into_response()
        }
    })
    .await;
    server.settings.write_back = true;
    assert_eq!(server.client().record_interaction("1", &interaction()).await, Err(SourceError::NotWritten));
}

#[tokio::test]
async fn a_refused_mutation_has_the_schema_asked_for_again() {
    const SUITE: &str = "issuer: a mutation that is refused";
    let Some(root) = shared(SUITE) else { return };
    let replay = Replay::new(&root, vec![person("1", KIND)]);
    let people = replay.people.clone();
    let mut server = Server::of(move |question| {
        let refuses = question.query().starts_with("mutation") && question.before < 2;
        let error = json!({"message": "Unknown type", "locations": [{"line": 1, "column": 1}]});
        if refuses { json!({"errors": [error]}).to_string().into_response() } else { replay.answer(question) }
    })
    .await;
    server.settings.write_back = true;
    let client = server.client();
    let refused = client.record_interaction("1", &interaction()).await;
    assert_eq!(refused, Err(SourceError::TakesNoInteractions));
    assert_eq!(client.record_interaction("1", &interaction()).await, Ok(()));
    assert_eq!(server.seen().iter().filter(|question| question.is_for_schema()).count(), 2);
    assert_eq!(people.lock().unwrap()[0]["Interactions"].as_array().unwrap().len(), 1);
    what_ran::ran(SUITE, 1);
}

#[tokio::test]
async fn nothing_is_written_unless_it_is_switched_on() {
    let server = Server::without_schema(|_| nobody()).await;
    let client = server.client();
    assert!(!client.takes_interactions());
    assert_eq!(client.record_interaction("1", &interaction()).await, Err(SourceError::TakesNoInteractions));
    assert!(server.seen().is_empty());
}
