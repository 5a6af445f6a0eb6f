//! The W3C's other forms of VC-JOSE-COSE: credentials as SD-JWT, and presentations as JWT and SD-JWT.

use proof::jose::forms::Form;
use proof::keys::KeyKind;
use serde_json::{Value, json};

use super::world::{Issuer, badge, check, course, each_leaf_changed, lines, report_text};

/// The JWT and the disclosures.
fn split(text: &str) -> (String, Vec<String>) {
    let mut parts = text.trim_end_matches('~').split('~').map(str::to_owned);
    (parts.next().unwrap(), parts.collect())
}

const HIDDEN: [&str; 2] = ["/credentialSubject/term", "/credentialSubject/result/0"];

#[tokio::test]
async fn a_badge_as_sd_jwt_is_good_whole_and_in_part() {
    for kind in KeyKind::SIGNING_BYTES {
        let issuer = Issuer::with_key(kind, 1);
        let text = issuer.sd_document(Form::VcSdJwt, &badge(&issuer), &HIDDEN);
        let (jwt, disclosures) = split(&text);
        for shown in [text.clone(), format!("{jwt}~{}~", disclosures[1])] {
            let found = report_text(&shown, &issuer).await;
            assert_eq!(found["verdict"], "valid", "{kind}: {}", lines(&found));
            assert_eq!((check(&found, "jwt").1, check(&found, "key").1), ("claims_agree", "issuers_key"));
        }
        let twice = format!("{jwt}~{0}~{0}~", disclosures[0]);
        assert_eq!(check(&report_text(&twice, &issuer).await, "jwt"), ("failed", "disclosure_repeated"));
    }
}

/// A status at the top could be among what was kept back: VC-JOSE-COSE leaves that to the issuer.
#[tokio::test]
async fn what_is_kept_back_at_the_top_is_told() {
    let issuer = Issuer::by_key(1);
    let text = issuer.sd_document(Form::VcSdJwt, &badge(&issuer), &["/name"]);
    assert_eq!(report_text(&text, &issuer).await["verdict"], "valid");
    let found = report_text(&format!("{}~", split(&text).0), &issuer).await;
    let seen = (found["verdict"].as_str(), check(&found, "status"));
    assert_eq!(seen, (Some("warning"), ("warned", "kept_back")), "{}", lines(&found));
}

#[tokio::test]
async fn an_sd_jwt_with_any_leaf_changed_is_refused() {
    use base64::Engine as _;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;
    let issuer = Issuer::by_key(1);
    let (jwt, disclosures) = split(&issuer.sd_document(Form::VcSdJwt, &badge(&issuer), &HIDDEN));
    let [header, body, signature] = jwt.split('.').collect::<Vec<_>>().try_into().unwrap();
    let payload: Value = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(body).unwrap()).unwrap();
    let shown = format!("~{}~", disclosures.join("~"));
    let changes = each_leaf_changed(&payload);
    assert!(changes.len() > 15, "{}", changes.len());
    for (place, changed) in changes {
        let body = URL_SAFE_NO_PAD.encode(changed.to_string());
        let found = report_text(&format!("{header}.{body}.{signature}{shown}"), &issuer).await;
        // An algorithm that is not known leaves it open.
        let expected = if place == "/_sd_alg" { "undecided" } else { "invalid" };
        assert_eq!(found["verdict"], expected, "{place}: {}", lines(&found));
    }
}

fn presentation(holder: Option<&str>, tokens: &[&str]) -> Value {
    let enveloped = |token: &&str| {
        let kind = if token.contains('~') { "vc+sd-jwt" } else { "vc+jwt" };
        json!({
            "@context": contexts::VC2_CONTEXT,
            "type": "EnvelopedVerifiableCredential",
            "id": format!("data:application/{kind},{token}"),
        })
    };
    let mut presentation = json!({
        "@context": [contexts::VC2_CONTEXT],
        "type": ["VerifiablePresentation"],
        "verifiableCredential": tokens.iter().map(enveloped).collect::<Vec<_>>(),
    });
    if let Some(holder) = holder {
        presentation["holder"] = json!(holder);
    }
    presentation
}

