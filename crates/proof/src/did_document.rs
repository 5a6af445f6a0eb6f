//! DID documents: ours under `did:web`, and those of others.

use model::time::Time;
use serde_json::{Map, Value, json};

use crate::data_integrity::Purpose;
use crate::did::{DidError, VerificationMethod};
use crate::excerpt::excerpt;
use crate::jwk;
use crate::keyring::PublicEntry;
use crate::keys::PublicKey;
use crate::multikey;

/// A key as a DID document of ours lists it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublishedKey {
    /// The fragment of its id, such as `credential-1`.
    pub fragment: String,
    /// The key.
    pub key: PublicKey,
    /// What it is listed for.
    pub purposes: Vec<Purpose>,
}

impl From<&PublicEntry> for PublishedKey {
    /// An issuer's key, retired or not: listed for what issuers sign, credentials and status lists.
    fn from(entry: &PublicEntry) -> Self {
        Self { fragment: entry.id.clone(), key: entry.key.clone(), purposes: vec![Purpose::AssertionMethod] }
    }
}

/// A DID document (DID Core 1.0 §5).
#[derive(Debug, Clone, PartialEq)]
pub struct DidDocument {
    id: String,
    json: Map<String, Value>,
}

impl DidDocument {
    /// The document of a DID of ours: every key as a Multikey (RSA keys, for which there is none,
    /// as `JsonWebKey`), and listed by its full id, which is the form that all
    /// verifiers read (1EdTech's does not resolve relative ids).
    pub fn for_web(did: &str, keys: &[PublishedKey]) -> Self {
        let id_of = |key: &PublishedKey| format!("{did}#{}", key.fragment);
        let methods: Vec<Value> = keys
            .iter()
            .map(|key| match key.key {
                PublicKey::Rsa(_) => json!({
                    "id": id_of(key), "type": "JsonWebKey", "controller": did, "publicKeyJwk": jwk::encode(&key.key),
                }),
                _ => json!({
                    "id": id_of(key),
                    "type": "Multikey",
                    "controller": did,
                    "publicKeyMultibase": multikey::encode(&key.key),
                }),
            })
            .collect();
        let mut contexts = vec!["https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1"];
        if methods.iter().any(|method| method["type"] == "JsonWebKey") {
            contexts.push("https://w3id.org/security/jwk/v1");
        }
        let mut json = Map::new();
        json.insert("@context".into(), json!(contexts));
        json.insert("id".into(), json!(did));
        json.insert("verificationMethod".into(), Value::Array(methods));
        for purpose in Purpose::ALL {
            let listed: Vec<String> = keys.iter().filter(|key| key.purposes.contains(&purpose)).map(id_of).collect();
            if !listed.is_empty() {
                json.insert(purpose.name().into(), json!(listed));
            }
        }
        Self { id: did.to_owned(), json }
    }

    /// Takes a document that was fetched for `did`. Its keys are looked at when they are asked for.
    ///
    /// # Errors
    /// [`DidError`] when it is no object, or the document of another DID.
    pub fn parse(json: Value, did: &str) -> Result<Self, DidError> {
        let Value::Object(json) = json else { return Err(DidError::Document { member: "(the whole)" }) };
        let id = json.get("id").and_then(Value::as_str).ok_or(DidError::Document { member: "id" })?;
        if id != did {
            return Err(DidError::OtherDocument { expected: excerpt(did), found: excerpt(id) });
        }
        Ok(Self { id: did.to_owned(), json })
    }

    /// The DID it is about.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// As it is published.
    pub const fn json(&self) -> &Map<String, Value> {
        &self.json
    }

    /// The verification method with this id, absolute or as `#fragment`, with the purposes it is listed for.
    ///
    /// # Errors
    /// [`DidError`] when there is none, there are two, or it is malformed, or holds no key this project can use.
    pub fn method(&self, id: &str) -> Result<VerificationMethod, DidError> {
        let id = self.absolute(id);
        let mut found = self.methods().filter(|method| self.id_of(method).as_deref() == Some(&*id));
        let method = found.next().ok_or_else(|| DidError::NoSuchMethod { did: excerpt(&self.id) })?;
        if found.any(|other| other != method) {
            return Err(DidError::Document { member: "verificationMethod" });
        }
        let controller = text(method, "controller")?.ok_or(DidError::Document { member: "controller" })?.to_owned();
        let purposes = Purpose::ALL.into_iter().filter(|purpose| self.lists(*purpose, &id)).collect();
        Ok(VerificationMethod { key: key_of(method)?, ends: end_of(method)?, controller, purposes, id })
    }

