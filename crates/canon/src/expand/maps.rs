//! Language, index, id and type maps (JSON-LD 1.1 API §5.1.2, steps 13.7 and 13.8).

use bumpalo::collections::Vec as ArenaVec;

use super::object::{Entry, Object};
use super::{Expander, Place, Property};
use crate::CanonError;
use crate::context::{Apply, Container, ContextId, Definition, Iri, Name, Scope, is_language};
use crate::document::{Json, Members, View};
use crate::expanded::{Expanded, Item, Kind, NodeObject, Resource, Scalar, ValueObject};
use crate::keyword::Keyword;
use crate::path::Path;

impl<'a> Expander<'a, '_> {
    /// Step 13.8.
    pub(super) fn index_map(
        &mut self,
        object: &Object<'_, 'a>,
        definition: Definition,
        members: Members<'a>,
        entry: Entry<'_, 'a>,
    ) -> Result<&'a [Item<'a>], CanonError> {
        let container = definition.container;
        let property = Some(Property::Key(entry.key, entry.symbol));
        let mut result = ArenaVec::new_in(self.arena);
        for (index, value) in members {
            let at = entry.at.key(index);
            let active = self.map_context(object.active, container, index, &at)?;
            let place = Place { from_map: true, ..self.place(active, property, &at) };
            let says = self.bank().keyword(object.active, index) != Some(Keyword::None);
            for item in value.one_or_many() {
                let expanded = self.expand(&place, item)?;
                if container.has(Container::ID) && active != object.active {
                    self.compare(expanded, &Place { active: object.active, ..place }, item)?;
                }
                for mut item in self.items(expanded).iter().copied() {
                    if container.has(Container::GRAPH) && !matches!(item, Item::Node(node) if node.is_graph_object()) {
                        let nodes = self.nodes(&[item], &at)?;
                        if nodes.iter().any(|node| node.says_nothing()) {
                            return Err(CanonError::dropped(&at, "an object that says nothing about its node"));
                        }
                        item = self.graph(nodes);
                    }
                    result.push(if says { self.mark(object, definition, (index, item), &at)? } else { item });
                }
            }
        }
        Ok(result.into_bump_slice())
    }

    /// For the values of id maps the specification goes back to the context before the type's (step 13.8.3.1), others do
    /// only in type maps. So both have to come to the same.
    fn compare(&mut self, expanded: Expanded<'a>, other: &Place<'_, 'a>, item: Json<'a>) -> Result<(), CanonError> {
        let differs =
            || CanonError::unsupported(other.at, "an id map that says something else under the context of a type");
        if std::mem::replace(&mut self.comparing, true) {
            return Err(differs());
        }
        let again = self.expand(other, item);
        self.comparing = false;
        if again.is_ok_and(|again| again == expanded) { Ok(()) } else { Err(differs()) }
    }

    /// The context for the values of one key: that of the type it names, in a type map.
    fn map_context(
        &mut self,
        active: ContextId,
        container: Container,
        index: &str,
        at: &Path<'_>,
    ) -> Result<ContextId, CanonError> {
        let keeps = container.has(Container::ID) || container.has(Container::TYPE);
        let outer = self.bank().previous(active).filter(|_| keeps).unwrap_or(active);
        let named = self.bank().symbol(index).and_then(|symbol| self.bank().definition(outer, symbol));
        match named.and_then(|definition| self.bank().meaning(definition).scoped) {
            Some(scoped) if container.has(Container::TYPE) => self.contexts.process(outer, Apply::of_type(scoped), at),
            _ => Ok(outer),
        }
    }

    /// Step 13.8.3.7: the item with what the key says about it.
    fn mark(
        &mut self,
        object: &Object<'_, 'a>,
        definition: Definition,
        (index, item): (&'a str, Item<'a>),
        at: &Path<'_>,
    ) -> Result<Item<'a>, CanonError> {
        let container = definition.container;
        let node = match item {
            Item::Node(node) => Ok(*node),
            Item::Value(_) | Item::List(_) => {
                Err(CanonError::invalid("invalid value object", at, "a node object expected in this map"))
            }
        };
        let marked = if container.has(Container::ID) {
            let node = node?;
            let id = match node.id {
                Some(id) => id,
                None => self.resource(self.name(object.active, index, Scope::Document), index, at)?,
            };
            NodeObject { id: Some(id), ..node }
        } else if container.has(Container::TYPE) {
            self.with_type(object, (index, node?), at)?
        } else if let Some(key) = definition.index {
            let text = self.arena.alloc_str(self.bank().term_text(key));
            let Name::Iri(iri) = self.name(object.active, text, Scope::Vocab) else {
                return Err(CanonError::undefined(at, text));
            };
            let iri = self.checked(iri, at)?;
            let definition = self.bank().definition(object.active, key);
            let said = self.text(definition, object.active, index, at)?;
            let node = node?;
            let mut properties: ArenaVec<'_, (Iri<&str>, &[Item<'_>])> = ArenaVec::new_in(self.arena);
            properties.extend_from_slice(node.properties);
            properties.push((iri, std::slice::from_ref(self.arena.alloc(said))));
            NodeObject { properties: properties.into_bump_slice(), ..node }
        } else {
            return Ok(match item {
                Item::Value(value) => Item::Value(ValueObject { indexed: true, ..value }),
                other => other,
            });
        };
        Ok(Item::Node(self.arena.alloc(marked)))
    }

    fn with_type(
        &self,
        object: &Object<'_, 'a>,
        (index, node): (&'a str, NodeObject<'a>),
        at: &Path<'_>,
    ) -> Result<NodeObject<'a>, CanonError> {
        let name = self.name(object.active, index, Scope::Vocab);
        if !name.is_iri_or_blank() {
            return Err(CanonError::undefined(at, index));
        }
        let mut types: ArenaVec<'_, Resource<'_>> = ArenaVec::new_in(self.arena);
        types.extend_from_slice(node.types);
        types.push(self.resource(name, index, at)?);
        Ok(NodeObject { types: types.into_bump_slice(), ..node })
    }

    /// Step 13.7.
    pub(super) fn language_map(
        &self,
        object: &Object<'_, 'a>,
        members: Members<'a>,
        entry: Entry<'_, 'a>,
    ) -> Result<&'a [Item<'a>], CanonError> {
        let mut result = ArenaVec::new_in(self.arena);
        for (tag, value) in members {
            let at = entry.at.key(tag);
            let none = self.bank().keyword(object.active, tag) == Some(Keyword::None);
            if !none && !is_language(tag) {
                return Err(CanonError::invalid("invalid language map value", &at, "a language tag expected as key"));
            }
            for item in value.one_or_many() {
                let text = match item.view() {
                    View::Null => continue,
                    View::Text(text) => text,
                    _ => return Err(CanonError::invalid("invalid language map value", &at, "a string expected")),
                };
                let kind = if none { Kind::Plain } else { Kind::Tagged(Iri::Text(self.lower(tag))) };
                result.push(Item::Value(ValueObject { scalar: Scalar::Text(text), kind, indexed: false }));
            }
        }
        Ok(result.into_bump_slice())
    }

    /// A language tag as it is signed.
    pub(super) fn lower(&self, tag: &'a str) -> &'a str {
        if tag.bytes().any(|b| b.is_ascii_uppercase()) { self.arena.alloc_str(&tag.to_ascii_lowercase()) } else { tag }
    }
}
