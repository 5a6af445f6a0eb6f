//! Before anything is timed: the documents are what they claim to be, all libraries that can make the same bytes do,
//! signatures verify crosswise, and each library refuses what was changed.

use std::collections::{BTreeMap, BTreeSet};
use std::io;

use contexts::Schema;
use protocol::{Document, Work};
use serde_json::Value;

use crate::documents::Ids;
use crate::signing::Subject;
use crate::worker::{Who, Workers};

/// What is checked, and how a footnote calls it.
const SUBJECTS: [(Subject, &str); 4] = [
    (Subject::Badge, "the badge"),
    (Subject::Transcript(Ids::Required), "the transcript"),
    (Subject::Transcript(Ids::Everywhere), "the transcript with ids everywhere"),
    (Subject::SignedChildren, "the transcript of signed children"),
];

/// Who makes other bytes than ours, of what, and how they differ.
#[derive(Debug, Default)]
pub struct Agreement {
    others: BTreeMap<(Who, usize), BTreeSet<String>>,
}

impl Agreement {
    /// Whether a library must verify signatures of its own, since its bytes differ.
    pub fn differs(&self, who: Who, subject: Subject) -> bool {
        SUBJECTS.iter().position(|(one, _)| *one == subject).is_some_and(|at| self.others.contains_key(&(who, at)))
    }

    /// A footnote for each library that differs.
    pub fn footnotes(&self) -> Vec<String> {
        let note = |who: Who| {
            let of_this: Vec<_> = self.others.iter().filter(|((one, _), _)| *one == who).collect();
            let subjects: Vec<&str> = of_this.iter().map(|((_, at), _)| SUBJECTS[*at].1).collect();
            let predicates: BTreeSet<&str> = of_this.iter().flat_map(|(_, all)| *all).map(String::as_str).collect();
            let predicates: Vec<String> = predicates.into_iter().map(|name| format!("`{name}`")).collect();
            (!subjects.is_empty()).then(|| {
                let (name, subjects, predicates) = (who.name(), subjects.join(", "), predicates.join(", "));
                format!(
                    "{name} signs other bytes of {subjects}: the statements differ at {predicates}. It verifies its own \
                     signatures here, and no other library's."
                )
            })
        };
        Who::PEERS.into_iter().filter_map(note).collect()
    }
}

/// Checks everything. What must hold and does not is an error; what is known to differ is kept for the footnotes.
pub fn check(all: &mut Workers, issuer: &str) -> io::Result<Agreement> {
    let mut agreement = Agreement::default();
    for (at, (subject, name)) in SUBJECTS.into_iter().enumerate() {
        let document = subject.unsigned(all, Who::Ours, 7..8, issuer)?.remove(0);
        conforms(&document, subject)?;
        let ours = all.of(Who::Ours).results(Work::Canonical, std::slice::from_ref(&document))?.remove(0);
        eprintln!("{name}: {} bytes, {} statements", document.text.len(), ours.lines().count());
        for who in Who::PEERS {
            let theirs = all.of(who).results(Work::Canonical, std::slice::from_ref(&document))?.remove(0);
            if let Some(difference) = difference(&ours, &theirs) {
                agreement.others.insert((who, at), difference);
            }
        }
        if let Some(how) = agreement.others.get(&(Who::DigitalBazaar, at)) {
            return Err(io::Error::other(format!("Digital Bazaar makes other bytes of {name}, at {how:?}")));
        }
        crosswise(all, subject, &agreement, issuer)?;
    }
    Ok(agreement)
}

/// The published schemas hold for what is made here, each child of a transcript included.
pub fn conforms(document: &Document, subject: Subject) -> io::Result<()> {
    let value: Value = serde_json::from_str(&document.text)?;
    let whole = match subject {
        Subject::Badge | Subject::BadgeWithoutList => Schema::AchievementCredential,
        Subject::Transcript(_) | Subject::SignedChildren => Schema::ClrCredential,
    };
    let children = value["credentialSubject"]["verifiableCredential"].as_array();
    let badges = children.into_iter().flatten().map(|child| (Schema::AchievementCredential, child));
    let faults =
        std::iter::once((whole, &value)).chain(badges).flat_map(|(schema, value)| contexts::validate(schema, value));
    match faults.into_iter().next() {
        None => Ok(()),
        Some(fault) => Err(io::Error::other(format!("not by its schema: {} {}", fault.path, fault.message))),
    }
}

/// In which statements the two differ, by their predicates and whatever the labels of blank nodes.
fn difference(ours: &str, theirs: &str) -> Option<BTreeSet<String>> {
    if ours == theirs {
        return None;
    }
    let (mine, their) = (unlabelled(ours), unlabelled(theirs));
    let differing = mine.symmetric_difference(&their);
    let predicates: BTreeSet<String> = differing.filter_map(|line| line.split(' ').nth(1)).map(last_part).collect();
    Some(if predicates.is_empty() { BTreeSet::from(["none but under other labels".to_owned()]) } else { predicates })
}

fn unlabelled(nquads: &str) -> BTreeSet<String> {
    nquads.lines().map(without_labels).collect()
}

fn last_part(iri: &str) -> String {
    let iri = iri.trim_end_matches('>');
    iri.rsplit(['#', '/']).next().unwrap_or(iri).to_owned()
}

/// A line with every label of a blank node made `_:`.
fn without_labels(line: &str) -> String {
    line.split(' ').map(|part| if part.starts_with("_:") { "_:" } else { part }).collect::<Vec<_>>().join(" ")
}

/// Each library that makes our bytes verifies our signature and we its, and refuses ours after a change.
fn crosswise(all: &mut Workers, subject: Subject, agreement: &Agreement, issuer: &str) -> io::Result<()> {
    let ours = subject.signed(all, Who::Ours, 7..8, issuer)?;
    let doing = if subject == Subject::SignedChildren { Work::VerifyAll } else { Work::Verify };
    for who in Who::ALL {
        let signer = if agreement.differs(who, subject) { who } else { Who::Ours };
        let theirs = subject.signed(all, who, 7..8, issuer)?;
        let given = if signer == who { &theirs } else { &ours };
        all.of(who).results(doing, given)?;
        if signer == Who::Ours {
            all.of(Who::Ours).results(doing, &theirs)?;
        }
        if all.of(who).results(doing, &changed(given)).is_ok() {
            return Err(io::Error::other(format!("{} takes a changed document for the signed one", who.name())));
        }
    }
    Ok(())
}

fn changed(documents: &[Document]) -> Vec<Document> {
    let change =
        |document: &Document| Document { text: document.text.replace("Hollowell", "Hollowel1"), ..document.clone() };
    documents.iter().map(change).collect()
}
