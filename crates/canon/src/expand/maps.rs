//! Language, index, id and type maps (JSON-LD 1.1 API §5.1.2, steps 13.7 and 13.8).

use std::rc::Rc;
use std::sync::Arc;

use serde_json::{Map, Value};

use super::object::{Entry, Object};
use super::property::graph;
use super::{Expander, Place, nodes};
use crate::CanonError;
use crate::context::{Container, Context, Local, Name, Scope, is_language};
use crate::expanded::{Item, Kind, NodeObject, Scalar, ValueObject};
use crate::keyword::Keyword;
use crate::path::Path;

impl<'d> Expander<'d, '_> {
    /// Step 13.8.
    pub(super) fn index_map(
        &mut self,
        object: &Object<'_, 'd>,
        map: &'d Map<String, Value>,
        entry: Entry<'_, 'd>,
    ) -> Result<Vec<Item<'d>>, CanonError> {
        let container = object.active.container(Some(entry.key));
        let mut result = Vec::new();
        for (index, value) in map {
            let at = entry.at.key(index);
            let active = self.map_context(&object.active, container, index, &at)?;
            let place = Place { active: &active, property: Some(entry.key), from_map: true, in_list: false, at: &at };
            let mut items = Vec::new();
            let one = std::slice::from_ref(value);
            for item in value.as_array().map_or(one, Vec::as_slice) {
                items.extend(self.expand(&place, item)?.into_items());
            }
            for mut item in items {
                if container.has(Container::GRAPH) && !matches!(&item, Item::Node(node) if node.is_graph_object()) {
                    item = graph(nodes(vec![item], &at)?);
                }
                if object.active.keyword(index) != Some(Keyword::None) {
                    self.mark(object, (entry.key, index), &mut item, &at)?;
                }
                result.push(item);
            }
        }
        Ok(result)
    }

    /// The context for the values of one key: that of the type it names, in a type map.
    fn map_context(
        &mut self,
        active: &Rc<Context<'d>>,
        container: Container,
        index: &str,
        at: &Path<'_>,
    ) -> Result<Rc<Context<'d>>, CanonError> {
        let keeps = container.has(Container::ID) || container.has(Container::TYPE);
        let outer = active.previous().filter(|_| keeps).unwrap_or(active);
        match outer.term(index).and_then(|definition| definition.scoped.as_ref()) {
            Some(scoped) if container.has(Container::TYPE) => {
                self.contexts.process(outer, &Local::of_type(scoped, false), at)
            }
            _ => Ok(Rc::clone(outer)),
        }
    }

    /// Step 13.8.3.7: what the key says about the item.
    fn mark(
        &mut self,
        object: &Object<'_, 'd>,
        (property, index): (&str, &'d str),
        item: &mut Item<'d>,
        at: &Path<'_>,
    ) -> Result<(), CanonError> {
        let container = object.active.container(Some(property));
        let index_property = object.active.term(property).and_then(|definition| definition.index);
        if container.has(Container::ID) {
            let node = node_of(item, at)?;
            if node.id.is_none() {
                node.id = Some(self.resource(object.active.name(index, Scope::Document), index, at)?);
            }
        } else if container.has(Container::TYPE) {
            let name = object.active.name(index, Scope::VocabAndDocument);
            if matches!(name, Name::Null | Name::Relative(_) | Name::Reserved | Name::Keyword(_)) {
                return Err(CanonError::undefined(at, index));
            }
            let name = self.resource(name, index, at)?;
            node_of(item, at)?.types.push(name);
        } else if let Some(key) = index_property {
            let Name::Iri(iri) = object.active.name(key, Scope::Vocab) else {
                return Err(CanonError::undefined(at, key));
            };
            let iri = self.checked(iri, at)?;
            let said = self.text(&object.active, key, index, at)?;
            node_of(item, at)?.properties.push((iri, vec![said]));
        }
        Ok(())
    }
}

/// Step 13.7.
pub(super) fn language_map<'d>(
    object: &Object<'_, 'd>,
    map: &'d Map<String, Value>,
    entry: Entry<'_, 'd>,
) -> Result<Vec<Item<'d>>, CanonError> {
    let mut result = Vec::new();
    for (tag, value) in map {
        let at = entry.at.key(tag);
        let none = object.active.keyword(tag) == Some(Keyword::None);
        if !none && !is_language(tag) {
            return Err(CanonError::invalid("invalid language map value", &at, "a language tag expected as key"));
        }
        let one = std::slice::from_ref(value);
        for item in value.as_array().map_or(one, Vec::as_slice) {
            let text = match item {
                Value::Null => continue,
                Value::String(text) => text,
                _ => return Err(CanonError::invalid("invalid language map value", &at, "a string expected")),
            };
            let kind = if none { Kind::Plain } else { Kind::Tagged(Arc::from(tag.to_ascii_lowercase())) };
            result.push(Item::Value(ValueObject { scalar: Scalar::Text(text), kind }));
        }
    }
    Ok(result)
}

fn node_of<'i, 'd>(item: &'i mut Item<'d>, at: &Path<'_>) -> Result<&'i mut NodeObject<'d>, CanonError> {
    match item {
        Item::Node(node) => Ok(node),
        Item::Value(_) | Item::List(_) => {
            Err(CanonError::invalid("invalid value object", at, "a node object expected in this map"))
        }
    }
}
