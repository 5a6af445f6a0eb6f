//! Whose key is it? The issuer's, only if the issuer's own document says so.
//!
//! A key that controls itself proves nothing about an issuer: the method's DID must be the issuer's id, and its document
//! must list the method for assertions (VC Data Integrity 1.0 §5.9 and §5.10, Controlled Identifiers 1.0 §3.3).

mod certified;

use model::time::Time;
use proof::data_integrity::Purpose;
use proof::did::{VerificationMethod, did_of, resolve_offline_or_only};
use proof::did_document::DidDocument;
use proof::did_web::did_web_url;
use proof::jwk;
use proof::keys::PublicKey;
use proof::multikey;
use serde_json::{Map, Value};
use url::Url;

use super::examine::Pass;
use super::json;
use super::known::{Document, Need};
use super::report::{Check, CheckCode, Problem};
use super::words::quote;

/// The reason code of a key that belongs to somebody else than the issuer.
pub(crate) const FOREIGN: &str = "key_not_issuers";

/// A key, as far as it is known, and whether it is the issuer's.
pub(crate) struct KeyFinding {
    /// The key itself.
    pub(crate) public: Option<PublicKey>,
    /// Key row.
    pub(crate) check: Check,
}

impl KeyFinding {
    const fn without_key(check: Check) -> Self {
        Self { public: None, check }
    }
}

/// The key that `method` names, for a credential of `issuer`.
///
/// A document is fetched only when it is the issuer's own: a stranger's address in a proof is never opened.
pub(crate) fn find(method: &str, issuer: &str, pass: &mut Pass<'_>) -> KeyFinding {
    let did = did_of(method);
    if is_its_key(did) {
        return match resolve_offline_or_only(method) {
            Ok(method) => judge(&method, issuer, pass.policy.now),
            Err(error) => {
                KeyFinding::without_key(failed("malformed_key", &format!("The key it names cannot be read: {error}.")))
            }
        };
    }
    let owner = if method.starts_with("did:") { did } else { method.split('#').next().unwrap_or_default() };
    if owner != issuer {
        return KeyFinding::without_key(foreign(method));
    }
    if owner.starts_with("did:web:") { by_document(method, owner, pass) } else { elsewhere(method) }
}

/// The key of a token of `issuer`, by its header's `kid`, or by the `jwk` that was `brought` (Open Badges 3.0 §8.2.3), or by
/// the certificates in it (RFC 7515 §4.1.6).
///
/// A key that a token brings lets us check the text. It is the issuer's only if the issuer's id is that very key.
pub(crate) fn of_header(
    header: &Map<String, Value>,
    brought: Option<&Value>,
    issuer: &str,
    pass: &mut Pass<'_>,
) -> KeyFinding {
    let named = by_name(header, brought, issuer, pass);
    certified::weigh(header, named, pass.policy.now)
}

fn by_name(header: &Map<String, Value>, brought: Option<&Value>, issuer: &str, pass: &mut Pass<'_>) -> KeyFinding {
    let kid = header.get("kid").and_then(Value::as_str);
    match (kid, brought) {
        (Some(kid), _) if kid.starts_with("did:") => find(kid, issuer, pass),
        (Some(kid), None) if kid.contains(':') && !issuer.starts_with("did:") => elsewhere(kid),
        (Some(kid), None) if kid.contains(':') => KeyFinding::without_key(foreign(kid)),
        (_, Some(jwk)) => brings(jwk, issuer, pass),
        (kid, None) => of_issuer(kid, issuer, pass),
    }
}

fn brings(jwk: &Value, issuer: &str, pass: &mut Pass<'_>) -> KeyFinding {
    let public = match jwk::decode(jwk) {
        Ok(public) => public,
        Err(error) => {
            let sentence = format!("The key it brings cannot be read: {error}.");
            return KeyFinding::without_key(failed("malformed_key", &sentence));
        }
    };
    if is_its_key(issuer) {
        let own = find(issuer, issuer, pass);
        return if own.public.as_ref() == Some(&public) {
            own
        } else {
            KeyFinding { public: Some(public), check: foreign("the key it brings") }
        };
    }
    let sentence = "It brings its own key. That shows that nothing was changed, and nothing of who signed it.";
    KeyFinding { public: Some(public), check: could_not("key_brought", sentence) }
}

