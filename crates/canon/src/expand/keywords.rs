//! Entries whose key is a keyword or an alias of one (JSON-LD 1.1 API §5.1.2, step 13.4).

use std::sync::Arc;

use serde_json::Value;

use super::draft::Draft;
use super::object::{Entry, Object};
use super::{Expander, Place, node, nodes};
use crate::CanonError;
use crate::context::{Name, Scope, is_language, no_direction};
use crate::expanded::{Expanded, Item};
use crate::keyword::Keyword;

impl<'d> Expander<'d, '_> {
    pub(super) fn keyword(
        &mut self,
        object: &Object<'_, 'd>,
        draft: &mut Draft<'d>,
        keyword: Keyword,
        entry: Entry<'_, 'd>,
    ) -> Result<(), CanonError> {
        if object.property == Some("@reverse") {
            return Err(CanonError::invalid("invalid reverse property map", entry.at, entry.key));
        }
        if is_taken(draft, keyword) {
            return Err(CanonError::invalid("colliding keywords", entry.at, entry.key));
        }
        match keyword {
            Keyword::Id => draft.node.id = Some(self.id(object, entry)?),
            Keyword::Type => self.types(object, draft, entry)?,
            Keyword::Graph if entry.value.is_null() => {
                return Err(wrong("invalid @graph value", "an object or array expected", entry));
            }
            Keyword::Graph => {
                let items = self.under(object, Some("@graph"), entry)?.into_items();
                draft.node.graph = Some(nodes(items, entry.at)?);
            }
            Keyword::Included => self.included(object, draft, entry)?,
            Keyword::Value => draft.value = Some(entry.value),
            Keyword::Language => draft.language = Some(language(entry)?),
            Keyword::Direction => no_direction(Some(entry.value), entry.at)?,
            Keyword::Index if entry.value.is_string() => draft.has_index = true,
            Keyword::Index => return Err(wrong("invalid @index value", "a string expected", entry)),
            Keyword::List => draft.list = Some(self.list(object, entry)?),
            Keyword::Set => draft.set = Some(self.under(object, object.property, entry)?),
            Keyword::Reverse => self.reverse(object, draft, entry)?,
            _ => return Err(CanonError::undefined(entry.at, entry.key)),
        }
        Ok(())
    }

    fn under(
        &mut self,
        object: &Object<'_, 'd>,
        property: Option<&str>,
        entry: Entry<'_, 'd>,
    ) -> Result<Expanded<'d>, CanonError> {
        let place = Place { active: &object.active, property, from_map: false, in_list: false, at: entry.at };
        self.expand(&place, entry.value)
    }

    fn id(&mut self, object: &Object<'_, 'd>, entry: Entry<'_, 'd>) -> Result<crate::Resource, CanonError> {
        let Value::String(text) = entry.value else {
            return Err(wrong("invalid @id value", "a string expected", entry));
        };
        self.resource(object.active.name(text, Scope::Document), text, entry.at)
    }

    /// Step 13.4.4: types are looked up in the context before they changed it.
    fn types(
        &mut self,
        object: &Object<'_, 'd>,
        draft: &mut Draft<'d>,
        entry: Entry<'_, 'd>,
    ) -> Result<(), CanonError> {
        let one = std::slice::from_ref(entry.value);
        for (index, item) in entry.value.as_array().map_or(one, Vec::as_slice).iter().enumerate() {
            let item_at = entry.at.index(index);
            let at = if entry.value.is_array() { &item_at } else { entry.at };
            let Value::String(text) = item else {
                return Err(CanonError::invalid("invalid type value", at, "a string expected"));
            };
            match object.type_scoped.name(text, Scope::VocabAndDocument) {
                Name::Keyword(Keyword::Json) => draft.json = true,
                Name::Keyword(_) => return Err(CanonError::invalid("invalid type value", at, text.as_str())),
                Name::Null | Name::Relative(_) | Name::Reserved => return Err(CanonError::undefined(at, text)),
                name => draft.node.types.push(self.resource(name, text, at)?),
            }
        }
        Ok(())
    }

    fn included(
        &mut self,
        object: &Object<'_, 'd>,
        draft: &mut Draft<'d>,
        entry: Entry<'_, 'd>,
    ) -> Result<(), CanonError> {
        for item in self.under(object, None, entry)?.into_items() {
            let node = node(item).ok_or_else(|| wrong("invalid @included value", "a node object expected", entry))?;
            draft.node.included.push(node);
        }
        Ok(())
    }

    fn list(&mut self, object: &Object<'_, 'd>, entry: Entry<'_, 'd>) -> Result<Vec<Item<'d>>, CanonError> {
        if object.property.is_none_or(|property| property == "@graph") {
            return Err(CanonError::dropped(entry.at, "a list outside any property"));
        }
        let place =
            Place { active: &object.active, property: object.property, from_map: false, in_list: true, at: entry.at };
        self.expand(&place, entry.value).map(Expanded::into_items)
    }

    /// Step 13.4.13: what is reversed twice is straight again.
    fn reverse(
        &mut self,
        object: &Object<'_, 'd>,
        draft: &mut Draft<'d>,
        entry: Entry<'_, 'd>,
    ) -> Result<(), CanonError> {
        if !entry.value.is_object() {
            return Err(wrong("invalid @reverse value", "an object expected", entry));
        }
        for item in self.under(object, Some("@reverse"), entry)?.into_items() {
            let Some(node) = node(item) else { continue };
            for (property, items) in node.properties {
                draft.node.reverse.push((property, reversed(items, entry)?));
            }
            for (property, nodes) in node.reverse {
                let items = nodes.into_iter().map(|node| Item::Node(Box::new(node))).collect();
                draft.node.properties.push((property, items));
            }
        }
        Ok(())
    }
}

/// The subjects of a reverse property: values and lists cannot be.
pub(super) fn reversed<'d>(
    items: Vec<Item<'d>>,
    entry: Entry<'_, 'd>,
) -> Result<Vec<crate::expanded::NodeObject<'d>>, CanonError> {
    let wrong = || wrong("invalid reverse property value", "a node object expected", entry);
    items.into_iter().map(|item| node(item).ok_or_else(wrong)).collect()
}

fn wrong(code: &'static str, detail: &'static str, entry: Entry<'_, '_>) -> CanonError {
    CanonError::invalid(code, entry.at, detail)
}

/// Whether another key already gave this keyword its value (step 13.4.2).
fn is_taken(draft: &Draft<'_>, keyword: Keyword) -> bool {
    match keyword {
        Keyword::Id => draft.node.id.is_some(),
        Keyword::Graph => draft.node.graph.is_some(),
        Keyword::Value => draft.value.is_some(),
        Keyword::Language => draft.language.is_some(),
        Keyword::Index => draft.has_index,
        Keyword::List => draft.list.is_some(),
        Keyword::Set => draft.set.is_some(),
        _ => false,
    }
}

fn language(entry: Entry<'_, '_>) -> Result<Arc<str>, CanonError> {
    match entry.value {
        Value::String(tag) if is_language(tag) => Ok(Arc::from(tag.to_ascii_lowercase())),
        _ => Err(wrong("invalid language-tagged string", "a language tag expected", entry)),
    }
}
