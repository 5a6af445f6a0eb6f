//! Canonical bytes and their hashes: all that this crate asks of `canon`.

use canon::{Budget, CanonError, ContextLoader, Hash};
use serde_json::{Map, Value};
use sha2::{Digest as _, Sha256, Sha384};

use super::suite::{Form, Suite};
use crate::keys::KeyKind;

/// What canonical bytes depend on besides the document.
#[derive(Clone, Copy)]
pub(super) struct Canonicalisation<'a> {
    form: Form,
    hash: Hash,
    loader: &'a dyn ContextLoader,
    budget: &'a Budget,
}

impl<'a> Canonicalisation<'a> {
    /// Of `suite` with a key of the kind `kind`.
    pub(super) fn new(suite: Suite, kind: KeyKind, loader: &'a dyn ContextLoader, budget: &'a Budget) -> Self {
        Self { form: suite.form(), hash: Suite::hash(kind), loader, budget }
    }

    /// `hash(canonical proof configuration) ‖ hash(canonical document)` (`EdDSA` Cryptosuites §3.2.4, and all the others).
    pub(super) fn signing_input(self, document: &Value, proof: &Map<String, Value>) -> Result<Vec<u8>, CanonError> {
        let mut input = self.digest(&self.configuration(document, proof))?;
        input.extend(self.digest(document)?);
        Ok(input)
    }

    /// The configuration of a suite on statements is read under the document's contexts; that of a JCS suite is the JSON it
    /// is, with the contexts that stand in it (§3.2.5, §3.3.5).
    pub(super) fn configuration(self, document: &Value, proof: &Map<String, Value>) -> Value {
        let mut configuration = Map::new();
        if let (Form::Statements, Some(context)) = (self.form, document.get("@context")) {
            configuration.insert("@context".into(), context.clone());
        }
        configuration.extend(proof.iter().map(|(name, value)| (name.clone(), value.clone())));
        Value::Object(configuration)
    }

    fn digest(self, value: &Value) -> Result<Vec<u8>, CanonError> {
        let canonical = self.canonical(value)?;
        Ok(match self.hash {
            Hash::Sha256 => Sha256::digest(canonical).to_vec(),
            Hash::Sha384 => Sha384::digest(canonical).to_vec(),
        })
    }

    pub(super) fn canonical(self, value: &Value) -> Result<String, CanonError> {
        match (self.form, self.hash) {
            (Form::Json, _) => canon::jcs::canonicalize(value, self.budget),
            (Form::Statements, Hash::Sha256) => canon::canonicalize(value, self.loader, self.budget),
            (Form::Statements, hash) => {
                let quads = canon::to_quads(value, self.loader, self.budget)?;
                Ok(canon::rdfc10_with(&quads, hash, self.budget)?.nquads)
            }
        }
    }
}
