//! An empty list: no such learner, or a failure behind the API?

use issuer::records::SourceError;

use crate::server::{Server, nobody, somebody};

const KNOWN: &str = "100000";

#[tokio::test]
async fn without_a_known_learner_nobody_can_tell() {
    let server = Server::without_schema(|_| nobody()).await;
    assert_eq!(server.record("1").await, Err(SourceError::Ambiguous));
    let text = SourceError::Ambiguous.to_string();
    assert!(text.contains("no such learner, or") && text.contains("known_learner"), "{text}");
}

#[tokio::test]
async fn where_the_known_learner_is_found_there_is_no_such_learner() {
    let mut server =
        Server::without_schema(|question| if question.learner() == KNOWN { somebody(KNOWN) } else { nobody() }).await;
    server.settings.known_learner = Some(KNOWN.into());
    assert_eq!(server.record("1").await, Ok(None));
    let asked: Vec<String> = server.about_learners().iter().map(|one| one.learner().to_owned()).collect();
    assert_eq!(asked, ["1", KNOWN, "1"], "after the known learner was found the other is asked for again");
    let probe = &server.about_learners()[1];
    assert!(!probe.query().contains("CredentialAward"), "the known learner is asked for their number alone");
}

#[tokio::test]
async fn where_the_known_learner_is_gone_something_failed() {
    for answer in [None, Some("2")] {
        let mut server = Server::without_schema(move |question| match answer {
            Some(other) if question.learner() == KNOWN => somebody(other),
            _ => nobody(),
        })
        .await;
        server.settings.known_learner = Some(KNOWN.into());
        assert_eq!(server.record("1").await, Err(SourceError::KnownLearnerGone), "{answer:?}");
    }
    let mut server = Server::without_schema(|_| nobody()).await;
    server.settings.known_learner = Some(KNOWN.into());
    assert_eq!(server.record(KNOWN).await, Err(SourceError::KnownLearnerGone));
}

#[tokio::test]
async fn what_came_back_in_between_is_used() {
    let mut server = Server::without_schema(|question| match question.before {
        0 => nobody(),
        _ => somebody(question.learner()),
    })
    .await;
    server.settings.known_learner = Some(KNOWN.into());
    assert!(server.record("1").await.unwrap().is_some());
}
