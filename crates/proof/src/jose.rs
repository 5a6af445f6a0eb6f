//! Compact JWS with a JSON object as payload (RFC 7515, RFC 7519), read strictly.
//!
//! The key decides the algorithm: a header can only agree with it or be refused (RFC 8725 §3.1).

pub mod claims;
pub mod credential;
mod document;
pub mod enveloped;
pub mod forms;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Map, Value, json};

use crate::excerpt::excerpt;
use crate::keys::{KeyKind, PublicKey, SignError, Signer};
use crate::strict_json::{self, StrictJsonError};

/// The most bytes of a header; an `x5c` chain fits.
const LONGEST_HEADER: usize = 16 * 1024;

/// An algorithm this project checks signatures with (RFC 7518 §3.4, RFC 8037 §3.1, RFC 9864 §2.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Algorithm {
    /// `EdDSA` or `Ed25519`, with an Ed25519 key.
    EdDsa,
    /// `ES256`, with a P-256 key.
    Es256,
    /// `ES384`, with a P-384 key.
    Es384,
    /// `RS256`, with an RSA key.
    Rs256,
}

impl Algorithm {
    /// The name used here: `EdDSA`, `ES256`, `ES384` or `RS256`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::EdDsa => "EdDSA",
            Self::Es256 => "ES256",
            Self::Es384 => "ES384",
            Self::Rs256 => "RS256",
        }
    }

    fn from_name(name: &str) -> Result<Self, JoseError> {
        match name {
            "EdDSA" | "Ed25519" => Ok(Self::EdDsa),
            "ES256" => Ok(Self::Es256),
            "ES384" => Ok(Self::Es384),
            "RS256" => Ok(Self::Rs256),
            _ if name.eq_ignore_ascii_case("none") => Err(JoseError::Unsigned),
            "HS256" | "HS384" | "HS512" => Err(JoseError::Symmetric),
            _ => Err(JoseError::UnsupportedAlgorithm { alg: excerpt(name) }),
        }
    }

    /// Bytes of its signatures; those of RSA are as long as the key's modulus.
    const fn signature_lengths(self) -> std::ops::RangeInclusive<usize> {
        match self {
            Self::EdDsa | Self::Es256 => 64..=64,
            Self::Es384 => 96..=96,
            Self::Rs256 => 256..=512,
        }
    }

    /// The algorithm that `key` is for; none for a key that does not sign bytes.
    pub const fn of(key: &PublicKey) -> Option<Self> {
        match key.kind() {
            KeyKind::Ed25519 => Some(Self::EdDsa),
            KeyKind::P256 => Some(Self::Es256),
            KeyKind::P384 => Some(Self::Es384),
            KeyKind::Rsa => Some(Self::Rs256),
            KeyKind::Bls12381 => None,
        }
    }
}

/// A JWS whose form is right and whose signature nobody has checked.
#[derive(Debug, Clone, PartialEq)]
pub struct UnverifiedJws {
    algorithm: Algorithm,
    header: Map<String, Value>,
    payload: Map<String, Value>,
    signing_input: String,
    signature: Vec<u8>,
}

impl UnverifiedJws {
    /// Reads a compact JWS of at most `longest` bytes.
    ///
    /// # Errors
    /// [`JoseError`] when it is too long, not three parts of base64url, a part is not a JSON object with one reading, it
    /// is not signed, or it asks for an algorithm or an extension that is not known here.
    pub fn decode(compact: &str, longest: usize) -> Result<Self, JoseError> {
        if compact.len() > longest {
            return Err(JoseError::TooLong { longest });
        }
        let mut parts = compact.split('.');
        let (Some(header), Some(payload), Some(signature), None) =
            (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(JoseError::Parts { found: compact.split('.').count() });
        };
        let header_object = object("header", header, LONGEST_HEADER)?;
        let algorithm = check_header(&header_object)?;
        let signature = base64url("signature", signature)?;
        if !algorithm.signature_lengths().contains(&signature.len()) {
            return Err(JoseError::Malformed { part: "signature" });
        }
        Ok(Self {
            algorithm,
            payload: object("payload", payload, longest)?,
            header: header_object,
            signing_input: compact.get(..header.len() + 1 + payload.len()).unwrap_or_default().to_owned(),
            signature,
        })
    }

