//! Signatures and proofs, and what the library behind them would let through.

use bls12_381_plus::group::Curve as _;
use bls12_381_plus::{G1Projective, Scalar};
use zkryptium::bbsplus::ciphersuites::BbsCiphersuite as _;
use zkryptium::bbsplus::generators::Generators;
use zkryptium::utils::util::bbsplus_utils::hash_to_scalar;

use super::*;

const HEADER: &[u8] = b"header";

fn secret(seed: u8) -> SecretKey {
    SecretKey::generate(&[seed; 32]).unwrap()
}

fn messages(count: usize) -> Vec<Vec<u8>> {
    (0..count).map(|number| format!("message {number}").into_bytes()).collect()
}

fn shown(indexes: &[usize]) -> Shown<'_> {
    Shown { indexes, presentation_header: b"" }
}

#[test]
fn what_is_signed_is_proved_in_any_part() {
    let (key, all) = (secret(1), messages(5));
    let public = key.public().unwrap();
    let signed = Signed { header: HEADER, messages: &all };
    let signature = key.sign(HEADER, &all).unwrap();
    assert_eq!(verify(&public, &signature, signed), Ok(()));
    assert_eq!(verify(&secret(2).public().unwrap(), &signature, signed), Err(BadSignature));
    assert_eq!(verify(&public, &signature, Signed { header: b"other", ..signed }), Err(BadSignature));
    assert_eq!(verify(&public, &signature, Signed { messages: &all[1..], ..signed }), Err(BadSignature));
    for indexes in [&[][..], &[0], &[1, 3], &[0, 1, 2, 3, 4]] {
        let proof = prove(&public, &signature, signed, shown(indexes)).unwrap();
        assert_eq!(hidden(&proof), Some(5 - indexes.len()));
        let part: Vec<_> = indexes.iter().map(|at| all[*at].clone()).collect();
        let of = |messages, header| Signed { header, messages };
        assert_eq!(verify_proof(&public, &proof, of(&part, HEADER), shown(indexes)), Ok(()));
        assert_eq!(verify_proof(&public, &proof, of(&part, b"other"), shown(indexes)), Err(BadSignature));
        let other = messages(6).split_off(6 - part.len());
        if !part.is_empty() && other != part {
            assert_eq!(verify_proof(&public, &proof, of(&other, HEADER), shown(indexes)), Err(BadSignature));
        }
    }
}

#[test]
fn with_no_message_the_header_is_signed_alone() {
    let key = secret(1);
    let public = key.public().unwrap();
    let signed = Signed { header: HEADER, messages: &[] };
    let proof = prove(&public, &key.sign(HEADER, &[]).unwrap(), signed, shown(&[])).unwrap();
    assert_eq!(verify_proof(&public, &proof, signed, shown(&[])), Ok(()));
}

#[test]
fn indexes_must_be_in_order_and_of_messages() {
    let (key, all) = (secret(1), messages(3));
    let public = key.public().unwrap();
    let signed = Signed { header: HEADER, messages: &all };
    let signature = key.sign(HEADER, &all).unwrap();
    let proof = prove(&public, &signature, signed, shown(&[0, 2])).unwrap();
    let part = Signed { header: HEADER, messages: &[all[0].clone(), all[2].clone()] };
    for indexes in [&[2, 0][..], &[0, 0], &[0, 3], &[0], &[0, 1, 2], &[0, usize::MAX]] {
        assert_eq!(verify_proof(&public, &proof, part, shown(indexes)), Err(BadSignature), "{indexes:?}");
    }
    for indexes in [&[2, 0][..], &[0, 0], &[3], &[usize::MAX]] {
        assert_eq!(prove(&public, &signature, signed, shown(indexes)), Err(BadSignature), "{indexes:?}");
    }
    assert_eq!(verify_proof(&public, &proof, part, shown(&[0, 2])), Ok(()));
}

#[test]
fn proofs_of_any_wrong_length_are_refused() {
    let key = secret(1).public().unwrap();
    for length in (0..400).filter(|length| *length < 272 || (length - 272) % 32 != 0) {
        assert_eq!(hidden(&vec![1; length]), None);
        let signed = Signed { header: HEADER, messages: &[] };
        assert_eq!(verify_proof(&key, &vec![1; length], signed, shown(&[])), Err(BadSignature), "{length}");
    }
}

