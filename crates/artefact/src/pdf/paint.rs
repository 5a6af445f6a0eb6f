//! The pages onto paper, with krilla.

use krilla::action::{Action, LinkAction};
use krilla::annotation::{Annotation, LinkAnnotation, Target};
use krilla::color::rgb;
use krilla::configure::{Accessibility, Archival, ConfigurationBuilder, PdfVersion};
use krilla::destination::XyzDestination;
use krilla::error::KrillaError;
use krilla::geom::{Path, PathBuilder, Point, Rect};
use krilla::metadata::{DateTime, Metadata};
use krilla::outline::{Outline, OutlineNode};
use krilla::page::{Page, PageSettings};
use krilla::paint::Fill;
use krilla::surface::Surface;
use krilla::tagging::{Artifact, ArtifactType, ContentTag, SpanTag};
use krilla::{Document as File, SerializeSettings};

use super::face::{Faces, Weight};
use super::line;
use super::sheet::{Area, Drawing, Heading, Ink, LEFT, Layout, PAGE, Style, Text, WIDTH};
use super::tree::{Drawn, Mark};
use super::{Document, PdfError};

const FOOTER: Style = Style { size: 8.0, leading: 11.0, weight: Weight::Regular, ink: Ink::Muted };
/// The footer's baseline.
const FOOTER_AT: f32 = PAGE.1 - 68.0;

/// The file.
pub(super) fn paint(document: &Document, layout: Layout, faces: &Faces) -> Result<Vec<u8>, PdfError> {
    let mut file = File::new_with(settings()?);
    file.set_metadata(metadata(document));
    file.set_outline(outline(&layout.headings));
    let mut brush = Brush { document, faces, drawn: Drawn::default(), pages: layout.pages.len() };
    for (number, drawings) in (1..).zip(&layout.pages) {
        let size = PageSettings::from_wh(PAGE.0, PAGE.1).ok_or_else(|| PdfError::Rule("A4 is no page".to_owned()))?;
        let mut page = file.start_page_with(size);
        brush.page(&mut page, drawings, number);
        page.finish();
    }
    file.set_tag_tree(layout.tree.tags(&document.language, &mut brush.drawn));
    file.finish().map_err(broken)
}

fn settings() -> Result<SerializeSettings, PdfError> {
    let configuration = ConfigurationBuilder::new()
        .with_version(PdfVersion::Pdf17)
        .with_archival_validator(Archival::A2_A)
        .with_accessibility_validator(Accessibility::UA1)
        .finish()
        .map_err(|error| PdfError::Rule(format!("{error:?}")))?;
    Ok(SerializeSettings { configuration, enable_tagging: true, ..SerializeSettings::default() })
}

/// The kinds of rules that were broken, without what stands in the document.
fn broken(error: KrillaError) -> PdfError {
    let KrillaError::Validation(errors) = error else { return PdfError::Rule(error.to_string()) };
    let mut kinds: Vec<String> = Vec::new();
    for (error, _) in errors {
        let text = format!("{error:?}");
        let kind = text.split(['(', ' ', '{']).next().unwrap_or_default().to_owned();
        if !kinds.contains(&kind) {
            kinds.push(kind);
        }
    }
    PdfError::Rule(kinds.join(", "))
}

fn metadata(document: &Document) -> Metadata {
    let date = document.date;
    let date = DateTime::new(date.year).month(date.month).day(date.day).hour(date.hour).minute(date.minute);
    let date = date.second(document.date.second).utc_offset_hour(0).utc_offset_minute(0);
    Metadata::new()
        .title(document.title.clone())
        .description(document.subject.clone())
        .authors(vec![document.author.clone()])
        .language(document.language.clone())
        .creator("Tassel".to_owned())
        .producer("Tassel".to_owned())
        .creation_date(date)
        .document_id(document.id.clone())
}

/// Headings in each other; a level that was left out cannot be here.
fn outline(headings: &[Heading]) -> Outline {
    let mut open: Vec<(u8, OutlineNode)> = Vec::new();
    let mut outline = Outline::new();
    let close = |open: &mut Vec<(u8, OutlineNode)>, outline: &mut Outline| {
        if let Some((_, node)) = open.pop() {
            match open.last_mut() {
                Some((_, parent)) => parent.push_child(node),
                None => outline.push_child(node),
            }
        }
    };
    for heading in headings {
        while open.last().is_some_and(|(level, _)| *level >= heading.level) {
            close(&mut open, &mut outline);
        }
        let place = XyzDestination::new(heading.page, Point::from_xy(0.0, heading.top));
        open.push((heading.level, OutlineNode::new(heading.text.clone(), place)));
    }
    while !open.is_empty() {
        close(&mut open, &mut outline);
    }
    outline
}

struct Brush<'d> {
    document: &'d Document,
    faces: &'d Faces,
    drawn: Drawn,
    pages: usize,
}

