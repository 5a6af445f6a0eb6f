//! One secret of this installation, and the keys derived from it: codes, nonces, transaction codes and credential ids.

use std::fmt;

use aws_lc_rs::hmac;

/// Keys derived from the installation's root secret, one for each use, so that no value of one kind can stand for
/// another.
pub struct Secrets {
    root: hmac::Key,
}

/// What a derived value is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Use {
    /// Pre-authorized codes.
    Code,
    /// Transaction codes.
    TransactionCode,
    /// Key-proof nonces.
    Nonce,
    /// Notification ids.
    Notification,
    /// Ids of interactions told to the record source.
    Interaction,
    /// The permutation of a status list.
    StatusIndex,
    /// The root of credential ids ([`model::ids`]).
    Ids,
    /// Session cookies and form tokens.
    Session,
}

impl Use {
    const fn label(self) -> &'static [u8] {
        match self {
            Self::Code => b"tassel/code/1",
            Self::TransactionCode => b"tassel/transaction-code/1",
            Self::Nonce => b"tassel/nonce/1",
            Self::Notification => b"tassel/notification/1",
            Self::Interaction => b"tassel/interaction/1",
            Self::StatusIndex => b"tassel/status-index/1",
            Self::Ids => b"tassel/ids/1",
            Self::Session => b"tassel/session/1",
        }
    }
}

impl Secrets {
    /// From the 32 bytes kept beside the keys.
    pub fn new(root: &[u8; 32]) -> Self {
        Self { root: hmac::Key::new(hmac::HMAC_SHA256, root) }
    }

    /// The key for one use.
    pub fn key(&self, r#use: Use) -> [u8; 32] {
        tag(&self.root, r#use.label())
    }

    /// HMAC-SHA-256 of `message` under the key for one use.
    pub fn mac(&self, r#use: Use, message: &[u8]) -> [u8; 32] {
        tag(&hmac::Key::new(hmac::HMAC_SHA256, &self.key(r#use)), message)
    }
}

fn tag(key: &hmac::Key, message: &[u8]) -> [u8; 32] {
    let tag = hmac::sign(key, message);
    let mut bytes = [0; 32];
    for (to, from) in bytes.iter_mut().zip(tag.as_ref()) {
        *to = *from;
    }
    bytes
}

impl fmt::Debug for Secrets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secrets(…)")
    }
}
