//! `tassel catalogue`: other people's files in, an edited catalogue out.

use serde_json::json;

use crate::installation::Installation;

const TABLE: &str = "name,kind,code,criteria,onet,colour\n\
                     Welding,award,,Four test pieces.,Welders = 51-4121.00,red\n\
                     Metal 1,course,MET 101,,Welders = 51,\n\
                     Wrong,badge,,,,\n";

fn with_table() -> Installation {
    let installation = Installation::new();
    std::fs::write(installation.file("table.csv"), TABLE).unwrap();
    installation
}

#[test]
fn a_table_becomes_a_catalogue_that_is_checked_and_edited() {
    let installation = with_table();
    let answer = installation.answer(&["catalogue", "import", "table.csv", "--out", "catalogue.toml"]);
    assert_eq!((&answer["format"], &answer["taken"]), (&json!("csv"), &json!(2)));
    assert_eq!(answer["wanting"][1], json!({"slug": "metal-1", "members": ["description", "criteria"]}));
    let findings: Vec<_> =
        answer["findings"].as_array().unwrap().iter().map(|one| (&one["place"], &one["code"])).collect();
    assert!(findings.contains(&(&json!("line 1"), &json!("member_left_out"))), "{findings:?}");
    assert!(findings.contains(&(&json!("line 4"), &json!("left_out"))), "{findings:?}");

    let checked = installation.answer(&["catalogue", "check", "catalogue.toml"]);
    assert_eq!(checked["achievements"], 2);
    assert_eq!(checked["wanting"], answer["wanting"]);
    let edited = installation.text("catalogue.toml")
        + "\n[defaults.award]\ndescription = \"{name}\"\n[defaults.course]\ndescription = \"x\"\ncriteria = \"y\"\n";
    std::fs::write(installation.file("catalogue.toml"), edited).unwrap();
    assert_eq!(installation.answer(&["catalogue", "check", "catalogue.toml"])["wanting"], json!([]));
}

#[test]
fn a_file_that_is_there_stays() {
    let installation = with_table();
    std::fs::write(installation.file("catalogue.toml"), "# Ours").unwrap();
    let said = installation.refusal(&["catalogue", "import", "table.csv", "--out", "catalogue.toml"]);
    assert!(said.contains("catalogue.toml is there already"), "{said}");
    assert_eq!(installation.text("catalogue.toml"), "# Ours");
}

#[test]
fn a_file_with_nothing_to_award_makes_no_catalogue() {
    let installation = Installation::new();
    installation.write("place.json", &json!({"@type": "ceterms:Place", "ceterms:name": "Riverbend"}));
    let said = installation.refusal(&["catalogue", "import", "place.json", "--out", "catalogue.toml"]);
    assert!(said.contains("the top: “ceterms:Place” is nothing that is awarded"), "{said}");
    assert!(said.contains("expected something that can be awarded in place.json (CTDL), found nothing"), "{said}");
    assert!(!installation.file("catalogue.toml").exists());
    std::fs::write(installation.file("broken.json"), "{\"a\":\n1,}").unwrap();
    let said = installation.refusal(&["catalogue", "import", "broken.json", "--out", "catalogue.toml"]);
    assert!(said.contains("broken.json: expected JSON, found otherwise at line 2"), "{said}");
}

#[test]
fn a_mistake_is_refused_with_file_and_line_wherever_it_is_read() {
    let installation = with_table();
    std::fs::write(installation.file("bad.toml"), "[[achievement]]\nslug = \"a\"\nname = \"A\"\nimage = \"a.png\"\n")
        .unwrap();
    let expected = "bad.toml, line 4: catalogue entry “a”: image is expected to be an absolute URI, found “a.png”";
    let said = installation.refusal(&["catalogue", "check", "bad.toml"]);
    assert!(said.contains(expected), "{said}");
    installation.unsigned();
    let said = installation.refusal(&["package", "--record", "record.json", "--catalogue", "bad.toml"]);
    assert!(said.contains(expected), "{said}");
}
