//! Who the issuer is: `did:web` when people reach us over TLS, the signing key's own `did:key` on plain http.

use proof::did;
use proof::keyring::{KeyEntry, KeyPurpose, Keyring, KeyringError};
use proof::keys::{KeyKind, PublicKey};

use crate::urls::Urls;

/// The issuer's identifier and the name of the key it signs with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// Issuer id of what the key signs.
    pub id: String,
    /// The proof's `verificationMethod`.
    pub method: String,
}

/// The identity under which a key signs.
pub fn of_key(urls: &Urls, key_id: &str, key: &PublicKey) -> Identity {
    match urls.did_web() {
        Some(id) => Identity { method: format!("{id}#{key_id}"), id },
        None => Identity { id: did::did_key(key), method: did::did_key_method(key) },
    }
}

/// The key that signs the status lists of what `credential_key` signs. Verifiers demand one issuer for both, so under
/// `did:key` it is that very key.
///
/// # Errors
/// [`KeyringError`] when the installation has no status key.
pub fn status_key<'k>(
    urls: &Urls,
    keys: &'k Keyring,
    credential_key: &'k KeyEntry,
) -> Result<&'k KeyEntry, KeyringError> {
    if urls.did_web().is_some() { keys.active(KeyPurpose::Status, KeyKind::Ed25519) } else { Ok(credential_key) }
}
