//! Why a token is refused as it stands, in the words of a report.

use proof::jose::JoseError;
use proof::jose::credential::CredentialJwtError;
use proof::sd_jwt::SdJwtError;
use proof::sd_jwt::document::DocumentError;

use crate::verify::report::{Check, CheckCode, Problem};

/// A token in which nothing is looked at further.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TokenRefusal {
    /// A JWT around a credential.
    #[error("Expected a credential signed as a JWT: {0}.")]
    Jwt(#[from] CredentialJwtError),
    /// An SD-JWT.
    #[error("Expected a credential as SD-JWT: {0}.")]
    SdJwt(#[from] SdJwtError),
}

impl From<DocumentError> for TokenRefusal {
    fn from(error: DocumentError) -> Self {
        match error {
            DocumentError::SdJwt(error) => Self::SdJwt(error),
            DocumentError::Document(error) => Self::Jwt(error),
        }
    }
}

impl TokenRefusal {
    /// The stable word for programs.
    pub const fn reason(&self) -> &'static str {
        match self {
            Self::Jwt(CredentialJwtError::Jose(error)) | Self::SdJwt(SdJwtError::Jose(error)) => jose(error),
            Self::Jwt(error) => jwt(error),
            Self::SdJwt(error) => sd_jwt(error),
        }
    }

    /// Whether the text is no token at all, so that nothing can be said of it.
    pub(crate) const fn is_unreadable(&self) -> bool {
        let (Self::Jwt(CredentialJwtError::Jose(error)) | Self::SdJwt(SdJwtError::Jose(error))) = self else {
            return false;
        };
        matches!(
            error,
            JoseError::TooLong { .. }
                | JoseError::Parts { .. }
                | JoseError::Malformed { .. }
                | JoseError::NotJson { .. }
                | JoseError::NotAnObject { .. }
        )
    }

    /// Token row.
    pub(crate) fn check(&self) -> Check {
        let reason = self.reason();
        match reason {
            "not_signed" => failed(reason, "It is not signed: anyone could have written it."),
            "unsupported_algorithm" => {
                let sentence = "It is signed with an algorithm this version does not check.";
                Check::could_not(CheckCode::Jwt, reason, sentence)
            }
            "wrong_place" => {
                let sentence = "The credential does not stand where its version of the data model belongs in a token, \
                                so programs could read it differently.";
                failed(reason, sentence)
            }
            _ => failed(reason, &format!("It is a token that must not be relied on: {}.", self.words())),
        }
    }

    fn words(&self) -> String {
        match self {
            Self::Jwt(error) => error.to_string(),
            Self::SdJwt(error) => error.to_string(),
        }
    }
}

fn failed(reason: &'static str, sentence: &str) -> Check {
    Check::failed(CheckCode::Jwt, reason, sentence).problem(Problem::CryptographicSecurity)
}

const fn jose(error: &JoseError) -> &'static str {
    match error {
        JoseError::TooLong { .. } => "too_large",
        JoseError::Unsigned => "not_signed",
        JoseError::Symmetric => "symmetric_algorithm",
        JoseError::UnsupportedAlgorithm { .. } => "unsupported_algorithm",
        JoseError::Extension { .. } => "unknown_extension",
        JoseError::Typ { .. } | JoseError::Cty { .. } => "wrong_token_type",
        JoseError::Header { .. } => "malformed_header",
        JoseError::HeaderForbidden { .. } => "header_not_allowed",
        JoseError::Claim { .. } => "malformed_claim",
        JoseError::KeyMismatch { .. } => "algorithm_of_another_key",
        JoseError::BadSignature | JoseError::Key(_) => "signature_invalid",
        JoseError::Parts { .. }
        | JoseError::Malformed { .. }
        | JoseError::NotJson { .. }
        | JoseError::NotAnObject { .. } => "malformed_token",
    }
}

const fn jwt(error: &CredentialJwtError) -> &'static str {
    match error {
        CredentialJwtError::OtherModel { .. } => "wrong_place",
        CredentialJwtError::OtherType { .. } => "other_type",
        CredentialJwtError::Contradiction { .. } => "contradiction",
        CredentialJwtError::ClaimForbidden { .. } => "claim_not_allowed",
        CredentialJwtError::OtherKey => "other_key_in_header",
        CredentialJwtError::NotEnveloped { .. } => "not_enveloped",
        _ => "malformed_claim",
    }
}

const fn sd_jwt(error: &SdJwtError) -> &'static str {
    match error {
        SdJwtError::Disclosure(_) | SdJwtError::DisclosureJson(_) | SdJwtError::DisclosureKind => {
            "malformed_disclosure"
        }
        SdJwtError::DisclosureRepeated => "disclosure_repeated",
        SdJwtError::DisclosureUnreferenced => "disclosure_not_signed",
        SdJwtError::DigestRepeated => "digest_repeated",
        SdJwtError::NameTaken => "disclosure_of_a_taken_name",
        SdJwtError::MustNotBeHidden { .. } => "hidden_claim_must_be_seen",
        SdJwtError::TooLong { .. } | SdJwtError::Places { .. } => "too_large",
        SdJwtError::TooDeep { .. } => "too_deep",
        SdJwtError::HashAlgorithm { .. } => "unsupported_algorithm",
        _ => "malformed_claim",
    }
}
