//! Whether scores and levels are on the scales that the document itself defines.

use std::collections::HashMap;

use crate::record::{Entity, UnreadCode};

use super::notes::Notes;

/// What a document defines that has a scale: `Assessment` and `ProficiencyDefinition`, by identifier.
#[derive(Debug, Default)]
pub(super) struct Scales<'a>(HashMap<(&'static str, &'a str), &'a Entity>);

impl<'a> Scales<'a> {
    /// Of `definitions` and all their parts.
    pub(super) fn of(definitions: &'a [Entity]) -> Self {
        let all = definitions.iter().flat_map(Entity::all);
        let scaled = all.filter(|one| matches!(one.kind, "Assessment" | "ProficiencyDefinition") && !one.deleted);
        Self(scaled.filter_map(|one| Some(((one.kind, one.identifier.as_deref()?), one))).collect())
    }

    /// The definition that `entity` refers to.
    fn referred(&self, entity: &Entity, kind: &'static str) -> Option<&'a Entity> {
        let mut links = entity.links.iter().filter(|link| link.target.kind == kind);
        links.find_map(|link| self.0.get(&(kind, link.target.identifier.as_deref()?)).copied())
    }
}

/// Notes each score outside the levels of its assessment and each level its proficiency definition does not have.
///
/// The statement stays in the record as it is: which of the two is wrong is for the source to say.
pub(super) fn check(person: &Entity, scales: &Scales<'_>, notes: &mut Notes) {
    for taken in person.parts_of("AssessmentLearningExperience") {
        let bounds = scales.referred(taken, "Assessment").and_then(bounds);
        let score = taken.text("scoreValue").and_then(|score| score.parse::<f64>().ok());
        if let (Some((lowest, highest)), Some(score)) = (bounds, score)
            && !(lowest..=highest).contains(&score)
        {
            outside(taken.path_to("scoreValue"), &format!("a score from {lowest} to {highest}"), notes);
        }
    }
    for shown in person.parts_of("Proficiency") {
        let definition = scales.referred(shown, "ProficiencyDefinition");
        if let (Some(definition), Some(level)) = (definition, shown.text("proficiencyLevelId"))
            && !has_level(definition, level)
        {
            outside(shown.path_to("proficiencyLevelId"), "a level of the proficiency definition", notes);
        }
    }
}

fn outside(path: String, expected: &str, notes: &mut Notes) {
    let parts = [expected, "one outside that scale", "correct it or the scale in the source"];
    notes.note(path, UnreadCode::OutsideScale, parts);
}

/// The lowest and highest score of an assessment's `AssessmentPerformanceLevel`s, where both are stated.
fn bounds(assessment: &Entity) -> Option<(f64, f64)> {
    let levels = || assessment.parts_of("AssessmentPerformanceLevel").filter(|level| !level.deleted);
    let lowest = levels().filter_map(|level| level.number("performanceLowerLevel")).reduce(f64::min)?;
    let highest = levels().filter_map(|level| level.number("performanceUpperLevel")).reduce(f64::max)?;
    (lowest <= highest).then_some((lowest, highest))
}

/// Whether a proficiency definition has that level, or does not say which it has.
fn has_level(definition: &Entity, level: &str) -> bool {
    let levels = || definition.parts_of("ProficiencyLevel").filter(|one| !one.deleted);
    let named = levels()
        .flat_map(|one| one.identifier.as_deref().into_iter().chain(one.texts("value")).chain(one.texts("uri")));
    let mut known = named.chain(definition.texts("allowedValues")).peekable();
    known.peek().is_none() || known.any(|one| one == level)
}
