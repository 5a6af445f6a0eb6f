//! Statements in places where a reader of the JSON would overlook them.
//!
//! A signature over RDF covers statements about named things, not where in the file they stand. Whoever holds a signed
//! credential can move a member to another object with the same id, and the signature still fits: the status of a revoked
//! badge into the subject of an endorsement of it, a grade into a second object for the same learner. So what belongs to a
//! credential must stand in the credential, and one thing must not be spread over several objects of a list.

use std::collections::HashMap;

use serde_json::{Map, Value};

use super::read::{each, has_type};

/// Members whose value is a credential (or a list of them).
const CREDENTIALS: [&str; 2] = ["verifiableCredential", "endorsement"];

/// Types of credentials.
const TYPES: [&str; 5] =
    ["VerifiableCredential", "OpenBadgeCredential", "AchievementCredential", "ClrCredential", "EndorsementCredential"];

/// What only a credential says of itself, and what decides over it.
const OWN: [&str; 7] = [
    "credentialStatus",
    "credentialSubject",
    "credentialSchema",
    "validFrom",
    "validUntil",
    "issuanceDate",
    "expirationDate",
];

/// A statement in such a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Misplaced {
    /// Something that belongs to a credential stands elsewhere.
    OutsideCredential,
    /// Two different objects of a list are about one thing.
    Split,
}

/// The first such place in a credential with these members. Recursion is bounded by the depth the JSON was read with.
pub(crate) fn misplaced(credential: &Map<String, Value>) -> Option<Misplaced> {
    credential.iter().find_map(|(name, value)| member(name, value))
}

fn member(name: &str, value: &Value) -> Option<Misplaced> {
    if name == "@context" {
        return None;
    }
    let objects = || each(Some(value)).iter().filter_map(Value::as_object);
    if split(objects()) {
        return Some(Misplaced::Split);
    }
    objects().find_map(|object| {
        let credential = CREDENTIALS.contains(&name);
        let foreign = !credential
            && (TYPES.iter().any(|kind| has_type(object, kind)) || OWN.iter().any(|own| object.contains_key(*own)));
        if foreign { Some(Misplaced::OutsideCredential) } else { misplaced(object) }
    })
}

fn split<'a>(objects: impl Iterator<Item = &'a Map<String, Value>>) -> bool {
    let mut seen: HashMap<&str, &Map<String, Value>> = HashMap::new();
    for object in objects {
        let Some(id) = object.get("id").and_then(Value::as_str) else { continue };
        if seen.insert(id, object).is_some_and(|other| other != object) {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn found(credential: &Value) -> Option<Misplaced> {
        misplaced(credential.as_object().unwrap())
    }

    #[test]
    fn credentials_stand_where_credentials_stand() {
        let badge = json!({"type": ["VerifiableCredential"], "credentialStatus": {"id": "urn:1"}, "validUntil": "x"});
        assert_eq!(found(&badge), None);
        assert_eq!(found(&json!({"credentialSubject": {"verifiableCredential": [badge]}, "endorsement": badge})), None);
        for place in ["credentialSubject", "issuer", "evidence"] {
            assert_eq!(found(&json!({ place: badge })), Some(Misplaced::OutsideCredential), "{place}");
        }
        let status_alone = json!({"endorsement": [{"credentialSubject": {"id": "urn:1", "credentialStatus": {}}}]});
        assert_eq!(found(&status_alone), Some(Misplaced::OutsideCredential));
    }

    #[test]
    fn one_thing_is_one_object() {
        let results = |second: Value| json!({"credentialSubject": {"result": [{"id": "urn:1", "value": "A"}, second]}});
        assert_eq!(found(&results(json!({"id": "urn:2", "value": "B"}))), None);
        assert_eq!(found(&results(json!({"id": "urn:1", "value": "A"}))), None, "a repetition hides nothing");
        assert_eq!(found(&results(json!({"id": "urn:1", "status": "Failed"}))), Some(Misplaced::Split));
        assert_eq!(found(&json!({"credentialSubject": [{"id": "x", "a": 1}, {"id": "x"}]})), Some(Misplaced::Split));
    }
}
