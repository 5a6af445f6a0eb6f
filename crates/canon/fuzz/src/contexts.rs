//! The contexts that the documents name, from the folder of the crate `contexts`. The crate itself would bring a JSON Schema
//! validator, which takes longer to instrument than everything else.

use std::collections::HashMap;
use std::sync::LazyLock;

use serde_json::Value;

const TEXTS: [(&str, &str); 8] = [
    ("https://www.w3.org/ns/credentials/v2", include_str!("../../../../contexts/w3c/credentials-v2.json")),
    ("https://www.w3.org/2018/credentials/v1", include_str!("../../../../contexts/w3c/credentials-v1.json")),
    ("https://w3id.org/security/suites/ed25519-2020/v1", include_str!("../../../../contexts/w3c/ed25519-2020-v1.json")),
    ("https://w3id.org/security/data-integrity/v2", include_str!("../../../../contexts/w3c/data-integrity-v2.json")),
    (
        "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
        include_str!("../../../../contexts/imsglobal/open-badges-3.0.3.json"),
    ),
    (
        "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.1.json",
        include_str!("../../../../contexts/imsglobal/open-badges-3.0.1.json"),
    ),
    (
        "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json",
        include_str!("../../../../contexts/imsglobal/open-badges-extensions.json"),
    ),
    (
        "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json",
        include_str!("../../../../contexts/imsglobal/clr-2.0.1.json"),
    ),
];

static DOCUMENTS: LazyLock<HashMap<&str, Value>> = LazyLock::new(|| {
    TEXTS.iter().map(|(url, text)| (*url, serde_json::from_str(text).expect("a context of ours"))).collect()
});

/// The context document published at `url`.
pub fn context(url: &str) -> Option<&'static Value> {
    DOCUMENTS.get(url)
}
