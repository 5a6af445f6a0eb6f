//! Reads every learner record of LIF's own sample data and of recorded answers.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use model::lif::{self, RecordError};
use model::record::{LearnerRecord, UnreadCode};

/// Counted by a separate program over the same files: awards, courses, programmes, credential definitions, course
/// definitions, names, identifiers, email addresses, GraphQL errors beside the data.
const RECORDS: [(&str, [usize; 9]); 21] = [
    ("composed-3orgs/alan.json", [8, 6, 0, 0, 0, 1, 4, 1, 3]),
    ("composed-3orgs/alan.planner.json", [8, 6, 0, 0, 0, 1, 4, 1, 0]),
    ("composed-3orgs/jenna.json", [7, 5, 0, 0, 0, 1, 4, 1, 3]),
    ("composed-3orgs/jenna.planner.json", [7, 5, 0, 0, 0, 1, 4, 1, 0]),
    ("composed-3orgs/matt.json", [16, 6, 0, 0, 0, 1, 4, 1, 3]),
    ("composed-3orgs/matt.planner.json", [16, 6, 0, 0, 0, 1, 4, 1, 0]),
    ("composed-3orgs/sarah.json", [19, 14, 0, 0, 0, 1, 4, 1, 3]),
    ("composed-3orgs/sarah.planner.json", [19, 14, 0, 0, 0, 1, 4, 1, 0]),
    ("graphql-response-alan.json", [15, 10, 0, 0, 0, 1, 1, 1, 0]),
    ("graphql-response-jenna.json", [12, 9, 0, 0, 0, 1, 1, 1, 0]),
    ("graphql-response-matt.json", [12, 7, 0, 0, 0, 1, 2, 1, 0]),
    ("graphql-response-sarah.json", [20, 18, 0, 0, 0, 1, 2, 1, 0]),
    ("sample_data/advisor-demo-org1/Matt-validated.json", [11, 3, 0, 9, 1, 1, 2, 1, 0]),
    ("sample_data/advisor-demo-org1/Sarah-validated.json", [19, 14, 0, 8, 1, 1, 2, 1, 0]),
    ("sample_data/advisor-demo-org2/Alan-validated.json", [1, 2, 0, 0, 0, 1, 1, 1, 0]),
    ("sample_data/advisor-demo-org2/Jenna-validated.json", [1, 2, 0, 0, 0, 1, 1, 1, 0]),
    ("sample_data/advisor-demo-org2/Sarah-validated.json", [1, 2, 0, 0, 0, 1, 2, 1, 0]),
    ("sample_data/dev-single-org/Alan-validated.json", [15, 10, 2, 8, 5, 1, 1, 1, 0]),
    ("sample_data/dev-single-org/Jenna-validated.json", [12, 9, 2, 6, 5, 1, 1, 1, 0]),
    ("sample_data/dev-single-org/Matt-validated.json", [12, 7, 2, 9, 5, 1, 2, 1, 0]),
    ("sample_data/dev-single-org/Sarah-validated.json", [20, 18, 2, 8, 5, 1, 2, 1, 0]),
];

/// `../shared/data/lif` beside the workspace, unless it is absent and nobody insists.
fn shared(suite: &str) -> Option<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data/lif");
    if root.is_dir() {
        return Some(root);
    }
    what_ran::skipped(suite, 0, "../shared/data is absent");
    None
}

fn counts(record: &LearnerRecord) -> [usize; 9] {
    let upstream = record.unread.iter().filter(|unread| unread.reason.contains("error of the LIF service"));
    [
        record.awards.len(),
        record.courses.len(),
        record.programmes.len(),
        record.credentials.len(),
        record.course_definitions.len(),
        record.names.iter().filter_map(model::record::PersonName::full).collect::<BTreeSet<_>>().len(),
        record.identifiers.len(),
        record.emails.len(),
        upstream.count(),
    ]
}

