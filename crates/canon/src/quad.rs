//! RDF statements (RDF 1.1 Concepts §3, §4).

use std::sync::Arc;

/// A statement, in the default graph or a named one.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Quad {
    /// What it is about.
    pub subject: Resource,
    /// The property: an absolute IRI.
    pub predicate: Arc<str>,
    /// The value.
    pub object: Term,
    /// The graph it stands in; `None` is the default graph.
    pub graph: Option<Resource>,
}

/// An IRI or a blank node.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Resource {
    /// An absolute IRI.
    Iri(Arc<str>),
    /// A blank node, by its label without `_:`.
    Blank(Arc<str>),
}

/// What may be the object of a statement.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Term {
    /// A node.
    Resource(Resource),
    /// A value.
    Literal(Literal),
}

/// A literal (RDF 1.1 Concepts §3.3).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Literal {
    /// The lexical form.
    pub value: Arc<str>,
    /// The datatype's IRI; `rdf:langString` when there is a language.
    pub datatype: Arc<str>,
    /// The language tag, in lower case when it came from JSON-LD.
    pub language: Option<Arc<str>>,
}

impl Resource {
    /// The label, when this is a blank node.
    pub fn blank(&self) -> Option<&Arc<str>> {
        match self {
            Self::Blank(label) => Some(label),
            Self::Iri(_) => None,
        }
    }

    pub(crate) fn len(&self) -> usize {
        match self {
            Self::Iri(text) | Self::Blank(text) => text.len(),
        }
    }
}

impl Quad {
    pub(crate) fn len(&self) -> usize {
        let object = match &self.object {
            Term::Resource(resource) => resource.len(),
            Term::Literal(literal) => literal.value.len() + literal.datatype.len(),
        };
        self.subject.len() + self.predicate.len() + object + self.graph.as_ref().map_or(0, Resource::len)
    }
}

/// IRIs of the RDF and XML Schema vocabularies.
pub(crate) mod vocabulary {
    pub(crate) const RDF_TYPE: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type";
    pub(crate) const RDF_FIRST: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#first";
    pub(crate) const RDF_REST: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#rest";
    pub(crate) const RDF_NIL: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#nil";
    pub(crate) const RDF_JSON: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#JSON";
    pub(crate) const RDF_LANG_STRING: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString";
    pub(crate) const XSD_STRING: &str = "http://www.w3.org/2001/XMLSchema#string";
    pub(crate) const XSD_BOOLEAN: &str = "http://www.w3.org/2001/XMLSchema#boolean";
    pub(crate) const XSD_INTEGER: &str = "http://www.w3.org/2001/XMLSchema#integer";
    pub(crate) const XSD_DOUBLE: &str = "http://www.w3.org/2001/XMLSchema#double";
}
