//! Canonical bytes and their hashes: all that this crate asks of `canon`.

use std::fmt::Write as _;
use std::sync::LazyLock;

use canon::{Budget, CanonError, ContextLoader, Document, Hash};
use serde_json::{Map, Value};

use super::suite::{Form, Suite};
use super::template::Templates;
use crate::keys::KeyKind;

/// Configurations under the published contexts.
static TEMPLATES: LazyLock<Templates> = LazyLock::new(Templates::default);

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
    pub(super) fn signing_input(
        self,
        document: &Document<'_>,
        proof: &Map<String, Value>,
    ) -> Result<Vec<u8>, CanonError> {
        let configuration = self.configuration(document, proof);
        let mut input = self.digest(&Document::of(&configuration, self.budget)?)?;
        input.extend(self.digest(document)?);
        Ok(input)
    }

    /// As [`Self::signing_input`], for a proof under the published contexts that was made at `created`.
    pub(super) fn signing_input_at(
        self,
        document: &Document<'_>,
        proof: &Map<String, Value>,
        created: &str,
    ) -> Result<Vec<u8>, CanonError> {
        let is_plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b':' | b'+' | b'-' | b'.');
        if self.form == Form::Json || !created.bytes().all(is_plain) {
            return self.signing_input(document, proof);
        }
        let mut key = String::with_capacity(512);
        key.push(if self.hash == Hash::Sha384 { '3' } else { '2' });
        if let Some(context) = document.root().get("@context") {
            context.fingerprint(&mut key);
        }
        for (name, value) in proof.iter().filter(|(name, _)| *name != "created") {
            // Text has its quotation marks, so that a list is not taken for the text that looks like it. Writing to a String
            // cannot fail.
            _ = write!(key, "{}:{name}{value},", name.len());
        }
        let text = TEMPLATES.text(&key, created, || {
            let configuration = self.configuration(document, proof);
            let configuration = Document::of(&configuration, self.budget)?;
            canon::canonicalize_document(&configuration, self.hash, self.loader, self.budget)
        })?;
        let mut input = self.hash.of(text.as_bytes());
        input.extend(self.digest(document)?);
        Ok(input)
    }

    /// The configuration of a suite on statements is read under the document's contexts; that of a JCS suite is the JSON it
    /// is, with the contexts that stand in it (§3.2.5, §3.3.5).
    pub(super) fn configuration(self, document: &Document<'_>, proof: &Map<String, Value>) -> Value {
        let mut configuration = Map::new();
        if let (Form::Statements, Some(context)) = (self.form, document.member("@context")) {
            configuration.insert("@context".into(), context);
        }
        configuration.extend(proof.iter().map(|(name, value)| (name.clone(), value.clone())));
        Value::Object(configuration)
    }

    /// The canonical text itself, as the published vectors show it.
    #[cfg(test)]
    pub(super) fn canonical(self, document: &Document<'_>) -> Result<String, CanonError> {
        match self.form {
            Form::Json => Ok(canon::jcs::text(document.root())),
            Form::Statements => canon::canonicalize_document(document, self.hash, self.loader, self.budget),
        }
    }

    fn digest(self, document: &Document<'_>) -> Result<Vec<u8>, CanonError> {
        match self.form {
            Form::Json => Ok(self.hash.of(canon::jcs::text(document.root()).as_bytes())),
            Form::Statements => canon::canonical_hash(document, self.hash, self.loader, self.budget),
        }
    }
}
