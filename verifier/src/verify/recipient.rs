//! Is it about the person who was asked for? OB 3.0 `IdentityObject`: an id, or an identifier, possibly hashed with a salt.

use aws_lc_rs::digest;
use serde_json::Value;

use super::read::{UnverifiedCredential, each};
use super::report::{Check, CheckCode};

/// Recipient row: `wanted` is what the reader knows of the person, such as an e-mail address or a student number.
pub(crate) fn check(credential: &UnverifiedCredential, wanted: Option<&str>) -> Check {
    let Some(wanted) = wanted else {
        return Check::not_applicable(CheckCode::Recipient, "not_asked", "You did not say whom it should be about.");
    };
    let subjects = each(credential.get("credentialSubject"));
    if subjects.iter().any(|subject| is_about(subject, wanted)) {
        return Check::passed(CheckCode::Recipient, "match", "It is about the person you named.");
    }
    Check::failed(CheckCode::Recipient, "no_match", "It is not about the person you named, as far as it says.")
}

fn is_about(subject: &Value, wanted: &str) -> bool {
    subject.get("id").and_then(Value::as_str) == Some(wanted)
        || each(subject.get("identifier")).iter().any(|identity| is_identity(identity, wanted))
}

fn is_identity(identity: &Value, wanted: &str) -> bool {
    let text = |name: &str| identity.get(name).and_then(Value::as_str);
    let Some(stated) = text("identityHash") else { return false };
    if identity.get("hashed") != Some(&Value::Bool(true)) {
        return stated == wanted;
    }
    let salted = format!("{wanted}{}", text("salt").unwrap_or_default());
    let digest = digest::digest(&digest::SHA256, salted.as_bytes());
    stated.strip_prefix("sha256$").is_some_and(|hex| is_hex_of(hex, digest.as_ref()))
}

fn is_hex_of(hex: &str, bytes: &[u8]) -> bool {
    let digits = hex.as_bytes().chunks(2).map(|pair| std::str::from_utf8(pair).ok().filter(|pair| pair.len() == 2));
    let read = digits.map(|pair| u8::from_str_radix(pair?, 16).ok());
    read.eq(bytes.iter().copied().map(Some))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn reason(subject: &Value, wanted: Option<&str>) -> &'static str {
        check(&UnverifiedCredential::from_value(json!({ "credentialSubject": subject })).unwrap(), wanted).reason
    }

    #[test]
    fn ids_plain_and_hashed_identifiers_match() {
        let hashed = json!({"identifier": [{
            "hashed": true,
            "salt": "Kosher",
            "identityHash": "sha256$B5809d8a92f8858436d7e6b87c12ebc0ae1eac4baecc2c0b913aee2c922ef399"
        }]});
        assert_eq!(reason(&hashed, Some("a@example.com")), "match");
        assert_eq!(reason(&hashed, Some("b@example.com")), "no_match");
        let plain = json!({"id": "did:example:1", "identifier": {"hashed": false, "identityHash": "S-1"}});
        assert_eq!(reason(&plain, Some("did:example:1")), "match");
        assert_eq!(reason(&plain, Some("S-1")), "match");
        assert_eq!(reason(&plain, None), "not_asked");
        assert_eq!(reason(&json!({}), Some("")), "no_match");
    }
}
