//! From the bytes of a learner's record to signed credentials: what each step costs, and how many records go through in
//! a minute on one core.

use std::collections::BTreeMap;
use std::fs;
use std::hint::black_box;
use std::io;
use std::path::Path;
use std::time::Instant;

use canon::Budget;
use contexts::Schema;
use model::catalogue::Catalogue;
use model::draft::{Binding, Draft, Subject};
use model::ids::TenantSecret;
use model::package::{MonthDates, Packaging, Sources, ZoneRule, package};
use model::profile::IssuerProfile;
use model::record::LearnerRecord;
use model::time::Time;
use proof::data_integrity::{PreparedText, ProofOptions};
use proof::keys::{KeyKind, SigningKey};
use proof::written::{self, Written};
use serde_json::Value;

use crate::samples::Samples;
use crate::table;

/// The steps, in their order, and a part of one that is measured again by itself.
const STEPS: [&str; 6] = ["read", "package", "bind to the holder", "lint", "sign", "of the lint, the schema"];

/// So many of them are a record's way; the rest is measured beside it.
const WAY: usize = 5;

/// The aim: records a minute on one core.
const AIM: f64 = 20_000.0;

/// How often each record goes through.
const ROUNDS: usize = 40;

/// What a run needs beside the records.
struct Bench {
    catalogue: Catalogue,
    issuer: IssuerProfile,
    secret: TenantSecret,
    key: SigningKey,
    method: String,
    now: Time,
}

/// What one pass over one record took, and made.
#[derive(Default)]
struct Pass {
    nanoseconds: [u64; STEPS.len()],
    credentials: usize,
}

/// Prints the steps of each record, all records together, and the memory at the beginning and at the end.
pub fn print(seed: [u8; 32], method: &str, issuer: &str) -> io::Result<()> {
    let bench = Bench::new(seed, method, issuer)?;
    let records = records(Path::new("../../../shared/data/lif/sample_data"))?;
    println!("| record | {} | all but the last | credentials | records a minute |", STEPS.join(" | "));
    println!("|---|{}---|---|---|", "---|".repeat(STEPS.len()));
    let mut whole = [0.0; STEPS.len()];
    let mut memory = Vec::new();
    for (name, bytes) in &records {
        let mut steps: BTreeMap<usize, Samples> = BTreeMap::new();
        let mut credentials = 0;
        for round in 0..ROUNDS {
            let pass = bench.pass(bytes, name)?;
            credentials = pass.credentials;
            for (step, taken) in pass.nanoseconds.into_iter().enumerate().filter(|_| round > ROUNDS / 10) {
                steps.entry(step).or_default().add(taken, 1);
            }
        }
        let medians = std::array::from_fn(|step| steps.get(&step).and_then(Samples::median).unwrap_or_default());
        whole.iter_mut().zip(medians).for_each(|(sum, one)| *sum += one);
        row(&format!("{name}, {} kB", bytes.len() / 1000), &medians, credentials);
        memory.push(resident()?);
    }
    #[expect(clippy::cast_precision_loss, reason = "a handful of records")]
    let mean = whole.map(|sum| sum / records.len() as f64);
    row("the mean of all", &mean, 0);
    let minute = 60e9 / mean.iter().take(WAY).sum::<f64>();
    let verdict = if minute >= AIM { "reached" } else { "not reached" };
    println!("\nThe aim, {AIM} records a minute on one core, is {verdict}: {minute:.0} records like these.");
    let (first, last) = (memory.first().copied().unwrap_or(0), memory.last().copied().unwrap_or(0));
    println!(
        "Memory: {} after the first {ROUNDS} passes, {} after all.",
        table::megabytes(first),
        table::megabytes(last)
    );
    Ok(())
}

fn row(name: &str, steps: &[f64; STEPS.len()], credentials: usize) {
    let all: f64 = steps.iter().take(WAY).sum();
    let cells: Vec<String> = steps.iter().map(|step| table::time(*step)).collect();
    let made = if credentials == 0 { String::new() } else { credentials.to_string() };
    println!("| {name} | {} | {} | {made} | {:.0} |", cells.join(" | "), table::time(all), 60e9 / all);
}

/// The published samples where they are, and our own.
fn records(folder: &Path) -> io::Result<Vec<(String, Vec<u8>)>> {
    let own = model::samples::learners().map(|(name, text)| (name.to_owned(), text.as_bytes().to_vec()));
    let mut records = Vec::from(own);
    if !folder.is_dir() {
        println!("SKIPPED LIF's samples: {} is absent\n", folder.display());
        return Ok(records);
    }
    let mut published = Vec::new();
    for organisation in fs::read_dir(folder)? {
        let organisation = organisation?.path();
        if organisation.is_dir() {
            for file in fs::read_dir(&organisation)? {
                published.push(file?.path());
            }
        }
    }
    published.sort();
    for path in published {
        let name = path.strip_prefix(folder).unwrap_or(&path).display().to_string();
        records.push((name, fs::read(&path)?));
    }
    Ok(records)
}

