//! What the data model asks of every credential (VCDM 2.0 §4.4 to §4.11 and §5).

use std::collections::BTreeSet;

use serde_json::Value;

use super::fault::{Code, Fault};
use super::kind::Kind;
use super::place::{Place, kind_of};
use crate::vocabulary::is_absolute_uri;

/// Members whose values say by their type how they are read (§4.10, §5.4 to §5.6).
const TYPED: [&str; 5] = ["credentialStatus", "evidence", "refreshService", "termsOfUse", "proof"];

pub(super) fn check(credential: &Place<'_>, kind: Kind, faults: &mut Vec<Fault>) {
    check_id(credential, faults);
    for name in ["name", "description"] {
        faults.extend(
            credential
                .member(name)
                .filter(|text| !is_text(text.value()))
                .map(|text| text.fault(Code::Text, "a text, or texts with their languages")),
        );
    }
    check_issuer(credential, kind, faults);
    check_subjects(credential, faults);
    // Badges have a rule of their own for their evidence.
    for name in TYPED.into_iter().filter(|name| kind == Kind::Other || *name != "evidence") {
        let untyped = |place: &Place<'_>| !has_type(place.value());
        for place in credential.each(name).filter(untyped) {
            faults.push(place.fault_of(Code::Untyped, "an object with a type", without_type(place.value())));
        }
    }
    check_related(credential, faults);
}

/// An id is one absolute URI: a relative one would mean something else wherever it is read.
pub(super) fn check_id(node: &Place<'_>, faults: &mut Vec<Fault>) {
    let Some(id) = node.member("id") else { return };
    if !id.value().as_str().is_some_and(is_absolute_uri) {
        faults.push(id.fault(Code::Id, "an absolute URI"));
    }
}

fn check_issuer(credential: &Place<'_>, kind: Kind, faults: &mut Vec<Fault>) {
    let Some(issuer) = credential.member("issuer") else {
        // Elsewhere the schema says so.
        if kind == Kind::Other {
            faults.push(credential.fault_of(Code::Issuer, "the member issuer", "nothing"));
        }
        return;
    };
    match issuer.value() {
        Value::Object(members) if members.contains_key("id") => check_id(&issuer, faults),
        Value::Object(_) => faults.push(issuer.fault_of(Code::Issuer, "an issuer with an id", "one without")),
        Value::String(id) if is_absolute_uri(id) => {}
        _ => faults.push(issuer.fault(Code::Issuer, "an absolute URI, or an object with one as id")),
    }
}

fn check_subjects(credential: &Place<'_>, faults: &mut Vec<Fault>) {
    let mut found = false;
    for subject in credential.each("credentialSubject") {
        found = true;
        match subject.value().as_object() {
            Some(claims) if !claims.is_empty() => check_id(&subject, faults),
            Some(_) => faults.push(subject.fault_of(Code::Subject, "a claim about the subject", "none")),
            None => faults.push(subject.fault(Code::Subject, "an object")),
        }
    }
    if !found {
        faults.push(credential.fault_of(Code::Subject, "one credentialSubject or more", "none"));
    }
}

/// Each is named once, and can be compared with what it was (§5.3).
fn check_related(credential: &Place<'_>, faults: &mut Vec<Fault>) {
    let mut seen = BTreeSet::new();
    for resource in credential.each("relatedResource") {
        let Some(id) = resource.text("id").filter(|id| is_absolute_uri(id)) else {
            faults.push(resource.fault(Code::RelatedResource, "an object with an absolute URI as id"));
            continue;
        };
        if !seen.insert(id) {
            faults.push(resource.fault_of(Code::RelatedResource, "a resource once", "one of the same id before"));
        }
        if !resource.has("digestSRI") && !resource.has("digestMultibase") {
            faults.push(resource.fault_of(Code::RelatedResource, "digestSRI or digestMultibase", "neither"));
        }
    }
}

fn has_type(value: &Value) -> bool {
    match value.get("type") {
        Some(Value::String(name)) => !name.is_empty(),
        Some(Value::Array(names)) => !names.is_empty() && names.iter().all(Value::is_string),
        _ => false,
    }
}

fn without_type(value: &Value) -> &'static str {
    if value.is_object() { "an object without" } else { kind_of(Some(value)) }
}

/// A text, one with its language (§4.6), several of these, or the language map that Open Badges 3.0 allows.
fn is_text(value: &Value) -> bool {
    match value {
        Value::String(_) => true,
        Value::Object(members) => members.values().all(|member| member.is_string() || member.is_null()),
        Value::Array(items) => items.iter().all(|item| item.is_object() && is_text(item)),
        _ => false,
    }
}
