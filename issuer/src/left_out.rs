//! What of a record is in no credential and what was assumed about what is: for the learner, and in full for staff.
//!
//! A learner reads what they lack, in a sentence, by who can mend it. Repeats and details that were not understood are
//! counted for them, not listed. Staff get every line with its place in the record and the reason's code.

mod table;

use std::collections::HashSet;

use model::draft::Draft;
use model::package::{FixBy, LeftOut, Note, Packaged, Reason};
use model::record::{LearnerRecord, Reference};
use web::parts::{self, LeftOutGroup, LeftOutItem};

pub use table::{Row, csv};

/// The lists whose entries are something a learner has.
const LISTS: [&str; 5] = [
    "CredentialAward",
    "CourseLearningExperience",
    "ProgramLearningExperience",
    "AssessmentLearningExperience",
    "Proficiency",
];

/// The report of one record.
pub struct Report<'a> {
    record: &'a LearnerRecord,
    left_out: &'a [LeftOut],
    notes: &'a [Note],
    packaged: HashSet<&'a str>,
}

impl<'a> Report<'a> {
    /// Of `record`, which became `packaged`.
    pub fn of(record: &'a LearnerRecord, packaged: &'a Packaged) -> Self {
        let paths =
            |draft: &'a Draft| draft.children.iter().map(|child| child.path.as_str()).chain([draft.path.as_str()]);
        Self {
            record,
            left_out: &packaged.left_out,
            notes: &packaged.notes,
            packaged: packaged.credentials.iter().flat_map(paths).collect(),
        }
    }

    /// What the learner reads. `institution` is the issuer's name.
    pub fn for_learner(&self, institution: &str) -> parts::LeftOut {
        let things: Vec<&LeftOut> = self.left_out.iter().filter(|line| self.is_a_thing(line)).collect();
        let groups = [FixBy::Source, FixBy::Registrar, FixBy::Operator, FixBy::Nobody].into_iter().filter_map(|who| {
            let items = self.items(things.iter().filter(|line| line.fix_by == who));
            let count = items.iter().map(|item| item.times).sum();
            (count > 0).then(|| LeftOutGroup { heading: heading(who, count, institution), items })
        });
        parts::LeftOut { groups: groups.collect(), remarks: self.remarks(things.len()), assumed: assumed(self.notes) }
    }

    /// Each line and note, for staff, in the record's order.
    pub fn rows(&self) -> Vec<Row> {
        let title = |path: &str| title_at(self.record, path).unwrap_or_default();
        let lines = self.left_out.iter().map(|line| Row {
            what: title(&line.path),
            code: line.reason.as_str(),
            detail: line.detail.clone(),
            fix_by: Some(line.fix_by),
            path: line.path.clone(),
        });
        let notes = self.notes.iter().map(|note| Row {
            what: title(&note.path),
            code: note.code.as_str(),
            detail: note.detail.clone(),
            fix_by: None,
            path: note.path.clone(),
        });
        lines.chain(notes).collect()
    }

    /// Whether the line is about something the learner has and no credential shows.
    fn is_a_thing(&self, line: &LeftOut) -> bool {
        let is_entry = || {
            let mut keys = line.path.rsplit('/');
            let end = keys.next().unwrap_or_default();
            let list =
                if end.bytes().all(|digit| digit.is_ascii_digit()) { keys.next().unwrap_or_default() } else { end };
            LISTS.iter().any(|name| name.eq_ignore_ascii_case(list))
        };
        counted_only(line.reason).is_none()
            && !line.reason.is_of_a_detail()
            && !self.packaged.contains(line.path.as_str())
            && is_entry()
    }

    /// Things that are called alike and lack the same stand in one line with their number.
    fn items<'l>(&self, lines: impl Iterator<Item = &'l &'a LeftOut>) -> Vec<LeftOutItem>
    where
        'a: 'l,
    {
        let mut items: Vec<LeftOutItem> = Vec::new();
        for line in lines {
            let what = title_at(self.record, &line.path).unwrap_or_else(|| "A part of your record".to_owned());
            let reason = reason(line);
            match items.iter_mut().find(|item| item.what == what && item.reason == reason) {
                Some(item) => item.times += 1,
                None => items.push(LeftOutItem { what, reason, times: 1 }),
            }
        }
        items
    }

