use proof::data_integrity::UnverifiedText;
use proptest::prelude::*;

use super::*;

fn refused(bytes: &[u8]) -> (&'static str, String) {
    let refusal = read(bytes, &ReadLimits::default()).unwrap_err();
    (refusal.reason(), refusal.to_string())
}

#[test]
fn a_credential_is_read() {
    let text = br#" {"type":["VerifiableCredential","OpenBadgeCredential"],"credentialSubject":{}} "#;
    let Ok(Input::Credential(credential)) = read(text, &ReadLimits::default()) else { panic!("not read") };
    assert!(credential.is_a("OpenBadgeCredential") && !credential.is_a("ClrCredential"));
    assert!(matches!(read(br#"{"credentialSubject":{}}"#, &ReadLimits::default()), Ok(Input::Credential(_))));
}

#[test]
fn a_presentation_yields_its_credentials() {
    let text = br#"{"type":"VerifiablePresentation","verifiableCredential":[{"type":"VerifiableCredential"},"ey"]}"#;
    let Ok(Input::Presentation(inside)) = read(text, &ReadLimits::default()) else { panic!("not read") };
    let inside = inside.credentials;
    assert!(inside[0].is_ok() && inside[1].is_err() && inside.len() == 2);
    assert_eq!(refused(br#"{"type":["VerifiablePresentation"]}"#).0, "empty_presentation");
}

#[test]
fn other_formats_are_named_and_not_opened() {
    let (reason, sentence) = refused(b"%PDF-1.7");
    assert_eq!(reason, "format_not_read");
    assert!(sentence.starts_with("It is a PDF document. This version reads"), "{sentence}");
}

#[test]
fn what_is_not_a_credential_is_told_with_what_was_found() {
    assert_eq!(refused(b"  ").0, "empty");
    assert_eq!(refused(b"hello").0, "not_json");
    assert_eq!(refused(b"\xff\xfe").0, "not_utf8");
    assert_eq!(refused(br#"{"a":1,"a":2}"#).0, "duplicate_member");
    assert_eq!(refused("[".repeat(10_000).as_bytes()).0, "too_deep");
    let (reason, sentence) = refused(br#"{"type":"Person"}"#);
    assert_eq!(reason, "not_a_credential");
    assert!(sentence.ends_with("found an object of the type “Person”."), "{sentence}");
    assert!(refused(b"[1,2]").1.ends_with("found a list of 2 values."));
    assert!(refused(br#"{"credential_issuer":"x"}"#).1.contains("an offer of a credential"));
}

#[test]
fn size_is_limited_before_parsing_and_by_kind() {
    let limits = ReadLimits { credential_bytes: 100, transcript_bytes: 300, ..ReadLimits::default() };
    let sized = |kind: &str, bytes: usize| {
        let head = format!(r#"{{"type":["VerifiableCredential","{kind}"],"name":""#);
        format!("{head}{}\"}}", "x".repeat(bytes - head.len() - 2))
    };
    assert!(read(sized("OpenBadgeCredential", 100).as_bytes(), &limits).is_ok());
    let refusal = read(sized("OpenBadgeCredential", 101).as_bytes(), &limits);
    assert_eq!(refusal, Err(Unreadable::TooLarge { what: "a credential", found: 101, allowed: 100 }));
    assert!(read(sized("ClrCredential", 300).as_bytes(), &limits).is_ok());
    let refusal = read(&[b'['; 301], &limits);
    assert_eq!(refusal, Err(Unreadable::TooLarge { what: "a transcript", found: 301, allowed: 300 }));
}

fn of(text: &str) -> UnverifiedCredential {
    let Ok(Input::Credential(credential)) = read(text.as_bytes(), &ReadLimits::default()) else { panic!("{text}") };
    credential
}

#[test]
fn every_credential_has_its_own_text() {
    let child = r#"{ "type":"VerifiableCredential", "n":1.0, "endorsement":{"type":"VerifiableCredential","n":2} }"#;
    let whole = of(&format!(
        r#" {{"type":"VerifiableCredential","credential\u0053ubject":[{{}},{{"verifiableCredential":["x",{child},{child}]}}]}} "#
    ));
    let subjects = whole.claimed("credentialSubject");
    assert!(subjects[0].each("verifiableCredential").is_empty() && whole.claimed("nothing").is_empty());
    let children = subjects[1].each("verifiableCredential");
    assert_eq!((subjects.len(), children.len()), (2, 3));
    for claimed in &children[1..] {
        let read = UnverifiedCredential::inside(*claimed, JsonLimits::default()).unwrap();
        assert_eq!(read.text(), Some(child));
        let [endorsement] = read.claimed("endorsement")[..] else { panic!("one") };
        let endorsement = UnverifiedCredential::inside(endorsement, JsonLimits::default()).unwrap();
        assert_eq!(endorsement.text(), Some(r#"{"type":"VerifiableCredential","n":2}"#));
    }
    let presented = format!(r#"{{"type":"VerifiablePresentation","verifiableCredential":[{child}]}}"#);
    let Ok(Input::Presentation(inside)) = read(presented.as_bytes(), &ReadLimits::default()) else {
        panic!("not read")
    };
    assert_eq!(inside.credentials[0].as_ref().unwrap().text(), Some(child));
    assert_eq!(of(&format!("\u{feff}{child}")).text(), Some(child));
}

fn json_text() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        Just("null".to_owned()),
        Just("true".to_owned()),
        "-?(0|[1-9][0-9]{0,25})(\\.[0-9]{1,20})?([eE][-+]?[0-9]{1,2})?",
        Just(r#""\u0061\ud83d\ude00\n""#.to_owned()),
        Just(r#""ü}],""#.to_owned()),
    ];
    leaf.prop_recursive(3, 30, 4, |inner| {
        let name = prop_oneof!["\"[a-c]\"", Just("\"proof\"".to_owned()), Just(r#""\u0070roof""#.to_owned())];
        let members = prop::collection::btree_map(name, inner.clone(), 0..4);
        prop_oneof![
            prop::collection::vec(inner, 0..4).prop_map(|items| format!("[{}]", items.join(" , "))),
            members.prop_map(|members| {
                let members: Vec<String> = members.iter().map(|(name, value)| format!("{name} :{value}")).collect();
                format!("{{ {} }}", members.join(",\n"))
            }),
        ]
    })
}

proptest! {
    /// What is shown is what is checked, wherever a credential stands, however its numbers and names are spelled, and with
    /// `proof` anywhere. What has two readings is not read at all.
    #[test]
    fn what_is_shown_is_what_is_checked(first in json_text(), inner in json_text(), proof in json_text()) {
        let child = format!(r#"{{"a":{first},"proof":{proof},"type":"VerifiableCredential","b":{inner}}}"#);
        let text = format!(
            r#"{{"z":{inner},"credentialSubject":{{"verifiableCredential":[{child},{child}],"y":{first}}},"proof":{proof}}}"#
        );
        let Ok(input) = read(text.as_bytes(), &ReadLimits::default()) else {
            prop_assert!(canon::Document::parse(&text, &canon::Budget::default()).is_err());
            return Ok(());
        };
        let Input::Credential(whole) = input else { panic!("a credential") };
        let [subject] = whole.claimed("credentialSubject")[..] else { panic!("one subject") };
        let children = subject.each("verifiableCredential").into_iter();
        let children = children.map(|child| UnverifiedCredential::inside(child, JsonLimits::default()).unwrap());
        for credential in std::iter::once(whole.clone()).chain(children) {
            let own = credential.text().unwrap();
            let Ok(checked) = UnverifiedText::read(own, &canon::Budget::default()) else { continue };
            prop_assert!(checked.says(credential.members()), "{own}");
            prop_assert_eq!(checked.proofs().len(), credential.get("proof").map_or(0, |proof| match proof {
                Value::Array(proofs) => proofs.len(),
                _ => 1,
            }));
        }
    }
}
