//! The W3C's vectors of `bbs-2023`: every intermediate value of signing, deriving and verifying, but for the one that is made
//! with the randomness of a test.

use std::path::Path;

use super::super::bbs_value::{self, BaseValue, DerivedValue};
use super::super::derive::derive_for;
use super::super::sign::sign_with;
use super::super::statements::{Labelling, Reading, shuffled_label};
use super::super::value::ProofValue;
use super::super::{bbs, read_value};
use super::published::{Case, bytes_of, check_configuration, loader, strings};
use super::*;
use crate::data_integrity::tests::published::{hex, json_file, shared};
use crate::multikey;
use canon::ContextLoader;

const SUITE: &str = "W3C vectors of bbs-2023";

/// What the published proofs need that is not read here. Those with pseudonyms alone have the header of both features.
const FEATURES: [(&str, &str); 3] = [
    ("HolderBinding", "anonymous holder binding"),
    ("Pseudonym", "holder binding with pseudonyms"),
    ("PseudonymHB", "holder binding with pseudonyms"),
];

fn value_in(document: &Value) -> ProofValue<BaseValue, DerivedValue> {
    let text = document["proof"]["proofValue"].as_str().unwrap();
    bbs_value::decode(&read_value(text, Suite::Bbs2023).unwrap()).unwrap()
}

fn base_in(case: &Case<'_>) -> BaseValue {
    match value_in(&case.signed) {
        ProofValue::Base(base) => base,
        ProofValue::Derived(_) => panic!("a derived proof"),
    }
}

fn derived_in(document: &Value) -> DerivedValue {
    match value_in(document) {
        ProofValue::Derived(derived) => derived,
        ProofValue::Base(_) => panic!("a base proof"),
    }
}

fn case<'a>(vectors: &Path, names: [&str; 2], budget: &'a Budget) -> Case<'a> {
    let [name, pointers] = names;
    let directory = vectors.join(name);
    Case {
        signed: json_file(&directory.join("addSignedSDBase.json")),
        mandatory: strings(&json_file(&vectors.join(format!("{pointers}Mandatory.json")))),
        selective: strings(&json_file(&vectors.join(format!("{pointers}Selective.json")))),
        reading: Reading { loader: &loader as &dyn ContextLoader, budget },
        directory,
    }
}

fn published_key(material: &Value) -> SigningKey {
    let number = bytes_of(material["privateKeyHex"].as_str().unwrap());
    let key = SigningKey::from_scalar(KeyKind::Bls12381, &number).unwrap();
    let public = PublicKey::bls12381(&bytes_of(material["publicKeyHex"].as_str().unwrap())).unwrap();
    assert_eq!(key.public(), public);
    key
}

/// A BBS signature has no randomness: the whole base proof is as published.
fn check_base(case: &Case<'_>, hmac_key: &[u8; 32], key: &SigningKey) {
    let base = base_in(case);
    for file in ["addRawBaseSignatureInfo.json", "derivedRecoveredBaseData.json"] {
        let raw = case.file(file);
        assert_eq!(hex(&base.signature), raw["bbsSignature"]);
        assert_eq!(base.mandatory, strings(&raw["mandatoryPointers"]));
    }
    assert_eq!((base.hmac_key, PublicKey::Bls12381(base.public_key)), (*hmac_key, key.public()));
    let hashes = case.file("addHashData.json");
    let header = [hashes["proofHash"].as_str().unwrap(), hashes["mandatoryHash"].as_str().unwrap()].concat();
    assert_eq!(hex(&base.header), header);
    assert_eq!(base.encode(), case.signed["proof"]["proofValue"], "written as published");
    let form = crate::data_integrity::check_form(&case.signed["proof"]).unwrap();
    let options = ProofOptions {
        suite: Suite::Bbs2023,
        ..ProofOptions::assertion(form.created.unwrap(), form.verification_method)
    };
    let how = (&options, case.mandatory.as_slice());
    let again =
        sign_with(case.unsigned(), how, hmac_key, case.reading, |split, signing| bbs::base(split, signing, key));
    assert_eq!(again.unwrap(), case.signed);
}