    /// The algorithm that the header names.
    pub const fn algorithm(&self) -> Algorithm {
        self.algorithm
    }

    /// The header: it says which key to look for, nothing more.
    pub const fn header(&self) -> &Map<String, Value> {
        &self.header
    }

    /// A text member of the header.
    ///
    /// # Errors
    /// [`JoseError::Header`] when it is there and not text.
    pub fn header_text(&self, name: &'static str) -> Result<Option<&str>, JoseError> {
        match self.header.get(name) {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(text)),
            Some(_) => Err(JoseError::Header { name }),
        }
    }

    /// Whether the header's `typ` is `expected` (RFC 7515 §4.1.9: `application/` may be left out, case does not count).
    /// A token made for one use must not serve another (RFC 8725 §3.11).
    ///
    /// # Errors
    /// [`JoseError::Typ`] when there is none, or another.
    pub fn expect_typ(&self, expected: &'static str) -> Result<(), JoseError> {
        let found = self.header_text("typ")?.unwrap_or_default();
        if same_media_type(found, expected) { Ok(()) } else { Err(JoseError::Typ { expected, found: excerpt(found) }) }
    }

    /// The payload as the sender claims it: enough to find out whose key to check it with.
    pub const fn unverified_payload(&self) -> &Map<String, Value> {
        &self.payload
    }

    /// The payload, once `key` has been found to have signed it.
    ///
    /// # Errors
    /// [`JoseError::KeyMismatch`] when the header names another algorithm than the key's, [`JoseError::BadSignature`]
    /// when the signature is not the key's.
    pub fn verify(&self, key: &PublicKey) -> Result<&Map<String, Value>, JoseError> {
        if Algorithm::of(key) != Some(self.algorithm) {
            return Err(JoseError::KeyMismatch { alg: self.algorithm.name(), kind: key.kind() });
        }
        key.verify(self.signing_input.as_bytes(), &self.signature).map_err(|_| JoseError::BadSignature)?;
        Ok(&self.payload)
    }
}

/// Signs `payload` under `header`, to which `alg` is added first. The signature is checked before it is returned.
///
/// # Errors
/// [`JoseError`] when the result is not one that [`UnverifiedJws::decode`] reads and `key` verifies, such as a header
/// with `crit`.
pub fn sign(header: &Map<String, Value>, payload: &Map<String, Value>, key: &dyn Signer) -> Result<String, JoseError> {
    let mut with_alg = Map::new();
    let public = key.public();
    let algorithm = Algorithm::of(&public).ok_or_else(|| SignError::new(public.kind(), "no JWS is signed with it"))?;
    with_alg.insert("alg".into(), json!(algorithm.name()));
    with_alg
        .extend(header.iter().filter(|(name, _)| *name != "alg").map(|(name, value)| (name.clone(), value.clone())));
    let encode = |object: &Map<String, Value>| URL_SAFE_NO_PAD.encode(json!(object).to_string());
    let signing_input = format!("{}.{}", encode(&with_alg), encode(payload));
    let signature = URL_SAFE_NO_PAD.encode(key.sign(signing_input.as_bytes())?);
    let compact = format!("{signing_input}.{signature}");
    UnverifiedJws::decode(&compact, compact.len())?.verify(&key.public())?;
    Ok(compact)
}

/// Whether `found` names the media type `application/{expected}`.
fn same_media_type(found: &str, expected: &str) -> bool {
    let found = found.to_ascii_lowercase();
    found.strip_prefix("application/").unwrap_or(&found) == expected
}

fn base64url(part: &'static str, text: &str) -> Result<Vec<u8>, JoseError> {
    URL_SAFE_NO_PAD.decode(text).map_err(|_| JoseError::Malformed { part })
}

fn object(part: &'static str, text: &str, longest: usize) -> Result<Map<String, Value>, JoseError> {
    match strict_json::parse(&base64url(part, text)?, longest) {
        Ok(Value::Object(object)) => Ok(object),
        Ok(_) => Err(JoseError::NotAnObject { part }),
        Err(fault) => Err(JoseError::NotJson { part, fault }),
    }
}

