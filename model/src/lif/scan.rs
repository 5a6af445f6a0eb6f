//! From bytes to a JSON tree, with limits before parsing and places in errors.

use serde_json::Value;

use super::error::RecordError;
use super::tree::pointer_step;
use super::{MAX_BYTES, MAX_DEPTH, MAX_VALUES};

/// Parses a document of bounded size, depth and count of values.
pub(super) fn document(bytes: &[u8], file: &str) -> Result<Value, RecordError> {
    if bytes.len() > MAX_BYTES {
        return Err(RecordError::TooLarge { file: file.to_owned(), bytes: bytes.len(), allowed: MAX_BYTES });
    }
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    within_limits(bytes, file)?;
    serde_json::from_slice(bytes).map_err(|error| unparsed(bytes, file, &error))
}

fn within_limits(bytes: &[u8], file: &str) -> Result<(), RecordError> {
    let mut scan = Scan::new(bytes);
    while scan.step() {
        if scan.open.len() > MAX_DEPTH {
            let (line, column) = scan.position();
            let (file, path) = (file.to_owned(), scan.path());
            return Err(RecordError::TooDeep { file, path, line, column, allowed: MAX_DEPTH });
        }
        if scan.values > MAX_VALUES {
            let (file, path) = (file.to_owned(), scan.path());
            return Err(RecordError::TooMany { file, path, what: "values", allowed: MAX_VALUES });
        }
    }
    Ok(())
}

fn unparsed(bytes: &[u8], file: &str, error: &serde_json::Error) -> RecordError {
    let (file, line, column) = (file.to_owned(), error.line(), error.column());
    let first = bytes.iter().find(|byte| !byte.is_ascii_whitespace());
    let problem = match first {
        None => "the file is empty".to_owned(),
        Some(b'<') => "found XML or HTML".to_owned(),
        Some(b'{' | b'[') => plain(error),
        Some(_) => "expected an object or a list".to_owned(),
    };
    if error.is_eof() && first.is_some() {
        return RecordError::Truncated { file, path: path_at(bytes, line, column), line, column };
    }
    // The byte that does not fit is no part of the place.
    let path = path_at(bytes, line, column.saturating_sub(1));
    RecordError::NotJson { file, path, line, column, problem }
}

/// The parser's words without its own "at line … column …".
fn plain(error: &serde_json::Error) -> String {
    let text = error.to_string();
    text.rsplit_once(" at line ").map_or(text.clone(), |(before, _)| before.to_owned())
}

/// JSON Pointer to the innermost open value before a line and column as `serde_json` counts them.
fn path_at(bytes: &[u8], line: usize, column: usize) -> String {
    let ends = bytes.iter().enumerate().filter(|(_, byte)| **byte == b'\n').map(|(at, _)| at + 1);
    let start = std::iter::once(0).chain(ends).nth(line.saturating_sub(1)).unwrap_or(0);
    let end = start.saturating_add(column).min(bytes.len());
    let mut scan = Scan::new(bytes.get(..end).unwrap_or(bytes));
    while scan.step() {}
    scan.path()
}

/// What is open at some byte: an object with its latest key (raw, between the quotes) or a list with its index.
enum Open<'a> {
    Object(&'a [u8]),
    List(usize),
}

/// Follows the structure of JSON text without building it. On text that is no JSON it still ends, with a place that is
/// as good as can be.
struct Scan<'a> {
    bytes: &'a [u8],
    at: usize,
    open: Vec<Open<'a>>,
    key_next: bool,
    values: usize,
}

