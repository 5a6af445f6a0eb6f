//! One question over HTTP, one answer. An operator configured the peer, so it may be on a private network; its client
//! is built here and nowhere else.

use std::sync::Arc;
use std::time::Duration;

use model::time::Clock;
use reqwest::header::{CONTENT_TYPE, HeaderName, HeaderValue, RETRY_AFTER};
use url::Url;

use super::patience::{Again, Failed};
use super::settings::LifSettings;
use crate::records::SourceError;

/// Bytes an answer may have.
const ANSWER_LIMIT: usize = 8 * 1024 * 1024;

/// By which LIF's query planner counts who asks.
const CLIENT: (&str, &str) = ("X-LIF-Client", "tassel");

/// The connection to a LIF GraphQL API.
pub(super) struct Wire {
    client: reqwest::Client,
    url: Url,
    key: Option<(HeaderName, HeaderValue)>,
    clock: Arc<dyn Clock>,
}

impl Wire {
    /// Builds the client.
    pub(super) fn new(settings: &LifSettings, clock: Arc<dyn Clock>) -> Result<Self, SourceError> {
        let client = reqwest::Client::builder()
            .use_preconfigured_tls(tls()?)
            // A redirect would carry the key and the learner's number elsewhere.
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy()
            .build()
            .map_err(|_| SourceError::Unreachable("its client could not be built".to_owned()))?;
        let key = settings.key.as_deref().map(|key| header(&settings.key_header, key)).transpose()?;
        Ok(Self { client, url: settings.url.clone(), key, clock })
    }

    /// Posts `body` and reads the answer, within `time`.
    pub(super) async fn post(&self, body: String, time: Duration) -> Result<Vec<u8>, Failed> {
        let mut request = self.client.post(self.url.clone()).timeout(time).header(CONTENT_TYPE, "application/json");
        request = request.header(CLIENT.0, CLIENT.1).body(body);
        if let Some((name, value)) = &self.key {
            request = request.header(name, value);
        }
        let answer = request.send().await.map_err(unreachable)?;
        match answer.status().as_u16() {
            200 => limited(answer).await,
            status => Err(self.answered(status, &answer)),
        }
    }

    fn answered(&self, status: u16, answer: &reqwest::Response) -> Failed {
        let error = SourceError::Answered { status, hint: hint(status) };
        let again = match status {
            // RFC 9110 §10.2.3, RFC 6585 §4. A question changes nothing there, so it may be put twice.
            408 | 429 | 500 | 502..=504 => match answer.headers().get(RETRY_AFTER) {
                Some(after) => wait(after, self.clock.as_ref()).map_or(Again::Soon, Again::After),
                None => Again::Soon,
            },
            _ => Again::Never,
        };
        Failed { error, again }
    }
}

/// Seconds, or a date in the preferred form (RFC 9110 §10.2.3).
fn wait(after: &HeaderValue, clock: &dyn Clock) -> Option<Duration> {
    let text = after.to_str().ok()?.trim();
    if let Ok(seconds) = text.parse::<u64>() {
        return Some(Duration::from_secs(seconds));
    }
    let form = time::macros::format_description!(
        "[weekday repr:short], [day] [month repr:short] [year] [hour]:[minute]:[second] GMT"
    );
    let at = time::PrimitiveDateTime::parse(text, form).ok()?.assume_utc().unix_timestamp();
    Some(Duration::from_secs(u64::try_from(at.saturating_sub(clock.now().unix())).unwrap_or(0)))
}

async fn limited(mut answer: reqwest::Response) -> Result<Vec<u8>, Failed> {
    let mut body = Vec::new();
    while let Some(chunk) = answer.chunk().await.map_err(unreachable)? {
        if body.len() + chunk.len() > ANSWER_LIMIT {
            let error = SourceError::Unreachable(format!("its answer is larger than {ANSWER_LIMIT} bytes"));
            return Err(Failed { error, again: Again::Never });
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}

/// Says what happened without the URL: it can hold a host name that is nobody's business.
#[expect(clippy::needless_pass_by_value, reason = "shaped for map_err")]
fn unreachable(error: reqwest::Error) -> Failed {
    let what = if error.is_timeout() {
        "it did not answer in time; a learner asked for the first time can take longer, so try again"
    } else if error.is_connect() {
        "no connection could be made: check its address and that it runs"
    } else {
        "the connection broke while it answered"
    };
    Failed { error: SourceError::Unreachable(what.to_owned()), again: Again::Soon }
}

const fn hint(status: u16) -> &'static str {
    match status {
        300..=399 => "a redirect is not followed, for the key would go with it: set the address it names",
        401 | 403 => "check the key and the name of its header ([records.lif] key and key_header)",
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
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let builder = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|_| SourceError::Unreachable("TLS could not be set up".to_owned()))?;
    Ok(builder.with_root_certificates(roots).with_no_client_auth())
}

#[cfg(test)]
mod tests {
    use model::time::{SettableClock, Time};

    use super::*;

    #[test]
    fn a_wait_is_read_in_seconds_and_as_a_date() {
        let clock = SettableClock::at(Time::from_unix(784_111_760)); // 1994-11-06T08:49:20Z
        let read = |text| wait(&HeaderValue::from_static(text), &clock).map(|wait| wait.as_secs());
        assert_eq!(read("120"), Some(120));
        assert_eq!(read("Sun, 06 Nov 1994 08:49:37 GMT"), Some(17), "RFC 9110's own example, 17 seconds on");
        assert_eq!(read("Sun, 06 Nov 1994 08:00:00 GMT"), Some(0), "what is past is no wait");
        for nonsense in ["soon", "-1", "", "Sun, 36 Nov 1994 08:49:37 GMT"] {
            assert_eq!(read(nonsense), None, "{nonsense}");
        }
    }
}
