//! `json-ld` 0.21 with `sophia_c14n` 0.10: the pair that makes the right bytes. The proof around them is ours to write,
//! as it would be for whoever used them: two hashes and an Ed25519 signature.

use std::collections::HashSet;
use std::fmt::Display;

use ed25519_dalek::{Signature, Signer as _, SigningKey};
use iref::IriBuf;
use json_ld::expansion::{Action, Policy};
use json_ld::{JsonLdProcessor as _, RemoteDocument};
use json_syntax::Parse as _;
use protocol::{Document, Library, NOT_OFFERED, Start, Work, from_hex, to_hex};
use serde_json::{Map, Value, json};
use sha2::{Digest as _, Sha256};
use ssi::json_ld::ContextLoader;

use crate::terms;

/// What is made once for a run.
pub struct JsonLdSophia {
    loader: ContextLoader,
    key: SigningKey,
    verification_method: String,
}

impl JsonLdSophia {
    /// With the contexts of the run and no others.
    pub fn new(start: Start) -> Result<Self, String> {
        let loader =
            ContextLoader::empty().with_context_map_from(start.contexts.into_iter().collect()).map_err(said)?;
        let seed = from_hex(&start.seed).ok_or("the seed is not hexadecimal")?;
        let key = SigningKey::try_from(&*seed).map_err(said)?;
        Ok(Self { loader, key, verification_method: start.verification_method })
    }

    fn canonical(&self, text: &str) -> Result<Vec<u8>, String> {
        let (document, _) = json_syntax::Value::parse_str(text).map_err(said)?;
        let expansion_policy = Policy { invalid: Action::Reject, allow_undefined: false, ..Policy::default() };
        let options = json_ld::Options::<IriBuf> { expansion_policy, ..json_ld::Options::default() };
        let document = RemoteDocument::<IriBuf>::new(None, None, document);
        let generator = rdf_types::generator::Blank::new();
        let mut rdf = pollster::block_on(document.to_rdf_using(generator, &self.loader, options)).map_err(said)?;
        let quads: HashSet<_> = rdf.cloned_quads().map(terms::to_sophia).collect();
        normalize(&quads)
    }

    /// `SHA-256(proof configuration) ‖ SHA-256(document)`.
    fn signing_input(&self, document: &Map<String, Value>, proof: &Map<String, Value>) -> Result<[u8; 64], String> {
        let mut configuration = proof.clone();
        configuration.insert("@context".into(), document["@context"].clone());
        let mut input = [0; 64];
        for (half, part) in input.chunks_exact_mut(32).zip([&configuration, document]) {
            let text = serde_json::to_string(part).map_err(said)?;
            half.copy_from_slice(&Sha256::digest(self.canonical(&text)?));
        }
        Ok(input)
    }

    fn sign(&self, Document { text, created }: &Document) -> Result<String, String> {
        let mut document: Map<String, Value> = serde_json::from_str(text).map_err(said)?;
        let proof = json!({
            "type": "DataIntegrityProof", "created": created, "verificationMethod": self.verification_method,
            "cryptosuite": "eddsa-rdfc-2022", "proofPurpose": "assertionMethod",
        });
        let Value::Object(mut proof) = proof else { return Err("not an object".into()) };
        let signature = self.key.sign(&self.signing_input(&document, &proof)?);
        let signature = format!("z{}", bs58::encode(signature.to_bytes()).into_string());
        proof.insert("proofValue".into(), Value::String(signature));
        document.insert("proof".into(), Value::Object(proof));
        serde_json::to_string(&document).map_err(said)
    }

    fn verify(&self, mut document: Map<String, Value>) -> Result<String, String> {
        let Some(Value::Object(mut proof)) = document.remove("proof") else { return Err("no proof".into()) };
        let Some(Value::String(signature)) = proof.remove("proofValue") else { return Err("no signature".into()) };
        let issuer = &document["issuer"];
        let (issuer, method) = (issuer["id"].as_str().or(issuer.as_str()), proof["verificationMethod"].as_str());
        let (Some(issuer), Some(method)) = (issuer, method) else { return Err("no issuer, or no key".into()) };
        if proof["proofPurpose"] != "assertionMethod" || method.split('#').next() != Some(issuer) {
            return Err("another's key, or for another purpose".into());
        }
        let signature = bs58::decode(&signature[1..]).into_vec().map_err(said)?;
        let signature = Signature::from_slice(&signature).map_err(said)?;
        let input = self.signing_input(&document, &proof)?;
        terms::did_key(issuer)?.verify_strict(&input, &signature).map_err(said)?;
        Ok("holds".into())
    }

    fn verify_all(&self, document: Map<String, Value>) -> Result<String, String> {
        let children = document["credentialSubject"]["verifiableCredential"].clone();
        self.verify(document)?;
        for child in children.as_array().into_iter().flatten() {
            self.verify(child.as_object().ok_or("a child that is no object")?.clone())?;
        }
        Ok("holds".into())
    }
}

fn normalize(quads: &HashSet<terms::SophiaQuad>) -> Result<Vec<u8>, String> {
    let mut nquads = Vec::new();
    sophia_c14n::rdfc10::normalize(quads, &mut nquads).map_err(said)?;
    Ok(nquads)
}

impl Library for JsonLdSophia {
    fn work(&self, work: Work, document: &Document) -> Result<String, String> {
        let text = &*document.text;
        match work {
            Work::Canonical => self.canonical(text).and_then(|bytes| String::from_utf8(bytes).map_err(said)),
            Work::Hash => self.canonical(text).map(|bytes| to_hex(&Sha256::digest(bytes))),
            Work::Sign => self.sign(document),
            Work::Verify => self.verify(serde_json::from_str(text).map_err(said)?),
            Work::VerifyAll => self.verify_all(serde_json::from_str(text).map_err(said)?),
            Work::Nquads => {
                let quads = terms::parse(text)?.into_iter().map(terms::to_sophia).collect();
                String::from_utf8(normalize(&quads)?).map_err(said)
            }
            Work::SignChecked | Work::SignBase | Work::Derive | Work::DeriveChecked | Work::Steps | Work::Stages => {
                Err(NOT_OFFERED.into())
            }
        }
    }
}

fn said(error: impl Display) -> String {
    error.to_string()
}
