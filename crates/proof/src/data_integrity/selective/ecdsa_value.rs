//! Proof values: what a base proof and a derived proof hold (ECDSA Cryptosuites §3.5.2, §3.5.3, §3.5.6, §3.5.7).

use std::collections::BTreeMap;

use super::MOST_STATEMENTS;
use super::cbor::{self, Major, Reader};
use super::value::{ProofValue, header, written};
use crate::data_integrity::ProofError;

const BASE: [u8; 3] = header(0);
const DERIVED: [u8; 3] = header(1);

/// The multicodec of a compressed P-256 point.
const P256: [u8; 2] = [0x80, 0x24];

/// A signature as `r ‖ s`.
pub(super) type Signature = [u8; 64];

/// The public key made for one proof, as bytes of a Multikey: two of type, and the compressed point.
pub(super) type ProofKey = [u8; 35];

/// What an issuer gives to a holder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct BaseValue {
    pub(super) base_signature: Signature,
    pub(super) proof_key: ProofKey,
    pub(super) hmac_key: [u8; 32],
    /// Of each statement that is not mandatory, in order.
    pub(super) signatures: Vec<Signature>,
    pub(super) mandatory: Vec<String>,
}

/// What a holder shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct DerivedValue {
    pub(super) base_signature: Signature,
    pub(super) proof_key: ProofKey,
    /// Of each statement shown that is not mandatory, in order.
    pub(super) signatures: Vec<Signature>,
    /// The HMAC of each blank node, by the number of its canonical label.
    pub(super) labels: BTreeMap<usize, [u8; 32]>,
    /// Which of the statements shown are mandatory.
    pub(super) mandatory: Vec<usize>,
}

/// Takes a proof value apart.
///
/// # Errors
/// [`ProofError::Malformed`].
pub(super) fn decode(bytes: &[u8]) -> Result<ProofValue<BaseValue, DerivedValue>, ProofError> {
    ProofValue::decode(bytes, (BASE, base), (DERIVED, derived)).ok_or(ProofError::Malformed {
        what: "'proofValue': expected the five parts of an ecdsa-sd-2023 proof, in CBOR as short as can be",
    })
}

fn base(mut reader: Reader<'_>) -> Option<BaseValue> {
    (reader.head(Major::Array)? == 5).then_some(())?;
    let value = BaseValue {
        base_signature: reader.bytes()?,
        proof_key: proof_key(&mut reader)?,
        hmac_key: reader.bytes()?,
        signatures: reader.array(MOST_STATEMENTS, Reader::bytes)?,
        mandatory: reader.pointers()?,
    };
    reader.end()?;
    Some(value)
}

fn derived(mut reader: Reader<'_>) -> Option<DerivedValue> {
    (reader.head(Major::Array)? == 5).then_some(())?;
    let (base_signature, proof_key) = (reader.bytes()?, proof_key(&mut reader)?);
    let signatures = reader.array(MOST_STATEMENTS, Reader::bytes)?;
    // A blank node is in a statement or more.
    let labels = reader.map(MOST_STATEMENTS, Reader::bytes)?;
    let mandatory = reader.numbers()?;
    reader.end()?;
    Some(DerivedValue { base_signature, proof_key, signatures, labels, mandatory })
}

fn proof_key(reader: &mut Reader<'_>) -> Option<ProofKey> {
    reader.bytes().filter(|key: &ProofKey| key.starts_with(&P256))
}

impl BaseValue {
    /// As `proofValue`.
    pub(super) fn encode(&self) -> String {
        let mut out = BASE.to_vec();
        cbor::head(Major::Array, 5, &mut out);
        cbor::bytes(&self.base_signature, &mut out);
        cbor::bytes(&self.proof_key, &mut out);
        cbor::bytes(&self.hmac_key, &mut out);
        signatures(&self.signatures, &mut out);
        cbor::texts(&self.mandatory, &mut out);
        written(&out)
    }
}

impl DerivedValue {
    /// As `proofValue`.
    pub(super) fn encode(&self) -> String {
        let mut out = DERIVED.to_vec();
        cbor::head(Major::Array, 5, &mut out);
        cbor::bytes(&self.base_signature, &mut out);
        cbor::bytes(&self.proof_key, &mut out);
        signatures(&self.signatures, &mut out);
        cbor::head(Major::Map, self.labels.len(), &mut out);
        for (number, label) in &self.labels {
            cbor::head(Major::Unsigned, *number, &mut out);
            cbor::bytes(label, &mut out);
        }
        cbor::numbers(&self.mandatory, &mut out);
        written(&out)
    }
}

fn signatures(signatures: &[Signature], out: &mut Vec<u8>) {
    cbor::head(Major::Array, signatures.len(), out);
    for signature in signatures {
        cbor::bytes(signature, out);
    }
}
