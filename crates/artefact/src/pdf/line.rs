//! Text into lines: composed letters, single spaces, lines that fit, and letters that the typeface lacks.

use std::collections::BTreeSet;

use icu_normalizer::ComposingNormalizerBorrowed;

use super::face::Face;

/// A part of a line that is drawn at once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Piece {
    /// What is drawn.
    pub(super) shown: String,
    /// What it stands for, where that is something else: letters that the typeface lacks.
    pub(super) meant: Option<String>,
}

/// One line.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Line {
    pub(super) pieces: Vec<Piece>,
    /// Without the space that ends it, in ems.
    pub(super) width: f32,
}

/// One letter as it is shown.
struct Letter {
    meant: char,
    /// Its number, where the typeface lacks it.
    number: Option<String>,
    width: f32,
}

/// `text` in lines of at most `measure` ems; a word that is longer is broken. Always at least one line.
///
/// A line that goes on ends with a space, so that a word and the next stay two for those who copy or hear the text.
pub(super) fn lines(face: &Face, text: &str, measure: f32, unshown: &mut BTreeSet<char>) -> Vec<Line> {
    let mut setter = Setter { face, measure, lines: Vec::new(), line: Vec::new(), width: 0.0 };
    for word in composed(text).split(' ').filter(|word| !word.is_empty()) {
        let letters: Vec<Letter> = word.chars().map(|letter| shown(face, letter)).collect();
        unshown.extend(letters.iter().filter(|one| one.number.is_some()).map(|one| one.meant));
        setter.word(letters);
    }
    setter.done()
}

/// Letters and their marks as one (Unicode NFC), all white space and breaks as one space, nothing that only steers.
fn composed(text: &str) -> String {
    let mut cleaned = String::with_capacity(text.len());
    for letter in ComposingNormalizerBorrowed::new_nfc().normalize_iter(text.chars()) {
        if letter.is_whitespace() && letter != '\u{a0}' {
            cleaned.push(' ');
        } else if !steers(letter) {
            cleaned.push(letter);
        }
    }
    cleaned
}

/// Letters without a shape of their own: controls, soft hyphens, joiners, directions, variation selectors.
const fn steers(letter: char) -> bool {
    matches!(letter, '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2069}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}')
}

fn shown(face: &Face, letter: char) -> Letter {
    if let Some((_, width)) = face.glyph(letter) {
        return Letter { meant: letter, number: None, width };
    }
    let number = format!("[U+{:04X}]", u32::from(letter));
    let width = number.chars().filter_map(|one| face.glyph(one)).map(|(_, width)| width).sum();
    Letter { meant: letter, number: Some(number), width }
}

struct Setter<'f> {
    face: &'f Face,
    measure: f32,
    lines: Vec<Line>,
    line: Vec<Letter>,
    width: f32,
}

impl Setter<'_> {
    fn word(&mut self, word: Vec<Letter>) {
        let space = shown(self.face, ' ');
        let width: f32 = word.iter().map(|letter| letter.width).sum();
        if !self.line.is_empty() {
            if self.width + space.width + width > self.measure {
                self.end(true);
            } else {
                self.push(space);
            }
        }
        for letter in word {
            if !self.line.is_empty() && self.width + letter.width > self.measure {
                self.end(false);
            }
            self.push(letter);
        }
    }

    fn push(&mut self, letter: Letter) {
        self.width += letter.width;
        self.line.push(letter);
    }

    fn end(&mut self, with_space: bool) {
        let width = std::mem::take(&mut self.width);
        let mut letters = std::mem::take(&mut self.line);
        if with_space {
            letters.push(shown(self.face, ' '));
        }
        self.lines.push(Line { pieces: pieces(letters), width });
    }

    fn done(mut self) -> Vec<Line> {
        self.end(false);
        self.lines
    }
}

fn pieces(letters: Vec<Letter>) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    for letter in letters {
        let lacked = letter.number.is_some();
        match pieces.last_mut() {
            Some(last) if last.meant.is_some() == lacked => last.add(&letter),
            _ => {
                let mut piece = Piece { shown: String::new(), meant: lacked.then(String::new) };
                piece.add(&letter);
                pieces.push(piece);
            }
        }
    }
    pieces
}

impl Piece {
    fn add(&mut self, letter: &Letter) {
        match &letter.number {
            Some(number) => self.shown.push_str(number),
            None => self.shown.push(letter.meant),
        }
        if let Some(meant) = &mut self.meant {
            meant.push(letter.meant);
        }
    }
}
