//! A packaged credential before anyone has it: [`Draft`], and [`Draft::bind`], which says to whom it goes.

use std::collections::BTreeSet;
use std::sync::Arc;

use serde_json::{Map, Value, json};
use sha2::{Digest as _, Sha256};

use crate::clr::{Association, Transcript};
use crate::status::{Purpose, StatusEntry};
use crate::time::Time;

/// What a draft is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A credential award.
    Badge,
    /// A course, inside a transcript.
    Course,
    /// A programme, inside a transcript.
    Programme,
    /// An assessment, inside a transcript.
    Assessment,
    /// An assessed competency, inside a transcript.
    Competency,
    /// The transcript.
    Transcript,
}

/// Which statement of which source a draft is made from; printed as `source|identifier`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AwardKey {
    /// `informationSourceId`, or empty.
    pub source: String,
    /// The source's identifier; without one, `~` and a digest of what the statement says.
    pub identifier: String,
}

impl std::fmt::Display for AwardKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}|{}", self.source, self.identifier)
    }
}

/// What a card shows without opening the credential.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Summary {
    /// The issuer's name.
    pub issuer_name: String,
    /// The achievement's type.
    pub achievement_type: Option<String>,
    /// The course number.
    pub code: Option<String>,
    /// The grade.
    pub grade: Option<String>,
    /// `InProgress` or `Withdrew`, where that is the result.
    pub status: Option<String>,
    /// Credits earned.
    pub credits: Option<f64>,
    /// The term, in words.
    pub term: Option<String>,
    /// An image, as an absolute URI.
    pub image: Option<String>,
}

/// A conformant credential but for its subject, its dates of validity and its status.
#[derive(Debug, Clone, PartialEq)]
pub struct Draft {
    /// What it is.
    pub kind: Kind,
    /// The first part of its credential configuration ids: the achievement's slug, or `transcript`.
    pub configuration: String,
    /// What it is made from.
    pub award: AwardKey,
    /// JSON Pointer into the record; empty for the transcript.
    pub path: String,
    /// The credential's id: the same on every envelope and re-issue.
    pub id: String,
    /// The achievement's id; the transcript's own id for a transcript.
    pub achievement_id: String,
    /// The unsigned credential, shared by a badge and its copy in the transcript; a transcript's gets its children when it
    /// is bound.
    pub credential: Arc<Value>,
    /// For people to read.
    pub title: String,
    /// For people to read.
    pub description: String,
    /// When it was awarded, or the course ended; `None` where no source states a day.
    pub issued_on: Option<Time>,
    /// For a card.
    pub summary: Summary,
    /// A transcript's credentials, in order.
    pub children: Vec<Self>,
    /// A transcript's own statements.
    pub transcript: Option<Transcript>,
}

/// To whom a credential goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject {
    /// A holder who proved control of a key.
    Holder {
        /// The DID of the key's controller (or, by the learner's explicit choice, a `mailto:` URI).
        id: String,
        /// What else says whose it is, as the learner chose: id and identifiers may stand together (§B.1.3).
        identifiers: Vec<Identity>,
    },
    /// A file: no id, identifiers as the learner chose.
    File {
        /// At least one, unless the name is given.
        identifiers: Vec<Identity>,
    },
}

impl Subject {
    /// A holder, by the proved key alone.
    pub fn holder(id: impl Into<String>) -> Self {
        Self::Holder { id: id.into(), identifiers: Vec::new() }
    }
}

/// One `IdentityObject` (Open Badges 3.0 §B.1.14).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    kind: String,
    hash: String,
    salt: Option<String>,
}

impl Identity {
    /// The value itself, readable by everyone who sees the credential.
    pub fn plain(identity_type: &str, value: &str) -> Self {
        Self { kind: identity_type.to_owned(), hash: value.to_owned(), salt: None }
    }

    /// SHA-256 of value and salt: only someone who knows the value can check it.
    pub fn hashed(identity_type: &str, value: &str, salt: &str) -> Self {
        use std::fmt::Write as _;
        let digest = Sha256::new().chain_update(value).chain_update(salt).finalize();
        let hash = digest.iter().fold("sha256$".to_owned(), |mut text, byte| {
            // Writing to a String cannot fail.
            let _ = write!(text, "{byte:02x}");
            text
        });
        Self { kind: identity_type.to_owned(), hash, salt: Some(salt.to_owned()) }
    }

    /// `identityHash`: the value itself where it is not hashed.
    pub fn hash(&self) -> &str {
        &self.hash
    }

    fn to_value(&self) -> Value {
        let mut object = Map::new();
        object.insert("type".into(), json!("IdentityObject"));
        object.insert("hashed".into(), json!(self.salt.is_some()));
        object.insert("identityHash".into(), json!(self.hash));
        object.insert("identityType".into(), json!(self.kind));
        if let Some(salt) = &self.salt {
            object.insert("salt".into(), json!(salt));
        }
        Value::Object(object)
    }
}

/// What [`Draft::bind`] puts in.
pub struct Binding<'a> {
    /// The id of the key's controller; takes the place of the packaged issuer id everywhere.
    pub issuer_id: &'a str,
    /// To whom the credential goes.
    pub subject: Subject,
    /// When it begins to be valid: the moment of signing.
    pub valid_from: Time,
    /// Asked once for each credential, children before the transcript; `None` leaves it without a status.
    pub status: &'a mut dyn FnMut(&str) -> Option<StatusEntry>,
    /// The learner's name in clear, when the learner chose so.
    pub learner_name: Option<String>,
    /// Which children a transcript keeps, by credential id; `None` keeps all. A real subset makes it `partial`.
    pub selection: Option<BTreeSet<String>>,
}

