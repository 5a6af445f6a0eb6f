//! N-Quads: the canonical form that is hashed (RDFC-1.0 §5) and a reader for it.

mod parse;

use std::fmt::Write as _;

use bumpalo::Bump;

use crate::quad::{Literal, Quad, Resource, Term, vocabulary};

pub use parse::parse;

/// One statement in canonical form, with its line feed.
pub fn line(quad: &Quad) -> String {
    let mut out = String::with_capacity(quad.len() + 32);
    resource(&quad.subject, &mut out);
    out.push(' ');
    iri(&quad.predicate, &mut out);
    out.push(' ');
    match &quad.object {
        Term::Resource(object) => resource(object, &mut out),
        Term::Literal(value) => literal(value, &mut out),
    }
    if let Some(graph) = &quad.graph {
        out.push(' ');
        resource(graph, &mut out);
    }
    out.push_str(" .\n");
    out
}

fn resource(resource: &Resource, out: &mut String) {
    match resource {
        Resource::Iri(text) => iri(text, out),
        Resource::Blank(blank) => {
            out.push_str("_:");
            out.push_str(blank);
        }
    }
}

fn iri(text: &str, out: &mut String) {
    out.push('<');
    out.push_str(text);
    out.push('>');
}

fn literal(literal: &Literal, out: &mut String) {
    out.push('"');
    escape(&literal.value, out);
    out.push('"');
    if let Some(language) = &literal.language {
        out.push('@');
        out.push_str(language);
    } else if &*literal.datatype != vocabulary::XSD_STRING {
        out.push_str("^^");
        iri(&literal.datatype, out);
    }
}

/// `text` with the escapes of canonical N-Quads; the same text when it needs none, as nearly all.
pub(crate) fn escaped<'a>(text: &'a str, arena: &'a Bump) -> &'a str {
    // No early end: the compiler looks at many bytes at once.
    if !text.bytes().fold(false, |found, b| found | needs_escape(b)) {
        return text;
    }
    let mut out = String::with_capacity(text.len() + 16);
    escape(text, &mut out);
    arena.alloc_str(&out)
}

#[expect(clippy::needless_bitwise_bool, reason = "without branches, so that many bytes are looked at at once")]
const fn needs_escape(b: u8) -> bool {
    (b < 0x20) | (b == b'"') | (b == b'\\') | (b == 0x7f)
}

/// The text that [`escaped`] was given.
pub(crate) fn unescaped(escaped: &str) -> String {
    parse::unescape(escaped).unwrap_or_default()
}

/// The escapes of canonical N-Quads: the short ones, `\u` for other control characters, everything else as it is.
fn escape(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '\u{8}' => out.push_str("\\b"),
            '\t' => out.push_str("\\t"),
            '\n' => out.push_str("\\n"),
            '\u{c}' => out.push_str("\\f"),
            '\r' => out.push_str("\\r"),
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            // Writing to a String cannot fail.
            '\0'..='\u{1f}' | '\u{7f}' => _ = write!(out, "\\u{:04X}", u32::from(c)),
            _ => out.push(c),
        }
    }
}
