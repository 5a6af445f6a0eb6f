//! The specification's own vectors, when they are beside this repository.

use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};

use super::*;
use crate::jose::UnverifiedJws;

const SUITE: &str = "Token Status List vectors";

fn directory() -> Option<PathBuf> {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/vectors/token-status-list");
    if directory.is_dir() {
        return Some(directory);
    }
    what_ran::skipped(SUITE, 0, "../shared/data is absent");
    None
}

/// A vector as one line: the specification wraps long values, also inside of texts.
fn unwrapped(directory: &Path, name: &str) -> String {
    let text = std::fs::read_to_string(directory.join(name)).unwrap();
    text.lines().map(str::trim).collect()
}

fn json_vector(directory: &Path, name: &str) -> Value {
    let text = unwrapped(directory, name);
    serde_json::from_str(&text[text.find('{').unwrap()..]).unwrap()
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").unwrap();
        text
    })
}

/// The lists of 2^20 tokens: what the appendix says is set, and nothing else. The hashes are those of the bytes which
/// another program packed from the statuses the appendix names.
const LONG: [(&str, u8, &str); 4] = [
    ("status_list_encoding1_long_json.md", 1, "f2529d5d7b48665f8be86037b271b92a9cc7690a42688193d3c97baf2a1e4794"),
    ("status_list_encoding2_long_json.md", 2, "89014d93753a4996780da9354a6ac298c4e4c571b9d7ef344c2aefdd494d898c"),
    ("status_list_encoding4_json.md", 4, "7624b511c7462ca2e77514c416b5528b043d4333b5e0741494a4e21009241edb"),
    ("status_list_encoding8_json.md", 8, "15aae678f848a96df0efaaead24c5356ed249c713fa292b04fd99d61db566743"),
];

#[test]
fn lists_as_json() {
    let Some(directory) = directory() else { return };
    for (name, bytes) in
        [("status_list_encoding_json.md", &[0xb9, 0xa3][..]), ("status_list_encoding2_json.md", &[0xc9, 0x44, 0xf9])]
    {
        let vector = json_vector(&directory, name);
        let list = TokenStatusList::from_json(&vector, 16).unwrap();
        assert_eq!(list.bytes(), bytes, "{name}");
        assert_eq!(list.to_json(), vector, "{name}: written as read");
    }
    for (name, bits, hash) in LONG {
        let vector = json_vector(&directory, name);
        let list = TokenStatusList::from_json(&vector, 1 << 20).unwrap();
        assert_eq!((list.bits().count(), list.len()), (bits, 1 << 20), "{name}");
        assert_eq!(hex(&Sha256::digest(list.bytes())), hash, "{name}");
        assert_eq!(
            TokenStatusList::from_json(&list.to_json(), 1 << 20).as_ref(),
            Ok(&list),
            "{name}: written and read"
        );
    }
    what_ran::ran(SUITE, 2 + LONG.len());
}

/// Some statuses the appendix names, spelled out.
#[test]
fn single_statuses_of_the_long_lists() {
    let Some(directory) = directory() else { return };
    let read = |name| TokenStatusList::from_json(&json_vector(&directory, name), 1 << 20).unwrap();
    let (one, two, four) = (read(LONG[0].0), read(LONG[1].0), read(LONG[2].0));
    for index in [0, 1993, 25460, 159_495, 1_000_345] {
        assert_eq!(one.get(index), Ok(TokenStatus::Invalid));
        assert_eq!(one.get(index + 1), Ok(TokenStatus::Valid));
    }
    for (index, value) in [(0, 1), (1993, 2), (159_495, 3), (1_000_345, 3)] {
        assert_eq!(two.get(index).unwrap().value(), value);
    }
    for (index, value) in [(1993, 2), (923_232, 8), (1_030_203, 13), (1_030_204, 14), (1_030_205, 15)] {
        assert_eq!(four.get(index).unwrap().value(), value);
    }
    what_ran::ran(SUITE, 1);
}

/// The JWT example is read; the specification does not publish the key it is signed with.
#[test]
fn the_token_as_jwt() {
    let Some(directory) = directory() else { return };
    let compact = unwrapped(&directory, "status_list_jwt_raw.md");
    let token = UnverifiedStatusListToken::decode(&compact, 4096).unwrap();
    let claims = token.jws().unverified_payload();
    assert_eq!(claims["sub"], "https://example.com/statuslists/1");
    let list = TokenStatusList::from_json(&claims["status_list"], 16).unwrap();
    assert_eq!(list.bytes(), [0xb9, 0xa3]);
    assert!(UnverifiedJws::decode(&compact, 64).is_err());
    what_ran::ran(SUITE, 1);

    let shown = std::fs::read_to_string(directory.join("status_list_jwt.md")).unwrap();
    let (header, payload) = shown.split_once("\n.\n").unwrap();
    let (header, payload): (Value, Value) =
        (serde_json::from_str(header).unwrap(), serde_json::from_str(payload).unwrap());
    assert_eq!(Value::Object(token.jws().header().clone()), header);
    let mut signed = claims.clone();
    signed.remove("iss");
    assert_eq!(Value::Object(signed), payload);
    what_ran::ran(SUITE, 1);
}

/// Whatever else lies there must be a form that this project neither issues nor reads, and is counted.
#[test]
fn the_forms_in_cbor_do_not_apply() {
    let Some(directory) = directory() else { return };
    let (mut lists, mut tokens) = (0, 0);
    for entry in std::fs::read_dir(directory).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        match name.as_str() {
            _ if name.contains("_cbor") => lists += 1,
            _ if name.contains("_cwt") => tokens += 1,
            _ => assert!(name.contains("_json") || name.contains("_jwt"), "a vector of an unknown form: {name}"),
        }
    }
    assert_eq!((lists, tokens), (8, 4));
    what_ran::not_applicable(SUITE, lists, "lists in CBOR: no credential issued or read here is in CBOR");
    what_ran::not_applicable(SUITE, tokens, "CWT and its diagnostic notation: this project has no COSE");
}
