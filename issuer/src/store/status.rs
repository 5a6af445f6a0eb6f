//! Status lists: blocks of indices leased ahead, and the entries that were used.

use db::{Db, DbError, Tx};
use model::time::Time;
use uuid::Uuid;

/// A status list row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatusList {
    /// Row id.
    pub id: Uuid,
    /// The random id in its URL.
    pub public_id: String,
    /// The key that signs it.
    pub key_id: String,
    /// Counts the changes of its bits.
    pub version: i64,
}

/// Leases the next block of the newest list of a key that has one left: (list, block number).
///
/// # Errors
/// Any [`DbError`].
pub async fn lease(tx: &mut Tx, tenant: &str, key_id: &str, blocks: i64) -> Result<Option<(StatusList, i64)>, DbError> {
    let row: Option<(Uuid, String, i64, i64)> = tx
        .fetch_optional(
            "UPDATE status_lists SET next_block = next_block + 1 WHERE id = (SELECT id FROM status_lists \
             WHERE tenant = $1 AND key_id = $2 AND purpose = 'revocation' AND next_block < $3 ORDER BY id LIMIT 1) \
             AND next_block < $3 RETURNING id, public_id, version, next_block",
            [tenant.into(), key_id.into(), blocks.into()],
        )
        .await?;
    Ok(row.map(|(id, public_id, version, next)| {
        (StatusList { id, public_id, key_id: key_id.to_owned(), version }, next - 1)
    }))
}

/// Begins a list.
///
/// # Errors
/// Any [`DbError`].
pub async fn insert_list(tx: &mut Tx, tenant: &str, list: &StatusList, now: Time) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO status_lists (id, tenant, public_id, key_id, purpose, next_block, version, created_at) \
         VALUES ($1, $2, $3, $4, 'revocation', 0, 0, $5)",
        [list.id.into(), tenant.into(), list.public_id.as_str().into(), list.key_id.as_str().into(), now.unix().into()],
    )
    .await?;
    Ok(())
}

/// One used index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The list.
    pub list_id: Uuid,
    /// The index in it.
    pub index: i64,
    /// The credential whose status it is: for a transcript's child, the child's own id.
    pub credential_id: String,
}

/// Takes `entry` for good; the primary key refuses an index used before.
///
/// # Errors
/// Any [`DbError`].
pub async fn insert_entry(tx: &mut Tx, tenant: &str, intent: Uuid, entry: &Entry) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO status_entries (list_id, list_index, tenant, intent_id, credential_id) VALUES ($1, $2, $3, $4, $5)",
        [
            entry.list_id.into(),
            entry.index.into(),
            tenant.into(),
            intent.into(),
            entry.credential_id.as_str().into(),
        ],
    )
    .await?;
    Ok(())
}

/// Revokes every copy of a credential: how many copies were not revoked before, and how many there are.
///
/// # Errors
/// Any [`DbError`].
pub async fn revoke(
    tx: &mut Tx,
    tenant: &str,
    credential_id: &str,
    reason: &str,
    now: Time,
) -> Result<(u64, u64), DbError> {
    let copies: Option<(i64,)> = tx
        .fetch_optional(
            "SELECT COUNT(*) FROM status_entries WHERE tenant = $1 AND credential_id = $2",
            [tenant.into(), credential_id.into()],
        )
        .await?;
    let changed = tx
        .execute(
            "UPDATE status_entries SET revoked_at = $3, reason = $4 \
             WHERE tenant = $1 AND credential_id = $2 AND revoked_at IS NULL",
            [tenant.into(), credential_id.into(), now.unix().into(), reason.into()],
        )
        .await?;
    tx.execute(
        "UPDATE status_lists SET version = version + 1 WHERE id IN (SELECT list_id FROM status_entries \
         WHERE tenant = $1 AND credential_id = $2)",
        [tenant.into(), credential_id.into()],
    )
    .await?;
    let copies = copies.map_or(0, |(count,)| u64::try_from(count).unwrap_or_default());
    Ok((changed, copies))
}

/// The list with this public id.
///
/// # Errors
/// Any [`DbError`].
pub async fn by_public_id(db: &Db, tenant: &str, public_id: &str) -> Result<Option<StatusList>, DbError> {
    let row: Option<(Uuid, String, String, i64)> = db
        .read(
            "SELECT id, public_id, key_id, version FROM status_lists WHERE tenant = $1 AND public_id = $2",
            [tenant.into(), public_id.into()],
        )
        .await?;
    Ok(row.map(|(id, public_id, key_id, version)| StatusList { id, public_id, key_id, version }))
}

/// The indices of a list whose bit is set.
///
/// # Errors
/// Any [`DbError`].
pub async fn revoked_indices(db: &Db, list: Uuid) -> Result<Vec<i64>, DbError> {
    let rows: Vec<(i64,)> = db
        .read_all(
            "SELECT list_index FROM status_entries WHERE list_id = $1 AND revoked_at IS NOT NULL ORDER BY list_index",
            [list.into()],
        )
        .await?;
    Ok(rows.into_iter().map(|(index,)| index).collect())
}

/// A credential that was issued, for the registrar to read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Issued {
    /// The credential's id.
    pub credential_id: String,
    /// Credential configuration id of the copy it came in.
    pub configuration: String,
    /// When.
    pub issued_at: Time,
    /// When it was revoked.
    pub revoked_at: Option<Time>,
}

/// The newest issued credentials that stand on their own (a transcript's children are not listed).
///
/// # Errors
/// Any [`DbError`].
pub async fn newest(db: &Db, tenant: &str, limit: i64) -> Result<Vec<Issued>, DbError> {
    let rows: Vec<(String, String, i64, Option<i64>)> = db
        .read_all(
            "SELECT intents.credential_id, intents.configuration, credentials.issued_at, status_entries.revoked_at \
             FROM credentials JOIN intents ON intents.id = credentials.id \
             JOIN status_entries ON status_entries.intent_id = intents.id \
             AND status_entries.credential_id = intents.credential_id \
             WHERE credentials.tenant = $1 ORDER BY credentials.id DESC LIMIT $2",
            [tenant.into(), limit.into()],
        )
        .await?;
    Ok(rows
        .into_iter()
        .map(|(credential_id, configuration, issued, revoked)| Issued {
            credential_id,
            configuration,
            issued_at: Time::from_unix(issued),
            revoked_at: revoked.map(Time::from_unix),
        })
        .collect())
}
