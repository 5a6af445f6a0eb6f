//! Whether a reader of the JSON sees what was signed.
//!
//! A proof covers RDF statements. JSON-LD has several spellings for one statement, and whoever holds a signed document
//! can change from one to another without breaking the proof: `credentialStatus` written as its full IRI is the same
//! statement, and a reader that looks for `credentialStatus` finds a credential that cannot be revoked. So a document is
//! checked, and signed, only when it is written with terms alone.

use canon::{Json, Members, View};

use super::ProofError;

/// As deep as JSON is parsed.
const DEEPEST: usize = 128;

/// A place that is not plain: its JSON Pointer, built from the inside out, and what is there.
struct Found {
    names: Vec<String>,
    what: &'static str,
}

/// Refuses members named by IRIs or keywords, and arrays directly in arrays. Contexts are not looked into: that there are
/// none but by URL is for the caller to see to.
pub(super) fn check_plain(document: Json<'_>) -> Result<(), ProofError> {
    value(document, DEEPEST + 1).map_err(|Found { names, what }| {
        let escaped = names.iter().rev().map(|name| name.replace('~', "~0").replace('/', "~1"));
        let path = escaped.fold(String::new(), |path, name| path + "/" + &name);
        ProofError::NotPlain { path, what }
    })
}

fn object(mut members: Members<'_>, deeper: usize) -> Result<(), Found> {
    if is_language_string(members.clone()) {
        return Ok(());
    }
    members.try_for_each(|(name, child)| {
        if name == "@context" {
            return Ok(());
        }
        let result = fault_of(name).map_or_else(|| value(child, deeper), |what| Err(Found { names: Vec::new(), what }));
        result.map_err(|found| found.below(name))
    })
}

/// Why a member may not have this name, if it may not.
pub(super) fn fault_of(name: &str) -> Option<&'static str> {
    match name {
        _ if name.starts_with('@') => Some("a JSON-LD keyword as a member's name"),
        _ if name.contains(':') => Some("an IRI as a member's name"),
        _ => None,
    }
}

/// Text in a language (VCDM 2.0 §11.1). Its statement differs from that of the bare text, so neither can be made of the
/// other.
fn is_language_string(members: Members<'_>) -> bool {
    let (mut value, mut language) = (false, false);
    for (name, child) in members {
        match name {
            "@value" => value = true,
            "@language" => language = true,
            "@direction" => {}
            _ => return false,
        }
        if child.text().is_none() {
            return false;
        }
    }
    value && language
}

fn value(value: Json<'_>, deeper: usize) -> Result<(), Found> {
    let Some(deeper) = deeper.checked_sub(1) else {
        return Err(Found { names: Vec::new(), what: "more than 128 levels of nesting" });
    };
    match value.view() {
        View::Object(members) => object(members, deeper),
        View::Array(items) => items.enumerate().try_for_each(|(at, item)| {
            let result = match item.view() {
                View::Array(_) => Err(Found { names: Vec::new(), what: "an array directly in an array" }),
                _ => self::value(item, deeper),
            };
            result.map_err(|found| found.below(&at.to_string()))
        }),
        _ => Ok(()),
    }
}

impl Found {
    fn below(mut self, name: &str) -> Self {
        self.names.push(crate::excerpt::excerpt(name));
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use canon::{Budget, Document};
    use serde_json::{Value, json};

    fn check(value: &Value) -> Result<(), (String, &'static str)> {
        let budget = Budget { depth: 200, ..Budget::default() };
        check_plain(Document::of(value, &budget).unwrap().root()).map_err(|error| match error {
            ProofError::NotPlain { path, what } => (path, what),
            other => panic!("{other:?}"),
        })
    }

    #[test]
    fn terms_are_plain() {
        let document = json!({
            "@context": ["https://a.example", {"x": "y:z", "@vocab": "v:"}],
            "id": "urn:a", "a": [1, null, true, {"b": {"@context": "c", "d": ["e:f"]}}],
            "name": {"@value": "Brot", "@language": "de"},
        });
        assert_eq!(check(&document), Ok(()));
    }

    #[test]
    fn every_other_spelling_is_refused_with_its_place() {
        let (iri, keyword) = ("an IRI as a member's name", "a JSON-LD keyword as a member's name");
        let array = "an array directly in an array";
        for (document, path, what) in [
            (json!({"https://a.example/b": 1}), "/https:~1~1a.example~1b", iri),
            (json!({"a": [{"cred:status": 1}]}), "/a/0/cred:status", iri),
            (json!({"@id": "urn:a"}), "/@id", keyword),
            (json!({"a": {"@type": "b"}}), "/a/@type", keyword),
            (json!({"a": {"@value": "b"}}), "/a/@value", keyword),
            (json!({"a": {"@value": "b", "@type": "c"}}), "/a/@value", keyword),
            (json!({"a": {"@value": 1, "@language": "de"}}), "/a/@value", keyword),
            (json!({"a": {"@value": "b", "@language": "de", "c": "d"}}), "/a/@value", keyword),
            (json!({"@graph": []}), "/@graph", keyword),
            (json!({"@included": [{}]}), "/@included", keyword),
            (json!({"a": [1, [2]]}), "/a/1", array),
            (json!({"a~": {"b": [[]]}}), "/a~0/b/0", array),
        ] {
            assert_eq!(check(&document), Err((path.to_owned(), what)), "{document}");
        }
    }

    #[test]
    fn depth_is_bounded() {
        let nested = |depth| (0..depth).fold(json!(1), |inner, _| json!({"a": inner}));
        assert!(check(&nested(128)).is_ok());
        assert_eq!(check(&nested(129)).unwrap_err().1, "more than 128 levels of nesting");
    }
}
