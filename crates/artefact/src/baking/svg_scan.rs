//! One walk over an SVG: its root, and the elements that hold credentials, by namespace.
//!
//! Nothing is fetched and no entity is defined: a document type with declarations of its own is refused.

use std::ops::Range;

use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::name::{Namespace, NamespaceError, PrefixDeclaration, ResolveResult};
use quick_xml::{NsReader, XmlVersion};

use super::{Standard, SvgError};

/// U+FEFF, which may stand before the first character.
pub(super) const BYTE_ORDER_MARK: &str = "\u{feff}";

/// The most elements inside each other.
pub(super) const DEEPEST: usize = 256;

/// The most namespace declarations in force at one place: looking one up takes as many steps.
pub(super) const MOST_NAMESPACES: usize = 128;

/// What the root's start tag says of the prefix `openbadges`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Prefix {
    /// Nothing.
    Absent,
    /// It is the namespace of Open Badges 3.0.
    Ours,
    /// It is another namespace.
    Other,
}

/// The root's start tag. Places are byte offsets.
#[derive(Debug)]
pub(super) struct Root {
    pub(super) name: String,
    pub(super) name_end: usize,
    pub(super) tag_end: usize,
    /// Whether it ends itself: `<svg/>`.
    pub(super) empty: bool,
    pub(super) prefix: Prefix,
}

/// An element that holds a credential.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) standard: Standard,
    /// Where it stands, both tags included, in bytes.
    pub(super) range: Range<usize>,
    pub(super) verify: Option<String>,
    pub(super) text: String,
    /// Whether there are elements inside it.
    pub(super) has_elements: bool,
}

/// What an SVG holds that matters here.
#[derive(Debug)]
pub(super) struct Scan {
    pub(super) root: Root,
    pub(super) found: Vec<Found>,
}

/// Walks `svg` from its first to its last byte.
pub(super) fn scan(svg: &str) -> Result<Scan, SvgError> {
    let text = svg.strip_prefix(BYTE_ORDER_MARK).unwrap_or(svg);
    let mut reader = NsReader::from_str(text);
    reader.resolver_mut().set_max_namespace_bindings(MOST_NAMESPACES);
    reader.config_mut().enable_all_checks(true);
    let skipped = svg.len() - text.len();
    Walk { svg, skipped, reader, depth: 0, root: None, inside: None, found: Vec::new() }.run()
}

struct Walk<'a> {
    svg: &'a str,
    /// Bytes before the text the reader sees.
    skipped: usize,
    reader: NsReader<&'a [u8]>,
    depth: usize,
    root: Option<Root>,
    /// The credential's element the walk is inside of, and its depth.
    inside: Option<(usize, Found)>,
    found: Vec<Found>,
}

impl<'a> Walk<'a> {
    fn run(mut self) -> Result<Scan, SvgError> {
        loop {
            let start = self.position();
            let event = self.reader.read_event().map_err(|error| self.broken(&error, start))?;
            if matches!(event, Event::Eof) {
                break;
            }
            self.take(event, start..self.position())?;
        }
        match self.root {
            Some(root) if self.depth == 0 => Ok(Scan { root, found: self.found }),
            Some(_) => Err(SvgError::IllFormed { line: line(self.svg, self.svg.len()) }),
            None => Err(SvgError::Root),
        }
    }

    fn take(&mut self, event: Event<'a>, range: Range<usize>) -> Result<(), SvgError> {
        match event {
            Event::Start(tag) => self.open(&tag, &range, false),
            Event::Empty(tag) => {
                self.open(&tag, &range, true)?;
                self.close(range.end);
                Ok(())
            }
            Event::End(_) => {
                self.close(range.end);
                Ok(())
            }
            Event::Text(text) => self.text(&text.xml10_content(), range.start),
            Event::CData(text) => self.text(&text.xml10_content(), range.start),
            Event::GeneralRef(reference) => {
                let text = resolved(&reference).ok_or_else(|| SvgError::Entity { line: self.line(range.start) })?;
                self.text(text.encode_utf8(&mut [0; 4]), range.start)
            }
            Event::DocType(kind) if kind.contains('[') => Err(SvgError::Declarations { line: self.line(range.start) }),
            Event::Decl(declaration) => match declaration.encoding() {
                None => Ok(()),
                Some(Ok(encoding)) if encoding.eq_ignore_ascii_case("utf-8") => Ok(()),
                Some(_) => Err(SvgError::Encoding),
            },
            Event::DocType(_) | Event::Comment(_) | Event::PI(_) | Event::Eof => Ok(()),
        }
    }

