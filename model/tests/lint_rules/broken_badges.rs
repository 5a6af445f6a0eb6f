//! What is put where in the badge, and the rule it breaks there.

use model::lint::Code;
use serde_json::{Value, json};

use crate::good::{OB, V2};

pub(crate) const SUBJECT: &str = "/credentialSubject";

/// Where something is put, what, which rule it breaks, and where that is told.
pub(crate) type Case = (&'static str, Value, Code, &'static str);

pub(crate) fn in_the_badge() -> Vec<Case> {
    [
        of_the_whole(),
        of_the_issuer(),
        of_the_subject(),
        of_the_achievement(),
        of_result_descriptions(),
        of_the_results(),
        of_what_is_attached(),
    ]
    .concat()
}

fn of_the_whole() -> Vec<Case> {
    vec![
        ("/validFrom", json!(null), Code::Schema, ""),
        ("/favouriteColour", json!("red"), Code::Canonical, ""),
        ("/@context", json!([OB, V2]), Code::Context, "/@context/0"),
        ("/@context", json!([V2]), Code::Context, "/@context"),
        ("/@context", json!(V2), Code::Context, "/@context"),
        ("/@context/-", json!(7), Code::Context, "/@context/2"),
        (
            "/@context/1",
            json!("https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json"),
            Code::ContextVersion,
            "/@context/1",
        ),
        ("/type", json!(["VerifiableCredential"]), Code::Type, "/type"),
        ("/type", json!(["OpenBadgeCredential"]), Code::Type, "/type"),
        ("/type", json!(null), Code::Type, ""),
        ("/type", json!([7]), Code::Type, "/type"),
        ("/id", json!("1"), Code::Id, "/id"),
        ("/validFrom", json!("2026-01-31"), Code::Date, "/validFrom"),
        ("/awardedDate", json!("2026-01-31T09:30:00"), Code::Date, "/awardedDate"),
        ("/validUntil", json!("2026-01-31T09:29:59Z"), Code::Dates, "/validUntil"),
        (
            "/credentialSubject/activityEndDate",
            json!("2025-08-01T00:00:00Z"),
            Code::ActivityDates,
            "/credentialSubject/activityEndDate",
        ),
        ("/name", json!(["Welding"]), Code::Text, "/name"),
    ]
}

fn of_the_issuer() -> Vec<Case> {
    vec![
        ("/issuer", json!("did:web:college.example"), Code::Issuer, "/issuer"),
        ("/issuer/type", json!(["Organization"]), Code::Issuer, "/issuer/type"),
        ("/issuer/id", json!(null), Code::Issuer, "/issuer"),
        ("/issuer/id", json!("college"), Code::Id, "/issuer/id"),
        ("/issuer/parentOrg/type", json!("Profiles"), Code::Profile, "/issuer/parentOrg/type"),
        ("/issuer/otherIdentifier/0/type", json!("Entry"), Code::Identifier, "/issuer/otherIdentifier/0/type"),
        (
            "/issuer/otherIdentifier/0/identifierType",
            json!("badge"),
            Code::Vocabulary,
            "/issuer/otherIdentifier/0/identifierType",
        ),
        ("/issuer/address", json!({"id": "urn:a:1", "type": ["Place"]}), Code::NodeType, "/issuer/address/type"),
        ("/issuer/address", json!({"id": "urn:a:1"}), Code::NodeType, "/issuer/address"),
    ]
}

fn of_the_subject() -> Vec<Case> {
    vec![
        ("/credentialSubject/term", json!(7), Code::Schema, "/credentialSubject/term"),
        ("/credentialSubject/id", json!("me"), Code::Id, "/credentialSubject/id"),
        ("/credentialSubject/type", json!(["Person"]), Code::Subject, "/credentialSubject/type"),
        ("/credentialSubject/type", json!(null), Code::Subject, SUBJECT),
        ("/credentialSubject", json!({}), Code::Subject, SUBJECT),
        ("/credentialSubject", json!("me"), Code::Subject, SUBJECT),
        ("/credentialSubject/identifier/0/type", json!("Id"), Code::Identity, "/credentialSubject/identifier/0/type"),
        (
            "/credentialSubject/identifier/0/hashed",
            json!(true),
            Code::IdentityHash,
            "/credentialSubject/identifier/0/identityHash",
        ),
    ]
}

