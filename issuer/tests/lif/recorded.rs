//! Recorded answers of a real LIF API, and its recorded schema over records that were really composed.

use std::path::PathBuf;

use axum::response::IntoResponse as _;
use issuer::records::{Outcome, RecordSource as _, SourceError};
use model::record::LearnerRecord;
use serde_json::Value;

use crate::replay::{Replay, read, shared};
use crate::server::Server;

const LEARNERS: [&str; 4] = ["alan", "jenna", "matt", "sarah"];

#[tokio::test]
async fn recorded_answers_are_read() {
    const SUITE: &str = "issuer: recorded answers of a LIF API";
    let Some(root) = shared(SUITE) else { return };
    let of = |name: &str| {
        [root.join(format!("graphql-response-{name}.json")), root.join(format!("composed-3orgs/{name}.json"))]
    };
    let paths: Vec<PathBuf> = LEARNERS.into_iter().flat_map(of).collect();
    for path in &paths {
        let body = std::fs::read_to_string(path).unwrap();
        let number = model::lif::read(body.as_bytes(), "recorded").unwrap()[0].learner_number().unwrap().to_owned();
        let server = Server::without_schema(move |_| body.clone().into_response()).await;
        let record = server.record(&number).await.unwrap().unwrap();
        assert!(!record.awards.is_empty(), "{}", path.display());
        let refused = server.record("999999").await;
        assert!(matches!(refused, Err(SourceError::OtherLearner(_))), "{}", path.display());
    }
    what_ran::ran(SUITE, paths.len());
}

/// The persons of composed records as the query planner gives them, before GraphQL drops anything.
fn composed(root: &std::path::Path) -> Vec<Value> {
    let planner = |name: &str| read(&root.join(format!("composed-3orgs/{name}.planner.json")));
    LEARNERS.map(|name| planner(name)[0]["Person"][0].clone()).to_vec()
}

fn number(person: &Value) -> String {
    let identifiers = person["Identifier"].as_array().unwrap();
    let school = identifiers.iter().find(|one| one["identifierType"] == crate::server::KIND).unwrap();
    school["identifier"].as_str().unwrap().to_owned()
}

fn references(record: &LearnerRecord, part: &str) -> usize {
    record
        .person
        .parts_of(part)
        .flat_map(|entity| &entity.links)
        .filter(|link| link.target.identifier.is_some())
        .count()
}

#[tokio::test]
async fn what_nulls_take_along_is_asked_for_again() {
    const SUITE: &str = "issuer: composed records behind the recorded schema";
    let Some(root) = shared(SUITE) else { return };
    let people = composed(&root);
    for person in &people {
        let replay = Replay::new(&root, people.clone());
        let server = Server::of(move |question| replay.answer(question)).await;
        let record = server.record(&number(person)).await.unwrap().unwrap();
        let count = |key: &str| person[key].as_array().map_or(0, Vec::len);
        assert_eq!(record.awards.len(), count("CredentialAward"), "no award is lost");
        assert_eq!(record.courses.len(), count("CourseLearningExperience"), "no course is lost");
        for part in ["Proficiency", "CourseLearningExperience"] {
            let items = person[part].as_array().map(Vec::as_slice).unwrap_or_default();
            let there = |key: &str| items.iter().filter(|one| one[key]["identifier"].is_string()).count();
            let expected = there("RefCredentialAward") + there("RefCourse");
            assert_eq!(references(&record, part), expected, "{part}: no reference is lost for want of its name");
        }
        let questions = server.about_learners();
        assert!(questions.len() > 1, "nothing was missing, so nothing was shown");
        assert!(questions.len() <= 3, "{} questions", questions.len());
        assert!(!questions[0].query().contains("telephoneNumber"), "what no credential is made of is not asked for");
    }
    what_ran::ran(SUITE, people.len());
}

#[tokio::test]
async fn what_is_served_is_asked_for_and_what_is_not_is_told() {
    const SUITE: &str = "issuer: the recorded schema of a LIF API";
    let Some(root) = shared(SUITE) else { return };
    let replay = Replay::new(&root, composed(&root));
    let known = number(&replay.people.lock().unwrap()[0]);
    let mut server = Server::of(move |question| replay.answer(question)).await;
    server.settings.write_back = true;
    server.settings.known_learner = Some(known);
    let findings = server.client().check().await;
    assert!(findings.iter().all(|finding| finding.outcome == Outcome::Good), "{findings:?}");
    let fields = findings.iter().find(|finding| finding.check == "records.served").unwrap();
    for missing in ["ProgramLearningExperience", "Consent", "experienceGrade", "no part of it has deletedDate"] {
        assert!(fields.sentence.contains(missing), "{missing}: {}", fields.sentence);
    }
    assert!(!fields.sentence.contains("Birth"), "{}", fields.sentence);
    assert_eq!(findings.len(), 4);
    what_ran::ran(SUITE, 1);
}

#[tokio::test]
async fn without_its_schema_the_same_learners_are_read() {
    const SUITE: &str = "issuer: the built-in query against the recorded schema";
    let Some(root) = shared(SUITE) else { return };
    let people = composed(&root);
    let mut replay = Replay::new(&root, people.clone());
    replay.shows_schema = false;
    let server = Server::of(move |question| replay.answer(question)).await;
    for person in &people {
        let record = server.record(&number(person)).await.unwrap().unwrap();
        assert_eq!(record.awards.len(), person["CredentialAward"].as_array().unwrap().len());
    }
    assert_eq!(server.about_learners().len(), people.len(), "the built-in query is served as it is");
    what_ran::ran(SUITE, people.len());
}
