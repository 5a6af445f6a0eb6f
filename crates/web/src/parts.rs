//! The pieces that pages are made of: one look wherever a credential, a verdict or a QR code is shown.
//!
//! Each piece is a template of its own. A page's struct holds it in a field and writes `{{ card|safe }}`; the piece has
//! escaped its own words already.

use askama::Template;

/// A mark beside a statement: shape, word and colour, never colour alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// Circle with a check.
    Passed,
    /// Circle with a question mark: true, but there is something to know.
    Warned,
    /// Triangle: we could not look.
    CouldNotCheck,
    /// Octagon with a cross.
    Failed,
    /// Circle with a line.
    NotApplicable,
}

impl Mark {
    /// The class the style sheet knows it by.
    pub const fn class(self) -> &'static str {
        match self {
            Self::Passed => "passed",
            Self::Warned => "warned",
            Self::CouldNotCheck => "unchecked",
            Self::Failed => "failed",
            Self::NotApplicable => "none",
        }
    }
}

/// A name and a value: `Grade`, `A−`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// What it is.
    pub label: String,
    /// What it says.
    pub value: String,
}

impl Fact {
    /// From label and value.
    pub fn new(label: impl Into<String>, value: impl Into<String>) -> Self {
        Self { label: label.into(), value: value.into() }
    }
}

/// The banner that comes before anything the issuer wrote.
#[derive(Debug, Clone, PartialEq, Eq, Template)]
#[template(path = "parts/verdict.html")]
pub struct Verdict {
    /// Its shape.
    pub mark: Mark,
    /// `Genuine and valid`.
    pub heading: String,
    /// One sentence with names and dates.
    pub sentence: String,
}

/// One check, a list item; put it into `<ul class="checks">`.
#[derive(Debug, Clone, PartialEq, Eq, Template)]
#[template(path = "parts/check_row.html")]
pub struct CheckRow {
    /// Its outcome.
    pub mark: Mark,
    /// The check's code, unique on the page: the row's id is `check-{code}`.
    pub code: String,
    /// What was checked, in a few words.
    pub title: String,
    /// When, if that matters.
    pub at: Option<String>,
    /// What was found, in a sentence.
    pub sentence: String,
    /// For those who want to know more.
    pub details: Vec<Fact>,
}

/// A credential as the thing itself. The same piece on consent, offer, wallet and report.
#[derive(Debug, Clone, PartialEq, Eq, Template)]
#[template(path = "parts/credential_card.html")]
pub struct CredentialCard {
    /// `Badge`, `Transcript`, `Course`.
    pub kind: String,
    /// Its name.
    pub title: String,
    /// Who issued it.
    pub issuer: String,
    /// A `data:` URI or an address of this server; initials are drawn where there is none.
    pub image: Option<String>,
    /// Where its name leads.
    pub href: Option<String>,
    /// A box to choose it by.
    pub choice: Option<Choice>,
    /// A line about what became of it: `Revoked on 3 May 2026`.
    pub state: Option<State>,
    /// To whom, when, until when, grade, credits.
    pub facts: Vec<Fact>,
    /// The rest.
    pub details: Vec<Fact>,
}

/// The check box of a card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// The field's name.
    pub name: String,
    /// The value sent when it is checked.
    pub value: String,
    /// Checked from the start.
    pub checked: bool,
}

/// What became of a credential.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct State {
    /// Its colour and weight.
    pub mark: Mark,
    /// In words.
    pub words: String,
}

impl CredentialCard {
    /// A card with a kind, a title and an issuer; fill in the rest with `..`.
    pub fn new(kind: impl Into<String>, title: impl Into<String>, issuer: impl Into<String>) -> Self {
        Self {
            kind: kind.into(),
            title: title.into(),
            issuer: issuer.into(),
            image: None,
            href: None,
            choice: None,
            state: None,
            facts: Vec::new(),
            details: Vec::new(),
        }
    }

