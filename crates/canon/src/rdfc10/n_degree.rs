//! Hash N-Degree Quads (RDFC-1.0 §4.8), with its work counted.

use std::collections::BTreeMap;

use super::dataset::{Dataset, Mention};
use super::issuer::Issuer;
use super::permutations::advance;
use super::{Budget, Hash};
use crate::{CanonError, Limit};

/// The state shared by all calls for one dataset.
pub(super) struct NDegree<'d, 'q> {
    dataset: &'d Dataset<'q>,
    first_degree: &'d [String],
    hash: Hash,
    calls: Counter,
    related: Counter,
    depth: Counter,
}

/// A hash and the labels issued on the way to it.
pub(super) struct Hashed {
    pub(super) hash: String,
    pub(super) issuer: Issuer,
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

/// The best path through one group of related nodes so far.
#[derive(Default)]
struct Chosen {
    path: String,
    issuer: Option<Issuer>,
}

impl Chosen {
    /// Whether `path` cannot become the best any more.
    fn beats(&self, path: &str) -> bool {
        !self.path.is_empty() && path.len() >= self.path.len() && path > self.path.as_str()
    }
}

impl<'d, 'q> NDegree<'d, 'q> {
    pub(super) fn new(dataset: &'d Dataset<'q>, first_degree: &'d [String], hash: Hash, budget: &Budget) -> Self {
        let nodes = first_degree.len();
        let counter = |limit, allowed| Counter { limit, allowed, used: 0 };
        Self {
            dataset,
            first_degree,
            hash,
            calls: counter(Limit::HashNDegreeCalls, budget.hash_n_degree_calls.of(nodes)),
            related: counter(Limit::RelatedHashes, budget.related_hashes.of(nodes)),
            depth: counter(Limit::HashNDegreeDepth, budget.hash_n_degree_depth),
        }
    }

    pub(super) fn hash(&mut self, node: usize, mut issuer: Issuer, canonical: &Issuer) -> Result<Hashed, CanonError> {
        self.calls.add(1)?;
        self.depth.add(1)?;
        let mut data = String::new();
        for (related_hash, nodes) in self.related(node, &issuer, canonical)? {
            data.push_str(&related_hash);
            let chosen = self.shortest(nodes, &issuer, canonical)?;
            data.push_str(&chosen.path);
            issuer = chosen.issuer.unwrap_or(issuer);
        }
        self.depth.used -= 1;
        Ok(Hashed { hash: self.hash.hex(&[&data]), issuer })
    }

    /// Steps 2 and 3: neighbours by their hash. A neighbour met twice is kept twice.
    fn related(
        &mut self,
        node: usize,
        issuer: &Issuer,
        canonical: &Issuer,
    ) -> Result<BTreeMap<String, Vec<usize>>, CanonError> {
        let mut groups: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        let dataset = self.dataset;
        for mention in dataset.mentions(node) {
            let positions = [("s", mention.subject), ("o", mention.object), ("g", mention.graph)];
            for (position, other) in positions {
                if let Some(other) = other.filter(|other| *other != node) {
                    self.related.add(1 + mention.quad.predicate.len() / 256)?;
                    let hash = self.related_hash(other, mention, (issuer, canonical), position);
                    groups.entry(hash).or_default().push(other);
                }
            }
        }
        Ok(groups)
    }

    /// Hash Related Blank Node (RDFC-1.0 §4.7).
    fn related_hash(
        &self,
        node: usize,
        mention: &Mention<'_>,
        (issuer, canonical): (&Issuer, &Issuer),
        position: &str,
    ) -> String {
        let label = canonical.label(node).or_else(|| issuer.label(node)).map(|label| format!("_:{label}"));
        let tail = label.as_deref().or_else(|| self.first_degree.get(node).map(String::as_str)).unwrap_or_default();
        if position == "g" {
            return self.hash.hex(&[position, tail]);
        }
        self.hash.hex(&[position, "<", &mention.quad.predicate, ">", tail])
    }

    /// Step 5.4: the least path over all distinct orders of the group.
    fn shortest(&mut self, mut nodes: Vec<usize>, issuer: &Issuer, canonical: &Issuer) -> Result<Chosen, CanonError> {
        nodes.sort_unstable();
        let mut chosen = Chosen::default();
        loop {
            self.related.add(nodes.len() + issuer.in_order().len() / 64)?;
            if let Some((path, issuer)) = self.path(&nodes, issuer.clone(), canonical, &chosen)?
                && (chosen.issuer.is_none() || path < chosen.path)
            {
                chosen = Chosen { path, issuer: Some(issuer) };
            }
            if !advance(&mut nodes) {
                return Ok(chosen);
            }
            self.calls.add(1)?;
        }
    }

    /// Steps 5.4.1 to 5.4.5 for one order; `None` when it cannot be the least any more.
    fn path(
        &mut self,
        nodes: &[usize],
        mut issuer: Issuer,
        canonical: &Issuer,
        chosen: &Chosen,
    ) -> Result<Option<(String, Issuer)>, CanonError> {
        let mut path = String::new();
        let mut deeper = Vec::new();
        for &node in nodes {
            if let Some(label) = canonical.label(node) {
                push(&mut path, &label);
            } else {
                if issuer.number(node).is_none() {
                    deeper.push(node);
                }
                issuer.issue(node);
                push(&mut path, &issuer.label(node).unwrap_or_default());
            }
            if chosen.beats(&path) {
                return Ok(None);
            }
        }
        for node in deeper {
            let result = self.hash(node, issuer.clone(), canonical)?;
            issuer.issue(node);
            push(&mut path, &issuer.label(node).unwrap_or_default());
            path.push('<');
            path.push_str(&result.hash);
            path.push('>');
            issuer = result.issuer;
            if chosen.beats(&path) {
                return Ok(None);
            }
        }
        Ok(Some((path, issuer)))
    }
}

fn push(path: &mut String, label: &str) {
    path.push_str("_:");
    path.push_str(label);
}
