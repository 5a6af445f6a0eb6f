use super::*;

const FILE: &str = r#"
    [[achievement]]
    slug = "everywhere"
    match = [{ identifier = "c-1" }]
    [[achievement]]
    slug = "at-north"
    match = [{ identifier = "c-1", source = "North" }, { name = "Welding  Basics" }]
    [[achievement]]
    slug = "cs-651"
    kind = "course"
    match = [{ code = "CS 651" }]
    [award_types]
    "Bachelor of" = "BachelorDegree"
    "Bachelor of Education (PGCE)" = "Certificate"
"#;

fn wanted<'a>(source: &'a str, identifier: &'a str) -> Wanted<'a> {
    let (source, identifier) = (Some(source), Some(identifier));
    Wanted { kind: AchievementKind::Award, source, identifier, codes: &[], name: None }
}

fn slug(found: Option<&Entry>) -> &str {
    found.map_or("nothing", |entry| &entry.slug)
}

#[test]
fn the_entry_of_the_source_comes_first() {
    let catalogue = Catalogue::parse_toml(FILE).unwrap();
    assert_eq!(slug(catalogue.find(&wanted("North", "c-1"))), "at-north");
    assert_eq!(slug(catalogue.find(&wanted("South", "c-1"))), "everywhere");
    assert_eq!(slug(catalogue.find(&wanted("North", "c-2"))), "nothing");
}

#[test]
fn names_are_compared_without_case_and_spacing() {
    let catalogue = Catalogue::parse_toml(FILE).unwrap();
    let by_name = Wanted { name: Some(" welding basics"), ..wanted("South", "c-9") };
    assert_eq!(slug(catalogue.find(&by_name)), "at-north");
}

#[test]
fn course_numbers_are_compared_without_spaces_and_only_among_courses() {
    let catalogue = Catalogue::parse_toml(FILE).unwrap();
    let course = Wanted { kind: AchievementKind::Course, codes: &["x", "cs651"], ..wanted("South", "c-1") };
    assert_eq!(slug(catalogue.find(&course)), "cs-651");
    assert_eq!(slug(catalogue.find(&Wanted { kind: AchievementKind::Programme, ..course })), "nothing");
}

#[test]
fn the_longest_beginning_names_the_type() {
    let catalogue = Catalogue::parse_toml(FILE).unwrap();
    assert_eq!(catalogue.award_type("bachelor of Science"), Some("BachelorDegree"));
    assert_eq!(catalogue.award_type("Bachelor of Education (PGCE) 2024"), Some("Certificate"));
    assert_eq!(catalogue.award_type("A Bachelor of Science"), None);
}

#[test]
fn the_demo_has_a_default_of_each_kind() {
    use AchievementKind as Kind;
    let demo = Catalogue::demo();
    for kind in [Kind::Award, Kind::Course, Kind::Programme, Kind::Assessment, Kind::Competency] {
        let default = demo.default_for(kind).unwrap();
        assert!(default.description.is_some() && default.criteria.is_some(), "{kind:?}");
    }
    assert_eq!(demo.award_type("Master of Science (MS): Management"), Some("MasterDegree"));
}

#[test]
fn the_empty_one_knows_nothing() {
    assert!(Catalogue::empty().default_for(AchievementKind::Award).is_none());
    assert!(Catalogue::empty().find(&wanted("North", "c-1")).is_none());
}

#[test]
fn a_retired_entry_is_found_apart_and_yields_to_one_that_is_not() {
    let entries = Catalogue::parse_toml(FILE).unwrap().entries().to_vec();
    let retired = Catalogue::of(Vec::new(), entries.clone(), Defaults::default()).unwrap();
    assert_eq!(slug(retired.find(&wanted("North", "c-1"))), "nothing");
    assert_eq!(slug(retired.find_retired(&wanted("North", "c-1"))), "at-north");
    let successor = Entry { slug: "again".into(), ..entries[0].clone() };
    let both = Catalogue::of(vec![successor], entries, Defaults::default()).unwrap();
    assert_eq!(slug(both.find(&wanted("North", "c-1"))), "again");
}

#[test]
fn entries_that_cannot_be_told_apart_are_named() {
    let entries = Catalogue::parse_toml(FILE).unwrap().entries().to_vec();
    let twin = Entry { slug: "twin".into(), ..entries[1].clone() };
    let clash = Catalogue::of([entries, vec![twin]].concat(), Vec::new(), Defaults::default()).unwrap_err();
    assert_eq!(clash, Clash { slug: "twin".into(), number: 1, other: "at-north".into() });
}
