//! An object while its entries are read, and what it turns out to be (JSON-LD 1.1 API §5.1.2, steps 15 to 19).

use bumpalo::Bump;
use bumpalo::collections::Vec as ArenaVec;

use super::{Expander, Place};
use crate::CanonError;
use crate::context::Iri;
use crate::document::{Json, View};
use crate::expanded::{Expanded, Item, Kind, NodeObject, Resource, Scalar, ValueObject};

/// Everything that was said in an object so far.
pub(super) struct Draft<'a> {
    pub(super) id: Option<Resource<'a>>,
    pub(super) types: ArenaVec<'a, Resource<'a>>,
    pub(super) properties: ArenaVec<'a, (Iri<&'a str>, &'a [Item<'a>])>,
    pub(super) reverse: ArenaVec<'a, (Iri<&'a str>, &'a [&'a NodeObject<'a>])>,
    pub(super) graph: Option<&'a [&'a NodeObject<'a>]>,
    pub(super) included: ArenaVec<'a, &'a NodeObject<'a>>,
    pub(super) value: Option<Json<'a>>,
    /// `@type` was `@json`.
    pub(super) json: bool,
    pub(super) language: Option<&'a str>,
    pub(super) has_index: bool,
    pub(super) list: Option<&'a [Item<'a>]>,
    pub(super) set: Option<Expanded<'a>>,
}

impl<'a> Draft<'a> {
    /// Of an object with so many members.
    pub(super) fn new(members: usize, arena: &'a Bump) -> Self {
        Self {
            id: None,
            types: ArenaVec::new_in(arena),
            properties: ArenaVec::with_capacity_in(members, arena),
            reverse: ArenaVec::new_in(arena),
            graph: None,
            included: ArenaVec::new_in(arena),
            value: None,
            json: false,
            language: None,
            has_index: false,
            list: None,
            set: None,
        }
    }

    fn has_more_than_types(&self) -> bool {
        self.id.is_some()
            || self.graph.is_some()
            || !(self.properties.is_empty() && self.reverse.is_empty() && self.included.is_empty())
    }

    fn into_node(self) -> NodeObject<'a> {
        NodeObject {
            id: self.id,
            types: self.types.into_bump_slice(),
            properties: self.properties.into_bump_slice(),
            reverse: self.reverse.into_bump_slice(),
            graph: self.graph,
            included: self.included.into_bump_slice(),
        }
    }
}

impl<'a> Expander<'a, '_> {
    pub(super) fn finish(&self, draft: Draft<'a>, place: &Place<'_, 'a>) -> Result<Expanded<'a>, CanonError> {
        if let Some(value) = draft.value {
            return value_object(&draft, value, place).map(|value| Expanded::One(Item::Value(value)));
        }
        if draft.list.is_some() || draft.set.is_some() {
            return list_or_set(&draft, place);
        }
        if draft.language.is_some() {
            return Err(CanonError::dropped(place.at, "@language without @value"));
        }
        if draft.json {
            return Err(CanonError::invalid("invalid type value", place.at, "@json is the type of a value only"));
        }
        let node = draft.into_node();
        if node.says_nothing() && place.is_graph() {
            return Err(CanonError::dropped(place.at, "an object that says nothing about its node"));
        }
        Ok(Expanded::One(Item::Node(self.arena.alloc(node))))
    }
}

fn value_object<'a>(draft: &Draft<'a>, value: Json<'a>, place: &Place<'_, 'a>) -> Result<ValueObject<'a>, CanonError> {
    let at = place.at;
    let others = draft.list.is_some() || draft.set.is_some() || draft.has_more_than_types();
    let typed = draft.json || !draft.types.is_empty();
    if others || (typed && draft.language.is_some()) {
        let detail = "beside @value only @type or @language, and @index";
        return Err(CanonError::invalid("invalid value object", at, detail));
    }
    if place.is_graph() {
        return Err(CanonError::dropped(at, "a value that is not a node in a graph"));
    }
    if draft.json && draft.types.is_empty() {
        return Ok(ValueObject { scalar: Scalar::Json(value), kind: Kind::Json, indexed: draft.has_index });
    }
    let scalar = scalar(value, place)?;
    let kind = match (draft.language, draft.types.as_slice()) {
        (None, []) => Kind::Plain,
        (Some(tag), _) if matches!(scalar, Scalar::Text(_)) => Kind::Tagged(Iri::Text(tag)),
        (Some(_), _) => return Err(CanonError::invalid("invalid language-tagged value", at, "a string expected")),
        (None, [Resource::Iri(datatype)]) if !draft.json => Kind::Typed(*datatype),
        (None, _) => return Err(CanonError::invalid("invalid typed value", at, "one datatype IRI expected")),
    };
    Ok(ValueObject { scalar, kind, indexed: draft.has_index })
}

fn list_or_set<'a>(draft: &Draft<'a>, place: &Place<'_, 'a>) -> Result<Expanded<'a>, CanonError> {
    let others = draft.json || draft.language.is_some() || !draft.types.is_empty() || draft.has_more_than_types();
    match (draft.list, draft.set) {
        (Some(items), None) if !others && !place.is_graph() => Ok(Expanded::One(Item::List(items))),
        (Some(_), None) if !others => Err(CanonError::dropped(place.at, "a list outside any property")),
        (None, Some(Expanded::Nothing)) if !others => Err(CanonError::dropped(place.at, "a null @set")),
        // The specification puts the value into the list, jsonld.js a list of one: nobody could rely on it.
        (None, Some(Expanded::One(_))) if !others && place.in_list => {
            Err(CanonError::unsupported(place.at, "a single value under @set within a list"))
        }
        (None, Some(set)) if !others => Ok(set),
        _ => {
            let detail = "beside @list or @set only @index";
            Err(CanonError::invalid("invalid set or list object", place.at, detail))
        }
    }
}

fn scalar<'a>(value: Json<'a>, place: &Place<'_, 'a>) -> Result<Scalar<'a>, CanonError> {
    match value.view() {
        View::Null => Err(CanonError::dropped(place.at, "a null @value")),
        View::Text(text) => Ok(Scalar::Text(text)),
        View::Bool(value) => Ok(Scalar::Bool(value)),
        View::Number(number) => Ok(Scalar::Number(number)),
        View::Array(_) | View::Object(_) => {
            let detail = "a string, number or boolean expected";
            Err(CanonError::invalid("invalid value object value", place.at, detail))
        }
    }
}
