//! What a credential or presentation says of itself that JWT claims say again.

use model::time::Time;
use serde_json::{Map, Value, json};

use super::credential::CredentialJwtError;
use super::forms::{Form, Rules};

/// A claim of RFC 7519 and the member it repeats.
pub(super) struct Pair {
    pub claim: &'static str,
    pub member: &'static str,
}

/// The pairs of VCDM 1.1 §6.3.1 and of OB 3.0 §8.2.4; dates last.
pub(super) const fn pairs(form: Form) -> [Pair; 5] {
    let (from, until) = match form {
        Form::JwtVcJson => ("issuanceDate", "expirationDate"),
        _ => ("validFrom", "validUntil"),
    };
    [
        Pair { claim: "iss", member: "issuer" },
        Pair { claim: "sub", member: "credentialSubject" },
        Pair { claim: "jti", member: "id" },
        Pair { claim: "nbf", member: from },
        Pair { claim: "exp", member: until },
    ]
}

impl Pair {
    pub(super) const fn is_date(&self) -> bool {
        matches!(self.claim.as_bytes(), b"nbf" | b"exp")
    }

    /// What the document says, as the claim would say it. A date is compared by whole seconds: that is all a claim holds.
    pub(super) fn of(&self, document: &Map<String, Value>) -> Result<Option<Value>, CredentialJwtError> {
        let malformed = CredentialJwtError::Member { name: self.member };
        let Some(member) = document.get(self.member) else { return Ok(None) };
        if self.is_date() {
            let text = member.as_str().ok_or_else(|| malformed.clone())?;
            return Ok(Some(json!(Time::parse(text).map_err(|_| malformed)?.unix())));
        }
        let id = match only(member) {
            Value::Object(inner) => inner.get("id"),
            // Several subjects have no one id, and VCDM 1.1 has no claim for them.
            Value::Array(_) => None,
            text => Some(text),
        };
        match id {
            None => Ok(None),
            Some(Value::String(_)) => Ok(id.cloned()),
            Some(_) => Err(malformed),
        }
    }

    /// Puts what the claim says into the document, which says nothing of it.
    pub(super) fn put(&self, document: &mut Map<String, Value>, claim: &Value) -> Result<(), CredentialJwtError> {
        let value = match claim.as_i64() {
            Some(seconds) if self.is_date() => json!(Time::from_unix(seconds).to_string()),
            _ => claim.clone(),
        };
        match document.get_mut(self.member) {
            None if self.claim == "sub" => drop(document.insert(self.member.into(), json!({"id": value}))),
            None => drop(document.insert(self.member.into(), value)),
            Some(Value::Object(inner)) => drop(inner.insert("id".into(), value)),
            Some(Value::Array(list)) => match list.as_mut_slice() {
                [Value::Object(inner)] => drop(inner.insert("id".into(), value)),
                _ => return Err(self.contradiction()),
            },
            Some(_) => return Err(self.contradiction()),
        }
        Ok(())
    }

    pub(super) const fn contradiction(&self) -> CredentialJwtError {
        CredentialJwtError::Contradiction { claim: self.claim, member: self.member }
    }
}

/// The one element of an array of one: such an array says the same.
fn only(value: &Value) -> &Value {
    match value.as_array().map(Vec::as_slice) {
        Some([one]) => one,
        _ => value,
    }
}

/// The id of the issuer of a credential, or of the holder of a presentation.
pub(super) fn author(document: &Map<String, Value>) -> Option<&str> {
    let author = document.get("issuer").or_else(|| document.get("holder"))?;
    author.as_str().or_else(|| author.get("id")?.as_str())
}

/// Whether the document is of the data model and type that the form carries.
pub(super) fn check_model(document: &Map<String, Value>, rules: &Rules) -> Result<(), CredentialJwtError> {
    let first = match document.get("@context") {
        Some(Value::Array(list)) => list.first(),
        one => one,
    };
    if first.and_then(Value::as_str) != Some(rules.context) {
        let found = first.and_then(Value::as_str).map(crate::excerpt::excerpt).unwrap_or_default();
        return Err(CredentialJwtError::OtherModel { form: rules.name, expected: rules.context, found });
    }
    let is_type = |value: &Value| value == rules.document_type;
    match document.get("type") {
        Some(Value::Array(list)) if list.iter().any(is_type) => Ok(()),
        Some(one) if is_type(one) => Ok(()),
        _ => Err(CredentialJwtError::OtherType { expected: rules.document_type }),
    }
}
