//! Where an achievement's description comes from, and what it is called.

use model::catalogue::Catalogue;
use model::package::{NoteCode, Packaging, package};
use model::record::{AlignmentStatement, Award, Course, CourseDefinition, Evidence};
use serde_json::{Value, json};

use super::records::{award, bound, course, definition, northlake, one_award, only_line, packaging, record};

fn achievement_with(catalogue: &str) -> Value {
    let mut learner = record(vec![award(0)], vec![]);
    learner.credentials = vec![definition()];
    let catalogue = Catalogue::parse_toml(catalogue).unwrap();
    let packaged = package(&learner, &packaging(&catalogue));
    packaged.credentials[0].credential["credentialSubject"]["achievement"].clone()
}

#[test]
fn the_entry_speaks_before_the_record_and_the_record_before_the_default() {
    let entry = "[[achievement]]\nslug = \"welding\"\nmatch = [{ identifier = \"cred-welding\" }]\n\
                 description = \"{name} from {issuer}\"";
    let default = "[defaults.award]\ndescription = \"default\"\ncriteria = \"default\"\nachievement_type = \"Award\"";
    let both = achievement_with(&format!("{default}\n{entry}"));
    assert_eq!(both["description"], "Certificate in Welding from Northlake College");
    assert_eq!(both["criteria"]["narrative"], "Four test pieces without a fault.");
    assert_eq!(both["achievementType"], "Award");
    assert_eq!(achievement_with(default)["description"], "Arc and gas welding at workshop level.");
}

#[test]
fn an_achievement_has_its_id_under_the_installation_or_where_it_is_published() {
    let named = achievement_with("[[achievement]]\nslug = \"welding\"\nname = \"Certificate in Welding\"");
    assert_eq!(named["id"], "https://northlake.example/default/achievements/welding");
    let elsewhere =
        "[[achievement]]\nslug = \"welding\"\nname = \"Certificate in Welding\"\nuri = \"https://x.example/1\"";
    assert_eq!(achievement_with(elsewhere)["id"], "https://x.example/1");

    let catalogue = Catalogue::demo();
    let packaged = package(&record(vec![award(0)], vec![]), &Packaging { base: None, ..packaging(&catalogue) });
    assert!(packaged.credentials[0].achievement_id.starts_with("urn:uuid:"));
}

#[test]
fn a_derived_slug_tells_apart_what_a_source_calls_alike() {
    let slug = |award: Award| one_award(award).credentials[0].configuration.clone();
    let welding = slug(award(0));
    assert!(welding.starts_with("certificate-in-welding-"), "{welding}");
    assert_eq!(welding, slug(award(5)));
    let mut renamed = award(0);
    renamed.instance_of.as_mut().unwrap().name = Some("Certificate in  Gas Welding".into());
    assert_ne!(welding, slug(renamed), "sources use one identifier for different things");
    let mut renumbered = award(0);
    renumbered.instance_of.as_mut().unwrap().identifier = Some("cred-2".into());
    assert_ne!(welding, slug(renumbered));
    let accents = slug(Award { name: Some("Écoles & Métiers – {…}".into()), ..award(0) });
    assert!(accents.starts_with("coles-m-tiers-"), "{accents}");
    assert!(slug(Award { name: Some("溶接".into()), ..award(0) }).starts_with("award-"));
}

#[test]
fn a_course_is_described_by_its_definition() {
    let mut learner = record(vec![], vec![Course { name: None, ..course(0) }]);
    learner.course_definitions = vec![CourseDefinition {
        identifier: Some("MW100".into()),
        description: Some("Files and saws.".into()),
        code: Some("MW 100".into()),
        credits: Some(7.5),
        provenance: northlake(),
        ..CourseDefinition::default()
    }];
    let catalogue = Catalogue::demo();
    let packaged = package(&learner, &packaging(&catalogue));
    let achievement = &packaged.credentials[0].children[0].credential["credentialSubject"]["achievement"];
    assert_eq!(achievement["name"], "Metalwork");
    assert_eq!(achievement["description"], "Files and saws.");
    assert_eq!((&achievement["humanCode"], &achievement["creditsAvailable"]), (&json!("MW 100"), &json!(7.5)));
}

#[test]
fn numerical_grades_have_the_type_the_catalogue_says() {
    let catalogue = Catalogue::parse_toml(
        "[defaults.course]\ndescription = \"d\"\ncriteria = \"c\"\n[[achievement]]\nkind = \"course\"\n\
         slug = \"mw\"\nmatch = [{ code = \"MW100\" }]\nscore_type = \"Percent\"",
    )
    .unwrap();
    let graded = Course { numerical_grade: Some(87.5), ..course(0) };
    let packaged = package(&record(vec![], vec![graded]), &packaging(&catalogue));
    let subject = &packaged.credentials[0].children[0].credential["credentialSubject"];
    assert_eq!(subject["achievement"]["resultDescription"][1]["resultType"], "Percent");
    assert_eq!(subject["result"][1]["value"], "87.5");
    assert_eq!(subject["result"].as_array().unwrap().len(), 2, "a grade says enough; no status beside it");
}

