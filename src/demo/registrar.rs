//! The registrar's door of the demo: what was issued, revoking it, and what became of a learner's record.

pub(super) mod learner;

use askama::Template;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use issuer::issuance::revoke as rules;
use issuer::records::Learner;
use issuer::store::status::{self, Issued};
use model::time::Time;
use web::fields::Fields;
use web::page::{Frame, Page};
use web::page_error::PageError;
use web::same_site::is_same_site;

use super::DemoPages;
use super::start::frame;

/// Credentials shown.
const SHOWN: i64 = 50;
/// Learners with a button of their own; the number of any other is typed in.
const LISTED: usize = 20;

#[derive(Template)]
#[template(path = "demo/registrar.html")]
struct Registrar {
    frame: Frame,
    issued: Vec<Row>,
    learners: Vec<Learner>,
}

struct Row {
    issued: Issued,
    at: String,
    revoked: Option<String>,
}

/// The newest credentials, with a button to revoke each.
pub(super) async fn page(State(pages): State<DemoPages>) -> Result<Response, PageError> {
    let issuer = &pages.issuer;
    let newest = status::newest(issuer.db(), issuer.urls().tenant(), SHOWN).await.map_err(PageError::internal)?;
    let row = |issued: Issued| Row {
        at: issued.issued_at.in_words(),
        revoked: issued.revoked_at.map(Time::in_words),
        issued,
    };
    let mut learners = issuer.records().learners();
    learners.truncate(LISTED);
    let page = Registrar { frame: frame("Registrar"), issued: newest.into_iter().map(row).collect(), learners };
    Ok(Page(page).into_response())
}

/// Revokes one, for the reason typed in.
pub(super) async fn revoke(
    State(pages): State<DemoPages>,
    headers: HeaderMap,
    form: Fields,
) -> Result<Redirect, PageError> {
    if !is_same_site(&headers) {
        return Err(PageError::form_expired());
    }
    let (id, reason) = (form.required("id")?, form.required("reason")?);
    rules::revoke(&pages.issuer, id, reason, pages.issuer.now()).await.map_err(|error| {
        PageError::new(StatusCode::CONFLICT, "It was not revoked", &error.to_string(), "Go back and try again.")
    })?;
    Ok(Redirect::to("/registrar"))
}
