//! Signed documents that others published, when they are beside this repository: byte for byte, and tampered.

use std::path::{Path, PathBuf};

use super::*;
use crate::did::{VerificationMethod, resolve_offline};
use crate::did_document::DidDocument;

/// The directory beside the repository, or a note that `suite` was not run.
pub(in crate::data_integrity) fn shared(suite: &str) -> Option<PathBuf> {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data");
    if directory.is_dir() {
        return Some(directory);
    }
    what_ran::skipped(suite, 0, "../shared/data is absent");
    None
}

pub(in crate::data_integrity) fn text(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

pub(in crate::data_integrity) fn json_file(path: &Path) -> Value {
    serde_json::from_str(&text(path)).unwrap()
}

/// A signed document with its proof as one object, where it is written as a list of one.
fn with_one_proof(mut document: Value) -> Value {
    let proof = proofs_of(&document)[0].clone();
    document["proof"] = proof;
    document
}

pub(in crate::data_integrity) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").unwrap();
        text
    })
}

/// With the examples' own contexts, which nothing but test suites takes.
pub(super) fn loader(url: &str) -> Option<&'static Value> {
    contexts::context(url).or_else(|| contexts::testing_context(url))
}

/// Signs a published document again, as its proof says.
fn sign_again(document: &Value, key: &SigningKey) -> Value {
    let form = check_form(&document["proof"]).unwrap();
    let options = ProofOptions::assertion(form.created.unwrap(), form.verification_method);
    prepare_with(without_proof(document), &options, KeyKind::Ed25519, &loader, &Budget::default())
        .unwrap()
        .sign(key)
        .unwrap()
}

fn canonical(document: &Value) -> String {
    canon::canonicalize(document, &loader, &Budget::default()).unwrap()
}

fn proof_configuration(document: &Value) -> Value {
    let mut proof = document["proof"].clone();
    proof.as_object_mut().unwrap().shift_remove("proofValue").unwrap();
    proof["@context"] = document["@context"].clone();
    proof
}

/// The private key that 1EdTech's guide prints: seed and public key.
fn guide_key(guide: &Path) -> SigningKey {
    let page = text(guide);
    let (_, after) = page.split_once("Private key (hex)").unwrap();
    let digits = after.split(|c: char| !c.is_ascii_hexdigit()).find(|run| run.len() == 128).unwrap();
    let bytes: Vec<u8> = (0..128).step_by(2).map(|at| u8::from_str_radix(&digits[at..at + 2], 16).unwrap()).collect();
    let key = SigningKey::from_seed(bytes[..32].try_into().unwrap());
    assert_eq!(key.public(), PublicKey::ed25519(&bytes[32..]).unwrap());
    key
}

#[test]
fn the_1edtech_guides_reproduce_byte_for_byte() {
    let Some(data) = shared("1EdTech signed examples, byte for byte") else { return };
    for (file, guide, vectors) in [
        ("golden-ob-signed.json", "linked-data-proof-ob.html", "obv3p0"),
        ("golden-clr-signed.json", "linked-data-proof-clr.html", "clrv2p0"),
    ] {
        let examples = data.join("examples/ob_v3p0_impl");
        let vectors = data.join("vectors/1edtech-impl-guide").join(vectors);
        let document = with_one_proof(json_file(&examples.join(file)));
        let key = guide_key(&examples.join(guide));
        assert_eq!(canonical(&without_proof(&document)), text(&vectors.join("document-canon.txt")), "{file}");
        assert_eq!(canonical(&proof_configuration(&document)), text(&vectors.join("proof-canon.txt")), "{file}");
        assert_eq!(sign_again(&document, &key), document, "{file}");
        assert_eq!(verify(&document, &document["proof"], &key.public(), &Budget::default()), Ok(()), "{file}");
        for child in document["credentialSubject"]["verifiableCredential"].as_array().into_iter().flatten() {
            let child = &with_one_proof(child.clone());
            assert_eq!(&sign_again(child, &key), child);
            assert_eq!(verify(child, &child["proof"], &key.public(), &Budget::default()), Ok(()));
        }
        what_ran::ran("1EdTech signed examples, byte for byte", 1);
    }
}

/// All JSON files below `directory`, sorted.
fn files_below(directory: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut waiting = vec![directory.to_owned()];
    while let Some(directory) = waiting.pop() {
        for item in std::fs::read_dir(&directory).unwrap() {
            let path = item.unwrap().path();
            if path.is_dir() {
                waiting.push(path);
            } else if path.extension().is_some_and(|extension| extension == "json") {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// Resolves `did:key` itself and the two `did:web` of the fixtures from the documents beside them.
fn dcc_method(fixtures: &Path, id: &str) -> Option<VerificationMethod> {
    match id.split_once('#').unwrap().0.strip_prefix("did:web:digitalcredentials.github.io:vc-test-fixtures:dids:") {
        None => resolve_offline(id).ok(),
        Some(name) => {
            let json = json_file(&fixtures.join("dids").join(name).join("did.json"));
            Some(DidDocument::parse(json, did::did_of(id)).unwrap().method(id).unwrap())
        }
    }
}

#[test]
fn the_dcc_fixtures_verify_and_their_tampered_copies_do_not() {
    const SUITE: &str = "DCC test fixtures, proofs";
    let Some(data) = shared(SUITE) else { return };
    let fixtures = data.join("examples/dcc-vc-test-fixtures");
    let (mut verified, mut tampered, mut foreign) = (0, 0, 0);
    let mut elsewhere = Vec::new();
    for path in ["v1", "v2"].into_iter().flat_map(|version| files_below(&fixtures.join(version))) {
        let document = json_file(&path);
        for proof in proofs_of(&document) {
            let form = check_form(proof).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            let Some(method) = dcc_method(&fixtures, &form.verification_method) else {
                elsewhere.push(form.verification_method);
                continue;
            };
            let issuer = document["issuer"].as_str().or(document["issuer"]["id"].as_str()).unwrap();
            let result = verify(&document, proof, &method.key, &Budget::default());
            if let Err(ProofError::Canonicalisation(CanonError::UnknownContext { url })) = &result {
                assert_eq!(url, "https://w3id.org/dcc/v1", "{}", path.display());
                foreign += 1;
                continue;
            }
            if path.to_string_lossy().ends_with("-tampered.json") {
                assert_eq!(result, Err(ProofError::BadSignature), "{}", path.display());
                tampered += 1;
                continue;
            }
            assert_eq!(result, Ok(()), "{}", path.display());
            assert_eq!(form.check_controller(&method, issuer), Ok(()), "{}", path.display());
            assert_eq!(form.check_method(&method, Purpose::AssertionMethod, NOW), Ok(()), "{}", path.display());
            let mut changed = document.clone();
            changed["id"] = json!("urn:uuid:00000000-0000-0000-0000-000000000000");
            let result = verify(&changed, proof, &method.key, &Budget::default());
            assert_eq!(result, Err(ProofError::BadSignature), "{}", path.display());
            verified += 1;
        }
    }
    assert_eq!((verified, tampered, elsewhere.len()), (110, 1, 1), "{elsewhere:?}");
    what_ran::not_applicable(SUITE, elsewhere.len(), "by keys whose documents are not beside them");
    what_ran::ran(SUITE, verified + tampered);
    what_ran::not_applicable(SUITE, foreign, "under a context of DCC's own");
}
