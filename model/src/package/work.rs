//! A record on its way through packaging, and what each of its statements has in common.

use std::collections::HashSet;

use crate::catalogue::AchievementKind;
use crate::draft::{AwardKey, Draft, Kind};
use crate::ids::{NodeName, node_id};
use crate::record::{Entity, LearnerRecord, Provenance, Reference, Unread, UnreadCode};
use crate::time::{PartialDate, Time};

use super::dates::{Edge, Moment, moment};
use super::described::{Described, fullest};
use super::duplicates::{Made, Meaning, Repeat, Seen};
use super::reason::{LeftOut, Note, NoteCode, Reason};
use super::references::References;
use super::{Packaging, contradictions, described, learner};

/// A record on its way through.
pub(super) struct Work<'a> {
    pub(super) record: &'a LearnerRecord,
    pub(super) with: &'a Packaging<'a>,
    pub(super) references: References<'a>,
    withdrawn: HashSet<(AchievementKind, &'a str, &'a str)>,
    pub(super) seen: Seen,
    pub(super) left_out: Vec<LeftOut>,
    pub(super) notes: Vec<Note>,
    explained: HashSet<&'a str>,
}

/// What the rules need to know of an award, course, programme, assessment or proficiency alike.
pub(super) trait Statement {
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
    pub(super) fn new(record: &'a LearnerRecord, with: &'a Packaging<'a>) -> Self {
        let mut work = Self {
            record,
            with,
            references: References::of(record),
            withdrawn: HashSet::new(),
            seen: Seen::default(),
            left_out: Vec::new(),
            notes: Vec::new(),
            explained: HashSet::new(),
        };
        work.note_withdrawn(&record.awards);
        work.note_withdrawn(&record.courses);
        work.note_withdrawn(&record.programmes);
        work.note_withdrawn(&record.assessments);
        work.note_withdrawn(&record.proficiencies);
        work
    }

    /// A composed record may hold an old and a new fragment of one award; the one that withdraws it counts for both.
    fn note_withdrawn<S: Statement>(&mut self, statements: &'a [S]) {
        let gone = statements.iter().filter(|one| one.deleted() || one.revoked());
        let keys = gone.filter_map(|one| Some((S::KIND, source(one.provenance()), one.identifier()?)));
        self.withdrawn.extend(keys);
    }

