//! The guarded fetcher: the one way to a URL that came from a credential, a request or a stranger.
//!
//! | module | what it is |
//! |---|---|
//! | [`address`] | which addresses may be reached |
//! | [`error`] | why a document could not be had |
//! | [`fetcher`] | the fetcher: https, checked and pinned addresses, no redirects, caps that err |
//! | [`fixed`] | documents from memory, for tests and air-gapped checks |

pub mod address;
pub mod error;
pub mod fetcher;
pub mod fixed;

use async_trait::async_trait;
use url::Url;

pub use error::FetchError;
pub use fetcher::{Fetcher, Policy};
pub use fixed::FixedDocuments;

/// What a document is expected to be; decides how large it may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A DID document.
    DidDocument,
    /// A status list credential.
    StatusList,
    /// A status list token.
    StatusListToken,
    /// A credential.
    Credential,
}

impl Kind {
    /// Bytes it may have.
    pub const fn limit(self) -> usize {
        match self {
            Self::DidDocument => 64 * 1024,
            Self::StatusList | Self::StatusListToken => 1024 * 1024,
            Self::Credential => 5 * 1024 * 1024,
        }
    }

    /// The `Accept` header.
    pub(crate) const fn accept(self) -> &'static str {
        match self {
            Self::DidDocument => "application/did+json, application/json;q=0.9",
            Self::StatusListToken => "application/statuslist+jwt",
            Self::StatusList | Self::Credential => "application/vc, application/json;q=0.9",
        }
    }
}

/// Where documents named by a credential come from.
#[async_trait]
pub trait Documents: Send + Sync {
    /// The document at `url`.
    ///
    /// # Errors
    /// [`FetchError`]: it could not be had, which says nothing of the credential.
    async fn get(&self, url: &Url, kind: Kind) -> Result<Vec<u8>, FetchError>;
}
