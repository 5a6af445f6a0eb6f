//! The edition a running server packages with.

use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, PoisonError, RwLock};

use db::Db;
use model::time::Time;
use tokio::sync::Mutex;

use super::{Edition, Failure};

/// Seconds within which a server sees what another process changed. What it changed itself it sees at once.
pub const SEEN_WITHIN: i64 = 2;

/// Nobody has looked yet.
const NEVER: i64 = i64::MIN;

/// The newest edition known. The count in the database is looked at once in [`SEEN_WITHIN`] seconds, by the request that
/// comes first; those that come meanwhile wait for it.
pub(crate) struct Running {
    edition: RwLock<Arc<Edition>>,
    looked_at: AtomicI64,
    looking: Mutex<()>,
}

impl Default for Running {
    fn default() -> Self {
        Self { edition: RwLock::default(), looked_at: AtomicI64::new(NEVER), looking: Mutex::default() }
    }
}

impl Running {
    /// The edition to package with now.
    ///
    /// # Errors
    /// [`Failure`] when none could ever be read. Later the one that is known stays, and the log says why.
    pub(crate) async fn current(&self, db: &Db, tenant: &str, now: Time) -> Result<Arc<Edition>, Failure> {
        if self.is_fresh(now) {
            return Ok(self.known());
        }
        let _only_one = self.looking.lock().await;
        if self.is_fresh(now) {
            return Ok(self.known());
        }
        match self.known().newer(db, tenant).await {
            Ok(Some(newer)) => self.take(Arc::new(newer)),
            Ok(None) => {}
            Err(failure) if self.looked_at.load(Ordering::Acquire) == NEVER => return Err(failure),
            Err(failure) => tracing::error!(%failure, "the catalogue cannot be read anew; the one known stays"),
        }
        self.looked_at.store(now.unix(), Ordering::Release);
        Ok(self.known())
    }

    /// The edition that this server has just made.
    pub(crate) fn put(&self, edition: &Arc<Edition>) {
        if edition.version() > self.known().version() {
            self.take(edition.clone());
        }
    }

    fn take(&self, edition: Arc<Edition>) {
        *self.edition.write().unwrap_or_else(PoisonError::into_inner) = edition;
    }

    fn known(&self) -> Arc<Edition> {
        self.edition.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// A clock that was set back makes nothing fresh for ever.
    fn is_fresh(&self, now: Time) -> bool {
        let looked_at = self.looked_at.load(Ordering::Acquire);
        looked_at != NEVER && (0..SEEN_WITHIN).contains(&(now.unix() - looked_at))
    }
}
