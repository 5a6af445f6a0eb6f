//! What became of one learner's record, in full: for staff.
//!
//! The learner's number comes in a form's body, never in an address, which logs and histories keep.

use askama::Template;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use issuer::issuance::whose::Choice;
use issuer::left_out::{Report, Row, csv};
use model::package::Packaged;
use model::record::LearnerRecord;
use web::fields::Fields;
use web::page::{Frame, Page};
use web::page_error::PageError;
use web::same_site::is_same_site;

use crate::demo::DemoPages;
use crate::demo::start::frame;

#[derive(Template)]
#[template(path = "demo/learner.html")]
struct Learner {
    frame: Frame,
    id: String,
    name: Option<String>,
    issuable: Vec<String>,
    lines: Vec<Row>,
    notes: Vec<Row>,
}

/// The report as a page.
pub(crate) async fn page(
    State(pages): State<DemoPages>,
    headers: HeaderMap,
    form: Fields,
) -> Result<Response, PageError> {
    let (id, record, packaged) = packaged(&pages, &headers, &form).await?;
    let (lines, notes) = Report::of(&record, &packaged).rows().into_iter().partition(|row| row.fix_by.is_some());
    let page = Learner {
        frame: frame("What became of a record"),
        name: Choice::by_default(&record, &pages.issuer.institution().sources).name,
        issuable: packaged.credentials.iter().map(|draft| draft.title.clone()).collect(),
        lines,
        notes,
        id,
    };
    Ok(Page(page).into_response())
}

/// The report as a file.
pub(crate) async fn table(
    State(pages): State<DemoPages>,
    headers: HeaderMap,
    form: Fields,
) -> Result<Response, PageError> {
    let (_, record, packaged) = packaged(&pages, &headers, &form).await?;
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8")),
        (header::CONTENT_DISPOSITION, HeaderValue::from_static("attachment; filename=\"left-out.csv\"")),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    Ok((headers, csv(&Report::of(&record, &packaged).rows())).into_response())
}

async fn packaged(
    pages: &DemoPages,
    headers: &HeaderMap,
    form: &Fields,
) -> Result<(String, LearnerRecord, Packaged), PageError> {
    if !is_same_site(headers) {
        return Err(PageError::form_expired());
    }
    let id = form.required("learner")?.trim().to_owned();
    let record = pages.issuer.records().record(&id).await.map_err(PageError::internal)?;
    let record = record.ok_or_else(|| {
        PageError::new(
            StatusCode::NOT_FOUND,
            "There is no such learner",
            "The record source knows nobody with this number.",
            "Go back, check the number and try again.",
        )
    })?;
    let packaged = pages.issuer.package(&record).await.map_err(PageError::internal)?;
    Ok((id, record, packaged))
}

#[cfg(test)]
mod tests {
    use issuer::left_out::Row;
    use model::package::FixBy;

    use super::*;

    #[test]
    fn staff_see_place_and_code_and_nothing_a_stranger_wrote_becomes_markup() {
        let row = |fix_by| Row {
            what: "<img src=x onerror=alert(1)>".to_owned(),
            code: "no_criteria",
            detail: "<script>".to_owned(),
            fix_by,
            path: "/Person/0/CredentialAward/3".to_owned(),
        };
        let page = |lines, notes| Learner {
            frame: frame("What became of a record"),
            id: "4711".to_owned(),
            name: None,
            issuable: Vec::new(),
            lines,
            notes,
        };
        let html = page(vec![row(Some(FixBy::Registrar))], vec![row(None)]).render().unwrap();
        assert!(!html.contains("<img src=x") && !html.contains("<script"), "{html}");
        assert_eq!(html.matches("/Person/0/CredentialAward/3").count(), 2, "{html}");
        assert!(html.contains("no_criteria") && html.contains(">Registrar</td>") && html.contains("learner.csv"));
        let nothing = page(Vec::new(), Vec::new()).render().unwrap();
        assert!(nothing.contains("All of the record was understood") && !nothing.contains("learner.csv"), "{nothing}");
    }
}
