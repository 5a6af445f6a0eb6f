//! Real credentials, byte for byte as other implementations canonicalise them.

use crate::shared::{Published, data, json, text};
use canon::{Budget, ContextLoader, canonicalize};
use serde_json::Value;

/// Open Badges, transcripts and presentations canonicalised by jsonld.js in safe mode, with the published contexts and
/// with our own.
#[test]
fn documents_canonicalise_as_jsonld_js_does() {
    let Some(data) = data("credentials as jsonld.js canonicalises them") else { return };
    let loader = Published::load(&data);
    let folder = data.join("vectors/canon-expected");
    let mut count = 0;
    for entry in std::fs::read_dir(&folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "json") {
            let expected = text(&path.with_extension("nq"));
            for loader in [&loader as &dyn ContextLoader, &contexts::context] {
                let nquads = canonicalize(&json(&path), loader, &Budget::default());
                assert_eq!(nquads.as_deref(), Ok(expected.as_str()), "{}", path.display());
            }
            count += 1;
        }
    }
    assert_eq!(count, 9);
    what_ran::ran("credentials as jsonld.js canonicalises them", count);
}

/// The signed examples of 1EdTech's implementation guides: the document and the proof configuration.
#[test]
fn signed_examples_canonicalise_as_published() {
    let Some(data) = data("1EdTech signed examples, canonical") else { return };
    let loader = Published::load(&data);
    for (signed, golden) in [("golden-ob-signed.json", "obv3p0"), ("golden-clr-signed.json", "clrv2p0")] {
        let mut document = json(&data.join("examples/ob_v3p0_impl").join(signed));
        let folder = data.join("vectors/1edtech-impl-guide").join(golden);
        let mut proof = document.as_object_mut().unwrap().remove("proof").unwrap();
        if let Value::Array(proofs) = &mut proof {
            proof = proofs.remove(0);
        }
        proof.as_object_mut().unwrap().remove("proofValue");
        proof["@context"] = document["@context"].clone();
        for (value, file) in [(&document, "document-canon.txt"), (&proof, "proof-canon.txt")] {
            let nquads = canonicalize(value, &loader, &Budget::default()).unwrap();
            assert_eq!(nquads.trim_end(), text(&folder.join(file)).trim_end(), "{golden} {file}");
        }
    }
    what_ran::ran("1EdTech signed examples, canonical", 4);
}
