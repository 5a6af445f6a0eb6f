//! What the verifier answers: the employer's page, and the report for programs.

mod api;
mod body;
mod page;
mod upload;
mod view;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};

use crate::App;

/// Room for the form around the file.
const FORM_BYTES: usize = 64 * 1024;

/// The routes of `app`.
pub(crate) fn routes(app: App) -> Router {
    Router::new()
        .route("/verify", get(page::start).post(page::check))
        .route("/verifier/api/verify", post(api::verify))
        // `body::read` limits what is read; axum's own limit would answer in its words, and sooner than ours.
        .layer(DefaultBodyLimit::disable())
        .with_state(app)
}
