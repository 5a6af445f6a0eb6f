//! RDF Dataset Canonicalization, RDFC-1.0 (W3C Recommendation, §4).

mod first_degree;
mod graph;
mod hash;
mod issuer;
mod n_degree;
mod permutations;
mod write;

use std::collections::BTreeMap;

use bumpalo::Bump;

use crate::dataset::Dataset;
use crate::quad::Quad;
use crate::{Budget, CanonError};
use graph::Graph;
use hash::Digest;
pub use hash::Hash;
use issuer::{Canonical as Labels, Issuer};
use n_degree::NDegree;

/// A dataset in canonical form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Canonical {
    /// The canonical N-Quads: lines in code point order, each with its line feed.
    pub nquads: String,
    /// The label each blank node was given, `c14n0` and so on, by the label it had.
    pub issued: BTreeMap<String, String>,
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
    let arena = Bump::new();
    labelled(&Dataset::of(quads, &arena), (hash, budget), &arena)
}

/// The canonical form with the labels that were issued.
pub(crate) fn labelled(
    dataset: &Dataset<'_>,
    (hash, budget): (Hash, &Budget),
    arena: &Bump,
) -> Result<Canonical, CanonError> {
    let (graph, labels) = label(dataset, (hash, budget), arena)?;
    let issued = |blank| Some((dataset.label(blank), format!("c14n{}", labels.number(blank)?)));
    let blanks = u32::try_from(dataset.blanks()).unwrap_or(u32::MAX);
    let issued = (0..blanks).filter_map(issued).collect();
    Ok(Canonical { nquads: text(dataset, graph, &labels, arena), issued })
}

/// The canonical N-Quads alone.
pub(crate) fn nquads(
    dataset: &Dataset<'_>,
    (hash, budget): (Hash, &Budget),
    arena: &Bump,
) -> Result<String, CanonError> {
    let (graph, labels) = label(dataset, (hash, budget), arena)?;
    Ok(text(dataset, graph, &labels, arena))
}

/// The hash of the canonical N-Quads, which are nowhere as a whole.
pub(crate) fn hash_of_nquads(
    dataset: &Dataset<'_>,
    (hash, budget): (Hash, &Budget),
    arena: &Bump,
) -> Result<Vec<u8>, CanonError> {
    let (graph, labels) = label(dataset, (hash, budget), arena)?;
    Ok(hash.of_parts(|part| write::lines(dataset, graph, &labels, arena, part)))
}

/// N-Quads are made of texts, so they are one.
fn text(dataset: &Dataset<'_>, graph: Graph<'_>, labels: &Labels, arena: &Bump) -> String {
    let mut nquads = Vec::with_capacity(dataset.bytes());
    write::lines(dataset, graph, labels, arena, |lines| nquads.extend_from_slice(lines));
    String::from_utf8(nquads).unwrap_or_default()
}

/// RDFC-1.0 §4.4.3, steps 2 to 5.
fn label<'a>(
    dataset: &Dataset<'_>,
    (hash, budget): (Hash, &Budget),
    arena: &'a Bump,
) -> Result<(Graph<'a>, Labels), CanonError> {
    let graph = Graph::new(dataset, arena)?;
    let digests = first_degree::hashes(dataset, &graph, hash, arena);
    let mut by_digest: Vec<(Digest, u32)> =
        digests.iter().copied().zip(0..).filter(|(_, blank)| graph.is_mentioned(*blank)).collect();
    by_digest.sort_unstable();
    let mut labels = Labels::new(dataset.blanks());
    let groups = || by_digest.chunk_by(|a, b| a.0 == b.0);
    for group in groups() {
        if let [(_, only)] = group {
            labels.issue(*only);
        }
    }
    let mut n_degree = NDegree::new((dataset, &graph), &digests, hash, budget);
    for group in groups().filter(|group| group.len() > 1) {
        let mut results = Vec::with_capacity(group.len());
        for &(_, blank) in group {
            if labels.number(blank).is_none() {
                let mut issuer = Issuer::default();
                issuer.issue(blank);
                results.push(n_degree.hash(blank, issuer, &labels)?);
            }
        }
        results.sort_by_key(|result| result.0);
        for (_, issuer) in &results {
            for blank in issuer.in_order() {
                labels.issue(*blank);
            }
        }
    }
    Ok((graph, labels))
}
