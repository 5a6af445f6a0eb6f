//! Credentials with which nothing is wrong.

use serde_json::{Value, json};

pub(crate) const OB: &str = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json";
pub(crate) const CLR: &str = "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json";
pub(crate) const EXTENSIONS: &str = "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json";
pub(crate) const V2: &str = "https://www.w3.org/ns/credentials/v2";

pub(crate) fn badge() -> Value {
    json!({
        "@context": [V2, OB],
        "id": "urn:uuid:00000000-0000-8000-8000-000000000001",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": "Welding",
        "issuer": {
            "id": "did:web:college.example", "type": ["Profile"], "name": "College",
            "otherIdentifier": [{"type": "IdentifierEntry", "identifier": "1", "identifierType": "sourcedId"}],
            "parentOrg": {"id": "https://district.example/", "type": ["Profile"]},
        },
        "validFrom": "2026-01-31T09:30:00Z",
        "validUntil": "2027-01-31T09:30:00Z",
        "credentialSubject": {
            "id": "did:example:learner",
            "type": ["AchievementSubject"],
            "identifier": [{
                "type": "IdentityObject", "hashed": false, "identityHash": "Rosa", "identityType": "name",
            }],
            "activityStartDate": "2025-09-01T00:00:00Z",
            "activityEndDate": "2025-12-01T00:00:00Z",
            "achievement": {
                "id": "https://college.example/welding", "type": ["Achievement"], "achievementType": "Course",
                "name": "Welding", "description": "Welds.", "criteria": {"narrative": "Weld something."},
                "alignment": [{
                    "id": "https://college.example/welding#a", "type": ["Alignment"], "targetType": "CFItem",
                    "targetName": "Welding", "targetUrl": "https://frame.example/1",
                }],
                "resultDescription": [
                    {
                        "id": "https://college.example/welding#grade", "type": ["ResultDescription"], "name": "Grade",
                        "resultType": "LetterGrade", "allowedValue": ["C", "B", "A"], "requiredValue": "C",
                        "rubricCriterionLevel": [{"id": "urn:level:1", "type": ["RubricCriterionLevel"], "name": "One"}],
                    },
                    {
                        "id": "https://college.example/welding#score", "type": ["ResultDescription"], "name": "Score",
                        "resultType": "RawScore", "valueMin": "0", "valueMax": "100",
                    },
                    {
                        "id": "https://college.example/welding#status", "type": ["ResultDescription"], "name": "Status",
                        "resultType": "Status",
                    },
                ],
            },
            "result": results(),
        },
        "credentialStatus": {
            "id": "https://college.example/status/1#7", "type": "BitstringStatusListEntry", "statusPurpose": "revocation",
            "statusListIndex": "7", "statusListCredential": "https://college.example/status/1",
        },
        "evidence": [{"id": "https://college.example/work", "type": ["Evidence"], "name": "Work"}],
    })
}

fn results() -> Value {
    json!([
                {
                    "id": "urn:result:1", "type": ["Result"], "value": "A", "achievedLevel": "urn:level:1",
                    "resultDescription": "https://college.example/welding#grade",
                },
                {
                    "id": "urn:result:2", "type": ["Result"], "value": "99.5",
                    "resultDescription": "https://college.example/welding#score",
                },
                {
                    "id": "urn:result:3", "type": ["Result"], "status": "Completed",
                    "resultDescription": "https://college.example/welding#status",
                },
    ])
}

/// Another badge, as a transcript holds it: its own achievement, and nothing that a list would be made of.
pub(crate) fn other() -> Value {
    let mut badge = badge();
    badge["id"] = json!("urn:uuid:00000000-0000-8000-8000-000000000002");
    let subject = badge["credentialSubject"].as_object_mut().unwrap();
    subject.remove("result");
    subject.insert(
        "achievement".into(),
        json!({
            "id": "https://college.example/safety", "type": ["Achievement"], "name": "Safety", "description": "Is safe.",
            "criteria": {"narrative": "Be safe."},
        }),
    );
    badge
}

pub(crate) fn transcript() -> Value {
    json!({
        "@context": [V2, CLR, OB],
        "id": "urn:uuid:00000000-0000-8000-8000-000000000009",
        "type": ["VerifiableCredential", "ClrCredential"],
        "name": "Transcript",
        "issuer": {"id": "did:web:college.example", "type": ["Profile"], "name": "College"},
        "validFrom": "2026-01-31T09:30:00Z",
        "credentialSubject": {
            "id": "did:example:learner",
            "type": ["ClrSubject"],
            "verifiableCredential": [badge(), other()],
            "achievement": [{
                "id": "https://college.example/programme", "type": ["Achievement"], "name": "Trades",
                "description": "Trades.", "criteria": {"narrative": "All of it."},
            }],
            "association": [{
                "type": "Association", "associationType": "isPartOf", "sourceId": "https://college.example/welding",
                "targetId": "https://college.example/programme",
            }],
        },
    })
}

pub(crate) fn endorsement() -> Value {
    json!({
        "@context": [V2, OB],
        "id": "urn:uuid:00000000-0000-8000-8000-000000000003",
        "type": ["VerifiableCredential", "EndorsementCredential"],
        "name": "Endorsement",
        "issuer": {"id": "did:web:board.example", "type": ["Profile"]},
        "validFrom": "2026-01-31T09:30:00Z",
        "credentialSubject": {
            "id": "https://college.example/welding", "type": ["EndorsementSubject"], "endorsementComment": "Good.",
        },
    })
}

/// A credential that is none of ours.
pub(crate) fn membership() -> Value {
    json!({
        "@context": [V2],
        "id": "https://club.example/1",
        "type": ["VerifiableCredential"],
        "issuer": "https://club.example/",
        "validFrom": "2026-01-31T09:30:00Z",
        "credentialSubject": {"id": "did:example:learner", "name": "Rosa"},
    })
}

/// `credential` with one value in another's place; `null` takes it away.
pub(crate) fn with(mut credential: Value, pointer: &str, value: Value) -> Value {
    let (above, name) = pointer.rsplit_once('/').unwrap();
    let above = credential.pointer_mut(above).unwrap();
    match (above, value) {
        (Value::Object(members), Value::Null) => drop(members.remove(name)),
        (Value::Object(members), value) => drop(members.insert(name.to_owned(), value)),
        (Value::Array(items), value) if name == "-" => items.push(value),
        (Value::Array(items), value) => items[name.parse::<usize>().unwrap()] = value,
        _ => unreachable!("{pointer}"),
    }
    credential
}
