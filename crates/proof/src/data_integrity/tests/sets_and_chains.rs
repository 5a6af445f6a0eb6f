//! Proof sets and proof chains (VC Data Integrity 1.0 §4.3, §4.5).

use super::fixture::{NOW, badge};
use super::published::{json_file, loader, shared};
use super::*;
use crate::made_in_test::a_key;

const KEYS: [&str; 4] = ["keyPair1", "keyPair2", "keyPair3", "keyPair4"];

/// Every proof of the W3C's sets and chains verifies, and adding the same proofs with the same keys gives the same bytes.
#[test]
fn the_w3c_sets_and_chains_verify_and_reproduce() {
    const SUITE: &str = "W3C proof sets and chains";
    let Some(data) = shared(SUITE) else { return };
    let directory = data.join("vectors/vc-di-eddsa/proof-set-chain");
    let pairs = json_file(&directory.join("multiKeyPairs.json"));
    let keys: Vec<SigningKey> = KEYS
        .into_iter()
        .map(|name| {
            let text = pairs[name]["privateKeyMultibase"].as_str().unwrap();
            let bytes = bs58::decode(&text[1..]).into_vec().unwrap();
            SigningKey::from_seed(bytes[2..].try_into().unwrap())
        })
        .collect();
    for (file, count) in [
        ("signedProofSet1.json", 1),
        ("signedProofSet2.json", 2),
        ("signedProofChain1.json", 3),
        ("signedProofChain2.json", 4),
    ] {
        let published = json_file(&directory.join(file));
        let document = UnverifiedDocument::read(published.clone()).unwrap();
        let mut again = document.unsecured().clone();
        for proof in document.proofs() {
            let form = check_form(proof).unwrap();
            let key = keys.iter().find(|key| did::did_key_method(&key.public()) == form.verification_method).unwrap();
            assert_eq!(document.verify_with(proof, &key.public(), &loader, &Budget::default()), Ok(()), "{file}");
            let options = ProofOptions {
                id: form.id,
                previous: form.previous,
                ..ProofOptions::assertion(form.created.unwrap(), form.verification_method)
            };
            let read = UnverifiedDocument::read(again).unwrap();
            let budget = Budget::default();
            let prepared = prepare_another(read, &options, KeyKind::Ed25519, &loader, &budget).unwrap();
            again = prepared.sign(key).unwrap();
        }
        assert_eq!(document.proofs().len(), count);
        assert_eq!(proofs_of(&again), proofs_of(&published));
        what_ran::ran(SUITE, 1);
    }
}

/// Adds a proof with a key of its own.
fn add(document: Value, suite: Suite, seed: u64, options: impl Fn(ProofOptions) -> ProofOptions) -> Value {
    let key = a_key(suite.kinds()[0], seed);
    let plain = ProofOptions { suite, ..ProofOptions::assertion(NOW, did::did_key_method(&key.public())) };
    let read = UnverifiedDocument::read(document).unwrap();
    let budget = Budget::default();
    let prepared = prepare_another(read, &options(plain), key.public().kind(), &contexts::context, &budget).unwrap();
    prepared.sign(&key).unwrap()
}

fn results(document: &Value) -> Vec<Result<(), ProofError>> {
    let document = UnverifiedDocument::read(document.clone()).unwrap();
    let check = |proof: &Value| {
        let method = did::resolve_offline(proof["verificationMethod"].as_str().unwrap()).unwrap();
        document.verify(proof, &method.key, &Budget::default())
    };
    document.proofs().iter().map(check).collect()
}

/// A chain of one proof by each suite, each on the one before.
fn chain() -> Value {
    Suite::SIGNING.into_iter().zip(1..).fold(badge(), |document, (suite, number)| {
        add(document, suite, number, |options| ProofOptions {
            id: Some(format!("urn:example:{number}")),
            previous: (1..number).next_back().map(|before| format!("urn:example:{before}")).into_iter().collect(),
            ..options
        })
    })
}

#[test]
fn suites_mix_in_sets_and_chains() {
    assert_eq!(results(&chain()), vec![Ok(()); 4]);
    let set = Suite::SIGNING.into_iter().fold(badge(), |document, suite| add(document, suite, 1, |options| options));
    assert_eq!(results(&set), vec![Ok(()); 4]);
}

