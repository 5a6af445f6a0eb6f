//! Somebody else's JSON-LD in Rust, `json-ld`, to RDF.

use canon::{Quad, Resource, Term};
use json_ld::syntax::{self, Parse};
use json_ld::{JsonLdProcessor, LoadError, Loader, RemoteDocument};
use serde_json::{Number, Value};

/// The contexts this project serves.
struct Contexts;

impl Loader for Contexts {
    async fn load(&self, url: &json_ld::Iri) -> Result<RemoteDocument, LoadError> {
        let unknown = || LoadError::new(url.to_owned(), std::fmt::Error);
        let text = canon_fuzz::context(url.as_str()).ok_or_else(unknown)?.to_string();
        let (document, _) = syntax::Value::parse_str(&text).map_err(|_| unknown())?;
        Ok(RemoteDocument::new(Some(url.to_owned()), None, document))
    }
}

/// The N-Quads that `json-ld` makes of a document; `None` when it refuses it.
///
/// It gets the document as `serde_json` has it: of a text with a member twice it would keep both.
pub fn nquads(document: &Value) -> Option<String> {
    let (document, _) = syntax::Value::parse_str(&document.to_string()).ok()?;
    let document = RemoteDocument::new(None, None, document);
    let mut blank = rdf_types::generator::Blank::new_with_prefix("gen".to_owned());
    let mut rdf = pollster::block_on(document.to_rdf(&mut blank, &Contexts)).ok()?;
    Some(rdf.cloned_quads().map(|quad| format!("{quad} .\n")).collect())
}

/// Writes a language tag in lower case, as jsonld.js and we do (a processor may: JSON-LD 1.1 §4.2.4) and `json-ld` does not.
pub fn lower_tags(quad: &mut Quad) {
    if let Term::Literal(literal) = &mut quad.object {
        literal.language = literal.language.as_ref().map(|tag| tag.to_ascii_lowercase().into());
    }
}

/// Whether `json-ld` 0.21 is known to read a document, whose statements are `quads`, otherwise than jsonld.js and we do:
///
/// - it flattens arrays in arrays under `@list` (or an alias), where we have lists in a list;
/// - two nodes in one array, or in arrays in it, that are written alike are one to it;
/// - it leaves out literals whose language tag is a single letter;
/// - numbers are texts to it: it has `-0`, `1.0` as a fraction, integers beyond 2^53 and seventeen digits, where JSON-LD 1.1 API §8.6 has a double
///   in sixteen;
/// - it leaves the members of a JSON literal in the document's order, where §8.6 has those of RFC 8785;
/// - it leaves out statements with an IRI that has a control character of U+0080 to U+009F, which RFC 3987 §2.2 has not;
/// - it leaves out statements with an IRI relative to an `@base` that follows a remote context.
pub fn is_beyond(document: &Value, quads: &[Quad]) -> bool {
    quads.iter().any(|quad| has_short_tag(quad) || has_json_literal(quad) || has_control_character(quad))
        || is_read_otherwise(document)
}

fn has_json_literal(quad: &Quad) -> bool {
    matches!(&quad.object, Term::Literal(literal) if literal.datatype.ends_with("#JSON"))
}

fn has_control_character(quad: &Quad) -> bool {
    let object = match &quad.object {
        Term::Resource(resource) => iri(resource),
        Term::Literal(literal) => Some(&*literal.datatype),
    };
    let iris = [iri(&quad.subject), Some(&*quad.predicate), object, quad.graph.as_ref().and_then(iri)];
    iris.into_iter().flatten().any(|iri| iri.chars().any(|c| matches!(c, '\u{80}'..='\u{9f}')))
}

fn iri(resource: &Resource) -> Option<&str> {
    match resource {
        Resource::Iri(text) => Some(text),
        Resource::Blank(_) => None,
    }
}

fn is_read_otherwise(document: &Value) -> bool {
    match document {
        Value::Array(items) => has_twins(items) || items.iter().any(is_read_otherwise),
        Value::Object(members) => {
            members.contains_key("@base")
                || members.values().any(|value| holds_array(value) || is_read_otherwise(value))
        }
        Value::Number(number) => is_written_otherwise(number),
        _ => false,
    }
}

fn holds_array(value: &Value) -> bool {
    value.as_array().is_some_and(|items| items.iter().any(Value::is_array))
}

fn has_twins(items: &[Value]) -> bool {
    let mut nodes = Vec::new();
    gather_nodes(items, &mut nodes);
    nodes.iter().enumerate().any(|(at, node)| nodes[..at].contains(node))
}

/// The objects of an array and of the arrays in it: to JSON-LD they are one set.
fn gather_nodes<'a>(items: &'a [Value], nodes: &mut Vec<&'a Value>) {
    for item in items {
        match item {
            Value::Array(inner) => gather_nodes(inner, nodes),
            Value::Object(_) => nodes.push(item),
            _ => {}
        }
    }
}

fn has_short_tag(quad: &Quad) -> bool {
    match &quad.object {
        Term::Literal(literal) => {
            literal.language.as_ref().is_some_and(|tag| tag.split('-').next().map(str::len) == Some(1))
        }
        Term::Resource(_) => false,
    }
}

fn is_written_otherwise(number: &Number) -> bool {
    let digits = |text: String| {
        text.split('e').next().unwrap_or_default().trim_end_matches('0').trim_end_matches('.').to_owned()
    };
    number.as_f64().is_none_or(|double| {
        let is_whole_fraction = number.is_f64() && double.fract() == 0.0;
        is_whole_fraction
            || double.abs() >= 9_007_199_254_740_992.0
            || digits(format!("{double:.15e}")) != digits(format!("{double:e}"))
    })
}
