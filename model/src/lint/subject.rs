//! The subject of a badge, a transcript or an endorsement: its type, that somebody is named, and the results.

use super::fault::{Code, Fault};
use super::kind::Kind;
use super::place::{Place, kind_of};
use super::{dates, results};

pub(super) fn check(credential: &Place<'_>, kind: Kind, faults: &mut Vec<Fault>) {
    for subject in credential.each("credentialSubject").filter(|subject| subject.value().is_object()) {
        if !subject.is_a(kind.subject_type()) {
            let types = subject.member("type");
            let found = if types.is_some() { "another type" } else { kind_of(None) };
            let expected = format!("the type {}", kind.subject_type());
            faults.push(types.unwrap_or(subject).fault_of(Code::Subject, expected, found));
        }
        let is_named = subject.text("id").is_some_and(|id| !id.is_empty())
            || subject.each("identifier").any(|one| one.value().is_object());
        if !is_named {
            faults.push(subject.fault_of(Code::SubjectUnnamed, "an id or an identifier", "neither"));
        }
        if kind == Kind::Badge {
            dates::check_activity(&subject, faults);
            results::check(&subject, faults);
        }
    }
}
