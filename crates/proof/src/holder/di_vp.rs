//! Key proofs of the type `di_vp` (OpenID4VCI 1.0 appendix F.2): a presentation with a Data Integrity proof.

use canon::Budget;
use serde_json::Value;

use super::{Holder, HolderError, ProofPolicy};
use crate::data_integrity::{self, Purpose, UnverifiedProof};
use crate::did::{self, VerificationMethod};

/// The base contexts of VCDM 2.0 and 1.1, one of which comes first.
const BASE_CONTEXTS: [&str; 2] = [contexts::VC2_CONTEXT, contexts::VC1_CONTEXT];

/// Checks a presentation that proves a key and says who holds it.
///
/// Everything that stands in it is checked before its signature is. Credentials inside it are not looked at.
///
/// # Errors
/// [`HolderError`], with the first thing that is wrong.
pub fn verify_di_vp_proof(vp: &Value, policy: &ProofPolicy<'_>) -> Result<Holder, HolderError> {
    check_context(vp)?;
    check_type(vp)?;
    let [proof] = data_integrity::proofs_of(vp)[..] else {
        return Err(HolderError::Presentation { what: "expected exactly one proof" });
    };
    let form = data_integrity::check_form(proof)?;
    let nonce = check_proof(&form, policy)?;
    let method = did::resolve_offline(&form.verification_method)?;
    form.check_method(&method, Purpose::Authentication, policy.now)?;
    check_holder(vp, &method)?;
    data_integrity::verify(vp, proof, &method.key, &Budget::default())?;
    Ok(Holder::new(method.controller, method.key, nonce))
}

/// Contexts by URL only: one written into the presentation could give the members read here another meaning than the
/// one that was signed.
fn check_context(vp: &Value) -> Result<(), HolderError> {
    let contexts = match vp.get("@context") {
        Some(Value::Array(contexts)) => contexts.as_slice(),
        Some(context) => std::slice::from_ref(context),
        None => &[],
    };
    if !contexts.first().and_then(Value::as_str).is_some_and(|first| BASE_CONTEXTS.contains(&first)) {
        return Err(HolderError::Presentation { what: "expected the context of VCDM 2.0 or 1.1 first" });
    }
    if contexts.iter().all(Value::is_string) {
        return Ok(());
    }
    Err(HolderError::Presentation { what: "expected contexts by URL, found one written into the presentation" })
}

fn check_type(vp: &Value) -> Result<(), HolderError> {
    let is_presentation = match vp.get("type") {
        Some(Value::Array(types)) => types.iter().any(|name| name == "VerifiablePresentation"),
        Some(name) => name == "VerifiablePresentation",
        None => false,
    };
    if is_presentation { Ok(()) } else { Err(HolderError::Presentation { what: "expected VerifiablePresentation" }) }
}

/// Purpose, time, domain and challenge; the nonce, when all are right.
fn check_proof(form: &UnverifiedProof, policy: &ProofPolicy<'_>) -> Result<String, HolderError> {
    form.check_purpose(Purpose::Authentication)?;
    form.check_expiry(policy.now)?;
    if let Some(created) = form.created {
        policy.check_made_at(created)?;
    }
    if !form.domains.iter().any(|domain| domain == policy.audience) {
        return Err(HolderError::OtherAudience { member: "domain" });
    }
    match &form.challenge {
        Some(nonce) if !nonce.is_empty() => Ok(nonce.clone()),
        _ => Err(HolderError::NonceMissing { member: "challenge" }),
    }
}

/// The holder is whoever controls the key. What the presentation itself says may be left out, but not differ.
fn check_holder(vp: &Value, method: &VerificationMethod) -> Result<(), HolderError> {
    let named = match vp.get("holder") {
        None => return Ok(()),
        Some(Value::Object(holder)) => holder.get("id").and_then(Value::as_str),
        Some(holder) => holder.as_str(),
    };
    if named == Some(method.controller.as_str()) { Ok(()) } else { Err(HolderError::OtherHolder) }
}

#[cfg(test)]
mod tests;
