//! Intents and issued credentials. An intent is on disk before the key is used, and is never changed.

use db::{Db, DbError, Tx};
use model::time::Time;
use proof::envelope::Envelope;
use uuid::Uuid;

use super::contradiction;
use crate::issuance::Authority;

/// What will be signed, exactly, and by what right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Intent {
    /// Row id, shared by the credential that comes of it.
    pub id: Uuid,
    /// Tenant.
    pub tenant: String,
    /// The offer it answers; `None` for operators.
    pub offer_id: Option<Uuid>,
    /// The credential's `id`.
    pub credential_id: String,
    /// Credential configuration id.
    pub configuration: String,
    /// The learner's number at the record source; `None` for operators.
    pub learner: Option<String>,
    /// The holder's DID, or `file`.
    pub holder: String,
    /// The unsigned document, byte for byte.
    pub document: String,
    /// SHA-256 of [`Intent::document`].
    pub document_hash: Vec<u8>,
    /// The key that will sign.
    pub key_id: String,
    /// How it will sign.
    pub suite: Envelope,
    /// By what right.
    pub authority: Authority,
    /// The consent, unless an operator acts.
    pub consent_id: Option<Uuid>,
    /// The catalogue's count when the record was packaged with it; `None` for operators.
    pub catalogue_version: Option<i64>,
    /// When; also the proof's `created`, so that signing again gives the same bytes.
    pub created_at: Time,
}

type IntentRow = (
    Uuid,
    String,
    Option<Uuid>,
    String,
    String,
    Option<String>,
    String,
    String,
    Vec<u8>,
    String,
    String,
    String,
    Option<Uuid>,
    Option<i64>,
    i64,
);

fn decode(row: IntentRow) -> Result<Intent, DbError> {
    let (
        id,
        tenant,
        offer_id,
        credential_id,
        configuration,
        learner,
        holder,
        document,
        hash,
        key_id,
        suite,
        authority,
        consent,
        catalogue_version,
        at,
    ) = row;
    Ok(Intent {
        id,
        tenant,
        offer_id,
        credential_id,
        configuration,
        learner,
        holder,
        document,
        document_hash: hash,
        key_id,
        suite: Envelope::from_name(&suite).ok_or_else(|| contradiction("intents.suite"))?,
        authority: Authority::from_word(&authority).ok_or_else(|| contradiction("intents.authority"))?,
        consent_id: consent,
        catalogue_version,
        created_at: Time::from_unix(at),
    })
}

/// Stores an intent; `false` when its offer and configuration already have one.
///
/// # Errors
/// Any [`DbError`].
pub async fn insert_intent(tx: &mut Tx, intent: &Intent) -> Result<bool, DbError> {
    let rows = tx
        .execute(
            "INSERT INTO intents (id, tenant, offer_id, credential_id, configuration, learner, holder, document, \
             document_hash, key_id, suite, authority, consent_id, catalogue_version, created_at) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15) \
             ON CONFLICT (offer_id, configuration) DO NOTHING",
            [
                intent.id.into(),
                intent.tenant.as_str().into(),
                intent.offer_id.into(),
                intent.credential_id.as_str().into(),
                intent.configuration.as_str().into(),
                intent.learner.as_deref().into(),
                intent.holder.as_str().into(),
                intent.document.as_str().into(),
                intent.document_hash.clone().into(),
                intent.key_id.as_str().into(),
                intent.suite.name().into(),
                intent.authority.word().into(),
                intent.consent_id.into(),
                intent.catalogue_version.into(),
                intent.created_at.unix().into(),
            ],
        )
        .await?;
    Ok(rows == 1)
}

/// The intent of an offer and configuration, if there is one.
///
/// # Errors
/// Any [`DbError`].
pub async fn intent_of(db: &Db, offer: Uuid, configuration: &str) -> Result<Option<Intent>, DbError> {
    const SQL: &str = "SELECT id, tenant, offer_id, credential_id, configuration, learner, holder, document, \
                       document_hash, key_id, suite, authority, consent_id, catalogue_version, created_at \
                       FROM intents WHERE offer_id = $1 AND configuration = $2";
    db.read::<IntentRow, 2>(SQL, [offer.into(), configuration.into()]).await?.map(decode).transpose()
}

/// The catalogue's count when each copy of a credential with a status was packaged, alone or in a transcript, oldest
/// first; `None` where no catalogue was asked.
///
/// # Errors
/// Any [`DbError`].
pub async fn catalogue_versions(db: &Db, tenant: &str, credential: &str) -> Result<Vec<Option<i64>>, DbError> {
    const SQL: &str = "SELECT intents.catalogue_version FROM status_entries \
                       JOIN intents ON intents.id = status_entries.intent_id \
                       WHERE status_entries.tenant = $1 AND status_entries.credential_id = $2 \
                       ORDER BY intents.created_at LIMIT 1000";
    let rows: Vec<(Option<i64>,)> = db.scan(SQL, [tenant.into(), credential.into()]).await?;
    Ok(rows.into_iter().map(|(version,)| version).collect())
}

/// Stores a signed credential under its intent's id. A second one is dropped: the first is the credential.
///
/// # Errors
/// Any [`DbError`].
pub async fn insert(tx: &mut Tx, intent: &Intent, credential: &str, now: Time) -> Result<bool, DbError> {
    let rows = tx
        .execute(
            "INSERT INTO credentials (id, tenant, credential, issued_at) VALUES ($1, $2, $3, $4) \
             ON CONFLICT (id) DO NOTHING",
            [intent.id.into(), intent.tenant.as_str().into(), credential.into(), now.unix().into()],
        )
        .await?;
    Ok(rows == 1)
}

/// The signed credential of an intent.
///
/// # Errors
/// Any [`DbError`].
pub async fn signed(db: &Db, intent: Uuid) -> Result<Option<String>, DbError> {
    let row: Option<(String,)> = db.read("SELECT credential FROM credentials WHERE id = $1", [intent.into()]).await?;
    Ok(row.map(|(credential,)| credential))
}

/// How many credentials of an offer have been issued, and when the last was.
///
/// # Errors
/// Any [`DbError`].
pub async fn issued_of_offer(db: &Db, offer: Uuid) -> Result<(i64, Option<Time>), DbError> {
    let row: Option<(i64, Option<i64>)> = db
        .read(
            "SELECT COUNT(*), MAX(credentials.issued_at) FROM credentials \
             JOIN intents ON intents.id = credentials.id WHERE intents.offer_id = $1",
            [offer.into()],
        )
        .await?;
    let (count, last) = row.unwrap_or_default();
    Ok((count, last.map(Time::from_unix)))
}

/// Records what a wallet told us of a credential; telling it again changes nothing (OpenID4VCI 1.0 §11).
/// `false` when the credential does not exist or was not issued for `offer`.
///
/// # Errors
/// Any [`DbError`].
pub async fn notified(tx: &mut Tx, id: Uuid, offer: Uuid, event: &str, now: Time) -> Result<bool, DbError> {
    let known: Option<(i64,)> = tx
        .fetch_optional(
            "SELECT credentials.issued_at FROM credentials JOIN intents ON intents.id = credentials.id \
             WHERE credentials.id = $1 AND intents.offer_id = $2",
            [id.into(), offer.into()],
        )
        .await?;
    if known.is_none() {
        return Ok(false);
    }
    tx.execute(
        "INSERT INTO notifications (credential, event, told_at) VALUES ($1, $2, $3) \
         ON CONFLICT (credential, event) DO NOTHING",
        [id.into(), event.into(), now.unix().into()],
    )
    .await?;
    Ok(true)
}
