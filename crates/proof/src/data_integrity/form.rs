//! The form of a proof, and the checks that need no canonical bytes.

use model::time::Time;
use serde_json::{Map, Value};

use super::{ProofError, Purpose, Suite};
use crate::did::VerificationMethod;
use crate::excerpt::excerpt;

/// A proof whose form is right and of which nothing else is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnverifiedProof {
    /// How it is signed.
    pub suite: Suite,
    /// The id of the key, as written.
    pub verification_method: String,
    /// What it says it is for, as written.
    pub purpose: String,
    /// When it says it was made.
    pub created: Option<Time>,
    /// When it ends.
    pub expires: Option<Time>,
    /// The challenge it answers.
    pub challenge: Option<String>,
    /// Whom it is for; usually none or one.
    pub domains: Vec<String>,
    /// The signature.
    pub signature: Vec<u8>,
}

/// Reads a proof's members (VC Data Integrity 1.0 §2.1).
///
/// # Errors
/// [`ProofError::Malformed`] when a member is missing or of the wrong form, [`ProofError::UnsupportedSuite`] when it is a
/// proof of another type or suite, [`ProofError::NotPlain`] when a member is spelled so that it would be overlooked.
pub fn check_form(proof: &Value) -> Result<UnverifiedProof, ProofError> {
    let Value::Object(proof) = proof else { return Err(ProofError::Malformed { what: "expected a JSON object" }) };
    let suite = Suite::of(proof)?;
    super::plain::check_plain(proof)?;
    if proof.contains_key("previousProof") {
        return Err(ProofError::Malformed { what: "'previousProof': proof chains are not supported" });
    }
    Ok(UnverifiedProof {
        suite,
        verification_method: verification_method(proof)?,
        purpose: text(proof, "proofPurpose", "'proofPurpose': expected text")?
            .ok_or(ProofError::Malformed { what: "'proofPurpose' is missing" })?,
        created: time(proof, "created", "'created': expected a date and time with a zone")?,
        expires: time(proof, "expires", "'expires': expected a date and time with a zone")?,
        challenge: text(proof, "challenge", "'challenge': expected text")?,
        domains: domains(proof)?,
        signature: signature(proof, suite)?,
    })
}

/// The method is named. A key that stands in the proof itself would be the signer's own word for who signed.
fn verification_method(proof: &Map<String, Value>) -> Result<String, ProofError> {
    match proof.get("verificationMethod") {
        Some(Value::String(id)) if !id.is_empty() => Ok(id.clone()),
        Some(Value::Object(_)) => {
            Err(ProofError::Malformed { what: "'verificationMethod': expected the id of a key, found a key" })
        }
        _ => Err(ProofError::Malformed { what: "'verificationMethod': expected the id of a key" }),
    }
}

fn text(proof: &Map<String, Value>, member: &str, what: &'static str) -> Result<Option<String>, ProofError> {
    match proof.get(member) {
        None => Ok(None),
        Some(Value::String(text)) => Ok(Some(text.clone())),
        Some(_) => Err(ProofError::Malformed { what }),
    }
}

fn time(proof: &Map<String, Value>, member: &str, what: &'static str) -> Result<Option<Time>, ProofError> {
    text(proof, member, what)?.map(|text| Time::parse(&text)).transpose().map_err(|_| ProofError::Malformed { what })
}

fn domains(proof: &Map<String, Value>) -> Result<Vec<String>, ProofError> {
    let fault = || ProofError::Malformed { what: "'domain': expected text, or a list of texts" };
    match proof.get("domain") {
        None => Ok(Vec::new()),
        Some(Value::String(domain)) => Ok(vec![domain.clone()]),
        Some(Value::Array(domains)) => {
            domains.iter().map(|domain| domain.as_str().map(str::to_owned).ok_or_else(fault)).collect()
        }
        Some(_) => Err(fault()),
    }
}

fn signature(proof: &Map<String, Value>, suite: Suite) -> Result<Vec<u8>, ProofError> {
    let fault = ProofError::Malformed {
        what: "'proofValue': expected z and, in base58btc, as many bytes as the suite signs with",
    };
    // 96 bytes take at most 132 characters; base58 takes quadratic time, so the length is checked first.
    let encoded = proof.get("proofValue").and_then(Value::as_str).and_then(|text| text.strip_prefix('z'));
    let Some(encoded) = encoded.filter(|text| text.len() <= 132) else { return Err(fault) };
    bs58::decode(encoded).into_vec().ok().filter(|signature| suite.has_length(signature.len())).ok_or(fault)
}

