//! Why something was left out, and who can change that.

use serde::Serialize;

use crate::record::UnreadCode;

/// Why a part of a record did not become a credential. The names are stable: programs read them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// It says the same as another statement of the record.
    DuplicateOf,
    /// Another statement with its source and identifier says something else, and that one is packaged.
    Contradicts,
    /// Another organisation states it.
    OtherSource,
    /// The source withdrew the statement.
    Deleted,
    /// The source revoked the award.
    Revoked,
    /// It has run out.
    Expired,
    /// The learner says so, not the organisation.
    SelfAsserted,
    /// It is not finished yet.
    InProgress,
    /// Its status is none of those that can be issued.
    StatusNotIssuable,
    /// The learner left before the end.
    Withdrawn,
    /// Nothing says whether it was completed.
    NoState,
    /// Its date lies in the future.
    DatedInFuture,
    /// Its date has no day, and none is invented.
    DateIncomplete,
    /// Nothing says which achievement an award is for.
    AchievementUnknown,
    /// Nothing says that a competency was assessed.
    NotAssessed,
    /// The credential of another statement shows it.
    ShownWith,
    /// It has no name.
    NoName,
    /// Nothing describes the achievement, which Open Badges 3.0 demands.
    NoDescription,
    /// Nothing says what the achievement takes, which Open Badges 3.0 demands.
    NoCriteria,
    /// The catalogue retired the achievement: nothing new is issued for it.
    Retired,
    /// It could not be read as LIF means it.
    Unreadable,
    /// LIF has no entity of that name there, so nothing of it was read.
    UnknownEntity,
    /// LIF has no member of that name there, so it was not read.
    UnknownMember,
    /// It refers to something the document should have and has not.
    DanglingReference,
    /// Organisations that are each part of the other.
    Cycle,
    /// A grade or score that its scale does not have.
    OutsideScale,
}

impl Reason {
    /// The reason for a line about a place the reader noted.
    pub(super) const fn of(code: UnreadCode) -> Self {
        match code {
            UnreadCode::UnknownEntity => Self::UnknownEntity,
            UnreadCode::UnknownMember => Self::UnknownMember,
            UnreadCode::DanglingReference => Self::DanglingReference,
            UnreadCode::Cycle => Self::Cycle,
            UnreadCode::OutsideScale => Self::OutsideScale,
            _ => Self::Unreadable,
        }
    }

    /// The machine's name for it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::DuplicateOf => "duplicate_of",
            Self::Contradicts => "contradicts",
            Self::OtherSource => "other_source",
            Self::Deleted => "deleted",
            Self::Revoked => "revoked",
            Self::Expired => "expired",
            Self::SelfAsserted => "self_asserted",
            Self::InProgress => "in_progress",
            Self::StatusNotIssuable => "status_not_issuable",
            Self::Withdrawn => "withdrawn",
            Self::NoState => "no_state",
            Self::DatedInFuture => "dated_in_future",
            Self::DateIncomplete => "date_incomplete",
            Self::AchievementUnknown => "achievement_unknown",
            Self::NotAssessed => "not_assessed",
            Self::ShownWith => "shown_with",
            Self::NoName => "no_name",
            Self::NoDescription => "no_description",
            Self::NoCriteria => "no_criteria",
            Self::Retired => "retired",
            Self::Unreadable => "unreadable",
            Self::UnknownEntity => "unknown_entity",
            Self::UnknownMember => "unknown_member",
            Self::DanglingReference => "dangling_reference",
            Self::Cycle => "cycle",
            Self::OutsideScale => "outside_scale",
        }
    }

    /// Who can change that.
    pub const fn fix_by(self) -> FixBy {
        match self {
            Self::DuplicateOf
            | Self::ShownWith
            | Self::Deleted
            | Self::Revoked
            | Self::Expired
            | Self::SelfAsserted
            | Self::InProgress
            | Self::Withdrawn
            | Self::DatedInFuture => FixBy::Nobody,
            Self::OtherSource => FixBy::Operator,
            Self::AchievementUnknown | Self::NoDescription | Self::NoCriteria | Self::Retired => FixBy::Registrar,
            Self::StatusNotIssuable
            | Self::NoState
            | Self::DateIncomplete
            | Self::NotAssessed
            | Self::Contradicts
            | Self::NoName
            | Self::Unreadable
            | Self::UnknownEntity
            | Self::UnknownMember
            | Self::DanglingReference
            | Self::Cycle
            | Self::OutsideScale => FixBy::Source,
        }
    }

    /// Whether the learner has it all the same, so that a transcript without it is not the whole.
    ///
    /// What is withdrawn, unfinished, not assessed, said twice (also in contradiction) or said by others is no part of
    /// what the issuer knows to be achieved.
    pub const fn leaves_a_gap(self) -> bool {
        matches!(self.fix_by(), FixBy::Source | FixBy::Registrar)
            && !matches!(self, Self::NotAssessed | Self::Contradicts)
    }
}

