//! A server on this machine that answers as LIF does, and as LIF should not.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use issuer::records::lif::{LifApi, LifSettings};
use issuer::records::{RecordSource as _, SourceError};
use model::random::SeededRandom;
use model::record::LearnerRecord;
use model::time::{SettableClock, Time};
use serde_json::{Value, json};

pub(crate) const KIND: &str = "SCHOOL_ASSIGNED_NUMBER";

pub(crate) type Answered = Result<Option<LearnerRecord>, SourceError>;

/// A question as the server sees it.
#[derive(Debug, Clone)]
pub(crate) struct Question {
    pub(crate) headers: HeaderMap,
    pub(crate) body: Value,
    /// How many of the same kind came before: for the schema, or for learners.
    pub(crate) before: usize,
}

impl Question {
    pub(crate) fn query(&self) -> &str {
        self.body["query"].as_str().unwrap()
    }

    pub(crate) fn is_for_schema(&self) -> bool {
        self.query().contains("__schema")
    }

    pub(crate) fn learner(&self) -> &str {
        self.body["variables"]["filter"]["Identifier"][0]["identifier"].as_str().unwrap()
    }
}

/// A running server.
#[derive(Clone)]
pub(crate) struct Server {
    pub(crate) settings: LifSettings,
    seen: Arc<Mutex<Vec<Question>>>,
    pub(crate) clock: Arc<SettableClock>,
}

impl Server {
    /// Answers every question with `answer`.
    pub(crate) async fn of(answer: impl Fn(&Question) -> Response + Clone + Send + Sync + 'static) -> Self {
        Self::slow(move |question| (Duration::ZERO, answer(question))).await
    }

    /// Answers every question with `answer`, after a while.
    pub(crate) async fn slow(
        answer: impl Fn(&Question) -> (Duration, Response) + Clone + Send + Sync + 'static,
    ) -> Self {
        let seen: Arc<Mutex<Vec<Question>>> = Arc::default();
        let noted = Arc::clone(&seen);
        let graphql = axum::routing::post(async move |headers: HeaderMap, body: String| {
            let mut question = Question { headers, body: serde_json::from_str(&body).unwrap(), before: 0 };
            {
                let mut seen = noted.lock().unwrap();
                question.before = seen.iter().filter(|one| one.is_for_schema() == question.is_for_schema()).count();
                seen.push(question.clone());
            }
            let (pause, answer) = answer(&question);
            tokio::time::sleep(pause).await;
            answer
        });
        let router = Router::new().route("/graphql", graphql);
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/graphql", listener.local_addr().unwrap()).parse().unwrap();
        tokio::spawn(async move { axum::serve(listener, router).await });
        let clock = Arc::new(SettableClock::at(Time::from_unix(1_795_478_400)));
        Self { settings: LifSettings::open(url), seen, clock }
    }

    /// A server that shows no schema, as some are set up, and answers about learners with `answer`.
    pub(crate) async fn without_schema(answer: impl Fn(&Question) -> Response + Clone + Send + Sync + 'static) -> Self {
        Self::of(move |question| if question.is_for_schema() { no_schema() } else { answer(question) }).await
    }

    pub(crate) fn client(&self) -> LifApi {
        LifApi::new(self.settings.clone(), self.clock.clone(), Arc::new(SeededRandom::new(1))).unwrap()
    }

    pub(crate) async fn record(&self, learner: &str) -> Answered {
        self.client().record(learner).await
    }

    pub(crate) fn seen(&self) -> Vec<Question> {
        self.seen.lock().unwrap().clone()
    }

    /// The questions about learners.
    pub(crate) fn about_learners(&self) -> Vec<Question> {
        self.seen().into_iter().filter(|question| !question.is_for_schema()).collect()
    }
}

pub(crate) fn no_schema() -> Response {
    let error = json!({"message": "introspection is off", "locations": [{"line": 1, "column": 1}]});
    json!({"data": null, "errors": [error]}).to_string().into_response()
}

pub(crate) fn nobody() -> Response {
    json!({"data": {"person": []}}).to_string().into_response()
}

/// What a planner that is away looks like.
pub(crate) fn dead_planner() -> Response {
    let error = json!({"message": "All connection attempts failed for 100005", "path": ["person"]});
    json!({"data": null, "errors": [error]}).to_string().into_response()
}

pub(crate) fn person(number: &str, kind: &str) -> Value {
    json!({"Name": [{"firstName": "Ada", "lastName": "Sample"}],
           "Identifier": [{"identifier": number, "identifierType": kind}]})
}

pub(crate) fn somebody(number: &str) -> Response {
    json!({"data": {"person": [person(number, KIND)]}}).to_string().into_response()
}

/// What the client makes of an answer with status and body.
pub(crate) async fn answered(status: StatusCode, body: impl Into<String>) -> Answered {
    let body = body.into();
    Server::without_schema(move |_| (status, body.clone()).into_response()).await.record("1").await
}
