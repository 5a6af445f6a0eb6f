//! PostgreSQL: a small set of connections, and writers that run each closure in a transaction of its own.
//!
//! Not `sqlx`'s pool: it asks the server for a sign of life at every release, one more round trip for each transaction,
//! and round trips are what limits PostgreSQL here.

use std::str::FromStr as _;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use sqlx::postgres::{PgArguments, PgConnectOptions, PgConnection, PgRow};
use sqlx::{Arguments as _, ConnectOptions as _, Connection as _, Executor as _};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::job::{Job, Wish};
use crate::queue::Receiver;
use crate::row::Source;
use crate::tx::{Inner, Tx};
use crate::{Arg, Columns, DbError, Row};

const CACHED_STATEMENTS: usize = 256;
const CONNECT_LIMIT: Duration = Duration::from_secs(5);

/// Reads a PostgreSQL URL; what it leaves out comes from the usual `PG…` variables.
pub(crate) fn options(url: &str) -> Result<PgConnectOptions, DbError> {
    let options = PgConnectOptions::from_str(url).map_err(|_| DbError::Address("the PostgreSQL URL is not valid"))?;
    Ok(options.application_name("tassel").statement_cache_capacity(CACHED_STATEMENTS).disable_statement_logging())
}

/// Up to `most` connections, opened when needed and kept.
pub(crate) struct Connections {
    options: PgConnectOptions,
    statement_limit: Duration,
    read_only: bool,
    permits: Arc<Semaphore>,
    idle: Mutex<Vec<Postgres>>,
}

impl Connections {
    pub(crate) fn new(options: PgConnectOptions, most: usize, statement_limit: Duration, read_only: bool) -> Self {
        Self { options, statement_limit, read_only, permits: Arc::new(Semaphore::new(most)), idle: Mutex::default() }
    }

    /// Waits until fewer than `most` connections are at work.
    async fn permit(&self) -> Result<OwnedSemaphorePermit, DbError> {
        Arc::clone(&self.permits).acquire_owned().await.map_err(|_| DbError::Closed)
    }

    /// The connection used last, which is the one most likely to be alive and to have the statements prepared.
    fn idle(&self) -> Option<Postgres> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop()
    }

    pub(crate) fn put_back(&self, connection: Postgres) {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(connection);
    }

    pub(crate) async fn connect(&self) -> Result<Postgres, DbError> {
        let connecting = tokio::time::timeout(CONNECT_LIMIT, self.options.connect()).await;
        let connection =
            connecting.map_err(|_| DbError::unavailable("no answer within 5 s"))?.map_err(|e| error(&e))?;
        let mut connection = Postgres(connection);
        let limit = Arg::from(self.statement_limit.as_millis().to_string());
        let mode = Arg::from(if self.read_only { "on" } else { "off" });
        // Not start-up options: connection poolers refuse those.
        let settings =
            "SELECT set_config('statement_timeout', $1, false), set_config('default_transaction_read_only', $2, false)";
        connection.execute(settings, [limit, mode]).await?;
        Ok(connection)
    }

    /// A connection inside a transaction. A connection that has died meanwhile is replaced: nothing has run on it.
    async fn begin(&self) -> Result<Postgres, DbError> {
        while let Some(mut connection) = self.idle() {
            match connection.batch("BEGIN").await {
                Ok(()) => return Ok(connection),
                Err(DbError::Unavailable { .. }) => {}
                Err(error) => return Err(error),
            }
        }
        let mut connection = self.connect().await?;
        connection.batch("BEGIN").await?;
        Ok(connection)
    }

    /// All rows of a statement that only reads; once more on a new connection where an idle one has died.
    pub(crate) async fn read<T: Row, const N: usize>(
        &self,
        sql: &'static str,
        args: [Arg; N],
        first_only: bool,
    ) -> Result<Vec<T>, DbError> {
        let _permit = self.permit().await?;
        while let Some(mut connection) = self.idle() {
            match connection.read(sql, args.clone(), first_only).await {
                Err(DbError::Unavailable { .. }) => {}
                done => {
                    self.put_back(connection);
                    return done;
                }
            }
        }
        let mut connection = self.connect().await?;
        let done = connection.read(sql, args, first_only).await;
        if !matches!(done, Err(DbError::Unavailable { .. })) {
            self.put_back(connection);
        }
        done
    }
}

/// Runs each closure in a transaction and on a connection of its own, until the queue has ended and all are done.
pub(crate) async fn run(connections: Connections, mut jobs: Receiver) {
    let connections = Arc::new(connections);
    let lanes = connections.permits.available_permits();
    while let Ok(permit) = connections.permit().await
        && let Some(job) = jobs.recv().await
    {
        let connections = Arc::clone(&connections);
        tokio::task::spawn_local(async move {
            one(job, &connections).await;
            drop(permit);
        });
    }
    // All permits: every closure has been answered.
    drop(connections.permits.acquire_many(u32::try_from(lanes).unwrap_or(u32::MAX)).await);
    while let Some(Postgres(connection)) = connections.idle() {
        if let Err(error) = connection.close().await {
            tracing::debug!(error = %self::error(&error), "a connection did not close cleanly");
        }
    }
}

