//! N-Quads: the canonical form that is hashed (RDFC-1.0 §5) and a reader for it.

mod parse;

use std::fmt::Write as _;

use crate::quad::{Literal, Quad, Resource, Term, vocabulary};

pub use parse::parse;

/// One statement in canonical form, with its line feed.
pub fn line(quad: &Quad) -> String {
    let mut out = String::with_capacity(quad.len() + 32);
    write(quad, &|label| label, &mut out);
    out
}

/// Writes a statement with the blank node labels `label` gives.
pub(crate) fn write<'q>(quad: &'q Quad, label: &dyn Fn(&'q str) -> &'q str, out: &mut String) {
    resource(&quad.subject, label, out);
    out.push(' ');
    iri(&quad.predicate, out);
    out.push(' ');
    match &quad.object {
        Term::Resource(object) => resource(object, label, out),
        Term::Literal(value) => literal(value, out),
    }
    if let Some(graph) = &quad.graph {
        out.push(' ');
        resource(graph, label, out);
    }
    out.push_str(" .\n");
}

fn resource<'q>(resource: &'q Resource, label: &dyn Fn(&'q str) -> &'q str, out: &mut String) {
    match resource {
        Resource::Iri(text) => iri(text, out),
        Resource::Blank(blank) => {
            out.push_str("_:");
            out.push_str(label(blank));
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
