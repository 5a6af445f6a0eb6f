//! A dataset in order, each statement once, and where its blank nodes occur (RDFC-1.0 §4.2).

use std::cmp::Ordering;

use bumpalo::Bump;
use bumpalo::collections::Vec as ArenaVec;

use crate::CanonError;
use crate::dataset::{Dataset, Node, Object, Said, Statement, compare_objects};

/// The statements of a dataset by subject, in the order of their lines as far as it does not depend on labels.
pub(super) struct Graph<'a> {
    /// Numbers of statements. Repetitions are left out.
    pub(super) order: ArenaVec<'a, u32>,
    /// For each subject its part of `order`: IRIs first, by number, then blank nodes.
    pub(super) subjects: ArenaVec<'a, (Node, std::ops::Range<usize>)>,
    /// For each blank node its part of `mentions`.
    starts: ArenaVec<'a, u32>,
    /// Numbers of the statements a blank node occurs in, each once.
    mentions: ArenaVec<'a, u32>,
}

impl<'a> Graph<'a> {
    pub(super) fn new(dataset: &Dataset<'_>, arena: &'a Bump) -> Result<Self, CanonError> {
        let mut graph = Self {
            order: ArenaVec::with_capacity_in(dataset.statements.len(), arena),
            subjects: ArenaVec::new_in(arena),
            starts: ArenaVec::new_in(arena),
            mentions: ArenaVec::new_in(arena),
        };
        graph.sort(dataset, arena)?;
        graph.index(dataset, arena);
        Ok(graph)
    }

    /// Sorts by subject by counting, and inside a subject by comparison.
    fn sort(&mut self, dataset: &Dataset<'_>, arena: &'a Bump) -> Result<(), CanonError> {
        let iris = dataset.iris();
        let slot = |node: Node| match node {
            Node::Iri(number) => number as usize,
            Node::Blank(number) => iris + number as usize,
        };
        let by_subject =
            Buckets::new((iris + dataset.blanks(), arena), dataset.statements.iter().map(|s| slot(s.subject)));
        let objects = |a: &(u32, u32), b: &(u32, u32)| compare(dataset, a.1, b.1);
        let rank = |number: u32| dataset.statement(number).map_or(0, |statement| dataset.rank(statement.predicate));
        let mut bucket = Vec::new();
        for members in by_subject.iter().filter(|members| !members.is_empty()) {
            bucket.clear();
            bucket.extend(members.iter().map(|number| (rank(*number), *number)));
            bucket.sort_unstable();
            let start = self.order.len();
            for same in bucket.chunk_by_mut(|a, b| a.0 == b.0) {
                if same.len() > 1 {
                    same.sort_unstable_by(objects);
                }
                for pair in same.windows(2) {
                    let [a, b] = pair else { continue };
                    if objects(a, b).is_ne() {
                        self.order.push(a.1);
                    } else if said_differently(dataset, a.1, b.1) {
                        return Err(CanonError::disputed(
                            "one statement said in two ways, or one JSON literal said twice",
                        ));
                    }
                }
                self.order.extend(same.last().map(|last| last.1));
            }
            let first = members.first().and_then(|number| dataset.statement(*number));
            self.subjects.extend(first.map(|statement| (statement.subject, start..self.order.len())));
        }
        Ok(())
    }

    fn index(&mut self, dataset: &Dataset<'_>, arena: &'a Bump) {
        let mentioned = |number: &u32| {
            let number = *number;
            blanks(dataset.statement(number)).map(move |blank| (blank as usize, number))
        };
        let mut counts = zeros(dataset.blanks() + 1, arena);
        for (blank, _) in self.order.iter().flat_map(mentioned) {
            if let Some(count) = counts.get_mut(blank) {
                *count += 1;
            }
        }
        let mut total = 0;
        for count in &mut counts {
            total += *count;
            *count = total;
        }
        self.mentions = zeros(total as usize, arena);
        // Filled from behind, each start ends where the part begins and the order of statements is kept.
        for (blank, number) in self.order.iter().rev().flat_map(mentioned) {
            if let Some(start) = counts.get_mut(blank) {
                *start -= 1;
                if let Some(slot) = self.mentions.get_mut(*start as usize) {
                    *slot = number;
                }
            }
        }
        self.starts = counts;
    }

