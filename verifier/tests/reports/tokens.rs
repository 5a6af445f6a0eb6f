//! Credentials as JWTs: in every form by every kind of key, changed, forged, and inside of other things.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use outside::FixedDocuments;
use proof::data_integrity::{Purpose, Suite};
use proof::jose::forms::Form;
use proof::keys::KeyKind;
use serde_json::{Value, json};

use super::world::{
    Issuer, LIST, WEB_DOCUMENT, badge, check, course, each_leaf_changed, entry, lines, post, report_text,
    unsigned_list, unsigned_transcript, verifier,
};

/// The forms of credentials, each with the kinds of key it is signed with and the verdict on a good one: data model 1.1
/// is something to know.
const FORMS: [(Form, &[KeyKind], &str); 3] = [
    (Form::JwtVcJson, &[KeyKind::Ed25519, KeyKind::P256, KeyKind::Rsa], "warning"),
    (Form::VcJwt, &[KeyKind::P256, KeyKind::Rsa], "valid"),
    (Form::VcJose, &KeyKind::SIGNING_BYTES, "valid"),
];

/// A badge of data model 1.1.
fn older(issuer: &Issuer) -> Value {
    let mut badge = badge(issuer);
    badge["@context"][0] = json!("https://www.w3.org/2018/credentials/v1");
    let from = badge.as_object_mut().unwrap().remove("validFrom").unwrap();
    badge["issuanceDate"] = from;
    badge
}

fn badge_for(form: Form, issuer: &Issuer) -> Value {
    if form == Form::JwtVcJson { older(issuer) } else { badge(issuer) }
}

fn decoded(part: &str) -> Value {
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).unwrap()).unwrap()
}

/// `document` with one array of several values the other way round, for each such array, and where.
fn each_array_reversed(document: &Value) -> Vec<(String, Value)> {
    let mut waiting = vec![(String::new(), document)];
    let mut found = Vec::new();
    while let Some((place, value)) = waiting.pop() {
        match value {
            Value::Object(members) => {
                waiting.extend(members.iter().map(|(name, inner)| (format!("{place}/{name}"), inner)));
            }
            Value::Array(items) => {
                waiting.extend(items.iter().enumerate().map(|(at, inner)| (format!("{place}/{at}"), inner)));
                let mut changed = document.clone();
                changed.pointer_mut(&place).unwrap().as_array_mut().unwrap().reverse();
                if changed != *document {
                    found.push((place, changed));
                }
            }
            _ => {}
        }
    }
    found
}

/// Header, payload and signature, encoded.
fn parts(jwt: &str) -> [&str; 3] {
    let parts: Vec<&str> = jwt.split('.').collect();
    parts.try_into().unwrap()
}

/// The payload of `jwt` without its signature being made again.
fn with_payload(jwt: &str, payload: &Value) -> String {
    let [header, _, signature] = parts(jwt);
    format!("{header}.{}.{signature}", URL_SAFE_NO_PAD.encode(payload.to_string()))
}

#[tokio::test]
async fn badges_in_every_form_are_good_and_changed_ones_are_not() {
    for (form, kinds, verdict) in FORMS {
        for kind in kinds {
            let issuer = Issuer::with_key(*kind, 1);
            let jwt = issuer.jwt(form, &badge_for(form, &issuer));
            let good = report_text(&jwt, &issuer).await;
            assert_eq!(good["verdict"], verdict, "{form:?} {kind}: {}", lines(&good));
            for (row, reason) in [("proof", "signature_valid"), ("key", "issuers_key"), ("jwt", "claims_agree")] {
                assert_eq!(check(&good, row), ("passed", reason), "{form:?} {kind}");
            }
            let payload = decoded(parts(&jwt)[1]);
            let changes = [each_leaf_changed(&payload), each_array_reversed(&payload)].concat();
            assert!(changes.len() > 28, "{}", changes.len());
            for (place, changed) in changes {
                let found = report_text(&with_payload(&jwt, &changed), &issuer).await;
                assert_eq!(found["verdict"], "invalid", "{form:?} {kind} {place}: {}", lines(&found));
            }
        }
    }
}

