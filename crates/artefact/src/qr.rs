//! QR codes (ISO/IEC 18004): as a picture for a page, and as blocks for a terminal.

use qrcode::render::{svg, unicode};
use qrcode::{EcLevel, QrCode};

/// The text does not fit into a QR code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooLong {
    /// Bytes of the text.
    pub bytes: usize,
}

impl std::fmt::Display for TooLong {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "expected a text that fits into a QR code (about 2,300 bytes), found {} bytes", self.bytes)
    }
}

impl std::error::Error for TooLong {}

/// Side of the picture in CSS pixels, at least; a style sheet may enlarge it.
const SIDE: u32 = 296;

/// `text` as an SVG: black on white whatever the page's colours, with the quiet zone of four modules that scanners need,
/// and `label` for those who hear the page.
///
/// # Errors
/// [`TooLong`].
pub fn svg(text: &str, label: &str) -> Result<String, TooLong> {
    let picture = code(text)?
        .render::<svg::Color<'_>>()
        .min_dimensions(SIDE, SIDE)
        .quiet_zone(true)
        .dark_color(svg::Color("#000000"))
        .light_color(svg::Color("#ffffff"))
        .build();
    let start = picture.find("<svg").map_or(picture.as_str(), |at| picture.get(at..).unwrap_or_default());
    let named = format!("<svg role=\"img\" aria-label=\"{}\"", escaped(label));
    Ok(start.replacen("<svg", &named, 1))
}

/// `text` as half blocks for a terminal. The light modules are drawn, since most terminals write light on dark, and some
/// scanners read no inverted code.
///
/// # Errors
/// [`TooLong`].
pub fn terminal(text: &str) -> Result<String, TooLong> {
    let code = code(text)?;
    let mut blocks = code.render::<unicode::Dense1x2>();
    blocks.dark_color(unicode::Dense1x2::Light).light_color(unicode::Dense1x2::Dark).quiet_zone(true);
    Ok(blocks.build())
}

/// `text` as dark (true) and light modules, row by row, without the quiet zone; and how many make a row.
///
/// # Errors
/// [`TooLong`].
pub(crate) fn modules(text: &str) -> Result<(Vec<bool>, usize), TooLong> {
    let code = code(text)?;
    let side = code.width();
    Ok((code.into_colors().into_iter().map(|colour| colour == qrcode::Color::Dark).collect(), side))
}

fn code(text: &str) -> Result<QrCode, TooLong> {
    QrCode::with_error_correction_level(text, EcLevel::M).map_err(|_| TooLong { bytes: text.len() })
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_picture_is_named_and_black_on_white() {
        let picture = svg("https://example.org/o/1", "Scan \"me\" & <go>").unwrap();
        assert!(picture.starts_with("<svg role=\"img\" aria-label=\"Scan &quot;me&quot; &amp; &lt;go>\""), "{picture}");
        assert!(picture.contains("#000000") && picture.contains("#ffffff") && !picture.contains("<?xml"));
    }

    #[test]
    fn a_terminal_gets_blocks() {
        let blocks = terminal("https://example.org/o/1").unwrap();
        let first = blocks.lines().next().unwrap();
        assert!(
            blocks.lines().count() > 10 && first.chars().all(|block| block == '█'),
            "the quiet zone is light: {first}"
        );
    }

    #[test]
    fn a_text_that_does_not_fit_is_refused() {
        assert_eq!(svg(&"x".repeat(5000), "l"), Err(TooLong { bytes: 5000 }));
        assert!(TooLong { bytes: 5000 }.to_string().contains("5000 bytes"));
    }
}
