//! The last look before a signature: schema and safe mode.
//!
//! A credential that a wallet cannot read, or whose signed bytes would not hold all that it says, must never be
//! signed. This checks the form only; whether it may be issued is decided elsewhere.

use canon::Budget;
use contexts::Schema;
use serde_json::Value;

/// Something that keeps a credential from being signed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// The published schema of its type refuses it.
    #[error("{path}: {message}")]
    Schema {
        /// JSON Pointer.
        path: String,
        /// What the schema expects.
        message: String,
    },
    /// It says something that would not be in the signed bytes, or has no canonical form.
    #[error("it cannot be canonicalised: {0}")]
    Canonical(String),
    /// It is of no type that has a schema here.
    #[error(
        "type is expected to name OpenBadgeCredential, AchievementCredential, ClrCredential or EndorsementCredential, found {0}"
    )]
    UnknownType(String),
}

/// All faults of a credential that is ready to be signed; none is good news.
///
/// Children of a transcript are held against their own schema too, their paths under the transcript's.
pub fn lint(credential: &Value) -> Vec<Fault> {
    let mut faults = schema_faults(credential, "");
    for (position, child) in children(credential).iter().enumerate() {
        faults.extend(schema_faults(child, &format!("/credentialSubject/verifiableCredential/{position}")));
    }
    if let Err(error) = canon::canonicalize(credential, crate::published::contexts(), &Budget::default()) {
        faults.push(Fault::Canonical(error.to_string()));
    }
    faults
}

fn children(credential: &Value) -> &[Value] {
    let list = credential.pointer("/credentialSubject/verifiableCredential").and_then(Value::as_array);
    list.map_or(&[], Vec::as_slice)
}

fn schema_faults(credential: &Value, at: &str) -> Vec<Fault> {
    let Some(schema) = schema_of(credential) else {
        let found = credential.get("type").map_or_else(|| "none".to_owned(), Value::to_string);
        return vec![Fault::UnknownType(found)];
    };
    let faults = contexts::validate(schema, credential).into_iter();
    faults.map(|fault| Fault::Schema { path: format!("{at}{}", fault.path), message: fault.message }).collect()
}

fn schema_of(credential: &Value) -> Option<Schema> {
    let types = credential.get("type")?;
    let has = |name: &str| types == name || types.as_array().is_some_and(|all| all.iter().any(|one| one == name));
    if has("ClrCredential") {
        Some(Schema::ClrCredential)
    } else if has("OpenBadgeCredential") || has("AchievementCredential") {
        Some(Schema::AchievementCredential)
    } else if has("EndorsementCredential") {
        Some(Schema::EndorsementCredential)
    } else {
        None
    }
}
