//! A transcript (CLR 2.0 §B): the credentials in it, each held to its own form, what is said of how they belong together, and
//! what would make its RDF symmetrical for nothing.

use std::collections::BTreeSet;

use serde_json::Value;

use super::check_whole;
use super::fault::{Code, Fault};
use super::place::{Place, kind_of};

pub(super) fn check(credential: &Place<'_>, faults: &mut Vec<Fault>) {
    for subject in credential.each("credentialSubject").filter(|subject| subject.value().is_object()) {
        let asserted = check_children(&subject, faults);
        let beside = check_beside(&subject, &asserted, faults);
        check_associations(&subject, &(&asserted | &beside), faults);
        check_lists(&subject, faults);
    }
}

/// The ids of the achievements that the credentials inside assert.
fn check_children<'p>(subject: &'p Place<'p>, faults: &mut Vec<Fault>) -> BTreeSet<&'p str> {
    let (mut ids, mut asserted, mut found) = (BTreeSet::new(), BTreeSet::new(), false);
    for child in subject.each("verifiableCredential") {
        found = true;
        if !child.value().is_object() {
            faults.push(child.fault(Code::Children, "a credential with its proof inside"));
            continue;
        }
        if child.text("id").is_some_and(|id| !ids.insert(id)) {
            let place = child.member("id").unwrap_or(child);
            faults.push(place.fault_of(Code::ChildRepeated, "another id than those before", "the same"));
        }
        asserted.extend(child.value().pointer("/credentialSubject/achievement/id").and_then(Value::as_str));
        check_whole(child, faults);
    }
    if !found {
        faults.push(subject.fault_of(Code::Children, "one credential or more in verifiableCredential", "none"));
    }
    asserted
}

/// Achievements that stand beside the credentials are there to be pointed at; one that a credential asserts is said twice.
fn check_beside<'p>(subject: &'p Place<'p>, asserted: &BTreeSet<&str>, faults: &mut Vec<Fault>) -> BTreeSet<&'p str> {
    let mut beside = BTreeSet::new();
    for achievement in subject.each("achievement") {
        let Some(id) = achievement.text("id") else { continue };
        beside.insert(id);
        if asserted.contains(id) {
            let expected = "achievements that no credential of the transcript asserts";
            faults.push(achievement.fault_of(Code::AchievementRepeated, expected, "one that is asserted"));
        }
    }
    beside
}

fn check_associations(subject: &Place<'_>, there: &BTreeSet<&str>, faults: &mut Vec<Fault>) {
    for association in subject.each("association") {
        if !association.is_a("Association") {
            let found = kind_of(association.value().get("type"));
            faults.push(association.fault_of(Code::Association, "the type Association", found));
        }
        for end in ["sourceId", "targetId"] {
            let dangles = |place: &Place<'_>| !place.value().as_str().is_some_and(|id| there.contains(id));
            faults.extend(
                association
                    .member(end)
                    .filter(dangles)
                    .map(|place| place.fault(Code::AssociationEnd, "the id of an achievement in the transcript")),
            );
        }
    }
}

/// RDF merges what is said under one id: an ordered list said twice becomes two lists of one node, and labelling them means
/// trying their orders, of n lists n! (RDFC-1.0 §4.8).
fn check_lists(subject: &Place<'_>, faults: &mut Vec<Fault>) {
    let mut seen = BTreeSet::new();
    for child in subject.each("verifiableCredential") {
        for inner in child.each("credentialSubject") {
            inner.each("achievement").for_each(|one| lists_of(&one, &mut seen, faults));
        }
    }
    subject.each("achievement").for_each(|one| lists_of(&one, &mut seen, faults));
}

fn lists_of(achievement: &Place<'_>, seen: &mut BTreeSet<String>, faults: &mut Vec<Fault>) {
    for description in achievement.each("resultDescription") {
        let id = description.text("id").filter(|_| description.has("allowedValue"));
        if id.is_some_and(|id| !seen.insert(id.to_owned())) {
            let expected = "another id than those of other lists of allowedValue";
            faults.push(description.fault_of(Code::ListRepeated, expected, "the same"));
        }
    }
}
