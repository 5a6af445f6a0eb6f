//! The same in a transcript and in a credential of another kind; then every case.

use std::collections::BTreeSet;

use model::lint::{Code, lint};
use serde_json::json;

use crate::brief;
use crate::broken_badges::{Case, SUBJECT, in_the_badge};
use crate::good::{CLR, OB, V2, badge, membership, other, transcript, with};

fn in_the_transcript() -> Vec<Case> {
    vec![
        ("/@context", json!([V2, OB, CLR]), Code::Context, "/@context/1"),
        ("/credentialSubject/verifiableCredential", json!([]), Code::Children, SUBJECT),
        (
            "/credentialSubject/verifiableCredential/-",
            json!("a.b.c"),
            Code::Children,
            "/credentialSubject/verifiableCredential/2",
        ),
        (
            "/credentialSubject/verifiableCredential/1/id",
            json!("urn:uuid:00000000-0000-8000-8000-000000000001"),
            Code::ChildRepeated,
            "/credentialSubject/verifiableCredential/1/id",
        ),
        (
            "/credentialSubject/verifiableCredential/1/validFrom",
            json!(null),
            Code::Schema,
            "/credentialSubject/verifiableCredential/1",
        ),
        (
            "/credentialSubject/verifiableCredential/0/credentialSubject/result/2/status",
            json!(null),
            Code::ResultStatus,
            "/credentialSubject/verifiableCredential/0/credentialSubject/result/2",
        ),
        (
            "/credentialSubject/verifiableCredential/1/credentialSubject/achievement",
            badge()["credentialSubject"]["achievement"].clone(),
            Code::ListRepeated,
            "/credentialSubject/verifiableCredential/1/credentialSubject/achievement/resultDescription/0",
        ),
        (
            "/credentialSubject/achievement/0",
            other()["credentialSubject"]["achievement"].clone(),
            Code::AchievementRepeated,
            "/credentialSubject/achievement/0",
        ),
        ("/credentialSubject/association/0/type", json!("Link"), Code::Association, "/credentialSubject/association/0"),
        (
            "/credentialSubject/association/0/targetId",
            json!("urn:uuid:00000000-0000-8000-8000-000000000001"),
            Code::AssociationEnd,
            "/credentialSubject/association/0/targetId",
        ),
    ]
}

fn in_any_other() -> Vec<Case> {
    vec![
        ("/@context/0", json!(OB), Code::Context, "/@context/0"),
        ("/type", json!(["MembershipCredential"]), Code::Type, "/type"),
        ("/id", json!("1"), Code::Id, "/id"),
        ("/issuer", json!(null), Code::Issuer, ""),
        ("/issuer", json!("club"), Code::Issuer, "/issuer"),
        ("/issuer", json!({"name": "Club"}), Code::Issuer, "/issuer"),
        ("/credentialSubject", json!(null), Code::Subject, ""),
        ("/credentialSubject", json!([{}]), Code::Subject, "/credentialSubject/0"),
        ("/credentialSubject", json!([]), Code::Subject, ""),
        ("/validFrom", json!("yesterday"), Code::Date, "/validFrom"),
        ("/validUntil", json!("2020-01-01T00:00:00Z"), Code::Dates, "/validUntil"),
        ("/evidence", json!([{"id": "https://club.example/e"}]), Code::Untyped, "/evidence/0"),
        ("/termsOfUse", json!("none"), Code::Untyped, "/termsOfUse"),
        ("/description", json!(7), Code::Text, "/description"),
        ("/relatedResource", json!({"id": "a"}), Code::RelatedResource, "/relatedResource"),
    ]
}

#[test]
fn each_rule_is_broken_where_it_says() {
    let mut broken = BTreeSet::from([Code::Document, Code::DataModel, Code::SchemaUnknown, Code::SubjectUnnamed]);
    let tables = [(badge(), in_the_badge()), (transcript(), in_the_transcript()), (membership(), in_any_other())];
    for (good, table) in tables {
        for (pointer, value, code, path) in table {
            let faults = lint(&with(good.clone(), pointer, value.clone()));
            assert!(brief(&faults).contains(&(code, path)), "{pointer} {value}: expected {code:?}, found {faults:#?}");
            broken.insert(code);
        }
    }
    let never: Vec<_> = Code::ALL.into_iter().filter(|code| !broken.contains(code)).collect();
    assert_eq!(never, [], "each rule has its case");
}

#[test]
fn no_fault_quotes_a_value() {
    let secret = "Rosa Valdés";
    let tables = [(badge(), in_the_badge()), (transcript(), in_the_transcript()), (membership(), in_any_other())];
    for (good, table) in tables {
        for (pointer, _, code, _) in table.into_iter().filter(|row| row.2 != Code::Canonical) {
            let faults = lint(&with(good.clone(), pointer, json!(secret)));
            for fault in faults.iter().filter(|fault| fault.code != Code::Canonical) {
                assert!(!fault.to_string().contains(secret), "{code:?}: {fault}");
            }
        }
    }
}
