//! Everything packaged passes our checks and the published schemas.

use std::path::{Path, PathBuf};

use jsonschema::Validator;
use model::catalogue::Catalogue;
use model::draft::{Draft, Identity, Kind, Subject};
use model::lint::{Code, lint};
use model::package::{Packaging, Sources, package};
use model::record::LearnerRecord;
use serde_json::Value;

use super::records::{award, bound, bound_to, course, packaging, programme, record, reference};

/// The folder of facts beside the repository; `None` skips the test, unless its absence was declared a failure.
fn shared(suite: &str) -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data");
    if folder.is_dir() {
        return Some(folder);
    }
    what_ran::skipped(suite, 0, "../shared/data is absent");
    None
}

struct Published {
    badge: Validator,
    clr: Validator,
}

impl Published {
    fn open(shared: &Path) -> Self {
        let compile = |file: &str| {
            let text = std::fs::read_to_string(shared.join("schemas").join(file)).unwrap();
            let schema: Value = serde_json::from_str(&text).unwrap();
            jsonschema::options().should_validate_formats(true).build(&schema).unwrap()
        };
        Self {
            badge: compile("ob_v3p0_achievementcredential_schema.json"),
            clr: compile("clr_v2p0_clrcredential_schema.json"),
        }
    }

    fn refusals(&self, kind: Kind, credential: &Value) -> Vec<String> {
        let schema = if kind == Kind::Transcript { &self.clr } else { &self.badge };
        schema.iter_errors(credential).map(|error| format!("{}: {error}", error.instance_path())).collect()
    }
}

fn small_record() -> LearnerRecord {
    let mut withdrawn = course(3);
    withdrawn.status = Some("Withdrawn".into());
    let mut certified = course(2);
    certified.award = reference("award-0", "Certificate in Welding");
    certified.numerical_grade = Some(3.25);
    let mut hosted = award(1);
    hosted.uri = Some("https://badges.example/assertions/1".into());
    hosted.verification = Some("HostedBadge".into());
    hosted.results = vec!["Distinction".into()];
    LearnerRecord { programmes: vec![programme(0)], ..record(vec![award(0), hosted], vec![certified, withdrawn]) }
}

/// The draft as a wallet gets it, and as a file with a hashed identifier and the name.
fn both_ways(draft: &Draft) -> [Value; 2] {
    let identifiers = vec![Identity::hashed("emailAddress", "rosa@northlake.example", "s4lt")];
    [bound(draft), bound_to(draft, Subject::File { identifiers }, Some("Rosa Valdés".into()))]
}

#[test]
fn small_records_pass_our_checks() {
    let catalogue = Catalogue::demo();
    for base in [Some("http://localhost:8080/default".to_owned()), None] {
        let packaged = package(&small_record(), &Packaging { base, ..packaging(&catalogue) });
        assert_eq!(packaged.credentials.len(), 3, "{:?}", packaged.left_out);
        for credential in packaged.credentials.iter().flat_map(both_ways) {
            assert_eq!(lint(&credential), [], "{credential:#}");
        }
    }
}

#[test]
fn small_records_pass_the_published_schemas() {
    let Some(shared) = shared("published schemas over small records") else { return };
    let published = Published::open(&shared);
    let catalogue = Catalogue::demo();
    for draft in package(&small_record(), &packaging(&catalogue)).credentials {
        for credential in both_ways(&draft) {
            assert_eq!(published.refusals(draft.kind, &credential), [""; 0]);
        }
        for child in &draft.children {
            assert_eq!(published.refusals(child.kind, &bound(child)), [""; 0]);
        }
    }
    what_ran::ran("published schemas over small records", 1);
}

#[test]
fn a_draft_that_is_not_bound_is_refused() {
    let catalogue = Catalogue::demo();
    let packaged = package(&small_record(), &packaging(&catalogue));
    for draft in &packaged.credentials {
        assert!(!lint(&draft.credential).is_empty(), "it has no validFrom");
    }
    let mut undefined = bound(&packaged.credentials[0]);
    undefined["favouriteColour"] = "red".into();
    assert!(lint(&undefined).iter().any(|fault| fault.code == Code::Canonical));
}

fn json_files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            json_files(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "json") {
            found.push(path);
        }
    }
}

/// Every learner record under the folder, with the file it is from; files of another kind are passed over.
pub(crate) fn all_records(folder: &Path) -> Vec<(String, LearnerRecord)> {
    let mut files = Vec::new();
    json_files(folder, &mut files);
    files.sort();
    let read = files.iter().filter_map(|file| {
        let name = file.strip_prefix(folder).unwrap().display().to_string();
        let records = model::lif::read(&std::fs::read(file).unwrap(), &name).ok()?;
        Some(records.into_iter().map(move |record| (name.clone(), record)))
    });
    read.flatten().collect()
}

#[test]
fn every_sample_record_passes_both() {
    let Some(shared) = shared("published schemas over the LIF samples") else { return };
    let published = Published::open(&shared);
    let records = all_records(&shared.join("lif"));
    assert!(records.len() >= 18, "found only {}", records.len());
    let mut counts = [0, 0];
    for (position, catalogue) in [Catalogue::demo(), Catalogue::empty()].iter().enumerate() {
        let packaging = Packaging { sources: Sources::All, ..packaging(catalogue) };
        for (name, record) in &records {
            for draft in package(record, &packaging).credentials {
                for credential in both_ways(&draft) {
                    assert_eq!(lint(&credential), [], "{name} {}", draft.path);
                    assert_eq!(published.refusals(draft.kind, &credential), [""; 0], "{name} {}", draft.path);
                }
                for child in &draft.children {
                    assert_eq!(published.refusals(child.kind, &bound(child)), [""; 0], "{name} {}", child.path);
                }
                counts[position] += 1;
            }
        }
    }
    assert!(counts[0] > 200 && counts[1] >= 8, "{counts:?}");
    what_ran::ran("published schemas over the LIF samples", counts[0] + counts[1]);
}
