//! What other people's wallets would make, made here for tests.

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Map, Value};

use crate::keys::{PublicKey, SigningKey};

/// A P-256 key pair.
pub(crate) struct P256Pair(EcdsaKeyPair);

impl P256Pair {
    pub(crate) fn new() -> Self {
        let algorithm = &ECDSA_P256_SHA256_FIXED_SIGNING;
        let pkcs8 = EcdsaKeyPair::generate_pkcs8(algorithm, &SystemRandom::new()).unwrap();
        Self(EcdsaKeyPair::from_pkcs8(algorithm, pkcs8.as_ref()).unwrap())
    }

    pub(crate) fn public(&self) -> PublicKey {
        PublicKey::p256(self.0.public_key().as_ref()).unwrap()
    }

    pub(crate) fn sign(&self, message: &[u8]) -> [u8; 64] {
        self.0.sign(&SystemRandom::new(), message).unwrap().as_ref().try_into().unwrap()
    }
}

/// A compact JWS with exactly these texts as header and payload, whatever they are.
pub(crate) fn compact(header: &str, payload: &str, sign: impl Fn(&[u8]) -> [u8; 64]) -> String {
    let input = format!("{}.{}", URL_SAFE_NO_PAD.encode(header), URL_SAFE_NO_PAD.encode(payload));
    let signature = sign(input.as_bytes());
    format!("{input}.{}", URL_SAFE_NO_PAD.encode(signature))
}

/// As [`compact`], with an Ed25519 key.
pub(crate) fn ed25519(header: &str, payload: &str, key: &SigningKey) -> String {
    compact(header, payload, |message| key.sign(message))
}

pub(crate) fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(object) => object,
        other => panic!("not an object: {other}"),
    }
}
