//! Reading and checking a catalogue file.

use std::collections::{HashMap, HashSet};

use serde::Deserialize;

use crate::badge::{Alignment, Criteria};
use crate::vocabulary;

use super::entry::{Entry, KindDefault, Match, MatchOn, fold};
use super::{AchievementKind, Catalogue};

const LIMIT: usize = 4 << 20;

/// Why a catalogue file cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CatalogueError {
    /// Larger than any catalogue.
    #[error("a catalogue has at most 4 MiB, found {0} bytes: split it, or check that this is the right file")]
    TooLarge(usize),
    /// Not TOML, or not these members.
    #[error("the catalogue cannot be read: {0}")]
    NotReadable(String),
    /// An entry that could not become a conformant achievement.
    #[error("catalogue entry “{entry}”: {problem}")]
    Invalid {
        /// The entry's slug, or which default.
        entry: String,
        /// What was expected and found.
        problem: String,
    },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    defaults: HashMap<AchievementKind, DefaultTable>,
    #[serde(default)]
    award_types: HashMap<String, String>,
    #[serde(default)]
    achievement: Vec<EntryTable>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DefaultTable {
    description: Option<String>,
    criteria: Option<String>,
    achievement_type: Option<String>,
    image: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct EntryTable {
    slug: String,
    kind: Option<AchievementKind>,
    uri: Option<String>,
    name: Option<String>,
    description: Option<String>,
    criteria: Option<String>,
    criteria_url: Option<String>,
    image: Option<String>,
    achievement_type: Option<String>,
    field_of_study: Option<String>,
    specialization: Option<String>,
    human_code: Option<String>,
    credits_available: Option<f64>,
    #[serde(default)]
    tags: Vec<String>,
    #[serde(default, rename = "alignment")]
    alignments: Vec<AlignmentTable>,
    #[serde(default)]
    grades: Vec<String>,
    score_type: Option<String>,
    #[serde(default, rename = "match")]
    matches: Vec<MatchTable>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AlignmentTable {
    name: String,
    url: String,
    code: Option<String>,
    description: Option<String>,
    framework: Option<String>,
    target_type: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MatchTable {
    source: Option<String>,
    identifier: Option<String>,
    code: Option<String>,
    name: Option<String>,
}

pub(super) fn parse(text: &str) -> Result<Catalogue, CatalogueError> {
    if text.len() > LIMIT {
        return Err(CatalogueError::TooLarge(text.len()));
    }
    let file: File = toml::from_str(text).map_err(|error| CatalogueError::NotReadable(error.to_string()))?;
    let mut catalogue = Catalogue { award_types: award_types(file.award_types)?, ..Catalogue::default() };
    for (kind, table) in file.defaults {
        catalogue.defaults.insert(kind, default_of(kind, table)?);
    }
    let mut slugs = HashSet::new();
    for table in file.achievement {
        let entry = entry_of(table)?;
        if !slugs.insert(entry.slug.clone()) {
            return Err(invalid(&entry.slug, "another entry has the same slug; each needs its own"));
        }
        add(&mut catalogue, entry)?;
    }
    Ok(catalogue)
}

fn add(catalogue: &mut Catalogue, entry: Entry) -> Result<(), CatalogueError> {
    let position = catalogue.entries.len();
    for one in &entry.matches {
        let found = catalogue.by_match.entry((entry.kind, one.on.clone())).or_default();
        if found.iter().any(|(source, _)| *source == one.source) {
            return Err(invalid(&entry.slug, "two matches are the same, so it cannot be told which one is meant"));
        }
        found.push((one.source.clone(), position));
    }
    catalogue.entries.push(entry);
    Ok(())
}

fn award_types(table: HashMap<String, String>) -> Result<Vec<(String, String)>, CatalogueError> {
    let mut types = Vec::new();
    for (beginning, found) in table {
        check_type("award_types", Some(&found))?;
        types.push((fold(&beginning), found));
    }
    types.sort_by_key(|(beginning, _)| (std::cmp::Reverse(beginning.len()), beginning.clone()));
    Ok(types)
}

fn default_of(kind: AchievementKind, table: DefaultTable) -> Result<KindDefault, CatalogueError> {
    let label = format!("defaults.{}", kind.as_str());
    check_type(&label, table.achievement_type.as_ref())?;
    check_uri(&label, "image", table.image.as_ref())?;
    check_said(&label, "description", table.description.as_ref())?;
    check_said(&label, "criteria", table.criteria.as_ref())?;
    let DefaultTable { description, criteria, achievement_type, image } = table;
    Ok(KindDefault { description, criteria, achievement_type, image })
}

fn entry_of(table: EntryTable) -> Result<Entry, CatalogueError> {
    check_entry(&table)?;
    let slug = table.slug;
    let mut matches = Vec::new();
    for one in table.matches {
        matches.push(match_of(&slug, one)?);
    }
    if let (true, Some(name)) = (matches.is_empty(), &table.name) {
        matches.push(Match { source: None, on: MatchOn::name(name) });
    }
    if matches.is_empty() {
        return Err(invalid(&slug, "nothing says what it matches: give it a `match` or a `name`"));
    }
    Ok(Entry {
        slug,
        kind: table.kind.unwrap_or(AchievementKind::Award),
        uri: table.uri,
        name: table.name,
        description: table.description,
        criteria: Criteria { id: table.criteria_url, narrative: table.criteria },
        image: table.image,
        achievement_type: table.achievement_type,
        field_of_study: table.field_of_study,
        specialization: table.specialization,
        human_code: table.human_code,
        credits_available: table.credits_available,
        tags: table.tags,
        alignments: table.alignments.into_iter().map(alignment_of).collect(),
        grades: table.grades,
        score_type: table.score_type,
        matches,
    })
}

fn check_entry(table: &EntryTable) -> Result<(), CatalogueError> {
    let slug = &table.slug;
    if !vocabulary::is_slug(slug) {
        return Err(invalid(slug, "a slug is 1 to 80 of a-z, 0-9 and -, begins and ends with none of -"));
    }
    if vocabulary::RESERVED_SLUGS.contains(&slug.as_str()) {
        return Err(invalid(slug, "this slug is taken by the transcript; choose another"));
    }
    check_uri(slug, "uri", table.uri.as_ref())?;
    check_uri(slug, "image", table.image.as_ref())?;
    check_uri(slug, "criteria_url", table.criteria_url.as_ref())?;
    check_type(slug, table.achievement_type.as_ref())?;
    check_said(slug, "name", table.name.as_ref())?;
    check_said(slug, "description", table.description.as_ref())?;
    check_said(slug, "criteria", table.criteria.as_ref())?;
    if let Some(wrong) = table.score_type.as_ref().filter(|name| !vocabulary::is_result_type(name)) {
        return Err(invalid(slug, &format!("score_type “{wrong}” is no result type of Open Badges 3.0 §B.1.26")));
    }
    if table.credits_available.is_some_and(|credits| !credits.is_finite() || credits < 0.0) {
        return Err(invalid(slug, "credits_available is expected to be a number from 0"));
    }
    table.alignments.iter().try_for_each(|one| {
        check_uri(slug, "alignment url", Some(&one.url))?;
        check_said(slug, "alignment name", Some(&one.name))?;
        match one.target_type.as_ref().filter(|name| !vocabulary::is_target_type(name)) {
            Some(wrong) => Err(invalid(slug, &format!("target_type “{wrong}” is none of Open Badges 3.0 §B.1.5"))),
            None => Ok(()),
        }
    })
}

fn match_of(slug: &str, table: MatchTable) -> Result<Match, CatalogueError> {
    let on = match (table.identifier, table.code, table.name) {
        (Some(identifier), None, None) => MatchOn::Identifier(identifier),
        (None, Some(code), None) => MatchOn::code(&code),
        (None, None, Some(name)) => MatchOn::name(&name),
        _ => return Err(invalid(slug, "a match has exactly one of identifier, code and name")),
    };
    Ok(Match { source: table.source, on })
}

fn alignment_of(table: AlignmentTable) -> Alignment {
    let AlignmentTable { name, url, code, description, framework, target_type } = table;
    Alignment { name, url, code, description, framework, target_type }
}

fn check_type(entry: &str, name: Option<&String>) -> Result<(), CatalogueError> {
    match name.filter(|name| !vocabulary::is_achievement_type(name)) {
        Some(wrong) => Err(invalid(
            entry,
            &format!(
                "achievement type “{wrong}” is none of Open Badges 3.0 §B.1.3; write ext:{wrong} for one of your own"
            ),
        )),
        None => Ok(()),
    }
}

fn check_uri(entry: &str, member: &str, uri: Option<&String>) -> Result<(), CatalogueError> {
    match uri.filter(|uri| !vocabulary::is_absolute_uri(uri)) {
        Some(wrong) => Err(invalid(entry, &format!("{member} is expected to be an absolute URI, found “{wrong}”"))),
        None => Ok(()),
    }
}

fn check_said(entry: &str, member: &str, text: Option<&String>) -> Result<(), CatalogueError> {
    match text.filter(|text| text.trim().is_empty()) {
        Some(_) => Err(invalid(entry, &format!("{member} is empty; write it or leave it out"))),
        None => Ok(()),
    }
}

fn invalid(entry: &str, problem: &str) -> CatalogueError {
    CatalogueError::Invalid { entry: entry.to_owned(), problem: problem.to_owned() }
}

#[cfg(test)]
mod tests {
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
        assert!(problem("{}").starts_with("the catalogue cannot be read"));
        assert!(problem("[award_types]\nx = \"Program\"").contains("award_types"));
        assert!(problem("[defaults.course]\nimage = \"x\"").contains("defaults.course"));
        assert_eq!(parse(&" ".repeat(LIMIT + 1)).unwrap_err(), CatalogueError::TooLarge(LIMIT + 1));
    }
}
