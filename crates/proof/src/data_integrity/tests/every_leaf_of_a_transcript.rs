//! Nothing in a signed transcript can be changed unnoticed when its own proof and those of its children are checked,
//! whatever suite signed it.

use canon::Budget;
use serde_json::{Value, json};

use super::super::{Suite, UnverifiedDocument, sign};
use super::every_leaf::{others, pointers};
use super::fixture::{badge, key, options};
use super::suites::{combinations, shown_with, signer};
use crate::did;
use crate::keys::{PublicKey, SigningKey};

/// Two of three members of a badge are left out: what is tried here is how the parts hang together.
fn course(number: u64) -> Value {
    let mut course = badge();
    for member in ["evidence", "validUntil", "credentialStatus"] {
        course.as_object_mut().unwrap().shift_remove(member).unwrap();
    }
    for member in ["identifier", "activityStartDate"] {
        course["credentialSubject"].as_object_mut().unwrap().shift_remove(member).unwrap();
    }
    course["id"] = json!(format!("urn:uuid:5f0c8a6e-3c53-8d1b-9c0e-0f4f2d0b7a{number}"));
    course["name"] = json!(format!("Course {number}"));
    sign(&course, &key(), &options(), &Budget::default()).unwrap()
}

fn transcript() -> Value {
    json!({
        "@context": [contexts::VC2_CONTEXT, contexts::CLR_CONTEXT, contexts::OB_CONTEXT],
        "id": "urn:uuid:5f0c8a6e-3c53-8d1b-9c0e-0f4f2d0b7a10",
        "type": ["VerifiableCredential", "ClrCredential"],
        "issuer": {"id": did::did_key(&key().public()), "type": ["Profile"], "name": "Harbour Evening School"},
        "name": "Transcript",
        "partial": true,
        "validFrom": "2026-05-29T00:00:00Z",
        "credentialSubject": {
            "id": "did:key:z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2",
            "type": ["ClrSubject"],
            "verifiableCredential": [course(11), course(12)],
        },
    })
}

fn holds(document: &Value, key: &PublicKey) -> bool {
    let Ok(read) = UnverifiedDocument::read(document.clone()) else { return false };
    read.proofs().first().is_some_and(|proof| read.verify(proof, key, &Budget::default()).is_ok())
}

/// Its own proof and those of all children.
fn all_hold(transcript: &Value, outer: &PublicKey) -> bool {
    let children = transcript.pointer("/credentialSubject/verifiableCredential").and_then(Value::as_array);
    children.is_some_and(|children| {
        children.len() == 2 && children.iter().all(|child| holds(child, &key().public())) && holds(transcript, outer)
    })
}

fn of_every_suite() -> Vec<(Suite, Value, SigningKey)> {
    let signed = combinations().map(|(suite, kind)| {
        let (key, options) = signer(suite, kind);
        (suite, sign(&transcript(), &key, &options, &Budget::default()).unwrap(), key)
    });
    let shown = Suite::SELECTIVE.into_iter().map(|suite| {
        let always = ["/issuer", "/validFrom", "/credentialSubject/verifiableCredential/0"];
        let (document, key) = shown_with(suite, transcript(), &always);
        (suite, document, key)
    });
    signed.chain(shown).collect()
}

#[test]
fn every_changed_leaf_is_refused() {
    for (suite, document, key) in of_every_suite() {
        let outer = key.public();
        assert!(all_hold(&document, &outer), "{}", suite.name());
        let (mut found, mut tried) = (Vec::new(), 0);
        pointers(&document, "", &mut found);
        for pointer in found {
            let leaf = document.pointer(&pointer).unwrap();
            // Of the same kind as what stands there, and nowhere else in the document.
            let Some(other) = others(leaf).into_iter().find(|other| other != leaf) else { continue };
            let mut changed = document.clone();
            *changed.pointer_mut(&pointer).unwrap() = other.clone();
            assert!(!all_hold(&changed, &outer), "{}: {pointer} became {other}", suite.name());
            tried += 1;
        }
        assert!(tried > 100, "{tried}");
    }
}

/// What stands in one course moved to the other, which each proof alone would not have to notice.
#[test]
fn courses_that_are_mixed_are_refused() {
    let at = |child: usize, member: &str| format!("/credentialSubject/verifiableCredential/{child}/{member}");
    for (suite, document, key) in of_every_suite() {
        for member in ["credentialSubject", "name", "id", "proof"] {
            let (one, other) = (document.pointer(&at(0, member)).unwrap(), document.pointer(&at(1, member)).unwrap());
            if one == other {
                continue;
            }
            let mut changed = document.clone();
            *changed.pointer_mut(&at(0, member)).unwrap() = other.clone();
            *changed.pointer_mut(&at(1, member)).unwrap() = one.clone();
            assert!(!all_hold(&changed, &key.public()), "{}: {member}", suite.name());
        }
    }
}
