//! What the reader can read, for those who ask a source for it: one description of LIF's entities serves both.

use super::shapes::{self, Known, folded};

/// Parts of a person, and of their contacts, of which no credential is made. The reader takes them where a document has
/// them; a source that can be asked for less is not asked for them (data minimisation, GDPR Article 5(1)(c)).
const NOT_ASKED: [&str; 14] = [
    "Address",
    "Birth",
    "Culture",
    "Death",
    "Demographics",
    "EmploymentPreferences",
    "Interactions",
    "Language",
    "Narrative",
    "PositionPreferences",
    "RelationshipContacts",
    "Residency",
    "SexAndGender",
    "Telephone",
];

/// An entity as a source is asked for it. Names are taken in any casing.
#[derive(Debug, Clone, Copy)]
pub struct Wanted(&'static Known);

impl Wanted {
    /// The person, the only root that LIF's GraphQL API serves.
    pub fn person() -> Option<Self> {
        shapes::entity("Person").map(Self)
    }

    /// LIF's name for the entity.
    pub const fn name(self) -> &'static str {
        self.0.name
    }

    /// LIF's name for the plain member called `name`; `None` when the entity has none such.
    pub fn value(self, name: &str) -> Option<&'static str> {
        self.0.member(name).map(|(name, _)| name)
    }

    /// The entity that a member called `name` holds: a part of this one that is asked for, or what it refers to.
    pub fn entity(self, name: &str) -> Option<Asked> {
        if let Some(part) = self.0.part(name) {
            return (!NOT_ASKED.contains(&part.name)).then_some(Asked::Part(Self(part)));
        }
        shapes::referred(&folded(name)).map(|target| Asked::Reference(Self(target)))
    }

    /// The names of its plain members, sorted.
    pub fn values(self) -> Vec<&'static str> {
        let mut names: Vec<_> = self.0.members().collect();
        names.sort_unstable();
        names
    }

    /// The names of its parts that are asked for, sorted.
    pub fn parts(self) -> Vec<&'static str> {
        let mut names: Vec<_> = self.0.parts().filter(|name| !NOT_ASKED.contains(name)).collect();
        names.sort_unstable();
        names
    }
}

/// How a member holds an entity.
#[derive(Debug, Clone, Copy)]
pub enum Asked {
    /// As a part of its own.
    Part(Wanted),
    /// As a reference, which carries what the other entity is found by (LIF data model rules, "References").
    Reference(Wanted),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_known_in_any_casing_and_parts_apart_from_references() {
        let person = Wanted::person().unwrap();
        let Some(Asked::Part(award)) = person.entity("credential_award") else { panic!("an award is a part") };
        assert_eq!(award.name(), "CredentialAward");
        assert_eq!(award.value("AwardIssueDate"), Some("awardIssueDate"));
        assert_eq!(award.value("informationsourceid"), Some("informationSourceId"));
        let Some(Asked::Reference(credential)) = award.entity("instanceOfRefCredential") else { panic!("a reference") };
        assert_eq!(credential.name(), "Credential");
        assert!(award.value("assertedByRefPerson").is_none(), "a reference is no plain member");
        assert!(award.entity("Identity").is_some() && award.entity("Birth").is_none());
    }

    #[test]
    fn what_no_credential_is_made_of_is_not_asked_for() {
        let person = Wanted::person().unwrap();
        for name in NOT_ASKED {
            assert!(shapes::entity(name).is_some(), "{name} is no entity of LIF");
            assert!(person.entity(name).is_none(), "{name}");
        }
        let asked = "AssessmentLearningExperience Consent Contact CourseLearningExperience CredentialAward \
                     EmploymentLearningExperience Identifier MilitaryLearningExperience Name Proficiency \
                     ProgramLearningExperience";
        assert_eq!(person.parts(), asked.split_whitespace().collect::<Vec<_>>());
        let Some(Asked::Part(contact)) = person.entity("Contact") else { panic!("a part") };
        assert_eq!(contact.parts(), ["Email"]);
        assert!(contact.values().contains(&"identifier"));
    }
}
