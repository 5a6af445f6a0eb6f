//! Pages under construction: what is drawn where, and what it is.

use std::collections::BTreeSet;

use super::face::{Faces, Weight};
use super::line::{self, Line};
use super::tree::{ElementId, Mark, Tree};
use super::{MOST_PAGES, PdfError};

/// A4, in points of 1/72 inch.
pub(super) const PAGE: (f32, f32) = (595.28, 841.89);
/// The text's left edge: 20 mm.
pub(super) const LEFT: f32 = 56.7;
/// The text's width.
pub(super) const WIDTH: f32 = PAGE.0 - 2.0 * LEFT;
/// Where the text begins.
pub(super) const TOP: f32 = 56.7;
/// Where it ends: printed on US Letter, which is 18 mm shorter, the foot of the page is still there.
pub(super) const BOTTOM: f32 = PAGE.1 - 92.0;

/// A colour by what it is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ink {
    Text,
    Muted,
    Accent,
    Rule,
    Tint,
    White,
    Black,
}

/// How text is set; sizes in points.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Style {
    pub(super) size: f32,
    pub(super) leading: f32,
    pub(super) weight: Weight,
    pub(super) ink: Ink,
}

/// Left edge and width of a column of text, and the side it is flush with.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Measure {
    pub(super) left: f32,
    pub(super) width: f32,
    pub(super) right: bool,
}

/// The whole width of the text.
pub(super) const FULL: Measure = Measure { left: LEFT, width: WIDTH, right: false };

/// An upright box on a page, from the top left.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Area {
    pub(super) left: f32,
    pub(super) top: f32,
    pub(super) width: f32,
    pub(super) height: f32,
}

/// A line of text, from the left end of its baseline.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Text {
    pub(super) left: f32,
    pub(super) baseline: f32,
    pub(super) style: Style,
    pub(super) line: Line,
    pub(super) mark: Option<Mark>,
}

/// One thing drawn. Without a mark it is decoration, which nobody is read.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Drawing {
    /// A line of text.
    Text(Text),
    /// A filled box.
    Box { area: Area, ink: Ink },
    /// The dark modules of a QR code, as boxes.
    Code { modules: Vec<Area>, mark: Mark },
    /// A part of the page that leads to an address.
    Link { area: Area, url: String, mark: Mark },
}

/// A heading, for the outline.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Heading {
    pub(super) level: u8,
    pub(super) text: String,
    pub(super) page: usize,
    pub(super) top: f32,
}

/// All pages.
#[derive(Debug, Default)]
pub(super) struct Layout {
    pub(super) pages: Vec<Vec<Drawing>>,
    pub(super) tree: Tree,
    pub(super) headings: Vec<Heading>,
    pub(super) unshown: BTreeSet<char>,
}

/// Where the next thing goes.
pub(super) struct Sheet<'f> {
    pub(super) faces: &'f Faces,
    pub(super) layout: Layout,
    /// From the top of the last page.
    pub(super) at: f32,
}

impl<'f> Sheet<'f> {
    pub(super) fn new(faces: &'f Faces) -> Self {
        Self { faces, layout: Layout { pages: vec![Vec::new()], ..Layout::default() }, at: TOP }
    }

    /// A new page where `height` does not fit on this one; whether there was one. What is higher than a page begins on a new one.
    pub(super) fn make_room(&mut self, height: f32) -> Result<bool, PdfError> {
        if self.at + height <= BOTTOM || self.at <= TOP {
            return Ok(false);
        }
        self.turn()?;
        Ok(true)
    }

    fn turn(&mut self) -> Result<(), PdfError> {
        if self.layout.pages.len() >= MOST_PAGES {
            return Err(PdfError::TooManyPages);
        }
        self.layout.pages.push(Vec::new());
        self.at = TOP;
        Ok(())
    }

    /// `text` in lines that fit.
    pub(super) fn break_up(&mut self, text: &str, style: Style, width: f32) -> Vec<Line> {
        line::lines(self.faces.of(style.weight), text, width / style.size, &mut self.layout.unshown)
    }

    /// Sets `text` line by line, over as many pages as it takes, and goes on below it.
    pub(super) fn set(
        &mut self,
        text: &str,
        style: Style,
        measure: Measure,
        element: Option<ElementId>,
    ) -> Result<(), PdfError> {
        for line in self.break_up(text, style, measure.width) {
            self.make_room(style.leading)?;
            self.place(line, style, measure, element);
            self.at += style.leading;
        }
        Ok(())
    }

    /// One line at the present height, without going on.
    pub(super) fn place(&mut self, line: Line, style: Style, measure: Measure, element: Option<ElementId>) {
        let gap = if measure.right { measure.width - line.width * style.size } else { 0.0 };
        let mark = element.map(|element| self.layout.tree.mark(element));
        let baseline = self.at + style.leading / 2.0 + style.size * 0.36;
        self.draw(Drawing::Text(Text { left: measure.left + gap, baseline, style, line, mark }));
    }

    pub(super) fn draw(&mut self, drawing: Drawing) {
        if let Some(page) = self.layout.pages.last_mut() {
            page.push(drawing);
        }
    }

    /// A rule across `measure` at the present height.
    pub(super) fn rule(&mut self, measure: Measure, height: f32, ink: Ink) {
        let area = Area { left: measure.left, top: self.at, width: measure.width, height };
        self.draw(Drawing::Box { area, ink });
    }
}
