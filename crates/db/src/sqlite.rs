//! One SQLite connection: how it is opened, how a statement runs on it, and its time limit.

use std::ffi::c_int;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use rusqlite::config::DbConfig;
use rusqlite::ffi::ErrorCode;
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{CachedStatement, Connection, OpenFlags, ToSql};

use crate::row::Source;
use crate::{Arg, Columns, DbError, Limits, Row};

/// Pages in the log before a commit also moves them into the database. More pages: a longer longest wait
/// (27 ms at 1,000 pages, 41–48 ms at 8,000 under load).
const CHECKPOINT_PAGES: i64 = 2_000;
/// Virtual machine steps between two looks at the clock: well under a millisecond.
const STEPS_BETWEEN_LOOKS: c_int = 20_000;
const CACHED_STATEMENTS: usize = 256;

/// A connection whose statements can be given a time limit.
pub(crate) struct Sqlite {
    connection: Connection,
    deadline: Deadline,
}

impl Sqlite {
    /// The one connection that writes. Makes the file, readable by its owner alone, when it is missing.
    pub(crate) fn open_writer(path: &Path, limits: &Limits) -> Result<Self, DbError> {
        make_private_file(path)?;
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let sqlite = Self::open(path, flags, limits).map_err(|error| open_error(&error))?;
        sqlite.prepare_for_writing().map_err(|error| open_error(&error))?;
        Ok(sqlite)
    }

    /// A connection that can only read.
    pub(crate) fn open_reader(path: &Path, limits: &Limits) -> Result<Self, DbError> {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        Self::open(path, flags, limits).map_err(|error| open_error(&error))
    }

    fn open(path: &Path, flags: OpenFlags, limits: &Limits) -> rusqlite::Result<Self> {
        let connection = Connection::open_with_flags(path, flags)?;
        connection.busy_timeout(limits.busy)?;
        connection.set_prepared_statement_cache_capacity(CACHED_STATEMENTS);
        // A misspelt "column" is an error as on PostgreSQL, not a text; and the file cannot bring code of its own.
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DQS_DML, false)?;
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DQS_DDL, false)?;
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
        let deadline = Deadline::none();
        let watched = deadline.clone();
        connection.progress_handler(STEPS_BETWEEN_LOOKS, Some(move || watched.has_passed()))?;
        Ok(Self { connection, deadline })
    }

    fn prepare_for_writing(&self) -> rusqlite::Result<()> {
        self.connection.pragma_update_and_check(None, "journal_mode", "wal", |_| Ok(()))?;
        // `full` syncs the log at every commit: what is answered survives a loss of power.
        self.connection.pragma_update(None, "synchronous", "full")?;
        self.connection.pragma_update(None, "foreign_keys", true)?;
        self.connection.pragma_update(None, "wal_autocheckpoint", CHECKPOINT_PAGES)
    }

    /// Stops statements that run past `limit` from now on, until [`Self::unlimited`].
    pub(crate) fn limit(&self, limit: Duration) {
        self.deadline.set(limit);
    }

    /// No time limit: for the statements that begin and end transactions.
    pub(crate) fn unlimited(&self) {
        self.deadline.clear();
    }

    /// Whether a transaction is open. SQLite closes one by itself after a full disk, an I/O error or a stopped write.
    pub(crate) fn in_transaction(&self) -> bool {
        !self.connection.is_autocommit()
    }

    /// A statement without arguments that begins or ends a transaction.
    pub(crate) fn control(&self, sql: &'static str) -> Result<(), DbError> {
        self.connection.prepare_cached(sql).and_then(|mut s| s.raw_execute()).map(drop).map_err(|e| error(&e))
    }

    /// Several statements, as a migration has them.
    pub(crate) fn batch(&self, sql: &'static str) -> Result<(), DbError> {
        self.connection.execute_batch(sql).map_err(|e| error(&e))
    }

    pub(crate) fn execute(&self, sql: &'static str, args: &[Arg]) -> Result<u64, DbError> {
        let mut statement = self.bound(sql, args)?;
        let changed = statement.raw_execute().map_err(|e| error(&e))?;
        Ok(u64::try_from(changed).unwrap_or(u64::MAX))
    }

    pub(crate) fn fetch_optional<T: Row>(&self, sql: &'static str, args: &[Arg]) -> Result<Option<T>, DbError> {
        let mut first = None;
        self.each(sql, args, |row| {
            first = Some(row);
            ControlFlow::Break(())
        })?;
        Ok(first)
    }

    pub(crate) fn fetch_all<T: Row>(&self, sql: &'static str, args: &[Arg]) -> Result<Vec<T>, DbError> {
        let mut all = Vec::new();
        self.each(sql, args, |row| {
            all.push(row);
            ControlFlow::Continue(())
        })?;
        Ok(all)
    }

    /// SQLite makes all changes of an `UPDATE … RETURNING` before it gives out the first row, so stopping early is safe.
    fn each<T: Row>(
        &self,
        sql: &'static str,
        args: &[Arg],
        mut take: impl FnMut(T) -> ControlFlow<()>,
    ) -> Result<(), DbError> {
        let mut statement = self.bound(sql, args)?;
        let mut rows = statement.raw_query();
        while let Some(row) = rows.next().map_err(|e| error(&e))? {
            if take(T::row(&Columns(Source::Sqlite(row)))?).is_break() {
                break;
            }
        }
        Ok(())
    }

    /// Binds by name, because SQLite numbers `$n` in the order of first use.
    fn bound(&self, sql: &'static str, args: &[Arg]) -> Result<CachedStatement<'_>, DbError> {
        let mut statement = self.connection.prepare_cached(sql).map_err(|e| error(&e))?;
        let expected = statement.parameter_count();
        let wrong = DbError::Arguments { expected, given: args.len() };
        if expected != args.len() {
            return Err(wrong);
        }
        for (number, arg) in (1..).zip(args) {
            let index = statement.parameter_index(&format!("${number}")).map_err(|e| error(&e))?;
            let Some(index) = index else { return Err(wrong) };
            statement.raw_bind_parameter(index, arg).map_err(|e| error(&e))?;
        }
        Ok(statement)
    }
}

