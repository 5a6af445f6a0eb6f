//! Nothing in a signed badge can be changed, removed or added unnoticed.

use serde_json::{Value, json};

use super::fixture::signed;
use super::verify_own;

/// The JSON Pointers of all values below `value`, containers included.
fn pointers(value: &Value, at: &str, found: &mut Vec<String>) {
    let children: Vec<(String, &Value)> = match value {
        Value::Object(members) => members.iter().map(|(name, child)| (name.clone(), child)).collect(),
        Value::Array(items) => items.iter().enumerate().map(|(at, child)| (at.to_string(), child)).collect(),
        _ => vec![],
    };
    for (name, child) in children {
        let pointer = format!("{at}/{name}");
        pointers(child, &pointer, found);
        found.push(pointer);
    }
}

fn all() -> (Value, Vec<String>) {
    let (document, mut found) = (signed(), Vec::new());
    pointers(&document, "", &mut found);
    (document, found)
}

/// Other values of the same type, among them some that are as well-formed as the one they replace.
fn others(value: &Value) -> Vec<Value> {
    match value {
        Value::String(text) => vec![
            json!(format!("{text}x")),
            json!(text.replacen(['1', '2'], "3", 1)),
            json!(text.to_uppercase()),
            json!(""),
            json!("https://a.example/x"),
        ],
        Value::Number(number) => vec![json!(number.as_f64().unwrap() + 1.0), json!(0), json!(number.to_string())],
        // Not its own text: under a context that says `xsd:boolean`, "true" is the same statement as true.
        Value::Bool(flag) => vec![json!(!flag), json!(flag.to_string().to_uppercase())],
        _ => vec![],
    }
}

#[test]
fn every_changed_leaf_is_refused() {
    let (document, pointers) = all();
    let mut tried = 0;
    for pointer in &pointers {
        let leaf = document.pointer(pointer).unwrap();
        for other in others(leaf).into_iter().filter(|other| other != leaf) {
            let mut changed = document.clone();
            *changed.pointer_mut(pointer).unwrap() = other.clone();
            assert!(verify_own(&changed).is_err(), "{pointer} became {other}");
            tried += 1;
        }
    }
    assert!(tried > 200, "{tried}");
}

#[test]
fn every_removed_value_is_refused() {
    let (document, pointers) = all();
    assert!(pointers.len() > 90, "{}", pointers.len());
    for pointer in &pointers {
        let (parent, name) = pointer.rsplit_once('/').unwrap();
        let mut changed = document.clone();
        match changed.pointer_mut(parent).unwrap() {
            Value::Object(members) => drop(members.remove(name)),
            Value::Array(items) => drop(items.remove(name.parse().unwrap())),
            _ => unreachable!(),
        }
        assert!(verify_own(&changed).is_err(), "{pointer}");
    }
}

#[test]
fn every_added_value_is_refused() {
    let (document, mut pointers) = all();
    pointers.push(String::new());
    for pointer in &pointers {
        for (name, value) in [("name", json!("y")), ("description", json!("y")), ("unheardOf", json!("y"))] {
            let mut changed = document.clone();
            match changed.pointer_mut(pointer).unwrap() {
                Value::Object(members) if !members.contains_key(name) => {
                    members.insert(name.into(), value);
                }
                Value::Array(items) => items.push(value),
                _ => continue,
            }
            assert!(verify_own(&changed).is_err(), "{pointer}/{name}");
        }
    }
}

/// `allowedValue` is a list in the context: its order is signed. A processor that loses it lets a grade scale be turned
/// round.
#[test]
fn the_order_of_a_list_is_signed() {
    let mut document = signed();
    let values = document.pointer_mut("/credentialSubject/achievement/resultDescription/0/allowedValue").unwrap();
    values.as_array_mut().unwrap().reverse();
    assert!(verify_own(&document).is_err());
}
