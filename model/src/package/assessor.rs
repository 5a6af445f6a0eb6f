//! Who assessed the learner, where that is another organisation than the issuer.

use crate::badge::Assessor;
use crate::catalogue::fold;
use crate::ids::{NodeName, node_id};
use crate::record::{Organization, Provenance, Reference};
use crate::vocabulary;

use super::work::{Work, key_of, source};

/// The organisation that a statement names as the one that offered, asserted or issued what it is about.
///
/// `None` where that is the issuer itself: the organisation has its name, or the name that the source of the statement
/// has in the record. The issuer still signs, since the statement is its own source's; Open Badges 3.0 §B.1.3 `source`
/// says on whose assessment.
pub(super) fn assessor(work: &Work<'_>, named: Option<&Reference>, stated_by: &Provenance) -> Option<Assessor> {
    let named = named?;
    let defined = defined(work, named, stated_by);
    let name = named.name.clone().or_else(|| defined.as_ref()?.name.clone()).filter(|name| !name.trim().is_empty())?;
    let ours = [Some(work.with.issuer.name.as_str()), stated_by.organization.as_deref()];
    if ours.into_iter().flatten().any(|own| fold(own) == fold(&name)) {
        return None;
    }
    let identifier = named.identifier.as_deref().unwrap_or(&name);
    let node = NodeName { kind: "organization", source: source(stated_by), award: identifier, path: "" };
    let websites = defined.map(|one| one.websites).unwrap_or_default();
    let url = websites.into_iter().find(|url| url.starts_with("http") && vocabulary::is_absolute_uri(url));
    Some(Assessor { id: node_id(work.with.secret, node), name, url })
}

/// The organisation as the document defines it.
fn defined(work: &Work<'_>, named: &Reference, stated_by: &Provenance) -> Option<Organization> {
    let key = key_of(named, stated_by)?;
    let fits = |one: &&crate::record::Entity| {
        one.kind == "Organization"
            && !one.deleted
            && one.identifier.as_ref() == Some(&key.identifier)
            && source(&one.provenance) == key.source
    };
    work.record.definitions.iter().find(fits).map(Organization::from)
}
