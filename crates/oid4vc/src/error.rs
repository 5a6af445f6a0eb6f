//! Every error code of the endpoints here, and the refusal that carries one.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A description longer than this is cut: it is a hint for a wallet's developer, not a report.
const LONGEST_DESCRIPTION: usize = 300;

/// An error code as it stands in the `error` member of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ErrorCode {
    /// RFC 6749 §5.2: malformed request; OpenID4VCI 1.0 §6.3: a transaction code sent where none is expected, or the
    /// reverse.
    InvalidRequest,
    /// RFC 6749 §5.2; OpenID4VCI 1.0 §6.3: no client identifier where anonymous access is not allowed.
    InvalidClient,
    /// RFC 6749 §5.2; OpenID4VCI 1.0 §6.3: wrong transaction code, or a wrong, expired or used code.
    InvalidGrant,
    /// RFC 6749 §5.2: this client may not use this grant.
    UnauthorizedClient,
    /// RFC 6749 §5.2: a grant type this server does not know.
    UnsupportedGrantType,
    /// RFC 6749 §5.2: unknown or malformed scope.
    InvalidScope,
    /// RFC 8707 §2: `resource` names somebody else.
    InvalidTarget,
    /// RFC 9396 §5: unknown, malformed or not allowed authorization details.
    InvalidAuthorizationDetails,
    /// RFC 6750 §3.1: the access token is missing, unknown, expired or revoked.
    InvalidToken,
    /// RFC 6750 §3.1: the access token does not cover what was asked for.
    InsufficientScope,
    /// OpenID4VCI 1.0 §8.3.1.2: a missing, unsupported, repeated or malformed parameter.
    InvalidCredentialRequest,
    /// OpenID4VCI 1.0 §8.3.1.2: unknown `credential_configuration_id`.
    UnknownCredentialConfiguration,
    /// OpenID4VCI 1.0 §8.3.1.2: unknown `credential_identifier`.
    UnknownCredentialIdentifier,
    /// OpenID4VCI 1.0 §8.3.1.2: `proofs` is missing, or a key proof in it is wrong or has no nonce.
    InvalidProof,
    /// OpenID4VCI 1.0 §8.3.1.2: a key proof with a nonce that is unknown, expired or used.
    InvalidNonce,
    /// OpenID4VCI 1.0 §8.3.1.2: encryption parameters invalid, missing or not supported.
    InvalidEncryptionParameters,
    /// OpenID4VCI 1.0 §8.3.1.2: refused for good; the wallet need not try again.
    CredentialRequestDenied,
    /// OpenID4VCI 1.0 §9.3: unknown or used up `transaction_id`.
    InvalidTransactionId,
    /// OpenID4VCI 1.0 §11.3: unknown `notification_id`.
    InvalidNotificationId,
    /// OpenID4VCI 1.0 §11.3: malformed notification.
    InvalidNotificationRequest,
    /// RFC 6749 §4.1.2.1: a fault of this service, with no detail.
    ServerError,
    /// RFC 6749 §4.1.2.1: too busy for a moment.
    TemporarilyUnavailable,
}

impl ErrorCode {
    /// The code as written on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::InvalidRequest => "invalid_request",
            Self::InvalidClient => "invalid_client",
            Self::InvalidGrant => "invalid_grant",
            Self::UnauthorizedClient => "unauthorized_client",
            Self::UnsupportedGrantType => "unsupported_grant_type",
            Self::InvalidScope => "invalid_scope",
            Self::InvalidTarget => "invalid_target",
            Self::InvalidAuthorizationDetails => "invalid_authorization_details",
            Self::InvalidToken => "invalid_token",
            Self::InsufficientScope => "insufficient_scope",
            Self::InvalidCredentialRequest => "invalid_credential_request",
            Self::UnknownCredentialConfiguration => "unknown_credential_configuration",
            Self::UnknownCredentialIdentifier => "unknown_credential_identifier",
            Self::InvalidProof => "invalid_proof",
            Self::InvalidNonce => "invalid_nonce",
            Self::InvalidEncryptionParameters => "invalid_encryption_parameters",
            Self::CredentialRequestDenied => "credential_request_denied",
            Self::InvalidTransactionId => "invalid_transaction_id",
            Self::InvalidNotificationId => "invalid_notification_id",
            Self::InvalidNotificationRequest => "invalid_notification_request",
            Self::ServerError => "server_error",
            Self::TemporarilyUnavailable => "temporarily_unavailable",
        }
    }
}

