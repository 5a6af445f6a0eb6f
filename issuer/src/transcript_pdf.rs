//! A transcript to read and print: the words and tables around what the credential says.

#[cfg(test)]
mod tests;

use artefact::pdf::{self, Block, Column, Date, Document, Pdf, PdfError, Table};
use model::draft::Draft;
use model::rendition::{Entry, Rendition, Scale, State, Term};
use model::time::Time;
use serde_json::Value;

/// Dark blue: 10.5 to 1 against white, where 4.5 is asked for (WCAG 2.2 §1.4.3).
const ACCENT: [u8; 3] = [0x1f, 0x3f, 0x6e];

/// What stands for a value that nobody stated.
const NOTHING: &str = "–";

/// The evidence's name.
const EVIDENCE_NAME: &str = "Transcript to read and print (PDF)";

/// What the evidence is, and what it is not.
const EVIDENCE_NARRATIVE: &str = "The same statements as in this transcript, as a page to read and print. \
    Copies of the page alone prove nothing: what can be checked is the signed transcript that holds it.";

/// Why a transcript has no PDF.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoPdf {
    /// It is no transcript, or holds no credentials.
    #[error("expected a transcript with at least one credential, found none to make a page of")]
    NotATranscript,
    /// The page could not be written.
    #[error(transparent)]
    Pdf(#[from] PdfError),
}

/// The PDF of `bound`, which was bound from `draft`. Its QR code leads to `check_page`, where anybody can check the transcript.
///
/// The same transcript always gives the same bytes.
///
/// # Errors
/// [`NoPdf`].
pub fn write(draft: &Draft, bound: &Value, check_page: &str) -> Result<Pdf, NoPdf> {
    let rendition = Rendition::of(draft, bound).ok_or(NoPdf::NotATranscript)?;
    Ok(pdf::write(&document(&rendition, check_page))?)
}

/// Puts the PDF of `bound` into it as evidence.
///
/// # Errors
/// [`NoPdf`].
pub fn attach(draft: &Draft, bound: &mut Value, check_page: &str) -> Result<(), NoPdf> {
    let pdf = write(draft, bound, check_page)?;
    model::rendition::attach(bound, &pdf.bytes, EVIDENCE_NAME, EVIDENCE_NARRATIVE);
    Ok(())
}

/// The page before it is laid out.
fn document(rendition: &Rendition, check_page: &str) -> Document {
    let whose = rendition.learner.as_ref().map(|name| format!(" of {name}")).unwrap_or_default();
    let mut page = Page { blocks: Vec::new() };
    page.head(rendition);
    page.entries("Awards", "Award", &rendition.awards);
    page.entries("Programmes", "Programme", &rendition.programmes);
    page.courses(&rendition.terms);
    page.entries("Assessments", "Assessment", &rendition.assessments);
    page.entries("Competencies", "Competency", &rendition.competencies);
    page.scales(&rendition.scales);
    page.check(rendition, check_page);
    Document {
        title: format!("Transcript{whose}"),
        author: rendition.issuer.clone(),
        subject: format!("Awards, courses and programmes recorded by {}.", rendition.issuer),
        language: "en".to_owned(),
        id: rendition.id.clone(),
        date: date(&rendition.valid_from),
        accent: ACCENT,
        footer: format!("{} · Transcript{whose} · {}", rendition.issuer, rendition.day),
        page_words: ["Page".to_owned(), "of".to_owned()],
        blocks: page.blocks,
        unshown: "This typeface lacks some letters. They are shown by their Unicode numbers:".to_owned(),
    }
}

struct Page {
    blocks: Vec<Block>,
}

impl Page {
    fn heading(&mut self, level: u8, text: impl Into<String>) {
        self.blocks.push(Block::Heading { level, text: text.into() });
    }

    fn head(&mut self, rendition: &Rendition) {
        let line = rendition.website.clone().unwrap_or_default();
        self.blocks.push(Block::Letterhead { name: rendition.issuer.clone(), line });
        self.heading(1, "Transcript");
        let learner = rendition.learner.clone().unwrap_or_else(|| "Name not shown".to_owned());
        let mut pairs =
            vec![("Learner".to_owned(), learner), ("Date of this transcript".to_owned(), rendition.day.clone())];
        let earned: Vec<f64> = rendition.terms.iter().filter_map(|term| term.credits).collect();
        if !earned.is_empty() {
            pairs.push(("Credits earned".to_owned(), number(model::rendition::sum(&earned))));
        }
        let averages = rendition.awards.iter().chain(&rendition.programmes);
        for (average, entry) in averages.flat_map(|entry| entry.averages.iter().map(move |one| (one, entry))) {
            pairs.push((format!("Grade point average, {}", entry.name), average.clone()));
        }
        self.blocks.push(Block::Pairs(pairs));
        let issuer = &rendition.issuer;
        self.blocks.push(Block::Notice(if rendition.partial {
            format!("This transcript is partial: {issuer} has more on record than it shows.")
        } else {
            format!("This transcript is complete: it shows all that {issuer} can state from the learner's record.")
        }));
    }

    /// Everything but courses: a table with only the columns that say something.
    fn entries(&mut self, heading: &str, named: &str, entries: &[Entry]) {
        if entries.is_empty() {
            return;
        }
        self.heading(2, heading);
        let has = |said: fn(&Entry) -> Option<String>| entries.iter().any(|entry| said(entry).is_some());
        let columns = [
            ("Kind", 2.0, kind as fn(&Entry) -> Option<String>),
            ("Date", 1.7, day),
            ("Result", 1.3, result),
            ("Status", 1.4, unfinished),
        ];
        let shown: Vec<_> = columns.into_iter().filter(|(_, _, said)| has(*said)).collect();
        let mut titles = vec![column(named, 4.0, false)];
        titles.extend(shown.iter().map(|(title, share, _)| column(title, *share, false)));
        let row = |entry: &Entry| {
            let cells = shown.iter().map(|(title, _, said)| {
                said(entry).unwrap_or_else(|| if *title == "Status" { "Completed" } else { NOTHING }.to_owned())
            });
            std::iter::once(entry.name.clone()).chain(cells).collect()
        };
        self.blocks.push(Block::Table(Table {
            summary: format!("{heading}, one a row"),
            columns: titles,
            row_header: 0,
            rows: entries.iter().map(row).collect(),
            foot: Vec::new(),
        }));
    }

