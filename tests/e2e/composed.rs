//! A record composed from two organisations, one of which is ours: what the other states is never signed as ours.

use std::sync::{Arc, Mutex};

use db::Db;
use issuer::records::files::RecordFiles;
use issuer::records::{Learner, RecordSource, SourceError};
use model::package::Sources;
use model::record::LearnerRecord;
use serde_json::{Value, json};

use crate::wallet::Wallet;
use crate::world::{World, on_both};

pub(crate) const LEARNER: &str = "4711";

/// Alan, as Southmoor High and Riverbend College have him. Southmoor's statements carry Riverbend's display name.
pub(crate) fn alan() -> Value {
    let at = |source: &str, mut value: Value| {
        value["informationSourceId"] = json!(source);
        value["informationSourceOrganization"] = json!("Riverbend College");
        value
    };
    let course = |id: &str, name: &str| json!({"identifier": id, "name": name, "enrollmentStatusType": "Completed", "experienceGrade": "A"});
    json!({"Person": [{
        "Identifier": [at("riverbend", json!({"identifier": LEARNER, "identifierType": "SCHOOL_ASSIGNED_NUMBER"}))],
        "Name": [
            at("southmoor", json!({"firstName": "Alan ", "lastName": "Moor"})),
            at("riverbend", json!({"firstName": "Alan", "lastName": "Tsatrian "})),
        ],
        "Contact": [{"Email": [{"emailAddress": ["alan@riverbend.example", "alan@southmoor.example"]}]}],
        "CredentialAward": [
            at("southmoor", json!({"identifier": "s-1", "name": "Diploma of Elsewhere", "awardIssueDate": "2024-05-01"})),
            at("riverbend", json!({"identifier": "r-1", "name": "Certificate in Welding", "awardIssueDate": "2025-05-01"})),
        ],
        "CourseLearningExperience": [
            at("southmoor", course("s-c", "Physics of Elsewhere")),
            at("riverbend", course("r-c", "Metalwork")),
        ],
    }]})
}

/// A record source whose document can change while the issuer runs.
pub(crate) struct Changing(Mutex<RecordFiles>);

impl Changing {
    pub(crate) fn new(document: &Value) -> Arc<Self> {
        Arc::new(Self(Mutex::new(files(document))))
    }

    pub(crate) fn set(&self, document: &Value) {
        *self.0.lock().unwrap() = files(document);
    }
}

fn files(document: &Value) -> RecordFiles {
    RecordFiles::from_documents([("alan.json", document.to_string().as_str())]).unwrap()
}

#[async_trait::async_trait]
impl RecordSource for Changing {
    async fn record(&self, learner: &str) -> Result<Option<LearnerRecord>, SourceError> {
        let files = std::mem::take(&mut *self.0.lock().unwrap());
        let found = files.record(learner).await;
        *self.0.lock().unwrap() = files;
        found
    }

    fn learners(&self) -> Vec<Learner> {
        self.0.lock().unwrap().learners()
    }
}

/// An installation of Riverbend College, whose own source is `riverbend`, over `records`.
pub(crate) async fn riverbend(db: Db, records: Arc<dyn RecordSource>) -> World {
    let ours = Sources::Only(["riverbend".to_owned()].into());
    World::of_sources(db, "http://localhost:8080", records, (1, ours)).await
}

#[tokio::test]
async fn what_another_organisation_states_is_signed_neither_alone_nor_in_the_transcript() {
    on_both("composed_others", async |db| {
        let world = riverbend(db, Changing::new(&alan())).await;
        let made = world.offer(LEARNER, false).await;
        let received = Wallet::new(&world).receive(&made.offer.public_id, None).await;
        let ids: Vec<&str> = received.iter().map(|(id, _)| id.as_str()).collect();
        assert_eq!(ids.len(), 2, "one award and the transcript: {ids:?}");
        for (id, credential) in &received {
            let text = credential.to_string();
            assert!(text.contains("Certificate in Welding"), "{id}");
            assert!(!text.contains("Elsewhere") && !text.contains("southmoor"), "{id}: {text}");
        }
        let transcript = &received[1].1;
        assert_eq!(transcript["credentialSubject"]["verifiableCredential"].as_array().unwrap().len(), 2);

        let record = world.issuer.records().record(LEARNER).await.unwrap().unwrap();
        let packaged = world.issuer.package(&record).await.unwrap();
        let wanted = issuer::issuance::offer::Wanted { awards: vec!["southmoor|s-1".to_owned()], ..Default::default() };
        let refused = issuer::issuance::offer::choose(&packaged, &wanted).unwrap_err();
        assert!(matches!(refused, issuer::issuance::Refusal::NotOffered(_)), "{refused}");
    })
    .await;
}
