//! One achievement of a catalogue, and how it is found.

use crate::badge::Criteria;

use super::AchievementKind;
use super::target::Aligned;

/// What a match compares.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum MatchOn {
    /// The source's identifier, letter for letter.
    Identifier(String),
    /// A course number, without case, spaces and hyphens.
    Code(String),
    /// A name, without case and spacing.
    Name(String),
}

impl MatchOn {
    /// A course number in the form in which it is compared.
    pub fn code(code: &str) -> Self {
        let folded = code.chars().filter(|c| !c.is_whitespace() && *c != '-');
        Self::Code(folded.flat_map(char::to_uppercase).collect())
    }

    /// A name in the form in which it is compared.
    pub fn name(name: &str) -> Self {
        Self::Name(fold(name))
    }
}

/// Lower case, one space between words.
pub(crate) fn fold(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// How an entry is found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Match {
    /// Only in records of this source; `None` for all.
    pub source: Option<String>,
    /// What is compared.
    pub on: MatchOn,
}

/// What the catalogue says of one achievement; what it leaves open the record or the defaults say.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// Names its credential configuration: `a-z`, `0-9` and `-`, unique, kept for ever.
    pub slug: String,
    /// What it is given for.
    pub kind: AchievementKind,
    /// Its id where it is published elsewhere.
    pub uri: Option<String>,
    /// Takes the place of the record's name.
    pub name: Option<String>,
    /// `{name}` and `{issuer}` are filled in.
    pub description: Option<String>,
    /// `{name}` and `{issuer}` are filled in.
    pub criteria: Criteria,
    /// An absolute URI.
    pub image: Option<String>,
    /// Of the specification's list, or `ext:…`.
    pub achievement_type: Option<String>,
    /// `fieldOfStudy`.
    pub field_of_study: Option<String>,
    /// `specialization`.
    pub specialization: Option<String>,
    /// `humanCode`.
    pub human_code: Option<String>,
    /// `creditsAvailable`.
    pub credits_available: Option<f64>,
    /// `tag`.
    pub tags: Vec<String>,
    /// `alignment`.
    pub alignments: Vec<Aligned>,
    /// `resultDescription`.
    pub results: Vec<ResultKind>,
    /// Sources (`informationSourceId`) whose statements of it are signed; empty when the settings alone decide.
    pub signers: Vec<String>,
    /// Every grade that can be given, lowest first.
    pub grades: Vec<String>,
    /// The result type of its numerical grade, such as `Percent` or `GradePointAverage`.
    pub score_type: Option<String>,
    /// How it is found in a record.
    pub matches: Vec<Match>,
}

impl Entry {
    /// Every grade that can be given, lowest first.
    pub fn scale(&self) -> &[String] {
        let described = || self.results.iter().find(|one| one.result_type == "LetterGrade");
        match self.grades.as_slice() {
            [] => described().map(|one| one.allowed_values.as_slice()).unwrap_or_default(),
            grades => grades,
        }
    }

    /// The result type of its numerical grade.
    pub fn scored_as(&self) -> Option<&str> {
        const IN_WORDS: [&str; 5] = ["LetterGrade", "PerformanceLevel", "Result", "RubricCriterionLevel", "Status"];
        let described = || self.results.iter().find(|one| !IN_WORDS.contains(&one.result_type.as_str()));
        self.score_type.as_deref().or_else(|| described().map(|one| one.result_type.as_str()))
    }
}

/// A result that an achievement gives (Open Badges 3.0 §B.1.24).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ResultKind {
    /// For people to read.
    pub name: String,
    /// `resultType`.
    pub result_type: String,
    /// `allowedValue`, lowest first.
    pub allowed_values: Vec<String>,
    /// `requiredValue`.
    pub required_value: Option<String>,
    /// `valueMin`.
    pub value_min: Option<String>,
    /// `valueMax`.
    pub value_max: Option<String>,
}

/// What is said of achievements that neither an entry nor the record describes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct KindDefault {
    /// `{name}` and `{issuer}` are filled in.
    pub description: Option<String>,
    /// `{name}` and `{issuer}` are filled in.
    pub criteria: Option<String>,
    /// Of the specification's list, or `ext:…`.
    pub achievement_type: Option<String>,
    /// An absolute URI.
    pub image: Option<String>,
}

/// Puts name and issuer into a sentence of the catalogue.
pub(crate) fn fill(pattern: &str, name: &str, issuer: &str) -> String {
    // One pass: a name that contains "{issuer}" must stay as it is.
    let mut filled = String::with_capacity(pattern.len() + name.len() + issuer.len());
    let mut rest = pattern;
    while let Some(at) = rest.find('{') {
        let (before, from) = rest.split_at(at);
        filled.push_str(before);
        let (value, mark) = if from.starts_with("{name}") {
            (name, "{name}")
        } else if from.starts_with("{issuer}") {
            (issuer, "{issuer}")
        } else {
            ("{", "{")
        };
        filled.push_str(value);
        rest = from.strip_prefix(mark).unwrap_or_default();
    }
    filled.push_str(rest);
    filled
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn name_and_issuer_are_filled_in_once() {
        assert_eq!(fill("{name} at {issuer}.", "Art of {issuer}", "Northlake"), "Art of {issuer} at Northlake.");
        assert_eq!(fill("a { b", "n", "i"), "a { b");
    }
}
