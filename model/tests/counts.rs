//! How many statements of each published LIF file become credentials, and why the others do not.
//!
//! `counts.tsv` is the reviewed table: for each file, for packaging without a catalogue and with one made from the whole
//! documents, how many of the five kinds of statements come out how. Everything that a file states comes out once, so the
//! numbers of a file and kind add up to what the file has.

#![expect(clippy::unwrap_used, reason = "a test stops at what it did not expect")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use model::catalogue::import::import;
use model::catalogue::{Catalogue, Entry, to_toml};
use model::ids::TenantSecret;
use model::lif;
use model::package::{MonthDates, Packaged, Packaging, Sources, ZoneRule, package};
use model::profile::IssuerProfile;
use model::record::LearnerRecord;
use model::time::Time;

const SUITE: &str = "statements of the LIF files, counted";
const TABLE: &str = include_str!("counts.tsv");
const KINDS: [&str; 5] = ["award", "course", "programme", "assessment", "proficiency"];

/// (file, catalogue, kind, outcome) and how often.
type Counts = BTreeMap<(String, String, String, String), usize>;

/// `../shared/data/lif` beside the workspace, unless it is absent and nobody insists.
fn shared() -> Option<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data/lif");
    if root.is_dir() {
        return Some(root);
    }
    what_ran::skipped(SUITE, 0, "../shared/data/lif is absent");
    None
}

fn json_in(root: &Path, folder: &str) -> Vec<String> {
    let entries = fs::read_dir(root.join(folder)).unwrap().map(|entry| entry.unwrap().file_name());
    let named = entries.map(|name| format!("{folder}/{}", name.to_str().unwrap()));
    named
        .filter(|name| Path::new(name).extension() == Some("json".as_ref()))
        .map(|name| name.trim_start_matches('/').to_owned())
        .collect()
}

fn whole_documents(root: &Path) -> Vec<String> {
    let folders = ["advisor-demo-org1", "advisor-demo-org2", "dev-single-org"];
    folders.iter().flat_map(|folder| json_in(root, &format!("sample_data/{folder}"))).collect()
}

fn files(root: &Path) -> Vec<String> {
    let answers = json_in(root, "").into_iter().filter(|name| name.starts_with("graphql-response-"));
    let mut all: Vec<String> = whole_documents(root).into_iter().chain(json_in(root, "composed-3orgs")).collect();
    all.extend(answers);
    all.sort();
    all
}

/// Everything the whole documents define, with a sentence of the institution in each entry that has no criteria; nothing
/// else is added.
fn from_documents(root: &Path) -> Catalogue {
    let mut entries: Vec<Entry> = Vec::new();
    let mut names = whole_documents(root);
    names.sort();
    for (number, name) in names.iter().enumerate() {
        for mut entry in import(&fs::read(root.join(name)).unwrap(), name).unwrap().entries {
            // One slug and one match each in the whole catalogue: the first document's.
            entry.slug = format!("{}-{number}", entry.slug.chars().take(70).collect::<String>());
            let taken = |one: &model::catalogue::Match| {
                entries.iter().any(|other| other.kind == entry.kind && other.matches.contains(one))
            };
            entry.matches.retain(|one| !taken(one));
            if entry.matches.is_empty() {
                continue;
            }
            if entry.criteria.is_empty() {
                entry.criteria.narrative = Some("As the institution's catalogue says.".to_owned());
            }
            entries.push(entry);
        }
    }
    Catalogue::parse_toml(&to_toml(&entries).unwrap()).unwrap()
}

fn packaged(record: &LearnerRecord, catalogue: &Catalogue) -> Packaged {
    static SECRET: TenantSecret = TenantSecret::new([42; 32]);
    let issuer =
        IssuerProfile { id: "did:web:northlake.example".into(), name: "Northlake".into(), ..IssuerProfile::default() };
    let with = Packaging {
        catalogue,
        issuer,
        sources: Sources::All,
        secret: &SECRET,
        base: None,
        now: Time::parse("2026-11-24T09:00:00Z").unwrap(),
        zone: ZoneRule::UTC,
        month_dates: MonthDates::LeaveOut,
    };
    package(record, &with)
}

