//! Each kind of fault once, with its words.

use serde_json::{Value, json};

use super::*;

fn profile() -> Value {
    json!({"id": "https://college.example/issuer", "type": ["Profile"], "name": "Example College"})
}

fn badge() -> Value {
    json!({
        "@context": [crate::VC2_CONTEXT, crate::OB_CONTEXT],
        "id": "urn:uuid:6f1b6c1e-0000-8000-8000-000000000001",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "issuer": profile(),
        "validFrom": "2026-01-31T09:30:00Z",
        "credentialSubject": {
            "type": ["AchievementSubject"],
            "achievement": {
                "id": "https://college.example/achievements/1",
                "type": ["Achievement"],
                "name": "Welding",
                "description": "Joins steel plates.",
                "criteria": {"narrative": "Pass the practical test."}
            }
        }
    })
}

/// The badge with `value` at `path`, checked.
fn with(path: &str, value: Value) -> Vec<(String, String)> {
    let mut document = badge();
    let (above, name) = path.rsplit_once('/').expect("a pointer");
    document.pointer_mut(above).expect("an object").as_object_mut().expect("an object").insert(name.to_owned(), value);
    check(Schema::AchievementCredential, &document)
}

fn check(which: Schema, document: &Value) -> Vec<(String, String)> {
    validate(which, document).into_iter().map(|fault| (fault.path, fault.message)).collect()
}

fn one(path: &str, message: &str) -> Vec<(String, String)> {
    vec![(path.to_owned(), message.to_owned())]
}

#[test]
fn a_conforming_document_has_no_faults() {
    assert_eq!(check(Schema::AchievementCredential, &badge()), []);
    assert_eq!(check(Schema::Profile, &profile()), []);
}

#[test]
fn a_wrong_type() {
    let faults = with("/credentialSubject/achievement", json!(7));
    assert_eq!(faults, one("/credentialSubject/achievement", "expected an object, found a number"));
    let faults = with("/name", json!(7));
    assert_eq!(faults, one("/name", "expected a string or an object, found a number"));
}

#[test]
fn a_missing_member_is_named_at_its_object() {
    let mut document = badge();
    document["credentialSubject"]["achievement"].as_object_mut().expect("an object").remove("criteria");
    let faults = check(Schema::AchievementCredential, &document);
    assert_eq!(faults, one("/credentialSubject/achievement", "expected the member \"criteria\", which is missing"));
}

#[test]
fn a_date_without_time_zone() {
    let faults = with("/validFrom", json!("2026-01-31T09:30:00"));
    let words = "expected a date and time with time zone, such as 2026-01-31T09:30:00Z, found another string";
    assert_eq!(faults, one("/validFrom", words));
    let faults = with("/issuer/dateOfBirth", json!("31.1.2026"));
    assert_eq!(faults, one("/issuer/dateOfBirth", "expected a date such as 2026-01-31, found another string"));
}

#[test]
fn contexts_out_of_order() {
    let faults = with("/@context", json!([crate::VC2_CONTEXT, crate::CLR_CONTEXT]));
    assert_eq!(faults, one("/@context/1", "expected the URL of an Open Badges 3.0 context, found another string"));
    let faults = with("/@context", json!([crate::OB_CONTEXT, crate::OB_CONTEXT]));
    assert_eq!(faults, one("/@context/0", "expected \"https://www.w3.org/ns/credentials/v2\", found another string"));
    let faults = with("/@context", json!([crate::VC2_CONTEXT]));
    assert_eq!(faults, one("/@context", "expected 2 entries or more, found fewer"));
}

#[test]
fn a_type_that_is_not_listed() {
    let faults = with("/type", json!(["VerifiableCredential"]));
    let words = "expected a list with AchievementCredential or OpenBadgeCredential, found a list without";
    assert_eq!(faults, one("/type", words));
    let faults = with("/issuer/type", json!(["Organization"]));
    assert_eq!(faults, one("/issuer/type", "expected a list with Profile, found a list without"));
}

