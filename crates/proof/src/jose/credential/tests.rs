//! Every form: signed and read back, each rule broken in turn, and what others published.

mod every_leaf;
mod published;

use model::random::SeededRandom;

use super::*;
use crate::jose;
use crate::keys::{KeyKind, SigningKey};
use crate::made_in_test::{a_key, object};
use crate::sd_jwt::document::{DocumentError, UnverifiedDocument, issue_document};
use crate::sd_jwt::{Hiding, SdJwtError};

const LONGEST: usize = 1 << 20;

/// A badge of VCDM 2.0.
fn badge() -> Map<String, Value> {
    object(json!({
        "@context": ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],
        "id": "urn:uuid:1", "type": ["VerifiableCredential", "OpenBadgeCredential"], "name": "Welding",
        "issuer": {"id": "https://issuer.example", "type": ["Profile"], "name": "College"},
        "validFrom": "2026-01-02T03:04:05Z", "validUntil": "2030-01-01T00:00:00.500Z",
        "credentialSubject": {"id": "did:example:learner", "type": ["AchievementSubject"], "achievement": {
            "id": "urn:uuid:2", "type": ["Achievement"], "name": "Welding", "criteria": {"narrative": "Weld"},
            "description": "d", "resultDescription": [{"allowedValue": ["A", "B", "C"], "valueMax": 4.5}]}}
    }))
}

/// The same in VCDM 1.1.
fn older_badge() -> Map<String, Value> {
    let mut badge = badge();
    badge["@context"][0] = json!(contexts::VC1_CONTEXT);
    for (old, new) in [("issuanceDate", "validFrom"), ("expirationDate", "validUntil")] {
        let value = badge.shift_remove(new).unwrap();
        badge.insert(old.into(), value);
    }
    badge
}

fn presentation() -> Map<String, Value> {
    let inside = sign(Form::VcJose, &kid(), &badge(), &a_key(KeyKind::Ed25519, 9)).unwrap();
    object(json!({
        "@context": ["https://www.w3.org/ns/credentials/v2"], "type": ["VerifiablePresentation"],
        "holder": "did:example:learner", "verifiableCredential": [{
            "@context": "https://www.w3.org/ns/credentials/v2", "type": "EnvelopedVerifiableCredential",
            "id": format!("data:application/vc+jwt,{inside}")}]
    }))
}

fn document_of(form: Form) -> Map<String, Value> {
    match form {
        Form::JwtVcJson => older_badge(),
        form if form.is_presentation() => presentation(),
        _ => badge(),
    }
}

fn kid() -> Map<String, Value> {
    object(json!({"kid": "https://issuer.example/keys#1"}))
}

const PLAIN: [Form; 4] = [Form::JwtVcJson, Form::VcJwt, Form::VcJose, Form::VpJose];

fn verified(compact: &str, key: &SigningKey) -> Result<CredentialJwt, CredentialJwtError> {
    UnverifiedCredentialJwt::decode(compact, LONGEST)?.verify(&key.public())
}

/// The table, signed and read back with every key: what a form is not signed with is refused.
#[test]
fn every_form_with_every_kind_of_key() {
    let keys = KeyKind::SIGNING_BYTES.map(|kind| a_key(kind, 1));
    for form in PLAIN {
        for key in &keys {
            let alg = Algorithm::of(&key.public()).unwrap();
            let signed = sign(form, &kid(), &document_of(form), key);
            if !form.rules().signs.contains(&alg) {
                let refused = CredentialJwtError::NotSignedWith { form: form.rules().name, alg: alg.name() };
                assert_eq!(signed, Err(refused));
                continue;
            }
            let compact = signed.unwrap();
            let read = UnverifiedCredentialJwt::decode(&compact, LONGEST).unwrap();
            assert_eq!((read.form(), read.jws().algorithm()), (form, alg));
            let author = if form == Form::VpJose { "did:example:learner" } else { "https://issuer.example" };
            assert_eq!(read.unverified_author(), Some(author));
            assert_eq!(read.verify(&key.public()).unwrap().document, document_of(form), "{form:?}");
            assert_eq!(read.jws().header_text("typ"), Ok(Some(form.rules().typ)));
            assert_eq!(read.jws().header_text("cty"), Ok(form.rules().cty));
        }
    }
}

