//! Value expansion (JSON-LD 1.1 API §5.3) and the last look at every IRI.

use std::borrow::Cow;

use super::Expander;
use crate::context::{Coercion, ContextId, DefinitionId, Iri, IriId, Name, Scope, TermLanguage};
use crate::document::View;
use crate::expanded::{Item, Kind, NodeObject, Resource, Scalar, ValueObject};
use crate::path::Path;
use crate::{CanonError, iri};

impl<'a> Expander<'a, '_> {
    /// A string, number or boolean under the term with this definition.
    pub(super) fn value(
        &self,
        definition: Option<DefinitionId>,
        active: ContextId,
        value: &View<'a>,
        at: &Path<'_>,
    ) -> Result<Item<'a>, CanonError> {
        let scalar = match value {
            View::Bool(value) => Scalar::Bool(*value),
            View::Number(number) => Scalar::Number(*number),
            View::Text(text) => return self.text(definition, active, text, at),
            _ => return Err(CanonError::dropped(at, "a value that is none")),
        };
        let meaning = definition.map(|definition| self.bank().meaning(definition));
        let kind = match meaning.and_then(|meaning| meaning.coercion) {
            Some(Coercion::Datatype(datatype)) => self.datatype(datatype, at)?,
            _ => Kind::Plain,
        };
        Ok(Item::Value(ValueObject { scalar, kind, indexed: false }))
    }

    /// A string under a term: a node, a typed value or one in the language of the term.
    pub(super) fn text(
        &self,
        definition: Option<DefinitionId>,
        active: ContextId,
        text: &'a str,
        at: &Path<'_>,
    ) -> Result<Item<'a>, CanonError> {
        let meaning = definition.map(|definition| self.bank().meaning(definition));
        let kind = match meaning.and_then(|meaning| meaning.coercion) {
            Some(Coercion::Id) => return self.reference(self.name(active, text, Scope::Document), text, at),
            Some(Coercion::Vocab) => return self.reference(self.name(active, text, Scope::VocabAndDocument), text, at),
            Some(Coercion::Json) => return Err(CanonError::unsupported(at, "@json for the key of an index map")),
            Some(Coercion::Datatype(datatype)) => self.datatype(datatype, at)?,
            Some(Coercion::None) | None => match meaning.map(|meaning| meaning.language) {
                Some(TermLanguage::Tag(tag)) => Kind::Tagged(Iri::Known(tag)),
                Some(TermLanguage::Cleared) => Kind::Plain,
                Some(TermLanguage::Inherited) | None => {
                    self.bank().language(active).map_or(Kind::Plain, |tag| Kind::Tagged(Iri::Known(tag)))
                }
            },
        };
        Ok(Item::Value(ValueObject { scalar: Scalar::Text(text), kind, indexed: false }))
    }

    fn reference(&self, name: Name<Iri<&'a str>>, text: &str, at: &Path<'_>) -> Result<Item<'a>, CanonError> {
        let id = Some(self.resource(name, text, at)?);
        Ok(Item::Node(self.arena.alloc(NodeObject { id, ..NodeObject::default() })))
    }

    fn datatype(&self, datatype: IriId, at: &Path<'_>) -> Result<Kind<'a>, CanonError> {
        self.checked(Iri::Known(datatype), at).map(Kind::Typed)
    }

    /// IRI expansion of a text in the document.
    pub(super) fn name(&self, active: ContextId, text: &'a str, scope: Scope) -> Name<Iri<&'a str>> {
        self.bank().name(active, text, scope).map(|iri| match iri {
            Iri::Known(id) => Iri::Known(id),
            Iri::Text(Cow::Borrowed(text)) => Iri::Text(text),
            Iri::Text(Cow::Owned(text)) => Iri::Text(&*self.arena.alloc_str(&text)),
        })
    }

    pub(super) fn iri_text<'i>(&'i self, iri: Iri<&'i str>) -> &'i str {
        match iri {
            Iri::Known(id) => self.bank().iri(id),
            Iri::Text(text) => text,
        }
    }

    /// A name that must be an absolute IRI or a blank node.
    pub(super) fn resource(
        &self,
        name: Name<Iri<&'a str>>,
        text: &str,
        at: &Path<'_>,
    ) -> Result<Resource<'a>, CanonError> {
        match name {
            Name::Iri(iri) => self.checked(iri, at).map(Resource::Iri),
            Name::Blank(label) if iri::is_clean(self.iri_text(label)) => Ok(Resource::Blank(label)),
            Name::Blank(label) => Err(CanonError::invalid_iri(at, self.iri_text(label))),
            Name::Relative(iri) => Err(CanonError::relative(at, self.iri_text(iri))),
            Name::Null => Err(CanonError::undefined(at, text)),
            Name::Keyword(_) | Name::Reserved => {
                Err(CanonError::invalid("invalid @id value", at, "no keyword expected"))
            }
        }
    }

    /// An IRI whose characters may all stand in N-Quads.
    pub(super) fn checked(&self, iri: Iri<&'a str>, at: &Path<'_>) -> Result<Iri<&'a str>, CanonError> {
        let clean = match iri {
            Iri::Known(id) => self.bank().is_clean(id),
            Iri::Text(text) => {
                self.meter.bytes(text.len())?;
                iri::is_clean(text) && !iri::has_wide_space(text)
            }
        };
        if clean { Ok(iri) } else { Err(CanonError::invalid_iri(at, self.iri_text(iri))) }
    }
}
