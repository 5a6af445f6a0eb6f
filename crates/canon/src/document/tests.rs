use serde_json::{Value, json};

use super::Document;
use crate::{Budget, CanonError, Limit};

fn parse(text: &str) -> Result<Document<'_>, CanonError> {
    Document::parse(text, &Budget::default())
}

#[test]
fn values_come_back_as_they_were() {
    let text = r#" {"a": [1, -0.5, 1e21, true, false, null, "x", "\u00e9\n\"", {}], "": {"b": {"c": []}}} "#;
    let value: Value = serde_json::from_str(text).unwrap();
    assert_eq!(parse(text).unwrap().root().to_value(), value);
    assert_eq!(Document::of(&value, &Budget::default()).unwrap().root().to_value(), value);
    assert_eq!(parse("7").unwrap().root().to_value(), json!(7));
}

#[test]
fn a_member_can_be_left_out_and_comes_back() {
    let mut document = parse(r#"{"a": 1, "proof": [{"b": 2}], "c": {"proof": 3}}"#).unwrap();
    assert_eq!(document.member("proof"), Some(json!([{"b": 2}])));
    document.hide("proof");
    assert_eq!(document.root().to_value(), json!({"a": 1, "c": {"proof": 3}}));
    assert_eq!(document.member("proof"), None);
    document.hide("a");
    assert_eq!(document.root().to_value(), json!({"proof": [{"b": 2}], "c": {"proof": 3}}));
    document.hide("not there");
    assert_eq!(document.member("a"), Some(json!(1)));
}

#[test]
fn a_part_is_a_document_of_its_own() {
    let text = r#"{"a/b": [{"x": [1, {"y": "\u00e9"}]}, 2], "proof": 1}"#;
    let mut document = parse(text).unwrap();
    document.hide("proof");
    let part = document.root().pointer("/a~1b/0").unwrap().to_document();
    assert_eq!(part.root().to_value(), json!({"x": [1, {"y": "é"}]}));
    assert_eq!(part.root().pointer("/x/1/y").unwrap().text(), Some("é"));
    for nowhere in ["/a", "/a~1b/2", "/a~1b/x", "/proof"] {
        assert!(document.root().pointer(nowhere).is_none(), "{nowhere}");
    }
}

/// Few members and many, names spelled with escapes, and the same name in two objects.
#[test]
fn a_repeated_member_is_refused() {
    let repeated = |name: &str| CanonError::RepeatedMember { name: name.into() };
    assert_eq!(parse(r#"{"a": 1, "b": 2, "a": 1}"#).unwrap_err(), repeated("a"));
    assert_eq!(parse(r#"{"a": 1, "\u0061": 2}"#).unwrap_err(), repeated("a"));
    assert_eq!(parse(r#"[{"b": {"a": {}, "c": [], "a": {}}}]"#).unwrap_err(), repeated("a"));
    assert!(parse(r#"{"a": {"a": {"a": 1}}, "b": [{"a": 1}, {"a": 1}]}"#).is_ok());
    let members: Vec<String> = (0..100).map(|n| format!("\"m{n}\": [{n}]")).collect();
    assert!(parse(&format!("{{{}}}", members.join(","))).is_ok());
    for again in [0, 15, 16, 17, 99] {
        let text = format!("{{{}, \"m{again}\": 0}}", members.join(","));
        assert_eq!(parse(&text).unwrap_err(), repeated(&format!("m{again}")));
    }
}

#[test]
fn text_that_is_not_json_is_refused_with_its_place() {
    for (text, line, column) in [("", 1, 0), ("{\"a\": 1,\n}", 2, 1), ("[1] 2", 1, 5), ("[1e999]", 1, 6)] {
        match parse(text) {
            Err(CanonError::NotJson { line: l, column: c }) => assert_eq!((l, c), (line, column), "{text}"),
            other => panic!("{text}: {other:?}"),
        }
    }
}

#[test]
fn bounds_are_met_while_reading() {
    let budget = Budget { nodes: 4, depth: 2, ..Budget::default() };
    let too = |limit, allowed| CanonError::TooComplex { limit, allowed };
    assert!(Document::parse("[1, [2], 3]", &budget).is_err());
    assert!(Document::parse("{\"a\": 1, \"b\": 2, \"c\": 3}", &budget).is_ok());
    assert_eq!(Document::parse("[1, 2, 3, 4", &budget).unwrap_err(), too(Limit::Nodes, 4));
    assert_eq!(Document::parse("[[[", &budget).unwrap_err(), too(Limit::Depth, 2));
    assert_eq!(Document::of(&json!([[[]]]), &budget).unwrap_err(), too(Limit::Depth, 2));
    assert_eq!(Document::of(&json!([1, 2, 3, 4]), &budget).unwrap_err(), too(Limit::Nodes, 4));
}
