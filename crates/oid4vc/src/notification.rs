//! What a wallet says after it got a credential (OpenID4VCI 1.0 §11).

use serde::{Deserialize, Serialize};

use crate::error::{Description, ErrorCode, Refusal};
use crate::json;

/// A notification request (OpenID4VCI 1.0 §11.1). The same one may come several times.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NotificationRequest {
    /// From the credential response.
    pub notification_id: String,
    /// What happened.
    pub event: NotificationEvent,
    /// For the issuer's developers; brought into the allowed characters on reading.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub event_description: Option<Description>,
}

impl NotificationRequest {
    /// Reads the JSON body of a request.
    ///
    /// # Errors
    /// `invalid_notification_request` (§11.3) when it is not JSON, states a member twice, lacks a member or names an
    /// event of no known kind.
    pub fn read(body: &[u8]) -> Result<Self, Refusal> {
        let refused = |error: serde_json::Error| {
            Refusal::new(ErrorCode::InvalidNotificationRequest, &format!("the notification could not be read: {error}"))
        };
        json::read(body).and_then(serde_json::from_value).map_err(refused)
    }
}

/// The kinds of event (OpenID4VCI 1.0 §11.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NotificationEvent {
    /// Stored in the wallet.
    CredentialAccepted,
    /// Not stored, for another reason than the learner's wish.
    CredentialFailure,
    /// Not kept, because the learner said so.
    CredentialDeleted,
}

impl NotificationEvent {
    /// As written on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::CredentialAccepted => "credential_accepted",
            Self::CredentialFailure => "credential_failure",
            Self::CredentialDeleted => "credential_deleted",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_each_event_and_ignores_what_it_does_not_know() {
        for event in ["credential_accepted", "credential_failure", "credential_deleted"] {
            let body = format!(r#"{{"notification_id":"3fwe98js","event":"{event}","device":"x"}}"#);
            let read = NotificationRequest::read(body.as_bytes()).unwrap();
            assert_eq!(read.event.as_str(), event);
            assert_eq!(read.notification_id, "3fwe98js");
        }
    }

    #[test]
    fn refuses_what_is_not_a_notification() {
        for body in [
            "",
            "[]",
            r#"{"event":"credential_accepted"}"#,
            r#"{"notification_id":"x"}"#,
            r#"{"notification_id":"x","event":"Credential_Accepted"}"#,
            r#"{"notification_id":7,"event":"credential_accepted"}"#,
            r#"{"notification_id":"x","notification_id":"y","event":"credential_accepted"}"#,
        ] {
            let refusal = NotificationRequest::read(body.as_bytes()).unwrap_err();
            assert_eq!(refusal.code, ErrorCode::InvalidNotificationRequest, "{body}");
        }
    }

    #[test]
    fn description_of_an_event_cannot_carry_control_characters() {
        let body =
            "{\"notification_id\":\"x\",\"event\":\"credential_failure\",\"event_description\":\"a\\u001b[31m\\n\"}";
        let read = NotificationRequest::read(body.as_bytes()).unwrap();
        assert_eq!(read.event_description.unwrap().as_str(), "a?[31m ");
    }
}
