//! Documents from memory.

use std::collections::HashMap;

use async_trait::async_trait;
use url::Url;

use crate::{Documents, FetchError, Kind};

/// Documents that are all there are; everything else is unavailable.
#[derive(Debug, Clone, Default)]
pub struct FixedDocuments(HashMap<String, Vec<u8>>);

impl FixedDocuments {
    /// None at all.
    pub fn new() -> Self {
        Self::default()
    }

    /// One more.
    #[must_use]
    pub fn with(mut self, url: impl Into<String>, document: impl Into<Vec<u8>>) -> Self {
        self.0.insert(url.into(), document.into());
        self
    }
}

#[async_trait]
impl Documents for FixedDocuments {
    async fn get(&self, url: &Url, kind: Kind) -> Result<Vec<u8>, FetchError> {
        let document = self.0.get(url.as_str()).ok_or(FetchError::Unavailable)?;
        if document.len() > kind.limit() {
            return Err(FetchError::TooLarge { limit: kind.limit() });
        }
        Ok(document.clone())
    }
}
