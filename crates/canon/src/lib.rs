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
//! Not supported, and refused as such: `@import`, `@direction` and the 1.0 processing mode. A member whose value is
//! `null`, an empty array and `@index` say nothing in RDF and are accepted without leaving a trace, as the
//! specification has it.

mod budget;
mod context;
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
pub use error::CanonError;
pub use quad::{Literal, Quad, Resource, Term};
pub use rdfc10::{Canonical, Hash, rdfc10, rdfc10_with};

use serde_json::Value;

/// Where contexts come from: the whole document, `{"@context": …}`, for an absolute URL.
///
/// `None` makes the document that asked for it fail with [`CanonError::UnknownContext`].
pub trait ContextLoader {
    /// The context document published at `url`.
    fn context(&self, url: &str) -> Option<&Value>;
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
    canonicalize_labelled(document, loader, budget).map(|canonical| canonical.nquads)
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
    rdfc10(&to_quads(document, loader, budget)?, budget)
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
    budget.admit(document)?;
    let meter = budget::Meter::new(budget);
    let expanded = expand::document(document, base, loader, &meter)?;
    rdf::quads(&expanded, &meter)
}