    /// The first letters of the first and the last word that begin with a capital letter or a digit.
    /// The image, when it can be shown without asking anybody: a page makes no third-party request, and what a
    /// credential names is not fetched. Otherwise initials are drawn.
    fn picture(&self) -> Option<&str> {
        self.image.as_deref().filter(|image| image.starts_with("data:image/") || image.starts_with('/'))
    }

    fn initials(&self) -> String {
        let mut letters = self.title.split_whitespace().filter_map(|word| word.chars().next());
        let is_large = |letter: &char| letter.is_uppercase() || letter.is_numeric();
        let first = letters.find(is_large);
        let last = letters.rfind(is_large);
        first.into_iter().chain(last).collect()
    }
}

/// The offer's QR code with its other ways: this phone's wallet, the link in words, the transaction code.
#[derive(Debug, Clone, PartialEq, Eq, Template)]
#[template(path = "parts/qr.html")]
pub struct QrBox {
    /// Made by `artefact::qr::svg`, written out as it is; absent while the code is covered.
    pub svg: Option<String>,
    /// Where the button leads that uncovers it.
    pub show_href: String,
    /// What to scan it with.
    pub caption: String,
    /// The link that opens a wallet on this device.
    pub wallet_href: String,
    /// The same offer as a link to copy.
    pub link: String,
    /// The transaction code, where this page is where the learner learns it.
    pub tx_code: Option<String>,
    /// Until when the offer holds, a sentence.
    pub expires: String,
}

/// What could not be put into a credential, by who can fix it. Nothing at all when there is nothing to say.
#[derive(Debug, Clone, Default, PartialEq, Eq, Template)]
#[template(path = "parts/left_out.html")]
pub struct LeftOut {
    /// What is missing.
    pub groups: Vec<LeftOutGroup>,
    /// Sentences about what is only counted.
    pub remarks: Vec<String>,
    /// Sentences about what was assumed of what is included.
    pub assumed: Vec<String>,
}

/// What one party can fix.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOutGroup {
    /// How many, and who: `2 things that the registrar can fix`.
    pub heading: String,
    /// What.
    pub items: Vec<LeftOutItem>,
}

/// One thing left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOutItem {
    /// Its name in the record.
    pub what: String,
    /// Why, a sentence.
    pub reason: String,
    /// How many are called so and lack the same.
    pub times: usize,
}

impl LeftOut {
    fn heading(&self) -> String {
        match self.groups.iter().flat_map(|group| &group.items).map(|item| item.times).sum() {
            0_usize => "How your record was read".to_owned(),
            1 => "1 thing could not be included".to_owned(),
            count => format!("{count} things could not be included"),
        }
    }

    const fn is_empty(&self) -> bool {
        self.groups.is_empty() && self.remarks.is_empty() && self.assumed.is_empty()
    }
}

/// A transcript: degrees first, then one table a term, then the totals.
#[derive(Debug, Clone, Default, PartialEq, Eq, Template)]
#[template(path = "parts/transcript.html")]
pub struct Transcript {
    /// Name and date of each degree.
    pub degrees: Vec<Fact>,
    /// In order.
    pub terms: Vec<Term>,
    /// Credits, grade point average.
    pub totals: Vec<Fact>,
}

/// A term's courses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// `Fall 2025`.
    pub name: String,
    /// In order.
    pub courses: Vec<CourseRow>,
    /// `Credits in this term`, …
    pub totals: Vec<Fact>,
}

/// A course in a transcript. All words as they are shown.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CourseRow {
    /// `CS 161`.
    pub code: String,
    /// Its title.
    pub title: String,
    /// Credits.
    pub credits: String,
    /// Grade.
    pub grade: String,
    /// `Completed`, `In progress`.
    pub status: String,
    /// Not finished: shown differently.
    pub in_progress: bool,
}

#[cfg(test)]
mod tests;
