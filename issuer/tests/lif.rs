//! The LIF GraphQL client against a server on this machine that answers as LIF does, and as LIF should not.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Redirect, Response};
use issuer::records::lif::{LifApi, LifSettings};
use issuer::records::{RecordSource as _, SourceError};
use model::record::LearnerRecord;
use serde_json::{Value, json};

const KIND: &str = "SCHOOL_ASSIGNED_NUMBER";

type Seen = Arc<Mutex<Vec<(HeaderMap, Value)>>>;
type Asked = Result<Option<LearnerRecord>, SourceError>;

/// A server whose `/graphql` answers with `answer`, and what it was asked.
async fn serve(answer: impl Fn(&HeaderMap) -> Response + Clone + Send + Sync + 'static) -> (LifSettings, Seen) {
    let seen = Seen::default();
    let noted = Arc::clone(&seen);
    let graphql = axum::routing::post(async move |headers: HeaderMap, body: String| {
        let answer = answer(&headers);
        noted.lock().unwrap().push((headers, serde_json::from_str(&body).unwrap()));
        answer
    });
    let slow = axum::routing::post(async || tokio::time::sleep(Duration::from_secs(30)).await);
    let router = Router::new().route("/graphql", graphql).route("/slow", slow);
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/graphql", listener.local_addr().unwrap()).parse().unwrap();
    tokio::spawn(async move { axum::serve(listener, router).await });
    let settings =
        LifSettings { url, key_header: "X-API-Key".into(), key: None, identifier_type: KIND.into(), timeout: 10 };
    (settings, seen)
}

async fn asked(settings: LifSettings, learner: &str) -> Asked {
    LifApi::new(settings).unwrap().record(learner).await
}

/// What the client makes of an answer with status and body.
async fn answered(status: StatusCode, body: impl Into<String>) -> Asked {
    let body = body.into();
    let (settings, _) = serve(move |_| (status, body.clone()).into_response()).await;
    asked(settings, "1").await
}

fn person(number: &str, kind: &str) -> Value {
    json!({"Name": [{"firstName": "Ada", "lastName": "Sample"}],
           "Identifier": [{"identifier": number, "identifierType": kind}]})
}

#[tokio::test]
async fn the_filter_holds_number_and_type_and_the_header_the_key() {
    for (header, key, sent) in [("X-API-Key", "secret", "secret"), ("Authorization", "secret", "Bearer secret")] {
        let answer = json!({"data": {"person": [person("1", KIND)]}}).to_string();
        let (mut settings, seen) = serve(move |headers| match headers.get(header) {
            Some(value) if value == sent => answer.clone().into_response(),
            _ => StatusCode::UNAUTHORIZED.into_response(),
        })
        .await;
        settings.key_header = header.into();
        for wrong in [None, Some("wrong")] {
            settings.key = wrong.map(str::to_owned);
            let Err(SourceError::Answered { status: 401, hint }) = asked(settings.clone(), "1").await else {
                panic!("expected a refusal with the key {wrong:?}");
            };
            assert!(hint.contains("check the key"), "{hint}");
        }
        settings.key = Some(key.into());
        let record = asked(settings, "1").await.unwrap().unwrap();
        assert_eq!(record.display_name().as_deref(), Some("Ada Sample"));

        let seen = seen.lock().unwrap();
        assert!(!seen[0].0.contains_key(header), "no key, no header");
        let (headers, body) = seen.last().unwrap();
        assert_eq!(headers["content-type"], "application/json");
        let filter = json!({"Identifier": [{"identifier": "1", "identifierType": KIND}]});
        assert_eq!(body["variables"], json!({"filter": filter}));
        assert!(body["query"].as_str().unwrap().contains("person(filter: $filter)"));
    }
}

#[tokio::test]
async fn data_counts_more_than_errors_and_errors_more_than_nothing() {
    let error = json!({"message": "a source failed", "path": ["person", 0, "CredentialAward"]});
    let (empty, null) = (json!({"data": {"person": []}}), json!({"data": null, "errors": [error]}));
    assert_eq!(answered(StatusCode::OK, empty.to_string()).await, Ok(None));
    let both = json!({"data": {"person": [person("1", KIND)]}, "errors": [error]});
    let record = answered(StatusCode::OK, both.to_string()).await.unwrap().unwrap();
    assert!(
        record.unread.iter().any(|unread| unread.reason.contains("error of the LIF service")),
        "{:?}",
        record.unread
    );
    let Err(SourceError::Record(why)) = answered(StatusCode::OK, null.to_string()).await else { panic!("an error") };
    assert!(why.starts_with("the LIF API's answer: expected learner records at /data"), "{why}");
    assert!(why.contains("a source failed"), "{why}");
}

