//! What an attacker sends: every answer is a clear refusal, soon, and the service goes on.

use std::sync::Arc;

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use model::time::SettableClock;
use outside::FixedDocuments;
use serde_json::{Value, json};
use tower::ServiceExt as _;
use verifier::trust::TrustList;
use verifier::workers::Workers;
use verifier::{App, router};

use super::world::{Issuer, NOW, badge, check, lines, post, time, transcript, verifier};

async fn unreadable(bytes: impl Into<Body>, reason: &str) {
    let (status, report) = post(&verifier(FixedDocuments::default(), &[]), bytes).await;
    assert_eq!((status, report["verdict"].as_str()), (StatusCode::OK, Some("unreadable")));
    assert_eq!(check(&report, "parse"), ("failed", reason));
    assert_eq!(report["checks"].as_array().unwrap().len(), 20);
}

#[tokio::test]
async fn what_is_not_a_credential_is_refused_by_name() {
    unreadable("", "empty").await;
    unreadable("hello", "not_json").await;
    unreadable("{\"type\":", "not_json").await;
    unreadable(b"\xff\xfe\x00".to_vec(), "not_utf8").await;
    unreadable("[]", "not_a_credential").await;
    unreadable("{\"name\":\"x\"}", "not_a_credential").await;
    unreadable("eyJhbGciOiJFUzI1NiJ9.e30.c2ln", "malformed_token").await;
}

/// Each disclosure is small and within the next; together they are deeper than anything is read.
#[tokio::test]
async fn disclosures_within_each_other_are_refused() {
    let issuer = Issuer::by_key(1);
    let mut claims = badge(&issuer);
    claims["vct"] = json!("https://college.example/default/vct/badge");
    let mut pointer = String::from("/deep");
    let mut deep = json!(1);
    for _ in 0..90 {
        deep = json!({"x": deep});
    }
    claims["deep"] = deep;
    let mut pointers = Vec::new();
    for _ in 0..90 {
        pointers.push(pointer.clone());
        pointer.push_str("/x");
    }
    let pointers: Vec<&str> = pointers.iter().rev().map(String::as_str).collect();
    unreadable(issuer.sd_jwt(&claims, &pointers), "too_deep").await;
}

#[tokio::test]
async fn nesting_of_ten_thousand_is_refused() {
    unreadable("[".repeat(10_000), "too_deep").await;
    unreadable("{\"credentialSubject\":".repeat(10_000), "too_deep").await;
}

#[tokio::test]
async fn members_given_twice_are_refused() {
    let issuer = Issuer::by_key(1);
    let text = issuer.sign(&badge(&issuer)).to_string();
    unreadable(text.replacen("{\"@context\"", "{\"name\":\"Doctor\",\"@context\"", 1), "duplicate_member").await;
}

#[tokio::test]
async fn fifty_megabytes_are_refused_and_the_service_goes_on() {
    let issuer = Issuer::by_key(1);
    let verifier = verifier(FixedDocuments::default(), &[&issuer]);
    let (status, body) = post(&verifier, vec![b'['; 50_000_000]).await;
    assert_eq!((status, body["error"].as_str()), (StatusCode::PAYLOAD_TOO_LARGE, Some("too_large")));
    let (status, report) = post(&verifier, issuer.sign(&badge(&issuer)).to_string()).await;
    assert_eq!((status, report["verdict"].as_str()), (StatusCode::OK, Some("valid")));
}

#[tokio::test]
async fn a_large_badge_is_refused_where_a_large_transcript_is_not() {
    let issuer = Issuer::by_key(1);
    let mut large = badge(&issuer);
    large["description"] = json!("x".repeat(1_000_001));
    unreadable(large.to_string(), "too_large").await;
    large["type"] = json!(["VerifiableCredential", "ClrCredential"]);
    let (_, report) = post(&verifier(FixedDocuments::default(), &[]), large.to_string()).await;
    assert_eq!(check(&report, "parse").0, "passed");
}

/// Two alike unnamed nodes with as many alike unnamed nodes below each: telling them apart takes factorial work.
fn poison(width: usize) -> Value {
    let alignment = json!({"type": ["Alignment"], "targetName": "x", "targetUrl": "https://skills.example/x"});
    let result = json!({"type": ["Result"], "value": "A", "alignment": vec![alignment; width]});
    json!([result, result])
}

/// A badge with an honest proof of another text: the work has to be begun to find that out.
fn poisoned(issuer: &Issuer) -> Value {
    let mut signed = issuer.sign(&badge(issuer));
    signed["credentialSubject"]["result"] = poison(40);
    signed
}

#[tokio::test]
async fn a_poison_graph_is_too_complex_and_undecided() {
    let issuer = Issuer::by_key(1);
    let (_, report) = post(&verifier(FixedDocuments::default(), &[&issuer]), poisoned(&issuer).to_string()).await;
    assert_eq!(check(&report, "proof"), ("could_not_check", "too_complex"), "{}", lines(&report));
    assert_eq!(report["verdict"], "undecided", "{}", lines(&report));
}

#[tokio::test]
async fn many_poisoned_children_cost_no_more_than_one() {
    let issuer = Issuer::by_key(1);
    let mut outer = transcript(&issuer, &[]);
    outer["credentialSubject"]["verifiableCredential"] = Value::Array(vec![poisoned(&issuer); 40]);
    let (_, report) = post(&verifier(FixedDocuments::default(), &[&issuer]), outer.to_string()).await;
    assert_eq!(check(&report, "proof").1, "too_complex", "{}", lines(&report));
    let children = report["children"].as_array().unwrap();
    assert!(children.len() == 40 && children.iter().all(|child| check(child, "proof").1 == "too_complex"));
}

#[tokio::test]
async fn children_are_examined_up_to_a_number_and_a_depth() {
    let issuer = Issuer::by_key(1);
    let bare = json!({"type": "VerifiableCredential", "credentialSubject": {}});
    let mut wide = bare.clone();
    wide["credentialSubject"]["verifiableCredential"] = Value::Array(vec![bare.clone(); 510]);
    let verifier = verifier(FixedDocuments::default(), &[&issuer]);
    let (_, report) = post(&verifier, wide.to_string()).await;
    let left_out = |child: &&Value| check(child, "parse").1 == "too_many_credentials";
    assert_eq!(report["children"].as_array().unwrap().iter().filter(left_out).count(), 11);

    let deep = (0..5).fold(
        bare,
        |inside, _| json!({"type": "VerifiableCredential", "credentialSubject": {"verifiableCredential": inside}}),
    );
    let (_, report) = post(&verifier, deep.to_string()).await;
    let bottom = report.pointer("/children/0/children/0/children/0/children/0").unwrap();
    assert_eq!((check(bottom, "parse").1, bottom["children"].as_array().unwrap().len()), ("nested_too_deep", 0));
}

#[tokio::test]
async fn an_overloaded_service_says_when_to_come_back() {
    let clock = Arc::new(SettableClock::at(time(NOW)));
    let app = App::new(Arc::new(FixedDocuments::default()), Arc::new(TrustList::empty("none")), clock);
    let full = router(App { workers: Workers::new(0), ..app });
    for (path, body) in [("/verifier/api/verify", "{}"), ("/verify", "{}")] {
        let response = full.clone().oneshot(Request::post(path).body(Body::from(body)).unwrap()).await.unwrap();
        assert_eq!(response.status(), StatusCode::SERVICE_UNAVAILABLE);
        assert_eq!(response.headers().get(header::RETRY_AFTER).unwrap(), "5");
    }
}
