//! Private keys as JSON Web Keys: what key files of JOSE tools hold.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Map, Value};
use zeroize::Zeroizing;

use super::{JwkError, bytes, check_use, encode, number, public_half};
use crate::keys::{InvalidKey, KeyKind, SignError, SigningKey};

/// The private numbers of an RSA key besides `d`, in the order of RFC 8017 appendix A.1.2. RFC 7518 §6.3.2 lets a JWK
/// have `d` alone; such a key would have to be factored first, and is refused.
const RSA_PRIVATE: [&str; 6] = ["d", "p", "q", "dp", "dq", "qi"];

/// The private key that a JWK holds; its public half must belong to it.
///
/// # Errors
/// [`JwkError`] when the JWK is none, has no private half, or its halves do not belong together.
pub fn decode_private(jwk: &Value) -> Result<SigningKey, JwkError> {
    let members = jwk.as_object().ok_or(JwkError::NotAnObject)?;
    let public = public_half(members)?;
    check_use(members, &public)?;
    if !members.contains_key("d") {
        return Err(JwkError::NotPrivate { name: "d" });
    }
    let key = match public.kind() {
        KeyKind::Ed25519 => {
            let seed = number(members, "d", 32)?;
            SigningKey::from_seed(seed.as_slice().try_into().map_err(|_| JwkError::Member { name: "d" })?)
        }
        KeyKind::P256 => SigningKey::from_scalar(KeyKind::P256, &number(members, "d", 32)?)?,
        KeyKind::P384 => SigningKey::from_scalar(KeyKind::P384, &number(members, "d", 48)?)?,
        KeyKind::Rsa => rsa(members)?,
        KeyKind::Bls12381 => return Err(JwkError::OtherType { found: "EC BLS12381G2".into() }),
    };
    if key.public() == public { Ok(key) } else { Err(InvalidKey::Mismatch.into()) }
}

fn rsa(members: &Map<String, Value>) -> Result<SigningKey, JwkError> {
    if members.contains_key("oth") {
        return Err(JwkError::OtherType { found: "RSA of more than two primes".into() });
    }
    if let Some(name) = RSA_PRIVATE.into_iter().find(|name| !members.contains_key(*name)) {
        return Err(JwkError::NotPrivate { name });
    }
    let public = [bytes(members, "n")?, bytes(members, "e")?];
    let private = RSA_PRIVATE.iter().map(|name| bytes(members, name)).collect::<Result<Vec<_>, _>>()?;
    let numbers: Vec<&[u8]> = public.iter().chain(&private).map(|number| number.as_slice()).collect();
    Ok(SigningKey::from_rsa_numbers(&numbers)?)
}

/// The private JWK of `key`, as text that is wiped when it goes. RSA keys are given out as PKCS#8 only
/// ([`SigningKey::to_pkcs8`]).
///
/// # Errors
/// [`SignError`] for an RSA key or one of BLS12-381.
pub fn encode_private(key: &SigningKey) -> Result<Zeroizing<String>, SignError> {
    let public = key.public();
    if !public.kind().signs_bytes() {
        return Err(SignError::new(public.kind(), "it is not given out as JWK"));
    }
    let secret = match (key.seed(), key.scalar()) {
        (Some(seed), _) => Zeroizing::new(URL_SAFE_NO_PAD.encode(seed.as_slice())),
        (None, Some(scalar)) => Zeroizing::new(URL_SAFE_NO_PAD.encode(scalar.as_slice())),
        (None, None) => return Err(SignError::new(public.kind(), "it is given out as PKCS#8 only")),
    };
    // The members of the public half, and `d` at the end: written by hand so that no copy of it stays in memory.
    let half = encode(&public).to_string();
    let open = half.strip_suffix('}').unwrap_or(&half);
    let mut text = Zeroizing::new(String::with_capacity(open.len() + secret.len() + 16));
    for part in [open, ",\"d\":\"", &secret, "\"}"] {
        text.push_str(part);
    }
    Ok(text)
}
