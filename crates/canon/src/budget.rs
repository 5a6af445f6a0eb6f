//! How much work a document may cause.

use std::cell::Cell;
use std::fmt;

use crate::CanonError;

/// Upper bounds for one document. The default suits uploads by strangers; an issuer of long transcripts asks for more.
///
/// Each bound is checked while the work is done, never after it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Budget {
    /// JSON values in the document, containers and scalars alike.
    pub nodes: usize,
    /// How deep arrays and objects may stand in each other.
    pub depth: usize,
    /// Terms defined, or copied from one active context to the next, while processing `@context` values.
    pub context_terms: usize,
    /// Quads before repetitions are removed.
    pub quads: usize,
    /// Bytes of the IRIs that contexts make, and of IRIs and literals over all quads.
    pub bytes: usize,
    /// Calls of Hash N-Degree Quads (RDFC-1.0 §4.8) and permutations tried beyond the first.
    pub hash_n_degree_calls: Allowance,
    /// Hashes of related blank nodes (RDFC-1.0 §4.7), long predicates counted more than once.
    pub related_hashes: Allowance,
    /// How deep Hash N-Degree Quads may call itself.
    pub hash_n_degree_depth: usize,
    /// Nodes alike to Hash N-Degree Quads whose orders are tried (RDFC-1.0 §4.8.3, step 5.4). With one, nothing is permuted:
    /// a document passes only if each unnamed node differs from its siblings.
    pub permuted_nodes: usize,
}

impl Default for Budget {
    /// A transcript of sixty courses uses a tenth of these or less.
    fn default() -> Self {
        Self {
            nodes: 100_000,
            depth: 64,
            context_terms: 100_000,
            quads: 50_000,
            bytes: 64 << 20,
            hash_n_degree_calls: Allowance { fixed: 2_000, per_blank_node: 4, most: 30_000 },
            related_hashes: Allowance { fixed: 10_000, per_blank_node: 20, most: 200_000 },
            hash_n_degree_depth: 128,
            permuted_nodes: usize::MAX,
        }
    }
}

/// A bound that grows with the number of blank nodes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Allowance {
    /// Granted to every dataset.
    pub fixed: usize,
    /// Granted for each blank node of the dataset.
    pub per_blank_node: usize,
    /// Granted at most.
    pub most: usize,
}

impl Allowance {
    /// The bound for a dataset with so many blank nodes.
    pub fn of(self, blank_nodes: usize) -> usize {
        self.fixed.saturating_add(self.per_blank_node.saturating_mul(blank_nodes)).min(self.most)
    }
}

/// The bound of a [`Budget`] that was exceeded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Limit {
    /// [`Budget::nodes`].
    Nodes,
    /// [`Budget::depth`].
    Depth,
    /// [`Budget::context_terms`].
    ContextTerms,
    /// The length of an IRI that a context gives to a term, a vocabulary or a base: 2,048 bytes.
    ContextIri,
    /// [`Budget::quads`].
    Quads,
    /// [`Budget::bytes`].
    Bytes,
    /// [`Budget::hash_n_degree_calls`].
    HashNDegreeCalls,
    /// [`Budget::related_hashes`].
    RelatedHashes,
    /// [`Budget::hash_n_degree_depth`].
    HashNDegreeDepth,
    /// [`Budget::permuted_nodes`].
    PermutedNodes,
}

impl fmt::Display for Limit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Nodes => "JSON values",
            Self::Depth => "levels of nesting",
            Self::ContextTerms => "terms in contexts",
            Self::ContextIri => "bytes in an IRI of a context",
            Self::Quads => "RDF statements",
            Self::Bytes => "bytes of RDF",
            Self::HashNDegreeCalls => "steps to tell similar unnamed nodes apart",
            Self::RelatedHashes => "comparisons of neighbouring unnamed nodes",
            Self::HashNDegreeDepth => "similar unnamed nodes in a chain",
            Self::PermutedNodes => "similar unnamed nodes beside each other",
        })
    }
}

/// What a document has used of its [`Budget`] before canonicalisation.
pub(crate) struct Meter<'b> {
    budget: &'b Budget,
    context_terms: Cell<usize>,
    quads: Cell<usize>,
    bytes: Cell<usize>,
}

/// The longest IRI a context may give: every use of the term repeats it.
const CONTEXT_IRI: usize = 2_048;

impl<'b> Meter<'b> {
    pub(crate) fn new(budget: &'b Budget) -> Self {
        Self { budget, context_terms: Cell::new(0), quads: Cell::new(0), bytes: Cell::new(0) }
    }

    pub(crate) fn context_terms(&self, count: usize) -> Result<(), CanonError> {
        spend(&self.context_terms, count, Limit::ContextTerms, self.budget.context_terms)
    }

    /// Refuses a context that alone asks for more terms than a document may, before it is built.
    pub(crate) fn allows_terms(&self, count: usize) -> Result<(), CanonError> {
        let allowed = self.budget.context_terms;
        if count > allowed { Err(CanonError::TooComplex { limit: Limit::ContextTerms, allowed }) } else { Ok(()) }
    }

    pub(crate) fn quad(&self) -> Result<(), CanonError> {
        spend(&self.quads, 1, Limit::Quads, self.budget.quads)
    }

    pub(crate) fn bytes(&self, count: usize) -> Result<(), CanonError> {
        spend(&self.bytes, count, Limit::Bytes, self.budget.bytes)
    }
}

/// The length of an IRI that a context makes.
pub(crate) fn context_iri(iri: &str) -> Result<usize, CanonError> {
    if iri.len() > CONTEXT_IRI {
        return Err(CanonError::TooComplex { limit: Limit::ContextIri, allowed: CONTEXT_IRI });
    }
    Ok(iri.len())
}

fn spend(used: &Cell<usize>, count: usize, limit: Limit, allowed: usize) -> Result<(), CanonError> {
    used.set(used.get().saturating_add(count));
    if used.get() > allowed { Err(CanonError::TooComplex { limit, allowed }) } else { Ok(()) }
}
