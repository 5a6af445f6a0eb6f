//! Credentials of data model 2.0 said in the words of 1.1, for `jwt_vc_json`: OpenID4VCI 1.0 appendix A.1.1 and the wallets
//! that follow it know no other.
//!
//! | 2.0 | 1.1 |
//! |---|---|
//! | `https://www.w3.org/ns/credentials/v2` | `https://www.w3.org/2018/credentials/v1` |
//! | `validFrom`, `validUntil` | `issuanceDate`, `expirationDate` (VCDM 1.1 §4.6, §4.7) |
//! | the terms of Bitstring Status List | the same, from a context of their own |
//!
//! The contexts of Open Badges 3.0 and CLR 2.0 stand on either. Credentials inside of it stay what they are: they have proofs
//! of their own, over their own words.

use contexts::{STATUS_CONTEXT, VC1_CONTEXT, VC2_CONTEXT};
use serde_json::{Map, Value, json};

/// What each date is called in 2.0 and in 1.1.
pub(crate) const DATES: [(&str, &str); 2] = [("validFrom", "issuanceDate"), ("validUntil", "expirationDate")];

/// Members that 2.0 gives a meaning and 1.1 does not.
const ONLY_NEWER: [&str; 3] = ["relatedResource", "confidenceMethod", "renderMethod"];

/// `credential`, which follows data model 2.0, as one of 1.1.
///
/// # Errors
/// [`NotConvertible`] when it is of another model, cannot be said in 1.1, or is signed.
pub fn from_vcdm2(credential: &Map<String, Value>) -> Result<Map<String, Value>, NotConvertible> {
    if credential.contains_key("proof") {
        return Err(NotConvertible::Signed);
    }
    if let Some(name) = ONLY_NEWER.into_iter().find(|name| credential.contains_key(*name)) {
        return Err(NotConvertible::OnlyNewer { name });
    }
    if let Some((_, name)) = DATES.into_iter().find(|(_, older)| credential.contains_key(*older)) {
        return Err(NotConvertible::Both { name });
    }
    if !credential.contains_key("validFrom") {
        return Err(NotConvertible::NoStart);
    }
    let contexts = older_contexts(credential)?;
    let mut older: Map<String, Value> =
        credential.iter().map(|(name, value)| (older_name(name).to_owned(), value.clone())).collect();
    older.insert("@context".to_owned(), contexts);
    Ok(older)
}

fn older_name(name: &str) -> &str {
    DATES.into_iter().find(|(newer, _)| *newer == name).map_or(name, |(_, older)| older)
}

fn older_contexts(credential: &Map<String, Value>) -> Result<Value, NotConvertible> {
    let newer = each(credential.get("@context")).split_first().filter(|(first, _)| *first == VC2_CONTEXT);
    let (_, others) = newer.ok_or(NotConvertible::OtherModel)?;
    let mut older = vec![json!(VC1_CONTEXT)];
    older.extend_from_slice(others);
    if has_bitstring_status(credential) && !others.iter().any(|entry| entry == STATUS_CONTEXT) {
        older.push(json!(STATUS_CONTEXT));
    }
    Ok(Value::Array(older))
}

fn has_bitstring_status(credential: &Map<String, Value>) -> bool {
    let mut kinds = each(credential.get("credentialStatus")).iter().flat_map(|entry| each(entry.get("type")));
    kinds.any(|kind| kind == "BitstringStatusListEntry")
}

/// One value, or each of an array.
fn each(value: Option<&Value>) -> &[Value] {
    match value {
        Some(Value::Array(items)) => items,
        Some(one) => std::slice::from_ref(one),
        None => &[],
    }
}

/// A credential that has no form in data model 1.1.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotConvertible {
    /// Not of data model 2.0.
    #[error("expected a credential of data model 2.0, whose first '@context' is {VC2_CONTEXT}")]
    OtherModel,
    /// A proof covers the words as they are.
    #[error("it has a proof, which covers it as it is: expected one without")]
    Signed,
    /// 1.1 asks for a beginning.
    #[error("expected 'validFrom', which becomes 'issuanceDate' in data model 1.1")]
    NoStart,
    /// It says one thing in both words.
    #[error("'{name}' belongs to data model 1.1 and is there already")]
    Both {
        /// The member of 1.1.
        name: &'static str,
    },
    /// Something has no meaning in 1.1.
    #[error("'{name}' has no meaning in data model 1.1: leave it out, or use a form of 2.0")]
    OnlyNewer {
        /// The member.
        name: &'static str,
    },
}