    /// Whether the document lists the method with this id for `purpose`, by name or by standing there itself.
    fn lists(&self, purpose: Purpose, id: &str) -> bool {
        self.array(purpose.name()).iter().any(|entry| match entry {
            Value::String(name) => self.absolute(name) == id,
            Value::Object(method) => self.id_of(method).as_deref() == Some(id),
            _ => false,
        })
    }

    /// All methods, under `verificationMethod` and embedded in the purposes.
    fn methods(&self) -> impl Iterator<Item = &Map<String, Value>> {
        let purposes = Purpose::ALL.into_iter().map(Purpose::name);
        std::iter::once("verificationMethod")
            .chain(purposes)
            .flat_map(|member| self.array(member))
            .filter_map(Value::as_object)
    }

    fn array(&self, member: &str) -> &[Value] {
        self.json.get(member).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default()
    }

    fn id_of(&self, method: &Map<String, Value>) -> Option<String> {
        method.get("id").and_then(Value::as_str).map(|id| self.absolute(id))
    }

    fn absolute(&self, id: &str) -> String {
        if id.starts_with('#') { format!("{}{id}", self.id) } else { id.to_owned() }
    }
}

fn text<'a>(method: &'a Map<String, Value>, member: &'static str) -> Result<Option<&'a str>, DidError> {
    match method.get(member) {
        None => Ok(None),
        Some(Value::String(text)) => Ok(Some(text)),
        Some(_) => Err(DidError::Document { member }),
    }
}

fn key_of(method: &Map<String, Value>) -> Result<PublicKey, DidError> {
    match (text(method, "publicKeyMultibase")?, method.get("publicKeyJwk")) {
        (Some(name), None) => Ok(multikey::decode(name)?),
        (None, Some(jwk)) => Ok(jwk::decode(jwk)?),
        _ => Err(DidError::Document { member: "publicKeyMultibase or publicKeyJwk" }),
    }
}

