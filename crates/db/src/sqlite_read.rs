//! SQLite connections that read: they see what was committed when their statement began, and never wait for the writer.

use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::sqlite::Sqlite;
use crate::{DbError, Limits};

const QUICK: usize = 4;

pub(crate) struct Readers {
    quick: Vec<Mutex<Sqlite>>,
    turn: AtomicUsize,
    scan: Arc<Mutex<Sqlite>>,
    read_limit: Duration,
    scan_limit: Duration,
}

impl Readers {
    pub(crate) fn open(path: &Path, limits: &Limits) -> Result<Self, DbError> {
        let open = || Sqlite::open_reader(path, limits).map(Mutex::new);
        Ok(Self {
            quick: (0..QUICK).map(|_| open()).collect::<Result<_, _>>()?,
            turn: AtomicUsize::new(0),
            scan: Arc::new(open()?),
            read_limit: limits.read,
            scan_limit: limits.scan,
        })
    }

    /// Runs `read` on this thread, on the first connection that is free.
    pub(crate) fn quick<T>(&self, read: impl FnOnce(&Sqlite) -> Result<T, DbError>) -> Result<T, DbError> {
        let free = self.quick.iter().find_map(|reader| reader.try_lock().ok());
        let turn = || self.turn.fetch_add(1, Ordering::Relaxed) % QUICK;
        let reader = free.or_else(|| self.quick.get(turn()).map(locked)).ok_or(DbError::Closed)?;
        reader.limit(self.read_limit);
        read(&reader)
    }

    /// Runs `read` on a blocking thread.
    pub(crate) async fn scan<T: Send + 'static>(
        &self,
        read: impl FnOnce(&Sqlite) -> Result<T, DbError> + Send + 'static,
    ) -> Result<T, DbError> {
        let (scan, limit) = (Arc::clone(&self.scan), self.scan_limit);
        let done = tokio::task::spawn_blocking(move || {
            let reader = locked(&scan);
            reader.limit(limit);
            read(&reader)
        });
        done.await.unwrap_or(Err(DbError::Panicked))
    }
}

fn locked(reader: &Mutex<Sqlite>) -> MutexGuard<'_, Sqlite> {
    reader.lock().unwrap_or_else(PoisonError::into_inner)
}