/// Whatever is changed in the header or the signature, and whatever else that leads to, it does not stay good.
#[tokio::test]
async fn a_changed_header_or_signature_is_not_good() {
    let issuer = Issuer::with_key(KeyKind::P256, 1);
    let jwt = issuer.jwt(Form::VcJwt, &badge(&issuer));
    let [header, payload, signature] = parts(&jwt);
    let headers = each_leaf_changed(&decoded(header)).into_iter();
    let headers = headers.map(|(_, changed)| URL_SAFE_NO_PAD.encode(changed.to_string()));
    let changed = headers.map(|header| format!("{header}.{payload}.{signature}"));
    let mut bytes = URL_SAFE_NO_PAD.decode(signature).unwrap();
    bytes[40] ^= 1;
    let flipped = format!("{header}.{payload}.{}", URL_SAFE_NO_PAD.encode(bytes));
    for jwt in changed.chain([flipped]) {
        let verdict = report_text(&jwt, &issuer).await["verdict"].clone();
        assert!(verdict != "valid" && verdict != "warning", "{jwt}");
    }
}

#[tokio::test]
async fn tokens_that_cannot_count_are_refused() {
    let issuer = Issuer::by_key(1);
    let (badge, older) = (badge(&issuer), older(&issuer));
    let typ = || json!({"typ": "vc+jwt"});
    let with = |name: &str, value: Value| {
        let mut payload = badge.clone();
        payload[name] = value;
        payload
    };
    let claim = |vc: &Value| json!({"iss": issuer.id, "vc": vc});
    let in_header = |name: &str, value: Value| {
        let mut header = typ();
        header[name] = value;
        issuer.jws(header, &badge)
    };
    let cases = [
        (issuer.jws(json!({"typ": "openid4vci-proof+jwt"}), &badge), "wrong_token_type"),
        (issuer.jws(json!({"typ": "vc+jwt", "cty": "vp"}), &badge), "wrong_token_type"),
        (in_header("crit", json!(["exp"])), "unknown_extension"),
        (in_header("b64", json!(false)), "unknown_extension"),
        (issuer.jws(json!({"typ": "JWT", "x5u": "https://a.example"}), &badge), "header_not_allowed"),
        (issuer.jws(typ(), &older), "wrong_place"),
        (issuer.jws(json!({"typ": "JWT"}), &claim(&badge)), "wrong_place"),
        (issuer.jws(typ(), &with("vc", older.clone())), "claim_not_allowed"),
        (issuer.jws(json!({}), &json!({"iss": "did:example:other", "vc": older})), "contradiction"),
        (issuer.jws(typ(), &with("sub", json!("did:example:other"))), "contradiction"),
        (issuer.jws(typ(), &with("jti", json!("urn:uuid:0"))), "contradiction"),
        (issuer.jws(typ(), &with("iss", json!(5))), "malformed_claim"),
        (issuer.jws(typ(), &with("exp", json!("tomorrow"))), "malformed_claim"),
        (issuer.jws(typ(), &with("type", json!(["VerifiablePresentation"]))), "other_type"),
    ];
    for (jwt, reason) in cases {
        let found = report_text(&jwt, &issuer).await;
        let seen = (found["verdict"].as_str(), check(&found, "jwt"));
        assert_eq!(seen, (Some("invalid"), ("failed", reason)), "{}", lines(&found));
        assert_eq!(check(&found, "status").1, "not_reached");
    }
}

/// What a token lacks and the credential says takes nothing from it.
#[tokio::test]
async fn a_missing_claim_is_told() {
    let issuer = Issuer::with_key(KeyKind::P256, 1);
    for payload in [badge(&issuer), json!({"vc": older(&issuer)})] {
        let found = report_text(&issuer.jws(json!({"typ": "JWT"}), &payload), &issuer).await;
        assert_eq!((found["verdict"].as_str(), check(&found, "jwt")), (Some("warning"), ("warned", "claim_missing")));
    }
}

