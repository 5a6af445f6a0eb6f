//! What is refused.

use super::super::ecdsa_value::{self, DerivedValue};
use super::super::value::ProofValue;
use super::*;
use base64::Engine as _;

fn kind(result: Result<Value, ProofError>) -> SelectionError {
    match result.unwrap_err() {
        ProofError::Selection(error) => error,
        other => panic!("{other:?}"),
    }
}

fn value_of(document: &Value) -> DerivedValue {
    let bytes = read_value(document["proof"]["proofValue"].as_str().unwrap(), Suite::EcdsaSd2023).unwrap();
    match ecdsa_value::decode(&bytes).unwrap() {
        ProofValue::Derived(value) => value,
        ProofValue::Base(_) => panic!("a base proof"),
    }
}

/// The same document with a proof value that was tampered with.
fn with(document: &Value, change: impl Fn(&mut DerivedValue)) -> Result<(), ProofError> {
    let mut value = value_of(document);
    change(&mut value);
    let mut document = document.clone();
    document["proof"]["proofValue"] = json!(value.encode());
    verified(&document)
}

#[test]
fn pointers_to_nothing_and_what_are_none() {
    for suite in Suite::SELECTIVE {
        for (pointer, what) in [
            ("/nowhere", "points to nothing in this document"),
            ("/credentialSubject/result/1", "points to nothing in this document"),
            ("/credentialSubject/result/00", "points to nothing in this document"),
            ("/credentialSubject/result/-", "points to nothing in this document"),
            ("/name/deeper", "points to nothing in this document"),
            ("/proof", "points to nothing in this document"),
            ("name", "does not begin with /, as in /credentialSubject/name"),
            ("/@context/0", "points into a context, which is always shown"),
        ] {
            let error = SelectionError::Pointer { pointer: pointer.to_owned(), what };
            assert_eq!(kind(unchecked(&base(suite), &[pointer])), error);
            assert_eq!(kind(based(suite, badge(), &[pointer])), error);
        }
        let long = format!("/{}", "a".repeat(LONGEST_POINTER));
        assert!(matches!(kind(unchecked(&base(suite), &[&long])), SelectionError::Pointer { .. }));
        let many = vec!["/name"; MOST_POINTERS + 1];
        assert!(matches!(kind(unchecked(&base(suite), &many)), SelectionError::TooMany { what: "pointers", .. }));
    }
}

#[test]
fn a_part_of_a_list_is_not_what_was_signed() {
    for suite in Suite::SELECTIVE {
        let at = "/credentialSubject/achievement/resultDescription/0/allowedValue";
        for item in 0..3 {
            let pointer = format!("{at}/{item}");
            assert_eq!(kind(unchecked(&base(suite), &[&pointer])), SelectionError::PartOfList);
            assert_eq!(kind(based(suite, badge(), &[&pointer])), SelectionError::PartOfList);
        }
    }
}

#[test]
fn documents_that_cannot_be_taken_apart() {
    for suite in Suite::SELECTIVE {
        let mut crowded = badge();
        crowded["credentialSubject"]["achievement"]["tag"] =
            (0..MOST_STATEMENTS).map(|tag| json!(tag.to_string())).collect();
        assert!(matches!(
            kind(based(suite, crowded, &["/issuer"])),
            SelectionError::TooMany { what: "statements", .. }
        ));
        let mut own_names = badge();
        own_names["evidence"][0]["id"] = json!("urn:bnid:0");
        assert!(matches!(kind(based(suite, own_names, &["/issuer"])), SelectionError::NotSelectable { .. }));
        let nothing = based(suite, badge(), &[]).unwrap();
        assert_eq!(kind(unchecked(&nothing, &[])), SelectionError::Nothing);
        shown(&nothing, &["/name"]);
    }
}

