//! Whether the issuer is one that somebody we rely on vouches for.

use super::examine::Pass;
use super::form;
use super::report::{Check, CheckCode};
use super::signature::Verified;
use super::words::quote;
use crate::trust::Standing;

/// Trust row, and the issuer's name where a registry gives one.
pub(crate) fn check(credential: Verified<'_>, pass: &mut Pass<'_>) -> (Check, Option<String>) {
    let issuer = form::issuer_id(credential.unverified()).unwrap_or_default();
    match pass.known.standing(issuer) {
        Some(Standing::Recognised { name, by, .. }) => {
            let sentence = format!("The issuer is {name}, according to {by}.");
            (Check::passed(CheckCode::Trust, "recognised", sentence), Some(name.clone()))
        }
        Some(Standing::Unrecognised) => {
            let sentence = format!("We don’t know this issuer: {} is on no list we use.", quote(issuer));
            (Check::warned(CheckCode::Trust, "issuer_unknown", sentence), None)
        }
        Some(Standing::Unreachable { registry }) => {
            let sentence = format!("We could not ask {registry} about the issuer.");
            (Check::could_not(CheckCode::Trust, "registry_unreachable", sentence), None)
        }
        None => (Check::could_not(CheckCode::Trust, "not_asked", "We did not get to ask about the issuer."), None),
    }
}