impl ToSql for Arg {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Self::Uuid(value) => value.as_ref().map_or(ValueRef::Null, |id| ValueRef::Blob(id.as_bytes())),
            Self::Int(value) => value.map_or(ValueRef::Null, ValueRef::Integer),
            Self::Text(value) => value.as_ref().map_or(ValueRef::Null, |text| ValueRef::Text(text.as_bytes())),
            Self::Bytes(value) => value.as_ref().map_or(ValueRef::Null, |bytes| ValueRef::Blob(bytes)),
            Self::Bool(value) => value.map_or(ValueRef::Null, |truth| ValueRef::Integer(truth.into())),
        }))
    }
}

/// A moment after which the running statement is stopped, shared with the handler SQLite calls while it works.
#[derive(Clone)]
struct Deadline {
    start: Instant,
    /// Microseconds after `start`; 0 for none.
    micros: Arc<AtomicU64>,
}

impl Deadline {
    #[expect(clippy::disallowed_methods, reason = "how long a statement has run is no time any rule sees")]
    fn none() -> Self {
        Self { start: Instant::now(), micros: Arc::default() }
    }

    fn elapsed(&self) -> u64 {
        u64::try_from(self.start.elapsed().as_micros()).unwrap_or(u64::MAX)
    }

    fn set(&self, limit: Duration) {
        let limit = u64::try_from(limit.as_micros()).unwrap_or(u64::MAX);
        self.micros.store(self.elapsed().saturating_add(limit).max(1), Ordering::Relaxed);
    }

    fn clear(&self) {
        self.micros.store(0, Ordering::Relaxed);
    }

    fn has_passed(&self) -> bool {
        let micros = self.micros.load(Ordering::Relaxed);
        micros != 0 && self.elapsed() > micros
    }
}

fn make_private_file(path: &Path) -> Result<(), DbError> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(path) {
        Ok(_) => Ok(()),
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => Ok(()),
        Err(error) => Err(DbError::unavailable(&format!("cannot make the database file: {error}"))),
    }
}

/// The database's own word for what happened, without any value of a row.
pub(crate) fn error(error: &rusqlite::Error) -> DbError {
    let (cause, message) = match error {
        rusqlite::Error::SqliteFailure(cause, message) => (cause, message.as_deref().unwrap_or_default()),
        rusqlite::Error::SqlInputError { error, msg, .. } => (error, msg.as_str()),
        rusqlite::Error::ExecuteReturnedResults => {
            return refused("execute", "the statement returns rows: fetch them, or leave out RETURNING");
        }
        rusqlite::Error::MultipleStatement => return refused("prepare", "expected one statement, found several"),
        _ => return refused("rusqlite", "the statement does not fit its arguments"),
    };
    match cause.code {
        ErrorCode::ConstraintViolation => constraint(cause.extended_code, message),
        ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => DbError::Busy,
        ErrorCode::OperationInterrupted => DbError::Timeout,
        ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase => DbError::Corrupt,
        ErrorCode::DiskFull | ErrorCode::OutOfMemory => DbError::Full,
        ErrorCode::CannotOpen
        | ErrorCode::SystemIoFailure
        | ErrorCode::ReadOnly
        | ErrorCode::PermissionDenied
        | ErrorCode::FileLockingProtocolFailed => DbError::unavailable(rusqlite::ffi::code_to_str(cause.extended_code)),
        // Code 1 is about the SQL text, which is part of the program and holds no value.
        _ => refused(&cause.extended_code.to_string(), if cause.extended_code == 1 { message } else { "" }),
    }
}

/// What went wrong while opening: no statement of ours was involved, so only the file can be at fault.
pub(crate) fn open_error(cause: &rusqlite::Error) -> DbError {
    match error(cause) {
        DbError::Statement { code, .. } => DbError::unavailable(&format!("SQLite cannot open the file (code {code})")),
        other => other,
    }
}

fn refused(code: &str, message: &str) -> DbError {
    DbError::Statement { code: code.to_owned(), message: message.to_owned() }
}

/// SQLite's text is `UNIQUE constraint failed: table.column`: names only.
fn constraint(extended_code: c_int, message: &str) -> DbError {
    let constraint = message.rsplit_once(": ").map_or(message, |(_, names)| names).to_owned();
    match extended_code {
        rusqlite::ffi::SQLITE_CONSTRAINT_UNIQUE
        | rusqlite::ffi::SQLITE_CONSTRAINT_PRIMARYKEY
        | rusqlite::ffi::SQLITE_CONSTRAINT_ROWID => DbError::Unique { constraint },
        _ => DbError::Constraint { constraint },
    }
}
