//! Blank nodes by their places: the same node has the same label in the whole document and in any part of it.
//!
//! The specification gives each node without an id one, for a while (“skolemizes” it, §3.4.6); a part of the document then
//! keeps it. What JSON-LD makes without an object of its own cannot be given an id: the cells of ordered lists, and the names
//! of graphs. They are called by where they hang.

use std::collections::{HashMap, HashSet};
use std::fmt::Write as _;
use std::sync::Arc;

use canon::{Quad, Resource, Term};
use serde_json::{Map, Value};
use sha2::{Digest as _, Sha256};

use super::SelectionError;

/// Names are IRIs for a while. A document that has such IRIs of its own is refused by [`check_same`].
const NAME: &str = "urn:bnid:";

const FIRST: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#first";
const REST: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#rest";

/// `document` with an id for every object that has none, but for contexts and texts in a language.
pub(super) fn named(document: &Value) -> Value {
    name(document, &mut 0)
}

/// Documents are as deep as `check_plain` let them be.
fn name(value: &Value, next: &mut usize) -> Value {
    match value {
        Value::Object(members) if members.contains_key("@value") => value.clone(),
        Value::Object(members) => {
            let mut named = Map::with_capacity(members.len() + 1);
            if !members.contains_key("id") {
                named.insert("@id".into(), Value::String(format!("{NAME}{next}")));
                *next += 1;
            }
            for (member, value) in members {
                let value = if member == "@context" { value.clone() } else { name(value, next) };
                named.insert(member.clone(), value);
            }
            Value::Object(named)
        }
        Value::Array(items) => Value::Array(items.iter().map(|item| name(item, next)).collect()),
        scalar => scalar.clone(),
    }
}

/// The statements of a named document, with blank nodes again in place of the names.
///
/// # Errors
/// [`SelectionError::NotSelectable`] when a blank node has no place of its own.
pub(super) fn placed(mut quads: Vec<Quad>) -> Result<Vec<Quad>, SelectionError> {
    let places = Places::of(&quads)?;
    for quad in &mut quads {
        places.rename(&mut quad.subject)?;
        if let Term::Resource(object) = &mut quad.object {
            places.rename(object)?;
        }
        if let Some(graph) = &mut quad.graph {
            places.rename(graph)?;
        }
    }
    Ok(quads)
}

/// The labels of nodes that could not be named, by the labels they have.
struct Places(HashMap<Arc<str>, Arc<str>>);

impl Places {
    /// `canon` writes what is in a list or graph before it writes what the list or graph hangs on. So, from the end, every
    /// place is known before what is below it.
    fn of(quads: &[Quad]) -> Result<Self, SelectionError> {
        let fault = |what| SelectionError::NotSelectable { what };
        let (roots, lists) = (roots(quads), Lists::of(quads));
        let mut places = Self(HashMap::new());
        let mut alike: HashMap<Arc<str>, usize> = HashMap::new();
        for quad in quads.iter().rev() {
            let Term::Resource(Resource::Blank(label)) = &quad.object else { continue };
            let inside = match roots.get(label) {
                _ if &*quad.predicate == REST => String::new(),
                Some(Some(root)) => root.to_string(),
                Some(None) => return Err(fault("a graph has not one node that all others hang on")),
                None => lists.content(label),
            };
            let mut place = places.below(quad, &inside, 0)?;
            // Two lists alike at one place: whichever is meant, the same is said.
            if lists.0.contains_key(label) {
                let number = alike.entry(place.clone()).and_modify(|number| *number += 1).or_insert(0);
                place = places.below(quad, &inside, *number)?;
            }
            if places.0.insert(label.clone(), place).is_some() {
                return Err(fault("a blank node is referred to from two places"));
            }
        }
        Ok(places)
    }

    /// The label of the object of `quad`.
    fn below(&self, quad: &Quad, inside: &str, number: usize) -> Result<Arc<str>, SelectionError> {
        let mut hash = Sha256::new();
        let mut add = |kind: u8, text: &str| {
            hash.update([kind]);
            hash.update(text.as_bytes());
            hash.update([b' ']);
        };
        for resource in [Some(&quad.subject), quad.graph.as_ref()] {
            match resource {
                None => add(0, ""),
                Some(Resource::Iri(iri)) => add(1, iri),
                Some(Resource::Blank(label)) => add(2, self.get(label)?),
            }
        }
        add(3, &quad.predicate);
        add(4, inside);
        add(5, &number.to_string());
        let digest = hash.finalize();
        let number = digest.iter().take(16).fold(0_u128, |number, byte| (number << 8) | u128::from(*byte));
        Ok(Arc::from(format!("p{number:032x}")))
    }

