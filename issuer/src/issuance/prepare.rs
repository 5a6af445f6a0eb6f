//! Intent before signature. A [`Prepared`] exists only once its intent is on disk; signing consumes it, so that signing
//! twice does not compile.

use model::random::Random;
use model::time::Time;
use proof::keyring::Keyring;
use serde_json::Value;
use sha2::{Digest as _, Sha256};

use super::status::Taken;
use super::{Failure, Refusal};
use crate::App;
use crate::store::consents::{self, Consent, Method};
use crate::store::credentials::{self, Intent};
use crate::store::status::Entry;
use crate::store::{audit, grants, offers};
use crate::urls::Urls;

/// What must still hold in the transaction that writes the intent.
pub struct Conditions {
    /// The access token's row.
    pub token: uuid::Uuid,
    /// The key proof's nonce, used up here.
    pub nonce: super::nonce::Nonce,
    /// For a staff offer: the redemption as consent, recorded once with the first intent.
    pub accepted: Option<Consent>,
}

/// An intent that is on disk, not yet signed.
pub struct Prepared {
    intent: Intent,
    /// What an operator wants always shown.
    mandatory: Vec<String>,
}

/// A signed credential, not yet on disk.
pub struct Signed {
    intent: Intent,
    credential: String,
}

/// SHA-256 of the unsigned document's bytes, as the intent records it.
pub fn document_hash(document: &str) -> Vec<u8> {
    Sha256::digest(document).to_vec()
}

impl Prepared {
    /// Commits `intent` with its status entries: token and consent still hold, the nonce is new, the offer and
    /// configuration have no intent yet. `Ok(None)`: they had one, which the caller reads.
    ///
    /// # Errors
    /// [`Failure::Refused`] when a condition no longer holds.
    pub async fn commit(
        app: &App,
        intent: Intent,
        taken: Vec<Entry>,
        conditions: Conditions,
    ) -> Result<Option<Self>, Failure> {
        let now = intent.created_at;
        let entry =
            app.audit_entry(now, ("wallet", "credential.intended"), &intent.credential_id, intent.authority.word());
        let kept = intent.clone();
        let committed = app
            .db
            .write(async move |tx| {
                if let Err(refusal) = still_allowed(tx, &intent, &conditions, now).await? {
                    return Ok::<_, Failure>(Err(refusal));
                }
                if !grants::use_nonce(tx, conditions.nonce.key, conditions.nonce.expires_at).await? {
                    return Ok(Err(Refusal::InvalidNonce));
                }
                if let Some(accepted) = conditions.accepted {
                    offers::accept(tx, intent.offer_id, accepted).await?;
                }
                if !credentials::insert_intent(tx, &intent).await? {
                    return Ok(Ok(false));
                }
                for entry in &taken {
                    crate::store::status::insert_entry(tx, &intent.tenant, intent.id, entry).await?;
                }
                audit::write(tx, entry).await?;
                Ok(Ok(true))
            })
            .await??;
        Ok(committed.then_some(Self::resume(kept)))
    }

    /// Commits an operator's intent with its status entries: no token, no nonce, no learner data source. With a suite under which parts are shown,
    /// what `mandatory` points to is always shown, beside what never can be kept back.
    ///
    /// # Errors
    /// [`Failure::Storage`].
    pub async fn commit_for_operator(
        app: &App,
        intent: Intent,
        taken: Vec<Entry>,
        mandatory: Vec<String>,
    ) -> Result<Self, Failure> {
        let entry =
            app.audit_entry(intent.created_at, ("operator", "credential.intended"), &intent.credential_id, "operator");
        let kept = intent.clone();
        app.db
            .write(async move |tx| {
                credentials::insert_intent(tx, &intent).await?;
                for entry in &taken {
                    crate::store::status::insert_entry(tx, &intent.tenant, intent.id, entry).await?;
                }
                audit::write(tx, entry).await
            })
            .await?;
        Ok(Self { intent: kept, mandatory })
    }

