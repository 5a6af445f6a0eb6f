//! Rows and cells of a table, with the line each row begins in (RFC 4180 §2).

/// One row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Row {
    /// Counted from 1.
    pub(super) line: usize,
    /// Cells without their quotes.
    pub(super) cells: Vec<String>,
}

/// Rows of a table; more are refused.
const MOST_ROWS: usize = 100_000;

/// Why a table cannot be read: a line and what was expected.
type Problem = (usize, String);

/// Every row that says something.
pub(super) fn rows(text: &str) -> Result<Vec<Row>, Problem> {
    let mut reader = Reader { parting: parting(text), line: 1, begun: 1, row: Vec::new(), rows: Vec::new() };
    let mut rest = text;
    loop {
        rest = reader.cell(rest)?;
        let Some(next) = rest.chars().next() else { break };
        rest = rest.get(next.len_utf8()..).unwrap_or_default();
        if next != reader.parting {
            reader.line += 1;
            reader.end_row()?;
        }
    }
    reader.end_row()?;
    Ok(reader.rows)
}

/// A comma or a semicolon, whichever the first line has more of.
fn parting(text: &str) -> char {
    let heading = text.trim_start().lines().next().unwrap_or_default();
    let count = |sign: char| heading.matches(sign).count();
    if count(';') > count(',') { ';' } else { ',' }
}

struct Reader {
    parting: char,
    /// Where the reader is.
    line: usize,
    /// Where the row began.
    begun: usize,
    row: Vec<String>,
    rows: Vec<Row>,
}

impl Reader {
    /// Takes one cell and returns what follows: nothing, or a text that begins with a parting or the end of a line.
    fn cell<'a>(&mut self, text: &'a str) -> Result<&'a str, Problem> {
        if let Some(quoted) = text.strip_prefix('"') {
            return self.quoted(quoted);
        }
        let end = text.find([self.parting, '\n']).unwrap_or(text.len());
        let (cell, rest) = text.split_at(end);
        self.row.push(cell.trim_end_matches('\r').to_owned());
        Ok(rest)
    }

    fn quoted<'a>(&mut self, text: &'a str) -> Result<&'a str, Problem> {
        let (begun, mut cell, mut rest) = (self.line, String::new(), text);
        loop {
            let Some((before, after)) = rest.split_once('"') else {
                return Err((
                    begun,
                    "expected the quoted cell that begins here to end, found the end of the file".into(),
                ));
            };
            self.line += before.matches('\n').count();
            cell.push_str(before);
            if let Some(more) = after.strip_prefix('"') {
                cell.push('"');
                rest = more;
            } else {
                rest = after;
                break;
            }
        }
        self.row.push(cell);
        let rest = rest.strip_prefix('\r').unwrap_or(rest);
        if rest.is_empty() || rest.starts_with([self.parting, '\n']) {
            return Ok(rest);
        }
        let parting = self.parting;
        Err((
            self.line,
            format!("expected “{parting}” or the end of the row after a quoted cell; write \" in it as \"\""),
        ))
    }

    fn end_row(&mut self) -> Result<(), Problem> {
        let cells = std::mem::take(&mut self.row);
        let line = std::mem::replace(&mut self.begun, self.line);
        if cells.iter().any(|cell| !cell.trim().is_empty()) {
            self.rows.push(Row { line, cells });
        }
        if self.rows.len() > MOST_ROWS {
            return Err((line, format!("expected at most {MOST_ROWS} rows; split the table")));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<(usize, Vec<String>)> {
        rows(text).unwrap().into_iter().map(|row| (row.line, row.cells)).collect()
    }

    fn cells(texts: &[&str]) -> Vec<String> {
        texts.iter().map(|text| (*text).to_owned()).collect()
    }

    #[test]
    fn quotes_lines_and_both_partings_are_read() {
        let text = "a,b\r\n\"x, \"\"y\"\"\",\"two\nlines\"\r\n\n,\nlast,";
        let expected =
            vec![(1, cells(&["a", "b"])), (2, cells(&["x, \"y\"", "two\nlines"])), (6, cells(&["last", ""]))];
        assert_eq!(read(text), expected);
        assert_eq!(read("a;b;c\n1,5;2;\"3\""), vec![(1, cells(&["a", "b", "c"])), (2, cells(&["1,5", "2", "3"]))]);
        assert_eq!(read(""), vec![]);
    }

    #[test]
    fn a_quote_that_stays_open_or_goes_on_is_refused_with_its_line() {
        assert_eq!(rows("a\n\"b\nc\nd").unwrap_err().0, 2);
        let (line, problem) = rows("a,b\n\"x\ny\" z,1").unwrap_err();
        assert_eq!(line, 3);
        assert!(problem.contains("after a quoted cell"), "{problem}");
    }

    #[test]
    fn too_many_rows_are_refused() {
        assert_eq!(rows(&"a\n".repeat(MOST_ROWS + 1)).unwrap_err().0, MOST_ROWS + 1);
        assert_eq!(rows(&"a\n".repeat(MOST_ROWS)).unwrap().len(), MOST_ROWS);
    }
}
