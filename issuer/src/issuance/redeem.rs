//! Redeeming a pre-authorized code (OpenID4VCI 1.0 §6): once, with its transaction code where one is set.

use model::time::Time;
use uuid::Uuid;

use super::{Failure, Refusal, codes};
use crate::App;
use crate::store::grants::{self, AccessToken};
use crate::store::{audit, offers};

/// Seconds an access token is good for. Bearer tokens that live longer must be bound to a key (OpenID4VCI 1.0 §13.10).
pub const TOKEN_LIFETIME: i64 = 300;

/// Seconds within which a second use of a code is a wallet that lost our answer, not an attack.
const REPLAY_GRACE: i64 = 60;

/// What a redeemed code gives.
pub struct Redeemed {
    /// The access token.
    pub token: String,
    /// The configurations it is good for.
    pub configurations: Vec<String>,
}

/// Redeems `code`.
///
/// # Errors
/// [`Failure::Refused`] with the reason; refusals are audited, and wrong transaction codes counted.
pub async fn redeem(app: &App, code: &str, tx_code: Option<&str>, now: Time) -> Result<Redeemed, Failure> {
    let offer = codes::offer_of_code(&app.secrets, code).ok_or(Refusal::InvalidGrant)?;
    let needs_tx_code = offers::needs_tx_code(&app.db, offer).await?.ok_or(Refusal::InvalidGrant)?;
    let token = match (needs_tx_code, tx_code) {
        (true, None) => Err(Refusal::TransactionCodeMissing.into()),
        (false, Some(_)) => Err(Refusal::TransactionCodeUnexpected.into()),
        (true, Some(given)) if !codes::is_transaction_code(&app.secrets, offer, given) => {
            wrong_code(app, offer, now).await
        }
        _ => redeem_once(app, offer, now).await,
    }?;
    let offered = offers::credentials(&app.db, offer).await?;
    Ok(Redeemed { token, configurations: offered.into_iter().map(|offered| offered.configuration).collect() })
}

async fn wrong_code(app: &App, offer: Uuid, now: Time) -> Result<String, Failure> {
    let entry = app.audit_entry(now, ("wallet", "offer.wrong-code"), &offer.to_string(), "");
    app.db
        .write(async move |tx| {
            let counted = offers::count_wrong_code(tx, offer, now).await?;
            audit::write(tx, entry).await?;
            // Past the limit the code is dead, whatever is typed: the answer no longer says the digits were wrong.
            let refusal = if counted.is_some() { Refusal::WrongTransactionCode } else { Refusal::InvalidGrant };
            Ok::<_, Failure>(Err(refusal))
        })
        .await?
        .map_err(Failure::from)
}

async fn redeem_once(app: &App, offer: Uuid, now: Time) -> Result<String, Failure> {
    let id = model::ids::row_id(now, app.random.as_ref());
    let token = codes::new_token(id, app.random.as_ref());
    let row = AccessToken {
        id,
        tenant: app.urls.tenant().to_owned(),
        secret_hash: token.secret_hash,
        offer_id: offer,
        created_at: now,
        expires_at: now.plus(TOKEN_LIFETIME),
    };
    let redeemed = app.audit_entry(now, ("wallet", "offer.redeemed"), &offer.to_string(), "");
    let refused = app.audit_entry(now, ("wallet", "offer.refused"), &offer.to_string(), "used, expired or locked");
    let text = token.text;
    app.db
        .write(async move |tx| {
            if offers::redeem(tx, offer, now).await?.is_none() {
                grants::revoke_after_replay(tx, offer, now, REPLAY_GRACE).await?;
                audit::write(tx, refused).await?;
                return Ok::<_, Failure>(Err(Refusal::InvalidGrant));
            }
            grants::insert(tx, &row).await?;
            audit::write(tx, redeemed).await?;
            Ok(Ok(text))
        })
        .await?
        .map_err(Failure::from)
}
