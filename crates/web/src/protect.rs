//! The layers around every route: body limit, time limit, security headers, and an answer when a handler panics.

use std::any::Any;
use std::convert::Infallible;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::{DefaultBodyLimit, Request};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, IntoResponseParts, Response, ResponseParts};
use oid4vc::error::ErrorCode;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::timeout::TimeoutLayer;

use crate::api_error::ApiError;
use crate::page_error::PageError;

/// How much and how long.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes in a body, for the extractors of axum and of this crate. A route that takes more has its own
    /// `DefaultBodyLimit` layer, which wins.
    pub body: usize,
    /// Time for a request from its head to the answer's head.
    pub time: Duration,
    /// Whether the public URL is https: browsers are then told to stay with it.
    pub https: bool,
}

impl Default for Limits {
    /// 256 KiB, 20 s, plain http.
    fn default() -> Self {
        Self { body: 256 * 1024, time: Duration::from_secs(20), https: false }
    }
}

/// Puts the layers around `router`. Called once, on the whole, after the last route.
pub fn protect(router: Router, limits: Limits) -> Router {
    let https = limits.https;
    router
        .layer(DefaultBodyLimit::max(limits.body))
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, limits.time))
        .layer(CatchPanicLayer::custom(after_panic))
        .layer(from_fn(move |request: Request, next: Next| outermost(https, request, next)))
}

/// Marks a response whose page runs this server's own scripts and asks this server for more:
/// `(OwnScripts, Page(template))`. Every other page runs none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OwnScripts;

impl IntoResponseParts for OwnScripts {
    type Error = Infallible;

    fn into_response_parts(self, mut parts: ResponseParts) -> Result<ResponseParts, Infallible> {
        parts.extensions_mut().insert(Self);
        Ok(parts)
    }
}

const POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; \
                      frame-ancestors 'none'; base-uri 'none'";
const POLICY_WITH_SCRIPTS: &str = "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; \
                                   img-src 'self' data:; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

/// `same-origin`, not `no-referrer`: under the latter browsers send `Origin: null` with our own forms.
const HEADERS: [(HeaderName, &str); 5] = [
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "same-origin"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("permissions-policy"), "camera=(), geolocation=(), microphone=(), payment=()"),
];

async fn outermost(https: bool, request: Request, next: Next) -> Response {
    let person = wants_html(request.headers());
    let mut response = next.run(request).await;
    if is_bare_error(&response) {
        response = explained(response.status(), person);
    }
    let policy = if response.extensions().get::<OwnScripts>().is_some() { POLICY_WITH_SCRIPTS } else { POLICY };
    let headers = response.headers_mut();
    set_if_absent(headers, header::CONTENT_SECURITY_POLICY, policy);
    for (name, value) in HEADERS {
        set_if_absent(headers, name, value);
    }
    if https {
        set_if_absent(headers, header::STRICT_TRANSPORT_SECURITY, "max-age=63072000");
    }
    response
}

/// A route that needs another value sets it itself.
fn set_if_absent(headers: &mut HeaderMap, name: HeaderName, value: &'static str) {
    headers.entry(name).or_insert(HeaderValue::from_static(value));
}

fn wants_html(headers: &HeaderMap) -> bool {
    let accept = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok());
    accept.is_some_and(|accept| accept.contains("text/html"))
}

/// Answers made by the router or a layer (no route, wrong method, too slow, a panic) have a status and no body.
fn is_bare_error(response: &Response) -> bool {
    let status = response.status();
    (status.is_client_error() || status.is_server_error()) && !response.headers().contains_key(header::CONTENT_TYPE)
}

fn explained(status: StatusCode, person: bool) -> Response {
    match (status, person) {
        (StatusCode::NOT_FOUND, true) => PageError::not_found().into_response(),
        (StatusCode::SERVICE_UNAVAILABLE, true) => PageError::new(
            status,
            "This took too long",
            "We are busy and could not finish in time.",
            "Wait a minute and try again.",
        )
        .into_response(),
        (StatusCode::METHOD_NOT_ALLOWED, true) => PageError::new(
            status,
            "This address cannot be opened like that",
            "It expects a form, or a program.",
            "Go back and start from the page before.",
        )
        .into_response(),
        (_, true) => PageError::internal(status).into_response(),
        (StatusCode::SERVICE_UNAVAILABLE, false) => {
            ApiError::refused(ErrorCode::TemporarilyUnavailable, "busy; try again in a minute").into_response()
        }
        (StatusCode::NOT_FOUND, false) => {
            ApiError::new(status, ErrorCode::InvalidRequest, "nothing is at this address").into_response()
        }
        (_, false) if status.is_client_error() => {
            ApiError::new(status, ErrorCode::InvalidRequest, "this address does not take such a request")
                .into_response()
        }
        (_, false) => ApiError::internal(status).into_response(),
    }
}

/// The panic's own words go to the log; `outermost` turns the bare status into an answer.
#[expect(clippy::needless_pass_by_value, reason = "shaped for CatchPanicLayer")]
fn after_panic(panic: Box<dyn Any + Send>) -> axum::http::Response<Body> {
    let words = panic.downcast_ref::<&str>().copied().or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    tracing::error!(words = words.unwrap_or("no words"), "a handler panicked");
    StatusCode::INTERNAL_SERVER_ERROR.into_response()
}

#[cfg(test)]
mod tests;
