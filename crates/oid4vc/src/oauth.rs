//! Authorization server metadata (RFC 8414, OpenID4VCI 1.0 §12.3) and the token endpoint's messages (§6).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::error::{ErrorCode, Refusal};
use crate::json;
use crate::offer::PRE_AUTHORIZED_CODE;
use crate::secret::Secret;

/// What stands at `/.well-known/oauth-authorization-server/{path}` (RFC 8414 §2, §3).
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct AuthorizationServerMetadata {
    /// The authorization server's identifier.
    pub issuer: String,
    /// URL of the token endpoint.
    pub token_endpoint: String,
    /// Grant types.
    pub grant_types_supported: Vec<String>,
    /// `none`: anonymous clients.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub token_endpoint_auth_methods_supported: Vec<String>,
    /// OpenID4VCI 1.0 §12.3. The default is false, and strict wallets then refuse: it is always written.
    #[serde(rename = "pre-authorized_grant_anonymous_access_supported", default)]
    pub pre_authorized_grant_anonymous_access_supported: bool,
    /// Empty for a server with the pre-authorized code grant only (§12.3 allows leaving it out; RFC 8414 wants it).
    #[serde(default)]
    pub response_types_supported: Vec<String>,
    /// Contains `openid_credential` where credentials can be asked for by authorization details (RFC 9396 §10).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub authorization_details_types_supported: Vec<String>,
    /// Scopes, the same as in the issuer metadata.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub scopes_supported: Vec<String>,
    /// URL of the server's keys.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub jwks_uri: Option<String>,
    /// Further members (RFC 8414 §2 allows them).
    #[serde(flatten)]
    pub additional: Map<String, Value>,
}

impl AuthorizationServerMetadata {
    /// A server whose one grant is the pre-authorized code, open to clients without an identifier.
    pub fn pre_authorized_only(issuer: &str, token_endpoint: &str) -> Self {
        Self {
            issuer: issuer.to_owned(),
            token_endpoint: token_endpoint.to_owned(),
            grant_types_supported: vec![PRE_AUTHORIZED_CODE.to_owned()],
            token_endpoint_auth_methods_supported: vec!["none".to_owned()],
            pre_authorized_grant_anonymous_access_supported: true,
            ..Self::default()
        }
    }
}

/// A token request, read and free of contradictions (RFC 6749 §4.1.3, OpenID4VCI 1.0 §6.1).
#[derive(Debug, Clone, PartialEq)]
pub struct TokenRequest {
    /// The grant.
    pub grant: TokenGrant,
    /// Only where the client says who it is; anonymous wallets leave it out.
    pub client_id: Option<String>,
    /// RFC 8707; may be stated several times.
    pub resource: Vec<String>,
    /// Authorization details, when the wallet wants `credential_identifiers` back.
    pub authorization_details: Option<Vec<AuthorizationDetail>>,
}

/// The grants this server knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TokenGrant {
    /// OpenID4VCI 1.0 §6.1.
    PreAuthorizedCode {
        /// From the offer.
        code: Secret,
        /// Typed by the learner.
        tx_code: Option<Secret>,
    },
}

impl TokenRequest {
    /// Reads the names and values of the form. Values that are empty count as left out (RFC 6749 §3.2); names this
    /// server does not know are ignored.
    ///
    /// # Errors
    /// `invalid_request` when a parameter is missing or stated twice (`resource` may be), `unsupported_grant_type`,
    /// `invalid_authorization_details` (RFC 9396 §5).
    pub fn read<N: Into<String>, V: Into<String>>(form: impl IntoIterator<Item = (N, V)>) -> Result<Self, Refusal> {
        let mut values = BTreeMap::new();
        let mut resource = Vec::new();
        for (name, value) in form {
            let (name, value) = (name.into(), value.into());
            if name == "resource" {
                resource.push(value);
            } else if !value.is_empty() && values.insert(name.clone(), value).is_some() {
                return Err(invalid_request(&format!("the parameter {name} is stated twice")));
            }
        }
        let grant = read_grant(&mut values)?;
        let authorization_details = match values.remove("authorization_details") {
            Some(text) => Some(read_details(&text)?),
            None => None,
        };
        Ok(Self { grant, client_id: values.remove("client_id"), resource, authorization_details })
    }
}

