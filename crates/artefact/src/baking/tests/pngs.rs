use std::io::Write as _;

use super::{JSON, JWS, baked, refused, unbaked};
use crate::baking::{BakingError, Form, PngError, Standard, bake, itxt, png, unbake};

pub(super) fn chunk(kind: [u8; 4], data: &[u8]) -> Vec<u8> {
    let mut bytes = u32::try_from(data.len()).unwrap().to_be_bytes().to_vec();
    let summed = [kind.as_slice(), data].concat();
    bytes.extend_from_slice(&summed);
    bytes.extend_from_slice(&crc32fast::hash(&summed).to_be_bytes());
    bytes
}

fn header() -> Vec<u8> {
    chunk(*b"IHDR", &[0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0])
}

fn pixels() -> Vec<u8> {
    let mut deflated = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::default());
    deflated.write_all(&[0, 255]).unwrap();
    chunk(*b"IDAT", &deflated.finish().unwrap())
}

/// A PNG of one white pixel with `chunks` before the pixels.
fn with(chunks: &[Vec<u8>]) -> Vec<u8> {
    [png::SIGNATURE.to_vec(), header(), chunks.concat(), pixels(), chunk(*b"IEND", b"")].concat()
}

pub(in crate::baking) fn plain() -> Vec<u8> {
    with(&[chunk(*b"tEXt", b"Title\0A badge"), chunk(*b"gAMA", &[0, 0, 177, 143])])
}

/// An `iTXt` chunk; `fields` are what stands between the keyword's zero byte and the text.
fn itxt_chunk(keyword: &str, fields: &[u8], text: &[u8]) -> Vec<u8> {
    chunk(*b"iTXt", &[keyword.as_bytes(), &[0], fields, text].concat())
}

fn deflated(text: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(text).unwrap();
    encoder.finish().unwrap()
}

#[test]
fn the_chunk_is_the_one_of_the_specification_and_all_else_stays() {
    let image = plain();
    let after_header = 8 + header().len();
    let expected = [
        &image[..after_header],
        &chunk(*b"iTXt", &[b"openbadgecredential\0\0\0\0\0", JWS.as_bytes()].concat()),
        &image[after_header..],
    ];
    assert_eq!(baked(&image, JWS), expected.concat());
}

#[test]
fn what_follows_the_end_of_the_picture_stays_too() {
    let image = [plain(), b"more".to_vec()].concat();
    assert!(baked(&image, JSON).ends_with(b"more"));
    assert_eq!(unbaked(&baked(&image, JSON)), JSON);
}

#[test]
fn every_older_credential_goes_and_badges_of_open_badges_2_stay() {
    let old = itxt_chunk("openbadgecredential", &[0; 4], b"{}");
    let legacy = itxt_chunk("openbadges", &[0; 4], b"{\"old\":1}");
    let image = with(&[old.clone(), legacy.clone(), old, chunk(*b"tEXt", b"openbadgecredential\0{}")]);
    let done = bake(&image, JSON).unwrap();
    assert_eq!((done.replaced, done.bytes), (3, baked(&with(&[legacy]), JSON)));
}

#[test]
fn older_badges_and_clrs_are_found_by_their_own_names() {
    let found = |chunks: &[Vec<u8>]| {
        let found = unbake(&with(chunks)).unwrap();
        (found.standard, found.form, found.text)
    };
    let legacy = itxt_chunk("openbadges", &[0; 4], b"{\"old\":1}");
    let hosted = chunk(*b"tEXt", b"openbadges\0https://a.example/\xfc");
    let clr = itxt_chunk("clrcredential", &[0; 4], b"{\"clr\":1}");
    let ours = itxt_chunk("openbadgecredential", &[0; 4], b"{\"new\":1}");
    let url = "https://a.example/\u{fc}".to_owned();
    assert_eq!(found(std::slice::from_ref(&hosted)), (Standard::OpenBadges2, Form::Url, url));
    assert_eq!(found(&[hosted, legacy.clone()]), (Standard::OpenBadges2, Form::Json, "{\"old\":1}".to_owned()));
    assert_eq!(found(&[legacy.clone(), clr.clone()]), (Standard::Clr2, Form::Json, "{\"clr\":1}".to_owned()));
    assert_eq!(found(&[legacy, clr, ours]), (Standard::OpenBadges3, Form::Json, "{\"new\":1}".to_owned()));
}

#[test]
fn language_and_compression_are_read_though_nobody_should_write_them() {
    let image = with(&[itxt_chunk("openbadgecredential", b"\0\0de\0Nachweis\0", JSON.as_bytes())]);
    assert_eq!(unbaked(&image), JSON);
    let image = with(&[itxt_chunk("openbadgecredential", &[1, 0, 0, 0], &deflated(JSON.as_bytes()))]);
    assert_eq!(unbaked(&image), JSON);
}

