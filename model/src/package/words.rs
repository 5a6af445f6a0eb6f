//! Reasons and notes as people read them: one plain sentence, with nothing of the record in it.

use super::reason::{NoteCode, Reason};

impl Reason {
    /// The reason in a sentence for the learner; [`LeftOut::detail`](super::LeftOut::detail) is for whoever mends it.
    pub const fn sentence(self) -> &'static str {
        match self {
            Self::DuplicateOf => "It stands in your record twice and is included once.",
            Self::Contradicts => "Your record says two different things about it. The other one is included.",
            Self::OtherSource => "Another organisation says this. Ask that organisation for a signed copy.",
            Self::Deleted => "It was taken out of your record.",
            Self::Revoked => "It was taken back.",
            Self::Expired => "It has run out.",
            Self::SelfAsserted => "You say this yourself. Nobody has confirmed it.",
            Self::InProgress => "It is not finished yet.",
            Self::StatusNotIssuable => "The record gives it a state that is not known here.",
            Self::Withdrawn => "You left before the end.",
            Self::NoState => "The record does not say whether you finished it.",
            Self::DatedInFuture => "Its date has not come yet.",
            Self::DateIncomplete => "Its date has no day.",
            Self::AchievementUnknown => "The record does not say what it was given for.",
            Self::NotAssessed => "The record lists it, and does not say that anybody tested it.",
            Self::ShownWith => "It is shown in the copy of the award that it belongs to.",
            Self::NoName => "It has no name.",
            Self::NoDescription => "Nobody has written down yet what it is.",
            Self::NoCriteria => "Nobody has written down yet what it takes to get it.",
            Self::Retired => "It is no longer given out.",
            Self::Unreadable => "A part of it could not be read.",
            Self::UnknownEntity | Self::UnknownMember | Self::DanglingReference | Self::Cycle => {
                "A part of it was not understood."
            }
            Self::OutsideScale => "Its grade is not on the scale.",
        }
    }

    /// Whether it is said of a detail inside of something, which may be in a credential all the same.
    pub const fn is_of_a_detail(self) -> bool {
        matches!(self, Self::UnknownEntity | Self::UnknownMember | Self::DanglingReference | Self::Cycle)
    }
}

impl NoteCode {
    /// The machine's name for it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ZoneAssumed => "zone_assumed",
            Self::DayAsMidnight => "day_as_midnight",
            Self::DateWithoutDay => "date_without_day",
            Self::MemberLeftOut => "member_left_out",
            Self::OutsideScale => "outside_scale",
            Self::DescribedByName => "described_by_name",
            Self::Contradicts => "contradicts",
        }
    }

    /// What was done, for the learner; it stands before the number of times.
    pub const fn sentence(self) -> &'static str {
        match self {
            Self::ZoneAssumed => "Times without a time zone were read in your school's own",
            Self::DayAsMidnight => "Dates without a time of day were written with the first or last moment of that day",
            Self::DateWithoutDay => "Dates without a day were left out of the copies",
            Self::MemberLeftOut => "Details that have no place in a signed copy were left out of it",
            Self::OutsideScale => "Grades that are not on the scale were written as they stand",
            Self::DescribedByName => "What nobody has described yet is described by its name alone",
            Self::Contradicts => "Things that two sources state with different dates or results were both included",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_machine_names_of_notes_are_the_serialised_ones() {
        for code in [
            NoteCode::ZoneAssumed,
            NoteCode::DayAsMidnight,
            NoteCode::DateWithoutDay,
            NoteCode::MemberLeftOut,
            NoteCode::OutsideScale,
            NoteCode::DescribedByName,
            NoteCode::Contradicts,
        ] {
            assert_eq!(serde_json::json!(code), code.as_str());
        }
    }

    #[test]
    fn sentences_are_for_people() {
        for sentence in [Reason::OtherSource.sentence(), Reason::NoCriteria.sentence(), Reason::Cycle.sentence()] {
            assert!(sentence.ends_with('.') && !sentence.contains('_'), "{sentence}");
        }
        assert!(Reason::UnknownMember.is_of_a_detail() && !Reason::NoCriteria.is_of_a_detail());
    }
}
