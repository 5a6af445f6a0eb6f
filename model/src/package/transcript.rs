//! The transcript: all of a learner's credentials in one.

use std::sync::Arc;

use crate::clr::{Association, Transcript};
use crate::draft::{AwardKey, Draft, Kind, Summary};
use crate::ids::{NodeName, node_id};

use super::{Work, learner};

/// The name of the transcript's credential configuration.
pub(super) const CONFIGURATION: &str = "transcript";

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
        credential: Arc::new(transcript.to_value(Vec::new())),
        title: transcript.name.clone(),
        description: transcript.description.clone(),
        issued_on: None,
        summary: Summary { issuer_name: issuer.name.clone(), image: issuer.image.clone(), ..Summary::default() },
        children,
        transcript: Some(transcript),
    })
}
