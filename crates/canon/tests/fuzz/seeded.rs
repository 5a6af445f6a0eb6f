//! Documents from fixed seeds, without any other implementation.

use std::collections::BTreeSet;

use crate::{series, verdict};

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
