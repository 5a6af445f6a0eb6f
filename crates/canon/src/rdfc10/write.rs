//! The canonical form (RDFC-1.0 §5): statements with their labels, sorted.

use std::cmp::Ordering;

use bumpalo::Bump;
use bumpalo::collections::Vec as ArenaVec;

use super::graph::{Graph, compare_graphs};
use super::issuer::{Canonical, Digits};
use crate::dataset::{Dataset, Node, Object, Statement, compare_objects};

/// How a statement is written: whose nodes, and what blank nodes are called.
pub(super) struct Line<'d, 'a, F> {
    pub(super) dataset: &'d Dataset<'a>,
    /// Writes a label, without `_:`.
    pub(super) label: F,
}

impl<F: Fn(u32, &mut ArenaVec<'_, u8>)> Line<'_, '_, F> {
    pub(super) fn write(&self, statement: &Statement<'_>, out: &mut ArenaVec<'_, u8>) {
        self.node(statement.subject, out);
        out.extend_from_slice_copy(self.dataset.predicate_written(statement.predicate).as_bytes());
        match &statement.object {
            Object::Node(node) => self.node(*node, out),
            Object::Literal(literal) => {
                out.push(b'"');
                out.extend_from_slice_copy(literal.escaped.as_bytes());
                out.push(b'"');
                out.extend_from_slice_copy(literal.suffix.as_bytes());
            }
        }
        if let Some(graph) = statement.graph {
            out.push(b' ');
            self.node(graph, out);
        }
        out.extend_from_slice_copy(b" .\n");
    }

    fn node(&self, node: Node, out: &mut ArenaVec<'_, u8>) {
        match node {
            Node::Iri(number) => out.extend_from_slice_copy(self.dataset.iri_written(number).as_bytes()),
            Node::Blank(blank) => {
                out.extend_from_slice_copy(b"_:");
                (self.label)(blank, out);
            }
        }
    }
}

/// Bytes that are handed on at once, about: the hash finds them in the fastest memory.
const CHUNK: usize = 4 << 10;

/// Hands the lines to `then`, several at once.
pub(super) fn lines(
    dataset: &Dataset<'_>,
    mut graph: Graph<'_>,
    labels: &Canonical,
    arena: &Bump,
    mut then: impl FnMut(&[u8]),
) {
    let names = Names::new(dataset, labels);
    let nodes = |a: Node, b: Node| names.compare(dataset, a, b);
    // IRIs come before blank nodes, as `<` before `_`.
    let blanks = graph.subjects.partition_point(|(node, _)| matches!(node, Node::Iri(_)));
    let (iris, blanks) = graph.subjects.split_at_mut(blanks);
    iris.sort_unstable_by(|a, b| nodes(a.0, b.0));
    blanks.sort_unstable_by_key(|(node, _)| match node {
        Node::Blank(blank) => names.key(*blank),
        Node::Iri(_) => 0,
    });
    let line =
        Line { dataset, label: |blank: u32, out: &mut ArenaVec<'_, u8>| out.extend_from_slice_copy(names.get(blank)) };
    let mut out = ArenaVec::with_capacity_in(CHUNK * 2, arena);
    for (_, range) in &graph.subjects {
        let Some(numbers) = graph.order.get_mut(range.clone()) else { continue };
        if numbers.windows(2).any(|pair| depends_on_labels(dataset, pair)) {
            numbers.sort_unstable_by(|a, b| match (dataset.statement(*a), dataset.statement(*b)) {
                (Some(a), Some(b)) => (dataset.rank(a.predicate).cmp(&dataset.rank(b.predicate)))
                    .then_with(|| compare_objects(&a.object, &b.object, &nodes))
                    .then_with(|| compare_graphs(a.graph, b.graph, &nodes)),
                _ => Ordering::Equal,
            });
        }
        for statement in numbers.iter().filter_map(|number| dataset.statement(*number)) {
            line.write(statement, &mut out);
        }
        if out.len() >= CHUNK {
            then(&out);
            out.clear();
        }
    }
    then(&out);
}

/// Whether the order of two neighbours was decided by the numbers of blank nodes.
fn depends_on_labels(dataset: &Dataset<'_>, pair: &[u32]) -> bool {
    let [a, b] = pair else { return false };
    let (Some(a), Some(b)) = (dataset.statement(*a), dataset.statement(*b)) else { return false };
    let objects = matches!((&a.object, &b.object), (Object::Node(Node::Blank(_)), Object::Node(Node::Blank(_))));
    let graphs = matches!((a.graph, b.graph), (Some(Node::Blank(_)), Some(Node::Blank(_))));
    (objects || graphs) && a.predicate == b.predicate
}

/// The canonical labels as texts: `c14n` and up to ten digits.
struct Names(Vec<([u8; 16], u8)>);

impl Names {
    fn new(dataset: &Dataset<'_>, labels: &Canonical) -> Self {
        let blanks = u32::try_from(dataset.blanks()).unwrap_or(u32::MAX);
        let name = |blank| {
            let digits = Digits::of(labels.number(blank).unwrap_or_default());
            // What follows a label is a space, which comes before every digit.
            let mut name = [b' '; 16];
            let label = b"c14n".iter().chain(digits.text());
            name.iter_mut().zip(label).for_each(|(slot, byte)| *slot = *byte);
            (name, u8::try_from(4 + digits.text().len()).unwrap_or(16))
        };
        Self((0..blanks).map(name).collect())
    }

    fn get(&self, blank: u32) -> &[u8] {
        let Some((name, length)) = self.0.get(blank as usize) else { return &[] };
        name.get(..usize::from(*length)).unwrap_or_default()
    }

    /// A number that grows as the label does.
    fn key(&self, blank: u32) -> u128 {
        self.0.get(blank as usize).map_or(0, |(name, _)| u128::from_be_bytes(*name))
    }

    fn compare(&self, dataset: &Dataset<'_>, a: Node, b: Node) -> Ordering {
        match (a, b) {
            (Node::Blank(a), Node::Blank(b)) => self.key(a).cmp(&self.key(b)),
            (a, b) => dataset.compare_nodes(a, b),
        }
    }
}
