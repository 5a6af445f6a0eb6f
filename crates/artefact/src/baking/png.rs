//! PNG: chunks read and checked one after another, none of them decoded but the text chunks of a credential.

use std::ops::Range;

use super::{BakingError, LONGEST_CREDENTIAL, PngError, Standard, itxt};

/// The first bytes of every PNG (PNG §5.2).
pub(super) const SIGNATURE: [u8; 8] = *b"\x89PNG\r\n\x1a\n";

/// The most chunks looked at. A picture of 16 MB in pieces of 8 kB has two thousand.
pub(super) const MOST_CHUNKS: usize = 65_536;

/// Bytes of a chunk beside its data: length, type, check sum.
const AROUND: usize = 12;

struct Chunk<'a> {
    kind: &'a [u8; 4],
    data: &'a [u8],
    range: Range<usize>,
}

/// What a PNG holds that matters here.
struct Scan<'a> {
    /// Where a new chunk goes: behind `IHDR`, so that readers meet it first.
    insert_at: usize,
    texts: Vec<(Standard, Chunk<'a>)>,
}

/// `image` with `text` in an uncompressed `iTXt` chunk in place of any other under the keyword, and how many those were.
pub(super) fn bake(image: &[u8], text: &str) -> Result<(Vec<u8>, usize), BakingError> {
    let scan = scan(image)?;
    let old = scan.texts.iter().filter(|(standard, _)| *standard == Standard::OpenBadges3);
    let old: Vec<_> = old.map(|(_, chunk)| chunk.range.clone()).collect();
    let mut baked = image.get(..scan.insert_at).unwrap_or_default().to_vec();
    write(&mut baked, *b"iTXt", &itxt::compose(Standard::OpenBadges3.keyword(), text));
    baked.extend(super::without(image, scan.insert_at, &old));
    Ok((baked, old.len()))
}

/// The text of the credential in `image`, and by which standard it is there.
pub(super) fn unbake(image: &[u8]) -> Result<(Standard, String), BakingError> {
    let scan = scan(image)?;
    for standard in Standard::ALL {
        let chunks: Vec<_> = scan.texts.iter().filter(|(of, _)| *of == standard).map(|(_, chunk)| chunk).collect();
        if let Some(text) = text(standard, &chunks)? {
            return Ok((standard, text));
        }
    }
    Err(BakingError::Nothing { place: "an iTXt chunk with the keyword openbadgecredential" })
}

/// The text of the one chunk among `chunks`, which are all under the keyword of `standard`.
fn text(standard: Standard, chunks: &[&Chunk<'_>]) -> Result<Option<String>, BakingError> {
    let mut international = chunks.iter().filter(|chunk| chunk.kind == b"iTXt");
    match (international.next(), international.count()) {
        (Some(only), 0) => return itxt::text(only.data, LONGEST_CREDENTIAL).map(Some),
        (Some(_), more) => return Err(BakingError::Several { standard: standard.name(), found: more + 1 }),
        (None, _) => {}
    }
    match chunks {
        [] => Ok(None),
        // Open Badges 2.0 Baking 1.0, "Legacy PNGs": the URL of the badge.
        [plain, ..] if standard == Standard::OpenBadges2 && plain.kind == b"tEXt" => Ok(Some(itxt::latin1(plain.data))),
        [plain, ..] => Err(PngError::WrongChunk(if plain.kind == b"tEXt" { "tEXt" } else { "zTXt" }).into()),
    }
}

/// Walks all chunks: their form, order and check sums, and which hold text under a keyword we know.
fn scan(image: &[u8]) -> Result<Scan<'_>, PngError> {
    let header = chunk(image, SIGNATURE.len())?;
    if header.kind != b"IHDR" || header.data.len() != 13 {
        return Err(PngError::Missing("the chunk IHDR of 13 bytes at the start"));
    }
    let mut scan = Scan { insert_at: header.range.end, texts: Vec::new() };
    let mut at = header.range.end;
    let mut has_pixels = false;
    for _ in 0..MOST_CHUNKS {
        let next = chunk(image, at)?;
        at = next.range.end;
        match next.kind {
            b"IDAT" => has_pixels = true,
            b"IEND" if has_pixels => return Ok(scan),
            b"IEND" => return Err(PngError::Missing("a chunk IDAT with the pixels")),
            b"iTXt" | b"tEXt" | b"zTXt" => {
                let keyword = itxt::keyword(next.data);
                let known = Standard::ALL.into_iter().find(|standard| standard.keyword().as_bytes() == keyword);
                scan.texts.extend(known.map(|standard| (standard, next)));
            }
            _ => {}
        }
    }
    Err(PngError::TooManyChunks { allowed: MOST_CHUNKS })
}

/// The chunk that begins at `at` (PNG §5.3).
fn chunk(image: &[u8], at: usize) -> Result<Chunk<'_>, PngError> {
    let ended = || PngError::Ended { at };
    let rest = image.get(at..).ok_or_else(ended)?;
    let (length, rest) = rest.split_first_chunk::<4>().ok_or_else(ended)?;
    let length = usize::try_from(u32::from_be_bytes(*length)).map_err(|_| ended())?;
    let (kind, _) = rest.split_first_chunk::<4>().ok_or_else(ended)?;
    if !kind.iter().all(u8::is_ascii_alphabetic) {
        return Err(PngError::Type { at });
    }
    let summed = length.checked_add(4).and_then(|end| rest.get(..end)).ok_or_else(ended)?;
    let sum = rest.get(summed.len()..).and_then(<[u8]>::first_chunk::<4>).ok_or_else(ended)?;
    let (found, expected) = (u32::from_be_bytes(*sum), crc32fast::hash(summed));
    if found != expected {
        let kind = String::from_utf8_lossy(kind).into_owned();
        return Err(PngError::CheckSum { kind, at, expected, found });
    }
    let data = summed.get(4..).unwrap_or_default();
    Ok(Chunk { kind, data, range: at..at + AROUND + length })
}

/// Appends a chunk. Its data are a credential's, within [`LONGEST_CREDENTIAL`].
fn write(to: &mut Vec<u8>, kind: [u8; 4], data: &[u8]) {
    let length = u32::try_from(data.len()).unwrap_or(u32::MAX);
    let mut sum = crc32fast::Hasher::new();
    sum.update(&kind);
    sum.update(data);
    to.extend_from_slice(&length.to_be_bytes());
    to.extend_from_slice(&kind);
    to.extend_from_slice(data);
    to.extend_from_slice(&sum.finalize().to_be_bytes());
}