#[test]
fn base_proofs_and_derived_ones_are_not_confused() {
    for suite in Suite::SELECTIVE {
        let base = base(suite);
        assert!(matches!(verified(&base), Err(ProofError::Selection(SelectionError::Kind(_)))));
        let derived = shown(&base, &["/name"]);
        assert!(matches!(kind(unchecked(&derived, &["/name"])), SelectionError::Kind(_)));
        assert!(matches!(kind(unchecked(&badge(), &["/name"])), SelectionError::Kind(_)));
        let mut two = base.clone();
        two["proof"] = json!([base["proof"], base["proof"]]);
        assert!(matches!(kind(unchecked(&two, &["/name"])), SelectionError::Kind(_)));
        assert_eq!(based(suite, base, &["/issuer"]), Err(ProofError::AlreadySigned));
    }
}

#[test]
fn only_these_suites_and_their_keys_sign() {
    let reading = (model::published::contexts(), &Budget::default());
    let signed = |options: &ProofOptions, key: &SigningKey| {
        sign_base(badge(), options, &[], (key, &SeededRandom::new(1)), reading).unwrap_err()
    };
    for suite in Suite::SELECTIVE {
        let (p384, kind) = (a_key(KeyKind::P384, 1), suite.kinds()[0]);
        assert_eq!(signed(&options(suite), &p384), ProofError::KeyMismatch { kind: KeyKind::P384 });
        assert_eq!(signed(&options(suite), &a_key(kind, 2)), ProofError::KeyMismatch { kind });
        let other = ProofOptions { suite: Suite::EcdsaRdfc2019, ..options(suite) };
        assert!(matches!(signed(&other, &key(suite)), ProofError::UnsupportedSuite { .. }));
        let chained = ProofOptions { previous: vec!["urn:a".into()], ..options(suite) };
        assert!(matches!(signed(&chained, &key(suite)), ProofError::Malformed { .. }));
        let plain = sign(&badge(), &key(suite), &options(suite), &Budget::default());
        assert!(matches!(plain, Err(ProofError::UnsupportedSuite { .. })));
        let other = Suite::SELECTIVE.into_iter().find(|other| *other != suite).unwrap();
        let crossed = ProofOptions { suite: other, ..options(suite) };
        assert_eq!(signed(&crossed, &key(suite)), ProofError::KeyMismatch { kind });
    }
}

#[test]
fn a_base_proof_that_was_changed_is_not_derived_from() {
    for suite in Suite::SELECTIVE {
        let derived = |document: &Value| {
            let derived = derive(document, &pointers(&["/name"]), (model::published::contexts(), &Budget::default()))?;
            derived.verify(&key(suite).public(), model::published::contexts(), &Budget::default())
        };
        let mut changed = base(suite);
        changed["name"] = json!("Another");
        assert_eq!(derived(&changed), Err(ProofError::BadSignature));
        let mut added = base(suite);
        added["description"] = json!("Another");
        assert_eq!(derived(&added), Err(ProofError::BadSignature));
        let other =
            derive(&base(suite), &pointers(&["/name"]), (model::published::contexts(), &Budget::default())).unwrap();
        let other_key = a_key(suite.kinds()[0], 2).public();
        assert_eq!(
            other.verify(&other_key, model::published::contexts(), &Budget::default()),
            Err(ProofError::BadSignature)
        );
    }
}

#[test]
fn nothing_shown_can_be_changed_added_or_removed() {
    for suite in Suite::SELECTIVE {
        let document = shown(&base(suite), &["/name", "/credentialSubject/achievement/resultDescription", "/evidence"]);
        for pointer in [
            "/name",
            "/id",
            "/issuer/id",
            "/validUntil",
            "/credentialStatus/statusListIndex",
            "/credentialSubject/achievement/resultDescription/0/allowedValue/2",
            "/evidence/0/narrative",
            "/proof/created",
            "/proof/verificationMethod",
        ] {
            let mut changed = document.clone();
            let leaf = changed.pointer_mut(pointer).unwrap();
            *leaf = if pointer.ends_with("/created") || pointer == "/validUntil" {
                json!("2031-05-30T00:00:00Z")
            } else {
                json!(format!("{}x", leaf.as_str().unwrap()))
            };
            assert_eq!(verified(&changed), Err(ProofError::BadSignature), "{pointer}");
        }
        for member in ["name", "validFrom", "validUntil", "credentialStatus", "evidence"] {
            let mut removed = document.clone();
            removed.as_object_mut().unwrap().shift_remove(member).unwrap();
            assert!(verified(&removed).is_err(), "{member}");
        }
        let mut added = document.clone();
        added["description"] = json!("More");
        assert_eq!(verified(&added), Err(ProofError::BadSignature));
        let mut swapped = shown(&base(suite), &["/name"]);
        swapped["proof"] = document["proof"].clone();
        assert!(verified(&swapped).is_err());
    }
}

