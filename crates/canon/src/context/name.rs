//! IRI expansion (JSON-LD 1.1 API §5.2).

use std::sync::Arc;

use super::Context;
use crate::iri;
use crate::keyword::Keyword;

/// What a string in a document or a context stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Name {
    /// A term that a context decoupled from any meaning.
    Null,
    Keyword(Keyword),
    /// An absolute IRI, its characters not yet checked.
    Iri(Arc<str>),
    /// A blank node, by its label without `_:`.
    Blank(Arc<str>),
    /// Neither: a relative reference, or a term no context defines.
    Relative(Arc<str>),
    /// Something like a keyword that is none.
    Reserved,
}

impl Name {
    /// Sorts a string that is not a keyword.
    pub(crate) fn of(text: &str) -> Self {
        if let Some(label) = text.strip_prefix("_:") {
            Self::Blank(Arc::from(label))
        } else if iri::is_absolute(text) {
            Self::Iri(Arc::from(text))
        } else {
            Self::Relative(Arc::from(text))
        }
    }

    /// The text that further characters are appended to, for prefixes and vocabularies.
    pub(crate) fn text(&self) -> Option<String> {
        match self {
            Self::Iri(text) | Self::Relative(text) => Some(text.to_string()),
            Self::Blank(label) => Some(format!("_:{label}")),
            Self::Null | Self::Keyword(_) | Self::Reserved => None,
        }
    }

    pub(crate) fn is_iri_or_blank(&self) -> bool {
        matches!(self, Self::Iri(_) | Self::Blank(_))
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

impl Context<'_> {
    /// The keyword a key stands for, itself or by alias.
    pub(crate) fn keyword(&self, key: &str) -> Option<Keyword> {
        if key.starts_with('@') {
            return Keyword::parse(key);
        }
        match self.term(key)?.name {
            Name::Keyword(keyword) => Some(keyword),
            _ => None,
        }
    }

    /// Expands a string.
    pub(crate) fn name(&self, text: &str, scope: Scope) -> Name {
        if text.starts_with('@') {
            if let Some(keyword) = Keyword::parse(text) {
                return Name::Keyword(keyword);
            }
            if Keyword::is_reserved(text) {
                return Name::Reserved;
            }
        }
        if let Some(definition) = self.term(text)
            && (scope != Scope::Document || matches!(definition.name, Name::Keyword(_)))
        {
            return definition.name.clone();
        }
        if let Some(name) = self.compact(text) {
            return name;
        }
        if scope != Scope::Document
            && let Some(vocab) = &self.vocab
        {
            return Name::of(&format!("{vocab}{text}"));
        }
        match &self.base {
            Some(base) if scope != Scope::Vocab => Name::of(&iri::resolve(base, text)),
            _ => Name::of(text),
        }
    }

    /// Compact and absolute IRIs and blank nodes: whatever has a colon after its first character.
    fn compact(&self, text: &str) -> Option<Name> {
        let colon = text.bytes().skip(1).position(|b| b == b':')? + 1;
        let (prefix, suffix) = (text.get(..colon)?, text.get(colon + 1..)?);
        if prefix == "_" || suffix.starts_with("//") {
            return Some(Name::of(text));
        }
        if let Some(definition) = self.term(prefix)
            && definition.prefix
            && let Some(start) = definition.name.text()
        {
            return Some(Name::of(&(start + suffix)));
        }
        iri::is_absolute(text).then(|| Name::of(text))
    }
}
