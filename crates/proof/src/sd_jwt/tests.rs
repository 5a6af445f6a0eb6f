//! SD-JWT: the rules of RFC 9901 one by one, round trips, and the vectors of its reference implementation.

mod binding;
mod credential;
mod every_leaf;
mod issuing;
mod published;
mod rules;
mod specification;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use model::random::SeededRandom;
use model::time::Time;
use serde_json::{Map, Value, json};

use super::*;
use crate::jose::JoseError;
use crate::keys::SigningKey;
use crate::made_in_test::{ed25519, object};

const LONGEST: usize = 1 << 20;

fn now() -> Time {
    Time::from_unix(1_700_000_000)
}

fn issuer() -> SigningKey {
    SigningKey::from_seed(&[1; 32])
}

fn holder() -> SigningKey {
    SigningKey::from_seed(&[2; 32])
}

fn encoded(disclosure: &Value) -> String {
    URL_SAFE_NO_PAD.encode(disclosure.to_string())
}

fn digest(disclosure: &Value) -> String {
    HashAlgorithm::Sha256.digest(&encoded(disclosure))
}

/// An SD-JWT with exactly this payload and these disclosures, whatever they are.
fn crafted(payload: &Value, disclosures: &[Value]) -> String {
    let jwt = ed25519(r#"{"alg":"EdDSA"}"#, &payload.to_string(), &issuer());
    disclosures.iter().fold(format!("{jwt}~"), |text, disclosure| text + &encoded(disclosure) + "~")
}

fn verified(text: &str) -> Result<SdJwt, SdJwtError> {
    UnverifiedSdJwt::decode(text, LONGEST)?.verify(&issuer().public())
}

/// The processed payload of what [`crafted`] makes.
fn processed(payload: &Value, disclosures: &[Value]) -> Result<Value, SdJwtError> {
    Ok(Value::Object(verified(&crafted(payload, disclosures))?.payload().clone()))
}

fn hiding(pointers: &[&str]) -> Vec<String> {
    pointers.iter().map(|pointer| (*pointer).to_owned()).collect()
}

fn issued(claims: &Value, pointers: &[&str], decoys: usize) -> Result<String, SdJwtError> {
    let hiding = Hiding { pointers: &hiding(pointers), decoys };
    issue(&Map::new(), &object(claims.clone()), &hiding, &issuer(), &SeededRandom::new(7))
}
