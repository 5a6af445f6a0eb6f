//! Bitstring Status List v1.0 §3.2: one bit of a signed list, at a position the credential names.

use model::status::{Bitstring, StatusError};
use serde_json::Value;
use url::Url;

use super::examine::{Pass, Place};
use super::known::Need;
use super::read::{Unreadable, UnverifiedCredential, each};
use super::report::{Check, CheckCode, Outcome, Problem};
use super::signature::{self, Verified};
use super::status::{could_not, fetch, unfit, unreadable};
use super::words::quote;
use super::{form, json, token, validity};

/// An unpacked list may have this many bytes: sixteen million entries.
const LIST_BYTES: usize = 2 << 20;

/// Where the credential's bit is.
struct Entry<'a> {
    purpose: &'a str,
    index: u64,
    list: Url,
}

/// What `entry`, a `BitstringStatusListEntry`, says of `credential`.
pub(crate) fn check(
    credential: Verified<'_>,
    entry: &Value,
    place: &Place,
    pass: &mut Pass<'_>,
) -> Result<Check, Check> {
    let entry = read_entry(entry)?;
    let limits = pass.policy.limits.json;
    let bytes = fetch(&entry.list, Need::StatusList, pass)?;
    let list = if let Some(text) = token::compact(bytes) {
        token::read(text, limits)
    } else {
        json::parse(bytes, limits)
            .and_then(|list| Ok((json::text(bytes)?, list)))
            .map_err(Unreadable::from)
            .and_then(|(text, list)| UnverifiedCredential::of_text(text, list, limits))
    };
    let list = list.map_err(|_| unreadable())?;
    let bits = bits(credential, &list, &entry, place, pass)?;
    Ok(verdict(&bits, &entry))
}

fn read_entry(entry: &Value) -> Result<Entry<'_>, Check> {
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
        _ => {
            Err(could_not("unsupported_status", "Its status has more than one bit, which this version does not read."))
        }
    }
}

/// The bits of `list`, once everything that makes it the right list is established.
fn bits(
    credential: Verified<'_>,
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
    let bits = decode(list, entry.purpose);
    // What was refused may have been unpacked to the end.
    pass.known.go_through(bits.as_ref().map_or(LIST_BYTES, |bits| bits.len() / 8));
    bits
}

fn decode(list: Verified<'_>, purpose: &str) -> Result<Bitstring, Check> {
    let subject = each(list.get("credentialSubject")).first().unwrap_or(&Value::Null);
    let is_list = list.unverified().is_a("BitstringStatusListCredential")
        && each(subject.get("type")).iter().any(|kind| kind.as_str() == Some("BitstringStatusList"));
    if !is_list || !each(subject.get("statusPurpose")).iter().any(|one| one.as_str() == Some(purpose)) {
        return Err(unfit("list_of_another_kind", "The list is not of the kind the credential refers to."));
    }
    let encoded = subject.get("encodedList").and_then(Value::as_str).unwrap_or_default();
    Bitstring::decode(encoded, LIST_BYTES).map_err(|error| match error {
        StatusError::TooShort { .. } => {
            could_not("list_too_short", "The list of withdrawn credentials is too short to be private.")
                .problem(Problem::StatusListLength)
        }
        other => unfit("list_unreadable", &format!("The list of withdrawn credentials cannot be unpacked: {other}.")),
    })
}

fn verdict(bits: &Bitstring, entry: &Entry<'_>) -> Check {
    match (bits.get(entry.index), entry.purpose) {
        (Err(_), _) => could_not("index_out_of_range", "The list of withdrawn credentials has no such position.")
            .problem(Problem::Range),
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
