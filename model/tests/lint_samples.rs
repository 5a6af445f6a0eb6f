//! The verdict of 1EdTech's validator on its own samples, and ours: `OB30Tests`, `Endorsement30Tests` and `CLR20Tests` of the
//! public validator say what it answers, the samples' names say why.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test says where it fails by failing"
)]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use model::lint::{Fault, lint};
use serde_json::Value;

const SUITE: &str = "1EdTech's verdicts on its samples";

/// What we say of a sample. The first three are its validator's words too.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Verdict {
    Valid,
    Warning,
    Invalid,
}
use Verdict::{Invalid, Valid, Warning};

/// File, our verdict, the code that must be among the faults, and a remark where the validator's answer is about something
/// else than form or is not published.
type Row = (&'static str, Verdict, &'static str, &'static str);

const BADGES: [Row; 46] = [
    ("bit-string-list/credential-status-revoked-blank-nodes.json", Warning, "status_index", "refused as revoked"),
    ("bit-string-list/credential-status-revoked.json", Warning, "status_index", "refused as revoked"),
    ("bit-string-list/testlist", Valid, "", "a status list, held to the data model alone"),
    ("complete.json", Invalid, "schema_unknown", ""),
    ("complete_v1.json", Invalid, "schema_unknown", ""),
    ("credential-status-revoked.json", Warning, "data_model", "refused as revoked"),
    ("endorsement-err-schema-status-refresh.json", Invalid, "schema_unknown", ""),
    ("endorsement-valid.json", Valid, "", ""),
    ("sd/derivedcredential.json", Valid, "", ""),
    ("simple-context-alias.json", Valid, "", ""),
    ("simple-context-version.json", Warning, "context_version", ""),
    ("simple-did-key-method.json", Valid, "", ""),
    ("simple-did-web-method.json", Valid, "", "its test is switched off"),
    ("simple-eddsa-2022.json", Warning, "data_model", ""),
    ("simple-err-context.json", Invalid, "context", ""),
    ("simple-err-credential-subject-achievement-result-description-type.json", Invalid, "result_description", ""),
    ("simple-err-credential-subject-identifier-type.json", Invalid, "identity", ""),
    ("simple-err-credential-subject-profile-type.json", Invalid, "profile", ""),
    ("simple-err-credential-subject-result-type.json", Invalid, "result", ""),
    ("simple-err-credential-subject-type.json", Invalid, "subject", ""),
    ("simple-err-evidence-type.json", Invalid, "evidence", ""),
    ("simple-err-expired.json", Valid, "", "refused as expired"),
    ("simple-err-issued.json", Invalid, "schema", "refused as of the future; it lacks its achievement besides"),
    ("simple-err-issuer-otheridentifier-type.json", Invalid, "identifier", ""),
    ("simple-err-issuer-parentorg-type.json", Invalid, "profile", ""),
    ("simple-err-issuer-type.json", Invalid, "issuer", ""),
    ("simple-err-issuer.json", Invalid, "schema", ""),
    ("simple-err-proof-method-no-scheme.json", Invalid, "canonical", ""),
    ("simple-err-proof-method-unknown-did-method.json", Valid, "", "refused for its proof"),
    ("simple-err-proof-method-unknown-scheme.json", Valid, "", "refused for its proof"),
    ("simple-err-proof-method.json", Valid, "", "refused for its proof"),
    ("simple-err-proof-value.json", Valid, "", "refused for its proof"),
    ("simple-err-type.json", Invalid, "type", ""),
    ("simple-json.png", Valid, "", ""),
    ("simple-json.svg", Valid, "", ""),
    ("simple-jwt.png", Valid, "", ""),
    ("simple-jwt.svg", Valid, "", ""),
    ("simple-jwt_v1.png", Warning, "data_model", ""),
    ("simple-jwt_v1.svg", Warning, "data_model", ""),
    ("simple-multiple-proofs.json", Invalid, "canonical", ""),
    ("simple-noproof.json", Invalid, "schema", "in no test, and listed as not valid"),
    ("simple.1ob", Valid, "", ""),
    ("simple.json", Valid, "", ""),
    ("simple.jwt", Invalid, "context", "in no test; a context of a draft, and no achievement"),
    ("simple_v1.json", Warning, "data_model", ""),
    ("velocity.jwt", Invalid, "canonical", ""),
];

const TRANSCRIPTS: [Row; 6] = [
    ("complex.json", Invalid, "schema", "its test is switched off; an endorsement inside has no name"),
    ("simple-noproof.json", Invalid, "context", "in no test; the contexts of a draft"),
    ("simple.json", Valid, "", ""),
    ("simple.jwt", Invalid, "children", "its test is switched off; the contexts of a draft, and a JWT as child"),
    ("simple_old_safesigned.json", Invalid, "context", "in no test; the contexts of a draft"),
    ("simple_v1.json", Warning, "data_model", ""),
];

fn shared(folder: &str) -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data/examples").join(folder);
    if folder.is_dir() {
        return Some(folder);
    }
    what_ran::skipped(SUITE, 0, "../shared/data/examples is absent");
    None
}

