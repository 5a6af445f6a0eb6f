//! Why a document has no canonical form here.

use crate::budget::Limit;
use crate::path::Path;

/// Why a document was refused. Paths are JSON Pointers (RFC 6901) into the document; values are never quoted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CanonError {
    /// A member, type or coercion that no context in force defines: it would not be signed.
    #[error("{path}: the term {term:?} is defined by none of the contexts in force; add its context or remove it")]
    UndefinedTerm {
        /// Where it stands.
        path: String,
        /// The term as written.
        term: String,
    },
    /// Something that expansion or RDF would lose without a word.
    #[error("{path}: {what} would be lost in RDF and so not be signed; remove it or give it a place")]
    DroppedValue {
        /// Where it stands.
        path: String,
        /// What would be lost.
        what: &'static str,
    },
    /// An identifier, type or datatype that is not absolute, in a document without a base.
    #[error("{path}: {iri:?} is a relative IRI; an absolute one is needed")]
    RelativeIri {
        /// Where it stands.
        path: String,
        /// The IRI as written, cut to 200 characters.
        iri: String,
    },
    /// An IRI with a control character, a space or one of ``<>"{}|\^` ``: it could pretend to be another statement.
    #[error("{path}: {iri:?} holds a character that no IRI may hold")]
    InvalidIri {
        /// Where it stands.
        path: String,
        /// The IRI, cut to 200 characters.
        iri: String,
    },
    /// A context the loader does not have. Contexts are never fetched.
    #[error("the context {url:?} is not known here; contexts are not fetched from the network")]
    UnknownContext {
        /// Its absolute URL.
        url: String,
    },
    /// A feature of JSON-LD that this crate leaves out on purpose.
    #[error("{path}: {feature} is not supported")]
    Unsupported {
        /// Where it stands.
        path: String,
        /// The feature.
        feature: &'static str,
    },
    /// A breach of JSON-LD 1.1.
    #[error("{path}: {code}: {detail}")]
    Invalid {
        /// The error code of JSON-LD 1.1 API §9.6, such as `invalid term definition`.
        code: &'static str,
        /// Where it stands: in the document, or the object whose context is wrong.
        path: String,
        /// The term, keyword or URL it is about.
        detail: String,
    },
    /// More work than the [`Budget`](crate::Budget) allows.
    #[error("too complex: more than {allowed} {limit}")]
    TooComplex {
        /// The bound that was exceeded.
        limit: Limit,
        /// Its value for this document.
        allowed: usize,
    },
    /// Text that is not JSON.
    #[error("not JSON from line {line}, column {column} on")]
    NotJson {
        /// The line, from 1.
        line: usize,
        /// The column, from 1.
        column: usize,
    },
    /// One object has the same member twice: readers differ on which of the two holds.
    #[error("the member {name:?} appears twice in one object; keep one")]
    RepeatedMember {
        /// The member's name, cut to 100 characters.
        name: String,
    },
    /// Text that is not N-Quads.
    #[error("line {line}: not an N-Quads statement: {expected} expected")]
    NotNQuads {
        /// The line, from 1.
        line: usize,
        /// What was expected.
        expected: &'static str,
    },
}

impl CanonError {
    pub(crate) fn invalid(code: &'static str, at: &Path<'_>, detail: impl Into<String>) -> Self {
        Self::Invalid { code, path: at.pointer(), detail: cut(&detail.into()) }
    }

    pub(crate) fn undefined(at: &Path<'_>, term: &str) -> Self {
        Self::UndefinedTerm { path: at.pointer(), term: cut(term) }
    }

    pub(crate) fn dropped(at: &Path<'_>, what: &'static str) -> Self {
        Self::DroppedValue { path: at.pointer(), what }
    }

    pub(crate) fn relative(at: &Path<'_>, iri: &str) -> Self {
        Self::RelativeIri { path: at.pointer(), iri: cut(iri) }
    }

    pub(crate) fn invalid_iri(at: &Path<'_>, iri: &str) -> Self {
        Self::InvalidIri { path: at.pointer(), iri: cut(iri) }
    }

    /// What implementations write differently, found where the place in the document is not known any more.
    pub(crate) fn disputed(feature: &'static str) -> Self {
        Self::Unsupported { path: String::new(), feature }
    }

    pub(crate) fn unsupported(at: &Path<'_>, feature: &'static str) -> Self {
        Self::Unsupported { path: at.pointer(), feature }
    }
}

/// The first 200 characters: an image as `data:` IRI would make the message as long as the upload.
fn cut(text: &str) -> String {
    text.chars().take(200).collect()
}
