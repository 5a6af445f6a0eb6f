//! What is known of an API's schema, and for how long.

use std::sync::{Arc, Mutex, PoisonError};

use model::time::Time;
use serde_json::json;

use super::LifApi;
use super::patience::{Again, Budget, Failed};
use super::query::Query;
use super::schema::{INTROSPECTION, Schema};
use crate::records::SourceError;

/// Seconds after which the schema is asked for again. A deployer's data model changes with a deployment.
const AGE: i64 = 60 * 60;

/// Where a query comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Origin {
    /// What is both wanted and served.
    Schema,
    /// The API does not show its schema.
    BuiltIn,
}

/// The query for learners, as long as it is good.
#[derive(Debug, Default)]
pub(super) struct Known(Mutex<Option<(Time, Arc<Query>, Origin)>>);

impl Known {
    fn good(&self, now: Time) -> Option<(Query, Origin)> {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        // A clock that was set back makes nothing younger.
        let (_, query, origin) = known.as_ref().filter(|(at, ..)| (0..AGE).contains(&(now.unix() - at.unix())))?;
        Some((query.as_ref().clone(), *origin))
    }

    /// Keeps the query.
    pub(super) fn remember(&self, query: Query, origin: Origin, now: Time) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some((now, Arc::new(query), origin));
    }

    /// Has it made anew at the next question.
    pub(super) fn forget(&self) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }
}

impl LifApi {
    /// The query for a learner.
    pub(super) async fn query(&self, budget: &Budget) -> Result<(Query, Origin), SourceError> {
        let now = self.clock.now();
        if let Some(known) = self.known.good(now) {
            return Ok(known);
        }
        let (query, origin) = match self.schema(budget).await?.and_then(|schema| schema.query()) {
            Some(query) => (query, Origin::Schema),
            None => (Query::built_in(), Origin::BuiltIn),
        };
        self.known.remember(query.clone(), origin, now);
        Ok((query, origin))
    }

    /// The API's schema; `None` where it does not show one. A key that is refused and a service that is away are errors,
    /// whatever was asked.
    pub(super) async fn schema(&self, budget: &Budget) -> Result<Option<Schema>, SourceError> {
        let body = json!({"query": INTROSPECTION}).to_string();
        match self.ask(&body, budget, |answer| Ok(Schema::read(answer))).await {
            Ok(schema) => Ok(schema),
            // A gateway may refuse only the question for a schema; a key or an address that is wrong is wrong for all.
            Err(Failed { error: error @ SourceError::Answered { status: 300..=399 | 401 | 404, .. }, .. }) => {
                Err(error)
            }
            Err(Failed { again: Again::Never, .. }) => Ok(None),
            Err(Failed { error, .. }) => Err(error),
        }
    }
}
