//! The table, and whether it is a failure.

use std::fmt::Write as _;

use crate::machine::Need;
use crate::{Note, Outcome};

/// What one run did, ready to print.
#[derive(Debug)]
pub struct Table<'a> {
    /// The notes, by suite.
    pub notes: &'a [Note],
    /// What the machine has and lacks.
    pub needs: &'a [Need],
}

/// The counts of one suite.
struct Row<'a> {
    suite: &'a str,
    ran: usize,
    skipped: Option<String>,
    not_applicable: usize,
    /// Each reason with the count of cases it is about, in the order noted.
    why: Vec<(&'a str, usize)>,
}

impl Row<'_> {
    fn reasons(&self) -> impl Iterator<Item = String> {
        self.why.iter().map(|(why, cases)| match cases {
            0 => (*why).to_owned(),
            counted => format!("{counted}: {why}"),
        })
    }
}

impl Table<'_> {
    /// The table as text.
    pub fn text(&self) -> String {
        let rows = self.rows();
        let width = rows.iter().map(|row| row.suite.chars().count()).max().unwrap_or(0).max("suite".len());
        let mut text = format!("{:width$}  {:>7}  {:>7}  {:>14}  why\n", "suite", "ran", "skipped", "not applicable");
        for row in &rows {
            let skipped = row.skipped.as_deref().unwrap_or("-");
            let counts = format!("{:>7}  {skipped:>7}  {:>14}", row.ran, row.not_applicable);
            let mut start = format!("{:width$}  {counts}", row.suite);
            let indent = start.chars().count();
            for why in row.reasons() {
                let _written = writeln!(text, "{start}  {why}");
                start = " ".repeat(indent);
            }
            if row.why.is_empty() {
                let _written = writeln!(text, "{start}");
            }
        }
        if rows.is_empty() {
            text.push_str("(no suite noted anything in this run)\n");
        }
        for need in self.needs {
            let _written = if need.is_here {
                writeln!(text, "here:   {}", need.name)
            } else {
                writeln!(text, "ABSENT: {}: {}", need.name, need.without_it)
            };
        }
        text
    }

    /// What must not be under `TASSEL_REQUIRE_SHARED=1`: anything absent, anything skipped, or nothing noted at all.
    pub fn faults(&self) -> Vec<String> {
        let absent = self.needs.iter().filter(|need| !need.is_here);
        let mut faults: Vec<String> = absent.map(|need| format!("{} is absent", need.name)).collect();
        let skipped = self.notes.iter().filter(|note| note.outcome == Outcome::Skipped);
        faults.extend(skipped.map(|note| format!("{} was skipped: {}", note.suite, note.why)));
        if self.notes.is_empty() {
            faults.push("no suite noted anything: run the whole workspace".to_owned());
        }
        faults
    }

    fn rows(&self) -> Vec<Row<'_>> {
        self.notes.chunk_by(|one, other| one.suite == other.suite).map(row).collect()
    }
}

fn row(notes: &[Note]) -> Row<'_> {
    let of = |outcome| notes.iter().filter(move |note| note.outcome == outcome);
    let mut why: Vec<(&str, usize)> = Vec::new();
    for note in notes.iter().filter(|note| !note.why.is_empty()) {
        match why.iter_mut().find(|(known, _)| *known == note.why) {
            Some((_, cases)) => *cases += note.cases,
            None => why.push((&note.why, note.cases)),
        }
    }
    let skipped: Vec<usize> = of(Outcome::Skipped).chain(of(Outcome::NotAskedFor)).map(|note| note.cases).collect();
    Row {
        suite: notes.first().map_or("", |note| &note.suite),
        ran: of(Outcome::Ran).map(|note| note.cases).sum(),
        skipped: (!skipped.is_empty()).then(|| match skipped.iter().sum() {
            0 => "some".to_owned(),
            counted => usize::to_string(&counted),
        }),
        not_applicable: of(Outcome::NotApplicable).map(|note| note.cases).sum(),
        why,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn note(suite: &str, outcome: Outcome, cases: usize, why: &str) -> Note {
        Note { suite: suite.to_owned(), outcome, cases, why: why.to_owned() }
    }

    fn need(is_here: bool) -> [Need; 1] {
        [Need { name: "Node", is_here, without_it: "no wallets" }]
    }

    #[test]
    fn each_suite_has_one_row() {
        let notes = [
            note("alpha", Outcome::Ran, 60, ""),
            note("alpha", Outcome::Ran, 2, ""),
            note("alpha", Outcome::NotApplicable, 2, "SHA-384"),
            note("alpha", Outcome::NotApplicable, 1, "other"),
            note("beta", Outcome::Skipped, 0, "no data"),
            note("beta", Outcome::Skipped, 0, "no data"),
            note("gamma", Outcome::Ran, 1, ""),
        ];
        assert_eq!(
            Table { notes: &notes, needs: &need(false) }.text(),
            "suite      ran  skipped  not applicable  why\n\
             alpha       62        -               3  2: SHA-384\n\
             \x20                                        1: other\n\
             beta         0     some               0  no data\n\
             gamma        1        -               0\n\
             ABSENT: Node: no wallets\n"
        );
    }

    #[test]
    fn what_is_complete_has_no_fault() {
        let notes = [note("alpha", Outcome::Ran, 1, ""), note("alpha", Outcome::NotApplicable, 1, "other")];
        assert_eq!(Table { notes: &notes, needs: &need(true) }.faults(), [""; 0]);
    }

    #[test]
    fn a_live_system_that_nobody_named_is_shown_and_no_fault() {
        let notes = [note("alpha", Outcome::NotAskedFor, 0, "set URL")];
        let table = Table { notes: &notes, needs: &need(true) };
        assert_eq!(table.faults(), [""; 0]);
        assert!(table.text().contains("alpha        0     some               0  set URL\n"), "{}", table.text());
    }

    #[test]
    fn a_skip_an_absence_and_silence_are_faults() {
        let skipped = [note("beta", Outcome::Skipped, 1, "no data")];
        assert_eq!(Table { notes: &skipped, needs: &need(true) }.faults(), ["beta was skipped: no data"]);
        let ran = [note("alpha", Outcome::Ran, 1, "")];
        assert_eq!(Table { notes: &ran, needs: &need(false) }.faults(), ["Node is absent"]);
        assert_eq!(
            Table { notes: &[], needs: &need(true) }.faults(),
            ["no suite noted anything: run the whole workspace"]
        );
    }
}
