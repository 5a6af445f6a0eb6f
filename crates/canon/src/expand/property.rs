//! Entries whose key is a property (JSON-LD 1.1 API §5.1.2, steps 13.5 to 13.14).

use std::sync::Arc;

use serde_json::Value;

use super::draft::{self, Draft};
use super::keywords::reversed;
use super::maps::language_map;
use super::object::{Entry, Object};
use super::{Expander, Place, nodes};
use crate::CanonError;
use crate::context::{Coercion, Container};
use crate::expanded::{Expanded, Item, NodeObject};

impl<'d> Expander<'d, '_> {
    pub(super) fn property(
        &mut self,
        object: &Object<'_, 'd>,
        draft: &mut Draft<'d>,
        iri: Arc<str>,
        entry: Entry<'_, 'd>,
    ) -> Result<(), CanonError> {
        let definition = object.active.term(entry.key);
        let expanded = self.property_value(object, entry)?;
        let container = object.active.container(Some(entry.key));
        let mut items = match expanded {
            Expanded::Nothing => return Ok(()),
            Expanded::One(item @ Item::List(_)) => vec![item],
            other if container.has(Container::LIST) => vec![Item::List(other.into_items())],
            other => other.into_items(),
        };
        if container.has(Container::GRAPH) && !container.has(Container::ID) && !container.has(Container::INDEX) {
            items = nodes(items, entry.at)?.into_iter().map(|node| graph(vec![node])).collect();
        }
        if definition.is_some_and(|definition| definition.reverse) {
            draft.node.reverse.push((iri, reversed(items, entry)?));
        } else {
            draft.node.properties.push((iri, items));
        }
        Ok(())
    }

    fn property_value(&mut self, object: &Object<'_, 'd>, entry: Entry<'_, 'd>) -> Result<Expanded<'d>, CanonError> {
        let definition = object.active.term(entry.key);
        if definition.is_some_and(|definition| definition.coercion == Some(Coercion::Json)) {
            return Ok(Expanded::One(Item::Value(draft::json(entry.value))));
        }
        let container = object.active.container(Some(entry.key));
        if let Value::Object(map) = entry.value {
            if container.has(Container::LANGUAGE) {
                return language_map(object, map, entry).map(Expanded::Many);
            }
            if container.has(Container::INDEX) || container.has(Container::TYPE) || container.has(Container::ID) {
                return self.index_map(object, map, entry).map(Expanded::Many);
            }
        }
        let place =
            Place { active: &object.active, property: Some(entry.key), from_map: false, in_list: false, at: entry.at };
        self.expand(&place, entry.value)
    }
}

pub(super) fn graph(nodes: Vec<NodeObject<'_>>) -> Item<'_> {
    Item::Node(Box::new(NodeObject { graph: Some(nodes), ..NodeObject::default() }))
}
