//! Credentials that show a part, by the suites for it: good, changed, not for verifiers, and more than is read.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use proof::data_integrity::Suite;
use serde_json::{Value, json};

use super::world::{Issuer, badge, check, lines, report, transcript};

/// A badge with a base proof of `suite`, and what is derived from it.
fn issued(suite: Suite) -> (Issuer, Value) {
    let issuer = Issuer::with_key(suite.kinds()[0], 1);
    let base = issuer.base(&badge(&issuer), suite);
    (issuer, base)
}

/// The same with the third byte of the proof value, which says what kind it is.
fn with_kind(document: &Value, kind: u8) -> Value {
    let mut changed = document.clone();
    let text = document["proof"]["proofValue"].as_str().unwrap();
    let mut bytes = URL_SAFE_NO_PAD.decode(&text[1..]).unwrap();
    bytes[2] = kind;
    changed["proof"]["proofValue"] = json!(format!("u{}", URL_SAFE_NO_PAD.encode(bytes)));
    changed
}

#[tokio::test]
async fn a_part_is_genuine_and_a_changed_one_is_not() {
    for suite in Suite::SELECTIVE {
        let (issuer, base) = issued(suite);
        let whole = issuer.derived(&base, &[""]);
        let found = report(&whole, &issuer).await;
        assert_eq!(found["verdict"], "valid", "{}", lines(&found));
        let part = issuer.derived(&base, &["/credentialSubject/achievement/name"]);
        let found = report(&part, &issuer).await;
        assert_eq!(check(&found, "proof"), ("passed", "signature_valid"), "{}", lines(&found));
        assert_eq!(check(&found, "schema"), ("could_not_check", "kept_back"), "{}", lines(&found));
        let mut changed = part;
        changed["credentialSubject"]["achievement"]["name"] = json!("Another");
        let found = report(&changed, &issuer).await;
        assert_eq!(check(&found, "proof"), ("failed", "signature_invalid"), "{}", lines(&found));
        let found = report(&base, &issuer).await;
        assert_eq!(check(&found, "proof"), ("failed", "base_proof"), "{}", lines(&found));
    }
}

/// Nothing is known about such a proof: that is no reproach.
#[tokio::test]
async fn optional_features_of_bbs_are_named_and_not_judged() {
    let (issuer, base) = issued(Suite::Bbs2023);
    for kind in 4..10 {
        let found = report(&with_kind(&base, kind), &issuer).await;
        let seen = (found["verdict"].as_str(), check(&found, "proof"));
        assert_eq!(seen, (Some("undecided"), ("could_not_check", "unsupported_feature")), "{}", lines(&found));
    }
    let found = report(&with_kind(&base, 10), &issuer).await;
    assert_eq!(check(&found, "proof"), ("failed", "malformed_proof"));
}

/// The same with as many hidden statements more.
fn longer(document: &Value, more: u16) -> Value {
    let text = document["proof"]["proofValue"].as_str().unwrap();
    let mut bytes = URL_SAFE_NO_PAD.decode(&text[1..]).unwrap();
    // An array of five, then a byte string with its length in two bytes.
    assert_eq!(bytes[3..5], [0x85, 0x59]);
    let length = u16::from_be_bytes([bytes[5], bytes[6]]);
    let end = 7 + usize::from(length);
    bytes.splice(end..end, vec![1; 32 * usize::from(more)]);
    let length = u32::from(length) + 32 * u32::from(more);
    bytes.splice(4..7, [&[0x5a][..], &length.to_be_bytes()].concat());
    let mut document = document.clone();
    document["proof"]["proofValue"] = json!(format!("u{}", URL_SAFE_NO_PAD.encode(&bytes)));
    document
}

/// A proof says by its length how much work it is. Two that are each within bounds are too much together.
#[tokio::test]
async fn the_work_of_one_upload_is_bounded() {
    let (issuer, base) = issued(Suite::Bbs2023);
    let whole = issuer.derived(&base, &[""]);
    let publisher = Issuer::by_key(1);
    let children = [longer(&whole, 2_500), longer(&whole, 2_500), whole];
    let found = report(&transcript(&publisher, &children), &issuer).await;
    let proof_of = |child: usize| check(&found["children"][child], "proof");
    assert_eq!(proof_of(0), ("failed", "signature_invalid"), "{}", lines(&found));
    assert_eq!(proof_of(1), ("could_not_check", "too_complex"), "{}", lines(&found));
    assert_eq!(proof_of(2), ("could_not_check", "too_complex"), "and nothing is begun after it: {}", lines(&found));
}
