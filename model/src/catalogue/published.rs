//! An achievement as the catalogue alone describes it, for everybody to read at its id.

use crate::badge::{Achievement, Criteria, ResultDescription};

use super::entry::fill;
use super::{AchievementKind, Catalogue, Entry};

/// Whose catalogue it is.
#[derive(Debug, Clone, Copy)]
pub struct Publisher<'a> {
    /// `{public URL}/{tenant}`, under which achievements have their ids.
    pub base: &'a str,
    /// The institution's name.
    pub name: &'a str,
}

impl Catalogue {
    /// What `entry` says, and the default of its kind where it says nothing; `name` is taken where it has none. A
    /// record may say more: it comes before the default in a credential. Without words there the description is
    /// empty and criteria are.
    pub fn published(&self, entry: &Entry, publisher: Publisher<'_>, name: &str) -> Achievement {
        let name = entry.name.as_deref().unwrap_or(name);
        let default = self.default_for(entry.kind);
        let filled = |text: &str| fill(text, name, publisher.name);
        let described = entry.description.as_deref().or_else(|| default.and_then(|one| one.description.as_deref()));
        let mut achievement = Achievement {
            id: entry.achievement_id(publisher.base),
            slug: entry.slug.clone(),
            name: name.to_owned(),
            achievement_type: self.type_of(entry, name),
            description: described.map(filled).unwrap_or_default(),
            criteria: self.criteria_of(entry, &filled),
            image: entry.image.clone().or_else(|| default.and_then(|one| one.image.clone())),
            field_of_study: entry.field_of_study.clone(),
            specialization: entry.specialization.clone(),
            human_code: entry.human_code.clone(),
            credits_available: entry.credits_available,
            tags: entry.tags.clone(),
            alignments: entry.alignments.iter().map(Into::into).collect(),
            result_descriptions: Vec::new(),
        };
        achievement.result_descriptions = entry.result_descriptions(&achievement);
        achievement
    }

    fn criteria_of(&self, entry: &Entry, filled: &dyn Fn(&str) -> String) -> Criteria {
        if !entry.criteria.is_empty() {
            return Criteria { narrative: entry.criteria.narrative.as_deref().map(filled), ..entry.criteria.clone() };
        }
        let default = self.default_for(entry.kind).and_then(|one| one.criteria.as_deref());
        Criteria { id: None, narrative: default.map(filled) }
    }

    fn type_of(&self, entry: &Entry, name: &str) -> Option<String> {
        let by_name = (entry.kind == AchievementKind::Award).then(|| self.award_type(name)).flatten();
        let default = || self.default_for(entry.kind).and_then(|one| one.achievement_type.as_deref());
        entry.achievement_type.as_deref().or(by_name).or_else(default).map(str::to_owned)
    }
}

impl Entry {
    /// The achievement's id: where it is published elsewhere, else below `base`.
    pub fn achievement_id(&self, base: &str) -> String {
        let own = || format!("{}/achievements/{}", base.trim_end_matches('/'), self.slug);
        self.uri.clone().unwrap_or_else(own)
    }

    /// The results of `achievement`, which this entry describes, each with its id.
    pub fn result_descriptions(&self, achievement: &Achievement) -> Vec<ResultDescription> {
        let described = self.results.iter().cloned().enumerate().map(|(position, kind)| ResultDescription {
            id: achievement.part(&format!("result-{}", position + 1)),
            name: kind.name,
            result_type: kind.result_type,
            allowed_values: kind.allowed_values,
            required_value: kind.required_value,
            value_min: kind.value_min,
            value_max: kind.value_max,
        });
        described.collect()
    }
}

#[cfg(test)]
mod tests;