#[tokio::test]
async fn another_learners_record_is_not_used() {
    for wrong in [person("2", KIND), person("1", "STATE_ISSUED_NUMBER"), json!({"Name": [{"firstName": "Ada"}]})] {
        let body = json!({"data": {"person": [wrong]}}).to_string();
        let refused = answered(StatusCode::OK, body.clone()).await;
        let Err(SourceError::OtherLearner(text)) = refused else { panic!("{refused:?} of {body}") };
        assert!(text.contains("the LIF API's answer") && text.contains("SCHOOL_ASSIGNED_NUMBER"), "{text}");
    }
}

#[tokio::test]
async fn what_is_no_record_is_refused() {
    let cut = r#"{"data":{"person":[{"Name":["#;
    let Err(SourceError::Record(why)) = answered(StatusCode::OK, cut).await else { panic!("expected a refusal") };
    assert!(why.contains("expected the rest of the JSON") && why.contains("/data/person/0/Name"), "{why}");
    let Err(SourceError::Record(why)) = answered(StatusCode::OK, "<html>").await else { panic!("expected a refusal") };
    assert!(why.contains("expected JSON"), "{why}");
    let Err(SourceError::Unreachable(why)) = answered(StatusCode::OK, " ".repeat(8 * 1024 * 1024 + 1)).await else {
        panic!("expected a refusal");
    };
    assert!(why.contains("larger than 8388608 bytes"), "{why}");
    for (status, hint) in [(500, "look into its log"), (403, "check the key"), (404, "/graphql")] {
        let refused = answered(StatusCode::from_u16(status).unwrap(), "{}").await;
        let Err(SourceError::Answered { status: found, hint: said }) = refused else { panic!("expected a refusal") };
        assert!(found == status && said.contains(hint), "{found}: {said}");
    }
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let (target, seen) = serve(|_| StatusCode::OK.into_response()).await;
    let there = target.url.to_string();
    let (mut settings, _) = serve(move |_| Redirect::temporary(&there).into_response()).await;
    settings.key = Some("secret".into());
    assert!(matches!(asked(settings, "1").await, Err(SourceError::Answered { status: 307, .. })));
    assert!(seen.lock().unwrap().is_empty(), "the key went elsewhere");
}

#[tokio::test]
async fn one_that_is_slow_or_away_is_not_waited_for() {
    let (mut settings, _) = serve(|_| StatusCode::OK.into_response()).await;
    settings.url.set_path("/slow");
    settings.timeout = 1;
    let Err(SourceError::Unreachable(why)) = asked(settings.clone(), "1").await else { panic!("expected a refusal") };
    assert!(why.contains("did not answer in time"), "{why}");
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    settings.url.set_port(Some(free)).unwrap();
    let Err(SourceError::Unreachable(why)) = asked(settings, "1").await else { panic!("expected a refusal") };
    assert!(why.contains("no connection"), "{why}");
    assert!(!why.contains("127.0.0.1"), "no address in messages: {why}");
}

#[test]
fn a_key_that_cannot_be_a_header_is_refused_without_showing_it() {
    for (key_header, key) in [("X-API-Key", "se\ncret"), ("X API Key", "secret")] {
        let (url, key) = ("http://127.0.0.1/graphql".parse().unwrap(), Some(key.into()));
        let settings =
            LifSettings { url, key_header: key_header.into(), key, identifier_type: KIND.into(), timeout: 1 };
        let Err(SourceError::Unreachable(why)) = LifApi::new(settings) else { panic!("expected a refusal") };
        assert!(!why.contains("cret"), "{why}");
    }
}

#[tokio::test]
async fn recorded_answers_are_read() {
    const SUITE: &str = "issuer: recorded answers of a LIF API";
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data/lif");
    if !root.is_dir() {
        println!("SKIPPED {SUITE}: ../shared/data is absent");
        what_ran::skipped(SUITE, 0, "../shared/data is absent");
        return;
    }
    let names = ["alan", "jenna", "matt", "sarah"];
    let of = |name: &str| {
        [root.join(format!("graphql-response-{name}.json")), root.join(format!("composed-3orgs/{name}.json"))]
    };
    let paths: Vec<PathBuf> = names.into_iter().flat_map(of).collect();
    for path in &paths {
        let body = std::fs::read_to_string(path).unwrap();
        let number = model::lif::read(body.as_bytes(), "recorded").unwrap()[0].learner_number().unwrap().to_owned();
        let (settings, _) = serve(move |_| body.clone().into_response()).await;
        let record = asked(settings.clone(), &number).await.unwrap().unwrap();
        assert!(!record.awards.is_empty(), "{}", path.display());
        let refused = asked(settings, "999999").await;
        assert!(matches!(refused, Err(SourceError::OtherLearner(_))), "{}", path.display());
    }
    what_ran::ran(SUITE, paths.len());
}
