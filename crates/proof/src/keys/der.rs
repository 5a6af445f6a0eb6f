//! The little DER (X.690) that private and RSA keys are wrapped in.

use zeroize::Zeroizing;

const INTEGER: u8 = 0x02;
const OCTET_STRING: u8 = 0x04;
const SEQUENCE: u8 = 0x30;

/// Bytes that may be secret: wiped when they go.
pub(super) type Der = Zeroizing<Vec<u8>>;

/// A sequence of finished parts.
pub(super) fn sequence(parts: &[&[u8]]) -> Der {
    tagged(SEQUENCE, parts)
}

/// An octet string.
pub(super) fn octets(content: &[u8]) -> Der {
    tagged(OCTET_STRING, &[content])
}

/// A number that is not negative, from its big-endian bytes without leading zeros.
pub(super) fn integer(bytes: &[u8]) -> Der {
    match bytes.first() {
        Some(first) if *first < 0x80 => tagged(INTEGER, &[bytes]),
        _ => tagged(INTEGER, &[&[0], bytes]),
    }
}

fn tagged(tag: u8, parts: &[&[u8]]) -> Der {
    let length: usize = parts.iter().map(|part| part.len()).sum();
    let size = length.to_be_bytes();
    let from = size.iter().position(|byte| *byte != 0).unwrap_or(size.len() - 1);
    let size = size.get(from..).unwrap_or_default();
    // The whole room is taken at once: a buffer that grows leaves copies of a secret behind.
    let mut der = Zeroizing::new(Vec::with_capacity(2 + size.len() + length));
    der.push(tag);
    if length >= 0x80 {
        // A usize has at most eight bytes.
        der.push(0x80 | u8::try_from(size.len()).unwrap_or(8));
    }
    der.extend_from_slice(size);
    for part in parts {
        der.extend_from_slice(part);
    }
    der
}

/// `r ‖ s` as `ECDSA-Sig-Value` of RFC 3279 §2.2.3.
pub(crate) fn ecdsa_der(fixed: &[u8]) -> Vec<u8> {
    let (r, s) = fixed.split_at(fixed.len() / 2);
    sequence(&[&integer(without_zeros(r)), &integer(without_zeros(s))]).to_vec()
}

/// The two numbers of a sequence of two, without leading zeros. Whether it was proper DER is seen by writing it again.
pub(super) fn two_integers(der: &[u8]) -> Option<(&[u8], &[u8])> {
    let (content, []) = element(SEQUENCE, der)? else { return None };
    let (first, rest) = element(INTEGER, content)?;
    let (second, []) = element(INTEGER, rest)? else { return None };
    Some((without_zeros(first), without_zeros(second)))
}

fn without_zeros(number: &[u8]) -> &[u8] {
    let from = number.iter().position(|byte| *byte != 0).unwrap_or(number.len());
    number.get(from..).unwrap_or_default()
}

fn element(tag: u8, der: &[u8]) -> Option<(&[u8], &[u8])> {
    let (found, rest) = der.split_first()?;
    let (first, rest) = rest.split_first()?;
    let (length, rest) = match first {
        0..=0x7f => (usize::from(*first), rest),
        0x81 => rest.split_first().map(|(length, rest)| (usize::from(*length), rest))?,
        0x82 => rest.split_first_chunk::<2>().map(|(length, rest)| (usize::from(u16::from_be_bytes(*length)), rest))?,
        _ => return None,
    };
    if *found == tag { rest.split_at_checked(length) } else { None }
}
