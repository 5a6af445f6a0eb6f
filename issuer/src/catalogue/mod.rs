//! The achievement catalogue as an institution keeps it: in the database, each change a new version, from files and by
//! the API.
//!
//! A tenant's catalogue has one count. Whoever changes it plans the change on the [`Edition`] they have read, and moves
//! the count on from that edition's in the transaction that writes the change; when somebody else was faster the plan
//! is made again. So no change is lost, a file is loaded whole or not at all, and what an edition says can be told by
//! its count.

mod change;
mod diff;
mod edition;
mod load;
mod running;
mod told;

pub use change::{By, Edit, Refused, Register, Rest, Seen};
pub use diff::{Changed, Diff};
pub use edition::{Edition, Item};
pub use load::{LoadError, load_file, load_settings};
pub(crate) use running::Running;
pub use running::SEEN_WITHIN;
pub use told::told;

use db::DbError;

use crate::issuance;

/// Why the catalogue cannot be read or changed.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// Somebody has to do something about what was asked.
    #[error(transparent)]
    Refused(#[from] Refused),
    /// The database did not do its part.
    #[error(transparent)]
    Storage(#[from] DbError),
    /// What is stored is not what this version writes.
    #[error(
        "version {version} of the catalogue entry “{slug}” cannot be read ({problem}): run the program that wrote it, or \
         a newer one"
    )]
    Stored {
        /// The entry; empty for the defaults.
        slug: String,
        /// The version.
        version: i64,
        /// What was expected and found.
        problem: String,
    },
}

impl From<Failure> for issuance::Failure {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Storage(error) => Self::Storage(error),
            other => {
                tracing::error!(%other, "the catalogue cannot be used");
                Self::Inconsistent("the stored catalogue cannot be read")
            }
        }
    }
}
