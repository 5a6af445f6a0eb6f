//! What every suite must do.

use super::super::selective::{derive, sign_base};
use super::fixture::{NOW, badge};
use super::*;
use crate::made_in_test::a_key;
use model::random::SeededRandom;

/// A key of this kind, and the options under which it signs with `suite`.
pub(super) fn signer(suite: Suite, kind: KeyKind) -> (SigningKey, ProofOptions) {
    let key = a_key(kind, 1);
    let options = ProofOptions { suite, ..ProofOptions::assertion(NOW, did::did_key_method(&key.public())) };
    (key, options)
}

/// Every suite that signs, with every kind of key it takes.
pub(super) fn combinations() -> impl Iterator<Item = (Suite, KeyKind)> {
    Suite::SIGNING.into_iter().flat_map(|suite| suite.kinds().iter().map(move |kind| (suite, *kind)))
}

pub(super) fn signed_with(suite: Suite, kind: KeyKind) -> (Value, SigningKey) {
    let (key, options) = signer(suite, kind);
    (sign(&badge(), &key, &options, &Budget::default()).unwrap(), key)
}

/// `document` signed by a suite for showing parts, with what `always` points to mandatory, and then shown whole.
pub(super) fn shown_with(suite: Suite, document: Value, always: &[&str]) -> (Value, SigningKey) {
    let (key, options) = signer(suite, suite.kinds()[0]);
    let reading = (model::published::contexts(), &Budget::default());
    let always: Vec<String> = always.iter().map(|pointer| (*pointer).to_owned()).collect();
    let base = sign_base(document, &options, &always, (&key, &SeededRandom::new(7)), reading).unwrap();
    let shown = derive(&base, &[String::new()], reading).unwrap();
    (shown.document().clone(), key)
}

#[test]
fn each_signs_and_checks_with_the_keys_it_takes() {
    for (suite, kind) in combinations() {
        let (document, key) = signed_with(suite, kind);
        let form = check_form(&document["proof"]).unwrap();
        assert_eq!((form.suite, form.signature.len()), (suite, key.public().signature_length()));
        let verified = |key: &SigningKey| verify(&document, &document["proof"], &key.public(), &Budget::default());
        assert_eq!(verified(&key), Ok(()));
        assert_eq!(verified(&a_key(kind, 2)), Err(ProofError::BadSignature));
        assert_eq!(Suite::from_name(suite.name()), Some(suite));
    }
    assert_eq!(combinations().count(), 6);
}

#[test]
fn none_takes_a_key_of_another_kind() {
    for suite in Suite::SIGNING {
        for kind in KeyKind::ALL.into_iter().filter(|kind| !suite.takes(*kind)) {
            let (key, options) = signer(suite, kind);
            let refused = Err(ProofError::KeyMismatch { kind });
            assert_eq!(sign(&badge(), &key, &options, &Budget::default()), refused);
            let (document, _) = signed_with(suite, suite.kinds()[0]);
            let checked = verify(&document, &document["proof"], &key.public(), &Budget::default());
            assert_eq!(checked, Err(ProofError::KeyMismatch { kind }));
        }
    }
    let on_json = Suite::ALL.into_iter().filter(|suite| suite.signs_json()).map(Suite::name).collect::<Vec<_>>();
    assert_eq!(on_json, ["eddsa-jcs-2022", "ecdsa-jcs-2019"]);
    assert_eq!(Suite::for_kind(KeyKind::P384), Some(Suite::EcdsaRdfc2019));
    assert_eq!(Suite::for_kind(KeyKind::Rsa), None);
}

/// The hash goes with the curve, so what was prepared for one curve is not signed by another.
#[test]
fn what_was_prepared_for_one_curve_is_not_signed_by_another() {
    let (_, mut options) = signer(Suite::EcdsaRdfc2019, KeyKind::P256);
    options.verification_method = "did:web:learn.example.edu#credential-p256-1".to_owned();
    let prepared = prepare(badge(), &options, KeyKind::P256, &Budget::default()).unwrap();
    let kind = KeyKind::P384;
    assert_eq!(prepared.sign(&a_key(kind, 1)), Err(ProofError::KeyMismatch { kind }));
}

/// A proof moved to another suite of the same key is another proof.
#[test]
fn the_suite_is_signed() {
    for (suite, kind) in combinations() {
        for other in Suite::SIGNING.into_iter().filter(|other| *other != suite && other.takes(kind)) {
            let (mut document, key) = signed_with(suite, kind);
            document["proof"]["cryptosuite"] = json!(other.name());
            let checked = verify(&document, &document["proof"], &key.public(), &Budget::default());
            assert!(checked.is_err(), "{} as {}: {checked:?}", suite.name(), other.name());
        }
    }
}

/// `EdDSA` Cryptosuites §3.3.2: the contexts in the proof are what was signed, and the document's begin with them.
#[test]
fn contexts_under_a_jcs_suite() {
    for (suite, kind) in [(Suite::EddsaJcs2022, KeyKind::Ed25519), (Suite::EcdsaJcs2019, KeyKind::P384)] {
        let (document, key) = signed_with(suite, kind);
        assert_eq!(document["proof"]["@context"], document["@context"]);
        let checked = |change: &dyn Fn(&mut Value)| {
            let mut document = document.clone();
            change(&mut document);
            verify(&document, &document["proof"], &key.public(), &Budget::default())
        };
        let added = checked(&|document| document["@context"].as_array_mut().unwrap().push(json!("https://a.example")));
        assert_eq!(added, Ok(()), "a later signer may add contexts");
        let fewer = checked(&|document| drop(document["@context"].as_array_mut().unwrap().pop()));
        assert!(matches!(fewer, Err(ProofError::Malformed { .. })));
        let turned = checked(&|document| document["@context"].as_array_mut().unwrap().reverse());
        assert!(matches!(turned, Err(ProofError::Malformed { .. })));
        let both = checked(&|document| {
            document["@context"].as_array_mut().unwrap().reverse();
            document["proof"]["@context"].as_array_mut().unwrap().reverse();
        });
        assert_eq!(both, Err(ProofError::BadSignature));
        let none = checked(&|document| drop(document["proof"].as_object_mut().unwrap().shift_remove("@context")));
        assert_eq!(none, Err(ProofError::BadSignature));
    }
}
