//! What the learner agrees to, in the words they read.

use model::time::Time;
use sha2::{Digest as _, Sha256};

use super::whose::Choice;

/// Seconds a consent holds: time enough to put the credentials into a wallet, not a standing permission.
pub const LIFETIME: i64 = 30 * 60;

/// Version of the notice; a change of its words is a new version.
pub const NOTICE_VERSION: &str = "2026-11.2/en";

/// The notice a learner reads before agreeing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// Who gives the credentials out.
    pub issuer: String,
    /// Who receives them.
    pub party: String,
    /// Why.
    pub purpose: String,
    /// What goes in: titles, in the order chosen.
    pub titles: Vec<String>,
    /// How the copies say whose they are.
    pub whose: Choice,
    /// Until when the agreement holds.
    pub until: Time,
}

impl Notice {
    /// The notice for putting `titles` into the learner's own wallet.
    pub fn for_wallet(issuer: &str, titles: Vec<String>, whose: Choice, now: Time) -> Self {
        Self {
            issuer: issuer.to_owned(),
            party: "your own wallet".to_owned(),
            purpose: "to give you signed copies of your record that you can keep and show to others".to_owned(),
            titles,
            whose,
            until: now.plus(LIFETIME),
        }
    }

    /// SHA-256 (hex) of version and text. It leaves the end out, so that agreeing a minute later is agreeing to the
    /// same text.
    pub fn hash(&self) -> String {
        let mut text = format!("{NOTICE_VERSION}\n{}\n{}\n{}\n", self.issuer, self.party, self.purpose);
        for title in &self.titles {
            text.push_str(title);
            text.push('\n');
        }
        text.push_str(&self.whose.in_words());
        hex::encode(Sha256::digest(text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_is_of_what_was_read_and_not_of_the_minute() {
        let notice = |title: &str, name: Option<&str>, at| {
            let whose = Choice { name: name.map(str::to_owned), emails: Vec::new() };
            Notice::for_wallet("Riverbend College", vec![title.to_owned()], whose, Time::from_unix(at)).hash()
        };
        let first = notice("Certificate in Welding", Some("Ada Lovelace"), 0);
        assert_eq!(first, notice("Certificate in Welding", Some("Ada Lovelace"), 60));
        assert_ne!(first, notice("Transcript", Some("Ada Lovelace"), 0));
        assert_ne!(first, notice("Certificate in Welding", Some("Ada King"), 0));
        assert_ne!(first, notice("Certificate in Welding", None, 0));
    }
}
