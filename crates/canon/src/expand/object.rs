//! Objects: which context holds in them, and their entries (JSON-LD 1.1 API §5.1.2, steps 7 to 14).

use bumpalo::collections::Vec as ArenaVec;

use super::draft::Draft;
use super::{Expander, Place, Property};
use crate::CanonError;
use crate::context::{Apply, ContextId, Definition, Iri, Name, Scope, Symbol};
use crate::document::{Json, View};
use crate::expanded::Expanded;
use crate::keyword::Keyword;
use crate::path::Path;

/// What the entries of an object are expanded with.
pub(super) struct Object<'p, 'a> {
    pub(super) active: ContextId,
    /// The context before the object's types changed it: types themselves are looked up there.
    pub(super) type_scoped: ContextId,
    pub(super) property: Option<Property<'a>>,
    /// Its entries stand under `@nest`.
    pub(super) nested: bool,
    pub(super) at: &'p Path<'p>,
}

/// A member of an object: its key and the term the key is, where it is one.
#[derive(Clone, Copy)]
struct Member<'a> {
    key: &'a str,
    symbol: Option<Symbol>,
    value: Json<'a>,
}

/// A member at its place.
#[derive(Clone, Copy)]
pub(super) struct Entry<'p, 'a> {
    pub(super) key: &'a str,
    pub(super) symbol: Option<Symbol>,
    pub(super) value: Json<'a>,
    pub(super) at: &'p Path<'p>,
}

