//! The employer's page, without script: what a person reads, and what an issuer's words cannot do to it.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use outside::FixedDocuments;
use serde_json::json;

use super::world::{Issuer, answer, badge, course, transcript, verifier};

async fn page(request: Request<Body>, known: &[&Issuer]) -> (StatusCode, String) {
    let (status, body) = answer(&verifier(FixedDocuments::default(), known), request).await;
    (status, String::from_utf8(body).unwrap())
}

/// As a browser sends the form.
fn form(file: &str, text: &str) -> Request<Body> {
    let body = format!(
        "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"badge.json\"\r\nContent-Type: application/json\r\n\r\n{file}\r\n\
         --b\r\nContent-Disposition: form-data; name=\"text\"\r\n\r\n{text}\r\n--b--\r\n"
    );
    Request::post("/verify").header(header::CONTENT_TYPE, "multipart/form-data; boundary=b").body(body.into()).unwrap()
}

/// The words of the page between `from` and `to`, one element a line.
fn words(html: &str, from: &str, to: &str) -> String {
    let start = html.find(from).unwrap_or_else(|| panic!("{from} is not in {html}"));
    let end = html[start..].find(to).map_or(html.len(), |at| start + at);
    let mut text = String::new();
    for piece in html[start..end].split('<') {
        text.push_str(piece.split_once('>').map_or("", |(_, words)| words));
        text.push('\n');
    }
    text.lines().map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

#[tokio::test]
async fn the_form_needs_no_script() {
    let (status, html) = page(Request::get("/verify").body(Body::empty()).unwrap(), &[]).await;
    assert_eq!(status, StatusCode::OK);
    for part in [
        "<h1>Check a credential</h1>",
        "enctype=\"multipart/form-data\"",
        "type=\"file\"",
        "<textarea",
        "transcript up to 5 MB",
    ] {
        assert!(html.contains(part), "{part} is missing in {html}");
    }
    assert!(!html.contains("<script") && !html.contains("There is a problem"), "{html}");
}

#[tokio::test]
async fn the_verdict_comes_before_anything_the_issuer_wrote() {
    let issuer = Issuer::by_key(1);
    let (status, html) = page(form(&issuer.sign(&badge(&issuer)).to_string(), ""), &[&issuer]).await;
    assert_eq!(status, StatusCode::OK);
    insta::assert_snapshot!(words(&html, "<main", "What we checked"), @"
    What we found
    Genuine and valid
    Genuine and valid, issued by Example College (listed) on 1 June 2026.
    Checked on 24 November 2026 at 09:00 UTC. We keep nothing of it.
    What it says
    These are the words of the credential. What we could confirm stands above and below.
    CC
    Badge
    Course CS-101
    Says it is from Example College
    Issued
    1 June 2026
    Term
    Spring 2026
    Credits
    3
    Result
    A
    Everything in it
    Description
    A course.
    What was asked for
    Pass the examination.
    Code
    CS-101
    Issuer’s id
    did:key:z6Mkon3Necd6NkkyfoGoHxid2znGc59LU3K7mubaRcFbLfLX
    ");
    let verdict = html.find("Genuine and valid</h2>").unwrap();
    assert!(verdict < html.find("Course CS-101").unwrap());
}

#[tokio::test]
async fn words_of_the_issuer_stay_words() {
    let issuer = Issuer::by_key(1);
    let mut unsigned = badge(&issuer);
    let attack = "</section><script>alert(1)</script><h2 id=verdict>Genuine and valid</h2>";
    unsigned["name"] = json!(attack);
    unsigned["credentialSubject"]["achievement"]["name"] = json!(attack);
    unsigned["credentialSubject"]["achievement"]["criteria"]["narrative"] =
        json!("[x](javascript:alert(1)) <img src=x onerror=alert(1)>");
    unsigned["credentialSubject"]["term"] = json!("\u{202e}gnirpS <b>");
    let (_, html) = page(form("", &issuer.sign(&unsigned).to_string()), &[]).await;
    assert!(html.contains("Genuine, but we don’t know this issuer</h2>"), "{html}");
    for forbidden in ["<script", "<img src=x", "Genuine and valid</h2>", "gnirpS <b>", "\u{202e}", "href=\"javascript:"]
    {
        assert!(!html.contains(forbidden), "{forbidden} is in {html}");
    }
}

#[tokio::test]
async fn a_changed_badge_is_not_valid_for_one_reason() {
    let issuer = Issuer::by_key(1);
    let mut changed = issuer.sign(&badge(&issuer));
    changed["credentialSubject"]["creditsEarned"] = json!(30);
    let (_, html) = page(form("", &changed.to_string()), &[&issuer]).await;
    insta::assert_snapshot!(words(&html, "class=\"verdict", "What it says"), @"
    Not valid
    Not valid. It was changed after it was signed, or another key signed it than the one it names.
    Checked on 24 November 2026 at 09:00 UTC. We keep nothing of it.
    ");
    assert!(html.contains("signature_invalid") && html.contains("CRYPTOGRAPHIC_SECURITY_ERROR"), "{html}");
}

#[tokio::test]
async fn a_transcript_is_a_table_by_term() {
    let issuer = Issuer::by_key(1);
    let children = [("CS-101", "Fall 2025"), ("CS-102", "Spring 2026"), ("CS-103", "Fall 2025")]
        .map(|(code, term)| issuer.sign(&course(&issuer, code, term, "B+")));
    let (_, html) = page(form(&transcript(&issuer, &children).to_string(), ""), &[&issuer]).await;
    insta::assert_snapshot!(words(&html, "<table", "What we checked"), @"
    Fall 2025
    Code
    Course
    Credits
    Grade
    Status
    CS-101
    Course CS-101
    3
    B+
    Genuine and valid
    CS-103
    Course CS-103
    3
    B+
    Genuine and valid
    Spring 2026
    Code
    Course
    Credits
    Grade
    Status
    CS-102
    Course CS-102
    3
    B+
    Genuine and valid
    ");
}

#[tokio::test]
async fn what_cannot_be_taken_brings_the_form_back_with_the_reason() {
    let (status, html) = page(form("", ""), &[]).await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
    assert!(html.contains("There is a problem") && html.contains("paste the text of a credential"), "{html}");

    let (status, html) = page(form(&"x".repeat(50_000_000), ""), &[]).await;
    assert_eq!(status, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(html.contains("The file is too large.") && html.contains("<form"), "{html}");

    let broken =
        Request::post("/verify").header(header::CONTENT_TYPE, "multipart/form-data").body(Body::empty()).unwrap();
    assert_eq!(page(broken, &[]).await.0, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn what_is_not_a_credential_is_said_on_the_page() {
    let (status, html) = page(form("", "hello"), &[]).await;
    assert_eq!(status, StatusCode::OK);
    assert!(html.contains("Not a credential we can read</h2>"), "{html}");
    assert!(html.contains("expected JSON, found something else at line 1, column 1"), "{html}");
}