#[tokio::test]
async fn algorithms_that_prove_nothing_are_refused() {
    let issuer = Issuer::by_key(1);
    let [_, payload, signature] = &parts(&issuer.jwt(Form::VcJose, &badge(&issuer))).map(str::to_owned);
    for (alg, signature, verdict, row) in [
        ("none", "", "invalid", ("failed", "not_signed")),
        ("nOnE", signature.as_str(), "invalid", ("failed", "not_signed")),
        ("HS256", signature, "invalid", ("failed", "symmetric_algorithm")),
        ("ES512", signature, "undecided", ("could_not_check", "unsupported_algorithm")),
    ] {
        let header = json!({"alg": alg, "typ": "vc+jwt", "kid": issuer.method()}).to_string();
        let jwt = format!("{}.{payload}.{signature}", URL_SAFE_NO_PAD.encode(header));
        let found = report_text(&jwt, &issuer).await;
        assert_eq!((found["verdict"].as_str(), check(&found, "jwt")), (Some(verdict), row), "{alg}");
    }
    let header = json!({"alg": "ES256", "typ": "vc+jwt", "kid": issuer.method()}).to_string();
    let jwt = format!("{}.{payload}.{signature}", URL_SAFE_NO_PAD.encode(header));
    let found = report_text(&jwt, &issuer).await;
    assert_eq!(check(&found, "proof"), ("failed", "algorithm_of_another_key"), "{}", lines(&found));
}

