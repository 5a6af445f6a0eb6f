//! What credentials refer to, for everybody who reads one: status lists, and the metadata of their types.

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use proof::token_status::MEDIA_TYPE;
use serde::Deserialize;
use serde_json::Value;
use web::api_error::ApiError;
use web::page_error::PageError;

use super::refusal;
use crate::App;
use crate::issuance::sd_jwt::CredentialType;
use crate::issuance::status::{self, ListForm};

/// A status list credential (Bitstring Status List v1.0 §2.2): JSON, or `vc+jwt` when `Accept` names it and at `{list}.jwt`.
pub(crate) async fn status_list(
    State(app): State<App>,
    Path(list): Path<String>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let (list, form) = of_path(&list);
    let form = if accepts(&headers, VC_JWT).by_name { ListForm::Jwt } else { form };
    let text = status::published(&app, list, form, app.now()).await.map_err(refusal::to_wallet)?;
    let kind = if form == ListForm::Jwt { VC_JWT } else { "application/vc" };
    Ok(text.map_or_else(|| PageError::not_found().into_response(), |text| list_response(kind, text)))
}

/// The list and the form that the last segment of a path names.
pub(crate) fn of_path(segment: &str) -> (&str, ListForm) {
    match segment.strip_suffix(".jwt") {
        Some(list) => (list, ListForm::Jwt),
        None => (segment, ListForm::Proof),
    }
}

/// What a reader of a Token Status List may ask for beside it.
#[derive(Deserialize)]
pub(crate) struct ListQuery {
    time: Option<String>,
}

/// A Token Status List (§8.1). Only the present one, only as a JWT.
pub(crate) async fn token_status_list(
    State(app): State<App>,
    Path(list): Path<String>,
    Query(query): Query<ListQuery>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    if query.time.is_some() {
        let why = "expected no 'time': the list is served as it is now (Token Status List §8.4)";
        return Ok((StatusCode::NOT_IMPLEMENTED, why).into_response());
    }
    if !accepts(&headers, MEDIA_TYPE).at_all {
        return Ok((StatusCode::NOT_ACCEPTABLE, format!("expected Accept to allow {MEDIA_TYPE}")).into_response());
    }
    let text = status::published(&app, &list, ListForm::Token, app.now()).await.map_err(refusal::to_wallet)?;
    Ok(text.map_or_else(|| PageError::not_found().into_response(), |text| list_response(MEDIA_TYPE, text)))
}

fn list_response(kind: &'static str, text: String) -> Response {
    let headers = [
        (header::CONTENT_TYPE, kind.to_owned()),
        (header::CACHE_CONTROL, format!("public, max-age={}", status::ASK_AGAIN)),
        (header::VARY, "Accept".to_owned()),
        (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*".to_owned()),
    ];
    (headers, text).into_response()
}

/// Bitstring Status List v1.0 as VC-JOSE-COSE has it.
const VC_JWT: &str = "application/vc+jwt";

/// What `Accept` says of a media type (RFC 9110 §12.5.1).
pub(super) struct Accepts {
    /// It is named.
    pub(super) by_name: bool,
    /// It is named, a range holds it, or nothing is asked for.
    pub(super) at_all: bool,
}

/// Weights are read for one thing alone: 0 is a refusal.
pub(super) fn accepts(headers: &HeaderMap, kind: &str) -> Accepts {
    let mut found = Accepts { by_name: false, at_all: !headers.contains_key(header::ACCEPT) };
    let texts = headers.get_all(header::ACCEPT).iter().filter_map(|value| value.to_str().ok());
    for range in texts.flat_map(|text| text.split(',')) {
        let mut parts = range.split(';').map(str::trim);
        let name = parts.next().unwrap_or_default();
        let refused = parts.any(|part| {
            part.strip_prefix("q=").is_some_and(|weight| weight.parse::<f32>().is_ok_and(|weight| weight == 0.0))
        });
        found.by_name |= !refused && name.eq_ignore_ascii_case(kind);
        found.at_all |= !refused && (name.eq_ignore_ascii_case(kind) || name == "*/*" || name == "application/*");
    }
    found
}

/// The metadata of a type of credential as SD-JWT VC; `None` when there is no such type.
pub(crate) fn type_metadata_of(app: &App, id: &str) -> Option<Value> {
    CredentialType::from_id(id).map(|one| one.metadata(&app.urls))
}

/// Type metadata at the `vct` itself (draft-ietf-oauth-sd-jwt-vc §4).
pub(crate) async fn type_metadata(State(app): State<App>, Path(id): Path<String>) -> Response {
    let headers = [(header::CACHE_CONTROL, "public, max-age=3600"), (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*")];
    match type_metadata_of(&app, &id) {
        Some(metadata) => (headers, Json(metadata)).into_response(),
        None => PageError::not_found().into_response(),
    }
}
