//! Offers and what is in them. A code is redeemed by one conditional UPDATE.

use db::{Db, DbError, Tx};
use model::time::Time;
use uuid::Uuid;

use super::contradiction;
use crate::issuance::Authority;

/// Wrong transaction codes after which the offer is dead (OpenID4VCI 1.0 errata: cap guesses).
pub const WRONG_CODES_ALLOWED: i64 = 5;

/// An offer row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// Row id; inside the pre-authorized code, never elsewhere in public.
    pub id: Uuid,
    /// Tenant.
    pub tenant: String,
    /// The random id in the QR code.
    pub public_id: String,
    /// The learner's number at the record source.
    pub learner: String,
    /// What allows issuing it.
    pub authority: Authority,
    /// The consent behind it, for [`Authority::Consent`].
    pub consent_id: Option<Uuid>,
    /// Whether a transaction code must be typed into the wallet.
    pub needs_tx_code: bool,
    /// Wrong transaction codes so far.
    pub wrong_codes: i64,
    /// When it was made.
    pub created_at: Time,
    /// Until when its code can be redeemed.
    pub expires_at: Time,
    /// When its code was redeemed.
    pub redeemed_at: Option<Time>,
}

/// One credential in an offer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offered {
    /// Credential configuration id, such as `bsc-computing.ldp`.
    pub configuration: String,
    /// What people read.
    pub title: String,
    /// The award keys that go in.
    pub selection: Vec<String>,
}

type Row = (Uuid, String, String, String, String, Option<Uuid>, i64, i64, i64, i64, Option<i64>);

fn decode(row: Row) -> Result<Offer, DbError> {
    let (id, tenant, public_id, learner, authority, consent_id, needs_tx_code, wrong_codes, created, expires, redeemed) =
        row;
    Ok(Offer {
        id,
        tenant,
        public_id,
        learner,
        authority: Authority::from_word(&authority).ok_or_else(|| contradiction("offers.authority"))?,
        consent_id,
        needs_tx_code: needs_tx_code != 0,
        wrong_codes,
        created_at: Time::from_unix(created),
        expires_at: Time::from_unix(expires),
        redeemed_at: redeemed.map(Time::from_unix),
    })
}

/// Stores an offer with what is in it.
///
/// # Errors
/// Any [`DbError`].
pub async fn insert(tx: &mut Tx, offer: &Offer, credentials: &[Offered]) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO offers (id, tenant, public_id, learner, authority, consent_id, needs_tx_code, created_at, \
         expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        [
            offer.id.into(),
            offer.tenant.as_str().into(),
            offer.public_id.as_str().into(),
            offer.learner.as_str().into(),
            offer.authority.word().into(),
            offer.consent_id.into(),
            i64::from(offer.needs_tx_code).into(),
            offer.created_at.unix().into(),
            offer.expires_at.unix().into(),
        ],
    )
    .await?;
    for (position, offered) in (0_i64..).zip(credentials) {
        tx.execute(
            "INSERT INTO offered_credentials (offer_id, position, configuration, title, selection) \
             VALUES ($1, $2, $3, $4, $5)",
            [
                offer.id.into(),
                position.into(),
                offered.configuration.as_str().into(),
                offered.title.as_str().into(),
                serde_json::Value::from(offered.selection.clone()).to_string().into(),
            ],
        )
        .await?;
    }
    Ok(())
}

/// Makes a configuration known to the metadata, if it is not already.
///
/// # Errors
/// Any [`DbError`].
pub async fn know_configuration(
    tx: &mut Tx,
    tenant: &str,
    configuration: &Configuration,
    now: Time,
) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO configurations (tenant, id, kind, name, created_at) VALUES ($1, $2, $3, $4, $5) \
         ON CONFLICT (tenant, id) DO NOTHING",
        [
            tenant.into(),
            configuration.id.as_str().into(),
            configuration.kind.as_str().into(),
            configuration.name.as_str().into(),
            now.unix().into(),
        ],
    )
    .await?;
    Ok(())
}

/// A credential configuration as the metadata shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Configuration {
    /// `{slug}.ldp`, or `transcript.ldp`.
    pub id: String,
    /// `badge` or `transcript`.
    pub kind: String,
    /// The achievement's name.
    pub name: String,
}

/// All configurations of a tenant, by id.
///
/// # Errors
/// Any [`DbError`].
pub async fn configurations(db: &Db, tenant: &str) -> Result<Vec<Configuration>, DbError> {
    let rows: Vec<(String, String, String)> =
        db.read_all("SELECT id, kind, name FROM configurations WHERE tenant = $1 ORDER BY id", [tenant.into()]).await?;
    Ok(rows.into_iter().map(|(id, kind, name)| Configuration { id, kind, name }).collect())
}

