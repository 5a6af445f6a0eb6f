//! Revoking (Bitstring Status List v1.0): every copy of a credential, for good, with a reason.

use model::time::Time;

use super::{Failure, Refusal};
use crate::App;
use crate::store::{audit, status};

/// What a revocation did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub struct Revoked {
    /// Copies revoked now.
    pub revoked: u64,
    /// Copies there are.
    pub copies: u64,
}

/// Revokes all copies of `credential_id`. When it returns, the lists that are served show it.
///
/// # Errors
/// [`Refusal::NotOffered`] when we never issued such a credential.
pub async fn revoke(app: &App, credential_id: &str, reason: &str, now: Time) -> Result<Revoked, Failure> {
    let tenant = app.urls.tenant().to_owned();
    let entry = app.audit_entry(now, ("operator", "credential.revoked"), credential_id, reason);
    let (id, reason) = (credential_id.to_owned(), reason.to_owned());
    app.db
        .write(async move |tx| {
            let (revoked, copies) = status::revoke(tx, &tenant, &id, &reason, now).await?;
            if copies == 0 {
                let text = format!("expected the id of a credential issued here, found {id}, which was not");
                return Ok::<_, Failure>(Err(Refusal::NotOffered(text)));
            }
            audit::write(tx, entry).await?;
            Ok(Ok(Revoked { revoked, copies }))
        })
        .await?
        .map_err(Failure::from)
}
