//! What is tidied now and then: rows that can no longer change an answer.

use model::time::Time;

use super::Failure;
use crate::App;
use crate::store::grants;

/// Forgets used nonces that have expired: one that comes back is refused by its age.
///
/// # Errors
/// [`Failure::Storage`].
pub async fn tidy(app: &App, now: Time) -> Result<u64, Failure> {
    Ok(app.db.write(async move |tx| grants::forget_nonces(tx, now).await).await?)
}
