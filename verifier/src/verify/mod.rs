//! An upload in, a report out: reading, the checks in their order, and the fetching in between.
//!
//! The checks (`examine`) are plain functions of the upload, the facts known so far and a time. What they miss they note
//! as wanted; here it is fetched, and they run again. Signatures and forms are remembered, so a second run costs little.

mod bitstring;
mod code;
mod context;
mod details;
mod examine;
mod findings;
mod form;
pub mod json;
mod key;
mod known;
mod nested;
mod places;
mod presented;
pub mod read;
mod recipient;
pub mod report;
mod revocation_list;
pub mod shown;
mod signature;
mod standing;
mod status;
mod status_token;
pub mod token;
mod validity;
pub(crate) mod words;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use canon::Budget;
use model::time::Time;
use outside::Documents;
use tokio::task::JoinSet;
use tokio::time::Instant;
use url::Url;

use crate::trust::TrustRegistry;
use crate::workers::Workers;
use known::{Document, Known, Need, Wanted};
use read::{Input, ReadLimits};
use report::Report;

/// Runs of the checks, each with more known than the one before: the issuer's key, then status lists, then who it is.
const ROUNDS: usize = 5;

/// Time for all fetching of one verification together.
const FETCHING: Duration = Duration::from_secs(10);

/// Documents fetched at the same time.
const AT_ONCE: usize = 8;

/// What verification asks, and where it runs.
#[derive(Clone)]
pub struct Sources {
    /// DID documents and status lists.
    pub documents: Arc<dyn Documents>,
    /// Who is known.
    pub trust: Arc<dyn TrustRegistry>,
    /// The pool the checks run in.
    pub workers: Workers,
}

/// What is asked of a credential, and how much work it may cause.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy {
    /// The present.
    pub now: Time,
    /// The moment its dates are held against, when that is not the present. Keys and status are always today's.
    pub as_of: Option<Time>,
    /// What the reader knows of the person it should be about.
    pub recipient: Option<String>,
    /// How large it may be.
    pub limits: ReadLimits,
    /// How much work canonicalisation may be.
    pub budget: Budget,
}

impl Policy {
    /// At `now`, with the limits for uploads by strangers.
    pub fn at(now: Time) -> Self {
        Self { now, as_of: None, recipient: None, limits: ReadLimits::default(), budget: Budget::default() }
    }
}

/// The report on `input`. It always answers: what breaks down on our side is `undecided`, never a reproach.
pub async fn verify(input: Vec<u8>, sources: &Sources, policy: &Policy) -> Report {
    let limits = policy.limits;
    let read = sources.workers.run(move || read::read(&input, &limits)).await;
    match read {
        Some(Ok(input)) => examined(Arc::new(input), sources, policy).await,
        Some(Err(refusal)) => examine::unreadable(&refusal),
        None => broken(),
    }
}

async fn examined(input: Arc<Input>, sources: &Sources, policy: &Policy) -> Report {
    let policy = Arc::new(policy.clone());
    let deadline = Instant::now() + FETCHING;
    let mut known = Known::default();
    let mut report = broken();
    for _ in 0..ROUNDS {
        let (input, policy_here) = (Arc::clone(&input), Arc::clone(&policy));
        let run = move || {
            let report = examine::input(&input, &mut known, &policy_here);
            (report, known)
        };
        let Some(run) = sources.workers.run(run).await else { return broken() };
        (report, known) = run;
        let wanted = known.take_wanted();
        if wanted.is_empty() {
            break;
        }
        learn(&mut known, wanted, sources, (policy.now, deadline)).await;
    }
    report
}

/// Answers what was asked for.
async fn learn(known: &mut Known, wanted: Wanted, sources: &Sources, (now, deadline): (Time, Instant)) {
    for (url, document) in fetch(wanted.documents, &sources.documents, deadline).await {
        known.learn_document(url, document);
    }
    for issuer in wanted.issuers {
        let standing = sources.trust.standing(&issuer, now).await;
        known.learn_standing(issuer, standing);
    }
}

/// The documents, a few at a time, until `deadline`: what has not come by then is taken for unreachable.
async fn fetch(
    wanted: BTreeMap<Url, Need>,
    documents: &Arc<dyn Documents>,
    deadline: Instant,
) -> BTreeMap<Url, Document> {
    let late = || Document::Unreachable("it took too long".to_owned());
    let mut fetched: BTreeMap<Url, Document> = wanted.keys().map(|url| (url.clone(), late())).collect();
    let mut waiting = wanted.into_iter();
    let mut running = JoinSet::new();
    loop {
        while running.len() < AT_ONCE {
            let Some((url, need)) = waiting.next() else { break };
            let documents = Arc::clone(documents);
            running.spawn(async move {
                let document = match documents.get(&url, need.kind()).await {
                    Ok(bytes) => Document::Bytes(bytes),
                    Err(error) => Document::Unreachable(error.to_string()),
                };
                (url, document)
            });
        }
        match tokio::time::timeout_at(deadline, running.join_next()).await {
            Ok(Some(Ok((url, document)))) => fetched.insert(url, document),
            Ok(Some(Err(_panic))) => None,
            Ok(None) | Err(_) => return fetched,
        };
    }
}

impl Need {
    const fn kind(self) -> outside::Kind {
        match self {
            Self::DidDocument => outside::Kind::DidDocument,
            Self::StatusList => outside::Kind::StatusList,
            Self::StatusToken => outside::Kind::StatusListToken,
        }
    }
}

fn broken() -> Report {
    Report::undecided("internal", "Something went wrong on our side while it was checked; nothing is said about it.")
}
