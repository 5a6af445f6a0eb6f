//! One statement, one credential: repeats are found by key and by what they say.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use serde_json::Value;

use crate::badge::Assertion;
use crate::catalogue::fold;
use crate::draft::{AwardKey, Draft, Kind, Summary};
use crate::time::Time;

use super::Packaging;
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
            credential: Arc::new(self.assertion.to_value()),
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

    /// What the credential says, without the ids that only this statement has and without case and blanks of its name.
    pub(super) fn meaning(&self) -> Meaning {
        let mut plain = self.assertion.clone();
        plain.id.clear();
        plain.outcomes.iter_mut().for_each(|one| one.id.clear());
        plain.evidence.iter_mut().filter(|one| one.id.starts_with("urn:uuid:")).for_each(|one| one.id.clear());
        let (name, description) = (fold(&plain.achievement.name), fold(&plain.achievement.description));
        let written = std::mem::replace(&mut plain.achievement.name, name);
        plain.achievement.description = description;
        plain.achievement.criteria.narrative = plain.achievement.criteria.narrative.as_deref().map(fold);
        let value = plain.to_value();
        let text = format!("{:?}{value}", self.kind);
        Meaning { members: leaves(&value), issued_on: self.issued_on, text, written }
    }

    /// What it says across sources, each of which has its own identifiers for achievements and its own way to write a
    /// name: kind, name without case and blanks, dates, results, credits and term.
    fn loosely(&self) -> String {
        let Assertion { achievement, awarded, valid_until, started, ended, term, outcomes, .. } = &self.assertion;
        let results: Vec<_> = outcomes.iter().map(|one| (&one.value, &one.status)).collect();
        let dates = [awarded, valid_until, started, ended];
        format!("{:?}", (self.kind, fold(&achievement.name), dates, results, self.assertion.credits_earned, term))
    }
}

/// How many values a credential states.
fn leaves(value: &Value) -> usize {
    let (mut open, mut count) = (vec![value], 0);
    while let Some(value) = open.pop() {
        match value {
            Value::Object(members) => open.extend(members.values()),
            Value::Array(items) => open.extend(items),
            _ => count += 1,
        }
    }
    count
}

/// What a credential would say, for comparing it with others.
#[derive(Debug)]
pub(super) struct Meaning {
    members: usize,
    issued_on: Option<Time>,
    text: String,
    /// The name as it is written.
    written: String,
}

impl Meaning {
    /// Which of several statements of one thing becomes the credential: the one that states most, then the one with the
    /// later date, then by the order of their texts. Where the record has them decides nothing. A statement that
    /// withdraws the thing beats them all before this is asked.
    pub(super) fn rank(&self) -> (Reverse<usize>, Reverse<Option<Time>>, &str, &str) {
        (Reverse(self.members), Reverse(self.issued_on), &self.text, &self.written)
    }
}

/// A statement that another one stands for.
#[derive(Debug)]
pub(super) struct Merged {
    /// Its own key.
    pub(super) key: AwardKey,
    /// Its own place.
    pub(super) path: String,
    /// The place of the one that is packaged.
    pub(super) stands: String,
}

/// What has become a credential already, by key and by meaning, and where the record states it.
#[derive(Debug, Default)]
pub(super) struct Seen {
    by_key: HashMap<(Kind, AwardKey), String>,
    by_meaning: HashMap<String, String>,
    across: HashMap<String, Vec<Across>>,
    merged: Vec<Merged>,
}

/// A credential that statements of other sources may say again, one of each.
#[derive(Debug)]
struct Across {
    path: String,
    sources: HashSet<String>,
}

/// A statement of something that has become a credential already.
pub(super) struct Repeat {
    pub(super) made: Made,
    /// The path of the statement that did.
    pub(super) of: String,
    /// Whether they are known to say the same.
    pub(super) same: bool,
}

impl Repeat {
    /// The line of a statement that says the same.
    pub(super) fn line(&self) -> LeftOut {
        let detail = format!("says the same as {}, which is packaged", self.of);
        LeftOut::new(&self.made.path, Reason::DuplicateOf, detail)
    }
}

impl Seen {
    /// The credential if it is the first of its kind, else what it repeats.
    pub(super) fn first(&mut self, made: Made, meaning: Meaning) -> Result<Made, Box<Repeat>> {
        let key = (made.kind, made.key.clone());
        let loosely = made.loosely();
        let known = match (self.by_meaning.get(&meaning.text), self.by_key.get(&key)) {
            (Some(path), _) => Some((path.clone(), true)),
            (None, Some(path)) => Some((path.clone(), false)),
            (None, None) => self.across(&loosely, &made.key.source).map(|path| (path, true)),
        };
        let Some((of, same)) = known else {
            self.by_key.insert(key, made.path.clone());
            self.by_meaning.insert(meaning.text, made.path.clone());
            let sources = HashSet::from([made.key.source.clone()]);
            self.across.entry(loosely).or_default().push(Across { path: made.path.clone(), sources });
            return Ok(made);
        };
        self.merged.push(Merged { key: made.key.clone(), path: made.path.clone(), stands: of.clone() });
        Err(Box::new(Repeat { made, of, same }))
    }

    /// A credential of other sources alone that says the same. It is then this source's too: a source that states one
    /// thing twice means two things.
    fn across(&mut self, loosely: &str, source: &str) -> Option<String> {
        let known = self.across.get_mut(loosely)?.iter_mut().find(|one| !one.sources.contains(source))?;
        known.sources.insert(source.to_owned());
        Some(known.path.clone())
    }

    /// What was merged into what.
    pub(super) fn merged(&self) -> &[Merged] {
        &self.merged
    }
}
