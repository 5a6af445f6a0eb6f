use axum::body::Bytes;
use axum::routing::{get, post};
use http_body_util::BodyExt as _;
use tower::ServiceExt as _;

use super::*;

fn app(limits: Limits) -> Router {
    let router = Router::new()
        .route("/", get(|| async { "plain" }))
        .route("/script", get(|| async { (OwnScripts, "with script") }))
        .route("/own", get(|| async { ([(header::REFERRER_POLICY, "no-referrer")], "own") }))
        .route("/slow", get(std::future::pending::<()>))
        .route("/panic", get(|| async { assert_eq!("cheese", "none", "out of cheese") }))
        .route("/small", post(|body: Bytes| async move { body.len().to_string() }))
        .route("/large", post(|body: Bytes| async move { body.len().to_string() }).layer(DefaultBodyLimit::max(100)));
    protect(router, limits)
}

fn limits() -> Limits {
    Limits { body: 10, time: Duration::from_millis(50), https: true }
}

async fn answer(request: axum::http::request::Builder, body: &'static str) -> (StatusCode, HeaderMap, String) {
    let response = app(limits()).oneshot(request.body(Body::from(body)).unwrap()).await.unwrap();
    let (status, headers) = (response.status(), response.headers().clone());
    let text = String::from_utf8(response.into_body().collect().await.unwrap().to_bytes().to_vec()).unwrap();
    (status, headers, text)
}

#[tokio::test]
async fn every_answer_has_the_security_headers() {
    for path in ["/", "/none", "/panic", "/slow"] {
        let (_, headers, _) = answer(Request::get(path), "").await;
        let policy = headers.get(header::CONTENT_SECURITY_POLICY).unwrap().to_str().unwrap();
        assert!(policy.starts_with("default-src 'none'; style-src 'self';"), "{path}: {policy}");
        assert!(policy.contains("frame-ancestors 'none'") && !policy.contains("script-src"), "{path}: {policy}");
        assert_eq!(headers.get(header::X_CONTENT_TYPE_OPTIONS).unwrap(), "nosniff", "{path}");
        assert_eq!(headers.get(header::REFERRER_POLICY).unwrap(), "same-origin", "{path}");
        assert!(headers.contains_key(header::STRICT_TRANSPORT_SECURITY), "{path}");
    }
    let plain = protect(Router::new(), Limits::default());
    let response = plain.oneshot(Request::get("/").body(Body::empty()).unwrap()).await.unwrap();
    assert!(!response.headers().contains_key(header::STRICT_TRANSPORT_SECURITY));
}

#[tokio::test]
async fn scripts_run_only_where_asked_for() {
    let (_, headers, _) = answer(Request::get("/script"), "").await;
    let policy = headers.get(header::CONTENT_SECURITY_POLICY).unwrap().to_str().unwrap();
    assert!(policy.contains("script-src 'self'; connect-src 'self'") && !policy.contains("unsafe"), "{policy}");
}

#[tokio::test]
async fn routes_may_set_their_own() {
    let (_, headers, _) = answer(Request::get("/own"), "").await;
    assert_eq!(headers.get_all(header::REFERRER_POLICY).iter().collect::<Vec<_>>(), ["no-referrer"]);
}

#[tokio::test]
async fn bodies_are_limited_and_a_route_may_take_more() {
    let (status, _, _) = answer(Request::post("/small"), "12345678901").await;
    assert_eq!(status, StatusCode::PAYLOAD_TOO_LARGE);
    let (status, _, text) = answer(Request::post("/small"), "1234567890").await;
    assert_eq!((status, text.as_str()), (StatusCode::OK, "10"));
    let (status, _, text) = answer(Request::post("/large"), "12345678901").await;
    assert_eq!((status, text.as_str()), (StatusCode::OK, "11"));
}

#[tokio::test]
async fn programs_get_json_and_people_get_a_page() {
    for (path, expected) in [
        ("/none", StatusCode::NOT_FOUND),
        ("/small", StatusCode::METHOD_NOT_ALLOWED),
        ("/slow", StatusCode::SERVICE_UNAVAILABLE),
        ("/panic", StatusCode::INTERNAL_SERVER_ERROR),
    ] {
        let (status, headers, text) = answer(Request::get(path).header("accept", "*/*"), "").await;
        assert_eq!(status, expected);
        assert_eq!(headers.get(header::CONTENT_TYPE).unwrap(), "application/json", "{path}");
        assert!(text.starts_with("{\"error\":") && !text.contains("cheese"), "{text}");
        let (status, headers, text) = answer(Request::get(path).header("accept", "text/html,*/*;q=0.8"), "").await;
        assert_eq!(status, expected);
        assert_eq!(headers.get(header::CONTENT_TYPE).unwrap(), "text/html; charset=utf-8", "{path}");
        assert!(text.contains("<h1>") && !text.contains("cheese"), "{text}");
    }
}
