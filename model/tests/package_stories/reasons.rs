//! Each reason for leaving something out, and what stands next to it and is not left out.

use std::collections::BTreeSet;

use model::catalogue::{Catalogue, Entry};
use model::draft::Kind;
use model::package::{FixBy, MonthDates, NoteCode, Packaging, Reason, Sources, ZoneRule, package};
use model::record::{Award, Course, Provenance, Unread, UnreadCode};

use super::records::{
    award, course, date, definition, one_award, one_course, only_line, packaging, programme, reasons, record, reference,
};

#[test]
fn an_award_of_another_organisation() {
    let stranger = Provenance { source_id: Some("Southmoor".into()), ..Provenance::default() };
    let packaged = one_award(Award { provenance: stranger, ..award(0) });
    let line = only_line(&packaged);
    assert_eq!((line.reason, line.fix_by), (Reason::OtherSource, FixBy::Operator));
    assert!(line.detail.contains("Southmoor"), "{}", line.detail);
    let nobody = one_award(Award { provenance: Provenance::default(), ..award(0) });
    assert!(only_line(&nobody).detail.contains("no source is named"));
}

#[test]
fn without_configured_sources_every_source_is_ours() {
    let stranger = Provenance { source_id: Some("Southmoor".into()), ..Provenance::default() };
    let learner = record(vec![Award { provenance: stranger, ..award(0) }], vec![]);
    let catalogue = Catalogue::demo();
    let packaged = package(&learner, &Packaging { sources: Sources::All, ..packaging(&catalogue) });
    assert_eq!(reasons(&packaged), [""; 0]);
}

#[test]
fn what_the_source_withdrew() {
    assert_eq!(reasons(&one_award(Award { revoked: true, ..award(0) })), ["revoked"]);
    assert_eq!(reasons(&one_award(Award { status: Some("Revoked".into()), ..award(0) })), ["revoked"]);
    assert_eq!(reasons(&one_award(Award { deleted: true, ..award(0) })), ["deleted"]);
    assert_eq!(reasons(&one_course(Course { deleted: true, ..course(0) })), ["deleted"]);
}

#[test]
fn a_withdrawal_in_one_fragment_counts_for_all_fragments_of_the_award() {
    let newer = Award { path: "/Person/0/CredentialAward/9".into(), revoked: true, ..award(0) };
    let learner = record(vec![award(0), newer], vec![]);
    let catalogue = Catalogue::demo();
    let packaged = package(&learner, &packaging(&catalogue));
    assert_eq!(reasons(&packaged), ["revoked", "revoked"]);
    assert!(packaged.credentials.is_empty());
}

#[test]
fn a_status_that_cannot_be_issued() {
    for issuable in [None, Some(""), Some("Completed"), Some("granted"), Some(" COMPLETED ")] {
        let packaged = one_award(Award { status: issuable.map(str::to_owned), ..award(0) });
        assert_eq!(reasons(&packaged), [""; 0], "{issuable:?}");
    }
    for (status, reason) in [
        ("InProgress", "in_progress"),
        ("in progress", "in_progress"),
        ("Expired", "expired"),
        ("Pending", "status_not_issuable"),
    ] {
        assert_eq!(reasons(&one_award(Award { status: Some(status.into()), ..award(0) })), [reason]);
    }
}

#[test]
fn what_the_learner_says() {
    assert_eq!(reasons(&one_award(Award { self_asserted: true, ..award(0) })), ["self_asserted"]);
}

#[test]
fn an_award_without_a_name() {
    let nameless = Award { instance_of: None, ..award(0) };
    let packaged = one_award(nameless.clone());
    let line = only_line(&packaged);
    assert_eq!((line.reason, line.fix_by), (Reason::NoName, FixBy::Source));
    let named = one_award(Award { name: Some("Welding".into()), ..nameless });
    assert_eq!(named.credentials[0].title, "Welding");
}

