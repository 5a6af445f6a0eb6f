//! Results and what their descriptions say of them (Open Badges 3.0 §B.1.22 to §B.1.26).
//!
//! That a result is about a description of the asserted achievement, and that one about a status has a status, is demanded
//! by the specification: without it nobody can tell what the result means. That the value is one the description lists is a
//! warning. The lists in the field are seldom complete (an `A` to `F` beside a `W` that was given all the same), 1EdTech's
//! own complete badge has a level of another description, and its validator lets both pass; what is packaged here is held
//! to it by tests, and a grade outside its scale is told in the list of what was left out.

use serde_json::Value;

use super::fault::{Code, Fault};
use super::place::Place;

pub(super) fn check(subject: &Place<'_>, faults: &mut Vec<Fault>) {
    let Some(achievement) = subject.member("achievement") else { return };
    for result in subject.each("result") {
        let Some(id) = result.text("resultDescription") else { continue };
        if let Some(description) = achievement.each("resultDescription").find(|one| one.text("id") == Some(id)) {
            check_one(&result, description.value(), faults);
        } else {
            let place = result.member("resultDescription").unwrap_or(result);
            faults.push(place.fault(Code::Result, "the id of a result description of the achievement"));
        }
    }
}

fn check_one(result: &Place<'_>, description: &Value, faults: &mut Vec<Fault>) {
    let is_status = description.get("resultType").is_some_and(|kind| kind == "Status");
    if is_status && !result.has("status") {
        faults.push(result.fault_of(Code::ResultStatus, "a status, as the resultType is Status", "none"));
    }
    if let Some(level) = result.member("achievedLevel")
        && !levels(description).any(|id| id == level.value())
    {
        faults.push(level.fault(Code::ResultLevel, "the id of a level of the result description"));
    }
    if let Some(value) = result.member("value")
        && value.value().as_str().is_some_and(|text| !allows(description, text))
    {
        faults.push(value.fault(Code::ResultValue, "a value that the result description allows"));
    }
}

/// What a description demands is among what it allows, and its least value is not above its greatest (§B.1.24).
pub(super) fn check_description(place: &Place<'_>, faults: &mut Vec<Fault>) {
    let description = place.value();
    if let Some(required) = place.member("requiredValue")
        && required.value().as_str().is_some_and(|text| !allows(description, text))
    {
        faults.push(required.fault(Code::ResultRange, "a value that is allowed"));
    }
    if let Some(required) = place.member("requiredLevel")
        && !levels(description).any(|id| id == required.value())
    {
        faults.push(required.fault(Code::ResultRange, "the id of one of its levels"));
    }
    if let Some(least) = place.member("valueMin")
        && let (Some(from), Some(to)) = (number(description, "valueMin"), number(description, "valueMax"))
        && from > to
    {
        faults.push(least.fault_of(Code::ResultRange, "a value not above valueMax", "a greater one"));
    }
}

/// By its list or by its range; a description that has neither allows anything.
fn allows(description: &Value, text: &str) -> bool {
    let listed = each(description, "allowedValue");
    let (least, most) = (number(description, "valueMin"), number(description, "valueMax"));
    if listed.iter().any(|one| one == text) || (listed.is_empty() && least.is_none() && most.is_none()) {
        return true;
    }
    let in_range = |value: f64| least.is_none_or(|least| least <= value) && most.is_none_or(|most| value <= most);
    (least.is_some() || most.is_some()) && text.trim().parse().is_ok_and(in_range)
}

fn levels(description: &Value) -> impl Iterator<Item = &Value> {
    each(description, "rubricCriterionLevel").iter().filter_map(|level| level.get("id"))
}

fn number(description: &Value, member: &str) -> Option<f64> {
    description.get(member)?.as_str()?.trim().parse().ok()
}

fn each<'v>(value: &'v Value, member: &str) -> &'v [Value] {
    match value.get(member) {
        Some(Value::Array(items)) => items,
        Some(one) => std::slice::from_ref(one),
        None => &[],
    }
}
