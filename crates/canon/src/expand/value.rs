//! Value expansion (JSON-LD 1.1 API §5.3) and the last look at every IRI.

use std::rc::Rc;
use std::sync::Arc;

use serde_json::Value;

use super::Expander;
use crate::context::{Coercion, Context, Name, Scope, TermLanguage};
use crate::expanded::{Item, Kind, NodeObject, Scalar, ValueObject};
use crate::path::Path;
use crate::quad::Resource;
use crate::{CanonError, iri, jcs};

impl<'d> Expander<'d, '_> {
    /// A string, number or boolean under `property`.
    pub(super) fn value(
        &mut self,
        active: &Rc<Context<'d>>,
        property: &str,
        value: &'d Value,
        at: &Path<'_>,
    ) -> Result<Item<'d>, CanonError> {
        let scalar = match value {
            Value::String(text) => return self.text(active, property, text, at),
            Value::Bool(value) => Scalar::Bool(*value),
            Value::Number(number) => Scalar::Number(jcs::double(number)),
            other => Scalar::Json(other),
        };
        let kind = match active.term(property).and_then(|definition| definition.coercion.as_ref()) {
            Some(Coercion::Datatype(name)) => self.datatype(name, at)?,
            _ => Kind::Plain,
        };
        Ok(Item::Value(ValueObject { scalar, kind }))
    }

    /// A string under `property`: a node, a typed value or one in the language of the term.
    pub(super) fn text(
        &mut self,
        active: &Rc<Context<'d>>,
        property: &str,
        text: &'d str,
        at: &Path<'_>,
    ) -> Result<Item<'d>, CanonError> {
        let definition = active.term(property);
        let kind = match definition.and_then(|definition| definition.coercion.as_ref()) {
            Some(Coercion::Id) => return self.reference(active.name(text, Scope::Document), text, at),
            Some(Coercion::Vocab) => return self.reference(active.name(text, Scope::VocabAndDocument), text, at),
            Some(Coercion::Json) => return Err(CanonError::unsupported(at, "@json for the key of an index map")),
            Some(Coercion::Datatype(name)) => self.datatype(name, at)?,
            Some(Coercion::None) | None => match definition.map(|definition| &definition.language) {
                Some(TermLanguage::Tag(tag)) => Kind::Tagged(Arc::clone(tag)),
                Some(TermLanguage::Cleared) => Kind::Plain,
                Some(TermLanguage::Inherited) | None => {
                    active.language().map_or(Kind::Plain, |tag| Kind::Tagged(Arc::clone(tag)))
                }
            },
        };
        Ok(Item::Value(ValueObject { scalar: Scalar::Text(text), kind }))
    }

    fn reference(&mut self, name: Name, text: &str, at: &Path<'_>) -> Result<Item<'d>, CanonError> {
        Ok(Item::Node(Box::new(NodeObject::reference(self.resource(name, text, at)?))))
    }

    fn datatype(&mut self, name: &Name, at: &Path<'_>) -> Result<Kind, CanonError> {
        match name {
            Name::Iri(datatype) => self.checked(Arc::clone(datatype), at).map(Kind::Typed),
            _ => Err(CanonError::invalid("invalid typed value", at, "a datatype IRI expected")),
        }
    }

    /// A name that must be an absolute IRI or a blank node.
    pub(super) fn resource(&mut self, name: Name, text: &str, at: &Path<'_>) -> Result<Resource, CanonError> {
        match name {
            Name::Iri(iri) => self.checked(iri, at).map(Resource::Iri),
            Name::Blank(label) => Ok(Resource::Blank(label)),
            Name::Relative(iri) => Err(CanonError::relative(at, &iri)),
            Name::Null => Err(CanonError::undefined(at, text)),
            Name::Keyword(_) | Name::Reserved => {
                Err(CanonError::invalid("invalid @id value", at, "no keyword expected"))
            }
        }
    }

    /// An IRI whose characters may all stand in N-Quads.
    pub(super) fn checked(&mut self, iri: Arc<str>, at: &Path<'_>) -> Result<Arc<str>, CanonError> {
        self.meter.bytes(iri.len())?;
        if iri::is_clean(&iri) { Ok(iri) } else { Err(CanonError::invalid_iri(at, &iri)) }
    }
}
