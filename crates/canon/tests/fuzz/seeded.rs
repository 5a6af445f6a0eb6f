//! Documents from fixed seeds, without any other implementation.

use std::collections::BTreeSet;

use canon::{Budget, nquads, rdfc10};
use serde_json::Value;

use crate::{series, verdict};

/// So many documents take the tests below a few seconds.
const DOCUMENTS: u64 = 5_000;

/// The same seed and index make the same text everywhere, or nothing that was recorded about a document holds.
#[test]
fn a_document_depends_on_its_seed_and_index_alone() {
    assert_eq!(series::document(1, 7), series::document(1, 7));
    assert_ne!(series::document(1, 7), series::document(1, 8));
    assert_ne!(series::document(1, 7), series::document(2, 7));
}

/// A good part of the documents must be acceptable, and the others wrong in many ways, or comparing them shows little.
#[test]
fn documents_are_judged_without_a_panic_and_not_all_alike() {
    let mut accepted = 0;
    let mut reasons = BTreeSet::new();
    for index in 0..2_000 {
        match verdict::of(&series::document(0x5eed, index)) {
            Ok(_) => accepted += 1,
            Err(refusal) => {
                assert!(!refusal.message.is_empty(), "document {index}");
                reasons.insert(refusal.reason);
            }
        }
    }
    assert!((600..1_400).contains(&accepted), "{accepted} of 2000 accepted");
    assert!(reasons.len() >= 30, "only these reasons: {reasons:?}");
}

/// A JSON object has no order: neither the bytes nor whether there are any depend on it.
#[test]
fn the_order_of_members_does_not_matter() {
    let mut accepted = 0;
    for index in 0..DOCUMENTS {
        let Ok(document) = serde_json::from_str::<Value>(&series::document(0x0bde, index)) else { continue };
        let one = verdict::of(&document.to_string());
        let other = verdict::of(&backwards(document).to_string());
        assert_eq!(one.as_ref().ok(), other.as_ref().ok(), "document {index}");
        accepted += u64::from(one.is_ok());
    }
    assert!(accepted > DOCUMENTS / 4, "{accepted} accepted");
}

/// The members of every object from last to first.
fn backwards(value: Value) -> Value {
    match value {
        Value::Object(members) => {
            Value::Object(members.into_iter().rev().map(|(key, value)| (key, backwards(value))).collect())
        }
        Value::Array(items) => Value::Array(items.into_iter().map(backwards).collect()),
        scalar => scalar,
    }
}

/// What is canonical is read back and stays what it is.
#[test]
fn a_canonical_form_is_its_own() {
    for index in 0..DOCUMENTS {
        let Ok(canonical) = verdict::of(&series::document(0xca70, index)) else { continue };
        let quads = nquads::parse(&canonical, usize::MAX).unwrap();
        let again = rdfc10(&quads, &Budget::default()).unwrap();
        assert_eq!(again.nquads, canonical, "document {index}");
    }
}

/// A budget decides whether there is an answer, never which.
#[test]
fn a_tight_budget_refuses_or_changes_nothing() {
    let mut refused = 0;
    for index in 0..DOCUMENTS {
        let text = series::document(0xb0d9, index);
        let Ok(canonical) = verdict::of(&text) else { continue };
        let size = usize::try_from(index % 50).unwrap() + 1;
        let budget =
            Budget { nodes: size * 8, quads: size, bytes: size * 200, context_terms: size * 40, ..Budget::default() };
        match verdict::within(&budget, &text) {
            Ok(nquads) => assert_eq!(nquads, canonical, "document {index}"),
            Err(refusal) => {
                assert!(refusal.reason.starts_with("too complex: "), "document {index}: {}", refusal.message);
                refused += 1;
            }
        }
    }
    assert!(refused > 200, "only {refused} refused");
}
