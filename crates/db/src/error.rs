//! What can go wrong between a statement and a durable commit.

/// Why the database did not do what it was asked. No text holds a value that was passed to a statement.
///
/// Unless the variant says otherwise, nothing of the closure was kept.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DbError {
    /// A UNIQUE index or primary key holds this value already. `constraint` names it (`table.column` on SQLite, the
    /// constraint on PostgreSQL): for people, not for decisions.
    #[error("a row with this value exists already ({constraint})")]
    Unique {
        /// The columns or the constraint.
        constraint: String,
    },
    /// A foreign key, NOT NULL or CHECK rule of the schema refuses the row.
    #[error("the row breaks a rule of the schema ({constraint})")]
    Constraint {
        /// The rule as the database names it.
        constraint: String,
    },
    /// Another process or transaction held what was needed for too long. A repeat may succeed.
    #[error("the database was held by someone else for too long; try again")]
    Busy,
    /// The closure or one of its statements took longer than its limit ([`crate::Limits`]).
    #[error("the work took longer than its limit and was stopped; nothing of it was kept")]
    Timeout,
    /// The database cannot be opened or reached.
    #[error("the database cannot be reached: {reason}")]
    Unavailable {
        /// What the operating system or the server said.
        reason: String,
    },
    /// The address is neither a PostgreSQL URL nor a path. It is not repeated here: it may hold a password.
    #[error("expected a database address such as sqlite:tassel.db or postgres://user@host/name: {0}")]
    Address(&'static str),
    /// [`crate::Db::close`] was called, or the writer stopped after a disk error.
    #[error("the database is closed; restart the service")]
    Closed,
    /// The commit was sent and its outcome is not known: the work may or may not have been kept. Look before repeating.
    #[error("the outcome of the commit is unknown: the work may have been kept or not; look before repeating it")]
    CommitUnknown,
    /// Work that shared a commit with this closure took the whole transaction down. A repeat may succeed.
    #[error("the shared transaction was rolled back; try again")]
    RolledBack,
    /// The closure panicked.
    #[error("the work ended in a panic; nothing of it was kept")]
    Panicked,
    /// The closure went on after one of its statements had failed. A mistake in the closure.
    #[error("a statement failed before, so the transaction is lost: return the first error instead of going on")]
    Aborted,
    /// The number of arguments differs from the number of `$n` placeholders. A mistake in the statement.
    #[error("the statement has {expected} placeholders, {given} arguments were given")]
    Arguments {
        /// Placeholders in the statement.
        expected: usize,
        /// Arguments given.
        given: usize,
    },
    /// The row has another number of columns than the Rust type it is read into. A mistake in the statement.
    #[error("expected rows of {expected} columns, found {found}")]
    Width {
        /// Columns of the Rust type.
        expected: usize,
        /// Columns of the row.
        found: usize,
    },
    /// A column holds another type than the one it is read into.
    #[error("column {column}: expected {expected}, found {found}")]
    Decode {
        /// The column's name.
        column: String,
        /// The Rust type asked for.
        expected: &'static str,
        /// The database's name for what is there.
        found: String,
    },
    /// The database file is damaged, or no database at all.
    #[error("the database file is damaged or is not a database; restore a backup")]
    Corrupt,
    /// No room on the disk, or in the memory of the server.
    #[error("the database has no room left; free disk space and try again")]
    Full,
    /// The database refused the statement: a mistake in the SQL or the schema.
    #[error("the database refused the statement ({code}): {message}")]
    Statement {
        /// SQLSTATE on PostgreSQL, the extended result code on SQLite.
        code: String,
        /// The database's words where they can hold no value, otherwise empty.
        message: String,
    },
}

impl DbError {
    /// Whether a row with this value exists already.
    pub const fn is_unique(&self) -> bool {
        matches!(self, Self::Unique { .. })
    }

    /// Whether the same work may succeed when it is repeated, with nothing kept so far.
    pub const fn may_repeat(&self) -> bool {
        matches!(self, Self::Busy | Self::Timeout | Self::Unavailable { .. } | Self::RolledBack)
    }

    pub(crate) fn unavailable(reason: &(impl std::fmt::Display + ?Sized)) -> Self {
        Self::Unavailable { reason: reason.to_string() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_passing_troubles_may_be_repeated() {
        assert!(DbError::Busy.may_repeat());
        assert!(DbError::unavailable("connection refused").may_repeat());
        assert!(!DbError::CommitUnknown.may_repeat());
        assert!(!DbError::Unique { constraint: "offers.id".to_owned() }.may_repeat());
    }
}
