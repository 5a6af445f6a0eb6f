//! The transcript: all of a learner's credentials in one.

use std::collections::{BTreeSet, HashMap};

use crate::clr::{Association, Transcript};
use crate::draft::{AwardKey, Draft, Kind, Summary};
use crate::ids::{NodeName, node_id};
use crate::record::{Course, Provenance, Reference};

use super::duplicates::Seen;
use super::{Work, learner, source};

/// The name of the transcript's credential configuration.
pub(super) const CONFIGURATION: &str = "transcript";

/// Achievements that courses may refer to, by the key of the statement.
pub(super) struct Known {
    awards: HashMap<AwardKey, String>,
    programmes: HashMap<AwardKey, String>,
}

impl Known {
    /// Packaged awards and programmes; a merged statement stands for the one that was packaged.
    pub(super) fn of(seen: &Seen, badges: &[Draft], programmes: &[Draft]) -> Self {
        let by_key = |drafts: &[Draft]| {
            let first = drafts.iter().map(|draft| (draft.award.clone(), draft.achievement_id.clone()));
            let merged = seen.merged().iter().filter_map(|(key, path)| {
                let draft = drafts.iter().find(|draft| draft.path == *path)?;
                Some((key.clone(), draft.achievement_id.clone()))
            });
            merged.chain(first).collect()
        };
        Self { awards: by_key(badges), programmes: by_key(programmes) }
    }

    /// The achievement of a packaged award that is referred to.
    pub(super) fn award(&self, reference: &Reference, stated_by: &Provenance) -> Option<&String> {
        self.awards.get(&key_of(reference, stated_by)?)
    }

    fn any(&self, reference: &Reference, stated_by: &Provenance) -> Option<&String> {
        let key = key_of(reference, stated_by)?;
        self.awards.get(&key).or_else(|| self.programmes.get(&key))
    }
}

/// Sources use the same identifiers for different things, so a reference without a source means the speaker's own.
fn key_of(reference: &Reference, stated_by: &Provenance) -> Option<AwardKey> {
    let identifier = reference.identifier.clone().filter(|id| !id.is_empty())?;
    let own = source(&reference.provenance);
    let source = if own.is_empty() { source(stated_by) } else { own }.to_owned();
    Some(AwardKey { source, identifier })
}

/// Which packaged courses are part of which packaged award or programme.
pub(super) fn associations(courses: &[Course], packaged: &[Draft], known: &Known) -> Vec<Association> {
    let there: HashMap<&str, &String> =
        packaged.iter().map(|draft| (draft.path.as_str(), &draft.achievement_id)).collect();
    let found = courses.iter().filter_map(|course| {
        let part = *there.get(course.path.as_str())?;
        let whole = known.any(course.award.as_ref()?, &course.provenance)?;
        (part != whole).then(|| Association { part: part.clone(), whole: whole.clone() })
    });
    found.collect::<BTreeSet<_>>().into_iter().collect()
}

/// The transcript around `children`; `None` when there are none, since CLR 2.0 demands at least one.
pub(super) fn draft(
    work: &Work<'_>,
    children: Vec<Draft>,
    associations: Vec<Association>,
    partial: bool,
) -> Option<Draft> {
    if children.is_empty() {
        return None;
    }
    let issuer = &work.with.issuer;
    let award = learner::key(work.record, "");
    let name = NodeName { kind: CONFIGURATION, source: "", award: &award, path: "" };
    let transcript = Transcript {
        id: node_id(work.with.secret, name),
        name: format!("Transcript from {}", issuer.name),
        description: format!("Awards, courses and programmes recorded by {}.", issuer.name),
        issuer: issuer.clone(),
        partial,
        associations,
    };
    Some(Draft {
        kind: Kind::Transcript,
        configuration: CONFIGURATION.to_owned(),
        award: AwardKey { source: String::new(), identifier: CONFIGURATION.to_owned() },
        path: String::new(),
        id: transcript.id.clone(),
        achievement_id: transcript.id.clone(),
        credential: transcript.to_value(children.iter().map(|child| child.credential.clone()).collect()),
        title: transcript.name.clone(),
        description: transcript.description.clone(),
        issued_on: None,
        summary: Summary { issuer_name: issuer.name.clone(), image: issuer.image.clone(), ..Summary::default() },
        children,
        transcript: Some(transcript),
    })
}
