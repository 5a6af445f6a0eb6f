//! Credentials inside of presentations: `EnvelopedVerifiableCredential` (VCDM 2.0 §4.13).

use serde_json::{Map, Value};

use super::credential::CredentialJwtError;

/// Media types that say the credential inside is secured by itself.
const SECURED: [&str; 4] =
    ["application/vc+jwt", "application/vc+sd-jwt", "application/dc+sd-jwt", "application/vc+cose"];

/// The media type and the text of an enveloped credential.
pub fn open(credential: &Value) -> Option<(&'static str, &str)> {
    let is_enveloped = |value: &Value| value == "EnvelopedVerifiableCredential";
    let enveloped = match credential.get("type")? {
        Value::Array(list) => list.iter().any(is_enveloped),
        one => is_enveloped(one),
    };
    let (kind, text) = credential.get("id")?.as_str()?.strip_prefix("data:")?.split_once([',', ';'])?;
    let known = SECURED.into_iter().find(|known| known.eq_ignore_ascii_case(kind))?;
    (enveloped && !text.is_empty()).then_some((known, text))
}

/// Each credential must be enveloped: one in the open is secured by nothing but the holder (VC-JOSE-COSE §3.1.2).
pub(super) fn check_presentation(presentation: &Map<String, Value>) -> Result<(), CredentialJwtError> {
    let credentials = match presentation.get("verifiableCredential") {
        None => return Ok(()),
        Some(Value::Array(list)) => list.as_slice(),
        Some(one) => std::slice::from_ref(one),
    };
    match credentials.iter().find(|credential| open(credential).is_none()) {
        Some(other) => {
            let id = other.get("id").and_then(Value::as_str).unwrap_or("a credential in the open");
            Err(CredentialJwtError::not_enveloped(id))
        }
        None => Ok(()),
    }
}
