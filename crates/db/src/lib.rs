//! SQLite and PostgreSQL behind one small layer.
//!
//! One way to write: [`Db::write`] runs an async closure inside a transaction that this crate owns. No caller begins or
//! commits. `Ok` means the work is durable, `Err` means nothing of it was kept.
//!
//! ```
//! # async fn redeem(db: &db::Db, code_hash: Vec<u8>, now: i64) -> Result<(), db::DbError> {
//! use uuid::Uuid;
//!
//! // What the service decided, as opposed to what the database could not do.
//! enum Refusal { InvalidGrant }
//!
//! let redeemed: Result<Uuid, Refusal> = db.write(async move |tx| {
//!     let used = tx.fetch_optional::<(Uuid,), _>(
//!         "UPDATE offers SET redeemed_at = $1 WHERE code_hash = $2 AND redeemed_at IS NULL RETURNING id",
//!         [now.into(), code_hash.into()],
//!     ).await?;
//!     let Some((offer,)) = used else {
//!         tx.execute("INSERT INTO audit (at, what) VALUES ($1, $2)", [now.into(), "code refused".into()]).await?;
//!         return Ok(Err(Refusal::InvalidGrant)); // committed, and refused: only an outer `Err` rolls back
//!     };
//!     tx.execute("INSERT INTO tokens (offer) VALUES ($1)", [offer.into()]).await?;
//!     Ok::<_, db::DbError>(Ok(offer))
//! }).await?;
//! # drop(redeemed); Ok(()) }
//! ```
//!
//! Rules for a closure:
//! * It never calls [`Db::write`] itself: on SQLite it would wait for its own end, and be stopped by its time limit.
//! * Nothing slow happens in it (no network, no hashing of large things): on SQLite it is everybody's latency.
//! * Once a statement has failed, the transaction is lost on both databases: return the error. To allow for a row that
//!   may exist already, say `ON CONFLICT DO NOTHING` and look at the number of rows.
//! * It runs even when its caller has gone away, so every write must be safe to repeat.
//!
//! One SQL text serves both databases: placeholders `$1, $2 …` (they may repeat, in any order), column types `TEXT`,
//! `BIGINT`, `BYTEA`, `UUID` and `BOOLEAN`, and no constraint that is checked only at the commit (`DEFERRABLE`): on
//! SQLite the closures that waited together share one commit.

mod args;
mod error;
mod job;
mod migrate;
mod open;
mod postgres;
mod queue;
mod row;
mod sqlite;
mod sqlite_lane;
mod sqlite_read;
#[cfg(feature = "throwaway")]
pub mod throwaway;
mod tx;

pub use args::Arg;
pub use error::DbError;
pub use migrate::{MigrateError, Migration};
pub use open::{Db, Kind, Limits};
pub use row::{Col, Columns, Row};
pub use tx::Tx;
