//! Certificates of signing keys (X.509, RFC 5280): the chain that stands in `x5c` of a JOSE header (RFC 7515 §4.1.6), the
//! request a certification authority is asked with (PKCS#10, RFC 2986), and a chain for demonstrations.

mod make;
mod sent;

pub use make::{Names, development_chain, request};
pub use sent::{UnverifiedChain, X5C};

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use model::time::Time;
use rcgen::PublicKeyData as _;
use rustls_pki_types::pem::PemObject as _;
use rustls_pki_types::{CertificateDer, TrustAnchor, UnixTime};
use webpki::{ALL_VERIFICATION_ALGS, EndEntityCert, ExtendedKeyUsageValidator, KeyPurposeIdIter};

use crate::keys::PublicKey;

/// Bytes of the longest file of certificates.
pub const LONGEST: usize = 32 * 1024;

/// Certificates of the longest chain, the root's included. One of this length fits into a JOSE header.
pub const MOST: usize = 6;

/// Bytes of the longest certificate.
const LONGEST_CERTIFICATE: usize = 4 * 1024;

/// A key's certificate, then each issuer's, up to the root's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chain {
    /// In DER, at least two.
    certificates: Vec<CertificateDer<'static>>,
}

impl Chain {
    /// The certificates of a PEM file (RFC 7468), which stand in order. What else is in the file is left out.
    ///
    /// # Errors
    /// [`CertificateError`] when it is too long, holds no certificates or one alone, one is not followed by its issuer's, or
    /// the last is no root's.
    pub fn from_pem(pem: &[u8]) -> Result<Self, CertificateError> {
        if pem.len() > LONGEST {
            return Err(CertificateError::Long);
        }
        let certificates: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(pem).take(MOST + 1).collect();
        Self::from_der(certificates.map_err(|_| CertificateError::Pem)?)
    }

    fn from_der(certificates: Vec<CertificateDer<'static>>) -> Result<Self, CertificateError> {
        if certificates.len() > MOST || certificates.iter().any(|certificate| certificate.len() > LONGEST_CERTIFICATE) {
            return Err(CertificateError::Long);
        }
        let parsed = certificates.iter().map(EndEntityCert::try_from).collect::<Result<Vec<_>, _>>();
        let parsed = parsed.map_err(|_| CertificateError::Form)?;
        let (Some(leaf), Some(root)) = (parsed.first(), parsed.last()) else { return Err(CertificateError::Pem) };
        check_order(&parsed)?;
        if root.issuer() != root.subject() {
            return Err(CertificateError::NoRoot);
        }
        if parsed.len() == 1 || leaf.issuer() == leaf.subject() {
            return Err(CertificateError::SelfSigned);
        }
        drop(parsed);
        Ok(Self { certificates })
    }

    /// Checks that the first certificate is for `key`, that each was signed by the next, which may sign certificates, and
    /// that all but the root are valid at `now` (RFC 5280 §6.1). What the key may be used for (extended key usage) is left
    /// to whoever trusts the root.
    ///
    /// # Errors
    /// [`CertificateError`]: which of these is not so.
    pub fn check(&self, key: &PublicKey, now: Time) -> Result<(), CertificateError> {
        let [leaf, between @ .., root] = self.certificates.as_slice() else { return Err(CertificateError::Pem) };
        self.is_for(key)?;
        let anchor = webpki::anchor_from_trusted_cert(root).map_err(invalid)?;
        EndEntityCert::try_from(leaf).and_then(|leaf| verify_path(&leaf, &[anchor], between, now)).map_err(invalid)
    }

    /// Whether the first certificate is for `key`.
    ///
    /// # Errors
    /// [`CertificateError::OtherKey`] when it is not.
    pub fn is_for(&self, key: &PublicKey) -> Result<(), CertificateError> {
        let leaf = self.certificates.first().and_then(|leaf| EndEntityCert::try_from(leaf).ok());
        let found = leaf.map(|leaf| leaf.subject_public_key_info().as_ref().to_vec());
        if make::Subject::of(key).is_ok_and(|subject| found == Some(subject.subject_public_key_info())) {
            Ok(())
        } else {
            Err(CertificateError::OtherKey)
        }
    }

    /// The value of the header `x5c`: the chain in base64 without the root, as HAIP 1.0 §6.1.1 asks.
    pub fn x5c(&self) -> Vec<String> {
        let without_root = self.certificates.split_last().map_or(&[][..], |(_, rest)| rest);
        without_root.iter().map(|certificate| STANDARD.encode(certificate)).collect()
    }

    /// The whole chain in PEM, the root's certificate last.
    pub fn to_pem(&self) -> String {
        self.certificates.iter().map(|certificate| pem("CERTIFICATE", certificate)).collect()
    }
}

