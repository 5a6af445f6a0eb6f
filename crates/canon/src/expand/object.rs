//! Objects: which context holds in them, and their entries (JSON-LD 1.1 API §5.1.2, steps 7 to 14).

use std::rc::Rc;

use serde_json::{Map, Value};

use super::draft::Draft;
use super::{Expander, Place};
use crate::CanonError;
use crate::context::{Context, Local, Name, Scope};
use crate::expanded::Expanded;
use crate::keyword::Keyword;
use crate::path::Path;

/// What the entries of an object are expanded with.
pub(super) struct Object<'p, 'd> {
    pub(super) active: Rc<Context<'d>>,
    /// The context before the object's types changed it: types themselves are looked up there.
    pub(super) type_scoped: Rc<Context<'d>>,
    pub(super) property: Option<&'p str>,
    pub(super) at: &'p Path<'p>,
}

/// A key and its value.
#[derive(Clone, Copy)]
pub(super) struct Entry<'p, 'd> {
    pub(super) key: &'d str,
    pub(super) value: &'d Value,
    pub(super) at: &'p Path<'p>,
}

impl<'d> Expander<'d, '_> {
    pub(super) fn object(
        &mut self,
        place: &Place<'_, 'd>,
        map: &'d Map<String, Value>,
    ) -> Result<Expanded<'d>, CanonError> {
        let scoped = place.property.and_then(|property| place.active.term(property)).and_then(|d| d.scoped.as_ref());
        let mut active =
            Rc::clone(if reverts(place, map) { place.active.previous().unwrap_or(place.active) } else { place.active });
        if let Some(scoped) = scoped {
            active = self.contexts.process(&active, &Local::of_property(scoped), place.at)?;
        }
        if let Some(local) = map.get("@context") {
            active = self.contexts.process(&active, &Local::written(local), place.at)?;
        }
        let type_scoped = Rc::clone(&active);
        let active = self.by_types(active, map, place.at)?;
        let object = Object { active, type_scoped, property: place.property, at: place.at };
        let mut draft = Draft::default();
        self.entries(&object, &mut draft, map)?;
        draft.finish(place)
    }

    /// Step 11: the contexts of the object's types, in code point order of the types.
    fn by_types(
        &mut self,
        mut active: Rc<Context<'d>>,
        map: &'d Map<String, Value>,
        at: &Path<'_>,
    ) -> Result<Rc<Context<'d>>, CanonError> {
        let type_scoped = Rc::clone(&active);
        let mut keys: Vec<_> = map.iter().filter(|(key, _)| type_scoped.keyword(key) == Some(Keyword::Type)).collect();
        keys.sort_unstable_by_key(|(key, _)| *key);
        for (_, value) in keys {
            let one = std::slice::from_ref(value);
            let mut types: Vec<&str> =
                value.as_array().map_or(one, Vec::as_slice).iter().filter_map(Value::as_str).collect();
            types.sort_unstable();
            for name in types {
                if let Some(scoped) = type_scoped.term(name).and_then(|definition| definition.scoped.as_ref()) {
                    active = self.contexts.process(&active, &Local::of_type(scoped, false), at)?;
                }
            }
        }
        Ok(active)
    }

    /// Steps 13 and 14.
    pub(super) fn entries(
        &mut self,
        object: &Object<'_, 'd>,
        draft: &mut Draft<'d>,
        map: &'d Map<String, Value>,
    ) -> Result<(), CanonError> {
        let mut nests = Vec::new();
        for (key, value) in map.iter().filter(|(key, _)| *key != "@context") {
            let at = object.at.key(key);
            let entry = Entry { key, value, at: &at };
            match object.active.name(key, Scope::Vocab) {
                Name::Keyword(Keyword::Nest) => nests.push((key.as_str(), value)),
                Name::Keyword(keyword) => self.keyword(object, draft, keyword, entry)?,
                Name::Iri(iri) => {
                    let iri = self.checked(iri, entry.at)?;
                    self.property(object, draft, iri, entry)?;
                }
                Name::Blank(_) => return Err(CanonError::dropped(&at, "a property that is a blank node")),
                Name::Null | Name::Relative(_) | Name::Reserved => return Err(CanonError::undefined(&at, key)),
            }
        }
        nests.into_iter().try_for_each(|(key, value)| self.nested(object, draft, key, value))
    }

    /// Step 14: the entries under `@nest` belong to the object around it.
    fn nested(
        &mut self,
        object: &Object<'_, 'd>,
        draft: &mut Draft<'d>,
        key: &'d str,
        value: &'d Value,
    ) -> Result<(), CanonError> {
        let at = object.at.key(key);
        let active = self.property_scoped(&object.active, key, &at)?;
        let one = std::slice::from_ref(value);
        for (index, item) in value.as_array().map_or(one, Vec::as_slice).iter().enumerate() {
            let item_at = at.index(index);
            let at = if value.is_array() { &item_at } else { &at };
            let Some(map) = item.as_object().filter(|map| !has_value(&active, map)) else {
                return Err(CanonError::invalid("invalid @nest value", at, "an object without @value expected"));
            };
            let type_scoped = Rc::clone(&object.type_scoped);
            let inner = Object { active: Rc::clone(&active), type_scoped, property: object.property, at };
            self.entries(&inner, draft, map)?;
        }
        Ok(())
    }
}

fn has_value(active: &Context<'_>, map: &Map<String, Value>) -> bool {
    map.keys().any(|key| active.keyword(key) == Some(Keyword::Value))
}

/// Step 7: a type-scoped context ends where another node begins, but not at a value or a mere reference.
fn reverts(place: &Place<'_, '_>, map: &Map<String, Value>) -> bool {
    if place.from_map || place.active.previous().is_none() || has_value(place.active, map) {
        return false;
    }
    let mut keys = map.keys();
    let is_reference = match (keys.next(), keys.next()) {
        (Some(key), None) => place.active.keyword(key) == Some(Keyword::Id),
        _ => false,
    };
    !is_reference
}
