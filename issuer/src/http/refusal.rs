//! What a refusal looks like from outside: the specification's error code for wallets, a page for people. Logged once,
//! here; what went wrong inside never leaves.

use axum::http::StatusCode;
use oid4vc::error::ErrorCode;
use web::api_error::ApiError;
use web::page_error::PageError;

use crate::issuance::{Failure, Refusal};
use crate::records::SourceError;
use crate::{api_keys, catalogue};

/// The answer to a wallet.
pub(crate) fn to_wallet(failure: Failure) -> ApiError {
    match failure {
        Failure::Refused(refusal) => ApiError::refused(code(&refusal), &refusal.to_string()),
        Failure::Source(error) => unavailable(&error),
        Failure::Storage(_)
        | Failure::Lint(_)
        | Failure::TranscriptPdf(_)
        | Failure::Signing(_)
        | Failure::Inconsistent(_) => ApiError::internal(failure),
    }
}

fn unavailable(error: &SourceError) -> ApiError {
    tracing::warn!(%error, "the record source did not answer");
    ApiError::new(
        StatusCode::SERVICE_UNAVAILABLE,
        ErrorCode::ServerError,
        "the institution's records cannot be read just now: try again",
    )
}

/// OpenID4VCI 1.0 §6.3, §8.3.1.2, §11.3 and RFC 6750 §3.1.
const fn code(refusal: &Refusal) -> ErrorCode {
    match refusal {
        Refusal::InvalidGrant | Refusal::WrongTransactionCode => ErrorCode::InvalidGrant,
        Refusal::TransactionCodeMissing | Refusal::TransactionCodeUnexpected => ErrorCode::InvalidRequest,
        Refusal::InvalidToken => ErrorCode::InvalidToken,
        Refusal::InvalidCredentialRequest(_) => ErrorCode::InvalidCredentialRequest,
        Refusal::UnknownConfiguration => ErrorCode::UnknownCredentialConfiguration,
        Refusal::UnknownIdentifier => ErrorCode::UnknownCredentialIdentifier,
        Refusal::InvalidProof(_) => ErrorCode::InvalidProof,
        Refusal::InvalidNonce => ErrorCode::InvalidNonce,
        Refusal::OtherHolder
        | Refusal::ConsentEnded
        | Refusal::NotIssuable
        | Refusal::IdentityGone(_)
        | Refusal::UnknownLearner
        | Refusal::NotOffered(_) => ErrorCode::CredentialRequestDenied,
        Refusal::UnknownNotification => ErrorCode::InvalidNotificationId,
    }
}

/// The answer to a program that works on the catalogue.
pub(crate) fn to_program(failure: catalogue::Failure) -> ApiError {
    use catalogue::Refused;
    let refused = match failure {
        catalogue::Failure::Refused(refused) => refused,
        other => return ApiError::internal(other),
    };
    let text = refused.to_string();
    let status = match refused {
        Refused::Clash(_) => StatusCode::CONFLICT,
        Refused::Unknown(_) => StatusCode::NOT_FOUND,
        Refused::NotSaid(_) => StatusCode::PRECONDITION_REQUIRED,
        Refused::Moved { .. } => StatusCode::PRECONDITION_FAILED,
        Refused::TooLarge { .. } => StatusCode::PAYLOAD_TOO_LARGE,
        Refused::Overtaken => return ApiError::refused(ErrorCode::TemporarilyUnavailable, &text),
    };
    ApiError::new(status, ErrorCode::InvalidRequest, &text)
}

/// The answer to a program whose key is not let in (RFC 6750 §3.1).
pub(crate) fn of_key(refused: api_keys::Refused) -> ApiError {
    match refused {
        api_keys::Refused::Unknown => ApiError::refused(ErrorCode::InvalidToken, &refused.to_string()),
        api_keys::Refused::Scope(_) => ApiError::refused(ErrorCode::InsufficientScope, &refused.to_string()),
        api_keys::Refused::NotMade(_) | api_keys::Refused::Storage(_) => ApiError::internal(refused),
    }
}

/// The page a learner gets.
pub(crate) fn to_learner(failure: Failure) -> PageError {
    match failure {
        Failure::Refused(Refusal::NotOffered(what)) => PageError::new(
            StatusCode::CONFLICT,
            "That cannot be put into a wallet",
            &format!("We were asked for something that is not there: {what}."),
            "Go back to your record and choose again.",
        ),
        // It may still be a part behind the source that failed: nobody is told that they have no record.
        Failure::Refused(Refusal::UnknownLearner) => PageError::new(
            StatusCode::CONFLICT,
            "We did not find your record",
            "The system that keeps records answers, and lists nobody under your number.",
            "Try again in a few minutes. If it goes on, ask your registrar which number your record is kept under.",
        ),
        Failure::Refused(refusal) => PageError::new(
            StatusCode::CONFLICT,
            "That did not work",
            &format!("The reason: {refusal}."),
            "Go back to your record and try again.",
        ),
        Failure::Source(SourceError::Ambiguous) => {
            tracing::warn!(error = %SourceError::Ambiguous, "the record source listed nobody");
            PageError::new(
                StatusCode::SERVICE_UNAVAILABLE,
                "We cannot read your record just now",
                "The system that keeps your record gave us nothing, and does not say why. This does not mean that you have \
                 no record.",
                "Try again in a few minutes. If it goes on, ask your registrar which number your record is kept under.",
            )
        }
        Failure::Source(error) => {
            tracing::warn!(%error, "the record source did not answer");
            PageError::new(
                StatusCode::SERVICE_UNAVAILABLE,
                "We cannot read your record just now",
                "The system that keeps your record did not give it to us. Your record itself is not affected.",
                "Try again in a few minutes. If it goes on, tell your registrar.",
            )
        }
        other => PageError::internal(other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_that_was_overtaken_may_try_again() {
        let answer = to_program(catalogue::Refused::Overtaken.into());
        assert_eq!(
            (answer.status(), answer.code()),
            (StatusCode::SERVICE_UNAVAILABLE, ErrorCode::TemporarilyUnavailable)
        );
        let large = catalogue::Refused::TooLarge { slug: "a".to_owned(), size: 70_000 };
        assert_eq!(to_program(large.into()).status(), StatusCode::PAYLOAD_TOO_LARGE);
    }
}
