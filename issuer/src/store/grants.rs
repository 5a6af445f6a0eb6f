//! Access tokens and used nonces.

use db::{Db, DbError, Tx};
use model::time::Time;
use uuid::Uuid;

/// An access token as it is kept: never the token, only its hash.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccessToken {
    /// Row id, the first half of the token.
    pub id: Uuid,
    /// Tenant.
    pub tenant: String,
    /// SHA-256 of the token's secret half.
    pub secret_hash: Vec<u8>,
    /// The offer it was given for.
    pub offer_id: Uuid,
    /// When it was given.
    pub created_at: Time,
    /// Until when it is good.
    pub expires_at: Time,
}

/// Stores a token's hash.
///
/// # Errors
/// Any [`DbError`].
pub async fn insert(tx: &mut Tx, token: &AccessToken) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO access_tokens (id, tenant, secret_hash, offer_id, created_at, expires_at) \
         VALUES ($1, $2, $3, $4, $5, $6)",
        [
            token.id.into(),
            token.tenant.as_str().into(),
            token.secret_hash.clone().into(),
            token.offer_id.into(),
            token.created_at.unix().into(),
            token.expires_at.unix().into(),
        ],
    )
    .await?;
    Ok(())
}

/// The live token with this id. `None` when unknown, expired or revoked.
///
/// # Errors
/// Any [`DbError`].
pub async fn live(db: &Db, tenant: &str, id: Uuid, now: Time) -> Result<Option<AccessToken>, DbError> {
    let row: Option<(Vec<u8>, Uuid, i64, i64)> = db
        .read(
            "SELECT secret_hash, offer_id, created_at, expires_at FROM access_tokens \
             WHERE tenant = $1 AND id = $2 AND expires_at > $3 AND revoked_at IS NULL",
            [tenant.into(), id.into(), now.unix().into()],
        )
        .await?;
    Ok(row.map(|(secret_hash, offer_id, created, expires)| AccessToken {
        id,
        tenant: tenant.to_owned(),
        secret_hash,
        offer_id,
        created_at: Time::from_unix(created),
        expires_at: Time::from_unix(expires),
    }))
}

/// Whether the token is still live, asked inside the transaction that acts on it.
///
/// # Errors
/// Any [`DbError`].
pub async fn is_live(tx: &mut Tx, id: Uuid, now: Time) -> Result<bool, DbError> {
    let row: Option<(i64,)> = tx
        .fetch_optional(
            "SELECT created_at FROM access_tokens WHERE id = $1 AND expires_at > $2 AND revoked_at IS NULL",
            [id.into(), now.unix().into()],
        )
        .await?;
    Ok(row.is_some())
}

/// Revokes the tokens of an offer whose code was used again, unless a credential was intended with them or the first
/// use is less than `grace` seconds old: a wallet that lost our answer is not an attack.
///
/// # Errors
/// Any [`DbError`].
pub async fn revoke_after_replay(tx: &mut Tx, offer: Uuid, now: Time, grace: i64) -> Result<u64, DbError> {
    tx.execute(
        "UPDATE access_tokens SET revoked_at = $2 WHERE offer_id = $1 AND revoked_at IS NULL AND created_at < $3 \
         AND NOT EXISTS (SELECT 1 FROM intents WHERE intents.offer_id = $1)",
        [offer.into(), now.unix().into(), now.plus(-grace).unix().into()],
    )
    .await
}

/// Uses a nonce up; `false` when it was used before.
///
/// # Errors
/// Any [`DbError`].
pub async fn use_nonce(tx: &mut Tx, nonce: Vec<u8>, expires_at: Time) -> Result<bool, DbError> {
    let rows = tx
        .execute(
            "INSERT INTO used_nonces (nonce, expires_at) VALUES ($1, $2) ON CONFLICT (nonce) DO NOTHING",
            [nonce.into(), expires_at.unix().into()],
        )
        .await?;
    Ok(rows == 1)
}

/// Forgets nonces that could no longer be used anyway.
///
/// # Errors
/// Any [`DbError`].
pub async fn forget_nonces(tx: &mut Tx, before: Time) -> Result<u64, DbError> {
    tx.execute("DELETE FROM used_nonces WHERE expires_at < $1", [before.unix().into()]).await
}
