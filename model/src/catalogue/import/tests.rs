use super::*;
use crate::catalogue::target::Framework;
use crate::catalogue::{AchievementKind, Catalogue, MatchOn, to_toml};
use proptest::prelude::*;

const LIF: &str = include_str!("tests/riverbend.lif.json");
const CTDL: &str = include_str!("tests/riverbend.ctdl.jsonld");
const BADGES: &str = include_str!("tests/badges.json");
const TABLE: &str = include_str!("tests/catalogue.csv");

fn taken(text: &str) -> Imported {
    import(text.as_bytes(), "file").unwrap()
}

fn names(imported: &Imported) -> Vec<&str> {
    imported.entries.iter().filter_map(|entry| entry.name.as_deref()).collect()
}

fn found(imported: &Imported, code: FindingCode) -> Vec<String> {
    let of = imported.findings.iter().filter(|finding| finding.code == code);
    of.map(|finding| format!("{}: {}", finding.place, finding.detail)).collect()
}

fn refusal(text: &str) -> String {
    import(text.as_bytes(), "a file").unwrap_err().to_string()
}

/// What is written reads as the same entries.
fn round_trip(imported: &Imported) {
    let text = to_toml(&imported.entries).unwrap();
    let catalogue = Catalogue::parse_toml(&text).unwrap_or_else(|error| panic!("{error}\n{text}"));
    assert_eq!(catalogue.entries(), imported.entries, "{text}");
}

#[test]
fn a_lif_document_gives_what_it_defines_and_what_persons_have() {
    let imported = taken(LIF);
    assert_eq!(imported.format, Format::Lif);
    let expected = "Certificate in Welding, Diploma, Diploma, Brazing, Soldering, Metal 1, Welding Apprenticeship, \
                    Weld test, Drawing";
    assert_eq!(names(&imported).join(", "), expected);
    let [welding, diploma, ..] = imported.entries.as_slice() else { panic!("two at least") };
    assert_eq!(welding.criteria.narrative.as_deref(), Some("Four test pieces."));
    assert_eq!(welding.criteria.id.as_deref(), Some("https://riverbend.example/welding"));
    assert_eq!((welding.credits_available, welding.achievement_type.as_deref()), (Some(12.5), Some("Certificate")));
    let matched: Vec<_> = welding.matches.iter().map(|one| (one.on.clone(), one.source.as_deref())).collect();
    let name = MatchOn::name("certificate in welding");
    assert_eq!(matched, [(MatchOn::Identifier("c-1".into()), Some("riverbend")), (name, Some("riverbend"))]);
    assert_eq!(diploma.matches.len(), 1, "two diplomas cannot be told apart by name");
    assert_eq!(diploma.alignments, [], "c-2 is no CTID");
    let brazing = &imported.entries[3];
    let by: Vec<_> = brazing.matches.iter().map(|one| one.on.clone()).collect();
    assert_eq!(by, [MatchOn::name("brazing")], "c-4 is something else too");
    round_trip(&imported);
}

#[test]
fn a_lif_document_is_told_what_it_lacks() {
    let imported = taken(LIF);
    let wanting = found(&imported, FindingCode::CriteriaWanting);
    assert_eq!(wanting.len(), 8, "all but the certificate: {wanting:?}");
    assert!(wanting[0].contains("nothing says what “Diploma” takes: write a sentence as `criteria` for “diploma”"));
    let left_out = found(&imported, FindingCode::LeftOut);
    assert!(left_out.iter().any(|line| line.starts_with("/Person/0/CredentialAward/2: the learner states")));
    for award in [1, 3] {
        let line = format!("/Person/0/CredentialAward/{award}: this award refers to no credential that the document");
        assert!(left_out.iter().any(|one| one.starts_with(&line)), "{left_out:?}");
    }
    assert_eq!(left_out.len(), 3, "{left_out:?}");
    let again = found(&imported, FindingCode::Duplicate);
    let expected =
        "/Credential/3: “Certificate in  welding” is found by the same as “certificate-in-welding”, which is taken";
    assert_eq!(again, [expected]);
    let members = found(&imported, FindingCode::MemberLeftOut);
    assert!(
        members.iter().any(|line| line.contains("an O*NET-SOC code is expected to be a code such as")),
        "{members:?}"
    );
    assert!(members.iter().any(|line| line.contains("a CTID is expected to be") && line.contains("found “c-2”")));
    assert!(members.iter().any(|line| line.contains("no name or no url")));
}

