//! Signatures of every kind: by each suite, several beside each other, and each on the one before.

use model::time::Time;
use proof::data_integrity::Suite;
use proof::keys::KeyKind;
use serde_json::{Value, json};

use super::world::{Issuer, badge, check, course, each_leaf_changed, lines, report, unsigned_transcript};

fn combinations() -> impl Iterator<Item = (Suite, KeyKind)> {
    Suite::SIGNING.into_iter().flat_map(|suite| suite.kinds().iter().map(move |kind| (suite, *kind)))
}

#[tokio::test]
async fn badges_of_every_suite_are_valid_and_changed_ones_are_not() {
    for (suite, kind) in combinations() {
        let issuer = Issuer::with_key(kind, 1);
        let signed = issuer.add_proof(badge(&issuer), suite, |_| {});
        let good = report(&signed, &issuer).await;
        assert_eq!(good["verdict"], "valid", "{} {kind}: {}", suite.name(), lines(&good));
        for (place, changed) in each_leaf_changed(&signed) {
            let report = report(&changed, &issuer).await;
            let verdict = report["verdict"].as_str().unwrap();
            assert!(!["valid", "warning"].contains(&verdict), "{} {place}: {}", suite.name(), lines(&report));
        }
    }
}

/// One signature each for verifiers of different ages, by two keys of which one is the issuer's.
#[tokio::test]
async fn a_set_counts_when_one_is_the_issuers_and_none_is_bad() {
    let (issuer, other) = (Issuer::by_key(1), Issuer::with_key(KeyKind::P256, 1));
    let once = issuer.add_proof(badge(&issuer), Suite::EddsaRdfc2022, |_| {});
    let twice = issuer.add_proof(once.clone(), Suite::EddsaJcs2022, |_| {});
    let both = report(&twice, &issuer).await;
    assert_eq!((both["verdict"].as_str(), check(&both, "proof")), (Some("valid"), ("passed", "signature_valid")));

    let witnessed = other.add_proof(twice.clone(), Suite::EcdsaRdfc2019, |_| {});
    let found = report(&witnessed, &issuer).await;
    assert_eq!((found["verdict"].as_str(), check(&found, "key")), (Some("valid"), ("passed", "issuers_key")));
    assert!(lines(&found).contains("(1 other signature by somebody else than the issuer.)"), "{}", lines(&found));

    let alone = other.add_proof(badge(&issuer), Suite::EcdsaRdfc2019, |_| {});
    let found = report(&alone, &issuer).await;
    assert_eq!((found["verdict"].as_str(), check(&found, "key")), (Some("invalid"), ("failed", "key_not_issuers")));

    for at in 0..3 {
        let mut bad = witnessed.clone();
        bad["proof"][at]["created"] = json!("2026-06-01T10:00:01Z");
        let found = report(&bad, &issuer).await;
        let seen = (found["verdict"].as_str(), check(&found, "proof"));
        assert_eq!(seen, (Some("invalid"), ("failed", "signature_invalid")), "{at}");
    }
}

#[tokio::test]
async fn a_chain_is_read_and_a_broken_one_is_refused() {
    let issuer = Issuer::by_key(1);
    let named = |id: &'static str, before: Option<&'static str>| {
        move |options: &mut proof::data_integrity::ProofOptions| {
            options.id = Some(id.to_owned());
            options.previous = before.map(str::to_owned).into_iter().collect();
        }
    };
    let first = issuer.add_proof(badge(&issuer), Suite::EddsaRdfc2022, named("urn:example:1", None));
    let chain = issuer.add_proof(first, Suite::EddsaJcs2022, named("urn:example:2", Some("urn:example:1")));
    let good = report(&chain, &issuer).await;
    assert_eq!(good["verdict"], "valid", "{}", lines(&good));

    let mut changed = chain.clone();
    changed["proof"][0]["created"] = json!("2026-06-01T10:00:01Z");
    assert_eq!(check(&report(&changed, &issuer).await, "proof"), ("failed", "signature_invalid"));
    let mut removed = chain.clone();
    removed["proof"].as_array_mut().unwrap().remove(0);
    assert_eq!(check(&report(&removed, &issuer).await, "proof"), ("failed", "broken_chain"));
    let mut ring = chain;
    ring["proof"][0]["previousProof"] = json!("urn:example:2");
    assert_eq!(check(&report(&ring, &issuer).await, "proof"), ("failed", "broken_chain"));
}

