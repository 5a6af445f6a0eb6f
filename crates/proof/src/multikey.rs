//! Public keys as Multikey strings: `z` and base58btc of a two-byte prefix and the key (Controlled Identifiers 1.0 §2.2.2).

use crate::keys::{InvalidKey, PublicKey};

const ED25519_PREFIX: [u8; 2] = [0xed, 0x01];
const P256_PREFIX: [u8; 2] = [0x80, 0x24];

/// Longer than any key this project reads. Base58 takes quadratic time, so the length is checked first.
const LONGEST: usize = 128;

/// The Multikey string of `key`: `z6Mk…` for Ed25519, `zDn…` for P-256.
pub fn encode(key: &PublicKey) -> String {
    let mut bytes = Vec::with_capacity(35);
    match key {
        PublicKey::Ed25519(key) => {
            bytes.extend_from_slice(&ED25519_PREFIX);
            bytes.extend_from_slice(key);
        }
        PublicKey::P256(point) => {
            bytes.extend_from_slice(&P256_PREFIX);
            bytes.extend_from_slice(&compress(point));
        }
    }
    format!("z{}", bs58::encode(bytes).into_string())
}

/// SEC 1 §2.3.3 with compression: the sign of `y`, then `x`.
fn compress(point: &[u8; 65]) -> [u8; 33] {
    let mut compressed = [0; 33];
    let [_, x @ .., _] = point;
    for (to, from) in compressed.iter_mut().skip(1).zip(x) {
        *to = *from;
    }
    let [.., last] = point;
    if let Some(sign) = compressed.first_mut() {
        *sign = 2 + (last & 1);
    }
    compressed
}

/// The key that a Multikey string names.
///
/// # Errors
/// [`MultikeyError`] when the text is not base58btc multibase, names a key type this project does not check signatures
/// with, or holds bytes that are not a key.
pub fn decode(text: &str) -> Result<PublicKey, MultikeyError> {
    let encoded = text.strip_prefix('z').filter(|rest| rest.len() <= LONGEST).ok_or(MultikeyError::NotMultibase)?;
    let bytes = bs58::decode(encoded).into_vec().map_err(|_| MultikeyError::NotMultibase)?;
    match bytes.split_first_chunk::<2>() {
        Some((&ED25519_PREFIX, key)) => Ok(PublicKey::ed25519(key)?),
        // The Multikey of P-256 holds the compressed point only.
        Some((&P256_PREFIX, point)) if point.len() == 33 => Ok(PublicKey::p256(point)?),
        Some((&P256_PREFIX, _)) => Err(InvalidKey::Length { expected: "33 bytes for P-256 in a Multikey" }.into()),
        Some((prefix, _)) => Err(MultikeyError::OtherType { prefix: *prefix }),
        None => Err(MultikeyError::NotMultibase),
    }
}

/// Text that is not a Multikey this project can use.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MultikeyError {
    /// Not `z` and base58btc, too short, or far too long.
    #[error("expected a Multikey: the letter z and base58btc text, such as z6Mk...")]
    NotMultibase,
    /// Another type of key.
    #[error("expected an Ed25519 (z6Mk...) or a P-256 (zDn...) Multikey, found the key type {:02x}{:02x}", prefix[0], prefix[1])]
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

    // From the specifications' examples of did:key and Multikey.
    const ED25519: &str = "z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2";
    const P256: &str = "zDnaepBuvsQ8cpsWrVKw8fbpGpvPeNSjVPTWoq6cRqaYzBKVP";

    #[test]
    fn both_types_read_back_as_written() {
        for text in [ED25519, P256] {
            assert_eq!(encode(&decode(text).unwrap()), text);
        }
        assert!(matches!(decode(ED25519).unwrap(), PublicKey::Ed25519(_)));
        assert!(matches!(decode(P256).unwrap(), PublicKey::P256(_)));
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
        let uncompressed = [&P256_PREFIX[..], &[4; 65]].concat();
        assert_eq!(
            with(&uncompressed),
            Err(InvalidKey::Length { expected: "33 bytes for P-256 in a Multikey" }.into())
        );
        let rsa = [&[0x85, 0x24][..], &[1; 40]].concat();
        assert_eq!(with(&rsa), Err(MultikeyError::OtherType { prefix: [0x85, 0x24] }));
        assert_eq!(
            with(&rsa).unwrap_err().to_string(),
            "expected an Ed25519 (z6Mk...) or a P-256 (zDn...) Multikey, found the key type 8524"
        );
    }
}
