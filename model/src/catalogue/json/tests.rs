use super::super::Catalogue;
use super::*;

const FULL: &str = r#"
[defaults.course]
description = "{name}, a course at {issuer}."
criteria = "Enrolment."
achievement_type = "Course"

[award_types]
"Bachelor of" = "BachelorDegree"

[[achievement]]
slug = "cs-161"
kind = "course"
uri = "https://northlake.example/cs161"
name = "Computing I"
description = "Programs."
criteria = "Pass."
criteria_url = "https://northlake.example/cs161#pass"
image = "https://northlake.example/cs161.png"
achievement_type = "Course"
field_of_study = "Computing"
specialization = "Programs"
human_code = "CS 161"
credits_available = 4.0
tags = ["code"]
grades = ["F", "A"]
score_type = "Percent"
signers = ["northlake"]
match = [{ code = "CS 161", source = "northlake" }, { identifier = "x/1" }, { name = "Computing I" }]
[[achievement.alignment]]
name = "Programming"
ctid = "ce-1b2c3d4e-1111-4222-8333-444455556666"
[[achievement.result]]
name = "Grade"
type = "LetterGrade"
allowed = ["F", "A"]
required = "A"
"#;

#[test]
fn what_is_written_reads_as_the_same_entry() {
    let catalogue = Catalogue::parse_toml(FULL).unwrap();
    for entry in catalogue.entries().iter().chain(Catalogue::demo().entries()) {
        let text = entry.to_json().to_string();
        assert!(!text.contains("null"), "{text}");
        assert_eq!(&Entry::from_json(text.as_bytes()).unwrap(), entry);
    }
    for catalogue in [catalogue, Catalogue::demo(), Catalogue::empty()] {
        let defaults = catalogue.defaults();
        assert_eq!(&Defaults::from_json(defaults.to_json().to_string().as_bytes()).unwrap(), defaults);
    }
}

#[test]
fn what_is_wrong_is_named_by_its_place() {
    for (text, pointer, problem) in [
        (r#"{"slug":"a","name":"A","colour":1}"#, "/colour", "unknown field `colour`"),
        (r#"{"slug":"a","name":7}"#, "/name", "expected a string"),
        (r#"{"slug":"a","name":"A","name":"B"}"#, "", "duplicate field `name`"),
        (r#"{"name":"A"}"#, "", "missing field `slug`"),
        (r#"{"slug":"A b","name":"A"}"#, "/slug", "a slug is 1 to 80 of"),
        (r#"{"slug":"transcript","name":"A"}"#, "/slug", "taken by the transcript"),
        (r#"{"slug":"a"}"#, "", "nothing says what it matches"),
        (r#"{"slug":"a","name":"A","image":"cat.png"}"#, "/image", "an absolute URI, found “cat.png”"),
        (r#"{"slug":"a","name":"A","credits_available":-1}"#, "/credits_available", "a number from 0"),
        (r#"{"slug":"a","name":"A","achievement_type":"Prize"}"#, "/achievement_type", "write ext:Prize"),
        (r#"{"slug":"a","name":"A","kind":"prize"}"#, "/kind", "expected one of"),
        (r#"{"slug":"a","name":"A","alignment":[{"name":"x","ctid":"1"}]}"#, "/alignment/0/ctid", "“ce-” and a UUID"),
        (r#"{"slug":"a","name":"A","result":[{"name":"x","type":"Mood"}]}"#, "/result/0/type", "no result type"),
        (r#"{"slug":"a","name":"A","match":[{}]}"#, "/match/0", "exactly one of identifier, code and name"),
        (r#"{"slug":"a","name":"A"} {}"#, "", "trailing characters"),
        (r"[]", "", "expected a JSON object"),
        ("", "", "expected a JSON object"),
    ] {
        let error = Entry::from_json(text.as_bytes()).unwrap_err();
        assert_eq!(error.pointer, pointer, "{text}: {error}");
        assert!(error.problem.contains(problem), "{text}: {error}");
    }
    let long = format!(r#"{{"slug":"a","name":"{}"}}"#, "x".repeat(ENTRY_LIMIT));
    assert!(Entry::from_json(long.as_bytes()).unwrap_err().problem.contains("at most 65536 bytes"));
}

#[test]
fn wrong_defaults_are_named_by_their_place() {
    for (text, pointer) in [
        (r#"{"defaults":{"course":{"criteria":" "}}}"#, "/defaults/course/criteria"),
        (r#"{"defaults":{"prize":{}}}"#, "/defaults"),
        (r#"{"award_types":{"Bachelor of":"Batchelor"}}"#, "/award_types/Bachelor of"),
        (r#"{"award_types":{"Bachelor of":"Degree","bachelor  of":"Degree"}}"#, "/award_types/bachelor  of"),
    ] {
        let error = Defaults::from_json(text.as_bytes()).unwrap_err();
        assert!(error.pointer.starts_with(pointer), "{text}: {error}");
    }
}