/// In a set a proof stands alone; in a chain it signs those it builds on.
#[test]
fn a_changed_proof_breaks_itself_and_what_builds_on_it() {
    let broken = |document: &Value| results(document).iter().map(Result::is_err).collect::<Vec<_>>();
    let mut chained = chain();
    chained["proof"][1]["created"] = json!("2026-09-21T00:00:00Z");
    assert_eq!(broken(&chained), [false, true, true, false]);
    let mut removed = chain();
    removed["proof"].as_array_mut().unwrap().remove(1);
    let missing = ProofError::PreviousProof { id: "urn:example:2".into(), what: "there is no such proof" };
    assert_eq!(results(&removed)[1], Err(missing));
    let mut unlinked = chain();
    unlinked["proof"][3].as_object_mut().unwrap().shift_remove("previousProof");
    assert_eq!(broken(&unlinked), [false, false, false, true]);
    let mut changed = chain();
    changed["name"] = json!("Bread baking, level 3");
    assert_eq!(broken(&changed), [true; 4]);
}

#[test]
fn cycles_repeated_ids_and_too_many_proofs_are_refused() {
    let what = |document: &Value, at: usize| match &results(document)[at] {
        Err(ProofError::PreviousProof { what, .. }) => *what,
        other => panic!("{other:?}"),
    };
    let mut ring = chain();
    ring["proof"][0]["previousProof"] = json!("urn:example:4");
    for at in 0..4 {
        assert_eq!(what(&ring, at), "it builds on itself");
    }
    let mut twice = chain();
    let copy = twice["proof"][1].clone();
    twice["proof"].as_array_mut().unwrap().push(copy);
    assert_eq!(what(&twice, 2), "there are two");
    assert_eq!(
        results(&twice)[3],
        Err(ProofError::PreviousProof { id: "urn:example:2".into(), what: "there are two" })
    );

    let mut many = chain();
    many["proof"] = vec![many["proof"][0].clone(); 17].into();
    let refused = UnverifiedDocument::read(many.clone());
    assert_eq!(refused, Err(ProofError::TooManyProofs { most: 16, found: 17 }));
    many["proof"].as_array_mut().unwrap().pop();
    let full = UnverifiedDocument::read(many).unwrap();
    let refused = prepare_another(full, &options(), KeyKind::Ed25519, &contexts::context, &Budget::default());
    assert_eq!(refused, Err(ProofError::TooManyProofs { most: 16, found: 17 }));
}

/// Each is visited once, although there are many ways through them.
#[test]
fn a_web_of_proofs_takes_no_longer_than_its_proofs() {
    let mut document = chain();
    let proof = document["proof"][0].clone();
    let web: Vec<Value> = (0..16)
        .map(|number| {
            let mut proof = proof.clone();
            proof["id"] = json!(format!("urn:example:{number}"));
            let before: Vec<String> = (0..number).map(|before| format!("urn:example:{before}")).collect();
            if number > 0 {
                proof["previousProof"] = json!(before);
            }
            proof
        })
        .collect();
    document["proof"] = web.into();
    assert!(results(&document).iter().all(|result| *result == Err(ProofError::BadSignature)));
}

#[test]
fn a_previous_proof_must_be_there_when_it_is_signed_on() {
    let read = UnverifiedDocument::read(chain()).unwrap();
    let options = ProofOptions { previous: vec!["urn:example:9".into()], ..options() };
    let refused = prepare_another(read, &options, KeyKind::Ed25519, &contexts::context, &Budget::default());
    let missing = ProofError::PreviousProof { id: "urn:example:9".into(), what: "there is no such proof" };
    assert_eq!(refused, Err(missing));
}

#[test]
fn an_end_is_signed() {
    let ending = |options| ProofOptions { expires: Some(NOW.plus(60)), ..options };
    for suite in Suite::SIGNING {
        let mut document = add(badge(), suite, 1, ending);
        assert_eq!(results(&document), [Ok(())]);
        let form = check_form(&document["proof"]).unwrap();
        assert_eq!(form.check_expiry(NOW.plus(60)), Err(ProofError::Expired { at: NOW.plus(60) }));
        assert_eq!(form.check_expiry(NOW.plus(59)), Ok(()));
        document["proof"]["expires"] = json!("2036-01-01T00:00:00Z");
        assert_eq!(results(&document), [Err(ProofError::BadSignature)]);
    }
}