/// Whether each certificate is followed by its issuer's.
fn check_order(certificates: &[EndEntityCert<'_>]) -> Result<(), CertificateError> {
    let at = certificates.windows(2).position(|pair| match pair {
        [one, next] => one.issuer() != next.subject(),
        _ => true,
    });
    at.map_or(Ok(()), |at| Err(CertificateError::Order { at: at + 1 }))
}

/// The path validation of RFC 5280 §6.1 from `leaf` to one of `anchors`, whose own dates are not looked at.
fn verify_path(
    leaf: &EndEntityCert<'_>,
    anchors: &[TrustAnchor<'_>],
    between: &[CertificateDer<'_>],
    now: Time,
) -> Result<(), webpki::Error> {
    let at = UnixTime::since_unix_epoch(Duration::from_secs(u64::try_from(now.unix()).unwrap_or_default()));
    leaf.verify_for_usage(ALL_VERIFICATION_ALGS, anchors, between, at, AnyUsage, None, None).map(drop)
}

fn invalid(error: webpki::Error) -> CertificateError {
    match error {
        webpki::Error::CertExpired { .. } => CertificateError::Expired,
        webpki::Error::CertNotValidYet { .. } => CertificateError::NotYet,
        other => CertificateError::Path { reason: other.to_string() },
    }
}

/// The key in a `SubjectPublicKeyInfo`, which ends with it in every kind of key that is known here. That the rest is what
/// it should be is seen by writing it again.
fn key_of(info: &[u8]) -> Option<PublicKey> {
    let end = |length: usize| info.get(info.len().checked_sub(length)?..);
    let candidates = [
        end(32).and_then(|bytes| PublicKey::ed25519(bytes).ok()),
        end(65).and_then(|point| PublicKey::p256(point).ok()),
        end(97).and_then(|point| PublicKey::p384(point).ok()),
        info.get(RSA_HEAD..).and_then(|der| PublicKey::rsa_from_der(der).ok()),
    ];
    candidates
        .into_iter()
        .flatten()
        .find(|key| make::Subject::of(key).is_ok_and(|subject| subject.subject_public_key_info() == info))
}

/// Bytes before `RSAPublicKey` in a `SubjectPublicKeyInfo` (RFC 3279 §2.3.1), when the modulus has 2048 bits or more.
const RSA_HEAD: usize = 24;

/// Whatever a certificate says that its key is for.
struct AnyUsage;

impl ExtendedKeyUsageValidator for AnyUsage {
    fn validate(&self, _: KeyPurposeIdIter<'_, '_>) -> Result<(), webpki::Error> {
        Ok(())
    }
}

/// RFC 7468 §2: 64 characters a line.
fn pem(label: &str, der: &[u8]) -> String {
    let mut text = format!("-----BEGIN {label}-----\n");
    for (place, character) in STANDARD.encode(der).chars().enumerate() {
        if place > 0 && place % 64 == 0 {
            text.push('\n');
        }
        text.push(character);
    }
    text + &format!("\n-----END {label}-----\n")
}

/// Certificates that cannot be used, or were not made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CertificateError {
    /// Too much.
    #[error("expected at most {MOST} certificates of {LONGEST_CERTIFICATE} bytes in at most {LONGEST} bytes of PEM")]
    Long,
    /// No certificates.
    #[error("expected certificates in PEM (-----BEGIN CERTIFICATE-----), the key's own first")]
    Pem,
    /// `x5c` in another form.
    #[error("expected 'x5c' to be a list of certificates in base64, the key's own first")]
    X5c,
    /// A key of another kind.
    #[error("the first certificate is for a key of another kind than Ed25519, P-256, P-384 or RSA (2048 to 4096 bits)")]
    UnknownKey,
    /// Not X.509 version 3.
    #[error("one of the certificates is not an X.509 certificate of version 3")]
    Form,
    /// The order is another.
    #[error("expected each certificate to be followed by its issuer's: the one at place {at} is not")]
    Order {
        /// Counted from 1.
        at: usize,
    },
    /// The chain ends too early.
    #[error("expected the root's certificate at the end: add it; it is used to check the chain and never sent")]
    NoRoot,
    /// HAIP 1.0 §6.1.1 forbids it.
    #[error("the key's certificate is signed by the key itself: expected one that an authority signed")]
    SelfSigned,
    /// For another key.
    #[error("the first certificate is for another key")]
    OtherKey,
    /// Over.
    #[error("a certificate of the chain has expired: ask the authority for a new one")]
    Expired,
    /// To come.
    #[error("a certificate of the chain is not valid yet")]
    NotYet,
    /// The signatures or constraints do not hold.
    #[error("the chain does not hold: {reason}")]
    Path {
        /// What RFC 5280's path validation found.
        reason: String,
    },
    /// The key did not sign, or a name cannot be written.
    #[error("no certificate or request was made: {reason}")]
    NotMade {
        /// What happened, with nothing secret in it.
        reason: String,
    },
}

#[cfg(test)]
mod tests;
