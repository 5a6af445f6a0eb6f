//! The text around proof values, which is the same for both suites.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::cbor::Reader;
use super::{LONGEST_POINTER, MOST_POINTERS, MOST_STATEMENTS, SelectionError};
use crate::data_integrity::{ProofError, Suite};

/// A proof value of either kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum ProofValue<B, D> {
    /// For the holder.
    Base(B),
    /// For verifiers.
    Derived(D),
}

/// A header, and what reads the parts behind it.
type Kind<T> = (Header, fn(Reader<'_>) -> Option<T>);

impl<B, D> ProofValue<B, D> {
    /// The parts behind one of two headers.
    pub(super) fn decode(bytes: &[u8], base: Kind<B>, derived: Kind<D>) -> Option<Self> {
        let (header, rest) = bytes.split_first_chunk()?;
        match *header {
            found if found == base.0 => base.1(Reader(rest)).map(Self::Base),
            found if found == derived.0 => derived.1(Reader(rest)).map(Self::Derived),
            _ => None,
        }
    }
}

/// The first bytes of a proof value.
pub(super) type Header = [u8; 3];

/// A header: a CBOR tag of two bytes, whose number says which kind of which suite follows.
pub(super) const fn header(kind: u8) -> Header {
    [0xd9, 0x5d, kind]
}

/// More text than any proof value has. The longest has for each statement a signature, a label and their heads.
const LONGEST: usize = (MOST_STATEMENTS * 112 + MOST_POINTERS * (LONGEST_POINTER + 3)) * 4 / 3;

/// The bytes of `proofValue`: `u` and base64url without padding (multibase).
///
/// # Errors
/// [`ProofError::Malformed`] when it has another form, or no header of `suite`; [`SelectionError::Feature`] when it needs a
/// feature of `bbs-2023` that is not read here.
pub(in crate::data_integrity) fn read(text: &str, suite: Suite) -> Result<Vec<u8>, ProofError> {
    let encoded = text.strip_prefix('u').filter(|encoded| encoded.len() <= LONGEST);
    let bytes = encoded.and_then(|encoded| URL_SAFE_NO_PAD.decode(encoded).ok());
    let (kinds, what) = match suite {
        Suite::Bbs2023 => ([2, 3], "'proofValue': expected u and, in base64url, a base or derived proof of bbs-2023"),
        _ => ([0, 1], "'proofValue': expected u and, in base64url, a base or derived proof of ecdsa-sd-2023"),
    };
    let kind = |bytes: &Vec<u8>| bytes.strip_prefix(&[0xd9, 0x5d]).and_then(|rest| rest.first().copied());
    match bytes.as_ref().and_then(kind) {
        Some(found) if kinds.contains(&found) => bytes.ok_or(ProofError::Malformed { what }),
        Some(found) if suite == Suite::Bbs2023 => {
            Err(feature(found).map_or(ProofError::Malformed { what }, |name| SelectionError::Feature { name }.into()))
        }
        _ => Err(ProofError::Malformed { what }),
    }
}

/// The features whose headers BBS Cryptosuites §3.3.1 and §3.3.6 list beside those of the baseline.
const fn feature(kind: u8) -> Option<&'static str> {
    match kind {
        4 | 5 => Some("anonymous holder binding"),
        6 | 7 => Some("pseudonyms"),
        8 | 9 => Some("holder binding with pseudonyms"),
        _ => None,
    }
}

/// As `proofValue`.
pub(super) fn written(bytes: &[u8]) -> String {
    format!("u{}", URL_SAFE_NO_PAD.encode(bytes))
}
