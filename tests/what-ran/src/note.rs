//! One line a note, one file a suite.

use std::fs::{self, OpenOptions};
use std::io::Write as _;
use std::path::Path;

use serde_json::{Value, json};

use crate::folder;

/// What happened to some cases of a suite.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// They ran.
    Ran,
    /// They could not run on this machine.
    Skipped,
    /// They need a live system of somebody else's, and none was named.
    NotAskedFor,
    /// They do not apply to this project.
    NotApplicable,
}

impl Outcome {
    const ALL: [(Self, &str); 4] = [
        (Self::Ran, "ran"),
        (Self::Skipped, "skipped"),
        (Self::NotAskedFor, "not_asked_for"),
        (Self::NotApplicable, "not_applicable"),
    ];

    fn name(self) -> &'static str {
        Self::ALL.iter().find(|(outcome, _)| *outcome == self).map_or("", |(_, name)| name)
    }

    fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, known)| *known == name).map(|(outcome, _)| *outcome)
    }
}

/// What a suite noted about some of its cases.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// The suite's name as the table shows it.
    pub suite: String,
    /// What happened.
    pub outcome: Outcome,
    /// To how many cases; 0 when nobody could count them.
    pub cases: usize,
    /// Why they did not run; empty when they did.
    pub why: String,
}

/// Adds a note of this run. A line this short is written in one piece, so test programs may write side by side.
#[expect(clippy::panic, reason = "a note that is lost would make the table lie")]
pub(crate) fn append(suite: &str, outcome: Outcome, cases: usize, why: &str) {
    if let Err(error) =
        append_in(&folder::of_this_run(), &Note { suite: suite.into(), outcome, cases, why: why.into() })
    {
        panic!("{suite}: the note of what ran cannot be written: {error}");
    }
}

/// What the suites of this run noted, by suite.
pub fn noted() -> Vec<Note> {
    noted_in(&folder::of_this_run())
}

fn append_in(folder: &Path, note: &Note) -> std::io::Result<()> {
    fs::create_dir_all(folder)?;
    let line = json!({ "suite": note.suite, "outcome": note.outcome.name(), "cases": note.cases, "why": note.why });
    let name: String = note.suite.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
    let mut file = OpenOptions::new().create(true).append(true).open(folder.join(format!("{name}.jsonl")))?;
    file.write_all(format!("{line}\n").as_bytes())
}

fn noted_in(folder: &Path) -> Vec<Note> {
    let files = fs::read_dir(folder).into_iter().flatten().flatten();
    let texts = files.filter_map(|file| fs::read_to_string(file.path()).ok());
    let mut notes: Vec<Note> = texts.flat_map(|text| text.lines().filter_map(read).collect::<Vec<_>>()).collect();
    notes.sort_by(|one, other| one.suite.cmp(&other.suite));
    notes
}

fn read(line: &str) -> Option<Note> {
    let note: Value = serde_json::from_str(line).ok()?;
    Some(Note {
        suite: note.get("suite")?.as_str()?.to_owned(),
        outcome: Outcome::from_name(note.get("outcome")?.as_str()?)?,
        cases: usize::try_from(note.get("cases")?.as_u64()?).ok()?,
        why: note.get("why")?.as_str()?.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_noted_is_read_again() {
        let folder = tempfile::tempdir().unwrap();
        let notes = [
            Note { suite: "A/B test".into(), outcome: Outcome::Ran, cases: 3, why: String::new() },
            Note { suite: "A/B test".into(), outcome: Outcome::NotApplicable, cases: 1, why: "\"x\"\ny".into() },
            Note { suite: "Zebra".into(), outcome: Outcome::Skipped, cases: 0, why: "absent".into() },
        ];
        for note in &notes {
            append_in(folder.path(), note).unwrap();
        }
        assert_eq!(noted_in(folder.path()), notes);
    }

    #[test]
    fn a_folder_that_does_not_exist_has_no_notes() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(noted_in(&folder.path().join("none")), []);
    }
}