/// Why a draft cannot be bound.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BindError {
    /// Neither an id nor an identifier nor a name: nobody could tell whose it is.
    #[error("a credential needs a subject: expected a holder's id, an identifier or the learner's name, found none")]
    NoSubject,
    /// The selection names something that is not in the transcript.
    #[error("{0} was selected, but the transcript does not hold it: select from its own credentials")]
    NotInTranscript(String),
    /// The selection keeps nothing.
    #[error("a transcript holds at least one credential, and none was selected")]
    NothingSelected,
}

impl Draft {
    /// The whole credential, ready to be signed.
    ///
    /// In a transcript every child gets the same issuer and subject and a status entry of its own.
    ///
    /// # Errors
    /// [`BindError`] when nobody is named, or the selection does not fit.
    pub fn bind(&self, binding: &mut Binding<'_>) -> Result<Value, BindError> {
        let mut pen = Pen {
            issuer_id: binding.issuer_id,
            subject: subject_members(&binding.subject, binding.learner_name.as_deref())?,
            valid_from: binding.valid_from.to_string(),
            status: &mut *binding.status,
        };
        let Some(transcript) = &self.transcript else {
            return Ok(pen.fill(&self.id, Value::clone(&self.credential)));
        };
        let kept = self.kept(binding.selection.as_ref())?;
        let children = kept.iter().map(|child| pen.fill(&child.id, Value::clone(&child.credential))).collect();
        let transcript = Transcript {
            partial: transcript.partial || kept.len() < self.children.len(),
            associations: associations_among(&transcript.associations, &kept),
            ..transcript.clone()
        };
        Ok(pen.fill(&self.id, transcript.to_value(children)))
    }

    fn kept(&self, selection: Option<&BTreeSet<String>>) -> Result<Vec<&Self>, BindError> {
        let Some(selection) = selection else {
            return Ok(self.children.iter().collect());
        };
        if let Some(stranger) = selection.iter().find(|id| !self.children.iter().any(|child| child.id == **id)) {
            return Err(BindError::NotInTranscript(stranger.clone()));
        }
        let kept: Vec<&Self> = self.children.iter().filter(|child| selection.contains(&child.id)).collect();
        if kept.is_empty() { Err(BindError::NothingSelected) } else { Ok(kept) }
    }
}

/// An association is said only where both its ends are there to be read.
fn associations_among(all: &[Association], kept: &[&Draft]) -> Vec<Association> {
    let there = |id: &String| kept.iter().any(|child| child.achievement_id == *id);
    all.iter().filter(|one| there(&one.from) && there(&one.to)).cloned().collect()
}

fn subject_members(subject: &Subject, name: Option<&str>) -> Result<Map<String, Value>, BindError> {
    let mut members = Map::new();
    let mut identities = match subject {
        Subject::Holder { id, identifiers } => {
            members.insert("id".into(), json!(id));
            identifiers.clone()
        }
        Subject::File { identifiers } => identifiers.clone(),
    };
    identities.extend(name.map(|name| Identity::plain("name", name)));
    if members.is_empty() && identities.is_empty() {
        return Err(BindError::NoSubject);
    }
    if !identities.is_empty() {
        members.insert("identifier".into(), identities.iter().map(Identity::to_value).collect());
    }
    Ok(members)
}

/// Members in the order people expect to read them; the rest keep theirs.
const ORDER: [&str; 13] = [
    "@context",
    "id",
    "type",
    "name",
    "description",
    "issuer",
    "validFrom",
    "validUntil",
    "awardedDate",
    "partial",
    "identifier",
    "credentialSubject",
    "credentialStatus",
];

fn in_order(members: Map<String, Value>) -> Value {
    let place = |key: &str| ORDER.iter().position(|one| *one == key).unwrap_or(ORDER.len());
    let mut members: Vec<(usize, (String, Value))> =
        members.into_iter().map(|(key, value)| (place(&key), (key, value))).collect();
    members.sort_by_key(|(place, _)| *place);
    Value::Object(members.into_iter().map(|(_, member)| member).collect())
}

struct Pen<'a> {
    issuer_id: &'a str,
    subject: Map<String, Value>,
    valid_from: String,
    status: &'a mut dyn FnMut(&str) -> Option<StatusEntry>,
}

impl Pen<'_> {
    fn fill(&mut self, id: &str, credential: Value) -> Value {
        let Value::Object(mut members) = credential else { return credential };
        if let Some(Value::Object(issuer)) = members.get_mut("issuer") {
            issuer.insert("id".into(), json!(self.issuer_id));
        }
        if let Some(Value::Object(subject)) = members.get_mut("credentialSubject") {
            subject.extend(self.subject.clone());
            let subject = std::mem::take(subject);
            members.insert("credentialSubject".into(), in_order(subject));
        }
        members.insert("validFrom".into(), json!(self.valid_from));
        if let Some(entry) = (self.status)(id) {
            members.insert("credentialStatus".into(), entry.to_value(Purpose::Revocation));
        }
        in_order(members)
    }
}
