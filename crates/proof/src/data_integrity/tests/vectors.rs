//! The W3C's vectors for each suite, every intermediate value.

use super::super::bytes::Canonicalisation;
use super::published::{hex, json_file, loader, shared, text};
use super::*;
use crate::multikey;
use canon::Document;
use std::path::Path;

/// One vector: the suite, the kind of key, and how its files end.
struct Vector {
    suite: Suite,
    kind: KeyKind,
    directory: &'static str,
    ending: &'static str,
}

const VECTORS: [Vector; 7] = [
    vector(Suite::EddsaRdfc2022, KeyKind::Ed25519, "vc-di-eddsa/eddsa-rdfc-2022", "DataInt"),
    vector(Suite::EddsaJcs2022, KeyKind::Ed25519, "vc-di-eddsa/eddsa-jcs-2022", "JCS"),
    vector(Suite::Ed25519Signature2020, KeyKind::Ed25519, "vc-di-eddsa/Ed25519Signature2020", "EdSig"),
    vector(Suite::EcdsaRdfc2019, KeyKind::P256, "vc-di-ecdsa/ecdsa-rdfc-2019-p256", "ECDSAP256"),
    vector(Suite::EcdsaRdfc2019, KeyKind::P384, "vc-di-ecdsa/ecdsa-rdfc-2019-p384", "ECDSAP384"),
    vector(Suite::EcdsaJcs2019, KeyKind::P256, "vc-di-ecdsa/ecdsa-jcs-2019-p256", "JCSECDSAP256"),
    vector(Suite::EcdsaJcs2019, KeyKind::P384, "vc-di-ecdsa/ecdsa-jcs-2019-p384", "JCSECDSAP384"),
];

const fn vector(suite: Suite, kind: KeyKind, directory: &'static str, ending: &'static str) -> Vector {
    Vector { suite, kind, directory, ending }
}

/// The private key beside the vectors, as multibase of a two-byte prefix and the number or seed.
fn private_key(vectors: &Path, kind: KeyKind) -> SigningKey {
    let (file, member) = match kind {
        KeyKind::Ed25519 => ("vc-di-eddsa/keyPair.json", "privateKeyMultibase"),
        KeyKind::P256 => ("vc-di-ecdsa/p256KeyPair.json", "secretKeyMultibase"),
        KeyKind::P384 => ("vc-di-ecdsa/p384KeyPair.json", "secretKeyMultibase"),
        KeyKind::Rsa | KeyKind::Bls12381 => panic!("no suite of these vectors signs with {kind}"),
    };
    let pair = json_file(&vectors.join(file));
    let text = pair[member].as_str().unwrap().strip_prefix('z').unwrap();
    let bytes = bs58::decode(text).into_vec().unwrap();
    let key = match kind {
        KeyKind::Ed25519 => SigningKey::from_seed(bytes[2..].try_into().unwrap()),
        kind => SigningKey::from_scalar(kind, &bytes[2..]).unwrap(),
    };
    assert_eq!(multikey::encode(&key.public()), pair["publicKeyMultibase"]);
    key
}

/// Canonical document, canonical proof configuration and the hashes are as published, and so is the signature's text.
fn check_intermediate_values(case: &Path, vector: &Vector, document: &Value) -> Vec<u8> {
    let file = |name: &str| text(&case.join(format!("{name}{}.txt", vector.ending)));
    let budget = Budget::default();
    let canonicalisation = Canonicalisation::new(vector.suite, vector.kind, &loader, &budget);
    let unsigned = without_proof(document);
    let mut proof = document["proof"].as_object().unwrap().clone();
    let value = proof.shift_remove("proofValue").unwrap();
    let unsigned = Document::of(&unsigned, &budget).unwrap();
    let configuration = canonicalisation.configuration(&unsigned, &proof);
    let published = json_file(&case.join(format!("proofConfig{}.json", vector.ending)));
    assert_eq!(configuration, published);
    assert_eq!(canonicalisation.canonical(&unsigned).unwrap(), file("canonDoc"));
    let configured = Document::of(&configuration, &budget).unwrap();
    assert_eq!(canonicalisation.canonical(&configured).unwrap(), file("proofCanon"));
    let input = canonicalisation.signing_input(&unsigned, &proof).unwrap();
    let half = input.len() / 2;
    assert_eq!(hex(&input[..half]), file("proofHash").trim());
    assert_eq!(hex(&input[half..]), file("docHash").trim());
    assert_eq!(hex(&input), file("combinedHash").trim());
    assert_eq!(hex(&check_form(&document["proof"]).unwrap().signature), file("sigHex").trim());
    assert_eq!(value, file("sigBTC58").trim());
    input
}

#[test]
fn the_w3c_vectors_of_every_suite_reproduce() {
    const SUITE: &str = "W3C Data Integrity vectors";
    let Some(data) = shared(SUITE) else { return };
    let vectors = data.join("vectors");
    for vector in &VECTORS {
        let case = vectors.join(vector.directory);
        let document = json_file(&case.join(format!("signed{}.json", vector.ending)));
        let input = check_intermediate_values(&case, vector, &document);
        let key = private_key(&vectors, vector.kind);
        let form = check_form(&document["proof"]).unwrap();
        assert_eq!(form.suite, vector.suite);
        let verified =
            |document: &Value| verify_with(document, &document["proof"], &key.public(), &loader, &Budget::default());
        assert_eq!(verified(&document), Ok(()), "{}", vector.directory);
        let options = ProofOptions {
            suite: vector.suite,
            ..ProofOptions::assertion(form.created.unwrap(), form.verification_method)
        };
        let prepared = prepare_with(without_proof(&document), &options, vector.kind, &loader, &Budget::default());
        if vector.suite == Suite::Ed25519Signature2020 {
            assert!(matches!(prepared, Err(ProofError::UnsupportedSuite { .. })), "it is checked, and not made");
        } else {
            let prepared = prepared.unwrap();
            assert_eq!(prepared.signing_input(), input);
            let again = prepared.sign(&key).unwrap();
            assert_eq!(verified(&again), Ok(()));
            // ECDSA signatures of one text differ; EdDSA's do not.
            assert_eq!(again == document, vector.kind == KeyKind::Ed25519, "{}", vector.directory);
        }
        what_ran::ran(SUITE, 1);
    }
}

/// The second vector of each suite on statements is under a context that this project does not have: it is neither signed
/// nor called forged.
#[test]
fn vectors_under_an_unknown_context_are_not_called_forged() {
    const SUITE: &str = "W3C Data Integrity vectors";
    let Some(data) = shared(SUITE) else { return };
    for vector in VECTORS.iter().filter(|vector| vector.directory.contains("rdfc")) {
        let case = data.join("vectors").join(vector.directory).join("employ");
        let document = json_file(&case.join(format!("signed{}.json", vector.ending)));
        let form = check_form(&document["proof"]).unwrap();
        let method = did::resolve_offline(&form.verification_method).unwrap();
        let result = verify_with(&document, &document["proof"], &method.key, &loader, &Budget::default());
        let url = "https://w3id.org/citizenship/v4rc1".to_owned();
        assert_eq!(result, Err(CanonError::UnknownContext { url }.into()));
        what_ran::not_applicable(SUITE, 1, "under a context of another field (citizenship)");
    }
}
