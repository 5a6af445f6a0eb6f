//! A learner's record in, unsigned credentials out, and a line for everything that was left out.
//!
//! Nothing is lost silently: every award, course and programme of the record yields a credential or a [`LeftOut`]
//! line, and what packaging assumed about a value (a zone, a day's hour) is a [`Note`]. Nothing is invented either:
//! a date without a day, an achievement without criteria, a course without a status are left out, not completed.
//!
//! All badges come first, then the transcript with the awards, courses and programmes as its children. A transcript
//! that lacks something the learner has (a line whose reason [`leaves_a_gap`](Reason::leaves_a_gap)) is `partial`.

mod awards;
mod courses;
mod dates;
mod described;
mod duplicates;
mod learner;
mod names;
mod programmes;
mod reason;
mod transcript;
mod words;

use std::collections::{BTreeSet, HashSet};

use crate::catalogue::{AchievementKind, Catalogue};
use crate::draft::{AwardKey, Draft};
use crate::ids::{NodeName, TenantSecret, node_id};
use crate::profile::IssuerProfile;
use crate::record::{LearnerRecord, Provenance, Unread, UnreadCode};
use crate::time::{PartialDate, Time};

pub use dates::ZoneRule;
pub use names::{StatedName, names};
pub use reason::{FixBy, LeftOut, Note, NoteCode, Reason};

use dates::{Edge, Moment, moment};
use duplicates::{Made, Seen};

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
    let known = transcript::Known::of(&work.seen, &badges, &programmes);
    let courses = work.each(&record.courses, |work, course| courses::make(work, course, &known));
    let partial = work.left_out.iter().any(|line| line.reason.leaves_a_gap()) || work.has_unread_statements();
    work.list_unread();
    let associations = transcript::associations(&record.courses, &courses, &known);
    let children: Vec<Draft> = [badges.as_slice(), &programmes, &courses].concat();
    let mut credentials = badges;
    credentials.extend(transcript::draft(&work, children, associations, partial));
    Packaged { credentials, left_out: work.left_out, notes: work.notes }
}

/// A record on its way through.
struct Work<'a> {
    record: &'a LearnerRecord,
    with: &'a Packaging<'a>,
    withdrawn: HashSet<(AchievementKind, &'a str, &'a str)>,
    seen: Seen,
    left_out: Vec<LeftOut>,
    notes: Vec<Note>,
    explained: HashSet<&'a str>,
}

/// What the rules need to know of an award, course or programme alike.
trait Statement {
    const KIND: AchievementKind;
    /// Members without which it cannot be judged; when one could not be read, the whole is left out.
    const DECISIVE: &'static [&'static str];
    fn path(&self) -> &str;
    fn identifier(&self) -> Option<&str>;
    fn provenance(&self) -> &Provenance;
    fn deleted(&self) -> bool;
    fn revoked(&self) -> bool {
        false
    }
    /// Everything it says, for a key where it has no identifier.
    fn gist(&self) -> String;
}

impl<'a> Work<'a> {
    fn new(record: &'a LearnerRecord, with: &'a Packaging<'a>) -> Self {
        let mut work = Self {
            record,
            with,
            withdrawn: HashSet::new(),
            seen: Seen::default(),
            left_out: Vec::new(),
            notes: Vec::new(),
            explained: HashSet::new(),
        };
        work.note_withdrawn(&record.awards);
        work.note_withdrawn(&record.courses);
        work.note_withdrawn(&record.programmes);
        work
    }

    /// A composed record may hold an old and a new fragment of one award; the one that withdraws it counts for both.
    fn note_withdrawn<S: Statement>(&mut self, statements: &'a [S]) {
        let gone = statements.iter().filter(|one| one.deleted() || one.revoked());
        let keys = gone.filter_map(|one| Some((S::KIND, source(one.provenance()), one.identifier()?)));
        self.withdrawn.extend(keys);
    }

