//! Rows: signing and verifying, ours beside each peer.

use std::collections::BTreeMap;
use std::io;

use protocol::{Document, Work};
use serde_json::Value;

use crate::documents::{self, Ids};
use crate::samples::{self, Course, Samples};
use crate::table::{self, Row};
use crate::worker::{Who, Worker, Workers};

/// What is signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    /// The badge.
    Badge,
    /// The badge without its ordered list.
    BadgeWithoutList,
    /// A transcript of sixty courses that have no proofs of their own.
    Transcript(Ids),
    /// A transcript of sixty courses, each signed.
    SignedChildren,
}

impl Subject {
    /// The unsigned document of this number.
    pub fn document(self, number: usize, issuer: &str) -> Document {
        let value = match self {
            Self::Badge => documents::badge(number, issuer),
            Self::BadgeWithoutList => documents::badge_without_list(number, issuer),
            Self::Transcript(ids) => documents::transcript(number, 60, issuer, ids),
            Self::SignedChildren => documents::transcript(number, 60, issuer, Ids::Required),
        };
        dated(&value, number)
    }

    /// Unsigned documents of these numbers, with signed children where the subject has them, signed by `who`.
    pub fn unsigned(
        self,
        all: &mut Workers,
        who: Who,
        numbers: std::ops::Range<usize>,
        issuer: &str,
    ) -> io::Result<Vec<Document>> {
        let plain: Vec<Document> = numbers.map(|number| self.document(number, issuer)).collect();
        if self != Self::SignedChildren {
            return Ok(plain);
        }
        plain.iter().map(|document| sign_children(all, who, document)).collect()
    }

    /// The same, signed by `who`.
    pub fn signed(
        self,
        all: &mut Workers,
        who: Who,
        numbers: std::ops::Range<usize>,
        issuer: &str,
    ) -> io::Result<Vec<Document>> {
        let unsigned = self.unsigned(all, who, numbers, issuer)?;
        made(all.of(who), Work::Sign, &unsigned)
    }
}

/// What a library makes of documents, each dated as before.
pub fn made(worker: &mut Worker, work: Work, of: &[Document]) -> io::Result<Vec<Document>> {
    let texts = worker.results(work, of)?;
    Ok(texts.into_iter().zip(of).map(|(text, from)| Document { text, created: from.created.clone() }).collect())
}

/// Each document is signed at another second.
pub fn dated(value: &Value, number: usize) -> Document {
    let created =
        format!("2026-11-{:02}T{:02}:{:02}:{:02}Z", number % 28 + 1, number % 24, number % 60, number / 60 % 60);
    Document { text: value.to_string(), created }
}

fn sign_children(all: &mut Workers, who: Who, transcript: &Document) -> io::Result<Document> {
    let mut value: Value = serde_json::from_str(&transcript.text)?;
    let children = value["credentialSubject"]["verifiableCredential"].as_array_mut().into_iter().flatten();
    let created = &transcript.created;
    for child in children {
        let document = Document { text: child.to_string(), created: created.clone() };
        let signed = all.of(who).results(Work::Sign, &[document])?;
        *child = serde_json::from_str(signed.first().map_or("null", String::as_str))?;
    }
    Ok(Document { text: value.to_string(), created: created.clone() })
}

/// A row of times with what must hold of them.
pub struct Planned {
    /// The row's name.
    pub work: &'static str,
    /// On what.
    pub subject: Subject,
    /// Doing what.
    pub doing: Work,
    /// At least how many times faster than `ssi`, and than Digital Bazaar.
    pub must: [Option<f64>; 2],
    /// Batches.
    pub rounds: usize,
}