    fn get(&self, label: &Arc<str>) -> Result<&Arc<str>, SelectionError> {
        self.0.get(label).ok_or(SelectionError::NotSelectable { what: "a blank node hangs on nothing" })
    }

    fn rename(&self, resource: &mut Resource) -> Result<(), SelectionError> {
        match resource {
            Resource::Iri(iri) => {
                if let Some(number) = iri.strip_prefix(NAME) {
                    *resource = Resource::Blank(Arc::from(format!("n{number}")));
                }
            }
            Resource::Blank(label) => *label = self.get(label)?.clone(),
        }
        Ok(())
    }
}

/// The cells of lists.
struct Lists<'a>(HashMap<&'a Arc<str>, Cell<'a>>);

#[derive(Default)]
struct Cell<'a> {
    item: Option<&'a Term>,
    next: Option<&'a Arc<str>>,
}

impl<'a> Lists<'a> {
    fn of(quads: &'a [Quad]) -> Self {
        let mut cells: HashMap<_, Cell<'a>> = HashMap::new();
        for quad in quads {
            let Resource::Blank(cell) = &quad.subject else { continue };
            match (&*quad.predicate, &quad.object) {
                (FIRST, item) => cells.entry(cell).or_default().item = Some(item),
                (REST, Term::Resource(Resource::Blank(next))) => cells.entry(cell).or_default().next = Some(next),
                _ => {}
            }
        }
        Self(cells)
    }

    /// What the list that begins with `cell` holds, lists in it aside.
    fn content(&self, cell: &Arc<str>) -> String {
        let mut content = String::new();
        let mut next = self.0.get(cell);
        // A list that a context makes of other members may lead back to itself.
        for _ in 0..self.0.len() {
            let Some(found) = next else { break };
            if let Some(item) = found.item.filter(|item| !matches!(item, Term::Resource(Resource::Blank(_)))) {
                // Writing to a String cannot fail.
                _ = write!(content, "{item:?}");
            }
            content.push(' ');
            next = found.next.and_then(|next| self.0.get(next));
        }
        content
    }
}

/// The nodes of one graph.
#[derive(Default)]
struct Members<'a> {
    subjects: HashSet<&'a Arc<str>>,
    objects: HashSet<&'a Arc<str>>,
}

/// For each graph without a name of its own, the one node in it that no other there refers to.
fn roots(quads: &[Quad]) -> HashMap<Arc<str>, Option<Arc<str>>> {
    let mut graphs: HashMap<&Arc<str>, Members<'_>> = HashMap::new();
    for quad in quads {
        let Some(Resource::Blank(graph)) = &quad.graph else { continue };
        let members = graphs.entry(graph).or_default();
        if let Resource::Iri(subject) = &quad.subject {
            members.subjects.insert(subject);
        }
        if let Term::Resource(Resource::Iri(object)) = &quad.object {
            members.objects.insert(object);
        }
    }
    let root = |(graph, members): (&Arc<str>, Members<'_>)| {
        let mut found = members.subjects.difference(&members.objects);
        let only = found.next().filter(|_| found.next().is_none());
        (graph.clone(), only.map(|root| Arc::clone(root)))
    };
    graphs.into_iter().map(root).collect()
}

/// Names changed nothing but labels: `placed` is `original`, statement by statement, under a one-to-one map of labels.
///
/// # Errors
/// [`SelectionError::NotSelectable`], as when the document holds a JSON literal, which naming alters.
pub(super) fn check_same(original: &[Quad], placed: &[Quad]) -> Result<(), SelectionError> {
    let mut pairs = Pairs::default();
    let same = original.len() == placed.len()
        && original.iter().zip(placed).all(|(a, b)| {
            a.predicate == b.predicate
                && pairs.join(&a.subject, &b.subject)
                && match (&a.object, &b.object) {
                    (Term::Resource(a), Term::Resource(b)) => pairs.join(a, b),
                    (a, b) => a == b,
                }
                && match (&a.graph, &b.graph) {
                    (Some(a), Some(b)) => pairs.join(a, b),
                    (a, b) => a == b,
                }
        });
    if same { Ok(()) } else { Err(SelectionError::NotSelectable { what: "its nodes have no places of their own" }) }
}

#[derive(Default)]
struct Pairs<'a> {
    there: HashMap<&'a Arc<str>, &'a Arc<str>>,
    back: HashMap<&'a Arc<str>, &'a Arc<str>>,
}

impl<'a> Pairs<'a> {
    fn join(&mut self, a: &'a Resource, b: &'a Resource) -> bool {
        match (a, b) {
            (Resource::Blank(a), Resource::Blank(b)) => {
                *self.there.entry(a).or_insert(b) == b && *self.back.entry(b).or_insert(a) == a
            }
            (a, b) => a == b,
        }
    }
}
