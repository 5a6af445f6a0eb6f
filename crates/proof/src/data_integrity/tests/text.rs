//! Texts are signed and checked as the values they stand for.

use super::*;
use crate::data_integrity::{PreparedText, UnverifiedText};
use fixture::{NOW, badge, key, options, signed};
use model::time::Time;

fn sign_text(text: &str) -> Result<String, ProofError> {
    PreparedText::new(text, &options(), KeyKind::Ed25519, &Budget::default())?.sign(&key())
}

fn verify_text(text: &str) -> Result<(), ProofError> {
    let read = UnverifiedText::read(text, &Budget::default())?;
    let [proof] = read.proofs() else { panic!("one proof") };
    read.verify(proof, &key().public(), &Budget::default())
}

/// Twice, as the second time the proof's configuration is remembered, and at another time.
#[test]
fn a_text_gets_the_proof_that_its_value_gets() {
    let text = serde_json::to_string_pretty(&badge()).unwrap() + "\n";
    for _ in 0..2 {
        let ours = sign_text(&text).unwrap();
        assert!(ours.starts_with(text.trim_end().strip_suffix('}').unwrap().trim_end()));
        assert_eq!(serde_json::from_str::<Value>(&ours).unwrap(), signed());
        assert_eq!(verify_text(&ours), Ok(()));
    }
    let later = ProofOptions { created: Time::from_unix(NOW.unix() + 60), ..options() };
    let prepared = PreparedText::new(&text, &later, KeyKind::Ed25519, &Budget::default()).unwrap();
    let by_value = prepare_with(badge(), &later, KeyKind::Ed25519, &contexts::context, &Budget::default()).unwrap();
    assert_eq!(prepared.signing_input(), by_value.signing_input());
    assert_eq!(prepared.proof_configuration(), by_value.proof_configuration());
}

#[test]
fn a_changed_text_is_refused() {
    let text = signed().to_string();
    assert_eq!(verify_text(&text), Ok(()));
    let created = options().created.to_string();
    for (part, other) in
        [("level 2", "level 3"), ("A rye loaf", "A rye loaF"), (created.as_str(), "2026-09-21T14:13:19Z")]
    {
        let changed = text.replacen(part, other, 1);
        assert_ne!(changed, text, "{part}");
        assert_eq!(verify_text(&changed), Err(ProofError::BadSignature), "{part}");
    }
}

/// What is remembered of one proof is not taken for another whose members look alike.
#[test]
fn a_list_is_not_the_text_that_looks_like_it() {
    let text = badge().to_string();
    let options = ProofOptions { domain: Some(r#"["a"]"#.to_owned()), ..options() };
    let prepared = PreparedText::new(&text, &options, KeyKind::Ed25519, &Budget::default()).unwrap();
    let signed = prepared.sign(&key()).unwrap();
    assert_eq!(verify_text(&signed), Ok(()));
    let changed = signed.replacen(r#""[\"a\"]""#, r#"["a"]"#, 1);
    assert_ne!(changed, signed);
    assert_eq!(verify_text(&changed), Err(ProofError::BadSignature));
}

#[test]
fn what_cannot_be_signed_or_read_is_refused() {
    assert_eq!(sign_text(&signed().to_string()), Err(ProofError::AlreadySigned));
    for text in ["[]", "7", "\"a\""] {
        assert!(matches!(sign_text(text), Err(ProofError::Malformed { .. })), "{text}");
        assert!(matches!(UnverifiedText::read(text, &Budget::default()), Err(ProofError::Malformed { .. })), "{text}");
    }
    for text in ["{", "{\"a\": 1, \"a\": 1}"] {
        assert!(matches!(sign_text(text), Err(ProofError::Canonicalisation(_))), "{text}");
        assert!(
            matches!(UnverifiedText::read(text, &Budget::default()), Err(ProofError::Canonicalisation(_))),
            "{text}"
        );
    }
    let iri = badge().to_string().replacen("\"name\"", "\"https://schema.org/name\"", 1);
    assert!(matches!(sign_text(&iri), Err(ProofError::NotPlain { .. })));
}

/// The parts of a text are documents with proofs of their own.
#[test]
fn parts_are_checked_by_themselves() {
    let text = json!({"inside": [signed(), signed()], "alone": signed(), "word": "x"}).to_string();
    let read = UnverifiedText::read(&text, &Budget::default()).unwrap();
    assert!(read.proofs().is_empty());
    assert_eq!(read.pointer("/inside/1/name"), Some(badge()["name"].clone()));
    for (pointer, count) in [("/inside", 2), ("/alone", 1), ("/nowhere", 0)] {
        let parts = read.parts(pointer).unwrap();
        assert_eq!(parts.len(), count, "{pointer}");
        for part in parts {
            assert_eq!(part.verify(&part.proofs()[0], &key().public(), &Budget::default()), Ok(()));
        }
    }
    assert!(matches!(read.parts("/word"), Err(ProofError::Malformed { .. })));
}

/// What is shown beside a checked text must be that text: any other value is told apart.
#[test]
fn a_text_says_what_its_values_say_and_nothing_else() {
    let says = |text: &str, value: &Value| {
        UnverifiedText::read(text, &Budget::default()).unwrap().says(value.as_object().unwrap())
    };
    assert!(says(&signed().to_string(), &signed()) && says(&signed().to_string(), &badge()));
    let text = r#"{"a":[1.0,"\u0062",null,true],"proof":{},"b":{"proof":[]}}"#;
    let same = json!({"a": [1, "b", null, true], "b": {"proof": []}, "proof": 7});
    assert!(says(text, &same));
    for (pointer, other) in [
        ("/a/0", json!(2)),
        ("/a/0", json!("1")),
        ("/a/1", json!("c")),
        ("/a/2", json!(false)),
        ("/a/3", json!(false)),
        ("/a", json!([1, "b", null])),
        ("/a", json!([1, "b", null, true, 5])),
        ("/a", json!({})),
        ("/b/proof", json!({})),
        ("/b", json!({})),
        ("/b", json!({"proof": [], "c": 1})),
    ] {
        let mut changed = same.clone();
        *changed.pointer_mut(pointer).unwrap() = other;
        assert!(!says(text, &changed), "{pointer}");
    }
    let mut more = same.clone();
    more["c"] = json!(1);
    assert!(!says(text, &more));
    assert!(says(r#"{"a":-0.0}"#, &json!({"a": 0})) && says(r#"{"a":-0.0}"#, &json!({"a": -0.0})));
}
