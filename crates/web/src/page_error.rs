//! The page a person sees when something went wrong: what happened, what to do, a code to quote.

use std::fmt::Display;

use askama::Template;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use crate::page::{Frame, Page};
use crate::reference;

/// An error as a page. Logged once, when it becomes a response, with the code the page shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageError {
    status: StatusCode,
    frame: Box<Frame>,
    happened: String,
    to_do: String,
    link: Option<Box<Link>>,
    cause: Option<String>,
}

/// A way on from the error page.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Link {
    href: String,
    text: String,
}

#[derive(Template)]
#[template(path = "error.html")]
struct ErrorPage {
    frame: Frame,
    happened: String,
    to_do: String,
    link: Option<Link>,
    reference: String,
}

impl PageError {
    /// `heading` says it in a few words; `happened` and `to_do` are whole sentences, free of personal data.
    pub fn new(status: StatusCode, heading: &str, happened: &str, to_do: &str) -> Self {
        let frame = Box::new(Frame::new(heading));
        Self { status, frame, happened: happened.to_owned(), to_do: to_do.to_owned(), link: None, cause: None }
    }

    /// 404.
    pub fn not_found() -> Self {
        Self::new(
            StatusCode::NOT_FOUND,
            "There is no such page",
            "The address does not lead to anything here.",
            "Check the link for a part that was cut off, or start again from the first page.",
        )
    }

    /// 403 for a form that did not come from our own page, or came too late.
    pub fn form_expired() -> Self {
        Self::new(
            StatusCode::FORBIDDEN,
            "This form is no longer valid",
            "It was open for too long, or it was sent from another site. Nothing was changed.",
            "Go back, load the page again and send the form once more.",
        )
    }

    /// 401 for somebody who must sign in first.
    pub fn sign_in_first(sign_in: &str) -> Self {
        Self::new(
            StatusCode::UNAUTHORIZED,
            "Please sign in",
            "You are not signed in, or you have been signed in for too long.",
            "Sign in to go on.",
        )
        .link(sign_in, "Sign in")
    }

    /// 400 for a form with a missing or wrong field.
    pub fn bad_form(happened: &str) -> Self {
        Self::new(
            StatusCode::BAD_REQUEST,
            "The form could not be read",
            happened,
            "Go back and fill in the form again. Nothing was changed.",
        )
    }

    /// 500. `cause` goes to the log beside the code that the page shows.
    pub fn internal(cause: impl Display) -> Self {
        let error = Self::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "Something went wrong here",
            "We could not finish what you asked for. It is our fault, not yours.",
            "Try again in a minute. If it happens again, tell us the code below.",
        );
        Self { cause: Some(cause.to_string()), ..error }
    }

    /// Offers a way on.
    #[must_use]
    pub fn link(mut self, href: &str, text: &str) -> Self {
        self.link = Some(Box::new(Link { href: href.to_owned(), text: text.to_owned() }));
        self
    }

    /// Puts the page into an institution's frame; the heading stays.
    #[must_use]
    pub fn framed(mut self, frame: &Frame) -> Self {
        *self.frame = Frame { title: self.frame.title, progress: None, script_href: None, ..frame.clone() };
        self
    }

    /// The HTTP status.
    pub fn status(&self) -> StatusCode {
        self.status
    }
}

impl IntoResponse for PageError {
    fn into_response(self) -> Response {
        let reference = reference::new();
        let (status, heading) = (self.status.as_u16(), &self.frame.title);
        if let Some(cause) = self.cause {
            tracing::error!(reference, status, heading, cause, "a page failed");
        } else {
            tracing::info!(reference, status, heading, "an error page was shown");
        }
        let Self { status, frame, happened, to_do, link, .. } = self;
        let page = ErrorPage { frame: *frame, happened, to_do, link: link.map(|link| *link), reference };
        match page.render() {
            Ok(_) => (status, Page(page)).into_response(),
            // Rendering an error page must not ask for another one.
            Err(_) => (StatusCode::INTERNAL_SERVER_ERROR, page.happened).into_response(),
        }
    }
}

#[cfg(test)]
mod tests {
    use http_body_util::BodyExt as _;

    use super::*;

    async fn html(error: PageError) -> String {
        let response = error.into_response();
        assert_eq!(response.headers().get("content-type").unwrap(), "text/html; charset=utf-8");
        String::from_utf8(response.into_body().collect().await.unwrap().to_bytes().to_vec()).unwrap()
    }

    #[tokio::test]
    async fn page_says_what_happened_what_to_do_and_a_code() {
        let page = html(PageError::sign_in_first("/default/sign-in")).await;
        for part in
            ["<h1>Please sign in</h1>", "signed in for too long", "Sign in to go on", "href=\"/default/sign-in\""]
        {
            assert!(page.contains(part), "{part} is missing in {page}");
        }
        assert!(page.contains("class=\"reference\""), "{page}");
    }

    #[tokio::test]
    async fn internal_cause_is_not_shown() {
        let error = PageError::internal("disk full at /var/lib");
        assert_eq!(error.status(), StatusCode::INTERNAL_SERVER_ERROR);
        assert!(!html(error).await.contains("disk full"));
    }

    #[tokio::test]
    async fn frame_of_the_institution_keeps_the_heading() {
        let frame = Frame::new("Choose").institution("Example College", "/default/").progress("Step 1 of 3");
        let page = html(PageError::not_found().framed(&frame)).await;
        assert!(page.contains("Example College") && page.contains("<h1>There is no such page</h1>"), "{page}");
        assert!(!page.contains("Step 1 of 3"), "{page}");
    }

    #[tokio::test]
    async fn words_of_strangers_are_escaped() {
        assert!(!html(PageError::bad_form("<img src=x>")).await.contains("<img"));
    }
}
