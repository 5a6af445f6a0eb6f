//! The parts of a document, one below the other.

use super::face::{Faces, Weight};
use super::sheet::{Area, Drawing, FULL, Heading, Ink, LEFT, Layout, Measure, Sheet, Style, WIDTH};
use super::tree::{ElementId, Role, Tree};
use super::{Block, Document, PdfError, table};

const BODY: Style = Style { size: 10.0, leading: 14.5, weight: Weight::Regular, ink: Ink::Text };
const NOTE: Style = Style { size: 8.5, leading: 12.0, weight: Weight::Regular, ink: Ink::Muted };
const NAME: Style = Style { size: 8.5, leading: 12.0, weight: Weight::Regular, ink: Ink::Muted };
const VALUE: Style = Style { size: 11.0, leading: 15.5, weight: Weight::Bold, ink: Ink::Text };
const LINK: Style = Style { size: 9.5, leading: 13.5, weight: Weight::Bold, ink: Ink::Accent };

/// Side of the QR code: 30 mm, of which a phone still reads 57 modules.
const CODE_SIDE: f32 = 85.0;
/// Light modules around a QR code (ISO/IEC 18004 §9.1).
const QUIET: f32 = 4.0;

/// Lays out all blocks and, where letters could not be shown, the sentence that says so.
pub(super) fn lay_out(document: &Document, faces: &Faces) -> Result<Layout, PdfError> {
    let mut sheet = Sheet::new(faces);
    let mut deepest = 1;
    for block in &document.blocks {
        if let Block::Heading { level, .. } = block {
            if *level == 0 || *level > deepest {
                return Err(PdfError::HeadingLevel { found: *level, deepest });
            }
            deepest = (level + 1).min(3);
        }
        sheet.block(block)?;
    }
    if !sheet.layout.unshown.is_empty() {
        let letters: Vec<_> =
            sheet.layout.unshown.iter().map(|letter| format!("U+{:04X}", u32::from(*letter))).collect();
        sheet.note(&format!("{} {}", document.unshown, letters.join(", ")))?;
    }
    Ok(sheet.layout)
}

