//! Whose a credential says it is, beside the wallet's key: the learner chooses a name of the record or none, and whether
//! those who know an e-mail address can find it again.
//!
//! What was chosen is part of the notice agreed to and is kept with the offer, so that a retry gives the same bytes. A
//! name or address that the record no longer has when the wallet comes is refused, never replaced by another.

use model::draft::Identity;
use model::package::{Sources, names};
use model::random::Random;
use model::record::LearnerRecord;

use super::Refusal;

/// Addresses a learner may choose among; a record with more is not one of a person.
const MOST_ADDRESSES: usize = 10;

/// What a learner chose.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Choice {
    /// A name as [`names`] gives it; `None` for no name.
    pub name: Option<String>,
    /// Addresses of the record, which go in as salted hashes.
    pub emails: Vec<String>,
}

/// A choice as it is kept with the offer: of an address only what the credential will show.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Kept {
    /// The name.
    pub name: Option<String>,
    /// `identityHash` and `salt` of each address.
    pub emails: Vec<(String, String)>,
}

/// The addresses that can be chosen.
pub fn addresses(record: &LearnerRecord) -> &[String] {
    record.emails.get(..MOST_ADDRESSES).unwrap_or(&record.emails)
}

impl Choice {
    /// What is taken where nobody chose: the name that the institution's own source has, and no address.
    pub fn by_default(record: &LearnerRecord, sources: &Sources) -> Self {
        Self { name: names(record, sources).into_iter().next().map(|one| one.name), emails: Vec::new() }
    }

    /// Checks that the record has what was chosen.
    ///
    /// # Errors
    /// [`Refusal::IdentityGone`].
    pub fn check(&self, record: &LearnerRecord, sources: &Sources) -> Result<(), Refusal> {
        let named = self.name.as_ref().is_none_or(|name| names(record, sources).iter().any(|one| one.name == *name));
        if !named {
            return Err(Refusal::IdentityGone("name"));
        }
        let known = addresses(record);
        if self.emails.iter().all(|email| known.contains(email)) {
            Ok(())
        } else {
            Err(Refusal::IdentityGone("e-mail address"))
        }
    }

    /// The choice to keep, each address with a salt of its own (Open Badges 3.0 §B.1.14).
    pub fn keep(&self, random: &dyn Random) -> Kept {
        let hashed = self.emails.iter().map(|email| {
            let salt = model::ids::public_id(random);
            (address(email, &salt).hash().to_owned(), salt)
        });
        Kept { name: self.name.clone(), emails: hashed.collect() }
    }

    /// The choice in the words of the notice.
    pub fn in_words(&self) -> String {
        let name = match &self.name {
            Some(name) => format!("Your name ({name})"),
            None => "No name".to_owned(),
        };
        if self.emails.is_empty() {
            return name;
        }
        format!("{name}, your e-mail address ({}) as a fingerprint that only fits that address", self.emails.join(", "))
    }
}

impl Kept {
    /// Name and identifiers for the credential, from the record as it is now.
    ///
    /// # Errors
    /// [`Refusal::IdentityGone`] when the record no longer has the name or an address.
    pub fn subject(
        &self,
        record: &LearnerRecord,
        sources: &Sources,
    ) -> Result<(Option<String>, Vec<Identity>), Refusal> {
        Choice { name: self.name.clone(), emails: Vec::new() }.check(record, sources)?;
        let known = addresses(record);
        let found = self.emails.iter().map(|(hash, salt)| {
            let mut candidates = known.iter().map(|email| address(email, salt));
            candidates.find(|one| one.hash() == hash).ok_or(Refusal::IdentityGone("e-mail address"))
        });
        Ok((self.name.clone(), found.collect::<Result<_, _>>()?))
    }
}

fn address(email: &str, salt: &str) -> Identity {
    Identity::hashed("emailAddress", email, salt)
}

#[cfg(test)]
mod tests {
    use model::random::SeededRandom;
    use model::record::{PersonName, Provenance};

    use super::*;

    fn record() -> LearnerRecord {
        let name = |first: &str, source: &str| PersonName {
            first: Some(first.to_owned()),
            last: Some("Luna".to_owned()),
            provenance: Provenance { source_id: Some(source.to_owned()), ..Provenance::default() },
        };
        LearnerRecord {
            names: vec![name("D.", "south"), name("Diego", "north")],
            emails: vec!["diego@north.example".to_owned(), "d@south.example".to_owned()],
            ..LearnerRecord::default()
        }
    }

    fn north() -> Sources {
        Sources::Only(["north".to_owned()].into())
    }

    #[test]
    fn without_a_choice_the_institutions_own_name_stands() {
        let choice = Choice::by_default(&record(), &north());
        assert_eq!(choice, Choice { name: Some("Diego Luna".to_owned()), emails: Vec::new() });
        assert_eq!(Choice::by_default(&LearnerRecord::default(), &north()), Choice::default());
    }

    #[test]
    fn what_is_kept_names_no_address_and_gives_the_same_identity_again() {
        let choice = Choice { name: None, emails: record().emails };
        let kept = choice.keep(&SeededRandom::new(1));
        assert!(!format!("{kept:?}").contains('@'), "{kept:?}");
        assert_ne!(kept.emails[0].1, kept.emails[1].1, "each has a salt of its own");
        let (name, identities) = kept.subject(&record(), &north()).unwrap();
        assert_eq!(name, None);
        assert_eq!(identities[0], Identity::hashed("emailAddress", "diego@north.example", &kept.emails[0].1));
        assert_eq!(kept.subject(&record(), &north()).unwrap().1, identities);
    }

    #[test]
    fn what_the_record_no_longer_has_is_refused() {
        let chosen = Choice { name: Some("D. Luna".to_owned()), emails: vec!["d@south.example".to_owned()] };
        assert_eq!(chosen.check(&record(), &north()), Ok(()));
        let kept = chosen.keep(&SeededRandom::new(1));
        let renamed = LearnerRecord { names: record().names.split_off(1), ..record() };
        assert_eq!(chosen.check(&renamed, &north()), Err(Refusal::IdentityGone("name")));
        assert_eq!(kept.subject(&renamed, &north()), Err(Refusal::IdentityGone("name")));
        let moved = LearnerRecord { emails: vec!["diego@north.example".to_owned()], ..record() };
        assert_eq!(chosen.check(&moved, &north()), Err(Refusal::IdentityGone("e-mail address")));
        let refused = kept.subject(&moved, &north()).unwrap_err();
        assert_eq!(refused, Refusal::IdentityGone("e-mail address"));
        assert!(!refused.to_string().contains('@'), "{refused}");
    }

    #[test]
    fn the_words_say_what_will_be_readable() {
        assert_eq!(Choice::default().in_words(), "No name");
        let both = Choice { name: Some("Diego Luna".to_owned()), emails: vec!["d@south.example".to_owned()] };
        let words = both.in_words();
        assert!(words.starts_with("Your name (Diego Luna), your e-mail address (d@south.example)"), "{words}");
    }
}