/// The kind of every statement of the record, by its place.
fn statements(record: &LearnerRecord) -> BTreeMap<&str, &'static str> {
    let awards = record.awards.iter().map(|one| (one.path.as_str(), KINDS[0]));
    let courses = record.courses.iter().map(|one| (one.path.as_str(), KINDS[1]));
    let programmes = record.programmes.iter().map(|one| (one.path.as_str(), KINDS[2]));
    let assessments = record.assessments.iter().map(|one| (one.path.as_str(), KINDS[3]));
    let shown = record.proficiencies.iter().map(|one| (one.path.as_str(), KINDS[4]));
    awards.chain(courses).chain(programmes).chain(assessments).chain(shown).collect()
}

fn count(root: &Path, catalogue: &Catalogue, named: &str, counts: &mut Counts) {
    for file in files(root) {
        for record in lif::read(&fs::read(root.join(&file)).unwrap(), &file).unwrap() {
            let mut waiting = statements(&record);
            let packaged = packaged(&record, catalogue);
            let children = packaged.credentials.iter().flat_map(|draft| &draft.children);
            let issued = children.map(|draft| (draft.path.as_str(), "issued"));
            let lines = packaged.left_out.iter().map(|line| (line.path.as_str(), line.reason.as_str()));
            for (path, outcome) in issued.chain(lines) {
                // Lines about parts of a statement have no place in the table.
                let Some(kind) = waiting.remove(path) else { continue };
                let key = (file.clone(), named.to_owned(), kind.to_owned(), outcome.to_owned());
                *counts.entry(key).or_default() += 1;
            }
            assert_eq!(waiting, BTreeMap::new(), "{file}: these came out as nothing");
        }
    }
}

fn counted(root: &Path) -> Counts {
    let mut counts = Counts::new();
    count(root, &Catalogue::empty(), "none", &mut counts);
    count(root, &from_documents(root), "documents", &mut counts);
    counts
}

fn expected() -> Counts {
    let rows = TABLE.lines().filter(|line| !line.starts_with('#') && !line.starts_with("file\t"));
    let row = |line: &str| {
        let cells: Vec<String> = line.split('\t').map(str::to_owned).collect();
        let [file, catalogue, kind, outcome, number] = <[String; 5]>::try_from(cells).unwrap();
        ((file, catalogue, kind, outcome), number.parse().unwrap())
    };
    rows.map(row).collect()
}

#[test]
fn every_statement_comes_out_as_the_table_says() {
    let Some(root) = shared() else { return };
    let (found, expected) = (counted(&root), expected());
    let keys = found.keys().chain(expected.keys().filter(|key| !found.contains_key(*key)));
    let mut differing = Vec::new();
    for key in keys {
        let [now, then] = [&found, &expected].map(|counts| counts.get(key).copied().unwrap_or_default());
        if now != then {
            let (file, catalogue, kind, outcome) = key;
            differing.push(format!("{file}\t{catalogue}\t{kind}\t{outcome}\t{now} (the table has {then})"));
        }
    }
    assert!(differing.is_empty(), "{} rows differ:\n{}", differing.len(), differing.join("\n"));
    what_ran::ran(SUITE, found.len());
}

/// What holds whatever the table says: with and without a catalogue a file has as many statements, and none of them that
/// is issued without a catalogue is lost with one.
#[test]
fn a_catalogue_takes_nothing_away() {
    let suite = "statements of the LIF files, catalogue beside none";
    let Some(root) = shared() else { return };
    let counts = counted(&root);
    let sum = |catalogue: &str, wanted: Option<&str>| {
        let mut sums: BTreeMap<(&str, &str), usize> = BTreeMap::new();
        for ((file, named, kind, outcome), number) in &counts {
            if named == catalogue && wanted.is_none_or(|one| one == outcome) {
                *sums.entry((file, kind)).or_default() += number;
            }
        }
        sums
    };
    assert_eq!(sum("none", None), sum("documents", None));
    let with = sum("documents", Some("issued"));
    for (key, issued) in sum("none", Some("issued")) {
        assert!(with.get(&key).is_some_and(|number| *number >= issued), "{key:?}");
    }
    what_ran::ran(suite, counts.len());
}