/// VC Data Integrity 1.0 §4.5: a proof counts only when those it builds on do, by whomever they are.
#[tokio::test]
async fn a_proof_does_not_stand_on_one_that_could_not_be_checked() {
    let (issuer, other) = (Issuer::by_key(1), Issuer::with_key(KeyKind::P256, 1));
    let upon =
        |id: &'static str| move |options: &mut proof::data_integrity::ProofOptions| options.previous.push(id.into());
    let mut unread = badge(&issuer);
    unread["proof"] = json!({
        "id": "urn:example:1", "type": "DataIntegrityProof", "cryptosuite": "unknown-2030", "proofValue": "z1",
        "verificationMethod": other.method(), "proofPurpose": "assertionMethod"
    });
    let beside = report(&issuer.add_proof(unread.clone(), Suite::EddsaJcs2022, |_| {}), &issuer).await;
    assert_eq!(beside["verdict"], "valid", "{}", lines(&beside));
    let second = issuer.add_proof(unread, Suite::EddsaJcs2022, |options| {
        options.id = Some("urn:example:2".into());
        options.previous.push("urn:example:1".into());
    });
    for chain in [second.clone(), issuer.add_proof(second, Suite::EddsaJcs2022, upon("urn:example:2"))] {
        let found = report(&chain, &issuer).await;
        assert_eq!((found["verdict"].as_str(), check(&found, "proof").0), (Some("undecided"), "could_not_check"));
    }

    let witness =
        other.add_proof(badge(&issuer), Suite::EcdsaJcs2019, |options| options.id = Some("urn:example:1".into()));
    let found = report(&issuer.add_proof(witness, Suite::EddsaJcs2022, upon("urn:example:1")), &issuer).await;
    assert_eq!(found["verdict"], "valid", "{}", lines(&found));
    assert!(lines(&found).contains("(1 other signature by somebody else than the issuer.)"), "{}", lines(&found));
}

#[tokio::test]
async fn a_signature_ends_when_it_says_so() {
    let issuer = Issuer::by_key(1);
    let until = |text: &str| {
        let end = Time::parse(text).unwrap();
        issuer.add_proof(badge(&issuer), Suite::EddsaRdfc2022, |options| options.expires = Some(end))
    };
    let over = report(&until("2026-11-24T09:00:00Z"), &issuer).await;
    assert_eq!((over["verdict"].as_str(), check(&over, "proof")), (Some("invalid"), ("failed", "proof_expired")));
    assert_eq!(report(&until("2026-11-24T09:00:01Z"), &issuer).await["verdict"], "valid");
}

fn courses(issuer: &Issuer) -> [Value; 2] {
    [("CS-101", "Fall 2025", "A"), ("CS-102", "Spring 2026", "B")]
        .map(|(code, term, grade)| course(issuer, code, term, grade))
}

/// The whole transcript and each of its children by one suite.
fn transcript(issuer: &Issuer, suite: Suite) -> Value {
    let children = courses(issuer).map(|child| issuer.add_proof(child, suite, |_| {}));
    issuer.add_proof(unsigned_transcript(issuer, &children), suite, |_| {})
}

