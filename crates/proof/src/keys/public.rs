//! Public keys, and checking signatures with them.

use std::fmt;

use aws_lc_rs::encoding::{AsDer as _, PublicKeyX509Der};
use aws_lc_rs::rsa::PublicKeyComponents;
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_FIXED, ECDSA_P384_SHA384_FIXED, EcdsaVerificationAlgorithm, ParsedPublicKey,
    RSA_PKCS1_2048_8192_SHA256, UnparsedPublicKey,
};
use ed25519_dalek::{Verifier as _, VerifyingKey};

use super::{BadSignature, InvalidKey, KeyKind, der};
use crate::bbs;
use crate::excerpt::excerpt;

/// A public key that signatures are checked with. Make one with the function of its kind, which checks it; the bytes of a
/// variant built by hand are checked when a signature is.
#[derive(Clone, PartialEq, Eq, Hash)]
pub enum PublicKey {
    /// A point of RFC 8032 §5.1.
    Ed25519(Ed25519PublicKey),
    /// The uncompressed point of SEC 1 §2.3.3: `04 ‖ x ‖ y`.
    P256([u8; 65]),
    /// The uncompressed point of SEC 1 §2.3.3: `04 ‖ x ‖ y`.
    P384([u8; 97]),
    /// Modulus and exponent.
    Rsa(RsaPublicKey),
    /// The compressed point of G2 (draft-irtf-cfrg-bbs-signatures §4.2.4).
    Bls12381([u8; 96]),
}

/// An Ed25519 public key: a point that is not of small order, kept as it is calculated with, since finding it costs a tenth
/// of checking a signature.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Ed25519PublicKey(VerifyingKey);

impl Ed25519PublicKey {
    /// The public half of a private key, which has a large order.
    pub(super) const fn of(key: VerifyingKey) -> Self {
        Self(key)
    }

    /// The compressed point of RFC 8032 §5.1.2.
    pub fn as_bytes(&self) -> &[u8; 32] {
        self.0.as_bytes()
    }

    /// RFC 8032 §5.1.7, without the cofactor. A first half of small order fits many messages and is not taken. That the
    /// halves are canonical the library sees to.
    fn verify(&self, message: &[u8], signature: &[u8]) -> Option<()> {
        let signature = signature.try_into().ok()?;
        let signature = ed25519_dalek::Signature::from_bytes(signature);
        if has_small_order(signature.r_bytes()) {
            return None;
        }
        self.0.verify(message, &signature).ok()
    }
}

/// An RSA public key (RFC 8017 §3.1) with a modulus of 2048 to 4096 bits.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct RsaPublicKey {
    modulus: Vec<u8>,
    exponent: Vec<u8>,
}

impl RsaPublicKey {
    /// The modulus, big-endian, without leading zeros.
    pub fn modulus(&self) -> &[u8] {
        &self.modulus
    }

    /// The exponent, big-endian, without leading zeros.
    pub fn exponent(&self) -> &[u8] {
        &self.exponent
    }

    /// As `RSAPublicKey` of RFC 8017 appendix A.1.1, in DER.
    pub fn to_der(&self) -> Vec<u8> {
        der::sequence(&[&der::integer(&self.modulus), &der::integer(&self.exponent)]).to_vec()
    }
}

impl PublicKey {
    /// An Ed25519 key from its 32 bytes.
    ///
    /// # Errors
    /// [`InvalidKey`] when they are not a point as RFC 8032 §5.1.3 decodes it, or a point of small order, under which
    /// anybody can sign anything.
    pub fn ed25519(bytes: &[u8]) -> Result<Self, InvalidKey> {
        let bytes = bytes.try_into().map_err(|_| InvalidKey::Length { expected: "32 bytes for Ed25519" })?;
        if has_small_order(bytes) {
            return Err(InvalidKey::SmallOrder);
        }
        let key = VerifyingKey::from_bytes(bytes).ok().filter(|_| is_below_the_prime(bytes));
        key.map(|key| Self::Ed25519(Ed25519PublicKey(key))).ok_or(InvalidKey::NotAPoint { curve: "Ed25519" })
    }

    /// A P-256 key from its compressed (33 bytes) or uncompressed (65 bytes) point.
    ///
    /// # Errors
    /// [`InvalidKey`] when the bytes are not a point of the curve in one of these two forms.
    pub fn p256(point: &[u8]) -> Result<Self, InvalidKey> {
        match (point.len(), point.first()) {
            (33, Some(2 | 3)) | (65, Some(4)) => uncompressed(&ECDSA_P256_SHA256_FIXED, point).map(Self::P256),
            _ => Err(InvalidKey::Length { expected: "33 or 65 bytes for P-256" }),
        }
    }

