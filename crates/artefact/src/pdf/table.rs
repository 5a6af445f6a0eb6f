//! Tables: cells side by side, rows kept whole where a page allows, the header again on each page.

use super::face::Weight;
use super::line::Line;
use super::sheet::{BOTTOM, FULL, Ink, LEFT, Measure, Sheet, Style, TOP, WIDTH};
use super::tree::{ElementId, Role, Tree};
use super::{Column, PdfError, Table};

const HEAD: Style = Style { size: 8.5, leading: 12.0, weight: Weight::Bold, ink: Ink::Muted };
const CELL: Style = Style { size: 9.5, leading: 13.0, weight: Weight::Regular, ink: Ink::Text };
const TOTAL: Style = Style { weight: Weight::Bold, ..CELL };

/// Between two columns.
const GUTTER: f32 = 10.0;
/// Kept free right of figures, beside the gutter: they end where the next column's words would begin.
const AFTER_FIGURES: f32 = 8.0;
/// Above and below the text of a row.
const PADDING: f32 = 3.0;

/// A row's cells in lines, each with the element it belongs to.
struct Row {
    cells: Vec<(Vec<Line>, ElementId)>,
    style: Style,
}

impl Row {
    fn lines(&self) -> usize {
        self.cells.iter().map(|(lines, _)| lines.len()).max().unwrap_or_default()
    }

    #[expect(clippy::cast_precision_loss, reason = "lines of one row")]
    fn height(&self) -> f32 {
        self.lines() as f32 * self.style.leading + 2.0 * PADDING
    }
}

/// Sets `table` and goes on below it. A table without columns or rows is not set.
pub(super) fn set(sheet: &mut Sheet<'_>, table: &Table) -> Result<(), PdfError> {
    if table.columns.is_empty() || table.rows.is_empty() {
        return Ok(());
    }
    let measures = measures(&table.columns);
    let element = sheet.layout.tree.add(Tree::ROOT, Role::Table(table.summary.clone()));
    let titles: Vec<String> = table.columns.iter().map(|column| column.title.clone()).collect();
    let head = sheet.layout.tree.add(element, Role::Head);
    let mut setter = Setter { sheet, measures, titles, row_header: table.row_header };
    setter.head(Some(head))?;
    let body = setter.sheet.layout.tree.add(element, Role::Body);
    for (at, cells) in table.rows.iter().enumerate() {
        if at > 0 {
            setter.sheet.rule(FULL, 0.5, Ink::Rule);
        }
        setter.row(cells, CELL, body)?;
    }
    if !table.foot.is_empty() {
        let foot = setter.sheet.layout.tree.add(element, Role::Foot);
        setter.sheet.rule(FULL, 0.8, Ink::Muted);
        setter.row(&table.foot, TOTAL, foot)?;
    }
    setter.sheet.at += 6.0;
    Ok(())
}

struct Setter<'s, 'f> {
    sheet: &'s mut Sheet<'f>,
    measures: Vec<Measure>,
    titles: Vec<String>,
    row_header: usize,
}

impl Setter<'_, '_> {
    /// The header row: told once, and drawn again without a mark where the table goes on.
    fn head(&mut self, group: Option<ElementId>) -> Result<(), PdfError> {
        let row = group.map(|group| self.sheet.layout.tree.add(group, Role::Row));
        let mut cells = Vec::new();
        for (title, measure) in self.titles.iter().zip(&self.measures) {
            let element = row.map(|row| self.sheet.layout.tree.add(row, Role::ColumnHeader));
            cells.push((self.sheet.break_up(title, HEAD, measure.width), element));
        }
        let most = cells.iter().map(|(lines, _)| lines.len()).max().unwrap_or_default();
        self.sheet.at += PADDING;
        for number in 0..most {
            self.sheet.make_room(HEAD.leading)?;
            for ((lines, element), measure) in cells.iter().zip(&self.measures) {
                if let Some(line) = lines.get(number) {
                    self.sheet.place(line.clone(), HEAD, *measure, *element);
                }
            }
            self.sheet.at += HEAD.leading;
        }
        self.sheet.at += PADDING;
        self.sheet.rule(FULL, 0.8, Ink::Accent);
        Ok(())
    }

    fn row(&mut self, cells: &[String], style: Style, group: ElementId) -> Result<(), PdfError> {
        let row = self.sized(cells, style, group);
        // A row that fits on a page is not broken; one that does not is, between its lines.
        if row.height() <= (BOTTOM - TOP) / 2.0 && self.sheet.make_room(row.height())? {
            self.head(None)?;
        }
        self.sheet.at += PADDING;
        for number in 0..row.lines() {
            if self.sheet.make_room(style.leading)? {
                self.head(None)?;
            }
            for ((lines, element), measure) in row.cells.iter().zip(&self.measures) {
                if let Some(line) = lines.get(number) {
                    self.sheet.place(line.clone(), style, *measure, Some(*element));
                }
            }
            self.sheet.at += style.leading;
        }
        self.sheet.at += PADDING;
        Ok(())
    }

    fn sized(&mut self, cells: &[String], style: Style, group: ElementId) -> Row {
        let row = self.sheet.layout.tree.add(group, Role::Row);
        let mut sized = Vec::new();
        for (at, measure) in self.measures.iter().enumerate() {
            let role = if at == self.row_header { Role::RowHeader } else { Role::Cell };
            let element = self.sheet.layout.tree.add(row, role);
            let text = cells.get(at).map(String::as_str).unwrap_or_default();
            sized.push((self.sheet.break_up(text, style, measure.width), element));
        }
        Row { cells: sized, style }
    }
}

/// Where each column stands; shares that are no numbers above nothing count as one.
fn measures(columns: &[Column]) -> Vec<Measure> {
    let share = |column: &Column| if column.share.is_finite() && column.share > 0.0 { column.share } else { 1.0 };
    let all: f32 = columns.iter().map(share).sum();
    #[expect(clippy::cast_precision_loss, reason = "columns of one table")]
    let free = (WIDTH - GUTTER * (columns.len() as f32 - 1.0)).max(1.0);
    let mut left = LEFT;
    let measures = columns.iter().map(|column| {
        let width = free * share(column) / all;
        let kept = if column.right { AFTER_FIGURES } else { 0.0 };
        let measure = Measure { left, width: width - kept, right: column.right };
        left += width + GUTTER;
        measure
    });
    measures.collect()
}
