//! What is signed under `bbs-2023`: all statements at once, as messages of one BBS signature, from which a holder makes a new
//! proof each time (BBS Cryptosuites §3.3, §3.4).

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::{Map, Value};

use super::bbs_value::{self, BaseValue, DerivedValue, Header};
use super::sign::Signing;
use super::split::{OTHER_LABEL, Shown, Split, parted};
use super::statements::{Reading, hash_of, shuffled_label};
use super::value::ProofValue;
use super::{FOR_ITS_HOLDER, MOST_STATEMENTS, SelectionError};
use crate::bbs;
use crate::data_integrity::ProofError;
use crate::keys::{PublicKey, Signer};

/// The base proof (§3.4.5), whose signature has been checked.
pub(super) fn base(split: &Split<'_>, signing: &Signing<'_>, key: &dyn Signer) -> Result<String, ProofError> {
    let header = header(&signing.proof_hash, &split.mandatory_hash());
    let messages = messages(split.others());
    let public_key = point(&key.public())?;
    let signature = key.sign_messages(&header, &messages)?;
    bbs::verify(&public_key, &signature, bbs::Signed { header: &header, messages: &messages })?;
    let value =
        BaseValue { signature, header, public_key, hmac_key: *signing.hmac_key, mandatory: signing.mandatory.to_vec() };
    Ok(value.encode())
}

/// The derived proof (§3.4.6), bound to `presentation_header`. Whether the base proof holds is seen when it is verified.
pub(super) fn derived(
    split: &Split<'_>,
    base: &BaseValue,
    shown: Shown,
    presentation_header: &[u8],
) -> Result<String, ProofError> {
    let messages = messages(split.others());
    let proof = bbs::prove(
        &base.public_key,
        &base.signature,
        bbs::Signed { header: &base.header, messages: &messages },
        bbs::Shown { indexes: &shown.selective, presentation_header },
    )?;
    let labels = shown.labels.into_iter().map(|(canonical, label)| Some((canonical, number_of(&label)?)));
    let value = DerivedValue {
        proof,
        labels: labels.collect::<Option<_>>().ok_or(OTHER_LABEL)?,
        mandatory: shown.mandatory,
        selective: shown.selective,
        presentation_header: presentation_header.to_vec(),
    };
    Ok(value.encode())
}

fn number_of(label: &str) -> Option<usize> {
    label.strip_prefix('b')?.parse().ok()
}

/// Checks a derived proof (§3.4.7): as [`verify`](super::verify()).
pub(super) fn verify(
    document: &Value,
    proof: &Map<String, Value>,
    value: &[u8],
    key: &PublicKey,
    reading: Reading<'_>,
) -> Result<(), ProofError> {
    let ProofValue::Derived(value) = bbs_value::decode(value)? else { return Err(FOR_ITS_HOLDER.into()) };
    check_size(&value)?;
    let labels: BTreeMap<usize, Arc<str>> =
        value.labels.iter().map(|(canonical, signed)| (*canonical, shuffled_label(*signed))).collect();
    let lines = reading.shown(document, &labels)?;
    let (mandatory, others) = parted(&lines, &value.mandatory)?;
    let header = header(&reading.proof_hash(document, proof)?, &hash_of(mandatory.into_iter()));
    bbs::verify_proof(
        &point(key)?,
        &value.proof,
        bbs::Signed { header: &header, messages: &messages(others.into_iter()) },
        bbs::Shown { indexes: &value.selective, presentation_header: &value.presentation_header },
    )?;
    Ok(())
}

/// How many messages the proof in `value` is over; 0 for what is none.
pub(in crate::data_integrity) fn messages_of(value: &[u8]) -> usize {
    match bbs_value::decode(value) {
        Ok(ProofValue::Derived(value)) => all_messages(&value).unwrap_or_default(),
        Ok(ProofValue::Base(_)) | Err(_) => 0,
    }
}

fn all_messages(value: &DerivedValue) -> Option<usize> {
    Some(bbs::hidden(&value.proof)? + value.selective.len())
}

/// Each statement costs a multiplication, also one that is hidden: of those there may be no more than of those seen.
fn check_size(value: &DerivedValue) -> Result<(), ProofError> {
    let found = all_messages(value)
        .ok_or(ProofError::Malformed { what: "'proofValue': expected a BBS proof: three points, then numbers" })?;
    if found > MOST_STATEMENTS {
        return Err(SelectionError::TooMany { what: "statements", most: MOST_STATEMENTS, found }.into());
    }
    Ok(())
}

/// The header of the signature (§3.4.5 step 2).
fn header(proof_hash: &[u8; 32], mandatory_hash: &[u8; 32]) -> Header {
    let mut header = [0; 64];
    let parts = proof_hash.iter().chain(mandatory_hash);
    header.iter_mut().zip(parts).for_each(|(to, from)| *to = *from);
    header
}

fn messages<'a>(lines: impl Iterator<Item = &'a str>) -> Vec<Vec<u8>> {
    lines.map(|line| line.as_bytes().to_vec()).collect()
}

fn point(key: &PublicKey) -> Result<[u8; bbs::PUBLIC], ProofError> {
    match key {
        PublicKey::Bls12381(point) => Ok(*point),
        other => Err(ProofError::KeyMismatch { kind: other.kind() }),
    }
}
