//! The open transaction a closure works in.

use crate::postgres::Postgres;
use crate::sqlite::Sqlite;
use crate::{Arg, DbError, Kind, Row};

/// The transaction [`crate::Db::write`] hands to its closure. It can run statements, and neither begin nor commit.
pub struct Tx {
    pub(crate) inner: Inner,
    /// A statement has failed: PostgreSQL will run nothing more in this transaction, and so SQLite does not either.
    failed: bool,
}

pub(crate) enum Inner {
    Sqlite(Box<Sqlite>),
    Postgres(Postgres),
}

impl Tx {
    pub(crate) fn new(inner: Inner) -> Self {
        Self { inner, failed: false }
    }

    /// Forgets the failure of the closure before.
    pub(crate) fn fresh(&mut self) {
        self.failed = false;
    }

    pub(crate) const fn failed(&self) -> bool {
        self.failed
    }

    /// Which database this is, for the rare statement that must differ.
    pub const fn kind(&self) -> Kind {
        match self.inner {
            Inner::Sqlite(_) => Kind::Sqlite,
            Inner::Postgres(_) => Kind::Postgres,
        }
    }

    /// Runs a statement that returns no rows; the answer is the number of rows it changed.
    ///
    /// # Errors
    /// [`DbError`]: the transaction is lost, return the error.
    pub async fn execute<const N: usize>(&mut self, sql: &'static str, args: [Arg; N]) -> Result<u64, DbError> {
        self.ready()?;
        let done = match &mut self.inner {
            Inner::Sqlite(sqlite) => sqlite.execute(sql, &args),
            Inner::Postgres(postgres) => postgres.execute(sql, args).await,
        };
        self.noted(done)
    }

    /// The first row, if there is one.
    ///
    /// # Errors
    /// [`DbError`]: the transaction is lost, return the error.
    pub async fn fetch_optional<T: Row, const N: usize>(
        &mut self,
        sql: &'static str,
        args: [Arg; N],
    ) -> Result<Option<T>, DbError> {
        self.ready()?;
        let done = match &mut self.inner {
            Inner::Sqlite(sqlite) => sqlite.fetch_optional(sql, &args),
            Inner::Postgres(postgres) => postgres.fetch_optional(sql, args).await,
        };
        self.noted(done)
    }

    /// All rows. Say `LIMIT` where there could be many.
    ///
    /// # Errors
    /// [`DbError`]: the transaction is lost, return the error.
    pub async fn fetch_all<T: Row, const N: usize>(
        &mut self,
        sql: &'static str,
        args: [Arg; N],
    ) -> Result<Vec<T>, DbError> {
        self.ready()?;
        let done = match &mut self.inner {
            Inner::Sqlite(sqlite) => sqlite.fetch_all(sql, &args),
            Inner::Postgres(postgres) => postgres.fetch_all(sql, args).await,
        };
        self.noted(done)
    }

    /// Several statements without arguments.
    pub(crate) async fn batch(&mut self, sql: &'static str) -> Result<(), DbError> {
        self.ready()?;
        let done = match &mut self.inner {
            Inner::Sqlite(sqlite) => sqlite.batch(sql),
            Inner::Postgres(postgres) => postgres.batch(sql).await,
        };
        self.noted(done)
    }

    /// Without this a closure that passes over an error could write outside any transaction on SQLite, or be told that
    /// it was committed on PostgreSQL, which turns the commit of a failed transaction into a silent rollback.
    fn ready(&self) -> Result<(), DbError> {
        if self.failed { Err(DbError::Aborted) } else { Ok(()) }
    }

    fn noted<T>(&mut self, done: Result<T, DbError>) -> Result<T, DbError> {
        self.failed |= done.is_err();
        done
    }
}
