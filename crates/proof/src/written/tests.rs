use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;

fn parsed(written: Written<'_>) -> Value {
    serde_json::from_str(written.text()).unwrap()
}

#[test]
fn members_and_items_are_found_as_they_are_written() {
    let text = " {\"a\" : 1.0 ,\n\"b\\u0063\":[ {\"x\":\"}]\\\"\"},[],-2e3 ], \"e\":{}, \"\\\\\": null}\n";
    let whole = Written::of(text).unwrap();
    assert!(whole.is_object());
    assert_eq!(whole.member("a").unwrap().text(), "1.0");
    let list = whole.member("bc").unwrap();
    assert!(!list.is_object());
    let items: Vec<_> = list.one_or_many().into_iter().map(Written::text).collect();
    assert_eq!(items, ["{\"x\":\"}]\\\"\"}", "[]", "-2e3"]);
    assert_eq!(list.one_or_many()[0].member("x").unwrap().text(), "\"}]\\\"\"");
    assert_eq!(&text[list.range()], list.text());
    assert_eq!((whole.member("e").unwrap().text(), whole.member("\\").unwrap().text()), ("{}", "null"));
    assert!(whole.member("x").is_none() && whole.member("b\\u0063").is_none() && list.member("x").is_none());
    assert!(whole.member("e").unwrap().member("x").is_none());
    assert_eq!(whole.member("a").unwrap().one_or_many().len(), 1);
    assert!(list.one_or_many()[1].one_or_many().is_empty());
    assert!(Written::of(" \n").is_none());
}

#[test]
fn replacing_leaves_the_rest_as_it_is() {
    let text = r#"{"a":[1,2, 3],"b":"c"}"#;
    let whole = Written::of(text).unwrap();
    let items = whole.member("a").unwrap().one_or_many();
    let changes = [
        (items[0].range(), "10".to_owned()),
        (items[2].range(), String::new()),
        (whole.member("b").unwrap().range(), "{}".to_owned()),
    ];
    assert_eq!(replaced(text, &changes), r#"{"a":[10,2, ],"b":{}}"#);
    assert_eq!(replaced(text, &[]), text);
}

fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        (-1e9..1e9_f64).prop_map(Value::from),
        "[a-c\"\\\\\\[\\]{},:é\u{1f600} \n]{0,6}".prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 40, 5, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Value::Array),
            prop::collection::vec(("[a-c\"\\\\\\[{}\\],:é]{0,3}", inner), 0..5)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

/// Every value is found where it stands, and is what a parser finds.
fn check(written: Written<'_>, value: &Value) {
    assert_eq!(&parsed(written), value);
    match value {
        Value::Object(members) => {
            assert!(written.is_object());
            members.iter().for_each(|(name, value)| check(written.member(name).unwrap(), value));
        }
        Value::Array(items) => {
            let found = written.one_or_many();
            assert_eq!(found.len(), items.len());
            found.into_iter().zip(items).for_each(|(found, item)| check(found, item));
        }
        _ => {}
    }
}

proptest! {
    #[test]
    fn every_value_is_found(value in value()) {
        for text in [value.to_string(), serde_json::to_string_pretty(&json!({"in": value})).unwrap()] {
            let whole: Value = serde_json::from_str(&text).unwrap();
            check(Written::of(&text).unwrap(), &whole);
        }
    }

    /// What is no JSON, or broken off, is looked through to its end and no further.
    #[test]
    fn no_text_makes_it_panic(text in "[ \"\\\\\\[\\]{},:0-1aé]{0,40}") {
        if let Some(whole) = Written::of(&text) {
            let member = whole.member("a");
            for part in member.into_iter().chain(whole.one_or_many()) {
                assert!(text.contains(part.text()));
                _ = (part.member("0"), part.one_or_many(), replaced(&text, &[(part.range(), "x".to_owned())]));
            }
        }
    }
}
