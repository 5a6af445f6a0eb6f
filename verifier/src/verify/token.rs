//! Credentials that travel as a token: in a JWT, or as the claims of an SD-JWT.
//!
//! | form | where the credential stands |
//! |---|---|
//! | `jwt_vc_json` | VCDM 1.1, in the claim `vc` (VCDM 1.1 §6.3.1) |
//! | `vc-jwt` | VCDM 2.0, as the payload (Open Badges 3.0 §8.2) |
//! | `vc+jwt` | VCDM 2.0, as the payload (VC-JOSE-COSE §3.1.1) |
//! | `vc+sd-jwt` | as `vc+jwt`, each member shown or kept back (VC-JOSE-COSE §3.2.1) |
//! | `dc+sd-jwt` | its members are claims, each shown or kept back (SD-JWT VC §2) |
//!
//! A token that contradicts itself is refused before anything in it is looked at: two programs could read two credentials
//! from it. Everything else is judged as if the credential had come as JSON.

mod refusal;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use model::time::Time;
use proof::jose::credential::{CredentialJwtError, UnverifiedCredentialJwt};
use proof::jose::forms::Form;
use proof::jose::{UnverifiedJws, claims, enveloped};
use proof::keys::PublicKey;
use proof::sd_jwt::UnverifiedSdJwt;
use proof::sd_jwt::document::UnverifiedDocument;
use proof::sd_jwt::vc::{self, UnverifiedSdJwtVc};
use serde_json::{Map, Value};

pub use refusal::TokenRefusal;

use super::json::{self, JsonLimits};
use super::read::{Unreadable, UnverifiedCredential, each};

/// Claims that belong to an SD-JWT VC and not to the credential in it.
const SD_JWT_CLAIMS: [&str; 12] =
    ["iss", "sub", "aud", "exp", "nbf", "iat", "jti", "cnf", "nonce", "vct", "vct#integrity", "status"];

/// A token that holds a credential and does not contradict itself; nobody has checked its signature.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum UnverifiedToken {
    /// A JWT around the credential.
    Jwt(Box<UnverifiedCredentialJwt>),
    /// The same as SD-JWT. A key binding JWT behind it is passed over: a file is shown by nobody.
    Selective(Box<UnverifiedDocument>),
    /// An SD-JWT VC. A key binding JWT is passed over here too.
    SdJwt(Box<UnverifiedSdJwtVc>),
}