#[test]
fn an_alignment_needs_a_name_and_a_url() {
    let skill = "https://osmt.example/api/skills/1";
    let complete = AlignmentStatement {
        name: Some("Weld".into()),
        url: Some(skill.into()),
        framework: Some("OSMT".into()),
        code: Some(skill.into()),
        description: None,
    };
    let relative = AlignmentStatement { url: Some("skills/1".into()), ..complete.clone() };
    let mut learner = record(vec![award(0)], vec![]);
    learner.credentials = vec![definition()];
    learner.credentials[0].alignments = vec![relative, complete];
    let catalogue = Catalogue::empty();
    let packaged = package(&learner, &packaging(&catalogue));
    let achievement = &packaged.credentials[0].credential["credentialSubject"]["achievement"];
    assert_eq!(
        achievement["alignment"],
        json!([{
            "id": format!("{}#alignment-1", achievement["id"].as_str().unwrap()), "type": ["Alignment"],
            "targetName": "Weld", "targetUrl": skill, "targetFramework": "OSMT", "targetType": "ext:RSD",
        }])
    );
    let note = packaged.notes.iter().find(|note| note.code == NoteCode::MemberLeftOut).unwrap();
    assert!(note.detail.starts_with("1 alignments"), "{}", note.detail);
}

#[test]
fn results_and_evidence_of_an_award_go_along() {
    let mut hosted = award(0);
    hosted.results = vec!["Distinction".into(), String::new()];
    hosted.evidence = vec![Evidence { narrative: Some("A gate.".into()), ..Evidence::default() }];
    hosted.uri = Some("https://badges.example/assertions/1".into());
    hosted.verification = Some("HostedBadge".into());
    let packaged = one_award(hosted.clone());
    let credential = bound(&packaged.credentials[0]);
    let evidence = credential["evidence"].as_array().unwrap();
    assert!(evidence[0]["id"].as_str().unwrap().starts_with("urn:uuid:"));
    assert_eq!(evidence[1]["type"], json!(["Evidence", "https://w3id.org/openbadges#Assertion"]));
    assert_eq!(credential["credentialSubject"]["result"].as_array().unwrap().len(), 1);
    assert_eq!(credential["credentialSubject"]["result"][0]["value"], "Distinction");

    hosted.verification = None;
    let packaged = one_award(hosted);
    assert_eq!(packaged.credentials[0].credential["evidence"].as_array().unwrap().len(), 1);
    assert!(packaged.notes.iter().any(|note| note.detail.starts_with("uri")));
}

#[test]
fn criteria_may_be_a_page() {
    let mut learner = record(vec![award(0)], vec![]);
    learner.credentials = vec![definition()];
    learner.credentials[0].criteria =
        vec![(Some("https://northlake.example/w".into()), None), (Some("x".into()), None)];
    let catalogue = Catalogue::empty();
    let packaged = package(&learner, &packaging(&catalogue));
    let criteria = &packaged.credentials[0].credential["credentialSubject"]["achievement"]["criteria"];
    assert_eq!(criteria, &json!({"id": "https://northlake.example/w"}));
}

#[test]
fn an_entry_says_on_whose_word_it_is_signed() {
    let with = |signers: &str| {
        let entry = format!("{ENTRY}signers = [{signers}]\n");
        let catalogue = Catalogue::parse_toml(&entry).unwrap();
        package(&record(vec![award(0)], vec![]), &packaging(&catalogue))
    };
    assert_eq!(with("\"Lakeside\", \"Northlake\"").credentials.len(), 2, "the badge and the transcript");
    let refused = with("\"Lakeside\"");
    let line = only_line(&refused);
    assert_eq!(line.reason.as_str(), "other_source");
    assert!(line.detail.contains("“Lakeside” alone (catalogue entry “welding”)"), "{}", line.detail);
}

const ENTRY: &str = "[[achievement]]\nslug = \"welding\"\nmatch = [{ identifier = \"cred-welding\" }]\n\
                     description = \"Arc and gas.\"\ncriteria = \"Four test pieces.\"\n";

#[test]
fn results_are_described_as_the_catalogue_says() {
    let entry = "[[achievement]]\nslug = \"metalwork\"\nkind = \"course\"\nmatch = [{ code = \"MW100\" }]\n\
                 description = \"Files and saws.\"\ncriteria = \"A vice of one's own.\"\n\
                 [[achievement.result]]\nname = \"Final grade\"\ntype = \"LetterGrade\"\n\
                 allowed = [\"F\", \"B+\", \"A\"]\nrequired = \"B+\"\n\
                 [[achievement.result]]\nname = \"Points\"\ntype = \"Percent\"\nmin = \"0\"\nmax = \"100\"\n";
    let catalogue = Catalogue::parse_toml(entry).unwrap();
    let graded = Course { numerical_grade: Some(88.0), ..course(0) };
    let packaged = package(&record(vec![], vec![graded]), &packaging(&catalogue));
    let subject = &bound(&packaged.credentials[0])["credentialSubject"]["verifiableCredential"][0]["credentialSubject"];
    let base = "https://northlake.example/default/achievements/metalwork";
    let described = &subject["achievement"]["resultDescription"];
    assert_eq!(
        described,
        &json!([
            {"id": format!("{base}#result-1"), "type": ["ResultDescription"], "name": "Final grade",
             "resultType": "LetterGrade", "allowedValue": ["F", "B+", "A"], "requiredValue": "B+"},
            {"id": format!("{base}#result-2"), "type": ["ResultDescription"], "name": "Points",
             "resultType": "Percent", "valueMin": "0", "valueMax": "100"},
        ])
    );
    let results = subject["result"].as_array().unwrap();
    let about: Vec<_> = results.iter().map(|one| (&one["resultDescription"], &one["value"])).collect();
    assert_eq!(about, [(&described[0]["id"], &json!("B+")), (&described[1]["id"], &json!("88"))]);
}

