//! Whether the issuer has withdrawn the credential: Bitstring Status List v1.0 §3.2.
//!
//! A list counts only when it is genuine, from the same issuer, of the purpose the credential names and long enough.
//! Whatever cannot be established is “could not check”: neither green nor a reproach.

use model::status::{Bitstring, StatusError};
use serde_json::Value;
use url::Url;

use super::examine::{Pass, Place};
use super::form;
use super::json;
use super::known::{Document, Need};
use super::read::{UnverifiedCredential, each};
use super::report::{Check, CheckCode, Outcome, Problem};
use super::signature::{self, Verified};
use super::validity;
use super::words::{count, quote};

/// Entries of one credential that are looked at.
const ENTRIES: usize = 8;

/// An unpacked list may have this many bytes: sixteen million entries.
const LIST_BYTES: usize = 2 << 20;

/// What a status list unpacks to and whom it belongs to, once it is known to be genuine.
struct Entry<'a> {
    purpose: &'a str,
    index: u64,
    list: Url,
}

/// Status row.
pub(crate) fn check(credential: &Verified<'_>, place: &Place, pass: &mut Pass<'_>) -> Check {
    let entries = each(credential.get("credentialStatus"));
    if entries.is_empty() {
        return Check::passed(CheckCode::Status, "no_status", "The issuer provides no way to withdraw it.");
    }
    if entries.len() > ENTRIES {
        let sentence =
            format!("It names {}; we look at {ENTRIES} at most.", count(entries.len(), "status", "statuses"));
        return Check::could_not(CheckCode::Status, "too_many_entries", sentence);
    }
    let checks: Vec<Check> = entries.iter().map(|entry| one(credential, entry, place, pass)).collect();
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

fn one(credential: &Verified<'_>, entry: &Value, place: &Place, pass: &mut Pass<'_>) -> Check {
    let entry = match read_entry(entry) {
        Ok(entry) => entry,
        Err(check) => return check,
    };
    let list = match fetch(&entry, pass) {
        Ok(list) => list,
        Err(check) => return check,
    };
    match bits(credential, &list, &entry, place, pass) {
        Ok(bits) => verdict(&bits, &entry),
        Err(check) => check,
    }
}

fn read_entry(entry: &Value) -> Result<Entry<'_>, Check> {
    let kinds = each(entry.get("type"));
    if !kinds.iter().any(|kind| kind.as_str() == Some("BitstringStatusListEntry")) {
        let kind = kinds.first().and_then(Value::as_str).unwrap_or_default();
        let sentence = format!("Its status is kept in a way this version does not read: {}.", quote(kind));
        return Err(could_not("unsupported_status", sentence));
    }
    let purpose = entry.get("statusPurpose").and_then(Value::as_str).unwrap_or_default();
    let index = match entry.get("statusListIndex") {
        Some(Value::String(text)) if text.bytes().all(|byte| byte.is_ascii_digit()) => text.parse().ok(),
        Some(Value::Number(number)) => number.as_u64(),
        _ => None,
    };
    let list = entry.get("statusListCredential").and_then(Value::as_str).and_then(|text| Url::parse(text).ok());
    let bits = entry.get("statusSize").map_or(Some(1), Value::as_u64);
    match (purpose, index, list, bits) {
        ("", ..) | (_, None, ..) | (_, _, None, _) => {
            let sentence = "Its status entry lacks a purpose, a position or the address of a list.";
            Err(Check::failed(CheckCode::Status, "malformed_status", sentence).problem(Problem::MalformedValue))
        }
        (purpose, Some(index), Some(list), Some(1)) => Ok(Entry { purpose, index, list }),
        _ => Err(could_not(
            "unsupported_status",
            "Its status has more than one bit, which this version does not read.".into(),
        )),
    }
}

