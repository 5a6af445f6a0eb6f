//! One installation in a test: issuer and verifier on a real database, a clock that stands still, seeded randomness.

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode, header};
use db::Db;
use issuer::catalogue::{Register, load_settings};
use issuer::issuance::offer::{self, Made, Wanted};
use issuer::records::RecordSource;
use issuer::records::files::RecordFiles;
use issuer::secrets::Secrets;
use issuer::urls::Urls;
use issuer::{Institution, Issuer, Parts};
use model::catalogue::DEMO;
use model::package::Sources;
use model::random::SeededRandom;
use model::time::{SettableClock, Time};
use outside::{Documents, FetchError, Kind};
use proof::keyring::{KeyEntry, KeyPurpose, Keyring};
use proof::keys::SigningKey;
use serde_json::Value;
use tower::ServiceExt as _;
use url::Url;
use verifier::trust::TrustList;
use verifier::verify::report::Report;

/// The moment every story begins at.
pub(crate) const START: i64 = 1_795_478_400; // 2026-11-24T00:00:00Z

/// Runs a story on SQLite and on PostgreSQL, and notes that it did.
pub(crate) async fn on_both(name: &str, story: impl AsyncFn(Db)) {
    db::throwaway::every_database(name, story).await;
    what_ran::on_both_databases("stories through the routers", db::throwaway::Postgres::shared().is_some());
}

/// What a story holds.
pub(crate) struct World {
    pub(crate) issuer: issuer::App,
    pub(crate) verifier: verifier::App,
    pub(crate) router: Router,
    pub(crate) clock: Arc<SettableClock>,
}

/// An answer, read to its end.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|_| panic!("not JSON: {}", self.text()))
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The `error` member of a refusal.
    pub(crate) fn error(&self) -> String {
        self.json()["error"].as_str().unwrap_or_default().to_owned()
    }
}

impl World {
    /// Over `db`, with the sample learners, reached at `public_url`.
    pub(crate) async fn at(db: Db, public_url: &str) -> Self {
        let records = Arc::new(RecordFiles::from_documents(model::samples::learners()).unwrap());
        Self::with(db, public_url, records, 1).await
    }

    /// Over `db` on plain http.
    pub(crate) async fn new(db: Db) -> Self {
        Self::at(db, "http://localhost:8080").await
    }

    /// The same installation again, as after a restart: another stream of random numbers, the same keys and secret.
    pub(crate) async fn restarted(db: Db) -> Self {
        let records = Arc::new(RecordFiles::from_documents(model::samples::learners()).unwrap());
        Self::with(db, "http://localhost:8080", records, 2).await
    }

    pub(crate) async fn with(db: Db, public_url: &str, records: Arc<dyn RecordSource>, seed: u64) -> Self {
        Self::of_sources(db, public_url, records, (seed, Sources::All)).await
    }

    /// The same, where only some sources are the institution's own.
    pub(crate) async fn of_sources(
        db: Db,
        public_url: &str,
        records: Arc<dyn RecordSource>,
        (seed, sources): (u64, Sources),
    ) -> Self {
        db.migrate(issuer::store::MIGRATIONS).await.unwrap();
        let clock = Arc::new(SettableClock::at(Time::from_unix(START)));
        let random = SeededRandom::new(seed + 100);
        let register = Register { db: &db, tenant: "default", random: &random };
        load_settings(&register, DEMO, Time::from_unix(START)).await.unwrap();
        let issuer = Issuer::new(Parts {
            db,
            keys: keys(),
            records,
            institution: Institution {
                name: "Riverbend College".to_owned(),
                website: Some("https://riverbend.example".to_owned()),
                sources,
                transcript_pdf: None,
            },
            clock: clock.clone(),
            random: Arc::new(SeededRandom::new(seed)),
            urls: Urls::new(&Url::parse(public_url).unwrap(), "default"),
            secrets: Secrets::new(&[42; 32]),
            development: true,
        })
        .unwrap();
        let trust = issuer
            .own_issuer_ids()
            .into_iter()
            .fold(TrustList::empty("tests"), |list, id| list.with(id, "Riverbend College", None));
        let verifier = verifier::App::new(Arc::new(Own(issuer.clone())), Arc::new(trust), clock.clone());
        let router = issuer::http::router(issuer.clone()).merge(verifier::router(verifier.clone()));
        Self { issuer, verifier, router, clock }
    }

    /// Sends a request through the router.
    pub(crate) async fn send(&self, request: Request<Body>) -> Answer {
        let answer = self.router.clone().oneshot(request).await.unwrap();
        let (status, headers) = (answer.status(), answer.headers().clone());
        let body = axum::body::to_bytes(answer.into_body(), usize::MAX).await.unwrap().to_vec();
        Answer { status, headers, body }
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.send(Request::get(path).body(Body::empty()).unwrap()).await
    }

    pub(crate) async fn form(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let request = Request::post(path).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.send(request.body(Body::from(body)).unwrap()).await
    }

    /// A staff offer of everything in a learner's record.
    pub(crate) async fn offer(&self, learner: &str, tx_code: bool) -> Made {
        self.offer_of(learner, &[], tx_code).await
    }

    /// A staff offer of some configurations.
    pub(crate) async fn offer_of(&self, learner: &str, configurations: &[&str], tx_code: bool) -> Made {
        let record = self.issuer.records().record(learner).await.unwrap().expect("the learner is there");
        let packaged = self.issuer.package(&record).await.unwrap();
        let configurations = configurations.iter().map(|id| (*id).to_owned()).collect();
        let chosen = offer::choose(&packaged, &Wanted { configurations, awards: Vec::new() }).unwrap();
        offer::make_to_student(&self.issuer, learner, &chosen, tx_code, self.issuer.now()).await.unwrap()
    }

    /// The first sample learner's id.
    pub(crate) fn learner(&self) -> String {
        self.issuer.records().learners().first().expect("a sample learner").id.clone()
    }

    pub(crate) async fn verify(&self, credential: &Value) -> Report {
        self.verifier.verify(credential.to_string().into_bytes()).await
    }
}

fn keys() -> Keyring {
    let entry = |seed: u8, id: &str, purpose| KeyEntry {
        id: id.to_owned(),
        purpose,
        created: Time::from_unix(START - 1000),
        retired: None,
        key: Arc::new(SigningKey::from_seed(&[seed; 32])),
        chain: None,
    };
    Keyring::new([entry(1, "credential-1", KeyPurpose::Credential), entry(2, "status-1", KeyPurpose::Status)]).unwrap()
}

/// Documents of this installation only: there is no network in a test.
struct Own(issuer::App);

#[async_trait::async_trait]
impl Documents for Own {
    async fn get(&self, url: &Url, _: Kind) -> Result<Vec<u8>, FetchError> {
        // A did:web document is asked for over https whatever our public URL says.
        match self.0.published(url.as_str()).await.unwrap() {
            Some(document) => Ok(document.into_bytes()),
            None => Err(FetchError::Unavailable),
        }
    }
}