/// The name under which a configuration was offered; `None` when it never was.
///
/// # Errors
/// Any [`DbError`].
pub async fn configuration_name(db: &Db, tenant: &str, id: &str) -> Result<Option<String>, DbError> {
    const SQL: &str = "SELECT name FROM configurations WHERE tenant = $1 AND id = $2";
    Ok(db.read::<(String,), 2>(SQL, [tenant.into(), id.into()]).await?.map(|(name,)| name))
}

/// The offer with this public id.
///
/// # Errors
/// Any [`DbError`].
pub async fn by_public_id(db: &Db, tenant: &str, public_id: &str) -> Result<Option<Offer>, DbError> {
    const SQL: &str = "SELECT id, tenant, public_id, learner, authority, consent_id, needs_tx_code, wrong_codes, \
                       created_at, expires_at, redeemed_at FROM offers WHERE tenant = $1 AND public_id = $2";
    db.read::<Row, 2>(SQL, [tenant.into(), public_id.into()]).await?.map(decode).transpose()
}

/// What is in an offer, in its order.
///
/// # Errors
/// Any [`DbError`].
pub async fn credentials(db: &Db, offer: Uuid) -> Result<Vec<Offered>, DbError> {
    let rows: Vec<(String, String, String)> = db
        .read_all(
            "SELECT configuration, title, selection FROM offered_credentials WHERE offer_id = $1 ORDER BY position",
            [offer.into()],
        )
        .await?;
    rows.into_iter()
        .map(|(configuration, title, selection)| {
            let selection =
                serde_json::from_str(&selection).map_err(|_| contradiction("offered_credentials.selection"))?;
            Ok(Offered { configuration, title, selection })
        })
        .collect()
}

/// Redeems an offer's code once. `None` when it was redeemed, has expired or saw too many wrong codes.
///
/// # Errors
/// Any [`DbError`].
pub async fn redeem(tx: &mut Tx, id: Uuid, now: Time) -> Result<Option<Offer>, DbError> {
    const SQL: &str = "UPDATE offers SET redeemed_at = $2 WHERE id = $1 AND redeemed_at IS NULL AND expires_at > $2 \
                       AND wrong_codes < $3 RETURNING id, tenant, public_id, learner, authority, consent_id, \
                       needs_tx_code, wrong_codes, created_at, expires_at, redeemed_at";
    tx.fetch_optional::<Row, 3>(SQL, [id.into(), now.unix().into(), WRONG_CODES_ALLOWED.into()])
        .await?
        .map(decode)
        .transpose()
}

/// Counts a wrong transaction code; how many there were, or `None` when none is allowed any more.
///
/// # Errors
/// Any [`DbError`].
pub async fn count_wrong_code(tx: &mut Tx, id: Uuid, now: Time) -> Result<Option<i64>, DbError> {
    let row: Option<(i64,)> = tx
        .fetch_optional(
            "UPDATE offers SET wrong_codes = wrong_codes + 1 WHERE id = $1 AND redeemed_at IS NULL AND expires_at > $2 \
             AND wrong_codes < $3 RETURNING wrong_codes",
            [id.into(), now.unix().into(), WRONG_CODES_ALLOWED.into()],
        )
        .await?;
    Ok(row.map(|(count,)| count))
}

/// Whether an offer needs a transaction code; `None` when there is no such offer.
///
/// # Errors
/// Any [`DbError`].
pub async fn needs_tx_code(db: &Db, id: Uuid) -> Result<Option<bool>, DbError> {
    let row: Option<(i64,)> = db.read("SELECT needs_tx_code FROM offers WHERE id = $1", [id.into()]).await?;
    Ok(row.map(|(needs,)| needs != 0))
}

/// Records the redemption of a staff offer as its consent, once.
///
/// # Errors
/// Any [`DbError`].
pub async fn accept(tx: &mut Tx, offer: Option<Uuid>, consent: super::consents::Consent) -> Result<(), DbError> {
    let id = consent.id;
    super::consents::insert(tx, consent).await?;
    tx.execute("UPDATE offers SET consent_id = $2 WHERE id = $1 AND consent_id IS NULL", [offer.into(), id.into()])
        .await?;
    Ok(())
}

/// The offer with this row id.
///
/// # Errors
/// Any [`DbError`].
pub async fn by_id(db: &Db, id: Uuid) -> Result<Option<Offer>, DbError> {
    const SQL: &str = "SELECT id, tenant, public_id, learner, authority, consent_id, needs_tx_code, wrong_codes, \
                       created_at, expires_at, redeemed_at FROM offers WHERE id = $1";
    db.read::<Row, 1>(SQL, [id.into()]).await?.map(decode).transpose()
}
