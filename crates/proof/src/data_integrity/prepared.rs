//! Signing: a document is prepared, and what was prepared is signed once.

use canon::{Budget, ContextLoader, Document};
use serde_json::{Map, Value};

use super::bytes::Canonicalisation;
use super::{ProofError, ProofOptions, Suite, UnverifiedDocument, check_form, plain};
use crate::base58;
use crate::did;
use crate::keys::{KeyKind, Signer};

/// A document that is ready to be signed, once.
#[derive(Debug, PartialEq)]
pub struct Prepared {
    document: Value,
    /// The proofs it has already.
    others: Vec<Value>,
    unsigned: UnsignedProof,
}

/// A proof without its value, and what it will sign.
#[derive(Debug, PartialEq)]
pub(super) struct UnsignedProof {
    configuration: Map<String, Value>,
    kind: KeyKind,
    signing_input: Vec<u8>,
}

impl UnsignedProof {
    /// The proof that `options` ask for, over a document within its budget, with contexts from `loader` or the published
    /// ones.
    pub(super) fn new(
        document: &Document<'_>,
        options: &ProofOptions,
        kind: KeyKind,
        (loader, budget): (Option<&dyn ContextLoader>, &Budget),
    ) -> Result<Self, ProofError> {
        if !Suite::SIGNING.contains(&options.suite) {
            return Err(ProofError::UnsupportedSuite { suite: options.suite.name().to_owned() });
        }
        if !options.suite.takes(kind) {
            return Err(ProofError::KeyMismatch { kind });
        }
        plain::check_plain(document.root())?;
        let configuration = options.to_proof(document);
        let published = model::published::contexts();
        let canonicalisation = Canonicalisation::new(options.suite, kind, loader.unwrap_or(published), budget);
        let signing_input = match loader {
            Some(_) => canonicalisation.signing_input(document, &configuration)?,
            None => canonicalisation.signing_input_at(document, &configuration, &options.created.to_string())?,
        };
        Ok(Self { configuration, kind, signing_input })
    }

    pub(super) fn signing_input(&self) -> &[u8] {
        &self.signing_input
    }

    pub(super) const fn configuration(&self) -> &Map<String, Value> {
        &self.configuration
    }

    /// The proof with its value, which has been checked.
    pub(super) fn sign(self, key: &dyn Signer) -> Result<Value, ProofError> {
        let Self { configuration: mut proof, kind, signing_input } = self;
        let public = key.public();
        let method = proof.get("verificationMethod").and_then(Value::as_str).unwrap_or_default();
        if public.kind() != kind || did::resolve_offline(method).is_ok_and(|named| named.key != public) {
            return Err(ProofError::KeyMismatch { kind: public.kind() });
        }
        let signature = key.sign(&signing_input)?;
        public.verify(&signing_input, &signature)?;
        proof.insert("proofValue".into(), Value::String(proof_value(&signature)));
        let proof = Value::Object(proof);
        check_form(&proof)?;
        Ok(proof)
    }
}

/// A signature as `proofValue` says it (VC Data Integrity 1.0 §2.1): Multibase base58btc.
pub fn proof_value(signature: &[u8]) -> String {
    base58::encode(signature)
}

impl Prepared {
    /// The bytes that will be signed: two hashes, of 32 bytes each, with a P-384 key of 48. Preparing the same document
    /// with the same options gives the same again.
    pub fn signing_input(&self) -> &[u8] {
        self.unsigned.signing_input()
    }

    /// The document to be signed, without any proof.
    pub const fn document(&self) -> &Value {
        &self.document
    }

    /// The proof as it will be, without `proofValue`.
    pub const fn proof_configuration(&self) -> &Map<String, Value> {
        self.unsigned.configuration()
    }

    /// Signs, checks the signature, and returns the document with its proof: one object, or at the end of those it had.
    ///
    /// # Errors
    /// [`ProofError::KeyMismatch`] when the key is of another kind than it was prepared for, or the verification method is
    /// a `did:key` or `did:jwk` of another key, [`ProofError::Key`] when the key does not sign,
    /// [`ProofError::BadSignature`] when the signature does not verify, as with a broken processor.
    pub fn sign(self, key: &dyn Signer) -> Result<Value, ProofError> {
        let Self { mut document, mut others, unsigned } = self;
        let proof = unsigned.sign(key)?;
        if let Value::Object(members) = &mut document {
            let proof = if others.is_empty() {
                proof
            } else {
                others.push(proof);
                Value::Array(others)
            };
            members.insert("proof".into(), proof);
        }
        Ok(document)
    }
}

/// Everything about a signature by a key of the kind `kind` but the signature.
///
/// # Errors
/// [`ProofError`] when the document already has a proof, has no canonical form, or the suite does not sign with such keys.
pub fn prepare(
    document: Value,
    options: &ProofOptions,
    kind: KeyKind,
    budget: &Budget,
) -> Result<Prepared, ProofError> {
    prepare_unsigned(document, options, kind, (None, budget))
}

/// As [`prepare`], with contexts from `loader`.
///
/// # Errors
/// As [`prepare`].
pub fn prepare_with(
    document: Value,
    options: &ProofOptions,
    kind: KeyKind,
    loader: &dyn ContextLoader,
    budget: &Budget,
) -> Result<Prepared, ProofError> {
    prepare_unsigned(document, options, kind, (Some(loader), budget))
}

fn prepare_unsigned(
    document: Value,
    options: &ProofOptions,
    kind: KeyKind,
    means: (Option<&dyn ContextLoader>, &Budget),
) -> Result<Prepared, ProofError> {
    let document = UnverifiedDocument::read(document)?;
    if !document.proofs().is_empty() {
        return Err(ProofError::AlreadySigned);
    }
    prepare_beside(document, options, kind, means)
}

/// As [`prepare_with`], for a document that may have proofs already: the new one joins them as a proof set, or, where
/// `options` names previous proofs, as the end of a chain (VC Data Integrity 1.0 §4.3). Whether the proofs that are there
/// hold is not looked at.
///
/// # Errors
/// As [`prepare`], and when a previous proof is not there, or there are too many proofs.
pub fn prepare_another(
    document: UnverifiedDocument,
    options: &ProofOptions,
    kind: KeyKind,
    loader: &dyn ContextLoader,
    budget: &Budget,
) -> Result<Prepared, ProofError> {
    prepare_beside(document, options, kind, (Some(loader), budget))
}

fn prepare_beside(
    document: UnverifiedDocument,
    options: &ProofOptions,
    kind: KeyKind,
    (loader, budget): (Option<&dyn ContextLoader>, &Budget),
) -> Result<Prepared, ProofError> {
    let found = document.proofs().len() + 1;
    if found > UnverifiedDocument::MOST_PROOFS {
        return Err(ProofError::TooManyProofs { most: UnverifiedDocument::MOST_PROOFS, found });
    }
    let signed = Document::of(&*document.with_previous(&options.previous)?, budget)?;
    let unsigned = UnsignedProof::new(&signed, options, kind, (loader, budget))?;
    let (document, others) = document.into_parts();
    Ok(Prepared { document, others, unsigned })
}

/// Signs a copy of `document` and returns it with its proof, which has been checked.
///
/// # Errors
/// As [`prepare`] and [`Prepared::sign`].
pub fn sign(document: &Value, key: &dyn Signer, options: &ProofOptions, budget: &Budget) -> Result<Value, ProofError> {
    prepare(document.clone(), options, key.public().kind(), budget)?.sign(key)
}
