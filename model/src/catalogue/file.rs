//! Reading and checking a catalogue file.

mod fault;
mod tables;

use std::collections::{BTreeMap, HashSet};

use crate::badge::Criteria;
use crate::vocabulary;

pub(super) use fault::Fault;
pub use fault::{CatalogueError, line_of};
use tables::File;
pub(super) use tables::{AlignmentTable, DefaultTable, EntryTable, MatchTable, ResultTable};

use super::entry::{Entry, KindDefault, Match, MatchOn, ResultKind, fold};
use super::target::{Aligned, Framework, Stated, Target};
use super::{AchievementKind, Catalogue, Defaults};

/// Bytes of a catalogue file.
pub(super) const LIMIT: usize = 4 << 20;

pub(super) fn parse(text: &str) -> Result<Catalogue, CatalogueError> {
    if text.len() > LIMIT {
        return Err(CatalogueError::TooLarge(text.len()));
    }
    let file: File = toml::from_str(text).map_err(|error| fault::unreadable(text, &error))?;
    let mut defaults = Defaults {
        award_types: award_types(file.award_types).map_err(|fault| fault.of("award_types", text))?,
        ..Defaults::default()
    };
    for (kind, table) in file.defaults {
        let default = default_of(table).map_err(|fault| {
            fault.within(kind.as_str()).within("defaults").of(&format!("defaults.{}", kind.as_str()), text)
        })?;
        defaults.of_kind.insert(kind, default);
    }
    let mut catalogue = Catalogue { defaults, ..Catalogue::default() };
    let mut slugs = HashSet::new();
    for (position, table) in file.achievement.into_iter().enumerate() {
        let slug = table.slug.clone();
        let added = entry_of(table).and_then(|entry| add(&mut catalogue, &mut slugs, entry));
        added.map_err(|fault| fault.within(position).within("achievement").of(&slug, text))?;
    }
    Ok(catalogue)
}

fn add(catalogue: &mut Catalogue, slugs: &mut HashSet<String>, entry: Entry) -> Result<(), Fault> {
    if !slugs.insert(entry.slug.clone()) {
        return Err(Fault::at("slug", "another entry has the same slug; each needs its own"));
    }
    catalogue.index.add(entry).map_err(|clash| {
        let other =
            if clash.other == clash.slug { "another match here".to_owned() } else { format!("“{}”", clash.other) };
        let problem = format!("this match is the same as that of {other}, so it cannot be told which one is meant");
        Fault::here(problem).within(clash.number - 1).within("match")
    })
}

/// Beginnings of names with the types they tell, in lower case.
pub(super) fn award_types(table: BTreeMap<String, String>) -> Result<BTreeMap<String, String>, Fault> {
    let mut types = BTreeMap::new();
    for (beginning, found) in table {
        check_type(&beginning, Some(&found)).map_err(|fault| fault.within("award_types"))?;
        if types.insert(fold(&beginning), found).is_some() {
            let problem = format!("“{beginning}” stands here twice, but for case and spaces");
            return Err(Fault::at(&beginning, problem).within("award_types"));
        }
    }
    Ok(types)
}

/// The default that a table describes.
pub(super) fn default_of(table: DefaultTable) -> Result<KindDefault, Fault> {
    check_type("achievement_type", table.achievement_type.as_ref())?;
    check_uri("image", table.image.as_ref())?;
    check_said("description", table.description.as_ref())?;
    check_said("criteria", table.criteria.as_ref())?;
    let DefaultTable { description, criteria, achievement_type, image } = table;
    Ok(KindDefault { description, criteria, achievement_type, image })
}

/// The entry that a table describes.
pub(super) fn entry_of(table: EntryTable) -> Result<Entry, Fault> {
    check_entry(&table)?;
    let mut matches = listed("match", table.matches, match_of)?;
    if let (true, Some(name)) = (matches.is_empty(), &table.name) {
        matches.push(Match { source: None, on: MatchOn::name(name) });
    }
    if matches.is_empty() {
        return Err(Fault::here("nothing says what it matches: give it a `match` or a `name`"));
    }
    Ok(Entry {
        slug: table.slug,
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
        alignments: listed("alignment", table.alignments, aligned_of)?,
        results: listed("result", table.results, result_of)?,
        signers: table.signers,
        grades: table.grades,
        score_type: table.score_type,
        matches,
    })
}

fn listed<T, U>(member: &str, tables: Vec<T>, of: fn(T) -> Result<U, Fault>) -> Result<Vec<U>, Fault> {
    let each = tables.into_iter().enumerate();
    each.map(|(position, table)| of(table).map_err(|fault| fault.within(position).within(member))).collect()
}

