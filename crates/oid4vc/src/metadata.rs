//! Credential issuer metadata (OpenID4VCI 1.0 §12.2.4; formats in Appendix A, claims in Appendix B).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// What stands at `/.well-known/openid-credential-issuer/{path}` (OpenID4VCI 1.0 §12.2.2, §12.2.4).
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct CredentialIssuerMetadata {
    /// The credential issuer identifier: must equal, as a string, the one the wallet started from.
    pub credential_issuer: String,
    /// Absent: the issuer is its own authorization server.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub authorization_servers: Vec<String>,
    /// URL of the credential endpoint (§8).
    pub credential_endpoint: String,
    /// URL of the nonce endpoint (§7): must be there when key proofs carry a nonce.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nonce_endpoint: Option<String>,
    /// URL of the deferred credential endpoint (§9).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deferred_credential_endpoint: Option<String>,
    /// URL of the notification endpoint (§11).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notification_endpoint: Option<String>,
    /// More than one key proof in a request is welcome.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub batch_credential_issuance: Option<BatchCredentialIssuance>,
    /// The issuer's name and logo, one entry a language.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub display: Vec<IssuerDisplay>,
    /// Configuration id → configuration.
    pub credential_configurations_supported: BTreeMap<String, CredentialConfiguration>,
    /// Further members (§12.2.4 allows them): what older wallets look for.
    #[serde(flatten)]
    pub additional: Map<String, Value>,
}

/// `batch_credential_issuance` (OpenID4VCI 1.0 §12.2.4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct BatchCredentialIssuance {
    /// The most key proofs in one request, 2 or more.
    pub batch_size: u32,
}

/// A display entry of the issuer (OpenID4VCI 1.0 §12.2.4).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct IssuerDisplay {
    /// The institution's name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// BCP 47 tag; each may stand once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub locale: Option<String>,
    /// Its logo.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub logo: Option<Image>,
}

/// An image a wallet can load (OpenID4VCI 1.0 §12.2.4).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Image {
    /// An `https:` or `data:` URI.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub uri: Option<String>,
    /// What it shows, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alt_text: Option<String>,
}

/// One entry of `credential_configurations_supported` (OpenID4VCI 1.0 §12.2.4).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CredentialConfiguration {
    /// The credential format identifier.
    pub format: CredentialFormat,
    /// The scope that asks for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scope: Option<String>,
    /// What a holder's key may look like: `jwk`, `did:key`, … Stands if and only if proof types do.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cryptographic_binding_methods_supported: Vec<String>,
    /// How the issuer signs; names depend on the format (Appendix A).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub credential_signing_alg_values_supported: Vec<Algorithm>,
    /// Proof type (`jwt`, `di_vp`, …) → what it may look like (Appendix F).
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub proof_types_supported: BTreeMap<String, ProofTypeSupport>,
    /// W3C formats: types, and contexts where JSON-LD is used (Appendix A.1).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub credential_definition: Option<CredentialDefinition>,
    /// SD-JWT VC: the credential type (Appendix A.3.2).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vct: Option<String>,
    /// Names, colours and claims to show.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub credential_metadata: Option<CredentialMetadata>,
    /// Further members (§12.2.4 allows them).
    #[serde(flatten)]
    pub additional: Map<String, Value>,
}

impl CredentialConfiguration {
    /// A credential secured by Data Integrity (Appendix A.1.2): no binding, display or scope yet.
    pub fn ldp_vc(contexts: &[&str], types: &[&str]) -> Self {
        Self {
            format: CredentialFormat::LdpVc,
            scope: None,
            cryptographic_binding_methods_supported: Vec::new(),
            credential_signing_alg_values_supported: Vec::new(),
            proof_types_supported: BTreeMap::new(),
            credential_definition: Some(CredentialDefinition::new(contexts, types)),
            vct: None,
            credential_metadata: None,
            additional: Map::new(),
        }
    }
}

