//! The LIF GraphQL API over HTTP. An operator configured it, so it may be on a private network; its client is built
//! here and nowhere else.

use std::time::Duration;

use async_trait::async_trait;
use model::lif;
use model::record::LearnerRecord;
use reqwest::header::{CONTENT_TYPE, HeaderName, HeaderValue};
use serde_json::json;
use url::Url;

use super::{Learner, RecordSource, SourceError};

/// Bytes an answer may have.
const ANSWER_LIMIT: usize = 8 * 1024 * 1024;

/// What an answer is called in messages.
const ANSWER: &str = "the LIF API's answer";

/// The fields we ask for: those every LIF model we have seen serves. The reader takes more when a model serves more.
const QUERY: &str = "query LearnerRecord($filter: PersonInput!) { person(filter: $filter) { \
    Name { firstName lastName informationSourceId informationSourceOrganization } \
    Identifier { identifier identifierType informationSourceId informationSourceOrganization } \
    CredentialAward { identifier uri name awardIssueDate expirationDate awardStatus revoked revocationReason selfAsserted \
    creditsEarned narrative verificationType informationSourceId informationSourceOrganization informationSourceSystem \
    InstanceOfRefCredential { identifier name informationSourceId informationSourceOrganization } } \
    CourseLearningExperience { identifier name startDate endDate informationSourceId informationSourceOrganization \
    RefCourse { identifier name informationSourceId informationSourceOrganization } \
    RefCredentialAward { identifier informationSourceId informationSourceOrganization } } } }";

/// How to reach a LIF GraphQL API.
#[derive(Debug, Clone)]
pub struct LifSettings {
    /// The GraphQL endpoint, such as `http://lif.internal:8010/graphql`.
    pub url: Url,
    /// The header the key goes in: `X-API-Key`, or `Authorization` (then the key is sent as a bearer token).
    pub key_header: String,
    /// The key; none when the API is open.
    pub key: Option<String>,
    /// `identifierType` of the learner numbers, such as `SCHOOL_ASSIGNED_NUMBER`. The API needs it to find anybody.
    pub identifier_type: String,
    /// Seconds to wait for an answer.
    pub timeout: u64,
}

/// A LIF GraphQL API as a record source.
pub struct LifApi {
    client: reqwest::Client,
    settings: LifSettings,
    key: Option<(HeaderName, HeaderValue)>,
}

impl LifApi {
    /// Builds the client.
    ///
    /// # Errors
    /// [`SourceError::Unreachable`] when a setting cannot be a header or the client cannot be built.
    pub fn new(settings: LifSettings) -> Result<Self, SourceError> {
        let client = reqwest::Client::builder()
            .use_preconfigured_tls(tls()?)
            .timeout(Duration::from_secs(settings.timeout))
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy()
            .build()
            .map_err(|_| SourceError::Unreachable("its client could not be built".to_owned()))?;
        let key = settings.key.as_deref().map(|key| header(&settings.key_header, key)).transpose()?;
        Ok(Self { client, settings, key })
    }

    async fn ask(&self, learner: &str) -> Result<Vec<u8>, SourceError> {
        let kind = &self.settings.identifier_type;
        let filter = json!({"Identifier": [{"identifier": learner, "identifierType": kind}]});
        let body = json!({"query": QUERY, "variables": {"filter": filter}}).to_string();
        let mut request =
            self.client.post(self.settings.url.clone()).header(CONTENT_TYPE, "application/json").body(body);
        if let Some((name, value)) = &self.key {
            request = request.header(name, value);
        }
        let answer = request.send().await.map_err(unreachable)?;
        let status = answer.status().as_u16();
        if status != 200 {
            return Err(SourceError::Answered { status, hint: hint(status) });
        }
        limited(answer).await
    }
}

#[async_trait]
impl RecordSource for LifApi {
    async fn record(&self, learner: &str) -> Result<Option<LearnerRecord>, SourceError> {
        let answer = self.ask(learner).await?;
        let records = lif::read(&answer, ANSWER).map_err(|error| SourceError::Record(error.to_string()))?;
        let Some(record) = records.into_iter().next() else { return Ok(None) };
        record
            .require_learner(ANSWER, learner, &self.settings.identifier_type)
            .map_err(|error| SourceError::OtherLearner(error.to_string()))?;
        Ok(Some(record))
    }

    fn learners(&self) -> Vec<Learner> {
        Vec::new()
    }
}

async fn limited(mut answer: reqwest::Response) -> Result<Vec<u8>, SourceError> {
    let mut body = Vec::new();
    while let Some(chunk) = answer.chunk().await.map_err(unreachable)? {
        if body.len() + chunk.len() > ANSWER_LIMIT {
            return Err(SourceError::Unreachable(format!("its answer is larger than {ANSWER_LIMIT} bytes")));
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}

/// Says what happened without the URL: it can hold a host name that is nobody's business.
#[expect(clippy::needless_pass_by_value, reason = "shaped for map_err")]
fn unreachable(error: reqwest::Error) -> SourceError {
    let what = if error.is_timeout() {
        "it did not answer in time; a learner asked for the first time can take longer, so try again"
    } else if error.is_connect() {
        "no connection could be made: check its address and that it runs"
    } else {
        "the connection broke while it answered"
    };
    SourceError::Unreachable(what.to_owned())
}

const fn hint(status: u16) -> &'static str {
    match status {
        401 | 403 => "check the key and the name of its header ([records] key and key_header)",
        404 => "check the path of its address, which usually ends in /graphql",
        _ => "look into its log",
    }
}

fn header(name: &str, key: &str) -> Result<(HeaderName, HeaderValue), SourceError> {
    let bad = || SourceError::Unreachable("its key or key header has characters a header cannot have".to_owned());
    let value = if name.eq_ignore_ascii_case("authorization") { format!("Bearer {key}") } else { key.to_owned() };
    let mut value = HeaderValue::from_str(&value).map_err(|_| bad())?;
    value.set_sensitive(true);
    Ok((HeaderName::from_bytes(name.as_bytes()).map_err(|_| bad())?, value))
}

fn tls() -> Result<rustls::ClientConfig, SourceError> {
    let roots = rustls::RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
    let provider = std::sync::Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let builder = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|_| SourceError::Unreachable("TLS could not be set up".to_owned()))?;
    Ok(builder.with_root_certificates(roots).with_no_client_auth())
}
