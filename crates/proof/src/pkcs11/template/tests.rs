use super::*;
use crate::keys::SigningKey;
use model::random::SeededRandom;

/// With or without the wrapping, and with the leading zeros that some tokens show.
#[test]
fn public_halves_are_read_as_tokens_show_them() {
    for kind in KeyKind::SIGNING_BYTES {
        let key = SigningKey::generate(kind, &SeededRandom::new(1)).unwrap().public();
        let (bare, wrapped) = match &key {
            PublicKey::Rsa(rsa) => {
                let zeros = |number: &[u8]| [&[0, 0], number].concat();
                (
                    vec![Attribute::Modulus(rsa.modulus().into()), Attribute::PublicExponent(rsa.exponent().into())],
                    vec![Attribute::PublicExponent(zeros(rsa.exponent())), Attribute::Modulus(zeros(rsa.modulus()))],
                )
            }
            PublicKey::Ed25519(key) => points(key.as_bytes()),
            PublicKey::P256(point) => points(point),
            PublicKey::P384(point) => points(point),
            PublicKey::Bls12381(_) => panic!("tokens have none"),
        };
        assert_eq!(public_key(kind, &bare), Some(key.clone()), "{kind}");
        assert_eq!(public_key(kind, &wrapped), Some(key), "{kind}");
        assert_eq!(public_key(kind, &[]), None);
    }
    assert_eq!(public_key(KeyKind::P256, &[Attribute::EcPoint(vec![4; 65])]), None, "no point of the curve");
}

fn points(point: &[u8]) -> (Vec<Attribute>, Vec<Attribute>) {
    let wrapped = [&[DER_OCTET_STRING, u8::try_from(point.len()).unwrap()], point].concat();
    (vec![Attribute::EcPoint(point.to_vec())], vec![Attribute::EcPoint(wrapped)])
}

#[test]
fn tokens_make_no_keys_for_bbs() {
    assert!(generation(KeyKind::Bls12381).is_none());
    assert_eq!(public_key(KeyKind::Bls12381, &[Attribute::EcPoint(vec![4; 96])]), None);
}

/// One bare point in 65,536 begins like a wrapped one.
#[test]
fn a_point_that_looks_wrapped_is_not_cut() {
    let mut point = [7; 32];
    (point[0], point[1]) = (DER_OCTET_STRING, 30);
    assert_eq!(unwrapped(&point, 32), point.as_slice());
}

#[test]
fn a_private_half_may_not_leave_the_token() {
    for kind in KeyKind::SIGNING_BYTES {
        let (_, private) = of(kind, &[7; ID], "credential-1");
        for wanted in [Attribute::Sensitive(true), Attribute::Extractable(false), Attribute::Private(true)] {
            assert!(private.contains(&wanted), "{wanted:?}");
        }
    }
}