    /// The credentials made from statements of one kind, in the order that [`Candidate`] and [`output_order`] define:
    /// it follows from what they say and never from where the record has them. Lines and notes stay in the record's
    /// order, since each points to a place in it.
    pub(super) fn each<S: Statement>(
        &mut self,
        statements: &'a [S],
        rule: impl Fn(&mut Self, &'a S) -> Result<Made, LeftOut>,
    ) -> Vec<Draft> {
        let (mut candidates, mut lines) = (Vec::new(), Vec::new());
        for (position, statement) in statements.iter().enumerate() {
            let notes_before = self.notes.len();
            let made = self.common_refusal(statement).map_or_else(|| rule(self, statement), Err);
            let notes = self.notes.split_off(notes_before);
            match made {
                Ok(made) => candidates.push(Candidate::new(position, made, notes)),
                Err(line) => lines.push((position, line)),
            }
        }
        candidates.sort_by(|one, other| one.rank().cmp(&other.rank()));
        let (mut drafts, mut notes) = (Vec::new(), Vec::new());
        for Candidate { position, made, meaning, notes: said, .. } in candidates {
            match self.seen.first(made, meaning) {
                Ok(made) => {
                    notes.push((position, said));
                    drafts.push(made.into_draft(self.with));
                }
                Err(repeat) => lines.push((position, line_of(&repeat, &drafts))),
            }
        }
        lines.sort_by_key(|(position, _)| *position);
        self.left_out.extend(lines.into_iter().map(|(_, line)| line));
        notes.sort_by_key(|(position, _)| *position);
        self.notes.extend(notes.into_iter().flat_map(|(_, said)| said));
        drafts.sort_by(|one, other| output_order(one).cmp(&output_order(other)));
        self.notes.extend(contradictions::notes(&drafts));
        drafts
    }

    /// Whether the issuer signs what this source states.
    pub(super) fn is_ours(&self, provenance: &Provenance) -> bool {
        self.with.sources.include(source(provenance))
    }

    fn common_refusal<S: Statement>(&mut self, statement: &'a S) -> Option<LeftOut> {
        let out = |reason, detail: &str| Some(LeftOut::new(statement.path(), reason, detail));
        let source_id = source(statement.provenance());
        if !self.is_ours(statement.provenance()) {
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
        out(Reason::of(unread.code), &format!("{}: {}", unread.path, unread.reason))
    }

    /// Whether an award, course, programme or assessment could not be read at all, so that nothing of it is in the record.
    pub(super) fn has_unread_statements(&self) -> bool {
        const LISTS: [&str; 4] = [
            "CredentialAward",
            "CourseLearningExperience",
            "ProgramLearningExperience",
            "AssessmentLearningExperience",
        ];
        let awards = self.record.awards.iter().map(Statement::path);
        let courses = self.record.courses.iter().map(Statement::path);
        let programmes = self.record.programmes.iter().map(Statement::path);
        let assessments = self.record.assessments.iter().map(Statement::path);
        let read: HashSet<&str> = awards.chain(courses).chain(programmes).chain(assessments).collect();
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
    pub(super) fn list_unread(&mut self) {
        let rest = self.record.unread.iter().filter(|one| !self.explained.contains(one.path.as_str()));
        self.left_out.extend(rest.map(|one| LeftOut::new(&one.path, Reason::of(one.code), one.reason.clone())));
    }

    pub(super) fn note(&mut self, path: &str, code: NoteCode, detail: impl Into<String>) {
        self.notes.push(Note { path: path.to_owned(), code, detail: detail.into() });
    }

    /// Says that a name stands for a description.
    pub(super) fn note_described(&mut self, path: &str, described: &Described) {
        if described.by_name {
            let detail = "nothing describes the achievement, so its name stands for a description; write one in the \
                          achievement catalogue";
            self.note(path, NoteCode::DescribedByName, detail);
        }
    }

    /// What the document defines by that name: by identifier, from the source first; without an identifier by name.
    pub(super) fn defined(
        &self,
        kind: &str,
        source_id: &str,
        identifier: Option<&str>,
        name: Option<&str>,
    ) -> Option<&'a Entity> {
        let fits = |one: &&Entity| {
            let same = match identifier {
                Some(_) => one.identifier.as_deref() == identifier,
                None => name.is_some() && one.name.as_deref() == name,
            };
            one.kind == kind && !one.deleted && same
        };
        let found = || self.record.definitions.iter().filter(fits);
        let said = |one: &Entity| one.members.len() + one.links.len() + one.parts.len();
        fullest(found().filter(|one| source(&one.provenance) == source_id), said).or_else(|| fullest(found(), said))
    }

    /// Says what was assumed about a date.
    pub(super) fn note_moment(&mut self, path: &str, member: &str, moment: &Moment) {
        let Some(code) = moment.note else { return };
        let detail = match code {
            NoteCode::DayAsMidnight => format!("{member} names a day; written as {}", moment.text),
            _ => format!("{member} names no time zone; written as {}", moment.text),
        };
        self.note(path, code, detail);
    }

    /// A start or end of a course or programme, as a credential states it; without a day it stays out, with a note.
    pub(super) fn activity_date(&mut self, path: &str, member: &str, stated: Option<PartialDate>) -> Option<Moment> {
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
    pub(super) fn key<S: Statement>(statement: &S) -> AwardKey {
        let identifier = statement.identifier().map_or_else(
            || format!("~{}", described::digest(&[S::KIND.as_str(), &statement.gist()], 16)),
            str::to_owned,
        );
        AwardKey { source: source(statement.provenance()).to_owned(), identifier }
    }

    /// The id of a node of the credential made from a statement.
    ///
    /// Sources number awards within a learner, so the learner goes into the id beside the identifier.
    pub(super) fn node(&self, kind: AchievementKind, key: &AwardKey, path: &str) -> String {
        let learner = learner::key(self.record, &key.source);
        let award = serde_json::json!([learner, key.identifier]).to_string();
        node_id(self.with.secret, NodeName { kind: kind.as_str(), source: &key.source, award: &award, path })
    }
}

/// A repeat says the same or contradicts what is packaged; only where a key is stated twice does that need a look.
fn line_of(repeat: &Repeat, drafts: &[Draft]) -> LeftOut {
    let packaged = drafts.iter().find(|draft| draft.path == repeat.of).filter(|_| !repeat.same);
    let Some(packaged) = packaged else { return repeat.line() };
    let differences = contradictions::differences(&repeat.made.assertion.to_value(), &packaged.credential);
    if differences.is_empty() { repeat.line() } else { contradictions::line(&repeat.made.path, &differences, packaged) }
}

/// A credential that could be made, before it is known whether another says the same.
struct Candidate {
    position: usize,
    made: Made,
    meaning: Meaning,
    notes: Vec<Note>,
}

impl Candidate {
    fn new(position: usize, made: Made, notes: Vec<Note>) -> Self {
        Self { position, meaning: made.meaning(), made, notes }
    }

    /// The order in which candidates become credentials. The position decides only between statements that differ in
    /// nothing, not even in their key.
    fn rank(&self) -> (impl Ord + use<'_>, &AwardKey, usize) {
        (self.meaning.rank(), &self.made.key, self.position)
    }
}

/// Awards with the newest first, as people look for them; courses and the rest with the oldest first, as a transcript is
/// read. What has no date is last; on one day by title, then by key.
fn output_order(draft: &Draft) -> (bool, i64, &str, &AwardKey) {
    let day = draft.issued_on.map_or(0, Time::unix);
    let day = if draft.kind == Kind::Badge { -day } else { day };
    (draft.issued_on.is_none(), day, &draft.title, &draft.award)
}

/// `informationSourceId`, or empty.
pub(super) fn source(provenance: &Provenance) -> &str {
    provenance.source_id.as_deref().unwrap_or_default()
}

/// Whether an unread place lies in the statement at `path` and is one of the members that decide about it.
fn decides(unread: &Unread, path: &str, decisive: &[&str]) -> bool {
    let Some(rest) = unread.path.strip_prefix(path) else { return false };
    let Some(inside) = rest.strip_prefix('/') else { return rest.is_empty() };
    let member = inside.split('/').next().unwrap_or_default();
    decisive.iter().any(|name| name.eq_ignore_ascii_case(member))
}

/// The key of what is referred to. Sources use the same identifiers for different things, so a reference without a source
/// means the speaker's own.
pub(super) fn key_of(reference: &Reference, stated_by: &Provenance) -> Option<AwardKey> {
    let identifier = reference.identifier.clone().filter(|id| !id.is_empty())?;
    let own = source(&reference.provenance);
    let source = if own.is_empty() { source(stated_by) } else { own }.to_owned();
    Some(AwardKey { source, identifier })
}