impl UnverifiedToken {
    /// The name of its form.
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::Jwt(jwt) => jwt.form().rules().name,
            Self::Selective(document) => document.form().rules().name,
            Self::SdJwt(_) => vc::TYP,
        }
    }

    /// The issuer's JWT.
    pub(crate) fn jws(&self) -> &UnverifiedJws {
        match self {
            Self::Jwt(jwt) => jwt.jws(),
            Self::Selective(document) => document.sd_jwt().jws(),
            Self::SdJwt(sd_jwt) => sd_jwt.sd_jwt().jws(),
        }
    }

    /// The key the header brings, where the form has that. It proves nothing of the issuer.
    pub(crate) fn brought_key(&self) -> Option<&Value> {
        self.jws().header().get("jwk").filter(|_| !matches!(self, Self::SdJwt(_)))
    }

    /// `name`, a date in its claims, as far as it is one.
    pub(crate) fn date(&self, name: &'static str) -> Option<Time> {
        claims::date(self.jws().unverified_payload(), name).ok().flatten()
    }

    /// Whether a part of it may have been kept back: it has more digests than disclosures. Some may stand for nothing
    /// (RFC 9901 §4.2.5), which only its issuer knows.
    pub(crate) fn may_hold_back(&self) -> bool {
        match self {
            Self::Jwt(_) => false,
            Self::Selective(document) => document.sd_jwt().has_undisclosed(),
            Self::SdJwt(sd_jwt) => sd_jwt.sd_jwt().has_undisclosed(),
        }
    }

    /// Whether its status may be what was kept back. SD-JWT VC never hides its own.
    pub(crate) fn may_hold_back_status(&self) -> bool {
        match self {
            Self::Jwt(_) => false,
            Self::Selective(document) => document.sd_jwt().has_undisclosed_at_top().unwrap_or(true),
            Self::SdJwt(sd_jwt) => {
                self.status_claims().is_none_or(|claims| !claims.contains_key("status"))
                    && sd_jwt.sd_jwt().has_undisclosed_at_top().unwrap_or(true)
            }
        }
    }

    /// The claims of an SD-JWT VC that are never hidden, its `status` among them.
    pub(crate) fn status_claims(&self) -> Option<&Map<String, Value>> {
        match self {
            Self::Jwt(_) | Self::Selective(_) => None,
            Self::SdJwt(sd_jwt) => Some(sd_jwt.sd_jwt().jws().unverified_payload()),
        }
    }

    /// The credential in it, once `key` is found to have signed it, and the first claim its form asks for that is not
    /// there. Whose the key is remains to be known.
    pub(crate) fn verify(&self, key: &PublicKey) -> Result<(Map<String, Value>, Option<&'static str>), TokenRefusal> {
        match self {
            Self::Jwt(jwt) => {
                let verified = jwt.verify_incomplete(key)?;
                Ok((verified.document, verified.missing.first().copied()))
            }
            Self::Selective(document) => {
                let (verified, _) = UnverifiedDocument::clone(document).verify(key)?;
                Ok((verified.document, verified.missing.first().copied()))
            }
            Self::SdJwt(sd_jwt) => {
                let verified = UnverifiedSdJwtVc::clone(sd_jwt).verify_undated(key)?;
                Ok((credential_in(verified.sd_jwt().payload().clone())?, None))
            }
        }
    }

    /// The same, as the sender claims it.
    fn unverified_credential(&self) -> Result<Map<String, Value>, TokenRefusal> {
        match self {
            Self::Jwt(jwt) => Ok(jwt.unverified_document()?),
            Self::Selective(document) => Ok(document.unverified_document()?.document),
            Self::SdJwt(sd_jwt) => credential_in(sd_jwt.unverified_claims()?),
        }
    }

    fn decode(text: &str) -> Result<Self, TokenRefusal> {
        if !text.contains('~') {
            return Ok(Self::Jwt(Box::new(UnverifiedCredentialJwt::decode(text, text.len())?)));
        }
        let sd_jwt = UnverifiedSdJwt::decode(text, text.len())?;
        match [Form::VcSdJwt, Form::VpSdJwt].into_iter().find(|form| sd_jwt.jws().expect_typ(form.rules().typ).is_ok())
        {
            Some(form) => Ok(Self::Selective(Box::new(UnverifiedDocument::new(form, sd_jwt)?))),
            None => Ok(Self::SdJwt(Box::new(UnverifiedSdJwtVc::new(sd_jwt)?))),
        }
    }

    fn is_presentation(&self) -> bool {
        match self {
            Self::Jwt(jwt) => jwt.form().is_presentation(),
            Self::Selective(document) => document.form().is_presentation(),
            Self::SdJwt(_) => false,
        }
    }
}

/// What a compact token holds.
pub(crate) enum Held {
    /// A credential.
    Credential(UnverifiedCredential),
    /// A presentation: its members, and the token that somebody signed.
    Presentation(Map<String, Value>, Box<UnverifiedToken>),
}

/// The credential in the compact token `text`.
///
/// # Errors
/// [`Unreadable`]: not JSON within `limits` inside, a token that is refused, or one that holds something else.
pub(crate) fn read(text: &str, limits: JsonLimits) -> Result<UnverifiedCredential, Unreadable> {
    match open(text, limits)? {
        Held::Credential(credential) => Ok(credential),
        Held::Presentation(..) => Err(Unreadable::OtherFormat("a presentation where a credential belongs")),
    }
}

