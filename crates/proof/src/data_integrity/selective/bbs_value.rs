//! Proof values of `bbs-2023` without optional features: what a base proof and a derived proof hold (BBS Cryptosuites
//! §3.3.1, §3.3.2, §3.3.6, §3.3.7).

use std::collections::BTreeMap;

use super::cbor::{self, Major, Reader};
use super::value::{ProofValue, header, written};
use super::{LONGEST_POINTER, MOST_STATEMENTS};
use crate::bbs::{PUBLIC, SIGNATURE};
use crate::data_integrity::ProofError;

const BASE: [u8; 3] = header(2);
const DERIVED: [u8; 3] = header(3);

/// Bytes of the longest proof: one that hides all statements a document may have, and shows none.
const LONGEST_PROOF: usize = 272 + 32 * MOST_STATEMENTS;

/// Bytes of the longest presentation header: ours is empty, others put a challenge there.
const LONGEST_PRESENTATION: usize = LONGEST_POINTER;

/// What the issuer signs beside the messages: the hash of the proof's options, and that of the mandatory statements.
pub(super) type Header = [u8; 64];

/// What an issuer gives to a holder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct BaseValue {
    pub(super) signature: [u8; SIGNATURE],
    pub(super) header: Header,
    pub(super) public_key: [u8; PUBLIC],
    pub(super) hmac_key: [u8; 32],
    pub(super) mandatory: Vec<String>,
}

/// What a holder shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct DerivedValue {
    pub(super) proof: Vec<u8>,
    /// The number in the label that was signed, by the number of the canonical one.
    pub(super) labels: BTreeMap<usize, usize>,
    /// Which of the statements shown are mandatory.
    pub(super) mandatory: Vec<usize>,
    /// The places of the others that are shown, among all that are not mandatory.
    pub(super) selective: Vec<usize>,
    pub(super) presentation_header: Vec<u8>,
}

/// Takes a proof value apart.
///
/// # Errors
/// [`ProofError::Malformed`].
pub(super) fn decode(bytes: &[u8]) -> Result<ProofValue<BaseValue, DerivedValue>, ProofError> {
    ProofValue::decode(bytes, (BASE, base), (DERIVED, derived)).ok_or(ProofError::Malformed {
        what: "'proofValue': expected the five parts of a bbs-2023 proof, in CBOR as short as can be",
    })
}

fn base(mut reader: Reader<'_>) -> Option<BaseValue> {
    (reader.head(Major::Array)? == 5).then_some(())?;
    let value = BaseValue {
        signature: reader.bytes()?,
        header: reader.bytes()?,
        public_key: reader.bytes()?,
        hmac_key: reader.bytes()?,
        mandatory: reader.pointers()?,
    };
    reader.end()?;
    Some(value)
}

fn derived(mut reader: Reader<'_>) -> Option<DerivedValue> {
    (reader.head(Major::Array)? == 5).then_some(())?;
    let value = DerivedValue {
        proof: reader.bytes_to(LONGEST_PROOF)?,
        labels: reader.map(MOST_STATEMENTS, |reader| reader.head(Major::Unsigned))?,
        mandatory: reader.numbers()?,
        selective: reader.numbers()?,
        presentation_header: reader.bytes_to(LONGEST_PRESENTATION)?,
    };
    reader.end()?;
    Some(value)
}

impl BaseValue {
    /// As `proofValue`.
    pub(super) fn encode(&self) -> String {
        let mut out = BASE.to_vec();
        cbor::head(Major::Array, 5, &mut out);
        cbor::bytes(&self.signature, &mut out);
        cbor::bytes(&self.header, &mut out);
        cbor::bytes(&self.public_key, &mut out);
        cbor::bytes(&self.hmac_key, &mut out);
        cbor::texts(&self.mandatory, &mut out);
        written(&out)
    }
}

impl DerivedValue {
    /// As `proofValue`.
    pub(super) fn encode(&self) -> String {
        let mut out = DERIVED.to_vec();
        cbor::head(Major::Array, 5, &mut out);
        cbor::bytes(&self.proof, &mut out);
        cbor::head(Major::Map, self.labels.len(), &mut out);
        for (canonical, signed) in &self.labels {
            cbor::head(Major::Unsigned, *canonical, &mut out);
            cbor::head(Major::Unsigned, *signed, &mut out);
        }
        cbor::numbers(&self.mandatory, &mut out);
        cbor::numbers(&self.selective, &mut out);
        cbor::bytes(&self.presentation_header, &mut out);
        written(&out)
    }
}
