//! Credentials inside pictures: Open Badges 3.0 §5.3 "Baked Badge", for PNG and SVG.
//!
//! Baking changes nothing of a picture but the credential in it: every other chunk of a PNG and every other byte of an SVG
//! stays. What comes out of a picture is unverified text.

mod error;
mod itxt;
mod png;
mod svg;
mod svg_scan;
mod text;

#[cfg(test)]
mod tests;

use std::ops::Range;

pub use error::{BakingError, PngError, SvgError};
pub use text::Form;

/// The most bytes of a picture. Badge pictures have some hundred kilobytes.
pub const LONGEST_PICTURE: usize = 16 * 1024 * 1024;

/// The most bytes of a credential, also after decompression (RFC 1950 data can grow a thousandfold).
pub const LONGEST_CREDENTIAL: usize = 5_000_000;

/// A kind of picture that can hold a credential (Open Badges 3.0 §5.3: PNG or SVG 1.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Picture {
    /// Portable Network Graphics.
    Png,
    /// Scalable Vector Graphics; recognised as any XML, and held to be SVG by its root element when it is read.
    Svg,
}

impl Picture {
    /// What `bytes` begin like, if like one of them.
    pub fn of(bytes: &[u8]) -> Option<Self> {
        if bytes.starts_with(&png::SIGNATURE) {
            return Some(Self::Png);
        }
        let text = bytes.strip_prefix(svg_scan::BYTE_ORDER_MARK.as_bytes()).unwrap_or(bytes);
        text.trim_ascii_start().starts_with(b"<").then_some(Self::Svg)
    }

    /// Its name: `PNG` or `SVG`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Png => "PNG",
            Self::Svg => "SVG",
        }
    }
}

/// The specification by which a credential stands in a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standard {
    /// Open Badges 3.0 §5.3.
    OpenBadges3,
    /// Read only. No specification of CLR 2.0 tells how to bake one; the names are those that 1EdTech's validator reads.
    Clr2,
    /// Read only: Open Badges 2.0 Baking 1.0. What it holds is no Verifiable Credential.
    OpenBadges2,
}

impl Standard {
    /// All, the one to prefer first.
    const ALL: [Self; 3] = [Self::OpenBadges3, Self::Clr2, Self::OpenBadges2];

    /// Its name for people.
    pub const fn name(self) -> &'static str {
        match self {
            Self::OpenBadges3 => "Open Badges 3.0",
            Self::Clr2 => "CLR 2.0",
            Self::OpenBadges2 => "Open Badges 2.0",
        }
    }

    /// The keyword of its text chunk in a PNG.
    const fn keyword(self) -> &'static str {
        match self {
            Self::OpenBadges3 => "openbadgecredential",
            Self::Clr2 => "clrcredential",
            Self::OpenBadges2 => "openbadges",
        }
    }

    /// The namespace and the local name of its element in an SVG.
    const fn element(self) -> (&'static str, &'static str) {
        match self {
            Self::OpenBadges3 => ("https://purl.imsglobal.org/ob/v3p0", "credential"),
            Self::Clr2 => ("https://purl.imsglobal.org/clr/v2p0", "credential"),
            Self::OpenBadges2 => ("http://openbadges.org", "assertion"),
        }
    }
}

/// What a picture holds, as it came: nothing in it is known to be true.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnverifiedBaked {
    /// The kind of the picture.
    pub picture: Picture,
    /// The specification whose names it is under.
    pub standard: Standard,
    /// JSON, a compact JWS, or (Open Badges 2.0 only) a URL.
    pub form: Form,
    /// The text itself, without white space around it.
    pub text: String,
}

/// A picture with a credential in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Baked {
    /// The kind of the picture.
    pub picture: Picture,
    /// How the credential is written.
    pub form: Form,
    /// How many credentials of Open Badges 3.0 it held before; they are gone.
    pub replaced: usize,
    /// The picture's bytes.
    pub bytes: Vec<u8>,
}

/// `image` with `credential`, a JSON object with an embedded proof or a compact JWS, baked into it. A credential of Open
/// Badges 3.0 that was there is replaced; what other standards put there stays.
///
/// # Errors
/// [`BakingError`]: not a picture, too large, broken, or not a credential's text.
pub fn bake(image: &[u8], credential: &str) -> Result<Baked, BakingError> {
    let picture = opened(image)?;
    let (form, text) = text::to_bake(credential)?;
    let (bytes, replaced) = match picture {
        Picture::Png => png::bake(image, text)?,
        Picture::Svg => svg::bake(image, form, text)?,
    };
    Ok(Baked { picture, form, replaced, bytes })
}

/// The credential baked into `image`: of Open Badges 3.0 if there is one, else of CLR 2.0, else the badge of Open Badges 2.0.
///
/// # Errors
/// [`BakingError`]: not a picture, too large, broken, nothing in it, several in it, or text that is no credential.
pub fn unbake(image: &[u8]) -> Result<UnverifiedBaked, BakingError> {
    let picture = opened(image)?;
    let (standard, text) = match picture {
        Picture::Png => png::unbake(image)?,
        Picture::Svg => svg::unbake(image)?,
    };
    let text = text.trim();
    let form = text::read(text, standard)?;
    Ok(UnverifiedBaked { picture, standard, form, text: text.to_owned() })
}

fn opened(image: &[u8]) -> Result<Picture, BakingError> {
    if image.len() > LONGEST_PICTURE {
        return Err(BakingError::PictureTooLarge { found: image.len(), allowed: LONGEST_PICTURE });
    }
    Picture::of(image).ok_or(BakingError::NotAPicture)
}

/// `bytes` from `start` on, without the ranges `removed`, which follow each other.
fn without(bytes: &[u8], start: usize, removed: &[Range<usize>]) -> Vec<u8> {
    let mut kept = Vec::with_capacity(bytes.len().saturating_sub(start));
    let mut from = start;
    for range in removed {
        kept.extend_from_slice(bytes.get(from..range.start).unwrap_or_default());
        from = range.end;
    }
    kept.extend_from_slice(bytes.get(from..).unwrap_or_default());
    kept
}
