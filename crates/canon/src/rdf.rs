//! Expanded documents as statements (JSON-LD 1.1 API §7.2 and §8).
//!
//! Statements are written as the tree is walked: a dataset is a set, so the node map of the specification, which
//! merges nodes with the same identifier, would change nothing but the order.

use ahash::AHashMap;
use bumpalo::Bump;
use bumpalo::collections::Vec as ArenaVec;

use crate::budget::Meter;
use crate::context::{Bank, Iri, IriId};
use crate::dataset::{self, Dataset, Literal, Node, Object, Predicate, Said, Statement};
use crate::document::View;
use crate::expanded::{Item, Kind, NodeObject, Resource, Scalar, ValueObject};
use crate::quad::vocabulary as v;
use crate::{CanonError, jcs, nquads, number};

/// The statements of expanded nodes, of which about so many are `expected`.
pub(crate) fn dataset<'a>(
    nodes: &[&NodeObject<'a>],
    bank: &'a Bank,
    (meter, arena): (&Meter<'_>, &'a Bump),
    expected: usize,
) -> Result<Dataset<'a>, CanonError> {
    let dataset = Dataset::new(arena, expected);
    let mut writer = Writer {
        meter,
        bank,
        arena,
        dataset,
        labels: AHashMap::new(),
        datatypes: AHashMap::new(),
        nodes: zeros(bank.iris(), arena),
        predicates: zeros(bank.iris(), arena),
        ranks: ArenaVec::new_in(arena),
        others: AHashMap::new(),
    };
    for node in nodes {
        writer.node(node, None)?;
    }
    let Writer { mut dataset, ranks, others, .. } = writer;
    dataset.close(Some(ranks.as_slice()).filter(|_| others.is_empty()));
    meter.bytes(dataset.bytes())?;
    Ok(dataset)
}

struct Writer<'a, 'm> {
    meter: &'m Meter<'m>,
    bank: &'a Bank,
    arena: &'a Bump,
    dataset: Dataset<'a>,
    /// The document's blank node labels: they must not meet those issued for nodes without one.
    labels: AHashMap<&'a str, Node>,
    /// Datatypes as they are written, by their IRIs.
    datatypes: AHashMap<&'a str, &'a str>,
    /// Nodes and predicates whose IRIs a context made: one more than their number, 0 where there is none yet.
    nodes: ArenaVec<'a, u32>,
    predicates: ArenaVec<'a, u32>,
    /// The ranks of the predicates, as long as all are known.
    ranks: ArenaVec<'a, u32>,
    /// Predicates whose place in the order is not known.
    others: AHashMap<&'a str, Predicate>,
}