    fn open(&mut self, tag: &BytesStart<'_>, range: &Range<usize>, empty: bool) -> Result<(), SvgError> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(SvgError::TooMany { what: "elements inside each other", allowed: DEEPEST });
        }
        if self.depth == 1 {
            self.root = Some(self.root(tag, range, empty)?);
        }
        let attributes = Attributes::of(tag).ok_or_else(|| self.ill_formed(range.start))?;
        if let Some((_, around)) = &mut self.inside {
            around.has_elements = true;
        } else if let Some(standard) = self.standard(tag, range.start)? {
            let verify = attributes.verify;
            let found = Found { standard, range: range.clone(), verify, text: String::new(), has_elements: false };
            self.inside = Some((self.depth, found));
        }
        Ok(())
    }

    fn root(&self, tag: &BytesStart<'_>, range: &Range<usize>, empty: bool) -> Result<Root, SvgError> {
        if self.root.is_some() || tag.local_name().into_inner() != "svg" {
            return Err(SvgError::Root);
        }
        let attributes = Attributes::of(tag).ok_or_else(|| self.ill_formed(range.start))?;
        let name = tag.name().into_inner().to_owned();
        let name_end = range.start + "<".len() + name.len();
        Ok(Root { name, name_end, tag_end: range.end, empty, prefix: attributes.prefix })
    }

    fn close(&mut self, end: usize) {
        if let Some((_, mut found)) = self.inside.take_if(|(depth, _)| *depth == self.depth) {
            found.range.end = end;
            self.found.push(found);
        }
        self.depth = self.depth.saturating_sub(1);
    }

    fn text(&mut self, text: &str, at: usize) -> Result<(), SvgError> {
        if self.depth == 0 && !text.trim_ascii().is_empty() {
            return Err(self.ill_formed(at));
        }
        if let Some((_, found)) = &mut self.inside {
            found.text.push_str(text);
        }
        Ok(())
    }

    /// The standard whose element `tag` is.
    fn standard(&self, tag: &BytesStart<'_>, at: usize) -> Result<Option<Standard>, SvgError> {
        let local = tag.local_name().into_inner();
        // Looking a prefix up is the costly part, so only where the name is one of ours.
        if Standard::ALL.into_iter().all(|standard| standard.element().1 != local) {
            return Ok(None);
        }
        match self.reader.resolver().resolve_element(tag.name()).0 {
            ResolveResult::Bound(Namespace(uri)) => {
                Ok(Standard::ALL.into_iter().find(|standard| standard.element() == (uri, local)))
            }
            ResolveResult::Unknown(prefix) if prefix == "openbadges" => Err(SvgError::Unbound { line: self.line(at) }),
            ResolveResult::Unbound | ResolveResult::Unknown(_) => Ok(None),
        }
    }

    fn position(&self) -> usize {
        usize::try_from(self.reader.buffer_position()).unwrap_or(usize::MAX).saturating_add(self.skipped)
    }

    fn line(&self, at: usize) -> usize {
        line(self.svg, at)
    }

    fn ill_formed(&self, at: usize) -> SvgError {
        SvgError::IllFormed { line: self.line(at) }
    }

    fn broken(&self, error: &quick_xml::Error, at: usize) -> SvgError {
        match error {
            quick_xml::Error::Namespace(NamespaceError::TooManyBindings(allowed)) => {
                SvgError::TooMany { what: "namespace declarations", allowed: *allowed }
            }
            _ => self.ill_formed(at),
        }
    }
}

/// The attributes that matter.
struct Attributes {
    prefix: Prefix,
    verify: Option<String>,
}

impl Attributes {
    /// `None` when the attributes are not well-formed, or one that matters is there twice or refers to an entity.
    fn of(tag: &BytesStart<'_>) -> Option<Self> {
        let mut of = Self { prefix: Prefix::Absent, verify: None };
        // The reader's own check for repeated names takes quadratic time.
        for attribute in tag.attributes().with_checks(false) {
            let attribute = attribute.ok()?;
            if attribute.key.as_namespace_binding() == Some(PrefixDeclaration::Named("openbadges")) {
                let ours = attribute.value == Standard::OpenBadges3.element().0;
                let before = std::mem::replace(&mut of.prefix, if ours { Prefix::Ours } else { Prefix::Other });
                (before == Prefix::Absent).then_some(())?;
            } else if attribute.key.into_inner() == "verify" {
                let value = attribute.normalized_value(XmlVersion::Implicit1_0).ok()?;
                let before = of.verify.replace(value.into_owned());
                before.is_none().then_some(())?;
            }
        }
        Some(of)
    }
}

/// The character of a reference that XML itself defines (XML 1.0 §4.1, §4.6).
fn resolved(reference: &BytesRef<'_>) -> Option<char> {
    if reference.is_char_ref() {
        return reference.resolve_char_ref().ok().flatten();
    }
    quick_xml::escape::resolve_xml_entity(reference).and_then(|text| text.chars().next())
}

/// The line of byte `at`, from 1.
fn line(text: &str, at: usize) -> usize {
    text.bytes().take(at).filter(|byte| *byte == b'\n').count() + 1
}
