//! Base proofs, what is derived from them, and what is refused.

mod bbs_proofs;
mod bbs_published;
mod hostile;
mod published;

use canon::Budget;
use model::random::SeededRandom;
use serde_json::{Value, json};

use super::value::ProofValue;
use super::*;
use crate::data_integrity::tests::fixture::{NOW, badge};
use crate::data_integrity::{ProofError, ProofOptions, Suite, UnverifiedDocument, sign, verify as verify_proof};
use crate::did;
use crate::keys::{KeyKind, PublicKey, SigningKey};
use crate::made_in_test::a_key;

pub(super) fn key(suite: Suite) -> SigningKey {
    a_key(suite.kinds()[0], 1)
}

/// The key of the suite that made the document's proof.
pub(super) fn key_of(document: &Value) -> SigningKey {
    key(Suite::from_name(document["proof"]["cryptosuite"].as_str().unwrap()).unwrap())
}

fn options(suite: Suite) -> ProofOptions {
    ProofOptions { suite, ..ProofOptions::assertion(NOW, did::did_key_method(&key(suite).public())) }
}

pub(super) fn pointers(pointers: &[&str]) -> Vec<String> {
    pointers.iter().map(|pointer| (*pointer).to_owned()).collect()
}

fn based(suite: Suite, document: Value, mandatory: &[&str]) -> Result<Value, ProofError> {
    let random = SeededRandom::new(7);
    let reading = (model::published::contexts(), &Budget::default());
    sign_base(document, &options(suite), &pointers(mandatory), (&key(suite), &random), reading)
}

pub(super) fn base(suite: Suite) -> Value {
    based(suite, badge(), &["/issuer/id", "/validFrom", "/validUntil", "/credentialStatus"]).unwrap()
}

pub(super) fn unchecked(document: &Value, chosen: &[&str]) -> Result<Value, ProofError> {
    derive(document, &pointers(chosen), (model::published::contexts(), &Budget::default()))
        .map(|derived| derived.document().clone())
}

pub(super) fn shown(document: &Value, chosen: &[&str]) -> Value {
    let derived = derive(document, &pointers(chosen), (model::published::contexts(), &Budget::default())).unwrap();
    derived.verify(&key_of(document).public(), model::published::contexts(), &Budget::default()).unwrap()
}

pub(super) fn verified(document: &Value) -> Result<(), ProofError> {
    verify_proof(document, &document["proof"], &key_of(document).public(), &Budget::default())
}

/// Objects without an id, fractions, booleans, an ordered list, an array's second item, and all of it.
const SELECTIONS: [&[&str]; 9] = [
    &[],
    &["/name"],
    &["/credentialSubject/achievement/criteria"],
    &["/credentialSubject/creditsEarned", "/credentialSubject/identifier/0/hashed"],
    &["/credentialSubject/achievement/resultDescription/0/allowedValue"],
    &["/credentialSubject/achievement/resultDescription"],
    &["/credentialSubject/achievement/tag/1"],
    &["/credentialSubject/result/0/value", "/evidence/0/name"],
    &[""],
];

#[test]
fn every_selection_verifies_and_shows_what_was_chosen_and_no_more() {
    for suite in Suite::SELECTIVE {
        let base = base(suite);
        for chosen in SELECTIONS {
            check_shown(&base, chosen);
        }
        let tag = shown(&base, &["/credentialSubject/achievement/tag/1"]);
        assert_eq!(tag["credentialSubject"]["achievement"]["tag"], json!(["craft"]));
    }
}

fn check_shown(base: &Value, chosen: &[&str]) {
    let document = shown(base, chosen);
    for pointer in chosen.iter().chain(&["/issuer/id", "/credentialStatus"]).filter(|pointer| !pointer.contains("tag"))
    {
        if !pointer.is_empty() {
            assert_eq!(document.pointer(pointer), base.pointer(pointer), "{pointer}");
        }
    }
    assert_eq!(document.get("name").is_some(), chosen.contains(&"/name") || chosen.contains(&""));
}