/// VCDM 1.1 §6.3.1 and OB 3.0 §8.2.4: what the claims of a payload are.
#[test]
fn claims_repeat_the_members() {
    let key = a_key(KeyKind::P256, 1);
    for form in [Form::JwtVcJson, Form::VcJwt] {
        let compact = sign(form, &kid(), &document_of(form), &key).unwrap();
        let jws = UnverifiedJws::decode(&compact, LONGEST).unwrap();
        let claims = jws.unverified_payload();
        assert_eq!(claims["iss"], "https://issuer.example");
        assert_eq!((&claims["sub"], &claims["jti"]), (&json!("did:example:learner"), &json!("urn:uuid:1")));
        assert_eq!((&claims["nbf"], &claims["exp"]), (&json!(1_767_323_045), &json!(1_893_456_000)));
        assert_eq!(claims.contains_key("vc"), form == Form::JwtVcJson);
    }
}

/// Signs a payload as it is.
fn crafted(form: Form, payload: &Map<String, Value>, key: &SigningKey) -> String {
    jose::sign(&written_header(&form.rules(), &kid()), payload, key).unwrap()
}

/// The refusal of a payload of the form with one thing changed, well signed.
fn refusal(form: Form, change: impl Fn(&mut Map<String, Value>)) -> Option<CredentialJwtError> {
    let key = a_key(KeyKind::P256, 1);
    let mut payload = written(form, &document_of(form)).unwrap();
    change(&mut payload);
    verified(&crafted(form, &payload, &key), &key).err()
}

#[test]
fn contradictions_between_claims_and_members_are_refused() {
    for form in [Form::JwtVcJson, Form::VcJwt] {
        for pair in pairs(form) {
            let other = if pair.is_date() { json!(1) } else { json!("https://other.example") };
            let refused = refusal(form, |payload| drop(payload.insert(pair.claim.into(), other.clone())));
            assert_eq!(refused, Some(pair.contradiction()), "{form:?}");
            let malformed = refusal(form, |payload| drop(payload.insert(pair.claim.into(), json!(["x"]))));
            assert_eq!(malformed, Some(JoseError::Claim { name: pair.claim }.into()), "{form:?}");
        }
    }
    for (claim, member) in [("iss", "issuer"), ("sub", "credentialSubject"), ("jti", "id")] {
        let refused = refusal(Form::VcJose, |payload| drop(payload.insert(claim.into(), json!("urn:x"))));
        assert_eq!(refused, Some(CredentialJwtError::Contradiction { claim, member }));
    }
    let refused = refusal(Form::VpJose, |payload| drop(payload.insert("iss".into(), json!("urn:x"))));
    assert_eq!(refused, Some(CredentialJwtError::Contradiction { claim: "iss", member: "holder" }));
    for claim in ["nbf", "exp"] {
        let own = refusal(Form::VcJose, |payload| drop(payload.insert(claim.into(), json!(5))));
        assert_eq!(own, None, "the dates of the signature, not of the credential");
    }
}

#[test]
fn claims_that_must_be_there() {
    for (form, required) in [(Form::JwtVcJson, &["iss"][..]), (Form::VcJwt, &["iss", "sub", "jti", "nbf"])] {
        for pair in pairs(form) {
            let refused = refusal(form, |payload| drop(payload.shift_remove(pair.claim)));
            let expected = required.contains(&pair.claim).then_some(JoseError::Claim { name: pair.claim }.into());
            assert_eq!(refused, expected, "{form:?} {}", pair.claim);
        }
    }
    let mut nobodys = badge();
    nobodys["credentialSubject"].as_object_mut().unwrap().shift_remove("id");
    let refused = sign(Form::VcJwt, &kid(), &nobodys, &a_key(KeyKind::P256, 1));
    assert_eq!(refused, Err(JoseError::Claim { name: "sub" }.into()));
}