    fn courses(&mut self, terms: &[Term]) {
        if terms.is_empty() {
            return;
        }
        self.heading(2, "Courses");
        for term in terms {
            let name = if term.name.is_empty() { "No term stated" } else { &term.name };
            self.heading(3, name);
            self.blocks.push(Block::Table(term_table(name, term)));
        }
    }

    fn scales(&mut self, scales: &[Scale]) {
        if scales.is_empty() {
            return;
        }
        self.heading(2, "What the results mean");
        self.blocks.extend(scales.iter().map(|scale| Block::Paragraph(in_words(scale))));
    }

    fn check(&mut self, rendition: &Rendition, check_page: &str) {
        self.heading(2, "How to check this transcript");
        self.blocks.push(Block::Code {
            url: check_page.to_owned(),
            label: format!("QR code of the page where this transcript can be checked: {check_page}"),
            beside: vec![
                format!(
                    "Ask the learner for the transcript's file, open this page and put the file there: it tells whether {} \
                     signed it, and whether it still holds.",
                    rendition.issuer
                ),
                "A copy of this document alone proves nothing.".to_owned(),
            ],
        });
        self.blocks.push(Block::Note(format!("Transcript {}", rendition.id)));
    }
}

fn term_table(name: &str, term: &Term) -> Table {
    let row = |course: &Entry| {
        vec![
            course.code.clone().unwrap_or_else(|| NOTHING.to_owned()),
            course.name.clone(),
            course.credits.map_or_else(|| NOTHING.to_owned(), number),
            result(course).unwrap_or_else(|| NOTHING.to_owned()),
            state(course.state).to_owned(),
        ]
    };
    let foot =
        |credits| vec![String::new(), "Credits earned".to_owned(), number(credits), String::new(), String::new()];
    Table {
        summary: format!("Courses: {name}"),
        columns: vec![
            column("Code", 1.5, false),
            column("Course", 4.4, false),
            column("Credits", 1.0, true),
            column("Grade", 1.2, false),
            column("Status", 1.5, false),
        ],
        row_header: 1,
        rows: term.courses.iter().map(row).collect(),
        // One course is its own total.
        foot: term.credits.filter(|_| term.courses.len() > 1).map(foot).unwrap_or_default(),
    }
}

fn column(title: &str, share: f32, right: bool) -> Column {
    Column { title: title.to_owned(), share, right }
}

fn in_words(scale: &Scale) -> String {
    let name = if scale.name.is_empty() { "Result" } else { &scale.name };
    let values = (!scale.values.is_empty()).then(|| format!("{}, from lowest to highest.", scale.values.join(", ")));
    let range = match (&scale.least, &scale.most) {
        (Some(least), Some(most)) => Some(format!("From {least} to {most}.")),
        _ => None,
    };
    format!("{name}: {}", values.into_iter().chain(range).collect::<Vec<_>>().join(" "))
}

/// The achievement's type in words: `BachelorDegree` is a bachelor degree. Types that only say again what the heading says
/// are left out.
fn kind(entry: &Entry) -> Option<String> {
    let said = ["LearningProgram", "ext:Program", "Assessment", "Competency"];
    let written = entry.achievement_type.as_deref().filter(|written| !said.contains(written))?;
    let name = written.strip_prefix("ext:").unwrap_or(written);
    let mut words = String::new();
    for letter in name.chars() {
        let starts = letter.is_uppercase() && !words.is_empty();
        if starts {
            words.push(' ');
            words.extend(letter.to_lowercase());
        } else {
            words.push(letter);
        }
    }
    Some(words)
}

fn day(entry: &Entry) -> Option<String> {
    let date = entry.date.as_deref()?;
    Some(Time::parse(&format!("{date}T00:00:00Z")).map_or_else(|_| date.to_owned(), Time::day_in_words))
}

fn result(entry: &Entry) -> Option<String> {
    let said: Vec<&str> = entry.grades.iter().chain(&entry.averages).map(String::as_str).collect();
    (!said.is_empty()).then(|| said.join(" · "))
}

fn unfinished(entry: &Entry) -> Option<String> {
    (entry.state != State::Completed).then(|| state(entry.state).to_owned())
}

const fn state(state: State) -> &'static str {
    match state {
        State::Completed => "Completed",
        State::InProgress => "In progress",
        State::Withdrawn => "Withdrew",
        State::Failed => "Not passed",
    }
}

/// As people write it: `3`, `0.5`.
fn number(number: f64) -> String {
    number.to_string()
}

/// The moment as PDF's metadata want it.
fn date(valid_from: &str) -> Date {
    let part = |from: usize, to: usize| valid_from.get(from..to).and_then(|digits| digits.parse().ok());
    Date {
        year: valid_from.get(..4).and_then(|digits| digits.parse().ok()).unwrap_or_default(),
        month: part(5, 7).unwrap_or(1),
        day: part(8, 10).unwrap_or(1),
        hour: part(11, 13).unwrap_or_default(),
        minute: part(14, 16).unwrap_or_default(),
        second: part(17, 19).unwrap_or_default(),
    }
}
