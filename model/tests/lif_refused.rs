//! What is refused, and in which words.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test stops at what it did not expect")]

use model::lif::{self, RecordError};

fn refusal(text: &str) -> RecordError {
    lif::read(text.as_bytes(), "maya.json").unwrap_err()
}

fn not_lif(text: &str) -> (String, String) {
    match refusal(text) {
        RecordError::NotLif { file, path, found, .. } => {
            assert_eq!(file, "maya.json");
            (path, found)
        }
        other => panic!("{text}: {other}"),
    }
}

#[test]
fn texts_name_the_file_the_place_and_what_was_expected() {
    let cut = refusal("{\"Person\": [{\"Name\": [{\"firstName\": \"Ma");
    assert_eq!(
        cut.to_string(),
        "maya.json: expected the rest of the JSON, found the end of the file at line 1, column 39, inside \
         /Person/0/Name/0/firstName; fetch or copy the file again"
    );
    assert_eq!(
        refusal("{\"openapi\": \"3.0.0\", \"paths\": {}}").to_string(),
        "maya.json: expected a LIF document with “Person”, a list of such documents, a GraphQL answer with “data”, or a \
         person at the top, found an object with “openapi”, “paths”; this is not a learner record in LIF's shape"
    );
    assert_eq!(
        refusal("{\"Person\": [}").to_string(),
        "maya.json: expected JSON, found otherwise at line 1, column 13, inside /Person/0: expected value"
    );
}

#[test]
fn other_json_is_not_a_record() {
    assert_eq!(not_lif("{}"), (String::new(), "an empty object".into()));
    assert_eq!(not_lif("[1]"), ("/0".into(), "a number".into()));
    assert_eq!(not_lif("[{\"Person\": [{\"Name\": []}]}, {\"a\": 1}]").0, "/1");
    assert_eq!(not_lif("{\"Person\": \"Maya\"}"), ("/Person".into(), "a text".into()));
    assert_eq!(not_lif("{\"Person\": [{\"Name\": []}, 7]}"), ("/Person/1".into(), "a number".into()));
    assert_eq!(not_lif("{\"Person\": null}"), ("/Person".into(), "null".into()));
    assert_eq!(not_lif("{\"data\": {\"__schema\": {}}}"), ("/data".into(), "an object with “__schema”".into()));
    assert_eq!(not_lif("{\"data\": 7}"), ("/data".into(), "a number".into()));
    assert_eq!(not_lif("{\"detail\": \"Missing API key\"}").1, "an object with “detail”");
    let many: Vec<String> = (0..10).map(|key| format!("\"k{key}\": 0")).collect();
    assert!(not_lif(&format!("{{{}}}", many.join(","))).1.ends_with("“k7” and 2 more keys"));
}

#[test]
fn things_with_names_are_not_yet_persons() {
    for other in [
        "{\"name\": \"tassel\", \"version\": \"0.1.0\"}",
        "{\"name\": {\"type\": \"string\"}}",
        "{\"Identifier\": [{\"identifier\": \"COM 101\"}], \"name\": \"Programming\"}",
        "{\"Credential\": [{\"name\": \"Certificate\"}]}",
        "{\"person\": {\"id\": \"urn:uuid:1\", \"name\": {\"formattedName\": \"Maya Okafor\"}}}",
        "{\"@context\": [], \"type\": [\"VerifiableCredential\"], \"credentialSubject\": {}}",
        "{\"consent\": {\"given\": true}}",
    ] {
        assert!(refusal(other).is_other_json(), "{other}");
    }
}

