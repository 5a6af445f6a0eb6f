//! Data Integrity proofs on JSON-LD documents (VC Data Integrity 1.0), with the suite `eddsa-rdfc-2022`
//! (Data Integrity `EdDSA` Cryptosuites 1.0 §3.2).
//!
//! A proof covers what a document says as RDF, under the contexts it names. So [`verify`] alone means: whoever holds this
//! key signed these statements, and the document spells them with terms (no IRIs or keywords as names, which a reader of
//! the JSON would overlook). That the key is the issuer's, that it may be used for this, and that the proof has not expired
//! are the checks of [`UnverifiedProof`]. That the contexts are named by URL is for the reader to check: one written into
//! the document can rename a term of an unprotected context, or spell a signed statement with another name.

mod error;
mod form;
mod plain;

pub use error::ProofError;
pub use form::{UnverifiedProof, check_form};

use canon::{Budget, ContextLoader};
use model::time::Time;
use serde_json::{Map, Value, json};
use sha2::{Digest as _, Sha256};

use crate::did;
use crate::keys::{PublicKey, Signer};

/// The suite's name in `cryptosuite`.
pub const EDDSA_RDFC_2022: &str = "eddsa-rdfc-2022";

/// Bytes of what is signed: two SHA-256 hashes.
pub const SIGNING_INPUT_LENGTH: usize = 64;

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

/// What the signer says in a proof.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProofOptions {
    /// When it is signed.
    pub created: Time,
    /// The id of the key, an absolute DID URL.
    pub verification_method: String,
    /// What it is for.
    pub purpose: Purpose,
    /// The challenge that a presentation answers.
    pub challenge: Option<String>,
    /// Whom a presentation is for.
    pub domain: Option<String>,
}

impl ProofOptions {
    /// The options of a credential's proof.
    pub fn assertion(created: Time, verification_method: impl Into<String>) -> Self {
        let (purpose, verification_method) = (Purpose::AssertionMethod, verification_method.into());
        Self { created, verification_method, purpose, challenge: None, domain: None }
    }

    fn to_proof(&self) -> Map<String, Value> {
        let mut proof = Map::new();
        proof.insert("type".into(), json!("DataIntegrityProof"));
        proof.insert("created".into(), json!(self.created.to_string()));
        proof.insert("verificationMethod".into(), json!(self.verification_method));
        proof.insert("cryptosuite".into(), json!(EDDSA_RDFC_2022));
        proof.insert("proofPurpose".into(), json!(self.purpose.name()));
        for (member, value) in [("challenge", &self.challenge), ("domain", &self.domain)] {
            if let Some(value) = value {
                proof.insert(member.into(), json!(value));
            }
        }
        proof
    }
}

/// A document that is ready to be signed, once.
#[derive(Debug, PartialEq)]
pub struct Prepared {
    document: Map<String, Value>,
    proof: Map<String, Value>,
    signing_input: [u8; SIGNING_INPUT_LENGTH],
}

impl Prepared {
    /// The bytes that will be signed. Preparing the same document with the same options gives the same again.
    pub const fn signing_input(&self) -> &[u8; SIGNING_INPUT_LENGTH] {
        &self.signing_input
    }

    /// The document to be signed.
    pub const fn document(&self) -> &Map<String, Value> {
        &self.document
    }

    /// The proof as it will be, without `proofValue`.
    pub const fn proof_configuration(&self) -> &Map<String, Value> {
        &self.proof
    }

    /// Signs, checks the signature, and returns the document with its proof.
    ///
    /// # Errors
    /// [`ProofError::KeyMismatch`] when the verification method is a `did:key` or `did:jwk` of another key,
    /// [`ProofError::Key`] when the key does not sign, [`ProofError::BadSignature`] when the signature does not verify, as with a broken processor.
    pub fn sign(self, key: &dyn Signer) -> Result<Value, ProofError> {
        let Self { mut document, mut proof, signing_input } = self;
        let public = key.public();
        let method = proof.get("verificationMethod").and_then(Value::as_str).unwrap_or_default();
        if did::resolve_offline(method).is_ok_and(|named| named.key != public) {
            return Err(ProofError::KeyMismatch { kind: public.kind() });
        }
        let signature = key.sign(&signing_input)?;
        public.verify(&signing_input, &signature)?;
        proof.insert("proofValue".into(), json!(encode_signature(&signature)));
        let proof = Value::Object(proof);
        check_form(&proof)?;
        document.insert("proof".into(), proof);
        Ok(Value::Object(document))
    }
}

