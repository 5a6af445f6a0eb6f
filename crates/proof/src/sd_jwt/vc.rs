//! SD-JWT VC: credentials as `dc+sd-jwt` (draft-ietf-oauth-sd-jwt-vc §2 and §3).

use model::random::Random;
use model::time::Time;
use serde_json::{Map, Value, json};

use super::process::Processed;
use super::{Hiding, SdJwt, SdJwtError, UnverifiedSdJwt, issue};
use crate::jose::claims;
use crate::jwk;
use crate::keys::{PublicKey, Signer};
use crate::token_status::StatusReference;

/// The header's `typ`.
pub const TYP: &str = "dc+sd-jwt";

/// Claims that every verifier must see (§2.2.2.2).
const NEVER_HIDDEN: [&str; 7] = ["iss", "nbf", "exp", "cnf", "vct", "vct#integrity", "status"];

/// By how many seconds the issuer's clock may differ.
const SKEW: i64 = 60;

/// Signs `claims` as an SD-JWT VC. `header` holds what names the key (`kid`, `x5c`); `typ` is set here.
///
/// # Errors
/// [`SdJwtError`] when the claims are not those of a credential, or something is to be hidden that must be seen.
pub fn issue_credential(
    header: &Map<String, Value>,
    claims: &Map<String, Value>,
    hiding: &Hiding<'_>,
    key: &dyn Signer,
    random: &dyn Random,
) -> Result<String, SdJwtError> {
    check_claims(claims)?;
    refuse_hidden(&NEVER_HIDDEN, hiding.pointers.iter().map(String::as_str))?;
    let mut header = header.clone();
    header.insert("typ".into(), json!(TYP));
    issue(&header, claims, hiding, key, random)
}

/// An SD-JWT VC whose signature nobody has checked.
#[derive(Debug, Clone, PartialEq)]
pub struct UnverifiedSdJwtVc(UnverifiedSdJwt);

impl UnverifiedSdJwtVc {
    /// Reads an SD-JWT VC of at most `longest` bytes.
    ///
    /// # Errors
    /// [`SdJwtError`] when it is not an SD-JWT, or its `typ` is another.
    pub fn decode(compact: &str, longest: usize) -> Result<Self, SdJwtError> {
        Self::new(UnverifiedSdJwt::decode(compact, longest)?)
    }

    /// `sd_jwt` as an SD-JWT VC.
    ///
    /// # Errors
    /// [`SdJwtError`] when its `typ` is another.
    pub fn new(sd_jwt: UnverifiedSdJwt) -> Result<Self, SdJwtError> {
        sd_jwt.jws().expect_typ(TYP)?;
        Ok(Self(sd_jwt))
    }

    /// The SD-JWT: its header and open claims say which key to look for.
    pub const fn sd_jwt(&self) -> &UnverifiedSdJwt {
        &self.0
    }

    /// The claims that are shown, as the sender claims them: something to look at before the key is known.
    ///
    /// # Errors
    /// As [`Self::verify`], but for what depends on the key and the time.
    pub fn unverified_claims(&self) -> Result<Map<String, Value>, SdJwtError> {
        let Processed { payload, places } = self.0.processed()?;
        refuse_hidden(&NEVER_HIDDEN, places.iter().map(String::as_str))?;
        check_claims(&payload)?;
        Ok(payload)
    }

    /// The credential, once `key` is found to have signed it and it holds `now`. Whether the key is the issuer's, the
    /// status and the key binding are still to be checked.
    ///
    /// # Errors
    /// [`SdJwtError`] says which rule is broken.
    pub fn verify(self, key: &PublicKey, now: Time) -> Result<SdJwtVc, SdJwtError> {
        let verified = self.verify_undated(key)?;
        check_times(verified.0.payload(), now)?;
        Ok(verified)
    }

    /// As [`Self::verify`], whatever the time: `nbf` and `exp` are still to be checked.
    ///
    /// # Errors
    /// [`SdJwtError`] says which rule is broken.
    pub fn verify_undated(self, key: &PublicKey) -> Result<SdJwtVc, SdJwtError> {
        let sd_jwt = self.0.verify(key)?;
        refuse_hidden(&NEVER_HIDDEN, sd_jwt.disclosed())?;
        check_claims(sd_jwt.payload())?;
        Ok(SdJwtVc(sd_jwt))
    }
}

/// An SD-JWT VC that its key is found to have signed.
#[derive(Debug, Clone, PartialEq)]
pub struct SdJwtVc(SdJwt);

impl SdJwtVc {
    /// The SD-JWT: the claims that were shown, subsets of them, and the key binding.
    pub const fn sd_jwt(&self) -> &SdJwt {
        &self.0
    }

    /// As [`Self::sd_jwt`], for keeps.
    pub fn into_sd_jwt(self) -> SdJwt {
        self.0
    }

    /// The type of the credential.
    pub fn vct(&self) -> &str {
        self.text("vct").unwrap_or_default()
    }

    /// The issuer, when it is named in the claims; else the certificate in the header names it.
    pub fn issuer(&self) -> Option<&str> {
        self.text("iss")
    }

    /// Where its status stands.
    ///
    /// # Errors
    /// [`crate::token_status::TokenStatusError`] when there is a status that is not by a Token Status List.
    pub fn status(&self) -> Result<Option<StatusReference>, crate::token_status::TokenStatusError> {
        StatusReference::of(self.0.payload())
    }

    fn text(&self, name: &str) -> Option<&str> {
        self.0.payload().get(name).and_then(Value::as_str)
    }
}

/// Refuses pointers to, or into, the members `never`. The refusal names the member alone: what is inside is a stranger's text.
pub(super) fn refuse_hidden<'a>(
    never: &[&'static str],
    mut pointers: impl Iterator<Item = &'a str>,
) -> Result<(), SdJwtError> {
    let member = |pointer: &str| {
        let first = pointer.strip_prefix('/').and_then(|steps| steps.split('/').next()).unwrap_or_default();
        never.iter().copied().find(|name| *name == first)
    };
    match pointers.find_map(member) {
        Some(name) => Err(SdJwtError::MustNotBeHidden { name }),
        None => Ok(()),
    }
}

/// The claims of §2.2.2.2 by type.
fn check_claims(payload: &Map<String, Value>) -> Result<(), SdJwtError> {
    if !matches!(payload.get("vct"), Some(Value::String(vct)) if !vct.is_empty()) {
        return Err(SdJwtError::Type);
    }
    for name in ["iss", "sub", "vct#integrity"] {
        claims::text(payload, name)?;
    }
    for name in ["iat", "nbf", "exp"] {
        claims::date(payload, name)?;
    }
    if let Some(cnf) = payload.get("cnf") {
        let members = cnf.as_object().filter(|members| !members.is_empty()).ok_or(SdJwtError::NoHolderKey)?;
        members.get("jwk").map(jwk::decode).transpose().map_err(SdJwtError::HolderKey)?;
    }
    match payload.get("status") {
        Some(status) if !status.is_object() => Err(crate::jose::JoseError::Claim { name: "status" }.into()),
        _ => Ok(()),
    }
}

fn check_times(payload: &Map<String, Value>, now: Time) -> Result<(), SdJwtError> {
    if let Some(at) = claims::date(payload, "exp")?.filter(|at| *at <= now.plus(-SKEW)) {
        return Err(SdJwtError::Expired { at });
    }
    match claims::date(payload, "nbf")?.filter(|at| *at > now.plus(SKEW)) {
        Some(at) => Err(SdJwtError::NotYetValid { at }),
        None => Ok(()),
    }
}
