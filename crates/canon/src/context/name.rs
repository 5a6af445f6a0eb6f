//! IRI expansion (JSON-LD 1.1 API §5.2).

use std::borrow::Cow;

use super::bank::Context;
use super::{Bank, ContextId, Definition, IriId};
use crate::iri;
use crate::keyword::Keyword;

/// What a string in a document or a context stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Name<T> {
    /// A term that a context decoupled from any meaning.
    Null,
    Keyword(Keyword),
    /// An absolute IRI, its characters not yet checked.
    Iri(T),
    /// A blank node, by its label without `_:`.
    Blank(T),
    /// Neither: a relative reference, or a term no context defines.
    Relative(T),
    /// Something like a keyword that is none.
    Reserved,
}

/// The text of a name: one that a context made, or another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Iri<T> {
    Known(IriId),
    Text(T),
}

impl<T> Name<T> {
    pub(crate) fn is_iri_or_blank(&self) -> bool {
        matches!(self, Self::Iri(_) | Self::Blank(_))
    }

    pub(crate) fn map<U>(self, change: impl FnOnce(T) -> U) -> Name<U> {
        match self {
            Self::Null => Name::Null,
            Self::Keyword(keyword) => Name::Keyword(keyword),
            Self::Iri(text) => Name::Iri(change(text)),
            Self::Blank(text) => Name::Blank(change(text)),
            Self::Relative(text) => Name::Relative(change(text)),
            Self::Reserved => Name::Reserved,
        }
    }
}

impl<'t> Name<Cow<'t, str>> {
    /// Sorts a string that is not a keyword.
    pub(crate) fn of(text: impl Into<Cow<'t, str>>) -> Self {
        let text = text.into();
        if text.starts_with("_:") {
            Self::Blank(match text {
                Cow::Borrowed(text) => Cow::Borrowed(text.get(2..).unwrap_or_default()),
                Cow::Owned(text) => Cow::Owned(text.get(2..).unwrap_or_default().to_owned()),
            })
        } else if iri::is_absolute(&text) {
            Self::Iri(text)
        } else {
            Self::Relative(text)
        }
    }
}

/// What a string is looked up in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scope {
    /// Terms and the vocabulary: property names and types of `@vocab` kind.
    Vocab,
    /// The document's base: identifiers.
    Document,
    /// Both: `@type` and values of `@vocab` terms.
    VocabAndDocument,
}

impl Bank {
    /// The keyword a key stands for, itself or by alias.
    pub(crate) fn keyword(&self, context: ContextId, key: &str) -> Option<Keyword> {
        if key.starts_with('@') {
            return Keyword::parse(key);
        }
        match self.meaning(self.definition(context, self.symbol(key)?)?).name {
            Name::Keyword(keyword) => Some(keyword),
            _ => None,
        }
    }

    /// The definition of a term given as text.
    pub(super) fn term(&self, context: &Context, term: &str) -> Option<&Definition> {
        self.defined(context, self.symbol(term)?)
    }

    /// The text that further characters are appended to, for prefixes and vocabularies.
    pub(super) fn start(&self, name: Name<IriId>) -> Option<Cow<'_, str>> {
        match name {
            Name::Iri(id) | Name::Relative(id) => Some(Cow::Borrowed(self.iri(id))),
            Name::Blank(id) => Some(Cow::Owned(format!("_:{}", self.iri(id)))),
            Name::Null | Name::Keyword(_) | Name::Reserved => None,
        }
    }

    /// Expands a string.
    pub(crate) fn name<'t>(&self, context: ContextId, text: &'t str, scope: Scope) -> Name<Iri<Cow<'t, str>>> {
        self.name_in(self.context(context), text, scope)
    }

    pub(super) fn name_in<'t>(&self, context: &Context, text: &'t str, scope: Scope) -> Name<Iri<Cow<'t, str>>> {
        if text.starts_with('@') {
            if let Some(keyword) = Keyword::parse(text) {
                return Name::Keyword(keyword);
            }
            if Keyword::is_reserved(text) {
                return Name::Reserved;
            }
        }
        // Only an alias of a keyword counts among identifiers, and none has a colon inside (JSON-LD 1.1 API §4.2.2,
        // step 14.2.5).
        let may_be_alias = iri::split_prefix(text).is_none_or(|(_, suffix)| suffix.is_empty());
        if (scope != Scope::Document || may_be_alias)
            && let Some(definition) = self.term(context, text)
            && (scope != Scope::Document || matches!(definition.name, Name::Keyword(_)))
        {
            return definition.name.map(Iri::Known);
        }
        if let Some(name) = self.compact(context, text) {
            return name.map(Iri::Text);
        }
        if scope != Scope::Document
            && let Some(vocab) = context.vocab
        {
            return Name::of(format!("{}{text}", self.iri(vocab))).map(Iri::Text);
        }
        match context.base {
            Some(base) if scope != Scope::Vocab => Name::of(iri::resolve(self.iri(base), text)).map(Iri::Text),
            _ => Name::of(text).map(Iri::Text),
        }
    }

    /// Compact and absolute IRIs and blank nodes: whatever has a colon after its first character.
    fn compact<'t>(&self, context: &Context, text: &'t str) -> Option<Name<Cow<'t, str>>> {
        let (prefix, suffix) = iri::split_prefix(text)?;
        if prefix == "_" || suffix.starts_with("//") {
            return Some(Name::of(text));
        }
        if let Some(definition) = self.term(context, prefix)
            && definition.prefix
            && let Some(start) = self.start(definition.name)
        {
            return Some(Name::of(start.into_owned() + suffix));
        }
        iri::is_absolute(text).then(|| Name::of(text))
    }
}
