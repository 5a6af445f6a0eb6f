//! The two forms of a credential's text (Open Badges 3.0 §5.3): JSON with an embedded proof, or a compact JWS.

use serde_json::{Map, Value};

use super::{BakingError, LONGEST_CREDENTIAL, Standard};

/// How a credential is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// A JSON object with an embedded proof (Open Badges 3.0 §8.3).
    Json,
    /// A compact JWS (Open Badges 3.0 §8.2).
    Jws,
    /// A URL where the badge is hosted. Open Badges 2.0 only; it is not fetched.
    Url,
}

impl Form {
    /// Its name for programs: `json`, `jws` or `url`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Jws => "jws",
            Self::Url => "url",
        }
    }
}

/// The form of `credential` and its text without white space around it.
pub(super) fn to_bake(credential: &str) -> Result<(Form, &str), BakingError> {
    if credential.len() > LONGEST_CREDENTIAL {
        return Err(BakingError::CredentialTooLarge { allowed: LONGEST_CREDENTIAL });
    }
    let text = credential.trim();
    if is_compact_jws(text) {
        return Ok((Form::Jws, text));
    }
    // The escapes made for an SVG rely on it being JSON.
    let object = serde_json::from_str::<Map<String, Value>>(text);
    object.map(|_| (Form::Json, text)).map_err(|_| BakingError::NotACredential)
}

/// The form of a text found in a picture. JSON is only recognised, not parsed.
pub(super) fn read(text: &str, standard: Standard) -> Result<Form, BakingError> {
    if text.starts_with('{') {
        Ok(Form::Json)
    } else if is_compact_jws(text) {
        Ok(Form::Jws)
    } else if standard == Standard::OpenBadges2 && (text.starts_with("https://") || text.starts_with("http://")) {
        Ok(Form::Url)
    } else {
        Err(BakingError::OtherText)
    }
}

/// Three parts in base64url, the first a JSON object (RFC 7515 §3.1).
fn is_compact_jws(text: &str) -> bool {
    let base64url = |part: &str| part.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
    let parts = text.split('.').take(4).filter(|part| !part.is_empty() && base64url(part)).count();
    text.starts_with("ey") && parts == 3 && text.matches('.').take(3).count() == 2
}
