//! A learner's record in, unsigned credentials out, and a line for everything that was left out.
//!
//! Nothing is lost silently: every award, course, programme, assessment and proficiency of the record yields a
//! credential or a [`LeftOut`] line, and what packaging assumed about a value (a zone, a day's hour) is a [`Note`]. Nothing is invented either:
//! a date without a day, an achievement without criteria, a course without a status are left out, not completed.
//!
//! All badges come first, then the transcript with the awards, programmes, courses, assessments and assessed competencies
//! as its children: awards with the newest first, the others with the oldest first, what has no date last. The order in
//! which the record has its statements decides nothing: of several that are one thing the one that states most is
//! packaged, then the one with the later date, then the first by text; the others are `duplicate_of`, or `contradicts` where
//! they say something else. Lines and notes point into the record, so they stand in its order. A transcript that lacks
//! something the learner has (a line whose reason [`leaves_a_gap`](Reason::leaves_a_gap)) is `partial`.

mod assessments;
mod assessor;
mod associations;
mod awards;
mod competencies;
mod contradictions;
mod courses;
mod dates;
mod described;
mod duplicates;
mod learner;
mod matter;
mod names;
mod programmes;
mod reason;
mod references;
mod results;
mod scores;
mod transcript;
mod words;
mod work;

use std::collections::BTreeSet;

use crate::catalogue::Catalogue;
use crate::draft::Draft;
use crate::ids::TenantSecret;
use crate::profile::IssuerProfile;
use crate::record::LearnerRecord;
use crate::time::Time;

pub use dates::ZoneRule;
pub use names::{StatedName, names};
pub use reason::{FixBy, LeftOut, Note, NoteCode, Reason};

use associations::{ASSESSMENT, AWARD, COURSE, Known, PROFICIENCY, PROGRAMME};
use work::{Statement, Work, source};

/// Whose statements the issuer signs (`[issuer] sources`).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Sources {
    /// All that the given records hold: what an installation without configuration does, and says.
    #[default]
    All,
    /// Only statements with one of these `informationSourceId`s; display names decide nothing.
    Only(BTreeSet<String>),
}

impl Sources {
    /// Whether the issuer signs what the source `id` states; a statement without a source has the empty id.
    pub fn include(&self, id: &str) -> bool {
        match self {
            Self::All => true,
            Self::Only(ours) => ours.contains(id),
        }
    }
}

/// What to do with an award whose date has no day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum MonthDates {
    /// Leave the award out (`date_incomplete`): `awardedDate` is a moment, and packaging invents no day.
    #[default]
    LeaveOut,
    /// Issue it without `awardedDate`, with a note.
    OmitDate,
}

/// How a record is packaged.
#[derive(Debug, Clone)]
pub struct Packaging<'a> {
    /// What the record lacks.
    pub catalogue: &'a Catalogue,
    /// Who issues.
    pub issuer: IssuerProfile,
    /// Whose statements are ours.
    pub sources: Sources,
    /// The key of the computed ids.
    pub secret: &'a TenantSecret,
    /// `{public URL}/{tenant}`, under which achievements have their ids; `None` gives `urn:uuid` ids.
    pub base: Option<String>,
    /// The present, against which dates are held.
    pub now: Time,
    /// How dates without a zone are read.
    pub zone: ZoneRule,
    /// What to do with awards whose date has no day.
    pub month_dates: MonthDates,
}

/// What became of a record.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Packaged {
    /// All badges, then the transcript where there is anything to put into it.
    pub credentials: Vec<Draft>,
    /// What did not become a credential, in the record's order.
    pub left_out: Vec<LeftOut>,
    /// What was assumed about values that did.
    pub notes: Vec<Note>,
}

/// Packages one learner's record.
///
/// The same record, packaging and secret always give the same drafts.
pub fn package(record: &LearnerRecord, packaging: &Packaging<'_>) -> Packaged {
    let mut work = Work::new(record, packaging);
    let badges = work.each(&record.awards, awards::make);
    let programmes = work.each(&record.programmes, programmes::make);
    let mut known = Known::default();
    known.add(AWARD, &work.seen, &badges);
    known.add(PROGRAMME, &work.seen, &programmes);
    let courses = work.each(&record.courses, |work, course| courses::make(work, course, &known));
    known.add(COURSE, &work.seen, &courses);
    let assessments = work.each(&record.assessments, assessments::make);
    known.add(ASSESSMENT, &work.seen, &assessments);
    let competencies = work.each(&record.proficiencies, |work, shown| competencies::make(work, shown, &known));
    known.add(PROFICIENCY, &work.seen, &competencies);
    let partial = work.left_out.iter().any(|line| line.reason.leaves_a_gap()) || work.has_unread_statements();
    work.list_unread();
    let associations = associations::associations(record, &known);
    let children = [badges.as_slice(), &programmes, &courses, &assessments, &competencies].concat();
    let mut credentials = badges;
    credentials.extend(transcript::draft(&work, children, associations, partial));
    Packaged { credentials, left_out: work.left_out, notes: work.notes }
}
