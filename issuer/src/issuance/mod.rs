//! What may be issued, to whom and by what right. Rules only: no HTTP, no SQL.
//!
//! The order that carries everything: check, package, lint, reserve a status index, commit the intent; only then sign;
//! verify the signature; commit the credential with its audit row; only then answer.

pub mod codes;
pub mod consent;
pub mod credential;
pub mod envelope;
pub mod housekeeping;
pub mod identity;
pub mod nonce;
pub mod notification;
pub mod offer;
pub mod operator;
pub mod prepare;
pub mod redeem;
pub mod revoke;
pub mod sd_jwt;
pub mod status;
pub mod whose;
pub mod write_back;

use db::DbError;

use crate::records::SourceError;

/// By what right a credential is issued. There is no fourth door.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Authority {
    /// The learner, or the record's rights holder, agreed on our page.
    Consent,
    /// A staff offer addressed to one learner: redeeming it is the acceptance.
    ToStudent,
    /// An operator's command or API call, with no learner data source behind it.
    Operator,
}

impl Authority {
    /// The word in tables and audit rows.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Consent => "consent",
            Self::ToStudent => "to-student",
            Self::Operator => "operator",
        }
    }

    /// The authority behind a word; `None` for any other word.
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Consent, Self::ToStudent, Self::Operator].into_iter().find(|authority| authority.word() == word)
    }
}

/// Why we decline. Each says who has to do something about it; none holds personal data.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The pre-authorized code is unknown, expired, used, or saw too many wrong transaction codes.
    #[error("this code is unknown, expired or already used: ask for a new offer")]
    InvalidGrant,
    /// The transaction code is wrong.
    #[error("the transaction code is not the one shown with this offer")]
    WrongTransactionCode,
    /// A transaction code is needed and was not sent.
    #[error("this offer needs the transaction code shown with it")]
    TransactionCodeMissing,
    /// A transaction code was sent and none is needed.
    #[error("this offer has no transaction code: send none")]
    TransactionCodeUnexpected,
    /// The access token is unknown, expired or revoked.
    #[error("the access token is unknown or expired: ask for a new offer")]
    InvalidToken,
    /// The request does not follow OpenID4VCI 1.0 §8.2.
    #[error("{0}")]
    InvalidCredentialRequest(String),
    /// The configuration is not in this offer.
    #[error("this credential configuration is not part of the offer")]
    UnknownConfiguration,
    /// A `credential_identifier` we never gave out.
    #[error("this credential identifier was not given out by us")]
    UnknownIdentifier,
    /// The key proof does not hold.
    #[error("{0}")]
    InvalidProof(String),
    /// The key proof's nonce is missing, foreign, expired or used.
    #[error("the nonce in the key proof is missing, expired or already used: ask for a new one")]
    InvalidNonce,
    /// The credential was already issued to another key.
    #[error("this offer was already used with another key: ask for a new offer")]
    OtherHolder,
    /// The consent behind the offer has ended.
    #[error("the consent behind this offer has ended")]
    ConsentEnded,
    /// The record no longer holds what was offered.
    #[error("the record no longer holds what was offered")]
    NotIssuable,
    /// The record no longer has the name or address that was chosen with the offer; which of the two.
    #[error("the record no longer has the {0} that was chosen: choose again and make a new offer")]
    IdentityGone(&'static str),
    /// A notification id we never gave out to this token.
    #[error("this notification id was not given out with this access token")]
    UnknownNotification,
    /// There is no such learner at the record source.
    #[error("the record source knows no such learner")]
    UnknownLearner,
    /// What was asked for cannot be offered.
    #[error("{0}")]
    NotOffered(String),
}

/// Why an issuing step did not come to its end.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// We decline: somebody outside has to do something.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The database did not do its part.
    #[error(transparent)]
    Storage(#[from] DbError),
    /// The record source did not do its part.
    #[error(transparent)]
    Source(#[from] SourceError),
    /// What we packaged does not pass our own lint: a fault of ours, nothing is signed.
    #[error("the packaged credential does not pass the lint: {0}")]
    Lint(String),
    /// The PDF that goes into a transcript could not be made: nothing is signed.
    #[error("the PDF of the transcript could not be made: {0}")]
    TranscriptPdf(#[from] crate::transcript_pdf::NoPdf),
    /// The signature could not be made or did not verify.
    #[error("the signature could not be made: {0}")]
    Signing(String),
    /// A stored row contradicts itself.
    #[error("a stored row contradicts itself: {0}")]
    Inconsistent(&'static str),
}