#[test]
fn an_award_without_description_or_criteria() {
    let catalogue = Catalogue::empty();
    let left = |definition| {
        let mut learner = record(vec![award(0)], vec![]);
        learner.credentials = vec![definition];
        let packaged = package(&learner, &packaging(&catalogue));
        packaged.left_out.first().map(|line| (line.reason, line.fix_by))
    };
    let mut undescribed = definition();
    undescribed.description = None;
    assert_eq!(left(undescribed), Some((Reason::NoDescription, FixBy::Registrar)));
    let mut without_criteria = definition();
    without_criteria.criteria.clear();
    assert_eq!(left(without_criteria), Some((Reason::NoCriteria, FixBy::Registrar)));
    assert_eq!(left(definition()), None);
}

#[test]
fn an_award_whose_achievement_was_retired() {
    let entry = Catalogue::parse_toml("[[achievement]]\nslug = \"old\"\nname = \"Welding\"").unwrap();
    let award = Award { name: Some("Welding".into()), instance_of: None, ..award(0) };
    let left = |active: &[Entry], retired: &[Entry]| {
        let defaults = Catalogue::demo().defaults().clone();
        let catalogue = Catalogue::of(active.to_vec(), retired.to_vec(), defaults).unwrap();
        let packaged = package(&record(vec![award.clone()], vec![]), &packaging(&catalogue));
        packaged.left_out.first().map(|line| (line.reason, line.fix_by, line.detail.contains("“old” was retired")))
    };
    assert_eq!(left(&[], entry.entries()), Some((Reason::Retired, FixBy::Registrar, true)));
    let successor = Entry { slug: "new".into(), ..entry.entries()[0].clone() };
    assert_eq!(left(&[successor], entry.entries()), None, "a successor takes its place");
    assert_eq!(left(&[], &[]), None);
}

#[test]
fn a_date_without_a_day() {
    let may = Award { issued: date("05/2020"), ..award(0) };
    let packaged = one_award(may.clone());
    let line = only_line(&packaged);
    assert_eq!((line.reason, line.fix_by), (Reason::DateIncomplete, FixBy::Source));
    assert!(line.detail.contains("2020-05"), "{}", line.detail);

    let catalogue = Catalogue::demo();
    let lenient = Packaging { month_dates: MonthDates::OmitDate, ..packaging(&catalogue) };
    let packaged = package(&record(vec![may], vec![]), &lenient);
    assert_eq!(packaged.credentials[0].credential.get("awardedDate"), None);
    assert_eq!(packaged.notes[0].code, NoteCode::DateWithoutDay);
}

#[test]
fn a_date_to_come() {
    assert_eq!(reasons(&one_award(Award { issued: date("2026-12-24"), ..award(0) })), ["dated_in_future"]);
    assert_eq!(reasons(&one_award(Award { issued: date("2026-11-25"), ..award(0) })), [""; 0], "zones differ by a day");
    assert_eq!(reasons(&one_course(Course { end: date("2027-01-01"), ..course(0) })), ["dated_in_future"]);
}

#[test]
fn an_award_that_ran_out() {
    for over in ["2026-11-23", "2026-11-24T09:00:00Z", "10/2026"] {
        assert_eq!(reasons(&one_award(Award { expires: date(over), ..award(0) })), ["expired"], "{over}");
    }
    assert_eq!(reasons(&one_award(Award { expires: date("12/2026"), ..award(0) })), ["date_incomplete"]);
    let packaged = one_award(Award { expires: date("2026-11-24"), ..award(0) });
    assert_eq!(packaged.credentials[0].credential["validUntil"], "2026-11-24T23:59:59Z", "the whole last day counts");
}

#[test]
fn a_repeat_of_the_same_statement() {
    let again = Award { path: "/Person/0/CredentialAward/7".into(), ..award(0) };
    let other_number = Award { identifier: Some("award-0b".into()), ..again.clone() };
    let catalogue = Catalogue::demo();
    for (second, words) in [(again, "says the same"), (other_number, "says the same")] {
        let packaged = package(&record(vec![award(0), second], vec![]), &packaging(&catalogue));
        let line = only_line(&packaged);
        assert_eq!((line.reason, line.path.as_str()), (Reason::DuplicateOf, "/Person/0/CredentialAward/7"));
        assert!(line.detail.contains(words) && line.detail.contains("/Person/0/CredentialAward/0"), "{}", line.detail);
        assert_eq!(packaged.credentials.len(), 2);
    }
}

