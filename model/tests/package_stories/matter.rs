//! Which achievement an award is for, on records of no folder in particular.

use model::catalogue::Catalogue;
use model::package::{FixBy, Packaged, Packaging, Reason, package};
use model::record::{Award, Course, LearnerRecord, Proficiency, Provenance, Reference};

use super::records::{award, course, definition, only_line, packaging, proficiency, reasons, record, reference};

/// An award that is only called after the school.
fn unnamed(number: usize) -> Award {
    Award { name: Some("Northlake Credential".into()), instance_of: None, ..award(number) }
}

/// Criteria for every course and competency of the tests, and no default.
fn catalogue() -> Catalogue {
    let entry = |slug: &str, kind: &str, name: &str| {
        format!("[[achievement]]\nslug = \"{slug}\"\nkind = \"{kind}\"\nname = \"{name}\"\ncriteria = \"Done.\"\n")
    };
    let text = entry("metalwork-0", "course", "Metalwork 0") + &entry("drawings", "competency", "Reading drawings");
    Catalogue::parse_toml(&text).unwrap()
}

fn packaged(learner: &LearnerRecord) -> Packaged {
    package(learner, &packaging(&catalogue()))
}

fn titles(packaged: &Packaged) -> Vec<&str> {
    packaged.credentials.iter().filter(|one| one.transcript.is_none()).map(|one| one.title.as_str()).collect()
}

fn for_award(number: usize, mut course: Course) -> Course {
    course.award = reference(&format!("award-{number}"), "");
    course
}

#[test]
fn an_award_that_resolves_to_nothing() {
    let packaged = packaged(&record(vec![unnamed(0)], vec![]));
    let line = only_line(&packaged);
    assert_eq!((line.reason, line.fix_by), (Reason::AchievementUnknown, FixBy::Registrar));
    let broken = Award { instance_of: reference("cred-gone", "Credential 9"), ..unnamed(0) };
    assert_eq!(reasons(&self::packaged(&record(vec![broken], vec![]))), ["achievement_unknown"]);
}

#[test]
fn the_documents_definition_comes_first() {
    let mut learner = record(vec![award(0)], vec![for_award(0, course(0))]);
    learner.credentials = vec![definition()];
    assert_eq!(titles(&packaged(&learner)), ["Certificate in Welding"]);
}

#[test]
fn an_award_of_the_one_course_that_refers_to_it() {
    let learner = record(vec![unnamed(0)], vec![for_award(0, course(0))]);
    let found = packaged(&learner);
    assert_eq!(titles(&found), ["Metalwork 0"]);
    let badge = &found.credentials[0];
    assert_eq!(badge.credential["awardedDate"], "2023-05-01T00:00:00Z", "the award's own day");
    let taken = &found.credentials[1].children[1];
    assert_eq!((badge.achievement_id == taken.achievement_id, badge.id == taken.id), (true, false));

    let twice = Course { identifier: Some("course-7".into()), ..for_award(0, course(0)) };
    let learner = record(vec![unnamed(0)], vec![for_award(0, course(0)), twice]);
    assert_eq!(titles(&packaged(&learner)), ["Metalwork 0"], "one course, taken twice");
}

#[test]
fn between_two_courses_nothing_is_guessed() {
    let learner = record(vec![unnamed(0)], vec![for_award(0, course(0)), for_award(0, course(1))]);
    assert!(reasons(&packaged(&learner)).contains(&"achievement_unknown"));
}

#[test]
fn a_course_that_the_source_withdrew_or_another_organisation_states_says_nothing() {
    let withdrawn = Course { deleted: true, ..for_award(0, course(0)) };
    assert!(reasons(&packaged(&record(vec![unnamed(0)], vec![withdrawn]))).contains(&"achievement_unknown"));
    let stranger = Provenance { source_id: Some("Southmoor".into()), ..Provenance::default() };
    let elsewhere = Course { provenance: stranger, ..for_award(0, course(0)) };
    assert!(reasons(&packaged(&record(vec![unnamed(0)], vec![elsewhere]))).contains(&"achievement_unknown"));
    let of_theirs = Reference { identifier: Some("award-0".into()), provenance: stranger_provenance(), name: None };
    let other = Course { award: Some(of_theirs), ..course(0) };
    assert!(reasons(&packaged(&record(vec![unnamed(0)], vec![other]))).contains(&"achievement_unknown"));
}

fn stranger_provenance() -> Provenance {
    Provenance { source_id: Some("Southmoor".into()), ..Provenance::default() }
}

#[test]
fn an_award_of_the_one_competency_that_refers_to_it() {
    let shown = |number: usize| Proficiency { award: reference("award-0", ""), ..proficiency(number) };
    let with = |proficiencies| LearnerRecord { proficiencies, ..record(vec![unnamed(0)], vec![]) };
    let found = packaged(&with(vec![shown(0)]));
    assert_eq!(titles(&found), ["Reading drawings"]);
    assert_eq!(reasons(&found), ["not_assessed"], "the award is issued; the listed skill is still a line");
    let several = packaged(&with(vec![shown(0), shown(1)]));
    assert_eq!(reasons(&several), ["achievement_unknown", "not_assessed", "not_assessed"]);
}

#[test]
fn a_course_speaks_before_the_skills_it_teaches() {
    let skills = [0, 1].map(|number| Proficiency { award: reference("award-0", ""), ..proficiency(number) });
    let learner =
        LearnerRecord { proficiencies: skills.to_vec(), ..record(vec![unnamed(0)], vec![for_award(0, course(0))]) };
    assert_eq!(titles(&packaged(&learner)), ["Metalwork 0"]);
}

#[test]
fn without_a_catalogue_only_what_carries_description_and_criteria_is_issued() {
    let empty = Catalogue::empty();
    let mut learner = record(vec![award(0), unnamed(1)], vec![for_award(1, course(0))]);
    learner.credentials = vec![definition()];
    let packaged = package(&learner, &packaging(&empty));
    assert_eq!(titles(&packaged), ["Certificate in Welding"]);
    assert_eq!(reasons(&packaged), ["no_description", "no_description"], "the award and the course");
}

#[test]
fn an_entry_with_criteria_alone_describes_by_its_name_and_says_so() {
    let learner = record(vec![unnamed(0)], vec![for_award(0, course(0))]);
    let found = packaged(&learner);
    assert_eq!(found.credentials[0].description, "Metalwork 0");
    assert!(found.notes.iter().any(|note| note.code == model::package::NoteCode::DescribedByName));
    // A default is no entry: it does not say which achievement it is about.
    let default = Catalogue::parse_toml("[defaults.award]\ncriteria = \"Done.\"").unwrap();
    let alone = package(&record(vec![unnamed(0)], vec![]), &Packaging { ..packaging(&default) });
    assert_eq!(reasons(&alone), ["achievement_unknown"]);
}
