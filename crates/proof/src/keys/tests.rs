use super::*;
use crate::made_in_test::a_key;
use model::random::SeededRandom;

fn unhex<const N: usize>(text: &str) -> [u8; N] {
    let bytes: Vec<u8> =
        (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).unwrap()).collect();
    bytes.try_into().unwrap()
}

/// RFC 8032 §7.1, tests 1 to 3.
#[test]
fn rfc_8032_vectors() {
    let vectors = [
        (
            "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
            "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
            "",
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
        ),
        (
            "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
            "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
            "72",
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
        ),
        (
            "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
            "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
            "af82",
            "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
        ),
    ];
    for (seed, public, message, signature) in vectors {
        let key = SigningKey::from_seed(&unhex(seed));
        let message: Vec<u8> = match message {
            "" => vec![],
            "72" => vec![0x72],
            _ => vec![0xaf, 0x82],
        };
        assert_eq!(key.public(), PublicKey::ed25519(&unhex::<32>(public)).unwrap());
        assert_eq!(key.sign(&message).unwrap(), unhex::<64>(signature));
        assert_eq!(key.public().verify(&message, &unhex::<64>(signature)), Ok(()));
        assert_eq!(key.public().verify(b"other", &unhex::<64>(signature)), Err(BadSignature));
    }
}

#[test]
fn keys_differ_and_come_back_from_their_seed() {
    let random = SeededRandom::new(1);
    let (first, second) = (
        SigningKey::generate(KeyKind::Ed25519, &random).unwrap(),
        SigningKey::generate(KeyKind::Ed25519, &random).unwrap(),
    );
    assert_ne!(first.public(), second.public());
    assert_eq!(SigningKey::from_seed(&first.seed().unwrap()).public(), first.public());
}

#[test]
fn debug_does_not_show_the_seed() {
    let key = SigningKey::from_seed(&[7; 32]);
    let shown = format!("{key:?}");
    assert!(shown.contains("z6Mk"), "{shown}");
    assert!(!shown.contains("7, 7") && !shown.contains("0707"), "{shown}");
}

#[test]
fn a_signature_of_any_wrong_length_is_refused() {
    let key = SigningKey::from_seed(&[1; 32]);
    let signature = key.sign(b"m").unwrap();
    for length in [0, 1, 32, 63] {
        assert_eq!(key.public().verify(b"m", &signature[..length]), Err(BadSignature));
    }
    assert_eq!(key.public().verify(b"m", &[&signature[..], &[0]].concat()), Err(BadSignature));
}

/// The neutral element as key verifies `R = 0, S = 0` over every message when small order is not refused.
#[test]
fn small_order_ed25519_keys_are_refused() {
    let mut neutral = [0; 32];
    neutral[0] = 1;
    assert_eq!(PublicKey::ed25519(&neutral), Err(InvalidKey::SmallOrder));
    let mut signature = [0; 64];
    signature[0] = 1;
    assert_eq!(SigningKey::from_seed(&[1; 32]).public().verify(b"anything", &signature), Err(BadSignature));
}

#[test]
fn bytes_that_are_no_key_are_refused() {
    assert_eq!(PublicKey::ed25519(&[1; 31]), Err(InvalidKey::Length { expected: "32 bytes for Ed25519" }));
    let mut two = [0; 32];
    two[0] = 2;
    assert_eq!(PublicKey::ed25519(&two), Err(InvalidKey::NotAPoint { curve: "Ed25519" }));
    for bad in [&[][..], &[4; 33], &[2; 65], &[0], &[4; 64]] {
        assert_eq!(PublicKey::p256(bad), Err(InvalidKey::Length { expected: "33 or 65 bytes for P-256" }));
    }
    assert_eq!(PublicKey::p256(&[4; 65]), Err(InvalidKey::NotAPoint { curve: "P-256" }));
    for bad in [&[][..], &[4; 49], &[2; 97], &[0], &[4; 96], &[2; 33]] {
        assert_eq!(PublicKey::p384(bad), Err(InvalidKey::Length { expected: "49 or 97 bytes for P-384" }));
    }
    assert_eq!(PublicKey::p384(&[4; 97]), Err(InvalidKey::NotAPoint { curve: "P-384" }));
}