fn read_grant(values: &mut BTreeMap<String, String>) -> Result<TokenGrant, Refusal> {
    match values.remove("grant_type").as_deref() {
        Some(PRE_AUTHORIZED_CODE) => {
            let Some(code) = values.remove("pre-authorized_code") else {
                return Err(invalid_request("expected the parameter pre-authorized_code, found none"));
            };
            let tx_code = values.remove("tx_code").map(Secret::from);
            Ok(TokenGrant::PreAuthorizedCode { code: Secret::from(code), tx_code })
        }
        Some(_) => {
            let text = format!("the one grant type here is {PRE_AUTHORIZED_CODE}");
            Err(Refusal::new(ErrorCode::UnsupportedGrantType, &text))
        }
        None => Err(invalid_request("expected the parameter grant_type, found none")),
    }
}

fn read_details(text: &str) -> Result<Vec<AuthorizationDetail>, Refusal> {
    let refused = |text: &str| Refusal::new(ErrorCode::InvalidAuthorizationDetails, text);
    let details: Vec<AuthorizationDetail> = json::read(text.as_bytes())
        .and_then(serde_json::from_value)
        .map_err(|error| refused(&format!("authorization_details could not be read: {error}")))?;
    if details.is_empty() {
        return Err(refused("authorization_details is empty: leave it out or say what is asked for"));
    }
    match details.iter().find(|detail| detail.kind != AuthorizationDetail::OPENID_CREDENTIAL) {
        Some(_) => Err(refused("the one type of authorization details here is openid_credential")),
        None => Ok(details),
    }
}

fn invalid_request(text: &str) -> Refusal {
    Refusal::new(ErrorCode::InvalidRequest, text)
}

/// Authorization details of type `openid_credential` (RFC 9396 §2, OpenID4VCI 1.0 §5.1.1, §6.2).
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct AuthorizationDetail {
    /// `openid_credential`.
    #[serde(rename = "type")]
    pub kind: String,
    /// A key of `credential_configurations_supported`.
    pub credential_configuration_id: String,
    /// The credential issuer identifier, where there are several authorization servers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub locations: Vec<String>,
    /// In a response: what the wallet must name in its credential request.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub credential_identifiers: Vec<String>,
}

impl AuthorizationDetail {
    /// The one type here.
    pub const OPENID_CREDENTIAL: &'static str = "openid_credential";

    /// The answer to a request for `configuration`: its dataset identifiers (OpenID4VCI 1.0 §6.2).
    pub fn granted(configuration: &str, identifiers: Vec<String>) -> Self {
        Self {
            kind: Self::OPENID_CREDENTIAL.to_owned(),
            credential_configuration_id: configuration.to_owned(),
            locations: Vec::new(),
            credential_identifiers: identifiers,
        }
    }
}

/// A token response (RFC 6749 §5.1, OpenID4VCI 1.0 §6.2). `Cache-Control: no-store` belongs to it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TokenResponse {
    /// The access token.
    pub access_token: Secret,
    /// `Bearer`.
    pub token_type: String,
    /// Lifetime in seconds.
    pub expires_in: u64,
    /// Only as an answer to a request that had some.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub authorization_details: Option<Vec<AuthorizationDetail>>,
    /// For wallets up to draft 14, which look for the nonce here; others ignore it (§6.2).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub c_nonce: Option<String>,
    /// Lifetime of `c_nonce` in seconds, for the same wallets.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub c_nonce_expires_in: Option<u64>,
}

impl TokenResponse {
    /// A bearer token good for `expires_in` seconds.
    pub fn bearer(access_token: Secret, expires_in: u64) -> Self {
        Self {
            access_token,
            token_type: "Bearer".to_owned(),
            expires_in,
            authorization_details: None,
            c_nonce: None,
            c_nonce_expires_in: None,
        }
    }
}

#[cfg(test)]
mod tests;
