//! Tries, pauses and the time for all of them.

use std::time::Duration;

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use issuer::records::SourceError;

use crate::server::{Server, dead_planner, no_schema, somebody};

fn busy(after: Option<&'static str>) -> Response {
    match after {
        Some(after) => (StatusCode::SERVICE_UNAVAILABLE, [(header::RETRY_AFTER, after)]).into_response(),
        None => StatusCode::SERVICE_UNAVAILABLE.into_response(),
    }
}

#[tokio::test]
async fn what_fails_at_first_is_asked_for_again() {
    let failures: [fn() -> Response; 4] = [
        || busy(None),
        dead_planner,
        || r#"{"data":{"person":[{"Name":"#.into_response(),
        || StatusCode::TOO_MANY_REQUESTS.into_response(),
    ];
    for failure in failures {
        let server =
            Server::without_schema(move |question| if question.before < 2 { failure() } else { somebody("1") }).await;
        assert!(server.record("1").await.unwrap().is_some());
        assert_eq!(server.about_learners().len(), 3);
    }
}

#[tokio::test]
async fn tries_are_counted() {
    let server = Server::without_schema(|_| busy(None)).await;
    assert!(matches!(server.record("1").await, Err(SourceError::Answered { status: 503, .. })));
    assert_eq!(server.about_learners().len(), 4);
}

#[tokio::test]
async fn a_wait_that_is_asked_for_is_kept_when_there_is_time() {
    let server = Server::without_schema(|question| if question.before == 0 { busy(Some("1")) } else { somebody("1") });
    let server = server.await;
    let before = tokio::time::Instant::now();
    assert!(server.record("1").await.unwrap().is_some());
    assert!(before.elapsed() >= Duration::from_secs(1), "{:?}", before.elapsed());

    let mut server = Server::without_schema(|_| busy(Some("3600"))).await;
    server.settings.budget = 5;
    let before = tokio::time::Instant::now();
    assert!(matches!(server.record("1").await, Err(SourceError::Answered { status: 503, .. })));
    assert!(before.elapsed() < Duration::from_secs(2), "nobody waits for what is past the end");
    assert_eq!(server.about_learners().len(), 1);
}

#[tokio::test]
async fn a_learner_who_is_slow_at_first_is_found() {
    let mut server = Server::slow(|question| match (question.is_for_schema(), question.before) {
        (true, _) => (Duration::ZERO, no_schema()),
        (_, 0) => (Duration::from_secs(30), somebody("1")),
        _ => (Duration::ZERO, somebody("1")),
    })
    .await;
    server.settings.timeout = 1;
    assert!(server.record("1").await.unwrap().is_some());
}

#[tokio::test]
async fn all_tries_together_end_in_time() {
    let mut server = Server::slow(|question| {
        if question.is_for_schema() { (Duration::ZERO, no_schema()) } else { (Duration::from_secs(30), somebody("1")) }
    })
    .await;
    (server.settings.timeout, server.settings.budget) = (1, 2);
    let before = tokio::time::Instant::now();
    let Err(SourceError::Unreachable(why)) = server.record("1").await else { panic!("expected a refusal") };
    assert!(why.contains("did not answer in time"), "{why}");
    let took = before.elapsed();
    assert!(took >= Duration::from_secs(1) && took < Duration::from_secs(4), "{took:?}");
}

#[tokio::test]
async fn one_that_is_away_is_named_without_its_address() {
    let mut server = Server::of(|_| no_schema()).await;
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    server.settings.url.set_port(Some(free)).unwrap();
    let Err(SourceError::Unreachable(why)) = server.record("1").await else { panic!("expected a refusal") };
    assert!(why.contains("no connection"), "{why}");
    assert!(!why.contains("127.0.0.1"), "no address in messages: {why}");
}
