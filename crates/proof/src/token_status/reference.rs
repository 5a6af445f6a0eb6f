//! Where a credential's status stands: the `status` claim (§6).

use serde_json::{Map, Value, json};

use super::TokenStatusError;

/// The longest URI of a list that is followed.
const LONGEST_URI: usize = 2048;

/// A place in a status list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatusReference {
    /// The list's URI, equal to the `sub` of its token.
    pub uri: String,
    /// The place in the list, from 0.
    pub index: u64,
}

impl StatusReference {
    /// The reference in a token's claims, if there is a `status` claim (§6.2).
    ///
    /// # Errors
    /// [`TokenStatusError::NotAReference`] when there is one and it holds no `status_list`, or a malformed one. Passing
    /// over another mechanism would call a credential good whose status nobody looked at.
    pub fn of(claims: &Map<String, Value>) -> Result<Option<Self>, TokenStatusError> {
        let Some(status) = claims.get("status") else { return Ok(None) };
        let list = status.get("status_list").ok_or(TokenStatusError::NotAReference)?;
        let uri = list.get("uri").and_then(Value::as_str).filter(|uri| is_uri(uri));
        match (uri, list.get("idx").and_then(Value::as_u64)) {
            (Some(uri), Some(index)) => Ok(Some(Self { uri: uri.to_owned(), index })),
            _ => Err(TokenStatusError::NotAReference),
        }
    }

    /// The `status` claim.
    pub fn to_json(&self) -> Value {
        json!({"status_list": {"idx": self.index, "uri": self.uri}})
    }
}

/// A scheme and a colon, then only characters RFC 3986 has. What the URI leads to is decided by who fetches it.
fn is_uri(text: &str) -> bool {
    let scheme = text.split_once(':').map(|(scheme, _)| scheme).unwrap_or_default();
    let letter_first = scheme.starts_with(|c: char| c.is_ascii_alphabetic());
    letter_first
        && text.len() <= LONGEST_URI
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
        && text.chars().all(|c| c.is_ascii_graphic() && !"<>\"{}|\\^`".contains(c))
}
