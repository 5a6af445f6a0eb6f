//! What a token is asked for when it makes a key, and what it shows of it.

use cryptoki::mechanism::Mechanism;
use cryptoki::object::{Attribute, AttributeType};

use super::ID;
use crate::keys::{KeyKind, PublicKey};

/// RFC 5480 §2.1.1.1, in DER.
const SECP256R1: [u8; 10] = [0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07];
const SECP384R1: [u8; 7] = [0x06, 0x05, 0x2b, 0x81, 0x04, 0x00, 0x22];
/// PKCS#11 3.0: the curve by its name, a `PrintableString`, which is what `SoftHSM2` knows.
const EDWARDS25519: [u8; 14] = *b"\x13\x0cedwards25519";
const DER_OCTET_STRING: u8 = 0x04;

pub(super) const fn generation(kind: KeyKind) -> Option<Mechanism<'static>> {
    match kind {
        KeyKind::Ed25519 => Some(Mechanism::EccEdwardsKeyPairGen),
        KeyKind::P256 | KeyKind::P384 => Some(Mechanism::EccKeyPairGen),
        KeyKind::Rsa => Some(Mechanism::RsaPkcsKeyPairGen),
        KeyKind::Bls12381 => None,
    }
}

/// The public and the private half of a new key: kept in the token, for signing alone, and never given away.
pub(super) fn of(kind: KeyKind, id: &[u8; ID], label: &str) -> (Vec<Attribute>, Vec<Attribute>) {
    let both = || vec![Attribute::Token(true), Attribute::Id(id.to_vec()), Attribute::Label(label.as_bytes().to_vec())];
    let mut public = both();
    public.extend([Attribute::Private(false), Attribute::Verify(true)]);
    match kind {
        KeyKind::Ed25519 => public.push(Attribute::EcParams(EDWARDS25519.to_vec())),
        KeyKind::P256 => public.push(Attribute::EcParams(SECP256R1.to_vec())),
        KeyKind::P384 => public.push(Attribute::EcParams(SECP384R1.to_vec())),
        // As long as the keys that are made without a token.
        KeyKind::Rsa => {
            public.extend([Attribute::ModulusBits(3072.into()), Attribute::PublicExponent(vec![1, 0, 1])]);
        }
        KeyKind::Bls12381 => {}
    }
    let mut private = both();
    private.extend([
        Attribute::Private(true),
        Attribute::Sensitive(true),
        Attribute::Extractable(false),
        Attribute::Sign(true),
    ]);
    (public, private)
}

pub(super) const fn shown(kind: KeyKind) -> &'static [AttributeType] {
    match kind {
        KeyKind::Ed25519 | KeyKind::P256 | KeyKind::P384 => &[AttributeType::EcPoint],
        KeyKind::Rsa => &[AttributeType::Modulus, AttributeType::PublicExponent],
        KeyKind::Bls12381 => &[],
    }
}

/// The public half out of what the token shows.
pub(super) fn public_key(kind: KeyKind, shown: &[Attribute]) -> Option<PublicKey> {
    let point = |length| {
        shown.iter().find_map(|attribute| match attribute {
            Attribute::EcPoint(bytes) => Some(unwrapped(bytes, length)),
            _ => None,
        })
    };
    match kind {
        KeyKind::Ed25519 => PublicKey::ed25519(point(32)?).ok(),
        KeyKind::P256 => PublicKey::p256(point(65)?).ok(),
        KeyKind::P384 => PublicKey::p384(point(97)?).ok(),
        KeyKind::Bls12381 => None,
        KeyKind::Rsa => {
            let number = |wanted| {
                let bytes = shown.iter().find_map(|attribute| match (attribute, wanted) {
                    (Attribute::Modulus(bytes), AttributeType::Modulus)
                    | (Attribute::PublicExponent(bytes), AttributeType::PublicExponent) => Some(bytes.as_slice()),
                    _ => None,
                })?;
                let from = bytes.iter().position(|byte| *byte != 0)?;
                bytes.get(from..)
            };
            PublicKey::rsa(number(AttributeType::Modulus)?, number(AttributeType::PublicExponent)?).ok()
        }
    }
}

/// The point without the octet string in DER that `CKA_EC_POINT` wraps it into; some tokens show it as it is. `length` is
/// that of the point.
fn unwrapped(point: &[u8], length: usize) -> &[u8] {
    match point {
        [DER_OCTET_STRING, found, rest @ ..] if usize::from(*found) == length && rest.len() == length => rest,
        other => other,
    }
}

#[cfg(test)]
mod tests;
