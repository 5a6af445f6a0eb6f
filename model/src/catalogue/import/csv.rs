//! Tables (RFC 4180): one achievement a row, columns named as the members of a catalogue entry.
//!
//! Commas or semicolons, whichever the heading has more of. Several values in a cell stand between `|`. An alignment
//! is written `name = identifier` in a column `ctid`, `lightcast`, `rsd`, `onet`, `case` or `url`.

mod rows;

use std::collections::BTreeMap;

use crate::catalogue::AchievementKind;
use crate::catalogue::file::{AlignmentTable, EntryTable, MatchTable};
use crate::catalogue::target::FRAMEWORKS;

use super::ImportError;
use super::collector::{Collector, start};
use rows::Row;

/// Every column that is read.
const COLUMNS: [&str; 25] = [
    "slug",
    "kind",
    "uri",
    "name",
    "description",
    "criteria",
    "criteria_url",
    "image",
    "achievement_type",
    "field_of_study",
    "specialization",
    "human_code",
    "credits_available",
    "tags",
    "grades",
    "score_type",
    "signers",
    "source",
    "identifier",
    "code",
    "ctid",
    "lightcast",
    "rsd",
    "onet",
    "case",
];

/// The column of alignments to anything else.
const URL: &str = "alignment_url";

pub(super) fn read(bytes: &[u8], file: &str, collector: &mut Collector) -> Result<(), ImportError> {
    let refused = |line: usize, problem: String| ImportError::Table { file: file.to_owned(), line, problem };
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let line = bytes.iter().take(error.valid_up_to()).filter(|byte| **byte == b'\n').count() + 1;
        refused(line, "expected UTF-8, found other bytes; save the table as “CSV UTF-8”".to_owned())
    })?;
    let mut rows = rows::rows(text).map_err(|(line, problem)| refused(line, problem))?.into_iter();
    let Some(heading) = rows.next() else {
        return Err(refused(1, "expected a heading with a column “name”, found nothing".to_owned()));
    };
    let columns = columns(&heading, collector).map_err(|problem| refused(heading.line, problem))?;
    for row in rows {
        let place = format!("line {}", row.line);
        match cells(&columns, &row).and_then(|cells| table(cells, &place, collector)) {
            Ok(table) => collector.offer(&place, table),
            Err(problem) => collector.leave_out(&place, problem),
        }
    }
    Ok(())
}

/// The name of each column; `None` for one that is not read.
fn columns(heading: &Row, collector: &mut Collector) -> Result<Vec<Option<&'static str>>, String> {
    let known = |cell: &String| {
        let words: Vec<String> =
            cell.split([' ', '_', '-']).filter(|word| !word.is_empty()).map(str::to_lowercase).collect();
        let name = words.join("_");
        COLUMNS.iter().chain([&URL]).find(|column| **column == name).copied()
    };
    let columns: Vec<_> = heading.cells.iter().map(known).collect();
    if !columns.contains(&Some("name")) {
        let found: Vec<String> = heading.cells.iter().take(12).map(|cell| format!("“{}”", start(cell))).collect();
        return Err(format!("expected a column “name” in the heading, found {}", found.join(", ")));
    }
    for (position, column) in columns.iter().enumerate() {
        if column.is_some() && columns.iter().take(position).any(|before| before == column) {
            return Err(format!("expected each column once, found “{}” twice", column.unwrap_or_default()));
        }
    }
    let place = format!("line {}", heading.line);
    for (cell, _) in
        heading.cells.iter().zip(&columns).filter(|(cell, column)| column.is_none() && !cell.trim().is_empty())
    {
        collector.leave_member_out(&place, format!("the column “{}” is none of a catalogue's", start(cell)));
    }
    Ok(columns)
}

/// The cells that say something, by column.
type Cells = BTreeMap<&'static str, String>;

