//! The development sign-in: anybody may be any of the sample learners. Only the demo has this door, and the page says so.

use askama::Template;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use web::fields::Fields;
use web::page::{Frame, Page};
use web::page_error::PageError;

use super::refusal::to_learner;
use crate::App;
use crate::issuance::{Failure, Refusal};
use crate::records::Learner;

#[derive(Template)]
#[template(path = "issuer/sign_in.html")]
struct SignIn {
    frame: Frame,
    learners: Vec<Learner>,
    csrf: String,
}

/// The list of sample learners.
pub(crate) async fn sign_in_page(State(app): State<App>) -> Result<Response, PageError> {
    let session = app.sessions.start(None, app.now(), app.random.as_ref());
    let cookie = app.sessions.set_cookie(&session).map_err(PageError::internal)?;
    let frame = app.frame("Sign in").progress("Demonstration: pick who you are");
    let page = SignIn { frame, learners: app.records.learners(), csrf: app.sessions.csrf_token(&session) };
    Ok(([(header::SET_COOKIE, cookie)], Page(page)).into_response())
}

/// Signs in as the learner chosen, in a new session.
pub(crate) async fn sign_in(State(app): State<App>, headers: HeaderMap, form: Fields) -> Result<Response, PageError> {
    let session = app.sessions.read(&headers, app.now()).ok_or_else(PageError::form_expired)?;
    if !app.sessions.check_form(&headers, &session, form.one("csrf")) {
        return Err(PageError::form_expired());
    }
    let learner = form.required("learner")?;
    if app.records.record(learner).await.map_err(|error| to_learner(error.into()))?.is_none() {
        return Err(to_learner(Failure::from(Refusal::UnknownLearner)));
    }
    let session = app.sessions.start(Some(learner), app.now(), app.random.as_ref());
    let cookie = app.sessions.set_cookie(&session).map_err(PageError::internal)?;
    let onward = Redirect::to(&format!("/{}/record", app.urls.tenant()));
    Ok((StatusCode::SEE_OTHER, [(header::SET_COOKIE, cookie)], onward).into_response())
}
