//! What is said of a whole document.

use std::collections::BTreeSet;

use model::lint::{Code, before_signature, lint};
use serde_json::{Value, json};

use crate::brief;
use crate::broken_badges::SUBJECT;
use crate::good::{EXTENSIONS, badge, endorsement, membership, transcript, with};

#[test]
fn nothing_is_wrong_with_the_good_ones() {
    for good in [badge(), transcript(), endorsement(), membership()] {
        assert_eq!(lint(&good), []);
        assert_eq!(before_signature(&good), Ok(vec![]));
    }
}

#[test]
fn a_document_is_an_object_of_bounded_depth() {
    assert_eq!(brief(&lint(&json!([]))), [(Code::Document, "")]);
    let mut deep = badge();
    for _ in 0..200 {
        deep = json!({ "endorsement": deep });
    }
    assert_eq!(brief(&lint(&deep)), [(Code::Document, "")]);
}

#[test]
fn somebody_is_named() {
    let mut nobody = with(badge(), "/credentialSubject/id", Value::Null);
    assert_eq!(lint(&nobody), [], "an identifier is enough");
    nobody = with(nobody, "/credentialSubject/identifier", Value::Null);
    assert_eq!(brief(&lint(&nobody)), [(Code::SubjectUnnamed, SUBJECT)]);
}

#[test]
fn a_hash_is_sha_256_or_md5_in_hexadecimal() {
    for (hash, is_good) in [
        (format!("sha256${}", "0aF".repeat(21) + "0"), true),
        (format!("md5${}", "a".repeat(32)), true),
        (format!("sha256${}", "a".repeat(63)), false),
        (format!("sha256${}", "g".repeat(64)), false),
        (format!("sha1${}", "a".repeat(40)), false),
    ] {
        let identifier = json!([{
            "type": "IdentityObject", "hashed": true, "identityHash": hash, "identityType": "emailAddress", "salt": "s",
        }]);
        let faults = lint(&with(badge(), "/credentialSubject/identifier", identifier));
        assert_eq!(faults.is_empty(), is_good, "{hash}: {faults:?}");
    }
}

#[test]
fn a_schema_that_it_names_is_applied_or_known_to_nobody() {
    let named = |id: &str| {
        let badge = with(badge(), "/@context/-", json!(EXTENSIONS));
        with(badge, "/credentialSchema", json!([{"id": id, "type": "1EdTechJsonSchemaValidator2019"}]))
    };
    let ob = "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/";
    for good in ["ob_v3p0_achievementcredential_schema.json", "ob_v3p0_anyachievementcredential_schema.json"] {
        assert_eq!(lint(&named(&format!("{ob}{good}"))), [], "{good}");
    }
    let other = lint(&named(&format!("{ob}ob_v3p0_endorsementcredential_schema.json")));
    assert!(!other.is_empty() && other.iter().all(|fault| fault.code == Code::Schema), "{other:?}");
    assert_eq!(brief(&lint(&named("https://a.example/schema.json"))), [(Code::SchemaUnknown, "/credentialSchema/0")]);
    let mut foreign = named("https://a.example/schema.json");
    foreign["credentialSchema"][0]["type"] = json!("JsonSchema");
    assert_eq!(lint(&foreign), [], "other types are read by those who know them");
}

/// The places of all values, the whole apart.
fn places(value: &Value, at: &str, found: &mut Vec<String>) {
    let inner: Vec<(String, &Value)> = match value {
        Value::Object(members) => members.iter().map(|(name, member)| (format!("{at}/{name}"), member)).collect(),
        Value::Array(items) => items.iter().enumerate().map(|(n, item)| (format!("{at}/{n}"), item)).collect(),
        _ => Vec::new(),
    };
    for (place, value) in inner {
        places(value, &place, found);
        found.push(place);
    }
}

#[test]
fn whatever_stands_anywhere_is_told_where_something_stands() {
    let endorsed = with(badge(), "/endorsement", json!([endorsement()]));
    let mut found = Vec::new();
    places(&endorsed, "", &mut found);
    assert!(found.len() > 100, "{}", found.len());
    for place in found {
        for value in [json!(null), json!(7), json!("x"), json!([]), json!({}), json!([[{}], null])] {
            let spoilt = with(endorsed.clone(), &place, value.clone());
            for fault in lint(&spoilt) {
                assert!(spoilt.pointer(&fault.path).is_some(), "{place} {value}: {fault}");
            }
        }
    }
}

#[test]
fn data_model_1_1_is_read_and_not_signed() {
    let older = with(badge(), "/@context/0", json!("https://www.w3.org/2018/credentials/v1"));
    let older = with(with(older, "/validFrom", json!(null)), "/issuanceDate", json!("2026-01-31T09:30:00Z"));
    let older = with(with(older, "/validUntil", json!(null)), "/expirationDate", json!("2027-01-31T09:30:00Z"));
    let older = with(older, "/credentialStatus", json!(null));
    let faults = lint(&older);
    assert_eq!(brief(&faults), [(Code::DataModel, "/@context")]);
    assert!(!faults[0].stops());
    assert_eq!(before_signature(&older).unwrap_err().code, Code::DataModel);
    let ended = with(older, "/expirationDate", json!("2020-01-31T09:30:00Z"));
    assert!(lint(&ended).iter().any(|fault| fault.code == Code::Dates));
}

#[test]
fn warnings_do_not_keep_from_signing_and_faults_do() {
    let warned = with(badge(), "/credentialSubject/result/0/value", json!("W"));
    let warnings = before_signature(&warned).unwrap();
    assert_eq!(brief(&warnings), [(Code::ResultValue, "/credentialSubject/result/0/value")]);
    let wrong = with(warned, "/credentialSubject/result/2/status", json!(null));
    assert_eq!(before_signature(&wrong).unwrap_err().code, Code::ResultStatus);
}

#[test]
fn codes_are_told_apart_and_cite_a_section() {
    let names: BTreeSet<&str> = Code::ALL.iter().map(|code| code.as_str()).collect();
    assert_eq!(names.len(), Code::ALL.len());
    let page = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/CONFORMANCE.md")).unwrap();
    for code in Code::ALL {
        assert!(code.section().contains('§'), "{code:?}");
        assert!(page.contains(&format!("`{}`", code.as_str())), "docs/CONFORMANCE.md does not name {}", code.as_str());
    }
}