impl fmt::Display for ErrorCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A request refused, with the code the specification gives for it and a hint for the wallet's developer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{code}: {description}")]
pub struct Refusal {
    /// The code for the `error` member.
    pub code: ErrorCode,
    /// What was expected, what came. No personal data, no secrets.
    pub description: Description,
}

impl Refusal {
    /// A refusal with `code`; `description` is brought into the allowed characters.
    pub fn new(code: ErrorCode, description: &str) -> Self {
        Self { code, description: Description::new(description) }
    }

    /// The JSON body of the answer.
    pub fn body(&self) -> ErrorBody {
        ErrorBody { error: self.code, error_description: Some(self.description.clone()) }
    }
}

/// The JSON body of a refused request (RFC 6749 §5.2, OpenID4VCI 1.0 §8.3.1.2, §11.3).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ErrorBody {
    /// The code.
    pub error: ErrorCode,
    /// Text for the wallet's developer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error_description: Option<Description>,
}

/// An `error_description`: only the characters `%x20-21 / %x23-5B / %x5D-7E` (RFC 6749 §5.2, OpenID4VCI 1.0 §8.3.1.2),
/// at most 300 of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub struct Description(String);

impl Description {
    /// `text` with each forbidden character replaced: quotation marks by `'`, a backslash by `/`, dashes by `-`, an
    /// ellipsis by `...`, line breaks by a space, anything else by `?`.
    pub fn new(text: &str) -> Self {
        let mut allowed = String::with_capacity(text.len().min(LONGEST_DESCRIPTION));
        for character in text.chars() {
            match character {
                '"' | '“' | '”' | '‘' | '’' => allowed.push('\''),
                '\\' => allowed.push('/'),
                '–' | '—' => allowed.push('-'),
                '…' => allowed.push_str("..."),
                '\n' | '\r' | '\t' | '\u{a0}' => allowed.push(' '),
                ' '..='~' => allowed.push(character),
                _ => allowed.push('?'),
            }
            if allowed.len() >= LONGEST_DESCRIPTION {
                allowed.truncate(LONGEST_DESCRIPTION);
                break;
            }
        }
        Self(allowed)
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<String> for Description {
    fn from(text: String) -> Self {
        Self::new(&text)
    }
}

impl From<Description> for String {
    fn from(description: Description) -> Self {
        description.0
    }
}

impl fmt::Display for Description {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn description_keeps_only_the_allowed_characters() {
        let all: String = (0..=0x2100).filter_map(char::from_u32).collect();
        for chunk in all.chars().collect::<Vec<_>>().chunks(200) {
            let text = Description::new(&chunk.iter().collect::<String>());
            let allowed = |b: u8| matches!(b, 0x20..=0x21 | 0x23..=0x5B | 0x5D..=0x7E);
            assert!(text.as_str().bytes().all(allowed), "{text}");
        }
    }

    #[test]
    fn description_reads_like_the_text_it_came_from() {
        let text = Description::new("expected “jwt”, found \"cwt\" – see C:\\x…\nnext ü");
        assert_eq!(text.as_str(), "expected 'jwt', found 'cwt' - see C:/x... next ?");
    }

    #[test]
    fn description_is_cut_at_300() {
        assert_eq!(Description::new(&"…".repeat(400)).as_str().len(), 300);
    }

    #[test]
    fn code_is_the_same_in_json_and_in_text() {
        for code in [ErrorCode::InvalidGrant, ErrorCode::UnknownCredentialConfiguration, ErrorCode::InvalidNonce] {
            assert_eq!(serde_json::to_value(code).unwrap(), code.as_str());
        }
    }

    #[test]
    fn refusal_becomes_the_specified_body() {
        let body = Refusal::new(ErrorCode::InvalidProof, "no nonce").body();
        let expected = serde_json::json!({"error": "invalid_proof", "error_description": "no nonce"});
        assert_eq!(serde_json::to_value(body).unwrap(), expected);
    }
}
