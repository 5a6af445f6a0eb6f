//! Expanded documents as quads (JSON-LD 1.1 API §7.2 and §8).
//!
//! Statements are written as the tree is walked: a dataset is a set, so the node map of the specification, which
//! merges nodes with the same identifier, would change nothing but the order.

use std::collections::HashMap;
use std::sync::Arc;

use crate::budget::Meter;
use crate::expanded::{Item, Kind, NodeObject, Scalar, ValueObject};
use crate::quad::{Literal, Quad, Resource, Term, vocabulary as v};
use crate::{CanonError, jcs, number};

pub(crate) fn quads(nodes: &[NodeObject<'_>], meter: &Meter<'_>) -> Result<Vec<Quad>, CanonError> {
    let mut writer = Writer { meter, quads: Vec::new(), labels: HashMap::new(), next: 0, iris: HashMap::new() };
    for node in nodes {
        writer.node(node, None)?;
    }
    Ok(writer.quads)
}

struct Writer<'m> {
    meter: &'m Meter<'m>,
    quads: Vec<Quad>,
    /// The document's blank node labels: they must not meet those issued for nodes without one.
    labels: HashMap<Arc<str>, Arc<str>>,
    next: usize,
    iris: HashMap<&'static str, Arc<str>>,
}

impl Writer<'_> {
    /// Writes what is said about a node in `graph` and returns the node.
    fn node(&mut self, node: &NodeObject<'_>, graph: Option<&Resource>) -> Result<Resource, CanonError> {
        let subject = match &node.id {
            Some(id) => self.relabel(id),
            None => self.fresh(),
        };
        for class in &node.types {
            let class = self.relabel(class);
            let predicate = self.fixed(v::RDF_TYPE);
            self.quad(&subject, predicate, Term::Resource(class), graph)?;
        }
        for (property, items) in &node.properties {
            for item in items {
                let object = self.item(item, graph)?;
                self.quad(&subject, Arc::clone(property), object, graph)?;
            }
        }
        for (property, nodes) in &node.reverse {
            for node in nodes {
                let other = self.node(node, graph)?;
                self.quad(&other, Arc::clone(property), Term::Resource(subject.clone()), graph)?;
            }
        }
        for inner in node.graph.iter().flatten() {
            self.node(inner, Some(&subject))?;
        }
        for other in &node.included {
            self.node(other, graph)?;
        }
        Ok(subject)
    }

    fn item(&mut self, item: &Item<'_>, graph: Option<&Resource>) -> Result<Term, CanonError> {
        match item {
            Item::Node(node) => self.node(node, graph).map(Term::Resource),
            Item::Value(value) => Ok(Term::Literal(self.literal(value))),
            Item::List(items) => self.list(items, graph).map(Term::Resource),
        }
    }

    /// JSON-LD 1.1 API §8.3, from the last item to the first.
    fn list(&mut self, items: &[Item<'_>], graph: Option<&Resource>) -> Result<Resource, CanonError> {
        let mut rest = Resource::Iri(self.fixed(v::RDF_NIL));
        for item in items.iter().rev() {
            let cell = self.fresh();
            let object = self.item(item, graph)?;
            let (first, next) = (self.fixed(v::RDF_FIRST), self.fixed(v::RDF_REST));
            self.quad(&cell, first, object, graph)?;
            self.quad(&cell, next, Term::Resource(rest), graph)?;
            rest = cell;
        }
        Ok(rest)
    }

    /// JSON-LD 1.1 API §8.2.2. A coerced boolean or number keeps the datatype of its term, whatever that is.
    fn literal(&mut self, value: &ValueObject<'_>) -> Literal {
        let (datatype, language) = match &value.kind {
            Kind::Plain => (None, None),
            Kind::Typed(datatype) => (Some(Arc::clone(datatype)), None),
            Kind::Tagged(tag) => (Some(self.fixed(v::RDF_LANG_STRING)), Some(Arc::clone(tag))),
        };
        let (text, natural) = match value.scalar {
            Scalar::Text(text) => (Arc::from(text), v::XSD_STRING),
            Scalar::Bool(value) => (Arc::from(if value { "true" } else { "false" }), v::XSD_BOOLEAN),
            Scalar::Json(value) => (Arc::from(jcs::text(value)), v::RDF_JSON),
            Scalar::Number(number) => {
                let (text, is_double) = number::lexical(number, datatype.as_deref() == Some(v::XSD_DOUBLE));
                (Arc::from(text), if is_double { v::XSD_DOUBLE } else { v::XSD_INTEGER })
            }
        };
        let datatype = datatype.unwrap_or_else(|| self.fixed(natural));
        Literal { value: text, datatype, language }
    }

    fn quad(
        &mut self,
        subject: &Resource,
        predicate: Arc<str>,
        object: Term,
        graph: Option<&Resource>,
    ) -> Result<(), CanonError> {
        let quad = Quad { subject: subject.clone(), predicate, object, graph: graph.cloned() };
        self.meter.quad(quad.len())?;
        self.quads.push(quad);
        Ok(())
    }

    fn fresh(&mut self) -> Resource {
        self.next += 1;
        Resource::Blank(Arc::from(format!("b{}", self.next - 1)))
    }

    fn relabel(&mut self, resource: &Resource) -> Resource {
        let Resource::Blank(label) = resource else { return resource.clone() };
        if let Some(issued) = self.labels.get(label) {
            return Resource::Blank(Arc::clone(issued));
        }
        let issued = self.fresh();
        if let Resource::Blank(text) = &issued {
            self.labels.insert(Arc::clone(label), Arc::clone(text));
        }
        issued
    }

    /// One shared copy of each vocabulary IRI.
    fn fixed(&mut self, iri: &'static str) -> Arc<str> {
        Arc::clone(self.iris.entry(iri).or_insert_with(|| Arc::from(iri)))
    }
}