impl<'a> Expander<'a, '_> {
    pub(super) fn object(&mut self, place: &Place<'_, 'a>, object: Json<'a>) -> Result<Expanded<'a>, CanonError> {
        let members = self.members(object);
        let mut active = match self.bank().previous(place.active) {
            Some(previous) if self.reverts(place, members) => previous,
            _ => place.active,
        };
        active = self.scoped_under(active, place)?;
        if let Some(local) = members.iter().find(|member| member.key == "@context") {
            let local = self.contexts.written(local.value);
            active = self.contexts.process(active, Apply::written(local), place.at)?;
        }
        let type_scoped = active;
        let active = self.by_types(active, members, place.at)?;
        let object = Object { active, type_scoped, property: place.property, nested: false, at: place.at };
        let mut draft = Draft::new(self.arena);
        self.entries(&object, &mut draft, members)?;
        self.finish(draft, place)
    }

    fn members(&self, object: Json<'a>) -> &'a [Member<'a>] {
        let mut members = ArenaVec::with_capacity_in(6, self.arena);
        for (key, value) in object.members().into_iter().flatten() {
            members.push(Member { key, symbol: self.bank().symbol(key), value });
        }
        members.into_bump_slice()
    }

    /// The keyword a member's key stands for, itself or by alias.
    fn keyword_of(&self, active: ContextId, member: &Member<'_>) -> Option<Keyword> {
        // A context may have made a term of the key since it was looked up.
        match member.symbol {
            Some(symbol) if !member.key.starts_with('@') && !self.bank().may_be_alias(symbol) => None,
            _ => self.bank().keyword(active, member.key),
        }
    }

    /// Step 11: the contexts of the object's types, in code point order of the types.
    fn by_types(
        &mut self,
        mut active: ContextId,
        members: &[Member<'a>],
        at: &Path<'_>,
    ) -> Result<ContextId, CanonError> {
        let type_scoped = active;
        let mut keys: ArenaVec<'_, &Member<'a>> = ArenaVec::new_in(self.arena);
        keys.extend(members.iter().filter(|member| self.keyword_of(type_scoped, member) == Some(Keyword::Type)));
        keys.sort_unstable_by_key(|member| member.key);
        for member in keys {
            let mut types = ArenaVec::new_in(self.arena);
            types.extend(member.value.one_or_many().filter_map(Json::text));
            types.sort_unstable();
            for name in types {
                let symbol = self.bank().symbol(name);
                let definition = symbol.and_then(|symbol| self.bank().definition(type_scoped, symbol));
                if let Some(scoped) = definition.and_then(|definition| definition.scoped) {
                    active = self.contexts.process(active, Apply::of_type(scoped), at)?;
                }
            }
        }
        Ok(active)
    }

    /// Steps 13 and 14.
    fn entries(
        &mut self,
        object: &Object<'_, 'a>,
        draft: &mut Draft<'a>,
        members: &'a [Member<'a>],
    ) -> Result<(), CanonError> {
        let mut nests = false;
        for member in members.iter().filter(|member| member.key != "@context") {
            let &Member { key, value, .. } = member;
            let at = object.at.key(key);
            let symbol = member.symbol.or_else(|| self.bank().symbol(key));
            let entry = Entry { key, symbol, value, at: &at };
            let definition = symbol.and_then(|symbol| self.bank().definition(object.active, symbol));
            match self.property_name(object.active, definition, key) {
                Name::Keyword(Keyword::Nest) => nests = true,
                Name::Keyword(keyword) => self.keyword(object, draft, keyword, entry)?,
                Name::Iri(iri) => {
                    let iri = self.checked(iri, entry.at)?;
                    self.property(object, draft, (iri, definition), entry)?;
                }
                Name::Blank(_) => return Err(CanonError::dropped(&at, "a property that is a blank node")),
                Name::Null | Name::Relative(_) | Name::Reserved => return Err(CanonError::undefined(&at, key)),
            }
        }
        if nests { self.nests(object, draft, members) } else { Ok(()) }
    }

    fn property_name(&self, active: ContextId, definition: Option<Definition>, key: &'a str) -> Name<Iri<&'a str>> {
        match definition {
            Some(definition) if !key.starts_with('@') => definition.name.map(Iri::Known),
            _ => self.name(active, key, Scope::Vocab),
        }
    }

    /// Step 14: the entries under `@nest` belong to the object around it.
    fn nests(
        &mut self,
        object: &Object<'_, 'a>,
        draft: &mut Draft<'a>,
        members: &'a [Member<'a>],
    ) -> Result<(), CanonError> {
        for member in members.iter().filter(|member| member.key != "@context") {
            let at = object.at.key(member.key);
            let symbol = member.symbol.or_else(|| self.bank().symbol(member.key));
            let definition = symbol.and_then(|symbol| self.bank().definition(object.active, symbol));
            if matches!(self.property_name(object.active, definition, member.key), Name::Keyword(Keyword::Nest)) {
                let entry = Entry { key: member.key, symbol, value: member.value, at: &at };
                self.nested(object, draft, entry)?;
            }
        }
        Ok(())
    }

    fn nested(
        &mut self,
        object: &Object<'_, 'a>,
        draft: &mut Draft<'a>,
        entry: Entry<'_, 'a>,
    ) -> Result<(), CanonError> {
        let at = entry.at;
        let place = self.place(object.active, Some(Property::Key(entry.key, entry.symbol)), at);
        let active = self.property_scoped(&place)?;
        for (index, item) in entry.value.one_or_many().enumerate() {
            let item_at = at.index(index);
            let at = if entry.value.is_array() { &item_at } else { at };
            let members = self.members(item);
            let is_value = |member| self.keyword_of(active, member) == Some(Keyword::Value);
            if !matches!(item.view(), View::Object(_)) || members.iter().any(is_value) {
                return Err(CanonError::invalid("invalid @nest value", at, "an object without @value expected"));
            }
            let inner = Object { active, type_scoped: object.type_scoped, property: object.property, nested: true, at };
            self.entries(&inner, draft, members)?;
        }
        Ok(())
    }

    /// Step 7: a type-scoped context ends where another node begins, but not at a value or a mere reference.
    fn reverts(&self, place: &Place<'_, 'a>, members: &[Member<'_>]) -> bool {
        if place.from_map {
            return false;
        }
        let is = |member: &Member<'_>, keyword| self.keyword_of(place.active, member) == Some(keyword);
        match members {
            [only] if is(only, Keyword::Id) => false,
            members => !members.iter().any(|member| is(member, Keyword::Value)),
        }
    }
}