/// VCDM 1.1 §6.3.1, decoding: what only the claims say goes into the credential.
#[test]
fn claims_fill_what_the_credential_leaves_out() {
    let key = a_key(KeyKind::P256, 1);
    let mut payload = written(Form::JwtVcJson, &older_badge()).unwrap();
    let vc = payload["vc"].as_object_mut().unwrap();
    for member in ["id", "issuanceDate", "expirationDate"] {
        vc.shift_remove(member);
    }
    vc["credentialSubject"].as_object_mut().unwrap().shift_remove("id");
    vc["issuer"].as_object_mut().unwrap().shift_remove("id");
    let read = verified(&crafted(Form::JwtVcJson, &payload, &key), &key).unwrap();
    let mut expected = older_badge();
    expected["expirationDate"] = json!("2030-01-01T00:00:00Z");
    assert_eq!(Value::Object(read.document), Value::Object(expected), "in whole seconds");
    assert_eq!(read.not_before, Some(Time::from_unix(1_767_323_045)));

    let bare = payload["vc"].as_object_mut().unwrap();
    bare.shift_remove("issuer");
    bare.insert("credentialSubject".into(), json!([{"type": ["AchievementSubject"]}]));
    let read = verified(&crafted(Form::JwtVcJson, &payload, &key), &key).unwrap();
    assert_eq!(read.document["issuer"], "https://issuer.example");
    assert_eq!(read.document["credentialSubject"][0]["id"], "did:example:learner");

    payload["vc"]["credentialSubject"] = json!([{"name": "one"}, {"name": "two"}]);
    let refused = verified(&crafted(Form::JwtVcJson, &payload, &key), &key);
    assert_eq!(refused.unwrap_err(), CredentialJwtError::Contradiction { claim: "sub", member: "credentialSubject" });
}

/// The place of the credential and its data model belong together.
#[test]
fn a_document_of_another_model_or_type_is_refused() {
    let key = a_key(KeyKind::P256, 1);
    for (form, document) in [
        (Form::JwtVcJson, badge()),
        (Form::VcJwt, older_badge()),
        (Form::VcJose, older_badge()),
        (Form::VpJose, object(json!({"@context": [contexts::VC1_CONTEXT], "type": ["VerifiablePresentation"]}))),
    ] {
        assert!(matches!(sign(form, &kid(), &document, &key), Err(CredentialJwtError::OtherModel { .. })), "{form:?}");
    }
    for (context, found) in
        [(json!([]), ""), (json!(["https://a.example", contexts::VC2_CONTEXT]), "https://a.example")]
    {
        let refused = refusal(Form::VcJose, |payload| payload["@context"] = context.clone());
        let expected =
            CredentialJwtError::OtherModel { form: "vc+jwt", expected: contexts::VC2_CONTEXT, found: found.into() };
        assert_eq!(refused, Some(expected));
    }
    let refused = refusal(Form::VcJose, |payload| payload["type"] = json!(["OpenBadgeCredential"]));
    assert_eq!(refused, Some(CredentialJwtError::OtherType { expected: "VerifiableCredential" }));
    let refused = refusal(Form::VpJose, |payload| payload["type"] = json!("VerifiableCredential"));
    assert_eq!(refused, Some(CredentialJwtError::OtherType { expected: "VerifiablePresentation" }));
    assert_eq!(refusal(Form::VcJose, |payload| payload["type"] = json!("VerifiableCredential")), None);
    for vc in [json!("text"), json!([]), Value::Null] {
        let refused = refusal(Form::JwtVcJson, |payload| payload["vc"] = vc.clone());
        assert_eq!(refused, Some(JoseError::Claim { name: "vc" }.into()));
    }
}

/// VC-JOSE-COSE §3.1.3.
#[test]
fn the_claims_vc_and_vp_are_forbidden_where_the_credential_is_the_payload() {
    for name in ["vc", "vp"] {
        for form in [Form::VcJose, Form::VpJose] {
            let refused = refusal(form, |payload| drop(payload.insert(name.into(), json!("x"))));
            assert_eq!(refused, Some(CredentialJwtError::ClaimForbidden { name }));
        }
    }
    let refused = refusal(Form::VcJwt, |payload| drop(payload.insert("vp".into(), json!("x"))));
    assert_eq!(refused, Some(CredentialJwtError::ClaimForbidden { name: "vp" }));
    let mut own = badge();
    own.insert("nonce".into(), json!("x"));
    let refused = sign(Form::VcJose, &kid(), &own, &a_key(KeyKind::P256, 1));
    assert_eq!(refused, Err(CredentialJwtError::ClaimForbidden { name: "nonce" }));
}

