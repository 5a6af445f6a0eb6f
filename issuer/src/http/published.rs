//! What everybody may read of the issuer: metadata and keys.

use axum::Json;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use contexts::{CLR_CONTEXT, OB_CONTEXT, VC2_CONTEXT};
use oid4vc::metadata::{
    Algorithm, ClaimDescription, CredentialConfiguration, CredentialDisplay, CredentialIssuerMetadata,
    CredentialMetadata, IssuerDisplay, ProofTypeSupport,
};
use oid4vc::oauth::AuthorizationServerMetadata;
use proof::data_integrity::Purpose;
use proof::did_document::{DidDocument, PublishedKey};
use serde_json::{Value, json};
use web::api_error::ApiError;
use web::page_error::PageError;

use crate::store::offers::{self, Configuration};
use crate::{App, issuance};

/// OpenID4VCI 1.0 §12.2.
pub(crate) async fn issuer_metadata(State(app): State<App>) -> Result<Json<CredentialIssuerMetadata>, ApiError> {
    let configurations = offers::configurations(&app.db, app.urls.tenant()).await.map_err(ApiError::internal)?;
    let name = app.institution().name.clone();
    Ok(Json(CredentialIssuerMetadata {
        credential_issuer: app.urls.issuer(),
        credential_endpoint: app.urls.at("credential"),
        nonce_endpoint: Some(app.urls.at("nonce")),
        notification_endpoint: Some(app.urls.at("notification")),
        display: vec![IssuerDisplay { name: Some(name), locale: Some("en".to_owned()), logo: None }],
        credential_configurations_supported: configurations
            .iter()
            .map(|one| (one.id.clone(), supported(one)))
            .collect(),
        ..CredentialIssuerMetadata::default()
    }))
}

fn supported(configuration: &Configuration) -> CredentialConfiguration {
    let (contexts, types): (&[&str], &[&str]) = if configuration.kind == "transcript" {
        (&[VC2_CONTEXT, CLR_CONTEXT, OB_CONTEXT], &["VerifiableCredential", "ClrCredential"])
    } else {
        (&[VC2_CONTEXT, OB_CONTEXT], &["VerifiableCredential", "OpenBadgeCredential"])
    };
    let display = CredentialDisplay {
        name: configuration.name.clone(),
        locale: Some("en".to_owned()),
        ..CredentialDisplay::default()
    };
    CredentialConfiguration {
        scope: Some(configuration.id.clone()),
        cryptographic_binding_methods_supported: vec!["did:key".to_owned(), "did:jwk".to_owned(), "jwk".to_owned()],
        credential_signing_alg_values_supported: vec![Algorithm::from("eddsa-rdfc-2022")],
        proof_types_supported: [
            ("jwt".to_owned(), ProofTypeSupport::new(&["ES256", "EdDSA"])),
            ("di_vp".to_owned(), ProofTypeSupport::new(&["eddsa-rdfc-2022"])),
        ]
        .into(),
        credential_metadata: Some(CredentialMetadata { display: vec![display], claims: claims(configuration) }),
        ..CredentialConfiguration::ldp_vc(contexts, types)
    }
}

fn claims(configuration: &Configuration) -> Vec<ClaimDescription> {
    let claim = |path: &[&str], name| ClaimDescription::new(path, name, "en");
    if configuration.kind == "transcript" {
        vec![
            claim(&["name"], "Transcript"),
            claim(&["credentialSubject", "verifiableCredential"], "Courses and awards"),
        ]
    } else {
        vec![
            claim(&["credentialSubject", "achievement", "name"], "Achievement"),
            claim(&["credentialSubject", "achievement", "description"], "What it is"),
            claim(&["credentialSubject", "achievement", "criteria", "narrative"], "What it took"),
        ]
    }
}

/// RFC 8414.
pub(crate) async fn authorization_server_metadata(State(app): State<App>) -> Json<AuthorizationServerMetadata> {
    Json(AuthorizationServerMetadata {
        authorization_details_types_supported: vec!["openid_credential".to_owned()],
        jwks_uri: Some(app.urls.at("jwks")),
        ..AuthorizationServerMetadata::pre_authorized_only(&app.urls.issuer(), &app.urls.at("token"))
    })
}

/// The DID document of our `did:web`; `None` on plain http, where each key is its own `did:key`.
pub(crate) fn did_document(app: &App) -> Option<Value> {
    let did = app.urls.did_web()?;
    let keys: Vec<PublishedKey> = app
        .keys
        .public()
        .map(|entry| PublishedKey { fragment: entry.id, key: entry.key, purposes: vec![Purpose::AssertionMethod] })
        .collect();
    Some(Value::Object(DidDocument::for_web(&did, &keys).json().clone()))
}

/// `did.json` of a `did:web`.
pub(crate) async fn did(State(app): State<App>) -> Result<Response, PageError> {
    let document = did_document(&app).ok_or_else(PageError::not_found)?;
    Ok(([(header::CONTENT_TYPE, "application/did+json")], document.to_string()).into_response())
}

/// The same keys as a JWK set (RFC 7517), without those for BBS: some readers take no set with one.
pub(crate) async fn jwks(State(app): State<App>) -> Json<Value> {
    let keys: Vec<Value> = app
        .keys
        .public()
        .filter(|entry| entry.key.kind().signs_bytes())
        .map(|entry| jwk(&app, &entry.id, &entry.key))
        .collect();
    Json(json!({ "keys": keys }))
}

fn jwk(app: &App, id: &str, key: &proof::keys::PublicKey) -> Value {
    let mut jwk = proof::jwk::encode(key);
    if let Some(members) = jwk.as_object_mut() {
        members.insert("kid".to_owned(), json!(issuance::identity::of_key(&app.urls, id, key).method));
        members.insert("use".to_owned(), json!("sig"));
    }
    jwk
}
