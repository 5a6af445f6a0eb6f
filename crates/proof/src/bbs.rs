//! BBS signatures on BLS12-381 with SHA-256 (draft-irtf-cfrg-bbs-signatures): one signature over a header and a list of
//! messages. Its holder proves some of the messages, and no two proofs tell that they come from one signature.
//!
//! The mathematics is zkryptium's ([decision 16](../../../docs/decisions/0016-bbs-library.md)). It asks for no lengths, and it
//! takes the point at infinity, which the draft refuses (§4.2.4): with that in a proof anybody proves anything. So every
//! byte string is checked here before the library sees it. The randomness of proofs is the library's own, seeded by the
//! operating system.

use zeroize::Zeroizing;
use zkryptium::bbsplus::ciphersuites::Bls12381Sha256;
use zkryptium::bbsplus::keys::{BBSplusPublicKey, BBSplusSecretKey};
use zkryptium::keys::pair::KeyPair;
use zkryptium::schemes::algorithms::BBSplus;
use zkryptium::schemes::generics::{PoKSignature, Signature};

use crate::keys::{BadSignature, InvalidKey};

type Scheme = BBSplus<Bls12381Sha256>;

/// Bytes of a signature: a point of G1 and a number.
pub(crate) const SIGNATURE: usize = 80;

/// Bytes of a public key: a point of G2.
pub(crate) const PUBLIC: usize = 96;

const POINT: usize = 48;

/// Bytes of a number, as a private key is one.
pub(crate) const NUMBER: usize = 32;

/// Bytes of a proof that hides nothing: three points and four numbers. Each message that is hidden is a number more.
const SHORTEST_PROOF: usize = 3 * POINT + 4 * NUMBER;

/// The flag of the point at infinity in the first byte of a compressed point (draft-irtf-cfrg-bbs-signatures §4.2.4).
const INFINITY: u8 = 0x40;

/// The library did not do it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Failed;

/// A private key: a number, wiped when it goes. While it signs, the library has a copy that is not.
pub(crate) struct SecretKey(Zeroizing<[u8; NUMBER]>);

impl SecretKey {
    /// The key that comes of 32 random bytes (§3.4.1, “`KeyGen`”).
    ///
    /// # Errors
    /// [`InvalidKey`] when the library makes none of them.
    pub(crate) fn generate(material: &[u8; 32]) -> Result<Self, InvalidKey> {
        let pair = KeyPair::<Scheme>::generate(material, None, None).map_err(|_| InvalidKey::NotPrivate)?;
        Ok(Self(Zeroizing::new(pair.private_key().to_bytes())))
    }

    /// The key with this number, big-endian.
    ///
    /// # Errors
    /// [`InvalidKey`] when it is not below the order of the group, or 0.
    pub(crate) fn from_bytes(bytes: &[u8]) -> Result<Self, InvalidKey> {
        let bytes: [u8; NUMBER] = bytes.try_into().map_err(|_| InvalidKey::NotPrivate)?;
        let secret = Self(Zeroizing::new(bytes));
        if bytes == [0; NUMBER] || secret.key().is_err() {
            return Err(InvalidKey::NotPrivate);
        }
        Ok(secret)
    }

    /// Its number, big-endian.
    pub(crate) fn as_bytes(&self) -> &[u8; NUMBER] {
        &self.0
    }

    fn key(&self) -> Result<BBSplusSecretKey, Failed> {
        BBSplusSecretKey::from_bytes(&*self.0).map_err(|_| Failed)
    }

    /// The public half, compressed (§3.4.2, “`SkToPk`”).
    ///
    /// # Errors
    /// [`InvalidKey`] as for [`SecretKey::from_bytes`].
    pub(crate) fn public(&self) -> Result<[u8; PUBLIC], InvalidKey> {
        Ok(self.key().map_err(|_| InvalidKey::NotPrivate)?.public_key().to_bytes())
    }

    /// A signature (§3.5.1). The same for the same header and messages.
    pub(crate) fn sign(&self, header: &[u8], messages: &[Vec<u8>]) -> Result<[u8; SIGNATURE], Failed> {
        let key = self.key()?;
        let signature = Signature::<Scheme>::sign(Some(messages), &key, &key.public_key(), Some(header));
        Ok(signature.map_err(|_| Failed)?.to_bytes())
    }
}

/// Checks that bytes are a public key: a point of the right subgroup, and not the one at infinity (§4.2.4,
/// “`octets_to_pubkey`”).
///
/// # Errors
/// [`InvalidKey`].
pub(crate) fn check_public(point: &[u8; PUBLIC]) -> Result<(), InvalidKey> {
    public(point).map(drop)
}

fn public(point: &[u8; PUBLIC]) -> Result<BBSplusPublicKey, InvalidKey> {
    if is_infinity(point) {
        return Err(InvalidKey::Infinity);
    }
    BBSplusPublicKey::from_bytes(point).map_err(|_| InvalidKey::NotAPoint { curve: "BLS12-381 G2" })
}

