//! What goes out, and what is made of what comes back.

use std::sync::{Arc, LazyLock};

use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect};
use issuer::records::SourceError;
use issuer::records::lif::LifApi;
use model::catalogue::Catalogue;
use model::ids::TenantSecret;
use model::package::{FixBy, MonthDates, Packaging, Sources, ZoneRule};
use model::profile::IssuerProfile;
use model::random::OsRandom;
use model::record::UnreadCode;
use model::time::{SystemClock, Time};
use serde_json::json;

use crate::server::{KIND, Server, answered, dead_planner, no_schema, nobody, person, somebody};

fn packaging() -> Packaging<'static> {
    static CATALOGUE: LazyLock<Catalogue> = LazyLock::new(Catalogue::empty);
    static SECRET: LazyLock<TenantSecret> = LazyLock::new(|| TenantSecret::new([1; 32]));
    Packaging {
        catalogue: &CATALOGUE,
        issuer: IssuerProfile {
            id: "did:web:issuer.example:default".to_owned(),
            name: "A school".to_owned(),
            url: None,
            description: None,
            image: None,
            email: None,
        },
        sources: Sources::All,
        secret: &SECRET,
        base: None,
        now: Time::from_unix(1_795_478_400),
        zone: ZoneRule::default(),
        month_dates: MonthDates::default(),
    }
}

#[tokio::test]
async fn the_filter_holds_number_and_type_and_the_header_the_key() {
    for (header, key, sent) in [("X-API-Key", "secret", "secret"), ("Authorization", "secret", "Bearer secret")] {
        let mut server = Server::of(move |question| match question.headers.get(header) {
            Some(value) if value == sent && question.is_for_schema() => no_schema(),
            Some(value) if value == sent => somebody("1"),
            _ => StatusCode::UNAUTHORIZED.into_response(),
        })
        .await;
        server.settings.key_header = header.into();
        for wrong in [None, Some("wrong")] {
            server.settings.key = wrong.map(str::to_owned);
            let Err(SourceError::Answered { status: 401, hint }) = server.record("1").await else {
                panic!("expected a refusal with the key {wrong:?}");
            };
            assert!(hint.contains("check the key"), "{hint}");
        }
        server.settings.key = Some(key.into());
        let record = server.record("1").await.unwrap().unwrap();
        assert_eq!(record.display_name().as_deref(), Some("Ada Sample"));

        let seen = server.seen();
        assert_eq!(seen.len(), 4, "a refused key is not tried again, nor with another question");
        assert!(!seen[0].headers.contains_key(header), "no key, no header");
        let last = seen.last().unwrap();
        assert_eq!(last.headers["content-type"], "application/json");
        assert_eq!(last.headers["x-lif-client"], "tassel");
        let filter = json!({"Identifier": [{"identifier": "1", "identifierType": KIND}]});
        assert_eq!(last.body["variables"], json!({"filter": filter}));
        assert!(last.query().contains("person(filter: $filter)"));
        assert!(!last.query().contains("secret"));
    }
}

#[tokio::test]
async fn data_beside_errors_is_used_and_the_errors_are_listed() {
    let error = json!({"message": "a source failed", "path": ["person", 0, "CredentialAward"]});
    let both = json!({"data": {"person": [person("1", KIND)]}, "errors": [error]});
    let record = answered(StatusCode::OK, both.to_string()).await.unwrap().unwrap();
    let [unread] = record.unread.as_slice() else { panic!("{:?}", record.unread) };
    assert_eq!(unread.code, UnreadCode::Upstream);
    assert_eq!(unread.path, "/data/person/0/CredentialAward");
    let packaged = model::package::package(&record, &packaging());
    let [line] = packaged.left_out.as_slice() else { panic!("{:?}", packaged.left_out) };
    assert_eq!((line.path.as_str(), line.fix_by), ("/data/person/0/CredentialAward", FixBy::Source), "{line:?}");
}

