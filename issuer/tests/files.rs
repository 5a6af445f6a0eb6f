//! A directory of LIF documents: what is read, what is skipped and why, and who is listed.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;
use std::path::Path;

use issuer::records::files::RecordFiles;
use issuer::records::{RecordSource as _, SourceError};
use tempfile::TempDir;

const NOT_LIF: &str = r#"{"seed":[{"table":"learners"}]}"#;

fn person(number: &str, name: &str) -> String {
    format!(
        r#"{{"Person":[{{"Name":[{{"firstName":"{name}","lastName":"Sample"}}],"Identifier":[{{"identifier":"{number}","identifierType":"SCHOOL_ASSIGNED_NUMBER"}}]}}]}}"#
    )
}

fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

fn listed(files: &RecordFiles) -> Vec<(String, String)> {
    files.learners().into_iter().map(|learner| (learner.id, learner.name)).collect()
}

fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    expected.iter().map(|(id, name)| ((*id).to_owned(), (*name).to_owned())).collect()
}

#[tokio::test]
async fn learners_are_listed_by_number_and_name_and_found_by_number_alone() {
    let folder = folder(&[("b.json", &person("2", "Bo")), ("deep/a.json", &person("1", "Ada")), ("c.txt", "no")]);
    let files = RecordFiles::open(folder.path()).unwrap();
    assert_eq!(listed(&files), pairs(&[("1", "Ada Sample"), ("2", "Bo Sample")]));
    assert!(files.skipped.is_empty(), "{:?}", files.skipped);
    let record = files.record("1").await.unwrap().unwrap();
    assert_eq!(record.learner_number(), Some("1"));
    for nobody in ["3", "", "a", "Ada Sample"] {
        assert_eq!(files.record(nobody).await.unwrap(), None, "no other learner's record for “{nobody}”");
    }
}

#[test]
fn a_skipped_file_says_its_name_the_place_inside_and_what_was_expected() {
    let whole = person("2", "Bo");
    let cut = &whole[..whole.find("lastName").unwrap()];
    let folder =
        folder(&[("a.json", &person("1", "Ada")), ("cut.json", cut), ("seed.json", NOT_LIF), ("word.json", "hello")]);
    let files = RecordFiles::open(folder.path()).unwrap();
    assert_eq!(listed(&files), pairs(&[("1", "Ada Sample")]), "nothing is taken from a damaged file");
    let skipped = |name: &str| {
        let path = folder.path().join(name);
        let (_, why) = files.skipped.iter().find(|(skipped, _)| *skipped == path).unwrap();
        assert!(why.starts_with(&path.display().to_string()), "the file is named: {why}");
        why.clone()
    };
    assert_eq!(files.skipped.len(), 3);
    for (name, parts) in [
        ("cut.json", ["expected the rest of the JSON", "inside /Person/0/Name/0"]),
        ("seed.json", ["a LIF document with “Person”", "at the top"]),
        ("word.json", ["expected JSON", "line 1"]),
    ] {
        let why = skipped(name);
        assert!(parts.iter().all(|part| why.contains(part)), "expected {parts:?} in: {why}");
    }
}

#[test]
fn a_directory_without_records_is_an_error_that_says_the_first_reason() {
    let folder = folder(&[("seed.json", NOT_LIF)]);
    let Err(SourceError::Record(why)) = RecordFiles::open(folder.path()) else { panic!("expected a refusal") };
    assert!(why.contains(&folder.path().join("seed.json").display().to_string()), "{why}");
    assert!(why.contains("expected LIF records") && why.contains("“Person”"), "{why}");

    let absent = folder.path().join("absent");
    let Err(SourceError::Unreadable { path, .. }) = RecordFiles::open(&absent) else { panic!("expected a refusal") };
    assert_eq!(path, absent.display().to_string());
}

#[test]
fn a_learner_number_in_two_files_gets_two_ids() {
    let folder = folder(&[
        ("one.json", &person("1", "Ada")),
        ("two.json", &person("1", "Also")),
        ("sub/one.json", &person("1", "Third")),
        ("else.json", &person("2", "Bo")),
    ]);
    let files = RecordFiles::open(folder.path()).unwrap();
    let expected =
        [("1~one", "Ada Sample"), ("1~sub-one", "Third Sample"), ("1~two", "Also Sample"), ("2", "Bo Sample")];
    assert_eq!(listed(&files), pairs(&expected));
}

#[test]
fn documents_in_memory_are_all_records_or_none() {
    let good = person("1", "Ada");
    let files = RecordFiles::from_documents([("a.json", good.as_str())]).unwrap();
    assert_eq!(listed(&files), pairs(&[("1", "Ada Sample")]));
    let refused = RecordFiles::from_documents([("a.json", good.as_str()), ("seed.json", NOT_LIF)]);
    let Err(SourceError::Record(why)) = refused else { panic!("expected a refusal") };
    assert!(why.starts_with("seed.json: expected a LIF document"), "{why}");
}

#[test]
fn everything_of_lif_itself_opens() {
    const SUITE: &str = "issuer: directories of LIF's own files";
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data/lif");
    if !root.is_dir() {
        println!("SKIPPED {SUITE}: ../shared/data is absent");
        what_ran::skipped(SUITE, 0, "../shared/data is absent");
        return;
    }
    let files = RecordFiles::open(&root).unwrap();
    let learners = listed(&files);
    assert!(learners.len() >= 12, "{learners:?}");
    for (id, name) in &learners {
        assert!(
            id.starts_with("10000") && name.contains(' ') && name != id,
            "expected number and name, found {id}: {name}"
        );
    }
    let skipped: Vec<_> = files.skipped.iter().map(|(path, _)| path.strip_prefix(&root).unwrap()).collect();
    assert!(skipped.contains(&Path::new("lif-schema.json")), "{skipped:?}");
    assert!(
        !skipped.iter().any(|path| path.starts_with("composed-3orgs") || path.starts_with("sample_data")),
        "{skipped:?}"
    );
    assert!(
        files
            .skipped
            .iter()
            .all(|(path, why)| why.starts_with(&path.display().to_string()) && why.contains("expected"))
    );
    what_ran::ran(SUITE, 1);
}
