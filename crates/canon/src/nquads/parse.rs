//! Reading N-Quads (RDF 1.1 N-Quads §6).

use std::sync::Arc;

use crate::iri;
use crate::quad::{Literal, Quad, Resource, Term, vocabulary};
use crate::{CanonError, Limit};

/// Reads statements, comments and empty lines; at most `limit` statements.
///
/// # Errors
/// [`CanonError::NotNQuads`] with the line, or [`CanonError::TooComplex`].
pub fn parse(text: &str, limit: usize) -> Result<Vec<Quad>, CanonError> {
    let mut quads = Vec::new();
    for (number, line) in text.split(['\n', '\r']).enumerate() {
        let mut reader = Reader { rest: line };
        reader.space();
        if reader.rest.is_empty() || reader.rest.starts_with('#') {
            continue;
        }
        if quads.len() == limit {
            return Err(CanonError::TooComplex { limit: Limit::Quads, allowed: limit });
        }
        let quad = reader.quad().map_err(|expected| CanonError::NotNQuads { line: number + 1, expected })?;
        quads.push(quad);
    }
    Ok(quads)
}

struct Reader<'t> {
    rest: &'t str,
}

type Read<T> = Result<T, &'static str>;

impl<'t> Reader<'t> {
    fn quad(&mut self) -> Read<Quad> {
        let subject = self.resource("an IRI or blank node as subject")?;
        let Resource::Iri(predicate) = self.resource("an IRI as predicate")? else {
            return Err("an IRI as predicate");
        };
        self.space();
        let object = if self.rest.starts_with('"') {
            Term::Literal(self.literal()?)
        } else {
            Term::Resource(self.resource("an IRI, blank node or literal as object")?)
        };
        self.space();
        let graph = if self.rest.starts_with('.') { None } else { Some(self.resource("a graph name or a full stop")?) };
        self.space();
        self.take(".").ok_or("a full stop")?;
        self.space();
        if self.rest.is_empty() || self.rest.starts_with('#') {
            Ok(Quad { subject, predicate, object, graph })
        } else {
            Err("the end of the line")
        }
    }

    fn space(&mut self) {
        self.rest = self.rest.trim_start_matches([' ', '\t']);
    }

    fn take(&mut self, token: &str) -> Option<()> {
        self.rest = self.rest.strip_prefix(token)?;
        Some(())
    }

    /// Everything up to the first character that `stop` names.
    fn until(&mut self, stop: impl FnMut(char) -> bool) -> &'t str {
        let (token, rest) = self.rest.split_at(self.rest.find(stop).unwrap_or(self.rest.len()));
        self.rest = rest;
        token
    }

    fn resource(&mut self, expected: &'static str) -> Read<Resource> {
        self.space();
        if self.take("_:").is_some() {
            let label = self.until(|c| !(c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | ':' | '\u{b7}')));
            // A full stop at the end closes the statement.
            let kept = label.trim_end_matches('.');
            self.rest = self.rest_from(kept, label);
            return if kept.is_empty() { Err(expected) } else { Ok(Resource::Blank(Arc::from(kept))) };
        }
        self.take("<").ok_or(expected)?;
        let raw = self.until(|c| c == '>');
        self.take(">").ok_or("the end of an IRI")?;
        let text = unescape(raw)?;
        if iri::is_absolute(&text) && iri::is_clean(&text) {
            Ok(Resource::Iri(Arc::from(text)))
        } else {
            Err("an absolute IRI without forbidden characters")
        }
    }

    /// Gives back the full stops that were cut from the end of `label`.
    fn rest_from(&self, kept: &str, label: &'t str) -> &'t str {
        match label.get(kept.len()..) {
            Some(dots) if dots.starts_with('.') && self.rest.is_empty() => dots,
            _ => self.rest,
        }
    }

    fn literal(&mut self) -> Read<Literal> {
        self.take("\"").ok_or("a literal")?;
        let mut escaped = false;
        let raw = self.until(move |c| {
            let end = c == '"' && !escaped;
            escaped = c == '\\' && !escaped;
            end
        });
        self.take("\"").ok_or("the end of a literal")?;
        let value = Arc::from(unescape(raw)?);
        if self.take("@").is_some() {
            let tag = self.until(|c| !(c.is_ascii_alphanumeric() || c == '-'));
            let language = (!tag.is_empty()).then(|| Arc::from(tag)).ok_or("a language tag")?;
            return Ok(Literal { value, datatype: Arc::from(vocabulary::RDF_LANG_STRING), language: Some(language) });
        }
        let datatype = if self.take("^^").is_some() {
            match self.resource("a datatype")? {
                Resource::Iri(datatype) => datatype,
                Resource::Blank(_) => return Err("a datatype"),
            }
        } else {
            Arc::from(vocabulary::XSD_STRING)
        };
        Ok(Literal { value, datatype, language: None })
    }
}

