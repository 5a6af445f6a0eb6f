//! Signing keys (Ed25519) and public keys (Ed25519, P-256).

use std::fmt;

use aws_lc_rs::encoding::{AsDer as _, PublicKeyX509Der};
use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED, ParsedPublicKey, UnparsedPublicKey};
use ed25519_dalek::{Signer as _, VerifyingKey};
use model::random::{self, Random};
use zeroize::Zeroizing;

/// Bytes of an Ed25519 or an ECDSA P-256 (`r ‖ s`) signature.
pub const SIGNATURE_LENGTH: usize = 64;

/// A private Ed25519 key (RFC 8032). Its memory is wiped when it goes; its `Debug` shows the public half only.
#[derive(Clone)]
pub struct SigningKey(ed25519_dalek::SigningKey);

impl SigningKey {
    /// The key that belongs to a 32-byte seed (RFC 8032 §5.1.5).
    pub fn from_seed(seed: &[u8; 32]) -> Self {
        Self(ed25519_dalek::SigningKey::from_bytes(seed))
    }

    /// A new key.
    pub fn generate(random: &dyn Random) -> Self {
        Self::from_seed(&Zeroizing::new(random::bytes::<32>(random)))
    }

    /// The seed, to be written where nobody else can read it.
    pub fn seed(&self) -> Zeroizing<[u8; 32]> {
        Zeroizing::new(self.0.to_bytes())
    }

    /// The public half.
    pub fn public(&self) -> PublicKey {
        PublicKey::Ed25519(self.0.verifying_key().to_bytes())
    }

    /// Signs `message`. The same message always gives the same signature.
    pub fn sign(&self, message: &[u8]) -> [u8; SIGNATURE_LENGTH] {
        self.0.sign(message).to_bytes()
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SigningKey(private half of {:?})", self.public())
    }
}

/// A public key that signatures are checked with. Make one with [`PublicKey::ed25519`] or [`PublicKey::p256`], which
/// check it; the bytes of a variant built by hand are checked when a signature is.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub enum PublicKey {
    /// The compressed point of RFC 8032 §5.1.2.
    Ed25519([u8; 32]),
    /// The uncompressed point of SEC 1 §2.3.3: `04 ‖ x ‖ y`.
    P256([u8; 65]),
}

impl PublicKey {
    /// An Ed25519 key from its 32 bytes.
    ///
    /// # Errors
    /// [`InvalidKey`] when they are not a point, or a point of small order, under which anybody can sign anything.
    pub fn ed25519(bytes: &[u8]) -> Result<Self, InvalidKey> {
        let bytes: [u8; 32] = bytes.try_into().map_err(|_| InvalidKey::Length { expected: "32 bytes for Ed25519" })?;
        let key = VerifyingKey::from_bytes(&bytes).map_err(|_| InvalidKey::NotAPoint { curve: "Ed25519" })?;
        if key.is_weak() {
            return Err(InvalidKey::SmallOrder);
        }
        Ok(Self::Ed25519(bytes))
    }

    /// A P-256 key from its compressed (33 bytes) or uncompressed (65 bytes) point.
    ///
    /// # Errors
    /// [`InvalidKey`] when the bytes are not a point of the curve in one of these two forms.
    pub fn p256(point: &[u8]) -> Result<Self, InvalidKey> {
        match (point.len(), point.first()) {
            (33, Some(2 | 3)) | (65, Some(4)) => {}
            _ => return Err(InvalidKey::Length { expected: "33 or 65 bytes for P-256" }),
        }
        // The point is decompressed, and checked to be on the curve, by writing it as SubjectPublicKeyInfo
        // (RFC 5480 §2.2), which ends with the uncompressed point.
        let not_a_point = InvalidKey::NotAPoint { curve: "P-256" };
        let parsed = ParsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, point).map_err(|_| not_a_point)?;
        let der: PublicKeyX509Der<'_> = parsed.as_der().map_err(|_| not_a_point)?;
        match der.as_ref().last_chunk::<65>() {
            Some(uncompressed) if uncompressed.first() == Some(&4) => Ok(Self::P256(*uncompressed)),
            _ => Err(not_a_point),
        }
    }

    /// Checks a signature: Ed25519 (RFC 8032 §5.1.7, small-order points refused) or ECDSA P-256 with SHA-256 over the
    /// message, the signature as `r ‖ s` (RFC 7518 §3.4).
    ///
    /// # Errors
    /// [`BadSignature`] when the signature is not this key's over this message.
    pub fn verify(&self, message: &[u8], signature: &[u8]) -> Result<(), BadSignature> {
        match self {
            Self::Ed25519(bytes) => {
                let key = VerifyingKey::from_bytes(bytes).map_err(|_| BadSignature)?;
                let signature = ed25519_dalek::Signature::from_slice(signature).map_err(|_| BadSignature)?;
                key.verify_strict(message, &signature).map_err(|_| BadSignature)
            }
            Self::P256(point) => UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, point)
                .verify(message, signature)
                .map_err(|_| BadSignature),
        }
    }

    /// The name of the curve as JWK has it: `Ed25519` or `P-256`.
    pub const fn curve(&self) -> &'static str {
        match self {
            Self::Ed25519(_) => "Ed25519",
            Self::P256(_) => "P-256",
        }
    }
}

impl fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.curve(), crate::multikey::encode(self))
    }
}

