//! Hiding, showing all, and showing some.

use super::*;

fn claims() -> Value {
    json!({
        "iss": "https://issuer.example",
        "name": "Alice",
        "address": {"street": "12 Long Lane", "town": "Leeds", "plain": true},
        "list": ["a", {"b": 1, "c": [1, 2]}, null]
    })
}

fn payload(text: &str) -> Value {
    Value::Object(verified(text).unwrap().payload().clone())
}

const ALL: [&str; 8] =
    ["/name", "/address", "/address/street", "/address/town", "/list/0", "/list/1/c", "/list/1/c/1", "/list/2"];

#[test]
fn everything_comes_back_and_nothing_is_in_the_open() {
    for decoys in [0, 3] {
        let text = issued(&claims(), &ALL, decoys).unwrap();
        assert_eq!(payload(&text), claims(), "same members");
        let open = UnverifiedSdJwt::decode(&text, LONGEST).unwrap().jws().unverified_payload().clone();
        assert_eq!(open["_sd_alg"], "sha-256");
        let shown = Value::Object(open).to_string();
        for hidden in ["Alice", "address", "Leeds", "name"] {
            assert!(!shown.contains(hidden), "{hidden} in {shown}");
        }
        assert_eq!(text.matches('~').count(), ALL.len() + 1);
    }
}

#[test]
fn decoys_stand_in_objects_and_arrays_that_hide_something() {
    let open = |decoys| {
        let text = issued(&claims(), &["/name", "/list/0"], decoys).unwrap();
        UnverifiedSdJwt::decode(&text, LONGEST).unwrap().jws().unverified_payload().clone()
    };
    let (none, some) = (open(0), open(5));
    assert_eq!(none["_sd"].as_array().unwrap().len(), 1);
    assert_eq!(some["_sd"].as_array().unwrap().len(), 6);
    assert_eq!(none["list"].as_array().unwrap().len(), 3);
    assert_eq!(some["list"].as_array().unwrap().len(), 8);
    let digests: Vec<&str> = some["_sd"].as_array().unwrap().iter().map(|one| one.as_str().unwrap()).collect();
    assert!(digests.is_sorted(), "the order tells nothing");
    assert!(digests.iter().all(|one| one.len() == 43), "like real ones");
    assert_eq!(some["address"], claims()["address"]);
}

#[test]
fn without_anything_hidden_it_is_the_claims() {
    let text = issued(&claims(), &[], 4).unwrap();
    let open = UnverifiedSdJwt::decode(&text, LONGEST).unwrap().jws().unverified_payload().clone();
    assert_eq!(Value::Object(open), claims());
    assert_eq!(text.matches('~').count(), 1);
}

/// §4.2.1: a salt is never used twice, not for the same claim either.
#[test]
fn salts_are_new_each_time() {
    let pointers = hiding(&["/list/0", "/list/1"]);
    let random = SeededRandom::new(1);
    let hiding = Hiding { pointers: &pointers, decoys: 0 };
    let same = object(json!({"list": ["x", "x"]}));
    let make = || issue(&Map::new(), &same, &hiding, &issuer(), &random).unwrap();
    let (one, two) = (make(), make());
    let mut disclosures: Vec<&str> = one.split('~').skip(1).chain(two.split('~').skip(1)).collect();
    disclosures.retain(|text| !text.is_empty());
    let count = disclosures.len();
    disclosures.sort_unstable();
    disclosures.dedup();
    assert_eq!((count, disclosures.len()), (4, 4));
}

#[test]
fn a_subset_shows_what_is_asked_with_what_it_is_hidden_in() {
    let sd_jwt = verified(&issued(&claims(), &ALL, 2).unwrap()).unwrap();
    let showing = |pointers: &[&str]| payload(&sd_jwt.present(pointers).unwrap());
    let nothing = json!({"iss": "https://issuer.example", "list": [{"b": 1}]});
    assert_eq!(showing(&[]), nothing);
    assert_eq!(showing(&["/iss"]), nothing);
    let mut expected = nothing.clone();
    expected["address"] = json!({"town": "Leeds", "plain": true});
    assert_eq!(showing(&["/address/town"]), expected);
    expected["address"] = json!({"plain": true});
    assert_eq!(showing(&["/address/plain"]), expected, "nothing hidden, in something hidden");
    expected["address"] = claims()["address"].clone();
    assert_eq!(showing(&["/address"]), expected, "with all that is inside");
    let mut expected = nothing;
    expected["list"] = json!([{"b": 1, "c": [1, 2]}, null]);
    assert_eq!(showing(&["/list/1/c/1", "/list/2"]), expected);
    assert_eq!(payload(&sd_jwt.present(&["/name", "/address", "/list"]).unwrap()), claims());
    for pointer in ["/nothing", "name", "", "/list/9", "/list/01"] {
        assert!(matches!(sd_jwt.present(&[pointer]), Err(SdJwtError::NoSuchClaim { .. })), "{pointer}");
    }
}

#[test]
fn what_cannot_be_hidden_is_refused() {
    for pointer in ["/nothing", "/name/x", "/address/zip", "/list/3", "/list/x", "/list/01", "name", ""] {
        let refused = issued(&claims(), &[pointer], 0).unwrap_err();
        assert_eq!(refused, SdJwtError::NoSuchClaim { pointer: pointer.into() });
    }
    for (claims, name) in [
        (json!({"_sd": []}), "_sd"),
        (json!({"a": [[{"...": "x"}]]}), "..."),
        (json!({"_sd_alg": "sha-256"}), "_sd_alg"),
        (json!({"a": {"_sd_alg": 1}}), "_sd_alg"),
    ] {
        assert_eq!(issued(&claims, &[], 0), Err(SdJwtError::ReservedName { name }));
    }
    let deep = "/a".repeat(DEEPEST + 1);
    assert_eq!(issued(&claims(), &[&deep], 0), Err(SdJwtError::TooDeep { deepest: DEEPEST }));
}