impl<'a> Scan<'a> {
    const fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0, open: Vec::new(), key_next: false, values: 1 }
    }

    /// Takes one byte, or one text or the blanks as a whole; `false` at the end.
    fn step(&mut self) -> bool {
        let Some(byte) = self.bytes.get(self.at) else { return false };
        self.at += 1;
        match byte {
            b'"' => self.text(),
            b'{' => self.opened(Open::Object(b"")),
            b'[' => self.opened(Open::List(0)),
            b'}' | b']' => drop(self.open.pop()),
            b':' => self.key_next = false,
            b',' => self.next(),
            b' ' | b'\n' => self.blanks(),
            _ => {}
        }
        true
    }

    fn opened(&mut self, what: Open<'a>) {
        self.key_next = matches!(what, Open::Object(_));
        self.values += 1;
        self.open.push(what);
    }

    fn next(&mut self) {
        self.values += 1;
        match self.open.last_mut() {
            Some(Open::List(index)) => *index += 1,
            Some(Open::Object(_)) => self.key_next = true,
            None => {}
        }
    }

    /// Indented documents are a third blanks.
    fn blanks(&mut self) {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        self.at += rest.iter().position(|byte| *byte != b' ').unwrap_or(rest.len());
    }

    fn text(&mut self) {
        let start = self.at;
        while let Some(rest) = self.bytes.get(self.at..) {
            let Some(found) = memchr::memchr2(b'"', b'\\', rest) else {
                self.at = self.bytes.len().saturating_add(1);
                break;
            };
            let escapes = rest.get(found) == Some(&b'\\');
            self.at += found + if escapes { 2 } else { 1 };
            if !escapes {
                break;
            }
        }
        let inside = self.bytes.get(start..self.at.saturating_sub(1)).unwrap_or_default();
        if let (true, Some(Open::Object(key))) = (self.key_next, self.open.last_mut()) {
            *key = inside;
        }
    }

    fn path(&self) -> String {
        let mut path = String::new();
        for open in &self.open {
            match open {
                Open::Object(b"") => {}
                Open::Object(key) => pointer_step(&mut path, &key_text(key)),
                Open::List(index) => pointer_step(&mut path, &index.to_string()),
            }
        }
        path
    }

    fn position(&self) -> (usize, usize) {
        let before = self.bytes.get(..self.at).unwrap_or(self.bytes);
        let line = before.split(|byte| *byte == b'\n');
        let column = line.clone().next_back().map_or(0, <[u8]>::len);
        (line.count(), column)
    }
}

fn key_text(raw: &[u8]) -> String {
    let quoted = [b"\"", raw, b"\""].concat();
    serde_json::from_slice(&quoted).unwrap_or_else(|_| String::from_utf8_lossy(raw).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(text: &str) -> RecordError {
        document(text.as_bytes(), "a.json").unwrap_err()
    }

    #[test]
    fn a_cut_off_document_says_where() {
        let cut = "{\"Person\": [\n {\"Name\": [{\"firstName\": \"Ma";
        let expected = RecordError::Truncated {
            file: "a.json".into(),
            path: "/Person/0/Name/0/firstName".into(),
            line: 2,
            column: 28,
        };
        assert_eq!(error(cut), expected);
    }

    #[test]
    fn what_is_not_json_says_where_and_what() {
        let RecordError::NotJson { path, line, column, problem, .. } = error("{\"a/b\": [1,\n 2, x]}") else {
            panic!()
        };
        assert_eq!((path.as_str(), line, column), ("/a~1b/2", 2, 5));
        assert_eq!(problem, "expected value");
    }

    #[test]
    fn other_files_are_told_by_their_beginning() {
        for (text, expected) in [
            ("", "the file is empty"),
            (" \n", "the file is empty"),
            ("<html></html>", "found XML or HTML"),
            ("learner,award\n", "expected an object or a list"),
        ] {
            let RecordError::NotJson { problem, .. } = error(text) else { panic!("{text}") };
            assert_eq!(problem, expected);
        }
        assert!(matches!(document(b"\xFF\xFE{\0}\0", "a.json"), Err(RecordError::NotJson { .. })));
    }

    #[test]
    fn limits_hold_before_parsing() {
        let RecordError::TooDeep { path, line, column, allowed, .. } = error(&"{\"a\":\n[".repeat(5000)) else {
            panic!()
        };
        assert_eq!((path.len(), line, column, allowed), ("/a/0".len() * 32, 33, 2, 64));
        let many = format!("[{}1]", "1,".repeat(MAX_VALUES));
        assert!(matches!(error(&many), RecordError::TooMany { what: "values", .. }));
        let large = vec![b' '; MAX_BYTES + 1];
        let allowed = RecordError::TooLarge { file: "a.json".into(), bytes: MAX_BYTES + 1, allowed: MAX_BYTES };
        assert_eq!(document(&large, "a.json"), Err(allowed));
    }

    #[test]
    fn depth_up_to_the_limit_and_a_byte_order_mark_are_read() {
        let deep = format!("{}{}", "[".repeat(MAX_DEPTH), "]".repeat(MAX_DEPTH));
        assert!(document(deep.as_bytes(), "a.json").is_ok());
        assert_eq!(document(b"\xEF\xBB\xBF{}", "a.json"), Ok(serde_json::json!({})));
    }

    #[test]
    fn brackets_inside_texts_do_not_count() {
        let text = format!("[\"{}\\\"[\"]", "[".repeat(100));
        assert!(document(text.as_bytes(), "a.json").is_ok());
    }
}
