//! What a signer says in a proof.

use canon::Document;
use model::time::Time;
use serde_json::{Map, Value, json};

use super::Suite;
use super::suite::Form;

/// What a proof is for, and what a DID document lists keys for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Purpose {
    /// Credentials.
    AssertionMethod,
    /// Presentations and key proofs.
    Authentication,
}

impl Purpose {
    /// Every purpose.
    pub const ALL: [Self; 2] = [Self::AssertionMethod, Self::Authentication];

    /// As it is written: `assertionMethod` or `authentication`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::AssertionMethod => "assertionMethod",
            Self::Authentication => "authentication",
        }
    }
}

/// What the signer says in a proof (VC Data Integrity 1.0 §2.1).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProofOptions {
    /// How it is signed.
    pub suite: Suite,
    /// When it is signed.
    pub created: Time,
    /// The id of the key, an absolute DID URL.
    pub verification_method: String,
    /// What it is for.
    pub purpose: Purpose,
    /// When it ends.
    pub expires: Option<Time>,
    /// Its id, by which later proofs can build on it.
    pub id: Option<String>,
    /// The ids of the proofs it builds on.
    pub previous: Vec<String>,
    /// The challenge that a presentation answers.
    pub challenge: Option<String>,
    /// Whom a presentation is for.
    pub domain: Option<String>,
}

impl ProofOptions {
    /// The options of a credential's proof with `eddsa-rdfc-2022`.
    pub fn assertion(created: Time, verification_method: impl Into<String>) -> Self {
        Self {
            suite: Suite::EddsaRdfc2022,
            created,
            verification_method: verification_method.into(),
            purpose: Purpose::AssertionMethod,
            expires: None,
            id: None,
            previous: Vec::new(),
            challenge: None,
            domain: None,
        }
    }

    /// The proof for `document`, without its value. Under a JCS suite it carries the document's contexts (`EdDSA`
    /// Cryptosuites §3.3.1).
    pub(super) fn to_proof(&self, document: &Document<'_>) -> Map<String, Value> {
        let mut proof = Map::new();
        if let (Form::Json, Some(context)) = (self.suite.form(), document.member("@context")) {
            proof.insert("@context".into(), context);
        }
        proof.insert("type".into(), json!("DataIntegrityProof"));
        proof.insert("created".into(), json!(self.created.to_string()));
        proof.insert("verificationMethod".into(), json!(self.verification_method));
        proof.insert("cryptosuite".into(), json!(self.suite.name()));
        proof.insert("proofPurpose".into(), json!(self.purpose.name()));
        let expires = self.expires.map(|at| at.to_string());
        for (member, value) in
            [("id", &self.id), ("expires", &expires), ("challenge", &self.challenge), ("domain", &self.domain)]
        {
            if let Some(value) = value {
                proof.insert(member.into(), json!(value));
            }
        }
        match self.previous.as_slice() {
            [] => {}
            [one] => drop(proof.insert("previousProof".into(), json!(one))),
            several => drop(proof.insert("previousProof".into(), json!(several))),
        }
        proof
    }
}
