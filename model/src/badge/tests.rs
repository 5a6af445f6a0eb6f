use super::*;

#[test]
fn whole_numbers_have_no_fraction() {
    assert_eq!(number(4.0), Some(Number::from(4)));
    assert_eq!(number(0.5).unwrap().to_string(), "0.5");
    assert_eq!(number(f64::NAN), None);
    assert_eq!(number(f64::INFINITY), None);
}

#[test]
fn criteria_are_an_object_with_what_is_known() {
    let mut achievement = Achievement::default();
    achievement.criteria.narrative = Some("Pass the final project.".into());
    assert_eq!(achievement.to_value()["criteria"], json!({"narrative": "Pass the final project."}));
    achievement.criteria.id = Some("https://northlake.example/criteria".into());
    assert_eq!(achievement.to_value()["criteria"]["id"], "https://northlake.example/criteria");
}

#[test]
fn parts_have_ids_under_the_achievement() {
    let at = |id: &str| Achievement { id: id.into(), ..Achievement::default() };
    assert_eq!(at("https://x.example/a").part("grade"), "https://x.example/a#grade");
    assert_eq!(at("https://x.example/a#b").part("grade"), "https://x.example/a#b/grade");
    assert_eq!(at("https://x.example/a").to_value()["criteria"]["id"], "https://x.example/a#criteria");
    assert_eq!(at("urn:uuid:1").to_value()["criteria"].get("id"), None);
}

#[test]
fn absent_members_are_absent_not_null() {
    let text = Assertion::default().to_value().to_string();
    assert!(!text.contains("null"), "{text}");
    assert!(!text.contains("alignment"), "{text}");
}

#[test]
fn a_second_type_of_evidence_follows_the_first() {
    let item = EvidenceItem {
        id: "https://badges.example/assertions/1".into(),
        extra_type: Some("https://w3id.org/openbadges#Assertion".into()),
        ..EvidenceItem::default()
    };
    assert_eq!(item.to_value()["type"], json!(["Evidence", "https://w3id.org/openbadges#Assertion"]));
}
