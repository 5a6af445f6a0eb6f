//! Credentials as SD-JWT: shown whole and in part, changed, and with disclosures that do not belong.

use outside::FixedDocuments;
use proof::keys::KeyKind;
use proof::token_status::TokenStatus;
use serde_json::{Value, json};

use super::world::{Issuer, NOW, badge, check, course, lines, post, report_text, time, unsigned_transcript, verifier};

const TOKENS: &str = "https://college.example/default/tokenstatus/1";

/// The claims of an SD-JWT VC with the members of `credential`.
fn claims(credential: &Value, issuer: &Issuer) -> Value {
    let mut claims = credential.clone();
    claims["vct"] = json!("https://college.example/default/vct/badge");
    claims["iss"] = json!(issuer.id);
    claims["nbf"] = json!(1_780_272_000);
    claims
}

fn signed(issuer: &Issuer) -> String {
    issuer.sd_jwt(&claims(&badge(issuer), issuer), &["/credentialSubject/term", "/credentialSubject/result/0"])
}

/// The JWT and the disclosures.
fn split(text: &str) -> (String, Vec<String>) {
    let mut parts = text.trim_end_matches('~').split('~').map(str::to_owned);
    (parts.next().unwrap(), parts.collect())
}

fn joined(jwt: &str, disclosures: &[&str]) -> String {
    disclosures.iter().fold(format!("{jwt}~"), |text, disclosure| format!("{text}{disclosure}~"))
}

#[tokio::test]
async fn a_badge_is_good_whole_and_in_part() {
    for kind in KeyKind::SIGNING_BYTES {
        let issuer = Issuer::with_key(kind, 1);
        let text = signed(&issuer);
        let (jwt, disclosures) = split(&text);
        assert_eq!(disclosures.len(), 2);
        for shown in [joined(&jwt, &[&disclosures[0], &disclosures[1]]), joined(&jwt, &[&disclosures[1]])] {
            let found = report_text(&shown, &issuer).await;
            assert_eq!(found["verdict"], "valid", "{kind}: {}", lines(&found));
            assert_eq!((check(&found, "jwt").1, check(&found, "key").1), ("claims_agree", "issuers_key"));
        }
    }
}

/// What a learner keeps back is no reproach, and not good either where the form asks for it.
#[tokio::test]
async fn a_form_that_lacks_what_was_kept_back_is_undecided() {
    let issuer = Issuer::by_key(1);
    let text = issuer.sd_jwt(&claims(&badge(&issuer), &issuer), &["/credentialSubject/achievement"]);
    assert_eq!(report_text(&text, &issuer).await["verdict"], "valid");
    let found = report_text(&joined(&split(&text).0, &[]), &issuer).await;
    let seen = (found["verdict"].as_str(), check(&found, "schema"));
    assert_eq!(seen, (Some("undecided"), ("could_not_check", "kept_back")), "{}", lines(&found));
    let mut bad = claims(&badge(&issuer), &issuer);
    bad["credentialSubject"].as_object_mut().unwrap().remove("achievement");
    let whole = format!("{}~", issuer.jws(json!({"typ": "dc+sd-jwt"}), &bad));
    assert_eq!(check(&report_text(&whole, &issuer).await, "schema"), ("failed", "schema"));
}

/// Who shows a file is not known, and its holder's signature is passed over.
#[tokio::test]
async fn a_key_binding_may_follow() {
    let issuer = Issuer::by_key(1);
    let bound = issuer.jws(json!({"typ": "kb+jwt"}), &json!({"aud": "https://a.example", "nonce": "n", "iat": 0}));
    let found = report_text(&format!("{}{bound}", signed(&issuer)), &issuer).await;
    assert_eq!(found["verdict"], "valid", "{}", lines(&found));
    assert_eq!(check(&found, "holder"), ("not_applicable", "file"));
}

