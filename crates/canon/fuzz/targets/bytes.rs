//! Any bytes: no panic, nothing beyond the budget, and what was canonical stays as it is.
#![no_main]

use canon::{Budget, canonicalize, jcs, nquads, rdfc10};
use canon_fuzz::context;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let budget = Budget { quads: 2_000, bytes: 1 << 20, ..Budget::default() };
    if let Ok(quads) = nquads::parse(text, usize::MAX) {
        let _ = rdfc10(&quads, &budget);
    }
    let Ok(document) = serde_json::from_str(text) else { return };
    let _ = jcs::canonicalize(&document, &budget);
    let Ok(canonical) = canonicalize(&document, &context, &budget) else { return };
    assert!(canonical.lines().count() <= budget.quads, "more quads than the budget allows");
    let quads = nquads::parse(&canonical, usize::MAX).expect("our own N-Quads");
    let again = rdfc10(&quads, &Budget::default()).expect("what was canonicalised once");
    assert_eq!(again.nquads, canonical, "a canonical form is its own");
});
