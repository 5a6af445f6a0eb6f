//! What other people's wallets would make, made here for tests.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Map, Value};

use crate::keys::{KeyKind, Signer as _, SigningKey};
use model::random::SeededRandom;

/// A key of this kind; the same for the same seed, but for RSA.
pub(crate) fn a_key(kind: KeyKind, seed: u64) -> SigningKey {
    SigningKey::generate(kind, &SeededRandom::new(seed)).unwrap()
}

/// A compact JWS with exactly these texts as header and payload, whatever they are.
pub(crate) fn compact(header: &str, payload: &str, sign: impl Fn(&[u8]) -> Vec<u8>) -> String {
    let input = format!("{}.{}", URL_SAFE_NO_PAD.encode(header), URL_SAFE_NO_PAD.encode(payload));
    let signature = sign(input.as_bytes());
    format!("{input}.{}", URL_SAFE_NO_PAD.encode(signature))
}

/// As [`compact`], with an Ed25519 key.
pub(crate) fn ed25519(header: &str, payload: &str, key: &SigningKey) -> String {
    compact(header, payload, |message| key.sign(message).unwrap())
}

pub(crate) fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(object) => object,
        other => panic!("not an object: {other}"),
    }
}
