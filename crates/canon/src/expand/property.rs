//! Entries whose key is a property (JSON-LD 1.1 API §5.1.2, steps 13.5 to 13.14).

use bumpalo::collections::Vec as ArenaVec;

use super::draft::Draft;
use super::object::{Entry, Object};
use super::{Expander, Place, Property};
use crate::CanonError;
use crate::context::{Coercion, Container, DefinitionId, Iri};
use crate::document::View;
use crate::expanded::{Expanded, Item, Kind, NodeObject, Scalar, ValueObject};

impl<'a> Expander<'a, '_> {
    pub(super) fn property(
        &mut self,
        object: &Object<'_, 'a>,
        draft: &mut Draft<'a>,
        (iri, definition): (Iri<&'a str>, Option<DefinitionId>),
        entry: Entry<'_, 'a>,
    ) -> Result<(), CanonError> {
        let container = self.container(definition);
        let expanded = self.property_value(object, definition, entry)?;
        let mut items = match expanded {
            Expanded::Nothing => return Ok(()),
            Expanded::One(Item::List(_)) => self.items(expanded),
            other if container.has(Container::LIST) => self.items(Expanded::One(Item::List(self.items(other)))),
            other => self.items(other),
        };
        if container.has(Container::GRAPH) && !container.has(Container::ID) && !container.has(Container::INDEX) {
            let nodes = self.nodes(items, entry.at)?;
            if nodes.iter().any(|node| node.says_nothing()) {
                return Err(CanonError::dropped(entry.at, "an object that says nothing about its node"));
            }
            let mut graphs = ArenaVec::with_capacity_in(nodes.len(), self.arena);
            graphs.extend(nodes.chunks(1).map(|node| self.graph(node)));
            items = graphs.into_bump_slice();
        }
        if definition.is_some_and(|definition| self.bank().meaning(definition).reverse) {
            draft.reverse.push((iri, self.reversed(items, entry)?));
        } else {
            draft.properties.push((iri, items));
        }
        Ok(())
    }

    fn property_value(
        &mut self,
        object: &Object<'_, 'a>,
        definition: Option<DefinitionId>,
        entry: Entry<'_, 'a>,
    ) -> Result<Expanded<'a>, CanonError> {
        let mut container = Container::NONE;
        if let Some(definition) = definition {
            let meaning = self.bank().meaning(definition);
            container = meaning.container;
            if meaning.coercion == Some(Coercion::Json) {
                if container.is_map() && matches!(entry.value.view(), View::Object(_)) {
                    // The specification makes a JSON literal of it, others a map.
                    let detail = "an object under a term that is both @json and a map";
                    return Err(CanonError::unsupported(entry.at, detail));
                }
                let value = ValueObject { scalar: Scalar::Json(entry.value), kind: Kind::Json, indexed: false };
                return Ok(Expanded::One(Item::Value(value)));
            }
            if container != Container::NONE
                && let View::Object(members) = entry.value.view()
            {
                let meaning = *meaning;
                if container.has(Container::LANGUAGE) {
                    return self.language_map(object, members, entry).map(Expanded::Many);
                }
                if container.has(Container::INDEX) || container.has(Container::TYPE) || container.has(Container::ID) {
                    return self.index_map(object, meaning, members, entry).map(Expanded::Many);
                }
            }
        }
        let property = Some(Property::Key(entry.key, entry.symbol));
        let at = entry.at;
        let (from_map, in_list, in_inner_list) = (false, false, false);
        let active = object.active;
        let place = Place { active, property, definition, container, from_map, in_list, in_inner_list, at };
        self.expand(&place, entry.value)
    }

    /// A graph of its own.
    pub(super) fn graph(&self, nodes: &'a [&'a NodeObject<'a>]) -> Item<'a> {
        Item::Node(self.arena.alloc(NodeObject { graph: Some(nodes), ..NodeObject::default() }))
    }
}