/// A name that means something only together with the issuer's.
fn of_issuer(kid: Option<&str>, issuer: &str, pass: &mut Pass<'_>) -> KeyFinding {
    match kid {
        Some(kid) if kid.starts_with('#') => find(&format!("{issuer}{kid}"), issuer, pass),
        _ if is_its_key(issuer) => find(issuer, issuer, pass),
        Some(kid) if issuer.starts_with("did:web:") => find(&format!("{issuer}#{kid}"), issuer, pass),
        Some(kid) => elsewhere(kid),
        None => {
            let sentence = "It does not say which of the issuer’s keys signed it.";
            KeyFinding::without_key(could_not("key_not_named", sentence))
        }
    }
}

/// Whether the issuer's id is a key.
fn is_its_key(issuer: &str) -> bool {
    issuer.starts_with("did:key:") || issuer.starts_with("did:jwk:")
}

fn by_document(method: &str, did: &str, pass: &mut Pass<'_>) -> KeyFinding {
    let Some(url) = did_web_url(did).ok().and_then(|url| Url::parse(&url).ok()) else {
        return KeyFinding::without_key(failed("malformed_issuer", "The issuer’s id does not lead to a web address."));
    };
    match pass.known.document(&url, Need::DidDocument) {
        Some(Document::Bytes(_)) => {}
        Some(Document::Unreachable(why)) => {
            let sentence = format!("We could not reach the issuer’s server for its key: {why}.");
            return KeyFinding::without_key(could_not("issuer_unreachable", &sentence));
        }
        None => return KeyFinding::without_key(could_not("not_fetched", "The issuer’s key was not fetched.")),
    }
    let limits = pass.policy.limits.json;
    let read = |bytes: &[u8]| DidDocument::parse(json::parse(bytes, limits).ok()?, did).ok();
    let Some(document) = pass.known.did_document(did, &url, read) else {
        let sentence = "What the issuer’s server gave is not the document that lists its keys.";
        return KeyFinding::without_key(could_not("issuer_document_unreadable", sentence));
    };
    match document.method(method) {
        Ok(found) => judge(&found, did, pass.policy.now),
        Err(error) => {
            let sentence = format!("The issuer does not list the key the signature names: {error}.");
            KeyFinding::without_key(failed("key_not_listed", &sentence))
        }
    }
}

/// Web addresses of issuers: the key may stand in the address itself, which lets us check the text but not the issuer.
fn elsewhere(method: &str) -> KeyFinding {
    let fragment = method.split_once('#').map(|(_, fragment)| fragment).unwrap_or_default();
    let sentence =
        format!("Its key is kept at {}; this version reads keys of did:key, did:jwk and did:web.", quote(method));
    KeyFinding { public: multikey::decode(fragment).ok(), check: could_not("key_location_not_read", &sentence) }
}

fn judge(method: &VerificationMethod, issuer: &str, now: Time) -> KeyFinding {
    let check = if method.controller != issuer {
        foreign(&method.id)
    } else if !method.purposes.contains(&Purpose::AssertionMethod) {
        failed("key_not_for_issuing", "The issuer lists this key, but not for issuing credentials.")
    } else if let Some(ends) = method.ends.filter(|ends| *ends <= now) {
        // The date of a signature is the signer's word, so a key that is over cannot vouch for when it signed.
        failed("key_ended", &format!("The issuer stopped using this key on {}.", ends.day_in_words()))
    } else {
        Check::passed(CheckCode::Key, "issuers_key", "The key that signed it belongs to the issuer it names.")
    };
    KeyFinding { public: Some(method.key.clone()), check }
}

fn foreign(method: &str) -> Check {
    let sentence = format!("It was signed with a key that is not the issuer’s: {}.", quote(method));
    failed(FOREIGN, &sentence)
}

fn failed(reason: &'static str, sentence: &str) -> Check {
    Check::failed(CheckCode::Key, reason, sentence).problem(Problem::CryptographicSecurity)
}

fn could_not(reason: &'static str, sentence: &str) -> Check {
    Check::could_not(CheckCode::Key, reason, sentence)
}
