//! Public keys as Multikey strings: `z` and base58btc of a two-byte prefix and the key (Controlled Identifiers 1.0 §2.2.2).
//!
//! RSA is not among the Multikeys of that specification; it has the form that the did:key method gives it, the multicodec
//! `rsa-pub` with `RSAPublicKey` in DER.

use std::sync::LazyLock;

use crate::base58;
use crate::keys::{InvalidKey, KeyKind, PublicKey};
use crate::remembered::Remembered;

/// Characters, more than any key this project reads has (RSA with 4096 bits: 722).
const LONGEST: usize = 768;

/// The multicodec of a kind, as a varint.
const fn prefix(kind: KeyKind) -> [u8; 2] {
    match kind {
        KeyKind::Ed25519 => [0xed, 0x01],
        KeyKind::P256 => [0x80, 0x24],
        KeyKind::P384 => [0x81, 0x24],
        KeyKind::Rsa => [0x85, 0x24],
        KeyKind::Bls12381 => [0xeb, 0x01],
    }
}

/// The Multikey string of `key`: `z6Mk…` for Ed25519, `zDn…` for P-256, `z82…` for P-384, `zUC7…` for BLS12-381, `z4MX…`
/// for RSA of 2048 bits.
pub fn encode(key: &PublicKey) -> String {
    let mut bytes = prefix(key.kind()).to_vec();
    match key {
        PublicKey::Ed25519(key) => bytes.extend_from_slice(key.as_bytes()),
        PublicKey::P256(point) => compress(point, &mut bytes),
        PublicKey::P384(point) => compress(point, &mut bytes),
        PublicKey::Rsa(key) => bytes.extend(key.to_der()),
        PublicKey::Bls12381(point) => bytes.extend_from_slice(point),
    }
    base58::encode(&bytes)
}

/// SEC 1 §2.3.3 with compression: the sign of `y`, then `x`.
fn compress(point: &[u8], out: &mut Vec<u8>) {
    let [_, coordinates @ ..] = point else { return };
    let (x, y) = coordinates.split_at(coordinates.len() / 2);
    out.push(2 + y.last().map_or(0, |last| last & 1));
    out.extend_from_slice(x);
}

/// The key that a Multikey string names.
///
/// # Errors
/// [`MultikeyError`] when the text is not base58btc multibase, names a key type this project does not check signatures
/// with, or holds bytes that are not a key.
pub fn decode(text: &str) -> Result<PublicKey, MultikeyError> {
    // Who signs one thing signs others, and finding the point costs a part of what checking a signature does.
    static KNOWN: LazyLock<Remembered<PublicKey>> = LazyLock::new(Remembered::default);
    if let Some(key) = KNOWN.with(text, PublicKey::clone) {
        return Ok(key);
    }
    let key = read(text)?;
    KNOWN.keep(text, key.clone());
    Ok(key)
}

fn read(text: &str) -> Result<PublicKey, MultikeyError> {
    let bytes = base58::decode(text, LONGEST).ok_or(MultikeyError::NotMultibase)?;
    let (found, key) = bytes.split_first_chunk::<2>().ok_or(MultikeyError::NotMultibase)?;
    let kind = KeyKind::ALL.into_iter().find(|kind| prefix(*kind) == *found);
    Ok(match kind.ok_or(MultikeyError::OtherType { prefix: *found })? {
        KeyKind::Ed25519 => PublicKey::ed25519(key)?,
        // The Multikeys of the NIST curves hold the compressed point only.
        KeyKind::P256 => PublicKey::p256(of_length(key, 33, "33 bytes for P-256 in a Multikey")?)?,
        KeyKind::P384 => PublicKey::p384(of_length(key, 49, "49 bytes for P-384 in a Multikey")?)?,
        KeyKind::Rsa => PublicKey::rsa_from_der(key)?,
        KeyKind::Bls12381 => PublicKey::bls12381(key)?,
    })
}

const fn of_length<'a>(key: &'a [u8], length: usize, expected: &'static str) -> Result<&'a [u8], InvalidKey> {
    if key.len() == length { Ok(key) } else { Err(InvalidKey::Length { expected }) }
}

