//! A LIF GraphQL API as a record source.
//!
//! What is asked for is what the reader wants and the API serves: its schema is asked once an hour, and where it does not
//! show one, a built-in query takes its place. What such an API does not tell is told apart here as far as it can be:
//! `docs/decisions/0018-lif-nobody-or-failure.md`.

mod answer;
mod check;
mod interaction;
mod known;
mod patience;
mod query;
mod schema;
mod settings;
mod wire;

use std::collections::BTreeSet;
use std::sync::Arc;

use async_trait::async_trait;
use model::lif;
use model::random::Random;
use model::record::LearnerRecord;
use model::time::Clock;
use serde_json::{Value, json};

pub use self::settings::{BUDGET, IDENTIFIER_TYPE, KEY_HEADER, LifSettings, TIMEOUT};

use self::answer::{Fault, Reply, places, together, told};
use self::known::{Api, Known, Origin};
use self::patience::{Budget, Failed};
use self::query::Query;
use self::wire::Wire;
use super::{Finding, Interaction, Learner, RecordSource, SourceError};

/// What an answer is called in messages.
const ANSWER: &str = "the LIF API's answer";

/// So often a query is put with fewer fields: those refused, and those whose absence took others along.
const NARROWED: usize = 3;

/// A LIF GraphQL API.
pub struct LifApi {
    wire: Wire,
    settings: LifSettings,
    known: Known,
    clock: Arc<dyn Clock>,
    random: Arc<dyn Random>,
}

impl LifApi {
    /// Builds the client. The clock dates the schema, randomness spreads further tries.
    ///
    /// # Errors
    /// [`SourceError::Unreachable`] when a setting cannot be a header or the client cannot be built.
    pub fn new(settings: LifSettings, clock: Arc<dyn Clock>, random: Arc<dyn Random>) -> Result<Self, SourceError> {
        let wire = Wire::new(&settings, clock.clone())?;
        Ok(Self { wire, settings, known: Known::default(), clock, random })
    }

    fn budget(&self) -> Budget {
        Budget::begin(self.settings.timeout, self.settings.budget)
    }

    /// Puts a question until it is answered, another try makes no sense, or time is over. Only for what changes nothing.
    async fn ask<T>(
        &self,
        body: &str,
        budget: &Budget,
        read: impl Fn(&[u8]) -> Result<T, Failed>,
    ) -> Result<T, Failed> {
        let mut tries = 0;
        loop {
            let answered = self.wire.post(body.to_owned(), budget.next_try()).await;
            let failed = match answered.and_then(|answer| read(&answer)) {
                Ok(read) => return Ok(read),
                Err(failed) => failed,
            };
            if !budget.pause(tries, failed.again, self.random.as_ref()).await {
                return Err(failed);
            }
            tries += 1;
        }
    }

    async fn put(&self, query: &Query, learner: &str, budget: &Budget) -> Result<Reply, SourceError> {
        let filter = query.filter(learner, &self.settings.identifier_type);
        let body = json!({"query": query.text(), "variables": {"filter": filter}}).to_string();
        let root = &query.names.root;
        self.ask(&body, budget, |answer| told(answer, root)).await.map_err(|failed| failed.error)
    }

    /// Asks for a learner; with fewer fields where the API refuses some.
    async fn answer(&self, learner: &str, budget: &Budget) -> Result<Reply, SourceError> {
        let api = self.api(budget).await?;
        let (mut query, mut tries) = (api.query.clone(), 0);
        loop {
            match self.put(&query, learner, budget).await? {
                Reply::Refused(faults) => {
                    // The schema is another than the one we know, or was never shown.
                    self.known.forget();
                    let fewer = narrowed(&query, &faults).filter(|_| tries < NARROWED);
                    query = fewer.ok_or_else(|| refused(&query, &faults))?;
                    tries += 1;
                }
                Reply::People(answer, faults) => {
                    if tries > 0 && api.origin == Origin::BuiltIn {
                        let narrower = Api { query: query.clone(), ..Api::clone(&api) };
                        self.known.remember(Arc::new(narrower), self.clock.now());
                    }
                    return self.whole(learner, (query, answer, faults), budget).await;
                }
                Reply::Nobody => return Ok(Reply::Nobody),
            }
        }
    }

