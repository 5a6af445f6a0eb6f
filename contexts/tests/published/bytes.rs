//! Every example, canonicalised with the published contexts and with ours.

use std::collections::HashMap;

use canon::{Budget, ContextLoader, canonicalize};
use serde_json::Value;

use crate::material::{contexts as published_contexts, examples, shared};

struct Published(HashMap<String, Value>);

impl ContextLoader for Published {
    fn context(&self, url: &str) -> Option<&Value> {
        self.0.get(url)
    }
}

fn ours(url: &str) -> Option<&'static Value> {
    contexts::context(url).or_else(|| contexts::testing_context(url))
}

#[test]
fn every_example_has_the_same_canonical_bytes_with_both() {
    const SUITE: &str = "contexts, canonical bytes of examples";
    let Some(data) = shared(SUITE) else { return };
    let known = |(url, (_, document)): (String, (_, Value))| ours(&url).is_some().then_some((url, document));
    let theirs = Published(published_contexts(&data).into_iter().filter_map(known).collect());
    let (mut same, mut refused) = (0, 0);
    for (name, document) in examples(&data) {
        let with_theirs = canonicalize(&document, &theirs, &Budget::default());
        let with_ours = canonicalize(&document, &ours, &Budget::default());
        assert!(with_ours == with_theirs, "{name}");
        if with_ours.is_ok() { same += 1 } else { refused += 1 }
    }
    assert!(same > 100, "{same} examples canonicalised, {refused} refused by both");
    what_ran::ran(SUITE, same + refused);
}