#[tokio::test]
async fn a_presentation_is_opened_and_its_signature_checked() {
    let (issuer, holder) = (Issuer::by_key(1), Issuer::with_key(KeyKind::P256, 2));
    let jwt = issuer.jwt(Form::VcJose, &course(&issuer, "CS-101", "Fall 2025", "A"));
    let sd_jwt = issuer.sd_document(Form::VcSdJwt, &course(&issuer, "CS-102", "Fall 2025", "B"), &HIDDEN);
    let presented = presentation(Some(&holder.id), &[&jwt, &sd_jwt]);
    for text in [holder.jwt(Form::VpJose, &presented), holder.sd_document(Form::VpSdJwt, &presented, &[])] {
        let found = report_text(&text, &issuer).await;
        assert_eq!(found["verdict"], "valid", "{}", lines(&found));
        let children = found["children"].as_array().unwrap();
        assert_eq!(children.len(), 2);
        assert!(children.iter().all(|child| child["verdict"] == "valid"));
        assert_eq!((check(&found, "proof").1, check(&found, "key").1), ("signature_valid", "holders_key"));
        assert_eq!((check(&found, "jwt").1, check(&found, "holder").1), ("claims_agree", "file"));
        let changed = text.replacen(".ey", ".ez", 1);
        assert_ne!(report_text(&changed, &issuer).await["verdict"], "valid");
    }
    let spoilt = jwt.replacen(".ey", ".ez", 1);
    let found = report_text(&holder.jwt(Form::VpJose, &presentation(Some(&holder.id), &[&spoilt])), &issuer).await;
    assert_ne!(found["verdict"], "valid", "{}", lines(&found));
}

#[tokio::test]
async fn presentations_that_cannot_count_are_refused() {
    let (issuer, holder, thief) = (Issuer::by_key(1), Issuer::by_key(2), Issuer::by_key(3));
    let jwt = issuer.jwt(Form::VcJose, &badge(&issuer));
    let presented = |holder: Option<&str>| presentation(holder, &[&jwt]);
    let typ = || json!({"typ": "vp+jwt"});
    let named = presented(Some(&holder.id));
    let (failed, unknown, passed) = ("failed", "could_not_check", "passed");
    let with = |name: &str, value: Value| {
        let mut presented = named.clone();
        presented[name] = value;
        presented
    };
    for (text, verdict, row, found_row) in [
        (thief.jws(typ(), &named), "invalid", "key", (failed, "key_not_holders")),
        (
            thief.jws(json!({"typ": "vp+jwt", "kid": holder.method()}), &named),
            "invalid",
            "proof",
            (failed, "signature_invalid"),
        ),
        (
            holder.jws(json!({"typ": "vp+jwt", "kid": "did:key:zWrong#zWrong"}), &named),
            "invalid",
            "key",
            (failed, "malformed_key"),
        ),
        (
            holder.jws(json!({"typ": "vp+jwt", "kid": "did:web:a.example#1"}), &presented(Some("did:web:a.example"))),
            "undecided",
            "key",
            (unknown, "key_location_not_read"),
        ),
        (
            holder.jws(json!({"typ": "vp+jwt", "jwk": holder.jwk()}), &presented(None)),
            "undecided",
            "key",
            (unknown, "key_brought"),
        ),
        (holder.jws(typ(), &presented(None)), "valid", "key", ("not_applicable", "no_holder")),
        (holder.jws(typ(), &with("iss", json!("did:example:other"))), "invalid", "jwt", (failed, "contradiction")),
        (holder.jws(typ(), &with("verifiableCredential", badge(&issuer))), "invalid", "jwt", (failed, "not_enveloped")),
        (holder.jws(typ(), &with("type", json!("Other"))), "invalid", "jwt", (failed, "other_type")),
        (
            holder.jws(typ(), &with("@context", json!("https://www.w3.org/2018/credentials/v1"))),
            "invalid",
            "jwt",
            (failed, "wrong_place"),
        ),
        (holder.jws(typ(), &named), "valid", "key", (passed, "holders_key")),
    ] {
        let found = report_text(&text, &issuer).await;
        assert_eq!((found["verdict"].as_str(), check(&found, row)), (Some(verdict), found_row), "{}", lines(&found));
    }
    // A presentation is no credential: one inside of another is not opened.
    let inner = holder.jws(typ(), &named);
    let found = report_text(&holder.jws(typ(), &presentation(Some(&holder.id), &[&inner])), &issuer).await;
    assert_eq!(check(&found["children"][0], "parse"), ("failed", "format_not_read"), "{}", lines(&found));
}
