//! Credentials and presentations as JWTs: signed, read, and held against their claims.

mod error;

use model::time::Time;
use serde_json::{Map, Value, json};

pub use error::CredentialJwtError;

use super::document::{self, Pair, pairs};
use super::forms::{Form, Place, Rules};
use super::{Algorithm, JoseError, UnverifiedJws, claims, enveloped};
use crate::jwk;
use crate::keys::{PublicKey, Signer};

/// Claims that belong to the JWT and not to the credential, where the credential is the payload. What else is there is
/// the credential's.
const JWT_CLAIMS: [&str; 9] = ["iss", "sub", "aud", "exp", "nbf", "iat", "jti", "cnf", "nonce"];

/// A JWT that holds a credential or presentation and is in the form of one, whose signature nobody has checked.
#[derive(Debug, Clone, PartialEq)]
pub struct UnverifiedCredentialJwt {
    form: Form,
    jws: UnverifiedJws,
}

impl UnverifiedCredentialJwt {
    /// Reads a compact JWT of at most `longest` bytes, and finds out its form.
    ///
    /// # Errors
    /// [`CredentialJwtError`] when it is not a strict JWT, or its header is not one of the form.
    pub fn decode(compact: &str, longest: usize) -> Result<Self, CredentialJwtError> {
        let jws = UnverifiedJws::decode(compact, longest)?;
        let form = Form::of(&jws)?;
        form.check_header(&jws)?;
        Ok(Self { form, jws })
    }

    /// The form.
    pub const fn form(&self) -> Form {
        self.form
    }

    /// The JWT: its header says which key to look for.
    pub const fn jws(&self) -> &UnverifiedJws {
        &self.jws
    }

    /// The issuer or holder, as the sender claims: whose keys to look among.
    pub fn unverified_author(&self) -> Option<&str> {
        let payload = self.jws.unverified_payload();
        let document = match self.form.rules().place {
            Place::Claim => payload.get("vc").and_then(Value::as_object)?,
            Place::Whole => payload,
        };
        payload.get("iss").and_then(Value::as_str).or_else(|| document::author(document))
    }

    /// The credential as the sender claims it, held against its claims: something to look at before the key is known.
    ///
    /// # Errors
    /// As [`Self::verify_incomplete`], but for what depends on the key.
    pub fn unverified_document(&self) -> Result<Map<String, Value>, CredentialJwtError> {
        read(self.form, self.jws.unverified_payload()).map(|read| read.document)
    }

    /// The credential, once `key` is found to have signed it and its claims to say the same as its members. Whether the
    /// key is the issuer's is for the caller to know: a `jwk` in the header proves nothing of that.
    ///
    /// # Errors
    /// [`CredentialJwtError`] says which rule is broken.
    pub fn verify(&self, key: &PublicKey) -> Result<CredentialJwt, CredentialJwtError> {
        complete(self.verify_incomplete(key)?)
    }

    /// As [`Self::verify`], where claims that the form asks for may be missing if the credential says the same.
    ///
    /// # Errors
    /// [`CredentialJwtError`] says which rule is broken.
    pub fn verify_incomplete(&self, key: &PublicKey) -> Result<CredentialJwt, CredentialJwtError> {
        let payload = self.jws.verify(key)?;
        check_key_name(self.form, self.jws.header(), key, payload)?;
        read(self.form, payload)
    }
}

/// A credential or presentation that its key is found to have signed.
#[derive(Debug, Clone, PartialEq)]
pub struct CredentialJwt {
    /// The form it came in.
    pub form: Form,
    /// The credential or presentation, without what belongs to the JWT.
    pub document: Map<String, Value>,
    /// `nbf`: from when on the JWT holds.
    pub not_before: Option<Time>,
    /// `exp`: until when.
    pub expires: Option<Time>,
    /// Claims that the form asks for and that are not there.
    pub missing: Vec<&'static str>,
}