/// `crit` names extensions that must be understood (RFC 7515 §4.1.11); none is here, so its presence is a refusal.
/// `b64` (RFC 7797) changes what is signed, and `zip` and `enc` belong to encryption.
fn check_header(header: &Map<String, Value>) -> Result<Algorithm, JoseError> {
    if let Some(name) = ["crit", "b64", "zip", "enc"].into_iter().find(|name| header.contains_key(*name)) {
        return Err(JoseError::Extension { name });
    }
    match header.get("alg") {
        Some(Value::String(name)) => Algorithm::from_name(name),
        _ => Err(JoseError::Header { name: "alg" }),
    }
}

/// A JWS that is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum JoseError {
    /// Longer than allowed; nothing was read.
    #[error("the JWT is longer than {longest} bytes")]
    TooLong {
        /// The most bytes allowed.
        longest: usize,
    },
    /// Not a compact JWS.
    #[error("expected a compact JWS of three parts, found {found} (five would be an encrypted JWT)")]
    Parts {
        /// How many parts there are.
        found: usize,
    },
    /// A part is not base64url without padding, or the signature has a length that its algorithm does not give.
    #[error("the JWT's {part} is not base64url without padding, or has a wrong length")]
    Malformed {
        /// `header`, `payload` or `signature`.
        part: &'static str,
    },
    /// A part is not JSON with one reading.
    #[error("the JWT's {part}: {fault}")]
    NotJson {
        /// `header` or `payload`.
        part: &'static str,
        /// What is wrong with it.
        fault: StrictJsonError,
    },
    /// A part is JSON, but no object.
    #[error("the JWT's {part} is not a JSON object")]
    NotAnObject {
        /// `header` or `payload`.
        part: &'static str,
    },
    /// A header member is missing or of the wrong type.
    #[error("the JWT header's '{name}' is missing or malformed")]
    Header {
        /// The member.
        name: &'static str,
    },
    /// The token was made for another use.
    #[error("expected a JWT header with 'typ' {expected}, found '{found}'")]
    Typ {
        /// What would have been right.
        expected: &'static str,
        /// What was there, shortened; empty for nothing.
        found: String,
    },
    /// The payload is of another media type.
    #[error("expected a JWT header with 'cty' {expected} or none, found '{found}'")]
    Cty {
        /// What would have been right.
        expected: &'static str,
        /// What was there, shortened.
        found: String,
    },
    /// The header has a member that the form forbids.
    #[error("the JWT header's '{name}' is not allowed in this form")]
    HeaderForbidden {
        /// The member, shortened.
        name: String,
    },
    /// A claim is missing or of the wrong type.
    #[error("the JWT's claim '{name}' is missing or malformed")]
    Claim {
        /// The claim.
        name: &'static str,
    },
    /// `alg` is `none`.
    #[error("the JWT is not signed (alg none)")]
    Unsigned,
    /// `alg` is symmetric: whoever can check it can make it.
    #[error("the JWT has a symmetric algorithm, which proves nothing here: use EdDSA, ES256, ES384 or RS256")]
    Symmetric,
    /// An algorithm that is not checked here.
    #[error("expected a JWT signed with EdDSA, ES256, ES384 or RS256, found '{alg}'")]
    UnsupportedAlgorithm {
        /// The algorithm, shortened.
        alg: String,
    },
    /// A header member that asks for processing that is not done here.
    #[error("the JWT header's '{name}' is not supported")]
    Extension {
        /// The member.
        name: &'static str,
    },
    /// The algorithm is not the key's.
    #[error("the JWT is signed with {alg}, which is not the algorithm of the {kind} key")]
    KeyMismatch {
        /// The header's algorithm.
        alg: &'static str,
        /// The key's kind.
        kind: KeyKind,
    },
    /// The key did not sign.
    #[error(transparent)]
    Key(#[from] SignError),
    /// The signature is not the key's.
    #[error("the JWT's signature does not fit the key")]
    BadSignature,
}

#[cfg(test)]
mod tests;
