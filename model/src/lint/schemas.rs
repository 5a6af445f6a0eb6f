//! The published schema of its type, and those a credential names itself (VCDM 2.0 §4.11).

use ::contexts::{schema_by_id, validate};

use super::fault::{Code, Fault};
use super::kind::Kind;
use super::place::Place;
use crate::vocabulary::is_absolute_uri;

/// The type of entry that 1EdTech's validator fetches and applies.
const ONE_EDTECH: &str = "1EdTechJsonSchemaValidator2019";

/// What the schema of its type says. On a place where a rule found the same more clearly (from entry `own` on), the
/// schema's word is left out, unless it tells of a missing member.
pub(super) fn check(credential: &Place<'_>, kind: Kind, own: usize, faults: &mut Vec<Fault>) {
    let Some(schema) = kind.schema() else { return };
    let at = credential.pointer();
    for fault in validate(schema, credential.value()) {
        let path = format!("{at}{}", fault.path);
        let told = |one: &Fault| one.stops() && one.path == path;
        let is_missing = fault.message.starts_with("expected the member");
        if is_missing || !faults.iter().skip(own).any(told) {
            faults.push(of_schema(path, &fault.message));
        }
    }
}

/// Each `credentialSchema` says what it is; one that 1EdTech's validator would apply is applied here. A schema that is not
/// known cannot be, and a credential that its own schema may refuse is not signed: there the validator answers an error.
pub(super) fn check_named(credential: &Place<'_>, kind: Kind, faults: &mut Vec<Fault>) {
    for entry in credential.each("credentialSchema") {
        let id = entry.text("id").filter(|id| is_absolute_uri(id));
        if !entry.has("type") || id.is_none() {
            faults.push(entry.fault_of(Code::CredentialSchema, "an absolute URI as id, and a type", "another entry"));
        }
        let Some(id) = id.filter(|_| entry.is_a(ONE_EDTECH)) else { continue };
        match schema_by_id(id).or_else(|| schema_by_id(&of_either_model(id))) {
            None => faults.push(entry.fault_of(Code::SchemaUnknown, "a schema that 1EdTech publishes", "another")),
            Some(named) if Some(named) == kind.schema() => {}
            Some(named) => {
                let at = credential.pointer();
                let found = validate(named, credential.value()).into_iter();
                faults.extend(found.map(|fault| of_schema(format!("{at}{}", fault.path), &fault.message)));
            }
        }
    }
}

/// 1EdTech publishes each schema again in a form that takes data model 1.1 as well, under a name with `any`. What passes
/// the form of 2.0 passes it, and credentials of 1.1 are read in the words of 2.0.
fn of_either_model(id: &str) -> String {
    id.replace("_any", "_")
}

/// The words of a schema fault, `expected …, found …`, taken apart.
fn of_schema(path: String, message: &str) -> Fault {
    let message = message.strip_prefix("expected ").unwrap_or(message);
    let (expected, found) =
        message.rsplit_once(", found ").or_else(|| message.rsplit_once(", ")).unwrap_or((message, "another"));
    let found = if found == "which is missing" { "nothing" } else { found };
    Fault { code: Code::Schema, path, expected: expected.to_owned().into(), found: found.to_owned().into() }
}
