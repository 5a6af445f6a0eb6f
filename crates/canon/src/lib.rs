//! JSON-LD documents to canonical bytes: expansion, RDF and RDFC-1.0.
//!
//! A document goes through four steps, one module each:
//!
//! 1. `context` turns `@context` values into active contexts (JSON-LD 1.1 API §4.1, §4.2, §5.2). Contexts come from a
//!    [`ContextLoader`] alone, never from the network, and a processed context is remembered: credentials inside a
//!    transcript repeat the same few.
//! 2. `expand` expands the document (JSON-LD 1.1 API §5.1). There is only the safe mode: whatever would not reach the
//!    signed bytes (an undefined term, a free-floating value, a relative IRI) is an error that says where it stands.
//! 3. `rdf` writes the expanded document as quads (JSON-LD 1.1 API §8).
//! 4. [`rdfc10`](fn@rdfc10) gives blank nodes their canonical labels (RDFC-1.0 §4) and [`nquads`] writes the lines.
//!
//! Every step counts its work against a [`Budget`] and stops with [`CanonError::TooComplex`]. [`jcs`] is the other
//! canonical form (RFC 8785), used by the `-jcs-` suites and for JSON literals.
//!
//! Not supported, and refused as such: `@direction` and the 1.0 processing mode. A member whose value is
//! `null`, an empty array and `@index` say nothing in RDF and are accepted without leaving a trace, as the
//! specification has it.

mod arena;
mod budget;
mod context;
mod dataset;
mod document;
mod error;
mod expand;
mod expanded;
mod iri;
pub mod jcs;
mod keyword;
pub mod nquads;
mod number;
mod path;
mod quad;
mod rdf;
mod rdfc10;

pub use budget::{Allowance, Budget, Limit};
pub use context::{Memory, Remembering};
pub use document::{Document, Items, Json, Members, View};
pub use error::CanonError;
pub use quad::{Literal, Quad, Resource, Term};
pub use rdfc10::{Canonical, Hash, rdfc10, rdfc10_with};

use bumpalo::Bump;
use serde_json::Value;

/// Where contexts come from: the whole document, `{"@context": …}`, for an absolute URL.
///
/// `None` makes the document that asked for it fail with [`CanonError::UnknownContext`].
pub trait ContextLoader {
    /// The context document published at `url`.
    fn context(&self, url: &str) -> Option<&Value>;

    /// What is remembered of these contexts from one document to the next: see [`Remembering`].
    fn memory(&self) -> Option<&Memory> {
        None
    }
}

impl<F> ContextLoader for F
where
    F: Fn(&str) -> Option<&'static Value>,
{
    fn context(&self, url: &str) -> Option<&Value> {
        self(url)
    }
}

/// The canonical N-Quads of a JSON-LD document: what a Data Integrity `-rdfc-` suite hashes.
///
/// # Errors
/// [`CanonError`] when the document is not JSON-LD, says something that would not be signed, or exceeds the budget.
pub fn canonicalize(document: &Value, loader: &dyn ContextLoader, budget: &Budget) -> Result<String, CanonError> {
    canonicalize_document(&Document::of(document, budget)?, Hash::Sha256, loader, budget)
}

/// As [`canonicalize`], for a document that was read from text and with a hash of choice.
///
/// # Errors
/// As [`canonicalize`].
pub fn canonicalize_document(
    document: &Document<'_>,
    hash: Hash,
    loader: &dyn ContextLoader,
    budget: &Budget,
) -> Result<String, CanonError> {
    with_dataset(document, None, (loader, budget), |dataset, arena| rdfc10::nquads(dataset, (hash, budget), arena))
}

/// The hash of a document's canonical N-Quads: what a Data Integrity `-rdfc-` suite signs. The same hash labels its blank
/// nodes (RDFC-1.0 §4.4.1).
///
/// # Errors
/// As [`canonicalize`].
pub fn canonical_hash(
    document: &Document<'_>,
    hash: Hash,
    loader: &dyn ContextLoader,
    budget: &Budget,
) -> Result<Vec<u8>, CanonError> {
    with_dataset(document, None, (loader, budget), |dataset, arena| {
        rdfc10::hash_of_nquads(dataset, (hash, budget), arena)
    })
}

/// As [`canonicalize`], with the labels that were issued: selective disclosure needs to know which blank node got which.
///
/// # Errors
/// As [`canonicalize`].
pub fn canonicalize_labelled(
    document: &Value,
    loader: &dyn ContextLoader,
    budget: &Budget,
) -> Result<Canonical, CanonError> {
    let document = Document::of(document, budget)?;
    with_dataset(&document, None, (loader, budget), |dataset, arena| {
        rdfc10::labelled(dataset, (Hash::Sha256, budget), arena)
    })
}

/// The RDF dataset of a JSON-LD document (JSON-LD 1.1 API §9.2 `toRdf`), blank nodes labelled `b0`, `b1`, …
///
/// A quad may come twice: RDF datasets are sets, and [`rdfc10`](fn@rdfc10) removes repetitions.
///
/// # Errors
/// As [`canonicalize`].
pub fn to_quads(document: &Value, loader: &dyn ContextLoader, budget: &Budget) -> Result<Vec<Quad>, CanonError> {
    to_quads_at(document, None, loader, budget)
}

/// As [`to_quads`], for a document that was fetched from the absolute IRI `base`, against which relative IRIs resolve.
///
/// Credentials have no base: they mean the same wherever they are found.
///
/// # Errors
/// As [`canonicalize`].
pub fn to_quads_at(
    document: &Value,
    base: Option<&str>,
    loader: &dyn ContextLoader,
    budget: &Budget,
) -> Result<Vec<Quad>, CanonError> {
    let document = Document::of(document, budget)?;
    with_dataset(&document, base, (loader, budget), |dataset, _| Ok(dataset.quads()))
}

/// Hands the statements of a document to `then`, with the memory to work on them in.
fn with_dataset<T>(
    document: &Document<'_>,
    base: Option<&str>,
    (loader, budget): (&dyn ContextLoader, &Budget),
    then: impl FnOnce(&dataset::Dataset<'_>, &Bump) -> Result<T, CanonError>,
) -> Result<T, CanonError> {
    arena::lend(|arena| {
        let meter = budget::Meter::new(budget);
        let (nodes, bank) = expand::document(document.root(), base, loader, (&meter, arena))?;
        then(&rdf::dataset(nodes, &bank, (&meter, arena), document.size())?, arena)
    })
}
