//! The list against the specification's own vectors, and every refusal.

mod published;
mod tokens;

use super::*;

fn list(bits: Bits, values: &[u8]) -> TokenStatusList {
    let mut list = TokenStatusList::new(bits, values.len());
    for (index, value) in values.iter().enumerate() {
        list.set(index as u64, TokenStatus::from_value(*value)).unwrap();
    }
    list
}

/// §4.1, both examples: sixteen tokens of one bit, twelve of two.
#[test]
fn packs_from_the_least_significant_bit() {
    let one = list(Bits::One, &[1, 0, 0, 1, 1, 1, 0, 1, 1, 1, 0, 0, 0, 1, 0, 1]);
    assert_eq!(one.bytes(), [0xb9, 0xa3]);
    assert_eq!(one.to_json(), json!({"bits": 1, "lst": "eNrbuRgAAhcBXQ"}));
    let two = list(Bits::Two, &[1, 2, 0, 3, 0, 1, 0, 1, 1, 2, 3, 3]);
    assert_eq!(two.bytes(), [0xc9, 0x44, 0xf9]);
    assert_eq!(two.to_json(), json!({"bits": 2, "lst": "eNo76fITAAPfAgc"}));
}

#[test]
fn every_value_of_every_width_comes_back_and_touches_no_neighbour() {
    for bits in [Bits::One, Bits::Two, Bits::Four, Bits::Eight] {
        for index in 0..24 {
            for value in 0..=bits.highest() {
                let mut list = list(bits, &[bits.highest(); 24]);
                list.set(index, TokenStatus::from_value(value)).unwrap();
                let read = TokenStatusList::from_json(&list.to_json(), 64).unwrap();
                for other in 0..24 {
                    let expected = if other == index { value } else { bits.highest() };
                    assert_eq!(read.get(other).unwrap().value(), expected, "{bits:?} {index} {other}");
                }
            }
        }
    }
}

#[test]
fn statuses_are_the_registered_ones() {
    use TokenStatus::{ApplicationSpecific, Invalid, Suspended, Unregistered, Valid};
    let expected = [(0, Valid), (1, Invalid), (2, Suspended), (3, ApplicationSpecific(3)), (4, Unregistered(4))];
    let more = [(0x0b, Unregistered(0x0b)), (0x0c, ApplicationSpecific(0x0c)), (0x0f, ApplicationSpecific(0x0f))];
    for (value, status) in expected.into_iter().chain(more).chain([(0x10, Unregistered(0x10))]) {
        assert_eq!(TokenStatus::from_value(value), status);
        assert_eq!(status.value(), value);
    }
}

#[test]
fn an_index_that_is_not_there_is_no_statement() {
    let mut list = TokenStatusList::new(Bits::Two, 5);
    assert_eq!(list.len(), 8, "rounded up to a byte");
    assert_eq!(list.get(8), Err(TokenStatusError::OutOfRange { index: 8, length: 8 }));
    assert_eq!(
        list.set(u64::MAX, TokenStatus::Valid),
        Err(TokenStatusError::OutOfRange { index: u64::MAX, length: 8 })
    );
    let four = TokenStatus::from_value(4);
    assert_eq!(list.set(0, four), Err(TokenStatusError::DoesNotFit { value: 4, bits: 2 }));
}

#[test]
fn what_is_no_list_is_refused() {
    let refusal = |value: Value| TokenStatusList::from_json(&value, 8).unwrap_err();
    let lst = "eNrbuRgAAhcBXQ";
    for bits in [json!(0), json!(3), json!(16), json!("1"), json!(1.5), Value::Null] {
        assert!(
            matches!(refusal(json!({"bits": bits, "lst": lst})), TokenStatusError::NotAList(why) if why.contains("bits"))
        );
    }
    for (text, word) in
        [(json!(1), "text"), (json!("eNrbuRgAAhcBXQ=="), "base64url"), (json!("AAAA"), "ZLIB"), (json!(""), "ZLIB")]
    {
        assert!(
            matches!(refusal(json!({"bits": 1, "lst": text})), TokenStatusError::NotAList(why) if why.contains(word)),
            "{text}"
        );
    }
    let longer = URL_SAFE_NO_PAD.encode([URL_SAFE_NO_PAD.decode(lst).unwrap(), vec![0]].concat());
    assert_eq!(
        refusal(json!({"bits": 1, "lst": longer})),
        TokenStatusError::NotAList("something follows the ZLIB data")
    );
    let cut = URL_SAFE_NO_PAD.encode(&URL_SAFE_NO_PAD.decode(lst).unwrap()[..8]);
    assert_eq!(refusal(json!({"bits": 1, "lst": cut})), TokenStatusError::NotAList("'lst' is not ZLIB"));
    assert_eq!(refusal(json!([])), TokenStatusError::NotAList("'bits' is not 1, 2, 4 or 8"));
}

/// Eight megabytes of zeros pack into eight kilobytes.
#[test]
fn a_list_that_unpacks_to_too_much_is_refused_without_unpacking_it() {
    let bomb = TokenStatusList::new(Bits::Eight, 8 << 20).to_json();
    assert_eq!(TokenStatusList::from_json(&bomb, 1 << 20), Err(TokenStatusError::TooLarge { allowed: 1 << 20 }));
    assert_eq!(TokenStatusList::from_json(&bomb, 8 << 20).map(|list| list.len()), Ok(8 << 20));
    let long = json!({"bits": 1, "lst": "A".repeat(1 << 20)});
    assert_eq!(TokenStatusList::from_json(&long, 1 << 10), Err(TokenStatusError::TooLarge { allowed: 1 << 10 }));
}

#[test]
fn references_are_read_and_written() {
    let reference = StatusReference { uri: "https://example.com/statuslists/1".into(), index: 0 };
    let claims = |status: Value| json!({"status": status}).as_object().unwrap().clone();
    assert_eq!(StatusReference::of(&claims(reference.to_json())), Ok(Some(reference)));
    assert_eq!(StatusReference::of(&serde_json::Map::new()), Ok(None));
    let uri = "https://example.com/1";
    for status in [
        json!({}),
        json!("status_list"),
        json!({"identifier_list": {"id": "a", "uri": uri}}),
        json!({"status_list": {"uri": uri}}),
        json!({"status_list": {"idx": 1}}),
        json!({"status_list": {"idx": -1, "uri": uri}}),
        json!({"status_list": {"idx": "1", "uri": uri}}),
        json!({"status_list": {"idx": 1.5, "uri": uri}}),
        json!({"status_list": {"idx": 1, "uri": "statuslists/1"}}),
        json!({"status_list": {"idx": 1, "uri": "1://example.com"}}),
        json!({"status_list": {"idx": 1, "uri": "https://example.com/a b"}}),
        json!({"status_list": {"idx": 1, "uri": format!("https://example.com/{}", "a".repeat(2048))}}),
    ] {
        assert_eq!(StatusReference::of(&claims(status.clone())), Err(TokenStatusError::NotAReference), "{status}");
    }
}
