//! One statement, one credential: repeats are found by key and by what they say.

use std::collections::HashMap;

use crate::badge::Assertion;
use crate::draft::{AwardKey, Draft, Kind, Summary};
use crate::time::Time;

use super::Packaging;
use super::described::digest;
use super::reason::{LeftOut, Reason};

/// A credential that could be made.
#[derive(Debug, Clone)]
pub(super) struct Made {
    pub(super) kind: Kind,
    pub(super) path: String,
    pub(super) key: AwardKey,
    pub(super) assertion: Assertion,
    pub(super) issued_on: Option<Time>,
    pub(super) grade: Option<String>,
    pub(super) status: Option<String>,
}

impl Made {
    pub(super) fn into_draft(self, with: &Packaging<'_>) -> Draft {
        let achievement = &self.assertion.achievement;
        Draft {
            kind: self.kind,
            configuration: achievement.slug.clone(),
            award: self.key,
            path: self.path,
            id: self.assertion.id.clone(),
            achievement_id: achievement.id.clone(),
            credential: self.assertion.to_value(),
            title: achievement.name.clone(),
            description: achievement.description.clone(),
            issued_on: self.issued_on,
            summary: Summary {
                issuer_name: with.issuer.name.clone(),
                achievement_type: achievement.achievement_type.clone(),
                code: achievement.human_code.clone(),
                grade: self.grade,
                status: self.status,
                credits: self.assertion.credits_earned,
                term: self.assertion.term.clone(),
                image: achievement.image.clone(),
            },
            children: Vec::new(),
            transcript: None,
        }
    }

    /// What the credential says, without the ids that only this statement has: a digest of it, and how long it is.
    pub(super) fn meaning(&self) -> (String, usize) {
        let mut plain = self.assertion.clone();
        plain.id.clear();
        plain.outcomes.iter_mut().for_each(|one| one.id.clear());
        plain.evidence.iter_mut().filter(|one| one.id.starts_with("urn:uuid:")).for_each(|one| one.id.clear());
        let text = plain.to_value().to_string();
        (digest(&[&format!("{:?}", self.kind), &text], 64), text.len())
    }
}

/// What has become a credential already, by key and by meaning, and where the record states it.
#[derive(Debug, Default)]
pub(super) struct Seen {
    by_key: HashMap<(Kind, AwardKey), String>,
    by_meaning: HashMap<String, String>,
    /// The keys of merged statements, and the path of the one that stands for each.
    merged: Vec<(AwardKey, String)>,
}

impl Seen {
    /// The credential if it is the first of its kind, else a line that names the first.
    pub(super) fn first(&mut self, made: Made, meaning: String) -> Result<Made, LeftOut> {
        let key = (made.kind, made.key.clone());
        let (path, how) = match (self.by_key.get(&key), self.by_meaning.get(&meaning)) {
            (_, Some(path)) => (path, "says the same as"),
            (Some(path), None) => (path, "has the identifier, but not the content, of"),
            (None, None) => {
                self.by_key.insert(key, made.path.clone());
                self.by_meaning.insert(meaning, made.path.clone());
                return Ok(made);
            }
        };
        let line = LeftOut::new(&made.path, Reason::DuplicateOf, format!("{how} {path}, which is packaged"));
        self.merged.push((made.key, path.clone()));
        Err(line)
    }

    /// The keys of merged statements, and the path of the one that stands for each.
    pub(super) fn merged(&self) -> &[(AwardKey, String)] {
        &self.merged
    }
}
