//! Private keys in memory.

use std::fmt;
use std::sync::Arc;

use aws_lc_rs::encoding::{AsBigEndian as _, AsDer as _, EcPrivateKeyBin, Pkcs8V1Der};
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::KeySize;
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_FIXED_SIGNING, ECDSA_P384_SHA384_FIXED_SIGNING, EcdsaKeyPair, EcdsaSigningAlgorithm,
    Ed25519KeyPair, KeyPair as _, RSA_PKCS1_SHA256, RsaKeyPair,
};
use model::random::{self, Random};
use zeroize::Zeroizing;

use super::{Ed25519PublicKey, InvalidKey, KeyKind, PublicKey, SignError, Signer, der};
use crate::bbs;

/// OIDs of RFC 5480 §2.1.1 and RFC 8410 §3, in DER.
const EC_PUBLIC_KEY: [u8; 9] = [0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01];
const SECP256R1: [u8; 10] = [0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07];
const SECP384R1: [u8; 7] = [0x06, 0x05, 0x2b, 0x81, 0x04, 0x00, 0x22];
const ED25519: [u8; 5] = [0x06, 0x03, 0x2b, 0x65, 0x70];

/// A private key. Its memory is wiped when the last clone goes; its `Debug` shows the public half only.
#[derive(Clone)]
pub struct SigningKey(Arc<Private>);

enum Private {
    Ed25519 {
        key: ed25519_dalek::SigningKey,
        /// Signs twice as fast. It is missing only if there was no memory for it; then `key` signs.
        fast: Option<Ed25519KeyPair>,
    },
    Ec(EcdsaKeyPair, PublicKey),
    Rsa(RsaKeyPair, PublicKey),
    Bls12381(bbs::SecretKey, PublicKey),
}

impl SigningKey {
    /// The Ed25519 key that belongs to a 32-byte seed (RFC 8032 §5.1.5).
    pub fn from_seed(seed: &[u8; 32]) -> Self {
        let key = ed25519_dalek::SigningKey::from_bytes(seed);
        let fast = Ed25519KeyPair::from_seed_and_public_key(seed, key.verifying_key().as_bytes()).ok();
        Self(Arc::new(Private::Ed25519 { key, fast }))
    }

    /// A new key. RSA keys have 3072 bits (NIST SP 800-57 part 1 §5.6.1: good beyond 2030), and are made with the
    /// operating system's randomness whatever `random` is.
    ///
    /// # Errors
    /// [`SignError`] when the cryptographic library makes no key.
    pub fn generate(kind: KeyKind, random: &dyn Random) -> Result<Self, SignError> {
        let failed = |_| SignError::new(kind, "the cryptographic library made no key");
        match kind {
            KeyKind::Ed25519 => Ok(Self::from_seed(&Zeroizing::new(random::bytes::<32>(random)))),
            KeyKind::P256 => new_ec(kind, || Zeroizing::new(random::bytes::<32>(random).to_vec())),
            KeyKind::P384 => new_ec(kind, || Zeroizing::new(random::bytes::<48>(random).to_vec())),
            KeyKind::Rsa => {
                let pair = RsaKeyPair::generate(KeySize::Rsa3072).map_err(failed)?;
                Self::of_rsa(pair).map_err(|error| SignError::new(kind, error.to_string()))
            }
            KeyKind::Bls12381 => {
                let secret = bbs::SecretKey::generate(&Zeroizing::new(random::bytes::<32>(random)));
                secret.and_then(Self::of_bls12381).map_err(|error| SignError::new(kind, error.to_string()))
            }
        }
    }

    /// A key from its number, big-endian, as long as the curve's (48 bytes for P-384, else 32).
    ///
    /// # Errors
    /// [`InvalidKey`] when `kind` is not P-256, P-384 or BLS12-381, or the bytes are no private key of it.
    pub fn from_scalar(kind: KeyKind, scalar: &[u8]) -> Result<Self, InvalidKey> {
        let (curve, length): (&[u8], _) = match kind {
            KeyKind::P256 => (&SECP256R1, 32),
            KeyKind::P384 => (&SECP384R1, 48),
            KeyKind::Bls12381 => return Self::of_bls12381(bbs::SecretKey::from_bytes(scalar)?),
            KeyKind::Ed25519 | KeyKind::Rsa => return Err(InvalidKey::NotPrivate),
        };
        if scalar.len() != length {
            return Err(InvalidKey::NotPrivate);
        }
        // RFC 5915 §3; the public half is left out, and worked out when it is read.
        let inner = der::octets(&der::sequence(&[&der::integer(&[1]), &der::octets(scalar)]));
        let algorithm = der::sequence(&[&EC_PUBLIC_KEY, curve]);
        Self::ec_from_pkcs8(kind, &der::sequence(&[&der::integer(&[0]), &algorithm, &inner]))
    }

