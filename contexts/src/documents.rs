//! The context documents by URL.

use serde_json::Value;

use crate::index::{self, Entry};

/// The context document published at `url`, whole: `{"@context": …}`. Parsed at the first call, once for the process.
///
/// `None` means that this project does not know the URL. It is never fetched: whoever could change a context could
/// change what a signed credential says.
pub fn context(url: &str) -> Option<&'static Value> {
    index::entry(url).filter(|entry| is_context(entry) && !entry.testing)?.document()
}

/// The two W3C contexts that give a meaning to every undefined term, for test suites alone.
///
/// With them a mistyped member is signed under an invented IRI instead of being refused, so [`context`] does not have
/// them. A caller that does want them asks here after asking there.
pub fn testing_context(url: &str) -> Option<&'static Value> {
    index::entry(url).filter(|entry| entry.testing)?.document()
}

/// SHA-256, in lower-case hexadecimal, of the published text at `url` (a context or a schema).
///
/// Not of our text: it is what others compute when they fetch the URL, and what `relatedResource` must state.
pub fn published_sha256(url: &str) -> Option<&'static str> {
    index::entry(url).map(|entry| entry.sha256.as_str())
}

/// Every URL that [`context`] knows, sorted.
pub fn urls() -> impl Iterator<Item = &'static str> {
    index::entries().filter(|(_, entry)| is_context(entry) && !entry.testing).map(|(url, _)| url)
}

fn is_context(entry: &Entry) -> bool {
    entry.definition.is_none()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{CLR_CONTEXT, OB_CONTEXT, VC2_CONTEXT};

    const EXAMPLES: &str = "https://www.w3.org/ns/credentials/examples/v2";

    #[test]
    fn the_contexts_we_write_are_known() {
        for url in [VC2_CONTEXT, OB_CONTEXT, CLR_CONTEXT] {
            let document = context(url).expect(url);
            assert!(document.get("@context").is_some_and(Value::is_object), "{url}");
        }
    }

    #[test]
    fn a_document_is_parsed_once() {
        let first = context(VC2_CONTEXT).expect(VC2_CONTEXT);
        let second = context(VC2_CONTEXT).expect(VC2_CONTEXT);
        assert!(std::ptr::eq(first, second));
    }

    #[test]
    fn an_unknown_url_is_not_a_context() {
        assert_eq!(context("https://www.w3.org/ns/credentials/v2/"), None);
        assert_eq!(context("https://w3id.org/dcc/v1"), None);
        assert_eq!(published_sha256("https://w3id.org/dcc/v1"), None);
    }

    #[test]
    fn contexts_for_test_suites_are_kept_apart() {
        assert_eq!(context(EXAMPLES), None);
        assert!(testing_context(EXAMPLES).is_some());
        assert_eq!(testing_context(VC2_CONTEXT), None);
        assert!(urls().all(|url| url != EXAMPLES));
    }

    #[test]
    fn a_schema_is_not_a_context() {
        let id = "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_profile_schema.json";
        assert_eq!(context(id), None);
        assert!(published_sha256(id).is_some());
        assert_eq!(urls().count(), 20);
    }

    /// Both spellings are what issuers sign; put right, every signature over them would break.
    #[test]
    fn odd_datatypes_stay_as_published() {
        let ob = context(OB_CONTEXT).expect(OB_CONTEXT);
        let hashed = ob.pointer("/@context/IdentityObject/@context/hashed/@type").expect("hashed");
        assert_eq!(hashed, "https://www.w3.org/2001/XMLSchema#boolean");
        let clr = context(CLR_CONTEXT).expect(CLR_CONTEXT);
        let partial = clr.pointer("/@context/ClrCredential/@context/partial/@type").expect("partial");
        assert_eq!(partial, "xsd:boolean");
    }

    #[test]
    fn the_newer_text_of_ob_3_0_3_is_served() {
        let ob = context(OB_CONTEXT).expect(OB_CONTEXT);
        assert!(ob.to_string().contains("\"jti\""));
        assert!(ob.to_string().contains("\"endorsementJwt\""));
    }
}
