//! Whatever is done to a document, it is read or refused: nothing panics.

#![expect(clippy::unwrap_used, reason = "a test stops at what it did not expect")]

use model::lif;
use model::samples;
use proptest::prelude::*;
use serde_json::Value;

/// The `index`th value of the document in reading order, replaced.
fn replace(value: &mut Value, index: &mut usize, with: &Value) -> bool {
    if *index == 0 {
        *value = with.clone();
        return true;
    }
    *index -= 1;
    match value {
        Value::Array(items) => items.iter_mut().any(|item| replace(item, index, with)),
        Value::Object(members) => members.values_mut().any(|member| replace(member, index, with)),
        _ => false,
    }
}

/// What is read leads back into the document, and can be shown.
fn check(text: &[u8]) {
    match lif::read(text, "mutated.json") {
        Ok(records) => {
            let document: Value = serde_json::from_slice(text).unwrap();
            for record in records {
                let paths = record.awards.iter().map(|award| &award.path);
                for path in paths.chain(record.courses.iter().map(|course| &course.path)) {
                    assert!(document.pointer(path).is_some_and(Value::is_object), "{path}");
                }
                for issued in record.awards.iter().filter_map(|award| award.issued) {
                    assert!(!issued.to_string().is_empty());
                }
                assert!(record.unread.iter().all(|unread| unread.reason.starts_with("expected ")));
            }
        }
        Err(error) => assert!(error.to_string().starts_with("mutated.json: expected "), "{error}"),
    }
}

fn strange() -> impl Strategy<Value = Value> {
    let plain = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        "\\PC{0,12}".prop_map(Value::from),
        "[0-9]{1,4}[-/][0-9]{1,4}(-[0-9]{2}(T[0-9:]{5,8}Z?)?)?".prop_map(Value::from),
        Just(Value::from("9999-12-31T23:59:59-14:00")),
    ];
    plain.prop_recursive(3, 12, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::vec(("[a-zA-Z~/_]{0,8}|Name|identifier|name", inner), 0..4)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn cut_off_anywhere(which in 0..3_usize, part in 0.0..1.0_f64) {
        let text = samples::learners()[which].1.as_bytes();
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss, reason = "a share of a length")]
        let end = (text.len() as f64 * part) as usize;
        let cut = &text[..end];
        prop_assert!(lif::read(cut, "mutated.json").is_err());
        check(cut);
    }

    #[test]
    fn bytes_overwritten(which in 0..3_usize, changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6)) {
        let mut text = samples::learners()[which].1.as_bytes().to_vec();
        for (place, byte) in changes {
            let place = place.index(text.len());
            text[place] = byte;
        }
        check(&text);
    }

    #[test]
    fn values_replaced(which in 0..3_usize, changes in prop::collection::vec((0..1200_usize, strange()), 1..4)) {
        let mut document: Value = serde_json::from_str(samples::learners()[which].1).unwrap();
        for (mut index, with) in changes {
            replace(&mut document, &mut index, &with);
        }
        check(document.to_string().as_bytes());
    }
}
