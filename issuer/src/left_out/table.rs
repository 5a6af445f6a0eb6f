//! The report as a table.

use model::package::FixBy;

/// A line of the report, or a note about what was assumed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// What the record calls it; empty where it has no name.
    pub what: String,
    /// The machine's name of the reason or note.
    pub code: &'static str,
    /// In a sentence, with what to do.
    pub detail: String,
    /// Who can do it; `None` for a note, where nothing is missing.
    pub fix_by: Option<FixBy>,
    /// JSON Pointer, in the record's own keys.
    pub path: String,
}

impl Row {
    /// Who can mend it, in a word.
    pub const fn who(&self) -> &'static str {
        match self.fix_by {
            Some(FixBy::Source) => "Source",
            Some(FixBy::Registrar) => "Registrar",
            Some(FixBy::Operator) => "Operator",
            Some(FixBy::Nobody) => "Nobody",
            None => "Assumed",
        }
    }
}

/// The rows as CSV (RFC 4180). Every field is quoted, and one that a spreadsheet would take for a formula begins with an
/// apostrophe: what stands in a record was written by strangers.
pub fn csv(rows: &[Row]) -> String {
    let mut text = line(&["what", "code", "detail", "fix_by", "path"]);
    for row in rows {
        text.push_str(&line(&[&row.what, row.code, &row.detail, &row.who().to_lowercase(), &row.path]));
    }
    text
}

fn line(fields: &[&str]) -> String {
    let quoted = fields.iter().map(|field| {
        let guard = if field.starts_with(['=', '+', '-', '@', '\t', '\r']) { "'" } else { "" };
        format!("\"{guard}{}\"", field.replace('"', "\"\""))
    });
    quoted.collect::<Vec<_>>().join(",") + "\r\n"
}
