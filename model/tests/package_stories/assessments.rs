//! Assessments and competencies: which become credentials, and what their results say.

use model::catalogue::Catalogue;
use model::draft::Kind;
use model::lint::lint;
use model::package::{FixBy, NoteCode, Packaged, Reason, package};
use model::record::{AssessmentTaken, LearnerRecord, Proficiency};
use serde_json::{Value, json};

use super::records::{
    assessment, award, bound, course, date, only_line, packaging, proficiency, reasons, record, reference,
};

fn packaged(learner: &LearnerRecord) -> Packaged {
    package(learner, &packaging(&Catalogue::demo()))
}

fn taken(one: AssessmentTaken) -> Packaged {
    packaged(&LearnerRecord { assessments: vec![one], ..record(vec![], vec![]) })
}

fn shown(one: Proficiency) -> Packaged {
    packaged(&LearnerRecord { proficiencies: vec![one], ..record(vec![], vec![]) })
}

/// The subject of the only credential in the transcript, which passes our checks.
fn subject(packaged: &Packaged) -> Value {
    let [transcript] = packaged.credentials.as_slice() else { panic!("{:?}", packaged.left_out) };
    assert_eq!(lint(&bound(transcript)), []);
    let [child] = transcript.children.as_slice() else { panic!("one child") };
    child.credential["credentialSubject"].clone()
}

#[test]
fn a_score_and_its_scale() {
    let packaged = taken(assessment(0));
    let subject = subject(&packaged);
    let achievement = &subject["achievement"];
    assert_eq!(achievement["achievementType"], "Assessment");
    assert_eq!(subject["activityEndDate"], "2023-06-20T00:00:00Z");
    let description = &achievement["resultDescription"][0];
    let expected = json!({
        "id": format!("{}#score", achievement["id"].as_str().unwrap()), "type": ["ResultDescription"],
        "name": "Scaled score (200-500)", "resultType": "ScaledScore", "valueMin": "200", "valueMax": "500",
    });
    assert_eq!(description, &expected);
    let results = subject["result"].as_array().unwrap();
    assert_eq!((results.len(), &results[0]["value"]), (1, &json!("412")));
    assert_eq!(results[0]["resultDescription"], description["id"]);
    assert_eq!(packaged.credentials[0].children[0].kind, Kind::Assessment);
}

#[test]
fn a_score_outside_its_scale_is_stated_without_it() {
    let packaged = taken(AssessmentTaken { score: Some("900".into()), ..assessment(0) });
    let subject = subject(&packaged);
    assert_eq!(subject["result"][0]["value"], "900");
    let description = &subject["achievement"]["resultDescription"][0];
    assert_eq!((&description["resultType"], description.get("valueMax")), (&json!("Result"), None));
    assert!(
        packaged.notes.iter().any(|note| note.code == NoteCode::OutsideScale && note.detail.contains("scoreValue"))
    );
}

#[test]
fn kinds_of_scores() {
    for (words, value, expected) in [
        (Some("Raw score"), "17", "RawScore"),
        (Some("Percentage"), "92%", "Percent"),
        (Some("Competent / Not Competent"), "Competent", "Result"),
        (Some("Stanine score"), "7", "Result"),
        (None, "7", "Result"),
    ] {
        let one = AssessmentTaken { score: Some(value.into()), score_type: words.map(str::to_owned), ..assessment(0) };
        let subject = subject(&taken(one));
        assert_eq!(subject["achievement"]["resultDescription"][0]["resultType"], expected, "{words:?}");
    }
}

#[test]
fn an_average_of_grades_is_stated_and_never_computed() {
    let average = AssessmentTaken {
        name: Some("Grade point average".into()),
        score: Some("3.42".into()),
        score_type: Some("GPA".into()),
        assessment: None,
        ..assessment(0)
    };
    let subject = subject(&taken(average));
    assert_eq!(subject["achievement"]["achievementType"], "Achievement");
    assert_eq!(subject["achievement"]["resultDescription"][0]["resultType"], "GradePointAverage");
    assert_eq!(subject["result"][0]["value"], "3.42");

    let degree = model::record::Award { results: vec!["GPA: 3.42".into(), "Distinction".into()], ..award(0) };
    let packaged = packaged(&record(vec![degree], vec![course(0), course(1)]));
    let texts: Vec<String> =
        packaged.credentials[1].children.iter().map(|child| child.credential.to_string()).collect();
    assert!(texts[0].contains("GradePointAverage") && texts[0].contains("\"3.42\""), "{}", texts[0]);
    assert!(texts[1..].iter().all(|text| !text.contains("GradePointAverage")));
}

#[test]
fn states_of_assessments() {
    let with = |status: Option<&str>, score: Option<&str>| AssessmentTaken {
        status: status.map(str::to_owned),
        score: score.map(str::to_owned),
        ..assessment(0)
    };
    let state = |one| packaged_status(&taken(one));
    assert_eq!(state(with(None, Some("412"))), Ok(None));
    assert_eq!(state(with(Some("Completed"), None)), Ok(None));
    assert_eq!(state(with(Some("Failed"), Some("210"))), Ok(Some("Failed".into())));
    assert_eq!(state(with(Some("In Progress"), None)), Ok(Some("InProgress".into())));
    assert_eq!(state(with(None, None)), Err("no_state"));
    assert_eq!(state(with(None, Some("  "))), Err("no_state"));
    assert_eq!(state(with(Some("Sat"), Some("412"))), Err("status_not_issuable"));
    let provisional = AssessmentTaken { grade_status: Some("Provisional".into()), ..assessment(0) };
    assert_eq!(state(provisional), Ok(Some("Provisional".into())));
    let unheard = taken(AssessmentTaken { grade_status: Some("Amber".into()), ..assessment(0) });
    assert!(unheard.notes.iter().any(|note| note.detail.starts_with("gradeStatus")));
    let future = taken(AssessmentTaken { end: date("2027-01-01"), ..assessment(0) });
    assert_eq!(reasons(&future), ["dated_in_future"]);
}