    /// A key from `RSAPrivateKey` of RFC 8017 appendix A.1.2, as its eight numbers in that order from the
    /// modulus on.
    ///
    /// # Errors
    /// [`InvalidKey`] when the numbers do not belong together, or the modulus has not 2048 to 4096 bits.
    pub fn from_rsa_numbers(numbers: &[&[u8]]) -> Result<Self, InvalidKey> {
        let parts: Vec<_> =
            std::iter::once(der::integer(&[0])).chain(numbers.iter().map(|number| der::integer(number))).collect();
        let parts: Vec<&[u8]> = parts.iter().map(|part| part.as_slice()).collect();
        Self::of_rsa(RsaKeyPair::from_der(&der::sequence(&parts)).map_err(|_| InvalidKey::Mismatch)?)
    }

    /// A key from PKCS#8 (RFC 5958), unencrypted, as `openssl genpkey` writes it in DER.
    ///
    /// # Errors
    /// [`InvalidKey`] when it is not such a structure or holds another kind of key.
    pub fn from_pkcs8(bytes: &[u8]) -> Result<Self, InvalidKey> {
        if let Ok(pair) = Ed25519KeyPair::from_pkcs8(bytes) {
            let seed = pair.seed().and_then(|seed| seed.as_be_bytes()).map_err(|_| InvalidKey::NotPrivate)?;
            return Ok(Self::from_seed(seed.as_ref().try_into().map_err(|_| InvalidKey::NotPrivate)?));
        }
        if let Ok(pair) = RsaKeyPair::from_pkcs8(bytes) {
            return Self::of_rsa(pair);
        }
        Self::ec_from_pkcs8(KeyKind::P256, bytes).or_else(|_| Self::ec_from_pkcs8(KeyKind::P384, bytes))
    }

    /// The key as PKCS#8 version 1 in DER, to be written where nobody else can read it.
    ///
    /// # Errors
    /// [`SignError`] when there is no memory for it, or the key is of BLS12-381, for which PKCS#8 has no name.
    pub fn to_pkcs8(&self) -> Result<Zeroizing<Vec<u8>>, SignError> {
        let failed = |_| SignError::new(self.public().kind(), "the cryptographic library did not write it");
        match &*self.0 {
            // RFC 8410 §7: the seed is an octet string inside an octet string.
            Private::Ed25519 { key, .. } => {
                let seed = der::octets(&der::octets(key.as_bytes()));
                Ok(der::sequence(&[&der::integer(&[0]), &der::sequence(&[&ED25519]), &seed]))
            }
            Private::Ec(pair, _) => {
                pair.to_pkcs8v1().map(|document| Zeroizing::new(document.as_ref().to_vec())).map_err(failed)
            }
            Private::Rsa(pair, _) => {
                let document: Pkcs8V1Der<'_> = pair.as_der().map_err(failed)?;
                Ok(Zeroizing::new(document.as_ref().to_vec()))
            }
            Private::Bls12381(..) => Err(SignError::new(KeyKind::Bls12381, "PKCS#8 has no name for such keys")),
        }
    }

    /// The private half as key files seal it: PKCS#8, and of a BLS12-381 key its number, which is shorter than any PKCS#8.
    ///
    /// # Errors
    /// As [`SigningKey::to_pkcs8`].
    pub(crate) fn to_sealed(&self) -> Result<Zeroizing<Vec<u8>>, SignError> {
        match &*self.0 {
            Private::Bls12381(secret, _) => Ok(Zeroizing::new(secret.as_bytes().to_vec())),
            _ => self.to_pkcs8(),
        }
    }

    /// A key from what [`SigningKey::to_sealed`] wrote.
    ///
    /// # Errors
    /// [`InvalidKey`] when it is no such text.
    pub(crate) fn from_sealed(bytes: &[u8]) -> Result<Self, InvalidKey> {
        if bytes.len() == bbs::NUMBER { Self::from_scalar(KeyKind::Bls12381, bytes) } else { Self::from_pkcs8(bytes) }
    }

    /// The seed of an Ed25519 key, to be written where nobody else can read it; of other kinds `None`.
    pub fn seed(&self) -> Option<Zeroizing<[u8; 32]>> {
        match &*self.0 {
            Private::Ed25519 { key, .. } => Some(Zeroizing::new(key.to_bytes())),
            Private::Ec(..) | Private::Rsa(..) | Private::Bls12381(..) => None,
        }
    }