impl CredentialJwt {
    /// The id of the issuer, or of a presentation's holder: whose the key must be.
    pub fn author(&self) -> Option<&str> {
        document::author(&self.document)
    }
}

/// Signs `document` in `form`. `header` holds what names the key (`kid`, `jwk`, `x5c`); the rest is set here.
///
/// # Errors
/// [`CredentialJwtError`] when the document is not one that the form carries, or the key has an algorithm that it is not
/// signed with.
pub fn sign(
    form: Form,
    header: &Map<String, Value>,
    document: &Map<String, Value>,
    key: &dyn Signer,
) -> Result<String, CredentialJwtError> {
    let rules = form.rules();
    let algorithm = Algorithm::of(&key.public());
    if form.is_selective() || !algorithm.is_some_and(|algorithm| rules.signs.contains(&algorithm)) {
        let alg = algorithm.map_or("BBS", Algorithm::name);
        return Err(CredentialJwtError::NotSignedWith { form: rules.name, alg });
    }
    let compact = super::sign(&written_header(&rules, header), &written(form, document)?, key)?;
    UnverifiedCredentialJwt::decode(&compact, compact.len())?.verify(&key.public())?;
    Ok(compact)
}

/// Whether `document` is one that `form` carries. Nothing is signed; so nothing need be promised that cannot be.
///
/// # Errors
/// As [`sign`], but for what depends on the key.
pub fn check(form: Form, document: &Map<String, Value>) -> Result<(), CredentialJwtError> {
    written(form, document).map(drop)
}

/// `header` with the form's `typ` and `cty`.
pub(crate) fn written_header(rules: &Rules, header: &Map<String, Value>) -> Map<String, Value> {
    let mut header = header.clone();
    header.insert("typ".into(), json!(rules.typ));
    if let Some(cty) = rules.cty {
        header.insert("cty".into(), json!(cty));
    }
    header
}

/// The payload of `document` in `form`.
pub(crate) fn written(form: Form, document: &Map<String, Value>) -> Result<Map<String, Value>, CredentialJwtError> {
    let rules = form.rules();
    document::check_model(document, &rules)?;
    let mut payload = Map::new();
    if matches!(form, Form::JwtVcJson | Form::VcJwt) {
        for pair in pairs(form) {
            if let Some(value) = pair.of(document)? {
                payload.insert(pair.claim.into(), value);
            }
        }
    }
    match rules.place {
        Place::Claim => drop(payload.insert("vc".into(), json!(document))),
        Place::Whole => {
            if let Some(name) = JWT_CLAIMS.into_iter().find(|name| document.contains_key(*name)) {
                return Err(CredentialJwtError::ClaimForbidden { name });
            }
            let mut whole = document.clone();
            whole.extend(payload);
            payload = whole;
        }
    }
    complete(read(form, &payload)?)?;
    Ok(payload)
}

/// `read`, if no claim is missing.
fn complete(read: CredentialJwt) -> Result<CredentialJwt, CredentialJwtError> {
    match read.missing.first() {
        Some(name) => Err(JoseError::Claim { name }.into()),
        None => Ok(read),
    }
}

/// The document in `payload`, held against the claims beside it.
pub(crate) fn read(form: Form, payload: &Map<String, Value>) -> Result<CredentialJwt, CredentialJwtError> {
    let rules = form.rules();
    let mut document = match rules.place {
        Place::Claim => match payload.get("vc") {
            Some(Value::Object(document)) => document.clone(),
            _ => return Err(JoseError::Claim { name: "vc" }.into()),
        },
        Place::Whole => payload.clone(),
    };
    if let Some(name) = ["vc", "vp"].into_iter().find(|name| document.contains_key(*name)) {
        return Err(CredentialJwtError::ClaimForbidden { name });
    }
    if rules.place == Place::Whole {
        document.retain(|name, _| !JWT_CLAIMS.contains(&name.as_str()));
    }
    document::check_model(&document, &rules)?;
    let mut missing = Vec::new();
    if form.is_presentation() {
        compare_holder(payload, &document)?;
        enveloped::check_presentation(&document)?;
    } else {
        for pair in pairs(form) {
            compare(form, &pair, payload, &mut document)?;
        }
        let required = pairs(form).into_iter().filter(|pair| is_required(form, pair)).map(|pair| pair.claim);
        missing.extend(required.filter(|claim| !payload.contains_key(*claim)));
    }
    Ok(CredentialJwt {
        form,
        document,
        not_before: claims::date(payload, "nbf")?,
        expires: claims::date(payload, "exp")?,
        missing,
    })
}

