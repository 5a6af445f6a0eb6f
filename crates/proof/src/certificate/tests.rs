use super::*;
use crate::keys::{KeyKind, SigningKey};
use model::random::SeededRandom;
use serde_json::Map;

const NOW: Time = Time::from_unix(1_790_000_000);
const YEAR: i64 = 365 * 24 * 3600;

fn names() -> Names {
    Names {
        organisation: "Riverbend Collège".to_owned(),
        url: "https://riverbend.example/default".to_owned(),
        domain: Some("riverbend.example".to_owned()),
    }
}

fn key(kind: KeyKind, seed: u64) -> SigningKey {
    SigningKey::generate(kind, &SeededRandom::new(seed)).unwrap()
}

fn chain(key: &SigningKey) -> Chain {
    development_chain(&key.public(), &names(), NOW, &SeededRandom::new(9)).unwrap()
}

#[test]
fn a_development_chain_is_for_its_key_for_a_year() {
    for kind in KeyKind::SIGNING_BYTES {
        let key = key(kind, 1);
        let chain = chain(&key);
        let read = Chain::from_pem(chain.to_pem().as_bytes()).unwrap();
        assert_eq!(read, chain);
        assert_eq!(read.check(&key.public(), NOW), Ok(()), "{kind}");
        assert_eq!(read.check(&key.public(), NOW.plus(YEAR - 1)), Ok(()));
        assert_eq!(read.check(&key.public(), NOW.plus(YEAR + 1)), Err(CertificateError::Expired));
        assert_eq!(read.check(&key.public(), NOW.plus(-3601)), Err(CertificateError::NotYet));
        let other = SigningKey::generate(kind, &SeededRandom::new(2)).unwrap().public();
        assert_eq!(read.check(&other, NOW), Err(CertificateError::OtherKey));
    }
}

/// HAIP 1.0 §6.1.1: the root is left out, and base64 is the plain one (RFC 7515 §4.1.6).
#[test]
fn x5c_holds_all_but_the_root() {
    let chain = chain(&key(KeyKind::P256, 1));
    let x5c = chain.x5c();
    assert_eq!(x5c.len(), 1);
    assert_eq!(STANDARD.decode(&x5c[0]).unwrap(), chain.certificates[0].as_ref());
}

#[test]
fn chains_out_of_order_or_cut_are_refused() {
    let chain = chain(&key(KeyKind::P256, 1));
    let [leaf, root] = [0, 1].map(|place| pem("CERTIFICATE", &chain.certificates[place]));
    let refused = |text: String| Chain::from_pem(text.as_bytes()).unwrap_err();
    assert_eq!(refused(format!("{root}{leaf}")), CertificateError::Order { at: 1 });
    assert_eq!(refused(format!("{leaf}{leaf}")), CertificateError::Order { at: 1 });
    assert_eq!(refused(leaf.clone()), CertificateError::NoRoot);
    assert_eq!(refused(root.clone()), CertificateError::SelfSigned);
    assert_eq!(refused(format!("{root}{root}")), CertificateError::SelfSigned);
    assert_eq!(refused(String::new()), CertificateError::Pem);
    assert_eq!(refused("-----BEGIN CERTIFICATE-----\n!\n-----END CERTIFICATE-----\n".into()), CertificateError::Pem);
    assert_eq!(refused(pem("CERTIFICATE", b"no certificate")), CertificateError::Form);
    assert_eq!(refused(format!("{leaf}{}", root.repeat(MOST))), CertificateError::Long);
    assert_eq!(refused(" ".repeat(LONGEST + 1)), CertificateError::Long);
    assert_eq!(refused(pem("CERTIFICATE", &[b'a'; LONGEST_CERTIFICATE + 1])), CertificateError::Long);
    assert!(Chain::from_pem(format!("Key\n{leaf}Root\n{root}").as_bytes()).is_ok());
}