/// What the compact token `text` holds.
///
/// # Errors
/// As [`read`].
pub(crate) fn open(text: &str, limits: JsonLimits) -> Result<Held, Unreadable> {
    // Headers, payloads and disclosures are JSON; the third part of a JWT, its signature, is not. What is not base64url
    // is refused below.
    let parts = text.split('~').flat_map(|part| part.split('.').take(2)).filter(|part| !part.is_empty());
    json::check_all(parts.filter_map(|part| URL_SAFE_NO_PAD.decode(part).ok()), limits)?;
    let token = UnverifiedToken::decode(text)?;
    of_a_known_kind(&token)?;
    let members = token.unverified_credential()?;
    json::check_depth(&members, limits)?;
    if token.is_presentation() {
        return Ok(Held::Presentation(members, Box::new(token)));
    }
    UnverifiedCredential::in_token(members, token).map(Held::Credential)
}

/// Whether `token` is about a credential at all. JWTs serve many ends, and one of another kind is no bad credential.
fn of_a_known_kind(token: &UnverifiedToken) -> Result<(), Unreadable> {
    let payload = token.jws().unverified_payload();
    let names = |name: &&str| payload.contains_key(*name);
    match token {
        UnverifiedToken::Jwt(_) if payload.contains_key("vp") => {
            Err(Unreadable::OtherFormat("a presentation of data model 1.1 signed as a JWT"))
        }
        UnverifiedToken::Jwt(jwt) if !jwt.form().is_presentation() => {
            let known = ["vc", "credentialSubject", "@context"].iter().any(names);
            if known { Ok(()) } else { Err(Unreadable::NotACredential("a JWT about something else".to_owned())) }
        }
        UnverifiedToken::Selective(_) if payload.contains_key("vct") && !payload.contains_key("@context") => {
            Err(Unreadable::OtherFormat("a credential as SD-JWT VC in its former form “vc+sd-jwt”"))
        }
        _ => Ok(()),
    }
}

/// `bytes` as text, when they look like a compact token: three parts of base64url with dots, the first of them a JSON
/// object; disclosures and a key binding JWT may follow, each behind a `~`.
pub(crate) fn compact(bytes: &[u8]) -> Option<&str> {
    let jws = bytes.split(|byte| *byte == b'~').next().unwrap_or_default();
    let is_part = |part: &[u8]| part.iter().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
    let looks = jws.starts_with(b"ey")
        && jws.split(|byte| *byte == b'.').count() == 3
        && jws.split(|byte| *byte == b'.').all(is_part);
    std::str::from_utf8(bytes).ok().filter(|_| looks)
}

/// The compact token that `value` is or envelopes, if it is one.
///
/// # Errors
/// [`Unreadable::OtherFormat`] for an envelope around something else.
pub(crate) fn inside(value: &Value) -> Result<Option<&str>, Unreadable> {
    if let Some(text) = value.as_str().and_then(|text| compact(text.as_bytes())) {
        return Ok(Some(text));
    }
    if !each(value.get("type")).iter().any(|kind| kind == "EnvelopedVerifiableCredential") {
        return Ok(None);
    }
    let text = enveloped::open(value).and_then(|(_, text)| compact(text.as_bytes()));
    text.map(Some).ok_or(Unreadable::OtherFormat("an enveloped credential of another kind than a JWT or SD-JWT"))
}

/// The members of the credential among `claims`, held against the others.
fn credential_in(claims: Map<String, Value>) -> Result<Map<String, Value>, TokenRefusal> {
    for (claim, member) in [("iss", "issuer"), ("sub", "credentialSubject"), ("jti", "id")] {
        let said = claims.get(member).map(|value| value.get("id").unwrap_or(value)).filter(|said| said.is_string());
        match (claims.get(claim), said) {
            (Some(claimed), Some(said)) if claimed != said => {
                return Err(CredentialJwtError::Contradiction { claim, member }.into());
            }
            _ => {}
        }
    }
    let mut members = claims;
    members.retain(|name, _| !SD_JWT_CLAIMS.contains(&name.as_str()));
    Ok(members)
}