/// Whether the form's specification asks for the claim of each credential: VCDM 1.1 needs to know the issuer's key, and
/// OB 3.0 §8.2.6 asks for all but `exp`.
const fn is_required(form: Form, pair: &Pair) -> bool {
    match form {
        Form::JwtVcJson => matches!(pair.claim.as_bytes(), b"iss"),
        Form::VcJwt => !matches!(pair.claim.as_bytes(), b"exp"),
        _ => false,
    }
}

/// Compares a claim with what the credential says, and puts it into a credential that says nothing. In VC-JOSE-COSE the
/// dates of the JWT are the signature's, not the credential's (§3.1.3).
fn compare(
    form: Form,
    pair: &Pair,
    payload: &Map<String, Value>,
    document: &mut Map<String, Value>,
) -> Result<(), CredentialJwtError> {
    let joined = matches!(form, Form::JwtVcJson | Form::VcJwt);
    let is_date = pair.is_date();
    if is_date && !joined {
        return Ok(());
    }
    let claim = if is_date {
        claims::date(payload, pair.claim)?.map(|at| json!(at.unix()))
    } else {
        claims::text(payload, pair.claim)?.map(|text| json!(text))
    };
    match (claim, pair.of(document)?) {
        (Some(claim), Some(member)) if claim != member => Err(pair.contradiction()),
        (Some(claim), None) if joined => pair.put(document, &claim),
        _ => Ok(()),
    }
}

/// `iss` of a presentation is its holder.
fn compare_holder(payload: &Map<String, Value>, document: &Map<String, Value>) -> Result<(), CredentialJwtError> {
    match (claims::text(payload, "iss")?, document::author(document)) {
        (Some(claim), Some(holder)) if claim != holder => {
            Err(CredentialJwtError::Contradiction { claim: "iss", member: "holder" })
        }
        _ => Ok(()),
    }
}

/// How the header names the key: OB 3.0 §8.2.3 asks for `kid` or `jwk`; VC-JOSE-COSE §3.3.2 for an absolute `kid` where
/// nothing else ties the key to the issuer. A `jwk` must be the very key that the signature was checked with.
pub(crate) fn check_key_name(
    form: Form,
    header: &Map<String, Value>,
    key: &PublicKey,
    payload: &Map<String, Value>,
) -> Result<(), CredentialJwtError> {
    let kid = match header.get("kid") {
        None => None,
        Some(Value::String(kid)) => Some(kid.as_str()),
        Some(_) => return Err(JoseError::Header { name: "kid" }.into()),
    };
    if let Some(jwk) = header.get("jwk") {
        let named = jwk::decode(jwk).map_err(|_| JoseError::Header { name: "jwk" })?;
        if named != *key {
            return Err(CredentialJwtError::OtherKey);
        }
    }
    let named = kid.is_some() || header.contains_key("jwk");
    match form {
        Form::VcJwt if !named => Err(JoseError::Header { name: "kid" }.into()),
        Form::VcJose | Form::VpJose | Form::VcSdJwt | Form::VpSdJwt if !payload.contains_key("iss") => {
            let author = document::author(payload).unwrap_or_default();
            let absolute = kid.is_some_and(|kid| kid.contains(':'));
            if author.contains(':') && !absolute { Err(JoseError::Header { name: "kid" }.into()) } else { Ok(()) }
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests;