#[cfg(test)]
mod tests {
    use super::*;
    use canon::Budget;

    fn badge() -> Map<String, Value> {
        let badge = json!({
            "@context": [VC2_CONTEXT, contexts::OB_CONTEXT],
            "id": "urn:uuid:00000000-0000-8000-8000-000000000001",
            "type": ["VerifiableCredential", "OpenBadgeCredential"],
            "name": "Welding",
            "description": "Joins metal",
            "issuer": {"id": "did:example:school", "type": ["Profile"], "name": "School"},
            "validFrom": "2026-06-01T00:00:00Z",
            "validUntil": "2030-06-01T00:00:00Z",
            "credentialStatus": {
                "id": "https://school.example/status/1#7", "type": "BitstringStatusListEntry", "statusPurpose": "revocation",
                "statusListIndex": "7", "statusListCredential": "https://school.example/status/1"
            },
            "credentialSubject": {
                "id": "did:example:learner", "type": ["AchievementSubject"],
                "achievement": {
                    "id": "urn:uuid:00000000-0000-8000-8000-000000000002", "type": ["Achievement"], "name": "Welding",
                    "description": "Joins metal", "criteria": {"narrative": "Weld"}
                }
            }
        });
        badge.as_object().unwrap().clone()
    }

    /// What the schemas of Open Badges say of the rest holds as before, and every word is defined.
    #[test]
    fn a_badge_keeps_all_that_it_says() {
        let older = from_vcdm2(&badge()).unwrap();
        assert_eq!(older["@context"], json!([VC1_CONTEXT, contexts::OB_CONTEXT, STATUS_CONTEXT]));
        assert_eq!((&older["issuanceDate"], &older["expirationDate"]), (&badge()["validFrom"], &badge()["validUntil"]));
        assert!(!older.contains_key("validFrom") && !older.contains_key("validUntil"));
        let names: Vec<_> = older.keys().map(String::as_str).collect();
        assert_eq!(names[..3], ["@context", "id", "type"], "in their order");
        canon::canonicalize(&Value::Object(older.clone()), crate::published::contexts(), &Budget::default()).unwrap();
        let mut back = older;
        for (newer, older) in DATES {
            let value = back.remove(older).unwrap();
            back.insert(newer.to_owned(), value);
        }
        back.insert("@context".to_owned(), badge()["@context"].clone());
        assert_eq!(back, badge());
        assert_eq!(contexts::validate(contexts::Schema::AchievementCredential, &Value::Object(back)), []);
    }

    #[test]
    fn a_status_keeps_its_meaning_however_its_type_is_written() {
        let mut badge = badge();
        let kind = json!(["BitstringStatusListEntry"]);
        badge.get_mut("credentialStatus").unwrap()["type"] = kind;
        badge.insert("credentialStatus".into(), json!([badge["credentialStatus"]]));
        let older = from_vcdm2(&badge).unwrap();
        assert_eq!(older["@context"][2], STATUS_CONTEXT);
        canon::canonicalize(&Value::Object(older), crate::published::contexts(), &Budget::default()).unwrap();
    }

    #[test]
    fn what_cannot_be_said_in_the_older_model_is_refused() {
        let with = |name: &str, value: Value| {
            let mut badge = badge();
            badge.insert(name.to_owned(), value);
            from_vcdm2(&badge).unwrap_err()
        };
        for context in [json!(VC1_CONTEXT), json!([VC1_CONTEXT, VC2_CONTEXT]), json!([]), json!(7)] {
            assert_eq!(with("@context", context), NotConvertible::OtherModel);
        }
        assert_eq!(with("proof", json!({})), NotConvertible::Signed);
        assert_eq!(with("issuanceDate", json!("2026-06-01T00:00:00Z")), NotConvertible::Both { name: "issuanceDate" });
        for name in ONLY_NEWER {
            assert_eq!(with(name, json!({})), NotConvertible::OnlyNewer { name });
        }
        let mut endless = badge();
        endless.remove("validFrom");
        assert_eq!(from_vcdm2(&endless).unwrap_err(), NotConvertible::NoStart);
        assert_eq!(from_vcdm2(&Map::new()).unwrap_err(), NotConvertible::NoStart);
    }
}