    /// A P-384 key from its compressed (49 bytes) or uncompressed (97 bytes) point.
    ///
    /// # Errors
    /// [`InvalidKey`] when the bytes are not a point of the curve in one of these two forms.
    pub fn p384(point: &[u8]) -> Result<Self, InvalidKey> {
        match (point.len(), point.first()) {
            (49, Some(2 | 3)) | (97, Some(4)) => uncompressed(&ECDSA_P384_SHA384_FIXED, point).map(Self::P384),
            _ => Err(InvalidKey::Length { expected: "49 or 97 bytes for P-384" }),
        }
    }

    /// An RSA key from modulus and exponent, big-endian without leading zeros.
    ///
    /// # Errors
    /// [`InvalidKey::Length`] when the modulus has not 2048 to 4096 bits (below is weak, above is slow and not used) or
    /// is even, or the exponent is not odd and of at most 32 bits.
    pub fn rsa(modulus: &[u8], exponent: &[u8]) -> Result<Self, InvalidKey> {
        let bits = modulus.first().map_or(0, |first| modulus.len() * 8 - first.leading_zeros() as usize);
        let odd = |number: &[u8]| number.last().is_some_and(|last| last % 2 == 1);
        if modulus.first() == Some(&0) || !(2048..=4096).contains(&bits) || !odd(modulus) {
            return Err(InvalidKey::Length { expected: "an odd modulus of 2048 to 4096 bits for RSA" });
        }
        if !odd(exponent) || matches!(exponent, [0 | 1] | [0, ..]) || exponent.len() > 4 {
            return Err(InvalidKey::Length { expected: "an odd exponent from 3, of at most 32 bits, for RSA" });
        }
        Ok(Self::Rsa(RsaPublicKey { modulus: modulus.to_vec(), exponent: exponent.to_vec() }))
    }

    /// An RSA key from `RSAPublicKey` of RFC 8017 appendix A.1.1, in DER.
    ///
    /// # Errors
    /// As [`PublicKey::rsa`], and when the bytes are not that structure.
    pub fn rsa_from_der(bytes: &[u8]) -> Result<Self, InvalidKey> {
        let fault = InvalidKey::Length { expected: "RSAPublicKey in DER" };
        let (modulus, exponent) = der::two_integers(bytes).ok_or(fault)?;
        match Self::rsa(modulus, exponent)? {
            Self::Rsa(key) if key.to_der() == bytes => Ok(Self::Rsa(key)),
            _ => Err(fault),
        }
    }

    /// A BLS12-381 key from its compressed point of G2.
    ///
    /// # Errors
    /// [`InvalidKey`] when the bytes are no such point of the right subgroup, or the point at infinity, under which anybody
    /// can sign anything.
    pub fn bls12381(point: &[u8]) -> Result<Self, InvalidKey> {
        let point: [u8; 96] =
            point.try_into().map_err(|_| InvalidKey::Length { expected: "96 bytes for BLS12-381" })?;
        bbs::check_public(&point).map(|()| Self::Bls12381(point))
    }

    /// What kind of key it is.
    pub const fn kind(&self) -> KeyKind {
        match self {
            Self::Ed25519(_) => KeyKind::Ed25519,
            Self::P256(_) => KeyKind::P256,
            Self::P384(_) => KeyKind::P384,
            Self::Rsa(_) => KeyKind::Rsa,
            Self::Bls12381(_) => KeyKind::Bls12381,
        }
    }

    /// Bytes of this key's signatures.
    pub const fn signature_length(&self) -> usize {
        match self {
            Self::Ed25519(_) | Self::P256(_) => 64,
            Self::P384(_) => 96,
            Self::Rsa(key) => key.modulus.len(),
            Self::Bls12381(_) => bbs::SIGNATURE,
        }
    }

    /// Checks a signature by the algorithm of the key's kind. For Ed25519 this is RFC 8032 §5.1.7 with small-order points
    /// refused.
    ///
    /// # Errors
    /// [`BadSignature`] when the signature is not this key's over this message, as it never is for a key that does not sign
    /// bytes.
    pub fn verify(&self, message: &[u8], signature: &[u8]) -> Result<(), BadSignature> {
        let fits = match self {
            Self::Ed25519(key) => return key.verify(message, signature).ok_or(BadSignature),
            Self::P256(point) => UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, point).verify(message, signature),
            Self::P384(point) => UnparsedPublicKey::new(&ECDSA_P384_SHA384_FIXED, point).verify(message, signature),
            Self::Rsa(key) => PublicKeyComponents { n: &key.modulus, e: &key.exponent }.verify(
                &RSA_PKCS1_2048_8192_SHA256,
                message,
                signature,
            ),
            Self::Bls12381(_) => return Err(BadSignature),
        };
        fits.map_err(|_| BadSignature)
    }
}

/// Whether the `y` of a compressed point is below 2^255 - 19.
fn is_below_the_prime([first, middle @ .., last]: &[u8; 32]) -> bool {
    *first < 0xed || last & 0x7f != 0x7f || middle.iter().any(|byte| *byte != 0xff)
}

