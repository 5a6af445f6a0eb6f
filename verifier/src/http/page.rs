//! `/verify`: the employer's page. A file or a text in, a verdict and a list of checks out; no script needed.

use askama::Template;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use web::page::{Frame, Page};
use web::parts::Mark;

use super::body::BodyRefusal;
use super::upload::{self, UploadRefusal};
use super::view::ReportView;
use crate::App;

/// Seconds after which an overloaded service may be asked again.
pub(super) const RETRY_AFTER: HeaderValue = HeaderValue::from_static("5");

#[derive(Template)]
#[template(path = "verifier/start.html")]
struct StartPage {
    frame: Frame,
    /// What was wrong with the last attempt; empty at first.
    problem: String,
    megabytes: usize,
}

#[derive(Template)]
#[template(path = "verifier/report.html")]
struct ReportPage {
    frame: Frame,
    report: ReportView,
    checked: String,
}

/// The form.
pub(super) async fn start(State(app): State<App>) -> Response {
    form(&app, StatusCode::OK, "")
}

/// The report page for what was sent; the form again when nothing could be taken.
pub(super) async fn check(State(app): State<App>, request: Request) -> Response {
    let bytes = match upload::read(request, app.limits.transcript_bytes).await {
        Ok(bytes) => bytes,
        Err(refusal) => return refused(&app, refusal),
    };
    if bytes.trim_ascii().is_empty() {
        return form(&app, StatusCode::BAD_REQUEST, "Choose a file, or paste the text of a credential.");
    }
    let Ok(_place) = app.workers.admit() else { return overloaded(&app) };
    let report = app.verify(bytes).await;
    let checked = app.clock.now().in_words();
    Page(ReportPage { frame: frame("What we found"), report: ReportView::of(&report), checked }).into_response()
}

fn refused(app: &App, refusal: UploadRefusal) -> Response {
    let megabytes = app.limits.transcript_bytes / 1_000_000;
    match refusal {
        UploadRefusal::Body(BodyRefusal::TooLong(_)) => {
            let why = format!(
                "The file is too large. A credential has at most 1 MB, a transcript or a picture at most {megabytes} MB."
            );
            form(app, StatusCode::PAYLOAD_TOO_LARGE, &why)
        }
        UploadRefusal::Body(BodyRefusal::Broken) | UploadRefusal::Form => {
            form(app, StatusCode::BAD_REQUEST, "The file did not arrive completely. Try again.")
        }
    }
}

fn overloaded(app: &App) -> Response {
    let mut response =
        form(app, StatusCode::SERVICE_UNAVAILABLE, "Many people are checking right now. Try again in a few seconds.");
    response.headers_mut().insert(header::RETRY_AFTER, RETRY_AFTER);
    response
}

fn form(app: &App, status: StatusCode, problem: &str) -> Response {
    let megabytes = app.limits.transcript_bytes / 1_000_000;
    let page = StartPage { frame: frame("Check a credential"), problem: problem.to_owned(), megabytes };
    (status, Page(page)).into_response()
}

fn frame(title: &str) -> Frame {
    Frame { home: "/verify".to_owned(), ..Frame::new(title) }
}
