//! [`Db`]: a database that is open, shared by its clones.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::watch;

use crate::job::Work;
use crate::postgres::{self, Connections};
use crate::queue::{self, Sender};
use crate::sqlite::Sqlite;
use crate::sqlite_read::Readers;
use crate::{Arg, DbError, Row, Tx, sqlite_lane};

/// Which database is behind a [`Db`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// One file, in this process.
    Sqlite,
    /// A server.
    Postgres,
}

impl std::fmt::Display for Kind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Sqlite => "SQLite",
            Self::Postgres => "PostgreSQL",
        })
    }
}

/// Bounds on the work of one database. The defaults are those of a running service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// One closure, with all its statements and waits. 2 s: on SQLite everybody else waits meanwhile.
    pub closure: Duration,
    /// One statement of [`Db::read`] and [`Db::read_all`]. 2 s: on SQLite it occupies the calling thread.
    pub read: Duration,
    /// One statement of [`Db::scan`]. 30 s.
    pub scan: Duration,
    /// SQLite: how long to wait for another process that writes. 5 s.
    pub busy: Duration,
    /// SQLite: closures that may share one commit. 64; 1 gives each its own.
    pub batch: usize,
    /// PostgreSQL: connections that write, that is closures at work at one time. 32. Reads have 8 more.
    pub connections: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            closure: Duration::from_secs(2),
            read: Duration::from_secs(2),
            scan: Duration::from_secs(30),
            busy: Duration::from_secs(5),
            batch: 64,
            connections: 32,
        }
    }
}

const POSTGRES_READERS: usize = 8;
const POSTGRES_SCANNERS: usize = 2;

/// An open database. Clones share it; the last one to be dropped ends its thread once the queue is empty.
#[derive(Clone)]
pub struct Db {
    shared: Arc<Shared>,
}

struct Shared {
    kind: Kind,
    limits: Limits,
    /// `None` once closed.
    queue: Mutex<Option<Sender>>,
    readers: Reading,
    ended: watch::Receiver<()>,
}

enum Reading {
    Sqlite(Readers),
    Postgres { quick: Box<Connections>, scans: Box<Connections> },
}

impl std::fmt::Debug for Db {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Db").field("kind", &self.shared.kind).finish_non_exhaustive()
    }
}

impl Db {
    /// Opens `sqlite:PATH`, a plain path, or `postgres://…`, inside the tokio runtime that will use it. A missing
    /// SQLite file is made, a missing directory or PostgreSQL database is not.
    ///
    /// # Errors
    /// [`DbError::Address`], [`DbError::Unavailable`], [`DbError::Corrupt`], [`DbError::Busy`].
    pub async fn open(address: &str) -> Result<Self, DbError> {
        Self::open_with(address, Limits::default()).await
    }

    /// [`Db::open`] with other limits.
    ///
    /// # Errors
    /// As [`Db::open`].
    pub async fn open_with(address: &str, limits: Limits) -> Result<Self, DbError> {
        match address.split_once(':') {
            Some(("postgres" | "postgresql", _)) => Self::open_postgres(address, limits).await,
            Some(("sqlite", path)) => Self::open_sqlite(path.trim_start_matches("//").as_ref(), limits),
            Some((scheme, rest)) if scheme.len() > 1 && rest.starts_with("//") => {
                Err(DbError::Address("this kind of database is not known"))
            }
            _ => Self::open_sqlite(address.as_ref(), limits),
        }
    }

    fn open_sqlite(path: &Path, limits: Limits) -> Result<Self, DbError> {
        if path.as_os_str().is_empty() || path == Path::new(":memory:") {
            return Err(DbError::Address("the path is empty; a database in memory would lose what it was given"));
        }
        let path = PathBuf::from(path);
        let writer = Sqlite::open_writer(&path, &limits)?;
        let readers = Readers::open(&path, &limits)?;
        let most = limits.batch.max(1);
        let (queue, ended) = queue::start(move |jobs| sqlite_lane::run(writer, most, jobs))?;
        Ok(Self::sharing(Kind::Sqlite, limits, queue, Reading::Sqlite(readers), ended))
    }

    async fn open_postgres(url: &str, limits: Limits) -> Result<Self, DbError> {
        let options = postgres::options(url)?;
        let quick = Box::new(Connections::new(options.clone(), POSTGRES_READERS, limits.read, true));
        // Says now, not at the first request, that the server cannot be reached.
        quick.put_back(quick.connect().await?);
        let scans = Box::new(Connections::new(options.clone(), POSTGRES_SCANNERS, limits.scan, true));
        let writers = Connections::new(options, limits.connections.max(1), limits.closure, false);
        let (queue, ended) = queue::start(move |jobs| postgres::run(writers, jobs))?;
        Ok(Self::sharing(Kind::Postgres, limits, queue, Reading::Postgres { quick, scans }, ended))
    }

