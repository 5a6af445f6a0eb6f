//! Nonces for key proofs (OpenID4VCI 1.0 §7): stateless until used, single use by the database.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use model::random::{self, Random};
use model::time::Time;
use subtle::ConstantTimeEq as _;

use crate::secrets::{Secrets, Use};

/// Seconds a nonce is good for.
pub const LIFETIME: i64 = 300;

const BODY: usize = 24;
const TAG: usize = 16;

/// Makes a nonce: expiry ‖ random ‖ HMAC. The expiry in front keeps the table of used ones in time order.
pub fn make(secrets: &Secrets, random: &dyn Random, now: Time) -> String {
    let body = [now.plus(LIFETIME).unix().to_be_bytes().as_slice(), &random::bytes::<16>(random)].concat();
    let mac = secrets.mac(Use::Nonce, &body);
    let bytes: Vec<u8> = body.iter().chain(mac.iter().take(TAG)).copied().collect();
    URL_SAFE_NO_PAD.encode(bytes)
}

/// A nonce we made that has not expired; whether it was used before only the database knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Nonce {
    /// Expiry ‖ random: the key of its row once used.
    pub key: Vec<u8>,
    /// When it ends.
    pub expires_at: Time,
}

/// Reads a nonce that came back; `None` when it is not ours or has expired.
pub fn read(secrets: &Secrets, text: &str, now: Time) -> Option<Nonce> {
    let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
    let (body, tag) = bytes.split_at_checked(BODY)?;
    let mac = secrets.mac(Use::Nonce, body);
    if !bool::from(mac.get(..TAG)?.ct_eq(tag)) {
        return None;
    }
    let expires_at = Time::from_unix(i64::from_be_bytes(*body.first_chunk()?));
    (expires_at > now).then(|| Nonce { key: body.to_vec(), expires_at })
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::random::SeededRandom;

    #[test]
    fn a_nonce_is_good_until_its_end_and_not_a_second_longer() {
        let (secrets, random, now) = (Secrets::new(&[1; 32]), SeededRandom::new(1), Time::from_unix(1_000));
        let nonce = make(&secrets, &random, now);
        assert!(read(&secrets, &nonce, now.plus(LIFETIME - 1)).is_some());
        assert_eq!(read(&secrets, &nonce, now.plus(LIFETIME)), None);
    }

    #[test]
    fn a_foreign_or_changed_nonce_is_not_ours() {
        let (random, now) = (SeededRandom::new(1), Time::from_unix(1_000));
        let foreign = make(&Secrets::new(&[2; 32]), &random, now);
        assert_eq!(read(&Secrets::new(&[1; 32]), &foreign, now), None);
        assert_eq!(read(&Secrets::new(&[1; 32]), "", now), None);
        assert_eq!(read(&Secrets::new(&[1; 32]), "not base64!", now), None);
    }
}
