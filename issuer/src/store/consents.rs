//! Consents: what a learner agreed to, told from what a redemption implies.

use db::{DbError, Tx};
use model::time::Time;
use uuid::Uuid;

/// A consent as it is recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Consent {
    /// Row id.
    pub id: Uuid,
    /// Tenant.
    pub tenant: String,
    /// The learner's number at the record source.
    pub learner: String,
    /// JSON array of the award keys agreed to.
    pub records: String,
    /// Why, as the notice says it.
    pub purpose: String,
    /// To whom: the party that receives the credentials.
    pub party: String,
    /// How it was given.
    pub method: Method,
    /// Version and language of the notice, or `none`.
    pub notice: String,
    /// SHA-256 (hex) of the notice text shown.
    pub notice_hash: Option<String>,
    /// When it was given.
    pub given_at: Time,
    /// Until when it holds.
    pub expires_at: Time,
}

/// How a consent was given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// Read and agreed to on our page.
    Page,
    /// A staff offer addressed to one learner, accepted by redeeming it.
    Redemption,
}

impl Method {
    /// The word in the table.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Page => "page",
            Self::Redemption => "redemption",
        }
    }
}

/// Records `consent`.
///
/// # Errors
/// Any [`DbError`].
pub async fn insert(tx: &mut Tx, consent: Consent) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO consents (id, tenant, learner, records, purpose, party, method, notice, notice_hash, given_at, \
         expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        [
            consent.id.into(),
            consent.tenant.into(),
            consent.learner.into(),
            consent.records.into(),
            consent.purpose.into(),
            consent.party.into(),
            consent.method.word().into(),
            consent.notice.into(),
            consent.notice_hash.into(),
            consent.given_at.unix().into(),
            consent.expires_at.unix().into(),
        ],
    )
    .await?;
    Ok(())
}

/// Whether the consent `id` still holds at `now`: not withdrawn, not past its end.
///
/// # Errors
/// Any [`DbError`].
pub async fn holds(tx: &mut Tx, id: Uuid, now: Time) -> Result<bool, DbError> {
    let row: Option<(i64,)> = tx
        .fetch_optional(
            "SELECT given_at FROM consents WHERE id = $1 AND withdrawn_at IS NULL AND expires_at > $2",
            [id.into(), now.unix().into()],
        )
        .await?;
    Ok(row.is_some())
}