#[tokio::test]
async fn transcripts_of_every_suite_are_valid_and_changed_ones_are_not() {
    for (suite, kind) in combinations() {
        let issuer = Issuer::with_key(kind, 1);
        let signed = transcript(&issuer, suite);
        let good = report(&signed, &issuer).await;
        assert_eq!(good["verdict"], "valid", "{} {kind}: {}", suite.name(), lines(&good));
        let changes = each_leaf_changed(&signed);
        assert!(changes.len() > 80, "{}", changes.len());
        for (place, changed) in changes {
            let report = report(&changed, &issuer).await;
            let verdict = report["verdict"].as_str().unwrap();
            assert!(!["valid", "warning"].contains(&verdict), "{} {place}: {}", suite.name(), lines(&report));
        }
    }
}

/// A signature on statements does not tie a course's parts together; one on the JSON does.
#[tokio::test]
async fn children_without_a_signature_are_covered_by_one_on_the_json() {
    let issuer = Issuer::by_key(1);
    let unsigned = unsigned_transcript(&issuer, &courses(&issuer));
    let covered = issuer.add_proof(unsigned.clone(), Suite::EddsaJcs2022, |_| {});
    let found = report(&covered, &issuer).await;
    assert_eq!(found["verdict"], "valid", "{}", lines(&found));
    for child in found["children"].as_array().unwrap() {
        assert_eq!(check(child, "proof"), ("passed", "covered_by_publisher"));
        assert_eq!(check(child, "key"), ("passed", "publisher_is_issuer"));
        assert_eq!(check(child, "trust"), ("passed", "recognised"));
    }

    let mut swapped = covered.clone();
    let children = swapped.pointer_mut("/credentialSubject/verifiableCredential").unwrap().as_array_mut().unwrap();
    let terms: Vec<Value> = children.iter().map(|child| child["credentialSubject"]["term"].clone()).collect();
    children[0]["credentialSubject"]["term"] = terms[1].clone();
    children[1]["credentialSubject"]["term"] = terms[0].clone();
    let found = report(&swapped, &issuer).await;
    assert_eq!((found["verdict"].as_str(), check(&found, "proof").1), (Some("invalid"), "signature_invalid"));
    assert_eq!(check(&found["children"][0], "proof"), ("failed", "child_unprotected"));

    let statements = issuer.add_proof(unsigned, Suite::EddsaRdfc2022, |_| {});
    let found = report(&statements, &issuer).await;
    assert_eq!(check(&found["children"][0], "proof"), ("failed", "child_unprotected"));
}

/// A publisher's signature says nothing for another issuer: else anybody could put anybody's name into a transcript.
#[tokio::test]
async fn a_publisher_does_not_sign_for_another_issuer() {
    let (publisher, school) = (Issuer::by_key(1), Issuer::by_key(2));
    let signed = publisher.add_proof(
        unsigned_transcript(&publisher, &[course(&school, "CS-101", "Fall 2025", "A")]),
        Suite::EddsaJcs2022,
        |_| {},
    );
    let found = report(&signed, &school).await;
    let child = &found["children"][0];
    assert_eq!(check(child, "key"), ("could_not_check", "publisher_is_not_issuer"));
    assert_eq!(check(child, "trust").0, "could_not_check");
    assert_eq!((child["verdict"].as_str(), found["verdict"].as_str()), (Some("undecided"), Some("undecided")));
}

/// Someone else's signature beside the issuer's covers nothing for the issuer.
#[tokio::test]
async fn only_the_issuers_own_signature_covers_what_is_inside() {
    let (issuer, other) = (Issuer::by_key(1), Issuer::by_key(2));
    let unsigned = unsigned_transcript(&issuer, &courses(&issuer));
    let statements = issuer.add_proof(unsigned, Suite::EddsaRdfc2022, |_| {});
    let witnessed = other.add_proof(statements, Suite::EddsaJcs2022, |_| {});
    let found = report(&witnessed, &issuer).await;
    assert_eq!(check(&found, "proof").1, "signature_valid");
    assert_eq!(check(&found["children"][0], "proof"), ("failed", "child_unprotected"));
}
