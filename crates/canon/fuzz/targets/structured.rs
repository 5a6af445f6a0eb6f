//! Mutated credentials: the same statements as `json-ld` reads in them, the same canonical form as `sophia_c14n` gives.
#![no_main]

#[path = "json_ld.rs"]
mod json_ld;

use canon::{Budget, canonicalize, nquads, rdfc10, to_quads};
use canon_fuzz::{context, document, peers};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let text = document(bytes);
    let Ok(parsed) = serde_json::from_str(&text) else { return };
    let budget = Budget::default();
    let Ok(ours) = canonicalize(&parsed, &context, &budget) else { return };
    let quads = to_quads(&parsed, &context, &budget).expect("what was canonicalised");
    if !peers::is_beyond_sophia(&quads)
        && let Some(theirs) = peers::sophia(&quads)
    {
        assert_eq!(ours, theirs, "sophia_c14n differs on {text}");
    }
    if json_ld::is_beyond(&parsed, &quads) {
        return;
    }
    let Some(theirs) = json_ld::nquads(&parsed) else { return };
    let Ok(mut quads) = nquads::parse(&theirs, usize::MAX) else { return };
    quads.iter_mut().for_each(json_ld::lower_tags);
    let Ok(theirs) = rdfc10(&quads, &budget) else { return };
    assert_eq!(ours, theirs.nquads, "json-ld differs on {text}");
});