    /// The numbers of the statements a blank node occurs in.
    pub(super) fn mentions(&self, blank: u32) -> &[u32] {
        let at = blank as usize;
        match (self.starts.get(at), self.starts.get(at + 1)) {
            (Some(start), Some(end)) => self.mentions.get(*start as usize..*end as usize).unwrap_or(&[]),
            _ => &[],
        }
    }

    pub(super) fn is_mentioned(&self, blank: u32) -> bool {
        !self.mentions(blank).is_empty()
    }
}

/// The blank nodes of a statement, each once.
fn blanks(statement: Option<&Statement<'_>>) -> impl Iterator<Item = u32> + use<> {
    let blank = |node: Option<Node>| match node {
        Some(Node::Blank(blank)) => Some(blank),
        _ => None,
    };
    let subject = blank(statement.map(|statement| statement.subject));
    let object = blank(statement.and_then(|statement| match statement.object {
        Object::Node(node) => Some(node),
        Object::Literal(_) => None,
    }));
    let graph = blank(statement.and_then(|statement| statement.graph));
    let object = object.filter(|_| object != subject);
    let graph = graph.filter(|_| graph != subject && graph != object);
    [subject, object, graph].into_iter().flatten()
}

/// Statements of one subject and predicate, blank nodes by number.
fn compare(dataset: &Dataset<'_>, a: u32, b: u32) -> Ordering {
    let (Some(a), Some(b)) = (dataset.statement(a), dataset.statement(b)) else { return Ordering::Equal };
    let nodes = |a: Node, b: Node| dataset.compare_nodes(a, b);
    compare_objects(&a.object, &b.object, &nodes).then_with(|| compare_graphs(a.graph, b.graph, &nodes))
}

/// Whether a repeated statement would count twice to an implementation that compares what was said before it was RDF.
fn said_differently(dataset: &Dataset<'_>, a: u32, b: u32) -> bool {
    let said = |number: u32| match dataset.statement(number)?.object {
        Object::Literal(literal) => Some(literal.said),
        Object::Node(_) => None,
    };
    said(a) != said(b) || said(a) == Some(Said::Uniquely)
}

/// The default graph comes first: a full stop < `<` < `_`.
pub(super) fn compare_graphs(a: Option<Node>, b: Option<Node>, nodes: &impl Fn(Node, Node) -> Ordering) -> Ordering {
    match (a, b) {
        (Some(a), Some(b)) => nodes(a, b),
        (a, b) => a.is_some().cmp(&b.is_some()),
    }
}

fn zeros(length: usize, arena: &Bump) -> ArenaVec<'_, u32> {
    let mut zeros = ArenaVec::new_in(arena);
    zeros.resize(length, 0);
    zeros
}

/// Numbers sorted into buckets by counting.
struct Buckets<'a> {
    ends: ArenaVec<'a, u32>,
    numbers: ArenaVec<'a, u32>,
}

impl<'a> Buckets<'a> {
    fn new((buckets, arena): (usize, &'a Bump), slots: impl Iterator<Item = usize> + Clone) -> Self {
        let mut ends = zeros(buckets + 1, arena);
        for slot in slots.clone() {
            if let Some(count) = ends.get_mut(slot + 1) {
                *count += 1;
            }
        }
        let mut total = 0;
        for end in &mut ends {
            total += *end;
            *end = total;
        }
        let mut numbers = zeros(total as usize, arena);
        for (number, slot) in (0_u32..).zip(slots) {
            if let Some(next) = ends.get_mut(slot) {
                if let Some(place) = numbers.get_mut(*next as usize) {
                    *place = number;
                }
                *next += 1;
            }
        }
        Self { ends, numbers }
    }

    fn iter(&self) -> impl Iterator<Item = &[u32]> {
        let mut start = 0;
        self.ends.iter().map(move |end| {
            let bucket = self.numbers.get(start..*end as usize).unwrap_or(&[]);
            start = *end as usize;
            bucket
        })
    }
}