    fn each<S: Statement>(
        &mut self,
        statements: &'a [S],
        rule: impl Fn(&mut Self, &'a S) -> Result<Made, LeftOut>,
    ) -> Vec<Draft> {
        let mut drafts = Vec::new();
        for statement in statements {
            let notes_before = self.notes.len();
            let made = self.common_refusal(statement).map_or_else(|| rule(self, statement), Err);
            match made.and_then(|made| self.seen.first(made)) {
                Ok(made) => drafts.push(made.into_draft(self.with)),
                Err(line) => {
                    self.notes.truncate(notes_before);
                    self.left_out.push(line);
                }
            }
        }
        drafts
    }

    fn common_refusal<S: Statement>(&mut self, statement: &'a S) -> Option<LeftOut> {
        let out = |reason, detail: &str| Some(LeftOut::new(statement.path(), reason, detail));
        let source_id = source(statement.provenance());
        if let Sources::Only(ours) = &self.with.sources
            && !ours.contains(source_id)
        {
            let who = if source_id.is_empty() { "no source is named" } else { source_id };
            let detail =
                format!("stated by another organisation ({who}); the issuer signs only what its own sources state");
            return out(Reason::OtherSource, &detail);
        }
        if statement.deleted() {
            return out(Reason::Deleted, "the source has withdrawn this statement");
        }
        if statement.revoked() {
            return out(Reason::Revoked, "the source has revoked this award");
        }
        let withdrawn = |id| self.withdrawn.contains(&(S::KIND, source_id, id));
        if statement.identifier().is_some_and(withdrawn) {
            return out(Reason::Revoked, "another statement with the same identifier says that it was withdrawn");
        }
        let unread = self.record.unread.iter().find(|one| decides(one, statement.path(), S::DECISIVE))?;
        self.explained.insert(&unread.path);
        out(Reason::Unreadable, &format!("{}: {}", unread.path, unread.reason))
    }

    /// Whether an award, course or programme could not be read at all, so that nothing of it is in the record.
    fn has_unread_statements(&self) -> bool {
        const LISTS: [&str; 3] = ["CredentialAward", "CourseLearningExperience", "ProgramLearningExperience"];
        let awards = self.record.awards.iter().map(Statement::path);
        let courses = self.record.courses.iter().map(Statement::path);
        let read: HashSet<&str> =
            awards.chain(courses).chain(self.record.programmes.iter().map(Statement::path)).collect();
        self.record.unread.iter().any(|unread| {
            if unread.code == UnreadCode::More {
                return true;
            }
            let mut ends = unread.path.match_indices('/').map(|(at, _)| at).chain([unread.path.len()]);
            let inside = ends.any(|end| unread.path.get(..end).is_some_and(|start| read.contains(start)));
            !inside && unread.path.split('/').any(|key| LISTS.iter().any(|list| list.eq_ignore_ascii_case(key)))
        })
    }

    /// What the reader could not read and no statement's line has named yet.
    fn list_unread(&mut self) {
        let rest = self.record.unread.iter().filter(|one| !self.explained.contains(one.path.as_str()));
        self.left_out.extend(rest.map(|one| LeftOut::new(&one.path, Reason::of(one.code), one.reason.clone())));
    }

    fn note(&mut self, path: &str, code: NoteCode, detail: impl Into<String>) {
        self.notes.push(Note { path: path.to_owned(), code, detail: detail.into() });
    }

    /// Says what was assumed about a date.
    fn note_moment(&mut self, path: &str, member: &str, moment: &Moment) {
        let Some(code) = moment.note else { return };
        let detail = match code {
            NoteCode::DayAsMidnight => format!("{member} names a day; written as {}", moment.text),
            _ => format!("{member} names no time zone; written as {}", moment.text),
        };
        self.note(path, code, detail);
    }

    /// A start or end of a course or programme, as a credential states it; without a day it stays out, with a note.
    fn activity_date(&mut self, path: &str, member: &str, stated: Option<PartialDate>) -> Option<Moment> {
        let stated = stated?;
        let moment = moment(stated, self.with.zone, Edge::Beginning);
        match &moment {
            Some(moment) => self.note_moment(path, member, moment),
            None => self.note(
                path,
                NoteCode::DateWithoutDay,
                format!("{member} “{stated}” names no day, so the credential does not have it"),
            ),
        }
        moment
    }

    /// The key of a statement; without an identifier a digest of all it says.
    fn key<S: Statement>(statement: &S) -> AwardKey {
        let identifier = statement.identifier().map_or_else(
            || format!("~{}", described::digest(&[S::KIND.as_str(), &statement.gist()], 16)),
            str::to_owned,
        );
        AwardKey { source: source(statement.provenance()).to_owned(), identifier }
    }

    /// The id of a node of the credential made from a statement.
    ///
    /// Sources number awards within a learner, so the learner goes into the id beside the identifier.
    fn node(&self, kind: AchievementKind, key: &AwardKey, path: &str) -> String {
        let learner = learner::key(self.record, &key.source);
        let award = serde_json::json!([learner, key.identifier]).to_string();
        node_id(self.with.secret, NodeName { kind: kind.as_str(), source: &key.source, award: &award, path })
    }
}

/// `informationSourceId`, or empty.
fn source(provenance: &Provenance) -> &str {
    provenance.source_id.as_deref().unwrap_or_default()
}

/// Whether an unread place lies in the statement at `path` and is one of the members that decide about it.
fn decides(unread: &Unread, path: &str, decisive: &[&str]) -> bool {
    let Some(rest) = unread.path.strip_prefix(path) else { return false };
    let Some(inside) = rest.strip_prefix('/') else { return rest.is_empty() };
    let member = inside.split('/').next().unwrap_or_default();
    decisive.iter().any(|name| name.eq_ignore_ascii_case(member))
}
