//! Whether references lead anywhere, and whether organisations stand in circles.
//!
//! Nothing is followed while reading, so neither can do harm; both are named so that the source can correct them.

use std::collections::{HashMap, HashSet, VecDeque};

use crate::record::{Entity, UnreadCode};

use super::notes::Notes;

/// The identifiers of what a document has, by the kind of entity.
#[derive(Debug, Default)]
pub(super) struct Index<'a>(HashMap<&'static str, HashSet<&'a str>>);

impl<'a> Index<'a> {
    /// Of `entities` and all their parts.
    pub(super) fn of(entities: &'a [Entity]) -> Self {
        let mut index = Self::default();
        for entity in entities.iter().flat_map(Entity::all) {
            let known = index.0.entry(entity.kind).or_default();
            known.extend(identifiers(entity));
        }
        index
    }

    fn has(&self, kind: &str, identifier: &str) -> bool {
        self.0.get(kind).is_some_and(|known| known.contains(identifier))
    }

    fn lists(&self, kind: &str) -> bool {
        self.0.get(kind).is_some_and(|known| !known.is_empty())
    }
}

/// `identifier`, of which a document may have several, `id`, and those of its `Identifier` parts.
fn identifiers(entity: &Entity) -> impl Iterator<Item = &str> {
    let parts = entity.parts_of("Identifier").filter_map(|part| part.identifier.as_deref());
    entity.identifier.as_deref().into_iter().chain(entity.texts("identifier")).chain(entity.texts("id")).chain(parts)
}

/// Notes references to what the document should list and does not; each missing thing once, where it is first named.
///
/// Where a document lists nothing of a kind at all (a GraphQL answer has no `Credential`), that proves nothing.
pub(super) fn dangling(entities: &[Entity], places: &[&Index<'_>], notes: &mut Notes) {
    let mut missing: Vec<(&Entity, usize)> = Vec::new();
    let mut at: HashMap<(&str, &str), usize> = HashMap::new();
    for link in entities.iter().flat_map(Entity::all).flat_map(|entity| &entity.links) {
        let Some(identifier) = link.target.identifier.as_deref() else { continue };
        let kind = link.target.kind;
        let listed = places.iter().any(|place| place.lists(kind));
        if !listed || places.iter().any(|place| place.has(kind, identifier)) {
            continue;
        }
        let index = *at.entry((kind, identifier)).or_insert(missing.len());
        match missing.get_mut(index) {
            Some((_, count)) => *count += 1,
            None => missing.push((&link.target, 1)),
        }
    }
    for (target, count) in missing {
        let expected = format!("the {} with this identifier in the document", target.kind);
        let found = if count == 1 { "none".to_owned() } else { format!("none, here and in {} more places", count - 1) };
        let parts = [expected.as_str(), found.as_str(), "correct the reference in the source, nothing follows from it"];
        notes.note(target.path.clone(), UnreadCode::DanglingReference, parts);
    }
}

/// Notes every organisation that is part of itself by way of others.
///
/// Who issued an organisation's identifiers says nothing of what it is part of.
pub(super) fn circles(definitions: &[Entity], notes: &mut Notes) {
    let organisations: Vec<&Entity> = definitions.iter().filter(|entity| entity.kind == "Organization").collect();
    let mut places: HashMap<&str, usize> = HashMap::new();
    for (place, organisation) in organisations.iter().enumerate() {
        for identifier in identifiers(organisation) {
            places.entry(identifier).or_insert(place);
        }
    }
    let mut edges = Vec::new();
    for (from, organisation) in organisations.iter().enumerate() {
        let links = organisation.links.iter().filter(|link| link.target.kind == "Organization");
        let identifiers = links.filter_map(|link| link.target.identifier.as_deref());
        edges.extend(identifiers.filter_map(|identifier| places.get(identifier)).map(|to| (from, *to)));
    }
    let back: Vec<(usize, usize)> = edges.iter().map(|(from, to)| (*to, *from)).collect();
    let dead = without_circle(&back, &without_circle(&edges, &HashSet::new()));
    let alive: HashSet<usize> = edges.iter().map(|(from, _)| *from).filter(|one| !dead.contains(one)).collect();
    let round = organisations.iter().enumerate().filter(|(place, _)| alive.contains(place));
    for (_, organisation) in round {
        let parts = [
            "an organisation that is no part of itself",
            "one whose references lead back to it",
            "correct the references in the source, none of them is followed",
        ];
        notes.note(organisation.path.clone(), UnreadCode::Cycle, parts);
    }
}

/// Those already `dead`, and those from which no way along the edges goes on for ever.
fn without_circle(edges: &[(usize, usize)], dead: &HashSet<usize>) -> HashSet<usize> {
    let live = edges.iter().filter(|(from, to)| !dead.contains(from) && !dead.contains(to));
    let mut ways: HashMap<usize, usize> = HashMap::new();
    let mut comes_from: HashMap<usize, Vec<usize>> = HashMap::new();
    for (from, to) in live {
        *ways.entry(*from).or_default() += 1;
        ways.entry(*to).or_default();
        comes_from.entry(*to).or_default().push(*from);
    }
    let mut ended: VecDeque<usize> = ways.iter().filter(|(_, count)| **count == 0).map(|(one, _)| *one).collect();
    let mut dead = dead.clone();
    // What lost all its edges to the dead is in no circle either.
    dead.extend(edges.iter().flat_map(|(from, to)| [*from, *to]).filter(|one| !ways.contains_key(one)));
    while let Some(one) = ended.pop_front() {
        dead.insert(one);
        for from in comes_from.get(&one).into_iter().flatten() {
            let Some(count) = ways.get_mut(from) else { continue };
            *count = count.saturating_sub(1);
            if *count == 0 {
                ended.push_back(*from);
            }
        }
    }
    dead
}
