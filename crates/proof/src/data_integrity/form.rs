//! The form of a proof, and the checks that need no canonical bytes.

use canon::{Budget, Document};
use model::time::Time;
use serde_json::{Map, Value};

use super::{ProofError, Purpose, Suite, plain, selective};
use crate::base58;
use crate::did::VerificationMethod;
use crate::excerpt::excerpt;

/// A proof whose form is right and of which nothing else is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnverifiedProof {
    /// Its own id.
    pub id: Option<String>,
    /// The ids of the proofs it builds on.
    pub previous: Vec<String>,
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
    /// Random text of the signer, which keeps two proofs of one thing apart.
    pub nonce: Option<String>,
    /// The signature; of suites for showing parts, all that the proof holds.
    pub signature: Vec<u8>,
    /// Its members as written, without `proofValue`: what is signed with the document.
    pub(super) configuration: Map<String, Value>,
}

/// Reads a proof's members (VC Data Integrity 1.0 §2.1).
///
/// # Errors
/// [`ProofError::Malformed`] when a member is missing or of the wrong form, [`ProofError::UnsupportedSuite`] when it is a
/// proof of another type or suite, [`ProofError::NotPlain`] when a member is spelled so that it would be overlooked.
pub fn check_form(proof: &Value) -> Result<UnverifiedProof, ProofError> {
    let as_written = proof;
    let Value::Object(proof) = proof else { return Err(ProofError::Malformed { what: "expected a JSON object" }) };
    let suite = Suite::of(proof)?;
    check_plain(as_written, proof)?;
    Ok(UnverifiedProof {
        id: text(proof, "id", "'id': expected text")?,
        previous: previous(proof)?,
        suite,
        verification_method: verification_method(proof)?,
        purpose: text(proof, "proofPurpose", "'proofPurpose': expected text")?
            .ok_or(ProofError::Malformed { what: "'proofPurpose' is missing" })?,
        created: time(proof, "created", "'created': expected a date and time with a zone")?,
        expires: time(proof, "expires", "'expires': expected a date and time with a zone")?,
        challenge: text(proof, "challenge", "'challenge': expected text")?,
        domains: texts(proof, "domain", "'domain': expected text, or a list of texts")?,
        nonce: text(proof, "nonce", "'nonce': expected text")?,
        signature: signature(proof, suite)?,
        configuration: configuration(proof),
    })
}

