//! The frame around every page.
//!
//! A page is an askama template that begins with `{% extends "base.html" %}`, whose struct has a field
//! `frame: Frame`, and which fills the block `main` (and, where it has something to add, `after_title`). A crate with
//! templates has an `askama.toml` that names the folder `templates/` at the root of the workspace.

use askama::Template;
use axum::http::{HeaderValue, header};
use axum::response::{Html, IntoResponse, Response};

use crate::assets;
use crate::page_error::PageError;

/// What `base.html` shows around a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frame {
    /// The heading that says where the reader is; also the window title.
    pub title: String,
    /// The page's language, a BCP 47 tag.
    pub lang: &'static str,
    /// Progress in words: `Step 2 of 3: what you agree to`.
    pub progress: Option<String>,
    /// The institution's name, in the header.
    pub institution: Option<String>,
    /// Where the institution's name leads.
    pub home: String,
    /// A word about the person signed in, with the way out.
    pub visitor: Option<Visitor>,
    /// A note across the top, such as “This is a demonstration”.
    pub notice: Option<String>,
    /// The page's own script, if it has one; it must work without.
    pub script_href: Option<String>,
}

/// The person signed in, as the header shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Visitor {
    /// The name.
    pub name: String,
    /// Where the sign-out form posts to.
    pub sign_out: String,
    /// The form's protecting token (see [`crate::session`]).
    pub csrf: String,
}

impl Frame {
    /// An English page with a title and nothing else.
    pub fn new(title: impl Into<String>) -> Self {
        Self {
            title: title.into(),
            lang: "en",
            progress: None,
            institution: None,
            home: "/".to_owned(),
            visitor: None,
            notice: None,
            script_href: None,
        }
    }

    /// Says how far the reader has come.
    #[must_use]
    pub fn progress(mut self, words: impl Into<String>) -> Self {
        self.progress = Some(words.into());
        self
    }

    /// Says whose page this is and where its name leads.
    #[must_use]
    pub fn institution(mut self, name: impl Into<String>, home: impl Into<String>) -> Self {
        self.institution = Some(name.into());
        self.home = home.into();
        self
    }

    /// Says who is signed in.
    #[must_use]
    pub fn visitor(mut self, visitor: Visitor) -> Self {
        self.visitor = Some(visitor);
        self
    }

    /// Puts a note across the top.
    #[must_use]
    pub fn notice(mut self, words: impl Into<String>) -> Self {
        self.notice = Some(words.into());
        self
    }

    /// Adds the page's script. The response must then carry [`crate::protect::OwnScripts`].
    #[must_use]
    pub fn script(mut self, href: impl Into<String>) -> Self {
        self.script_href = Some(href.into());
        self
    }

    /// Where the style sheet is.
    pub fn style_href(&self) -> &'static str {
        assets::style_href()
    }
}

/// A template as a response: HTML, `Cache-Control: no-store`. Pages here show a learner's record, so none is stored.
#[derive(Debug, Clone)]
pub struct Page<T>(pub T);

impl<T: Template> IntoResponse for Page<T> {
    fn into_response(self) -> Response {
        match self.0.render() {
            Ok(html) => {
                let no_store = [(header::CACHE_CONTROL, HeaderValue::from_static("no-store"))];
                (no_store, Html(html)).into_response()
            }
            Err(error) => PageError::internal(error).into_response(),
        }
    }
}

#[cfg(test)]
mod tests {
    use http_body_util::BodyExt as _;

    use super::*;

    #[derive(Template)]
    #[template(source = r#"{% extends "base.html" %}{% block main %}<p>{{ text }}</p>{% endblock %}"#, ext = "html")]
    struct Sample {
        frame: Frame,
        text: &'static str,
    }

    async fn html(frame: Frame, text: &'static str) -> String {
        let response = Page(Sample { frame, text }).into_response();
        assert_eq!(response.headers().get(header::CACHE_CONTROL).unwrap(), "no-store");
        String::from_utf8(response.into_body().collect().await.unwrap().to_bytes().to_vec()).unwrap()
    }

    #[tokio::test]
    async fn frame_shows_what_it_is_given() {
        let visitor = Visitor { name: "Ada".into(), sign_out: "/out".into(), csrf: "t0ken".into() };
        let frame = Frame::new("Choose")
            .progress("Step 1 of 3")
            .institution("Example College", "/default/")
            .visitor(visitor)
            .notice("A demonstration")
            .script("/assets/x.js");
        let page = html(frame, "body").await;
        for part in [
            "<html lang=\"en\">",
            "<h1>Choose</h1>",
            "Step 1 of 3",
            "Example College",
            "A demonstration",
            "action=\"/out\"",
            "value=\"t0ken\"",
            "src=\"/assets/x.js\"",
            assets::style_href(),
            "<p>body</p>",
        ] {
            assert!(page.contains(part), "{part} is missing in {page}");
        }
    }

    #[tokio::test]
    async fn bare_frame_shows_no_empty_parts() {
        let page = html(Frame::new("Choose"), "body").await;
        for part in ["<script", "class=\"progress\"", "class=\"notice\"", "<form"] {
            assert!(!page.contains(part), "{part} is in {page}");
        }
    }

    #[tokio::test]
    async fn text_from_strangers_is_escaped() {
        let page = html(Frame::new("<b>Choose</b>"), "<script>alert(1)</script>").await;
        assert!(!page.contains("<b>") && !page.contains("<script"), "{page}");
    }
}
