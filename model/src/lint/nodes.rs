//! One walk over the nodes of a badge, a transcript's own part or an endorsement: what stands under a name has the type that
//! goes with the name, an id where it may have one, and words from their lists (Open Badges 3.0 §B.1).
//!
//! Members that the specification does not know are nobody's to judge here, and are not entered.

use serde_json::Value;

use super::data_model::check_id;
use super::fault::{Code, Fault};
use super::place::{Place, kind_of};
use super::{endorsements, identity, results};
use crate::vocabulary::{is_achievement_type, is_identifier_type, is_result_type, is_target_type};

/// Whether a word is in a list.
type List = fn(&str) -> bool;

/// What the specification says of the nodes under a name.
struct Class {
    /// The type they have, or none that this walk asks for.
    name: &'static str,
    /// The rule that is broken when they have another.
    code: Code,
    /// Whether a missing id is told. Not of criteria: theirs is the address of a page (§B.1.7), and an invented one would
    /// lead nowhere; not where the schema demands or forbids one.
    named: bool,
    /// The member whose word comes from a list, and the list.
    word: Option<(&'static str, List)>,
}

impl Class {
    const fn new(name: &'static str, code: Code) -> Self {
        Self { name, code, named: false, word: None }
    }

    const fn named(self) -> Self {
        Self { named: true, ..self }
    }

    const fn word(self, member: &'static str, is_listed: List) -> Self {
        Self { word: Some((member, is_listed)), ..self }
    }
}

fn class_of(member: &str) -> Option<Class> {
    Some(match member {
        "credentialSubject" => Class::new("", Code::Subject),
        "issuer" => Class::new("Profile", Code::Issuer),
        "source" | "creator" | "parentOrg" => Class::new("Profile", Code::Profile),
        "address" => Class::new("Address", Code::NodeType).named(),
        "otherIdentifier" => Class::new("IdentifierEntry", Code::Identifier).word("identifierType", is_identifier_type),
        "identifier" => Class::new("IdentityObject", Code::Identity).word("identityType", is_identifier_type),
        "achievement" => Class::new("Achievement", Code::Achievement).word("achievementType", is_achievement_type),
        "alignment" => Class::new("Alignment", Code::Alignment).named().word("targetType", is_target_type),
        "result" => Class::new("Result", Code::Result).named(),
        "resultDescription" => {
            Class::new("ResultDescription", Code::ResultDescription).word("resultType", is_result_type)
        }
        "rubricCriterionLevel" => Class::new("RubricCriterionLevel", Code::NodeType),
        "evidence" => Class::new("Evidence", Code::Evidence).named(),
        "related" => Class::new("Related", Code::NodeType),
        "image" => Class::new("Image", Code::NodeType),
        _ => return None,
    })
}

pub(super) fn check(node: &Place<'_>, faults: &mut Vec<Fault>) {
    let Value::Object(members) = node.value() else { return };
    for name in members.keys() {
        match name.as_str() {
            "endorsement" => node.each(name).for_each(|one| endorsements::check(one, faults)),
            "endorsementJwt" => node.each(name).for_each(|one| endorsements::check_token(&one, faults)),
            _ => {
                let Some(class) = class_of(name) else { continue };
                for place in node.each(name) {
                    check_one(&place, name, &class, faults);
                }
            }
        }
    }
}

fn check_one(place: &Place<'_>, member: &str, class: &Class, faults: &mut Vec<Fault>) {
    if !place.value().is_object() {
        // A result names its description, and an identifier its text, by the member that elsewhere holds a node.
        if member == "issuer" {
            faults.push(place.fault(class.code, "an object of type Profile"));
        }
        return;
    }
    if !class.name.is_empty() && !place.is_a(class.name) {
        let types = place.member("type");
        let found = if types.is_some() { "another type" } else { kind_of(None) };
        faults.push(types.unwrap_or(*place).fault_of(class.code, format!("the type {}", class.name), found));
    }
    // The ids of these two are the data model's affair.
    if !matches!(member, "issuer" | "credentialSubject") {
        check_id(place, faults);
    }
    if class.named && !place.has("id") {
        faults.push(place.fault_of(Code::NoId, "an id, so that it needs no label in RDF", "none"));
    }
    if let Some((name, is_listed)) = class.word
        && let Some(word) = place.member(name)
        && !word.value().as_str().is_some_and(is_listed)
    {
        faults
            .push(word.fault(Code::Vocabulary, format!("a listed {name}, or ext: and letters, digits, '.', '-', '_'")));
    }
    match member {
        "identifier" => identity::check(place, faults),
        "achievement" => check_criteria(place, faults),
        "resultDescription" => results::check_description(place, faults),
        _ => {}
    }
    check(place, faults);
}

/// Criteria say something, or say where to read it (§B.1.7).
fn check_criteria(achievement: &Place<'_>, faults: &mut Vec<Fault>) {
    let silent = |criteria: &Place<'_>| !criteria.has("id") && !criteria.has("narrative");
    faults.extend(
        achievement
            .member("criteria")
            .filter(silent)
            .map(|criteria| criteria.fault_of(Code::Criteria, "an id or a narrative", "neither")),
    );
}
