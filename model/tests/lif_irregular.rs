//! Every irregularity of real LIF data, in small.

#![expect(clippy::unwrap_used, reason = "a test stops at what it did not expect")]

use model::lif;
use model::record::{Award, Course, LearnerRecord};
use model::time::{PartialDate, Time, Zone};
use serde_json::{Value, json};

fn person(value: &Value) -> LearnerRecord {
    let document = json!({ "Person": [value] });
    lif::read(document.to_string().as_bytes(), "maya.json").unwrap().remove(0)
}

fn award(value: &Value) -> (Award, Vec<(String, String)>) {
    let mut record = person(&json!({ "CredentialAward": [value] }));
    (record.awards.remove(0), unread(&record))
}

fn course(value: &Value) -> Course {
    person(&json!({ "CourseLearningExperience": value })).courses.remove(0)
}

fn unread(record: &LearnerRecord) -> Vec<(String, String)> {
    record.unread.iter().map(|one| (one.path.clone(), one.reason.clone())).collect()
}

#[test]
fn all_four_shapes_are_read() {
    let alone = json!({"Name": {"firstName": "Maya"}, "CredentialAward": {"name": "A"}});
    for (document, path) in [
        (alone.clone(), "/CredentialAward"),
        (json!([alone]), "/0/CredentialAward"),
        (json!({ "Person": alone }), "/Person/CredentialAward"),
        (json!({ "PERSON": [alone] }), "/PERSON/0/CredentialAward"),
        (json!([{ "Person": [alone] }]), "/0/Person/0/CredentialAward"),
        (json!({"data": { "person": [alone] }}), "/data/person/0/CredentialAward"),
    ] {
        let records = lif::read(document.to_string().as_bytes(), "maya.json").unwrap();
        assert_eq!(records.len(), 1, "{document}");
        assert_eq!(records[0].awards[0].path, path);
        assert_eq!(records[0].display_name().as_deref(), Some("Maya"));
    }
}

#[test]
fn several_persons_are_several_records_with_the_same_definitions() {
    let document = json!({"Person": [{"Identifier": {"identifier": 1}}, {"Identifier": {"identifier": 2}}],
        "Credential": {"name": "A", "description": "B"}});
    let records = lif::read(document.to_string().as_bytes(), "maya.json").unwrap();
    let numbers: Vec<_> = records.iter().map(LearnerRecord::learner_number).collect();
    assert_eq!(numbers, [Some("1"), Some("2")]);
    assert!(records.iter().all(|record| record.credentials.len() == 1));
}

#[test]
fn keys_are_taken_in_any_casing_and_none_hides_another() {
    let record = person(&json!({"credentialaward": {"NAME": "A"}, "CredentialAward": [{"name": "B"}],
        "credential_award": [{"award_issue_date": "2024-05"}]}));
    let names: Vec<_> = record.awards.iter().map(|award| award.name.as_deref()).collect();
    assert_eq!(names, [Some("B"), Some("A"), None]);
    assert_eq!(record.awards[2].issued, Some(PartialDate::Month(2024, 5)));
    assert_eq!(record.awards[1].path, "/Person/0/credentialaward");
    let (read, _) = award(&json!({"IssuedByRefOrganization": null, "issuedByRefOrganization": [{"name": "R"}]}));
    assert_eq!(read.issued_by.unwrap().name.as_deref(), Some("R"));
}

#[test]
fn a_key_with_a_slash_is_escaped_in_paths() {
    let text = r#"{"Person": [{"CredentialAward": [{"issued/": 1, "awardIssueDate": "soon"}]}]}"#;
    let record = lif::read(text.as_bytes(), "maya.json").unwrap().remove(0);
    assert_eq!(record.unread[0].path, "/Person/0/CredentialAward/0/awardIssueDate");
}

#[test]
fn identifier_and_identifier_stand_side_by_side() {
    let document = json!({"Person": {"Identifier": []}, "Course": [
        {"identifier": "c-1", "Identifier": [{"identifier": "COM 1", "identifierType": "Course Code"}]},
        {"Identifier": [{"identifier": "c-2"}], "courseNumber": 651, "courseSubjectAbbreviation": "CS"},
        {"Identifier": {"identifier": "c-3"}, "courseNumber": "9"}]});
    let record = lif::read(document.to_string().as_bytes(), "maya.json").unwrap().remove(0);
    let read: Vec<_> =
        record.course_definitions.iter().map(|one| (one.identifier.as_deref(), one.code.as_deref())).collect();
    assert_eq!(read, [(Some("c-1"), Some("COM 1")), (Some("c-2"), Some("CS 651")), (Some("c-3"), Some("9"))]);
    assert_eq!(unread(&record), []);
}

