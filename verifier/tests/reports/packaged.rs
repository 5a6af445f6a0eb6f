//! What this project packages and signs is valid to its own verifier: every badge and transcript of every sample learner.

use model::catalogue::Catalogue;
use model::draft::{Binding, Draft, Kind, Subject};
use model::ids::TenantSecret;
use model::package::{MonthDates, Packaging, Sources, ZoneRule, package};
use model::profile::IssuerProfile;
use model::record::LearnerRecord;
use model::{lif, samples};
use serde_json::Value;

use super::world::{Issuer, NOW, check, lines, report, time};

fn packaged(record: &LearnerRecord, issuer: &Issuer) -> Vec<Draft> {
    let catalogue = Catalogue::demo();
    let secret = TenantSecret::new([7; 32]);
    let packaging = Packaging {
        catalogue: &catalogue,
        issuer: IssuerProfile { id: issuer.id.clone(), name: "Example College".to_owned(), ..IssuerProfile::default() },
        sources: Sources::All,
        secret: &secret,
        base: None,
        now: time(NOW),
        zone: ZoneRule::UTC,
        month_dates: MonthDates::LeaveOut,
    };
    package(record, &packaging).credentials
}

/// Bound to a learner's DID and signed, the children of a transcript first.
fn signed(draft: &Draft, issuer: &Issuer) -> Value {
    let mut binding = Binding {
        issuer_id: &issuer.id,
        subject: Subject::holder("did:example:learner"),
        valid_from: time("2026-11-24T08:00:00Z"),
        status: &mut |_| None,
        learner_name: None,
        selection: None,
    };
    let mut credential = draft.bind(&mut binding).unwrap();
    let children = credential.pointer_mut("/credentialSubject/verifiableCredential").and_then(Value::as_array_mut);
    for child in children.into_iter().flatten() {
        *child = issuer.sign(child);
    }
    issuer.sign(&credential)
}

#[tokio::test]
async fn every_credential_of_every_sample_learner_is_valid() {
    let issuer = Issuer::by_key(1);
    let (mut badges, mut transcripts) = (0, 0);
    for (name, text) in samples::learners() {
        for record in lif::read(text.as_bytes(), name).unwrap() {
            for draft in packaged(&record, &issuer) {
                let report = report(&signed(&draft, &issuer), &issuer).await;
                assert_eq!(report["verdict"], "valid", "{name} {}: {}", draft.path, lines(&report));
                match draft.kind {
                    Kind::Transcript => {
                        assert_eq!(check(&report, "children"), ("passed", "all_valid"));
                        assert_eq!(report["children"].as_array().unwrap().len(), draft.children.len());
                        transcripts += 1;
                    }
                    _ => badges += 1,
                }
            }
        }
    }
    assert!(badges >= 3 && transcripts == 3, "{badges} badges, {transcripts} transcripts");
}
