//! Hash N-Degree Quads (RDFC-1.0 §4.8), with its work counted.

use ahash::AHashMap;

use super::graph::Graph;
use super::hash::{Digest, Hash};
use super::issuer::{Canonical, Digits, Issuer};
use super::permutations::advance;
use crate::dataset::{Dataset, Node, Object, Predicate, Statement};
use crate::{Budget, CanonError, Limit};

/// The state shared by all calls for one dataset.
pub(super) struct NDegree<'d, 'a> {
    dataset: &'d Dataset<'a>,
    graph: &'d Graph<'d>,
    first_degree: &'d [Digest],
    hash: Hash,
    calls: Counter,
    related: Counter,
    depth: Counter,
    permuted: usize,
    /// Buffers to be used again.
    spare: Vec<Vec<u8>>,
    /// A buffer for the end of what Hash Related Blank Node hashes.
    tail: Vec<u8>,
    /// Its hashes of nodes without a label: those of lists that say the same come again and again.
    known: AHashMap<(u8, Predicate, Digest), Digest>,
}

struct Counter {
    limit: Limit,
    allowed: usize,
    used: usize,
}

impl Counter {
    fn add(&mut self, count: usize) -> Result<(), CanonError> {
        self.used = self.used.saturating_add(count);
        if self.used > self.allowed {
            return Err(CanonError::TooComplex { limit: self.limit, allowed: self.allowed });
        }
        Ok(())
    }
}

impl<'d, 'a> NDegree<'d, 'a> {
    pub(super) fn new(
        (dataset, graph): (&'d Dataset<'a>, &'d Graph<'d>),
        first_degree: &'d [Digest],
        hash: Hash,
        budget: &Budget,
    ) -> Self {
        let nodes = first_degree.len();
        let counter = |limit, allowed| Counter { limit, allowed, used: 0 };
        Self {
            dataset,
            graph,
            first_degree,
            hash,
            calls: counter(Limit::HashNDegreeCalls, budget.hash_n_degree_calls.of(nodes)),
            related: counter(Limit::RelatedHashes, budget.related_hashes.of(nodes)),
            depth: counter(Limit::HashNDegreeDepth, budget.hash_n_degree_depth),
            permuted: budget.permuted_nodes,
            spare: Vec::new(),
            tail: Vec::new(),
            known: AHashMap::new(),
        }
    }

    /// A hash, and the issuer with the labels issued on the way to it.
    pub(super) fn hash(
        &mut self,
        blank: u32,
        mut issuer: Issuer,
        canonical: &Canonical,
    ) -> Result<(Digest, Issuer), CanonError> {
        self.calls.add(1)?;
        self.depth.add(1)?;
        let mut data = self.spare.pop().unwrap_or_default();
        data.clear();
        let related = self.related(blank, &issuer, canonical)?;
        for group in related.chunk_by(|a, b| a.0 == b.0) {
            if let Some((digest, _)) = group.first() {
                self.hash.hex(digest, &mut data);
            }
            issuer = match group {
                [(_, only)] => {
                    self.related.add(1 + issuer.in_order().len() / 64)?;
                    self.path(&[*only], issuer, canonical, (&mut data, None))?.unwrap_or_default()
                }
                _ => self.least(group.iter().map(|(_, blank)| *blank).collect(), issuer, canonical, &mut data)?,
            };
        }
        self.depth.used -= 1;
        let digest = self.hash.digest([data.as_slice()]);
        self.spare.push(data);
        Ok((digest, issuer))
    }

    /// Steps 2 and 3: neighbours by their hash. A neighbour met twice is kept twice.
    fn related(
        &mut self,
        blank: u32,
        issuer: &Issuer,
        canonical: &Canonical,
    ) -> Result<Vec<(Digest, u32)>, CanonError> {
        let mut related = Vec::with_capacity(4);
        let (dataset, graph) = (self.dataset, self.graph);
        for statement in graph.mentions(blank).iter().filter_map(|number| dataset.statement(*number)) {
            let object = match statement.object {
                Object::Node(node) => Some(node),
                Object::Literal(_) => None,
            };
            for (position, node) in [(b's', Some(statement.subject)), (b'o', object), (b'g', statement.graph)] {
                let Some(Node::Blank(other)) = node else { continue };
                if other != blank {
                    self.related.add(
                        1 + dataset.predicate_text(statement.predicate).len() / 256 + issuer.in_order().len() / 64,
                    )?;
                    related.push((self.related_hash(other, statement, (issuer, canonical), position), other));
                }
            }
        }
        related.sort_unstable();
        Ok(related)
    }