#[test]
fn the_same_credential_awarded_on_another_day_is_no_repeat() {
    let catalogue = Catalogue::demo();
    let packaged = package(&record(vec![award(0), award(1)], vec![]), &packaging(&catalogue));
    assert_eq!(reasons(&packaged), [""; 0]);
    let [first, second, _] = packaged.credentials.as_slice() else { panic!("two badges and the transcript") };
    assert_eq!(first.configuration, second.configuration);
    assert_ne!(first.id, second.id);
}

#[test]
fn a_member_that_decides_could_not_be_read() {
    let unread = |member: &str| Unread {
        path: format!("/Person/0/CredentialAward/0/{member}"),
        code: UnreadCode::NotADate,
        reason: "expected a date, found “soon”".into(),
    };
    let catalogue = Catalogue::demo();
    let mut learner = record(vec![award(0)], vec![]);
    learner.unread = vec![unread("awardissuedate")];
    let packaged = package(&learner, &packaging(&catalogue));
    let line = only_line(&packaged);
    assert_eq!((line.reason, line.path.as_str()), (Reason::Unreadable, "/Person/0/CredentialAward/0"));
    assert!(line.detail.contains("awardissuedate") && line.detail.contains("soon"), "{}", line.detail);

    learner.unread = vec![unread("creditsEarned")];
    let packaged = package(&learner, &packaging(&catalogue));
    assert_eq!(packaged.credentials.len(), 2, "the award is issued without its credits");
    assert_eq!(only_line(&packaged).path, "/Person/0/CredentialAward/0/creditsEarned");
}

#[test]
fn a_course_without_a_state() {
    let silent = Course { status: None, grade: None, credits: None, ..course(0) };
    assert_eq!(reasons(&one_course(silent.clone())), ["no_state"], "an end date alone says nothing");
    let state = |course: Course| one_course(course).credentials[0].children[0].summary.status.clone();
    assert_eq!(state(Course { grade: Some("A".into()), ..silent.clone() }), None);
    assert_eq!(state(Course { exit: date("2022-10-01"), ..silent.clone() }), Some("Withdrew".into()));

    let for_an_award = Course { award: reference("award-0", "Certificate in Welding"), ..silent };
    let catalogue = Catalogue::demo();
    let packaged = package(&record(vec![award(0)], vec![for_an_award.clone()]), &packaging(&catalogue));
    assert_eq!(reasons(&packaged), [""; 0]);
    assert_eq!(reasons(&one_course(for_an_award)), ["no_state"], "the award it refers to is not in the record");
}

#[test]
fn states_of_courses() {
    for (word, status) in
        [("In Progress", "InProgress"), ("Enrolled", "InProgress"), ("Withdrawn", "Withdrew"), ("Failed", "Failed")]
    {
        let packaged = one_course(Course { status: Some(word.into()), grade: None, ..course(0) });
        let credential = &packaged.credentials[0].children[0].credential;
        assert_eq!(credential["credentialSubject"]["result"][0]["status"], status);
        let description = &credential["credentialSubject"]["achievement"]["resultDescription"][0];
        assert_eq!(description["resultType"], "Status");
        assert_eq!(credential["credentialSubject"]["result"][0]["resultDescription"], description["id"]);
    }
    assert_eq!(reasons(&one_course(Course { status: Some("On leave".into()), ..course(0) })), ["status_not_issuable"]);
}

#[test]
fn a_course_that_is_not_finished_earns_no_credits_and_has_no_end() {
    let running = Course { status: Some("In Progress".into()), end: date("2027-06-30"), grade: None, ..course(0) };
    let packaged = one_course(running);
    let subject = &packaged.credentials[0].children[0].credential["credentialSubject"];
    assert_eq!((subject.get("creditsEarned"), subject.get("activityEndDate")), (None, None));
    assert!(
        packaged.notes.iter().any(|note| note.code == NoteCode::MemberLeftOut && note.detail.contains("courseTotal"))
    );
}

