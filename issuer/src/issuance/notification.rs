//! What a wallet tells us of a credential it got (OpenID4VCI 1.0 §11).

use model::time::Time;
use oid4vc::notification::{NotificationEvent, NotificationRequest};

use super::{Failure, Refusal, codes, credential};
use crate::App;
use crate::store::{audit, credentials};

/// Records a notification; the same one again changes nothing.
///
/// # Errors
/// [`Refusal::UnknownNotification`] when the id was not given out with this access token.
pub async fn record(app: &App, token: &str, request: &NotificationRequest, now: Time) -> Result<(), Failure> {
    let token = credential::live_token(app, token, now).await?;
    let id = codes::credential_of_notification(&app.secrets, &request.notification_id)
        .ok_or(Refusal::UnknownNotification)?;
    let event = word(request.event);
    let entry = app.audit_entry(now, ("wallet", "credential.notified"), &id.to_string(), event);
    app.db
        .write(async move |tx| {
            if !credentials::notified(tx, id, token.offer_id, event, now).await? {
                return Ok::<_, Failure>(Err(Refusal::UnknownNotification));
            }
            audit::write(tx, entry).await?;
            Ok(Ok(()))
        })
        .await?
        .map_err(Failure::from)
}

const fn word(event: NotificationEvent) -> &'static str {
    match event {
        NotificationEvent::CredentialAccepted => "credential_accepted",
        NotificationEvent::CredentialFailure => "credential_failure",
        NotificationEvent::CredentialDeleted => "credential_deleted",
    }
}
