use model::package::NoteCode;
use model::record::{Award, Course};

use super::*;

fn line(path: &str, reason: Reason) -> LeftOut {
    LeftOut {
        path: path.to_owned(),
        reason,
        detail: format!("=detail \"{path}\""),
        fix_by: reason.fix_by(),
        differences: Vec::new(),
    }
}

fn note(code: NoteCode) -> Note {
    Note { path: "/Person/0/CredentialAward/0".to_owned(), code, detail: "written".to_owned() }
}

fn record() -> LearnerRecord {
    let award = |number: usize, name: &str| Award {
        path: format!("/Person/0/CredentialAward/{number}"),
        name: Some(name.to_owned()),
        ..Award::default()
    };
    let course = Course {
        path: "/Person/0/CourseLearningExperience/0".to_owned(),
        course: Some(Reference { name: Some("Logic".to_owned()), ..Reference::default() }),
        ..Course::default()
    };
    LearnerRecord {
        awards: vec![award(0, "Welding"), award(1, "Diploma"), award(2, "Diploma"), award(10, "Ten")],
        courses: vec![course],
        ..LearnerRecord::default()
    }
}

fn packaged() -> Packaged {
    Packaged {
        left_out: vec![
            line("/Person/0/CredentialAward/1", Reason::NoCriteria),
            line("/Person/0/CredentialAward/2", Reason::NoCriteria),
            line("/Person/0/CredentialAward/10", Reason::OtherSource),
            line("/Person/0/CourseLearningExperience/0", Reason::InProgress),
            LeftOut {
                differences: vec!["the result is “B” here and “A” there".to_owned()],
                ..line("/Person/0/CredentialAward/0", Reason::Contradicts)
            },
            line("/Person/0/Proficiency/0", Reason::NotAssessed),
            line("/Person/0/Proficiency/1", Reason::NotAssessed),
            line("/Person/0/Proficiency/2", Reason::ShownWith),
            line("/Person/0/CredentialAward/3", Reason::Unreadable),
            line("/Person/0/CredentialAward/4", Reason::DuplicateOf),
            line("/Person/0/CredentialAward/0/colour", Reason::UnknownMember),
            line("/Person/0/CredentialAward/0/Identity", Reason::Unreadable),
            line("/Person/0/Contact/0/RefThing", Reason::DanglingReference),
        ],
        notes: vec![note(NoteCode::DayAsMidnight), note(NoteCode::ZoneAssumed), note(NoteCode::DayAsMidnight)],
        credentials: Vec::new(),
    }
}

#[test]
fn a_learner_reads_what_is_missing_by_who_can_fix_it() {
    let (record, packaged) = (record(), packaged());
    let shown = Report::of(&record, &packaged).for_learner("Riverbend College");
    let groups: Vec<(&str, Vec<(&str, usize)>)> = shown
        .groups
        .iter()
        .map(|group| {
            (group.heading.as_str(), group.items.iter().map(|item| (item.what.as_str(), item.times)).collect())
        })
        .collect();
    assert_eq!(
        groups,
        [
            (
                "2 things that whoever keeps this part of your record can fix",
                vec![("Welding", 1), ("A part of your record", 1)],
            ),
            ("2 things that the registrar of Riverbend College can fix", vec![("Diploma", 2)]),
            ("1 thing that others have to sign, not Riverbend College", vec![("Ten", 1)]),
            ("1 thing with nothing to fix", vec![("Logic", 1)]),
        ]
    );
    assert_eq!(
        shown.remarks,
        [
            "1 thing stands in your record twice. It is included once.",
            "1 thing is shown as a part of another copy.",
            "2 skills are listed in your record. It does not say that anyone tested them.",
            "3 details of your record were not understood. They are listed for your school.",
        ]
    );
    let day = "Dates without a time of day were written with the first or last moment of that day (2 times).";
    assert_eq!(shown.assumed, [day, "Times without a time zone were read in your school's own (once)."]);
    assert_eq!(
        shown.groups[0].items[0].reason,
        "Your record says two different things about it. The other one is included: the result is “B” here and “A” there."
    );
    let said = format!("{shown:?}");
    assert!(
        !said.contains("/Person") && !said.contains("detail \\\""),
        "no place and no code reaches a learner: {said}"
    );
}

#[test]
fn the_learners_part_of_the_page() {
    let (record, packaged) = (record(), packaged());
    let part = Report::of(&record, &packaged).for_learner("Riverbend College");
    insta::assert_snapshot!(part.to_string());
}

#[test]
fn staff_get_every_line_with_place_and_code() {
    let (record, packaged) = (record(), packaged());
    let rows = Report::of(&record, &packaged).rows();
    assert_eq!(rows.len(), packaged.left_out.len() + packaged.notes.len());
    assert_eq!((rows[2].what.as_str(), rows[2].code, rows[2].who()), ("Ten", "other_source", "Operator"));
    assert_eq!(rows[10].what, "Welding", "a detail is named after what it lies in");
    assert_eq!((rows[13].code, rows[13].who()), ("day_as_midnight", "Assumed"));
    let text = csv(&rows);
    assert_eq!(text.lines().count(), rows.len() + 1);
    assert!(text.starts_with("\"what\",\"code\",\"detail\",\"fix_by\",\"path\"\r\n"), "{text}");
    let first = "\"Diploma\",\"no_criteria\",\"'=detail \"\"/Person/0/CredentialAward/1\"\"\",\"registrar\",";
    assert!(text.contains(first), "no formula reaches a spreadsheet: {text}");
}

#[test]
fn nothing_left_out_is_nothing_to_read() {
    let (record, packaged) = (record(), Packaged::default());
    let report = Report::of(&record, &packaged);
    assert_eq!(report.for_learner("Riverbend College"), parts::LeftOut::default());
    assert_eq!(report.rows(), []);
}
