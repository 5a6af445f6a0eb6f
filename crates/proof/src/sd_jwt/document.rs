//! Credentials and presentations of the W3C as SD-JWT: `vc+sd-jwt` and `vp+sd-jwt` (VC-JOSE-COSE §3.2).

use model::random::Random;
use serde_json::{Map, Value};

use super::{Hiding, SdJwt, SdJwtError, UnverifiedSdJwt, issue};
use crate::jose::credential::{CredentialJwt, CredentialJwtError, check_key_name, read, written, written_header};
use crate::jose::forms::Form;
use crate::keys::{PublicKey, Signer};

/// Members that tell what the rest means and whether it still holds; a holder who could keep them back would decide.
const NEVER_HIDDEN: [&str; 8] =
    ["@context", "credentialStatus", "credentialSchema", "validFrom", "validUntil", "termsOfUse", "iss", "cnf"];

/// Signs `document` in `form`, with what `hiding` names left to the holder to show.
///
/// # Errors
/// [`DocumentError`] when the document is not one that the form carries, or something is to be hidden that must be seen.
pub fn issue_document(
    form: Form,
    header: &Map<String, Value>,
    document: &Map<String, Value>,
    hiding: &Hiding<'_>,
    (key, random): (&dyn Signer, &dyn Random),
) -> Result<String, DocumentError> {
    super::vc::refuse_hidden(&NEVER_HIDDEN, hiding.pointers.iter().map(String::as_str))?;
    let header = written_header(&form.rules(), header);
    let text = issue(&header, &written(form, document)?, hiding, key, random)?;
    UnverifiedDocument::decode(form, &text, text.len())?.verify(&key.public())?;
    Ok(text)
}

/// A `vc+sd-jwt` or `vp+sd-jwt` whose signature nobody has checked.
#[derive(Debug, Clone, PartialEq)]
pub struct UnverifiedDocument {
    form: Form,
    sd_jwt: UnverifiedSdJwt,
}

impl UnverifiedDocument {
    /// Reads an SD-JWT of `form`, of at most `longest` bytes.
    ///
    /// # Errors
    /// [`DocumentError`] when it is not an SD-JWT, or its header is not one of the form.
    pub fn decode(form: Form, compact: &str, longest: usize) -> Result<Self, DocumentError> {
        Self::new(form, UnverifiedSdJwt::decode(compact, longest)?)
    }

    /// `sd_jwt` as one of `form`.
    ///
    /// # Errors
    /// [`DocumentError`] when its header is not one of the form.
    pub fn new(form: Form, sd_jwt: UnverifiedSdJwt) -> Result<Self, DocumentError> {
        form.check_header(sd_jwt.jws()).map_err(SdJwtError::Jose)?;
        Ok(Self { form, sd_jwt })
    }

    /// The form.
    pub const fn form(&self) -> Form {
        self.form
    }

    /// The SD-JWT: its header says which key to look for.
    pub const fn sd_jwt(&self) -> &UnverifiedSdJwt {
        &self.sd_jwt
    }

    /// The document with everything that is shown, as the sender claims it, held against the claims beside it.
    ///
    /// # Errors
    /// As [`Self::verify`], but for what depends on the key.
    pub fn unverified_document(&self) -> Result<CredentialJwt, DocumentError> {
        Ok(read(self.form, &self.sd_jwt.processed()?.payload)?)
    }

    /// The document with everything that is shown, once `key` is found to have signed it; and the SD-JWT, for subsets and
    /// the key binding.
    ///
    /// # Errors
    /// [`DocumentError`] says which rule is broken.
    pub fn verify(self, key: &PublicKey) -> Result<(CredentialJwt, SdJwt), DocumentError> {
        let sd_jwt = self.sd_jwt.verify(key)?;
        check_key_name(self.form, sd_jwt.header(), key, sd_jwt.payload())?;
        Ok((read(self.form, sd_jwt.payload())?, sd_jwt))
    }
}

/// A document as SD-JWT that is refused, or that cannot be made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DocumentError {
    /// The SD-JWT is refused.
    #[error(transparent)]
    SdJwt(#[from] SdJwtError),
    /// What it holds is refused.
    #[error(transparent)]
    Document(#[from] CredentialJwtError),
}