#[tokio::test]
async fn disclosures_that_do_not_belong_are_refused() {
    let issuer = Issuer::by_key(1);
    let (jwt, disclosures) = split(&signed(&issuer));
    let [first, second] = [&*disclosures[0], &*disclosures[1]];
    let mut unhidden = claims(&badge(&issuer), &issuer);
    unhidden["name"] = json!("Another");
    let (_, others) = split(&Issuer::by_key(2).sd_jwt(&unhidden, &["/credentialSubject/term", "/name"]));
    let changed = format!("{}A", &first[..first.len() - 1]);
    for (text, reasons) in [
        (joined(&jwt, &[first, first, second]), &["disclosure_repeated"][..]),
        (joined(&jwt, &[first, second, &others[1]]), &["disclosure_not_signed"]),
        (joined(&jwt, &["WyJzIl0"]), &["malformed_disclosure"]),
        (joined(&jwt, &[&changed, second]), &["disclosure_not_signed", "malformed_disclosure", "not_json"]),
    ] {
        let found = report_text(&text, &issuer).await;
        assert!(!["valid", "warning", "undecided"].contains(&found["verdict"].as_str().unwrap()), "{}", lines(&found));
        let said = [check(&found, "jwt").1, check(&found, "parse").1];
        assert!(said.iter().any(|one| reasons.contains(one)), "{}", lines(&found));
    }
}

#[tokio::test]
async fn sd_jwts_that_cannot_count_are_refused() {
    let (issuer, other) = (Issuer::by_key(1), Issuer::by_key(2));
    let claims = claims(&badge(&issuer), &issuer);
    let with = |name: &str, value: Value| {
        let mut claims = claims.clone();
        claims[name] = value;
        claims
    };
    let plain = |typ: &str, claims: &Value| format!("{}~", issuer.jws(json!({"typ": typ}), claims));
    for (text, row, found_row) in [
        (plain("vc+jwt", &claims), "jwt", ("failed", "wrong_token_type")),
        (plain("dc+sd-jwt", &badge(&issuer)), "jwt", ("failed", "malformed_claim")),
        (plain("dc+sd-jwt", &with("iss", json!("did:example:other"))), "jwt", ("failed", "contradiction")),
        (plain("dc+sd-jwt", &with("sub", json!("did:example:other"))), "jwt", ("failed", "contradiction")),
        (plain("dc+sd-jwt", &with("exp", json!(1_795_510_800))), "validity", ("failed", "expired")),
        (other.sd_jwt(&claims, &["/name"]), "key", ("failed", "key_not_issuers")),
        (
            format!("{}~", other.jws(json!({"typ": "dc+sd-jwt", "kid": issuer.method()}), &claims)),
            "proof",
            ("failed", "signature_invalid"),
        ),
        // The key it brings is passed over: the issuer's own is asked.
        (
            format!("{}~", other.jws(json!({"typ": "dc+sd-jwt", "jwk": other.jwk()}), &claims)),
            "proof",
            ("failed", "signature_invalid"),
        ),
    ] {
        let found = report_text(&text, &issuer).await;
        assert_eq!((found["verdict"].as_str(), check(&found, row)), (Some("invalid"), found_row), "{}", lines(&found));
    }
    let mut former = claims.clone();
    former.as_object_mut().unwrap().remove("@context");
    let found = report_text(&plain("vc+sd-jwt", &former), &issuer).await;
    assert_eq!(check(&found, "parse"), ("failed", "format_not_read"), "SD-JWT VC had this type once");
    let found = report_text(&plain("dc+sd-jwt", &with("_sd_alg", json!("md5"))), &issuer).await;
    let seen = (found["verdict"].as_str(), check(&found, "jwt"));
    assert_eq!(seen, (Some("undecided"), ("could_not_check", "unsupported_algorithm")));
}