fn files(folder: &Path, under: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for entry in std::fs::read_dir(folder.join(under)).unwrap() {
        let entry = entry.unwrap();
        let name = format!("{under}{}", entry.file_name().to_str().unwrap());
        if entry.path().is_dir() {
            found.extend(files(folder, &format!("{name}/")));
        } else {
            found.insert(name);
        }
    }
    found
}

/// The text between two marks.
fn between<'t>(text: &'t str, from: &str, to: &str) -> Option<&'t str> {
    let (_, rest) = text.split_once(from)?;
    rest.split_once(to).map(|(inside, _)| inside)
}

/// The credential in a file: JSON, a compact JWS, or either in a picture (Open Badges 3.0 §5.3).
fn credential(file: &Path) -> Value {
    let bytes = std::fs::read(file).unwrap();
    match file.extension().and_then(std::ffi::OsStr::to_str) {
        Some("svg") => {
            let text = String::from_utf8(bytes).unwrap();
            let inside = between(&text, "<![CDATA[", "]]>").or_else(|| between(&text, "verify=\"", "\""));
            of_text(inside.unwrap())
        }
        Some("png") => of_text(&in_png(&bytes)),
        _ => of_text(&String::from_utf8(bytes).unwrap()),
    }
}

/// The text of the uncompressed chunk `iTXt` with our keyword: keyword, four empty fields, text.
fn in_png(bytes: &[u8]) -> String {
    let mut rest = &bytes[8..];
    while let Some((head, more)) = rest.split_at_checked(8) {
        let length = usize::try_from(u32::from_be_bytes(head[..4].try_into().unwrap())).unwrap();
        let (data, more) = more.split_at(length);
        if &head[4..] == b"iTXt"
            && let Some(text) = data.strip_prefix(b"openbadgecredential\0")
        {
            return String::from_utf8(text[4..].to_vec()).unwrap();
        }
        rest = &more[4..];
    }
    panic!("no credential in the picture")
}

/// JSON as it is; of a JWT the credential, without the claims that are not its own.
fn of_text(text: &str) -> Value {
    if let Ok(value) = serde_json::from_str(text) {
        return value;
    }
    let payload = text.trim().split('.').nth(1).unwrap();
    let mut payload: Value = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(payload).unwrap()).unwrap();
    if let Some(vc) = payload.get_mut("vc") {
        return vc.take();
    }
    for claim in ["iss", "sub", "jti", "nbf", "exp", "iat", "aud"] {
        payload.as_object_mut().unwrap().remove(claim);
    }
    payload
}

fn verdict(faults: &[Fault]) -> Verdict {
    // What makes labelling dearer is our concern, not the validator's.
    let ours = ["no_id", "achievement_repeated", "list_repeated", "result_level", "association_end"];
    if faults.iter().any(Fault::stops) {
        Invalid
    } else if faults.iter().any(|fault| !ours.contains(&fault.code.as_str())) {
        Warning
    } else {
        Valid
    }
}

fn judge(folder: &str, table: &[Row]) {
    let Some(folder) = shared(folder) else { return };
    let named: BTreeSet<String> = table.iter().map(|row| row.0.to_owned()).collect();
    assert_eq!(files(&folder, ""), named, "every sample has its row");
    let mut wrong = Vec::new();
    for (name, expected, code, remark) in table {
        let faults = lint(&credential(&folder.join(name)));
        let codes: Vec<&str> = faults.iter().map(|fault| fault.code.as_str()).collect();
        if verdict(&faults) != *expected || (!code.is_empty() && !codes.contains(code)) {
            let found: Vec<String> = faults.iter().map(ToString::to_string).collect();
            wrong.push(format!("{name}: expected {expected:?} {code} ({remark}), found {found:#?}"));
        }
        what_ran::ran(SUITE, 1);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn badges_and_endorsements() {
    judge("validator-ob30", &BADGES);
}

#[test]
fn transcripts() {
    judge("validator-clr20", &TRANSCRIPTS);
}
