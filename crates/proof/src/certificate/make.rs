//! Requests and certificates made here.

use std::sync::Arc;

use model::random::{self, Random};
use model::time::Time;
use rcgen::{
    BasicConstraints, CertificateParams, DistinguishedName, DnType, IsCa, Issuer, KeyIdMethod, KeyUsagePurpose,
    PublicKeyData, SanType, SerialNumber, SignatureAlgorithm,
};
use sha2::{Digest as _, Sha256};
use time::OffsetDateTime;

use super::{CertificateError, Chain, pem};
use crate::keys::{KeyKind, PublicKey, Signer, SigningKey, ecdsa_der};

/// Whom a certificate is for.
#[derive(Debug, Clone)]
pub struct Names {
    /// The institution's name: organisation and common name of the subject.
    pub organisation: String,
    /// The issuer's URL, as an alternative name of the subject.
    pub url: String,
    /// The host of that URL where it is a domain.
    pub domain: Option<String>,
}

/// A request for a certificate for `key` (PKCS#10), in PEM.
///
/// # Errors
/// [`CertificateError::NotMade`] when the key does not sign, or a name has characters that certificates cannot hold.
pub fn request(key: &dyn Signer, names: &Names) -> Result<String, CertificateError> {
    let request = subject(names)?.serialize_request(&Signing(key, Subject::of(&key.public())?)).map_err(not_made)?;
    Ok(pem("CERTIFICATE REQUEST", request.der()))
}

/// A chain for `key` from a certification authority that is made for it and forgotten: nobody can issue more under its
/// root. Nobody trusts it either. Valid for a year from `now`.
///
/// # Errors
/// As [`request`].
pub fn development_chain(
    key: &PublicKey,
    names: &Names,
    now: Time,
    random: &dyn Random,
) -> Result<Chain, CertificateError> {
    let authority = SigningKey::generate(KeyKind::P256, random).map_err(not_made)?;
    let authority: Arc<dyn Signer> = Arc::new(authority);
    let signing = Signing(&*authority, Subject::of(&authority.public())?);
    let mut root = CertificateParams::default();
    root.distinguished_name = named(&format!("{} development root", names.organisation), &names.organisation);
    root.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    root.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    valid(&mut root, &signing.1, now, random)?;
    let mut leaf = subject(names)?;
    leaf.is_ca = IsCa::ExplicitNoCa;
    leaf.use_authority_key_identifier_extension = true;
    let subject = Subject::of(key)?;
    valid(&mut leaf, &subject, now, random)?;
    let leaf = leaf.signed_by(&subject, &Issuer::from_params(&root, &signing)).map_err(not_made)?;
    let root = root.self_signed(&signing).map_err(not_made)?;
    Chain::from_der(vec![leaf.der().clone(), root.der().clone()])
}

fn subject(names: &Names) -> Result<CertificateParams, CertificateError> {
    let mut params = CertificateParams::default();
    params.distinguished_name = named(&names.organisation, &names.organisation);
    params.subject_alt_names = vec![SanType::URI(names.url.as_str().try_into().map_err(not_made)?)];
    if let Some(domain) = &names.domain {
        params.subject_alt_names.push(SanType::DnsName(domain.as_str().try_into().map_err(not_made)?));
    }
    params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    Ok(params)
}

fn named(name: &str, organisation: &str) -> DistinguishedName {
    let mut names = DistinguishedName::new();
    names.push(DnType::OrganizationName, organisation);
    names.push(DnType::CommonName, name);
    names
}

/// An hour early, for clocks that are behind; then a year.
fn valid(
    params: &mut CertificateParams,
    key: &Subject,
    now: Time,
    random: &dyn Random,
) -> Result<(), CertificateError> {
    let at = |seconds: i64| OffsetDateTime::from_unix_timestamp(now.unix() + seconds).map_err(not_made);
    params.not_before = at(-3600)?;
    params.not_after = at(365 * 24 * 3600)?;
    // RFC 5280 §4.1.2.2: positive, at most 20 bytes. RFC 7093 §2: a key identifier from SHA-256.
    let mut serial: [u8; 16] = random::bytes(random);
    serial[0] = serial[0] & 0x3f | 0x40;
    params.serial_number = Some(SerialNumber::from_slice(&serial));
    let identifier = Sha256::digest(&key.bytes).iter().take(20).copied().collect();
    params.key_identifier_method = KeyIdMethod::PreSpecified(identifier);
    Ok(())
}

fn not_made(error: impl std::fmt::Display) -> CertificateError {
    CertificateError::NotMade { reason: error.to_string() }
}

/// A public key as certificates write it.
pub(super) struct Subject {
    bytes: Vec<u8>,
    algorithm: &'static SignatureAlgorithm,
}

impl Subject {
    /// # Errors
    /// [`CertificateError::NotMade`] for a key that does not sign bytes.
    pub(super) fn of(key: &PublicKey) -> Result<Self, CertificateError> {
        let (bytes, algorithm) = match key {
            PublicKey::Ed25519(key) => (key.as_bytes().to_vec(), &rcgen::PKCS_ED25519),
            PublicKey::P256(point) => (point.to_vec(), &rcgen::PKCS_ECDSA_P256_SHA256),
            PublicKey::P384(point) => (point.to_vec(), &rcgen::PKCS_ECDSA_P384_SHA384),
            PublicKey::Rsa(key) => (key.to_der(), &rcgen::PKCS_RSA_SHA256),
            PublicKey::Bls12381(_) => return Err(not_made("certificates know no BLS12-381 keys")),
        };
        Ok(Self { bytes, algorithm })
    }
}

impl PublicKeyData for Subject {
    fn der_bytes(&self) -> &[u8] {
        &self.bytes
    }

    fn algorithm(&self) -> &'static SignatureAlgorithm {
        self.algorithm
    }
}

/// A key of ours, wherever it is, signing for the library.
pub(super) struct Signing<'a>(pub(super) &'a dyn Signer, pub(super) Subject);

impl PublicKeyData for Signing<'_> {
    fn der_bytes(&self) -> &[u8] {
        self.1.der_bytes()
    }

    fn algorithm(&self) -> &'static SignatureAlgorithm {
        self.1.algorithm()
    }
}

impl rcgen::SigningKey for Signing<'_> {
    /// Checked before it leaves, and in DER where it is ECDSA's (RFC 3279 §2.2.3).
    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, rcgen::Error> {
        let signature = self.0.sign(message).map_err(|_| rcgen::Error::RemoteKeyError)?;
        let key = self.0.public();
        key.verify(message, &signature).map_err(|_| rcgen::Error::RemoteKeyError)?;
        match key.kind() {
            KeyKind::P256 | KeyKind::P384 => Ok(ecdsa_der(&signature)),
            KeyKind::Ed25519 | KeyKind::Rsa | KeyKind::Bls12381 => Ok(signature),
        }
    }
}
