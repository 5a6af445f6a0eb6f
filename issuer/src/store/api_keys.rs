//! Keys of programs.

use db::{Db, DbError, Tx};
use model::time::Time;
use uuid::Uuid;

/// A key as it is kept: without the key itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiKey {
    /// Row id, part of the key.
    pub id: Uuid,
    /// Tenant.
    pub tenant: String,
    /// What the operator calls it.
    pub name: String,
    /// SHA-256 of its secret half.
    pub secret_hash: Vec<u8>,
    /// What it may do, words with a space between.
    pub scope: String,
    /// When it was made.
    pub created_at: Time,
    /// When it ends.
    pub expires_at: Time,
    /// When it was revoked.
    pub revoked_at: Option<Time>,
}

type Row = (Uuid, String, String, Vec<u8>, String, i64, i64, Option<i64>);

fn decode((id, tenant, name, secret_hash, scope, created, expires, revoked): Row) -> ApiKey {
    ApiKey {
        id,
        tenant,
        name,
        secret_hash,
        scope,
        created_at: Time::from_unix(created),
        expires_at: Time::from_unix(expires),
        revoked_at: revoked.map(Time::from_unix),
    }
}

/// Stores a key.
///
/// # Errors
/// Any [`DbError`].
pub async fn insert(tx: &mut Tx, key: &ApiKey) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO api_keys (id, tenant, name, secret_hash, scope, created_at, expires_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        [
            key.id.into(),
            key.tenant.as_str().into(),
            key.name.as_str().into(),
            key.secret_hash.clone().into(),
            key.scope.as_str().into(),
            key.created_at.unix().into(),
            key.expires_at.unix().into(),
        ],
    )
    .await?;
    Ok(())
}

/// The key of this id that is neither revoked nor at its end.
///
/// # Errors
/// Any [`DbError`].
pub async fn live(db: &Db, tenant: &str, id: Uuid, now: Time) -> Result<Option<ApiKey>, DbError> {
    const SQL: &str = "SELECT id, tenant, name, secret_hash, scope, created_at, expires_at, revoked_at FROM api_keys \
                       WHERE id = $1 AND tenant = $2 AND revoked_at IS NULL AND expires_at > $3";
    Ok(db.read::<Row, 3>(SQL, [id.into(), tenant.into(), now.unix().into()]).await?.map(decode))
}

/// The newest keys of a tenant, at most a thousand, whatever became of them.
///
/// # Errors
/// Any [`DbError`].
pub async fn all(db: &Db, tenant: &str) -> Result<Vec<ApiKey>, DbError> {
    const SQL: &str = "SELECT id, tenant, name, secret_hash, scope, created_at, expires_at, revoked_at FROM api_keys \
                       WHERE tenant = $1 ORDER BY created_at DESC, id DESC LIMIT 1000";
    let rows: Vec<Row> = db.scan(SQL, [tenant.into()]).await?;
    Ok(rows.into_iter().map(decode).collect())
}

/// Revokes a key; `false` when there is none of this id or it was revoked before.
///
/// # Errors
/// Any [`DbError`].
pub async fn revoke(tx: &mut Tx, tenant: &str, id: Uuid, now: Time) -> Result<bool, DbError> {
    let rows = tx
        .execute(
            "UPDATE api_keys SET revoked_at = $3 WHERE id = $1 AND tenant = $2 AND revoked_at IS NULL",
            [id.into(), tenant.into(), now.unix().into()],
        )
        .await?;
    Ok(rows == 1)
}
