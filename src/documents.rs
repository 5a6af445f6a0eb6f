//! Documents under our own public URL come from our own store, never over the network; all others through `outside`.

use async_trait::async_trait;
use outside::{Documents, FetchError, Fetcher, Kind};
use url::Url;

/// What the verifier asks for documents.
pub(crate) struct OwnThenOutside {
    /// The issuer of this installation, when it runs here.
    pub(crate) issuer: Option<issuer::App>,
    /// The one way out.
    pub(crate) fetcher: Fetcher,
}

#[async_trait]
impl Documents for OwnThenOutside {
    async fn get(&self, url: &Url, kind: Kind) -> Result<Vec<u8>, FetchError> {
        if let Some(issuer) = &self.issuer {
            match issuer.published(url.as_str()).await {
                Ok(Some(document)) => return Ok(document.into_bytes()),
                Ok(None) => {}
                Err(error) => {
                    tracing::error!(%error, "a document of ours could not be read");
                    return Err(FetchError::Unavailable);
                }
            }
        }
        self.fetcher.get(url, kind).await
    }
}