/// The coordinates of a public key, 96 bytes each; none of bytes that are no key.
pub(crate) fn coordinates(point: &[u8; PUBLIC]) -> (Vec<u8>, Vec<u8>) {
    public(point).map_or_else(
        |_| (Vec::new(), Vec::new()),
        |key| {
            let (x, y) = key.to_coordinates();
            (x.to_vec(), y.to_vec())
        },
    )
}

fn is_infinity(point: &[u8]) -> bool {
    point.first().is_none_or(|first| first & INFINITY != 0)
}

/// What a signature is over: its header, and its messages in order.
#[derive(Clone, Copy)]
pub(crate) struct Signed<'a> {
    pub(crate) header: &'a [u8],
    pub(crate) messages: &'a [Vec<u8>],
}

/// Checks a signature (§3.5.2, “Verify”).
///
/// # Errors
/// [`BadSignature`] when it is not the key's over this, or the key is none.
pub(crate) fn verify(key: &[u8; PUBLIC], signature: &[u8; SIGNATURE], signed: Signed<'_>) -> Result<(), BadSignature> {
    if is_infinity(signature) {
        return Err(BadSignature);
    }
    let key = public(key).map_err(|_| BadSignature)?;
    let signature = Signature::<Scheme>::from_bytes(signature).map_err(|_| BadSignature)?;
    signature.verify(&key, Some(signed.messages), Some(signed.header)).map_err(|_| BadSignature)
}

/// What a proof shows and is bound to.
#[derive(Clone, Copy)]
pub(crate) struct Shown<'a> {
    /// Places among all messages, in order.
    pub(crate) indexes: &'a [usize],
    /// What its holder binds it to; may be empty.
    pub(crate) presentation_header: &'a [u8],
}

/// A proof that `signature` is the key's over `signed`, which shows the messages at the indexes (§3.5.3, “`ProofGen`”).
/// Whether the signature holds is not looked at: of one that does not, a proof comes that does not either.
///
/// # Errors
/// [`BadSignature`] when signature or key are none, or an index is not that of a message.
pub(crate) fn prove(
    key: &[u8; PUBLIC],
    signature: &[u8; SIGNATURE],
    signed: Signed<'_>,
    shown: Shown<'_>,
) -> Result<Vec<u8>, BadSignature> {
    if is_infinity(signature) || !are_indexes(shown.indexes, signed.messages.len()) {
        return Err(BadSignature);
    }
    PoKSignature::<Scheme>::proof_gen(
        &public(key).map_err(|_| BadSignature)?,
        signature,
        Some(signed.header),
        Some(shown.presentation_header),
        Some(signed.messages),
        Some(shown.indexes),
    )
    .map(|proof| proof.to_bytes())
    .map_err(|_| BadSignature)
}

/// Checks a proof of a signature over `signed.header` and, among others, `signed.messages` at the indexes shown (§3.5.4,
/// “`ProofVerify`”).
///
/// # Errors
/// [`BadSignature`] when it is none.
pub(crate) fn verify_proof(
    key: &[u8; PUBLIC],
    proof: &[u8],
    signed: Signed<'_>,
    shown: Shown<'_>,
) -> Result<(), BadSignature> {
    let all = signed.messages.len() + hidden(proof).ok_or(BadSignature)?;
    if signed.messages.len() != shown.indexes.len() || !are_indexes(shown.indexes, all) {
        return Err(BadSignature);
    }
    check_parts(proof)?;
    let key = public(key).map_err(|_| BadSignature)?;
    let proof = PoKSignature::<Scheme>::from_bytes(proof).map_err(|_| BadSignature)?;
    let (header, presentation_header) = (Some(signed.header), Some(shown.presentation_header));
    proof
        .proof_verify(&key, Some(signed.messages), Some(shown.indexes), header, presentation_header)
        .map_err(|_| BadSignature)
}

/// How many messages a proof hides; `None` when it is none by its length.
pub(crate) fn hidden(proof: &[u8]) -> Option<usize> {
    let numbers = proof.len().checked_sub(SHORTEST_PROOF)?;
    numbers.is_multiple_of(NUMBER).then_some(numbers / NUMBER)
}

/// No point is at infinity, and no number is 0 (§4.2.4, “`octets_to_proof`”). The library asks neither; with the first two
/// points at infinity the pairing holds for whoever never had a signature.
fn check_parts(proof: &[u8]) -> Result<(), BadSignature> {
    let (points, numbers) = proof.split_at_checked(3 * POINT).ok_or(BadSignature)?;
    let is_zero = |number: &[u8]| number.iter().all(|byte| *byte == 0);
    if points.chunks(POINT).any(is_infinity) || numbers.chunks(NUMBER).any(is_zero) {
        return Err(BadSignature);
    }
    Ok(())
}

/// Each once, in order, and of a message.
fn are_indexes(indexes: &[usize], messages: usize) -> bool {
    indexes.is_sorted_by(|a, b| a < b) && indexes.last().is_none_or(|last| *last < messages)
}

#[cfg(test)]
mod tests;