    /// Hash Related Blank Node (RDFC-1.0 §4.7).
    fn related_hash(
        &mut self,
        blank: u32,
        statement: &Statement<'_>,
        (issuer, canonical): (&Issuer, &Canonical),
        position: u8,
    ) -> Digest {
        self.tail.clear();
        if let Some(number) = canonical.number(blank) {
            label(&mut self.tail, b"_:c14n", number);
        } else if let Some(number) = issuer.number(blank) {
            label(&mut self.tail, b"_:b", number);
        } else if let Some(digest) = self.first_degree.get(blank as usize) {
            let key = (position, statement.predicate, *digest);
            if let Some(known) = self.known.get(&key) {
                return *known;
            }
            self.hash.hex(digest, &mut self.tail);
            let made = self.related_digest(statement, position);
            self.known.insert(key, made);
            return made;
        }
        self.related_digest(statement, position)
    }

    fn related_digest(&self, statement: &Statement<'_>, position: u8) -> Digest {
        if position == b'g' {
            return self.hash.digest([&[position][..], &self.tail]);
        }
        let predicate = self.dataset.predicate_text(statement.predicate).as_bytes();
        self.hash.digest([&[position, b'<'][..], predicate, b">", &self.tail])
    }

    /// Step 5.4: the least path over all distinct orders of the group, which is written to `data`.
    fn least(
        &mut self,
        mut blanks: Vec<u32>,
        issuer: Issuer,
        canonical: &Canonical,
        data: &mut Vec<u8>,
    ) -> Result<Issuer, CanonError> {
        if blanks.len() > self.permuted {
            return Err(CanonError::TooComplex { limit: Limit::PermutedNodes, allowed: self.permuted });
        }
        blanks.sort_unstable();
        let mut least: Option<(Vec<u8>, Issuer)> = None;
        loop {
            self.related.add(blanks.len() + issuer.in_order().len() / 64)?;
            let mut path = Vec::new();
            let best = least.as_ref().map(|(path, _)| path.as_slice());
            if let Some(issued) = self.path(&blanks, issuer.clone(), canonical, (&mut path, best))?
                && least.as_ref().is_none_or(|(least, _)| path < *least)
            {
                least = Some((path, issued));
            }
            if !advance(&mut blanks) {
                break;
            }
            self.calls.add(1)?;
        }
        let (chosen, issuer) = least.unwrap_or((Vec::new(), issuer));
        data.extend_from_slice(&chosen);
        Ok(issuer)
    }

    /// Steps 5.4.1 to 5.4.5 for one order: writes the path and gives the issuer back; `None` when the path cannot be less
    /// than the `best` one any more.
    fn path(
        &mut self,
        blanks: &[u32],
        mut issuer: Issuer,
        canonical: &Canonical,
        (path, best): (&mut Vec<u8>, Option<&[u8]>),
    ) -> Result<Option<Issuer>, CanonError> {
        let beaten = |path: &[u8]| best.is_some_and(|best| path.len() >= best.len() && path > best);
        let mut deeper = Vec::new();
        for &blank in blanks {
            if let Some(number) = canonical.number(blank) {
                label(path, b"_:c14n", number);
            } else if let Some(number) = issuer.number(blank) {
                label(path, b"_:b", number);
            } else {
                let number = issuer.issue(blank);
                label(path, b"_:b", number);
                deeper.push((blank, number));
            }
            if beaten(path) {
                return Ok(None);
            }
        }
        for (blank, number) in deeper {
            let (digest, after) = self.hash(blank, issuer, canonical)?;
            issuer = after;
            label(path, b"_:b", number);
            path.push(b'<');
            self.hash.hex(&digest, path);
            path.push(b'>');
            if beaten(path) {
                return Ok(None);
            }
        }
        Ok(Some(issuer))
    }
}

fn label(out: &mut Vec<u8>, prefix: &[u8], number: u32) {
    out.extend_from_slice(prefix);
    out.extend_from_slice(Digits::of(number).text());
}
