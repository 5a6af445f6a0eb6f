//! That a credential has a canonical form that holds everything it says: JSON-LD in safe mode, then RDFC-1.0 within a limit
//! of work (VC Data Integrity 1.0 §4.2).

use ::contexts::{CLR_CONTEXT, OB_CONTEXT, VC2_CONTEXT};
use canon::Budget;
use serde_json::Value;

use super::fault::{Code, Fault};
use super::kind::Kind;
use super::place::Place;

pub(super) fn check(credential: &Place<'_>, faults: &mut Vec<Fault>) {
    alone(credential, faults);
    if Kind::of(credential) == Kind::Transcript {
        for subject in credential.each("credentialSubject") {
            let children = subject.each("verifiableCredential").filter(|child| child.value().is_object());
            children.filter(|child| borrows(child, credential)).for_each(|child| alone(&child, faults));
        }
    }
}

fn alone(credential: &Place<'_>, faults: &mut Vec<Fault>) {
    if let Err(error) = canon::canonicalize(credential.value(), crate::published::contexts(), &Budget::default()) {
        faults.push(credential.fault_of(Code::Canonical, "a canonical form that holds all it says", error.to_string()));
    }
}

/// Whether a credential may mean by the contexts of the transcript around it what it could not say by itself, as it has to
/// when it is signed and shown. A badge with its own contexts borrows nothing from a transcript that has no further ones.
fn borrows(child: &Place<'_>, transcript: &Place<'_>) -> bool {
    let own = contexts_of(child);
    let has = |one: &Value| own.contains(one);
    let further = |one: &&Value| ![VC2_CONTEXT, CLR_CONTEXT, OB_CONTEXT].iter().any(|url| *one == url);
    Kind::of(child) != Kind::Badge
        || !own.iter().any(|one| one == OB_CONTEXT)
        || !contexts_of(transcript).iter().filter(further).all(has)
}

fn contexts_of<'v>(credential: &Place<'v>) -> &'v [Value] {
    credential.value().get("@context").and_then(Value::as_array).map_or(&[], Vec::as_slice)
}