#[test]
fn a_value_outside_the_enumeration() {
    let faults = with("/credentialSubject/result", json!({"type": ["Result"], "status": "Passed"}));
    let words =
        "expected one of Completed, Enrolled, Failed, InProgress, OnHold, Provisional, Withdrew, found another string";
    assert_eq!(faults, one("/credentialSubject/result/status", words));
    let faults = with("/credentialSubject/achievement/achievementType", json!("Transcript"));
    assert!(faults[0].1.contains(" and 19 more, found another string"), "{faults:?}");
    assert_eq!(with("/credentialSubject/achievement/achievementType", json!("ext:Transcript")), []);
}

#[test]
fn a_member_that_may_not_be_there() {
    let image = json!({"id": "https://college.example/1.png", "type": "Image", "size": 3});
    let faults = with("/image", image);
    assert_eq!(faults, one("/image", "expected no other members here, found \"size\""));
    let image = json!({"id": "https://college.example/1.png", "type": "Image", "x".repeat(41): 3});
    assert_eq!(with("/image", image), one("/image", "expected no other members here, found 1"));
}

#[test]
fn a_language_map_with_another_key() {
    let faults = with("/name", json!({"english": "Welding", "german": "Schweißen"}));
    let words = "expected a string, or an object with one text for each language code such as en or fr-CA";
    assert_eq!(faults, one("/name", words));
    assert_eq!(with("/name", json!({"en": "Welding", "de-AT": "Schweißen"})), []);
}

#[test]
fn text_of_another_form() {
    let faults = with("/endorsementJwt", json!(["not a token"]));
    let words = "expected a compact JWS, three parts with points between them, found another string";
    assert_eq!(faults, one("/endorsementJwt/0", words));
    let faults = with("/credentialSubject/achievement/inLanguage", json!({"en": "English"}));
    let words = "expected a language tag such as en or fr-CA, found another string";
    assert_eq!(faults, one("/credentialSubject/achievement/inLanguage/en", words));
}

#[test]
fn an_issuer_object_is_judged_as_a_profile() {
    let faults = with("/issuer", json!({"id": "https://college.example/issuer", "name": "Example College"}));
    assert_eq!(faults, one("/issuer", "expected the member \"type\", which is missing"));
    assert_eq!(with("/issuer", json!("https://college.example/issuer")), []);
}

#[test]
fn a_path_is_a_json_pointer() {
    let faults = with("/name", json!({"a/b~c": 1}));
    assert!(faults.iter().any(|(path, _)| path == "/name/a~1b~0c"), "{faults:?}");
}

#[test]
fn no_value_of_the_document_is_quoted() {
    let mut document = badge();
    for path in ["/validFrom", "/issuer/image", "/credentialSubject/achievement/achievementType", "/endorsementJwt"] {
        let (above, name) = path.rsplit_once('/').expect("a pointer");
        document.pointer_mut(above).expect("an object")[name] = json!("Ada Lovelace");
    }
    let faults = check(Schema::AchievementCredential, &document);
    assert_eq!(faults.len(), 4, "{faults:?}");
    assert!(faults.iter().all(|(_, message)| !message.contains("Lovelace")), "{faults:?}");
}

#[test]
fn no_more_than_twenty_faults() {
    let tags: Vec<Value> = (0..100).map(Value::from).collect();
    assert_eq!(with("/credentialSubject/achievement/tag", json!(tags)).len(), MAX_FAULTS);
}

/// A document as deep as the limit, through the schema's own recursion; built from the inside, since parsing stops there.
fn nested(levels: usize) -> Value {
    (1..levels).fold(profile(), |inner, _| {
        let mut outer = profile();
        outer["parentOrg"] = inner;
        outer
    })
}

#[test]
fn depth_is_limited() {
    // The innermost profile's `type` array is one level below it.
    assert_eq!(check(Schema::Profile, &nested(MAX_DEPTH - 1)), []);
    let faults = check(Schema::Profile, &nested(MAX_DEPTH));
    assert_eq!(faults, one("", "expected at most 128 levels of nesting, found more"));
}