/// The text that N-Quads write as `raw`.
pub(super) fn unescape(raw: &str) -> Read<String> {
    let mut out = String::with_capacity(raw.len());
    let mut chars = raw.chars();
    while let Some(c) = chars.next() {
        if c != '\\' {
            out.push(c);
            continue;
        }
        out.push(match chars.next() {
            Some('t') => '\t',
            Some('b') => '\u{8}',
            Some('n') => '\n',
            Some('r') => '\r',
            Some('f') => '\u{c}',
            Some(c @ ('"' | '\'' | '\\')) => c,
            Some('u') => code_point(&mut chars, 4)?,
            Some('U') => code_point(&mut chars, 8)?,
            _ => return Err("a known escape"),
        });
    }
    Ok(out)
}

fn code_point(chars: &mut std::str::Chars<'_>, digits: usize) -> Read<char> {
    let mut code = 0_u32;
    for _ in 0..digits {
        let digit = chars.next().and_then(|c| c.to_digit(16)).ok_or("a hexadecimal digit")?;
        code = (code << 4) | digit;
    }
    char::from_u32(code).ok_or("a Unicode code point")
}

#[cfg(test)]
mod tests {
    use super::parse;
    use crate::nquads::line;
    use crate::{CanonError, Limit};

    #[test]
    fn statements_come_back_in_canonical_form() {
        let text = "# a comment\n\n  _:a.b <urn:p> \"x\\u0041\\t\\u007f\\\"\"^^<urn:d> <urn:g>.\n\
                    <urn:s>\t<urn:p> \"hi\"@en-GB . # end\n_:a <urn:p> _:b.\n<urn:s> <urn:p> \"\" .";
        let lines: Vec<String> = parse(text, 10).unwrap().iter().map(line).collect();
        assert_eq!(
            lines,
            [
                "_:a.b <urn:p> \"xA\\t\\u007F\\\"\"^^<urn:d> <urn:g> .\n",
                "<urn:s> <urn:p> \"hi\"@en-GB .\n",
                "_:a <urn:p> _:b .\n",
                "<urn:s> <urn:p> \"\" .\n",
            ]
        );
    }

    #[test]
    fn what_is_not_a_statement_is_refused() {
        for (text, expected) in [
            ("<urn:s> <urn:p>", "an IRI, blank node or literal as object"),
            ("<urn:s> _:p <urn:o> .", "an IRI as predicate"),
            ("<s> <urn:p> <urn:o> .", "an absolute IRI without forbidden characters"),
            ("<urn:s\\u0020> <urn:p> <urn:o> .", "an absolute IRI without forbidden characters"),
            ("<urn:s> <urn:p> \"a .", "the end of a literal"),
            ("<urn:s> <urn:p> \"a\\x\" .", "a known escape"),
            ("<urn:s> <urn:p> \"a\\uD800\" .", "a Unicode code point"),
            ("<urn:s> <urn:p> <urn:o> . <urn:s>", "the end of the line"),
        ] {
            assert_eq!(parse(text, 10), Err(CanonError::NotNQuads { line: 1, expected }), "{text}");
        }
        let two = "<urn:s> <urn:p> <urn:o> .\n<urn:s> <urn:p> <urn:q> .";
        assert_eq!(parse(two, 1), Err(CanonError::TooComplex { limit: Limit::Quads, allowed: 1 }));
    }
}