#[test]
fn dates_keep_the_precision_they_have() {
    let at = Time::parse("2024-05-20T10:00:00Z").unwrap();
    for (text, expected) in [
        ("2024-05-20T10:00:00Z", PartialDate::DateTime(at, Zone::Stated)),
        ("2024-05-20T10:00:00", PartialDate::DateTime(at, Zone::AssumedUtc)),
        ("05/2024 ", PartialDate::Month(2024, 5)),
        ("2024-05", PartialDate::Month(2024, 5)),
    ] {
        assert_eq!(award(&json!({ "awardIssueDate": text })).0.issued, Some(expected), "{text}");
    }
}

#[test]
fn what_is_no_date_is_left_unread_with_its_place() {
    let (read, notes) = award(&json!({"awardIssueDate": "05/06/2024", "expirationDate": 2027}));
    assert_eq!((read.issued, read.expires), (None, None));
    assert_eq!(notes[0].0, "/Person/0/CredentialAward/0/awardIssueDate");
    assert_eq!(
        notes[0].1,
        "expected a date such as 2023-05-12, 2023-05-12T09:30:00Z, 2023-05 or 05/2023, found “05/06/2024”; \
         correct it in the source, it is left out here"
    );
    assert!(notes[1].1.contains("found “2027”"));
}

#[test]
fn truth_and_numbers_may_be_texts() {
    let (read, notes) =
        award(&json!({"revoked": "false", "selfAsserted": "TRUE", "creditsEarned": " 3.5 ", "identifier": 17}));
    assert_eq!((read.revoked, read.self_asserted, read.credits_earned), (false, true, Some(3.5)));
    assert_eq!(read.identifier.as_deref(), Some("17"));
    assert_eq!(notes, []);
    let taken = course(&json!({"courseTotal": "4", "experienceNumericalGrade": 3.7}));
    assert_eq!((taken.credits, taken.numerical_grade), (Some(4.0), Some(3.7)));
}

#[test]
fn what_is_no_number_is_left_unread() {
    for text in ["three", "3,5", "NaN", "inf", "1e999"] {
        let (read, notes) = award(&json!({ "creditsEarned": text }));
        assert_eq!(read.credits_earned, None, "{text}");
        assert_eq!(notes[0].0, "/Person/0/CredentialAward/0/creditsEarned");
        assert!(notes[0].1.starts_with(&format!("expected a number, found “{text}”")), "{}", notes[0].1);
    }
}

#[test]
fn an_unclear_warning_is_taken_as_one() {
    let (read, notes) = award(&json!({"revoked": "2024-01-01", "selfAsserted": ""}));
    assert_eq!((read.revoked, read.self_asserted), (true, false));
    assert_eq!(notes.len(), 1);
    assert!(notes[0].1.contains("taken as true"));
}

#[test]
fn blanks_are_trimmed_and_repeats_of_names_go() {
    let record = person(&json!({"Name": [
        {"firstName": "Maya ", "lastName": "Okafor", "informationSourceId": "a"},
        {"firstName": "Maya", "lastName": " Okafor", "informationSourceId": "b"},
        {"firstName": "Maya", "lastName": "Okafor", "informationSourceId": "b"},
        {"firstName": "M.", "lastName": "Okafor"}, {"firstName": " ", "lastName": ""}],
        "Contact": {"Email": [{"emailAddress": ["m@riverbend.example ", "M@riverbend.example"]}]}}));
    let names: Vec<_> = record.names.iter().filter_map(model::record::PersonName::full).collect();
    assert_eq!(names, ["Maya Okafor", "Maya Okafor", "M. Okafor"]);
    let sources: Vec<_> = record.names.iter().map(|name| name.provenance.source_id.as_deref()).collect();
    assert_eq!(sources, [Some("a"), Some("b"), None]);
    assert_eq!(record.emails, ["m@riverbend.example"]);
}

#[test]
fn what_its_source_deleted_is_kept_as_deleted_or_not_used() {
    for (deleted, value) in [
        (true, json!({"deletedDate": "2024-01-01"})),
        (true, json!({"DeletedStatus": "Incorrect"})),
        (true, json!({"deletedStatus": true})),
        (false, json!({"deletedDate": "", "deletedStatus": "false"})),
        (false, json!({"deletedDate": null})),
    ] {
        assert_eq!(award(&value).0.deleted, deleted, "{value}");
        assert_eq!(course(&value).deleted, deleted, "{value}");
    }
    let record =
        person(&json!({"Name": [{"firstName": "Old", "deletedStatus": "Changed over time"}, {"firstName": "New"}]}));
    assert_eq!(record.display_name().as_deref(), Some("New"));
    assert_eq!(record.unread[0].path, "/Person/0/Name/0");
    let whole = person(&json!({"deletedDate": "2024-01-01", "CredentialAward": {"name": "A"}}));
    assert!(whole.awards[0].deleted);
}