impl UnverifiedProof {
    /// The proof must be for `expected`.
    ///
    /// # Errors
    /// [`ProofError::PurposeMismatch`].
    pub fn check_purpose(&self, expected: Purpose) -> Result<(), ProofError> {
        if self.purpose == expected.name() {
            return Ok(());
        }
        Err(ProofError::PurposeMismatch { expected: expected.name(), found: excerpt(&self.purpose) })
    }

    /// The proof must not have expired at `now`.
    ///
    /// # Errors
    /// [`ProofError::Expired`].
    pub fn check_expiry(&self, now: Time) -> Result<(), ProofError> {
        match self.expires {
            Some(at) if at <= now => Err(ProofError::Expired { at }),
            _ => Ok(()),
        }
    }

    /// The key's controller must list it for `purpose`, and it must not have been revoked or expired at `now`.
    ///
    /// # Errors
    /// [`ProofError::NotListed`] or [`ProofError::KeyEnded`].
    pub fn check_method(&self, method: &VerificationMethod, purpose: Purpose, now: Time) -> Result<(), ProofError> {
        if !method.purposes.contains(&purpose) {
            return Err(ProofError::NotListed { purpose: purpose.name() });
        }
        match method.ends {
            Some(at) if at <= now => Err(ProofError::KeyEnded { at }),
            _ => Ok(()),
        }
    }

