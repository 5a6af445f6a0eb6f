//! What in a document could not be read as LIF means it.

use serde::Serialize;

/// Something in the document that could not be read as LIF means it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unread {
    /// JSON Pointer, in the document's own keys.
    pub path: String,
    /// What is wrong.
    pub code: UnreadCode,
    /// Expected, found, and what to do, as one sentence.
    pub reason: String,
}

/// What is wrong with a place in a document. The names are stable: programs read them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum UnreadCode {
    /// A text that is no date in one of the five forms, or names a day that does not exist.
    NotADate,
    /// A text that is no number.
    NotANumber,
    /// A text that says neither yes nor no.
    NotATruth,
    /// An object where a text should be, or a text where an object should be.
    WrongShape,
    /// Several values where LIF has one; the first is used.
    SeveralValues,
    /// The source withdrew it, so it is not used.
    Withdrawn,
    /// An object under a name that LIF does not have there.
    UnknownEntity,
    /// A value under a name that LIF does not have there.
    UnknownMember,
    /// A reference to something the document should have and has not.
    DanglingReference,
    /// Organisations that are each part of the other.
    Cycle,
    /// A grade or score that its scale does not have.
    OutsideScale,
    /// The service that answered could not tell.
    Upstream,
    /// More is wrong than is listed.
    More,
}

impl UnreadCode {
    /// The machine's name for it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NotADate => "not_a_date",
            Self::NotANumber => "not_a_number",
            Self::NotATruth => "not_a_truth",
            Self::WrongShape => "wrong_shape",
            Self::SeveralValues => "several_values",
            Self::Withdrawn => "withdrawn",
            Self::UnknownEntity => "unknown_entity",
            Self::UnknownMember => "unknown_member",
            Self::DanglingReference => "dangling_reference",
            Self::Cycle => "cycle",
            Self::OutsideScale => "outside_scale",
            Self::Upstream => "upstream",
            Self::More => "more",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_machine_names_are_the_serialised_ones() {
        use UnreadCode as C;
        for code in [
            C::NotADate,
            C::NotANumber,
            C::NotATruth,
            C::WrongShape,
            C::SeveralValues,
            C::Withdrawn,
            C::UnknownEntity,
            C::UnknownMember,
            C::DanglingReference,
            C::Cycle,
            C::OutsideScale,
            C::Upstream,
            C::More,
        ] {
            assert_eq!(serde_json::json!(code), code.as_str());
        }
    }
}
