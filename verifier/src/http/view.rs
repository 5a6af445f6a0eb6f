//! A report as the page shows it: the pieces every page is made of, filled, nothing left to decide in the template.

use web::parts::{self, CheckRow, CourseRow, CredentialCard, Fact, Mark, Transcript};

use crate::verify::report::{Check, CheckCode, Outcome, Report, Verdict};
use crate::verify::shown::Shown;

/// One report.
pub(super) struct ReportView {
    pub(super) verdict: parts::Verdict,
    pub(super) card: Option<CredentialCard>,
    /// Rows that say something about this credential.
    pub(super) rows: Vec<CheckRow>,
    /// Rows about things it does not have.
    pub(super) absent: Vec<CheckRow>,
    /// The credentials inside as a table by term.
    pub(super) transcript: Option<Transcript>,
    pub(super) children: Vec<Self>,
}

impl ReportView {
    pub(super) fn of(report: &Report) -> Self {
        Self::at(report, "")
    }

    /// `prefix` keeps the ids of rows apart where several reports stand on one page.
    fn at(report: &Report, prefix: &str) -> Self {
        let rows = |applies: bool| {
            let chosen = report.checks.iter().filter(move |check| (check.outcome != Outcome::NotApplicable) == applies);
            chosen.map(|check| row(check, prefix)).collect()
        };
        let child = |(number, child): (usize, &Report)| Self::at(child, &format!("{prefix}{}-", number + 1));
        Self {
            verdict: verdict(report),
            card: report.shown.as_ref().map(card),
            rows: rows(true),
            absent: rows(false),
            transcript: (!report.children.is_empty()).then(|| transcript(&report.children)),
            children: report.children.iter().enumerate().map(child).collect(),
        }
    }
}

fn verdict(report: &Report) -> parts::Verdict {
    let (mark, heading) = heading(report);
    parts::Verdict { mark, heading: heading.to_owned(), sentence: report.sentence.clone() }
}

fn heading(report: &Report) -> (Mark, &'static str) {
    let unknown = report.check(CheckCode::Trust).is_some_and(|check| check.outcome == Outcome::Warned);
    match report.verdict {
        Verdict::Valid => (Mark::Passed, "Genuine and valid"),
        Verdict::Warning if unknown => (Mark::Warned, "Genuine, but we don’t know this issuer"),
        Verdict::Warning => (Mark::Warned, "Genuine, with something to know"),
        Verdict::Invalid => (Mark::Failed, "Not valid"),
        Verdict::Undecided => (Mark::CouldNotCheck, "We could not check everything"),
        Verdict::Unreadable => (Mark::CouldNotCheck, "Not a credential we can read"),
    }
}

fn row(check: &Check, prefix: &str) -> CheckRow {
    let mark = match check.outcome {
        Outcome::Passed => Mark::Passed,
        Outcome::Failed => Mark::Failed,
        Outcome::Warned => Mark::Warned,
        Outcome::CouldNotCheck => Mark::CouldNotCheck,
        Outcome::NotApplicable => Mark::NotApplicable,
    };
    let mut details = Vec::new();
    if !matches!(check.outcome, Outcome::Passed | Outcome::NotApplicable) {
        details.push(Fact::new("Reason code", check.reason));
        details.extend(check.problem.map(|problem| Fact::new("Problem type", problem.url())));
    }
    CheckRow {
        mark,
        code: format!("{prefix}{}", check.code.name()),
        title: check.code.title().to_owned(),
        at: None,
        sentence: check.sentence.clone(),
        details,
    }
}

/// The credential's own words. The issuer's name in them is a claim, and put as one.
fn card(shown: &Shown) -> CredentialCard {
    let issuer = if shown.issuer.is_empty() { &shown.issuer_id } else { &shown.issuer };
    CredentialCard {
        facts: facts(&[
            ("To", &shown.learner),
            ("Awarded", &shown.awarded),
            ("Issued", &shown.issued),
            ("Until", &shown.until),
            ("Term", &shown.course.term),
            ("Credits", &shown.course.credits),
            ("Result", &shown.course.grade),
        ]),
        details: facts(&[
            ("Description", &shown.description),
            ("What was asked for", &shown.criteria),
            ("Code", &shown.course.code),
            ("Issuer’s id", &shown.issuer_id),
        ]),
        ..CredentialCard::new(shown.kind, shown.title.as_str(), format!("Says it is from {issuer}"))
    }
}

fn facts(pairs: &[(&str, &String)]) -> Vec<Fact> {
    pairs
        .iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(label, value)| Fact::new(*label, value.as_str()))
        .collect()
}

/// Terms in the order in which they first come.
fn transcript(children: &[Report]) -> Transcript {
    let mut terms: Vec<parts::Term> = Vec::new();
    for child in children {
        let shown = child.shown.clone().unwrap_or_default();
        let name = if shown.course.term.is_empty() { "Awards and programmes".to_owned() } else { shown.course.term };
        let course = CourseRow {
            code: shown.course.code,
            title: shown.title,
            credits: shown.course.credits,
            grade: shown.course.grade,
            status: heading(child).1.to_owned(),
            in_progress: shown.course.in_progress,
        };
        match terms.iter_mut().find(|term| term.name == name) {
            Some(term) => term.courses.push(course),
            None => terms.push(parts::Term { name, courses: vec![course], totals: Vec::new() }),
        }
    }
    Transcript { terms, ..Transcript::default() }
}
