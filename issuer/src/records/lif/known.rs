//! What is known of an API's schema, and for how long.

use std::sync::{Arc, Mutex, PoisonError};

use model::time::Time;
use serde_json::json;

use super::patience::{Again, Budget, Failed};
use super::query::{Field, Query};
use super::schema::{INTROSPECTION, Schema, Update};
use super::{LifApi, interaction};
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

/// How an API is asked and written to.
#[derive(Debug, Clone)]
pub(super) struct Api {
    /// The query for learners.
    pub(super) query: Query,
    /// Where it comes from.
    pub(super) origin: Origin,
    /// The mutation for interactions with the field that shows them; `None` where it has none.
    pub(super) writing: Option<(Update, Field)>,
}

impl Api {
    fn of(schema: Option<&Schema>) -> Self {
        match schema.and_then(|schema| Some((schema, schema.query()?))) {
            Some((schema, query)) => {
                Self { query, origin: Origin::Schema, writing: schema.update().zip(schema.interactions()) }
            }
            None => Self {
                query: Query::built_in(),
                origin: Origin::BuiltIn,
                writing: Some((Update::usual(), interaction::usually_shown())),
            },
        }
    }
}

/// What is known of the API, as long as it is good.
#[derive(Debug, Default)]
pub(super) struct Known(Mutex<Option<(Time, Arc<Api>)>>);

impl Known {
    fn good(&self, now: Time) -> Option<Arc<Api>> {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        // A clock that was set back makes nothing younger.
        let good = known.as_ref().filter(|(at, _)| (0..AGE).contains(&(now.unix() - at.unix())));
        good.map(|(_, api)| Arc::clone(api))
    }

    /// Keeps it.
    pub(super) fn remember(&self, api: Arc<Api>, now: Time) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some((now, api));
    }

    /// Has it made anew at the next question.
    pub(super) fn forget(&self) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }
}

impl LifApi {
    /// How the API is asked: known, or found out.
    pub(super) async fn api(&self, budget: &Budget) -> Result<Arc<Api>, SourceError> {
        let now = self.clock.now();
        if let Some(known) = self.known.good(now) {
            return Ok(known);
        }
        let api = Arc::new(Api::of(self.schema(budget).await?.as_ref()));
        self.known.remember(Arc::clone(&api), now);
        Ok(api)
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
