use std::fs;
use std::path::Path;
use std::process::Command;

use super::tree::Role;
use super::*;

fn column(title: &str, share: f32, right: bool) -> Column {
    Column { title: title.to_owned(), share, right }
}

fn courses(rows: usize) -> Table {
    Table {
        summary: "Courses of spring 2024".to_owned(),
        columns: vec![
            column("Code", 1.2, false),
            column("Course", 4.0, false),
            column("Credits", 1.0, true),
            column("Grade", 1.0, false),
        ],
        row_header: 1,
        rows: (1..=rows)
            .map(|n| vec![format!("CS {n}"), format!("Networks, part {n}"), "3".into(), "A-".into()])
            .collect(),
        foot: vec![String::new(), "Credits earned".into(), (3 * rows).to_string(), String::new()],
    }
}

fn document(blocks: Vec<Block>) -> Document {
    Document {
        title: "Transcript of Zoë Łukasz".to_owned(),
        author: "Riverbend College".to_owned(),
        subject: "What the college has recorded.".to_owned(),
        language: "en".to_owned(),
        id: "urn:uuid:1".to_owned(),
        date: Date { year: 2026, month: 11, day: 24, hour: 9, minute: 5, second: 0 },
        accent: [0x1f, 0x3f, 0x6e],
        footer: "Riverbend College · Zoë Łukasz".to_owned(),
        page_words: ["Page".to_owned(), "of".to_owned()],
        blocks,
        unshown: "Letters that this typeface lacks are shown by their number:".to_owned(),
    }
}

fn transcript(rows: usize) -> Document {
    document(vec![
        Block::Letterhead { name: "Riverbend College".into(), line: "riverbend.example".into() },
        Block::Heading { level: 1, text: "Transcript".into() },
        Block::Pairs(vec![
            ("Learner".into(), "Zoë Łukasz".into()),
            ("Date".into(), "24 November 2026".into()),
            ("Issued by".into(), "Riverbend College".into()),
        ]),
        Block::Notice("This transcript is partial.".into()),
        Block::Heading { level: 2, text: "Courses".into() },
        Block::Heading { level: 3, text: "Spring 2024".into() },
        Block::Table(courses(rows)),
        Block::Paragraph("Grades from lowest to highest: F, D, C, B, A.".into()),
        Block::Heading { level: 2, text: "How to check".into() },
        Block::Code {
            url: "https://verify.riverbend.example/verify".into(),
            label: "QR code of the page that checks transcripts".into(),
            beside: vec!["Open the page and drop the transcript's file on it.".into()],
        },
        Block::Note("Made by Tassel.".into()),
    ])
}

fn laid_out(document: &Document) -> sheet::Layout {
    block::lay_out(document, &face::Faces::new().unwrap()).unwrap()
}

/// The text of a page as it is drawn, one string a line.
fn drawn(page: &[sheet::Drawing]) -> Vec<String> {
    let lines = page.iter().filter_map(|drawing| match drawing {
        sheet::Drawing::Text(text) => Some(text.line.pieces.iter().map(|piece| piece.shown.as_str()).collect()),
        _ => None,
    });
    lines.collect()
}

#[test]
fn the_structure_has_headings_pairs_a_table_with_headers_and_a_figure() {
    let roles: Vec<(usize, Role)> = laid_out(&transcript(2)).tree.outline();
    let count = |role: &Role| roles.iter().filter(|(_, found)| found == role).count();
    let heading = |level: u8, text: &str| count(&Role::Heading(level, text.to_owned()));
    assert_eq!((heading(1, "Transcript"), heading(2, "Courses"), heading(3, "Spring 2024")), (1, 1, 1));
    assert_eq!((count(&Role::Pair), count(&Role::Name), count(&Role::Value)), (3, 3, 3));
    assert_eq!((count(&Role::ColumnHeader), count(&Role::RowHeader), count(&Role::Row)), (4, 3, 4));
    assert_eq!(count(&Role::Cell), 3 * 3);
    assert_eq!(count(&Role::Figure("QR code of the page that checks transcripts".to_owned())), 1);
    let table = roles.iter().position(|(_, role)| matches!(role, Role::Table(_))).unwrap();
    let nested: Vec<_> = roles[table..=table + 3].iter().map(|(depth, role)| (*depth, role.clone())).collect();
    assert_eq!(nested[1..], [(2, Role::Head), (3, Role::Row), (4, Role::ColumnHeader)]);
}

