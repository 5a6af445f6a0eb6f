//! `did:key` and `did:jwk`: identifiers that are the key themselves, resolved without any network.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use model::time::Time;

use crate::data_integrity::Purpose;
use crate::excerpt::excerpt;
use crate::jwk::{self, JwkError};
use crate::keys::{InvalidKey, PublicKey};
use crate::multikey::{self, MultikeyError};
use crate::strict_json::{self, StrictJsonError};

/// The longest DID URL that is looked at.
const LONGEST: usize = 2048;

/// A key with the id it is known by, who controls it, and what it may be used for (Controlled Identifiers 1.0 §2.2).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerificationMethod {
    /// The method's id, an absolute DID URL or URL.
    pub id: String,
    /// Who controls the key. A credential's issuer must be this.
    pub controller: String,
    /// The key.
    pub key: PublicKey,
    /// The purposes its document lists it for.
    pub purposes: Vec<Purpose>,
    /// From when on it must not be used, when its document says so (`expires` or `revoked`, whichever is earlier).
    pub ends: Option<Time>,
}

/// The `did:key` of a key.
pub fn did_key(key: &PublicKey) -> String {
    format!("did:key:{}", multikey::encode(key))
}

/// The one verification method of a `did:key`.
pub fn did_key_method(key: &PublicKey) -> String {
    let name = multikey::encode(key);
    format!("did:key:{name}#{name}")
}

/// The `did:jwk` of a key, from the JWK members its thumbprint is made of.
pub fn did_jwk(key: &PublicKey) -> String {
    format!("did:jwk:{}", URL_SAFE_NO_PAD.encode(jwk::encode(key).to_string()))
}

/// The one verification method of a `did:jwk`.
pub fn did_jwk_method(key: &PublicKey) -> String {
    format!("{}#0", did_jwk(key))
}

/// The DID in a DID URL: what stands before a path, query or fragment.
pub fn did_of(did_url: &str) -> &str {
    did_url.split(['/', '?', '#']).next().unwrap_or(did_url)
}

/// The verification method that a `did:key` or `did:jwk` URL names.
///
/// The fragment must be the method's (`#z6Mk…` again, or `#0`). Both kinds of DID have one signing key, and it serves
/// every purpose.
///
/// # Errors
/// [`DidError`] when the DID URL is malformed, of another method, or names no method of its DID.
pub fn resolve_offline(did_url: &str) -> Result<VerificationMethod, DidError> {
    if did_url.len() > LONGEST {
        return Err(DidError::TooLong);
    }
    let (did, fragment) = did_url.split_once('#').ok_or(DidError::NoFragment)?;
    let (key, expected) = match did.strip_prefix("did:").and_then(|rest| rest.split_once(':')) {
        Some(("key", name)) => (multikey::decode(name)?, name),
        Some(("jwk", encoded)) => (decode_did_jwk(encoded)?, "0"),
        Some((method, _)) => return Err(DidError::OtherMethod { method: excerpt(method) }),
        None => return Err(DidError::NotADid),
    };
    if fragment != expected {
        return Err(DidError::NoSuchMethod { did: excerpt(did) });
    }
    Ok(VerificationMethod {
        id: did_url.to_owned(),
        controller: did.to_owned(),
        key,
        purposes: Purpose::ALL.to_vec(),
        ends: None,
    })
}

/// As [`resolve_offline`], where a DID alone also stands for its one key.
///
/// # Errors
/// As [`resolve_offline`].
pub fn resolve_offline_or_only(did_or_url: &str) -> Result<VerificationMethod, DidError> {
    if did_or_url.contains('#') {
        return resolve_offline(did_or_url);
    }
    match did_or_url.strip_prefix("did:key:") {
        Some(name) => resolve_offline(&format!("{did_or_url}#{name}")),
        None => resolve_offline(&format!("{did_or_url}#0")),
    }
}

fn decode_did_jwk(encoded: &str) -> Result<PublicKey, DidError> {
    let text = URL_SAFE_NO_PAD.decode(encoded).map_err(|_| DidError::NotBase64Url)?;
    Ok(jwk::decode(&strict_json::parse(&text, LONGEST)?)?)
}

