//! Nothing in an SD-JWT can be changed or moved unnoticed, neither in the open nor in a disclosure.

use super::*;

fn badge() -> Value {
    json!({
        "vct": "https://issuer.example/vct/badge", "iss": "https://issuer.example",
        "name": "Welding", "partial": false, "credits": 4.5, "nothing": null,
        "results": [{"value": "A", "scale": ["A", "B", "C"]}, {"value": "92", "scale": []}],
        "tags": ["x", "y", "z"], "people": {"first": {"name": "Ada"}, "second": {"name": "Lin"}}
    })
}

const HIDDEN: [&str; 7] =
    ["/name", "/credits", "/results", "/results/0/scale/1", "/tags/2", "/people/first", "/people/first/name"];

/// JSON Pointers of all leaves, and of all arrays of more than one element.
fn places(value: &Value, at: &str, leaves: &mut Vec<String>, arrays: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            for (name, inner) in members {
                places(inner, &format!("{at}/{name}"), leaves, arrays);
            }
        }
        Value::Array(elements) => {
            if elements.len() > 1 {
                arrays.push(at.to_owned());
            }
            for (index, inner) in elements.iter().enumerate() {
                places(inner, &format!("{at}/{index}"), leaves, arrays);
            }
        }
        _ => leaves.push(at.to_owned()),
    }
}

/// Each way to change one leaf or to turn one array around in `json`.
fn changes(json: &Value) -> Vec<Value> {
    let (mut leaves, mut arrays) = (vec![], vec![]);
    places(json, "", &mut leaves, &mut arrays);
    let changed = |at: &String, change: &dyn Fn(&mut Value)| {
        let mut copy = json.clone();
        change(copy.pointer_mut(at).unwrap());
        copy
    };
    let leaf = |at: &String| changed(at, &|leaf| *leaf = json!("occurs nowhere else"));
    let turned = |at: &String| changed(at, &|array| array.as_array_mut().unwrap().reverse());
    leaves.iter().map(leaf).chain(arrays.iter().map(turned)).collect()
}

fn decoded(part: &str) -> Value {
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).unwrap()).unwrap()
}

#[test]
fn every_changed_leaf_and_every_turned_array_is_refused() {
    let text = issued(&badge(), &HIDDEN, 2).unwrap();
    assert_eq!(Value::Object(verified(&text).unwrap().payload().clone()), badge());
    let parts: Vec<&str> = text.trim_end_matches('~').split('~').collect();
    let mut tried = 0;
    let [header, payload, signature] = parts[0].split('.').collect::<Vec<_>>()[..] else { panic!() };
    for changed in changes(&decoded(payload)) {
        let jwt = format!("{header}.{}.{signature}", encoded(&changed));
        let forged = text.replacen(parts[0], &jwt, 1);
        assert_eq!(verified(&forged), Err(JoseError::BadSignature.into()), "{changed}");
        tried += 1;
    }
    for disclosure in &parts[1..] {
        for changed in changes(&decoded(disclosure)) {
            let forged = text.replacen(disclosure, &encoded(&changed), 1);
            assert!(verified(&forged).is_err(), "{changed}");
            tried += 1;
        }
    }
    assert!(tried > 50, "{tried}");
}

/// Disclosures may come in any order; the payload is the same.
#[test]
fn the_order_of_disclosures_means_nothing() {
    let text = issued(&badge(), &HIDDEN, 0).unwrap();
    let mut parts: Vec<&str> = text.trim_end_matches('~').split('~').collect();
    parts[1..].reverse();
    let turned = format!("{}~", parts.join("~"));
    assert_eq!(Value::Object(verified(&turned).unwrap().payload().clone()), badge());
}

/// Each byte replaced, taken away, doubled, and turned into a separator.
#[test]
fn every_changed_byte_is_refused() {
    let text = issued(&badge(), &HIDDEN, 1).unwrap();
    let mut tried = 0;
    for at in 0..text.len() {
        let (before, rest) = text.split_at(at);
        let (byte, after) = rest.split_at(1);
        let other = if byte == "A" { "B" } else { "A" };
        for changed in [
            format!("{before}{other}{after}"),
            format!("{before}{after}"),
            format!("{before}{byte}{byte}{after}"),
            format!("{before}~{after}"),
        ] {
            if changed != text {
                assert!(verified(&changed).is_err(), "{at}: {changed}");
                tried += 1;
            }
        }
    }
    assert!(tried > 5_000, "{tried}");
}