/// A certificate of OpenSSL's for a P-521 key.
const P521: &str = concat!(
    "MIIB/DCCAV6gAwIBAgIUMjEFVrZg+/nYDnD49djmmEGyNiswCgYIKoZIzj0EAwIwDzENMAsGA1UEAwwETGVhZjAgFw0yNjExMjQx",
    "NTI4NTNaGA8yMTI2MTAzMTE1Mjg1M1owDzENMAsGA1UEAwwETGVhZjCBmzAQBgcqhkjOPQIBBgUrgQQAIwOBhgAEAHm4+nGhRbFq",
    "rNrObiZtoqWur6yxJoSqK88+OfEWZFCjd1zSw5cgxGIa7gmo7AFzxSNMxYPhcgOpLrsx5dcGCOk6AQ2x2zrdg2Z2tRoX445FuOS9",
    "FmRkajmflG0KKwHbVLVExAqbShSuVormR66Lm2z7/dLPWyfA3xFBM9N5Ebh5Xc0ro1MwUTAdBgNVHQ4EFgQUxAJqxLk62Wjx4lyi",
    "G8dpjN+oEWUwHwYDVR0jBBgwFoAUxAJqxLk62Wjx4lyiG8dpjN+oEWUwDwYDVR0TAQH/BAUwAwEB/zAKBggqhkjOPQQDAgOBiwAw",
    "gYcCQVy5sOz2jE4wts0X4BGtXllgeOjd6mDsx2MO4IoozOYPH0KyHCWePxnPDRiljpZ7Djlx6yPhsClD774rpf/r3yhLAkIB2Yhk",
    "cae6wo/HLguzcBfANxO3Rc4s4Pv/6Oxz3RPcGjgfr6x92V3BsfzNYM/P/8+OEoEn/UZrpw0ViTv/RXiij38=",
);

/// Certificates say whom an authority took the key's owner for. No authority is known here.
#[tokio::test]
async fn certificates_alone_prove_nobody_and_beside_a_key_change_nothing() {
    const NOT_YET: &str = "2026-11-25T09:00:00Z";
    const ENDED: &str = "2025-11-23T09:00:00Z";
    let (issuer, other) = (Issuer::with_key(KeyKind::P256, 1), Issuer::with_key(KeyKind::P256, 2));
    let claims = claims(&badge(&issuer), &issuer);
    let mut elsewhere = claims.clone();
    elsewhere["iss"] = json!("https://college.example");
    elsewhere["issuer"]["id"] = json!("https://college.example");
    let chain = |issuer: &Issuer, made: &str| json!(issuer.chain(time(made)));
    let (leaf, root) = (chain(&issuer, NOW)[0].clone(), chain(&issuer, NOW)[1].clone());
    let foreign_root = chain(&other, NOW)[1].clone();
    let named = issuer.method().to_owned();
    let (passed, warned, unknown, failed) = ("passed", "warned", "could_not_check", "failed");
    for (claims, kid, x5c, verdict, row) in [
        (&claims, &*named, json!([leaf]), "valid", (passed, "issuers_key")),
        (&claims, &*named, json!([leaf, root]), "valid", (passed, "issuers_key")),
        (&claims, &*named, chain(&issuer, ENDED), "warning", (warned, "certificate_expired")),
        (&claims, &*named, chain(&issuer, NOT_YET), "warning", (warned, "certificate_not_yet_valid")),
        (&claims, &*named, chain(&other, NOW), "invalid", (failed, "certificate_of_another_key")),
        (&claims, &*named, json!([leaf, foreign_root]), "invalid", (failed, "certificates_do_not_hold")),
        (&claims, &*named, json!([root, leaf]), "invalid", (failed, "malformed_certificates")),
        (&claims, &*named, json!(["AA"]), "invalid", (failed, "malformed_certificates")),
        (&elsewhere, "1", json!([leaf]), "undecided", (unknown, "authority_unknown")),
        (&elsewhere, "1", chain(&issuer, ENDED), "undecided", (unknown, "certificate_expired")),
        (&elsewhere, "1", json!([leaf, foreign_root]), "invalid", (failed, "certificates_do_not_hold")),
    ] {
        let text = format!("{}~", issuer.jws(json!({"typ": "dc+sd-jwt", "kid": kid, "x5c": x5c}), claims));
        let found = report_text(&text, &issuer).await;
        assert_eq!((found["verdict"].as_str(), check(&found, "key")), (Some(verdict), row), "{}", lines(&found));
    }
    for (claims, kid, x5c, row) in [
        (&elsewhere, "1", json!([root]), (unknown, "certificate_self_signed")),
        (&elsewhere, "1", json!([P521]), (unknown, "certified_key_not_read")),
        (&claims, &*named, json!([P521]), (failed, "malformed_certificates")),
        (&elsewhere, "1", json!(leaf), (failed, "malformed_certificates")),
    ] {
        let text = format!("{}~", issuer.jws(json!({"typ": "dc+sd-jwt", "kid": kid, "x5c": x5c}), claims));
        let found = report_text(&text, &issuer).await;
        assert_eq!(check(&found, "key"), row, "{}", lines(&found));
        assert_ne!(found["verdict"], "valid");
    }
    // Signed with another key than the one certified.
    let text = format!("{}~", other.jws(json!({"typ": "dc+sd-jwt", "kid": "1", "x5c": [leaf]}), &elsewhere));
    let found = report_text(&text, &issuer).await;
    let seen = (found["verdict"].as_str(), check(&found, "proof"));
    assert_eq!(seen, (Some("invalid"), ("failed", "signature_invalid")), "{}", lines(&found));
}

