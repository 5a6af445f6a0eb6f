//! Expansion (JSON-LD 1.1 API §5.1), in safe mode only.

mod draft;
mod keywords;
mod maps;
mod object;
mod property;
mod value;

use bumpalo::Bump;
use bumpalo::collections::Vec as ArenaVec;

use crate::budget::Meter;
use crate::context::{Apply, Bank, Container, ContextId, Contexts, DefinitionId, Symbol};
use crate::document::{Items, Json, View};
use crate::expanded::{Expanded, Item, NodeObject};
use crate::path::Path;
use crate::{CanonError, ContextLoader};
use object::Member;

/// The nodes a document describes in its default graph, and the bank with the texts their contexts made.
pub(crate) fn document<'a>(
    document: Json<'a>,
    base: Option<&str>,
    loader: &dyn ContextLoader,
    (meter, arena): (&Meter<'_>, &'a Bump),
) -> Result<(&'a [&'a NodeObject<'a>], std::sync::Arc<Bank>), CanonError> {
    let mut expander = Expander {
        contexts: Contexts::new(loader, base, meter),
        meter,
        arena,
        members: Vec::with_capacity(64),
        comparing: false,
    };
    let active = expander.contexts.initial();
    let place = expander.place(active, None, &Path::ROOT);
    let nodes = match expander.expand(&place, document)? {
        Expanded::One(Item::Node(node)) if node.id.is_none() && node.is_graph_object() => node.graph.unwrap_or(&[]),
        other => expander.nodes(expander.items(other), place.at)?,
    };
    Ok((nodes, expander.contexts.finish()))
}

struct Expander<'a, 's> {
    contexts: Contexts<'s>,
    meter: &'s Meter<'s>,
    arena: &'a Bump,
    /// The members of the objects that are being expanded, from the outermost to the innermost.
    members: Vec<Member<'a>>,
    /// The values of an id map are being expanded twice, to see whether that is the same.
    comparing: bool,
}

/// The active property: what a value stands under.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Property<'a> {
    /// `@graph`.
    Graph,
    /// `@reverse`.
    Reverse,
    /// A key, and the term it is where it is one.
    Key(&'a str, Option<Symbol>),
}

/// What a value is expanded with.
#[derive(Clone, Copy)]
struct Place<'p, 'a> {
    active: ContextId,
    /// None at the top.
    property: Option<Property<'a>>,
    /// What `active` says about `property`.
    definition: Option<DefinitionId>,
    /// What that says about containers, as it is asked for most.
    container: Container,
    /// The value of an index, id or type map: a type-scoped context still holds.
    from_map: bool,
    /// Under `@list`: arrays in arrays are lists.
    in_list: bool,
    /// In an array of such a list.
    in_inner_list: bool,
    at: &'p Path<'p>,
}

impl Place<'_, '_> {
    fn has_container(&self, container: Container) -> bool {
        self.container.has(container)
    }

    /// Whether only nodes that say something leave a statement here.
    fn is_graph(&self) -> bool {
        matches!(self.property, None | Some(Property::Graph)) || self.has_container(Container::GRAPH)
    }
}

