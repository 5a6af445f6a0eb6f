//! The registered claims of RFC 7519 §4.1, read by type.

use model::time::Time;
use serde_json::{Map, Value};

use super::JoseError;

/// A claim that is text, if it is there.
///
/// # Errors
/// [`JoseError::Claim`] when it is there and not text.
pub fn text<'a>(claims: &'a Map<String, Value>, name: &'static str) -> Result<Option<&'a str>, JoseError> {
    match claims.get(name) {
        None => Ok(None),
        Some(Value::String(text)) => Ok(Some(text)),
        Some(_) => Err(JoseError::Claim { name }),
    }
}

/// As [`text`], and it must be there.
///
/// # Errors
/// [`JoseError::Claim`].
pub fn required_text<'a>(claims: &'a Map<String, Value>, name: &'static str) -> Result<&'a str, JoseError> {
    text(claims, name)?.ok_or(JoseError::Claim { name })
}

/// A `NumericDate` (RFC 7519 §2), if it is there; fractions of a second are cut off.
///
/// # Errors
/// [`JoseError::Claim`] when it is there and not a number.
pub fn date(claims: &Map<String, Value>, name: &'static str) -> Result<Option<Time>, JoseError> {
    match claims.get(name) {
        None => Ok(None),
        Some(value) => moment(value).map(Some).ok_or(JoseError::Claim { name }),
    }
}

/// As [`date`], and it must be there.
///
/// # Errors
/// [`JoseError::Claim`].
pub fn required_date(claims: &Map<String, Value>, name: &'static str) -> Result<Time, JoseError> {
    date(claims, name)?.ok_or(JoseError::Claim { name })
}

#[expect(clippy::cast_possible_truncation, reason = "a float beyond i64 becomes its nearest end, and Time clamps that")]
fn moment(value: &Value) -> Option<Time> {
    let seconds = value.as_i64().or_else(|| value.as_f64().map(|seconds| seconds.floor() as i64));
    seconds.map(Time::from_unix)
}
