//! Credential request and response (OpenID4VCI 1.0 §8.2, §8.3).

use serde::Deserialize;
use serde_json::{Map, Value};

use crate::error::{ErrorCode, Refusal};
use crate::json;
use crate::metadata::{CredentialDefinition, CredentialFormat};

/// A credential request, read and free of contradictions (OpenID4VCI 1.0 §8.2).
#[derive(Debug, Clone, PartialEq)]
pub struct CredentialRequest {
    /// What is asked for.
    pub requested: Requested,
    /// Proofs of the keys to bind to. Whether they must be there, and how many, is the configuration's to say.
    pub proofs: Option<Proofs>,
}

/// How a request names the credential it wants.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Requested {
    /// `credential_configuration_id` (§8.2).
    Configuration(String),
    /// `credential_identifier` (§8.2), after a token response that gave some.
    Identifier(String),
    /// `format` with its type members, as wallets of draft 13 ask.
    Format(RequestedFormat),
}

/// A draft 13 request by format.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestedFormat {
    /// The credential format.
    pub format: CredentialFormat,
    /// Types and contexts of a W3C format.
    pub definition: Option<CredentialDefinition>,
    /// Type of an SD-JWT VC.
    pub vct: Option<String>,
}

/// Key proofs of one type, at least one (OpenID4VCI 1.0 §8.2, Appendix F). Not verified.
#[derive(Debug, Clone, PartialEq)]
pub enum Proofs {
    /// Compact JWTs (Appendix F.1).
    Jwt(Vec<String>),
    /// Verifiable presentations with a Data Integrity proof (Appendix F.2); draft 13 called the type `ldp_vp`.
    DiVp(Vec<Value>),
}

impl Proofs {
    /// How many.
    pub fn count(&self) -> usize {
        match self {
            Self::Jwt(proofs) => proofs.len(),
            Self::DiVp(proofs) => proofs.len(),
        }
    }
}

/// The members of a request that matter here; all others are ignored (§8.2).
#[derive(Deserialize)]
struct RawRequest {
    credential_identifier: Option<String>,
    credential_configuration_id: Option<String>,
    proofs: Option<Value>,
    proof: Option<Value>,
    credential_response_encryption: Option<Value>,
    format: Option<CredentialFormat>,
    credential_definition: Option<CredentialDefinition>,
    vct: Option<String>,
}

impl CredentialRequest {
    /// Reads the JSON body of a request.
    ///
    /// The singular `proof` of older wallets is taken as one proof, and `format` with its members as a request by
    /// format when nothing else names the credential.
    ///
    /// # Errors
    /// The codes of §8.3.1.2: `invalid_credential_request` when it is not JSON, states a member twice, names no
    /// credential or names it in two ways; `invalid_proof` when the proofs have no or several types, an unknown one, or
    /// the wrong shape; `invalid_encryption_parameters` when an encrypted answer is asked for, which is not supported.
    pub fn read(body: &[u8]) -> Result<Self, Refusal> {
        let raw: RawRequest = json::read(body).and_then(serde_json::from_value).map_err(|error| {
            Refusal::new(ErrorCode::InvalidCredentialRequest, &format!("the request could not be read: {error}"))
        })?;
        if raw.credential_response_encryption.is_some() {
            let text = "encrypted responses are not supported: leave credential_response_encryption out";
            return Err(Refusal::new(ErrorCode::InvalidEncryptionParameters, text));
        }
        let proofs = read_proofs(raw.proofs.clone(), raw.proof.clone())?;
        Ok(Self { requested: read_requested(raw)?, proofs })
    }
}

fn read_requested(raw: RawRequest) -> Result<Requested, Refusal> {
    let refused = |text: &str| Err(Refusal::new(ErrorCode::InvalidCredentialRequest, text));
    match (raw.credential_configuration_id, raw.credential_identifier, raw.format) {
        (Some(_), Some(_), _) => {
            refused("credential_configuration_id and credential_identifier exclude each other: send one")
        }
        (Some(id), None, _) => Ok(Requested::Configuration(id)),
        (None, Some(id), _) => Ok(Requested::Identifier(id)),
        (None, None, Some(format)) => {
            Ok(Requested::Format(RequestedFormat { format, definition: raw.credential_definition, vct: raw.vct }))
        }
        (None, None, None) => refused("expected credential_configuration_id or credential_identifier, found neither"),
    }
}