#[test]
fn definitions_without_persons_are_enough() {
    for text in [
        r#"{"Credential": [{"identifier": "c-1", "name": "Welding"}]}"#,
        r#"{"Person": [], "Credential": [{"identifier": "c-1", "name": "Welding"}]}"#,
        r#"{"person": null, "credential": {"identifier": "c-1", "name": "Welding"}}"#,
    ] {
        assert_eq!(names(&taken(text)), ["Welding"], "{text}");
    }
}

#[test]
fn the_persons_of_a_document_bring_its_definitions_once() {
    let person = r#"{"Identifier": [{"identifier": "1"}]}"#;
    let text =
        format!(r#"{{"Person": [{person}, {person}], "Credential": [{{"identifier": "c-1", "name": "Welding"}}]}}"#);
    let imported = taken(&text);
    assert_eq!((names(&imported), found(&imported, FindingCode::Duplicate).len()), (vec!["Welding"], 0));
}

#[test]
fn ctdl_gives_credentials_courses_and_programmes() {
    let imported = taken(CTDL);
    assert_eq!(imported.format, Format::Ctdl);
    let types: Vec<_> =
        imported.entries.iter().map(|one| (one.kind, one.achievement_type.as_deref().unwrap())).collect();
    let award = AchievementKind::Award;
    let expected = [
        (award, "BachelorDegree"),
        (award, "Badge"),
        (AchievementKind::Course, "Course"),
        (AchievementKind::Programme, "LearningProgram"),
        (award, "ext:AcademicCertificate"),
    ];
    assert_eq!(types, expected);
    let degree = &imported.entries[0];
    assert_eq!(degree.name.as_deref(), Some("Metalwork"), "English where there is English");
    assert_eq!(degree.criteria.narrative.as_deref(), Some("What it takes:\n- 180 credits\n- a masterpiece"));
    assert_eq!(degree.criteria.id.as_deref(), Some("https://riverbend.example/metal/criteria"));
    assert_eq!((degree.field_of_study.as_deref(), degree.tags.len()), (Some("Metal Trades"), 2));
    let frameworks: Vec<_> = degree.alignments.iter().map(|one| one.target.framework()).collect();
    assert_eq!(frameworks, [Some(Framework::CredentialEngine), Some(Framework::Onet), None]);
    assert_eq!(degree.alignments[0].target.to_stated().target_type.as_deref(), Some("ceterms:Credential"));
    let course = &imported.entries[2];
    assert_eq!((course.human_code.as_deref(), course.credits_available), (Some("MET 101"), Some(5.0)));
    round_trip(&imported);
}

#[test]
fn ctdl_is_told_what_was_not_taken() {
    let imported = taken(CTDL);
    assert_eq!(
        found(&imported, FindingCode::LeftOut),
        [
            "/@graph/5: “ceterms:CredentialOrganization” is nothing that is awarded",
            "/@graph/7: expected a CTDL resource, found a number",
            "/@graph/6: expected a name, found none: an achievement cannot be shown without one",
        ]
    );
    let members = found(&imported, FindingCode::MemberLeftOut);
    for expected in [
        "/@graph/0/ceterms:occupationType/2: an alignment needs",
        "/@graph/0: alignment “Smiths”: an O*NET-SOC code is expected",
        "/@graph/1/ceterms:ctid: a CTID is expected to be “ce-” and a UUID in lower case, found “urn:ctid:",
        "/@graph/1: image is expected to be an absolute URI, found “weld.png”",
        "/@graph/3/ceterms:creditValue: credits are expected",
    ] {
        assert!(members.iter().any(|line| line.starts_with(expected)), "{expected}: {members:?}");
    }
    assert_eq!(found(&imported, FindingCode::CriteriaWanting).len(), 4);
}

#[test]
fn a_registry_envelope_and_a_single_resource_are_ctdl() {
    let single = r#"{"@type": "ceterms:License", "ceterms:name": "Welder"}"#;
    assert_eq!(names(&taken(single)), ["Welder"]);
    let envelope = format!(r#"{{"decoded_resource": {{"@graph": [{single}]}}}}"#);
    assert_eq!(names(&taken(&envelope)), ["Welder"]);
    assert!(refusal(r#"{"@graph": []}"#).contains("expected a CTDL resource or a graph of them at the top"));
}

#[test]
fn badge_classes_are_taken_alone_and_out_of_assertions() {
    let imported = taken(BADGES);
    assert_eq!(imported.format, Format::BadgeClass);
    assert_eq!(names(&imported), ["First weld", "Second weld", "Old badge"]);
    let [first, second, old] = imported.entries.as_slice() else { panic!("three") };
    assert_eq!(first.uri.as_deref(), Some("https://riverbend.example/badges/first-weld"));
    assert_eq!(first.criteria.narrative.as_deref(), Some("Weld two plates."));
    assert_eq!(first.alignments.len(), 1);
    assert_eq!(
        (second.uri.as_deref(), second.criteria.id.as_deref()),
        (None, Some("https://riverbend.example/second"))
    );
    assert_eq!(old.criteria.narrative.as_deref(), Some("Do it."));
    let left_out = found(&imported, FindingCode::LeftOut);
    assert!(left_out[0].starts_with("/2/badge: expected the badge class itself"), "{left_out:?}");
    assert!(left_out[1].starts_with("/4: expected a badge class or an assertion"), "{left_out:?}");
    let members = found(&imported, FindingCode::MemberLeftOut);
    assert_eq!(members.len(), 3, "{members:?}");
    assert!(members.iter().any(|line| line.contains("uri is expected to be an absolute URI, found “no address”")));
    let written = to_toml(&imported.entries).unwrap();
    assert!(!written.contains("someone@"), "nothing of a recipient is taken");
    round_trip(&imported);
}

#[test]
fn a_table_gives_a_row_each() {
    let imported = taken(TABLE);
    assert_eq!(imported.format, Format::Csv);
    assert_eq!(names(&imported), ["Certificate in Welding", "Metal 1", "Welding"]);
    let [welding, metal, other] = imported.entries.as_slice() else { panic!("three") };
    assert_eq!(welding.description.as_deref(), Some("Arc and gas,\non steel"));
    assert_eq!(
        (welding.tags.as_slice(), welding.signers.as_slice()),
        (&["welding".into(), "metal".into()][..], &["riverbend".into()][..])
    );
    assert_eq!((welding.matches.len(), welding.alignments.len()), (2, 2));
    assert_eq!(
        (metal.kind, metal.credits_available, metal.slug.as_str()),
        (AchievementKind::Course, Some(5.0), "metal-1")
    );
    assert_eq!(metal.matches[0].on, MatchOn::code("MET101"));
    assert_eq!(other.slug, "welding-2", "the slug that a row states is its own");
    round_trip(&imported);
}

#[test]
fn a_table_is_told_its_lines() {
    let imported = taken(TABLE);
    let left_out = found(&imported, FindingCode::LeftOut);
    for expected in [
        "line 5: kind is expected to be award, course, programme, assessment or competency, found “badge”",
        "line 6: credits_available is expected to be a number from 0, found “many”",
        "line 7: expected a name",
        "line 10: expected at most 16 cells as in the heading, found 18",
    ] {
        assert!(left_out.iter().any(|line| line.starts_with(expected)), "{expected}: {left_out:?}");
    }
    assert_eq!(left_out.len(), 4);
    let again = found(&imported, FindingCode::Duplicate);
    assert!(again[0].starts_with("line 8: “Welding again” is found by the same as “welding”"), "{again:?}");
    assert!(again[1].starts_with("line 9: “Same slug” has the slug “welding” of another"), "{again:?}");
    let members = found(&imported, FindingCode::MemberLeftOut);
    for expected in [
        "line 1: the column “Colour” is none of a catalogue's",
        "line 2: lightcast is expected to be a name, “=” and an identifier, found “Brazing KS1”",
        "line 4: alignment “Welders”: an O*NET-SOC code is expected",
    ] {
        assert!(members.iter().any(|line| line.starts_with(expected)), "{expected}: {members:?}");
    }
}

#[test]
fn what_is_no_file_of_achievements_is_refused() {
    assert!(refusal("").starts_with("a file, line 1: expected a heading with a column “name”, found nothing"));
    assert!(
        refusal("\n\nCollection,Skill Name\n")
            .starts_with("a file, line 3: expected a column “name” in the heading, found “Collection”")
    );
    assert!(refusal("name,Name\n").contains("expected each column once, found “name” twice"));
    assert!(refusal("name\n\"open").starts_with("a file, line 2: expected the quoted cell"));
    assert!(refusal("{\"a\":\n1,}").starts_with("a file: expected JSON, found otherwise at line 2, column 3"));
    assert!(refusal("{\"colour\": \"red\"}").contains("a catalogue can be imported from"));
    let nested = "[".repeat(100_000);
    assert!(refusal(&nested).contains("expected JSON"));
    let latin = import(b"name\nM\xFCller", "a file").unwrap_err().to_string();
    assert!(latin.starts_with("a file, line 2: expected UTF-8"), "{latin}");
    let large = import(&vec![b' '; MAX_BYTES + 1], "a file").unwrap_err();
    assert!(matches!(large, ImportError::TooLarge { bytes, .. } if bytes == MAX_BYTES + 1));
}

#[test]
fn what_is_wanting_is_written_where_it_belongs() {
    let text = to_toml(&taken("name,description\nWelding,Arc and gas.\n").entries).unwrap();
    let expected = "# Wanting: criteria = \"what a learner has to do for it\"\n[[achievement]]\nslug = \"welding\"\n";
    assert!(text.starts_with(expected), "{text}");
    assert!(!text.contains("Wanting: description"));
    assert!(!text.contains("match"), "what has no match is found by its name");
}

#[test]
fn a_name_in_any_script_gets_a_slug() {
    let imported = taken("name\n溶接\n電気\nTranscript\nÉcole – 1\n");
    let slugs: Vec<_> = imported.entries.iter().map(|entry| entry.slug.as_str()).collect();
    assert_eq!(slugs, ["achievement", "achievement-2", "transcript-2", "cole-1"]);
}

#[test]
fn all_that_an_entry_may_say_is_written() {
    let whole = Catalogue::parse_toml(include_str!("../file/tests/whole.toml")).unwrap();
    let read = Catalogue::parse_toml(&to_toml(whole.entries()).unwrap()).unwrap();
    assert_eq!(read.entries(), whole.entries());
}

/// Either an error that names the file, or entries that can be written and read.
fn holds(bytes: &[u8]) {
    match import(bytes, "a file") {
        Ok(imported) => round_trip(&imported),
        Err(error) => assert!(error.to_string().starts_with("a file"), "{error}"),
    }
}

proptest! {
    #[test]
    fn any_bytes_give_an_error_or_entries(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        holds(&bytes);
    }

    #[test]
    fn any_table_gives_an_error_or_entries(text in "name,code,onet,tags\n([a-z\"=|,;é\r\n {}.0-9]{0,40}\n){0,6}") {
        holds(text.as_bytes());
    }

    #[test]
    fn a_damaged_file_gives_an_error_or_entries(
        which in 0_usize..4,
        at in any::<prop::sample::Index>(),
        with in prop::collection::vec(any::<u8>(), 0..6),
        less in 0_usize..40,
    ) {
        let mut bytes = [LIF, CTDL, BADGES, TABLE][which].as_bytes().to_vec();
        let start = at.index(bytes.len());
        let end = (start + less).min(bytes.len());
        bytes.splice(start..end, with);
        holds(&bytes);
    }

    #[test]
    fn a_value_of_another_kind_gives_an_error_or_entries(which in 0_usize..3, at in 0_usize..160, kind in 0_usize..6) {
        let mut document: serde_json::Value = serde_json::from_str([LIF, CTDL, BADGES][which]).unwrap();
        let with = serde_json::json!([null, true, -1.5, "", ["x", {"en": "y"}], {"@value": {"a": []}}]);
        replace(&mut document, at, &with[kind]);
        holds(document.to_string().as_bytes());
    }
}

/// The value at a place in reading order, replaced.
fn replace(value: &mut serde_json::Value, mut at: usize, with: &serde_json::Value) {
    let mut next = vec![value];
    while let Some(one) = next.pop() {
        if at == 0 {
            *one = with.clone();
            return;
        }
        at -= 1;
        match one {
            serde_json::Value::Array(items) => next.extend(items.iter_mut().rev()),
            serde_json::Value::Object(members) => next.extend(members.values_mut().rev()),
            _ => {}
        }
    }
}