#[test]
fn keys_that_are_none() {
    let mut infinity = [0; PUBLIC];
    infinity[0] = 0xc0;
    assert_eq!(check_public(&infinity), Err(InvalidKey::Infinity));
    assert_eq!(check_public(&[0x99; PUBLIC]), Err(InvalidKey::NotAPoint { curve: "BLS12-381 G2" }));
    // Small coordinates: off the curve, or on it and outside of the subgroup.
    for last in 0..=u8::MAX {
        let mut point = [0; PUBLIC];
        (point[0], point[PUBLIC - 1]) = (0x80, last);
        assert!(check_public(&point).is_err(), "{last}");
    }
    for bytes in [&[0; 32][..], &[0xff; 32], &[1; 31], &[1; 33]] {
        assert!(SecretKey::from_bytes(bytes).is_err());
    }
    assert_eq!(SecretKey::from_bytes(&[1; 32]).unwrap().as_bytes(), &[1; 32]);
}

/// A proof for `message` under a key that signed nothing: with the first two points at infinity, the pairing holds, and the
/// rest can be chosen.
fn forged(key: &[u8; PUBLIC], message: &[u8]) -> Vec<u8> {
    let api = Bls12381Sha256::API_ID;
    let scalar = |bytes: &[u8], name: &[u8]| hash_to_scalar::<Bls12381Sha256>(bytes, &[api, name].concat()).unwrap();
    let length = |length: usize| (length as u64).to_be_bytes();
    let generators = Generators::create::<Bls12381Sha256>(2, Some(api));
    let bytes = |point: &G1Projective| point.to_affine().to_compressed();
    let points = generators.values.iter().flat_map(bytes).collect::<Vec<_>>();
    let domain = [&key[..], &length(1), &points, api, &length(HEADER.len()), HEADER].concat();
    let (domain, message) = (scalar(&domain, b"H2S_"), scalar(message, b"MAP_MSG_TO_SCALAR_AS_HASH_"));
    let whole = generators.g1_base_point + generators.values[0] * domain + generators.values[1] * message;
    let [five, seven, eleven] = [5_u64, 7, 11].map(Scalar::from);
    let (infinity, point) = (G1Projective::IDENTITY, whole * five);
    let mut hashed = [length(1), length(0)].concat();
    hashed.extend(message.to_be_bytes());
    hashed.extend([infinity, infinity, point, point * eleven, whole * seven].iter().flat_map(bytes));
    hashed.extend([domain.to_be_bytes().as_slice(), &length(0)].concat());
    let challenge = scalar(&hashed, b"H2S_");
    let last = (seven - challenge) * five.invert().unwrap();
    let mut proof: Vec<u8> = [infinity, infinity, point].iter().flat_map(bytes).collect();
    proof.extend([eleven, eleven, last, challenge].iter().flat_map(Scalar::to_be_bytes));
    proof
}

/// When the library refuses it by itself, the first assertion says so; the check here then costs nothing more.
#[test]
fn a_proof_forged_with_points_at_infinity_is_refused() {
    let key = secret(1).public().unwrap();
    let all = [b"never signed".to_vec()];
    let proof = forged(&key, &all[0]);
    let library = PoKSignature::<Scheme>::from_bytes(&proof).unwrap();
    let taken = library.proof_verify(&public(&key).unwrap(), Some(&all), Some(&[0]), Some(HEADER), Some(b""));
    assert!(taken.is_ok(), "zkryptium refuses what it took until 0.8.0: read decision 16 again");
    let signed = Signed { header: HEADER, messages: &all };
    assert_eq!(verify_proof(&key, &proof, signed, shown(&[0])), Err(BadSignature));
}

#[test]
fn numbers_of_0_are_refused() {
    let (key, all) = (secret(1), messages(2));
    let public = key.public().unwrap();
    let signed = Signed { header: HEADER, messages: &all };
    let good = prove(&public, &key.sign(HEADER, &all).unwrap(), signed, shown(&[])).unwrap();
    for at in (3 * POINT..good.len()).step_by(NUMBER) {
        let mut proof = good.clone();
        proof[at..at + NUMBER].fill(0);
        assert_eq!(check_parts(&proof), Err(BadSignature));
        proof[at + 5] = 1;
        assert_eq!(check_parts(&proof), Ok(()));
    }
}