#[test]
fn every_record_is_read_whole() {
    let Some(root) = shared("LIF records") else { return };
    for (name, expected) in RECORDS {
        let records = lif::read(&fs::read(root.join(name)).unwrap(), name).unwrap();
        let [record] = records.as_slice() else { panic!("{name}: {} records", records.len()) };
        assert_eq!(counts(record), expected, "{name}");
        // The rest is in `lif_whole`, object by object.
        let known = [UnreadCode::Upstream, UnreadCode::DanglingReference, UnreadCode::UnknownEntity];
        let unread: Vec<_> = record.unread.iter().filter(|unread| !known.contains(&unread.code)).collect();
        let military = |path: &str| path == "/Person/0/MilitaryLearningExperience/0/militaryEnlistmentExit";
        assert!(unread.iter().all(|unread| military(&unread.path)), "{name}: {unread:?}");
        assert!(record.awards.iter().all(|award| award.issued.is_some()), "{name}: every award has a readable date");
        assert!(record.awards.iter().all(|award| award.identifier.is_some()), "{name}");
        assert!(record.courses.iter().all(|course| course.provenance.source_id.is_some()), "{name}");
    }
    what_ran::ran("LIF records", RECORDS.len());
}

#[test]
fn paths_lead_back_into_the_document() {
    let Some(root) = shared("LIF records, paths") else { return };
    for (name, _) in RECORDS {
        let bytes = fs::read(root.join(name)).unwrap();
        let document: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
        for record in lif::read(&bytes, name).unwrap() {
            let awards = record.awards.iter().map(|award| (&award.path, &award.identifier));
            let courses = record.courses.iter().map(|course| (&course.path, &course.identifier));
            for (path, identifier) in awards.chain(courses) {
                let stated = document.pointer(path).and_then(|there| there.get("identifier")).unwrap();
                assert_eq!(stated.as_str(), identifier.as_deref(), "{name} {path}");
            }
        }
    }
    what_ran::ran("LIF records, paths", RECORDS.len());
}

#[test]
fn the_known_drifts_are_understood() {
    let Some(root) = shared("LIF records, drifts") else { return };
    let read = |name: &str| lif::read(&fs::read(root.join(name)).unwrap(), name).unwrap().remove(0);
    let sarah = read("sample_data/dev-single-org/Sarah-validated.json");
    assert!(sarah.courses.iter().all(|course| course.offered_by.is_some()));
    let described = sarah.credentials.iter().filter(|one| one.description.is_some());
    assert!(described.clone().next().is_some());
    assert!(described.clone().all(|one| !one.criteria.is_empty() && !one.alignments.is_empty()));
    assert_eq!(described.clone().find_map(|one| one.achievement_type.as_deref()), Some("Certificate"));
    let alan = read("sample_data/dev-single-org/Alan-validated.json");
    assert_eq!(alan.display_name().as_deref(), Some("Alan Tsatrian"));
    assert_eq!(alan.emails, ["atsatrian_lifdemo@stateu.edu"]);
    what_ran::ran("LIF records, drifts", 2);
}

#[test]
fn files_of_another_kind_are_told_apart_from_damaged_ones() {
    let Some(root) = shared("other JSON beside LIF records") else { return };
    for name in [
        "lif-graphql-introspection.json",
        "lif-schema.fixed.json",
        "stateu-lif-openapi.json",
        "transformations/Ed-Fi-v5_StateU-LIF__v1.0.json",
        "transformations/StateU-LIF_CLR-v2-Open-Badges-v3__v1.0.json",
        "transformations/StateU-LIF_Ed-Fi-v5-v1.0__v1.0.json",
    ] {
        let error = lif::read(&fs::read(root.join(name)).unwrap(), name).unwrap_err();
        assert!(error.is_other_json(), "{error}");
        assert!(error.to_string().starts_with(name), "{error}");
    }
    let name = "lif-schema.json";
    let broken = lif::read(&fs::read(root.join(name)).unwrap(), name).unwrap_err();
    assert!(matches!(broken, RecordError::NotJson { line: 2633, .. }), "{broken}");
    let seed = lif::read(b"INSERT INTO mapping VALUES (1);", "seed.sql").unwrap_err();
    assert!(matches!(seed, RecordError::NotJson { .. }));
    what_ran::ran("other JSON beside LIF records", 7);
}
