use serde_json::json;

use super::*;

fn scalar(name: &str) -> Value {
    json!({"name": name, "args": [], "type": {"kind": "SCALAR", "name": "String", "ofType": null}})
}

fn list(name: &str, of: &str) -> Value {
    let item = json!({"kind": "NON_NULL", "name": null, "ofType": {"kind": "OBJECT", "name": of, "ofType": null}});
    json!({"name": name, "args": [], "type": {"kind": "LIST", "name": null, "ofType": item}})
}

fn object(name: &str, fields: &[Value]) -> Value {
    json!({"kind": "OBJECT", "name": name, "fields": fields, "inputFields": null})
}

fn person(mut field: Value) -> Value {
    let filter = json!({"kind": "INPUT_OBJECT", "name": "Filter", "ofType": null});
    field["args"] = json!([{"name": "filter", "type": filter}]);
    field
}

fn schema(types: &[Value]) -> Option<Schema> {
    let all = json!({"data": {"__schema": {"queryType": {"name": "Query"}, "mutationType": null, "types": types}}});
    Schema::read(all.to_string().as_bytes())
}

#[test]
fn what_is_wanted_and_served_is_asked_for_as_it_is_spelt() {
    let member = |name: &str, of: &str| json!({"name": name, "type": {"kind": "INPUT_OBJECT", "name": of}});
    let served = schema(&[
        object("Query", &[person(list("Person", "P"))]),
        object("P", &[list("credential_award", "A"), list("Birth", "B"), list("Invented", "A"), scalar("Award")]),
        object("A", &[scalar("awardissuedate"), scalar("Colour"), list("INSTANCEOFREFCREDENTIAL", "R")]),
        object("B", &[scalar("birthDate")]),
        object("R", &[scalar("identifier"), list("issuedByRefOrganization", "R")]),
        json!({"kind": "INPUT_OBJECT", "name": "Filter", "inputFields": [member("identifier", "F")]}),
        json!({"kind": "INPUT_OBJECT", "name": "F", "inputFields": [member("Identifier", "S"), member("IdentifierType", "S")]}),
    ])
    .unwrap();
    let query = served.query().unwrap();
    let expected = "query LearnerRecord($filter: Filter!) {\nPerson(filter: $filter) {\n credential_award {\n  \
                    awardissuedate\n  INSTANCEOFREFCREDENTIAL {\n   identifier\n}\n}\n}\n}\n";
    assert_eq!(query.text(), expected);
    assert_eq!(query.filter("1", "N"), json!({"identifier": [{"Identifier": "1", "IdentifierType": "N"}]}));
    let missing = served.missing();
    assert!(missing.parts.contains(&"ProgramLearningExperience") && !missing.parts.contains(&"CredentialAward"));
    assert!(
        missing.everywhere.contains(&"Evidence") && missing.members.is_empty(),
        "one part is every part: {missing:?}"
    );
    assert!(!missing.everywhere.contains(&"awardIssueDate"));
    assert_eq!(served.update(), None);
}

#[test]
fn types_that_hold_each_other_end() {
    // An award holds evidence that holds itself, and references that refer to each other.
    let served = schema(&[
        object("Query", &[person(list("person", "P"))]),
        object("P", &[list("CredentialAward", "A"), list("Contact", "C")]),
        object("A", &[scalar("name"), list("RefCredentialAward", "A"), list("Evidence", "E")]),
        object("E", &[scalar("uri"), list("RefCredentialAward", "A")]),
        object("C", &[list("Email", "C"), scalar("emailAddress"), scalar("websiteAddress")]),
    ])
    .unwrap();
    let text = served.query().unwrap().text();
    assert_eq!(text.matches("RefCredentialAward {").count(), 2, "{text}");
    assert!(text.lines().count() < 40, "{text}");
}

#[test]
fn a_schema_of_very_many_fields_is_cut() {
    let parts: Vec<Value> = (0..FIELDS).map(|n| list(&format!("x{n}RefCourse"), "C")).collect();
    let served = schema(&[
        object("Query", &[person(list("person", "P"))]),
        object("P", &parts),
        object("C", &[scalar("name"), scalar("identifier")]),
    ])
    .unwrap();
    let text = served.query().unwrap().text();
    assert_eq!(text.matches("identifier\n").count() + text.matches("name\n").count(), FIELDS);
}

#[test]
fn what_cannot_be_asked_for_is_not() {
    let mut needs = scalar("name");
    needs["args"] = json!([{"name": "language", "type": {"kind": "NON_NULL", "ofType": {"kind": "SCALAR"}}}]);
    let union = json!({"name": "Evidence", "args": [], "type": {"kind": "UNION", "name": "U"}});
    let served = schema(&[
        object("Query", &[person(list("person", "P"))]),
        object("P", &[list("CredentialAward", "A"), list("Name", "Nowhere")]),
        object("A", &[needs, union, scalar("uri")]),
    ])
    .unwrap();
    let text = served.query().unwrap().text();
    assert!(text.contains("CredentialAward {\n  uri\n}\n}"), "{text}");
}

#[test]
fn what_is_no_schema_or_has_no_persons_gives_no_query() {
    for body in
        ["", "{}", r#"{"data":null,"errors":[{"message":"introspection is off"}]}"#, r#"{"data":{"__schema":7}}"#]
    {
        assert!(Schema::read(body.as_bytes()).is_none(), "{body}");
    }
    assert!(schema(&[object("Query", &[scalar("courses")])]).unwrap().query().is_none());
    let nothing = schema(&[object("Query", &[person(list("person", "P"))]), object("P", &[scalar("colour")])]);
    assert!(nothing.unwrap().query().is_none());
}