/// A header of the form with members changed; `null` takes one away.
fn with_header(form: Form, changes: &Value) -> Result<CredentialJwt, CredentialJwtError> {
    let key = a_key(KeyKind::P256, 1);
    let mut header = written_header(&form.rules(), &kid());
    for (name, value) in changes.as_object().unwrap() {
        match value {
            Value::Null => drop(header.shift_remove(name)),
            value => drop(header.insert(name.clone(), value.clone())),
        }
    }
    let payload = written(form, &document_of(form)).unwrap();
    verified(&jose::sign(&header, &payload, &key)?, &key)
}

#[test]
fn the_header_of_each_form() {
    let typ = |form, typ: Value| with_header(form, &json!({"typ": typ}));
    for form in [Form::JwtVcJson, Form::VcJwt] {
        for good in [Value::Null, json!("JWT"), json!("jwt"), json!("application/jwt")] {
            assert!(typ(form, good).is_ok());
        }
        for bad in ["vc+ld+jwt", "kb+jwt", "statuslist+jwt", "openid4vci-proof+jwt"] {
            assert!(matches!(typ(form, json!(bad)), Err(CredentialJwtError::Jose(JoseError::Typ { .. }))), "{bad}");
        }
        assert_eq!(typ(form, json!(1)), Err(JoseError::Header { name: "typ" }.into()));
    }
    for good in [Value::Null, json!("vc"), json!("application/vc")] {
        assert!(with_header(Form::VcJose, &json!({"cty": good})).is_ok());
    }
    let refused = JoseError::Cty { expected: "vc", found: "vp".into() };
    assert_eq!(with_header(Form::VcJose, &json!({"cty": "vp"})), Err(refused.into()));
    assert!(typ(Form::VcJose, json!("application/vc+jwt")).is_ok());
    // A credential that calls itself a presentation, and the other way round.
    assert!(typ(Form::VcJose, json!("vp+jwt")).is_err());
    assert!(typ(Form::VpJose, json!("vc+jwt")).is_err());
    for (name, value) in [("crit", json!(["x"])), ("b64", json!(false)), ("zip", json!("DEF"))] {
        for form in PLAIN {
            assert!(with_header(form, &json!({name: value})).is_err(), "{name}");
        }
    }
}

/// OB 3.0 §8.2.3.
#[test]
fn how_vc_jwt_names_its_key() {
    let form = Form::VcJwt;
    let own = jwk::encode(&a_key(KeyKind::P256, 1).public());
    assert!(with_header(form, &json!({"kid": null, "jwk": own})).is_ok());
    assert!(with_header(form, &json!({"jwk": own})).is_ok());
    assert_eq!(with_header(form, &json!({"kid": null})), Err(JoseError::Header { name: "kid" }.into()));
    assert_eq!(with_header(form, &json!({"kid": 5})), Err(JoseError::Header { name: "kid" }.into()));
    let other = jwk::encode(&a_key(KeyKind::P256, 2).public());
    assert_eq!(with_header(form, &json!({"jwk": other})), Err(CredentialJwtError::OtherKey));
    let mut private = own;
    private["d"] = json!("AA");
    assert_eq!(with_header(form, &json!({"jwk": private})), Err(JoseError::Header { name: "jwk" }.into()));
    for name in ["x5c", "jku", "cty", "x"] {
        let refused = JoseError::HeaderForbidden { name: name.into() };
        assert_eq!(with_header(form, &json!({name: "x"})), Err(refused.into()));
        assert!(name == "cty" || with_header(Form::JwtVcJson, &json!({name: "x"})).is_ok());
    }
}

/// VC-JOSE-COSE §3.3.2: without `iss`, the `kid` alone ties the key to the issuer.
#[test]
fn a_relative_kid_needs_an_issuer_claim() {
    for kid in [json!("1"), Value::Null] {
        let refused = with_header(Form::VcJose, &json!({"kid": kid}));
        assert_eq!(refused, Err(JoseError::Header { name: "kid" }.into()));
    }
    let key = a_key(KeyKind::P256, 1);
    let mut payload = badge();
    payload.insert("iss".into(), json!("https://issuer.example"));
    let header = object(json!({"typ": "vc+jwt", "kid": "1"}));
    assert_eq!(verified(&jose::sign(&header, &payload, &key).unwrap(), &key).unwrap().document, badge());
}