    /// Takes up an intent that was committed before: its answer was lost, or the process was killed before it had signed.
    pub(super) const fn resume(intent: Intent) -> Self {
        Self { intent, mandatory: Vec::new() }
    }

    /// Signs the intent's document: in a transcript each child first, then the whole. The same intent always
    /// signs the same bytes, because its time is the proof's `created`; with Ed25519 the signature is the same too, with
    /// ECDSA the one that is stored first counts.
    ///
    /// # Errors
    /// [`Failure::Signing`]; every signature is verified before it leaves.
    pub fn sign(self, urls: &Urls, keys: &Keyring, random: &dyn Random) -> Result<Signed, Failure> {
        if document_hash(&self.intent.document) != self.intent.document_hash {
            return Err(Failure::Inconsistent("an intent's document does not have its hash"));
        }
        let key =
            keys.find(&self.intent.key_id).ok_or(Failure::Inconsistent("an intent names a key that is not here"))?;
        let made = (self.intent.created_at, random);
        let document = &self.intent.document;
        let credential = super::envelope::secure(urls, (key, self.intent.suite), document, made, &self.mandatory)?;
        Ok(Signed { credential, intent: self.intent })
    }
}

async fn still_allowed(
    tx: &mut db::Tx,
    intent: &Intent,
    conditions: &Conditions,
    now: Time,
) -> Result<Result<(), Refusal>, Failure> {
    if !grants::is_live(tx, conditions.token, now).await? {
        return Ok(Err(Refusal::InvalidToken));
    }
    match intent.consent_id {
        Some(consent) if conditions.accepted.is_none() && !consents::holds(tx, consent, now).await? => {
            Ok(Err(Refusal::ConsentEnded))
        }
        _ => Ok(Ok(())),
    }
}

impl Signed {
    /// Commits the credential with its audit row and the message for the record source, and only then gives it out, as the JSON text that was stored. When two requests took up one intent, both
    /// get the bytes that were stored first.
    ///
    /// # Errors
    /// [`Failure::Storage`].
    pub async fn record(self, app: &App, now: Time) -> Result<(Intent, String), Failure> {
        let Self { intent, credential } = self;
        let entry =
            app.audit_entry(now, ("server", "credential.issued"), &intent.credential_id, intent.authority.word());
        let stored = intent.clone();
        let message = (model::ids::row_id(now, app.random.as_ref()), app.records.takes_interactions());
        app.db
            .write(async move |tx| {
                if credentials::insert(tx, &stored, &credential, now).await? {
                    audit::write(tx, entry).await?;
                    super::write_back::note(tx, &stored, message, now).await?;
                }
                Ok::<_, Failure>(())
            })
            .await?;
        let credential = credentials::signed(&app.db, intent.id)
            .await?
            .ok_or(Failure::Inconsistent("a credential just stored is gone"))?;
        Ok((intent, credential))
    }
}

/// The redemption of a staff offer, as the consent it is.
pub fn acceptance(app: &App, offer: &offers::Offer, titles: &[String], now: Time) -> Consent {
    Consent {
        id: model::ids::row_id(now, app.random.as_ref()),
        tenant: offer.tenant.clone(),
        learner: offer.learner.clone(),
        records: Value::from(titles.to_vec()).to_string(),
        purpose: "to give you signed copies of your record".to_owned(),
        party: "the wallet that redeemed the offer".to_owned(),
        method: Method::Redemption,
        notice: "none".to_owned(),
        notice_hash: None,
        given_at: now,
        expires_at: now.plus(super::consent::LIFETIME),
    }
}

/// The rows of the indices taken, in the order the credentials asked for them.
pub fn entries(taken: &[Taken], credential_ids: &[String]) -> Vec<Entry> {
    taken
        .iter()
        .zip(credential_ids)
        .map(|(taken, id)| Entry {
            list_id: taken.list_id,
            index: i64::try_from(taken.entry.index).unwrap_or(i64::MAX),
            credential_id: id.clone(),
        })
        .collect()
}
