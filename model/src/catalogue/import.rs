//! Catalogue entries out of what others publish: LIF documents, CTDL, Open Badges 2.0 and tables.
//!
//! | form | what is taken | where it is told by |
//! |---|---|---|
//! | LIF | `Credential`, `Course`, and what persons were awarded or study | `Person` |
//! | CTDL | credentials, courses, programmes, assessments | `@graph`, or a type in `ceterms:` |
//! | Open Badges 2.0 | badge classes, alone or inside an assertion | `BadgeClass`, `Assertion` |
//! | table (CSV) | one achievement a row | no JSON |
//!
//! Nothing is invented: an achievement whose criteria the file does not state is taken without, and a finding says that
//! the institution has to write the sentence. No personal data is taken: names of achievements only.

mod badge_class;
mod collector;
mod csv;
mod ctdl;
mod error;
mod json;
mod lif;

use serde::Serialize;

pub use error::ImportError;

use super::Entry;
use collector::Collector;

/// Bytes of a file that is imported.
pub const MAX_BYTES: usize = 8 << 20;

/// What kind of file it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Format {
    /// A LIF document or answer.
    Lif,
    /// Credential Transparency Description Language, as JSON-LD.
    Ctdl,
    /// Badge classes of Open Badges 2.0 or 1.x.
    BadgeClass,
    /// A table with a heading.
    Csv,
}

impl Format {
    /// For people to read.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Lif => "LIF",
            Self::Ctdl => "CTDL",
            Self::BadgeClass => "Open Badges 2.0",
            Self::Csv => "CSV",
        }
    }
}

/// What kind of finding it is. The names are stable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FindingCode {
    /// Nothing says what the achievement takes: the institution has to write it.
    CriteriaWanting,
    /// Nothing describes the achievement: the institution has to write it.
    DescriptionWanting,
    /// The achievement is taken without one of its members.
    MemberLeftOut,
    /// The thing is not taken.
    LeftOut,
    /// Another thing of the file is matched alike, and that one is taken.
    Duplicate,
}

/// Something the institution should know of what was imported.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// A line (`line 3`) or a JSON Pointer.
    pub place: String,
    /// What kind it is.
    pub code: FindingCode,
    /// The same in a sentence.
    pub detail: String,
}

/// What was taken from a file, and what was not.
#[derive(Debug, Clone, PartialEq)]
pub struct Imported {
    /// What kind of file it was.
    pub format: Format,
    /// Entries in the file's order, each fit to be written and read again.
    pub entries: Vec<Entry>,
    /// In the file's order.
    pub findings: Vec<Finding>,
}

/// Reads achievements from a file of any of the [forms](self); `file` is its name for messages.
///
/// # Errors
/// [`ImportError`] names the file, the line or place, and what was expected.
pub fn import(bytes: &[u8], file: &str) -> Result<Imported, ImportError> {
    if bytes.len() > MAX_BYTES {
        return Err(ImportError::TooLarge { file: file.to_owned(), bytes: bytes.len() });
    }
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let mut collector = Collector::default();
    let first = bytes.iter().find(|byte| !byte.is_ascii_whitespace());
    let format = if let Some(b'{' | b'[') = first {
        from_json(bytes, file, &mut collector)?
    } else {
        csv::read(bytes, file, &mut collector)?;
        Format::Csv
    };
    let (entries, findings) = collector.finish();
    Ok(Imported { format, entries, findings })
}

fn from_json(bytes: &[u8], file: &str, collector: &mut Collector) -> Result<Format, ImportError> {
    let document = json::parse(bytes, file)?;
    if ctdl::is(&document) {
        ctdl::read(&document, file, collector)?;
        return Ok(Format::Ctdl);
    }
    if badge_class::is(&document) {
        badge_class::read(&document, collector);
        return Ok(Format::BadgeClass);
    }
    lif::read(document, bytes, file, collector)?;
    Ok(Format::Lif)
}

#[cfg(test)]
mod tests;