fn end_of(method: &Map<String, Value>) -> Result<Option<Time>, DidError> {
    let at = |member| text(method, member)?.map(Time::parse).transpose().map_err(|_| DidError::Document { member });
    Ok([at("expires")?, at("revoked")?].into_iter().flatten().min())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keys::KeyKind;
    use crate::keys::SigningKey;
    use crate::made_in_test::a_key;
    use Purpose::{AssertionMethod, Authentication};

    const DID: &str = "did:web:learn.example.edu:default";

    fn key(seed: u8) -> PublicKey {
        SigningKey::from_seed(&[seed; 32]).public()
    }

    fn published(fragment: &str, seed: u8, purposes: &[Purpose]) -> PublishedKey {
        PublishedKey { fragment: fragment.into(), key: key(seed), purposes: purposes.to_vec() }
    }

    fn parse(mut members: Value) -> DidDocument {
        members["id"] = json!(DID);
        DidDocument::parse(members, DID).unwrap()
    }

    #[test]
    fn our_document_reads_back() {
        let keys = [published("credential-1", 1, &[AssertionMethod]), published("status-1", 2, &Purpose::ALL)];
        let ours = DidDocument::for_web(DID, &keys);
        let theirs = DidDocument::parse(Value::Object(ours.json().clone()), DID).unwrap();
        let method = theirs.method(&format!("{DID}#credential-1")).unwrap();
        assert_eq!((method.key, method.controller.as_str(), method.ends), (key(1), DID, None));
        assert_eq!(method.purposes, [AssertionMethod]);
        assert_eq!(theirs.method("#status-1").unwrap().purposes, Purpose::ALL);
        assert_eq!(ours.json()["assertionMethod"], json!([format!("{DID}#credential-1"), format!("{DID}#status-1")]));
        assert_eq!(ours.json()["verificationMethod"][0]["type"], "Multikey");
    }

    #[test]
    fn an_issuer_s_keys_are_published_for_assertions() {
        let entry = PublicEntry {
            id: "status-1".into(),
            purpose: crate::keyring::KeyPurpose::Status,
            created: Time::from_unix(0),
            retired: Some(Time::from_unix(1)),
            key: key(4),
        };
        assert_eq!(PublishedKey::from(&entry), published("status-1", 4, &[AssertionMethod]));
    }

    /// There is no Multikey for RSA in Controlled Identifiers 1.0, so such a key stands there as a JWK.
    #[test]
    fn keys_of_every_kind_are_published_and_read_again() {
        let keys: Vec<PublishedKey> = KeyKind::ALL
            .into_iter()
            .map(|kind| PublishedKey {
                fragment: kind.name().to_owned(),
                key: a_key(kind, 1).public(),
                purposes: vec![AssertionMethod],
            })
            .collect();
        let ours = DidDocument::for_web(DID, &keys);
        for (key, kind) in keys.iter().zip(KeyKind::ALL) {
            assert_eq!(ours.method(&format!("{DID}#{kind}")).unwrap().key, key.key);
        }
        let types: Vec<_> = ours.json()["verificationMethod"].as_array().unwrap().iter().map(|m| &m["type"]).collect();
        assert_eq!(types, ["Multikey", "Multikey", "Multikey", "JsonWebKey", "Multikey"]);
        assert!(ours.json()["@context"].as_array().unwrap().contains(&json!("https://w3id.org/security/jwk/v1")));
    }

    #[test]
    fn foreign_forms_are_read() {
        let name = multikey::encode(&key(1));
        let document = parse(json!({
            "verificationMethod": [
                {"id": "#a", "type": "Ed25519VerificationKey2020", "controller": DID, "publicKeyMultibase": name},
                {"id": format!("{DID}#b"), "type": "JsonWebKey", "controller": "did:web:other.example",
                 "publicKeyJwk": jwk::encode(&key(2)), "expires": "2026-02-01T00:00:00Z", "revoked": "2026-01-01T00:00:00Z"},
            ],
            "assertionMethod": ["#a", {"id": "#c", "type": "Multikey", "controller": DID, "publicKeyMultibase": name}],
            "authentication": [format!("{DID}#b")],
        }));
        assert_eq!(document.method(&format!("{DID}#a")).unwrap().purposes, [AssertionMethod]);
        assert_eq!(document.method("#c").unwrap().purposes, [AssertionMethod]);
        let b = document.method("#b").unwrap();
        assert_eq!((b.key, b.controller.as_str(), b.purposes), (key(2), "did:web:other.example", vec![Authentication]));
        assert_eq!(b.ends, Some(Time::parse("2026-01-01T00:00:00Z").unwrap()));
    }

    #[test]
    fn every_refusal_of_a_document() {
        assert!(matches!(DidDocument::parse(json!([]), DID), Err(DidError::Document { .. })));
        assert_eq!(DidDocument::parse(json!({}), DID), Err(DidError::Document { member: "id" }));
        let other = DidDocument::parse(json!({"id": "did:web:x.example"}), DID);
        assert!(matches!(other, Err(DidError::OtherDocument { .. })));
    }

    #[test]
    fn every_refusal_of_a_method() {
        let name = multikey::encode(&key(1));
        let good = json!({"id": "#a", "controller": DID, "publicKeyMultibase": name});
        let method = |changes: &[(&str, Value)]| {
            let mut method = good.clone();
            for (member, value) in changes {
                method[*member] = value.clone();
            }
            parse(json!({"verificationMethod": [method]})).method("#a")
        };
        assert!(method(&[]).unwrap().purposes.is_empty());
        assert_eq!(method(&[("controller", Value::Null)]), Err(DidError::Document { member: "controller" }));
        assert_eq!(method(&[("expires", json!("soon"))]), Err(DidError::Document { member: "expires" }));
        let both = method(&[("publicKeyJwk", jwk::encode(&key(1)))]);
        assert_eq!(both, Err(DidError::Document { member: "publicKeyMultibase or publicKeyJwk" }));
        assert!(matches!(method(&[("publicKeyMultibase", json!("z6Mk"))]), Err(DidError::Multikey(_))));
        assert!(matches!(method(&[("id", json!("#b"))]), Err(DidError::NoSuchMethod { .. })));
        let neither = parse(json!({"verificationMethod": [{"id": "#a", "controller": DID}]})).method("#a");
        assert_eq!(neither, Err(DidError::Document { member: "publicKeyMultibase or publicKeyJwk" }));
    }

    /// Two methods with one id: which one is meant depends on who reads, so neither is.
    #[test]
    fn two_methods_with_one_id_are_refused() {
        let of = |seed| json!({"id": "#a", "controller": DID, "publicKeyMultibase": multikey::encode(&key(seed))});
        let two = parse(json!({"verificationMethod": [of(1)], "assertionMethod": [of(2)]}));
        assert_eq!(two.method("#a"), Err(DidError::Document { member: "verificationMethod" }));
        assert!(parse(json!({"verificationMethod": [of(1)], "assertionMethod": [of(1)]})).method("#a").is_ok());
    }

    #[test]
    fn odd_entries_are_passed_over() {
        let name = multikey::encode(&key(1));
        let document = parse(json!({
            "verificationMethod": [1, "#a", null, {"id": 3}, {"id": "#a", "controller": DID, "publicKeyMultibase": name}],
            "assertionMethod": {"id": "#a"}, "authentication": [1, null],
        }));
        assert!(document.method("#a").unwrap().purposes.is_empty());
    }
}
