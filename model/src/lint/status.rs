//! A status that can be looked up: in the shape that is issued here, and in those that 1EdTech's validator reads (Bitstring
//! Status List 1.0 §2.1; 1EdTech's revocation list). Others are left to whoever knows them.

use serde_json::Value;

use super::data_model::check_id;
use super::fault::{Code, Fault};
use super::place::{Place, kind_of};
use crate::vocabulary::is_absolute_uri;

pub(super) fn check(credential: &Place<'_>, faults: &mut Vec<Fault>) {
    for entry in credential.each("credentialStatus") {
        check_id(&entry, faults);
        if entry.is_a("BitstringStatusListEntry") {
            bitstring(&entry, faults);
        } else if entry.is_a("1EdTechRevocationList") && !entry.has("id") {
            faults.push(entry.fault_of(Code::Status, "the address of the list as id", "nothing"));
        }
    }
}

fn bitstring(entry: &Place<'_>, faults: &mut Vec<Fault>) {
    if entry.text("statusPurpose").is_none_or(str::is_empty) {
        faults.push(missing(entry, "statusPurpose", "a purpose such as revocation"));
    }
    if !entry.text("statusListCredential").is_some_and(is_absolute_uri) {
        faults.push(missing(entry, "statusListCredential", "the address of the list"));
    }
    let is_index = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    match entry.value().get("statusListIndex") {
        Some(Value::String(index)) if is_index(index) => {}
        Some(Value::Number(index)) if index.is_u64() => {
            faults.push(missing(entry, "statusListIndex", "the index as text").with_code(Code::StatusIndex));
        }
        _ => faults.push(missing(entry, "statusListIndex", "an index, digits as text")),
    }
    messages(entry, faults);
}

/// More than one bit needs a message for each value.
fn messages(entry: &Place<'_>, faults: &mut Vec<Fault>) {
    let Some(size) = entry.member("statusSize") else { return };
    let Some(bits) = size.value().as_u64().filter(|bits| (1..=16).contains(bits)) else {
        faults.push(size.fault(Code::Status, "a whole number of bits from 1 to 16"));
        return;
    };
    let values = 1_usize << bits;
    if bits > 1 && entry.each("statusMessage").count() != values {
        faults.push(entry.fault_of(Code::Status, format!("{values} entries in statusMessage"), "another number"));
    }
}

fn missing(entry: &Place<'_>, name: &str, expected: &'static str) -> Fault {
    let found = kind_of(entry.value().get(name));
    match entry.member(name) {
        Some(place) => place.fault_of(Code::Status, expected, found),
        None => entry.fault_of(Code::Status, format!("{expected} in {name}"), found),
    }
}
