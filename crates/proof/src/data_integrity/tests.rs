mod every_leaf;
mod every_leaf_of_a_transcript;
pub(super) mod fixture;
pub(super) mod published;
mod sets_and_chains;
mod suites;
mod text;
mod vectors;

use super::*;
use crate::did;
use crate::keys::{KeyKind, SigningKey};
use canon::CanonError;
use fixture::{NOW, badge, key, options, signed};
use serde_json::json;
use sha2::{Digest as _, Sha256};

fn verify_own(document: &Value) -> Result<(), ProofError> {
    verify(document, &document["proof"], &key().public(), &Budget::default())
}

#[test]
fn a_signed_badge_verifies_and_signing_again_gives_the_same() {
    let document = signed();
    assert_eq!(verify_own(&document), Ok(()));
    assert_eq!(document, signed());
    let form = check_form(&document["proof"]).unwrap();
    assert_eq!((form.created, form.purpose.as_str()), (Some(NOW), "assertionMethod"));
    assert_eq!(form.verification_method, did::did_key_method(&key().public()));
}

#[test]
fn what_is_prepared_is_what_is_signed() {
    let prepared = prepare(badge(), &options(), KeyKind::Ed25519, &Budget::default()).unwrap();
    let input = prepared.signing_input().to_vec();
    let document = prepared.sign(&key()).unwrap();
    assert_eq!(document, signed());
    let form = check_form(&document["proof"]).unwrap();
    assert_eq!(key().public().verify(&input, &form.signature), Ok(()));
    assert_eq!(&input[32..], Sha256::digest(canon_of(&badge())).as_slice());
}

fn canon_of(document: &Value) -> String {
    canon::canonicalize(document, &contexts::context, &Budget::default()).unwrap()
}

#[test]
fn a_document_with_a_proof_is_not_signed_again() {
    let refused = sign(&signed(), &key(), &options(), &Budget::default());
    assert_eq!(refused, Err(ProofError::AlreadySigned));
    let nothing = sign(&json!([]), &key(), &options(), &Budget::default());
    assert!(matches!(nothing, Err(ProofError::Malformed { .. })));
}

#[test]
fn a_did_key_of_another_key_is_not_signed_under() {
    let other = SigningKey::from_seed(&[2; 32]);
    let refused = sign(&badge(), &other, &options(), &Budget::default());
    assert_eq!(refused, Err(ProofError::KeyMismatch { kind: KeyKind::Ed25519 }));
    let web = ProofOptions::assertion(NOW, "did:web:learn.example.edu:default#credential-1");
    assert!(sign(&badge(), &other, &web, &Budget::default()).is_ok());
}

#[test]
fn another_key_does_not_verify() {
    let document = signed();
    let with = |key| verify(&document, &document["proof"], &key, &Budget::default());
    assert_eq!(with(SigningKey::from_seed(&[2; 32]).public()), Err(ProofError::BadSignature));
    let p256 = crate::made_in_test::a_key(KeyKind::P256, 1).public();
    assert_eq!(with(p256), Err(ProofError::KeyMismatch { kind: KeyKind::P256 }));
}

#[test]
fn every_proof_of_a_set_is_checked_over_the_same_document() {
    let (first, second) = (key(), SigningKey::from_seed(&[2; 32]));
    let second_options = ProofOptions::assertion(NOW.plus(5), did::did_key_method(&second.public()));
    let other = sign(&badge(), &second, &second_options, &Budget::default()).unwrap();
    let mut set = signed();
    set["proof"] = json!([set["proof"], other["proof"]]);
    let proofs = proofs_of(&set);
    assert_eq!(proofs.len(), 2);
    assert_eq!(verify(&set, proofs[0], &first.public(), &Budget::default()), Ok(()));
    assert_eq!(verify(&set, proofs[1], &second.public(), &Budget::default()), Ok(()));
    assert_eq!(verify(&set, proofs[1], &first.public(), &Budget::default()), Err(ProofError::BadSignature));
    assert!(proofs_of(&badge()).is_empty());
    assert_eq!(proofs_of(&signed()).len(), 1);
}