fn check_entry(table: &EntryTable) -> Result<(), Fault> {
    if !vocabulary::is_slug(&table.slug) {
        return Err(Fault::at("slug", "a slug is 1 to 80 of a-z, 0-9 and -, begins and ends with none of -"));
    }
    if vocabulary::RESERVED_SLUGS.contains(&table.slug.as_str()) {
        return Err(Fault::at("slug", "this slug is taken by the transcript; choose another"));
    }
    check_uri("uri", table.uri.as_ref())?;
    check_uri("image", table.image.as_ref())?;
    check_uri("criteria_url", table.criteria_url.as_ref())?;
    check_type("achievement_type", table.achievement_type.as_ref())?;
    check_said("name", table.name.as_ref())?;
    check_said("description", table.description.as_ref())?;
    check_said("criteria", table.criteria.as_ref())?;
    check_result_type("score_type", table.score_type.as_ref())?;
    if table.credits_available.is_some_and(|credits| !credits.is_finite() || credits < 0.0) {
        return Err(Fault::at("credits_available", "credits_available is expected to be a number from 0"));
    }
    table.signers.iter().try_for_each(|signer| check_said("signers", Some(signer)))
}

fn match_of(table: MatchTable) -> Result<Match, Fault> {
    let on = match (table.identifier, table.code, table.name) {
        (Some(identifier), None, None) => MatchOn::Identifier(identifier),
        (None, Some(code), None) => MatchOn::code(&code),
        (None, None, Some(name)) => MatchOn::name(&name),
        _ => return Err(Fault::here("a match has exactly one of identifier, code and name")),
    };
    Ok(Match { source: table.source, on })
}

/// The alignment that a table describes.
pub(super) fn aligned_of(table: AlignmentTable) -> Result<Aligned, Fault> {
    if table.name.trim().is_empty() {
        return Err(Fault::at("name", "an alignment name is empty; write what the achievement is aligned to"));
    }
    let AlignmentTable { name, ctid, lightcast, rsd, onet, case, url, code, description, framework, target_type } =
        table;
    let by_id = [
        (Framework::CredentialEngine, ctid),
        (Framework::Lightcast, lightcast),
        (Framework::OpenSkills, rsd),
        (Framework::Onet, onet),
        (Framework::Case, case),
    ];
    let mut named = by_id.into_iter().filter_map(|(known, id)| Some((known, id?)));
    let target = match (named.next(), named.next(), url) {
        (Some((known, id)), None, None) => Target::of(known, &id)
            .and_then(|target| target.with(code, framework, target_type))
            .map_err(|error| (known.member(), error)),
        (None, None, Some(url)) => {
            Target::stated(Stated { url, code, framework, target_type }).map_err(|error| ("url", error))
        }
        _ => return Err(Fault::here("an alignment has exactly one of ctid, lightcast, rsd, onet, case and url")),
    };
    let target = target.map_err(|(member, error)| Fault::at(member, error.to_string()))?;
    Ok(Aligned { name, description, target })
}

fn result_of(table: ResultTable) -> Result<ResultKind, Fault> {
    check_said("name", Some(&table.name))?;
    check_result_type("type", Some(&table.result_type))?;
    let ResultTable { name, result_type, allowed, required, min, max } = table;
    if let Some(wrong) = required.as_ref().filter(|one| !allowed.is_empty() && !allowed.contains(one)) {
        return Err(Fault::at(
            "required",
            format!("required is expected to be one of the values allowed, found “{wrong}”"),
        ));
    }
    Ok(ResultKind {
        name,
        result_type,
        allowed_values: allowed,
        required_value: required,
        value_min: min,
        value_max: max,
    })
}

fn check_type(member: &str, name: Option<&String>) -> Result<(), Fault> {
    match name.filter(|name| !vocabulary::is_achievement_type(name)) {
        Some(wrong) => {
            let advice = format!("write ext:{wrong} for one of your own");
            Err(Fault::at(member, format!("achievement type “{wrong}” is none of Open Badges 3.0 §B.1.3; {advice}")))
        }
        None => Ok(()),
    }
}

fn check_result_type(member: &str, name: Option<&String>) -> Result<(), Fault> {
    match name.filter(|name| !vocabulary::is_result_type(name)) {
        Some(wrong) => {
            Err(Fault::at(member, format!("{member} “{wrong}” is no result type of Open Badges 3.0 §B.1.26")))
        }
        None => Ok(()),
    }
}

fn check_uri(member: &str, uri: Option<&String>) -> Result<(), Fault> {
    match uri.filter(|uri| !vocabulary::is_absolute_uri(uri)) {
        Some(wrong) => Err(Fault::at(member, format!("{member} is expected to be an absolute URI, found “{wrong}”"))),
        None => Ok(()),
    }
}

fn check_said(member: &str, text: Option<&String>) -> Result<(), Fault> {
    match text.filter(|text| text.trim().is_empty()) {
        Some(_) => Err(Fault::at(member, format!("{member} is empty; write it or leave it out"))),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests;