/// Most proofs are names and texts, and one look at the names is enough.
fn check_plain(as_written: &Value, proof: &Map<String, Value>) -> Result<(), ProofError> {
    if proof.iter().all(|(name, value)| value.is_string() && plain::fault_of(name).is_none()) {
        return Ok(());
    }
    plain::check_plain(Document::of(as_written, &Budget::default())?.root())
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

/// VC Data Integrity 1.0 §4.2: the proof options are all of a proof but its value.
fn configuration(proof: &Map<String, Value>) -> Map<String, Value> {
    let members = proof.iter().filter(|(name, _)| *name != "proofValue");
    members.map(|(name, value)| (name.clone(), value.clone())).collect()
}

/// The proofs that a proof builds on (VC Data Integrity 1.0 §2.1, `previousProof`).
pub(super) fn previous(proof: &Map<String, Value>) -> Result<Vec<String>, ProofError> {
    let what = "'previousProof': expected the id of a proof, or a list of ids";
    let ids = texts(proof, "previousProof", what)?;
    if proof.contains_key("previousProof") && ids.is_empty() { Err(ProofError::Malformed { what }) } else { Ok(ids) }
}

fn texts(proof: &Map<String, Value>, member: &str, what: &'static str) -> Result<Vec<String>, ProofError> {
    match proof.get(member) {
        None => Ok(Vec::new()),
        Some(Value::String(text)) => Ok(vec![text.clone()]),
        Some(Value::Array(texts)) => {
            texts.iter().map(|text| text.as_str().map(str::to_owned).ok_or(ProofError::Malformed { what })).collect()
        }
        Some(_) => Err(ProofError::Malformed { what }),
    }
}

fn signature(proof: &Map<String, Value>, suite: Suite) -> Result<Vec<u8>, ProofError> {
    if suite.is_selective() {
        return selective::read_value(proof.get("proofValue").and_then(Value::as_str).unwrap_or_default(), suite);
    }
    let fault = ProofError::Malformed {
        what: "'proofValue': expected z and, in base58btc, as many bytes as the suite signs with",
    };
    // 96 bytes take at most 132 characters.
    let encoded = proof.get("proofValue").and_then(Value::as_str).unwrap_or_default();
    base58::decode(encoded, 132).filter(|signature| suite.has_length(signature.len())).ok_or(fault)
}

impl UnverifiedProof {
    /// How many messages the signature of a derived `bbs-2023` proof is over, hidden ones included: each costs a
    /// multiplication of points, about a millisecond. Of other proofs 0.
    pub fn messages(&self) -> usize {
        if self.suite == Suite::Bbs2023 { selective::messages(&self.signature) } else { 0 }
    }

    /// Whether it signs the document as it stands: not a part of it, nor other proofs with it, nor under contexts of its own.
    pub(super) fn covers_document_as_it_stands(&self) -> bool {
        !self.suite.is_selective() && self.previous.is_empty() && !self.configuration.contains_key("@context")
    }

    /// Whether checking its signature reads all of the document, as it stands and without proofs, as JSON-LD in which every
    /// term must be defined.
    pub fn covers_all_statements(&self) -> bool {
        self.covers_document_as_it_stands() && !self.suite.signs_json()
    }

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

    /// The proof must be for `expected`, and for nobody else (VC Data Integrity 1.0 §4.4).
    ///
    /// # Errors
    /// [`ProofError::DomainMismatch`].
    pub fn check_domain(&self, expected: &str) -> Result<(), ProofError> {
        match self.domains.as_slice() {
            [domain] if domain == expected => Ok(()),
            _ => Err(ProofError::DomainMismatch { expected: excerpt(expected) }),
        }
    }

    /// The proof must answer `expected` (VC Data Integrity 1.0 §4.4).
    ///
    /// # Errors
    /// [`ProofError::ChallengeMismatch`].
    pub fn check_challenge(&self, expected: &str) -> Result<(), ProofError> {
        match &self.challenge {
            Some(challenge) if challenge == expected => Ok(()),
            _ => Err(ProofError::ChallengeMismatch),
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

    /// The key must be controlled by the issuer (VC Data Integrity 1.0 §5.9: the document names its controller, and the
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
        assert_eq!(named(with("cryptosuite", json!("eddsa-2022"))), "eddsa-2022");
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
            ("previousProof", json!([])),
            ("previousProof", json!(["urn:a", 1])),
            ("previousProof", json!(null)),
            ("id", json!(1)),
            ("nonce", json!(1)),
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
    fn what_a_proof_covers() {
        let covers = |proof: Result<UnverifiedProof, ProofError>| {
            let proof = proof.unwrap();
            (proof.covers_document_as_it_stands(), proof.covers_all_statements())
        };
        assert_eq!(covers(check_form(&good())), (true, true));
        assert_eq!(covers(with("cryptosuite", json!("eddsa-jcs-2022"))), (true, false));
        assert_eq!(covers(with("previousProof", json!("urn:a"))), (false, false));
        assert_eq!(covers(with("@context", json!([contexts::VC2_CONTEXT]))), (false, false));
    }

    #[test]
    fn an_embedded_key_is_refused() {
        let embedded = json!({"id": "did:key:z6Mk#z6Mk", "type": "Multikey", "publicKeyMultibase": "z6Mk"});
        let what = "'verificationMethod': expected the id of a key, found a key";
        assert_eq!(with("verificationMethod", embedded), Err(ProofError::Malformed { what }));
    }

    #[test]
    fn purpose_expiry_listing_controller_domain_and_challenge() {
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
        assert_eq!(with("domain", json!("a")).unwrap().check_domain("a"), Ok(()));
        for domains in [json!(["a", "b"]), json!("b"), json!([])] {
            let refused = with("domain", domains).unwrap().check_domain("a");
            assert_eq!(refused, Err(ProofError::DomainMismatch { expected: "a".into() }));
        }
        assert_eq!(form.check_challenge("c"), Ok(()));
        assert_eq!(form.check_challenge("d"), Err(ProofError::ChallengeMismatch));
        assert_eq!(without("challenge").unwrap().check_challenge("c"), Err(ProofError::ChallengeMismatch));

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
