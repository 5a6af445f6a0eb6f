//! Catalogue files: made of other files, and checked.

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::ExitCode;

use model::catalogue::import::{FindingCode, Imported, import};
use model::catalogue::{Catalogue, Entry, to_toml};
use serde_json::json;

use crate::AnyError;
use crate::config;
use crate::output::{Output, note};

/// Makes a catalogue of another file.
///
/// # Errors
/// When the file cannot be read, or holds nothing that can be awarded.
pub(super) fn import_file(file: &Path, out: &Path, output: Output) -> Result<ExitCode, AnyError> {
    let name = file.display().to_string();
    let bytes = fs::read(file).map_err(|error| format!("cannot read {name}: {error}"))?;
    let imported = import(&bytes, &name)?;
    let form = imported.format.as_str();
    if imported.entries.is_empty() {
        say_findings(&imported);
        return Err(format!("expected something that can be awarded in {name} ({form}), found nothing").into());
    }
    let text = to_toml(&imported.entries)?;
    // What is written is what a server would load.
    Catalogue::parse_toml(&text).map_err(|error| format!("what was taken from {name} is no catalogue: {error}"))?;
    write_new(out, &text)?;
    let taken = imported.entries.len();
    let wanting = wanting(&imported.entries, &Catalogue::empty());
    let words =
        format!("{taken} achievements of {name} ({form}) are in {}. {}", out.display(), sentence(wanting.len()));
    if !output.json {
        say_findings(&imported);
    }
    let findings = &imported.findings;
    output
        .result(&json!({"format": imported.format, "taken": taken, "wanting": wanting, "findings": findings}), &words);
    Ok(ExitCode::SUCCESS)
}

/// Nothing is overwritten: a catalogue holds the institution's own sentences.
///
/// # Errors
/// What the system says.
pub(super) fn write_new(out: &Path, text: &str) -> Result<(), AnyError> {
    let place = out.display();
    let opened = fs::OpenOptions::new().write(true).create_new(true).open(out);
    let mut file = opened.map_err(|error| match error.kind() {
        std::io::ErrorKind::AlreadyExists => format!("{place} is there already and stays as it is: name another file"),
        _ => format!("cannot write {place}: {error}"),
    })?;
    file.write_all(text.as_bytes()).map_err(|error| format!("cannot write {place}: {error}"))?;
    Ok(())
}

/// What is wanting stands in the catalogue itself, at its entry.
fn say_findings(imported: &Imported) {
    let wanting = [FindingCode::CriteriaWanting, FindingCode::DescriptionWanting];
    for finding in imported.findings.iter().filter(|finding| !wanting.contains(&finding.code)) {
        note(&format!("{}: {}", finding.place, finding.detail));
    }
}

/// Reads a catalogue as a server does.
///
/// # Errors
/// File, line and what was expected.
pub(super) fn check(file: &Path, output: Output) -> Result<ExitCode, AnyError> {
    let name = file.display().to_string();
    let text = config::read("catalogue", file)?;
    let catalogue = Catalogue::parse_toml(&text).map_err(|error| format!("{name}, {error}"))?;
    let entries = catalogue.entries();
    let wanting = wanting(entries, &catalogue);
    if !output.json {
        for line in &wanting {
            note(&format!("“{}” has no {}", line.slug, line.members.join(" and no ")));
        }
    }
    let words = format!("{name}: {} achievements. {}", entries.len(), sentence(wanting.len()));
    output.result(&json!({"achievements": entries.len(), "wanting": wanting}), &words);
    Ok(ExitCode::SUCCESS)
}

/// An entry that neither says what Open Badges demands nor has a default that does; the record may.
#[derive(serde::Serialize)]
struct Wanting {
    slug: String,
    members: Vec<&'static str>,
}

fn wanting(entries: &[Entry], catalogue: &Catalogue) -> Vec<Wanting> {
    let of = |entry: &Entry| {
        let default = catalogue.default_for(entry.kind);
        let described = entry.description.is_some() || default.is_some_and(|one| one.description.is_some());
        let criteria = !entry.criteria.is_empty() || default.is_some_and(|one| one.criteria.is_some());
        let members: Vec<_> = [(described, "description"), (criteria, "criteria")]
            .iter()
            .filter(|(has, _)| !has)
            .map(|(_, name)| *name)
            .collect();
        (!members.is_empty()).then(|| Wanting { slug: entry.slug.clone(), members })
    };
    entries.iter().filter_map(of).collect()
}

fn sentence(wanting: usize) -> String {
    match wanting {
        0 => "All of them say what they are and what they take.".to_owned(),
        some => format!(
            "{some} do not say what they are or what they take: they are issued only where the record says it, so write \
             the sentences"
        ),
    }
}
