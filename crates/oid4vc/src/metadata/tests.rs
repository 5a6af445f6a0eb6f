use serde_json::json;

use super::*;

/// Metadata as the issuer of this project publishes it.
pub(crate) fn sample() -> CredentialIssuerMetadata {
    let mut badge = CredentialConfiguration::ldp_vc(
        &["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],
        &["VerifiableCredential", "OpenBadgeCredential"],
    );
    badge.scope = Some("bsc-computing.ldp".into());
    badge.cryptographic_binding_methods_supported = vec!["did:key".into(), "did:jwk".into(), "jwk".into()];
    badge.credential_signing_alg_values_supported = vec!["eddsa-rdfc-2022".into()];
    badge.proof_types_supported = BTreeMap::from([
        ("jwt".to_owned(), ProofTypeSupport::new(&["EdDSA", "ES256"])),
        ("di_vp".to_owned(), ProofTypeSupport::new(&["eddsa-rdfc-2022"])),
    ]);
    let display =
        CredentialDisplay { name: "BSc Computing".into(), locale: Some("en".into()), ..CredentialDisplay::default() };
    let claims = vec![ClaimDescription::new(&["credentialSubject", "achievement", "name"], "Achievement", "en")];
    badge.credential_metadata = Some(CredentialMetadata { display: vec![display], claims });
    CredentialIssuerMetadata {
        credential_issuer: "https://registrar.example/default".into(),
        credential_endpoint: "https://registrar.example/default/credential".into(),
        nonce_endpoint: Some("https://registrar.example/default/nonce".into()),
        notification_endpoint: Some("https://registrar.example/default/notification".into()),
        display: vec![IssuerDisplay {
            name: Some("Example College".into()),
            locale: Some("en".into()),
            ..IssuerDisplay::default()
        }],
        credential_configurations_supported: BTreeMap::from([("bsc-computing.ldp".to_owned(), badge)]),
        ..CredentialIssuerMetadata::default()
    }
}

#[test]
fn metadata_has_the_members_of_the_specification_and_no_others() {
    let expected = json!({
        "credential_issuer": "https://registrar.example/default",
        "credential_endpoint": "https://registrar.example/default/credential",
        "nonce_endpoint": "https://registrar.example/default/nonce",
        "notification_endpoint": "https://registrar.example/default/notification",
        "display": [{"name": "Example College", "locale": "en"}],
        "credential_configurations_supported": {"bsc-computing.ldp": {
            "format": "ldp_vc",
            "scope": "bsc-computing.ldp",
            "cryptographic_binding_methods_supported": ["did:key", "did:jwk", "jwk"],
            "credential_signing_alg_values_supported": ["eddsa-rdfc-2022"],
            "proof_types_supported": {
                "jwt": {"proof_signing_alg_values_supported": ["EdDSA", "ES256"]},
                "di_vp": {"proof_signing_alg_values_supported": ["eddsa-rdfc-2022"]}
            },
            "credential_definition": {
                "@context": [
                    "https://www.w3.org/ns/credentials/v2",
                    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
                ],
                "type": ["VerifiableCredential", "OpenBadgeCredential"]
            },
            "credential_metadata": {
                "display": [{"name": "BSc Computing", "locale": "en"}],
                "claims": [{
                    "path": ["credentialSubject", "achievement", "name"],
                    "display": [{"name": "Achievement", "locale": "en"}]
                }]
            }
        }}
    });
    assert_eq!(serde_json::to_value(sample()).unwrap(), expected);
}

#[test]
fn metadata_comes_back_whole_with_further_members() {
    let mut metadata = sample();
    metadata.additional.insert("token_endpoint".into(), json!("https://registrar.example/default/token"));
    let text = serde_json::to_string(&metadata).unwrap();
    assert_eq!(serde_json::from_str::<CredentialIssuerMetadata>(&text).unwrap(), metadata);
}

#[test]
fn path_segments_are_strings_numbers_and_null() {
    let path: Vec<PathSegment> = serde_json::from_value(json!(["degrees", null, 0, "type"])).unwrap();
    let expected = [
        PathSegment::Member("degrees".into()),
        PathSegment::Every,
        PathSegment::Index(0),
        PathSegment::Member("type".into()),
    ];
    assert_eq!(path, expected);
    assert_eq!(serde_json::to_value(&path).unwrap(), json!(["degrees", null, 0, "type"]));
    assert!(serde_json::from_value::<Vec<PathSegment>>(json!([-1])).is_err());
}

#[test]
fn unknown_format_is_kept_by_name() {
    let text = json!({"format": "mso_mdoc", "doctype": "org.iso.18013.5.1.mDL",
        "credential_signing_alg_values_supported": [-7]});
    let read: CredentialConfiguration = serde_json::from_value(text).unwrap();
    assert_eq!(read.format, CredentialFormat::Other("mso_mdoc".into()));
    assert_eq!(read.credential_signing_alg_values_supported, [Algorithm::Cose(-7)]);
    assert_eq!(read.additional.get("doctype").unwrap(), "org.iso.18013.5.1.mDL");
}