#[test]
fn a_failed_service_is_not_an_empty_record() {
    let failed = r#"{"data": null, "errors": [{"message": "query planner: connection refused"}, {"message": "x"}]}"#;
    let expected = RecordError::Upstream {
        file: "maya.json".into(),
        path: "/data/person".into(),
        count: 2,
        message: "query planner: connection refused".into(),
    };
    assert_eq!(refusal(failed), expected);
    for text in [
        r#"{"errors": [{"message": "x"}]}"#,
        r#"{"data": {"person": []}, "errors": [{"message": "x"}]}"#,
        r#"{"data": {"person": null}, "errors": [{"message": "x"}]}"#,
        r#"{"data": {"person": null}}"#,
        r#"{"data": null}"#,
    ] {
        assert!(matches!(refusal(text), RecordError::Upstream { .. }), "{text}");
    }
}

#[test]
fn nobody_listed_is_an_empty_answer() {
    for text in ["[]", "{\"Person\": []}", "[{\"Person\": []}]", "{\"data\": {\"person\": []}}"] {
        assert_eq!(lif::read(text.as_bytes(), "maya.json"), Ok(Vec::new()), "{text}");
    }
}

#[test]
fn limits_are_named() {
    let deep = refusal(&"[".repeat(10_000));
    assert!(matches!(deep, RecordError::TooDeep { line: 1, column: 65, allowed: lif::MAX_DEPTH, .. }), "{deep}");
    let large = lif::read(&vec![b'['; lif::MAX_BYTES + 1], "maya.json").unwrap_err();
    assert!(matches!(large, RecordError::TooLarge { .. }));
}

#[test]
fn definitions_are_not_copied_without_bound() {
    let persons = "{\"Name\":[]},".repeat(2_000);
    let description = "x".repeat(100_000);
    let text =
        format!("{{\"Person\":[{persons}{{\"Name\":[]}}],\"Credential\":[{{\"description\":\"{description}\"}}]}}");
    assert!(matches!(refusal(&text), RecordError::TooMany { allowed: lif::MAX_COPIES, .. }));
    let small = format!("{{\"Person\":[{persons}{{\"Name\":[]}}],\"Credential\":[{{}}]}}");
    assert!(matches!(refusal(&small), RecordError::TooMany { .. }));
    let none = format!("{{\"Person\":[{persons}{{\"Name\":[]}}],\"Credential\":[]}}");
    assert_eq!(lif::read(none.as_bytes(), "maya.json").unwrap().len(), 2_001);
}

#[test]
fn a_large_record_is_read_in_one_pass() {
    // Comparing each name with each other would take minutes.
    let names: Vec<String> = (0..300_000).map(|index| format!("{{\"firstName\":\"M{index}\"}}")).collect();
    let text = format!("{{\"Person\":{{\"Name\":[{}]}}}}", names.join(","));
    assert_eq!(lif::read(text.as_bytes(), "maya.json").unwrap().remove(0).names.len(), 300_000);
}

#[test]
fn a_record_of_another_learner_is_refused() {
    let text = r#"{"Person": {"Identifier": [
        {"identifier": "100101 ", "identifierType": "SCHOOL_ASSIGNED_NUMBER"},
        {"identifier": "77", "identifierType": "Library card"},
        {"identifier": "78"},
        {"identifier": "100999", "identifierType": "SCHOOL_ASSIGNED_NUMBER", "deletedStatus": "Incorrect"}]}}"#;
    let record = lif::read(text.as_bytes(), "maya.json").unwrap().remove(0);
    assert_eq!(record.require_learner("maya.json", " 100101", "school_assigned_number"), Ok(()));
    for (identifier, kind) in [
        ("100102", "SCHOOL_ASSIGNED_NUMBER"),
        ("77", "SCHOOL_ASSIGNED_NUMBER"),
        ("78", "SCHOOL_ASSIGNED_NUMBER"),
        ("100999", "SCHOOL_ASSIGNED_NUMBER"),
        ("100101", "Library card"),
        ("", ""),
    ] {
        let error = record.require_learner("maya.json", identifier, kind).unwrap_err();
        let expected =
            RecordError::AnotherLearner { file: "maya.json".into(), path: "/Person".into(), kind: kind.into() };
        assert_eq!(error, expected);
        assert!(identifier.is_empty() || !error.to_string().contains(identifier), "the text names no learner: {error}");
    }
}
