//! Expansion (JSON-LD 1.1 API §5.1), in safe mode only.

mod draft;
mod keywords;
mod maps;
mod object;
mod property;
mod value;

use std::rc::Rc;

use serde_json::Value;

use crate::budget::Meter;
use crate::context::{Container, Context, Contexts, Local};
use crate::expanded::{Expanded, Item, NodeObject};
use crate::path::Path;
use crate::{CanonError, ContextLoader};

/// The nodes a document describes in its default graph.
pub(crate) fn document<'d>(
    document: &'d Value,
    base: Option<&str>,
    loader: &'d dyn ContextLoader,
    meter: &Meter<'_>,
) -> Result<Vec<NodeObject<'d>>, CanonError> {
    let mut expander = Expander { contexts: Contexts::new(loader, base, meter), meter };
    let active = expander.contexts.initial();
    let place = Place { active: &active, property: None, from_map: false, in_list: false, at: &Path::ROOT };
    match expander.expand(&place, document)? {
        Expanded::One(Item::Node(node)) if node.id.is_none() && node.is_graph_object() => {
            Ok(node.graph.unwrap_or_default())
        }
        other => nodes(other.into_items(), place.at),
    }
}

struct Expander<'d, 'm> {
    contexts: Contexts<'d, 'm>,
    meter: &'m Meter<'m>,
}

/// What a value is expanded with.
#[derive(Clone, Copy)]
struct Place<'p, 'd> {
    active: &'p Rc<Context<'d>>,
    /// The active property: the key the value stands under, `@graph` or `@reverse`; none at the top.
    property: Option<&'p str>,
    /// The value of an index, id or type map: a type-scoped context still holds.
    from_map: bool,
    /// Under `@list`: arrays in arrays are lists.
    in_list: bool,
    at: &'p Path<'p>,
}

impl Place<'_, '_> {
    fn container(&self) -> Container {
        self.active.container(self.property)
    }

    /// Whether only nodes that say something leave a statement here.
    fn is_graph(&self) -> bool {
        self.property.is_none_or(|property| property == "@graph") || self.container().has(Container::GRAPH)
    }
}

impl<'d> Expander<'d, '_> {
    fn expand(&mut self, place: &Place<'_, 'd>, element: &'d Value) -> Result<Expanded<'d>, CanonError> {
        match element {
            Value::Null => Ok(Expanded::Nothing),
            Value::Array(items) => self.array(place, items).map(Expanded::Many),
            Value::Object(map) => self.object(place, map),
            scalar => self.scalar(place, scalar).map(Expanded::One),
        }
    }

    /// Step 5.
    fn array(&mut self, place: &Place<'_, 'd>, items: &'d [Value]) -> Result<Vec<Item<'d>>, CanonError> {
        let in_list = place.in_list || place.container().has(Container::LIST);
        let mut result = Vec::with_capacity(items.len());
        for (index, item) in items.iter().enumerate() {
            let at = place.at.index(index);
            match self.expand(&Place { at: &at, in_list, ..*place }, item)? {
                Expanded::Nothing => {}
                Expanded::One(item) => result.push(item),
                Expanded::Many(items) if in_list => result.push(Item::List(items)),
                Expanded::Many(items) => result.extend(items),
            }
        }
        Ok(result)
    }

    /// Step 4.
    fn scalar(&mut self, place: &Place<'_, 'd>, scalar: &'d Value) -> Result<Item<'d>, CanonError> {
        let property = match place.property {
            Some(property) if !place.is_graph() => property,
            _ => return Err(CanonError::dropped(place.at, "a value that is not a node in a graph")),
        };
        let active = self.property_scoped(place.active, property, place.at)?;
        self.value(&active, property, scalar, place.at)
    }

    /// The context under `property`.
    fn property_scoped(
        &mut self,
        active: &Rc<Context<'d>>,
        property: &str,
        at: &Path<'_>,
    ) -> Result<Rc<Context<'d>>, CanonError> {
        match active.term(property).and_then(|definition| definition.scoped.as_ref()) {
            Some(scoped) => self.contexts.process(active, &Local::of_property(scoped), at),
            None => Ok(Rc::clone(active)),
        }
    }
}

/// Items of a graph: values and lists have no place there.
fn nodes<'d>(items: Vec<Item<'d>>, at: &Path<'_>) -> Result<Vec<NodeObject<'d>>, CanonError> {
    items
        .into_iter()
        .map(|item| node(item).ok_or_else(|| CanonError::dropped(at, "a value outside any node")))
        .collect()
}

fn node(item: Item<'_>) -> Option<NodeObject<'_>> {
    match item {
        Item::Node(node) => Some(*node),
        Item::Value(_) | Item::List(_) => None,
    }
}