fn read_proofs(proofs: Option<Value>, proof: Option<Value>) -> Result<Option<Proofs>, Refusal> {
    match (proofs, proof) {
        (None, None) => Ok(None),
        (Some(Value::Object(by_type)), None) => one_type(by_type).map(Some),
        (None, Some(Value::Object(single))) => single_proof(single).map(Some),
        (Some(_), Some(_)) => Err(invalid_proof("proof and proofs exclude each other: send proofs")),
        _ => Err(invalid_proof("expected an object with the proof type as its member")),
    }
}

/// `proofs`: exactly one member named as the proof type, a non-empty array in it.
fn one_type(by_type: Map<String, Value>) -> Result<Proofs, Refusal> {
    let mut members = by_type.into_iter();
    let (Some((proof_type, proofs)), None) = (members.next(), members.next()) else {
        return Err(invalid_proof("expected exactly one proof type in proofs"));
    };
    match proofs {
        Value::Array(list) if !list.is_empty() => typed(&proof_type, list),
        _ => Err(invalid_proof("expected a non-empty array of proofs")),
    }
}

/// `proof`: `proof_type` and a member of that name (up to draft 15).
fn single_proof(mut single: Map<String, Value>) -> Result<Proofs, Refusal> {
    let Some(Value::String(proof_type)) = single.remove("proof_type") else {
        return Err(invalid_proof("expected a proof_type"));
    };
    match single.remove(&proof_type) {
        Some(proof) => typed(&proof_type, vec![proof]),
        None => Err(invalid_proof("the proof has no member with the name of its proof_type")),
    }
}

fn typed(proof_type: &str, proofs: Vec<Value>) -> Result<Proofs, Refusal> {
    match proof_type {
        "jwt" => {
            let text = |proof| match proof {
                Value::String(text) => Ok(text),
                _ => Err(invalid_proof("a jwt proof is a string")),
            };
            proofs.into_iter().map(text).collect::<Result<_, _>>().map(Proofs::Jwt)
        }
        "di_vp" | "ldp_vp" if proofs.iter().all(Value::is_object) => Ok(Proofs::DiVp(proofs)),
        "di_vp" | "ldp_vp" => Err(invalid_proof("a di_vp proof is an object")),
        _ => Err(invalid_proof("supported proof types are jwt and di_vp")),
    }
}

fn invalid_proof(text: &str) -> Refusal {
    Refusal::new(ErrorCode::InvalidProof, text)
}

/// The answer with credentials (OpenID4VCI 1.0 §8.3). `Cache-Control: no-store` belongs to it.
///
/// Credentials are JSON text already, and go out as they were signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CredentialResponse {
    /// As many as keys were proved, or fewer. JSON text each: of an object for `ldp_vc` (Appendix A.1.2.4), of a string for
    /// the JWT formats.
    pub credentials: Vec<String>,
    /// For the notification endpoint.
    pub notification_id: Option<String>,
}

impl CredentialResponse {
    /// From issued credentials.
    pub fn issued(credentials: impl IntoIterator<Item = String>, notification_id: Option<String>) -> Self {
        Self { credentials: credentials.into_iter().collect(), notification_id }
    }

    /// The body, `application/json`.
    pub fn to_json(&self) -> String {
        let mut body = String::with_capacity(128 + self.credentials.iter().map(|one| one.len() + 16).sum::<usize>());
        body.push_str("{\"credentials\":[");
        for (number, credential) in self.credentials.iter().enumerate() {
            body.push_str(if number == 0 { "{\"credential\":" } else { ",{\"credential\":" });
            body.push_str(credential);
            body.push('}');
        }
        body.push(']');
        if let Some(id) = &self.notification_id {
            body.push_str(",\"notification_id\":");
            body.push_str(&Value::from(id.as_str()).to_string());
        }
        body.push('}');
        body
    }
}

#[cfg(test)]
mod tests;
