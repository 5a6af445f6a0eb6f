//! Messages that have to reach somebody after a commit, at least once.

use db::{Db, DbError, Tx};
use model::time::Time;
use uuid::Uuid;

/// To the record source: a credential was issued.
pub const CREDENTIAL_ISSUED: &str = "record-source.credential-issued";

/// Writes a message about a credential in the transaction of what it tells of; a second one about the same is dropped.
///
/// # Errors
/// Any [`DbError`].
pub async fn insert(
    tx: &mut Tx,
    (id, tenant): (Uuid, &str),
    topic: &'static str,
    credential: Uuid,
    now: Time,
) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO outbox (id, tenant, topic, credential, created_at, due_at) VALUES ($1, $2, $3, $4, $5, $5) \
         ON CONFLICT (topic, credential) DO NOTHING",
        [id.into(), tenant.into(), topic.into(), credential.into(), now.unix().into()],
    )
    .await?;
    Ok(())
}

/// A message a worker has taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Taken {
    /// Row id.
    pub id: Uuid,
    /// What it is about.
    pub credential: Uuid,
    /// How often it was taken, this time included.
    pub attempts: i64,
}

/// Takes the message that is due longest; until `lease` nobody else takes it, so a worker that dies loses nothing.
///
/// # Errors
/// Any [`DbError`].
pub async fn take(
    tx: &mut Tx,
    tenant: &str,
    topic: &'static str,
    (now, lease): (Time, Time),
) -> Result<Option<Taken>, DbError> {
    let row: Option<(Uuid, Uuid, i64)> = tx
        .fetch_optional(
            "UPDATE outbox SET attempts = attempts + 1, due_at = $4 WHERE id = (SELECT id FROM outbox \
             WHERE tenant = $1 AND topic = $2 AND due_at <= $3 AND given_up_at IS NULL ORDER BY due_at, id LIMIT 1) \
             AND due_at <= $3 RETURNING id, credential, attempts",
            [tenant.into(), topic.into(), now.unix().into(), lease.unix().into()],
        )
        .await?;
    Ok(row.map(|(id, credential, attempts)| Taken { id, credential, attempts }))
}

/// The message was told.
///
/// # Errors
/// Any [`DbError`].
pub async fn done(tx: &mut Tx, id: Uuid) -> Result<(), DbError> {
    tx.execute("DELETE FROM outbox WHERE id = $1", [id.into()]).await?;
    Ok(())
}

/// The message was not told, and is due again at `due`.
///
/// # Errors
/// Any [`DbError`].
pub async fn later(tx: &mut Tx, id: Uuid, due: Time) -> Result<(), DbError> {
    tx.execute("UPDATE outbox SET due_at = $2 WHERE id = $1", [id.into(), due.unix().into()]).await?;
    Ok(())
}

/// The message was not told, and nobody tries again unless told to.
///
/// # Errors
/// Any [`DbError`].
pub async fn give_up(tx: &mut Tx, id: Uuid, now: Time) -> Result<(), DbError> {
    tx.execute("UPDATE outbox SET given_up_at = $2 WHERE id = $1", [id.into(), now.unix().into()]).await?;
    Ok(())
}

/// How many messages wait, and how many were given up.
///
/// # Errors
/// Any [`DbError`].
pub async fn counts(db: &Db, tenant: &str) -> Result<(i64, i64), DbError> {
    const SQL: &str = "SELECT COUNT(*), COUNT(given_up_at) FROM outbox WHERE tenant = $1";
    let (all, given_up) = db.read::<(i64, i64), 1>(SQL, [tenant.into()]).await?.unwrap_or_default();
    Ok((all - given_up, given_up))
}

/// What is told of an issued credential.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// The learner's number at the record source.
    pub learner: Option<String>,
    /// The credential's `id`.
    pub credential_id: String,
    /// What it is called in the offer.
    pub title: Option<String>,
    /// When it was issued.
    pub issued_at: Time,
}

/// What is told of the credential of that row.
///
/// # Errors
/// Any [`DbError`].
pub async fn told(db: &Db, credential: Uuid) -> Result<Option<Told>, DbError> {
    const SQL: &str = "SELECT intents.learner, intents.credential_id, offered_credentials.title, credentials.issued_at \
                       FROM credentials JOIN intents ON intents.id = credentials.id LEFT JOIN offered_credentials \
                       ON offered_credentials.offer_id = intents.offer_id \
                       AND offered_credentials.configuration = intents.configuration WHERE credentials.id = $1";
    let row: Option<(Option<String>, String, Option<String>, i64)> = db.read(SQL, [credential.into()]).await?;
    Ok(row.map(|(learner, credential_id, title, issued)| Told {
        learner,
        credential_id,
        title,
        issued_at: Time::from_unix(issued),
    }))
}
