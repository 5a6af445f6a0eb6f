use super::*;
use crate::jwk;
use crate::keys::SigningKey;
use crate::made_in_test::{a_key, compact, ed25519, object};

const LONGEST: usize = 4096;
const HEADER: &str = r#"{"alg":"EdDSA"}"#;

fn key() -> SigningKey {
    SigningKey::from_seed(&[5; 32])
}

fn decode(text: &str) -> Result<UnverifiedJws, JoseError> {
    UnverifiedJws::decode(text, LONGEST)
}

fn header(text: &str) -> JoseError {
    decode(&ed25519(text, "{}", &key())).unwrap_err()
}

#[test]
fn what_is_signed_here_reads_back() {
    let payload = object(json!({"iss": "a", "n": 1}));
    let text = sign(&object(json!({"typ": "JWT", "kid": "k"})), &payload, &key()).unwrap();
    let jws = decode(&text).unwrap();
    assert_eq!(jws.verify(&key().public()).unwrap(), &payload);
    assert_eq!(jws.header_text("kid").unwrap(), Some("k"));
    assert_eq!(jws.header_text("nothing").unwrap(), None);
    assert_eq!(jws.algorithm(), Algorithm::EdDsa);
    assert_eq!(jws.header()["alg"], "EdDSA");
}

#[test]
fn signing_does_not_make_what_reading_refuses() {
    let refused = sign(&object(json!({"crit": ["b64"]})), &Map::new(), &key());
    assert_eq!(refused, Err(JoseError::Extension { name: "crit" }));
    let other_alg = sign(&object(json!({"alg": "none"})), &Map::new(), &key()).unwrap();
    assert_eq!(decode(&other_alg).unwrap().algorithm(), Algorithm::EdDsa);
}