async fn one(mut job: Box<dyn Job>, connections: &Connections) {
    let connection = match connections.begin().await {
        Ok(connection) => connection,
        Err(error) => return job.answer(Err(error)),
    };
    let mut tx = Tx::new(Inner::Postgres(connection));
    let wish = job.run(&mut tx).await;
    let Inner::Postgres(mut connection) = tx.inner else { return job.answer(Err(DbError::Closed)) };
    let outcome = match wish {
        Wish::Commit => connection.batch("COMMIT").await.map_err(commit_error),
        Wish::RollBack => connection.batch("ROLLBACK").await,
        // Dropped, it is closed, and the server rolls back.
        Wish::Discard => return job.answer(Err(DbError::RolledBack)),
    };
    if outcome.is_ok() {
        connections.put_back(connection);
    }
    job.answer(outcome);
}

/// A connection lost while the commit was under way leaves its outcome open.
fn commit_error(error: DbError) -> DbError {
    match error {
        DbError::Unavailable { .. } | DbError::Timeout => DbError::CommitUnknown,
        other => other,
    }
}

/// One connection.
pub(crate) struct Postgres(PgConnection);

impl Postgres {
    pub(crate) async fn execute<const N: usize>(&mut self, sql: &'static str, args: [Arg; N]) -> Result<u64, DbError> {
        let done = self.0.execute(sqlx::query_with(sql, arguments(sql, args)?)).await;
        done.map(|result| result.rows_affected()).map_err(|e| error(&e))
    }

    pub(crate) async fn fetch_optional<T: Row, const N: usize>(
        &mut self,
        sql: &'static str,
        args: [Arg; N],
    ) -> Result<Option<T>, DbError> {
        let row = self.0.fetch_optional(sqlx::query_with(sql, arguments(sql, args)?)).await;
        row.map_err(|e| error(&e))?.as_ref().map(decoded).transpose()
    }

    pub(crate) async fn fetch_all<T: Row, const N: usize>(
        &mut self,
        sql: &'static str,
        args: [Arg; N],
    ) -> Result<Vec<T>, DbError> {
        let rows = self.0.fetch_all(sqlx::query_with(sql, arguments(sql, args)?)).await;
        rows.map_err(|e| error(&e))?.iter().map(decoded).collect()
    }

    async fn read<T: Row, const N: usize>(
        &mut self,
        sql: &'static str,
        args: [Arg; N],
        first_only: bool,
    ) -> Result<Vec<T>, DbError> {
        if first_only {
            return Ok(self.fetch_optional(sql, args).await?.into_iter().collect());
        }
        self.fetch_all(sql, args).await
    }

    /// One or more statements without arguments.
    pub(crate) async fn batch(&mut self, sql: &'static str) -> Result<(), DbError> {
        self.0.execute(sqlx::raw_sql(sql)).await.map(drop).map_err(|e| error(&e))
    }
}

fn decoded<T: Row>(row: &PgRow) -> Result<T, DbError> {
    T::row(&Columns(Source::Postgres(row)))
}

/// PostgreSQL itself would accept more arguments than there are placeholders.
fn arguments<const N: usize>(sql: &str, args: [Arg; N]) -> Result<PgArguments, DbError> {
    let expected = placeholders(sql);
    if expected != N {
        return Err(DbError::Arguments { expected, given: N });
    }
    let mut arguments = PgArguments::default();
    for arg in args {
        let added = match arg {
            Arg::Uuid(value) => arguments.add(value),
            Arg::Int(value) => arguments.add(value),
            Arg::Text(value) => arguments.add(value),
            Arg::Bytes(value) => arguments.add(value),
            Arg::Bool(value) => arguments.add(value),
        };
        added.map_err(|_| refused("sqlx", "an argument cannot be encoded: it is larger than the protocol allows"))?;
    }
    Ok(arguments)
}

fn refused(code: &str, message: &str) -> DbError {
    DbError::Statement { code: code.to_owned(), message: message.to_owned() }
}

/// The highest `$n` of the statement, which counts them unless one is left out.
fn placeholders(sql: &str) -> usize {
    let numbers =
        sql.split('$').skip(1).map(|after| after.split(|c: char| !c.is_ascii_digit()).next().unwrap_or_default());
    numbers.filter_map(|digits| digits.parse().ok()).max().unwrap_or(0)
}

/// The server's word for what happened. Its detail and most of its messages may quote values: they are left out.
pub(crate) fn error(cause: &sqlx::Error) -> DbError {
    match cause {
        sqlx::Error::Database(database) => {
            let code = database.code().unwrap_or_default();
            let constraint = || database.constraint().or(database.table()).unwrap_or_default().to_owned();
            match code.as_ref() {
                "23505" => DbError::Unique { constraint: constraint() },
                code if code.starts_with("23") => DbError::Constraint { constraint: constraint() },
                "40001" | "40P01" | "55P03" => DbError::Busy,
                "57014" => DbError::Timeout,
                "53100" | "53200" => DbError::Full,
                "XX001" | "XX002" => DbError::Corrupt,
                "25P02" => DbError::Aborted,
                // Refused at the door, going down, or starting up.
                code if ["08", "28", "3D", "53", "57"].iter().any(|class| code.starts_with(class)) => {
                    DbError::unavailable(&format!("PostgreSQL refuses (SQLSTATE {code})"))
                }
                // Class 42 is about the SQL text and the schema.
                code => refused(code, if code.starts_with("42") { database.message() } else { "" }),
            }
        }
        sqlx::Error::Io(io) => DbError::unavailable(io),
        sqlx::Error::Tls(tls) => DbError::unavailable(&format!("TLS: {tls}")),
        sqlx::Error::Configuration(_) => DbError::Address("the PostgreSQL settings are not valid"),
        sqlx::Error::Protocol(_) | sqlx::Error::WorkerCrashed => DbError::unavailable("the connection broke"),
        _ => refused("sqlx", "the statement does not fit its arguments"),
    }
}