/// The rows of issue and documentation, in order.
pub const PLANNED: [Planned; 7] = [
    planned("sign a 3.6 kB badge", Subject::Badge, Work::Sign, [Some(90.0), Some(70.0)]),
    planned("verify it", Subject::Badge, Work::Verify, [Some(55.0), Some(40.0)]),
    planned("sign the outer proof of a 130 kB transcript of 60 courses", CLR, Work::Sign, [Some(125.0), Some(300.0)]),
    planned("verify it", CLR, Work::Verify, [Some(125.0), Some(300.0)]),
    planned("sign the same with an id on every node", CLR_IDS, Work::Sign, [None, None]),
    planned("verify it", CLR_IDS, Work::Verify, [None, None]),
    planned(
        "verify the transcript with its 60 children's proofs",
        Subject::SignedChildren,
        Work::VerifyAll,
        [Some(60.0), None],
    ),
];

/// The row of showing a part of a badge: each library derives from its own base proof.
pub const DERIVE: Planned =
    planned("derive `ecdsa-sd-2023` from a badge", Subject::BadgeWithoutList, Work::Derive, [Some(20.0), Some(20.0)]);

const CLR: Subject = Subject::Transcript(Ids::Required);
const CLR_IDS: Subject = Subject::Transcript(Ids::Everywhere);

const fn planned(work: &'static str, subject: Subject, doing: Work, must: [Option<f64>; 2]) -> Planned {
    let rounds = if matches!(subject, Subject::Badge | Subject::BadgeWithoutList) { 25 } else { 5 };
    Planned { work, subject, doing, must, rounds }
}

/// Measures one row.
///
/// `own` says whether a library is given its own signatures, because its bytes are not those of the others.
pub fn row(all: &mut Workers, plan: &Planned, issuer: &str, own: &dyn Fn(Who, Subject) -> bool) -> io::Result<Row> {
    let offered = |who: &Who| plan.doing != Work::Derive || *who != Who::JsonLd;
    let mut works: Vec<(Who, Work)> = Who::ALL.into_iter().filter(offered).map(|who| (who, plan.doing)).collect();
    match plan.doing {
        Work::Sign => works.push((Who::Ours, Work::SignChecked)),
        Work::Derive => works.push((Who::Ours, Work::DeriveChecked)),
        _ => {}
    }
    let mut documents = |all: &mut Workers, who, first, count| {
        let numbers = first..first + count;
        let signer = if own(who, plan.subject) { who } else { Who::Ours };
        match plan.doing {
            Work::Verify | Work::VerifyAll => plan.subject.signed(all, signer, numbers, issuer),
            Work::Derive => {
                let unsigned = plan.subject.unsigned(all, signer, numbers, issuer)?;
                made(all.of(signer), Work::SignBase, &unsigned)
            }
            _ => plan.subject.unsigned(all, signer, numbers, issuer),
        }
    };
    let course = Course { works: &works, rounds: plan.rounds, documents: &mut documents };
    let samples = samples::run(all, course)?;
    Ok(filled(plan, &samples))
}

fn filled(plan: &Planned, samples: &BTreeMap<(Who, usize), Samples>) -> Row {
    let none = Samples::default();
    let all_of = |who| samples.iter().filter(move |((one, _), _)| *one == who).map(|(_, samples)| samples);
    let of = |who| all_of(who).next().unwrap_or(&none);
    let ours = of(Who::Ours);
    let mut row = Row::new(plan.work, table::ours(ours));
    // Ours has a second line of work where it can check what it made.
    row.cells[1] = all_of(Who::Ours).nth(1).map(table::ours).unwrap_or_default();
    for (at, who) in Who::PEERS.into_iter().enumerate() {
        row.cells[at + 2] = all_of(who).next().map_or("not applicable".into(), |theirs| table::peer(theirs, ours));
    }
    let reached = [Who::Ssi, Who::DigitalBazaar].map(|who| table::ratio(of(who), ours));
    let names = ["ssi's", "Digital Bazaar's"];
    let mut musts =
        plan.must.iter().zip(reached).zip(names).filter_map(|((must, got), name)| Some((must.as_ref()?, got, name)));
    let words: Vec<String> = musts.clone().map(|(must, _, name)| format!("≤ 1/{must:.0} of {name}")).collect();
    if words.is_empty() {
        return row;
    }
    let holds = musts.all(|(must, got, _)| got.is_some_and(|got| got >= *must));
    row.must(words.join(", "), holds)
}
