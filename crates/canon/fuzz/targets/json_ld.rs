//! Somebody else's JSON-LD in Rust, `json-ld`, to RDF.

use json_ld::syntax::{Parse, Value};
use json_ld::{JsonLdProcessor, LoadError, Loader, RemoteDocument};

/// The contexts this project serves.
struct Contexts;

impl Loader for Contexts {
    async fn load(&self, url: &json_ld::Iri) -> Result<RemoteDocument, LoadError> {
        let unknown = || LoadError::new(url.to_owned(), std::fmt::Error);
        let text = canon_fuzz::context(url.as_str()).ok_or_else(unknown)?.to_string();
        let (document, _) = Value::parse_str(&text).map_err(|_| unknown())?;
        Ok(RemoteDocument::new(Some(url.to_owned()), None, document))
    }
}

/// The N-Quads that `json-ld` makes of a document; `None` when it refuses it.
pub fn nquads(text: &str) -> Option<String> {
    let (document, _) = Value::parse_str(text).ok()?;
    let document = RemoteDocument::new(None, None, document);
    let mut blank = rdf_types::generator::Blank::new_with_prefix("gen".to_owned());
    let mut rdf = pollster::block_on(document.to_rdf(&mut blank, &Contexts)).ok()?;
    Some(rdf.cloned_quads().map(|quad| format!("{quad} .\n")).collect())
}

/// Writes a language tag in lower case, as jsonld.js and we do (a processor may: JSON-LD 1.1 §4.2.4) and `json-ld` does not.
pub fn lower_tags(quad: &mut canon::Quad) {
    if let canon::Term::Literal(literal) = &mut quad.object {
        literal.language = literal.language.as_ref().map(|tag| tag.to_ascii_lowercase().into());
    }
}

/// Whether `json-ld` 0.21 is known to read a document otherwise: it flattens arrays in arrays under `@list` (or an alias), which
/// jsonld.js and we take for lists in a list.
pub fn is_beyond(document: &serde_json::Value) -> bool {
    let inner =
        |value: &serde_json::Value| value.as_array().is_some_and(|items| items.iter().any(|item| item.is_array()));
    match document {
        serde_json::Value::Array(items) => items.iter().any(is_beyond),
        serde_json::Value::Object(members) => members.values().any(|value| inner(value) || is_beyond(value)),
        _ => false,
    }
}