    fn remarks(&self, things: usize) -> Vec<String> {
        let mut remarks = Vec::new();
        let mut details = self.left_out.len() - things;
        for reason in [Reason::DuplicateOf, Reason::ShownWith, Reason::NotAssessed] {
            let count = self.left_out.iter().filter(|line| line.reason == reason).count();
            details -= count;
            remarks.extend(counted_only(reason).and_then(|words| words.of(count)));
        }
        remarks.extend(DETAILS.of(details));
        remarks
    }
}

/// A sentence about one thing, and about several with `{}` for their number.
struct Words(&'static str, &'static str);

const DETAILS: Words = Words(
    "1 detail of your record was not understood. It is listed for your school.",
    "{} details of your record were not understood. They are listed for your school.",
);

impl Words {
    fn of(&self, count: usize) -> Option<String> {
        match count {
            0 => None,
            1 => Some(self.0.to_owned()),
            count => Some(self.1.replace("{}", &count.to_string())),
        }
    }
}

/// What a learner lacks nothing by, or a record may list a hundred times: counted, not listed.
const fn counted_only(reason: Reason) -> Option<Words> {
    match reason {
        Reason::DuplicateOf => Some(Words(
            "1 thing stands in your record twice. It is included once.",
            "{} things stand in your record more than once. Each is included once.",
        )),
        Reason::ShownWith => {
            Some(Words("1 thing is shown as a part of another copy.", "{} things are shown as parts of other copies."))
        }
        Reason::NotAssessed => Some(Words(
            "1 skill is listed in your record. It does not say that anyone tested it.",
            "{} skills are listed in your record. It does not say that anyone tested them.",
        )),
        _ => None,
    }
}

/// Why, for the learner; of a contradiction also what is said differently, since the record is theirs.
fn reason(line: &LeftOut) -> String {
    let sentence = line.reason.sentence();
    if line.differences.is_empty() {
        return sentence.to_owned();
    }
    format!("{}: {}.", sentence.trim_end_matches('.'), line.differences.join("; "))
}

fn heading(who: FixBy, count: usize, institution: &str) -> String {
    let things = if count == 1 { "1 thing".to_owned() } else { format!("{count} things") };
    match who {
        FixBy::Source => format!("{things} that whoever keeps this part of your record can fix"),
        FixBy::Registrar => format!("{things} that the registrar of {institution} can fix"),
        FixBy::Operator => format!("{things} that others have to sign, not {institution}"),
        FixBy::Nobody => format!("{things} with nothing to fix"),
    }
}

/// One sentence for each kind of note, in the order they first appear.
fn assumed(notes: &[Note]) -> Vec<String> {
    let mut counted: Vec<(&str, usize)> = Vec::new();
    for note in notes {
        let sentence = note.code.sentence();
        match counted.iter_mut().find(|(known, _)| *known == sentence) {
            Some((_, count)) => *count += 1,
            None => counted.push((sentence, 1)),
        }
    }
    let times = |count| if count == 1 { "once".to_owned() } else { format!("{count} times") };
    counted.into_iter().map(|(sentence, count)| format!("{sentence} ({}).", times(count))).collect()
}

/// What the record calls the statement at `path`, or the one that `path` lies in.
fn title_at(record: &LearnerRecord, path: &str) -> Option<String> {
    let named = |name: &Option<String>, of: &Option<Reference>| {
        name.clone().or_else(|| of.as_ref().and_then(|reference| reference.name.clone()))
    };
    let awards = record.awards.iter().map(|award| (&award.path, named(&award.name, &award.instance_of)));
    let courses = record.courses.iter().map(|course| (&course.path, named(&course.name, &course.course)));
    let programmes = record.programmes.iter().map(|one| (&one.path, named(&one.name, &one.program)));
    let assessments = record.assessments.iter().map(|one| (&one.path, named(&one.name, &one.assessment)));
    let shown = record.proficiencies.iter().map(|one| (&one.path, named(&one.name, &one.competency)));
    let inside = |at: &str| path.strip_prefix(at).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    let mut all = awards.chain(courses).chain(programmes).chain(assessments).chain(shown);
    all.find(|(at, _)| inside(at)).and_then(|(_, name)| name)
}

#[cfg(test)]
mod tests;
