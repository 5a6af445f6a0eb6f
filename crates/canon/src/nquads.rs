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
    if !needs_escapes(text) {
        return text;
    }
    let mut out = String::with_capacity(text.len() + 16);
    escape(text, &mut out);
    arena.alloc_str(&out)
}

/// Whether some byte is a control character, `"`, `\` or U+007F; eight bytes at a time.
fn needs_escapes(text: &str) -> bool {
    let (words, rest) = text.as_bytes().as_chunks::<8>();
    let mut last = [b' '; 8];
    last.iter_mut().zip(rest).for_each(|(slot, byte)| *slot = *byte);
    // No early end: nearly no text has any.
    words
        .iter()
        .fold(has_escapes(u64::from_le_bytes(last)), |found, word| found | has_escapes(u64::from_le_bytes(*word)))
}

/// In each byte that is zero after the subtraction borrows, the highest bit is set ("Bit Twiddling Hacks", haszero, hasless);
/// of the lowest such byte at least, which is enough here. Bytes of longer UTF-8 sequences have that bit themselves and are
/// left out.
const fn has_escapes(word: u64) -> bool {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const HIGHS: u64 = 0x8080_8080_8080_8080;
    let below_space = word.wrapping_sub(ONES * 0x20);
    let quotation = (word ^ (ONES * 0x22)).wrapping_sub(ONES);
    let backslash = (word ^ (ONES * 0x5c)).wrapping_sub(ONES);
    let delete = (word ^ (ONES * 0x7f)).wrapping_sub(ONES);
    (below_space | quotation | backslash | delete) & !word & HIGHS != 0
}

/// The text that [`escaped`] was given.
pub(crate) fn unescaped(escaped: &str) -> String {
    parse::unescape(escaped).unwrap_or_default()
}

/// The escapes of canonical N-Quads: the short ones, `\u` for other control characters, everything else as it is.
fn escape(text: &str, out: &mut String) {
    let mut rest = text;
    while let Some(at) = rest.bytes().position(|b| matches!(b, 0..0x20 | b'"' | b'\\' | 0x7f)) {
        // What is escaped is ASCII, so the text may be cut there.
        let (plain, special) = rest.split_at(at);
        let mut special = special.chars();
        out.push_str(plain);
        match special.next() {
            Some('\u{8}') => out.push_str("\\b"),
            Some('\t') => out.push_str("\\t"),
            Some('\n') => out.push_str("\\n"),
            Some('\u{c}') => out.push_str("\\f"),
            Some('\r') => out.push_str("\\r"),
            Some('"') => out.push_str("\\\""),
            Some('\\') => out.push_str("\\\\"),
            // Writing to a String cannot fail.
            other => _ = write!(out, "\\u{:04X}", other.map_or(0, u32::from)),
        }
        rest = special.as_str();
    }
    out.push_str(rest);
}

#[cfg(test)]
mod tests {
    use bumpalo::Bump;

    use super::{escaped, unescaped};

    /// Each character alone at each place of a word and behind it, among letters of one byte and of more.
    #[test]
    fn texts_come_back_and_most_are_not_copied() {
        let arena = Bump::new();
        for c in (0..0x100).chain([0x2028, 0xfeff, 0x1_f600]).filter_map(char::from_u32) {
            let special = c < ' ' || matches!(c, '"' | '\\' | '\u{7f}');
            for at in 0..12 {
                for around in ['a', 'é', '\u{fff0}'] {
                    let text: String = (0..12).map(|n| if n == at { c } else { around }).collect();
                    let written = escaped(&text, &arena);
                    assert_eq!(std::ptr::eq(written, text.as_str()), !special, "{text:?}");
                    assert_eq!(unescaped(written), text);
                }
            }
        }
    }
}