#[test]
fn references_may_be_lists_and_blank_ones_say_nothing() {
    let (read, notes) = award(&json!({"InstanceOfRefCredential": {"identifier": "", "name": "Badge 101"},
        "IssuedByRefOrganization": [{"name": ""}, {"name": "R", "identifier": "r"}, {"name": "S"}]}));
    let instance = read.instance_of.unwrap();
    assert_eq!((instance.identifier, instance.name.as_deref()), (None, Some("Badge 101")));
    assert_eq!(read.issued_by.unwrap().identifier.as_deref(), Some("r"));
    assert_eq!(notes[0].0, "/Person/0/CredentialAward/0/IssuedByRefOrganization/2");
    let taken = course(&json!({"offeredByRefOrganization": null, "AssertedByRefOrganization": [{"name": "R"}]}));
    assert_eq!(taken.offered_by.unwrap().name.as_deref(), Some("R"));
}

#[test]
fn one_text_or_a_list_of_texts() {
    let (read, notes) = award(&json!({"name": ["A", "A"], "result": "Passed", "narrative": ["one", "two"], "uri": []}));
    assert_eq!((read.name.as_deref(), read.results.as_slice()), (Some("A"), ["Passed".to_owned()].as_slice()));
    assert_eq!(read.narrative.as_deref(), Some("one"));
    assert_eq!(notes.len(), 1);
    assert_eq!(notes[0].1, "expected one value, found several; the first is used");
}

#[test]
fn things_of_the_wrong_shape_are_left_unread() {
    let record =
        person(&json!({"CredentialAward": ["Certificate", {"name": {"en": "A"}}, null], "Name": "Maya Okafor"}));
    assert_eq!(record.awards.len(), 1);
    let expected = "correct it in the source, it is left out here";
    assert_eq!(
        unread(&record),
        [
            ("/Person/0/Name".to_owned(), format!("expected an object, found a text; {expected}")),
            ("/Person/0/CredentialAward/0".to_owned(), format!("expected an object, found a text; {expected}")),
            ("/Person/0/CredentialAward/1/name".to_owned(), format!("expected a text, found an object; {expected}")),
        ]
    );
}

#[test]
fn definitions_are_read_in_all_their_forms() {
    let document = json!({"Person": {"Name": []}, "Credential": [
        {"achievementType": ["Certificate", "Badge"], "image": [{"id": "image-1", "identifier": "https://r.example/i.png"}],
         "Requirements": {"criteria": [{"narrative": "Pass."}, {}]},
         "credentialAlignments": [{"name": "A", "framework": "O*NET", "code": "15-1212.00", "url": "https://o.example/1"}]},
        {"achievementType": "Badge", "image": "https://r.example/2.png", "tags": "a",
         "Requirements": [{"Criteria": {"uri": "https://r.example/c", "narrative": null}}], "creditsAvailable": "18"},
        {"name": "Withdrawn", "deletedStatus": "Incorrect"}]});
    let record = lif::read(document.to_string().as_bytes(), "maya.json").unwrap().remove(0);
    let [first, second] = record.credentials.as_slice() else { panic!("{:?}", record.credentials) };
    assert_eq!(first.achievement_type.as_deref(), Some("Certificate"));
    assert_eq!(first.image.as_deref(), Some("https://r.example/i.png"));
    assert_eq!(first.criteria, [(None, Some("Pass.".to_owned()))]);
    assert_eq!(first.alignments[0].code.as_deref(), Some("15-1212.00"));
    assert_eq!(second.image.as_deref(), Some("https://r.example/2.png"));
    assert_eq!(second.criteria, [(Some("https://r.example/c".to_owned()), None)]);
    assert_eq!((second.credits_available, second.tags.as_slice()), (Some(18.0), ["a".to_owned()].as_slice()));
    assert_eq!(unread(&record).len(), 1);
    assert_eq!(record.unread[0].path, "/Credential/2");
}

#[test]
fn errors_beside_data_go_to_the_person_they_are_about() {
    let document = json!({"data": {"person": [{"Name": []}, {"Name": []}]}, "errors": [
        {"message": "null for name", "path": ["person", 1, "CredentialAward", 0, "name"]}, {"message": "slow"}]});
    let records = lif::read(document.to_string().as_bytes(), "api").unwrap();
    assert_eq!(unread(&records[0]).len(), 1);
    assert_eq!(records[0].unread[0].path, "/errors/1");
    let [about, general] = records[1].unread.as_slice() else { panic!("{:?}", records[1].unread) };
    assert_eq!((about.path.as_str(), general.path.as_str()), ("/data/person/1/CredentialAward/0/name", "/errors/1"));
    assert!(about.reason.contains("“null for name”"));
}
