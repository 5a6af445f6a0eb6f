//! Dates have a zone, and an end comes after its beginning (VCDM 2.0 §4.9, Open Badges 3.0 §B.1).

use super::fault::{Code, Fault};
use super::place::Place;
use crate::time::Time;

pub(super) fn check(credential: &Place<'_>, faults: &mut Vec<Fault>) {
    for name in ["validFrom", "validUntil", "awardedDate"] {
        let wrong = |place: &Place<'_>| time(Some(*place)).is_none();
        faults.extend(
            credential
                .member(name)
                .filter(wrong)
                .map(|place| place.fault(Code::Date, "a date and time with time zone, such as 2026-01-31T09:30:00Z")),
        );
    }
    in_order(credential, ["validFrom", "validUntil"], Code::Dates, faults);
}

/// The dates of a learner's activity. A warning: sources often know the days of a term only roughly.
pub(super) fn check_activity(subject: &Place<'_>, faults: &mut Vec<Fault>) {
    in_order(subject, ["activityStartDate", "activityEndDate"], Code::ActivityDates, faults);
}

fn in_order(node: &Place<'_>, [first, last]: [&'static str; 2], code: Code, faults: &mut Vec<Fault>) {
    if let (Some(from), Some(until)) = (time(node.member(first)), time(node.member(last)))
        && until < from
    {
        let place = node.member(last).unwrap_or(*node);
        faults.push(place.fault_of(code, format!("a time not before {first}"), "an earlier one"));
    }
}

fn time(place: Option<Place<'_>>) -> Option<Time> {
    Time::parse(place?.value().as_str()?).ok()
}