/// A credential format identifier (OpenID4VCI 1.0 Appendix A).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum CredentialFormat {
    /// Data Integrity, JSON-LD (Appendix A.1.2).
    #[serde(rename = "ldp_vc")]
    LdpVc,
    /// JWT, no JSON-LD (Appendix A.1.1).
    #[serde(rename = "jwt_vc_json")]
    JwtVcJson,
    /// IETF SD-JWT VC (Appendix A.3).
    #[serde(rename = "dc+sd-jwt")]
    DcSdJwt,
    /// A format this crate has no words for.
    #[serde(untagged)]
    Other(String),
}

/// An algorithm identifier: a name, or for `mso_mdoc` a COSE number (OpenID4VCI 1.0 Appendix A).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Algorithm {
    /// A JOSE name or a cryptosuite name.
    Name(String),
    /// A COSE algorithm number.
    Cose(i64),
}

impl From<&str> for Algorithm {
    fn from(name: &str) -> Self {
        Self::Name(name.to_owned())
    }
}

/// What a proof of one type may look like (OpenID4VCI 1.0 §12.2.4).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProofTypeSupport {
    /// JOSE algorithms for `jwt`, cryptosuite names for `di_vp`.
    pub proof_signing_alg_values_supported: Vec<String>,
    /// Must be absent where no key attestation is asked for: even `{}` would ask for one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key_attestations_required: Option<Value>,
}

impl ProofTypeSupport {
    /// From algorithm names; no key attestation asked for.
    pub fn new(algorithms: &[&str]) -> Self {
        Self { proof_signing_alg_values_supported: owned(algorithms), key_attestations_required: None }
    }
}

/// `credential_definition` of the W3C formats (OpenID4VCI 1.0 Appendix A.1.1.2, A.1.2.2). Never processed as JSON-LD.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CredentialDefinition {
    /// The credential's `@context`, in order; stands for JSON-LD formats only.
    #[serde(rename = "@context", default, skip_serializing_if = "Vec::is_empty")]
    pub context: Vec<String>,
    /// The credential's `type`.
    #[serde(rename = "type")]
    pub types: Vec<String>,
}

impl CredentialDefinition {
    /// From contexts (none for formats without JSON-LD) and types.
    pub fn new(contexts: &[&str], types: &[&str]) -> Self {
        Self { context: owned(contexts), types: owned(types) }
    }
}

/// `credential_metadata` (OpenID4VCI 1.0 §12.2.4): what a wallet shows.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CredentialMetadata {
    /// One entry a language.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub display: Vec<CredentialDisplay>,
    /// In the order a wallet shows them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub claims: Vec<ClaimDescription>,
}

/// How a wallet shows a credential (OpenID4VCI 1.0 §12.2.4).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CredentialDisplay {
    /// The credential's name.
    pub name: String,
    /// BCP 47 tag; each may stand once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub locale: Option<String>,
    /// A logo.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub logo: Option<Image>,
    /// A sentence about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// CSS colour.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub background_color: Option<String>,
    /// An image behind the text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub background_image: Option<Image>,
    /// CSS colour.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text_color: Option<String>,
}

/// Where a claim stands and how it is called (OpenID4VCI 1.0 Appendix B.2).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClaimDescription {
    /// A claims path pointer (Appendix C), not empty.
    pub path: Vec<PathSegment>,
    /// The claim is always in the credential.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mandatory: Option<bool>,
    /// One entry a language.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub display: Vec<ClaimDisplay>,
}

impl ClaimDescription {
    /// A claim at `path` (member names) called `name` in `locale`.
    pub fn new(path: &[&str], name: &str, locale: &str) -> Self {
        let display = ClaimDisplay { name: Some(name.to_owned()), locale: Some(locale.to_owned()) };
        let path = path.iter().map(|member| PathSegment::Member((*member).to_owned())).collect();
        Self { path, mandatory: None, display: vec![display] }
    }
}

/// A step of a claims path pointer (OpenID4VCI 1.0 Appendix C).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum PathSegment {
    /// A member of an object.
    Member(String),
    /// An element of an array.
    Index(u64),
    /// Every element of an array, written `null`.
    Every,
}

/// A claim's name in one language (OpenID4VCI 1.0 Appendix B.2).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClaimDisplay {
    /// The name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// BCP 47 tag.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub locale: Option<String>,
}

fn owned(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|&text| text.to_owned()).collect()
}

#[cfg(test)]
mod tests;
