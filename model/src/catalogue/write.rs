//! Entries as a catalogue file, to be edited by a person.

use std::collections::BTreeMap;

use serde::Serialize;

use super::file::{AlignmentTable, DefaultTable, EntryTable, MatchTable, ResultTable};
use super::target::Aligned;
use super::{AchievementKind, Catalogue, Entry, KindDefault, Match, MatchOn, ResultKind};

/// Why entries cannot be written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("catalogue entry “{entry}” cannot be written as TOML: {problem}")]
pub struct WriteError {
    /// The entry's slug.
    pub entry: String,
    /// What TOML cannot hold.
    pub problem: String,
}

#[derive(Serialize)]
struct File {
    achievement: [EntryTable; 1],
}

/// A catalogue file that reads as these entries. Above each that lacks a description or criteria stands what to write.
///
/// # Errors
/// [`WriteError`] when TOML cannot hold a value.
pub fn to_toml(entries: &[Entry]) -> Result<String, WriteError> {
    let mut text = String::new();
    for entry in entries {
        if !text.is_empty() {
            text.push('\n');
        }
        if entry.description.is_none() {
            text.push_str("# Wanting: description = \"what it is, in a sentence or two\"\n");
        }
        if entry.criteria.is_empty() {
            text.push_str("# Wanting: criteria = \"what a learner has to do for it\"\n");
        }
        let written = toml::to_string(&File { achievement: [entry_table(entry)] });
        text.push_str(&written.map_err(|error| WriteError { entry: entry.slug.clone(), problem: error.to_string() })?);
    }
    Ok(text)
}

#[derive(Serialize)]
struct Head<'a> {
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    defaults: BTreeMap<AchievementKind, DefaultTable>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    award_types: &'a BTreeMap<String, String>,
}

impl Catalogue {
    /// The whole as a catalogue file, its retired entries apart.
    ///
    /// # Errors
    /// [`WriteError`] when TOML cannot hold a value.
    pub fn to_toml(&self) -> Result<String, WriteError> {
        let defaults = self.defaults.of_kind.iter().map(|(kind, one)| (*kind, default_table(one))).collect();
        let head = toml::to_string(&Head { defaults, award_types: &self.defaults.award_types });
        let head = head.map_err(|error| WriteError { entry: "defaults".to_owned(), problem: error.to_string() })?;
        let entries = to_toml(self.entries())?;
        Ok([head, entries].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n"))
    }
}

/// The table that reads as this default.
pub(super) fn default_table(default: &KindDefault) -> DefaultTable {
    let KindDefault { description, criteria, achievement_type, image } = default.clone();
    DefaultTable { description, criteria, achievement_type, image }
}

/// The table that reads as this entry.
pub(super) fn entry_table(entry: &Entry) -> EntryTable {
    let entry = entry.clone();
    let by_name = entry.name.as_deref().map(|name| Match { source: None, on: MatchOn::name(name) });
    // An entry without matches is found by its name.
    let matches = if entry.matches.iter().eq(&by_name) { Vec::new() } else { entry.matches };
    EntryTable {
        slug: entry.slug,
        kind: Some(entry.kind),
        uri: entry.uri,
        name: entry.name,
        description: entry.description,
        criteria: entry.criteria.narrative,
        criteria_url: entry.criteria.id,
        image: entry.image,
        achievement_type: entry.achievement_type,
        field_of_study: entry.field_of_study,
        specialization: entry.specialization,
        human_code: entry.human_code,
        credits_available: entry.credits_available,
        tags: entry.tags,
        grades: entry.grades,
        score_type: entry.score_type,
        signers: entry.signers,
        matches: matches.into_iter().map(match_table).collect(),
        alignments: entry.alignments.into_iter().map(alignment_table).collect(),
        results: entry.results.into_iter().map(result_table).collect(),
    }
}

fn match_table(one: Match) -> MatchTable {
    let bound = MatchTable { source: one.source, ..MatchTable::default() };
    match one.on {
        MatchOn::Identifier(identifier) => MatchTable { identifier: Some(identifier), ..bound },
        MatchOn::Code(code) => MatchTable { code: Some(code), ..bound },
        MatchOn::Name(name) => MatchTable { name: Some(name), ..bound },
    }
}

fn alignment_table(aligned: Aligned) -> AlignmentTable {
    let stated = aligned.target.to_stated();
    AlignmentTable {
        name: aligned.name,
        description: aligned.description,
        url: Some(stated.url),
        code: stated.code,
        framework: stated.framework,
        target_type: stated.target_type,
        ..AlignmentTable::default()
    }
}

fn result_table(kind: ResultKind) -> ResultTable {
    ResultTable {
        name: kind.name,
        result_type: kind.result_type,
        allowed: kind.allowed_values,
        required: kind.required_value,
        min: kind.value_min,
        max: kind.value_max,
    }
}