#[test]
fn every_part_of_a_proof_value_is_checked() {
    let document = shown(
        &base(Suite::EcdsaSd2023),
        &["/name", "/credentialSubject/result", "/credentialSubject/achievement/criteria"],
    );
    let malformed = |result| matches!(result, Err(ProofError::Malformed { .. }));
    let bad = Err(ProofError::BadSignature);
    assert_eq!(with(&document, |_| ()), Ok(()));
    assert_eq!(with(&document, |value| value.base_signature[9] ^= 1), bad);
    assert_eq!(with(&document, |value| value.signatures[0][9] ^= 1), bad);
    assert_eq!(with(&document, |value| value.signatures.reverse()), bad);
    assert_eq!(with(&document, |value| _ = value.signatures.pop()), bad);
    assert_eq!(with(&document, |value| value.signatures.push([1; 64])), bad);
    assert_eq!(with(&document, |value| _ = value.mandatory.pop()), bad);
    assert!(malformed(with(&document, |value| value.mandatory.push(value.mandatory[0]))));
    assert!(malformed(with(&document, |value| value.mandatory.push(4_000))));
    assert!(malformed(with(&document, |value| _ = value.labels.pop_first())));
    assert!(malformed(with(&document, |value| _ = value.labels.insert(99, [1; 32]))));
    assert!(malformed(with(&document, |value| {
        let label = value.labels[&0];
        value.labels.values_mut().for_each(|other| *other = label);
    })));
    assert_eq!(with(&document, |value| value.labels.values_mut().for_each(|label| label[0] ^= 1)), bad);
    assert!(malformed(with(&document, |value| value.proof_key[2] = 9)));
    assert!(malformed(with(&document, |value| value.proof_key[0] = 0)));
    let other = crate::multikey::encode(&a_key(KeyKind::P256, 3).public());
    let other: [u8; 35] = bs58::decode(&other[1..]).into_vec().unwrap().try_into().unwrap();
    assert_eq!(with(&document, |value| value.proof_key = other), bad);
}

#[test]
fn cbor_that_is_cut_or_goes_on_or_has_another_header_is_refused() {
    let document = shown(&base(Suite::EcdsaSd2023), &["/name"]);
    let text = document["proof"]["proofValue"].as_str().unwrap();
    let bytes = read_value(text, Suite::EcdsaSd2023).unwrap();
    let is_malformed = |text: String| {
        let mut changed = document.clone();
        changed["proof"]["proofValue"] = json!(text);
        matches!(verified(&changed), Err(ProofError::Malformed { .. }))
    };
    let encoded = |bytes: &[u8]| format!("u{}", base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(bytes));
    for length in 0..bytes.len() {
        assert!(is_malformed(encoded(&bytes[..length])), "{length}");
    }
    assert!(is_malformed(encoded(&[&bytes[..], &[0]].concat())));
    for (at, byte) in [(0, 0xd8), (1, 0x5c), (2, 0x02), (2, 0x00), (3, 0x84), (3, 0x9f), (4, 0x59), (4, 0x5f)] {
        let mut changed = bytes.clone();
        changed[at] = byte;
        assert!(is_malformed(encoded(&changed)), "{at} {byte:x}");
    }
    // An array said to be longer than there are bytes, and a length written with more bytes than it needs.
    assert!(is_malformed(encoded(&[0xd9, 0x5d, 0x01, 0x9a, 0xff, 0xff, 0xff, 0xff])));
    assert!(is_malformed(encoded(&[&bytes[..3], &[0x98, 5], &bytes[4..]].concat())));
    for text in [&text[1..], "", "u", "u****", &format!("z{}", &text[1..])] {
        assert!(is_malformed(text.to_owned()));
    }
    assert!(is_malformed(format!("u{}", "A".repeat(10_000_000))));
}
