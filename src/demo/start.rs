//! The demo's start page: three doors.

use askama::Template;
use axum::Json;
use axum::extract::State;
use issuer::records::Learner;
use web::page::{Frame, Page};

use super::DemoPages;

#[derive(Template)]
#[template(path = "demo/start.html")]
pub(super) struct Start {
    frame: Frame,
    sign_in: String,
    learners: Vec<Learner>,
}

/// Three doors: learner, employer, registrar.
pub(super) async fn page(State(pages): State<DemoPages>) -> Page<Start> {
    Page(Start {
        frame: frame("A record you can carry, and anyone can check"),
        sign_in: format!("/{}/sign-in", pages.issuer.urls().tenant()),
        learners: pages.issuer.records().learners(),
    })
}

/// `GET /api/demo/learners`.
pub(super) async fn learners(State(pages): State<DemoPages>) -> Json<Vec<Learner>> {
    Json(pages.issuer.records().learners())
}

/// The frame of the demo's own pages.
pub(super) fn frame(title: &str) -> Frame {
    Frame::new(title).notice("This is a demonstration with invented people and institutions.")
}
