//! The fields of a posted form or a query: names may repeat (check boxes do), so they are kept as pairs.

use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use axum::http::{HeaderMap, StatusCode, header};

use crate::page_error::PageError;

/// More fields than this are not a form of ours.
const MOST_FIELDS: usize = 1000;

/// Names and values in the order sent. As an extractor it reads a posted form and answers with a page if it cannot.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fields(Vec<(String, String)>);

impl Fields {
    /// Reads `application/x-www-form-urlencoded` text, such as a query.
    pub fn parse(text: &[u8]) -> Self {
        Self(
            url::form_urlencoded::parse(text)
                .take(MOST_FIELDS)
                .map(|(n, v)| (n.into_owned(), v.into_owned()))
                .collect(),
        )
    }

    /// The value of `name` when it was sent exactly once.
    pub fn one(&self, name: &str) -> Option<&str> {
        let mut values = self.all(name);
        match (values.next(), values.next()) {
            (Some(value), None) => Some(value),
            _ => None,
        }
    }

    /// Every value of `name`.
    pub fn all<'a>(&'a self, name: &str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(found, _)| found == name).map(|(_, value)| value.as_str())
    }

    /// Whether `name` was sent at all, as in `?show`.
    pub fn has(&self, name: &str) -> bool {
        self.all(name).next().is_some()
    }

    /// The value of `name`.
    ///
    /// # Errors
    /// A page that names the field when it is missing or was sent twice.
    pub fn required(&self, name: &str) -> Result<&str, PageError> {
        self.one(name).ok_or_else(|| PageError::bad_form(&format!("The field “{name}” is missing or was sent twice.")))
    }

    /// All pairs.
    pub fn into_pairs(self) -> Vec<(String, String)> {
        self.0
    }
}

/// Whether the body is declared to be `media_type`; parameters such as `charset` do not matter.
pub fn is_media_type(headers: &HeaderMap, media_type: &str) -> bool {
    let declared = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    declared.split(';').next().is_some_and(|essence| essence.trim().eq_ignore_ascii_case(media_type))
}

impl<S: Send + Sync> FromRequest<S> for Fields {
    type Rejection = PageError;

    async fn from_request(request: Request, state: &S) -> Result<Self, PageError> {
        if !is_media_type(request.headers(), "application/x-www-form-urlencoded") {
            return Err(PageError::bad_form("The browser did not send it as a form."));
        }
        let body = Bytes::from_request(request, state).await.map_err(|rejection| {
            if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE {
                PageError::new(
                    StatusCode::PAYLOAD_TOO_LARGE,
                    "That is too much",
                    "What was sent is larger than this page takes.",
                    "Send less, or send it in parts.",
                )
            } else {
                PageError::bad_form("The connection broke off while it was sent.")
            }
        })?;
        Ok(Self::parse(&body))
    }
}

#[cfg(test)]
mod tests {
    use axum::body::Body;

    use super::*;

    #[test]
    fn names_may_repeat() {
        let fields = Fields::parse(b"award=a%20b&award=c+d&csrf=x&show");
        assert_eq!(fields.all("award").collect::<Vec<_>>(), ["a b", "c d"]);
        assert_eq!((fields.one("award"), fields.one("csrf"), fields.one("none")), (None, Some("x"), None));
        assert!(fields.has("show") && !fields.has("none"));
        assert_eq!(fields.required("award").unwrap_err().status(), StatusCode::BAD_REQUEST);
        assert_eq!(fields.required("csrf"), Ok("x"));
    }

    #[test]
    fn fields_beyond_the_limit_are_dropped() {
        assert_eq!(Fields::parse("a=1&".repeat(5000).as_bytes()).into_pairs().len(), MOST_FIELDS);
    }

    #[tokio::test]
    async fn posted_form_is_read_and_anything_else_refused() {
        let post = |media_type| {
            let request = Request::post("/").header("content-type", media_type).body(Body::from("a=1")).unwrap();
            async { Fields::from_request(request, &()).await }
        };
        assert_eq!(post("application/x-www-form-urlencoded; charset=UTF-8").await.unwrap().one("a"), Some("1"));
        assert_eq!(post("text/plain").await.unwrap_err().status(), StatusCode::BAD_REQUEST);
    }
}