impl<'a> Expander<'a, '_> {
    fn bank(&self) -> &Bank {
        self.contexts.bank()
    }

    fn definition(&self, active: ContextId, property: Option<Property<'a>>) -> Option<DefinitionId> {
        match property? {
            Property::Key(_, Some(symbol)) => self.bank().definition(active, symbol),
            Property::Key(_, None) | Property::Graph | Property::Reverse => None,
        }
    }

    fn container(&self, definition: Option<DefinitionId>) -> Container {
        definition.map_or(Container::NONE, |definition| self.bank().meaning(definition).container)
    }

    fn place<'p>(&self, active: ContextId, property: Option<Property<'a>>, at: &'p Path<'p>) -> Place<'p, 'a> {
        let definition = self.definition(active, property);
        let container = self.container(definition);
        Place { active, property, definition, container, from_map: false, in_list: false, in_inner_list: false, at }
    }

    fn expand(&mut self, place: &Place<'_, 'a>, element: Json<'a>) -> Result<Expanded<'a>, CanonError> {
        match element.view() {
            View::Null => Ok(Expanded::Nothing),
            View::Array(items) => self.array(place, items).map(Expanded::Many),
            View::Object(_) => self.object(place, element),
            scalar => self.scalar(place, &scalar).map(Expanded::One),
        }
    }

    /// Step 5.
    fn array(&mut self, place: &Place<'_, 'a>, items: Items<'a>) -> Result<&'a [Item<'a>], CanonError> {
        let in_list = place.in_list || place.has_container(Container::LIST);
        let mut result = ArenaVec::new_in(self.arena);
        for (index, item) in items.enumerate() {
            let at = place.at.index(index);
            let in_inner_list = in_list && item.is_array();
            match self.expand(&Place { at: &at, in_list, in_inner_list, ..*place }, item)? {
                Expanded::Nothing => {}
                Expanded::One(item) => result.push(item),
                // Others flatten the third level, which would be another statement.
                Expanded::Many(_) if place.in_inner_list && !place.has_container(Container::LIST) => {
                    return Err(CanonError::unsupported(&at, "an array in an array in an array of a list"));
                }
                Expanded::Many(items) if in_list => result.push(Item::List(items)),
                Expanded::Many(items) => result.extend_from_slice(items),
            }
        }
        Ok(result.into_bump_slice())
    }

    /// Step 4.
    fn scalar(&mut self, place: &Place<'_, 'a>, scalar: &View<'a>) -> Result<Item<'a>, CanonError> {
        if place.is_graph() {
            return Err(CanonError::dropped(place.at, "a value that is not a node in a graph"));
        }
        let active = self.property_scoped(place)?;
        let definition =
            if active == place.active { place.definition } else { self.definition(active, place.property) };
        self.value(definition, active, scalar, place.at)
    }

    /// The context under the property.
    fn property_scoped(&mut self, place: &Place<'_, 'a>) -> Result<ContextId, CanonError> {
        self.scoped_under(place.active, place)
    }

    /// The context under the property, on top of `outer`.
    fn scoped_under(&mut self, outer: ContextId, place: &Place<'_, 'a>) -> Result<ContextId, CanonError> {
        let Some(scoped) = place.definition.and_then(|definition| self.bank().meaning(definition).scoped) else {
            return Ok(outer);
        };
        let active = self.contexts.process(outer, Apply::of_property(scoped), place.at)?;
        // The specification takes the outer definition (steps 3 and 8), others look again in the inner context.
        let inner = self.definition(active, place.property);
        if inner.is_some() && inner != place.definition {
            return Err(CanonError::unsupported(place.at, "a term that its own scoped context defines otherwise"));
        }
        Ok(active)
    }

    fn items(&self, expanded: Expanded<'a>) -> &'a [Item<'a>] {
        match expanded {
            Expanded::Nothing => &[],
            Expanded::One(item) => std::slice::from_ref(self.arena.alloc(item)),
            Expanded::Many(items) => items,
        }
    }

    /// Items of a graph: values and lists have no place there.
    fn nodes(&self, items: &[Item<'a>], at: &Path<'_>) -> Result<&'a [&'a NodeObject<'a>], CanonError> {
        let mut nodes = ArenaVec::with_capacity_in(items.len(), self.arena);
        for item in items {
            nodes.push(node(item).ok_or_else(|| CanonError::dropped(at, "a value outside any node"))?);
        }
        Ok(nodes.into_bump_slice())
    }
}

fn node<'a>(item: &Item<'a>) -> Option<&'a NodeObject<'a>> {
    match item {
        Item::Node(node) => Some(node),
        Item::Value(_) | Item::List(_) => None,
    }
}
