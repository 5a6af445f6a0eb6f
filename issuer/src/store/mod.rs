//! What the issuer remembers. One file per thing, each function one statement or a few in the caller's transaction.
//!
//! Nothing here decides: rules live in [`crate::issuance`]. Single use is one conditional statement or a UNIQUE key,
//! in the same transaction as its effect.

pub mod api_keys;
pub mod audit;
pub mod catalogue;
pub mod consents;
pub mod credentials;
pub mod grants;
pub mod identities;
pub mod offers;
pub mod outbox;
pub mod status;

use db::{DbError, Migration};

/// The issuer's tables, in the order they are applied.
pub const MIGRATIONS: &[Migration] = &[
    Migration { name: "issuer/0001_issuing", sql: include_str!("../../migrations/0001_issuing.sql") },
    Migration { name: "issuer/0002_intent_suite", sql: include_str!("../../migrations/0002_intent_suite.sql") },
    Migration { name: "issuer/0003_catalogue", sql: include_str!("../../migrations/0003_catalogue.sql") },
    Migration { name: "issuer/0004_api_keys", sql: include_str!("../../migrations/0004_api_keys.sql") },
    Migration { name: "issuer/0005_outbox", sql: include_str!("../../migrations/0005_outbox.sql") },
    Migration { name: "issuer/0006_offer_identity", sql: include_str!("../../migrations/0006_offer_identity.sql") },
];

/// A column holds something no version of this program wrote.
fn contradiction(column: &'static str) -> DbError {
    DbError::Decode { column: column.to_owned(), expected: "a value this version knows", found: "another".to_owned() }
}
