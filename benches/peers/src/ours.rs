//! Ours: the one file that knows how the product's crates are called.

use canon::{Allowance, Budget, CanonError, Hash};
use model::random::OsRandom;
use model::time::Time;
use proof::data_integrity::selective::{self, UnverifiedDerived};
use proof::data_integrity::{self, PreparedText, ProofOptions, Purpose, Suite, UnverifiedText};
use proof::did;
use proof::keys::{KeyKind, Signer as _, SigningKey};
use proof::strict_json;
use protocol::{Document, Library, Start, Work, from_hex, to_hex};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use std::fmt::{Display, Write as _};
use std::time::Instant;

/// Bytes of a document that parts are shown of, as `tassel derive` takes it.
const LONGEST_BASE: usize = 8 << 20;

/// What is made once for a run.
pub struct Ours {
    key: SigningKey,
    verification_method: String,
    p256: SigningKey,
    p256_verification_method: String,
    mandatory: Vec<String>,
    revealed: Vec<String>,
    budget: Budget,
    now: Time,
}

impl Ours {
    /// The contexts are those of crate `contexts`, which every other library is given.
    pub fn new(start: Start) -> Result<Self, String> {
        let seed = from_hex(&start.seed).and_then(|seed| seed.try_into().ok()).ok_or("a seed is 32 bytes")?;
        let now = Time::parse("2026-11-24T00:00:00Z").map_err(said)?;
        Ok(Self {
            key: SigningKey::from_seed(&seed),
            verification_method: start.verification_method,
            p256: SigningKey::from_scalar(KeyKind::P256, &seed).map_err(said)?,
            p256_verification_method: start.p256_verification_method,
            mandatory: start.mandatory,
            revealed: start.revealed,
            budget: issuers_budget(),
            now,
        })
    }

    fn sign(&self, document: &Document, checked: bool) -> Result<String, String> {
        let options =
            ProofOptions::assertion(Time::parse(&document.created).map_err(said)?, &*self.verification_method);
        let prepared = PreparedText::new(&document.text, &options, KeyKind::Ed25519, &self.budget).map_err(said)?;
        if checked {
            return prepared.sign(&self.key).map_err(said);
        }
        // The product offers no signing without the check, so the rest of it is done here.
        let signature = self.key.sign(prepared.signing_input()).map_err(said)?;
        let mut proof = prepared.proof_configuration().clone();
        proof.insert("proofValue".into(), Value::String(data_integrity::proof_value(&signature)));
        let mut signed = String::with_capacity(document.text.len() + 512);
        signed.push_str(document.text.strip_suffix('}').ok_or("an object")?);
        write!(signed, r#","proof":{}}}"#, Value::Object(proof)).map_err(said)?;
        Ok(signed)
    }

    fn sign_base(&self, document: &Document) -> Result<String, String> {
        let created = Time::parse(&document.created).map_err(said)?;
        let options = ProofOptions {
            suite: Suite::EcdsaSd2023,
            ..ProofOptions::assertion(created, &*self.p256_verification_method)
        };
        let (signing, reading) = ((&self.p256 as _, &OsRandom as _), (model::published::contexts() as _, &self.budget));
        let credential = strict_json::parse(document.text.as_bytes(), LONGEST_BASE).map_err(said)?;
        let signed = selective::sign_base(credential, &options, &self.mandatory, signing, reading).map_err(said)?;
        Ok(signed.to_string())
    }

    fn derive(&self, text: &str) -> Result<UnverifiedDerived, String> {
        let base = strict_json::parse(text.as_bytes(), LONGEST_BASE).map_err(said)?;
        selective::derive(&base, &self.revealed, (model::published::contexts(), &self.budget)).map_err(said)
    }

    /// With the check that `tassel derive` makes: that what is shown is what the issuer signed.
    fn derive_checked(&self, text: &str) -> Result<String, String> {
        let contexts = model::published::contexts();
        let shown = self.derive(text)?.verify(&self.p256.public(), contexts, &self.budget).map_err(said)?;
        Ok(shown.to_string())
    }

    /// With the checks a verifier makes of a proof: form, purpose, expiry, key, controller.
    fn verify(&self, credential: &UnverifiedText<'_>) -> Result<(), String> {
        let [proof] = credential.proofs() else { return Err("one proof".to_owned()) };
        let form = data_integrity::check_form(proof).map_err(said)?;
        let method = did::resolve_offline(&form.verification_method).map_err(said)?;
        let issuer = credential.pointer("/issuer/id").ok_or("no issuer")?;
        form.check_purpose(Purpose::AssertionMethod).map_err(said)?;
        form.check_expiry(self.now).map_err(said)?;
        form.check_method(&method, Purpose::AssertionMethod, self.now).map_err(said)?;
        form.check_controller(&method, issuer.as_str().unwrap_or_default()).map_err(said)?;
        credential.verify_proof(&form, &method.key, &self.budget).map_err(said)
    }

    fn verify_all(&self, transcript: &UnverifiedText<'_>) -> Result<(), String> {
        self.verify(transcript)?;
        let children = transcript.parts("/credentialSubject/verifiableCredential").map_err(said)?;
        children.iter().try_for_each(|child| self.verify(child))
    }

    fn canonical(&self, text: &str) -> Result<String, String> {
        let document = canon::Document::parse(text, &self.budget).map_err(said)?;
        let contexts = model::published::contexts();
        canon::canonicalize_document(&document, Hash::Sha256, contexts, &self.budget).map_err(said)
    }

    fn hash(&self, text: &str) -> Result<String, String> {
        let document = canon::Document::parse(text, &self.budget).map_err(said)?;
        let contexts = model::published::contexts();
        canon::canonical_hash(&document, Hash::Sha256, contexts, &self.budget).map(|hash| to_hex(&hash)).map_err(said)
    }

    fn read<'t>(&self, text: &'t str) -> Result<UnverifiedText<'t>, String> {
        UnverifiedText::read(text, &self.budget).map_err(said)
    }

    /// Nanoseconds of each stage, one after the other.
    fn stages(&self, document: &Document) -> Result<Value, String> {
        let mut clock = Instant::now();
        let mut lap = || {
            let passed = clock.elapsed().as_nanos();
            clock = Instant::now();
            u64::try_from(passed).unwrap_or(u64::MAX)
        };
        let read = canon::Document::parse(&document.text, &self.budget).map_err(said)?;
        let parsed = lap();
        let contexts = model::published::contexts();
        let nquads = canon::canonicalize_document(&read, Hash::Sha256, contexts, &self.budget).map_err(said)?;
        let canonical = lap();
        let hash = Sha256::digest(&nquads);
        let hashed = lap();
        let signature = self.key.sign(&hash).map_err(said)?;
        let signed = lap();
        let verified = self.key.public().verify(&hash, &signature).map(|()| lap()).map_err(said)?;
        Ok(json!({
            "parse": parsed, "canonicalise": canonical, "hash": hashed, "sign 32 bytes": signed,
            "check 32 bytes": verified,
        }))
    }

    /// The least allowance the graph is labelled with; without one to find, why it is refused.
    fn steps(nquads: &str) -> Result<String, String> {
        let budget = Budget::default();
        let quads = canon::nquads::parse(nquads, budget.quads).map_err(said)?;
        let with = |steps: usize| {
            let calls = Allowance { fixed: steps, per_blank_node: 0, most: steps };
            canon::rdfc10(&quads, &Budget { hash_n_degree_calls: calls, ..budget.clone() })
        };
        if let Err(refusal) = canon::rdfc10(&quads, &budget) {
            return refused(&refusal);
        }
        let (mut least, mut enough) = (0, budget.hash_n_degree_calls.most);
        while least < enough {
            let middle = usize::midpoint(least, enough);
            if with(middle).is_ok() { enough = middle } else { least = middle + 1 }
        }
        Ok(enough.to_string())
    }
}

