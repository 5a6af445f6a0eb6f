//! What this crate says of a document.

use std::sync::LazyLock;

use canon::{Budget, CanonError, Document, Hash, Remembering, canonicalize_document};
use serde_json::Value;

type Known = fn(&str) -> Option<&'static Value>;

/// Why a document was refused.
pub(crate) struct Refusal {
    /// A word for the kind and what names the case within it; no values of the document.
    pub(crate) reason: String,
    /// The whole message.
    pub(crate) message: String,
}

/// The canonical N-Quads of a JSON text, with the contexts this project serves.
pub(crate) fn of(text: &str) -> Result<String, Refusal> {
    within(&Budget::default(), text)
}

/// As [`of`], with another budget.
pub(crate) fn within(budget: &Budget, text: &str) -> Result<String, Refusal> {
    static CONTEXTS: LazyLock<Remembering<Known>> = LazyLock::new(|| Remembering::new(contexts::context));
    Document::parse(text, budget)
        .and_then(|document| canonicalize_document(&document, Hash::Sha256, &*CONTEXTS, budget))
        .map_err(|error| Refusal { reason: reason(&error), message: error.to_string() })
}

fn reason(error: &CanonError) -> String {
    match error {
        CanonError::UndefinedTerm { .. } => "undefined term".to_owned(),
        CanonError::DroppedValue { what, .. } => format!("dropped: {what}"),
        CanonError::RelativeIri { .. } => "relative IRI".to_owned(),
        CanonError::InvalidIri { .. } => "invalid IRI".to_owned(),
        CanonError::UnknownContext { .. } => "unknown context".to_owned(),
        CanonError::Unsupported { feature, .. } => format!("unsupported: {feature}"),
        CanonError::Invalid { code, .. } => format!("invalid: {code}"),
        CanonError::TooComplex { limit, .. } => format!("too complex: {limit}"),
        CanonError::NotJson { .. } => "not JSON".to_owned(),
        CanonError::RepeatedMember { .. } => "members twice".to_owned(),
        CanonError::NotNQuads { expected, .. } => format!("not N-Quads: {expected}"),
    }
}
