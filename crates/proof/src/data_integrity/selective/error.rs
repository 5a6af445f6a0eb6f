//! Why nothing can be selected.

/// Why a document is not signed for selective disclosure, or a part of it cannot be shown.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SelectionError {
    /// Not a pointer of RFC 6901, or one to nothing.
    #[error("the pointer '{pointer}' {what}")]
    Pointer {
        /// The pointer, shortened.
        pointer: String,
        /// What is wrong with it.
        what: &'static str,
    },
    /// More than is looked at.
    #[error("expected at most {most} {what}, found {found}")]
    TooMany {
        /// Of what.
        what: &'static str,
        /// The most there may be.
        most: usize,
        /// How many there are.
        found: usize,
    },
    /// What was chosen says something that the issuer did not sign.
    #[error("what was chosen says something the issuer did not sign: choose an ordered list as a whole")]
    PartOfList,
    /// The document's nodes cannot be told apart by their places.
    #[error("parts of this document cannot be shown alone: {what}")]
    NotSelectable {
        /// What is in the way.
        what: &'static str,
    },
    /// Neither the issuer nor the holder chose anything.
    #[error("nothing is chosen: name what is to be shown")]
    Nothing,
    /// A base or derived proof of `bbs-2023` with more than the baseline. Nothing is known about the signature.
    #[error(
        "the proof needs the optional feature '{name}' of bbs-2023, whose signatures are unfinished drafts: only proofs without optional features are read"
    )]
    Feature {
        /// The feature.
        name: &'static str,
    },
    /// Presented for verification, or to be derived from again.
    #[error("{0}")]
    Kind(&'static str),
}
