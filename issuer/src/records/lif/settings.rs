//! How to reach a LIF GraphQL API.

use url::Url;

/// `identifierType` of learner numbers where nothing else is said: LIF's own name for the number a school gives.
pub const IDENTIFIER_TYPE: &str = "SCHOOL_ASSIGNED_NUMBER";
/// The header LIF's GraphQL API takes its key in.
pub const KEY_HEADER: &str = "X-API-Key";
/// Seconds one answer may take: LIF's own client of its query planner gives up after 20.
pub const TIMEOUT: u64 = 25;
/// Seconds all tries for one record may take together, less than the minute a request to us may last.
pub const BUDGET: u64 = 50;

/// How to reach a LIF GraphQL API, and what it may be asked.
#[derive(Clone)]
pub struct LifSettings {
    /// The GraphQL endpoint, such as `http://lif.internal:8010/graphql`.
    pub url: Url,
    /// The header the key goes in: `X-API-Key`, or `Authorization` (then the key is sent as a bearer token).
    pub key_header: String,
    /// The key; none when the API is open.
    pub key: Option<String>,
    /// `identifierType` of the learner numbers, such as `SCHOOL_ASSIGNED_NUMBER`. The API needs it to find anybody.
    pub identifier_type: String,
    /// Seconds to wait for one answer.
    pub timeout: u64,
    /// Seconds for all tries together.
    pub budget: u64,
    /// A learner who is always there. An empty list of others then means something: without such a learner nobody can
    /// tell "no such learner" from a failure behind the API, which it answers alike.
    pub known_learner: Option<String>,
    /// Whether issued credentials are written into the learner's record there, as an interaction.
    pub write_back: bool,
}

impl LifSettings {
    /// An open API at `url`, with the numbers above and nothing written back.
    pub fn open(url: Url) -> Self {
        Self {
            url,
            key_header: KEY_HEADER.to_owned(),
            key: None,
            identifier_type: IDENTIFIER_TYPE.to_owned(),
            timeout: TIMEOUT,
            budget: BUDGET,
            known_learner: None,
            write_back: false,
        }
    }
}

impl std::fmt::Debug for LifSettings {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("LifSettings").field("key_header", &self.key_header).finish_non_exhaustive()
    }
}
