use super::*;
use crate::keys::Signer as _;
use crate::made_in_test::a_key;

/// RFC 8037 appendix A.2.
fn okp() -> Value {
    json!({"kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"})
}

/// RFC 7515 appendix A.3.1, public half.
fn ec() -> Value {
    json!({"kty": "EC", "crv": "P-256",
        "x": "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU", "y": "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"})
}

/// RFC 7638 §3.1.
fn rsa() -> Value {
    json!({"e": "AQAB", "kty": "RSA", "n": "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw"})
}

fn p384() -> Value {
    encode(&crate::multikey::decode("z82LkvCwHNreneWpsgPEbV3gu1C6NFJEBg4srfJ5gdxEsMGRJUz2sG9FE42shbn2xkZJh54").unwrap())
}

fn with(mut jwk: Value, name: &str, value: Value) -> Value {
    jwk[name] = value;
    jwk
}

#[test]
fn every_type_reads_back() {
    for jwk in [okp(), ec(), p384(), rsa()] {
        assert_eq!(encode(&decode(&jwk).unwrap()), jwk);
    }
}

/// RFC 8037 appendix A.3.
#[test]
fn thumbprint_of_rfc_8037() {
    assert_eq!(thumbprint(&decode(&okp()).unwrap()), "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
}

/// RFC 7638 §3.1.
#[test]
fn thumbprint_of_rfc_7638() {
    assert_eq!(thumbprint(&decode(&rsa()).unwrap()), "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs");
}

/// RFC 7638 §3: the members in lexicographic order, no white space.
#[test]
fn the_canonical_form_is_lexicographic() {
    let text = encode(&decode(&ec()).unwrap()).to_string();
    assert!(text.starts_with(r#"{"crv":"P-256","kty":"EC","x":"#), "{text}");
}

#[test]
fn describing_members_are_passed_over() {
    let jwk = with(with(with(okp(), "kid", json!("a")), "use", json!("sig")), "alg", json!("EdDSA"));
    assert_eq!(decode(&jwk), decode(&okp()));
    assert!(decode(&with(ec(), "alg", json!("ES256"))).is_ok());
}

#[test]
fn private_members_are_refused_by_name() {
    for name in PRIVATE_MEMBERS {
        assert_eq!(decode(&with(okp(), name, json!("AA"))), Err(JwkError::Private { name }));
        assert_eq!(decode(&with(ec(), name, Value::Null)), Err(JwkError::Private { name }));
    }
}

#[test]
fn every_other_refusal() {
    assert_eq!(decode(&json!("x")), Err(JwkError::NotAnObject));
    assert_eq!(decode(&json!({})), Err(JwkError::Member { name: "kty" }));
    assert_eq!(decode(&with(okp(), "x", json!(1))), Err(JwkError::Member { name: "x" }));
    assert_eq!(decode(&with(okp(), "x", json!("AA"))), Err(JwkError::Member { name: "x" }));
    let padded = format!("{}=", okp()["x"].as_str().unwrap());
    assert_eq!(decode(&with(okp(), "x", json!(padded))), Err(JwkError::Member { name: "x" }));
    assert_eq!(decode(&with(ec(), "y", json!("AA"))), Err(JwkError::Member { name: "y" }));
    assert_eq!(decode(&with(ec(), "y", ec()["x"].clone())), Err(InvalidKey::NotAPoint { curve: "P-256" }.into()));
    assert_eq!(decode(&with(ec(), "crv", json!("P-521"))), Err(JwkError::OtherType { found: "EC P-521".into() }));
    assert_eq!(decode(&json!({"kty": "oct"})), Err(JwkError::OtherType { found: "oct".into() }));
    assert_eq!(decode(&with(rsa(), "crv", json!("x"))), Err(JwkError::OtherType { found: "RSA x".into() }));
    assert_eq!(decode(&json!({"kty": "RSA", "n": "AQAB"})), Err(JwkError::Member { name: "e" }));
    assert!(matches!(decode(&with(rsa(), "n", json!("AQAB"))), Err(JwkError::Key(InvalidKey::Length { .. }))));
    assert_eq!(decode(&with(rsa(), "alg", json!("PS256"))), Err(JwkError::OtherUse { name: "alg" }));
    assert!(decode(&with(rsa(), "alg", json!("RS256"))).is_ok());
    assert!(decode(&with(p384(), "alg", json!("ES384"))).is_ok());
    assert_eq!(decode(&with(p384(), "alg", json!("ES256"))), Err(JwkError::OtherUse { name: "alg" }));
    assert_eq!(decode(&with(p384(), "crv", json!("P-256"))), Err(JwkError::Member { name: "x" }));
    assert!(matches!(decode(&with(ec(), "kty", json!("OKP"))), Err(JwkError::OtherType { .. })));
    assert_eq!(decode(&with(okp(), "use", json!("enc"))), Err(JwkError::OtherUse { name: "use" }));
    assert_eq!(decode(&with(okp(), "alg", json!("ES256"))), Err(JwkError::OtherUse { name: "alg" }));
}

#[test]
fn private_keys_read_back() {
    for kind in [KeyKind::Ed25519, KeyKind::P256, KeyKind::P384] {
        let key = a_key(kind, 1);
        let text = encode_private(&key).unwrap();
        let jwk: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(decode_private(&jwk).unwrap().public(), key.public());
        let signature = decode_private(&jwk).unwrap().sign(b"m").unwrap();
        assert_eq!(key.public().verify(b"m", &signature), Ok(()));
        let other = encode_private(&a_key(kind, 2)).unwrap();
        let other: Value = serde_json::from_str(&other).unwrap();
        let mixed = with(jwk.clone(), "d", other["d"].clone());
        assert_eq!(decode_private(&mixed).unwrap_err(), InvalidKey::Mismatch.into());
        assert_eq!(decode_private(&with(jwk, "d", json!("AQ"))).unwrap_err(), JwkError::Member { name: "d" });
    }
    assert!(encode_private(&a_key(KeyKind::Rsa, 1)).is_err());
    assert!(encode_private(&a_key(KeyKind::Bls12381, 1)).is_err());
}

/// RFC 8037 appendix A.1.
#[test]
fn the_private_key_of_rfc_8037() {
    let jwk = with(okp(), "d", json!("nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A"));
    assert_eq!(decode_private(&jwk).unwrap().public(), decode(&okp()).unwrap());
    assert_eq!(decode_private(&okp()).unwrap_err(), JwkError::NotPrivate { name: "d" });
    assert_eq!(decode_private(&json!([])).unwrap_err(), JwkError::NotAnObject);
}

/// The RSA key of RFC 7517 appendix A.2 signs, and is refused without its primes.
#[test]
fn the_private_rsa_key_of_rfc_7517() {
    let mut jwk = rsa();
    for (name, value) in [
        (
            "d",
            "X4cTteJY_gn4FYPsXB8rdXix5vwsg1FLN5E3EaG6RJoVH-HLLKD9M7dx5oo7GURknchnrRweUkC7hT5fJLM0WbFAKNLWY2vv7B6NqXSzUvxT0_YSfqijwp3RTzlBaCxWp4doFk5N2o8Gy_nHNKroADIkJ46pRUohsXywbReAdYaMwFs9tv8d_cPVY3i07a3t8MN6TNwm0dSawm9v47UiCl3Sk5ZiG7xojPLu4sbg1U2jx4IBTNBznbJSzFHK66jT8bgkuqsk0GjskDJk19Z4qwjwbsnn4j2WBii3RL-Us2lGVkY8fkFzme1z0HbIkfz0Y6mqnOYtqc0X4jfcKoAC8Q",
        ),
        (
            "p",
            "83i-7IvMGXoMXCskv73TKr8637FiO7Z27zv8oj6pbWUQyLPQBQxtPVnwD20R-60eTDmD2ujnMt5PoqMrm8RfmNhVWDtjjMmCMjOpSXicFHj7XOuVIYQyqVWlWEh6dN36GVZYk93N8Bc9vY41xy8B9RzzOGVQzXvNEvn7O0nVbfs",
        ),
        (
            "q",
            "3dfOR9cuYq-0S-mkFLzgItgMEfFzB2q3hWehMuG0oCuqnb3vobLyumqjVZQO1dIrdwgTnCdpYzBcOfW5r370AFXjiWft_NGEiovonizhKpo9VVS78TzFgxkIdrecRezsZ-1kYd_s1qDbxtkDEgfAITAG9LUnADun4vIcb6yelxk",
        ),
        (
            "dp",
            "G4sPXkc6Ya9y8oJW9_ILj4xuppu0lzi_H7VTkS8xj5SdX3coE0oimYwxIi2emTAue0UOa5dpgFGyBJ4c8tQ2VF402XRugKDTP8akYhFo5tAA77Qe_NmtuYZc3C3m3I24G2GvR5sSDxUyAN2zq8Lfn9EUms6rY3Ob8YeiKkTiBj0",
        ),
        (
            "dq",
            "s9lAH9fggBsoFR8Oac2R_E2gw282rT2kGOAhvIllETE1efrA6huUUvMfBcMpn8lqeW6vzznYY5SSQF7pMdC_agI3nG8Ibp1BUb0JUiraRNqUfLhcQb_d9GF4Dh7e74WbRsobRonujTYN1xCaP6TO61jvWrX-L18txXw494Q_cgk",
        ),
        (
            "qi",
            "GyM_p6JrXySiz1toFgKbWV-JdI3jQ4ypu9rbMWx3rQJBfmt0FoYzgUIZEVFEcOqwemRN81zoDAaa-Bk0KWNGDjJHZDdDmFhW3AN7lI-puxk_mHZGJ11rxyR8O55XLSe3SPmRfKwZI6yU24ZxvQKFYItdldUKGzO6Ia6zTKhAVRU",
        ),
    ] {
        jwk[name] = json!(value);
    }
    let key = decode_private(&jwk).unwrap();
    assert_eq!(key.public(), decode(&rsa()).unwrap());
    assert_eq!(key.public().verify(b"m", &key.sign(b"m").unwrap()), Ok(()));
    for name in ["p", "q", "dp", "dq", "qi"] {
        let mut less = jwk.clone();
        less.as_object_mut().unwrap().shift_remove(name);
        assert_eq!(decode_private(&less).unwrap_err(), JwkError::NotPrivate { name });
        let other = with(jwk.clone(), name, jwk["d"].clone());
        assert_eq!(decode_private(&other).unwrap_err(), InvalidKey::Mismatch.into(), "{name}");
    }
    let more = decode_private(&with(jwk, "oth", json!([]))).unwrap_err();
    assert!(matches!(more, JwkError::OtherType { .. }));
}

/// Written for a reader of drafts, and not read.
#[test]
fn keys_for_bbs_are_written_and_not_read() {
    let jwk = encode(&a_key(KeyKind::Bls12381, 1).public());
    assert_eq!((&jwk["kty"], &jwk["crv"]), (&json!("EC"), &json!("BLS12381G2")));
    for coordinate in ["x", "y"] {
        assert_eq!(URL_SAFE_NO_PAD.decode(jwk[coordinate].as_str().unwrap()).unwrap().len(), 96);
    }
    assert_eq!(decode(&jwk), Err(JwkError::OtherType { found: "EC BLS12381G2".to_owned() }));
}
