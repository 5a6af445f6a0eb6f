//! Nothing in a signed badge can be changed, removed or added unnoticed, whatever suite signed it.

use std::collections::BTreeSet;

use canon::Budget;
use serde_json::{Value, json};

use super::super::{ProofError, Suite, UnverifiedDocument};
use super::fixture::badge;
use super::suites::{combinations, shown_with, signed_with};
use crate::keys::{KeyKind, SigningKey};

/// A badge as one suite signs it.
struct Signed {
    suite: Suite,
    kind: KeyKind,
    document: Value,
    key: SigningKey,
}

impl Signed {
    fn verify(&self, changed: Value) -> Result<(), ProofError> {
        let document = UnverifiedDocument::read(changed)?;
        let proof = document.proofs().first().unwrap_or(&Value::Null);
        document.verify(proof, &self.key.public(), &Budget::default())
    }

    /// The JSON Pointers of all values in it, containers included.
    fn pointers(&self) -> Vec<String> {
        let mut found = Vec::new();
        pointers(&self.document, "", &mut found);
        found
    }

    fn name(&self) -> String {
        format!("{} {}", self.suite.name(), self.kind)
    }
}

/// Signed by every suite; under those for showing parts, shown whole.
fn of_every_suite() -> Vec<Signed> {
    let signed = combinations().map(|(suite, kind)| {
        let (document, key) = signed_with(suite, kind);
        Signed { suite, kind, document, key }
    });
    let shown = Suite::SELECTIVE.into_iter().map(|suite| {
        let (document, key) = shown_with(suite, badge(), &ALWAYS);
        Signed { suite, kind: suite.kinds()[0], document, key }
    });
    signed.chain(shown).collect()
}

/// About a half of a badge.
const ALWAYS: [&str; 5] =
    ["/issuer", "/validFrom", "/credentialStatus", "/credentialSubject/identifier", "/credentialSubject/achievement"];

/// The JSON Pointers of all values below `value`, containers included.
pub(super) fn pointers(value: &Value, at: &str, found: &mut Vec<String>) {
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

/// Other values of the same type, among them some that are as well-formed as the one they replace.
pub(super) fn others(value: &Value) -> Vec<Value> {
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

/// Each leaf in turn takes a value that occurs nowhere else in the badge.
#[test]
fn every_changed_leaf_is_refused() {
    for signed in of_every_suite() {
        let mut tried = 0;
        for pointer in signed.pointers() {
            let leaf = signed.document.pointer(&pointer).unwrap();
            for other in others(leaf).into_iter().filter(|other| other != leaf) {
                let mut changed = signed.document.clone();
                *changed.pointer_mut(&pointer).unwrap() = other.clone();
                assert!(signed.verify(changed).is_err(), "{}: {pointer} became {other}", signed.name());
                tried += 1;
            }
        }
        assert!(tried > 200, "{tried}");
    }
}

#[test]
fn every_removed_value_is_refused() {
    for signed in of_every_suite() {
        let pointers = signed.pointers();
        assert!(pointers.len() > 90, "{}", pointers.len());
        for pointer in &pointers {
            let (parent, name) = pointer.rsplit_once('/').unwrap();
            let mut changed = signed.document.clone();
            match changed.pointer_mut(parent).unwrap() {
                Value::Object(members) => drop(members.remove(name)),
                Value::Array(items) => drop(items.remove(name.parse().unwrap())),
                _ => unreachable!(),
            }
            assert!(signed.verify(changed).is_err(), "{}: {pointer}", signed.name());
        }
    }
}

/// But for contexts behind those that a JCS suite signed, which are for the reader to judge.
#[test]
fn every_added_value_is_refused() {
    for signed in of_every_suite() {
        let mut pointers = signed.pointers();
        pointers.push(String::new());
        for pointer in &pointers {
            for (name, value) in [("name", json!("y")), ("description", json!("y")), ("unheardOf", json!("y"))] {
                let mut changed = signed.document.clone();
                match changed.pointer_mut(pointer).unwrap() {
                    Value::Object(members) if !members.contains_key(name) => {
                        members.insert(name.into(), value);
                    }
                    Value::Array(items) => items.push(value),
                    _ => continue,
                }
                let accepted = signed.verify(changed).is_ok();
                let expected = pointer == "/@context" && signed.suite.name().contains("jcs");
                assert_eq!(accepted, expected, "{}: {pointer}/{name}", signed.name());
            }
        }
    }
}

/// The pointers of all arrays with two different values or more.
fn arrays(signed: &Signed) -> Vec<String> {
    let differ =
        |value: &Value| value.as_array().is_some_and(|items| items.iter().any(|item| Some(item) != items.first()));
    signed.pointers().into_iter().filter(|pointer| differ(signed.document.pointer(pointer).unwrap())).collect()
}

/// A JCS suite signs the order of every array. A suite on statements signs the order where the context says `@list`
/// (`allowedValue`); elsewhere JSON-LD says that arrays are sets, so the same is said in any order. Nor do these two contexts
/// say anything else in the other order; the verifier refuses another first context.
#[test]
fn the_order_of_arrays_is_signed_where_the_suite_and_the_context_say_so() {
    let at = "/credentialSubject/achievement";
    let allowed_values = format!("{at}/resultDescription/0/allowedValue");
    let sets = BTreeSet::from(["/@context".to_owned(), "/type".to_owned(), format!("{at}/tag")]);
    for signed in of_every_suite() {
        let mut unsigned_order = BTreeSet::new();
        let arrays = arrays(&signed);
        assert!(arrays.contains(&allowed_values) && arrays.contains(&"/@context".to_owned()), "{arrays:?}");
        for pointer in arrays {
            let mut changed = signed.document.clone();
            changed.pointer_mut(&pointer).unwrap().as_array_mut().unwrap().reverse();
            if signed.verify(changed).is_ok() {
                unsigned_order.insert(pointer);
            }
        }
        let expected = if signed.suite.name().contains("jcs") { BTreeSet::new() } else { sets.clone() };
        assert_eq!(unsigned_order, expected, "{}", signed.name());
    }
}
