//! A dataset with its blank nodes numbered (RDFC-1.0 §4.2, the blank node to quads map), and first degree hashes.

use std::collections::HashMap;

use super::Hash;
use crate::nquads;
use crate::quad::{Quad, Resource, Term};

/// The quads of a dataset, each once, and where its blank nodes occur.
pub(super) struct Dataset<'q> {
    quads: Vec<&'q Quad>,
    labels: Vec<&'q str>,
    nodes: HashMap<&'q str, usize>,
    /// For each blank node, the quads it occurs in, each once.
    mentions: Vec<Vec<Mention<'q>>>,
}

/// A quad that mentions a blank node, its blank nodes by number.
#[derive(Clone, Copy)]
pub(super) struct Mention<'q> {
    pub(super) quad: &'q Quad,
    pub(super) subject: Option<usize>,
    pub(super) object: Option<usize>,
    pub(super) graph: Option<usize>,
}

impl<'q> Dataset<'q> {
    pub(super) fn new(quads: &'q [Quad]) -> Self {
        let mut quads: Vec<&Quad> = quads.iter().collect();
        quads.sort_unstable();
        quads.dedup();
        let mut dataset = Self { quads: Vec::new(), labels: Vec::new(), nodes: HashMap::new(), mentions: Vec::new() };
        for quad in &quads {
            dataset.mention(quad);
        }
        dataset.quads = quads;
        dataset
    }

    fn mention(&mut self, quad: &'q Quad) {
        let mut number = |resource: Option<&'q Resource>| {
            let label: &str = resource?.blank()?;
            Some(*self.nodes.entry(label).or_insert_with(|| {
                self.labels.push(label);
                self.mentions.push(Vec::new());
                self.labels.len() - 1
            }))
        };
        let subject = number(Some(&quad.subject));
        let object = number(match &quad.object {
            Term::Resource(resource) => Some(resource),
            Term::Literal(_) => None,
        });
        let graph = number(quad.graph.as_ref());
        let mention = Mention { quad, subject, object, graph };
        for (position, node) in [subject, object, graph].into_iter().enumerate() {
            let earlier = [subject, object].into_iter().take(position).any(|other| other == node);
            if let Some(mentions) = node.filter(|_| !earlier).and_then(|node| self.mentions.get_mut(node)) {
                mentions.push(mention);
            }
        }
    }

    pub(super) fn quads(&self) -> &[&'q Quad] {
        &self.quads
    }

    pub(super) fn labels(&self) -> &[&'q str] {
        &self.labels
    }

    pub(super) fn node(&self, label: &str) -> Option<usize> {
        self.nodes.get(label).copied()
    }

    pub(super) fn mentions(&self, node: usize) -> &[Mention<'q>] {
        self.mentions.get(node).map_or(&[], Vec::as_slice)
    }

    /// Hash First Degree Quads (RDFC-1.0 §4.6) for every blank node.
    pub(super) fn first_degree_hashes(&self, hash: Hash) -> Vec<String> {
        let one = |(own, mentions): (&&str, &Vec<Mention<'_>>)| {
            let rename = |label: &str| if label == *own { "a" } else { "z" };
            let mut lines: Vec<String> = Vec::with_capacity(mentions.len());
            for mention in mentions {
                let mut line = String::with_capacity(mention.quad.len() + 32);
                nquads::write(mention.quad, &rename, &mut line);
                lines.push(line);
            }
            lines.sort_unstable();
            let parts: Vec<&str> = lines.iter().map(String::as_str).collect();
            hash.hex(&parts)
        };
        self.labels.iter().zip(&self.mentions).map(one).collect()
    }
}
