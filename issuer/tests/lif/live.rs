//! A live LIF API, when one is given: `TASSEL_TEST_LIF_URL`, `TASSEL_TEST_LIF_LEARNER`, and where needed
//! `TASSEL_TEST_LIF_KEY` and `TASSEL_TEST_LIF_KIND`. Nothing is written there unless `TASSEL_TEST_LIF_WRITES` is `yes`.

use std::sync::Arc;

use issuer::records::lif::{LifApi, LifSettings};
use issuer::records::{Interaction, Outcome, RecordSource as _};
use model::random::{OsRandom, bytes};
use model::time::{Clock as _, SystemClock};

const SUITE: &str = "issuer: a live LIF API";

#[expect(
    clippy::disallowed_methods,
    reason = "where the live API is belongs to the machine, not to the program's settings"
)]
fn given(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

#[tokio::test]
async fn a_live_api_is_read() {
    let (Some(url), Some(learner)) = (given("TASSEL_TEST_LIF_URL"), given("TASSEL_TEST_LIF_LEARNER")) else {
        what_ran::not_asked_for(SUITE, "TASSEL_TEST_LIF_URL and TASSEL_TEST_LIF_LEARNER are not set");
        return;
    };
    let mut settings = LifSettings::open(url.parse().unwrap());
    settings.key = given("TASSEL_TEST_LIF_KEY");
    settings.known_learner = Some(learner.clone());
    if let Some(kind) = given("TASSEL_TEST_LIF_KIND") {
        settings.identifier_type = kind;
    }
    let client = LifApi::new(settings, Arc::new(SystemClock), Arc::new(OsRandom)).unwrap();
    let findings = client.check().await;
    assert!(findings.iter().all(|finding| finding.outcome != Outcome::Failed), "{findings:?}");
    let record = client.record(&learner).await.unwrap().unwrap();
    assert!(!record.names.is_empty(), "a person without a name");
    assert_eq!(client.record("no-such-number-0000").await, Ok(None));
    what_ran::ran(SUITE, 1);
}

#[tokio::test]
async fn a_live_api_is_written_to_once() {
    const SUITE: &str = "issuer: writing back to a live LIF API";
    let (Some(url), Some(learner), Some("yes")) =
        (given("TASSEL_TEST_LIF_URL"), given("TASSEL_TEST_LIF_LEARNER"), given("TASSEL_TEST_LIF_WRITES").as_deref())
    else {
        what_ran::not_asked_for(SUITE, "TASSEL_TEST_LIF_WRITES is not set to yes beside a URL and a learner");
        return;
    };
    let mut settings = LifSettings::open(url.parse().unwrap());
    (settings.key, settings.write_back) = (given("TASSEL_TEST_LIF_KEY"), true);
    let client = LifApi::new(settings, Arc::new(SystemClock), Arc::new(OsRandom)).unwrap();
    let now = SystemClock.now();
    let interaction = Interaction {
        id: uuid::Uuid::from_bytes(bytes(&OsRandom)).urn().to_string(),
        kind: "CredentialIssued",
        channel: "OpenID4VCI",
        channel_identifier: "https://tests.example/default".to_owned(),
        at: now,
        summary: "A test wrote this.".to_owned(),
    };
    for attempt in 0..2 {
        assert_eq!(client.record_interaction(&learner, &interaction).await, Ok(()), "attempt {attempt}");
    }
    what_ran::ran(SUITE, 1);
}
