//! Codes and tokens: what is handed out, and how it is recognised when it comes back.
//!
//! Each is `row id ‖ secret` in base64url, so that the row is found by its time-ordered id and the secret is compared in
//! constant time. Codes and notification ids need no storage: their secret half is an HMAC of the id.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use model::random::{self, Random};
use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;
use uuid::Uuid;

use crate::secrets::{Secrets, Use};

const ID: usize = 16;
const TAG: usize = 24;

/// The pre-authorized code of an offer (OpenID4VCI 1.0 §4.1.1).
pub fn pre_authorized_code(secrets: &Secrets, offer: Uuid) -> String {
    tagged(secrets, Use::Code, offer)
}

/// The offer a pre-authorized code belongs to; `None` when we did not make the code.
pub fn offer_of_code(secrets: &Secrets, code: &str) -> Option<Uuid> {
    untag(secrets, Use::Code, code)
}

/// The notification id of an issued credential (OpenID4VCI 1.0 §8.3).
pub fn notification_id(secrets: &Secrets, credential: Uuid) -> String {
    tagged(secrets, Use::Notification, credential)
}

/// The credential a notification id belongs to; `None` when we did not make it.
pub fn credential_of_notification(secrets: &Secrets, id: &str) -> Option<Uuid> {
    untag(secrets, Use::Notification, id)
}

/// The id under which the record source is told that a credential was issued: the same however often it is told.
pub fn interaction_id(secrets: &Secrets, credential: Uuid) -> String {
    let mac = secrets.mac(Use::Interaction, credential.as_bytes());
    let mut bytes = [0; ID];
    for (to, from) in bytes.iter_mut().zip(mac) {
        *to = from;
    }
    uuid::Builder::from_custom_bytes(bytes).into_uuid().urn().to_string()
}

/// The six digits of an offer's transaction code: derived, so that the page can show them and nothing is stored.
pub fn transaction_code(secrets: &Secrets, offer: Uuid) -> String {
    let mac = secrets.mac(Use::TransactionCode, offer.as_bytes());
    let number = mac.iter().take(8).fold(0_u64, |number, byte| (number << 8) | u64::from(*byte));
    format!("{:06}", number % 1_000_000)
}

/// Whether `given` is the transaction code of `offer`, compared in constant time.
pub fn is_transaction_code(secrets: &Secrets, offer: Uuid, given: &str) -> bool {
    transaction_code(secrets, offer).as_bytes().ct_eq(given.as_bytes()).into()
}

fn tagged(secrets: &Secrets, r#use: Use, id: Uuid) -> String {
    let mac = secrets.mac(r#use, id.as_bytes());
    let bytes: Vec<u8> = id.as_bytes().iter().chain(mac.iter().take(TAG)).copied().collect();
    URL_SAFE_NO_PAD.encode(bytes)
}

fn untag(secrets: &Secrets, r#use: Use, text: &str) -> Option<Uuid> {
    let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
    let (id, tag) = bytes.split_at_checked(ID)?;
    let id = Uuid::from_slice(id).ok()?;
    let expected = secrets.mac(r#use, id.as_bytes());
    bool::from(expected.get(..TAG)?.ct_eq(tag)).then_some(id)
}

/// An access token just made: the text goes to the wallet, the hash to the database.
#[derive(Clone)]
pub struct NewToken {
    /// What the wallet gets.
    pub text: String,
    /// SHA-256 of the secret half.
    pub secret_hash: Vec<u8>,
}

/// Makes an access token whose row is `id`.
pub fn new_token(id: Uuid, random: &dyn Random) -> NewToken {
    let secret: [u8; 32] = random::bytes(random);
    let text = URL_SAFE_NO_PAD.encode([id.as_bytes().as_slice(), secret.as_slice()].concat());
    NewToken { text, secret_hash: Sha256::digest(secret).to_vec() }
}

/// An access token that came back, not yet compared with its row.
pub struct PresentedToken {
    /// The row it claims.
    pub id: Uuid,
    secret_hash: Vec<u8>,
}

impl PresentedToken {
    /// Reads a bearer token; `None` when it has not the shape of ours.
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
        let (id, secret) = bytes.split_at_checked(ID)?;
        (secret.len() == 32)
            .then(|| Some(Self { id: Uuid::from_slice(id).ok()?, secret_hash: Sha256::digest(secret).to_vec() }))
            .flatten()
    }

    /// Whether the row's hash is this token's, compared in constant time.
    pub fn matches(&self, secret_hash: &[u8]) -> bool {
        self.secret_hash.as_slice().ct_eq(secret_hash).into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::random::SeededRandom;

    fn secrets() -> Secrets {
        Secrets::new(&[7; 32])
    }

    #[test]
    fn a_code_leads_back_to_its_offer_and_a_changed_one_nowhere() {
        let offer = Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0001);
        let code = pre_authorized_code(&secrets(), offer);
        assert_eq!(offer_of_code(&secrets(), &code), Some(offer));
        for position in 0..code.len() {
            let mut changed = code.clone().into_bytes();
            changed[position] = if changed[position] == b'A' { b'B' } else { b'A' };
            let changed = String::from_utf8(changed).unwrap();
            if changed != code {
                assert_eq!(offer_of_code(&secrets(), &changed), None, "position {position}");
            }
        }
    }

    #[test]
    fn a_code_is_not_a_notification_id() {
        let id = Uuid::from_u128(1);
        assert_eq!(credential_of_notification(&secrets(), &pre_authorized_code(&secrets(), id)), None);
    }

    #[test]
    fn an_interaction_has_one_id_that_does_not_show_the_row() {
        let (one, two) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let id = interaction_id(&secrets(), one);
        assert!(id.starts_with("urn:uuid:") && id.get(23..24) == Some("8"), "{id}");
        assert_eq!(id, interaction_id(&secrets(), one));
        assert_ne!(id, interaction_id(&secrets(), two));
        assert!(!id.contains("000000000001"), "{id}");
    }

    #[test]
    fn a_transaction_code_is_six_digits_of_its_own_offer() {
        let (one, two) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let code = transaction_code(&secrets(), one);
        assert!(code.len() == 6 && code.bytes().all(|byte| byte.is_ascii_digit()));
        assert!(is_transaction_code(&secrets(), one, &code));
        assert!(!is_transaction_code(&secrets(), two, &code) && !is_transaction_code(&secrets(), one, ""));
    }

    #[test]
    fn a_token_matches_its_own_hash_only() {
        let random = SeededRandom::new(1);
        let (token, other) = (new_token(Uuid::from_u128(1), &random), new_token(Uuid::from_u128(1), &random));
        let presented = PresentedToken::parse(&token.text).unwrap();
        assert!(presented.matches(&token.secret_hash) && !presented.matches(&other.secret_hash));
        assert!(PresentedToken::parse("short").is_none() && PresentedToken::parse(&token.text[1..]).is_none());
    }
}
