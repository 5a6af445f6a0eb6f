//! `tassel catalogue`: the installation's own, loaded, shown and exported.

use issuer::records::RecordSource as _;
use issuer::records::files::RecordFiles;
use serde_json::json;

use crate::installation::{Installation, said};

const FILE: &str = r#"
[defaults.award]
criteria = "Pass."

[[achievement]]
slug = "welding"
name = "Welding"
description = "Joins metal."

[[achievement]]
slug = "glazing"
name = "Glazing"
description = "Sets glass."
"#;

#[test]
fn a_catalogue_is_loaded_changed_shown_and_exported() {
    let installation = Installation::new();
    let write = |name: &str, text: &str| std::fs::write(installation.file(name), text).unwrap();
    write("first.toml", FILE);
    let loaded = installation.answer(&["catalogue", "load", "first.toml"]);
    assert_eq!(loaded["diff"]["added"], json!(["glazing", "welding"]));
    assert_eq!((loaded["version"].as_i64(), loaded["diff"]["defaults"].as_bool()), (Some(1), Some(true)));

    write("second.toml", &FILE.replace("Joins metal.", "Joins steel.").replace("glazing", "glass"));
    let refused = installation.refusal(&["catalogue", "load", "second.toml"]);
    assert!(refused.contains("second.toml, line 11: ") && refused.contains("“glazing”"), "{refused}");
    let loaded = installation.answer(&["catalogue", "load", "second.toml", "--replace"]);
    assert_eq!(loaded["diff"]["changed"], json!([{"slug": "welding", "members": ["description"]}]));
    assert_eq!((&loaded["diff"]["added"], &loaded["diff"]["retired"]), (&json!(["glass"]), &json!(["glazing"])));

    let listed = installation.answer(&["catalogue", "list"]);
    let rows = listed["achievements"].as_array().unwrap();
    let told: Vec<_> = rows.iter().map(|row| (row["slug"].as_str().unwrap(), row["retired"] == true)).collect();
    assert_eq!(told, [("glass", false), ("glazing", true), ("welding", false)]);

    let shown = installation.answer(&["catalogue", "show", "welding"]);
    assert_eq!(
        (shown["version"].as_i64(), shown["achievement"]["description"].as_str()),
        (Some(2), Some("Joins steel."))
    );
    let before = installation.answer(&["catalogue", "show", "welding", "--version", "1"]);
    assert_eq!(before["achievement"]["description"], "Joins metal.");
    assert_eq!((&before["changed_by"], before["sha256"].as_str().unwrap().len()), (&json!("command"), 64));
    let history = installation.answer(&["catalogue", "history", "welding"]);
    assert_eq!(history["versions"], json!([shown, before]));

    installation.answer(&["catalogue", "export", "--out", "export.toml"]);
    let again = installation.answer(&["catalogue", "load", "export.toml", "--replace"]);
    assert_eq!(again["version"], 2, "what is exported says the same");
    let refused = installation.refusal(&["catalogue", "export", "--out", "export.toml"]);
    assert!(refused.contains("export.toml is there already"), "{refused}");
    let retired = installation.answer(&["catalogue", "retire", "welding"]);
    assert_eq!((&retired["version"], &retired["diff"]["retired"]), (&json!(3), &json!(["welding"])));
    for action in ["show", "history", "retire"] {
        let arguments = ["catalogue", action, "joinery"];
        let refused = installation.refusal(&arguments);
        assert!(refused.contains("has no entry “joinery”"), "{refused}");
    }
    let refused = installation.refusal(&["catalogue", "show", "welding", "--credential", "urn:uuid:1"]);
    assert!(refused.contains("no credential urn:uuid:1 was packaged"), "{refused}");
}

#[test]
fn the_file_of_the_settings_is_loaded_before_an_offer() {
    let installation = Installation::new();
    let settings = "[issuer]\ncatalogue = \"own.toml\"\n[records]\nsamples = true\n";
    std::fs::create_dir_all(installation.file("data")).unwrap();
    std::fs::write(installation.file("data/tassel.toml"), settings).unwrap();
    std::fs::write(installation.file("own.toml"), FILE.replace("name = \"Glazing\"", "nome = \"Glazing\"")).unwrap();
    let learners = RecordFiles::from_documents(model::samples::learners()).unwrap().learners();
    let id = &learners.first().unwrap().id;
    let refused = installation.refusal(&["offer", "--learner", id]);
    assert!(refused.contains("own.toml, line 12: ") && refused.contains("nome"), "{refused}");
    std::fs::write(installation.file("own.toml"), FILE).unwrap();
    let output = installation.run(&["offer", "--learner", id]);
    let said = said(&output);
    assert!(said.contains("Loaded the catalogue own.toml: 2 added, other defaults."), "{said}");
    assert_eq!(installation.answer(&["catalogue", "list"])["version"], 1);
    let history = installation.answer(&["catalogue", "history", "welding"]);
    assert_eq!(history["versions"][0]["changed_by"], "settings");
}

#[test]
fn a_key_is_shown_once_listed_and_revoked() {
    let installation = Installation::new();
    let new = ["api-keys", "new", "--name", "Registrar", "--scope", "catalogue:write", "--scope", "catalogue:read"];
    let made = installation.answer(&new);
    let key = made["key"].as_str().unwrap();
    assert!(key.starts_with("tassel_") && key.len() == 71, "{key}");
    assert_eq!(made["scope"], "catalogue:read catalogue:write");
    let listed = installation.answer(&["api-keys", "list"]);
    assert_eq!((&listed[0]["id"], &listed[0]["state"]), (&made["id"], &json!("good")));
    assert!(!listed.to_string().contains(key));
    let id = made["id"].as_str().unwrap();
    assert_eq!(installation.answer(&["api-keys", "revoke", id])["revoked"], true);
    let refused = installation.refusal(&["api-keys", "revoke", id]);
    assert!(refused.contains("there is no key") && refused.contains("to revoke"), "{refused}");
    assert_eq!(installation.answer(&["api-keys", "list"])[0]["state"], "revoked");
    let refused = installation.refusal(&["api-keys", "new", "--name", "x", "--scope", "everything"]);
    assert!(refused.contains("catalogue:write"), "{refused}");
    let refused = installation.refusal(&["api-keys", "new", "--name", "x", "--scope", "catalogue:read", "--days", "0"]);
    assert!(refused.contains("expected 1 to 3660 days"), "{refused}");
}
