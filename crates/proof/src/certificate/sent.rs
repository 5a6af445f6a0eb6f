//! `x5c` as somebody else sent it (RFC 7515 §4.1.6): a chain without its root, as HAIP 1.0 §6.1.1 asks, or with it.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use model::time::Time;
use rustls_pki_types::CertificateDer;
use serde_json::{Map, Value};
use webpki::EndEntityCert;

use super::{CertificateError, LONGEST_CERTIFICATE, MOST, check_order, invalid, key_of, verify_path};
use crate::keys::PublicKey;

/// The member of a JOSE header.
pub const X5C: &str = "x5c";

/// The chain in a header: certificates in order, the first for a key that is known here. Nothing says yet that they hold,
/// and even then who may be trusted to give such certificates is another question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnverifiedChain {
    /// In DER, at least one.
    certificates: Vec<CertificateDer<'static>>,
    key: PublicKey,
}

impl UnverifiedChain {
    /// The chain in `header`, if there is one.
    ///
    /// # Errors
    /// [`CertificateError`] when `x5c` is not a list of certificates in plain base64, is too long, out of order, or the first
    /// is for a kind of key that is not known here.
    pub fn of_header(header: &Map<String, Value>) -> Result<Option<Self>, CertificateError> {
        let Some(x5c) = header.get(X5C) else { return Ok(None) };
        let texts = x5c.as_array().filter(|texts| !texts.is_empty()).ok_or(CertificateError::X5c)?;
        if texts.len() > MOST {
            return Err(CertificateError::Long);
        }
        let certificates = texts.iter().map(certificate).collect::<Result<Vec<_>, _>>()?;
        let key = {
            let parsed = certificates.iter().map(EndEntityCert::try_from).collect::<Result<Vec<_>, _>>();
            let parsed = parsed.map_err(|_| CertificateError::Form)?;
            check_order(&parsed)?;
            let leaf = parsed.first().ok_or(CertificateError::X5c)?;
            key_of(leaf.subject_public_key_info().as_ref()).ok_or(CertificateError::UnknownKey)?
        };
        Ok(Some(Self { certificates, key }))
    }

    /// The key that the first certificate is for.
    pub const fn key(&self) -> &PublicKey {
        &self.key
    }

    /// Checks what can be checked without knowing an authority: the key did not certify itself, each certificate was signed by
    /// the next, which may sign certificates, and all are valid at `now`.
    ///
    /// # Errors
    /// [`CertificateError`]: which of these is not so.
    pub fn check(&self, now: Time) -> Result<(), CertificateError> {
        let [leaf, above @ ..] = self.certificates.as_slice() else { return Err(CertificateError::X5c) };
        let parsed = EndEntityCert::try_from(leaf).map_err(invalid)?;
        if parsed.issuer() == parsed.subject() {
            return Err(CertificateError::SelfSigned);
        }
        let Some((last, between)) = above.split_last() else { return alone(&parsed, now) };
        let anchor = webpki::anchor_from_trusted_cert(last).map_err(invalid)?;
        verify_path(&parsed, &[anchor], between, now).map_err(invalid)?;
        authority(last, now)
    }
}

fn certificate(text: &Value) -> Result<CertificateDer<'static>, CertificateError> {
    let text = text.as_str().ok_or(CertificateError::X5c)?;
    let der = STANDARD.decode(text).map_err(|_| CertificateError::X5c)?;
    if der.len() > LONGEST_CERTIFICATE { Err(CertificateError::Long) } else { Ok(der.into()) }
}

/// A certificate whose issuer's is not there: path validation looks at its dates and its use, and then finds no way on.
fn alone(leaf: &EndEntityCert<'_>, now: Time) -> Result<(), CertificateError> {
    match verify_path(leaf, &[], &[], now) {
        Err(webpki::Error::UnknownIssuer) => Ok(()),
        Err(error) => Err(invalid(error)),
        Ok(()) => Err(CertificateError::Path { reason: "a path without an authority".to_owned() }),
    }
}

/// The last certificate, whose own issuer's is not there: valid at `now`, and one that may sign others, which path validation
/// finds out when it takes it for one that may not.
fn authority(last: &CertificateDer<'_>, now: Time) -> Result<(), CertificateError> {
    let last = EndEntityCert::try_from(last).map_err(invalid)?;
    match verify_path(&last, &[], &[], now) {
        Err(webpki::Error::CaUsedAsEndEntity) => Ok(()),
        Err(webpki::Error::UnknownIssuer) | Ok(()) => Err(invalid(webpki::Error::EndEntityUsedAsCa)),
        Err(error) => Err(invalid(error)),
    }
}
