//! Nothing in a badge that came as JWT can be changed or moved unnoticed.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::*;

/// JSON Pointers of all leaves, and of all arrays that are not the same backwards.
fn places(value: &Value, at: &str, leaves: &mut Vec<String>, arrays: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            for (name, inner) in members {
                places(inner, &format!("{at}/{}", name.replace('~', "~0").replace('/', "~1")), leaves, arrays);
            }
        }
        Value::Array(elements) => {
            if elements.iter().ne(elements.iter().rev()) {
                arrays.push(at.to_owned());
            }
            for (index, inner) in elements.iter().enumerate() {
                places(inner, &format!("{at}/{index}"), leaves, arrays);
            }
        }
        _ => leaves.push(at.to_owned()),
    }
}

/// Every leaf replaced by a value that occurs nowhere else, and every array turned around, one at a time.
fn changes(json: &Value) -> Vec<(String, Value)> {
    let (mut leaves, mut arrays) = (vec![], vec![]);
    places(json, "", &mut leaves, &mut arrays);
    assert!(arrays.len() > 1 && leaves.len() > 4, "{leaves:?} {arrays:?}");
    let mut found = vec![];
    for at in leaves {
        let mut copy = json.clone();
        *copy.pointer_mut(&at).unwrap() = json!("occurs nowhere else");
        found.push((at, copy));
    }
    for at in arrays {
        let mut copy = json.clone();
        copy.pointer_mut(&at).unwrap().as_array_mut().unwrap().reverse();
        found.push((at, copy));
    }
    found
}

#[test]
fn every_changed_leaf_and_every_turned_array_of_every_form() {
    for form in [Form::JwtVcJson, Form::VcJwt, Form::VcJose] {
        for kind in [KeyKind::P256, KeyKind::Rsa] {
            let key = a_key(kind, 1);
            let compact = sign(form, &kid(), &document_of(form), &key).unwrap();
            let [header, payload, signature] = compact.split('.').collect::<Vec<_>>()[..] else { panic!() };
            let decoded: Value = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(payload).unwrap()).unwrap();
            let mut tried = 0;
            for (at, changed) in changes(&decoded) {
                let forged = format!("{header}.{}.{signature}", URL_SAFE_NO_PAD.encode(changed.to_string()));
                assert_eq!(verified(&forged, &key), Err(JoseError::BadSignature.into()), "{form:?} {at}");
                tried += 1;
            }
            assert!(tried >= 25, "{tried}");
        }
    }
}

/// The same bytes with members in another order are other bytes.
#[test]
fn every_changed_byte_of_header_and_payload() {
    let key = a_key(KeyKind::P256, 1);
    let compact = sign(Form::VcJwt, &kid(), &badge(), &key).unwrap();
    for at in (0..compact.len()).step_by(7) {
        let mut bytes = compact.clone().into_bytes();
        bytes[at] = if bytes[at] == b'A' { b'B' } else { b'A' };
        let forged = String::from_utf8(bytes).unwrap();
        assert!(verified(&forged, &key).is_err(), "{at}");
    }
}
