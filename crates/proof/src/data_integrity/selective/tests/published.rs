//! The W3C's two vectors: every intermediate value of signing, deriving and verifying.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::LazyLock;

use super::super::ecdsa;
use super::super::ecdsa_value::{self, BaseValue, DerivedValue};
use super::super::sign::sign_with;
use super::super::statements::{Labelling, Reading, Statements, hash_of, hmac_label};
use super::super::value::ProofValue;
use super::*;
use crate::data_integrity::tests::published::{hex, json_file, shared, text};
use crate::multikey;
use canon::ContextLoader;

const SUITE: &str = "W3C vectors of ecdsa-sd-2023";

/// The vectors are under a context of another field. This one makes of their members what the published statements say.
static CITIZENSHIP: LazyLock<Value> = LazyLock::new(|| {
    let (schema, citizenship) = ("https://schema.org/", "https://w3id.org/citizenship#");
    let date = "http://www.w3.org/2001/XMLSchema#dateTime";
    let mut terms = json!({
        "image": {"@id": format!("{schema}image"), "@type": "@id"},
        "birthDate": {"@id": format!("{schema}birthDate"), "@type": date},
        "residentSince": {"@id": format!("{citizenship}residentSince"), "@type": date},
        "permanentResidentCard": {"@id": format!("{citizenship}permanentResidentCard"), "@type": "@id"},
        "employmentAuthorizationDocument": {"@id": format!("{citizenship}employmentAuthorizationDocument"), "@type": "@id"},
    });
    for term in ["Person", "identifier", "givenName", "additionalName", "familyName", "gender"] {
        terms[term] = json!(format!("{schema}{term}"));
    }
    for term in [
        "PermanentResidentCardCredential",
        "PermanentResidentCard",
        "PermanentResident",
        "EmploymentAuthorizationDocumentCredential",
        "EmploymentAuthorizationDocument",
        "EmployablePerson",
        "birthCountry",
        "commuterClassification",
        "lprCategory",
        "lprNumber",
    ] {
        terms[term] = json!(format!("{citizenship}{term}"));
    }
    json!({"@context": terms})
});

pub(super) fn loader(url: &str) -> Option<&'static Value> {
    if url == "https://w3id.org/citizenship/v4rc1" { Some(&CITIZENSHIP) } else { contexts::context(url) }
}

fn private(pair: &Value) -> SigningKey {
    let text = pair["secretKeyMultibase"].as_str().unwrap().strip_prefix('z').unwrap();
    let key = SigningKey::from_scalar(KeyKind::P256, &bs58::decode(text).into_vec().unwrap()[2..]).unwrap();
    assert_eq!(multikey::encode(&key.public()), pair["publicKeyMultibase"]);
    key
}

pub(super) fn strings(value: &Value) -> Vec<String> {
    value.as_array().unwrap().iter().map(|item| item.as_str().unwrap().to_owned()).collect()
}

/// The lines of a map written as pairs of place and line.
pub(super) fn lines_of(map: &Value) -> BTreeSet<String> {
    map["value"].as_array().unwrap().iter().map(|pair| pair[1].as_str().unwrap().to_owned()).collect()
}

pub(super) fn bytes_of(text: &str) -> Vec<u8> {
    (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).unwrap()).collect()
}

fn hexes(signatures: &[[u8; 64]]) -> Vec<String> {
    signatures.iter().map(|signature| hex(signature)).collect()
}

fn key_text(key: &[u8; 35]) -> String {
    format!("z{}", bs58::encode(key).into_string())
}

fn value_in(document: &Value) -> ProofValue<BaseValue, DerivedValue> {
    ecdsa_value::decode(&read_value(document["proof"]["proofValue"].as_str().unwrap(), Suite::EcdsaSd2023).unwrap())
        .unwrap()
}

/// The published documents of one run, whatever suite it is of.
pub(super) struct Case<'a> {
    pub(super) directory: std::path::PathBuf,
    pub(super) signed: Value,
    pub(super) mandatory: Vec<String>,
    pub(super) selective: Vec<String>,
    pub(super) reading: Reading<'a>,
}

