//! Telling the record source what was issued: after the commit, at least once, and never in the way of issuing.

use model::random;
use model::time::Time;

use super::{Failure, codes};
use crate::App;
use crate::records::{Interaction, SourceError};
use crate::store::outbox::{self, CREDENTIAL_ISSUED, Taken, Told};
use crate::store::{audit, credentials};

/// Seconds a worker has for one message. Past it another may take the message; longer than a source's whole budget.
const LEASE: i64 = 10 * 60;
/// Seconds after the first failure; each further one waits twice as long, up to [`LONGEST_WAIT`].
const FIRST_WAIT: i64 = 30;
/// Six hours.
const LONGEST_WAIT: i64 = 6 * 60 * 60;
/// After so many tries, spread over one to three days, a message is given up.
pub const TRIES: i64 = 20;

/// Writes the message in the transaction that stores the credential, where the source wants to be told.
///
/// # Errors
/// [`Failure::Storage`].
pub(super) async fn note(
    tx: &mut db::Tx,
    intent: &credentials::Intent,
    (id, wanted): (uuid::Uuid, bool),
    now: Time,
) -> Result<(), Failure> {
    if wanted && intent.learner.is_some() {
        outbox::insert(tx, (id, &intent.tenant), CREDENTIAL_ISSUED, intent.id, now).await?;
    }
    Ok(())
}

/// Tells the source of the credential whose message is due longest; `false` when none is due, or the source takes none.
///
/// # Errors
/// [`Failure::Storage`]. What the source does wrong is no error of ours: it is logged, and the message waits.
pub async fn tell_next(app: &App, now: Time) -> Result<bool, Failure> {
    if !app.records.takes_interactions() {
        return Ok(false);
    }
    let tenant = app.urls.tenant().to_owned();
    let lease = now.plus(LEASE);
    let taken = app.db.write(async move |tx| outbox::take(tx, &tenant, CREDENTIAL_ISSUED, (now, lease)).await).await?;
    let Some(taken) = taken else { return Ok(false) };
    let told = outbox::told(&app.db, taken.credential).await?;
    let told = told.ok_or(Failure::Inconsistent("a message about a credential that is not here"))?;
    match tell(app, &taken, &told).await {
        Ok(()) => delivered(app, taken, told, now).await?,
        Err(error) => failed(app, (taken, told), &error, now).await?,
    }
    Ok(true)
}

async fn tell(app: &App, taken: &Taken, told: &Told) -> Result<(), SourceError> {
    let Some(learner) = &told.learner else { return Ok(()) };
    let title = told.title.as_deref().unwrap_or("A credential");
    let interaction = Interaction {
        id: codes::interaction_id(&app.secrets, taken.credential),
        kind: "CredentialIssued",
        channel: "OpenID4VCI",
        channel_identifier: app.urls.issuer(),
        at: told.issued_at,
        summary: format!("“{title}” was issued to the learner's wallet as {}.", told.credential_id),
    };
    app.records.record_interaction(learner, &interaction).await
}

async fn delivered(app: &App, taken: Taken, told: Told, now: Time) -> Result<(), Failure> {
    let entry = app.audit_entry(now, ("server", "interaction.recorded"), &told.credential_id, "");
    app.db
        .write(async move |tx| {
            outbox::done(tx, taken.id).await?;
            audit::write(tx, entry).await
        })
        .await?;
    Ok(())
}

/// Puts the message off, or gives it up with an audit row: nothing is lost without a trace.
async fn failed(app: &App, (taken, told): (Taken, Told), error: &SourceError, now: Time) -> Result<(), Failure> {
    let gives_up = taken.attempts >= TRIES;
    tracing::warn!(%error, message = %taken.id, attempts = taken.attempts, gives_up, "the record source was not told");
    let due = now.plus(wait(taken.attempts, app.random.as_ref()));
    let entry = app.audit_entry(now, ("server", "interaction.given-up"), &told.credential_id, error.code());
    app.db
        .write(async move |tx| {
            if gives_up {
                outbox::give_up(tx, taken.id, now).await?;
                return audit::write(tx, entry).await;
            }
            outbox::later(tx, taken.id, due).await
        })
        .await?;
    Ok(())
}

/// Seconds until the next try, drawn between half of the longest wait and all of it.
fn wait(attempts: i64, random: &dyn random::Random) -> i64 {
    let longest = longest(attempts);
    let half = longest / 2;
    half + i64::from(u32::from_be_bytes(random::bytes(random))) % (longest - half + 1)
}

fn longest(attempts: i64) -> i64 {
    let doubled = u32::try_from(attempts.saturating_sub(1)).unwrap_or_default().min(20);
    FIRST_WAIT.saturating_mul(1 << doubled).min(LONGEST_WAIT)
}

#[cfg(test)]
mod tests {
    use model::random::SeededRandom;

    use super::*;

    #[test]
    fn waits_grow_up_to_six_hours_and_last_days_together() {
        let random = SeededRandom::new(3);
        let expected = [(1, 30), (2, 60), (5, 480), (11, LONGEST_WAIT), (TRIES, LONGEST_WAIT), (500, LONGEST_WAIT)];
        for (attempts, most) in expected {
            for _ in 0..50 {
                let wait = wait(attempts, &random);
                assert!(wait >= most / 2 && wait <= most, "{attempts}: {wait}");
            }
        }
        let hours = (1..TRIES).map(longest).sum::<i64>() / 3600;
        assert!((48..72).contains(&hours), "{hours} hours at most, half of it at least");
    }
}