    /// The number of an elliptic-curve key, as [`SigningKey::from_scalar`] takes it; of other kinds `None`.
    pub fn scalar(&self) -> Option<Zeroizing<Vec<u8>>> {
        match &*self.0 {
            Private::Ec(pair, _) => {
                let scalar: EcPrivateKeyBin<'_> = pair.private_key().as_be_bytes().ok()?;
                Some(Zeroizing::new(scalar.as_ref().to_vec()))
            }
            Private::Bls12381(secret, _) => Some(Zeroizing::new(secret.as_bytes().to_vec())),
            Private::Ed25519 { .. } | Private::Rsa(..) => None,
        }
    }

    /// The public half.
    pub fn public(&self) -> PublicKey {
        match &*self.0 {
            Private::Ed25519 { key, .. } => PublicKey::Ed25519(Ed25519PublicKey::of(key.verifying_key())),
            Private::Ec(_, public) | Private::Rsa(_, public) | Private::Bls12381(_, public) => public.clone(),
        }
    }

    fn ec_from_pkcs8(kind: KeyKind, bytes: &[u8]) -> Result<Self, InvalidKey> {
        let pair = EcdsaKeyPair::from_pkcs8(algorithm(kind)?, bytes).map_err(|_| InvalidKey::NotPrivate)?;
        let point = pair.public_key().as_ref();
        let public = if kind == KeyKind::P256 { PublicKey::p256(point)? } else { PublicKey::p384(point)? };
        Ok(Self(Arc::new(Private::Ec(pair, public))))
    }

    fn of_rsa(pair: RsaKeyPair) -> Result<Self, InvalidKey> {
        let public = PublicKey::rsa_from_der(pair.public_key().as_ref())?;
        Ok(Self(Arc::new(Private::Rsa(pair, public))))
    }

    fn of_bls12381(secret: bbs::SecretKey) -> Result<Self, InvalidKey> {
        let public = PublicKey::bls12381(&secret.public()?)?;
        Ok(Self(Arc::new(Private::Bls12381(secret, public))))
    }
}

impl Signer for SigningKey {
    fn public(&self) -> PublicKey {
        self.public()
    }

    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, SignError> {
        let failed = |_| SignError::new(self.public().kind(), "the cryptographic library did not sign");
        match &*self.0 {
            Private::Ed25519 { fast: Some(pair), .. } => {
                pair.try_sign(message).map(|signature| signature.as_ref().to_vec()).map_err(failed)
            }
            Private::Ed25519 { key, fast: None } => Ok(ed25519_dalek::Signer::sign(key, message).to_bytes().to_vec()),
            Private::Ec(pair, _) => {
                pair.sign(&SystemRandom::new(), message).map(|signature| signature.as_ref().to_vec()).map_err(failed)
            }
            Private::Rsa(pair, _) => {
                let mut signature = vec![0; pair.public_modulus_len()];
                pair.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), message, &mut signature).map_err(failed)?;
                Ok(signature)
            }
            Private::Bls12381(..) => {
                Err(SignError::new(KeyKind::Bls12381, "it signs lists of messages (bbs-2023), not bytes"))
            }
        }
    }

    fn sign_messages(&self, header: &[u8], messages: &[Vec<u8>]) -> Result<[u8; bbs::SIGNATURE], SignError> {
        let failed = |reason| SignError::new(self.public().kind(), reason);
        match &*self.0 {
            Private::Bls12381(secret, _) => {
                secret.sign(header, messages).map_err(|_| failed("the cryptographic library did not sign"))
            }
            _ => Err(failed("it signs bytes, not lists of messages")),
        }
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SigningKey(private half of {:?})", self.public())
    }
}

fn algorithm(kind: KeyKind) -> Result<&'static EcdsaSigningAlgorithm, InvalidKey> {
    match kind {
        KeyKind::P256 => Ok(&ECDSA_P256_SHA256_FIXED_SIGNING),
        KeyKind::P384 => Ok(&ECDSA_P384_SHA384_FIXED_SIGNING),
        KeyKind::Ed25519 | KeyKind::Rsa | KeyKind::Bls12381 => Err(InvalidKey::NotPrivate),
    }
}

/// Draws numbers until one is below the curve's order and not 0 (FIPS 186-5 appendix A.2.2). A number is rejected with a
/// probability below 2⁻³².
fn new_ec(kind: KeyKind, mut draw: impl FnMut() -> Zeroizing<Vec<u8>>) -> Result<SigningKey, SignError> {
    for _ in 0..16 {
        if let Ok(key) = SigningKey::from_scalar(kind, &draw()) {
            return Ok(key);
        }
    }
    Err(SignError::new(kind, "the randomness gave no number of the curve in 16 draws"))
}
