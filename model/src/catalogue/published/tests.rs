use super::*;

const FILE: &str = r#"
[defaults.award]
description = "{name}, awarded by {issuer}."
criteria = "Recorded by {issuer}."
[award_types]
"Bachelor of" = "BachelorDegree"

[[achievement]]
slug = "bsc"
match = [{ identifier = "1" }]
[[achievement.result]]
name = "Result"
type = "Percent"

[[achievement]]
slug = "elsewhere"
name = "Welding"
uri = "https://welding.example/1"
description = "Joins metal."
criteria_url = "https://welding.example/1/criteria"

[[achievement]]
slug = "course"
kind = "course"
name = "Bare"
"#;

fn published(slug: &str) -> Achievement {
    let catalogue = Catalogue::parse_toml(FILE).unwrap();
    let entry = catalogue.entries().iter().find(|entry| entry.slug == slug).unwrap();
    let publisher = Publisher { base: "https://northlake.example/default", name: "Northlake" };
    catalogue.published(entry, publisher, "Bachelor of Science")
}

#[test]
fn a_default_says_what_the_entry_does_not() {
    let found = published("bsc");
    assert_eq!(found.id, "https://northlake.example/default/achievements/bsc");
    assert_eq!(found.description, "Bachelor of Science, awarded by Northlake.");
    assert_eq!(found.criteria.narrative.as_deref(), Some("Recorded by Northlake."));
    assert_eq!(found.achievement_type.as_deref(), Some("BachelorDegree"));
    assert_eq!(found.result_descriptions[0].id, "https://northlake.example/default/achievements/bsc#result-1");
}

#[test]
fn the_entry_comes_first_and_keeps_its_id() {
    let found = published("elsewhere");
    assert_eq!((found.id.as_str(), found.name.as_str()), ("https://welding.example/1", "Welding"));
    assert_eq!(found.description, "Joins metal.");
    let criteria = Criteria { id: Some("https://welding.example/1/criteria".into()), narrative: None };
    assert_eq!(found.criteria, criteria);
}

#[test]
fn without_words_nothing_is_invented() {
    let found = published("course");
    assert!(found.description.is_empty() && found.criteria.is_empty());
}