#[test]
fn the_same_document_has_the_same_bytes() {
    let document = transcript(40);
    assert_eq!(write(&document).unwrap().bytes, write(&document).unwrap().bytes);
    let later = Document { date: Date { second: 1, ..document.date }, ..document.clone() };
    assert_ne!(write(&document).unwrap().bytes, write(&later).unwrap().bytes);
}

#[test]
fn a_table_shows_its_header_on_each_page_and_tells_it_once() {
    let layout = laid_out(&document(vec![Block::Table(courses(120))]));
    assert!(layout.pages.len() >= 3, "{} pages", layout.pages.len());
    for (number, page) in layout.pages.iter().enumerate() {
        assert_eq!(drawn(page)[..4], ["Code", "Course", "Credits", "Grade"], "page {number}");
        let told = page.iter().take(4).all(|drawing| match drawing {
            sheet::Drawing::Text(text) => text.mark.is_some(),
            _ => false,
        });
        assert_eq!(told, number == 0, "page {number}");
    }
    let shown: Vec<String> = layout.pages.iter().flat_map(|page| drawn(page)).collect();
    for n in 1..=120 {
        assert!(shown.contains(&format!("Networks, part {n}")), "row {n}");
    }
}

#[test]
fn nothing_is_drawn_outside_the_text_and_a_row_stays_whole() {
    let mut table = courses(60);
    for row in &mut table.rows {
        row[1] = "A course whose title is longer than its column is wide, so that it takes a second line".into();
    }
    let layout = laid_out(&document(vec![Block::Table(table)]));
    for page in &layout.pages {
        let texts = page.iter().filter_map(|drawing| match drawing {
            sheet::Drawing::Text(text) => Some((text.left, text.baseline, text.style.size, &text.line)),
            _ => None,
        });
        for (left, baseline, size, line) in texts {
            assert!(left >= sheet::LEFT - 0.1 && baseline > sheet::TOP && baseline < sheet::BOTTOM);
            assert!(left + line.width * size <= sheet::LEFT + sheet::WIDTH + 0.1, "{line:?}");
        }
        let rows = drawn(page).iter().filter(|line| line.starts_with("CS ")).count();
        let first_lines = drawn(page).iter().filter(|line| line.starts_with("A course whose")).count();
        assert_eq!(rows, first_lines);
    }
}

#[test]
fn a_row_higher_than_a_page_goes_on() {
    let mut table = courses(1);
    table.rows[0][1] = "word ".repeat(3000);
    let layout = laid_out(&document(vec![Block::Table(table)]));
    let words: usize = layout.pages.iter().flat_map(|page| drawn(page)).map(|line| line.matches("word").count()).sum();
    assert!(layout.pages.len() > 2 && words == 3000, "{words} words on {} pages", layout.pages.len());
}

#[test]
fn letters_are_composed_and_what_is_lacking_is_named() {
    let layout = laid_out(&document(vec![Block::Paragraph("e\u{301} ł ő ж\t中\u{200b}文\n.".into())]));
    assert_eq!(drawn(&layout.pages[0])[0], "é ł ő ж [U+4E2D][U+6587] .");
    assert_eq!(layout.unshown, BTreeSet::from(['中', '文']));
    let sheet::Drawing::Text(text) = &layout.pages[0][0] else { panic!("{:?}", layout.pages[0][0]) };
    assert_eq!(text.line.pieces[1].meant.as_deref(), Some("中文"));
    assert_eq!(
        drawn(&layout.pages[0])[1],
        "Letters that this typeface lacks are shown by their number: U+4E2D, U+6587"
    );
    let pdf = write(&document(vec![Block::Heading { level: 1, text: "中".into() }])).unwrap();
    assert_eq!(pdf.unshown, BTreeSet::from(['中']));
}

#[test]
fn a_word_longer_than_a_line_is_broken_and_lines_that_go_on_end_with_a_space() {
    let face = face::Faces::new().unwrap();
    let set = |text: &str| line::lines(face.of(face::Weight::Regular), text, 10.0, &mut BTreeSet::new());
    let shown = |text: &str| -> Vec<String> {
        set(text).iter().map(|line| line.pieces.iter().map(|piece| piece.shown.as_str()).collect()).collect()
    };
    assert_eq!(shown("a little text that is long"), ["a little text that is ", "long"]);
    assert_eq!(shown(&"m".repeat(23)).concat(), "m".repeat(23));
    assert!(set(&"m".repeat(23)).iter().all(|line| line.width <= 10.0));
    assert_eq!(shown(""), [""]);
}