/// Two of a kind without ids, in lists of their own: each is shown as itself.
#[test]
fn likeness_does_not_confuse() {
    let mut document = badge();
    let result = document["credentialSubject"]["result"][0].clone();
    document["credentialSubject"]["result"] = json!([result, result, result]);
    document["credentialSubject"]["result"][1]["value"] = json!("C");
    let mut described = document["credentialSubject"]["achievement"]["resultDescription"][0].clone();
    described["id"] = json!("urn:uuid:0c5d7c1e-5f5e-8a2b-8b1f-1d2c3b4a5f61");
    document["credentialSubject"]["achievement"]["resultDescription"].as_array_mut().unwrap().push(described);
    for suite in Suite::SELECTIVE {
        check_alike(&based(suite, document.clone(), &["/issuer"]).unwrap());
    }
}

fn check_alike(base: &Value) {
    for at in 0..3 {
        let pointer = format!("/credentialSubject/result/{at}/value");
        let document = shown(base, &[&pointer]);
        assert_eq!(document["credentialSubject"]["result"][0]["value"], *base.pointer(&pointer).unwrap());
    }
    for at in 0..2 {
        shown(base, &[&format!("/credentialSubject/achievement/resultDescription/{at}/allowedValue")]);
    }
    shown(base, &["/credentialSubject/result/0", "/credentialSubject/result/2", "/credentialSubject/achievement"]);
}

/// Credentials in a transcript are graphs, with names nobody gave them.
#[test]
fn a_credential_inside_can_be_chosen() {
    let signer = a_key(KeyKind::P256, 1);
    let child = |number: u64| {
        let mut child = badge();
        child["id"] = json!(format!("urn:uuid:5f0c8a6e-3c53-8d1b-9c0e-0f4f2d0b7a{number}"));
        child["name"] = json!(format!("Course {number}"));
        let options = ProofOptions { suite: Suite::EcdsaRdfc2019, ..options(Suite::EcdsaSd2023) };
        sign(&child, &signer, &options, &Budget::default()).unwrap()
    };
    let document = json!({
        "@context": [contexts::VC2_CONTEXT, contexts::CLR_CONTEXT, contexts::OB_CONTEXT],
        "id": "urn:uuid:5f0c8a6e-3c53-8d1b-9c0e-0f4f2d0b7a10",
        "type": ["VerifiableCredential", "ClrCredential"],
        "issuer": {"id": did::did_key(&signer.public()), "type": ["Profile"]},
        "name": "Transcript",
        "validFrom": "2026-05-29T00:00:00Z",
        "credentialSubject": {"type": ["ClrSubject"], "verifiableCredential": [child(11), child(12), child(13)]},
    });
    for suite in Suite::SELECTIVE {
        let base = based(suite, document.clone(), &["/issuer", "/validFrom"]).unwrap();
        let shown = shown(&base, &["/credentialSubject/verifiableCredential/1"]);
        let children = shown["credentialSubject"]["verifiableCredential"].as_array().unwrap();
        assert_eq!((children.len(), &children[0]["name"]), (1, &json!("Course 12")));
        assert_eq!(verify_proof(&children[0], &children[0]["proof"], &signer.public(), &Budget::default()), Ok(()));
    }
}

#[test]
fn two_issues_of_one_badge_share_no_label_and_no_signature() {
    let again = |seed| {
        let reading = (model::published::contexts(), &Budget::default());
        let random = SeededRandom::new(seed);
        let suite = Suite::EcdsaSd2023;
        sign_base(badge(), &options(suite), &pointers(&["/issuer"]), (&key(suite), &random), reading).unwrap()
    };
    let read = |document: &Value| {
        let text = document["proof"]["proofValue"].as_str().unwrap();
        match ecdsa_value::decode(&read_value(text, Suite::EcdsaSd2023).unwrap()).unwrap() {
            ProofValue::Base(value) => value,
            ProofValue::Derived(_) => panic!("a derived proof"),
        }
    };
    let (one, other) = (read(&again(1)), read(&again(2)));
    assert_ne!((one.hmac_key, one.proof_key), (other.hmac_key, other.proof_key));
    assert!(one.signatures.iter().all(|signature| !other.signatures.contains(signature)));
}
