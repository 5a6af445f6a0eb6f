//! Entries whose key is a keyword or an alias of one (JSON-LD 1.1 API §5.1.2, step 13.4).

use bumpalo::collections::Vec as ArenaVec;

use super::draft::Draft;
use super::object::{Entry, Object};
use super::{Expander, Place, Property, node};
use crate::CanonError;
use crate::context::{Name, Scope, is_language, no_direction};
use crate::document::View;
use crate::expanded::{Expanded, Item, NodeObject, Resource};
use crate::keyword::Keyword;

impl<'a> Expander<'a, '_> {
    pub(super) fn keyword(
        &mut self,
        object: &Object<'_, 'a>,
        draft: &mut Draft<'a>,
        keyword: Keyword,
        entry: Entry<'_, 'a>,
    ) -> Result<(), CanonError> {
        if object.property == Some(Property::Reverse) {
            return Err(CanonError::invalid("invalid reverse property map", entry.at, entry.key));
        }
        if is_taken(draft, keyword) || (keyword == Keyword::Reverse && object.nested && !draft.reverse.is_empty()) {
            return Err(CanonError::invalid("colliding keywords", entry.at, entry.key));
        }
        match keyword {
            Keyword::Id => draft.id = Some(self.id(object, entry)?),
            Keyword::Type => self.types(object, draft, entry)?,
            Keyword::Graph if entry.value.is_null() => {
                return Err(wrong("invalid @graph value", "an object or array expected", entry));
            }
            Keyword::Graph => {
                let expanded = self.under(object, Some(Property::Graph), entry)?;
                draft.graph = Some(self.nodes(self.items(expanded), entry.at)?);
            }
            Keyword::Included => self.included(object, draft, entry)?,
            Keyword::Value => draft.value = Some(entry.value),
            Keyword::Language => draft.language = Some(self.language(entry)?),
            Keyword::Direction if entry.value.is_null() => {
                return Err(wrong("invalid base direction", "\"ltr\" or \"rtl\" expected", entry));
            }
            Keyword::Direction => no_direction(Some(&entry.value.to_value()), entry.at)?,
            Keyword::Index if entry.value.text().is_some() => draft.has_index = true,
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
        object: &Object<'_, 'a>,
        property: Option<Property<'a>>,
        entry: Entry<'_, 'a>,
    ) -> Result<Expanded<'a>, CanonError> {
        let place = self.place(object.active, property, entry.at);
        self.expand(&place, entry.value)
    }

    fn id(&self, object: &Object<'_, 'a>, entry: Entry<'_, 'a>) -> Result<Resource<'a>, CanonError> {
        let Some(text) = entry.value.text() else {
            return Err(wrong("invalid @id value", "a string expected", entry));
        };
        self.resource(self.name(object.active, text, Scope::Document), text, entry.at)
    }

    /// Step 13.4.4: types are looked up in the context before they changed it.
    fn types(&self, object: &Object<'_, 'a>, draft: &mut Draft<'a>, entry: Entry<'_, 'a>) -> Result<(), CanonError> {
        draft.types.reserve_exact(entry.value.one_or_many().count());
        for (index, item) in entry.value.one_or_many().enumerate() {
            let item_at = entry.at.index(index);
            let at = if entry.value.is_array() { &item_at } else { entry.at };
            let Some(text) = item.text() else {
                return Err(CanonError::invalid("invalid type value", at, "a string expected"));
            };
            match self.name(object.type_scoped, text, Scope::VocabAndDocument) {
                Name::Keyword(Keyword::Json) if !draft.json => draft.json = true,
                Name::Keyword(_) => return Err(CanonError::invalid("invalid type value", at, text)),
                Name::Null | Name::Relative(_) | Name::Reserved => return Err(CanonError::undefined(at, text)),
                name => draft.types.push(self.resource(name, text, at)?),
            }
        }
        Ok(())
    }

    fn included(
        &mut self,
        object: &Object<'_, 'a>,
        draft: &mut Draft<'a>,
        entry: Entry<'_, 'a>,
    ) -> Result<(), CanonError> {
        let expanded = self.under(object, None, entry)?;
        if matches!(expanded, Expanded::Nothing) {
            return Err(wrong("invalid @included value", "a node object expected", entry));
        }
        for item in self.items(expanded) {
            let node = node(item).ok_or_else(|| wrong("invalid @included value", "a node object expected", entry))?;
            draft.included.push(node);
        }
        Ok(())
    }

    fn list(&mut self, object: &Object<'_, 'a>, entry: Entry<'_, 'a>) -> Result<&'a [Item<'a>], CanonError> {
        if matches!(object.property, None | Some(Property::Graph)) {
            return Err(CanonError::dropped(entry.at, "a list outside any property"));
        }
        let place = Place { in_list: true, ..self.place(object.active, object.property, entry.at) };
        let expanded = self.expand(&place, entry.value)?;
        Ok(self.items(expanded))
    }

    /// Step 13.4.13: what is reversed twice is straight again.
    fn reverse(
        &mut self,
        object: &Object<'_, 'a>,
        draft: &mut Draft<'a>,
        entry: Entry<'_, 'a>,
    ) -> Result<(), CanonError> {
        if !matches!(entry.value.view(), View::Object(_)) {
            return Err(wrong("invalid @reverse value", "an object expected", entry));
        }
        let expanded = self.under(object, Some(Property::Reverse), entry)?;
        for node in self.items(expanded).iter().filter_map(node) {
            for (property, items) in node.properties {
                draft.reverse.push((*property, self.reversed(items, entry)?));
            }
            for (property, nodes) in node.reverse {
                let mut items = ArenaVec::with_capacity_in(nodes.len(), self.arena);
                items.extend(nodes.iter().map(|node| Item::Node(node)));
                draft.properties.push((*property, items.into_bump_slice()));
            }
        }
        Ok(())
    }

    /// The subjects of a reverse property: values and lists cannot be.
    pub(super) fn reversed(
        &self,
        items: &[Item<'a>],
        entry: Entry<'_, 'a>,
    ) -> Result<&'a [&'a NodeObject<'a>], CanonError> {
        let mut nodes = ArenaVec::with_capacity_in(items.len(), self.arena);
        for item in items {
            let wrong = || wrong("invalid reverse property value", "a node object expected", entry);
            nodes.push(node(item).ok_or_else(wrong)?);
        }
        Ok(nodes.into_bump_slice())
    }

    fn language(&self, entry: Entry<'_, 'a>) -> Result<&'a str, CanonError> {
        match entry.value.text() {
            Some(tag) if is_language(tag) => Ok(self.lower(tag)),
            _ => Err(wrong("invalid language-tagged string", "a language tag expected", entry)),
        }
    }
}

fn wrong(code: &'static str, detail: &'static str, entry: Entry<'_, '_>) -> CanonError {
    CanonError::invalid(code, entry.at, detail)
}

/// Whether another key already gave this keyword its value (step 13.4.2).
fn is_taken(draft: &Draft<'_>, keyword: Keyword) -> bool {
    match keyword {
        Keyword::Id => draft.id.is_some(),
        Keyword::Graph => draft.graph.is_some(),
        Keyword::Value => draft.value.is_some(),
        Keyword::Language => draft.language.is_some(),
        Keyword::Index => draft.has_index,
        Keyword::List => draft.list.is_some(),
        Keyword::Set => draft.set.is_some(),
        _ => false,
    }
}