/// Text that is not a Multikey this project can use.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MultikeyError {
    /// Not `z` and base58btc, too short, or far too long.
    #[error("expected a Multikey: the letter z and base58btc text, such as z6Mk...")]
    NotMultibase,
    /// Another type of key.
    #[error("expected a Multikey of Ed25519 (z6Mk...), P-256 (zDn...), P-384 (z82...), BLS12-381 (zUC7...) or RSA, found the key type {:02x}{:02x}", prefix[0], prefix[1])]
    OtherType {
        /// The first two bytes, which name the type.
        prefix: [u8; 2],
    },
    /// The right type, with bytes that are not a key.
    #[error(transparent)]
    Key(#[from] InvalidKey),
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keys::SigningKey;
    use model::random::SeededRandom;

    // From the specifications' examples of did:key and Multikey.
    const ED25519: &str = "z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2";
    const P256: &str = "zDnaepBuvsQ8cpsWrVKw8fbpGpvPeNSjVPTWoq6cRqaYzBKVP";
    const P384: &str = "z82LkvCwHNreneWpsgPEbV3gu1C6NFJEBg4srfJ5gdxEsMGRJUz2sG9FE42shbn2xkZJh54";

    // From the examples of BBS Cryptosuites.
    const BLS12381: &str = "zUC7DerdEmfZ8f4pFajXgGwJoMkV1ofMTmEG5UoNvnWiPiLuGKNeqgRpLH2TV4Xe5mJ2cXV76gRN7LFQwapF1VFu6x2yrr5ci1mXqC1WNUrnHnLgvfZfMH7h6xP6qsf9EKRQrPQ";

    #[test]
    fn every_kind_reads_back_as_written() {
        for (text, kind) in [(ED25519, KeyKind::Ed25519), (P256, KeyKind::P256), (P384, KeyKind::P384)] {
            let key = decode(text).unwrap();
            assert_eq!((encode(&key).as_str(), key.kind()), (text, kind));
        }
        let bls = decode(BLS12381).unwrap();
        assert_eq!((encode(&bls).as_str(), bls.kind()), (BLS12381, KeyKind::Bls12381));
        let rsa = SigningKey::generate(KeyKind::Rsa, &SeededRandom::new(1)).unwrap().public();
        assert_eq!(decode(&encode(&rsa)), Ok(rsa));
    }

    #[test]
    fn every_refusal() {
        assert_eq!(decode(""), Err(MultikeyError::NotMultibase));
        assert_eq!(decode("z"), Err(MultikeyError::NotMultibase));
        assert_eq!(decode(&ED25519[1..]), Err(MultikeyError::NotMultibase));
        assert_eq!(decode(&ED25519.replace('k', "0")), Err(MultikeyError::NotMultibase));
        assert_eq!(decode(&format!("z{}", "1".repeat(100_000))), Err(MultikeyError::NotMultibase));
        let with = |bytes: &[u8]| decode(&format!("z{}", bs58::encode(bytes).into_string()));
        assert_eq!(with(&[0xed, 0x01, 9]), Err(InvalidKey::Length { expected: "32 bytes for Ed25519" }.into()));
        for (kind, length, expected) in [
            (KeyKind::P256, 65, "33 bytes for P-256 in a Multikey"),
            (KeyKind::P384, 97, "49 bytes for P-384 in a Multikey"),
            (KeyKind::Rsa, 40, "RSAPublicKey in DER"),
            (KeyKind::Bls12381, 97, "96 bytes for BLS12-381"),
        ] {
            let bytes = [&prefix(kind)[..], &vec![4; length]].concat();
            assert_eq!(with(&bytes), Err(InvalidKey::Length { expected }.into()));
        }
        let p521 = [&[0x82, 0x24][..], &[1; 67]].concat();
        assert_eq!(with(&p521), Err(MultikeyError::OtherType { prefix: [0x82, 0x24] }));
        assert!(with(&p521).unwrap_err().to_string().ends_with("found the key type 8224"));
    }
}