/// The names fit, the signature is another authority's.
#[test]
fn a_chain_that_another_authority_signed_is_refused() {
    let key = key(KeyKind::P256, 1);
    let mut forged = chain(&key);
    let other = development_chain(&key.public(), &names(), NOW, &SeededRandom::new(10)).unwrap();
    forged.certificates[1] = other.certificates[1].clone();
    let read = Chain::from_pem(forged.to_pem().as_bytes()).unwrap();
    let error = read.check(&key.public(), NOW).unwrap_err();
    assert!(matches!(error, CertificateError::Path { .. }), "{error}");
}

/// Whatever byte of the leaf's certificate is changed, the chain is refused.
#[test]
fn every_byte_of_the_certificate_counts() {
    let key = key(KeyKind::P256, 1);
    let good = chain(&key);
    for place in 0..good.certificates[0].len() {
        let mut bytes = good.certificates[0].to_vec();
        bytes[place] ^= 1;
        let changed = Chain::from_der(vec![bytes.into(), good.certificates[1].clone()]);
        assert!(changed.and_then(|chain| chain.check(&key.public(), NOW)).is_err(), "byte {place}");
    }
}

#[test]
fn a_request_names_the_institution_and_is_signed_by_its_key() {
    for kind in KeyKind::SIGNING_BYTES {
        let key = key(kind, 1);
        let text = request(&key, &names()).unwrap();
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines.first(), Some(&"-----BEGIN CERTIFICATE REQUEST-----"));
        assert_eq!(lines.last(), Some(&"-----END CERTIFICATE REQUEST-----"));
        assert!(lines.iter().all(|line| line.len() <= 64));
        let der = STANDARD.decode(lines[1..lines.len() - 1].concat()).unwrap();
        for name in ["Riverbend Collège", "https://riverbend.example/default", "riverbend.example"] {
            assert!(der.windows(name.len()).any(|window| window == name.as_bytes()), "{name}");
        }
        let public = make::Subject::of(&key.public()).unwrap().subject_public_key_info();
        assert!(der.windows(public.len()).any(|window| window == public));
    }
    let odd = Names { url: "https://riverbend.example/é".to_owned(), ..names() };
    let error = request(&key(KeyKind::P256, 1), &odd).unwrap_err();
    assert!(matches!(error, CertificateError::NotMade { .. }), "{error}");
}

/// A key that signs something else than it is given does not get a certificate.
#[test]
fn a_signature_that_does_not_fit_does_not_leave() {
    #[derive(Debug)]
    struct Broken(SigningKey);
    impl crate::keys::Signer for Broken {
        fn public(&self) -> PublicKey {
            self.0.public()
        }
        fn sign(&self, _: &[u8]) -> Result<Vec<u8>, crate::keys::SignError> {
            self.0.sign(b"something else")
        }
    }
    let error = request(&Broken(key(KeyKind::P256, 1)), &names()).unwrap_err();
    assert!(matches!(error, CertificateError::NotMade { .. }), "{error}");
}

mod sent {
    use super::*;
    use serde_json::{Value, json};

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

    fn read(x5c: &Value) -> Result<Option<UnverifiedChain>, CertificateError> {
        UnverifiedChain::of_header(json!({ "x5c": x5c.clone() }).as_object().unwrap())
    }

    fn encoded(chain: &Chain) -> Vec<String> {
        chain.certificates.iter().map(|certificate| STANDARD.encode(certificate)).collect()
    }

    #[test]
    fn a_chain_without_its_root_holds_for_the_time_of_its_certificates() {
        for kind in KeyKind::SIGNING_BYTES {
            let key = key(kind, 1);
            let chain = chain(&key);
            for x5c in [chain.x5c(), encoded(&chain)] {
                let sent = read(&json!(x5c)).unwrap().unwrap();
                assert_eq!(*sent.key(), key.public());
                assert_eq!(sent.check(NOW), Ok(()), "{kind}");
                assert_eq!(sent.check(NOW.plus(YEAR + 1)), Err(CertificateError::Expired));
                assert_eq!(sent.check(NOW.plus(-3601)), Err(CertificateError::NotYet));
            }
        }
        assert_eq!(UnverifiedChain::of_header(&Map::new()), Ok(None));
    }

