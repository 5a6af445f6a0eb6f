//! A document to read and print: headings, paragraphs, pairs, tables and a QR code, as tagged PDF.
//!
//! What is written is PDF 1.7 that claims PDF/UA-1 (ISO 14289-1) and PDF/A-2a (ISO 19005-2): every piece of text stands in the
//! structure tree in reading order, headings make the outline, table cells name their headers, the typeface is embedded as
//! the letters that are used, and nothing outside the file is needed. `krilla` refuses to write a file that breaks a rule
//! of either standard that a program can check.
//!
//! The same document always gives the same bytes: no clock is read and nothing is drawn at random.

mod block;
mod face;
mod line;
mod paint;
mod sheet;
mod table;
#[cfg(test)]
mod tests;
mod tree;

use std::collections::BTreeSet;

/// Bytes of text in one document, all blocks together. A transcript of 300 courses has about 40 kB.
pub const MOST_TEXT: usize = 1024 * 1024;

/// Pages of one document.
pub const MOST_PAGES: usize = 300;

/// A document before it is laid out. All text is plain: no markup is read in it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Document {
    /// The title, shown by viewers in place of a file name.
    pub title: String,
    /// Who made it: the institution.
    pub author: String,
    /// What it is, in a sentence.
    pub subject: String,
    /// The language of its words, as BCP 47 has it, such as `en`.
    pub language: String,
    /// What tells this document from others; versions of one document share it.
    pub id: String,
    /// When what it says was said.
    pub date: Date,
    /// The colour of rules, headings and the monogram; dark enough to be read on white.
    pub accent: [u8; 3],
    /// At the foot of each page, on the left.
    pub footer: String,
    /// Before the page's number and between it and the count: `["Page", "of"]`.
    pub page_words: [String; 2],
    /// What it says, in reading order.
    pub blocks: Vec<Block>,
    /// A sentence that ends the document when the typeface lacks a letter; the letters' numbers follow it.
    pub unshown: String,
}

/// A day and a moment in it, UTC.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Date {
    /// The year.
    pub year: u16,
    /// 1 to 12.
    pub month: u8,
    /// 1 to 31.
    pub day: u8,
    /// 0 to 23.
    pub hour: u8,
    /// 0 to 59.
    pub minute: u8,
    /// 0 to 59.
    pub second: u8,
}

/// One part of a document.
#[derive(Debug, Clone, PartialEq)]
pub enum Block {
    /// Whose paper it is: a monogram, the name, and a line below it.
    Letterhead {
        /// The institution's name.
        name: String,
        /// Its web site, or nothing.
        line: String,
    },
    /// A heading; levels begin at 1 and leave none out.
    Heading {
        /// 1 to 3.
        level: u8,
        /// Its words.
        text: String,
    },
    /// A paragraph.
    Paragraph(String),
    /// A paragraph that must not be missed, in a box.
    Notice(String),
    /// Small print.
    Note(String),
    /// Names and what they stand for, two pairs a row.
    Pairs(Vec<(String, String)>),
    /// A table.
    Table(Table),
    /// A QR code with paragraphs beside it; the last thing beside it is its address as a link.
    Code {
        /// The address.
        url: String,
        /// What the code is, for those who hear the document.
        label: String,
        /// What is said beside it.
        beside: Vec<String>,
    },
}

/// A table with one header row, repeated on each page it goes on to.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Table {
    /// What it holds, for those who hear the document.
    pub summary: String,
    /// Its columns.
    pub columns: Vec<Column>,
    /// The column whose cells head their rows.
    pub row_header: usize,
    /// A cell for each column; what is missing is empty.
    pub rows: Vec<Vec<String>>,
    /// Totals, below a rule; empty for none.
    pub foot: Vec<String>,
}

/// One column of a table.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Column {
    /// What heads it.
    pub title: String,
    /// Its share of the width, beside the shares of the others.
    pub share: f32,
    /// Whether it is set flush right, as numbers are.
    pub right: bool,
}

/// A document as a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pdf {
    /// The file.
    pub bytes: Vec<u8>,
    /// How many pages it has.
    pub pages: usize,
    /// Letters that the typeface lacks. Each is shown by its number, such as `[U+4E2D]`, and read out as the letter it is.
    pub unshown: BTreeSet<char>,
}

/// Why no file was written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PdfError {
    /// Over [`MOST_TEXT`]; nothing was laid out.
    #[error("expected a document of up to {MOST_TEXT} bytes of text, found {found}: leave something out")]
    TooMuchText {
        /// Bytes found.
        found: usize,
    },
    /// Over [`MOST_PAGES`].
    #[error("expected a document of up to {MOST_PAGES} pages, found more: leave something out")]
    TooManyPages,
    /// The address of a QR code.
    #[error(transparent)]
    Code(#[from] crate::qr::TooLong),
    /// A heading that leaves a level out, or is deeper than 3: PDF/UA-1 §7.4.2.
    #[error("expected a heading of level 1 to {deepest}, found level {found}: leave no level out")]
    HeadingLevel {
        /// The level found.
        found: u8,
        /// The deepest that may follow.
        deepest: u8,
    },
    /// A rule of PDF/UA-1 or PDF/A-2a that the document breaks, such as a title that is missing.
    #[error("expected a document that keeps PDF/UA-1 and PDF/A-2a, but: {0}")]
    Rule(String),
}

/// Lays `document` out on A4 and writes it.
///
/// # Errors
/// [`PdfError`].
pub fn write(document: &Document) -> Result<Pdf, PdfError> {
    let found = text_of(document);
    if found > MOST_TEXT {
        return Err(PdfError::TooMuchText { found });
    }
    let faces = face::Faces::new()?;
    let layout = block::lay_out(document, &faces)?;
    let (pages, unshown) = (layout.pages.len(), layout.unshown.clone());
    Ok(Pdf { bytes: paint::paint(document, layout, &faces)?, pages, unshown })
}

fn text_of(document: &Document) -> usize {
    let blocks = document.blocks.iter().map(|block| match block {
        Block::Letterhead { name, line } => name.len() + line.len(),
        Block::Heading { text, .. } | Block::Paragraph(text) | Block::Notice(text) | Block::Note(text) => text.len(),
        Block::Pairs(pairs) => pairs.iter().map(|(name, value)| name.len() + value.len()).sum(),
        Block::Table(table) => {
            let cells = table.rows.iter().flatten().chain(&table.foot).map(String::len);
            cells.chain(table.columns.iter().map(|column| column.title.len())).sum::<usize>() + table.summary.len()
        }
        Block::Code { url, label, beside } => url.len() + label.len() + beside.iter().map(String::len).sum::<usize>(),
    });
    let members = [&document.title, &document.author, &document.subject, &document.footer, &document.unshown];
    blocks.chain(members.map(String::len)).sum()
}