/// Whether a point is one of the eight whose order divides eight, in any encoding. The sign bit is left out: a point and its
/// negative have one order.
fn has_small_order(point: &[u8; 32]) -> bool {
    let [head @ .., last] = point;
    SMALL_ORDER.iter().any(|[known @ .., known_last]| head == known && last & 0x7f == *known_last)
}

/// The `y` of the points of small order, and those that stand for one of them without being below 2^255 - 19.
const SMALL_ORDER: [[u8; 32]; 7] = [
    // 0, order 4.
    [0; 32],
    // 1, order 1.
    [1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
    // Two of order 8.
    [
        0x26, 0xe8, 0x95, 0x8f, 0xc2, 0xb2, 0x27, 0xb0, 0x45, 0xc3, 0xf4, 0x89, 0xf2, 0xef, 0x98, 0xf0, 0xd5, 0xdf,
        0xac, 0x05, 0xd3, 0xc6, 0x33, 0x39, 0xb1, 0x38, 0x02, 0x88, 0x6d, 0x53, 0xfc, 0x05,
    ],
    [
        0xc7, 0x17, 0x6a, 0x70, 0x3d, 0x4d, 0xd8, 0x4f, 0xba, 0x3c, 0x0b, 0x76, 0x0d, 0x10, 0x67, 0x0f, 0x2a, 0x20,
        0x53, 0xfa, 0x2c, 0x39, 0xcc, 0xc6, 0x4e, 0xc7, 0xfd, 0x77, 0x92, 0xac, 0x03, 0x7a,
    ],
    // -1, order 2.
    near_the_prime(0xec),
    // The prime itself, which is 0 again, and one more.
    near_the_prime(0xed),
    near_the_prime(0xee),
];

const fn near_the_prime(first: u8) -> [u8; 32] {
    let mut point = [0xff; 32];
    let [head, .., last] = &mut point;
    (*head, *last) = (first, 0x7f);
    point
}

/// The point without compression. It is decompressed, and checked to be on the curve, by writing it as
/// `SubjectPublicKeyInfo` (RFC 5480 §2.2), which ends with the uncompressed point.
fn uncompressed<const N: usize>(
    curve: &'static EcdsaVerificationAlgorithm,
    point: &[u8],
) -> Result<[u8; N], InvalidKey> {
    let not_a_point = InvalidKey::NotAPoint { curve: if N == 65 { "P-256" } else { "P-384" } };
    let parsed = ParsedPublicKey::new(curve, point).map_err(|_| not_a_point)?;
    let der: PublicKeyX509Der<'_> = parsed.as_der().map_err(|_| not_a_point)?;
    match der.as_ref().last_chunk::<N>() {
        Some(uncompressed) if uncompressed.first() == Some(&4) => Ok(*uncompressed),
        _ => Err(not_a_point),
    }
}

impl fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.kind(), excerpt(&crate::multikey::encode(self)))
    }
}

#[cfg(test)]
mod tests {
    use super::{PublicKey, SMALL_ORDER, has_small_order, near_the_prime};
    use crate::keys::InvalidKey;

    /// 2^255 - 19 + n stands for n again, of which some are the `y` of a point.
    #[test]
    fn a_point_has_one_encoding() {
        let is_a_point = |point: &[u8; 32]| ed25519_dalek::VerifyingKey::from_bytes(point).is_ok();
        let beyond = (0xef..=0xff).map(near_the_prime);
        let mut met = 0;
        for encoding in beyond.flat_map(|point| {
            [point, {
                let mut other = point;
                other[31] |= 0x80;
                other
            }]
        }) {
            met += usize::from(is_a_point(&encoding));
            assert_eq!(PublicKey::ed25519(&encoding), Err(InvalidKey::NotAPoint { curve: "Ed25519" }));
        }
        assert!(met >= 8, "{met}");
    }

    /// Every encoding that another library takes for a point of small order, and no other.
    #[test]
    fn points_of_small_order_are_known() {
        let is_weak = |point: &[u8; 32]| ed25519_dalek::VerifyingKey::from_bytes(point).is_ok_and(|key| key.is_weak());
        let mut met = 0;
        for known in SMALL_ORDER {
            for sign in [0, 0x80] {
                let mut point = known;
                point[31] |= sign;
                assert!(has_small_order(&point));
                met += usize::from(is_weak(&point));
            }
        }
        // -1 and 0 with a sign bit for an x of 0 are no encodings of a point to everybody.
        assert!(met >= 8, "{met}");
        for seed in 0..=255 {
            let point = ed25519_dalek::SigningKey::from_bytes(&[seed; 32]).verifying_key().to_bytes();
            assert!(!has_small_order(&point) && !is_weak(&point));
        }
    }
}
