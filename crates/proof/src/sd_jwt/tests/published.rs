//! The examples and test cases of the RFC's reference implementation, when they are beside this repository.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::specification::{self, Node};
use super::*;
use crate::jwk;

const SUITE: &str = "SD-JWT examples and test cases";

fn directory() -> Option<PathBuf> {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/vectors/sd-jwt");
    if directory.is_dir() {
        return Some(directory);
    }
    what_ran::skipped(SUITE, 0, "../shared/data is absent");
    None
}

fn specifications(directory: &Path) -> Vec<(String, Node)> {
    let mut found = vec![];
    for kind in ["examples", "testcases"] {
        for entry in std::fs::read_dir(directory.join(kind)).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                let text = std::fs::read_to_string(path.join("specification.yml")).unwrap();
                let name = path.file_name().unwrap().to_string_lossy().into_owned();
                found.push((format!("{kind}/{name}"), specification::read(&text)));
            }
        }
    }
    found.sort_by(|one, two| one.0.cmp(&two.0));
    found
}

/// Issued with what the file hides, held, presented with what it shows, verified: the payload is the file's.
fn run(name: &str, file: &Node) {
    let claims = file.member("user_claims").unwrap();
    let mut hidden = BTreeMap::new();
    claims.hidden(file.member("holder_disclosed_claims"), "", &mut hidden);
    let mut signed = object(claims.value());
    let is_true = |name: &str| file.member(name).is_some_and(|node| node.value() == json!(true));
    let bound = is_true("key_binding");
    if bound {
        signed.insert("cnf".into(), json!({"jwk": jwk::encode(&holder().public())}));
    }
    let header = file.member("extra_header_parameters").map_or_else(Map::new, |node| object(node.value()));
    let pointers: Vec<String> = hidden.keys().cloned().collect();
    let hiding = Hiding { pointers: &pointers, decoys: if is_true("add_decoy_claims") { 3 } else { 0 } };
    let text = issue(&header, &signed, &hiding, &issuer(), &SeededRandom::new(0)).unwrap();

    let held = verified(&text).unwrap();
    assert_eq!(held.payload(), &signed, "{name}: the holder gets everything");
    assert_eq!(held.disclosed().count(), hidden.len(), "{name}");
    for (name, value) in &header {
        assert_eq!(held.header().get(name), Some(value));
    }
    let mut presented = held.present_where(|place| hidden[place]);
    if bound {
        presented = bind(&presented, "https://example.com/verifier", "1234567890", now(), &holder()).unwrap();
    }
    let shown = verified(&presented).unwrap();
    let mut payload = shown.payload().clone();
    if bound {
        payload.shift_remove("cnf").unwrap();
        let (audience, nonce) = ("https://example.com/verifier", "1234567890");
        let policy = KeyBindingPolicy { audience, nonce, now: now(), longest_age: 60, skew: 0 };
        assert_eq!(shown.check_key_binding(&policy), Ok(()), "{name}");
    }
    // A claim that is shown shows what it is hidden in.
    let above: BTreeMap<String, bool> = hidden
        .iter()
        .map(|(at, yes)| {
            (at.clone(), *yes || hidden.iter().any(|(below, yes)| *yes && below.starts_with(&format!("{at}/"))))
        })
        .collect();
    assert_eq!(Value::Object(payload.clone()), claims.projected(&above, ""), "{name}: what is shown, and no more");
    if let Some(expected) = file.member("expect_verified_user_claims") {
        assert_eq!(Value::Object(payload), expected.value(), "{name}: as the file expects");
    }
}

#[test]
fn every_specification_file() {
    let Some(directory) = directory() else { return };
    let files = specifications(&directory);
    assert_eq!(files.len(), 32, "all of them");
    let mut hide = 0;
    for (name, file) in &files {
        run(name, file);
        let mut hidden = BTreeMap::new();
        file.member("user_claims").unwrap().hidden(None, "", &mut hidden);
        hide += usize::from(!hidden.is_empty());
    }
    assert!(hide > 25, "{hide}");
    let expecting = files.iter().filter(|(_, file)| file.member("expect_verified_user_claims").is_some()).count();
    assert_eq!(expecting, 17);
    what_ran::ran(SUITE, files.len());
    let json = files.iter().filter(|(name, _)| name.contains("json_serialization")).count();
    assert_eq!(json, 4);
    what_ran::not_applicable(
        SUITE,
        json,
        "also ask for the JWS JSON serialization, which is optional: run in compact form",
    );
}