impl Sheet<'_> {
    fn block(&mut self, block: &Block) -> Result<(), PdfError> {
        match block {
            Block::Letterhead { name, line } => self.letterhead(name, line),
            Block::Heading { level, text } => self.heading(*level, text),
            Block::Paragraph(text) => self.paragraph(text),
            Block::Notice(text) => self.notice(text),
            Block::Note(text) => self.note(text),
            Block::Pairs(pairs) => self.pairs(pairs),
            Block::Table(table) => table::set(self, table),
            Block::Code { url, label, beside } => self.code(url, label, beside),
        }
    }

    fn letterhead(&mut self, name: &str, line: &str) -> Result<(), PdfError> {
        const SIDE: f32 = 38.0;
        let area = Area { left: LEFT, top: self.at, width: SIDE, height: SIDE };
        self.draw(Drawing::Box { area, ink: Ink::Accent });
        let style = Style { size: 17.0, leading: SIDE, weight: Weight::Bold, ink: Ink::White };
        let initials = self.break_up(&initials(name), style, f32::MAX);
        for line in initials {
            let left = LEFT + (SIDE - line.width * style.size) / 2.0;
            self.place(line, style, Measure { left, width: SIDE, right: false }, None);
        }
        let measure = Measure { left: LEFT + SIDE + 12.0, width: WIDTH - SIDE - 12.0, right: false };
        let start = self.at;
        self.at += if line.is_empty() { 8.0 } else { 1.0 };
        let style = Style { size: 15.0, leading: 20.0, weight: Weight::Bold, ink: Ink::Accent };
        let element = self.layout.tree.add(Tree::ROOT, Role::Paragraph);
        self.set(name, style, measure, Some(element))?;
        if !line.is_empty() {
            let element = self.layout.tree.add(Tree::ROOT, Role::Paragraph);
            self.set(line, Style { size: 9.0, leading: 14.0, ..NOTE }, measure, Some(element))?;
        }
        self.at = self.at.max(start + SIDE) + 10.0;
        self.rule(FULL, 1.2, Ink::Accent);
        self.at += 16.0;
        Ok(())
    }

    fn heading(&mut self, level: u8, text: &str) -> Result<(), PdfError> {
        let (size, leading, before, after, ink) = match level {
            1 => (22.0, 28.0, 0.0, 8.0, Ink::Text),
            2 => (13.5, 18.0, 18.0, 4.0, Ink::Accent),
            _ => (10.5, 15.0, 9.0, 2.0, Ink::Text),
        };
        // A heading stays with what it heads: the header and first rows of a table, or some lines.
        self.make_room(before + leading + after + 64.0)?;
        if self.at > super::sheet::TOP {
            self.at += before;
        }
        let page = self.layout.pages.len() - 1;
        self.layout.headings.push(Heading { level, text: text.to_owned(), page, top: self.at });
        let element = self.layout.tree.add(Tree::ROOT, Role::Heading(level, text.to_owned()));
        self.set(text, Style { size, leading, weight: Weight::Bold, ink }, FULL, Some(element))?;
        self.at += after;
        Ok(())
    }

    fn paragraph(&mut self, text: &str) -> Result<(), PdfError> {
        let element = self.layout.tree.add(Tree::ROOT, Role::Paragraph);
        self.set(text, BODY, FULL, Some(element))?;
        self.at += 6.0;
        Ok(())
    }

    fn note(&mut self, text: &str) -> Result<(), PdfError> {
        let element = self.layout.tree.add(Tree::ROOT, Role::Paragraph);
        self.set(text, NOTE, FULL, Some(element))?;
        self.at += 4.0;
        Ok(())
    }

    fn notice(&mut self, text: &str) -> Result<(), PdfError> {
        const PADDING: f32 = 8.0;
        self.at += 6.0;
        let measure = Measure { left: LEFT + 14.0, width: WIDTH - 26.0, right: false };
        let element = self.layout.tree.add(Tree::ROOT, Role::Paragraph);
        let lines = self.break_up(text, BODY, measure.width);
        #[expect(clippy::cast_precision_loss, reason = "lines of one paragraph")]
        let height = lines.len() as f32 * BODY.leading + 2.0 * PADDING;
        self.make_room(height)?;
        if self.at + height <= super::sheet::BOTTOM {
            let area = Area { left: LEFT, top: self.at, width: WIDTH, height };
            self.draw(Drawing::Box { area, ink: Ink::Tint });
            self.draw(Drawing::Box { area: Area { width: 3.0, ..area }, ink: Ink::Accent });
        }
        self.at += PADDING;
        for line in lines {
            self.make_room(BODY.leading)?;
            self.place(line, BODY, measure, Some(element));
            self.at += BODY.leading;
        }
        self.at += PADDING + 6.0;
        Ok(())
    }

    fn pairs(&mut self, pairs: &[(String, String)]) -> Result<(), PdfError> {
        if pairs.is_empty() {
            return Ok(());
        }
        let list = self.layout.tree.add(Tree::ROOT, Role::Pairs);
        for row in pairs.chunks(2) {
            self.make_room(NAME.leading + VALUE.leading + 9.0)?;
            let (page, start) = (self.layout.pages.len(), self.at);
            let mut end = start;
            for (position, pair) in row.iter().enumerate() {
                // What was beside it has gone on to a new page: this one goes below it.
                if self.layout.pages.len() == page {
                    self.at = start;
                } else {
                    end = self.at;
                }
                self.pair(list, position, pair)?;
                end = if self.layout.pages.len() == page { end.max(self.at) } else { self.at };
            }
            self.at = end + 9.0;
        }
        Ok(())
    }

    fn pair(&mut self, list: ElementId, position: usize, (name, value): &(String, String)) -> Result<(), PdfError> {
        let width = (WIDTH - 20.0) / 2.0;
        let left = if position == 0 { LEFT } else { LEFT + width + 20.0 };
        let measure = Measure { left, width, right: false };
        let pair = self.layout.tree.add(list, Role::Pair);
        let label = self.layout.tree.add(pair, Role::Name);
        self.set(name, NAME, measure, Some(label))?;
        let body = self.layout.tree.add(pair, Role::Value);
        self.set(value, VALUE, measure, Some(body))
    }

    fn code(&mut self, url: &str, label: &str, beside: &[String]) -> Result<(), PdfError> {
        let (modules, side) = crate::qr::modules(url)?;
        self.at += 4.0;
        self.make_room(CODE_SIDE + 8.0)?;
        let (page, start) = (self.layout.pages.len(), self.at);
        let figure = self.layout.tree.add(Tree::ROOT, Role::Figure(label.to_owned()));
        let mark = self.layout.tree.mark(figure);
        let modules = boxes(&modules, side, (LEFT, self.at));
        self.draw(Drawing::Code { modules, mark });
        let measure = Measure { left: LEFT + CODE_SIDE + 12.0, width: WIDTH - CODE_SIDE - 12.0, right: false };
        self.at += 4.0;
        for text in beside {
            let element = self.layout.tree.add(Tree::ROOT, Role::Paragraph);
            self.set(text, BODY, measure, Some(element))?;
            self.at += 4.0;
        }
        self.link(url, measure)?;
        if self.layout.pages.len() == page {
            self.at = self.at.max(start + CODE_SIDE);
        }
        self.at += 8.0;
        Ok(())
    }

    fn link(&mut self, url: &str, measure: Measure) -> Result<(), PdfError> {
        let paragraph = self.layout.tree.add(Tree::ROOT, Role::Paragraph);
        let link = self.layout.tree.add(paragraph, Role::Link);
        for line in self.break_up(url, LINK, measure.width) {
            self.make_room(LINK.leading)?;
            let area = Area { left: measure.left, top: self.at, width: line.width * LINK.size, height: LINK.leading };
            self.place(line, LINK, measure, Some(link));
            let mark = self.layout.tree.mark(link);
            self.draw(Drawing::Link { area, url: url.to_owned(), mark });
            self.at += LINK.leading;
        }
        Ok(())
    }
}

/// Up to two first letters of a name's words.
fn initials(name: &str) -> String {
    let words = name.split_whitespace().filter_map(|word| word.chars().next());
    words.filter(|letter| letter.is_uppercase()).take(2).collect()
}

/// Dark modules as boxes, those that follow each other in a row as one.
fn boxes(modules: &[bool], side: usize, (left, top): (f32, f32)) -> Vec<Area> {
    #[expect(clippy::cast_precision_loss, reason = "at most 177 modules")]
    let module = CODE_SIDE / (side as f32 + 2.0 * QUIET);
    let mut found: Vec<Area> = Vec::new();
    for (row, line) in modules.chunks(side.max(1)).enumerate() {
        let mut before = false;
        for (column, dark) in line.iter().enumerate() {
            match found.last_mut() {
                Some(last) if *dark && before => last.width += module,
                _ if *dark => {
                    #[expect(clippy::cast_precision_loss, reason = "at most 177 modules")]
                    let (x, y) = (column as f32 + QUIET, row as f32 + QUIET);
                    found.push(Area { left: left + x * module, top: top + y * module, width: module, height: module });
                }
                _ => {}
            }
            before = *dark;
        }
    }
    found
}
