//! Who is this issuer? Lists of issuers somebody vouches for.
//!
//! A name is shown as proven only from here, never from the credential. An issuer on no list is unrecognised, which is a
//! warning and never “invalid”.

use std::collections::HashMap;

use async_trait::async_trait;
use model::time::Time;
use serde::Deserialize;

/// What a registry says of an issuer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// Known.
    Recognised {
        /// The issuer's name, as the registry gives it.
        name: String,
        /// The registry's name.
        by: String,
        /// The issuer's page, as the registry gives it.
        url: Option<String>,
    },
    /// The registry was asked and does not know it.
    Unrecognised,
    /// The registry could not be asked.
    Unreachable {
        /// The registry's name.
        registry: String,
    },
}

/// A source of standings: the local list, or a registry elsewhere.
#[async_trait]
pub trait TrustRegistry: Send + Sync {
    /// The standing of the issuer with the id `issuer` at `now`.
    async fn standing(&self, issuer: &str, now: Time) -> Standing;
}

/// A list of issuers kept in a file of this installation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrustList {
    name: String,
    issuers: HashMap<String, Known>,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Known {
    id: String,
    name: String,
    url: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ListFile {
    name: Option<String>,
    #[serde(default)]
    issuer: Vec<Known>,
}

impl TrustList {
    /// A list without entries, called `name` in reports.
    pub fn empty(name: impl Into<String>) -> Self {
        Self { name: name.into(), issuers: HashMap::new() }
    }

    /// From TOML: `name = "…"`, then `[[issuer]]` tables with `id`, `name` and, if wished, `url`.
    ///
    /// # Errors
    /// [`TrustListError`]: not TOML of that shape, or one id twice.
    pub fn parse_toml(text: &str) -> Result<Self, TrustListError> {
        let file: ListFile = toml::from_str(text).map_err(|error| TrustListError::Shape(error.to_string()))?;
        let mut list = Self::empty(file.name.unwrap_or_else(|| "this installation’s list".to_owned()));
        for issuer in file.issuer {
            if list.issuers.contains_key(&issuer.id) {
                return Err(TrustListError::Twice(issuer.id));
            }
            list.issuers.insert(issuer.id.clone(), issuer);
        }
        Ok(list)
    }

    /// The list with one issuer more (or its entry replaced).
    #[must_use]
    pub fn with(mut self, id: impl Into<String>, name: impl Into<String>, url: Option<String>) -> Self {
        let id = id.into();
        self.issuers.insert(id.clone(), Known { id, name: name.into(), url });
        self
    }
}

#[async_trait]
impl TrustRegistry for TrustList {
    async fn standing(&self, issuer: &str, _now: Time) -> Standing {
        self.issuers.get(issuer).map_or(Standing::Unrecognised, |known| Standing::Recognised {
            name: known.name.clone(),
            by: self.name.clone(),
            url: known.url.clone(),
        })
    }
}

/// Why a trust list was not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TrustListError {
    /// Not TOML of the expected shape.
    #[error("expected a trust list: `name` and [[issuer]] tables with `id`, `name` and optionally `url`; {0}")]
    Shape(String),
    /// One issuer twice.
    #[error("the trust list has the issuer “{0}” twice; keep one entry")]
    Twice(String),
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIST: &str =
        "name = \"the state’s list\"\n[[issuer]]\nid = \"did:web:school.example\"\nname = \"Example College\"\n";

    #[tokio::test]
    async fn listed_issuers_are_recognised_by_exact_id() {
        let list = TrustList::parse_toml(LIST).unwrap();
        let standing = list.standing("did:web:school.example", Time::from_unix(0)).await;
        let name = "Example College".to_owned();
        assert_eq!(standing, Standing::Recognised { name, by: "the state’s list".to_owned(), url: None });
        assert_eq!(list.standing("did:web:school.example:x", Time::from_unix(0)).await, Standing::Unrecognised);
    }

    #[test]
    fn a_list_that_says_something_else_is_refused() {
        assert!(matches!(TrustList::parse_toml("[[issuer]]\nid = \"x\""), Err(TrustListError::Shape(_))));
        assert!(matches!(TrustList::parse_toml("issuers = []"), Err(TrustListError::Shape(_))));
        let twice = format!("{LIST}[[issuer]]\nid = \"did:web:school.example\"\nname = \"Other\"\n");
        assert_eq!(TrustList::parse_toml(&twice), Err(TrustListError::Twice("did:web:school.example".to_owned())));
    }
}
