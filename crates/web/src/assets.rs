//! The one style sheet, under a name that changes with its content, so that browsers may keep it for good.

use std::fmt::Write as _;
use std::sync::LazyLock;

use aws_lc_rs::digest::{SHA256, digest};
use axum::Router;
use axum::extract::Path;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;

const STYLE: &str = include_str!("../../../templates/style.css");

static STYLE_HREF: LazyLock<String> = LazyLock::new(|| {
    let hash = digest(&SHA256, STYLE.as_bytes());
    let mut href = "/assets/style-".to_owned();
    for byte in hash.as_ref().iter().take(8) {
        // Writing to a String cannot fail.
        let _ = write!(href, "{byte:02x}");
    }
    href + ".css"
});

/// The style sheet's address, `/assets/style-<hash>.css`.
pub fn style_href() -> &'static str {
    &STYLE_HREF
}

/// Serves `/assets/…`. Mounted once, by the binary, at the root of the server.
pub fn router() -> Router {
    Router::new().route("/assets/{file}", get(asset))
}

async fn asset(Path(file): Path<String>) -> Response {
    if style_href().strip_prefix("/assets/") != Some(file.as_str()) {
        return StatusCode::NOT_FOUND.into_response();
    }
    let headers = [
        (header::CONTENT_TYPE, "text/css; charset=utf-8"),
        (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
    ];
    (headers, STYLE).into_response()
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use axum::body::Body;
    use axum::http::Request;
    use tower::ServiceExt as _;

    use super::*;

    async fn get(path: &str) -> Response {
        router().oneshot(Request::get(path).body(Body::empty()).unwrap()).await.unwrap()
    }

    #[tokio::test]
    async fn style_sheet_may_be_kept_for_good() {
        let response = get(style_href()).await;
        assert_eq!(response.status(), StatusCode::OK);
        assert_eq!(response.headers().get(header::CONTENT_TYPE).unwrap(), "text/css; charset=utf-8");
        assert!(response.headers().get(header::CACHE_CONTROL).unwrap().to_str().unwrap().contains("immutable"));
    }

    #[tokio::test]
    async fn another_hash_is_not_found() {
        assert_eq!(get("/assets/style-0000000000000000.css").await.status(), StatusCode::NOT_FOUND);
    }

    #[test]
    fn style_sheet_reaches_for_nothing_outside() {
        for word in ["@import", "http:", "https:", "@font-face", "url(//"] {
            assert!(!STYLE.contains(word), "{word}");
        }
    }

    /// The colours of the light or the dark theme, by name.
    fn colours(theme: &str) -> HashMap<&str, [f64; 3]> {
        let declarations =
            theme.split(';').filter_map(|line| line.rsplit_once("--").and_then(|(_, rest)| rest.split_once(": #")));
        declarations
            .filter(|(_, value)| value.len() == 6)
            .map(|(name, value)| {
                let channel = |at: usize| f64::from(u8::from_str_radix(&value[at..at + 2], 16).unwrap()) / 255.0;
                (name, [channel(0), channel(2), channel(4)])
            })
            .collect()
    }

    /// WCAG 2.2, relative luminance and contrast ratio.
    fn contrast(one: [f64; 3], other: [f64; 3]) -> f64 {
        let linear = |c: f64| if c <= 0.040_45 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) };
        let luminance = |[r, g, b]: [f64; 3]| 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
        let (one, other) = (luminance(one) + 0.05, luminance(other) + 0.05);
        one.max(other) / one.min(other)
    }

    #[test]
    fn every_colour_of_text_can_be_read_in_both_themes() {
        let (light, rest) = STYLE.split_once("@media screen and (prefers-color-scheme: dark)").unwrap();
        let dark = rest.split_once("\n}\n").unwrap().0;
        let pairs = [
            ("ink", "ground"),
            ("ink", "paper"),
            ("soft", "ground"),
            ("soft", "paper"),
            ("accent", "ground"),
            ("accent", "paper"),
            ("on-accent", "accent"),
            ("passed", "wash-passed"),
            ("warned", "wash-warned"),
            ("unchecked", "wash-unchecked"),
            ("failed", "wash-failed"),
            ("ink", "wash-failed"),
        ];
        for theme in [light, dark] {
            let colours = colours(theme);
            for (text, ground) in pairs {
                let ratio = contrast(colours[text], colours[ground]);
                assert!(ratio >= 4.5, "{text} on {ground}: {ratio:.2}");
            }
        }
    }
}
