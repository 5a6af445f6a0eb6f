//! Which rules a credential is held to, and the types it must have (VCDM 2.0 §4.5, Open Badges 3.0 §B.1, CLR 2.0 §B).

use ::contexts::Schema;
use serde_json::Value;

use super::fault::{Code, Fault};
use super::place::{Place, is_or_contains, kind_of};

/// What a credential is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// `AchievementCredential` or `OpenBadgeCredential`.
    Badge,
    /// `ClrCredential`.
    Transcript,
    /// `EndorsementCredential`.
    Endorsement,
    /// Any other, held to the data model alone.
    Other,
}

impl Kind {
    /// By the credential's types; where they say nothing, by its subject's: a badge that lacks its type is a wrong badge,
    /// not something else.
    pub(super) fn of(credential: &Place<'_>) -> Self {
        if credential.is_a("ClrCredential") {
            Self::Transcript
        } else if credential.is_a("OpenBadgeCredential") || credential.is_a("AchievementCredential") {
            Self::Badge
        } else if credential.is_a("EndorsementCredential") {
            Self::Endorsement
        } else {
            let subject = credential.value().get("credentialSubject").and_then(|subject| subject.get("type"));
            let of_subject = |kind: &Self| is_or_contains(subject, kind.subject_type());
            [Self::Badge, Self::Transcript, Self::Endorsement].into_iter().find(of_subject).unwrap_or(Self::Other)
        }
    }

    /// The type of its subject; of no meaning for others.
    pub(super) const fn subject_type(self) -> &'static str {
        match self {
            Self::Badge => "AchievementSubject",
            Self::Transcript => "ClrSubject",
            Self::Endorsement => "EndorsementSubject",
            Self::Other => "",
        }
    }

    /// The published schema of its type.
    pub(super) const fn schema(self) -> Option<Schema> {
        match self {
            Self::Badge => Some(Schema::AchievementCredential),
            Self::Transcript => Some(Schema::ClrCredential),
            Self::Endorsement => Some(Schema::EndorsementCredential),
            Self::Other => None,
        }
    }

    const fn types(self) -> &'static [&'static str] {
        match self {
            Self::Badge => &["OpenBadgeCredential", "AchievementCredential"],
            Self::Transcript => &["ClrCredential"],
            Self::Endorsement => &["EndorsementCredential"],
            Self::Other => &[],
        }
    }
}

pub(super) fn check(credential: &Place<'_>, kind: Kind, faults: &mut Vec<Fault>) {
    let Some(types) = credential.member("type") else {
        faults.push(credential.fault_of(Code::Type, "the member type", "nothing"));
        return;
    };
    let are_names = match types.value() {
        Value::Array(all) => !all.is_empty() && all.iter().all(Value::is_string),
        one => one.is_string(),
    };
    if !are_names {
        faults.push(types.fault_of(Code::Type, "one name or more", kind_of(Some(types.value()))));
    } else if !credential.is_a("VerifiableCredential") {
        faults.push(types.fault_of(Code::Type, "VerifiableCredential among the types", "others"));
    } else if !kind.types().is_empty() && !kind.types().iter().any(|name| credential.is_a(name)) {
        let expected = format!("{} beside VerifiableCredential", kind.types().join(" or "));
        faults.push(types.fault_of(Code::Type, expected, "others"));
    }
}
