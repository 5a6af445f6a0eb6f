//! Key files: a JWK, or a verification method that holds one.

use std::path::Path;

use proof::jwk::{self, JwkError};
use proof::keys::{PublicKey, SigningKey};
use serde_json::{Map, Value};

use super::{Answer, object};

/// A JWK, or a verification method that holds one.
pub(super) struct KeyFile(Map<String, Value>);

impl KeyFile {
    pub(super) fn read(path: &Path) -> Result<Self, Answer> {
        object(path).map(Self)
    }

    /// How a JWT names the key: by the verification method's id, else by the JWK's.
    pub(super) fn header(&self) -> Map<String, Value> {
        let kid = self.0.get("id").or_else(|| self.0.get("kid"));
        kid.map(|kid| ("kid".to_owned(), kid.clone())).into_iter().collect()
    }

    pub(super) fn controller(&self) -> Option<&str> {
        self.0.get("controller")?.as_str()
    }

    pub(super) fn private(&self) -> Result<SigningKey, Answer> {
        let jwk = self.0.get("secretKeyJwk").cloned().unwrap_or_else(|| Value::Object(self.0.clone()));
        jwk::decode_private(&jwk).map_err(|error| unusable(&error))
    }

    pub(super) fn public(&self) -> Result<PublicKey, Answer> {
        match (self.0.get("publicKeyJwk"), self.0.contains_key("d")) {
            (Some(jwk), _) => jwk::decode(jwk).map_err(|error| unusable(&error)),
            (None, false) if !self.0.contains_key("secretKeyJwk") => {
                jwk::decode(&Value::Object(self.0.clone())).map_err(|error| unusable(&error))
            }
            (None, _) => Ok(self.private()?.public()),
        }
    }
}

/// A key of another type decides nothing; a malformed one is a mistake of the caller's.
fn unusable(error: &JwkError) -> Answer {
    match error {
        JwkError::OtherType { .. } => Answer::Indeterminate(error.to_string()),
        _ => Answer::Error(error.to_string()),
    }
}
