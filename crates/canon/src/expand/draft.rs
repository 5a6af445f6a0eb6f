//! An object while its entries are read, and what it turns out to be (JSON-LD 1.1 API §5.1.2, steps 15 to 19).

use std::sync::Arc;

use serde_json::Value;

use super::Place;
use crate::CanonError;
use crate::expanded::{Expanded, Item, Kind, NodeObject, Scalar, ValueObject};
use crate::jcs;
use crate::quad::{Resource, vocabulary};

/// Everything that was said in an object so far.
#[derive(Default)]
pub(super) struct Draft<'d> {
    pub(super) node: NodeObject<'d>,
    pub(super) value: Option<&'d Value>,
    /// `@type` was `@json`.
    pub(super) json: bool,
    pub(super) language: Option<Arc<str>>,
    pub(super) has_index: bool,
    pub(super) list: Option<Vec<Item<'d>>>,
    pub(super) set: Option<Expanded<'d>>,
}

impl<'d> Draft<'d> {
    pub(super) fn finish(self, place: &Place<'_, 'd>) -> Result<Expanded<'d>, CanonError> {
        if self.value.is_some() {
            return self.value_object(place).map(|value| Expanded::One(Item::Value(value)));
        }
        if self.list.is_some() || self.set.is_some() {
            return self.list_or_set(place);
        }
        if self.language.is_some() {
            return Err(CanonError::dropped(place.at, "@language without @value"));
        }
        if self.json {
            return Err(CanonError::invalid("invalid type value", place.at, "@json is the type of a value only"));
        }
        if place.is_graph() && self.node.says_nothing() {
            return Err(CanonError::dropped(place.at, "an object that says nothing about its node"));
        }
        Ok(Expanded::One(Item::Node(Box::new(self.node))))
    }

    fn value_object(self, place: &Place<'_, 'd>) -> Result<ValueObject<'d>, CanonError> {
        let at = place.at;
        let others = self.list.is_some() || self.set.is_some() || has_more_than_types(&self.node);
        let typed = self.json || !self.node.types.is_empty();
        if others || (typed && self.language.is_some()) {
            let detail = "beside @value only @type or @language, and @index";
            return Err(CanonError::invalid("invalid value object", at, detail));
        }
        if place.is_graph() {
            return Err(CanonError::dropped(at, "a value that is not a node in a graph"));
        }
        let value = self.value.unwrap_or(&Value::Null);
        if self.json && self.node.types.is_empty() {
            return Ok(json(value));
        }
        let scalar = match value {
            Value::Null => return Err(CanonError::dropped(at, "a null @value")),
            Value::String(text) => Scalar::Text(text),
            Value::Bool(value) => Scalar::Bool(*value),
            Value::Number(number) => Scalar::Number(jcs::double(number)),
            Value::Array(_) | Value::Object(_) => {
                return Err(CanonError::invalid(
                    "invalid value object value",
                    at,
                    "a string, number or boolean expected",
                ));
            }
        };
        let kind = match (self.language, self.node.types.as_slice()) {
            (None, []) => Kind::Plain,
            (Some(tag), _) if matches!(scalar, Scalar::Text(_)) => Kind::Tagged(tag),
            (Some(_), _) => return Err(CanonError::invalid("invalid language-tagged value", at, "a string expected")),
            (None, [Resource::Iri(datatype)]) if !self.json => Kind::Typed(Arc::clone(datatype)),
            (None, _) => return Err(CanonError::invalid("invalid typed value", at, "one datatype IRI expected")),
        };
        Ok(ValueObject { scalar, kind })
    }

    fn list_or_set(self, place: &Place<'_, 'd>) -> Result<Expanded<'d>, CanonError> {
        let others =
            self.json || self.language.is_some() || !self.node.types.is_empty() || has_more_than_types(&self.node);
        match (self.list, self.set) {
            (Some(items), None) if !others && !place.is_graph() => Ok(Expanded::One(Item::List(items))),
            (Some(_), None) if !others => Err(CanonError::dropped(place.at, "a list outside any property")),
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
}

fn has_more_than_types(node: &NodeObject<'_>) -> bool {
    node.id.is_some()
        || node.graph.is_some()
        || !(node.properties.is_empty() && node.reverse.is_empty() && node.included.is_empty())
}

/// A JSON literal (JSON-LD 1.1 §4.2.2).
pub(super) fn json(value: &Value) -> ValueObject<'_> {
    ValueObject { scalar: Scalar::Json(value), kind: Kind::Typed(Arc::from(vocabulary::RDF_JSON)) }
}