/// RFC 7515 appendix A.3: ES256.
#[test]
fn the_es256_example_of_rfc_7515() {
    let text = "eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q";
    let key = jwk::decode(&json!({"kty": "EC", "crv": "P-256",
        "x": "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU", "y": "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}))
    .unwrap();
    let payload = json!({"iss": "joe", "exp": 1_300_819_380, "http://example.com/is_root": true});
    assert_eq!(decode(text).unwrap().verify(&key).unwrap(), &object(payload));
}

/// RFC 8037 appendix A.4 signs text that is no JSON; its header and signature with our payload must not verify.
#[test]
fn a_signature_over_another_payload_is_refused() {
    let signature = "hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg";
    let text = format!("eyJhbGciOiJFZERTQSJ9.{}.{signature}", URL_SAFE_NO_PAD.encode("{}"));
    let key = jwk::decode(&json!({"kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}));
    assert_eq!(decode(&text).unwrap().verify(&key.unwrap()), Err(JoseError::BadSignature));
    assert_eq!(
        decode(&format!("eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc.{signature}"))
            .unwrap_err()
            .to_string(),
        "the JWT's payload: not JSON from line 1, column 1 on, or nested too deep"
    );
}

#[test]
fn both_names_of_the_ed25519_algorithm_are_read() {
    for name in ["EdDSA", "Ed25519"] {
        let jws = decode(&ed25519(&format!(r#"{{"alg":"{name}"}}"#), "{}", &key())).unwrap();
        assert!(jws.verify(&key().public()).is_ok());
    }
}

#[test]
fn the_key_decides_the_algorithm() {
    let pair = a_key(KeyKind::P256, 1);
    let es256 = decode(&compact(r#"{"alg":"ES256"}"#, "{}", |message| pair.sign(message).unwrap())).unwrap();
    assert!(es256.verify(&pair.public()).is_ok());
    assert_eq!(es256.verify(&key().public()), Err(JoseError::KeyMismatch { alg: "ES256", kind: KeyKind::Ed25519 }));
    let eddsa = decode(&ed25519(HEADER, "{}", &key())).unwrap();
    assert_eq!(eddsa.verify(&pair.public()), Err(JoseError::KeyMismatch { alg: "EdDSA", kind: KeyKind::P256 }));
    assert_eq!(eddsa.verify(&SigningKey::from_seed(&[6; 32]).public()), Err(JoseError::BadSignature));
}

#[test]
fn hostile_algorithms_and_headers() {
    for name in ["none", "None", "NONE", "nOnE"] {
        assert_eq!(header(&format!(r#"{{"alg":"{name}"}}"#)), JoseError::Unsigned);
    }
    for name in ["HS256", "HS384", "HS512"] {
        assert_eq!(header(&format!(r#"{{"alg":"{name}"}}"#)), JoseError::Symmetric);
    }
    for name in ["RS512", "PS256", "ES512", "ES256K", "eddsa", "", "EdDSA ", "Ed448"] {
        assert_eq!(header(&format!(r#"{{"alg":"{name}"}}"#)), JoseError::UnsupportedAlgorithm { alg: name.into() });
    }
    for text in [r#"{"alg":null}"#, r#"{"alg":["EdDSA"]}"#, r#"{"alg":1}"#, "{}", r#"{"Alg":"EdDSA"}"#] {
        assert_eq!(header(text), JoseError::Header { name: "alg" }, "{text}");
    }
    for (extra, name) in [
        (r#""crit":["exp"]"#, "crit"),
        (r#""crit":[]"#, "crit"),
        (r#""crit":["b64"],"b64":false"#, "crit"),
        (r#""b64":false"#, "b64"),
        (r#""b64":true"#, "b64"),
        (r#""zip":"DEF""#, "zip"),
        (r#""enc":"A128GCM""#, "enc"),
    ] {
        assert_eq!(header(&format!(r#"{{"alg":"EdDSA",{extra}}}"#)), JoseError::Extension { name });
    }
}

#[test]
fn hostile_json() {
    let repeated =
        |part| move |name: &str| JoseError::NotJson { part, fault: StrictJsonError::Repeated { name: name.into() } };
    assert_eq!(header(r#"{"alg":"EdDSA","alg":"none"}"#), repeated("header")("alg"));
    assert_eq!(header(r#"{"alg":"none","alg":"EdDSA"}"#), repeated("header")("alg"));
    assert_eq!(header(r#"{"alg":"EdDSA","jwk":{"x":1,"x":2}}"#), repeated("header")("x"));
    let payload = |text: &str| decode(&ed25519(HEADER, text, &key())).unwrap_err();
    assert_eq!(payload(r#"{"aud":"a","aud":"b"}"#), repeated("payload")("aud"));
    assert_eq!(payload(r#"{"aud":"a","\u0061ud":"b"}"#), repeated("payload")("aud"));
    for text in ["[]", "\"x\"", "1", "null"] {
        assert_eq!(payload(text), JoseError::NotAnObject { part: "payload" });
        assert_eq!(header(text), JoseError::NotAnObject { part: "header" });
    }
    let deep = format!("{{\"a\":{}{}}}", "[".repeat(200), "]".repeat(200));
    for text in ["", "{", "{}{}", "{\"a\":1,}", deep.as_str()] {
        assert!(matches!(payload(text), JoseError::NotJson { part: "payload", .. }), "{text}");
        assert!(matches!(header(text), JoseError::NotJson { part: "header", .. }), "{text}");
    }
}

#[test]
fn hostile_encodings() {
    let good = ed25519(HEADER, "{}", &key());
    let [header, payload, signature] = good.split('.').collect::<Vec<_>>()[..] else { panic!() };
    let parts = |count| JoseError::Parts { found: count };
    let malformed = |part| JoseError::Malformed { part };
    for (text, expected) in [
        (String::new(), parts(1)),
        (header.to_owned(), parts(1)),
        (format!("{header}.{payload}"), parts(2)),
        (format!("{good}."), parts(4)),
        (format!("{good}.{payload}.{payload}"), parts(5)),
        (format!("{header}.{payload}."), malformed("signature")),
        (format!("{header}.{payload}.{}", &signature[..84]), malformed("signature")),
        (format!("{good}AA"), malformed("signature")),
        (format!("{header}.{payload}.{signature}=="), malformed("signature")),
        (format!("{header}=.{payload}.{signature}"), malformed("header")),
        (format!("{header}.{payload}=.{signature}"), malformed("payload")),
        (format!(" {good}"), malformed("header")),
        (format!("{good}\n"), malformed("signature")),
        (format!("{header}.e+8.{signature}"), malformed("payload")),
        (format!("{header}.e/8.{signature}"), malformed("payload")),
        // The last character has bits that no byte uses: a second spelling of the same payload.
        (format!("{header}.e31.{signature}"), malformed("payload")),
        (format!("{header}.\u{e9}.{signature}"), malformed("payload")),
        (format!("{good}{}", "A".repeat(LONGEST)), JoseError::TooLong { longest: LONGEST }),
    ] {
        assert_eq!(decode(&text).unwrap_err(), expected, "{text}");
    }
}

#[test]
fn any_changed_character_is_refused() {
    let good = ed25519(r#"{"alg":"EdDSA","kid":"a"}"#, r#"{"aud":"b","iat":1}"#, &key());
    for at in 0..good.len() {
        let mut bytes = good.clone().into_bytes();
        bytes[at] = if bytes[at] == b'A' { b'B' } else { b'A' };
        let changed = String::from_utf8(bytes).unwrap();
        let accepted = decode(&changed).is_ok_and(|jws| jws.verify(&key().public()).is_ok());
        assert!(!accepted, "changed at {at}");
    }
}

#[test]
fn header_members_must_be_text_where_text_is_asked_for() {
    let jws = decode(&ed25519(r#"{"alg":"EdDSA","kid":1}"#, "{}", &key())).unwrap();
    assert_eq!(jws.header_text("kid"), Err(JoseError::Header { name: "kid" }));
}

/// The kind of the key fixes the algorithm, and the algorithm the signature's length.
#[test]
fn every_kind_of_key_signs_with_its_algorithm() {
    for (kind, alg) in
        KeyKind::SIGNING_BYTES.into_iter().zip([Algorithm::EdDsa, Algorithm::Es256, Algorithm::Es384, Algorithm::Rs256])
    {
        let key = a_key(kind, 1);
        let text = sign(&Map::new(), &object(json!({"n": 1})), &key).unwrap();
        let jws = decode(&text).unwrap();
        assert_eq!(jws.algorithm(), alg);
        assert_eq!(jws.verify(&key.public()).unwrap()["n"], 1);
        assert_eq!(jws.verify(&a_key(kind, 2).public()), Err(JoseError::BadSignature));
        let other = KeyKind::SIGNING_BYTES.into_iter().find(|other| *other != kind).unwrap();
        let mismatch = JoseError::KeyMismatch { alg: alg.name(), kind: other };
        assert_eq!(jws.verify(&a_key(other, 1).public()), Err(mismatch));
        let (input, _) = text.rsplit_once('.').unwrap();
        let short = format!("{input}.{}", URL_SAFE_NO_PAD.encode([1; 63]));
        assert_eq!(decode(&short), Err(JoseError::Malformed { part: "signature" }));
    }
}

#[test]
fn no_jws_is_signed_with_a_key_for_bbs() {
    let key = a_key(KeyKind::Bls12381, 1);
    assert!(matches!(sign(&Map::new(), &Map::new(), &key), Err(JoseError::Key(_))));
    let jws = decode(&sign(&Map::new(), &object(json!({"n": 1})), &a_key(KeyKind::P256, 1)).unwrap()).unwrap();
    let mismatch = JoseError::KeyMismatch { alg: "ES256", kind: KeyKind::Bls12381 };
    assert_eq!(jws.verify(&key.public()), Err(mismatch));
}