/// The proof is hashed under the document's contexts. One of its own would not be signed.
#[test]
fn a_proof_s_own_context_must_be_the_document_s() {
    let mut document = signed();
    document["proof"]["@context"] = document["@context"].clone();
    assert_eq!(verify_own(&document), Ok(()));
    document["proof"]["@context"] = json!(["https://www.w3.org/ns/credentials/v2"]);
    assert!(matches!(verify_own(&document), Err(ProofError::Malformed { .. })));
}

#[test]
fn what_has_no_canonical_form_says_why() {
    let mut unknown = signed();
    unknown["@context"][1] = json!("https://a.example/context");
    let url = "https://a.example/context".to_owned();
    assert_eq!(verify_own(&unknown), Err(CanonError::UnknownContext { url }.into()));

    let mut undefined = badge();
    undefined["credentialSubject"]["humanCodeX"] = json!("x");
    let refused = sign(&undefined, &key(), &options(), &Budget::default());
    let Err(ProofError::Canonicalisation(CanonError::UndefinedTerm { path, term })) = refused else {
        panic!("{refused:?}")
    };
    assert_eq!((path.as_str(), term.as_str()), ("/credentialSubject/humanCodeX", "humanCodeX"));

    let small = Budget { quads: 3, ..Budget::default() };
    let refused = verify(&signed(), &signed()["proof"], &key().public(), &small);
    assert!(matches!(refused, Err(ProofError::Canonicalisation(CanonError::TooComplex { .. }))), "{refused:?}");
}

#[test]
fn challenge_and_domain_are_signed() {
    let options = ProofOptions {
        purpose: Purpose::Authentication,
        challenge: Some("n-1".into()),
        domain: Some("https://learn.example.edu/default".into()),
        ..options()
    };
    let document = sign(&badge(), &key(), &options, &Budget::default()).unwrap();
    let form = check_form(&document["proof"]).unwrap();
    assert_eq!(form.challenge.as_deref(), Some("n-1"));
    assert_eq!(form.domains, ["https://learn.example.edu/default"]);
    assert_eq!(verify_own(&document), Ok(()));
    for member in ["challenge", "domain"] {
        let mut changed = document.clone();
        changed["proof"][member] = json!("https://other.example");
        assert_eq!(verify_own(&changed), Err(ProofError::BadSignature), "{member}");
    }
}

/// Each of these says the same in RDF as the signed badge, so its signature fits; and each hides something from whoever
/// reads the JSON, such as that the badge can be revoked or that it ends.
#[test]
fn statements_spelled_so_that_a_reader_overlooks_them_are_refused() {
    let end = json!({"@value": "2031-05-29T00:00:00Z", "@type": "http://www.w3.org/2001/XMLSchema#dateTime"});
    let status = signed()["credentialStatus"].clone();
    for (member, spelled, value) in [
        ("credentialStatus", "https://www.w3.org/2018/credentials#credentialStatus", status.clone()),
        ("credentialStatus", "credentialStatus", json!([[status]])),
        ("validUntil", "https://www.w3.org/2018/credentials#validUntil", end.clone()),
        ("validUntil", "validUntil", end),
        ("id", "@id", signed()["id"].clone()),
        ("type", "@type", signed()["type"].clone()),
    ] {
        let mut document = signed();
        document.as_object_mut().unwrap().shift_remove(member).unwrap();
        document[spelled] = value;
        assert_eq!(canon_of(&without_proof(&document)), canon_of(&badge()), "{spelled} says the same");
        assert!(matches!(verify_own(&document), Err(ProofError::NotPlain { .. })), "{spelled}");
        let unsigned = without_proof(&document);
        let refused = sign(&unsigned, &key(), &options(), &Budget::default());
        assert!(matches!(refused, Err(ProofError::NotPlain { .. })), "{spelled}");
    }
}

fn without_proof(document: &Value) -> Value {
    let mut document = document.clone();
    document.as_object_mut().unwrap().shift_remove("proof").unwrap();
    document
}
