//! Somebody else's RDFC-1.0 in Rust: `sophia_c14n`.

use std::collections::HashSet;

use canon::{Quad, Resource, Term};
use sophia_api::term::{BnodeId, IriRef, LanguageTag, SimpleTerm};

/// The canonical form `sophia_c14n` gives; `None` when it refuses, or has no place for an IRI (such as one with U+0080) or
/// a language tag that jsonld.js and we take.
pub fn sophia(quads: &[Quad]) -> Option<String> {
    let dataset: HashSet<_> = quads.iter().map(spog).collect::<Option<_>>()?;
    let mut out = Vec::new();
    sophia_c14n::rdfc10::normalize(&dataset, &mut out).ok()?;
    String::from_utf8(out).ok()
}

/// Whether `sophia_c14n` 0.10 is known to label such a dataset otherwise than RDFC-1.0 has it: it hashes a statement twice
/// that mentions one blank node twice (§4.6), and counts a neighbour once that is mentioned often (§4.8).
pub fn is_beyond_sophia(quads: &[Quad]) -> bool {
    let mut links = HashSet::new();
    quads.iter().any(|quad| {
        let named = [Some(&quad.subject), resource(&quad.object), quad.graph.as_ref()];
        let blank: Vec<&str> =
            named.into_iter().flatten().filter_map(|node| node.blank().map(|label| &**label)).collect();
        let pairs =
            blank.iter().enumerate().flat_map(|(at, one)| blank[at + 1..].iter().map(move |other| (*one, *other)));
        pairs.into_iter().any(|(one, other)| one == other || !links.insert((one.min(other), one.max(other))))
    })
}

fn resource(term: &Term) -> Option<&Resource> {
    match term {
        Term::Resource(resource) => Some(resource),
        Term::Literal(_) => None,
    }
}

fn spog(quad: &Quad) -> Option<([SimpleTerm<'_>; 3], Option<SimpleTerm<'_>>)> {
    let object = match &quad.object {
        Term::Resource(resource) => node(resource)?,
        Term::Literal(literal) => match &literal.language {
            Some(tag) => {
                SimpleTerm::LiteralLanguage((&*literal.value).into(), LanguageTag::new((&**tag).into()).ok()?, None)
            }
            None => SimpleTerm::LiteralDatatype((&*literal.value).into(), iri(&literal.datatype)?),
        },
    };
    let graph = match &quad.graph {
        Some(graph) => Some(node(graph)?),
        None => None,
    };
    Some(([node(&quad.subject)?, SimpleTerm::Iri(iri(&quad.predicate)?), object], graph))
}

fn node(resource: &Resource) -> Option<SimpleTerm<'_>> {
    Some(match resource {
        Resource::Iri(text) => SimpleTerm::Iri(iri(text)?),
        Resource::Blank(label) => SimpleTerm::BlankNode(BnodeId::new_unchecked((&**label).into())),
    })
}

fn iri(text: &str) -> Option<IriRef<sophia_api::MownStr<'_>>> {
    IriRef::new(text.into()).ok()
}
