//! The schema's history: what has been applied is never applied again.

use std::collections::HashSet;
use std::time::Duration;

use crate::{Db, DbError, Kind, Tx};

/// One step of the schema: SQL statements under a name that never changes, applied in one transaction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Migration {
    /// Such as `0001-offers`. Steps are applied in the order of the list, whatever their names.
    pub name: &'static str,
    /// Statements for both databases, separated by semicolons, without BEGIN and COMMIT.
    pub sql: &'static str,
}

/// Why the schema was not brought up to date. The steps before stay applied.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MigrateError {
    /// The database was used by a newer program. An older one would not know what it must keep.
    #[error(
        "the database is newer than this program: it has had the change “{0}”, which this program does not know; \
         run the newer program, or restore a backup from before it"
    )]
    Newer(String),
    /// Two steps have one name. A mistake in the program.
    #[error("the name “{0}” stands twice in the list of database changes")]
    Twice(&'static str),
    /// A step failed; nothing of it was kept.
    #[error("the database change “{name}” failed: {error}")]
    Failed {
        /// The step.
        name: &'static str,
        /// What the database said.
        error: DbError,
    },
    /// The list of applied steps could not be read.
    #[error("the list of database changes cannot be read: {0}")]
    Db(#[from] DbError),
}

/// A step may rewrite a large table.
const LIMIT: Duration = Duration::from_mins(30);

impl Db {
    /// Applies those of `migrations` that were not applied yet, in order; the answer is how many. Two programs that
    /// start at one time wait for each other.
    ///
    /// # Errors
    /// [`MigrateError`].
    pub async fn migrate(&self, migrations: &[Migration]) -> Result<usize, MigrateError> {
        let mut names = HashSet::new();
        if let Some(twice) = migrations.iter().find(|migration| !names.insert(migration.name)) {
            return Err(MigrateError::Twice(twice.name));
        }
        let applied: Vec<String> = self.write_within(LIMIT, async |tx| applied(tx).await).await?;
        if let Some(unknown) = applied.iter().find(|name| !names.contains(name.as_str())) {
            return Err(MigrateError::Newer(unknown.clone()));
        }
        let mut done = 0;
        for migration in
            migrations.iter().copied().filter(|migration| !applied.iter().any(|name| name == migration.name))
        {
            let run = self.write_within(LIMIT, async move |tx| apply(tx, migration).await).await;
            done += usize::from(run.map_err(|error| MigrateError::Failed { name: migration.name, error })?);
        }
        Ok(done)
    }
}

async fn applied(tx: &mut Tx) -> Result<Vec<String>, DbError> {
    lock(tx).await?;
    tx.batch("CREATE TABLE IF NOT EXISTS migrations (name TEXT NOT NULL PRIMARY KEY)").await?;
    let rows = tx.fetch_all::<(String,), _>("SELECT name FROM migrations ORDER BY name", []).await?;
    Ok(rows.into_iter().map(|(name,)| name).collect())
}

/// Whether it was this call that applied it, and no other program meanwhile.
async fn apply(tx: &mut Tx, migration: Migration) -> Result<bool, DbError> {
    lock(tx).await?;
    let sql = "INSERT INTO migrations (name) VALUES ($1) ON CONFLICT (name) DO NOTHING";
    if tx.execute(sql, [migration.name.into()]).await? == 0 {
        return Ok(false);
    }
    tx.batch(migration.sql).await?;
    Ok(true)
}

/// SQLite has one writer anyway. On PostgreSQL an advisory lock ("tassel" in ASCII) lasts until the commit, and the
/// statement limit of a request does not apply.
async fn lock(tx: &mut Tx) -> Result<(), DbError> {
    if tx.kind() == Kind::Postgres {
        tx.batch("SET LOCAL statement_timeout = 0; SELECT pg_advisory_xact_lock(127961897592172)").await?;
    }
    Ok(())
}
