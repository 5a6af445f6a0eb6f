use std::path::PathBuf;

use super::*;
use crate::commands::{Unbake, unbake};

const QUIET: Output = Output { json: true };
const SVG: &str = "<svg xmlns='http://www.w3.org/2000/svg'/>";
const BADGE: &str = r#"{"type":["VerifiableCredential","OpenBadgeCredential"],"proof":{"type":"DataIntegrityProof"}}"#;

struct Folder(tempfile::TempDir);

impl Folder {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn with(&self, name: &str, text: &str) -> PathBuf {
        let path = self.0.path().join(name);
        fs::write(&path, text).unwrap();
        path
    }

    /// Bakes `credential`; the picture's text, or the message.
    fn bake(&self, credential: &str) -> Result<String, String> {
        let (file, image) = (self.with("credential", credential), self.with("image.svg", SVG));
        let out = self.0.path().join("out.svg");
        run(&Bake { file, image, out: out.clone() }, QUIET).map_err(|error| error.to_string())?;
        Ok(fs::read_to_string(out).unwrap())
    }
}

fn jws(payload: &str) -> String {
    format!("eyJhbGciOiJFUzI1NiJ9.{}.c2ln", URL_SAFE_NO_PAD.encode(payload))
}

#[test]
fn signed_badges_are_baked_in_both_forms() {
    let folder = Folder::new();
    assert!(folder.bake(BADGE).unwrap().contains(&format!("<![CDATA[{BADGE}]]>")));
    for payload in [r#"{"type":"AchievementCredential"}"#, r#"{"vc":{"type":["OpenBadgeCredential"]}}"#] {
        let token = jws(payload);
        assert!(folder.bake(&format!("{token}\n")).unwrap().contains(&format!("verify=\"{token}\"")));
    }
}

#[test]
fn what_is_no_signed_badge_is_refused_and_nothing_is_written() {
    let folder = Folder::new();
    let cases = [
        ("hello", "credential: expected a credential to bake"),
        (r#"{"type":["OpenBadgeCredential"]}"#, "credential: expected a signed credential, found no proof"),
        (r#"{"type":["OpenBadgeCredential"],"proof":null}"#, "found no proof in it: sign it with `tassel issue` first"),
        (r#"{"type":["ClrCredential"],"proof":{}}"#, "expected a credential of the type OpenBadgeCredential"),
        (r#"{"proof":{}}"#, "expected a credential of the type OpenBadgeCredential"),
        (r#"{"type":"x","type":"OpenBadgeCredential","proof":{}}"#, "the member 'type' appears twice"),
        (&jws(r#"{"scope":"everything"}"#), "expected a credential of the type OpenBadgeCredential"),
        ("eyJhbGciOiJFUzI1NiJ9.A.c2ln", "expected the payload of the JWS in base64url"),
        (&jws("[1,"), "not JSON"),
    ];
    for (credential, why) in cases {
        let message = folder.bake(credential).unwrap_err();
        assert!(message.contains(why), "{credential}: {message}");
    }
    assert!(!folder.0.path().join("out.svg").exists());
}

#[test]
fn files_that_cannot_be_read_are_named() {
    let folder = Folder::new();
    let (file, image) = (folder.with("badge.json", BADGE), folder.with("image.gif", "GIF89a"));
    let out = folder.0.path().join("out.svg");
    let refused =
        |file: PathBuf, image: PathBuf| run(&Bake { file, image, out: out.clone() }, QUIET).unwrap_err().to_string();
    assert!(refused(file.clone(), image.clone()).contains("image.gif: expected a PNG or an SVG picture"));
    assert!(refused(file.clone(), folder.0.path().join("absent.svg")).contains("cannot read"));
    let not_text = folder.with("not-text", "");
    fs::write(&not_text, [0xff]).unwrap();
    assert!(refused(not_text, image.clone()).contains("not-text: expected text in UTF-8"));
    let long = folder.with("long", &" ".repeat(LONGEST_CREDENTIAL + 1));
    assert!(refused(long, image.clone()).contains("long: expected up to 5000000 bytes, found more"));
    let message = unbake::run(&Unbake { file: image }, QUIET).unwrap_err().to_string();
    assert!(message.contains("image.gif: expected a PNG or an SVG picture"), "{message}");
}

#[test]
fn what_was_baked_is_given_out_as_one_document() {
    let of = |image: &str| unbake::document(&baking::unbake(image.as_bytes()).unwrap());
    let folder = Folder::new();
    let expected = json!({
        "standard": "Open Badges 3.0",
        "picture": "SVG",
        "form": "json",
        "credential": serde_json::from_str::<Value>(BADGE).unwrap(),
    });
    assert_eq!(of(&folder.bake(BADGE).unwrap()).unwrap(), expected);
    let token = jws(r#"{"type":"AchievementCredential"}"#);
    assert_eq!(of(&folder.bake(&token).unwrap()).unwrap()["credential"], token);
    let old = "<svg><a:assertion xmlns:a='http://openbadges.org' verify='https://a.example'/></svg>";
    let old = of(old).unwrap();
    assert_eq!([&old["standard"], &old["form"]], ["Open Badges 2.0", "url"]);
    let twice =
        "<svg><a:credential xmlns:a='https://purl.imsglobal.org/ob/v3p0'>{\"a\":1,\"a\":2}</a:credential></svg>";
    assert!(of(twice).unwrap_err().to_string().contains("the member 'a' appears twice"));
}
