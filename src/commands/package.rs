//! `tassel package`.

use std::collections::BTreeMap;
use std::fs;
use std::process::ExitCode;

use issuer::issuance::whose::Choice;
use issuer::packager::Packager;
use issuer::secrets::Secrets;
use issuer::transcript_pdf;
use issuer::urls::Urls;
use model::draft::{Draft, Kind};
use model::package::Packaged;
use model::record::LearnerRecord;
use model::time::{Clock as _, SystemClock, Time};
use serde_json::{Value, json};

use super::{Package, PackageKind};
use crate::AnyError;
use crate::config::{Config, Place};
use crate::installation;
use crate::output::{Output, line, note};

/// Shows what a record becomes: all badges, then the transcript, unsigned; and what is left out and why.
///
/// # Errors
/// When the file is not a LIF record of one learner, or the catalogue cannot be read.
pub(crate) fn run(options: &Package, place: &Place, _output: Output) -> Result<ExitCode, AnyError> {
    let config = Config::load(place)?;
    let record = one_record(options)?;
    if config.issuer.sources.is_empty() {
        note("No [issuer] sources are configured: every award in the record is taken as ours.");
    }
    let packaged = packaged(options, place, &config, &record)?;
    let kept = |draft: &&Draft| match options.kind {
        None => true,
        Some(PackageKind::Badge) => draft.kind == Kind::Badge,
        Some(PackageKind::Clr) => draft.kind == Kind::Transcript,
    };
    let name = Choice::by_default(&record, &installation::sources(&config)).name;
    let now = SystemClock.now();
    let mut credentials = Vec::new();
    for draft in packaged.credentials.iter().filter(kept) {
        let mut credential = unsigned(draft, name.as_deref(), now)?;
        if draft.kind == Kind::Transcript {
            paper(options, &config, draft, &mut credential)?;
        }
        credentials.push(credential);
    }
    if options.pdf.is_some() && !packaged.credentials.iter().filter(kept).any(|draft| draft.kind == Kind::Transcript) {
        return Err("--pdf: expected a transcript to make a PDF of, found none: ask for it with --as clr".into());
    }
    note(&summary(&packaged));
    // One JSON document either way: the credentials are what was asked for.
    line(&format!("{:#}", json!({"credentials": credentials, "left_out": packaged.left_out})));
    Ok(ExitCode::SUCCESS)
}

/// How many credentials there are, and how much was left out or assumed for which reason: codes and numbers, no words
/// of the record.
fn summary(packaged: &Packaged) -> String {
    let counted = |codes: &mut dyn Iterator<Item = &'static str>| {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        codes.for_each(|code| *counts.entry(code).or_default() += 1);
        let listed: Vec<String> = counts.into_iter().map(|(code, count)| format!("{count} {code}")).collect();
        if listed.is_empty() { "nothing".to_owned() } else { listed.join(", ") }
    };
    let left_out = counted(&mut packaged.left_out.iter().map(|line| line.reason.as_str()));
    let assumed = counted(&mut packaged.notes.iter().map(|note| note.code.as_str()));
    format!("Credentials: {}. Left out: {left_out}. Assumed: {assumed}.", packaged.credentials.len())
}

fn one_record(options: &Package) -> Result<LearnerRecord, AnyError> {
    let name = options.record.display().to_string();
    let bytes = fs::read(&options.record).map_err(|error| format!("cannot read {name}: {error}"))?;
    let mut records = model::lif::read(&bytes, &name)?;
    match (records.pop(), records.len()) {
        (Some(record), 0) => Ok(record),
        (None, _) => Err(format!("expected one learner in {name}, found none").into()),
        (Some(_), more) => Err(format!("expected one learner in {name}, found {}", more + 1).into()),
    }
}

fn packaged(options: &Package, place: &Place, config: &Config, record: &LearnerRecord) -> Result<Packaged, AnyError> {
    let urls = Urls::new(&config.public_url, &config.issuer.tenant);
    let keys = installation::keys(place, config)?.into_keyring();
    let secrets = Secrets::new(&installation::secret(place)?);
    let catalogue = installation::named(options.catalogue.as_deref())?;
    let packager = Packager::new(installation::institution(config), &urls, &keys, &secrets)?;
    Ok(packager.package(record, &catalogue, SystemClock.now()))
}

/// The transcript as PDF: into the file that was asked for, and into the credential where the settings want it.
fn paper(options: &Package, config: &Config, draft: &Draft, credential: &mut Value) -> Result<(), AnyError> {
    let check_page = config.check_page();
    if let Some(file) = &options.pdf {
        let pdf = transcript_pdf::write(draft, credential, &check_page)?;
        fs::write(file, &pdf.bytes).map_err(|error| format!("cannot write {}: {error}", file.display()))?;
        note(&format!("{}: {} pages, {} bytes.", file.display(), pdf.pages, pdf.bytes.len()));
        if !pdf.unshown.is_empty() {
            let letters: Vec<_> = pdf.unshown.iter().map(|letter| format!("U+{:04X}", u32::from(*letter))).collect();
            note(&format!("Letters that the typeface lacks, shown by their number: {}.", letters.join(", ")));
        }
    }
    if config.issuer.transcript_pdf {
        transcript_pdf::attach(draft, credential, &check_page)?;
    }
    Ok(())
}

/// A file has no holder: the learner's name says whose it is.
fn unsigned(draft: &Draft, name: Option<&str>, now: Time) -> Result<Value, AnyError> {
    use model::draft::{Binding, Subject};
    let bound = draft.bind(&mut Binding {
        issuer_id: draft.credential.pointer("/issuer/id").and_then(Value::as_str).unwrap_or_default(),
        subject: Subject::File { identifiers: Vec::new() },
        valid_from: now,
        status: &mut |_| None,
        learner_name: name.map(str::to_owned),
        selection: None,
    })?;
    Ok(bound)
}
