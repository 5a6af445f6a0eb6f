//! 1EdTech Verifiable Credentials Revocation List 1.0: the ids of revoked credentials, served over https.
//!
//! The list has no signature. That it is the issuer's is the word of the signed credential, which names its address.

use serde_json::Value;
use url::Url;

use super::examine::Pass;
use super::json;
use super::known::Need;
use super::read::each;
use super::report::{Check, CheckCode, Problem};
use super::signature::Verified;
use super::status::{could_not, fetch, unfit, unreadable};

/// What `entry`, a `1EdTechRevocationList`, says of `credential`.
pub(crate) fn check(credential: Verified<'_>, entry: &Value, pass: &mut Pass<'_>) -> Result<Check, Check> {
    let address = entry.get("id").and_then(Value::as_str).and_then(|text| Url::parse(text).ok());
    let (Some(address), Some(id)) = (address, credential.get("id").and_then(Value::as_str)) else {
        let sentence = "Its status lacks the address of a list, or the credential lacks an id to look for.";
        return Err(Check::failed(CheckCode::Status, "malformed_status", sentence).problem(Problem::MalformedValue));
    };
    let limits = pass.policy.limits.json;
    let list = json::parse(fetch(&address, Need::StatusList, pass)?, limits).map_err(|_| unreadable())?;
    let Some(revoked) = list.get("revokedCredential") else {
        return Err(unfit("list_unreadable", "What the issuer’s server gave is not a list of revoked credentials."));
    };
    let named = each(Some(revoked)).iter().find(|entry| entry.get("id").and_then(Value::as_str) == Some(id));
    match named.map(|entry| entry.get("revoked")) {
        None | Some(Some(Value::Bool(false))) => {
            Ok(Check::passed(CheckCode::Status, "not_revoked", "The issuer has not revoked it."))
        }
        Some(None | Some(Value::Bool(true))) => {
            Ok(Check::failed(CheckCode::Status, "revoked", "The issuer has revoked it."))
        }
        Some(Some(_)) => {
            Err(could_not("list_unreadable", "The issuer’s list says of it neither that it is revoked nor not."))
        }
    }
}
