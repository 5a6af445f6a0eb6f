//! SVG: the credential's element written behind the root's start tag, and every other byte left alone.

use super::svg_scan::{self, Found, Prefix, Root};
use super::{BakingError, Form, Standard, SvgError};

/// `image` with `text` in an `openbadges:credential` element (Open Badges 3.0 §5.3.2.1) in place of any other, and how many
/// those were.
pub(super) fn bake(image: &[u8], form: Form, text: &str) -> Result<(Vec<u8>, usize), BakingError> {
    let svg = utf8(image)?;
    let scan = svg_scan::scan(svg)?;
    let old = scan.found.iter().filter(|found| found.standard == Standard::OpenBadges3);
    let old: Vec<_> = old.map(|found| found.range.clone()).collect();
    let mut baked = start(svg, &scan.root);
    baked.push_str(&element(form, text, scan.root.prefix));
    if scan.root.empty {
        baked.extend(["</", &scan.root.name, ">"]);
    }
    let mut baked = baked.into_bytes();
    baked.extend(super::without(image, scan.root.tag_end, &old));
    Ok((baked, old.len()))
}

/// The text of the credential in `image`, and by which standard it is there.
pub(super) fn unbake(image: &[u8]) -> Result<(Standard, String), BakingError> {
    let mut all = svg_scan::scan(utf8(image)?)?.found;
    for standard in Standard::ALL {
        let (these, others): (Vec<_>, Vec<_>) = all.into_iter().partition(|found| found.standard == standard);
        all = others;
        match (these.len(), these.into_iter().next()) {
            (1, Some(only)) => return Ok((standard, text_of(only)?)),
            (0, _) | (_, None) => {}
            (found, Some(_)) => return Err(BakingError::Several { standard: standard.name(), found }),
        }
    }
    Err(BakingError::Nothing { place: "an openbadges:credential element" })
}

fn utf8(image: &[u8]) -> Result<&str, SvgError> {
    std::str::from_utf8(image).map_err(|_| SvgError::Encoding)
}

/// Everything up to the end of the root's start tag, with the namespace declared in it.
fn start(svg: &str, root: &Root) -> String {
    let declaration = match root.prefix {
        Prefix::Absent => declaration(),
        Prefix::Ours | Prefix::Other => String::new(),
    };
    let end = if root.empty { root.tag_end.saturating_sub("/>".len()) } else { root.tag_end };
    let (name, rest) = (svg.get(..root.name_end), svg.get(root.name_end..end));
    let close = if root.empty { ">" } else { "" };
    [name.unwrap_or_default(), &declaration, rest.unwrap_or_default(), close].concat()
}

fn declaration() -> String {
    format!(" xmlns:openbadges=\"{}\"", Standard::OpenBadges3.element().0)
}

fn element(form: Form, text: &str, prefix: Prefix) -> String {
    // The root may use the prefix for Open Badges 2.0; then it means ours on this element alone.
    let declaration = if prefix == Prefix::Other { declaration() } else { String::new() };
    match form {
        // A compact JWS has no character that XML would need escaped.
        Form::Jws => format!("<openbadges:credential{declaration} verify=\"{text}\"></openbadges:credential>"),
        Form::Json | Form::Url => {
            let text = in_cdata(text);
            format!("<openbadges:credential{declaration}><![CDATA[{text}]]></openbadges:credential>")
        }
    }
}

/// JSON as it may stand in a CDATA section (XML 1.0 §2.2, §2.7): what would end the section, and the two characters XML
/// cannot hold, are escaped the JSON way. They only occur within JSON strings, so its meaning stays.
fn in_cdata(json: &str) -> String {
    json.replace("]]>", "]]\\u003e").replace('\u{fffe}', "\\ufffe").replace('\u{ffff}', "\\uffff")
}

/// The credential in an element: its `verify` attribute, or its text.
fn text_of(found: Found) -> Result<String, SvgError> {
    let has_text = !found.text.trim().is_empty();
    match found.verify {
        // Open Badges 2.0 bakers write both: the assertion as text, and its signature or URL beside it.
        _ if found.standard == Standard::OpenBadges2 && has_text => Ok(found.text),
        None if !found.has_elements => Ok(found.text),
        Some(verify) if !found.has_elements && !has_text => Ok(verify),
        _ => Err(SvgError::Ambiguous),
    }
}
