//! RDF Dataset Canonicalization, RDFC-1.0 (W3C Recommendation, §4).

mod dataset;
mod issuer;
mod n_degree;
mod permutations;

use std::collections::BTreeMap;

use sha2::{Digest, Sha256, Sha384};

use crate::nquads;
use crate::quad::Quad;
use crate::{Budget, CanonError};
use dataset::Dataset;
use issuer::Issuer;
use n_degree::NDegree;

/// A dataset in canonical form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Canonical {
    /// The canonical N-Quads: lines in code point order, each with its line feed.
    pub nquads: String,
    /// The label each blank node was given, `c14n0` and so on, by the label it had.
    pub issued: BTreeMap<String, String>,
}

/// The hash that tells blank nodes apart (RDFC-1.0 §3.1); another hash gives other labels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Hash {
    /// The default, and what every suite with 256-bit keys uses.
    #[default]
    Sha256,
    /// For `ecdsa-rdfc-2019` with P-384.
    Sha384,
}

impl Hash {
    /// Lower-case hexadecimal, as the algorithm compares it.
    fn hex(self, parts: &[&str]) -> String {
        match self {
            Self::Sha256 => hex::<Sha256>(parts),
            Self::Sha384 => hex::<Sha384>(parts),
        }
    }
}

fn hex<D: Digest>(parts: &[&str]) -> String {
    let mut digest = D::new();
    for part in parts {
        digest.update(part.as_bytes());
    }
    let nibble = |n: u8| char::from(if n < 10 { b'0' + n } else { b'a' + n - 10 });
    digest.finalize().iter().flat_map(|byte| [nibble(byte >> 4), nibble(byte & 15)]).collect()
}

/// Canonicalises a dataset with SHA-256. Repeated quads count once.
///
/// # Errors
/// [`CanonError::TooComplex`] when telling blank nodes apart needs more work than the budget allows.
pub fn rdfc10(quads: &[Quad], budget: &Budget) -> Result<Canonical, CanonError> {
    rdfc10_with(quads, Hash::Sha256, budget)
}

/// Canonicalises a dataset with a hash of choice.
///
/// # Errors
/// As [`rdfc10`].
pub fn rdfc10_with(quads: &[Quad], hash: Hash, budget: &Budget) -> Result<Canonical, CanonError> {
    let dataset = Dataset::new(quads);
    let first_degree = dataset.first_degree_hashes(hash);
    let canonical = label(&dataset, &first_degree, hash, budget)?;
    Ok(written(&dataset, &canonical))
}

/// RDFC-1.0 §4.4.3, steps 3 to 5.
fn label(dataset: &Dataset<'_>, first_degree: &[String], hash: Hash, budget: &Budget) -> Result<Issuer, CanonError> {
    let mut groups: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (node, hash) in first_degree.iter().enumerate() {
        groups.entry(hash).or_default().push(node);
    }
    let mut canonical = Issuer::new("c14n");
    for group in groups.values() {
        if let [only] = group.as_slice() {
            canonical.issue(*only);
        }
    }
    let mut n_degree = NDegree::new(dataset, first_degree, hash, budget);
    for group in groups.values().filter(|group| group.len() > 1) {
        let mut results = Vec::with_capacity(group.len());
        for &node in group {
            if canonical.number(node).is_none() {
                let mut issuer = Issuer::new("b");
                issuer.issue(node);
                results.push(n_degree.hash(node, issuer, &canonical)?);
            }
        }
        results.sort_by(|a, b| a.hash.cmp(&b.hash));
        for result in &results {
            for node in result.issuer.in_order() {
                canonical.issue(*node);
            }
        }
    }
    Ok(canonical)
}

/// RDFC-1.0 §5: the statements with their labels, sorted.
fn written(dataset: &Dataset<'_>, canonical: &Issuer) -> Canonical {
    let labels: Vec<String> =
        (0..dataset.labels().len()).map(|node| canonical.label(node).unwrap_or_default()).collect();
    let renamed = |label: &str| dataset.node(label).and_then(|node| labels.get(node)).map_or("", String::as_str);
    let mut lines: Vec<String> = Vec::with_capacity(dataset.quads().len());
    for quad in dataset.quads() {
        let mut line = String::with_capacity(quad.len() + 32);
        nquads::write(quad, &renamed, &mut line);
        lines.push(line);
    }
    lines.sort_unstable();
    let issued = dataset.labels().iter().zip(&labels).map(|(old, new)| ((*old).to_owned(), new.clone())).collect();
    Canonical { nquads: lines.concat(), issued }
}