    /// The key must be controlled by the issuer (VC Data Integrity 1.0 §4.6: the document names its controller, and the
    /// credential its issuer; only together do they mean that the issuer signed).
    ///
    /// # Errors
    /// [`ProofError::ControllerMismatch`].
    pub fn check_controller(&self, method: &VerificationMethod, issuer: &str) -> Result<(), ProofError> {
        if method.controller == issuer {
            return Ok(());
        }
        let (controller, issuer) = (excerpt(&method.controller), excerpt(issuer));
        Err(ProofError::ControllerMismatch { controller, issuer })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::did;
    use crate::keys::SigningKey;
    use serde_json::json;

    fn good() -> Value {
        json!({
            "type": "DataIntegrityProof", "cryptosuite": "eddsa-rdfc-2022", "verificationMethod": "did:key:z6Mk#z6Mk",
            "proofPurpose": "assertionMethod", "created": "2026-01-01T00:00:00Z", "expires": "2027-01-01T00:00:00+01:00",
            "domain": ["a", "b"], "challenge": "c", "proofValue": format!("z{}", bs58::encode([7; 64]).into_string()),
        })
    }

    fn with(member: &str, value: Value) -> Result<UnverifiedProof, ProofError> {
        let mut proof = good();
        proof[member] = value;
        check_form(&proof)
    }

    fn without(member: &str) -> Result<UnverifiedProof, ProofError> {
        let mut proof = good();
        proof.as_object_mut().unwrap().remove(member);
        check_form(&proof)
    }

    #[test]
    fn reads_every_member() {
        let form = check_form(&good()).unwrap();
        assert_eq!(form.verification_method, "did:key:z6Mk#z6Mk");
        assert_eq!((form.purpose.as_str(), form.challenge.as_deref()), ("assertionMethod", Some("c")));
        assert_eq!((form.domains, form.signature), (vec!["a".to_owned(), "b".to_owned()], vec![7; 64]));
        assert_eq!(form.created.unwrap().to_string(), "2026-01-01T00:00:00Z");
        assert_eq!(form.expires.unwrap().to_string(), "2026-12-31T23:00:00Z");
        assert_eq!(with("domain", json!("a")).unwrap().domains, ["a"]);
        for optional in ["created", "expires", "domain", "challenge"] {
            assert!(without(optional).is_ok());
        }
    }

    #[test]
    fn other_suites_are_named() {
        let named = |result: Result<_, ProofError>| match result.unwrap_err() {
            ProofError::UnsupportedSuite { suite } => suite,
            other => panic!("{other:?}"),
        };
        assert_eq!(named(with("cryptosuite", json!("ecdsa-sd-2023"))), "ecdsa-sd-2023");
        assert_eq!(named(with("type", json!("Ed25519Signature2018"))), "Ed25519Signature2018");
    }

    #[test]
    fn every_malformed_member_is_refused() {
        for required in ["type", "cryptosuite", "verificationMethod", "proofPurpose", "proofValue"] {
            assert!(matches!(without(required), Err(ProofError::Malformed { .. })), "{required}");
            for value in [json!(1), json!(null), json!({}), json!([])] {
                assert!(matches!(with(required, value), Err(ProofError::Malformed { .. })), "{required}");
            }
        }
        for (member, value) in [
            ("created", json!("2026-01-01")),
            ("created", json!("2026-01-01T00:00:00")),
            ("created", json!(null)),
            ("expires", json!(5)),
            ("domain", json!(["a", 1])),
            ("domain", json!({})),
            ("challenge", json!([])),
            ("verificationMethod", json!("")),
            ("previousProof", json!("urn:a")),
            ("proofValue", json!("u")),
            ("proofValue", json!(format!("z{}", bs58::encode([7; 96]).into_string()))),
            ("proofValue", json!("z0")),
            ("proofValue", json!(format!("z{}", bs58::encode([7; 63]).into_string()))),
            ("proofValue", json!(format!("z{}", bs58::encode([7; 65]).into_string()))),
            ("proofValue", json!(format!("z{}", "2".repeat(1_000_000)))),
        ] {
            assert!(matches!(with(member, value.clone()), Err(ProofError::Malformed { .. })), "{member} {value}");
        }
        assert!(matches!(check_form(&json!("x")), Err(ProofError::Malformed { .. })));
    }

    /// `expires` under its full name is the same statement: without this, an expired proof could be made to last.
    #[test]
    fn a_member_under_its_full_name_is_refused() {
        let refused = with("https://w3id.org/security#expiration", json!("2027-01-01T00:00:00Z"));
        assert!(matches!(refused, Err(ProofError::NotPlain { .. })));
        assert!(matches!(with("@id", json!("urn:a")), Err(ProofError::NotPlain { .. })));
    }

    #[test]
    fn an_embedded_key_is_refused() {
        let embedded = json!({"id": "did:key:z6Mk#z6Mk", "type": "Multikey", "publicKeyMultibase": "z6Mk"});
        let what = "'verificationMethod': expected the id of a key, found a key";
        assert_eq!(with("verificationMethod", embedded), Err(ProofError::Malformed { what }));
    }

    #[test]
    fn purpose_expiry_listing_and_controller() {
        let form = check_form(&good()).unwrap();
        let key = SigningKey::from_seed(&[1; 32]).public();
        let mut method = did::resolve_offline(&did::did_key_method(&key)).unwrap();
        let end = form.expires.unwrap();

        assert_eq!(form.check_purpose(Purpose::AssertionMethod), Ok(()));
        let mismatch = ProofError::PurposeMismatch { expected: "authentication", found: "assertionMethod".into() };
        assert_eq!(form.check_purpose(Purpose::Authentication), Err(mismatch));

        assert_eq!(form.check_expiry(end.plus(-1)), Ok(()));
        assert_eq!(form.check_expiry(end), Err(ProofError::Expired { at: end }));
        assert_eq!(without("expires").unwrap().check_expiry(end), Ok(()));

        assert_eq!(form.check_controller(&method, &did::did_key(&key)), Ok(()));
        let other = form.check_controller(&method, "did:web:a.example");
        assert!(matches!(other, Err(ProofError::ControllerMismatch { .. })));

        assert_eq!(form.check_method(&method, Purpose::AssertionMethod, end), Ok(()));
        method.ends = Some(end);
        assert_eq!(form.check_method(&method, Purpose::AssertionMethod, end.plus(-1)), Ok(()));
        let ended = form.check_method(&method, Purpose::AssertionMethod, end);
        assert_eq!(ended, Err(ProofError::KeyEnded { at: end }));
        method.purposes = vec![Purpose::Authentication];
        let not_listed = form.check_method(&method, Purpose::AssertionMethod, end);
        assert_eq!(not_listed, Err(ProofError::NotListed { purpose: "assertionMethod" }));
    }
}
