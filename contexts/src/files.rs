//! The texts, compiled in: a binary without files beside it must verify.

/// Path below this crate's folder, and the text.
pub(crate) const TEXTS: &[(&str, &str)] = &[
    ("imsglobal/clr-2.0.0.json", include_str!("../imsglobal/clr-2.0.0.json")),
    ("imsglobal/clr-2.0.1.json", include_str!("../imsglobal/clr-2.0.1.json")),
    ("imsglobal/open-badges-3.0.0.json", include_str!("../imsglobal/open-badges-3.0.0.json")),
    ("imsglobal/open-badges-3.0.1.json", include_str!("../imsglobal/open-badges-3.0.1.json")),
    ("imsglobal/open-badges-3.0.2.json", include_str!("../imsglobal/open-badges-3.0.2.json")),
    ("imsglobal/open-badges-3.0.3.json", include_str!("../imsglobal/open-badges-3.0.3.json")),
    ("imsglobal/open-badges-extensions.json", include_str!("../imsglobal/open-badges-extensions.json")),
    ("schemas/definitions.json", include_str!("../schemas/definitions.json")),
    ("w3c/bbs-v1.json", include_str!("../w3c/bbs-v1.json")),
    ("w3c/bitstring-status-list-v1.json", include_str!("../w3c/bitstring-status-list-v1.json")),
    ("w3c/cid-v1.json", include_str!("../w3c/cid-v1.json")),
    ("w3c/credentials-v1.json", include_str!("../w3c/credentials-v1.json")),
    ("w3c/credentials-v2.json", include_str!("../w3c/credentials-v2.json")),
    ("w3c/data-integrity-v1.json", include_str!("../w3c/data-integrity-v1.json")),
    ("w3c/data-integrity-v2.json", include_str!("../w3c/data-integrity-v2.json")),
    ("w3c/did-v1.json", include_str!("../w3c/did-v1.json")),
    ("w3c/ed25519-2020-v1.json", include_str!("../w3c/ed25519-2020-v1.json")),
    ("w3c/examples-v2.json", include_str!("../w3c/examples-v2.json")),
    ("w3c/jwk-v1.json", include_str!("../w3c/jwk-v1.json")),
    ("w3c/jws-2020-v1.json", include_str!("../w3c/jws-2020-v1.json")),
    ("w3c/multikey-v1.json", include_str!("../w3c/multikey-v1.json")),
    ("w3c/status-list-2021-v1.json", include_str!("../w3c/status-list-2021-v1.json")),
    ("w3c/undefined-terms-v2.json", include_str!("../w3c/undefined-terms-v2.json")),
];

/// The text of `file`.
pub(crate) fn text(file: &str) -> Option<&'static str> {
    TEXTS.iter().find(|(name, _)| *name == file).map(|(_, text)| *text)
}