fn packaged_status(packaged: &Packaged) -> Result<Option<String>, &'static str> {
    match packaged.credentials.as_slice() {
        [transcript] => {
            assert_eq!(lint(&bound(transcript)), []);
            Ok(transcript.children[0].summary.status.clone())
        }
        _ => Err(packaged.left_out[0].reason.as_str()),
    }
}

#[test]
fn who_assessed_is_named_where_that_is_another_organisation() {
    let elsewhere = AssessmentTaken { offered_by: reference("org-7", "Board of Examiners"), ..assessment(0) };
    let subject = subject(&taken(elsewhere));
    assert_eq!(
        (&subject["source"]["type"], &subject["source"]["name"]),
        (&json!(["Profile"]), &json!("Board of Examiners"))
    );
    let here = AssessmentTaken { offered_by: reference("org-1", "Northlake  college"), ..assessment(0) };
    assert_eq!(taken(here).credentials[0].children[0].credential["credentialSubject"].get("source"), None);
}

#[test]
fn a_competency_that_was_assessed_is_a_credential() {
    let subject = subject(&shown(Proficiency { level: Some("Advanced".into()), ..proficiency(0) }));
    assert_eq!(subject["achievement"]["achievementType"], "Competency");
    assert_eq!(subject["achievement"]["resultDescription"][0]["resultType"], "PerformanceLevel");
    assert_eq!(subject["result"][0]["value"], "Advanced");
    let dated = shown(Proficiency { found: date("2023-06-20"), ..proficiency(0) });
    assert_eq!(self::subject(&dated)["activityEndDate"], "2023-06-20T00:00:00Z");
    assert_eq!(self::subject(&dated)["result"][0]["status"], "Completed");
}

#[test]
fn a_competency_that_is_only_listed_is_a_line() {
    let packaged = shown(proficiency(0));
    let line = only_line(&packaged);
    assert_eq!((line.reason, line.fix_by), (Reason::NotAssessed, FixBy::Source));
    let mut learner = record(vec![award(0)], vec![]);
    learner.proficiencies = vec![proficiency(0)];
    let partial = self::packaged(&learner).credentials[1].credential.get("partial").cloned();
    assert_eq!(partial, None, "nobody knows that the learner has it");
}

#[test]
fn an_assessment_of_the_record_assesses_the_competency_it_refers_to() {
    let examined = |status: &str| {
        let one = AssessmentTaken {
            status: Some(status.into()),
            proficiency: reference("skill-0", "Reading drawings"),
            ..assessment(0)
        };
        packaged(&LearnerRecord {
            assessments: vec![one],
            proficiencies: vec![proficiency(0)],
            ..record(vec![], vec![])
        })
    };
    let passed = examined("Completed");
    assert_eq!(reasons(&passed), [""; 0]);
    let [transcript] = passed.credentials.as_slice() else { panic!("a transcript") };
    let [exam, skill] = transcript.children.as_slice() else { panic!("two children") };
    assert_eq!(skill.issued_on, exam.issued_on, "it was found on the day of the assessment");
    let association = &transcript.credential["credentialSubject"]["association"];
    assert_eq!(
        association,
        &json!([{
            "type": "Association", "associationType": "isRelatedTo",
            "sourceId": skill.achievement_id, "targetId": exam.achievement_id,
        }])
    );
    assert_eq!(lint(&bound(transcript)), []);
    assert_eq!(reasons(&examined("Failed")), ["not_assessed"]);
}

#[test]
fn a_repeat_is_merged() {
    let again = AssessmentTaken { path: "/Person/0/AssessmentLearningExperience/9".into(), ..assessment(0) };
    let learner = LearnerRecord { assessments: vec![again, assessment(0)], ..record(vec![], vec![]) };
    assert_eq!(reasons(&packaged(&learner)), ["duplicate_of"]);
    let level = Some("Advanced".to_owned());
    let first = Proficiency { level, ..proficiency(0) };
    let other =
        Proficiency { identifier: Some("skill-9".into()), path: "/Person/0/Proficiency/9".into(), ..first.clone() };
    let learner = LearnerRecord { proficiencies: vec![other, first], ..record(vec![], vec![]) };
    let packaged = packaged(&learner);
    assert_eq!(only_line(&packaged).path, "/Person/0/Proficiency/9", "the smaller identifier stands for both");
}

#[test]
fn what_is_merged_still_says_what_it_refers_to() {
    let refers = AssessmentTaken { proficiency: reference("skill-0", "Reading drawings"), ..assessment(1) };
    let learner = LearnerRecord {
        assessments: vec![assessment(0), refers],
        proficiencies: vec![proficiency(0)],
        ..record(vec![], vec![])
    };
    let packaged = packaged(&learner);
    assert_eq!(only_line(&packaged).path, "/Person/0/AssessmentLearningExperience/1");
    let transcript = &packaged.credentials[0];
    assert_eq!(transcript.children[1].kind, Kind::Competency);
    assert_eq!(transcript.credential["credentialSubject"]["association"][0]["associationType"], "isRelatedTo");
}
