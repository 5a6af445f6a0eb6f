//! Why a document could not be had. None of it says anything of the credential that named it.

/// Why a document could not be had.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FetchError {
    /// Not https.
    #[error("only https addresses are opened")]
    NotHttps,
    /// The URL has a user name, a password or no host.
    #[error("the address has a user name or no host: such addresses are not opened")]
    BadAddress,
    /// The host is this machine, a private network or otherwise not for the public.
    #[error("the address leads into a private or reserved network and is not opened")]
    Forbidden,
    /// The name does not resolve.
    #[error("the name of the server is not known")]
    UnknownHost,
    /// No connection, or it broke.
    #[error("the server cannot be reached")]
    Unavailable,
    /// It took too long.
    #[error("the server took too long to answer")]
    TimedOut,
    /// It sent us elsewhere.
    #[error("the server sends us to another address, which is not followed")]
    Redirected,
    /// It answered with something other than 200.
    #[error("the server answered {0}")]
    Status(u16),
    /// The document is larger than its kind may be.
    #[error("the document is larger than {limit} bytes")]
    TooLarge {
        /// Bytes allowed.
        limit: usize,
    },
}