#[test]
fn alignments_of_the_catalogue_take_the_place_of_the_records() {
    let entry = format!(
        "{ENTRY}[[achievement.alignment]]\nname = \"Welders\"\nonet = \"51-4121.00\"\n\
         [[achievement.alignment]]\nname = \"Welding\"\nlightcast = \"KS125LS6N7WP4S6SFTCK\"\n"
    );
    let aligned = achievement_with(&entry)["alignment"].clone();
    assert_eq!(aligned[0]["targetUrl"], "https://www.onetonline.org/link/summary/51-4121.00");
    assert_eq!(
        (&aligned[0]["targetCode"], &aligned[0]["targetFramework"]),
        (&json!("51-4121.00"), &json!("O*NET-SOC"))
    );
    assert_eq!(aligned[1]["targetUrl"], "https://lightcast.io/open-skills/skills/KS125LS6N7WP4S6SFTCK");
    assert_eq!(aligned[1].get("targetType"), None);
}

#[test]
fn a_grade_outside_the_scale_is_stated_without_it_and_named() {
    let catalogue = Catalogue::parse_toml(
        "[defaults.course]\ndescription = \"d\"\ncriteria = \"c\"\n[[achievement]]\nkind = \"course\"\n\
         slug = \"mw\"\nmatch = [{ code = \"MW100\" }]\ngrades = [\"Fail\", \"Pass\"]",
    )
    .unwrap();
    let graded = |grade: &str| {
        let graded = Course { grade: Some(grade.into()), ..course(0) };
        package(&record(vec![], vec![graded]), &packaging(&catalogue))
    };
    let outside = graded("Splendid");
    let note = outside.notes.iter().find(|note| note.code == NoteCode::OutsideScale).unwrap();
    assert_eq!(note.path, "/Person/0/CourseLearningExperience/0");
    let subject = &outside.credentials[0].children[0].credential["credentialSubject"];
    assert_eq!(subject["result"][0]["value"], "Splendid");
    assert_eq!(subject["achievement"]["resultDescription"][0]["allowedValue"], Value::Null);
    let inside = graded("Pass");
    assert!(inside.notes.iter().all(|note| note.code != NoteCode::OutsideScale));
    let subject = &inside.credentials[0].children[0].credential["credentialSubject"];
    assert_eq!(subject["achievement"]["resultDescription"][0]["allowedValue"], json!(["Fail", "Pass"]));
}

#[test]
fn a_result_the_catalogue_does_not_allow_has_a_description_of_its_own() {
    let entry = "[[achievement]]\nslug = \"mw\"\nkind = \"course\"\nmatch = [{ code = \"MW100\" }]\n\
                 description = \"d\"\ncriteria = \"c\"\nscore_type = \"Percent\"\n\
                 [[achievement.result]]\nname = \"Final grade\"\ntype = \"LetterGrade\"\nallowed = [\"F\", \"A\"]\n\
                 [[achievement.result]]\nname = \"Points\"\ntype = \"Percent\"\nmin = \"0\"\nmax = \"100\"\n";
    let catalogue = Catalogue::parse_toml(entry).unwrap();
    let graded = |grade: &str, score: f64| {
        let graded = Course { grade: Some(grade.into()), numerical_grade: Some(score), ..course(0) };
        let packaged = package(&record(vec![], vec![graded]), &packaging(&catalogue));
        let outside = packaged.notes.iter().filter(|note| note.code == NoteCode::OutsideScale).count();
        let subject = packaged.credentials[0].children[0].credential["credentialSubject"].clone();
        (outside, subject["achievement"]["resultDescription"].as_array().unwrap().len(), subject["result"].clone())
    };
    let (outside, descriptions, _) = graded("A", 100.0);
    assert_eq!((outside, descriptions), (0, 2));
    let (outside, descriptions, results) = graded("B", 100.5);
    assert_eq!((outside, descriptions), (2, 4), "two of the catalogue's and two of their own");
    assert_eq!((&results[0]["value"], &results[1]["value"]), (&json!("B"), &json!("100.5")));
    assert!(results[0]["resultDescription"].as_str().unwrap().ends_with("#stated-grade"), "{results}");
}
