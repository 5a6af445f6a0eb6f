//! Small documents of our own with the N-Quads that jsonld.js 9.0.0 makes of them in safe mode.

use canon::{Budget, ContextLoader, canonicalize};
use serde_json::Value;

struct School(Value);

impl ContextLoader for School {
    fn context(&self, url: &str) -> Option<&Value> {
        (url == "urn:school").then_some(&self.0)
    }
}

#[test]
fn both_implementations_sign_the_same_bytes() {
    let fixture: Value = serde_json::from_str(include_str!("../fixtures/agreed.json")).unwrap();
    let loader = School(fixture["context"].clone());
    let agreed = fixture["agreed"].as_array().unwrap();
    for case in agreed {
        let nquads = canonicalize(&case["document"], &loader, &Budget::default());
        let nquads = nquads.unwrap_or_else(|error| panic!("{}: {error}", case["document"]));
        let lines: Vec<&str> = nquads.lines().collect();
        assert_eq!(Value::from(lines), case["nquads"], "{}", case["document"]);
    }
    assert_eq!(agreed.len(), 56);
}
