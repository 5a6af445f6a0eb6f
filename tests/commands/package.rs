//! `tassel package`: whose statements are packaged, and what is said about the rest.

use serde_json::{Value, json};

use crate::installation::{Installation, said};

/// A record composed from two sources; the other one carries our display name.
fn composed() -> Value {
    let at = |source: &str, mut value: Value| {
        value["informationSourceId"] = json!(source);
        value["informationSourceOrganization"] = json!("Riverbend College");
        value
    };
    let award = |id: &str, name: &str| json!({"identifier": id, "name": name, "awardIssueDate": "2025-05-01"});
    let course = json!({"identifier": "s-c", "name": "Logic of Elsewhere", "experienceGrade": "A"});
    json!({"Person": [{
        "Identifier": [{"identifier": "4711", "identifierType": "SCHOOL_ASSIGNED_NUMBER"}],
        "Name": [
            at("southmoor", json!({"firstName": "Alan", "lastName": "Moor"})),
            at("riverbend", json!({"firstName": "Alan ", "lastName": "Tsatrian"})),
        ],
        "CredentialAward": [
            at("southmoor", award("s-1", "Diploma of Elsewhere")),
            at("riverbend", award("r-1", "Certificate in Welding")),
        ],
        "CourseLearningExperience": [at("southmoor", course)],
    }]})
}

const COMMAND: [&str; 5] = ["package", "--record", "record.json", "--catalogue", "demo"];

#[test]
fn what_another_source_states_is_left_out_whatever_its_display_name() {
    let installation = Installation::new();
    installation.write("record.json", &composed());
    let output = installation.run_with(&[("TASSEL_ISSUER__SOURCES", "[\"riverbend\"]")], &COMMAND);
    assert!(output.status.success(), "{}", said(&output));
    let packaged: Value = serde_json::from_slice(&output.stdout).unwrap();
    let members: Vec<&String> = packaged.as_object().unwrap().keys().collect();
    assert_eq!(members, ["credentials", "left_out"], "programs read this document");
    let credentials = packaged["credentials"].as_array().unwrap();
    assert_eq!(credentials.len(), 2, "the award and a transcript around it");
    let text = packaged["credentials"].to_string();
    assert!(!text.contains("Elsewhere") && !text.contains("southmoor"), "{text}");
    assert_eq!(credentials[0]["credentialSubject"]["identifier"][0]["identityHash"], "Alan Tsatrian");
    let reasons: Vec<&Value> = packaged["left_out"].as_array().unwrap().iter().map(|line| &line["reason"]).collect();
    assert_eq!(reasons, ["other_source", "other_source"]);
    let said = said(&output);
    assert!(said.contains("Credentials: 2. Left out: 2 other_source. Assumed: 1 day_as_midnight."), "{said}");
    assert!(!said.contains("No [issuer] sources") && !said.contains("Elsewhere"), "{said}");
}

#[test]
fn without_configured_sources_all_is_taken_as_ours_and_that_is_said() {
    let installation = Installation::new();
    installation.write("record.json", &composed());
    let output = installation.run(&COMMAND);
    assert!(output.status.success(), "{}", said(&output));
    let packaged: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(packaged["credentials"].as_array().unwrap().len(), 3);
    assert_eq!(packaged["left_out"], json!([]));
    let said = said(&output);
    assert!(said.contains("No [issuer] sources are configured: every award in the record is taken as ours."), "{said}");
    assert!(said.contains("Left out: nothing."), "{said}");
}
