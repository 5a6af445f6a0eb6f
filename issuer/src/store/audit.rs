//! Who did what to which credential, and when. No names, no record content.

use db::{DbError, Tx};
use model::time::Time;
use uuid::Uuid;

/// One line of the audit trail.
#[derive(Debug, Clone)]
pub struct Entry {
    /// Row id.
    pub id: Uuid,
    /// Tenant it belongs to.
    pub tenant: String,
    /// When.
    pub at: Time,
    /// `learner`, `wallet`, `operator` or `server`.
    pub actor: &'static str,
    /// What was done or refused, such as `offer.redeemed`.
    pub action: &'static str,
    /// Row id or credential id it is about.
    pub subject: String,
    /// A short machine-readable reason, empty when there is none to give.
    pub detail: String,
}

/// Writes `entry` in the caller's transaction: no audit row, no effect.
///
/// # Errors
/// Any [`DbError`].
pub async fn write(tx: &mut Tx, entry: Entry) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO audit (id, tenant, at, actor, action, subject, detail) VALUES ($1, $2, $3, $4, $5, $6, $7)",
        [
            entry.id.into(),
            entry.tenant.into(),
            entry.at.unix().into(),
            entry.actor.into(),
            entry.action.into(),
            entry.subject.into(),
            entry.detail.into(),
        ],
    )
    .await?;
    Ok(())
}