#[test]
fn what_cannot_be_written_is_refused() {
    let refused = |blocks: Vec<Block>| write(&document(blocks)).unwrap_err();
    let heading = |level: u8| Block::Heading { level, text: "H".into() };
    assert_eq!(refused(vec![heading(1), heading(3)]), PdfError::HeadingLevel { found: 3, deepest: 2 });
    assert_eq!(refused(vec![heading(0)]), PdfError::HeadingLevel { found: 0, deepest: 1 });
    assert!(matches!(refused(vec![Block::Note("n".repeat(MOST_TEXT))]), PdfError::TooMuchText { .. }));
    assert_eq!(refused(vec![Block::Note("n".into()); MOST_PAGES * 45]), PdfError::TooManyPages);
    let code = |url: String| Block::Code { url, label: "QR".into(), beside: Vec::new() };
    assert!(matches!(refused(vec![code("u".repeat(5000))]), PdfError::Code(_)));
    let untitled = Document { title: String::new(), ..transcript(1) };
    assert_eq!(write(&untitled).unwrap_err(), PdfError::Rule("NoDocumentTitle".to_owned()));
}

#[test]
fn three_hundred_courses_make_a_small_file() {
    let pdf = write(&transcript(300)).unwrap();
    assert!(pdf.bytes.len() < 250 * 1024, "{} bytes", pdf.bytes.len());
    assert!((6..14).contains(&pdf.pages), "{} pages", pdf.pages);
}

/// Runs a tool over a file with the document; `None`, said aloud, where the machine lacks it.
fn judged(tool: &str, arguments: &[&str], document: &Document) -> Option<String> {
    let suite = format!("PDF judged by {tool}");
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("transcript.pdf");
    fs::write(&path, write(document).unwrap().bytes).unwrap();
    let named = |argument: &&str| argument.replace("FILE", &path.display().to_string());
    let Ok(output) = Command::new(tool).args(arguments.iter().map(named)).current_dir(folder.path()).output() else {
        what_ran::skipped(&suite, 1, &format!("{tool} is not installed"));
        return None;
    };
    let text = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{tool}: {text}");
    what_ran::ran(&suite, 1);
    let picture = folder.path().join("page-1.png");
    Some(if picture.exists() { read_code(&picture)? } else { text })
}

fn read_code(picture: &Path) -> Option<String> {
    let Ok(output) = Command::new("zbarimg").args(["--quiet", "--raw"]).arg(picture).output() else {
        what_ran::skipped("QR code read by zbarimg", 1, "zbarimg is not installed");
        return None;
    };
    what_ran::ran("QR code read by zbarimg", 1);
    Some(String::from_utf8_lossy(&output.stdout).into_owned())
}

#[test]
fn qpdf_finds_no_fault() {
    if let Some(text) = judged("qpdf", &["--check", "FILE"], &transcript(60)) {
        assert!(text.contains("No syntax or stream encoding errors found"), "{text}");
    }
}

#[test]
fn poppler_reads_the_text_in_order() {
    let Some(text) = judged("pdftotext", &["FILE", "-"], &transcript(60)) else { return };
    let at = |words: &str| text.find(words).unwrap_or_else(|| panic!("{words:?} is not in {text}"));
    let order =
        ["Riverbend College", "Transcript", "Zoë Łukasz", "partial", "Spring 2024", "Networks, part 60", "Grades from"];
    assert!(order.map(at).is_sorted(), "{text}");
    assert!(text.contains("https://verify.riverbend.example/verify"));
}

#[test]
fn poppler_sees_headings_and_tables() {
    let Some(text) = judged("pdfinfo", &["-struct", "FILE"], &transcript(3)) else { return };
    for element in
        ["Document", "H1", "H2", "H3", "\n  L", "Lbl", "LBody", "Table", "THead", "TH", "TD", "TFoot", "Figure", "Link"]
    {
        assert!(text.contains(element), "{element:?} is not in {text}");
    }
}

#[test]
fn poppler_reads_letters_that_are_lacking_as_they_are() {
    let document = document(vec![Block::Paragraph(
        "Her name is 中文, with letters such as é ł ő ж within words and outside.".into(),
    )]);
    let Some(text) = judged("pdftotext", &["FILE", "-"], &document) else { return };
    assert!(text.contains("中文") && !text.contains("[U+"), "{text}");
    assert!(text.contains("letters such as é ł ő ж within"), "{text}");
}

#[test]
fn a_scanner_reads_the_code() {
    let Some(text) = judged("pdftoppm", &["-r", "150", "-png", "-singlefile", "FILE", "page-1"], &transcript(3)) else {
        return;
    };
    assert_eq!(text.trim(), "https://verify.riverbend.example/verify");
}