fn refused(refusal: &CanonError) -> Result<String, String> {
    match refusal {
        CanonError::TooComplex { .. } => Ok(refusal.to_string()),
        other => Err(other.to_string()),
    }
}

/// An issuer of long transcripts asks for more than the default, which suits uploads by strangers: enough for 5,000
/// courses. The work that one blank node may cause stays the default's.
fn issuers_budget() -> Budget {
    let default = Budget::default();
    Budget {
        nodes: default.nodes * 20,
        quads: default.quads * 20,
        bytes: default.bytes * 20,
        hash_n_degree_calls: Allowance { most: usize::MAX, ..default.hash_n_degree_calls },
        related_hashes: Allowance { most: usize::MAX, ..default.related_hashes },
        context_terms: default.context_terms * 200,
        ..default
    }
}

impl Library for Ours {
    fn work(&self, work: Work, document: &Document) -> Result<String, String> {
        let text = &*document.text;
        let holds = |result: Result<(), String>| result.map(|()| "holds".to_owned());
        match work {
            Work::Canonical => self.canonical(text),
            Work::Hash => self.hash(text),
            Work::Sign => self.sign(document, false),
            Work::SignChecked => self.sign(document, true),
            Work::SignBase => self.sign_base(document),
            Work::Derive => self.derive(text).map(|derived| derived.document().to_string()),
            Work::DeriveChecked => self.derive_checked(text),
            Work::Verify => holds(self.verify(&self.read(text)?)),
            Work::VerifyAll => holds(self.verify_all(&self.read(text)?)),
            Work::Nquads => {
                let quads = canon::nquads::parse(text, Budget::default().quads).map_err(said)?;
                canon::rdfc10(&quads, &Budget::default()).map(|canonical| canonical.nquads).map_err(said)
            }
            Work::Steps => Self::steps(text),
            Work::Stages => self.stages(document).map(|stages| stages.to_string()),
        }
    }
}

fn said(error: impl Display) -> String {
    error.to_string()
}
