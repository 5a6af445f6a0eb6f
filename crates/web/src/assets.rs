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
}
