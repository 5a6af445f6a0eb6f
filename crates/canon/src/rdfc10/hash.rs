//! The hash that tells blank nodes apart.

use sha2::{Digest as _, Sha256, Sha384};

/// The hash of RDFC-1.0 (§3.1); another hash gives other labels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Hash {
    /// The default, and what every suite with 256-bit keys uses.
    #[default]
    Sha256,
    /// For `ecdsa-rdfc-2019` with P-384.
    Sha384,
}

/// A hash. Its bytes compare as its hexadecimal form does; those of the shorter hash are followed by zeros.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Digest {
    /// The first bytes as a number: comparisons nearly always end there.
    head: u64,
    tail: [u8; 40],
}

impl Hash {
    /// The hash of some bytes: 32 bytes or 48.
    pub fn of(self, bytes: &[u8]) -> Vec<u8> {
        match self {
            Self::Sha256 => Sha256::digest(bytes).to_vec(),
            Self::Sha384 => Sha384::digest(bytes).to_vec(),
        }
    }

    /// The hash of what `write` hands over, in parts.
    pub(super) fn of_parts(self, write: impl FnOnce(&mut dyn FnMut(&[u8]))) -> Vec<u8> {
        match self {
            Self::Sha256 => streamed::<Sha256>(write),
            Self::Sha384 => streamed::<Sha384>(write),
        }
    }

    pub(super) fn digest<'p>(self, parts: impl IntoIterator<Item = &'p [u8]>) -> Digest {
        let mut bytes = [0; 48];
        match self {
            Self::Sha256 => fill::<Sha256>(&mut bytes, parts),
            Self::Sha384 => fill::<Sha384>(&mut bytes, parts),
        }
        let (head, tail) = bytes.split_first_chunk().map_or(([0; 8], &[][..]), |(head, tail)| (*head, tail));
        Digest { head: u64::from_be_bytes(head), tail: tail.try_into().unwrap_or([0; 40]) }
    }

    /// Writes lower-case hexadecimal.
    pub(super) fn hex(self, digest: &Digest, out: &mut Vec<u8>) {
        let length = match self {
            Self::Sha256 => 32,
            Self::Sha384 => 48,
        };
        let nibble = |n: u8| if n < 10 { b'0' + n } else { b'a' + n - 10 };
        let bytes = digest.head.to_be_bytes();
        out.extend(
            bytes.iter().chain(&digest.tail).take(length).flat_map(|byte| [nibble(byte >> 4), nibble(byte & 15)]),
        );
    }
}

fn streamed<D: sha2::Digest>(write: impl FnOnce(&mut dyn FnMut(&[u8]))) -> Vec<u8> {
    let mut digest = D::new();
    write(&mut |part| digest.update(part));
    digest.finalize().to_vec()
}

fn fill<'p, D: sha2::Digest>(bytes: &mut [u8; 48], parts: impl IntoIterator<Item = &'p [u8]>) {
    let mut digest = D::new();
    for part in parts {
        digest.update(part);
    }
    for (slot, byte) in bytes.iter_mut().zip(digest.finalize()) {
        *slot = byte;
    }
}
