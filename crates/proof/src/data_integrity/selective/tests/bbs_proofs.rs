//! What holds for `bbs-2023` alone.

use super::super::bbs_value::{self, DerivedValue};
use super::super::read_value;
use super::super::value::ProofValue;
use super::*;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

const CHOSEN: &[&str] = &["/name", "/credentialSubject/result", "/credentialSubject/achievement/criteria"];

fn document() -> Value {
    shown(&base(Suite::Bbs2023), CHOSEN)
}

fn value_of(document: &Value) -> DerivedValue {
    let bytes = read_value(document["proof"]["proofValue"].as_str().unwrap(), Suite::Bbs2023).unwrap();
    match bbs_value::decode(&bytes).unwrap() {
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

/// Two parts shown of one badge have nothing in common that was not shown; of `ecdsa-sd-2023` they have the signature.
#[test]
fn two_parts_of_one_badge_share_nothing_but_what_they_show() {
    let base = base(Suite::Bbs2023);
    let (one, other) = (value_of(&shown(&base, CHOSEN)), value_of(&shown(&base, CHOSEN)));
    assert_ne!(one.proof, other.proof);
    for (a, b) in one.proof.chunks(16).zip(other.proof.chunks(16)) {
        assert_ne!(a, b);
    }
    assert_eq!(one.labels, other.labels);
    let numbers = one.labels.values().max().unwrap();
    assert!(*numbers < 64, "labels are places, not HMACs: {numbers}");
}

#[test]
fn every_part_of_a_proof_value_is_checked() {
    let document = document();
    let malformed = |result| matches!(result, Err(ProofError::Malformed { .. }));
    let bad = Err(ProofError::BadSignature);
    assert_eq!(with(&document, |_| ()), Ok(()));
    // A byte of each point and number.
    for at in [20, 70, 120, 160, 190, 220, 250] {
        assert_eq!(with(&document, |value| value.proof[at] ^= 1), bad, "{at}");
    }
    let last = value_of(&document).proof.len() - 1;
    assert_eq!(with(&document, |value| value.proof[last] ^= 1), bad);
    // A number too few, and one too many.
    assert_eq!(with(&document, |value| value.proof.truncate(last + 1 - 32)), bad);
    assert_eq!(with(&document, |value| value.proof.extend([1; 32])), bad);
    assert!(malformed(with(&document, |value| _ = value.proof.pop())));
    assert!(malformed(with(&document, |value| value.proof.truncate(240))));
    assert_eq!(with(&document, |value| _ = value.mandatory.pop()), bad);
    assert!(malformed(with(&document, |value| value.mandatory.push(value.mandatory[0]))));
    assert!(malformed(with(&document, |value| value.mandatory.push(4_000))));
    assert_eq!(with(&document, |value| _ = value.selective.pop()), bad);
    assert_eq!(with(&document, |value| value.selective.reverse()), bad);
    assert_eq!(with(&document, |value| value.selective[1] = value.selective[0]), bad);
    assert_eq!(with(&document, |value| value.selective.push(4_000)), bad);
    assert_eq!(with(&document, |value| *value.selective.last_mut().unwrap() = 4_000), bad);
    assert_eq!(with(&document, |value| value.presentation_header = b"another".to_vec()), bad);
    assert!(malformed(with(&document, |value| value.presentation_header = vec![0; LONGEST_POINTER + 1])));
    assert!(malformed(with(&document, |value| _ = value.labels.pop_first())));
    assert!(malformed(with(&document, |value| _ = value.labels.insert(99, 99))));
    assert!(malformed(with(&document, |value| {
        let label = value.labels[&0];
        value.labels.values_mut().for_each(|other| *other = label);
    })));
    assert_eq!(with(&document, |value| value.labels.values_mut().for_each(|label| *label += 100)), bad);
}

/// The work grows with what is hidden too, of which the document shows nothing.
#[test]
fn more_hidden_statements_than_a_document_may_have_are_refused_before_they_are_looked_at() {
    let document = document();
    let found = |hidden: usize| match with(&document, |value| value.proof.resize(272 + 32 * hidden, 1)) {
        Err(ProofError::Selection(SelectionError::TooMany { what: "statements", found, .. })) => found,
        other => panic!("{other:?}"),
    };
    assert_eq!(found(MOST_STATEMENTS), MOST_STATEMENTS + value_of(&document).selective.len());
    let longer = with(&document, |value| value.proof.resize(272 + 32 * (MOST_STATEMENTS + 1), 1));
    assert!(matches!(longer, Err(ProofError::Malformed { .. })));
}

#[test]
fn a_presentation_header_is_proved_with_the_rest() {
    let reading = statements::Reading { loader: model::published::contexts(), budget: &Budget::default() };
    let bound = derive::derive_for(&base(Suite::Bbs2023), &pointers(CHOSEN), b"challenge", reading);
    let bound = bound.unwrap().document().clone();
    assert_eq!(verified(&bound), Ok(()));
    assert_eq!(value_of(&bound).presentation_header, b"challenge");
    assert_eq!(with(&bound, |value| value.presentation_header.clear()), Err(ProofError::BadSignature));
}

#[test]
fn optional_features_are_refused_by_name_and_other_headers_as_malformed() {
    let document = document();
    let text = document["proof"]["proofValue"].as_str().unwrap();
    let bytes = read_value(text, Suite::Bbs2023).unwrap();
    let with_kind = |kind: u8| {
        let mut changed = document.clone();
        let bytes = [&[0xd9, 0x5d, kind], &bytes[3..]].concat();
        changed["proof"]["proofValue"] = json!(format!("u{}", URL_SAFE_NO_PAD.encode(bytes)));
        verified(&changed).unwrap_err()
    };
    for (kind, name) in [
        (4, "anonymous holder binding"),
        (5, "anonymous holder binding"),
        (6, "pseudonyms"),
        (7, "pseudonyms"),
        (8, "holder binding with pseudonyms"),
        (9, "holder binding with pseudonyms"),
    ] {
        let refused = with_kind(kind);
        assert_eq!(refused, ProofError::Selection(SelectionError::Feature { name }));
        assert!(refused.to_string().contains(name));
    }
    for kind in [0, 1, 10, 255] {
        assert!(matches!(with_kind(kind), ProofError::Malformed { .. }), "{kind}");
    }
}

#[test]
fn cbor_that_is_cut_or_goes_on_is_refused() {
    let document = document();
    let bytes = read_value(document["proof"]["proofValue"].as_str().unwrap(), Suite::Bbs2023).unwrap();
    let refused = |bytes: &[u8]| matches!(bbs_value::decode(bytes), Err(ProofError::Malformed { .. }));
    for length in 0..bytes.len() {
        assert!(refused(&bytes[..length]), "{length}");
    }
    assert!(!refused(&bytes));
    assert!(refused(&[&bytes[..], &[0]].concat()));
    for (at, byte) in [(3, 0x84), (3, 0x86), (3, 0x9f), (4, 0x40), (4, 0x5f)] {
        let mut changed = bytes.clone();
        changed[at] = byte;
        assert!(refused(&changed), "{at} {byte:x}");
    }
    // A base proof cut at each place.
    let base = base(Suite::Bbs2023);
    let bytes = read_value(base["proof"]["proofValue"].as_str().unwrap(), Suite::Bbs2023).unwrap();
    assert!((0..bytes.len()).all(|length| refused(&bytes[..length])));
}

/// With a base proof that another signed, or one whose key was exchanged, nothing is shown.
#[test]
fn a_base_proof_by_another_key_shows_nothing() {
    let base = base(Suite::Bbs2023);
    let text = base["proof"]["proofValue"].as_str().unwrap();
    let ProofValue::Base(value) = bbs_value::decode(&read_value(text, Suite::Bbs2023).unwrap()).unwrap() else {
        panic!("a derived proof")
    };
    let PublicKey::Bls12381(other) = a_key(KeyKind::Bls12381, 2).public() else { panic!("another kind") };
    let alterations: [&dyn Fn(&mut bbs_value::BaseValue); 5] = [
        &|value| value.public_key = other,
        &|value| value.signature[60] ^= 1,
        &|value| value.header[3] ^= 1,
        &|value| value.hmac_key[3] ^= 1,
        &|value| _ = value.mandatory.pop(),
    ];
    for alter in alterations {
        let mut value = value.clone();
        alter(&mut value);
        let mut changed = base.clone();
        changed["proof"]["proofValue"] = json!(value.encode());
        let shown = derive(&changed, &pointers(CHOSEN), (model::published::contexts(), &Budget::default()));
        assert_eq!(shown.and_then(|shown| verified(shown.document())), Err(ProofError::BadSignature));
    }
    // A signature with the point at infinity is none.
    let mut infinite = value;
    infinite.signature[..48].fill(0);
    infinite.signature[0] = 0xc0;
    let mut changed = base;
    changed["proof"]["proofValue"] = json!(infinite.encode());
    assert_eq!(unchecked(&changed, CHOSEN), Err(ProofError::BadSignature));
}
