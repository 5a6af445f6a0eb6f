//! Where learner records come from: a directory of LIF files, or a LIF GraphQL API.

pub mod files;
pub mod lif;

use async_trait::async_trait;
use model::record::LearnerRecord;

/// A source of composed learner records.
#[async_trait]
pub trait RecordSource: Send + Sync {
    /// The record of one learner by the number their school gave them. `None`: the source says it has none, which from
    /// a LIF API may also mean that something behind it failed.
    ///
    /// # Errors
    /// [`SourceError`] when the source cannot be asked or does not answer with a LIF record of this learner.
    async fn record(&self, learner: &str) -> Result<Option<LearnerRecord>, SourceError>;

    /// The learners this source can list; a LIF API can list none.
    fn learners(&self) -> Vec<Learner>;
}

/// A learner a source can list.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
pub struct Learner {
    /// What commands and the sign-in take.
    pub id: String,
    /// For people to read.
    pub name: String,
}

/// Why a record could not be had.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SourceError {
    /// A file is not a LIF record.
    #[error("{0}")]
    Record(String),
    /// The directory or a file in it cannot be read.
    #[error("cannot read {path}: {reason}")]
    Unreadable {
        /// What was opened.
        path: String,
        /// What the system said.
        reason: String,
    },
    /// The LIF API cannot be reached, or did not answer in time.
    #[error("the LIF API did not answer: {0}")]
    Unreachable(String),
    /// The LIF API answered, but not with a record.
    #[error("the LIF API answered {status}: {hint}")]
    Answered {
        /// HTTP status.
        status: u16,
        /// What to look at.
        hint: &'static str,
    },
    /// The answer is about somebody else. Nothing of it is used.
    #[error("{0}. Nothing of it is used.")]
    OtherLearner(String),
}
