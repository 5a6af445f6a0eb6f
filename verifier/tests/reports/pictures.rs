//! Badges that come baked into pictures: judged as if their own files had come.

use artefact::baking::bake;
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use http_body_util::BodyExt as _;
use outside::FixedDocuments;
use serde_json::Value;
use tower::ServiceExt as _;

use super::world::{Issuer, badge, check, lines, post, transcript, verifier};

const SVG: &[u8] = b"<svg xmlns='http://www.w3.org/2000/svg'><title>A &amp; B</title></svg>";

/// One white pixel: signature, `IHDR`, `IDAT`, `IEND`.
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\
    \0\0\0\x0dIHDR\0\0\0\x01\0\0\0\x01\x08\0\0\0\0\x3a\x7e\x9b\x55\
    \0\0\0\x0aIDAT\x78\x9c\x63\xf8\x0f\0\x01\x01\x01\0\xb1\x38\xf6\x14\
    \0\0\0\0IEND\xae\x42\x60\x82";

async fn judged(issuer: &Issuer, bytes: Vec<u8>) -> Value {
    let (status, report) = post(&verifier(FixedDocuments::default(), &[issuer]), bytes).await;
    assert_eq!(status, StatusCode::OK);
    report
}

#[tokio::test]
async fn a_badge_in_a_picture_gets_the_report_of_its_file() {
    let issuer = Issuer::by_key(1);
    let signed = issuer.sign(&badge(&issuer)).to_string();
    let expected = judged(&issuer, signed.clone().into_bytes()).await;
    assert_eq!(expected["verdict"], "valid");
    for image in [SVG, PNG] {
        let baked = bake(image, &signed).unwrap().bytes;
        assert_eq!(judged(&issuer, baked).await, expected);
        let changed = bake(image, &signed.replace("Spring 2026", "Spring 2027")).unwrap().bytes;
        let report = judged(&issuer, changed).await;
        assert_eq!(report["verdict"], "invalid", "{}", lines(&report));
    }
}

#[tokio::test]
async fn the_page_takes_a_picture_too() {
    let issuer = Issuer::by_key(1);
    let baked = bake(PNG, &issuer.sign(&badge(&issuer)).to_string()).unwrap().bytes;
    let head = b"--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"badge.png\"\r\n\r\n".as_slice();
    let form = [head, &baked, b"\r\n--b--\r\n"].concat();
    let request = Request::post("/verify").header(header::CONTENT_TYPE, "multipart/form-data; boundary=b");
    let app = verifier(FixedDocuments::default(), &[&issuer]);
    let response = app.oneshot(request.body(Body::from(form)).unwrap()).await.unwrap();
    assert_eq!(response.status(), StatusCode::OK);
    let page = response.into_body().collect().await.unwrap().to_bytes();
    let page = String::from_utf8(page.to_vec()).unwrap();
    assert!(page.contains("Genuine and valid"), "{page}");
}

#[tokio::test]
async fn limits_hold_for_what_is_inside() {
    let issuer = Issuer::by_key(1);
    let mut large = badge(&issuer);
    large["description"] = "x".repeat(1_000_001).into();
    let report = judged(&issuer, bake(PNG, &large.to_string()).unwrap().bytes).await;
    assert_eq!(check(&report, "parse"), ("failed", "too_large"));
    let child = issuer.sign(&badge(&issuer));
    let signed = transcript(&issuer, &[child]).to_string();
    let report = judged(&issuer, bake(SVG, &signed).unwrap().bytes).await;
    assert_eq!(check(&report, "parse").0, "passed", "{}", lines(&report));
}

#[tokio::test]
async fn what_holds_no_credential_is_refused_by_name() {
    let issuer = Issuer::by_key(1);
    let ours = |inside: &str| {
        format!("<svg xmlns:o='https://purl.imsglobal.org/ob/v3p0'><o:credential>{inside}</o:credential></svg>")
    };
    let twice = ours("{}").replace("</svg>", "<o:credential>{}</o:credential></svg>");
    let old = "<svg><o:assertion xmlns:o='http://openbadges.org'>{}</o:assertion></svg>".to_owned();
    let cases = [
        (SVG.to_vec(), "nothing_baked", "found none"),
        (PNG.to_vec(), "nothing_baked", "found none"),
        (twice.into_bytes(), "several_baked", "expected one Open Badges 3.0 credential in the picture, found 2"),
        (PNG[..60].to_vec(), "picture_not_read", "found the end of the file"),
        (b"<!DOCTYPE html><html></html>".to_vec(), "picture_not_read", "expected one root element svg"),
        (b"<!DOCTYPE svg [<!ENTITY a 'b'>]><svg/>".to_vec(), "picture_not_read", "without declarations"),
        (ours("hello").into_bytes(), "picture_not_read", "found something else"),
        (ours("{").into_bytes(), "not_json", "Expected a credential as JSON"),
        (ours("{\"a\":1}").into_bytes(), "not_a_credential", "found an object"),
        (ours("{\"a\":1,\"a\":2}").into_bytes(), "duplicate_member", "Expected a credential as JSON"),
        (old.into_bytes(), "format_not_read", "Open Badges 2.0"),
    ];
    for (bytes, reason, said) in cases {
        let report = judged(&issuer, bytes).await;
        assert_eq!((report["verdict"].as_str(), check(&report, "parse")), (Some("unreadable"), ("failed", reason)));
        assert!(report["sentence"].as_str().is_some_and(|sentence| sentence.contains(said)), "{report:#}");
    }
}