    #[test]
    fn what_is_no_chain_is_refused() {
        let good = encoded(&chain(&key(KeyKind::P256, 1)));
        let [leaf, root] = [good[0].clone(), good[1].clone()];
        let long = STANDARD.encode(vec![0; LONGEST_CERTIFICATE + 1]);
        for (x5c, error) in [
            (json!(leaf), CertificateError::X5c),
            (json!([]), CertificateError::X5c),
            (json!([7]), CertificateError::X5c),
            (json!(["-_"]), CertificateError::X5c),
            (json!(["AAAA"]), CertificateError::Form),
            (json!([long]), CertificateError::Long),
            (json!([P521]), CertificateError::UnknownKey),
            (json!(vec![&leaf; MOST + 1]), CertificateError::Long),
            (json!([leaf, leaf]), CertificateError::Order { at: 1 }),
            (json!([root, leaf]), CertificateError::Order { at: 1 }),
        ] {
            assert_eq!(read(&x5c), Err(error), "{x5c}");
        }
        let alone = read(&json!([root])).unwrap().unwrap();
        assert_eq!(alone.check(NOW), Err(CertificateError::SelfSigned));
    }

    /// The names fit; the signature is another's, or that of one who may not sign certificates.
    #[test]
    fn certificates_that_do_not_hold_are_refused() {
        let key = key(KeyKind::P256, 1);
        let other = development_chain(&key.public(), &names(), NOW, &SeededRandom::new(10)).unwrap();
        let mixed = json!([encoded(&chain(&key))[0], encoded(&other)[1]]);
        let error = read(&mixed).unwrap().unwrap().check(NOW).unwrap_err();
        assert!(matches!(error, CertificateError::Path { .. }), "{error}");

        let signer = super::key(KeyKind::P256, 2);
        let signing = make::Signing(&signer, make::Subject::of(&signer.public()).unwrap());
        for may_sign in [false, true] {
            let params = |name: &str| {
                let mut params = rcgen::CertificateParams::default();
                params.serial_number = Some(rcgen::SerialNumber::from(7));
                params.key_identifier_method = rcgen::KeyIdMethod::PreSpecified(vec![7]);
                params.distinguished_name.push(rcgen::DnType::CommonName, name);
                params
            };
            let mut above = params("Above");
            if may_sign {
                above.is_ca = rcgen::IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
            }
            let issuer = rcgen::Issuer::from_params(&above, &signing);
            let leaf = params("Leaf").signed_by(&make::Subject::of(&key.public()).unwrap(), &issuer).unwrap();
            let above = above.self_signed(&signing).unwrap();
            let sent = read(&json!([STANDARD.encode(leaf.der()), STANDARD.encode(above.der())])).unwrap().unwrap();
            assert_eq!(sent.check(NOW).is_ok(), may_sign, "{:?}", sent.check(NOW));
        }
    }

    #[test]
    fn every_byte_of_the_first_certificate_counts() {
        let good = chain(&key(KeyKind::P256, 1));
        let root = STANDARD.encode(&good.certificates[1]);
        for place in 0..good.certificates[0].len() {
            let mut bytes = good.certificates[0].to_vec();
            bytes[place] ^= 1;
            let changed = read(&json!([STANDARD.encode(bytes), root]));
            assert!(changed.and_then(|chain| chain.unwrap().check(NOW)).is_err(), "byte {place}");
        }
    }

    #[test]
    fn a_key_is_read_out_of_its_certificate_or_not_at_all() {
        for kind in KeyKind::SIGNING_BYTES {
            let public = key(kind, 3).public();
            let info = make::Subject::of(&public).unwrap().subject_public_key_info();
            assert_eq!(key_of(&info), Some(public));
            assert_eq!(key_of(&info[1..]), None);
            assert_eq!(key_of(&[&[0], info.as_slice()].concat()), None);
        }
        assert_eq!(key_of(&[]), None);
    }
}

#[test]
fn certificates_know_no_keys_for_bbs() {
    let key = key(KeyKind::Bls12381, 1);
    assert!(matches!(request(&key, &names()), Err(CertificateError::NotMade { .. })));
}