    fn sharing(kind: Kind, limits: Limits, queue: Sender, readers: Reading, ended: watch::Receiver<()>) -> Self {
        Self { shared: Arc::new(Shared { kind, limits, queue: Mutex::new(Some(queue)), readers, ended }) }
    }

    /// Which database this is.
    pub fn kind(&self) -> Kind {
        self.shared.kind
    }

    /// Runs `work` in a transaction. `Ok`: durable. `Err`: nothing of it was kept, unless the error is
    /// [`DbError::CommitUnknown`]. A refusal that must leave a row behind is `Ok(Err(refusal))`.
    ///
    /// Never call this inside a closure. The closure runs to its end even when the caller stops waiting.
    ///
    /// # Errors
    /// What `work` returned, or a [`DbError`] turned into it.
    pub async fn write<T, E, F>(&self, work: F) -> Result<T, E>
    where
        F: AsyncFnOnce(&mut Tx) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<DbError> + Send + 'static,
    {
        self.write_within(self.shared.limits.closure, work).await
    }

    /// [`Db::write`] with another time limit, for migrations.
    pub(crate) async fn write_within<T, E, F>(&self, limit: Duration, work: F) -> Result<T, E>
    where
        F: AsyncFnOnce(&mut Tx) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<DbError> + Send + 'static,
    {
        let queue = self.shared.queue.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let Some(queue) = queue else { return Err(DbError::Closed.into()) };
        let (job, answer) = Work::new(work, limit);
        if queue.send(job).await.is_err() {
            return Err(DbError::Closed.into());
        }
        drop(queue);
        // No answer at all means that the thread died somewhere between the start and the commit.
        answer.await.unwrap_or_else(|_| Err(DbError::CommitUnknown.into()))
    }

    /// The first row of a statement that only reads, by a key: on SQLite it runs on the calling thread, within µs.
    ///
    /// # Errors
    /// [`DbError`]; [`DbError::Timeout`] past [`Limits::read`].
    pub async fn read<T: Row, const N: usize>(&self, sql: &'static str, args: [Arg; N]) -> Result<Option<T>, DbError> {
        match &self.shared.readers {
            Reading::Sqlite(readers) => readers.quick(|sqlite| sqlite.fetch_optional(sql, &args)),
            Reading::Postgres { quick, .. } => Ok(quick.read(sql, args, true).await?.into_iter().next()),
        }
    }

    /// All rows of a statement that only reads and finds few rows by an index: on SQLite it runs on the calling thread.
    /// What looks through many rows belongs into [`Db::scan`].
    ///
    /// # Errors
    /// [`DbError`]; [`DbError::Timeout`] past [`Limits::read`].
    pub async fn read_all<T: Row, const N: usize>(&self, sql: &'static str, args: [Arg; N]) -> Result<Vec<T>, DbError> {
        match &self.shared.readers {
            Reading::Sqlite(readers) => readers.quick(|sqlite| sqlite.fetch_all(sql, &args)),
            Reading::Postgres { quick, .. } => quick.read(sql, args, false).await,
        }
    }

    /// [`Db::read_all`] for lists and reports that look through many rows: on a blocking thread, with connections of
    /// its own, so that no request waits behind it.
    ///
    /// # Errors
    /// [`DbError`]; [`DbError::Timeout`] past [`Limits::scan`].
    pub async fn scan<T: Row + Send + 'static, const N: usize>(
        &self,
        sql: &'static str,
        args: [Arg; N],
    ) -> Result<Vec<T>, DbError> {
        match &self.shared.readers {
            Reading::Sqlite(readers) => readers.scan(move |sqlite| sqlite.fetch_all(sql, &args)).await,
            Reading::Postgres { scans, .. } => scans.read(sql, args, false).await,
        }
    }

    /// Takes no more writes, finishes those that wait, and ends the thread. Every later write of any clone is
    /// [`DbError::Closed`]; reads go on.
    pub async fn close(&self) {
        drop(self.shared.queue.lock().unwrap_or_else(PoisonError::into_inner).take());
        self.ended().await;
    }

    /// Ends when the thread has: after [`Db::close`], after the last clone was dropped, or after the disk has failed
    /// under a commit. A service should then stop: what a failed sync has kept shows only when the file is opened anew.
    pub fn ended(&self) -> impl Future<Output = ()> + Send + use<> {
        let mut ended = self.shared.ended.clone();
        async move { while ended.changed().await.is_ok() {} }
    }
}