/// The list credential, as the issuer's server gives it: unverified.
fn fetch(entry: &Entry<'_>, pass: &mut Pass<'_>) -> Result<UnverifiedCredential, Check> {
    let limits = pass.policy.limits.json;
    match pass.known.document(&entry.list, Need::StatusList) {
        None => Err(could_not("not_fetched", "The list of withdrawn credentials was not fetched.".into())
            .problem(Problem::StatusRetrieval)),
        Some(Document::Unreachable(why)) => {
            let sentence = format!("We could not reach the list of withdrawn credentials: {why}.");
            Err(could_not("status_unreachable", sentence).problem(Problem::StatusRetrieval))
        }
        Some(Document::Bytes(bytes)) => json::parse(bytes, limits)
            .ok()
            .and_then(|value| UnverifiedCredential::from_value(value).ok())
            .ok_or_else(|| unfit("list_unreadable", "What the issuer’s server gave is not a list we can read.")),
    }
}

/// The bits of `list`, once everything that makes it the right list is established.
fn bits(
    credential: &Verified<'_>,
    list: &UnverifiedCredential,
    entry: &Entry<'_>,
    place: &Place,
    pass: &mut Pass<'_>,
) -> Result<Bitstring, Check> {
    if form::issuer_id(list) != form::issuer_id(credential.unverified()) {
        return Err(unfit(
            "list_of_another",
            "The list of withdrawn credentials is from somebody else than the issuer.",
        ));
    }
    let signed = signature::check(list, &place.list(entry.list.as_str()), pass);
    let Some(list) = signed.verified else {
        let why = if signed.key.outcome == Outcome::Passed { signed.proof.sentence } else { signed.key.sentence };
        return Err(unfit(
            "list_not_genuine",
            &format!("The list of withdrawn credentials is not known to be genuine. {why}"),
        ));
    };
    let validity = validity::check(list.unverified(), pass.policy.now);
    if validity.outcome == Outcome::Failed {
        let sentence = format!("The list of withdrawn credentials is out of date. {}", validity.sentence);
        return Err(unfit("list_out_of_date", &sentence));
    }
    decode(&list, entry.purpose)
}

fn decode(list: &Verified<'_>, purpose: &str) -> Result<Bitstring, Check> {
    let subject = each(list.get("credentialSubject")).first().unwrap_or(&Value::Null);
    let is_list = list.unverified().is_a("BitstringStatusListCredential")
        && each(subject.get("type")).iter().any(|kind| kind.as_str() == Some("BitstringStatusList"));
    if !is_list || !each(subject.get("statusPurpose")).iter().any(|one| one.as_str() == Some(purpose)) {
        return Err(unfit("list_of_another_kind", "The list is not of the kind the credential refers to."));
    }
    let encoded = subject.get("encodedList").and_then(Value::as_str).unwrap_or_default();
    Bitstring::decode(encoded, LIST_BYTES).map_err(|error| match error {
        StatusError::TooShort { .. } => {
            could_not("list_too_short", "The list of withdrawn credentials is too short to be private.".into())
                .problem(Problem::StatusListLength)
        }
        other => unfit("list_unreadable", &format!("The list of withdrawn credentials cannot be unpacked: {other}.")),
    })
}

fn verdict(bits: &Bitstring, entry: &Entry<'_>) -> Check {
    match (bits.get(entry.index), entry.purpose) {
        (Err(_), _) => {
            could_not("index_out_of_range", "The list of withdrawn credentials has no such position.".into())
                .problem(Problem::Range)
        }
        (Ok(true), "revocation") => Check::failed(CheckCode::Status, "revoked", "The issuer has revoked it."),
        (Ok(true), "suspension") => {
            Check::failed(CheckCode::Status, "suspended", "The issuer has suspended it until further notice.")
        }
        (Ok(true), other) => {
            let sentence = format!("The issuer has marked it with the status {}.", quote(other));
            Check::warned(CheckCode::Status, "marked", sentence)
        }
        (Ok(false), "revocation") => Check::passed(CheckCode::Status, "not_revoked", "The issuer has not revoked it."),
        (Ok(false), _) => Check::passed(CheckCode::Status, "not_marked", "The issuer has not suspended or marked it."),
    }
}

fn could_not(reason: &'static str, sentence: String) -> Check {
    Check::could_not(CheckCode::Status, reason, sentence)
}

fn unfit(reason: &'static str, sentence: &str) -> Check {
    could_not(reason, sentence.to_owned()).problem(Problem::StatusVerification)
}
