//! The texts of single values inside a JSON text, as they are written.
//!
//! What is signed goes on as it was written, and so does what is checked: a credential inside another is signed and checked
//! by its own text. [`Written`] finds that text. It judges nothing: whoever makes one has had the whole read by a strict
//! reader (`canon::Document::parse`). In a text that is not JSON it finds nothing, or something that is no value.

use std::ops::Range;

#[cfg(test)]
mod tests;

/// A value at its place in a JSON text.
#[derive(Debug, Clone, Copy)]
pub struct Written<'t> {
    whole: &'t str,
    start: usize,
    /// Looked for when it is asked for, where it is not known: a member of a large document is found without reading all of
    /// it.
    end: Option<usize>,
}

impl<'t> Written<'t> {
    /// The value that `text` is.
    pub fn of(text: &'t str) -> Option<Self> {
        let start = Scan(text.as_bytes()).space(0);
        let end = text.trim_end().len();
        (start < end).then_some(Self { whole: text, start, end: Some(end) })
    }

    /// Its text.
    pub fn text(self) -> &'t str {
        self.whole.get(self.range()).unwrap_or_default()
    }

    /// Where it stands, in bytes of the whole text.
    pub fn range(self) -> Range<usize> {
        let scan = Scan(self.whole.as_bytes());
        self.start..self.end.or_else(|| scan.value_end(self.start)).unwrap_or(self.start)
    }

    /// Whether it is an object.
    pub fn is_object(self) -> bool {
        self.inside(b'{').is_some()
    }

    /// Whether it is an array.
    pub fn is_array(self) -> bool {
        self.inside(b'[').is_some()
    }

    /// The value of the member `name`, when it is an object that has one. The name may be written with escapes.
    pub fn member(self, name: &str) -> Option<Self> {
        let scan = Scan(self.whole.as_bytes());
        let mut at = self.inside(b'{')?;
        loop {
            let name_end = scan.text_end(at)?;
            let start = scan.space(scan.mark(name_end, b':')?);
            if is_name(self.whole.get(at..name_end)?, name) {
                return Some(Self { start, end: None, ..self });
            }
            at = scan.space(scan.mark(scan.value_end(start)?, b',')?);
        }
    }

    /// The items of an array, or the one value that stands for an array of one.
    pub fn one_or_many(self) -> Vec<Self> {
        let Some(mut at) = self.inside(b'[') else { return vec![self] };
        let scan = Scan(self.whole.as_bytes());
        let mut items = Vec::new();
        while let Some(end) = scan.value_end(at) {
            items.push(Self { start: at, end: Some(end), ..self });
            let Some(next) = scan.mark(end, b',') else { break };
            at = scan.space(next);
        }
        items
    }

    /// The place of the first entry, when it is a container that begins with `open`.
    fn inside(self, open: u8) -> Option<usize> {
        let scan = Scan(self.whole.as_bytes());
        (scan.at(self.start) == Some(open)).then(|| scan.space(self.start + 1))
    }
}

/// `text` with each of `changes` in place of what stands at its range. The ranges lie one after the other.
pub fn replaced(text: &str, changes: &[(Range<usize>, String)]) -> String {
    let mut result = String::with_capacity(text.len() + changes.iter().map(|(_, new)| new.len()).sum::<usize>());
    let mut at = 0;
    for (range, new) in changes {
        result.push_str(text.get(at..range.start).unwrap_or_default());
        result.push_str(new);
        at = range.end;
    }
    result.push_str(text.get(at..).unwrap_or_default());
    result
}

/// Whether `written`, a JSON string with its quotation marks, is `name`.
fn is_name(written: &str, name: &str) -> bool {
    if written.contains('\\') {
        return serde_json::from_str::<String>(written).is_ok_and(|read| read == name);
    }
    written.len() == name.len() + 2 && written.get(1..written.len() - 1) == Some(name)
}

/// Steps through the bytes of a JSON text. Nothing recurses, and no byte is visited twice in one step.
#[derive(Clone, Copy)]
struct Scan<'t>(&'t [u8]);

impl Scan<'_> {
    fn at(self, at: usize) -> Option<u8> {
        self.0.get(at).copied()
    }

    /// Behind white space.
    fn space(self, mut at: usize) -> usize {
        while matches!(self.at(at), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            at += 1;
        }
        at
    }

    /// Behind `mark`, which comes next.
    fn mark(self, at: usize, mark: u8) -> Option<usize> {
        let at = self.space(at);
        (self.at(at)? == mark).then_some(at + 1)
    }

    /// Behind the string that begins here.
    fn text_end(self, at: usize) -> Option<usize> {
        let mut at = self.mark(at, b'"')?;
        loop {
            let rest = self.0.get(at..)?;
            at += rest.iter().position(|byte| matches!(byte, b'"' | b'\\'))?;
            match self.at(at)? {
                b'"' => return Some(at + 1),
                _ => at += 2,
            }
        }
    }

    /// Behind the value that begins here.
    fn value_end(self, start: usize) -> Option<usize> {
        match self.at(start)? {
            b'"' => self.text_end(start),
            b'{' | b'[' => self.container_end(start),
            b',' | b':' | b'}' | b']' => None,
            _ => {
                let rest = self.0.get(start..)?;
                let is_end = |byte: &u8| matches!(byte, b',' | b'}' | b']' | b' ' | b'\t' | b'\n' | b'\r');
                Some(start + rest.iter().position(is_end).unwrap_or(rest.len()))
            }
        }
    }

    fn container_end(self, start: usize) -> Option<usize> {
        let (mut at, mut open) = (start, 0_usize);
        loop {
            let rest = self.0.get(at..)?;
            at += rest.iter().position(|byte| matches!(byte, b'"' | b'{' | b'[' | b'}' | b']'))?;
            match self.at(at)? {
                b'"' => {
                    at = self.text_end(at)?;
                    continue;
                }
                b'{' | b'[' => open += 1,
                _ => open = open.checked_sub(1)?,
            }
            at += 1;
            if open == 0 {
                return Some(at);
            }
        }
    }
}
