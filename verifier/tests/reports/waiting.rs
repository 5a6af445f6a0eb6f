//! Servers that do not answer, and credentials that name many of them.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use async_trait::async_trait;
use model::time::SettableClock;
use outside::{Documents, FetchError, Kind};
use serde_json::{Value, json};
use url::Url;
use verifier::trust::TrustList;
use verifier::verify::Policy;
use verifier::{App, verify};

use super::world::{Issuer, NOW, check, course, entry, time, transcript};

/// Takes the question and never answers.
#[derive(Default)]
struct Silent {
    asked: AtomicUsize,
}

#[async_trait]
impl Documents for Silent {
    async fn get(&self, _: &Url, _: Kind) -> Result<Vec<u8>, FetchError> {
        self.asked.fetch_add(1, Ordering::SeqCst);
        std::future::pending().await
    }
}

/// A transcript whose children each name a status list of their own.
fn scattered(issuer: &Issuer, children: usize) -> Value {
    let children: Vec<Value> = (0..children)
        .map(|number| {
            let mut unsigned = course(issuer, &format!("CS-{number}"), "Fall 2025", "A");
            unsigned["credentialStatus"] = entry("revocation", 7);
            let list = format!("https://college.example/status/{number}");
            unsigned["credentialStatus"]["statusListCredential"] = json!(list);
            issuer.sign(&unsigned)
        })
        .collect();
    transcript(issuer, &children)
}

#[tokio::test(start_paused = true)]
async fn a_silent_server_ends_the_wait_and_is_not_asked_again() {
    let issuer = Issuer::by_key(1);
    let silent = Arc::new(Silent::default());
    let trust = Arc::new(TrustList::empty("none").with(&issuer.id, "Example College", None));
    let clock = Arc::new(SettableClock::at(time(NOW)));
    let app = App::new(Arc::clone(&silent) as Arc<dyn Documents>, trust, clock);
    let bytes = scattered(&issuer, 70).to_string().into_bytes();
    let begun = tokio::time::Instant::now();
    let report = verify::verify(bytes, &app.sources(), &Policy::at(time(NOW))).await.to_json();
    assert!(begun.elapsed().as_secs() <= 10, "{:?}", begun.elapsed());
    assert_eq!(silent.asked.load(Ordering::SeqCst), 8, "eight at a time, and none is asked twice");
    assert_eq!((report["verdict"].as_str(), check(&report, "children").1), (Some("undecided"), "child_not_decided"));
    let reasons: Vec<_> = report["children"].as_array().unwrap().iter().map(|child| check(child, "status").1).collect();
    assert_eq!(reasons.iter().filter(|reason| **reason == "status_unreachable").count(), 64);
    assert_eq!(reasons.iter().filter(|reason| **reason == "not_fetched").count(), 6);
}
