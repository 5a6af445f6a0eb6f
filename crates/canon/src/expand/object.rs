//! Objects: which context holds in them, and their entries (JSON-LD 1.1 API §5.1.2, steps 7 to 14).

use std::ops::Range;

use bumpalo::collections::Vec as ArenaVec;

use super::draft::Draft;
use super::{Expander, Place, Property};
use crate::CanonError;
use crate::context::{Apply, ContextId, DefinitionId, Iri, Name, Scope, Symbol};
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
pub(super) struct Member<'a> {
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
        let members = self.open(object);
        let mut active = match self.bank().previous(place.active) {
            Some(previous) if self.reverts(place, self.members(&members)) => previous,
            _ => place.active,
        };
        active = self.scoped_under(active, place)?;
        let local = self.members(&members).iter().find(|member| member.key == "@context").map(|member| member.value);
        if let Some(local) = local {
            let local = self.contexts.written(local);
            active = self.contexts.process(active, Apply::written(local), place.at)?;
        }
        let type_scoped = active;
        let active = self.by_types(active, &members, place.at)?;
        let object = Object { active, type_scoped, property: place.property, nested: false, at: place.at };
        let mut draft = Draft::new(members.len(), self.arena);
        self.entries(&object, &mut draft, &members)?;
        self.close(&members);
        self.finish(draft, place)
    }

    /// Puts the members of an object on top of those of the objects around it, and says where they are.
    fn open(&mut self, object: Json<'a>) -> Range<usize> {
        let start = self.members.len();
        for (key, value) in object.members().into_iter().flatten() {
            let symbol = self.bank().symbol(key);
            self.members.push(Member { key, symbol, value });
        }
        start..self.members.len()
    }

    fn close(&mut self, members: &Range<usize>) {
        self.members.truncate(members.start);
    }

    fn members(&self, members: &Range<usize>) -> &[Member<'a>] {
        self.members.get(members.clone()).unwrap_or_default()
    }

    /// One of the members, unless it is `@context`.
    fn member(&self, at: usize) -> Option<Member<'a>> {
        self.members.get(at).copied().filter(|member| member.key != "@context")
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
        members: &Range<usize>,
        at: &Path<'_>,
    ) -> Result<ContextId, CanonError> {
        let type_scoped = active;
        let is_type = |member: &&Member<'a>| self.keyword_of(type_scoped, member) == Some(Keyword::Type);
        let mut keys = ArenaVec::with_capacity_in(1, self.arena);
        keys.extend(self.members(members).iter().filter(is_type).copied());
        keys.sort_unstable_by_key(|member| member.key);
        for member in keys {
            let mut types = ArenaVec::new_in(self.arena);
            types.extend(member.value.one_or_many().filter_map(Json::text));
            types.sort_unstable();
            for name in types {
                let symbol = self.bank().symbol(name);
                let definition = symbol.and_then(|symbol| self.bank().definition(type_scoped, symbol));
                if let Some(scoped) = definition.and_then(|definition| self.bank().meaning(definition).scoped) {
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
        members: &Range<usize>,
    ) -> Result<(), CanonError> {
        let mut nests = false;
        for at in members.clone() {
            let Some(member) = self.member(at) else { continue };
            let Member { key, value, .. } = member;
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

    fn property_name(&self, active: ContextId, definition: Option<DefinitionId>, key: &'a str) -> Name<Iri<&'a str>> {
        match definition {
            Some(definition) if !key.starts_with('@') => self.bank().meaning(definition).name.map(Iri::Known),
            _ => self.name(active, key, Scope::Vocab),
        }
    }

    /// Step 14: the entries under `@nest` belong to the object around it.
    fn nests(
        &mut self,
        object: &Object<'_, 'a>,
        draft: &mut Draft<'a>,
        members: &Range<usize>,
    ) -> Result<(), CanonError> {
        for at in members.clone() {
            let Some(member) = self.member(at) else { continue };
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
            let members = self.open(item);
            let is_value = |member| self.keyword_of(active, member) == Some(Keyword::Value);
            if !matches!(item.view(), View::Object(_)) || self.members(&members).iter().any(is_value) {
                return Err(CanonError::invalid("invalid @nest value", at, "an object without @value expected"));
            }
            let inner = Object { active, type_scoped: object.type_scoped, property: object.property, nested: true, at };
            self.entries(&inner, draft, &members)?;
            self.close(&members);
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
