//! `POST /verifier/api/verify`: the bytes of an upload in, the report out.

use axum::Json;
use axum::body::Body;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use serde_json::json;

use super::body::{self, BodyRefusal};
use crate::App;

/// 200 with a report for whatever was sent, an unreadable input included; 413 when it is too long even to look at.
pub(super) async fn verify(State(app): State<App>, body: Body) -> Response {
    let bytes = match body::read(body, app.limits.transcript_bytes).await {
        Ok(bytes) => bytes,
        Err(refusal) => return refused(refusal),
    };
    let Ok(_place) = app.workers.admit() else { return overloaded() };
    let report = app.verify(bytes.into()).await;
    ([(header::CACHE_CONTROL, "no-store")], Json(report)).into_response()
}

fn refused(refusal: BodyRefusal) -> Response {
    match refusal {
        BodyRefusal::TooLong(allowed) => {
            let why = format!("An upload may have up to {allowed} bytes; this one has more, and was not read.");
            error(StatusCode::PAYLOAD_TOO_LARGE, "too_large", &why)
        }
        BodyRefusal::Broken => error(StatusCode::BAD_REQUEST, "incomplete", "The upload ended before it was complete."),
    }
}

fn overloaded() -> Response {
    let why = "Too many checks are waiting. Try again in a few seconds.";
    let mut response = error(StatusCode::SERVICE_UNAVAILABLE, "overloaded", why);
    response.headers_mut().insert(header::RETRY_AFTER, super::page::RETRY_AFTER);
    response
}

fn error(status: StatusCode, code: &str, why: &str) -> Response {
    (status, Json(json!({"error": code, "error_description": why}))).into_response()
}
