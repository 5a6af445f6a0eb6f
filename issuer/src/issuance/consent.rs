//! What the learner agrees to, in the words they read.

use model::time::Time;
use sha2::{Digest as _, Sha256};

/// Seconds a consent holds: time enough to put the credentials into a wallet, not a standing permission.
pub const LIFETIME: i64 = 30 * 60;

/// Version of the notice; a change of its words is a new version.
pub const NOTICE_VERSION: &str = "2026-11/en";

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
    /// Until when the agreement holds.
    pub until: Time,
}

impl Notice {
    /// The notice for putting `titles` into the learner's own wallet.
    pub fn for_wallet(issuer: &str, titles: Vec<String>, now: Time) -> Self {
        Self {
            issuer: issuer.to_owned(),
            party: "your own wallet".to_owned(),
            purpose: "to give you signed copies of your record that you can keep and show to others".to_owned(),
            titles,
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
        hex::encode(Sha256::digest(text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_is_of_what_was_read_and_not_of_the_minute() {
        let titles = || vec!["Certificate in Welding".to_owned()];
        let first = Notice::for_wallet("Riverbend College", titles(), Time::from_unix(0));
        let later = Notice::for_wallet("Riverbend College", titles(), Time::from_unix(60));
        let other = Notice::for_wallet("Riverbend College", vec!["Transcript".to_owned()], Time::from_unix(0));
        assert_eq!(first.hash(), later.hash());
        assert_ne!(first.hash(), other.hash());
    }
}
