//! What is signed under `ecdsa-sd-2023`: each statement alone, with a key made for one proof (ECDSA Cryptosuites §3.5, §3.6).

use std::collections::BTreeMap;
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Map, Value};

use super::ecdsa_value::{self, BaseValue, DerivedValue, ProofKey, Signature};
use super::split::{OTHER_LABEL, Shown, Split, parted};
use super::statements::{Reading, hash_of, hmac_label};
use super::value::ProofValue;
use super::{FOR_ITS_HOLDER, sign::Signing};
use crate::data_integrity::ProofError;
use crate::keys::{PublicKey, Signer, SigningKey};
use crate::multikey;

/// The base proof (§3.6.5). `proof_key` signs each statement, and is then thrown away.
pub(super) fn base(
    split: &Split<'_>,
    signing: &Signing<'_>,
    (key, proof_key): (&dyn Signer, &SigningKey),
) -> Result<String, ProofError> {
    let public = multikey_bytes(&proof_key.public());
    let input = signing_input(&signing.proof_hash, &public, &split.mandatory_hash());
    let value = BaseValue {
        base_signature: checked(key, &input)?,
        proof_key: public,
        hmac_key: *signing.hmac_key,
        signatures: split.others().map(|line| checked(proof_key, line.as_bytes())).collect::<Result<_, _>>()?,
        mandatory: signing.mandatory.to_vec(),
    };
    Ok(value.encode())
}

/// The derived proof (§3.6.7).
///
/// # Errors
/// [`ProofError::BadSignature`] when the base proof has not one signature for each statement that is not mandatory.
pub(super) fn derived(split: &Split<'_>, base: &BaseValue, shown: Shown) -> Result<String, ProofError> {
    if split.others().count() != base.signatures.len() {
        return Err(ProofError::BadSignature);
    }
    let signatures = shown.selective.iter().filter_map(|at| base.signatures.get(*at).copied());
    let labels = shown.labels.into_iter().map(|(number, label)| Some((number, hmac_of(&label)?)));
    let value = DerivedValue {
        base_signature: base.base_signature,
        proof_key: base.proof_key,
        signatures: signatures.collect(),
        labels: labels.collect::<Option<_>>().ok_or(OTHER_LABEL)?,
        mandatory: shown.mandatory,
    };
    Ok(value.encode())
}

fn hmac_of(label: &str) -> Option<[u8; 32]> {
    URL_SAFE_NO_PAD.decode(label.strip_prefix('u')?).ok()?.try_into().ok()
}

/// Checks a derived proof (§3.6.8, §3.6.9): as [`verify`](super::verify()).
pub(super) fn verify(
    document: &Value,
    proof: &Map<String, Value>,
    value: &[u8],
    key: &PublicKey,
    reading: Reading<'_>,
) -> Result<(), ProofError> {
    let ProofValue::Derived(value) = ecdsa_value::decode(value)? else { return Err(FOR_ITS_HOLDER.into()) };
    let labels: BTreeMap<usize, Arc<str>> =
        value.labels.iter().map(|(number, hmac)| (*number, hmac_label(hmac))).collect();
    let lines = reading.shown(document, &labels)?;
    let proof_key = public_key(&value.proof_key)?;
    let (mandatory, others) = parted(&lines, &value.mandatory)?;
    // With fewer or more signatures than statements, something was added or taken away.
    if others.len() != value.signatures.len() {
        return Err(ProofError::BadSignature);
    }
    let input = signing_input(&reading.proof_hash(document, proof)?, &value.proof_key, &hash_of(mandatory.into_iter()));
    key.verify(&input, &value.base_signature)?;
    for (line, signature) in others.iter().zip(&value.signatures) {
        proof_key.verify(line.as_bytes(), signature)?;
    }
    Ok(())
}

/// A signature that has been checked.
fn checked(key: &dyn Signer, message: &[u8]) -> Result<Signature, ProofError> {
    let signature = key.sign(message)?;
    key.public().verify(message, &signature)?;
    signature.try_into().map_err(|_| ProofError::BadSignature)
}

/// What the issuer signs (§3.5.1, “serializeSignData”).
fn signing_input(proof_hash: &[u8; 32], proof_key: &ProofKey, mandatory_hash: &[u8; 32]) -> Vec<u8> {
    [&proof_hash[..], proof_key, mandatory_hash].concat()
}

/// The bytes of a P-256 key's Multikey.
fn multikey_bytes(key: &PublicKey) -> ProofKey {
    let text = multikey::encode(key);
    let bytes = bs58::decode(text.trim_start_matches('z')).into_vec().unwrap_or_default();
    bytes.try_into().unwrap_or([0; 35])
}

fn public_key(bytes: &ProofKey) -> Result<PublicKey, ProofError> {
    let fault = ProofError::Malformed { what: "'proofValue': expected a P-256 key made for the proof" };
    let [_, _, point @ ..] = bytes;
    PublicKey::p256(point).map_err(|_| fault)
}
