//! Every rule of RFC 9901 §4 and §7.1, by an SD-JWT that keeps it and one that breaks it.

use super::*;

/// §4.2.3: the digest is taken over the encoded text, and other encodings of the same claim are other disclosures.
#[test]
fn the_digest_of_the_rfc() {
    let text = "WyJfMjZiYzRMVC1hYzZxMktJNmNCVzVlcyIsICJmYW1pbHlfbmFtZSIsICJNw7ZiaXVzIl0";
    assert_eq!(HashAlgorithm::Sha256.digest(text), "X9yH0Ajrdm1Oij4tWso9UzzKJvPoDxwmuEcO3XAdRC0");
    let disclosure = Disclosure::decode(text).unwrap();
    assert_eq!((disclosure.name(), disclosure.value()), (Some("family_name"), &json!("Möbius")));
    assert_eq!(disclosure.text(), text);
    for other in [
        "WyJfMjZiYzRMVC1hYzZxMktJNmNCVzVlcyIsICJmYW1pbHlfbmFtZSIsICJNXHUwMGY2Yml1cyJd",
        "WyJfMjZiYzRMVC1hYzZxMktJNmNCVzVlcyIsImZhbWlseV9uYW1lIiwiTcO2Yml1cyJd",
        "WwoiXzI2YmM0TFQtYWM2cTJLSTZjQlc1ZXMiLAoiZmFtaWx5X25hbWUiLAoiTcO2Yml1cyIKXQ",
    ] {
        let same = Disclosure::decode(other).unwrap();
        assert_eq!((same.name(), same.value()), (disclosure.name(), disclosure.value()));
        assert_ne!(HashAlgorithm::Sha256.digest(other), HashAlgorithm::Sha256.digest(text));
    }
    let element = "WyJsa2x4RjVqTVlsR1RQVW92TU5JdkNBIiwgIkZSIl0";
    assert_eq!(HashAlgorithm::Sha256.digest(element), "w0I8EKcdCtUPkGCNUrfwVp2xEgNjtoIDlOxc9-PlOhs");
}

/// §4.2.4: the two payloads of the RFC, shown and kept back.
#[test]
fn members_and_elements_are_put_in_place() {
    let name = json!(["_26bc4LT-ac6q2KI6cBW5es", "family_name", "Möbius"]);
    let payload = json!({"given_name": "Alice", "_sd": [digest(&name)]});
    assert_eq!(processed(&payload, &[]), Ok(json!({"given_name": "Alice"})));
    assert_eq!(processed(&payload, &[name]), Ok(json!({"given_name": "Alice", "family_name": "Möbius"})));

    let element = json!(["lklxF5jMYlGTPUovMNIvCA", "FR"]);
    let payload = json!({"nationalities": ["DE", {"...": digest(&element)}, "US"]});
    assert_eq!(processed(&payload, &[]), Ok(json!({"nationalities": ["DE", "US"]})));
    assert_eq!(processed(&payload, &[element]), Ok(json!({"nationalities": ["DE", "FR", "US"]})));
}

/// Step 3.5: what hides everything becomes empty, and is not left out.
#[test]
fn what_shows_nothing_stays_as_an_empty_object_or_array() {
    let payload = json!({"a": {"_sd": ["x"]}, "b": [{"...": "y"}, {}], "c": {"_sd": []}});
    assert_eq!(processed(&payload, &[]), Ok(json!({"a": {}, "b": [{}], "c": {}})));
}

/// §4.2.6.
#[test]
fn a_disclosure_in_a_disclosure() {
    let inner = json!(["s1", "DE"]);
    let outer = json!(["s2", "nationalities", [{"...": digest(&inner)}, {"...": "decoy"}]]);
    let payload = json!({"_sd": [digest(&outer)]});
    assert_eq!(processed(&payload, std::slice::from_ref(&outer)), Ok(json!({"nationalities": []})));
    for order in [[outer.clone(), inner.clone()], [inner.clone(), outer]] {
        assert_eq!(processed(&payload, &order), Ok(json!({"nationalities": ["DE"]})));
    }
    assert_eq!(processed(&payload, &[inner]), Err(SdJwtError::DisclosureUnreferenced));
}

#[test]
fn the_places_of_disclosures_are_told() {
    let inner = json!(["s1", "x"]);
    let outer = json!(["s2", "a/b~c", {"list": ["y", {"...": digest(&inner)}]}]);
    let sd_jwt = verified(&crafted(&json!({"_sd": [digest(&outer)]}), &[inner, outer])).unwrap();
    assert_eq!(sd_jwt.disclosed().collect::<Vec<_>>(), ["/a~1b~0c/list/1", "/a~1b~0c"]);
}

/// Step 5, and §4: never more than once.
#[test]
fn disclosures_that_are_not_referred_to_or_repeated() {
    let (one, other) = (json!(["s", "a", 1]), json!(["t", "b", 2]));
    let payload = json!({"_sd": [digest(&one)]});
    assert_eq!(processed(&payload, &[one.clone(), other]), Err(SdJwtError::DisclosureUnreferenced));
    assert_eq!(processed(&payload, &[one.clone(), one.clone()]), Err(SdJwtError::DisclosureRepeated));
    assert_eq!(processed(&json!({}), &[one]), Err(SdJwtError::DisclosureUnreferenced));
}