/// Everything about a signature but the signature.
///
/// # Errors
/// [`ProofError`] when the document already has a proof, or has no canonical form.
pub fn prepare(document: &Value, options: &ProofOptions, budget: &Budget) -> Result<Prepared, ProofError> {
    prepare_with(document, options, &contexts::context, budget)
}

/// As [`prepare`], with contexts from `loader`.
///
/// # Errors
/// As [`prepare`].
pub fn prepare_with(
    document: &Value,
    options: &ProofOptions,
    loader: &dyn ContextLoader,
    budget: &Budget,
) -> Result<Prepared, ProofError> {
    let document = members(document)?.clone();
    if document.contains_key("proof") {
        return Err(ProofError::AlreadySigned);
    }
    plain::check_plain(&document)?;
    let proof = options.to_proof();
    let signing_input = signing_input(&document, &proof, loader, budget)?;
    Ok(Prepared { document, proof, signing_input })
}

/// Signs `document` with `eddsa-rdfc-2022` and returns it with its proof, which has been checked.
///
/// # Errors
/// As [`prepare`] and [`Prepared::sign`].
pub fn sign(document: &Value, key: &dyn Signer, options: &ProofOptions, budget: &Budget) -> Result<Value, ProofError> {
    prepare(document, options, budget)?.sign(key)
}

/// Checks that `key` signed `document` (its `proof` member left aside) with `proof`.
///
/// # Errors
/// [`ProofError`]: the proof is malformed or of a suite that is not known here, the document has no canonical form, the
/// key is of another type, or the signature is not the key's.
pub fn verify(document: &Value, proof: &Value, key: &PublicKey, budget: &Budget) -> Result<(), ProofError> {
    verify_with(document, proof, key, &contexts::context, budget)
}

/// As [`verify`], with contexts from `loader`.
///
/// # Errors
/// As [`verify`].
pub fn verify_with(
    document: &Value,
    proof: &Value,
    key: &PublicKey,
    loader: &dyn ContextLoader,
    budget: &Budget,
) -> Result<(), ProofError> {
    let form = check_form(proof)?;
    if !matches!(key, PublicKey::Ed25519(_)) {
        return Err(ProofError::KeyMismatch { kind: key.kind() });
    }
    let mut document = members(document)?.clone();
    document.shift_remove("proof");
    plain::check_plain(&document)?;
    let mut configuration = members(proof)?.clone();
    configuration.shift_remove("proofValue");
    // The configuration is hashed under the document's contexts, so others of its own would go unsigned.
    if configuration.shift_remove("@context").is_some_and(|own| document.get("@context") != Some(&own)) {
        return Err(ProofError::Malformed { what: "'@context' in the proof: expected none, or the document's" });
    }
    let input = signing_input(&document, &configuration, loader, budget)?;
    Ok(key.verify(&input, &form.signature)?)
}

/// The proofs of a document: none, one, or a proof set (VC Data Integrity 1.0 §2.1.1).
pub fn proofs_of(document: &Value) -> Vec<&Value> {
    match document.get("proof") {
        None => Vec::new(),
        Some(Value::Array(proofs)) => proofs.iter().collect(),
        Some(proof) => vec![proof],
    }
}

fn members(value: &Value) -> Result<&Map<String, Value>, ProofError> {
    value.as_object().ok_or(ProofError::Malformed { what: "the document or the proof: expected a JSON object" })
}

/// `SHA-256(canonical proof configuration) ‖ SHA-256(canonical document)` (§3.2.3 to §3.2.5).
fn signing_input(
    document: &Map<String, Value>,
    proof: &Map<String, Value>,
    loader: &dyn ContextLoader,
    budget: &Budget,
) -> Result<[u8; SIGNING_INPUT_LENGTH], ProofError> {
    let mut configuration = Map::new();
    if let Some(context) = document.get("@context") {
        configuration.insert("@context".into(), context.clone());
    }
    configuration.extend(proof.clone());
    let mut input = [0; SIGNING_INPUT_LENGTH];
    let documents = [Value::Object(configuration), Value::Object(document.clone())];
    for (half, document) in input.chunks_exact_mut(32).zip(&documents) {
        half.copy_from_slice(&Sha256::digest(canon::canonicalize(document, loader, budget)?));
    }
    Ok(input)
}

fn encode_signature(signature: &[u8]) -> String {
    format!("z{}", bs58::encode(signature).into_string())
}

#[cfg(test)]
mod tests;