/// A DID or DID document that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DidError {
    /// Longer than any DID URL this project reads.
    #[error("a DID URL longer than 2048 bytes")]
    TooLong,
    /// Not a DID.
    #[error("expected a DID such as did:key:z6Mk...")]
    NotADid,
    /// A DID where a DID URL with a fragment is needed.
    #[error("expected a DID URL that names a key, with a fragment such as #z6Mk... or #0")]
    NoFragment,
    /// Another method than the offline ones.
    #[error("expected did:key or did:jwk, found the method '{method}'")]
    OtherMethod {
        /// The method's name, shortened.
        method: String,
    },
    /// The fragment names no key of the DID.
    #[error("'{did}' has no such verification method")]
    NoSuchMethod {
        /// The DID, shortened.
        did: String,
    },
    /// `did:jwk` with something else behind it than base64url.
    #[error("expected base64url without padding behind did:jwk:")]
    NotBase64Url,
    /// `did:jwk` with something else in it than JSON.
    #[error("the JWK of a did:jwk: {0}")]
    NotJson(#[from] StrictJsonError),
    /// A JWK that is no usable public key.
    #[error(transparent)]
    Jwk(#[from] JwkError),
    /// A Multikey that is no usable public key.
    #[error(transparent)]
    Multikey(#[from] MultikeyError),
    /// A DID document that is not one.
    #[error("a DID document with a malformed '{member}'")]
    Document {
        /// The member.
        member: &'static str,
    },
    /// A DID document about another DID than asked for.
    #[error("expected the DID document of '{expected}', found that of '{found}'")]
    OtherDocument {
        /// The DID asked for, shortened.
        expected: String,
        /// The document's own id, shortened.
        found: String,
    },
    /// A `did:web` that cannot be made into a URL.
    #[error("a did:web with {0}")]
    Web(&'static str),
}

impl From<InvalidKey> for DidError {
    fn from(error: InvalidKey) -> Self {
        Self::Multikey(error.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keys::SigningKey;

    const ED25519: &str = "z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2";
    const P256: &str = "zDnaepBuvsQ8cpsWrVKw8fbpGpvPeNSjVPTWoq6cRqaYzBKVP";
    const P384: &str = "z82LkvCwHNreneWpsgPEbV3gu1C6NFJEBg4srfJ5gdxEsMGRJUz2sG9FE42shbn2xkZJh54";

    #[test]
    fn did_key_and_did_jwk_resolve_to_the_key_they_were_made_of() {
        for name in [ED25519, P256, P384] {
            let key = multikey::decode(name).unwrap();
            assert_eq!(did_key(&key), format!("did:key:{name}"));
            for url in [did_key_method(&key), did_jwk_method(&key)] {
                let method = resolve_offline(&url).unwrap();
                assert_eq!((&method.key, method.controller.as_str()), (&key, did_of(&url)));
                assert_eq!((method.id.as_str(), method.purposes), (url.as_str(), Purpose::ALL.to_vec()));
                assert_eq!(resolve_offline_or_only(did_of(&url)).unwrap(), resolve_offline(&url).unwrap());
            }
        }
    }

    #[test]
    fn an_rsa_key_is_a_did_too() {
        let key = crate::made_in_test::a_key(crate::keys::KeyKind::Rsa, 1).public();
        for url in [did_key_method(&key), did_jwk_method(&key)] {
            assert_eq!(resolve_offline(&url).unwrap().key, key);
        }
    }

    /// The P-256 example of the did:jwk specification.
    #[test]
    fn the_specification_s_did_jwk() {
        let did = "did:jwk:eyJjcnYiOiJQLTI1NiIsImt0eSI6IkVDIiwieCI6ImFjYklRaXVNczNpOF91c3pFakoydHBUdFJNNEVVM3l6OTFQSDZDZEgyVjAiLCJ5IjoiX0tjeUxqOXZXTXB0bm1LdG00NkdxRHo4d2Y3NEk1TEtncmwyR3pIM25TRSJ9";
        let method = resolve_offline(&format!("{did}#0")).unwrap();
        assert_eq!(method.controller, did);
        assert_eq!(did_jwk(&method.key), did);
    }

    #[test]
    fn every_refusal() {
        let jwk = |text: &str| resolve_offline(&format!("did:jwk:{}#0", URL_SAFE_NO_PAD.encode(text)));
        assert_eq!(resolve_offline(&format!("did:key:{ED25519}")), Err(DidError::NoFragment));
        assert!(matches!(resolve_offline(&format!("did:key:{ED25519}#{P256}")), Err(DidError::NoSuchMethod { .. })));
        assert!(matches!(resolve_offline(&format!("did:key:{ED25519}#0")), Err(DidError::NoSuchMethod { .. })));
        assert!(matches!(resolve_offline(&format!("did:key:{ED25519}?a#{ED25519}")), Err(DidError::Multikey(_))));
        assert_eq!(resolve_offline("did:web:a#b"), Err(DidError::OtherMethod { method: "web".into() }));
        assert_eq!(resolve_offline("https://a.example/#b"), Err(DidError::NotADid));
        assert_eq!(resolve_offline(&format!("did:jwk:{}#0", "A".repeat(3000))), Err(DidError::TooLong));
        assert_eq!(resolve_offline("did:jwk:e30=#0"), Err(DidError::NotBase64Url));
        assert!(matches!(jwk("{"), Err(DidError::NotJson(_))));
        assert!(matches!(jwk(r#"{"kty":"OKP","kty":"OKP"}"#), Err(DidError::NotJson(_))));
        let private = r#"{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo","d":"AA"}"#;
        assert_eq!(jwk(private), Err(JwkError::Private { name: "d" }.into()));
        assert!(matches!(resolve_offline_or_only("did:web:a"), Err(DidError::OtherMethod { .. })));
        assert!(matches!(resolve_offline_or_only("key-1"), Err(DidError::NotADid)));
    }

    #[test]
    fn the_did_of_a_did_url() {
        let key = SigningKey::from_seed(&[3; 32]).public();
        assert_eq!(did_of(&did_key_method(&key)), did_key(&key));
        assert_eq!(did_of("did:web:a.example:b?versionId=1#c"), "did:web:a.example:b");
        assert_eq!(did_of("did:web:a.example/p#c"), "did:web:a.example");
    }
}
