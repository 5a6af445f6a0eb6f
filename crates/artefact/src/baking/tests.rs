use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::*;

mod hostile;
mod pngs;
mod published;
mod svgs;

pub(super) const JSON: &str = r#"{"type":["VerifiableCredential"],"name":"Prüfung 試験","proof":{}}"#;
pub(super) const JWS: &str = "eyJhbGciOiJFUzI1NiJ9.e30.c2ln";

/// The text found in `image`.
pub(super) fn unbaked(image: &[u8]) -> String {
    unbake(image).unwrap().text
}

pub(super) fn baked(image: &[u8], credential: &str) -> Vec<u8> {
    bake(image, credential).unwrap().bytes
}

/// The message about `image`, which is refused.
pub(super) fn refused(image: &[u8]) -> BakingError {
    let refusal = unbake(image).unwrap_err();
    assert!(refusal.to_string().contains("expected"), "{refusal}");
    refusal
}

#[test]
fn a_picture_is_known_by_its_first_bytes() {
    assert_eq!(Picture::of(b"\x89PNG\r\n\x1a\nrest"), Some(Picture::Png));
    assert_eq!(Picture::of(b"\xef\xbb\xbf\n <svg/>"), Some(Picture::Svg));
    assert_eq!(Picture::of(b"\xff\xd8\xff\xe0"), None);
    assert_eq!(refused(b"GIF89a"), BakingError::NotAPicture);
    assert_eq!(refused(b""), BakingError::NotAPicture);
    assert_eq!(bake(b"GIF89a", JSON), Err(BakingError::NotAPicture));
}

#[test]
fn a_picture_over_the_limit_is_not_opened() {
    let mut large = pngs::plain();
    large.resize(LONGEST_PICTURE, 0);
    assert!(bake(&large, JSON).is_ok(), "the last byte decides");
    large.push(0);
    let refusal = BakingError::PictureTooLarge { found: LONGEST_PICTURE + 1, allowed: LONGEST_PICTURE };
    assert_eq!((bake(&large, JSON).unwrap_err(), refused(&large)), (refusal.clone(), refusal));
}

#[test]
fn what_is_no_credential_is_not_baked() {
    let none = ["", "{", "[]", "\"x\"", "{} {}", "https://a.example", "ey.e30", "ey.e30.x.y", "ey.e30.", "ey.e30.x y"];
    for text in none {
        for image in [pngs::plain(), svgs::plain()] {
            assert_eq!(bake(&image, text), Err(BakingError::NotACredential), "{text}");
        }
    }
    let long = format!("{{\"a\":\"{}\"}}", "x".repeat(LONGEST_CREDENTIAL));
    assert_eq!(bake(&pngs::plain(), &long), Err(BakingError::CredentialTooLarge { allowed: LONGEST_CREDENTIAL }));
}

#[test]
fn both_forms_come_out_of_both_pictures_as_they_went_in() {
    for image in [pngs::plain(), svgs::plain()] {
        for (text, form) in [(JSON, Form::Json), (JWS, Form::Jws)] {
            let done = bake(&image, &format!("\n {text}\n")).unwrap();
            assert_eq!((done.form, done.replaced), (form, 0));
            let found = unbake(&done.bytes).unwrap();
            assert_eq!((found.text.as_str(), found.form, found.standard), (text, form, Standard::OpenBadges3));
            assert_eq!(found.picture, done.picture);
        }
    }
}

#[test]
fn baking_again_leaves_exactly_the_new_one() {
    for image in [pngs::plain(), svgs::plain()] {
        let again = bake(&baked(&image, JSON), JWS).unwrap();
        assert_eq!(again.replaced, 1);
        assert_eq!(again.bytes, baked(&image, JWS), "as if the first had never been there");
    }
}

/// The folder of read-only data beside the workspace, unless it is absent.
pub(super) fn shared(suite: &str, what: &str) -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data").join(what);
    if folder.exists() {
        return Some(folder);
    }
    println!("SKIPPED {suite}: ../shared/data/{what} is absent");
    what_ran::skipped(suite, 0, &format!("../shared/data/{what} is absent"));
    None
}

#[test]
fn names_differ() {
    let names: BTreeSet<_> = Standard::ALL.map(Standard::name).into_iter().collect();
    let keywords: BTreeSet<_> = Standard::ALL.map(Standard::keyword).into_iter().collect();
    assert_eq!((names.len(), keywords.len()), (3, 3));
    assert_eq!([Form::Json, Form::Jws, Form::Url].map(Form::name), ["json", "jws", "url"]);
    assert_eq!([Picture::Png, Picture::Svg].map(Picture::name), ["PNG", "SVG"]);
}