#[tokio::test]
async fn what_is_no_token_is_not_readable() {
    let issuer = Issuer::by_key(1);
    let header = URL_SAFE_NO_PAD.encode(json!({"alg": "EdDSA", "typ": "vc+jwt", "kid": issuer.method()}).to_string());
    let twice = badge(&issuer).to_string().replacen('{', r#"{"validFrom":"2020-01-01T00:00:00Z","#, 1);
    let deep = format!("{{\"a\":{}{}}}", "[".repeat(100), "]".repeat(100));
    let wide = format!("{{\"a\":[{}0]}}", "0,".repeat(100_000));
    let encoded = |text: &str| issuer.compact(&header, &URL_SAFE_NO_PAD.encode(text));
    let double = URL_SAFE_NO_PAD.encode(r#"{"alg":"EdDSA","alg":"none","typ":"vc+jwt"}"#);
    for (jwt, reason) in [
        (encoded(&twice), "duplicate_member"),
        (issuer.compact(&double, "e30"), "duplicate_member"),
        (encoded(&deep), "too_deep"),
        (encoded(&wide), "too_many_values"),
        (encoded("[1]"), "malformed_token"),
        (encoded("hello"), "not_json"),
        (issuer.compact(&header, "e_8"), "not_utf8"),
        (format!("{header}.e30.AAAA"), "malformed_token"),
        (
            issuer.jws(
                json!({"typ": "vp+jwt"}),
                &json!({"@context": contexts::VC2_CONTEXT, "type": "VerifiablePresentation"}),
            ),
            "empty_presentation",
        ),
        (issuer.jws(json!({"typ": "JWT"}), &json!({"vp": {}, "iss": "did:example:holder"})), "format_not_read"),
        (issuer.jws(json!({"typ": "JWT"}), &json!({"iss": "https://a.example", "sub": "ada"})), "not_a_credential"),
    ] {
        let found = report_text(&jwt, &issuer).await;
        assert_eq!((found["verdict"].as_str(), check(&found, "parse")), (Some("unreadable"), ("failed", reason)));
    }
}

#[tokio::test]
async fn only_the_issuers_own_key_counts() {
    let (issuer, other) = (Issuer::by_key(1), Issuer::by_key(2));
    let badge = badge(&issuer);
    let typ = |name: &str, value: Value| json!({"typ": "vc+jwt", name: value});
    let foreign = ("failed", "key_not_issuers");
    for (jwt, proof, key) in [
        // A stranger's signature under the issuer's name, under the stranger's, and with the stranger's key beside it.
        (other.jws(typ("kid", json!(issuer.method())), &badge), "signature_invalid", ("passed", "issuers_key")),
        (other.jws(json!({"typ": "vc+jwt"}), &badge), "signature_valid", foreign),
        (
            other.jws(json!({"typ": "JWT", "jwk": other.jwk()}), &with_claims(&badge, &issuer)),
            "signature_valid",
            foreign,
        ),
        (other.jws(typ("kid", json!("https://a.example/key")), &badge), "key_missing", foreign),
    ] {
        let found = report_text(&jwt, &issuer).await;
        assert_eq!(found["verdict"], "invalid", "{}", lines(&found));
        assert_eq!((check(&found, "proof").1, check(&found, "key")), (proof, key), "{}", lines(&found));
        assert_eq!(check(&found, "trust").1, "needs_signature");
    }
    let mixed = issuer.jws(json!({"typ": "vc+jwt", "kid": issuer.method(), "jwk": other.jwk()}), &badge);
    assert_eq!(check(&report_text(&mixed, &issuer).await, "jwt"), ("failed", "other_key_in_header"));

    let own = issuer.jws(json!({"typ": "JWT", "jwk": issuer.jwk()}), &with_claims(&badge, &issuer));
    assert_eq!(report_text(&own, &issuer).await["verdict"], "valid");
    let web = Issuer::by_key(1).called("https://college.example");
    let brought = web.jws(json!({"typ": "JWT", "jwk": web.jwk()}), &with_claims(&super::world::badge(&web), &web));
    let found = report_text(&brought, &web).await;
    assert_eq!((found["verdict"].as_str(), check(&found, "proof").1), (Some("undecided"), "signature_valid"));
    assert_eq!(check(&found, "key"), ("could_not_check", "key_brought"), "{}", lines(&found));
}

/// The payload of Open Badges 3.0 §8.2 for `badge`.
fn with_claims(badge: &Value, issuer: &Issuer) -> Value {
    let mut payload = badge.clone();
    payload["iss"] = json!(issuer.id);
    payload["sub"] = badge["credentialSubject"]["id"].clone();
    payload["jti"] = badge["id"].clone();
    payload["nbf"] = json!(1_780_272_000);
    payload
}

#[tokio::test]
async fn a_key_on_the_web_counts_when_the_issuers_document_lists_it() {
    let issuer = Issuer::on_the_web(3);
    let listed = FixedDocuments::default().with(WEB_DOCUMENT, issuer.document(&[Purpose::AssertionMethod]));
    let unlisted = FixedDocuments::default().with(WEB_DOCUMENT, issuer.document(&[Purpose::Authentication]));
    let badge = badge(&issuer);
    for (kid, documents, verdict, key) in [
        (issuer.method(), &listed, "valid", ("passed", "issuers_key")),
        ("#key-1", &listed, "valid", ("passed", "issuers_key")),
        ("#key-2", &listed, "invalid", ("failed", "key_not_listed")),
        (issuer.method(), &unlisted, "invalid", ("failed", "key_not_for_issuing")),
        (issuer.method(), &FixedDocuments::default(), "undecided", ("could_not_check", "issuer_unreachable")),
    ] {
        let mut payload = badge.clone();
        payload["iss"] = json!(issuer.id);
        let jwt = issuer.jws(json!({"typ": "vc+jwt", "kid": kid}), &payload);
        let found = post(&verifier(documents.clone(), &[&issuer]), jwt).await.1;
        assert_eq!((found["verdict"].as_str(), check(&found, "key")), (Some(verdict), key), "{}", lines(&found));
    }
}

#[tokio::test]
async fn the_dates_of_the_token_count_too() {
    let issuer = Issuer::by_key(1);
    // The verifier's present is 2026-11-24T09:00:00Z.
    for (claim, at, row, outcome) in [
        ("exp", 1_795_510_800, "validity", ("failed", "expired")),
        ("exp", 1_795_510_801, "validity", ("passed", "in_time")),
        ("nbf", 1_795_510_801, "validity", ("failed", "not_yet_valid")),
        ("nbf", 1_795_510_800, "validity", ("passed", "in_time")),
        ("iat", 1_795_511_101, "proof", ("failed", "signed_in_future")),
        ("iat", 1_795_511_100, "proof", ("passed", "signature_valid")),
    ] {
        let mut payload = badge(&issuer);
        payload[claim] = json!(at);
        let found = report_text(&issuer.jws(json!({"typ": "vc+jwt"}), &payload), &issuer).await;
        assert_eq!(check(&found, row), outcome, "{claim} {at}: {}", lines(&found));
        assert_eq!(found["verdict"], if outcome.0 == "passed" { "valid" } else { "invalid" });
    }
    let mut past = badge(&issuer);
    past["validUntil"] = json!("2026-11-23T09:00:00Z");
    let found = report_text(&issuer.jwt(Form::VcJose, &past), &issuer).await;
    assert_eq!(check(&found, "validity"), ("failed", "expired"));
}

#[tokio::test]
async fn the_status_is_asked_and_a_list_may_be_a_token_too() {
    let issuer = Issuer::by_key(1);
    for (index, verdict, row) in [(6, "valid", ("passed", "not_revoked")), (7, "invalid", ("failed", "revoked"))] {
        let mut badge = badge(&issuer);
        badge["credentialStatus"] = entry("revocation", index);
        let jwt = issuer.jwt(Form::VcJose, &badge);
        let as_json = issuer.status_list("revocation", &[7]).to_string();
        let as_token = issuer.jwt(Form::VcJose, &unsigned_list(&issuer.id, "revocation", &[7]));
        for list in [as_json, as_token] {
            let documents = FixedDocuments::default().with(LIST, list.into_bytes());
            let found = post(&verifier(documents, &[&issuer]), jwt.clone()).await.1;
            assert_eq!((found["verdict"].as_str(), check(&found, "status")), (Some(verdict), row), "{}", lines(&found));
        }
    }
}

#[tokio::test]
async fn a_transcript_in_a_token_with_any_leaf_changed_is_refused() {
    let issuer = Issuer::with_key(KeyKind::P256, 1);
    let children = ["CS-101", "CS-102"].map(|code| course(&issuer, code, "Fall 2025", "A"));
    let jwt = issuer.jwt(Form::VcJwt, &unsigned_transcript(&issuer, &children));
    assert_eq!(report_text(&jwt, &issuer).await["verdict"], "valid");
    let changes = each_leaf_changed(&decoded(parts(&jwt)[1]));
    assert!(changes.len() > 60, "{}", changes.len());
    for (place, changed) in changes {
        let found = report_text(&with_payload(&jwt, &changed), &issuer).await;
        assert_eq!(found["verdict"], "invalid", "{place}: {}", lines(&found));
    }
}

/// The base contexts of the two data models exclude each other: each is read by itself, and each must have a meaning.
#[tokio::test]
async fn credentials_of_the_newer_model_may_stand_in_a_token_of_the_older() {
    let issuer = Issuer::with_key(KeyKind::P256, 1);
    let child = issuer.add_proof(course(&issuer, "CS-101", "Fall 2025", "A"), Suite::EcdsaRdfc2019, |_| {});
    let mut around = unsigned_transcript(&issuer, &[child]);
    around["@context"][0] = json!(contexts::VC1_CONTEXT);
    let from = around.as_object_mut().unwrap().remove("validFrom").unwrap();
    around["issuanceDate"] = from;
    let found = report_text(&issuer.jwt(Form::JwtVcJson, &around), &issuer).await;
    assert_eq!((found["verdict"].as_str(), check(&found, "context").1), (Some("warning"), "older_data_model"));
    assert_eq!(found["children"][0]["verdict"], "valid", "{}", lines(&found));

    let mut vague = around.clone();
    vague["credentialSubject"]["mood"] = json!("good");
    let found = report_text(&issuer.jwt(Form::JwtVcJson, &vague), &issuer).await;
    assert_eq!(check(&found, "context"), ("failed", "undefined_term"));
    let mut vague = around.clone();
    vague["credentialSubject"]["verifiableCredential"][0]["credentialSubject"]["mood"] = json!("good");
    let found = report_text(&issuer.jwt(Form::JwtVcJson, &vague), &issuer).await;
    assert_eq!(check(&found["children"][0], "context"), ("failed", "undefined_term"));
    assert_eq!(found["verdict"], "invalid", "{}", lines(&found));

    // As JSON the outer proof would cover the statements of both models in one graph.
    let found = super::world::report(&around, &issuer).await;
    assert_eq!(check(&found, "context"), ("failed", "not_linked_data"));
}