impl Brush<'_> {
    fn page(&mut self, page: &mut Page<'_>, drawings: &[Drawing], number: usize) {
        let mut surface = page.surface();
        for drawing in drawings {
            match drawing {
                Drawing::Text(text) => self.text(&mut surface, text),
                Drawing::Box { area, ink } => self.artifact(&mut surface, *ink, &[*area]),
                Drawing::Code { modules, mark } => self.code(&mut surface, modules, *mark),
                Drawing::Link { .. } => {}
            }
        }
        self.footer(&mut surface, number);
        surface.finish();
        for drawing in drawings {
            let Drawing::Link { area, url, mark } = drawing else { continue };
            let Some(area) = rect(*area) else { continue };
            let link = LinkAnnotation::new(area, Target::Action(Action::Link(LinkAction::new(url.clone()))));
            self.drawn.note(*mark, page.add_tagged_annotation(Annotation::new_link(link, Some(url.clone()))));
        }
    }

    fn text(&mut self, surface: &mut Surface<'_>, text: &Text) {
        let (face, size) = (self.faces.of(text.style.weight), text.style.size);
        surface.set_fill(Some(self.fill(text.style.ink)));
        let mut left = text.left;
        for piece in &text.line.pieces {
            let glyphs = face.glyphs(&piece.shown);
            let span = SpanTag::empty().with_actual_text(piece.meant.as_deref());
            let told = text.mark.is_some();
            let tag = if told { ContentTag::Span(span) } else { artifact(ArtifactType::PaginationOther) };
            let identifier = surface.start_tagged(tag);
            let start = Point::from_xy(left, text.baseline);
            surface.draw_glyphs(start, &glyphs, face.font.clone(), &piece.shown, size, false);
            surface.end_tagged();
            left += glyphs.iter().map(|glyph| glyph.x_advance).sum::<f32>() * size;
            if let Some(mark) = text.mark {
                self.drawn.note(mark, identifier);
            }
        }
    }

    fn artifact(&self, surface: &mut Surface<'_>, ink: Ink, areas: &[Area]) {
        let Some(path) = path(areas) else { return };
        surface.set_fill(Some(self.fill(ink)));
        surface.start_tagged(artifact(ArtifactType::Layout));
        surface.draw_path(&path);
        surface.end_tagged();
    }

    fn code(&mut self, surface: &mut Surface<'_>, modules: &[Area], mark: Mark) {
        let Some(path) = path(modules) else { return };
        surface.set_fill(Some(self.fill(Ink::Black)));
        let identifier = surface.start_tagged(ContentTag::Other);
        surface.draw_path(&path);
        surface.end_tagged();
        self.drawn.note(mark, identifier);
    }

    /// Who and whose on the left, the page on the right.
    fn footer(&mut self, surface: &mut Surface<'_>, number: usize) {
        let rule = Area { left: LEFT, top: FOOTER_AT - 16.0, width: WIDTH, height: 0.5 };
        self.artifact(surface, Ink::Rule, &[rule]);
        let [page, of] = &self.document.page_words;
        let count = format!("{page} {number} {of} {}", self.pages);
        let face = self.faces.of(FOOTER.weight);
        // What the footer cannot show has been told where it stands in the text.
        let mut told = std::collections::BTreeSet::new();
        let mut first = |text: &str, measure: f32| {
            line::lines(face, text, measure / FOOTER.size, &mut told).into_iter().next().unwrap_or_default()
        };
        let (whose, count) = (first(&self.document.footer, WIDTH - 90.0), first(&count, 90.0));
        let right = LEFT + WIDTH - count.width * FOOTER.size;
        for (left, line) in [(LEFT, whose), (right, count)] {
            self.text(surface, &Text { left, baseline: FOOTER_AT, style: FOOTER, line, mark: None });
        }
    }

    fn fill(&self, ink: Ink) -> Fill {
        let [red, green, blue] = match ink {
            Ink::Text => [0x1b, 0x1f, 0x24],
            Ink::Muted => [0x56, 0x5e, 0x69],
            Ink::Accent => self.document.accent,
            Ink::Rule => [0xd6, 0xda, 0xe0],
            Ink::Tint => [0xf2, 0xf5, 0xf9],
            Ink::White => [0xff; 3],
            Ink::Black => [0; 3],
        };
        Fill { paint: rgb::Color::new(red, green, blue).into(), ..Fill::default() }
    }
}

fn artifact<'t>(kind: ArtifactType) -> ContentTag<'t> {
    ContentTag::Artifact(Artifact::with_kind(kind))
}

fn rect(area: Area) -> Option<Rect> {
    Rect::from_xywh(area.left, area.top, area.width, area.height)
}

fn path(areas: &[Area]) -> Option<Path> {
    let mut path = PathBuilder::new();
    for area in areas.iter().filter_map(|area| rect(*area)) {
        path.push_rect(area);
    }
    path.finish()
}