impl Bench {
    fn new(seed: [u8; 32], method: &str, issuer: &str) -> io::Result<Self> {
        Ok(Self {
            catalogue: Catalogue::demo(),
            issuer: IssuerProfile {
                id: issuer.to_owned(),
                name: "Northlake College".to_owned(),
                ..IssuerProfile::default()
            },
            secret: TenantSecret::new([7; 32]),
            key: SigningKey::from_seed(&seed),
            method: method.to_owned(),
            now: Time::parse("2026-11-24T00:00:00Z").map_err(io::Error::other)?,
        })
    }

    fn pass(&self, bytes: &[u8], name: &str) -> io::Result<Pass> {
        let mut clock = Steps::begin();
        let mut learners = model::lif::read(bytes, name).map_err(io::Error::other)?;
        let record = learners.pop().ok_or_else(|| io::Error::other(format!("{name} has no learner")))?;
        clock.step(0);
        let drafts = self.package(&record);
        clock.step(1);
        let bound = drafts.iter().map(|draft| self.bind(draft)).collect::<io::Result<Vec<_>>>()?;
        clock.step(2);
        for one in &bound {
            model::lint::before_signature(one).map_err(|fault| io::Error::other(format!("{name}: {fault}")))?;
        }
        clock.step(3);
        for one in &bound {
            black_box(self.sign_tree(&one.to_string())?);
        }
        clock.step(4);
        if let Some(fault) = bound.iter().find_map(schema_fault) {
            return Err(io::Error::other(format!("{name}: {fault}")));
        }
        clock.step(5);
        Ok(Pass { nanoseconds: clock.taken, credentials: bound.len() })
    }

    fn package(&self, record: &LearnerRecord) -> Vec<Draft> {
        let packaging = Packaging {
            catalogue: &self.catalogue,
            issuer: self.issuer.clone(),
            sources: Sources::All,
            secret: &self.secret,
            base: Some("https://college.example/default".to_owned()),
            now: self.now,
            zone: ZoneRule::default(),
            month_dates: MonthDates::default(),
        };
        package(record, &packaging).credentials
    }

    fn bind(&self, draft: &Draft) -> io::Result<Value> {
        let mut binding = Binding {
            issuer_id: &self.issuer.id,
            subject: Subject::holder("did:example:learner"),
            valid_from: self.now,
            status: &mut |_| None,
            learner_name: None,
            selection: None,
        };
        draft.bind(&mut binding).map_err(io::Error::other)
    }

    /// As the issuer does it: in a transcript each child first, then the whole.
    fn sign_tree(&self, text: &str) -> io::Result<String> {
        let subject = Written::of(text).and_then(|whole| whole.member("credentialSubject"));
        let children =
            subject.and_then(|subject| subject.member("verifiableCredential")).filter(|list| list.is_array());
        let mut signed = Vec::new();
        for child in children.map(Written::one_or_many).unwrap_or_default() {
            signed.push((child.range(), self.sign(child.text())?));
        }
        self.sign(&written::replaced(text, &signed))
    }

    fn sign(&self, text: &str) -> io::Result<String> {
        let options = ProofOptions::assertion(self.now, &*self.method);
        let prepared =
            PreparedText::new(text, &options, KeyKind::Ed25519, &Budget::default()).map_err(io::Error::other)?;
        prepared.sign(&self.key).map_err(io::Error::other)
    }
}

fn schema_fault(credential: &Value) -> Option<String> {
    let is_transcript = credential.pointer("/credentialSubject/verifiableCredential").is_some();
    let schema = if is_transcript { Schema::ClrCredential } else { Schema::AchievementCredential };
    let children = credential.pointer("/credentialSubject/verifiableCredential").and_then(Value::as_array);
    let children =
        children.into_iter().flatten().flat_map(|child| contexts::validate(Schema::AchievementCredential, child));
    contexts::validate(schema, credential)
        .into_iter()
        .chain(children)
        .next()
        .map(|fault| fault.path + ": " + &fault.message)
}

/// A clock that says how long each step took.
struct Steps {
    since: Instant,
    taken: [u64; STEPS.len()],
}

impl Steps {
    fn begin() -> Self {
        Self { since: Instant::now(), taken: [0; STEPS.len()] }
    }

    fn step(&mut self, which: usize) {
        let now = Instant::now();
        if let Some(taken) = self.taken.get_mut(which) {
            *taken = u64::try_from((now - self.since).as_nanos()).unwrap_or(u64::MAX);
        }
        self.since = now;
    }
}

/// This process's memory now, in kilobytes.
fn resident() -> io::Result<u64> {
    let status = fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap_or_default();
    line.trim().trim_end_matches(" kB").parse().map_err(io::Error::other)
}
