//! The achievement catalogue for programs of the institution: JSON, an API key as bearer, and nobody's change lost
//! (RFC 9110 §13.1: the `ETag` of an entry is its version).

use axum::Json;
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use model::catalogue::{ENTRY_LIMIT, Entry, MemberError};
use oid4vc::error::ErrorCode;
use oid4vc::secret::Secret;
use serde_json::{Value, json};
use web::api_error::ApiError;
use web::fields::{Fields, is_media_type};
use web::message::Bearer;

use super::conditions::{self, seen, unchanged};
use super::refusal;
use crate::App;
use crate::api_keys::{Scope, admit};
use crate::catalogue::{By, Edit, Edition, told};
use crate::store::api_keys::ApiKey;
use crate::store::catalogue as store;

/// Entries or versions in one answer, unless fewer are asked for.
const MOST: usize = 500;
/// Bytes of a body: an entry with white space between its members.
pub(super) const BODY_LIMIT: usize = 2 * ENTRY_LIMIT;

async fn admitted(app: &App, token: &Secret, scope: Scope) -> Result<ApiKey, ApiError> {
    admit((&app.db, app.urls.tenant()), token.expose(), scope, app.now()).await.map_err(refusal::of_key)
}

/// All entries, a part at a time: `?after=SLUG&limit=NUMBER`.
pub(crate) async fn list(
    State(app): State<App>,
    Bearer(token): Bearer,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Result<Response, ApiError> {
    admitted(&app, &token, Scope::CatalogueRead).await?;
    let edition = app.edition().await.map_err(refusal::to_wallet)?;
    let query = Fields::parse(query.as_deref().unwrap_or_default().as_bytes());
    let tag = format!("\"catalogue-{}\"", edition.version());
    if unchanged(&headers, &tag) {
        return Ok(conditions::not_modified(&tag));
    }
    let body = part(&edition, query.one("after").unwrap_or_default(), limit(&query)?);
    Ok(([(header::ETAG, tag), conditions::private()], Json(body)).into_response())
}

fn part(edition: &Edition, after: &str, limit: usize) -> Value {
    let mut items = edition.items_after(after);
    let listed: Vec<_> = items.by_ref().take(limit).collect();
    let next = items.next().and_then(|_| listed.last()).map(|item| item.row.slug.clone());
    let achievements: Vec<Value> = listed.iter().map(|item| told(&item.row)).collect();
    json!({"version": edition.version(), "achievements": achievements, "next": next})
}

fn limit(query: &Fields) -> Result<usize, ApiError> {
    let Some(text) = query.one("limit") else { return Ok(MOST) };
    let limit = text.parse().ok().filter(|limit| (1..=MOST).contains(limit));
    limit.ok_or_else(|| invalid(&format!("limit: expected a number from 1 to {MOST}")))
}

/// One entry, as it is or, with `?version=NUMBER`, as it was.
pub(crate) async fn one(
    State(app): State<App>,
    Path(slug): Path<String>,
    Bearer(token): Bearer,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Result<Response, ApiError> {
    admitted(&app, &token, Scope::CatalogueRead).await?;
    let query = Fields::parse(query.as_deref().unwrap_or_default().as_bytes());
    let version = number(&query, "version")?.unwrap_or(i64::MAX - 1);
    // Read anew, not from the edition this server runs with: its ETag is to be good for a change.
    let row = store::as_of(&app.db, app.urls.tenant(), own(&slug)?, version).await.map_err(ApiError::internal)?;
    let row = row.ok_or_else(|| unknown(&slug))?;
    let tag = conditions::tag(row.version);
    if unchanged(&headers, &tag) {
        return Ok(conditions::not_modified(&tag));
    }
    Ok(([(header::ETAG, tag), conditions::private()], Json(told(&row))).into_response())
}

/// All versions of an entry, newest first, a part at a time: `?before=VERSION`.
pub(crate) async fn history(
    State(app): State<App>,
    Path(slug): Path<String>,
    Bearer(token): Bearer,
    RawQuery(query): RawQuery,
) -> Result<Response, ApiError> {
    admitted(&app, &token, Scope::CatalogueRead).await?;
    let query = Fields::parse(query.as_deref().unwrap_or_default().as_bytes());
    let before = number(&query, "before")?.unwrap_or(i64::MAX);
    let limit = limit(&query)?;
    let range = (before, i64::try_from(limit).unwrap_or(i64::MAX));
    let rows = store::history(&app.db, app.urls.tenant(), own(&slug)?, range).await.map_err(ApiError::internal)?;
    if rows.is_empty() && before == i64::MAX {
        return Err(unknown(&slug));
    }
    let next = rows.last().filter(|_| rows.len() == limit).map(|row| row.version);
    let versions: Vec<Value> = rows.iter().map(told).collect();
    Ok(([conditions::private()], Json(json!({"slug": slug, "versions": versions, "next": next}))).into_response())
}

/// An entry is added, or changed by those who have seen its newest version.
pub(crate) async fn put(
    State(app): State<App>,
    Path(slug): Path<String>,
    Bearer(token): Bearer,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, ApiError> {
    let key = admitted(&app, &token, Scope::CatalogueWrite).await?;
    if !is_media_type(&headers, "application/json") {
        let text = "expected a body of type application/json";
        return Err(ApiError::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, ErrorCode::InvalidRequest, text));
    }
    let body = body.map_err(|rejection| {
        let text = format!("expected a body of at most {BODY_LIMIT} bytes, to its end");
        ApiError::new(rejection.status(), ErrorCode::InvalidRequest, &text)
    })?;
    let entry = read(&slug, &body)?;
    let edit = Edit::Put(&entry, seen(&headers)?);
    let done = app.change_catalogue(&edit, By::Key(key.id), app.now()).await;
    let (edition, diff) = done.map_err(refusal::to_program)?;
    let status = if diff.added.is_empty() { StatusCode::OK } else { StatusCode::CREATED };
    answer(&app, &edition, &slug, status)
}

/// The slug of the address is the entry's; in the body it may stand once more.
fn read(slug: &str, body: &[u8]) -> Result<Entry, ApiError> {
    let wrong = |error: MemberError| invalid(&error.to_string());
    let entry = Entry::from_json(body).map_err(wrong)?;
    if entry.slug == slug {
        return Ok(entry);
    }
    Err(invalid(&format!("/slug: expected “{slug}” as in the address, found “{}”", entry.slug)))
}

/// An entry is retired: it packages nothing more, its page stays.
pub(crate) async fn retire(
    State(app): State<App>,
    Path(slug): Path<String>,
    Bearer(token): Bearer,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let key = admitted(&app, &token, Scope::CatalogueWrite).await?;
    let edit = Edit::Retire(&slug, seen(&headers)?);
    let done = app.change_catalogue(&edit, By::Key(key.id), app.now()).await;
    let (edition, _) = done.map_err(refusal::to_program)?;
    answer(&app, &edition, &slug, StatusCode::OK)
}

fn answer(app: &App, edition: &Edition, slug: &str, status: StatusCode) -> Result<Response, ApiError> {
    let item = edition.get(slug).ok_or_else(|| unknown(slug))?;
    let location = app.urls.at(&format!("api/catalogue/{slug}"));
    let headers = [(header::ETAG, conditions::tag(item.row.version)), (header::CONTENT_LOCATION, location)];
    Ok((status, headers, [conditions::private()], Json(told(&item.row))).into_response())
}

/// The defaults are kept under no slug, and no address leads to them.
fn own(slug: &str) -> Result<&str, ApiError> {
    if slug.is_empty() { Err(unknown(slug)) } else { Ok(slug) }
}

fn number(query: &Fields, name: &str) -> Result<Option<i64>, ApiError> {
    let Some(text) = query.one(name) else { return Ok(None) };
    let number = text.parse().ok().filter(|number| (1..i64::MAX).contains(number));
    number.map(Some).ok_or_else(|| invalid(&format!("{name}: expected a number from 1")))
}

fn invalid(text: &str) -> ApiError {
    ApiError::refused(ErrorCode::InvalidRequest, text)
}

fn unknown(slug: &str) -> ApiError {
    let text = format!("the catalogue has no entry “{slug}”");
    ApiError::new(StatusCode::NOT_FOUND, ErrorCode::InvalidRequest, &text)
}