#[tokio::test]
async fn each_course_of_a_transcript_can_be_kept_back() {
    let issuer = Issuer::by_key(1);
    let courses = [("CS-101", "A"), ("CS-102", "B")].map(|(code, grade)| course(&issuer, code, "Fall 2025", grade));
    let claims = claims(&unsigned_transcript(&issuer, &courses), &issuer);
    let hidden = ["/credentialSubject/verifiableCredential/0", "/credentialSubject/verifiableCredential/1"];
    let text = issuer.sd_jwt(&claims, &hidden);
    let found = report_text(&text, &issuer).await;
    assert_eq!(found["verdict"], "valid", "{}", lines(&found));
    let (jwt, disclosures) = split(&text);
    let found = report_text(&joined(&jwt, &[&disclosures[1]]), &issuer).await;
    assert_eq!(found["verdict"], "valid", "{}", lines(&found));
    let children = found["children"].as_array().unwrap();
    assert_eq!((children.len(), check(&children[0], "proof").1), (1, "covered_by_publisher"));
}

#[tokio::test]
async fn the_status_list_token_decides() {
    use TokenStatus::{ApplicationSpecific, Invalid, Suspended, Valid};
    let (issuer, other) = (Issuer::by_key(1), Issuer::by_key(2));
    let statuses = [Valid, Invalid, Suspended, ApplicationSpecific(3)];
    let list = issuer.status_token(TOKENS, &statuses);
    let elsewhere = issuer.status_token("https://college.example/default/tokenstatus/2", &statuses);
    let at = |index: Value| json!({"status_list": {"idx": index, "uri": TOKENS}});
    let cases = [
        (at(json!(0)), Some(&list), "valid", ("passed", "not_revoked")),
        (at(json!(1)), Some(&list), "invalid", ("failed", "revoked")),
        (at(json!(2)), Some(&list), "invalid", ("failed", "suspended")),
        (at(json!(3)), Some(&list), "warning", ("warned", "marked")),
        (at(json!(9999)), Some(&list), "undecided", ("could_not_check", "index_out_of_range")),
        (at(json!(0)), Some(&elsewhere), "undecided", ("could_not_check", "list_of_another_kind")),
        (
            at(json!(0)),
            Some(&other.status_token(TOKENS, &statuses)),
            "undecided",
            ("could_not_check", "list_not_genuine"),
        ),
        (at(json!(0)), Some(&"{}".to_owned()), "undecided", ("could_not_check", "list_unreadable")),
        (at(json!(0)), None, "undecided", ("could_not_check", "status_unreachable")),
        (json!({"other": {}}), Some(&list), "undecided", ("could_not_check", "unsupported_status")),
    ];
    for (status, list, verdict, row) in cases {
        let mut claims = claims(&badge(&issuer), &issuer);
        claims["status"] = status;
        let documents = FixedDocuments::default();
        let documents = match list {
            Some(list) => documents.with(TOKENS, list.clone().into_bytes()),
            None => documents,
        };
        let text = issuer.sd_jwt(&claims, &["/name"]);
        let found = post(&verifier(documents, &[&issuer]), text).await.1;
        assert_eq!((found["verdict"].as_str(), check(&found, "status")), (Some(verdict), row), "{}", lines(&found));
    }
}