#[test]
fn another_key_and_another_algorithm() {
    let compact = sign(Form::VcJose, &kid(), &badge(), &a_key(KeyKind::P256, 1)).unwrap();
    assert_eq!(verified(&compact, &a_key(KeyKind::P256, 2)), Err(JoseError::BadSignature.into()));
    let mismatch = JoseError::KeyMismatch { alg: "ES256", kind: KeyKind::Ed25519 };
    assert_eq!(verified(&compact, &a_key(KeyKind::Ed25519, 1)), Err(mismatch.into()));
    for (form, kind) in [(Form::VcJwt, KeyKind::Ed25519), (Form::JwtVcJson, KeyKind::P384)] {
        let compact = jose::sign(&kid(), &written(form, &document_of(form)).unwrap(), &a_key(kind, 1)).unwrap();
        assert!(verified(&compact, &a_key(kind, 1)).is_ok(), "read, though not written");
    }
}

#[test]
fn presentations_hold_enveloped_credentials_only() {
    let with =
        |credentials: Value| refusal(Form::VpJose, |payload| payload["verifiableCredential"] = credentials.clone());
    let enveloped = |id: &str| json!({"type": "EnvelopedVerifiableCredential", "id": id});
    for good in [
        json!([]),
        enveloped("data:application/vc+jwt,e30.e30.AA"),
        json!([enveloped("data:application/vc+cose;base64,0oRY")]),
        json!([{"type": ["EnvelopedVerifiableCredential"], "id": "data:application/dc+sd-jwt,e30.e30.AA~"}]),
    ] {
        assert_eq!(with(good), None);
    }
    assert_eq!(refusal(Form::VpJose, |payload| drop(payload.shift_remove("verifiableCredential"))), None);
    for (bad, found) in [
        (json!([Value::Object(badge())]), "urn:uuid:1"),
        (json!(["e30.e30.AA"]), "a credential in the open"),
        (json!([enveloped("not-a-credential")]), "not-a-credential"),
        (json!([enveloped("data:application/json,{}")]), "data:application/json,{}"),
        (json!([enveloped("data:application/vc+jwt,")]), "data:application/vc+jwt,"),
        (
            json!([enveloped("data:application/vc+jwt,x"), {"type": "VerifiableCredential", "id": "data:application/vc+jwt,x"}]),
            "data:application/vc+jwt,x",
        ),
    ] {
        assert_eq!(with(bad), Some(CredentialJwtError::NotEnveloped { found: found.into() }));
    }
}

fn selective(form: Form, pointers: &[&str], key: &SigningKey) -> Result<String, DocumentError> {
    let pointers: Vec<String> = pointers.iter().map(|pointer| (*pointer).to_owned()).collect();
    let hiding = Hiding { pointers: &pointers, decoys: 2 };
    issue_document(form, &kid(), &document_of(form), &hiding, (key, &SeededRandom::new(5)))
}

#[test]
fn documents_as_sd_jwt() {
    for (form, pointers) in [
        (Form::VcSdJwt, &["/credentialSubject/achievement", "/name", "/issuer/name"][..]),
        (Form::VpSdJwt, &["/holder", "/verifiableCredential/0", "/type"]),
    ] {
        for kind in [KeyKind::Ed25519, KeyKind::P256, KeyKind::P384, KeyKind::Rsa] {
            let key = a_key(kind, 1);
            let text = selective(form, pointers, &key).unwrap();
            let read = UnverifiedDocument::decode(form, &text, LONGEST).unwrap();
            assert_eq!(read.sd_jwt().jws().header_text("typ"), Ok(Some(form.rules().typ)));
            assert_eq!(Value::Object(read.verify(&key.public()).unwrap().0.document), Value::Object(document_of(form)));
        }
    }
    let key = a_key(KeyKind::P256, 1);
    for name in ["@context", "credentialStatus", "validUntil"] {
        let refused = selective(Form::VcSdJwt, &[&format!("/{name}")], &key);
        assert_eq!(refused, Err(SdJwtError::MustNotBeHidden { name }.into()));
    }
    let credential = selective(Form::VcSdJwt, &["/name"], &key).unwrap();
    assert!(UnverifiedDocument::decode(Form::VpSdJwt, &credential, LONGEST).is_err());
    assert!(matches!(sign(Form::VcSdJwt, &kid(), &badge(), &key), Err(CredentialJwtError::NotSignedWith { .. })));
}
