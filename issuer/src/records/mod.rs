//! Where learner records come from: a directory of LIF files, or a LIF GraphQL API.

pub mod files;
pub mod lif;

use async_trait::async_trait;
use model::record::LearnerRecord;
use model::time::Time;

/// A source of composed learner records.
#[async_trait]
pub trait RecordSource: Send + Sync {
    /// The record of one learner by the number their school gave them. `None`: the source has none, as far as it can tell;
    /// where it cannot, that is an error ([`SourceError::Ambiguous`]).
    ///
    /// # Errors
    /// [`SourceError`] when the source cannot be asked or does not answer with a LIF record of this learner.
    async fn record(&self, learner: &str) -> Result<Option<LearnerRecord>, SourceError>;

    /// The learners this source can list; a LIF API can list none.
    fn learners(&self) -> Vec<Learner>;

    /// Whether the source works, for people who look after the installation.
    async fn check(&self) -> Vec<Finding> {
        let text = format!("{} learners can be listed", self.learners().len());
        let outcome = if self.learners().is_empty() { Outcome::Warned } else { Outcome::Good };
        vec![Finding::new("records", outcome, text)]
    }

    /// Whether it wants to be told of what was issued ([`Self::record_interaction`]).
    fn takes_interactions(&self) -> bool {
        false
    }

    /// Writes an interaction into the learner's record, once: one whose id is there is not written again.
    ///
    /// # Errors
    /// [`SourceError`] when it is not there afterwards, as far as can be seen; it may be told again.
    async fn record_interaction(&self, _learner: &str, _interaction: &Interaction) -> Result<(), SourceError> {
        Err(SourceError::TakesNoInteractions)
    }
}

/// Something that happened between a learner and the institution (LIF 2.0, `Person.Interactions`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Interaction {
    /// Its id, the same however often it is told.
    pub id: String,
    /// What it was: `CredentialIssued`.
    pub kind: &'static str,
    /// By which way: `OpenID4VCI`.
    pub channel: &'static str,
    /// Whose way: the issuer's address.
    pub channel_identifier: String,
    /// When.
    pub at: Time,
    /// What was done, for people who read the record.
    pub summary: String,
}

/// One thing that was looked at.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Finding {
    /// What: a setting or a part of the installation.
    pub check: String,
    /// How it is.
    pub outcome: Outcome,
    /// In words, with what to do.
    pub sentence: String,
}

impl Finding {
    /// A finding about `check`.
    pub fn new(check: &str, outcome: Outcome, sentence: impl Into<String>) -> Self {
        Self { check: check.to_owned(), outcome, sentence: sentence.into() }
    }
}

/// How something is that was looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// As it should be.
    Good,
    /// It works, and something about it is worth knowing.
    Warned,
    /// It does not work.
    Failed,
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
    /// The LIF API answered with errors and nobody: it, or a service behind it, failed.
    #[error("the LIF API answered without a record (errors: {count}): look into its log and that of its query planner")]
    Upstream {
        /// How many errors it lists.
        count: usize,
    },
    /// The LIF API listed nobody, which it also does when its query planner fails.
    #[error(
        "the LIF API listed nobody: it has no such learner, or a service behind it failed, which it answers alike. Check \
         the number and the log of its query planner; with records.lif.known_learner set the two are told apart"
    )]
    Ambiguous,
    /// The LIF API does not list the learner who is always there, so its empty list says nothing about others.
    #[error(
        "the LIF API does not list the learner of records.lif.known_learner, so a service behind it has failed: look \
         into the log of its query planner"
    )]
    KnownLearnerGone,
    /// The LIF API does not take our query, even with fewer fields.
    #[error("the LIF API refused the query for its fields ({fields}): is this a LIF API, and of which version?")]
    QueryRefused {
        /// The fields it named, as far as it did.
        fields: String,
    },
    /// Interactions are not written there: the setting is off, or the API has no such mutation.
    #[error(
        "the record source takes no interactions: set records.lif.write_back, and see that its API has updatePerson"
    )]
    TakesNoInteractions,
    /// The LIF API answered an update without what was to be written.
    #[error("the LIF API took an update and does not show it: look into the log of its query planner")]
    NotWritten,
    /// The answer is about somebody else. Nothing of it is used.
    #[error("{0}. Nothing of it is used.")]
    OtherLearner(String),
}

impl SourceError {
    /// A word for the kind, for tables and audit rows.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Record(_) => "not_a_record",
            Self::Unreadable { .. } => "unreadable",
            Self::Unreachable(_) => "unreachable",
            Self::Answered { .. } => "answered_otherwise",
            Self::Upstream { .. } => "upstream",
            Self::Ambiguous => "nobody_or_failure",
            Self::KnownLearnerGone => "known_learner_gone",
            Self::QueryRefused { .. } => "query_refused",
            Self::TakesNoInteractions => "takes_no_interactions",
            Self::NotWritten => "not_written",
            Self::OtherLearner(_) => "other_learner",
        }
    }
}