#[tokio::test]
async fn a_dead_planner_is_a_failure_told_without_its_words() {
    let server = Server::without_schema(|_| dead_planner()).await;
    let failed = server.record("100005").await;
    assert_eq!(failed, Err(SourceError::Upstream { count: 1 }));
    let text = failed.unwrap_err().to_string();
    assert!(!text.contains("100005") && text.contains("query planner"), "{text}");
}

#[tokio::test]
async fn another_learners_record_is_not_used() {
    for wrong in [person("2", KIND), person("1", "STATE_ISSUED_NUMBER"), json!({"Name": [{"firstName": "Ada"}]})] {
        let body = json!({"data": {"person": [wrong]}}).to_string();
        let refused = answered(StatusCode::OK, body.clone()).await;
        let Err(SourceError::OtherLearner(text)) = refused else { panic!("{refused:?} of {body}") };
        assert!(text.contains("the LIF API's answer") && text.contains("SCHOOL_ASSIGNED_NUMBER"), "{text}");
    }
    let two = json!({"data": {"person": [person("1", KIND), person("1", KIND)]}});
    let refused = answered(StatusCode::OK, two.to_string()).await;
    assert!(matches!(refused, Err(SourceError::OtherLearner(_))), "whose is it? {refused:?}");
}

#[tokio::test]
async fn what_is_no_record_is_refused() {
    let cut = r#"{"data":{"person":[{"Name":["#;
    let Err(SourceError::Record(why)) = answered(StatusCode::OK, cut).await else { panic!("expected a refusal") };
    assert!(why.contains("expected the rest of the JSON") && why.contains("/data/person/0/Name"), "{why}");
    for body in ["<html>", "7", "{}", r#"{"data":{"person":"Ada"}}"#] {
        let refused = answered(StatusCode::OK, body).await;
        assert!(matches!(refused, Err(SourceError::Record(_))), "{body}: {refused:?}");
    }
    for (status, hint) in [(403, "check the key"), (404, "/graphql"), (400, "look into its log")] {
        let refused = answered(StatusCode::from_u16(status).unwrap(), "{}").await;
        let Err(SourceError::Answered { status: found, hint: said }) = refused else { panic!("expected a refusal") };
        assert!(found == status && said.contains(hint), "{found}: {said}");
    }
}

#[tokio::test]
async fn an_answer_that_is_too_large_is_not_read_and_not_asked_for_again() {
    let server = Server::without_schema(|_| " ".repeat(8 * 1024 * 1024 + 1).into_response()).await;
    let Err(SourceError::Unreachable(why)) = server.record("1").await else { panic!("expected a refusal") };
    assert!(why.contains("larger than 8388608 bytes"), "{why}");
    assert_eq!(server.about_learners().len(), 1);
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let target = Server::of(|_| nobody()).await;
    let there = target.settings.url.to_string();
    let mut server = Server::of(move |_| Redirect::temporary(&there).into_response()).await;
    server.settings.key = Some("secret".into());
    let Err(SourceError::Answered { status: 307, hint }) = server.record("1").await else { panic!("a refusal") };
    assert!(hint.contains("redirect"), "{hint}");
    assert!(target.seen().is_empty(), "the key went elsewhere");
}

#[tokio::test]
async fn a_key_that_cannot_be_a_header_is_refused_without_showing_it() {
    let server = Server::of(|_| nobody()).await;
    for (key_header, key) in [("X-API-Key", "se\ncret"), ("X API Key", "secret")] {
        let mut settings = server.settings.clone();
        (settings.key_header, settings.key) = (key_header.into(), Some(key.into()));
        assert!(!format!("{settings:?}").contains("cret"), "settings show their key");
        let refused = LifApi::new(settings, Arc::new(SystemClock), Arc::new(OsRandom));
        let Err(SourceError::Unreachable(why)) = refused else { panic!("expected a refusal") };
        assert!(!why.contains("cret"), "{why}");
    }
}