/// Step 4: also when nothing is disclosed for the digest.
#[test]
fn digests_that_are_repeated() {
    let inner = json!(["s", "x", 1]);
    let (repeated, element) = (digest(&inner), json!(["t", "y"]));
    for payload in [
        json!({"_sd": ["decoy", "decoy"]}),
        json!({"_sd": ["decoy"], "a": {"_sd": ["decoy"]}}),
        json!({"_sd": ["decoy"], "a": [{"...": "decoy"}]}),
        json!({"a": [{"...": "decoy"}, [{"...": "decoy"}]]}),
    ] {
        assert_eq!(processed(&payload, &[]), Err(SdJwtError::DigestRepeated), "{payload}");
    }
    let payload = json!({"_sd": [repeated], "a": {"_sd": [repeated]}});
    assert_eq!(processed(&payload, std::slice::from_ref(&inner)), Err(SdJwtError::DigestRepeated));
    let outer = json!(["u", "a", {"_sd": [repeated]}]);
    let payload = json!({"_sd": [repeated, digest(&outer)]});
    assert_eq!(processed(&payload, &[outer.clone(), inner]), Err(SdJwtError::DigestRepeated));
    let payload = json!({"a": [{"...": digest(&element)}, {"...": digest(&element)}]});
    assert_eq!(processed(&payload, &[element]), Err(SdJwtError::DigestRepeated));
}

/// Steps 3.3.2.1 and 3.3.3.1.
#[test]
fn disclosures_of_the_other_kind() {
    let (member, element) = (json!(["s", "a", 1]), json!(["s", 1]));
    assert_eq!(processed(&json!({"_sd": [digest(&element)]}), &[element]), Err(SdJwtError::DisclosureKind));
    assert_eq!(processed(&json!({"a": [{"...": digest(&member)}]}), &[member]), Err(SdJwtError::DisclosureKind));
}

/// Step 3.3.2.3.
#[test]
fn names_that_are_taken() {
    let (one, two) = (json!(["s", "a", 1]), json!(["t", "a", 2]));
    assert_eq!(
        processed(&json!({"a": 0, "_sd": [digest(&one)]}), std::slice::from_ref(&one)),
        Err(SdJwtError::NameTaken)
    );
    assert_eq!(
        processed(&json!({"_sd": [digest(&one)], "a": 0}), std::slice::from_ref(&one)),
        Err(SdJwtError::NameTaken)
    );
    assert_eq!(processed(&json!({"_sd": [digest(&one), digest(&two)]}), &[one, two]), Err(SdJwtError::NameTaken));
}

/// Step 3.3.2.2, and the names of the format as claims anywhere (§4.1, rule 7; §4.1.1).
#[test]
fn names_that_belong_to_the_format() {
    for name in ["_sd", "...", "_sd_alg"] {
        let disclosure = json!(["s", name, ["x"]]);
        let refused = processed(&json!({"_sd": [digest(&disclosure)]}), &[disclosure]);
        assert_eq!(refused, Err(SdJwtError::ReservedName { name }));
    }
    let inside = json!(["s", "a", {"_sd_alg": "sha-256"}]);
    for (payload, disclosures, name) in [
        (json!({"...": "x"}), vec![], "..."),
        (json!({"a": {"...": "x"}}), vec![], "..."),
        (json!({"a": {"_sd_alg": "sha-256"}}), vec![], "_sd_alg"),
        (json!({"a": [{"_sd_alg": "sha-256"}]}), vec![], "_sd_alg"),
        (json!({"_sd": [digest(&inside)]}), vec![inside], "_sd_alg"),
    ] {
        assert_eq!(processed(&payload, &disclosures), Err(SdJwtError::ReservedName { name }), "{payload}");
    }
    for (payload, name) in [
        (json!({"_sd": "x"}), "_sd"),
        (json!({"_sd": {}}), "_sd"),
        (json!({"_sd": [1]}), "_sd"),
        (json!({"a": [{"_sd": null}]}), "_sd"),
        (json!({"a": [{"...": 1}]}), "..."),
        (json!({"a": [{"...": "x", "b": 1}]}), "..."),
        (json!({"_sd_alg": 256}), "_sd_alg"),
    ] {
        assert_eq!(processed(&payload, &[]), Err(SdJwtError::Malformed { name }), "{payload}");
    }
}