/// The signature is not the key's over the message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the signature does not fit the key and the signed bytes")]
pub struct BadSignature;

/// Bytes that are not a public key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InvalidKey {
    /// The length or the form of the bytes is wrong.
    #[error("a public key of another length or form: expected {expected}")]
    Length {
        /// What would have been right.
        expected: &'static str,
    },
    /// The bytes name no point of the curve.
    #[error("the public key is not a point of {curve}")]
    NotAPoint {
        /// The curve.
        curve: &'static str,
    },
    /// Anybody could sign for this key.
    #[error("the Ed25519 public key has small order, so it proves nothing")]
    SmallOrder,
}

#[cfg(test)]
mod tests {
    use super::*;
    use aws_lc_rs::rand::SystemRandom;
    use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _};
    use model::random::SeededRandom;

    fn unhex<const N: usize>(text: &str) -> [u8; N] {
        let bytes: Vec<u8> =
            (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).unwrap()).collect();
        bytes.try_into().unwrap()
    }

    /// RFC 8032 §7.1, tests 1 to 3.
    #[test]
    fn rfc_8032_vectors() {
        let vectors = [
            (
                "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
                "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
                "",
                "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
            ),
            (
                "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
                "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
                "72",
                "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
            ),
            (
                "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
                "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
                "af82",
                "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
            ),
        ];
        for (seed, public, message, signature) in vectors {
            let key = SigningKey::from_seed(&unhex(seed));
            let message: Vec<u8> = match message {
                "" => vec![],
                "72" => vec![0x72],
                _ => vec![0xaf, 0x82],
            };
            assert_eq!(key.public(), PublicKey::ed25519(&unhex::<32>(public)).unwrap());
            assert_eq!(key.sign(&message), unhex::<64>(signature));
            assert_eq!(key.public().verify(&message, &unhex::<64>(signature)), Ok(()));
            assert_eq!(key.public().verify(b"other", &unhex::<64>(signature)), Err(BadSignature));
        }
    }

    #[test]
    fn keys_differ_and_come_back_from_their_seed() {
        let random = SeededRandom::new(1);
        let (first, second) = (SigningKey::generate(&random), SigningKey::generate(&random));
        assert_ne!(first.public(), second.public());
        assert_eq!(SigningKey::from_seed(&first.seed()).public(), first.public());
    }

    #[test]
    fn debug_does_not_show_the_seed() {
        let key = SigningKey::from_seed(&[7; 32]);
        let shown = format!("{key:?}");
        assert!(shown.contains("z6Mk"), "{shown}");
        assert!(!shown.contains("7, 7") && !shown.contains("0707"), "{shown}");
    }

    #[test]
    fn a_signature_of_any_wrong_length_is_refused() {
        let key = SigningKey::from_seed(&[1; 32]);
        let signature = key.sign(b"m");
        for length in [0, 1, 32, 63] {
            assert_eq!(key.public().verify(b"m", &signature[..length]), Err(BadSignature));
        }
        assert_eq!(key.public().verify(b"m", &[&signature[..], &[0]].concat()), Err(BadSignature));
    }

    /// The neutral element as key verifies `R = 0, S = 0` over every message when small order is not refused.
    #[test]
    fn small_order_ed25519_keys_are_refused() {
        let mut neutral = [0; 32];
        neutral[0] = 1;
        assert_eq!(PublicKey::ed25519(&neutral), Err(InvalidKey::SmallOrder));
        let mut signature = [0; 64];
        signature[0] = 1;
        assert_eq!(PublicKey::Ed25519(neutral).verify(b"anything", &signature), Err(BadSignature));
    }

    #[test]
    fn bytes_that_are_no_key_are_refused() {
        assert_eq!(PublicKey::ed25519(&[1; 31]), Err(InvalidKey::Length { expected: "32 bytes for Ed25519" }));
        let mut two = [0; 32];
        two[0] = 2;
        assert_eq!(PublicKey::ed25519(&two), Err(InvalidKey::NotAPoint { curve: "Ed25519" }));
        for bad in [&[][..], &[4; 33], &[2; 65], &[0], &[4; 64]] {
            assert_eq!(PublicKey::p256(bad), Err(InvalidKey::Length { expected: "33 or 65 bytes for P-256" }));
        }
        assert_eq!(PublicKey::p256(&[4; 65]), Err(InvalidKey::NotAPoint { curve: "P-256" }));
    }

    #[test]
    fn p256_signatures_and_both_forms_of_the_point() {
        let random = SystemRandom::new();
        let pkcs8 = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &random).unwrap();
        let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, pkcs8.as_ref()).unwrap();
        let point = pair.public_key().as_ref();
        let key = PublicKey::p256(point).unwrap();
        let mut compressed = vec![2 + (point[64] & 1)];
        compressed.extend_from_slice(&point[1..33]);
        assert_eq!(PublicKey::p256(&compressed), Ok(key));

        let signature = pair.sign(&random, b"m").unwrap();
        assert_eq!(key.verify(b"m", signature.as_ref()), Ok(()));
        assert_eq!(key.verify(b"n", signature.as_ref()), Err(BadSignature));
        assert_eq!(key.verify(b"m", &signature.as_ref()[..63]), Err(BadSignature));
        assert_eq!(key.verify(b"m", &[0; 64]), Err(BadSignature));
    }
}