impl Case<'_> {
    pub(super) fn file(&self, name: &str) -> Value {
        json_file(&self.directory.join(name))
    }

    pub(super) fn unsigned(&self) -> Value {
        let mut document = self.signed.clone();
        document.as_object_mut().unwrap().shift_remove("proof");
        document
    }

    /// Every line, in its order, and which of them the pointers choose; the two hashes.
    pub(super) fn check_statements(&self, labels: (Labelling, &[u8; 32])) {
        let document = self.unsigned();
        let canonical = canon::canonicalize(&document, self.reading.loader, self.reading.budget).unwrap();
        assert_eq!(canonical, strings(&self.file("addBaseDocCanon.json")).concat());
        let statements = Statements::of(&document, labels, self.reading).unwrap();
        let lines: Vec<&str> = statements.lines().collect();
        assert_eq!(lines, strings(&self.file("addBaseDocHMACCanon.json")));
        let transform = self.file("addBaseTransform.json");
        let part = |pointers: &[String]| statements.at(&document, pointers).unwrap();
        let always = part(&self.mandatory);
        assert_eq!(always, lines_of(&transform["mandatory"]));
        let others = lines.iter().filter(|line| !always.contains(**line)).map(|line| (*line).to_owned());
        assert_eq!(others.collect::<BTreeSet<_>>(), lines_of(&transform["nonMandatory"]));
        let hashes = self.file("addHashData.json");
        assert_eq!(hex(&hash_of(always.iter().map(String::as_str))), hashes["mandatoryHash"]);
        let mut proof = self.signed["proof"].as_object().unwrap().clone();
        proof.shift_remove("proofValue");
        assert_eq!(hex(&self.reading.proof_hash(&document, &proof).unwrap()), hashes["proofHash"]);
        let places = |chosen: &BTreeSet<String>| -> Vec<usize> {
            (0..).zip(&lines).filter(|(_, line)| chosen.contains(**line)).map(|(at, _)| at).collect()
        };
        let groups = self.file("derivedGroupIndexes.json");
        let selected = part(&self.selective);
        assert_eq!(json!(places(&always)), groups["mandatoryIndexes"]);
        assert_eq!(json!(places(&selected)), groups["selectiveIndexes"]);
        assert_eq!(json!(places(&always.union(&selected).cloned().collect())), groups["combinedIndexes"]);
    }

    fn base(&self) -> BaseValue {
        match value_in(&self.signed) {
            ProofValue::Base(base) => base,
            ProofValue::Derived(_) => panic!("a derived proof"),
        }
    }

    fn derived(&self) -> DerivedValue {
        match value_in(&self.file("derivedRevealDocument.json")) {
            ProofValue::Derived(derived) => derived,
            ProofValue::Base(_) => panic!("a base proof"),
        }
    }

    fn check_base(&self, material: &Value, key: &SigningKey) {
        let base = self.base();
        for file in ["addRawBaseSignatureInfo.json", "derivedRecoveredBaseData.json"] {
            let raw = self.file(file);
            let public = raw.get("publicKey").or(raw.get("proofPublicKey")).unwrap();
            assert_eq!(
                (hex(&base.base_signature), key_text(&base.proof_key)),
                (raw["baseSignature"].as_str().unwrap().to_owned(), public.as_str().unwrap().to_owned())
            );
            assert_eq!((hexes(&base.signatures), &base.mandatory), (strings(&raw["signatures"]), &self.mandatory));
        }
        assert_eq!(hex(&base.hmac_key), material["hmacKeyString"].as_str().unwrap().to_lowercase());
        assert_eq!(base.encode(), self.signed["proof"]["proofValue"], "written as published");
        // ECDSA signatures of one text differ; what they are made with and over does not.
        let hmac_key = bytes_of(material["hmacKeyString"].as_str().unwrap()).try_into().unwrap();
        let proof_key = private(&material["proofKeyPair"]);
        let form = crate::data_integrity::check_form(&self.signed["proof"]).unwrap();
        let options = ProofOptions {
            suite: Suite::EcdsaSd2023,
            ..ProofOptions::assertion(form.created.unwrap(), form.verification_method)
        };
        let how = (&options, self.mandatory.as_slice());
        let again = sign_with(self.unsigned(), how, &hmac_key, self.reading, |split, signing| {
            ecdsa::base(split, signing, (key, &proof_key))
        });
        let again = again.unwrap();
        let ProofValue::Base(again) = value_in(&again) else { panic!("a derived proof") };
        assert_eq!(
            (again.proof_key, again.hmac_key, again.signatures.len()),
            (base.proof_key, base.hmac_key, base.signatures.len())
        );
    }

    fn check_derived(&self, key: &SigningKey) {
        let reading = (self.reading.loader, self.reading.budget);
        let published = self.file("derivedRevealDocument.json");
        let document = derive(&self.signed, &self.selective, reading).unwrap();
        let document = document.verify(&key.public(), self.reading.loader, self.reading.budget).unwrap();
        assert_eq!(document, published, "byte for byte: deriving makes no signature");
        let derived = self.derived();
        let data = self.file("derivedDisclosureData.json");
        assert_eq!(
            (hexes(&derived.signatures), json!(derived.mandatory)),
            (strings(&data["signatures"]), data["mandatoryIndexes"].clone())
        );
        assert_eq!(json!(derived.mandatory), self.file("derivedAdjMandatoryIndexes.json")["adjMandatoryIndexes"]);
        assert_eq!(hexes(&derived.signatures), strings(&self.file("derivedAdjSignatures.json")["filteredSignatures"]));
        let mut unsigned = published;
        unsigned.as_object_mut().unwrap().shift_remove("proof");
        assert_eq!(unsigned, self.file("derivedUnsignedReveal.json"));
        let labels = derived.labels.iter().map(|(number, hmac)| (*number, hmac_label(hmac))).collect();
        let lines = self.reading.shown(&unsigned, &labels).unwrap();
        assert_eq!(lines.into_iter().collect::<Vec<_>>(), strings(&self.file("verifyNQuads.json")));
        let labels: BTreeMap<String, String> = serde_json::from_value(data["labelMap"]["value"].clone())
            .map(|pairs: Vec<(String, String)>| pairs.into_iter().collect())
            .unwrap();
        assert_eq!(labels.len(), derived.labels.len());
    }
}

