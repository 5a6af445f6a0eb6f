//! The specification's own examples and the conformance suite's metadata, where they lie beside the repository.

#![cfg(test)]

use std::path::PathBuf;

use oid4vc::metadata::CredentialIssuerMetadata;
use oid4vc::offer::CredentialOffer;

const SUITE: &str = "OpenID4VCI: published messages";

fn shared(folder: &str) -> Option<PathBuf> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/openid4vc").join(folder);
    if path.is_dir() {
        return Some(path);
    }
    what_ran::skipped(SUITE, 0, "../shared is absent");
    None
}

/// Each file of `folder` whose name is `wanted`: its name and the JSON in it, after HTTP headers if there are any.
fn files(folder: &str, wanted: impl Fn(&str) -> bool) -> Vec<(String, serde_json::Value)> {
    let Some(path) = shared(folder) else { return Vec::new() };
    let mut found = Vec::new();
    for entry in std::fs::read_dir(path).unwrap() {
        let entry = entry.unwrap();
        let name = entry.file_name().into_string().unwrap();
        if wanted(&name) {
            let text = std::fs::read_to_string(entry.path()).unwrap();
            let json = text.find('{').map(|at| &text[at..]).unwrap();
            found.push((name, serde_json::from_str(json).unwrap()));
        }
    }
    what_ran::ran(SUITE, found.len());
    found
}

#[test]
fn published_offers_are_read_and_written_without_loss() {
    for (name, json) in files("vci-examples", |name| name.contains("credential_offer")) {
        let offer: CredentialOffer = serde_json::from_value(json.clone()).unwrap_or_else(|e| panic!("{name}: {e}"));
        offer.check().unwrap_or_else(|e| panic!("{name}: {e}"));
        assert_eq!(serde_json::to_value(offer).unwrap(), json, "{name}");
    }
}

#[test]
fn valid_issuer_metadata_is_read_and_the_specification_s_own_written_without_loss() {
    for (name, json) in files("oidf-metadata", |name| name.starts_with("valid-openid-credential-issuer")) {
        let read = serde_json::from_value::<CredentialIssuerMetadata>(json.clone());
        let metadata = read.unwrap_or_else(|e| panic!("{name}: {e}"));
        let written = serde_json::to_value(&metadata).unwrap();
        if name.contains("-spec-") {
            assert_eq!(written, json, "{name}");
        }
        assert_eq!(serde_json::from_value::<CredentialIssuerMetadata>(written).unwrap(), metadata, "{name}");
    }
}

#[test]
fn issuer_metadata_without_its_required_members_is_not_read() {
    for (name, json) in files("oidf-metadata", |name| name.contains("missing-required-property.json")) {
        let read = serde_json::from_value::<CredentialIssuerMetadata>(json);
        assert!(read.is_err(), "{name}");
    }
}