fn of_the_achievement() -> Vec<Case> {
    vec![
        ("/credentialSubject/achievement/id", json!("welding"), Code::Id, "/credentialSubject/achievement/id"),
        (
            "/credentialSubject/achievement/type",
            json!(["Achievements"]),
            Code::Achievement,
            "/credentialSubject/achievement/type",
        ),
        (
            "/credentialSubject/achievement/achievementType",
            json!("Program"),
            Code::Vocabulary,
            "/credentialSubject/achievement/achievementType",
        ),
        (
            "/credentialSubject/achievement/achievementType",
            json!("ext:a|b"),
            Code::Vocabulary,
            "/credentialSubject/achievement/achievementType",
        ),
        (
            "/credentialSubject/achievement/criteria",
            json!({}),
            Code::Criteria,
            "/credentialSubject/achievement/criteria",
        ),
        (
            "/credentialSubject/achievement/alignment/0/type",
            json!(["Target"]),
            Code::Alignment,
            "/credentialSubject/achievement/alignment/0/type",
        ),
        (
            "/credentialSubject/achievement/alignment/0/targetType",
            json!("Item"),
            Code::Vocabulary,
            "/credentialSubject/achievement/alignment/0/targetType",
        ),
    ]
}

fn of_result_descriptions() -> Vec<Case> {
    vec![
        (
            "/credentialSubject/achievement/resultDescription/0/type",
            json!(["Description"]),
            Code::ResultDescription,
            "/credentialSubject/achievement/resultDescription/0/type",
        ),
        (
            "/credentialSubject/achievement/resultDescription/0/requiredValue",
            json!("D"),
            Code::ResultRange,
            "/credentialSubject/achievement/resultDescription/0/requiredValue",
        ),
        (
            "/credentialSubject/achievement/resultDescription/0/requiredLevel",
            json!("urn:level:2"),
            Code::ResultRange,
            "/credentialSubject/achievement/resultDescription/0/requiredLevel",
        ),
        (
            "/credentialSubject/achievement/resultDescription/1/valueMin",
            json!("101"),
            Code::ResultRange,
            "/credentialSubject/achievement/resultDescription/1/valueMin",
        ),
    ]
}

fn of_the_results() -> Vec<Case> {
    vec![
        ("/credentialSubject/result/0/id", json!(null), Code::NoId, "/credentialSubject/result/0"),
        ("/credentialSubject/result/0/type", json!(["Grade"]), Code::Result, "/credentialSubject/result/0/type"),
        (
            "/credentialSubject/result/0/resultDescription",
            json!("urn:other:1"),
            Code::Result,
            "/credentialSubject/result/0/resultDescription",
        ),
        ("/credentialSubject/result/2/status", json!(null), Code::ResultStatus, "/credentialSubject/result/2"),
        (
            "/credentialSubject/result/0/achievedLevel",
            json!("urn:level:2"),
            Code::ResultLevel,
            "/credentialSubject/result/0/achievedLevel",
        ),
        ("/credentialSubject/result/0/value", json!("F"), Code::ResultValue, "/credentialSubject/result/0/value"),
        ("/credentialSubject/result/1/value", json!("101"), Code::ResultValue, "/credentialSubject/result/1/value"),
        ("/credentialSubject/result/1/value", json!("many"), Code::ResultValue, "/credentialSubject/result/1/value"),
        ("/credentialSubject/result/1/value", json!(3), Code::Schema, "/credentialSubject/result/1/value"),
    ]
}

fn of_what_is_attached() -> Vec<Case> {
    vec![
        ("/evidence/0/id", json!(null), Code::NoId, "/evidence/0"),
        ("/evidence/0/type", json!(["Proof"]), Code::Evidence, "/evidence/0/type"),
        ("/evidence/0/type", json!(null), Code::Evidence, "/evidence/0"),
        ("/credentialStatus/statusPurpose", json!(null), Code::Status, "/credentialStatus"),
        ("/credentialStatus/statusListIndex", json!("-1"), Code::Status, "/credentialStatus/statusListIndex"),
        ("/credentialStatus/statusListIndex", json!(7), Code::StatusIndex, "/credentialStatus/statusListIndex"),
        (
            "/credentialStatus/statusListCredential",
            json!("list"),
            Code::Status,
            "/credentialStatus/statusListCredential",
        ),
        ("/credentialStatus/statusSize", json!(0), Code::Status, "/credentialStatus/statusSize"),
        ("/credentialStatus/statusSize", json!(2), Code::Status, "/credentialStatus"),
        ("/credentialStatus", json!({"type": "1EdTechRevocationList"}), Code::Status, "/credentialStatus"),
        ("/credentialStatus/type", json!(null), Code::Untyped, "/credentialStatus"),
        ("/refreshService", json!({"id": "https://college.example/refresh"}), Code::Untyped, "/refreshService"),
        ("/credentialSchema", json!([{"type": "JsonSchema"}]), Code::CredentialSchema, "/credentialSchema/0"),
        ("/endorsement", json!(["a.b.c"]), Code::Endorsement, "/endorsement/0"),
        ("/endorsementJwt", json!(["a.b.c"]), Code::Endorsement, "/endorsementJwt/0"),
        (
            "/relatedResource",
            json!([{"id": "https://a.example/", "digestSRI": "sha256-1"}, {"id": "https://a.example/"}]),
            Code::RelatedResource,
            "/relatedResource/1",
        ),
    ]
}