#[test]
fn the_w3c_vectors_reproduce() {
    let Some(data) = shared(SUITE) else { return };
    let vectors = data.join("vectors/vc-di-ecdsa");
    let material = json_file(&vectors.join("ecdsa-sd-2023/SDKeyMaterial.json"));
    let key = private(&material["baseKeyPair"]);
    let budget = Budget::default();
    for (name, pointers) in [("prc", "prCred"), ("employ", "employ")] {
        let directory = vectors.join("ecdsa-sd-2023").join(name);
        let case = Case {
            signed: json_file(&directory.join("addSignedSDBase.json")),
            mandatory: strings(&json_file(&vectors.join(format!("{pointers}Mandatory.json")))),
            selective: strings(&json_file(&vectors.join(format!("{pointers}Selective.json")))),
            reading: Reading { loader: &loader as &dyn ContextLoader, budget: &budget },
            directory,
        };
        case.check_statements((Labelling::Hmac, &case.base().hmac_key));
        case.check_base(&material, &key);
        case.check_derived(&key);
        check_configuration(&case.directory, &case);
        what_ran::ran(SUITE, 1);
    }
}

pub(super) fn check_configuration(directory: &Path, case: &Case<'_>) {
    let configuration = case.file("addProofConfig.json");
    let canonical = canon::canonicalize(&configuration, case.reading.loader, case.reading.budget).unwrap();
    assert_eq!(canonical, text(&directory.join("addProofConfigCanon.txt")));
}
