//! Courses by term, terms in the order they were.

use std::collections::BTreeMap;

use super::Entry;

/// One term with its courses.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Term {
    /// As the issuer names it; a year where courses have a date and no term; empty where they have neither.
    pub name: String,
    /// By course number and name.
    pub courses: Vec<Entry>,
    /// The credits earned in it; `None` where no course states any.
    pub credits: Option<f64>,
}

/// Groups `courses`.
pub(super) fn of(courses: Vec<Entry>) -> Vec<Term> {
    let mut groups: BTreeMap<String, Vec<Entry>> = BTreeMap::new();
    for course in courses {
        groups.entry(name_of(&course)).or_default().push(course);
    }
    let mut terms: Vec<Term> = groups.into_iter().map(|(name, courses)| Term::new(name, courses)).collect();
    terms.sort_by_cached_key(|term| (term.began().is_none(), term.began(), term.name.clone()));
    terms
}

fn name_of(course: &Entry) -> String {
    let year = || course.date.as_deref().and_then(|date| date.get(..4)).map(str::to_owned);
    course.term.as_deref().map(|term| term.trim().to_owned()).or_else(year).unwrap_or_default()
}

impl Term {
    fn new(name: String, mut courses: Vec<Entry>) -> Self {
        courses.sort_by(|one, other| (&one.code, &one.name, &one.id).cmp(&(&other.code, &other.name, &other.id)));
        let stated: Vec<f64> = courses.iter().filter_map(|course| course.credits).collect();
        let credits = (!stated.is_empty()).then(|| sum(&stated));
        Self { name, courses, credits }
    }

    /// When it was, to sort by: the first date of its courses, else the year and season of its name.
    fn began(&self) -> Option<String> {
        let first = self.courses.iter().filter_map(|course| course.date.clone()).min();
        first.or_else(|| named_date(&self.name))
    }
}

/// Credits added up: thousandths are more than any transcript has, and adding `0.1` ten times still makes `1`.
pub fn sum(credits: &[f64]) -> f64 {
    (credits.iter().sum::<f64>() * 1000.0).round() / 1000.0
}

fn named_date(name: &str) -> Option<String> {
    let words = || name.split(|letter: char| !letter.is_alphanumeric());
    let year = words().find(|word| word.len() == 4 && word.bytes().all(|digit| digit.is_ascii_digit()))?;
    let month = words().find_map(|word| match word.to_lowercase().as_str() {
        "winter" => Some("01"),
        "spring" => Some("02"),
        "summer" => Some("06"),
        "fall" | "autumn" => Some("09"),
        _ => None,
    });
    Some(format!("{year}-{}", month.unwrap_or_default()))
}
