//! Why a status list, or a reference to one, is refused.

use crate::jose::JoseError;

/// A status list that nothing can be learnt from.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TokenStatusError {
    /// Not the object of §4.2.
    #[error("expected a status list with 'bits' and 'lst': {0}")]
    NotAList(&'static str),
    /// It unpacks to more than a reader wants.
    #[error("the status list unpacks to more than {allowed} bytes")]
    TooLarge {
        /// The most bytes allowed.
        allowed: usize,
    },
    /// The list has no such index, so the token must be refused (§8.3).
    #[error("the status list has room for {length} tokens, and there is no index {index}")]
    OutOfRange {
        /// The index asked for.
        index: u64,
        /// How many there are.
        length: usize,
    },
    /// The status needs more bits than the list has for each.
    #[error("the status {value} does not fit in {bits} bits")]
    DoesNotFit {
        /// The value.
        value: u8,
        /// Bits a status.
        bits: u8,
    },
    /// A `status` claim without a usable reference (§6.2).
    #[error("expected 'status' with 'status_list', whose 'idx' is a whole number from 0 and whose 'uri' is a URI")]
    NotAReference,
    /// The token is about another list than the credential points at.
    #[error("the status list token's 'sub' is not the URI that the credential points at")]
    OtherList,
    /// `exp` has passed.
    #[error("the status list token expired at {at}")]
    Expired {
        /// When.
        at: model::time::Time,
    },
    /// `iat` lies in the future.
    #[error("the status list token was issued in the future, at {at}")]
    FromTheFuture {
        /// When.
        at: model::time::Time,
    },
    /// `ttl` is there and not a positive number.
    #[error("the status list token's 'ttl' is not a positive number of seconds")]
    Ttl,
    /// The JWT is refused.
    #[error(transparent)]
    Jose(#[from] JoseError),
}
