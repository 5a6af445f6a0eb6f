//! SD-JWTs in compact form, before and after the issuer's signature is checked.

use serde_json::{Map, Value};

use super::process::{self, Processed};
use super::{DIGESTS, Disclosure, ELEMENT, HashAlgorithm, SdJwtError};
use crate::jose::UnverifiedJws;
use crate::keys::PublicKey;

/// An SD-JWT, with or without a key binding JWT, whose form is right and whose signatures nobody has checked.
#[derive(Debug, Clone, PartialEq)]
pub struct UnverifiedSdJwt {
    jws: UnverifiedJws,
    disclosures: Vec<Disclosure>,
    /// Everything up to and with the last `~`: what `sd_hash` is taken over (RFC 9901 §4.3.1).
    text: String,
    key_binding: Option<UnverifiedJws>,
}

impl UnverifiedSdJwt {
    /// Reads an SD-JWT or SD-JWT+KB of at most `longest` bytes in all (§4).
    ///
    /// # Errors
    /// [`SdJwtError`] when it is too long, or the JWT, a disclosure or the key binding JWT is malformed.
    pub fn decode(compact: &str, longest: usize) -> Result<Self, SdJwtError> {
        if compact.len() > longest {
            return Err(SdJwtError::TooLong { longest });
        }
        let (before, key_binding) = compact.rsplit_once('~').ok_or(SdJwtError::NoTilde)?;
        let mut parts = before.split('~');
        let jws = UnverifiedJws::decode(parts.next().unwrap_or_default(), longest)?;
        Ok(Self {
            jws,
            disclosures: parts.map(Disclosure::decode).collect::<Result<_, _>>()?,
            text: format!("{before}~"),
            key_binding: match key_binding {
                "" => None,
                jwt => Some(UnverifiedJws::decode(jwt, longest)?),
            },
        })
    }

    /// The issuer's JWT: its header and its open claims say which key to look for.
    pub const fn jws(&self) -> &UnverifiedJws {
        &self.jws
    }

    /// The payload with all disclosures in their places, and these, as the sender claims them.
    pub(super) fn processed(&self) -> Result<Processed, SdJwtError> {
        process::process(self.jws.unverified_payload(), &self.disclosures)
    }

    /// Whether some digest stands for a claim that is not shown, or for nothing.
    pub fn has_undisclosed(&self) -> bool {
        let digests = digests_in(self.jws.unverified_payload().values())
            + self.jws.unverified_payload().get(DIGESTS).map_or(0, length);
        let disclosed = digests_in(self.disclosures.iter().map(Disclosure::value));
        digests + disclosed > self.disclosures.len()
    }

    /// Whether some digest at the top stands for a member that is not shown, or for nothing. Which member, only its issuer
    /// knows.
    ///
    /// # Errors
    /// [`SdJwtError`] when the disclosures do not belong to it.
    pub fn has_undisclosed_at_top(&self) -> Result<bool, SdJwtError> {
        let digests = self.jws.unverified_payload().get(DIGESTS).map_or(0, length);
        let shown = self.processed()?.places.iter().filter(|place| place.matches('/').count() == 1).count();
        Ok(digests > shown)
    }

    /// Whether a key binding JWT follows.
    pub const fn is_bound(&self) -> bool {
        self.key_binding.is_some()
    }

    /// The payload with all disclosures in place, once `key` is found to have signed it (§7.1). Times, issuer and key
    /// binding are still to be checked.
    ///
    /// # Errors
    /// [`SdJwtError`] says which rule is broken.
    pub fn verify(self, key: &PublicKey) -> Result<SdJwt, SdJwtError> {
        let payload = self.jws.verify(key)?;
        let algorithm = process::algorithm(payload)?;
        let Processed { payload, places } = process::process(payload, &self.disclosures)?;
        Ok(SdJwt {
            algorithm,
            payload,
            places,
            disclosures: self.disclosures,
            text: self.text,
            jws: self.jws,
            key_binding: self.key_binding,
        })
    }
}

/// Digests in `values`, however deep (§4.2.4).
fn digests_in<'a>(values: impl Iterator<Item = &'a Value>) -> usize {
    let mut waiting: Vec<&Value> = values.collect();
    let mut found = 0;
    while let Some(value) = waiting.pop() {
        match value {
            Value::Object(members) => {
                found += members.get(DIGESTS).map_or(0, length) + usize::from(members.contains_key(ELEMENT));
                waiting.extend(members.values());
            }
            Value::Array(items) => waiting.extend(items),
            _ => {}
        }
    }
    found
}

fn length(digests: &Value) -> usize {
    digests.as_array().map_or(0, Vec::len)
}

/// An SD-JWT that its issuer is found to have signed.
#[derive(Debug, Clone, PartialEq)]
pub struct SdJwt {
    pub(super) algorithm: HashAlgorithm,
    pub(super) payload: Map<String, Value>,
    pub(super) places: Vec<String>,
    pub(super) disclosures: Vec<Disclosure>,
    pub(super) text: String,
    jws: UnverifiedJws,
    pub(super) key_binding: Option<UnverifiedJws>,
}

impl SdJwt {
    /// The Processed SD-JWT Payload (§7.1): every claim that was shown, and nothing of how it was hidden.
    pub const fn payload(&self) -> &Map<String, Value> {
        &self.payload
    }

    /// The header of the issuer's JWT.
    pub const fn header(&self) -> &Map<String, Value> {
        self.jws.header()
    }

    /// The JSON Pointers of all claims that were hidden and are shown.
    pub fn disclosed(&self) -> impl Iterator<Item = &str> {
        self.places.iter().map(String::as_str)
    }

    /// The issuer's JWT, as it was sent.
    pub(super) fn issuer_jwt(&self) -> &str {
        self.text.split('~').next().unwrap_or_default()
    }
}
