use super::*;

fn problem(text: &str) -> String {
    parse(text).unwrap_err().to_string()
}

fn entry_with(member: &str) -> String {
    problem(&format!("[[achievement]]\nslug = \"a\"\nname = \"A\"\n{member}"))
}

#[test]
fn every_fault_of_an_entry_is_named() {
    assert!(entry_with("achievement_type = \"Program\"").contains("write ext:Program"));
    assert!(entry_with("image = \"logo.png\"").contains("image is expected to be an absolute URI"));
    assert!(entry_with("criteria = \" \"").contains("criteria is empty"));
    assert!(entry_with("score_type = \"Points\"").contains("no result type"));
    assert!(entry_with("credits_available = -1.0").contains("from 0"));
    assert!(entry_with("alignment = [{ name = \"x\", url = \"y\" }]").contains("alignment url"));
    let alignment = "alignment = [{ name = \"x\", url = \"https://y.example\", target_type = \"z\" }]";
    assert!(entry_with(alignment).contains("target_type"));
    assert!(entry_with("match = [{ code = \"x\", name = \"y\" }]").contains("exactly one of"));
    assert!(entry_with("colour = \"red\"").contains("unknown field `colour`"));
}

#[test]
fn slugs_are_plain_unique_and_not_the_transcripts() {
    assert!(problem("[[achievement]]\nslug = \"A b\"").contains("a slug is"));
    assert!(problem("[[achievement]]\nslug = \"transcript\"").contains("taken by the transcript"));
    let twice = "[[achievement]]\nslug = \"a\"\nname = \"A\"\n[[achievement]]\nslug = \"a\"\nname = \"B\"";
    assert!(problem(twice).contains("same slug"));
}

#[test]
fn an_entry_that_matches_nothing_or_like_another_is_refused() {
    assert!(problem("[[achievement]]\nslug = \"a\"").contains("nothing says what it matches"));
    let same = "[[achievement]]\nslug = \"a\"\nname = \"A\"\n[[achievement]]\nslug = \"b\"\nname = \"a\"";
    assert!(problem(same).contains("cannot be told"));
}

#[test]
fn what_is_no_catalogue_is_refused() {
    assert!(problem("{}").starts_with("line 1: the catalogue cannot be read"));
    assert!(problem("[award_types]\nx = \"Program\"").contains("award_types"));
    assert!(problem("[defaults.course]\nimage = \"x\"").contains("defaults.course"));
    assert_eq!(parse(&" ".repeat(LIMIT + 1)).unwrap_err(), CatalogueError::TooLarge(LIMIT + 1));
}

#[test]
fn a_mistake_is_named_with_its_line() {
    let line = |text: &str| match parse(text).unwrap_err() {
        CatalogueError::Invalid { line, .. } | CatalogueError::NotReadable { line, .. } => line,
        CatalogueError::TooLarge(_) => 0,
    };
    let start = "# A catalogue\n[defaults.course]\ncriteria = \"x\"\n\n[[achievement]]\nslug = \"a\"\nname = \"A\"\n";
    for (member, expected) in [
        ("image = \"logo.png\"", 8),
        ("credits_available = -1.0", 8),
        ("tags = [\n  \"x\",\n]\nachievement_type = \"Program\"", 11),
        ("colour = \"red\"", 8),
        ("tags = [", 8),
        ("[[achievement.alignment]]\nname = \"X\"\nctid = \"ce-1\"", 10),
        ("[[achievement.result]]\nname = \"Grade\"\ntype = \"Grade\"", 10),
        ("match = [{ name = \"b\" },\n { name = \"c\", code = \"d\" }]", 9),
        ("[[achievement]]\nslug = \"a\"\nname = \"B\"", 9),
        ("[[achievement]]\nslug = \"b\"\nname = \"a\"", 8),
        ("[award_types]\n\n\"Bachelor of\" = \"Bachelor\"", 10),
    ] {
        assert_eq!(line(&format!("{start}{member}\n")), expected, "{member}");
    }
    assert_eq!(line("\n[defaults.course]\nimage = \"x\""), 3);
}

#[test]
fn alignments_results_and_signers_are_held_to_their_forms() {
    for (member, expected) in [
        ("alignment = [{ name = \"X\", ctid = \"ce-1\" }]", "a CTID is expected to be “ce-”"),
        ("alignment = [{ name = \"X\", lightcast = \"KS1\" }]", "a Lightcast skill id is expected"),
        ("alignment = [{ name = \"X\", onet = \"15-1212\" }]", "a code such as 15-1212.00, found “15-1212”"),
        ("alignment = [{ name = \"X\", rsd = \"https://x.example/a\" }]", "an RSD is expected"),
        ("alignment = [{ name = \"X\", case = \"c9d819b3-de84-401e-808a-ddcbfbdd4953\" }]", "a CASE item is expected"),
        ("alignment = [{ name = \" \", onet = \"15-1212.00\" }]", "an alignment name is empty"),
        ("alignment = [{ name = \"X\" }]", "exactly one of ctid"),
        ("alignment = [{ name = \"X\", onet = \"15-1212.00\", url = \"https://x.example\" }]", "exactly one of ctid"),
        ("alignment = [{ name = \"X\", onet = \"15-1212.00\", code = \"15\", target_type = \"z\" }]", "target_type"),
        ("result = [{ name = \"\", type = \"Percent\" }]", "name is empty"),
        ("result = [{ name = \"X\", type = \"Points\" }]", "no result type"),
        (
            "result = [{ name = \"X\", type = \"LetterGrade\", allowed = [\"A\"], required = \"B\" }]",
            "one of the values",
        ),
        ("signers = [\"\"]", "signers is empty"),
    ] {
        let said = entry_with(member);
        assert!(said.contains(expected), "{member}: {said}");
    }
}

#[test]
fn an_entry_keeps_all_it_says() {
    let catalogue = parse(include_str!("tests/whole.toml")).unwrap();
    let [entry] = catalogue.entries() else { panic!("one entry") };
    assert_eq!(entry.scale(), ["Fail", "Pass", "Merit"]);
    assert_eq!(entry.scored_as(), Some("Percent"));
    assert_eq!(entry.signers, ["riverbend", "riverbend-evening"]);
    let known: Vec<_> = entry.alignments.iter().map(|one| one.target.framework()).collect();
    let frameworks = [Framework::CredentialEngine, Framework::Lightcast, Framework::OpenSkills, Framework::Onet];
    let expected = frameworks.into_iter().chain([Framework::Case]).map(Some).chain([None]);
    assert_eq!(known, expected.collect::<Vec<_>>());
    assert_eq!(entry.alignments[0].target.to_stated().target_type.as_deref(), Some("ceterms:Credential"));
}