impl<'a> Writer<'a, '_> {
    /// Writes what is said about a node in `graph` and returns the node.
    fn node(&mut self, node: &NodeObject<'a>, graph: Option<Node>) -> Result<Node, CanonError> {
        let subject = match node.id {
            Some(id) => self.resource(id),
            None => self.dataset.blank(),
        };
        for class in node.types {
            let class = self.resource(*class);
            let predicate = self.predicate(Iri::Known(IriId::RDF_TYPE));
            self.statement((subject, predicate, Object::Node(class)), graph)?;
        }
        for (property, items) in node.properties {
            let predicate = self.predicate(*property);
            for item in *items {
                let object = self.item(item, graph)?;
                self.statement((subject, predicate, object), graph)?;
            }
        }
        for (property, nodes) in node.reverse {
            let predicate = self.predicate(*property);
            for node in *nodes {
                let other = self.node(node, graph)?;
                self.statement((other, predicate, Object::Node(subject)), graph)?;
            }
        }
        for inner in node.graph.into_iter().flatten() {
            self.node(inner, Some(subject))?;
        }
        for other in node.included {
            self.node(other, graph)?;
        }
        Ok(subject)
    }

    fn item(&mut self, item: &Item<'a>, graph: Option<Node>) -> Result<Object<'a>, CanonError> {
        match item {
            Item::Node(node) => self.node(node, graph).map(Object::Node),
            Item::Value(value) => self.literal(value).map(Object::Literal),
            Item::List(items) => self.list(items, graph).map(Object::Node),
        }
    }

    /// JSON-LD 1.1 API §8.3, from the last item to the first.
    fn list(&mut self, items: &[Item<'a>], graph: Option<Node>) -> Result<Node, CanonError> {
        let mut rest = self.known(IriId::RDF_NIL);
        for item in items.iter().rev() {
            let cell = self.dataset.blank();
            let object = self.item(item, graph)?;
            let first = self.predicate(Iri::Known(IriId::RDF_FIRST));
            let next = self.predicate(Iri::Known(IriId::RDF_REST));
            self.statement((cell, first, object), graph)?;
            self.statement((cell, next, Object::Node(rest)), graph)?;
            rest = cell;
        }
        Ok(rest)
    }

    /// JSON-LD 1.1 API §8.2.2. A coerced boolean or number keeps the datatype of its term, whatever that is.
    fn literal(&mut self, value: &ValueObject<'a>) -> Result<Literal<'a>, CanonError> {
        let said = said(value);
        let written = match value.kind {
            Kind::Plain => None,
            Kind::Typed(datatype) => Some(self.text(datatype)),
            Kind::Json => Some(v::RDF_JSON),
            Kind::Tagged(tag) => {
                let Scalar::Text(text) = value.scalar else {
                    return Err(CanonError::disputed("a language on no text"));
                };
                let suffix = dataset::language(self.text(tag), self.arena);
                return Ok(Literal { escaped: nquads::escaped(text, self.arena), suffix, said });
            }
        };
        let (escaped, natural) = match value.scalar {
            Scalar::Text(text) if written == Some(v::XSD_DOUBLE) && !number::is_canonical_double(text) => {
                return Err(CanonError::disputed(
                    "a text of type xsd:double that is not the canonical form of a number",
                ));
            }
            Scalar::Text(text) => (nquads::escaped(text, self.arena), v::XSD_STRING),
            Scalar::Bool(value) => (if value { "true" } else { "false" }, v::XSD_BOOLEAN),
            Scalar::Json(value) => {
                let text = self.arena.alloc_str(&jcs::text(value));
                (nquads::escaped(text, self.arena), v::RDF_JSON)
            }
            Scalar::Number(number) if written != Some(v::XSD_DOUBLE) && number::looks_whole(number) => {
                return Err(CanonError::disputed("a fraction with one digit and an exponent"));
            }
            Scalar::Number(number) => {
                let (text, is_double) = number::lexical(number, written == Some(v::XSD_DOUBLE));
                (&*self.arena.alloc_str(&text), if is_double { v::XSD_DOUBLE } else { v::XSD_INTEGER })
            }
        };
        let datatype = written.unwrap_or(natural);
        let suffix = if datatype == v::XSD_STRING { "" } else { self.datatype(datatype) };
        Ok(Literal { escaped, suffix, said })
    }

    fn datatype(&mut self, iri: &'a str) -> &'a str {
        let arena = self.arena;
        self.datatypes.entry(iri).or_insert_with(|| dataset::datatype(iri, arena))
    }

    fn statement(
        &mut self,
        (subject, predicate, object): (Node, Predicate, Object<'a>),
        graph: Option<Node>,
    ) -> Result<(), CanonError> {
        let statement = Statement { subject, predicate, object, graph };
        self.meter.quad()?;
        self.dataset.statements.push(statement);
        Ok(())
    }

    fn resource(&mut self, resource: Resource<'a>) -> Node {
        match resource {
            Resource::Iri(Iri::Text(text)) => self.dataset.iri(text),
            Resource::Iri(Iri::Known(id)) => self.known(id),
            Resource::Blank(label) => {
                let label = self.text(label);
                let dataset = &mut self.dataset;
                *self.labels.entry(label).or_insert_with(|| dataset.blank())
            }
        }
    }

    fn known(&mut self, id: IriId) -> Node {
        let Some(slot) = self.nodes.get_mut(id.index()) else { return self.dataset.iri(self.bank.iri(id)) };
        if let Some(number) = slot.checked_sub(1) {
            return Node::Iri(number);
        }
        let node = self.dataset.iri(self.bank.iri(id));
        if let Node::Iri(number) = node {
            *slot = number + 1;
        }
        node
    }

    fn predicate(&mut self, iri: Iri<&'a str>) -> Predicate {
        let Iri::Known(id) = iri else { return self.other(self.text(iri)) };
        if let Some(number) = self.predicates.get(id.index()).and_then(|number| number.checked_sub(1)) {
            return Predicate(number);
        }
        let text = self.bank.iri(id);
        let made = match self.bank.rank(id) {
            Some(rank) => {
                self.ranks.push(rank);
                self.dataset.add_predicate(text)
            }
            None => self.other(text),
        };
        if let Some(slot) = self.predicates.get_mut(id.index()) {
            *slot = made.0 + 1;
        }
        made
    }

    /// A predicate whose place is not known, or one that is known and was written out.
    fn other(&mut self, text: &'a str) -> Predicate {
        if let Some(id) = self.bank.find_iri(text).filter(|id| self.bank.rank(*id).is_some()) {
            return self.predicate(Iri::Known(id));
        }
        let dataset = &mut self.dataset;
        *self.others.entry(text).or_insert_with(|| dataset.add_predicate(text))
    }

    fn text(&self, iri: Iri<&'a str>) -> &'a str {
        match iri {
            Iri::Known(id) => self.bank.iri(id),
            Iri::Text(text) => text,
        }
    }
}

fn said(value: &ValueObject<'_>) -> Said {
    match (&value.scalar, &value.kind) {
        _ if value.indexed => Said::Uniquely,
        (Scalar::Json(json), _) if matches!(json.view(), View::Array(_) | View::Object(_)) => Said::Uniquely,
        (Scalar::Json(_), _) => Said::AsJson,
        (Scalar::Number(_), _) => Said::AsNumber,
        (Scalar::Bool(_), _) => Said::AsBoolean,
        (Scalar::Text(_), Kind::Plain) => Said::Plainly,
        (Scalar::Text(_), _) => Said::WithType,
    }
}

/// So many zeros.
fn zeros(length: usize, arena: &Bump) -> ArenaVec<'_, u32> {
    let mut zeros = ArenaVec::new_in(arena);
    zeros.resize(length, 0);
    zeros
}
