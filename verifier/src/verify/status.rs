//! Whether the issuer has withdrawn the credential.
//!
//! A list counts only when it is the one the credential names, genuine, and from the same issuer. Whatever cannot be
//! established is “could not check”: neither green nor a reproach.

use serde_json::Value;
use url::Url;

use super::examine::{Pass, Place};
use super::known::{Document, Need};
use super::read::each;
use super::report::{Check, CheckCode, Outcome, Problem};
use super::signature::Verified;
use super::token::UnverifiedToken;
use super::words::{count, quote};
use super::{bitstring, revocation_list, status_token};

/// Entries of one credential that are looked at.
const ENTRIES: usize = 8;

/// Bytes of status lists, as they come and unpacked, that are gone through for one upload: about a second of work. Else five
/// hundred credentials, with eight entries each, would have lists of two megabytes unpacked from two kilobytes, again and again.
const BYTES: usize = 256 << 20;

/// Status row.
pub(crate) fn check(credential: Verified<'_>, place: &Place, pass: &mut Pass<'_>) -> Check {
    let entries = each(credential.get("credentialStatus"));
    let by_token = status_token::check(credential, pass);
    if entries.is_empty() {
        if let Some(check) = by_token {
            return check;
        }
        if credential.unverified().token().is_some_and(UnverifiedToken::may_hold_back_status) {
            let sentence = "It shows no way to withdraw it; a part was kept back, which could have been one.";
            return Check::warned(CheckCode::Status, "kept_back", sentence);
        }
        return Check::passed(CheckCode::Status, "no_status", "The issuer provides no way to withdraw it.");
    }
    if entries.len() > ENTRIES {
        let sentence =
            format!("It names {}; we look at {ENTRIES} at most.", count(entries.len(), "status", "statuses"));
        return Check::could_not(CheckCode::Status, "too_many_entries", sentence);
    }
    let mut checks: Vec<Check> = entries.iter().map(|entry| one(credential, entry, place, pass)).collect();
    checks.extend(by_token);
    worst(checks)
}

/// A withdrawn credential is withdrawn whatever the other entries say; an unknown entry makes the whole unknown.
fn worst(checks: Vec<Check>) -> Check {
    let rank = |check: &Check| match check.outcome {
        Outcome::Failed => 0,
        Outcome::CouldNotCheck => 1,
        Outcome::Warned => 2,
        Outcome::Passed | Outcome::NotApplicable => 3,
    };
    checks.into_iter().min_by_key(rank).unwrap_or_else(|| Check::passed(CheckCode::Status, "no_status", "No status."))
}

fn one(credential: Verified<'_>, entry: &Value, place: &Place, pass: &mut Pass<'_>) -> Check {
    let kinds: Vec<&str> = each(entry.get("type")).iter().filter_map(Value::as_str).collect();
    let checked = if kinds.contains(&"BitstringStatusListEntry") {
        bitstring::check(credential, entry, place, pass)
    } else if kinds.contains(&"1EdTechRevocationList") {
        revocation_list::check(credential, entry, pass)
    } else {
        let kind = quote(kinds.first().copied().unwrap_or_default());
        Err(could_not(
            "unsupported_status",
            &format!("Its status is kept in a way this version does not read: {kind}."),
        ))
    };
    checked.unwrap_or_else(|unknown| unknown)
}

/// What the issuer’s server gives at `url`: nothing about it is known yet.
pub(crate) fn fetch<'a>(url: &Url, need: Need, pass: &'a mut Pass<'_>) -> Result<&'a [u8], Check> {
    if pass.known.list_bytes() > BYTES {
        let sentence = "Its lists of withdrawn credentials take more work than we give to one file.";
        return Err(could_not("too_complex", sentence));
    }
    let bytes = match pass.known.document(url, need) {
        None => {
            return Err(could_not("not_fetched", "The list of withdrawn credentials was not fetched.")
                .problem(Problem::StatusRetrieval));
        }
        Some(Document::Unreachable(why)) => {
            let sentence = format!("We could not reach the list of withdrawn credentials: {why}.");
            return Err(could_not("status_unreachable", &sentence).problem(Problem::StatusRetrieval));
        }
        Some(Document::Bytes(bytes)) => bytes.len(),
    };
    pass.known.go_through(bytes);
    match pass.known.document(url, need) {
        Some(Document::Bytes(bytes)) => Ok(bytes.trim_ascii()),
        _ => Err(unreadable()),
    }
}

pub(crate) fn unreadable() -> Check {
    unfit("list_unreadable", "What the issuer’s server gave is not a list we can read.")
}

pub(crate) fn could_not(reason: &'static str, sentence: &str) -> Check {
    Check::could_not(CheckCode::Status, reason, sentence)
}

pub(crate) fn unfit(reason: &'static str, sentence: &str) -> Check {
    could_not(reason, sentence).problem(Problem::StatusVerification)
}

#[cfg(test)]
mod tests {
    use model::time::Time;

    use super::*;
    use crate::verify::Policy;
    use crate::verify::known::Known;

    #[test]
    fn the_work_with_lists_is_bounded() {
        let url = Url::parse("https://a.example/status/1").unwrap();
        let (mut known, policy) = (Known::default(), Policy::at(Time::from_unix(0)));
        known.learn_document(url.clone(), Document::Bytes(b" list".to_vec()));
        known.go_through(BYTES - 5);
        let mut pass = Pass { known: &mut known, policy: &policy, reports: 0 };
        assert_eq!(fetch(&url, Need::StatusList, &mut pass), Ok(&b"list"[..]));
        assert_eq!(fetch(&url, Need::StatusList, &mut pass), Ok(&b"list"[..]));
        assert_eq!(fetch(&url, Need::StatusList, &mut pass).unwrap_err().reason, "too_complex");
    }
}
