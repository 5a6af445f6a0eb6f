//! Uploads, checks, trust and reports.
//!
//! | module | what it is |
//! |---|---|
//! | [`verify`] | an upload in, a report out |
//! | [`trust`] | lists of issuers somebody vouches for |
//! | [`workers`] | the bounded pool the checks run in |
//! | `http` | the employer's page and the report for programs |
//!
//! Nothing of an upload is kept.

mod http;
pub mod trust;
pub mod verify;
pub mod workers;

use std::sync::Arc;

use axum::Router;
use model::time::Clock;
use outside::Documents;

use trust::TrustRegistry;
use verify::read::ReadLimits;
use verify::report::Report;
use verify::{Policy, Sources};
use workers::Workers;

/// What the verifier's routes need.
#[derive(Clone)]
pub struct App {
    /// DID documents and status lists.
    pub documents: Arc<dyn Documents>,
    /// Who is known.
    pub trust: Arc<dyn TrustRegistry>,
    /// The present.
    pub clock: Arc<dyn Clock>,
    /// The pool the checks run in.
    pub workers: Workers,
    /// How large an upload may be.
    pub limits: ReadLimits,
}

impl App {
    /// An app with the usual limits and one worker for each processor.
    pub fn new(documents: Arc<dyn Documents>, trust: Arc<dyn TrustRegistry>, clock: Arc<dyn Clock>) -> Self {
        Self { documents, trust, clock, workers: Workers::default(), limits: ReadLimits::default() }
    }

    /// The report on `input`, now.
    pub async fn verify(&self, input: Vec<u8>) -> Report {
        let policy = Policy { limits: self.limits, ..Policy::at(self.clock.now()) };
        verify::verify(input, &self.sources(), &policy).await
    }

    /// What verification asks, and where it runs.
    pub fn sources(&self) -> Sources {
        let (documents, trust) = (Arc::clone(&self.documents), Arc::clone(&self.trust));
        Sources { documents, trust, workers: self.workers.clone() }
    }
}

/// The verifier's routes: `/verify` for people, `/verifier/api/verify` for programs.
pub fn router(app: App) -> Router {
    http::routes(app)
}