/// §4.1.1.
#[test]
fn hash_algorithms_by_name() {
    for algorithm in [HashAlgorithm::Sha256, HashAlgorithm::Sha384, HashAlgorithm::Sha512] {
        let disclosure = json!(["s", "a", 1]);
        let payload = json!({"_sd_alg": algorithm.name(), "_sd": [algorithm.digest(&encoded(&disclosure))]});
        assert_eq!(processed(&payload, &[disclosure]), Ok(json!({"a": 1})));
    }
    for found in ["SHA-256", "sha-256-32", "md5", ""] {
        let refused = processed(&json!({"_sd_alg": found}), &[]);
        assert_eq!(refused, Err(SdJwtError::HashAlgorithm { found: found.into() }));
    }
    let disclosure = json!(["s", "a", 1]);
    let other = json!({"_sd_alg": "sha-512", "_sd": [digest(&disclosure)]});
    assert_eq!(processed(&other, &[disclosure]), Err(SdJwtError::DisclosureUnreferenced));
}

#[test]
fn disclosures_that_are_malformed() {
    for (disclosure, word) in [
        (json!({"s": 1}), "not a JSON array"),
        (json!([]), "no salt"),
        (json!([1, "a", 1]), "no salt"),
        (json!([null, 1]), "no salt"),
        (json!(["s"]), "neither two nor three"),
        (json!(["s", "a", 1, 2]), "neither two nor three"),
        (json!(["s", 1, 2]), "name is not text"),
    ] {
        let refused = Disclosure::decode(&encoded(&disclosure)).unwrap_err();
        assert!(matches!(refused, SdJwtError::Disclosure(why) if why.contains(word)), "{disclosure}: {refused}");
    }
    for text in ["", "WyJz*", "WyJzIiwxXQ=="] {
        assert!(Disclosure::decode(text).is_err(), "{text}");
    }
    assert_eq!(Disclosure::decode("Ww==").unwrap_err(), SdJwtError::Disclosure("it is not base64url without padding"));
    let twice = URL_SAFE_NO_PAD.encode(r#"["s","a",{"b":1,"b":2}]"#);
    assert!(matches!(Disclosure::decode(&twice), Err(SdJwtError::DisclosureJson(_))));
}

/// §4: the forms that are neither SD-JWT nor SD-JWT+KB.
#[test]
fn texts_that_are_no_sd_jwt() {
    let good = crafted(&json!({"a": 1}), &[]);
    let jwt = good.trim_end_matches('~');
    assert_eq!(verified(jwt).unwrap_err(), SdJwtError::NoTilde);
    assert!(matches!(verified(&format!("{jwt}~~")), Err(SdJwtError::DisclosureJson(_))));
    assert!(matches!(verified(&format!("~{good}")), Err(SdJwtError::Jose(_))));
    assert!(matches!(verified(&format!("{good}x")), Err(SdJwtError::Jose(JoseError::Parts { found: 1 }))));
    assert_eq!(UnverifiedSdJwt::decode(&good, good.len() - 1), Err(SdJwtError::TooLong { longest: good.len() - 1 }));
    assert!(UnverifiedSdJwt::decode(&good, good.len()).is_ok());
}

/// Step 2.
#[test]
fn the_issuers_signature_is_checked_first() {
    let good = crafted(&json!({"a": 1}), &[]);
    let read = |text: &str| UnverifiedSdJwt::decode(text, LONGEST);
    assert_eq!(read(&good).unwrap().verify(&holder().public()), Err(JoseError::BadSignature.into()));
    let unsigned = format!("{}.{}.~", URL_SAFE_NO_PAD.encode(r#"{"alg":"none"}"#), URL_SAFE_NO_PAD.encode("{}"));
    assert_eq!(read(&unsigned), Err(JoseError::Unsigned.into()));
    let twice = ed25519(r#"{"alg":"EdDSA"}"#, r#"{"a":1,"a":2}"#, &issuer());
    assert!(matches!(read(&format!("{twice}~")), Err(SdJwtError::Jose(JoseError::NotJson { .. }))));
}

/// A chain of disclosures can be deeper than any JSON text that is read.
#[test]
fn the_depth_is_bounded_across_disclosures() {
    let chain = |length: usize| {
        let mut disclosures = vec![json!(["s", "a", 1])];
        for _ in 1..length {
            let inner = digest(disclosures.last().unwrap());
            disclosures.push(json!(["s", "a", {"_sd": [inner]}]));
        }
        let payload = json!({"_sd": [digest(disclosures.last().unwrap())]});
        processed(&payload, &disclosures)
    };
    assert!(chain(DEEPEST - 1).is_ok());
    assert_eq!(chain(DEEPEST), Err(SdJwtError::TooDeep { deepest: DEEPEST }));
    assert_eq!(chain(3000), Err(SdJwtError::TooDeep { deepest: DEEPEST }));
}

/// Of one long name and many claims below it the places would take the product of both.
#[test]
fn places_that_grow_with_the_square_are_refused() {
    let name = "n".repeat(100_000);
    let with = |count: usize| {
        let disclosures: Vec<Value> = (0..count).map(|at| json!(["salt", at.to_string(), at])).collect();
        let digests: Vec<String> = disclosures.iter().map(digest).collect();
        processed(&json!({ name.as_str(): {"_sd": digests} }), &disclosures)
    };
    assert_eq!(with(100).unwrap()[&name].as_object().unwrap().len(), 100);
    assert_eq!(with(200), Err(SdJwtError::Places { most: 16 << 20 }));
}