#[test]
fn a_credential_that_grows_over_the_limit_is_refused() {
    let bomb = deflated(&vec![b' '; 6_000_000]);
    assert!(bomb.len() < 100_000, "{}", bomb.len());
    let too_large = |allowed| Err(BakingError::CredentialTooLarge { allowed });
    let image = with(&[itxt_chunk("openbadgecredential", &[1, 0, 0, 0], &bomb)]);
    assert_eq!(unbake(&image), too_large(crate::baking::LONGEST_CREDENTIAL).map(|()| unreachable!()));
    for (fields, text) in [([0, 0, 0, 0], JSON.as_bytes().to_vec()), ([1, 0, 0, 0], deflated(JSON.as_bytes()))] {
        let data = [b"k\0", fields.as_slice(), &text].concat();
        assert_eq!(itxt::text(&data, JSON.len()), Ok(JSON.to_owned()));
        assert_eq!(itxt::text(&data, JSON.len() - 1), too_large(JSON.len() - 1).map(|()| unreachable!()));
    }
}

#[test]
fn text_chunks_with_other_fields_are_refused() {
    let fields: [(&[u8], &[u8], &str); 6] = [
        (b"", b"", "a compression flag and method"),
        (b"\0\0", b"{}", "a zero byte behind the language tag"),
        (b"\0\0\0", b"{}", "a zero byte behind the translated keyword"),
        (b"\x02\0\0\0", b"{}", "no compression, or that of zlib"),
        (b"\x01\0\0\0", b"{}", "text that zlib can decompress"),
        (b"\0\0\0\0", b"{\xff}", "text in UTF-8"),
    ];
    for (fields, text, what) in fields {
        let image = with(&[itxt_chunk("openbadgecredential", fields, text)]);
        assert_eq!(refused(&image), PngError::Field(what).into());
    }
    assert_eq!(
        refused(&with(&[chunk(*b"iTXt", b"openbadgecredential")])),
        PngError::Field("a zero byte behind the keyword").into()
    );
}

#[test]
fn none_several_another_chunk_and_other_text_are_refused() {
    assert!(matches!(refused(&plain()), BakingError::Nothing { .. }));
    let ours = itxt_chunk("openbadgecredential", &[0; 4], b"{}");
    let several = BakingError::Several { standard: "Open Badges 3.0", found: 2 };
    assert_eq!(refused(&with(&[ours.clone(), ours.clone()])), several);
    for (kind, name) in [(*b"tEXt", "tEXt"), (*b"zTXt", "zTXt")] {
        let other = with(&[chunk(kind, b"openbadgecredential\0{}")]);
        assert_eq!(refused(&other), PngError::WrongChunk(name).into());
    }
    let hosted = with(&[itxt_chunk("openbadgecredential", &[0; 4], b"https://a.example")]);
    assert_eq!(refused(&hosted), BakingError::OtherText);
}

#[test]
fn any_bit_that_changed_is_noticed_and_any_cut_is_too() {
    let image = baked(&plain(), JSON);
    for at in 8..image.len() {
        let mut spoiled = image.clone();
        spoiled[at] ^= 1;
        assert!(matches!(refused(&spoiled), BakingError::Png(_)), "byte {at}");
        assert!(matches!(refused(&image[..at]), BakingError::Png(PngError::Ended { .. })), "cut at {at}");
        assert!(bake(&spoiled, JSON).is_err() && bake(&image[..at], JSON).is_err());
    }
    let end = image.len() - 1;
    let mut spoiled = image;
    spoiled[end] ^= 1;
    let message = refused(&spoiled).to_string();
    assert!(message.contains("expected the check sum ae426082 at the end of the IEND chunk"), "{message}");
}

#[test]
fn chunks_out_of_place_are_refused() {
    let end = || chunk(*b"IEND", b"");
    let image = |chunks: &[Vec<u8>]| [png::SIGNATURE.to_vec(), chunks.concat()].concat();
    let header_first = PngError::Missing("the chunk IHDR of 13 bytes at the start");
    assert_eq!(refused(&image(&[pixels(), end()])), header_first.clone().into());
    assert_eq!(refused(&image(&[chunk(*b"IHDR", b"short"), pixels(), end()])), header_first.into());
    assert_eq!(refused(&image(&[header(), end()])), PngError::Missing("a chunk IDAT with the pixels").into());
    let at = 8 + header().len();
    assert_eq!(refused(&image(&[header(), chunk(*b"1234", b""), pixels(), end()])), PngError::Type { at }.into());
    let mut long = image(&[header()]);
    long.extend_from_slice(&[0xff; 4]);
    long.extend_from_slice(b"IDAT");
    assert_eq!(refused(&long), PngError::Ended { at }.into());
}

#[test]
fn the_number_of_chunks_is_limited() {
    // Beside these: the pixels and the end.
    let image = |number: usize| with(&[chunk(*b"tIME", b"").repeat(number - 2)]);
    assert!(matches!(refused(&image(png::MOST_CHUNKS)), BakingError::Nothing { .. }));
    let allowed = png::MOST_CHUNKS;
    assert_eq!(refused(&image(png::MOST_CHUNKS + 1)), PngError::TooManyChunks { allowed }.into());
}
