//! Two thousand documents with the bytes jsonld.js gave for them; `node tests/interop/fuzz.mjs --keep` makes the file.

use std::io::Read;

use flate2::read::GzDecoder;
use sha2::{Digest, Sha256};

use crate::{series, verdict};

/// A line `# series SEED`, then for each document a line `# INDEX SHA-256` of its text and its canonical N-Quads.
const KEPT: &[u8] = include_bytes!("kept.gz");

#[test]
fn documents_have_the_bytes_that_jsonld_js_gave() {
    let mut text = String::new();
    GzDecoder::new(KEPT).read_to_string(&mut text).unwrap();
    let text = text.strip_prefix("# series ").unwrap();
    let (seed, documents) = text.split_once('\n').unwrap();
    let seed = seed.parse().unwrap();
    let documents = documents.strip_prefix("# ").unwrap();
    let mut count = 0;
    for document in documents.split("\n# ") {
        let (head, nquads) = document.split_once('\n').unwrap_or((document, ""));
        let (index, hash) = head.split_once(' ').unwrap();
        judge(seed, index.parse().unwrap(), hash, nquads.trim_end_matches('\n'));
        count += 1;
    }
    assert_eq!(count, 2_000);
    what_ran::ran("mutated documents as jsonld.js canonicalises them", count);
}

fn judge(seed: u64, index: u64, hash: &str, expected: &str) {
    let text = series::document(seed, index);
    let made = hex::encode(Sha256::digest(&text));
    assert_eq!(made, hash, "document {index} is another one now: the mutations changed, so renew the file");
    match verdict::of(&text) {
        Ok(nquads) => assert_eq!(nquads.trim_end_matches('\n'), expected, "document {index}: {text}"),
        Err(refusal) => panic!("document {index} is refused: {}: {text}", refusal.message),
    }
}