/// What every kind must do, whatever it is made of.
#[test]
fn every_kind_signs_and_checks() {
    for kind in KeyKind::SIGNING_BYTES {
        let (key, other) = (a_key(kind, 1), a_key(kind, 2));
        let public = key.public();
        assert_eq!((public.kind(), KeyKind::from_name(kind.name())), (kind, Some(kind)));
        assert_ne!(public, other.public());
        let signature = key.sign(b"m").unwrap();
        assert_eq!(signature.len(), public.signature_length());
        assert_eq!(public.verify(b"m", &signature), Ok(()));
        assert_eq!(public.verify(b"n", &signature), Err(BadSignature));
        assert_eq!(other.public().verify(b"m", &signature), Err(BadSignature));
        assert_eq!(public.verify(b"m", &signature[1..]), Err(BadSignature));
        assert_eq!(public.verify(b"m", &vec![0; signature.len()]), Err(BadSignature));
        let mut changed = signature;
        changed[20] ^= 1;
        assert_eq!(public.verify(b"m", &changed), Err(BadSignature));
    }
}

#[test]
fn every_kind_is_written_and_read_as_pkcs8() {
    for kind in KeyKind::SIGNING_BYTES {
        let key = a_key(kind, 3);
        let written = key.to_pkcs8().unwrap();
        let read = SigningKey::from_pkcs8(&written).unwrap();
        assert_eq!(read.public(), key.public());
        assert_eq!(key.public().verify(b"m", &read.sign(b"m").unwrap()), Ok(()));
        assert_eq!(SigningKey::from_pkcs8(&written[1..]).unwrap_err(), InvalidKey::NotPrivate);
    }
}

/// RFC 8410 §10.3: the first example.
#[test]
fn the_pkcs8_of_rfc_8410() {
    let der =
        unhex::<48>("302e020100300506032b657004220420d4ee72dbf913584ad5b6d8f1f769f8ad3afe7c28cbf1d4fbe097a88f44755842");
    let key = SigningKey::from_pkcs8(&der).unwrap();
    assert_eq!(key.to_pkcs8().unwrap().as_slice(), der);
    let public = unhex::<32>("19bf44096984cdfe8541bac167dc3b96c85086aa30b6b6cb0c5c38ad703166e1");
    assert_eq!(key.public(), PublicKey::ed25519(&public).unwrap());
}

#[test]
fn both_forms_of_a_point_are_the_same_key() {
    for kind in [KeyKind::P256, KeyKind::P384] {
        let key = a_key(kind, 4).public();
        let point: &[u8] = match &key {
            PublicKey::P256(point) => point,
            PublicKey::P384(point) => point,
            other => panic!("{other:?}"),
        };
        let read = |bytes: &[u8]| if kind == KeyKind::P256 { PublicKey::p256(bytes) } else { PublicKey::p384(bytes) };
        let half = point.len() / 2;
        let compressed = [&[2 + (point[2 * half] & 1)], &point[1..=half]].concat();
        assert_eq!(read(&compressed).as_ref(), Ok(&key));
        assert_eq!(read(point).as_ref(), Ok(&key));
    }
}

#[test]
fn numbers_that_are_no_private_key_are_refused() {
    for (kind, length) in [(KeyKind::P256, 32), (KeyKind::P384, 48)] {
        for bad in [vec![0; length], vec![0xff; length], vec![1; length - 1], vec![1; length + 1]] {
            assert_eq!(SigningKey::from_scalar(kind, &bad).unwrap_err(), InvalidKey::NotPrivate);
        }
        let key = a_key(kind, 5);
        let again = SigningKey::from_scalar(kind, &key.scalar().unwrap()).unwrap();
        assert_eq!(again.public(), key.public());
        // A small number keeps its leading zeros.
        let mut one = vec![0; length];
        one[length - 1] = 1;
        assert_eq!(SigningKey::from_scalar(kind, &one).unwrap().scalar().unwrap().as_slice(), one);
    }
    assert_eq!(SigningKey::from_scalar(KeyKind::Ed25519, &[1; 32]).unwrap_err(), InvalidKey::NotPrivate);
    assert!(a_key(KeyKind::Rsa, 0).scalar().is_none() && a_key(KeyKind::P256, 1).seed().is_none());
}