/// Who can change it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FixBy {
    /// The organisation that keeps the record: the statement itself lacks something.
    Source,
    /// Whoever keeps the achievement catalogue.
    Registrar,
    /// Whoever configures the installation (`[issuer] sources`).
    Operator,
    /// Nothing is wrong.
    Nobody,
}

/// One part of the record that did not become a credential.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LeftOut {
    /// JSON Pointer, in the record's own keys.
    pub path: String,
    /// Why.
    pub reason: Reason,
    /// The same in a sentence, with what to do.
    pub detail: String,
    /// Who can do it.
    pub fix_by: FixBy,
    /// In what it differs from the statement that is packaged, each in words: for [`Reason::Contradicts`], whose detail
    /// has them too.
    #[serde(skip)]
    pub differences: Vec<String>,
}

impl LeftOut {
    pub(super) fn new(path: &str, reason: Reason, detail: impl Into<String>) -> Self {
        Self { path: path.to_owned(), reason, detail: detail.into(), fix_by: reason.fix_by(), differences: Vec::new() }
    }
}

/// What packaging did with a value that is in a credential, or left out of one that exists.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Note {
    /// JSON Pointer to the award, course, programme, assessment or proficiency.
    pub path: String,
    /// What kind of note it is.
    pub code: NoteCode,
    /// The same in a sentence.
    pub detail: String,
}

/// What kind of note it is. The names are stable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum NoteCode {
    /// A time without a zone was read in the configured one.
    ZoneAssumed,
    /// A day was written as its beginning in the configured zone.
    DayAsMidnight,
    /// A date without a day was left out of the credential.
    DateWithoutDay,
    /// A member of the statement could not go into the credential.
    MemberLeftOut,
    /// A grade or score is none that its scale allows, and is stated without that scale.
    OutsideScale,
    /// Nothing describes the achievement but its name, which stands for a description.
    DescribedByName,
    /// Another of the issuer's sources states the same achievement with another date or result; both are in credentials.
    Contradicts,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_machine_names_are_the_serialised_ones() {
        for reason in [
            Reason::DuplicateOf,
            Reason::Contradicts,
            Reason::OtherSource,
            Reason::Deleted,
            Reason::Revoked,
            Reason::Expired,
            Reason::SelfAsserted,
            Reason::InProgress,
            Reason::StatusNotIssuable,
            Reason::Withdrawn,
            Reason::NoState,
            Reason::DatedInFuture,
            Reason::DateIncomplete,
            Reason::AchievementUnknown,
            Reason::NotAssessed,
            Reason::ShownWith,
            Reason::NoName,
            Reason::NoDescription,
            Reason::NoCriteria,
            Reason::Retired,
            Reason::Unreadable,
            Reason::UnknownEntity,
            Reason::UnknownMember,
            Reason::DanglingReference,
            Reason::Cycle,
            Reason::OutsideScale,
        ] {
            assert_eq!(serde_json::json!(reason), reason.as_str());
        }
    }

    #[test]
    fn a_line_has_the_four_members_of_the_command() {
        let line = LeftOut::new("/Person/0/CredentialAward/3", Reason::NoCriteria, "Nothing says what it takes.");
        assert_eq!(
            serde_json::json!(line),
            serde_json::json!({
                "path": "/Person/0/CredentialAward/3", "reason": "no_criteria",
                "detail": "Nothing says what it takes.", "fix_by": "registrar",
            })
        );
    }
}