fn check_derived(case: &Case<'_>, header: &[u8], key: &SigningKey) {
    let published = case.file("derivedRevealDocument.json");
    let value = derived_in(&published);
    let data = case.file("derivedDisclosureData.json");
    let adjusted = case.file("derivedAdjIndexes.json");
    assert_eq!(hex(&value.proof), data["bbsProof"]);
    assert_eq!(json!(value.mandatory), adjusted["adjMandatoryIndexes"]);
    assert_eq!(json!(value.selective), adjusted["adjSelectiveIndexes"]);
    assert_eq!(value.presentation_header, header);
    let labels: Vec<_> =
        value.labels.iter().map(|(to, from)| json!([format!("c14n{to}"), format!("b{from}")])).collect();
    assert_eq!(json!(labels), data["labelMap"]["value"]);
    assert_eq!(value.encode(), published["proof"]["proofValue"], "written as published");
    let verified = |document: Value| {
        let document = UnverifiedDocument::read(document).unwrap();
        let proof = &document.proofs()[0];
        document.verify_with(proof, &key.public(), case.reading.loader, case.reading.budget)
    };
    assert_eq!(verified(published.clone()), Ok(()));
    let ours = derive_for(&case.signed, &case.selective, header, case.reading).unwrap().document().clone();
    assert_eq!(verified(ours.clone()), Ok(()));
    // All but the proof, in which there is randomness.
    let proof = derived_in(&ours).proof;
    assert_eq!(proof.len(), value.proof.len());
    assert_eq!(DerivedValue { proof: value.proof.clone(), ..derived_in(&ours) }, value);
    let (mut ours, mut theirs) = (ours, published.clone());
    ours["proof"]["proofValue"] = Value::Null;
    theirs["proof"]["proofValue"] = Value::Null;
    assert_eq!(ours, theirs);
    let mut unsigned = published;
    unsigned.as_object_mut().unwrap().shift_remove("proof");
    assert_eq!(unsigned, case.file("derivedUnsignedReveal.json"));
    check_verifier(case, &value, &unsigned);
}

/// What is published of the verifier's own work, which is not for every document.
fn check_verifier(case: &Case<'_>, value: &DerivedValue, unsigned: &Value) {
    if !case.directory.join("verifyNQuads.json").is_file() {
        return;
    }
    let labels = value.labels.iter().map(|(to, from)| (*to, shuffled_label(*from))).collect();
    let lines = case.reading.shown(unsigned, &labels).unwrap();
    assert_eq!(lines.into_iter().collect::<Vec<_>>(), strings(&case.file("verifyNQuads.json")));
    let read = case.file("verifyDerivedProofValue.json");
    assert_eq!(
        (json!(value.mandatory), json!(value.selective)),
        (read["mandatoryIndexes"].clone(), read["adjSelectedIndexes"].clone())
    );
}

#[test]
fn the_w3c_vectors_reproduce() {
    let Some(data) = shared(SUITE) else { return };
    let vectors = data.join("vectors/vc-di-bbs");
    let material = json_file(&vectors.join("BBSKeyMaterial.json"));
    let key = published_key(&material);
    let header =
        bytes_of(json_file(&vectors.join("BBSDeriveMaterial.json"))["presentationHeaderHex"].as_str().unwrap());
    let hmac_key: [u8; 32] = bytes_of(material["hmacKeyString"].as_str().unwrap()).try_into().unwrap();
    let budget = Budget::default();
    for names in [[".", "wind"], ["prc", "prCred"]] {
        let case = case(&vectors, names, &budget);
        let method = case.signed["proof"]["verificationMethod"].as_str().unwrap();
        assert_eq!(did::did_key_method(&key.public()), method);
        assert!(multikey::encode(&key.public()).starts_with("zUC7"));
        case.check_statements((Labelling::Shuffled, &hmac_key));
        check_configuration(&case.directory, &case);
        check_base(&case, &hmac_key, &key);
        check_derived(&case, &header, &key);
        what_ran::ran(SUITE, 1);
    }
}

/// Refused by the feature's name, whatever contexts the document is under.
#[test]
fn the_w3c_vectors_of_optional_features_are_refused_by_name() {
    let Some(data) = shared(SUITE) else { return };
    let vectors = data.join("vectors/vc-di-bbs");
    let key = published_key(&json_file(&vectors.join("BBSKeyMaterial.json"))).public();
    let budget = Budget::default();
    for (directory, name) in FEATURES {
        let case = case(&vectors, [directory, "FeatureInputs/license"], &budget);
        let refused = Err(ProofError::Selection(SelectionError::Feature { name }));
        let derived = derive_for(&case.signed, &case.selective, &[], case.reading);
        assert_eq!(derived.map(drop), refused);
        for document in [case.signed.clone(), case.file("derivedRevealDocument.json")] {
            let document = UnverifiedDocument::read(document).unwrap();
            let proof = &document.proofs()[0];
            assert_eq!(document.verify_with(proof, &key, case.reading.loader, &budget), refused);
        }
        what_ran::not_applicable(SUITE, 1, "with an optional feature of bbs-2023, refused by its name");
    }
}