#[test]
fn weak_and_odd_rsa_keys_are_refused() {
    let modulus = |length: usize, first: u8, last: u8| {
        let mut bytes = vec![0xff; length];
        (bytes[0], bytes[length - 1]) = (first, last);
        bytes
    };
    let of = |modulus: &[u8], exponent: &[u8]| PublicKey::rsa(modulus, exponent).map(|key| key.kind());
    let (size, exponent) = (
        Err(InvalidKey::Length { expected: "an odd modulus of 2048 to 4096 bits for RSA" }),
        Err(InvalidKey::Length { expected: "an odd exponent from 3, of at most 32 bits, for RSA" }),
    );
    let good = modulus(256, 0x80, 1);
    assert_eq!(of(&good, &[1, 0, 1]), Ok(KeyKind::Rsa));
    assert_eq!(of(&modulus(512, 0xff, 1), &[3]), Ok(KeyKind::Rsa));
    for bad in [
        modulus(256, 0x7f, 1),
        modulus(255, 0xff, 1),
        modulus(256, 0x80, 2),
        modulus(513, 1, 1),
        modulus(257, 0, 1),
        vec![],
    ] {
        assert_eq!(of(&bad, &[1, 0, 1]), size);
    }
    for bad in [&[][..], &[0], &[1], &[2], &[0, 3], &[1, 0, 0], &[1, 0, 0, 0, 1]] {
        assert_eq!(of(&good, bad), exponent, "{bad:?}");
    }
    let PublicKey::Rsa(key) = PublicKey::rsa(&good, &[1, 0, 1]).unwrap() else { panic!() };
    let der = key.to_der();
    assert_eq!(PublicKey::rsa_from_der(&der), Ok(PublicKey::Rsa(key)));
    let fault = Err(InvalidKey::Length { expected: "RSAPublicKey in DER" });
    assert_eq!(PublicKey::rsa_from_der(&[&der[..], &[0]].concat()), fault);
    for cut in [0, 1, 3, 4, 100, der.len() - 1] {
        assert_eq!(PublicKey::rsa_from_der(&der[..cut]), fault);
    }
}

/// A BLS12-381 key signs lists of messages, the others do not, and it signs nothing else.
#[test]
fn keys_for_bbs_sign_lists_of_messages_alone() {
    let key = a_key(KeyKind::Bls12381, 1);
    let public = key.public();
    assert_eq!((public.kind(), KeyKind::from_name("bls12-381")), (KeyKind::Bls12381, Some(KeyKind::Bls12381)));
    assert_ne!(public, a_key(KeyKind::Bls12381, 2).public());
    let signature = key.sign_messages(b"header", &[b"m".to_vec()]).unwrap();
    assert_eq!(signature.len(), public.signature_length());
    assert!(key.sign(b"m").unwrap_err().to_string().contains("not bytes"));
    assert_eq!(public.verify(b"m", &signature), Err(BadSignature));
    for kind in KeyKind::ALL {
        assert_eq!(kind.signs_bytes(), KeyKind::SIGNING_BYTES.contains(&kind));
        if kind.signs_bytes() {
            assert!(a_key(kind, 1).sign_messages(b"header", &[]).is_err(), "{kind}");
        }
    }
    assert!(!format!("{key:?}").contains(&format!("{:?}", &*key.scalar().unwrap())));
}

#[test]
fn keys_for_bbs_come_back_from_their_number_and_have_no_pkcs8() {
    let key = a_key(KeyKind::Bls12381, 1);
    let number = key.scalar().unwrap();
    assert_eq!(SigningKey::from_scalar(KeyKind::Bls12381, &number).unwrap().public(), key.public());
    assert_eq!(SigningKey::from_sealed(&key.to_sealed().unwrap()).unwrap().public(), key.public());
    assert!(key.to_pkcs8().is_err() && key.seed().is_none());
    assert!(matches!(SigningKey::from_scalar(KeyKind::Bls12381, &[0; 32]), Err(InvalidKey::NotPrivate)));
    assert!(matches!(SigningKey::from_scalar(KeyKind::Bls12381, &[0xff; 32]), Err(InvalidKey::NotPrivate)));
    assert!(matches!(PublicKey::bls12381(&[7; 95]), Err(InvalidKey::Length { .. })));
}
