//! Conditional requests (RFC 9110 §13): entity tags, and what whoever changes something has seen.

use axum::http::{HeaderMap, HeaderName, StatusCode, header};
use axum::response::{IntoResponse, Response};
use oid4vc::error::ErrorCode;
use web::api_error::ApiError;

use crate::catalogue::Seen;

/// More tags than this are no list of what somebody has seen.
const MOST_TAGS: usize = 20;

/// The entity tag of a version.
pub(super) fn tag(version: i64) -> String {
    format!("\"{version}\"")
}

/// For answers to one key alone: kept, and asked about each time.
pub(super) fn private() -> (HeaderName, String) {
    (header::CACHE_CONTROL, "private, no-cache".to_owned())
}

/// Whether the reader has this already (`If-None-Match`, compared weakly).
pub(super) fn unchanged(headers: &HeaderMap, tag: &str) -> bool {
    tags(headers, &header::IF_NONE_MATCH).any(|one| one == "*" || one.strip_prefix("W/").unwrap_or(one) == tag)
}

/// 304, with the tag.
pub(super) fn not_modified(tag: &str) -> Response {
    (StatusCode::NOT_MODIFIED, [(header::ETAG, tag.to_owned())]).into_response()
}

/// What whoever changes an entry has seen of it: `If-Match` (compared strongly: a weak tag matches nothing) or
/// `If-None-Match: *`.
///
/// # Errors
/// When both are sent, or `If-None-Match` with a tag.
pub(super) fn seen(headers: &HeaderMap) -> Result<Seen, ApiError> {
    let version = |tag: &str| tag.strip_prefix('"')?.strip_suffix('"')?.parse().ok();
    match (headers.contains_key(header::IF_MATCH), headers.contains_key(header::IF_NONE_MATCH)) {
        (false, false) => Ok(Seen::Unsaid),
        (true, false) if tags(headers, &header::IF_MATCH).any(|tag| tag == "*") => Ok(Seen::Any),
        (true, false) => Ok(Seen::Versions(tags(headers, &header::IF_MATCH).filter_map(version).collect())),
        (false, true) if tags(headers, &header::IF_NONE_MATCH).eq(["*"]) => Ok(Seen::Absent),
        _ => {
            let text = "expected If-Match with the ETag you have seen, or If-None-Match: *, not both";
            Err(ApiError::refused(ErrorCode::InvalidRequest, text))
        }
    }
}

/// Our tags hold no comma, so one that does is none of ours.
fn tags<'h>(headers: &'h HeaderMap, name: &HeaderName) -> impl Iterator<Item = &'h str> {
    let texts = headers.get_all(name).iter().filter_map(|value| value.to_str().ok());
    texts.flat_map(|text| text.split(',')).map(str::trim).take(MOST_TAGS)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(HeaderName, &'static str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| (name.clone(), axum::http::HeaderValue::from_static(value))).collect()
    }

    #[test]
    fn what_was_seen_is_read_from_the_headers() {
        let of = |pairs: &[(HeaderName, &'static str)]| seen(&headers(pairs)).ok();
        assert_eq!(of(&[]), Some(Seen::Unsaid));
        assert_eq!(of(&[(header::IF_MATCH, "*")]), Some(Seen::Any));
        assert_eq!(of(&[(header::IF_MATCH, "\"3\", \"x\" ,W/\"4\",\"5\"")]), Some(Seen::Versions(vec![3, 5])));
        assert_eq!(of(&[(header::IF_NONE_MATCH, "*")]), Some(Seen::Absent));
        assert_eq!(of(&[(header::IF_NONE_MATCH, "\"3\"")]), None);
        assert_eq!(of(&[(header::IF_MATCH, "\"3\""), (header::IF_NONE_MATCH, "*")]), None);
    }

    #[test]
    fn a_reader_who_has_it_is_told_so() {
        let has = |value| unchanged(&headers(&[(header::IF_NONE_MATCH, value)]), "\"3\"");
        assert!(has("\"2\", W/\"3\"") && has("*"));
        assert!(!has("\"2\"") && !unchanged(&HeaderMap::new(), "\"3\""));
    }
}
