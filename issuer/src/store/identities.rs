//! How the copies of an offer say whose they are, as the learner chose.

use db::{Db, DbError, Tx};
use uuid::Uuid;

use super::contradiction;
use crate::issuance::whose::Kept;

/// Keeps a choice with its offer.
///
/// # Errors
/// Any [`DbError`]; a second choice for one offer is refused.
pub async fn insert(tx: &mut Tx, offer: Uuid, kept: &Kept) -> Result<(), DbError> {
    let emails = serde_json::json!(kept.emails).to_string();
    tx.execute(
        "INSERT INTO offer_identities (offer_id, name, emails) VALUES ($1, $2, $3)",
        [offer.into(), kept.name.clone().into(), emails.into()],
    )
    .await?;
    Ok(())
}

/// The choice kept with an offer; `None` when nobody chose.
///
/// # Errors
/// Any [`DbError`].
pub async fn of_offer(db: &Db, offer: Uuid) -> Result<Option<Kept>, DbError> {
    let row: Option<(Option<String>, String)> =
        db.read("SELECT name, emails FROM offer_identities WHERE offer_id = $1", [offer.into()]).await?;
    row.map(|(name, emails)| {
        let emails = serde_json::from_str(&emails).map_err(|_| contradiction("offer_identities.emails"))?;
        Ok(Kept { name, emails })
    })
    .transpose()
}
