//! What can be chosen, as cards.

use model::draft::{Draft, Kind};
use model::time::Time;
use web::parts::{Choice, CredentialCard, Fact};

/// A draft as a card; with a value, it can be chosen.
pub(in crate::http) fn card(draft: &Draft, choose: Option<String>) -> CredentialCard {
    let kind = match draft.kind {
        Kind::Transcript => "Transcript".to_owned(),
        _ => draft.summary.achievement_type.clone().unwrap_or_else(|| "Award".to_owned()),
    };
    let mut card = CredentialCard::new(spaced(&kind), draft.title.as_str(), draft.summary.issuer_name.as_str());
    card.image.clone_from(&draft.summary.image);
    card.facts = facts(draft);
    card.details = vec![Fact::new("What it is", draft.description.as_str())];
    card.choice = choose.map(|value| Choice { name: "award".to_owned(), value, checked: true });
    card
}

fn facts(draft: &Draft) -> Vec<Fact> {
    let fact = |label: &str, value: Option<String>| value.map(|value| Fact::new(label, value));
    let courses = draft.children.iter().filter(|child| child.kind == Kind::Course).count();
    let awards = draft.children.iter().filter(|child| child.kind == Kind::Badge).count();
    [
        fact("Awarded", draft.issued_on.map(Time::day_in_words)),
        fact("Grade", draft.summary.grade.clone()),
        fact("Credits", draft.summary.credits.map(|credits| credits.to_string())),
        fact("Term", draft.summary.term.clone()),
        fact("Courses", (courses > 0).then(|| courses.to_string())),
        fact("Awards", (draft.kind == Kind::Transcript && awards > 0).then(|| awards.to_string())),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// `BachelorDegree` as people write it: `Bachelor degree`.
fn spaced(word: &str) -> String {
    let mut spaced = String::new();
    for letter in word.trim_start_matches("ext:").chars() {
        if letter.is_uppercase() && !spaced.is_empty() {
            spaced.push(' ');
            spaced.extend(letter.to_lowercase());
        } else {
            spaced.push(letter);
        }
    }
    spaced
}