    /// Asks again without those fields that are never null there and still missing: each took what is around it along,
    /// such as a whole reference without a name. The two answers together are used if they are of one moment.
    async fn whole(
        &self,
        learner: &str,
        (query, answer, faults): (Query, Value, Vec<Fault>),
        budget: &Budget,
    ) -> Result<Reply, SourceError> {
        let (mut answer, mut faults, mut query) = (answer, faults, query);
        for _ in 1..NARROWED {
            let inside = faults.iter().filter_map(|fault| fault.fields.get(1..)).map(<[String]>::to_vec);
            let paths: BTreeSet<Vec<String>> = inside.filter(|path| query.is_required(path)).collect();
            let Some(fewer) = query.without(&paths) else { break };
            // What came stays good, whatever becomes of this.
            let Ok(Reply::People(later, left)) = self.put(&fewer, learner, budget).await else { break };
            let Some(both) = together(later, &answer) else { break };
            (answer, faults, query) = (both, left, fewer);
        }
        if !faults.is_empty() {
            let places = places(&faults);
            tracing::warn!(errors = faults.len(), %places, "the LIF API could not serve a part of a record");
        }
        Ok(Reply::People(answer, faults))
    }

    /// Reads the record of the learner asked for out of an answer.
    fn record_in(&self, answer: &Value, learner: &str) -> Result<LearnerRecord, SourceError> {
        let records = lif::read(answer.to_string().as_bytes(), ANSWER);
        let records = records.map_err(|error| SourceError::Record(error.to_string()))?;
        let kind = &self.settings.identifier_type;
        let mut records = records.into_iter();
        match (records.next(), records.next()) {
            (Some(record), None) => {
                record
                    .require_learner(ANSWER, learner, kind)
                    .map_err(|error| SourceError::OtherLearner(error.to_string()))?;
                Ok(record)
            }
            (None, _) => Err(SourceError::Record(format!("{ANSWER}: expected a person, found none"))),
            // One number, two persons: whose record this is nobody can tell.
            (Some(_), Some(_)) => {
                let text = format!("{ANSWER}: expected one person with the number asked for, found several");
                Err(SourceError::OtherLearner(text))
            }
        }
    }

    /// An empty list. Whether it means anything is asked of a learner who is always there; then once more, for what failed
    /// may have come back in between.
    async fn nobody(&self, learner: &str, budget: &Budget) -> Result<Option<LearnerRecord>, SourceError> {
        let known = self.settings.known_learner.as_deref().ok_or(SourceError::Ambiguous)?;
        if known == learner || !self.is_there(known, budget).await? {
            return Err(SourceError::KnownLearnerGone);
        }
        match self.answer(learner, budget).await? {
            Reply::People(answer, _) => self.record_in(&answer, learner).map(Some),
            Reply::Nobody => Ok(None),
            Reply::Refused(_) => Err(SourceError::Ambiguous),
        }
    }

    /// Whether the API finds this learner now.
    async fn is_there(&self, learner: &str, budget: &Budget) -> Result<bool, SourceError> {
        let query = self.api(budget).await?.query.for_identity();
        match self.put(&query, learner, budget).await? {
            Reply::People(answer, _) => Ok(self.record_in(&answer, learner).is_ok()),
            Reply::Nobody | Reply::Refused(_) => Ok(false),
        }
    }
}

fn narrowed(query: &Query, faults: &[Fault]) -> Option<Query> {
    let lines = faults.iter().filter_map(|fault| fault.line);
    query.without(&lines.filter_map(|line| query.at_line(line)).collect()).filter(|query| !query.fields.is_empty())
}

fn refused(query: &Query, faults: &[Fault]) -> SourceError {
    let paths = faults.iter().filter_map(|fault| query.at_line(fault.line?));
    let paths: BTreeSet<String> = paths.map(|path| path.join(".")).collect();
    SourceError::QueryRefused { fields: paths.into_iter().collect::<Vec<_>>().join(", ") }
}

#[async_trait]
impl RecordSource for LifApi {
    async fn record(&self, learner: &str) -> Result<Option<LearnerRecord>, SourceError> {
        let budget = self.budget();
        match self.answer(learner, &budget).await? {
            Reply::People(answer, _) => self.record_in(&answer, learner).map(Some),
            Reply::Nobody | Reply::Refused(_) => self.nobody(learner, &budget).await,
        }
    }

    fn learners(&self) -> Vec<Learner> {
        Vec::new()
    }

    async fn check(&self) -> Vec<Finding> {
        self.findings().await
    }

    fn takes_interactions(&self) -> bool {
        self.settings.write_back
    }

    async fn record_interaction(&self, learner: &str, interaction: &Interaction) -> Result<(), SourceError> {
        if !self.settings.write_back {
            return Err(SourceError::TakesNoInteractions);
        }
        self.write_back(learner, interaction).await
    }
}