fn cells(columns: &[Option<&'static str>], row: &Row) -> Result<Cells, String> {
    if row.cells.len() > columns.len() {
        let (expected, found) = (columns.len(), row.cells.len());
        return Err(format!("expected at most {expected} cells as in the heading, found {found}: is one not quoted?"));
    }
    let said = columns.iter().zip(&row.cells).filter_map(|(column, cell)| Some(((*column)?, cell.trim().to_owned())));
    Ok(said.filter(|(_, cell)| !cell.is_empty()).collect())
}

fn table(mut cells: Cells, place: &str, collector: &mut Collector) -> Result<EntryTable, String> {
    let kind = cells.remove("kind").map_or(Ok(AchievementKind::Award), |word| kind(&word))?;
    let credits = cells.remove("credits_available").map(|text| credits(&text)).transpose()?;
    let alignments = alignments(&mut cells, place, collector);
    let matches = matches(&mut cells)?;
    let mut several =
        |column: &str| -> Vec<String> { cells.remove(column).map(|cell| parts(&cell)).unwrap_or_default() };
    let (tags, grades, signers) = (several("tags"), several("grades"), several("signers"));
    Ok(EntryTable {
        slug: cells.remove("slug").unwrap_or_default(),
        kind: Some(kind),
        uri: cells.remove("uri"),
        name: cells.remove("name"),
        description: cells.remove("description"),
        criteria: cells.remove("criteria"),
        criteria_url: cells.remove("criteria_url"),
        image: cells.remove("image"),
        achievement_type: cells.remove("achievement_type"),
        field_of_study: cells.remove("field_of_study"),
        specialization: cells.remove("specialization"),
        human_code: cells.remove("human_code"),
        credits_available: credits,
        tags,
        grades,
        score_type: cells.remove("score_type"),
        signers,
        matches,
        alignments,
        results: Vec::new(),
    })
}

fn kind(word: &str) -> Result<AchievementKind, String> {
    match word.to_lowercase().as_str() {
        "award" => Ok(AchievementKind::Award),
        "course" => Ok(AchievementKind::Course),
        "programme" | "program" => Ok(AchievementKind::Programme),
        "assessment" => Ok(AchievementKind::Assessment),
        "competency" | "skill" => Ok(AchievementKind::Competency),
        _ => {
            let expected = "award, course, programme, assessment or competency";
            Err(format!("kind is expected to be {expected}, found “{}”", start(word)))
        }
    }
}

fn credits(text: &str) -> Result<f64, String> {
    // Where cells are parted by semicolons, fractions begin with a comma.
    let number = text.replace(',', ".").parse::<f64>().ok().filter(|number| number.is_finite() && *number >= 0.0);
    number.ok_or_else(|| format!("credits_available is expected to be a number from 0, found “{}”", start(text)))
}

fn parts(cell: &str) -> Vec<String> {
    cell.split('|').map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

fn matches(cells: &mut Cells) -> Result<Vec<MatchTable>, String> {
    let source = cells.remove("source");
    let bound = MatchTable { source: source.clone(), ..MatchTable::default() };
    let mut matches = Vec::new();
    for identifier in cells.remove("identifier").map(|cell| parts(&cell)).unwrap_or_default() {
        matches.push(MatchTable { identifier: Some(identifier), ..bound.clone() });
    }
    for code in cells.remove("code").map(|cell| parts(&cell)).unwrap_or_default() {
        matches.push(MatchTable { code: Some(code), ..bound.clone() });
    }
    if source.is_some() && matches.is_empty() {
        let name = cells.get("name").cloned();
        let name =
            name.ok_or_else(|| "a source is expected to have an identifier, a code or a name beside it".to_owned())?;
        matches.push(MatchTable { name: Some(name), ..bound });
    }
    Ok(matches)
}

fn alignments(cells: &mut Cells, place: &str, collector: &mut Collector) -> Vec<AlignmentTable> {
    let mut found = Vec::new();
    for column in FRAMEWORKS.iter().map(|framework| framework.member()).chain([URL]) {
        for part in cells.remove(column).map(|cell| parts(&cell)).unwrap_or_default() {
            let Some((name, id)) = part.split_once('=') else {
                let problem =
                    format!("{column} is expected to be a name, “=” and an identifier, found “{}”", start(&part));
                collector.leave_member_out(place, problem);
                continue;
            };
            found.push(aligned(column, name.trim(), id.trim()));
        }
    }
    found
}

fn aligned(column: &str, name: &str, id: &str) -> AlignmentTable {
    let table = AlignmentTable { name: name.to_owned(), ..AlignmentTable::default() };
    let id = Some(id.to_owned());
    match column {
        "ctid" => AlignmentTable { ctid: id, ..table },
        "lightcast" => AlignmentTable { lightcast: id, ..table },
        "rsd" => AlignmentTable { rsd: id, ..table },
        "onet" => AlignmentTable { onet: id, ..table },
        "case" => AlignmentTable { case: id, ..table },
        _ => AlignmentTable { url: id, ..table },
    }
}
