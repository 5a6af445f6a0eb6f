//! A refused request as OAuth and OpenID4VCI say it.

use std::fmt::Display;

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use oid4vc::error::{ErrorCode, Refusal};

use crate::reference;

/// An error answer: status, `{"error", "error_description"}`, `Cache-Control: no-store`, and `WWW-Authenticate` with
/// 401 and 403 (RFC 6749 §5.2, RFC 6750 §3, OpenID4VCI 1.0 §8.3.1). Logged once, when it becomes a response.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiError {
    status: StatusCode,
    refusal: Refusal,
    challenge: Option<Challenge>,
}

/// What `WWW-Authenticate` says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Challenge {
    /// `Bearer` alone: the request had no token (RFC 6750 §3.1).
    Bare,
    /// `Bearer error="…"`.
    WithCode,
}

impl ApiError {
    /// `code` with a status other than the usual one.
    pub fn new(status: StatusCode, code: ErrorCode, description: &str) -> Self {
        let challenge = matches!(code, ErrorCode::InvalidToken | ErrorCode::InsufficientScope);
        let refusal = Refusal::new(code, description);
        Self { status, refusal, challenge: challenge.then_some(Challenge::WithCode) }
    }

    /// `code` with the status its specification gives it: 401 for `invalid_token`, 403 for `insufficient_scope`, 500
    /// and 503 for faults of ours, else 400.
    pub fn refused(code: ErrorCode, description: &str) -> Self {
        let status = match code {
            ErrorCode::InvalidToken => StatusCode::UNAUTHORIZED,
            ErrorCode::InsufficientScope => StatusCode::FORBIDDEN,
            ErrorCode::ServerError => StatusCode::INTERNAL_SERVER_ERROR,
            ErrorCode::TemporarilyUnavailable => StatusCode::SERVICE_UNAVAILABLE,
            _ => StatusCode::BAD_REQUEST,
        };
        Self::new(status, code, description)
    }

    /// 401 for a request without an access token: the challenge names no error (RFC 6750 §3.1).
    pub fn missing_token() -> Self {
        let error = Self::refused(ErrorCode::InvalidToken, "send the access token as Authorization: Bearer");
        Self { challenge: Some(Challenge::Bare), ..error }
    }

    /// 500 for a fault of ours. `cause` goes to the log with a reference code, the answer carries the code alone.
    pub fn internal(cause: impl Display) -> Self {
        let reference = reference::new();
        tracing::error!(reference, %cause, "a request failed");
        let text = format!("something failed here; reference {reference}");
        Self::refused(ErrorCode::ServerError, &text)
    }

    /// The error code.
    pub fn code(&self) -> ErrorCode {
        self.refusal.code
    }

    /// The HTTP status.
    pub fn status(&self) -> StatusCode {
        self.status
    }
}

impl From<Refusal> for ApiError {
    fn from(refusal: Refusal) -> Self {
        Self::refused(refusal.code, refusal.description.as_str())
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let (status, code) = (self.status, self.refusal.code);
        if !status.is_server_error() {
            tracing::info!(status = status.as_u16(), %code, description = %self.refusal.description, "refused");
        }
        let mut response = (status, Json(self.refusal.body())).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        let challenge = match self.challenge {
            Some(Challenge::Bare) => Some(HeaderValue::from_static("Bearer")),
            Some(Challenge::WithCode) => HeaderValue::try_from(format!("Bearer error=\"{code}\"")).ok(),
            None => None,
        };
        if let Some(challenge) = challenge {
            headers.insert(header::WWW_AUTHENTICATE, challenge);
        }
        response
    }
}

#[cfg(test)]
mod tests {
    use http_body_util::BodyExt as _;
    use serde_json::{Value, json};

    use super::*;

    async fn answer(error: ApiError) -> (StatusCode, Vec<Option<String>>, Value) {
        let response = error.into_response();
        let names = [header::CACHE_CONTROL, header::WWW_AUTHENTICATE, header::CONTENT_TYPE];
        let text = |name| response.headers().get(name).map(|value| value.to_str().unwrap().to_owned());
        let (status, headers) = (response.status(), names.into_iter().map(text).collect());
        let body = response.into_body().collect().await.unwrap().to_bytes();
        (status, headers, serde_json::from_slice(&body).unwrap())
    }

    #[tokio::test]
    async fn refusal_is_400_json_not_to_be_stored() {
        let (status, headers, body) = answer(Refusal::new(ErrorCode::InvalidGrant, "code used").into()).await;
        assert_eq!(status, StatusCode::BAD_REQUEST);
        assert_eq!(headers, [Some("no-store".into()), None, Some("application/json".into())]);
        assert_eq!(body, json!({"error": "invalid_grant", "error_description": "code used"}));
    }

    #[tokio::test]
    async fn token_faults_carry_a_challenge() {
        let (status, headers, _) = answer(ApiError::refused(ErrorCode::InvalidToken, "expired")).await;
        assert_eq!((status, headers[1].as_deref()), (StatusCode::UNAUTHORIZED, Some("Bearer error=\"invalid_token\"")));
        let (status, headers, _) = answer(ApiError::missing_token()).await;
        assert_eq!((status, headers[1].as_deref()), (StatusCode::UNAUTHORIZED, Some("Bearer")));
        let (status, headers, _) = answer(ApiError::refused(ErrorCode::InsufficientScope, "")).await;
        assert_eq!(
            (status, headers[1].as_deref()),
            (StatusCode::FORBIDDEN, Some("Bearer error=\"insufficient_scope\""))
        );
    }

    #[tokio::test]
    async fn internal_cause_stays_inside() {
        let (status, _, body) = answer(ApiError::internal("disk full at /var/lib")).await;
        assert_eq!((status, body["error"].as_str()), (StatusCode::INTERNAL_SERVER_ERROR, Some("server_error")));
        assert!(!body.to_string().contains("disk"), "{body}");
    }
}
