use std::cell::Cell;

use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use super::{JSON, JWS, pngs, svgs};
use crate::baking::{bake, unbake};

/// Seeded: a failure can be run again.
fn runner(cases: u32) -> TestRunner {
    let config = Config { cases, failure_persistence: None, ..Config::default() };
    TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha))
}

/// What every input has to stand: an answer each time, and what is baked comes out again. Counts what could be baked.
fn holds(image: &[u8], taken: &Cell<u32>) -> Result<(), TestCaseError> {
    let _ = unbake(image);
    for credential in [JSON, JWS] {
        let Ok(done) = bake(image, credential) else { continue };
        let found = unbake(&done.bytes).map_err(|refusal| TestCaseError::fail(refusal.to_string()))?;
        prop_assert_eq!(&found.text, credential);
        let again = bake(&done.bytes, credential).map_err(|refusal| TestCaseError::fail(refusal.to_string()))?;
        prop_assert_eq!(again.replaced, 1);
        prop_assert_eq!(again.bytes, done.bytes);
        taken.set(taken.get() + 1);
    }
    Ok(())
}

#[test]
fn arbitrary_bytes_get_an_answer() {
    let taken = Cell::new(0);
    let any = prop::collection::vec(any::<u8>(), 0..400);
    let start =
        prop::sample::select(vec![b"".to_vec(), b"\x89PNG\r\n\x1a\n".to_vec(), b"<svg ".to_vec(), b"<".to_vec()]);
    runner(4_000).run(&(start, any), |(start, rest)| holds(&[start, rest].concat(), &taken)).unwrap();
}

#[test]
fn chunks_of_any_content_get_an_answer() {
    let taken = Cell::new(0);
    let kind = prop::sample::select(vec![*b"iTXt", *b"tEXt", *b"zTXt", *b"IDAT", *b"IEND", *b"abcd"]);
    let keyword = prop::sample::select(vec!["openbadgecredential", "clrcredential", "openbadges", "Title", ""]);
    let data = (keyword, prop::collection::vec(0_u8..4, 0..6), "\\PC{0,20}");
    let chunks = prop::collection::vec((kind, data), 0..8);
    runner(4_000)
        .run(&chunks, |chunks| {
            let mut image = pngs::plain();
            let end = image.split_off(image.len() - 12);
            for (kind, (keyword, fields, text)) in chunks {
                image.extend(pngs::chunk(kind, &[keyword.as_bytes(), &fields, text.as_bytes()].concat()));
            }
            holds(&[image, end].concat(), &taken)
        })
        .unwrap();
    assert!(taken.get() > 1_000, "only {} were pictures", taken.get());
}

#[test]
fn markup_of_any_kind_gets_an_answer() {
    let taken = Cell::new(0);
    let piece = prop::sample::select(vec![
        "<svg>",
        "</svg>",
        "<svg/>",
        "<g a='1'>",
        "</g>",
        "<",
        ">",
        "&amp;",
        "&x;",
        "&#65;",
        "]]>",
        "<![CDATA[",
        "<!--",
        "-->",
        "<?x?>",
        "<!DOCTYPE svg>",
        "<!DOCTYPE svg [",
        "xmlns:openbadges='http://openbadges.org'",
        "{}",
        " verify='x'",
        "\u{feff}",
        "<openbadges:credential xmlns:openbadges='https://purl.imsglobal.org/ob/v3p0'>",
        "</openbadges:credential>",
        "é",
        "<openbadges:credential/>",
        "<svg xmlns:openbadges='https://purl.imsglobal.org/ob/v3p0'>",
        "\n",
        "'",
        "\"",
        "/>",
    ]);
    let text = prop::collection::vec(piece, 0..14).prop_map(|pieces| pieces.concat());
    let wrap = (any::<bool>(), text).prop_map(|(whole, text)| if whole { format!("<svg>{text}</svg>") } else { text });
    runner(20_000).run(&wrap, |text| holds(text.as_bytes(), &taken)).unwrap();
    assert!(taken.get() > 1_000, "only {} were pictures", taken.get());
}

#[test]
fn real_pictures_with_bytes_changed_get_an_answer() {
    let taken = Cell::new(0);
    let pictures = [pngs::plain(), svgs::plain()].map(|image| super::baked(&image, JSON));
    let changes = prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..5);
    runner(4_000)
        .run(&(prop::sample::select(pictures.to_vec()), changes), |(mut image, changes)| {
            for (at, byte) in changes {
                let at = at.index(image.len());
                image[at] = byte;
            }
            holds(&image, &taken)
        })
        .unwrap();
    assert!(taken.get() > 300, "only {} were pictures", taken.get());
}