#[test]
fn states_of_programmes() {
    let catalogue = Catalogue::demo();
    for (word, expected) in [
        (Some("Completed"), None),
        (Some("In Progress"), None),
        (Some("Withdrawn"), Some("withdrawn")),
        (Some("Failed"), Some("status_not_issuable")),
        (Some("Deferred"), Some("status_not_issuable")),
        (None, Some("no_state")),
    ] {
        let mut learner = record(vec![], vec![]);
        learner.programmes = vec![programme(0)];
        learner.programmes[0].status = word.map(str::to_owned);
        let packaged = package(&learner, &packaging(&catalogue));
        assert_eq!(reasons(&packaged).first().copied(), expected, "{word:?}");
        assert_eq!(packaged.credentials.is_empty(), expected.is_some());
        assert!(
            packaged.credentials.iter().flat_map(|draft| &draft.children).all(|child| child.kind == Kind::Programme)
        );
    }
    let mut learner = record(vec![], vec![]);
    learner.programmes = vec![programme(0)];
    learner.programmes[0].status = Some("Completed".into());
    learner.programmes[0].end = date("2027-07-01");
    assert_eq!(reasons(&package(&learner, &packaging(&catalogue))), ["dated_in_future"]);
}

#[test]
fn a_transcript_that_lacks_something_is_partial() {
    let partial = |second: Award| {
        let catalogue = Catalogue::demo();
        let packaged = package(&record(vec![award(0), second], vec![]), &packaging(&catalogue));
        packaged.credentials.last().unwrap().credential.get("partial").cloned()
    };
    assert_eq!(partial(award(1)), None);
    assert_eq!(partial(Award { issued: date("05/2020"), ..award(1) }), Some(true.into()));
    assert_eq!(partial(Award { status: Some("InProgress".into()), ..award(1) }), None);
    assert_eq!(partial(Award { revoked: true, ..award(1) }), None);
}

#[test]
fn a_statement_that_could_not_be_read_at_all_makes_the_transcript_partial() {
    let partial = |path: &str| {
        let mut learner = record(vec![award(0)], vec![]);
        learner.unread =
            vec![Unread { path: path.into(), code: UnreadCode::WrongShape, reason: "expected an object".into() }];
        let catalogue = Catalogue::demo();
        let packaged = package(&learner, &packaging(&catalogue));
        assert_eq!(only_line(&packaged).path, path);
        packaged.credentials[1].credential.get("partial").is_some()
    };
    assert!(partial("/Person/0/CredentialAward/1"));
    assert!(partial("/Person/0/coursELearningExperience"));
    assert!(!partial("/Person/0/CredentialAward/0/creditsEarned"), "its award is there");
    assert!(!partial("/Person/0/Contact/0/Email/0/identifier"));
}

#[test]
fn what_was_assumed_about_a_time_is_noted() {
    let catalogue = Catalogue::demo();
    let east = Packaging { zone: ZoneRule::east(60).unwrap(), ..packaging(&catalogue) };
    let packaged = package(&record(vec![award(0)], vec![course(0)]), &east);
    let codes: BTreeSet<String> = packaged.notes.iter().map(|note| format!("{} {:?}", note.path, note.code)).collect();
    assert!(codes.contains("/Person/0/CredentialAward/0 DayAsMidnight"), "{codes:?}");
    assert!(codes.contains("/Person/0/CourseLearningExperience/0 ZoneAssumed"), "{codes:?}");
    assert_eq!(packaged.credentials[0].credential["awardedDate"], "2023-05-01T00:00:00+01:00");
    let course = &packaged.credentials[1].children[1].credential;
    assert_eq!(course["credentialSubject"]["activityStartDate"], "2022-09-05T08:00:00+01:00");
}
