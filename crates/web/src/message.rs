//! Extractors for protocol messages and bearer tokens: whatever is wrong, the answer is the endpoint's own JSON error.

use axum::body::Bytes;
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::request::Parts;
use axum::http::{StatusCode, header};
use oid4vc::credential::CredentialRequest;
use oid4vc::error::{ErrorCode, Refusal};
use oid4vc::notification::NotificationRequest;
use oid4vc::oauth::TokenRequest;
use oid4vc::secret::Secret;

use crate::api_error::ApiError;
use crate::fields::{Fields, is_media_type};

/// A message that arrives as the body of a request.
pub trait WireMessage: Sized {
    /// The media type it must be declared as.
    const MEDIA_TYPE: &'static str;
    /// The endpoint's code for a body that cannot be read.
    const MALFORMED: ErrorCode;

    /// Reads the body.
    ///
    /// # Errors
    /// The endpoint's refusal.
    fn read(body: &[u8]) -> Result<Self, Refusal>;
}

impl WireMessage for TokenRequest {
    const MEDIA_TYPE: &'static str = "application/x-www-form-urlencoded";
    const MALFORMED: ErrorCode = ErrorCode::InvalidRequest;

    fn read(body: &[u8]) -> Result<Self, Refusal> {
        Self::read(Fields::parse(body).into_pairs())
    }
}

impl WireMessage for CredentialRequest {
    const MEDIA_TYPE: &'static str = "application/json";
    const MALFORMED: ErrorCode = ErrorCode::InvalidCredentialRequest;

    fn read(body: &[u8]) -> Result<Self, Refusal> {
        Self::read(body)
    }
}

impl WireMessage for NotificationRequest {
    const MEDIA_TYPE: &'static str = "application/json";
    const MALFORMED: ErrorCode = ErrorCode::InvalidNotificationRequest;

    fn read(body: &[u8]) -> Result<Self, Refusal> {
        Self::read(body)
    }
}

/// The message in a request's body, as in `async fn token(Message(request): Message<TokenRequest>)`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message<T>(pub T);

impl<T: WireMessage, S: Send + Sync> FromRequest<S> for Message<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, state: &S) -> Result<Self, ApiError> {
        if !is_media_type(request.headers(), T::MEDIA_TYPE) {
            let text = format!("expected a body of type {}", T::MEDIA_TYPE);
            return Err(ApiError::refused(T::MALFORMED, &text));
        }
        let body = Bytes::from_request(request, state).await.map_err(|rejection| match rejection.status() {
            StatusCode::PAYLOAD_TOO_LARGE => ApiError::new(
                StatusCode::PAYLOAD_TOO_LARGE,
                T::MALFORMED,
                "the body is larger than this endpoint takes",
            ),
            _ => ApiError::refused(T::MALFORMED, "the body broke off"),
        })?;
        Ok(Self(T::read(&body)?))
    }
}

/// The access token of `Authorization: Bearer …` (RFC 6750 §2.1). Tokens in a query or a form are not looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bearer(pub Secret);

impl<S: Send + Sync> FromRequestParts<S> for Bearer {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, ApiError> {
        let mut values = parts.headers.get_all(header::AUTHORIZATION).iter();
        let (Some(value), None) = (values.next(), values.next()) else {
            return Err(ApiError::missing_token());
        };
        let refused = || ApiError::refused(ErrorCode::InvalidToken, "expected Authorization: Bearer and one token");
        let (scheme, token) = value.to_str().ok().and_then(|text| text.split_once(' ')).ok_or_else(refused)?;
        let token = token.trim_matches(' ');
        if !scheme.eq_ignore_ascii_case("Bearer") || token.is_empty() || token.contains(' ') {
            return Err(refused());
        }
        Ok(Self(Secret::from(token)))
    }
}

#[cfg(test)]
mod tests {
    use axum::body::Body;
    use axum::extract::DefaultBodyLimit;
    use axum::routing::post;
    use axum::{Router, response::IntoResponse as _};
    use http_body_util::BodyExt as _;
    use tower::ServiceExt as _;

    use super::*;

    async fn send(media_type: &str, body: &str) -> (StatusCode, String) {
        let app = Router::new()
            .route("/token", post(|Message(_): Message<TokenRequest>| async { "read" }))
            .layer(DefaultBodyLimit::max(200));
        let request =
            Request::post("/token").header("content-type", media_type).body(Body::from(body.to_owned())).unwrap();
        let response = app.oneshot(request).await.unwrap();
        let status = response.status();
        (status, String::from_utf8(response.into_body().collect().await.unwrap().to_bytes().to_vec()).unwrap())
    }

    const FORM: &str = "application/x-www-form-urlencoded";
    const GRANT: &str = "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Apre-authorized_code";

    #[tokio::test]
    async fn token_request_is_read_from_a_form() {
        let (status, body) = send(FORM, &format!("{GRANT}&pre-authorized_code=c0de")).await;
        assert_eq!((status, body.as_str()), (StatusCode::OK, "read"));
    }

    #[tokio::test]
    async fn each_fault_is_the_endpoints_json() {
        let long = format!("{GRANT}&x={}", "1".repeat(300));
        for (media_type, body, expected) in [
            ("application/json", "{}", StatusCode::BAD_REQUEST),
            (FORM, GRANT, StatusCode::BAD_REQUEST),
            (FORM, long.as_str(), StatusCode::PAYLOAD_TOO_LARGE),
        ] {
            let (status, answer) = send(media_type, body).await;
            assert_eq!(status, expected, "{answer}");
            assert!(answer.starts_with(r#"{"error":"invalid_request""#), "{answer}");
        }
    }

    async fn bearer(authorization: &[&str]) -> Result<Bearer, ApiError> {
        let mut request = Request::get("/?access_token=q");
        for value in authorization {
            request = request.header("authorization", *value);
        }
        let (mut parts, ()) = request.body(()).unwrap().into_parts();
        Bearer::from_request_parts(&mut parts, &()).await
    }

    #[tokio::test]
    async fn bearer_token_comes_from_the_header_alone() {
        assert_eq!(bearer(&["Bearer t0ken"]).await, Ok(Bearer("t0ken".into())));
        assert_eq!(bearer(&["bearer  t0ken"]).await, Ok(Bearer("t0ken".into())));
        assert_eq!(bearer(&[]).await, Err(ApiError::missing_token()));
        assert_eq!(bearer(&["Bearer a", "Bearer b"]).await, Err(ApiError::missing_token()));
        for other in ["Basic dTpw", "Bearer", "Bearer ", "Bearer a b", "DPoP t0ken"] {
            assert_eq!(bearer(&[other]).await.unwrap_err().code(), ErrorCode::InvalidToken, "{other}");
        }
        assert_eq!(ApiError::missing_token().into_response().status(), StatusCode::UNAUTHORIZED);
    }
}
