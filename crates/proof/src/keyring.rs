//! An issuer's keys in memory.

use std::fmt;
use std::sync::Arc;

use model::time::Time;

use crate::certificate::{CertificateError, Chain};
use crate::keys::{KeyKind, PublicKey, Signer};

/// What a key signs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum KeyPurpose {
    /// Credentials.
    Credential,
    /// Status lists, under `did:web`. Under `did:key` the key that signed a credential signs its list.
    Status,
}

impl KeyPurpose {
    /// Every purpose.
    pub const ALL: [Self; 2] = [Self::Credential, Self::Status];

    /// As it is written in key files and key ids: `credential` or `status`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Credential => "credential",
            Self::Status => "status",
        }
    }

    /// The purpose with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|purpose| purpose.name() == name)
    }
}

impl fmt::Display for KeyPurpose {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A signing key with what is known about it.
#[derive(Debug, Clone)]
pub struct KeyEntry {
    /// Its id in this installation, such as `credential-1`; the fragment of its verification method under `did:web`.
    pub id: String,
    /// What it signs.
    pub purpose: KeyPurpose,
    /// When it was made.
    pub created: Time,
    /// Since when it signs nothing new. It stays published: what it signed before is still checked with it.
    pub retired: Option<Time>,
    /// Whoever signs with it.
    pub key: Arc<dyn Signer>,
    /// Its certificate and those above it, where an authority gave one.
    pub chain: Option<Arc<Chain>>,
}

impl KeyEntry {
    /// What kind of key it is.
    pub fn kind(&self) -> KeyKind {
        self.key.public().kind()
    }

    /// The value of `x5c` for a JOSE header, where the key has a certificate.
    ///
    /// # Errors
    /// [`CertificateError`] when the certificate is not valid at `now`.
    pub fn x5c(&self, now: Time) -> Result<Option<Vec<String>>, CertificateError> {
        let Some(chain) = &self.chain else { return Ok(None) };
        chain.check(&self.key.public(), now)?;
        Ok(Some(chain.x5c()))
    }

    /// What of it everybody may see.
    pub fn public(&self) -> PublicEntry {
        PublicEntry {
            id: self.id.clone(),
            purpose: self.purpose,
            created: self.created,
            retired: self.retired,
            key: self.key.public(),
        }
    }
}

/// A key without its private half.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicEntry {
    /// As in [`KeyEntry`].
    pub id: String,
    /// As in [`KeyEntry`].
    pub purpose: KeyPurpose,
    /// As in [`KeyEntry`].
    pub created: Time,
    /// As in [`KeyEntry`].
    pub retired: Option<Time>,
    /// The public half.
    pub key: PublicKey,
}

/// An issuer's keys. Ids are unique in it.
#[derive(Debug, Clone, Default)]
pub struct Keyring {
    /// Oldest first; at the same second, by id.
    entries: Vec<KeyEntry>,
}

impl Keyring {
    /// A keyring of `entries`.
    ///
    /// # Errors
    /// [`KeyringError::SameId`] when two of them have the same id.
    pub fn new(entries: impl IntoIterator<Item = KeyEntry>) -> Result<Self, KeyringError> {
        let mut ring = Self::default();
        for entry in entries {
            ring.add(entry)?;
        }
        Ok(ring)
    }

    /// The same keys, whose certificates are kept to themselves.
    #[must_use]
    pub fn without_certificates(mut self) -> Self {
        self.entries.iter_mut().for_each(|entry| entry.chain = None);
        self
    }

    /// Adds a key.
    ///
    /// # Errors
    /// [`KeyringError::SameId`] when the id is taken.
    pub fn add(&mut self, entry: KeyEntry) -> Result<(), KeyringError> {
        if self.find(&entry.id).is_some() {
            return Err(KeyringError::SameId { id: entry.id });
        }
        self.entries.push(entry);
        self.entries.sort_by(|a, b| (a.created, &a.id).cmp(&(b.created, &b.id)));
        Ok(())
    }

    /// The key of this kind that signs new things of this purpose: the newest that is not retired.
    ///
    /// # Errors
    /// [`KeyringError::NoActive`] when there is none.
    pub fn active(&self, purpose: KeyPurpose, kind: KeyKind) -> Result<&KeyEntry, KeyringError> {
        self.entries
            .iter()
            .rfind(|entry| entry.purpose == purpose && entry.retired.is_none() && entry.kind() == kind)
            .ok_or(KeyringError::NoActive { purpose, kind })
    }

    /// The key with this id, retired or not.
    pub fn find(&self, id: &str) -> Option<&KeyEntry> {
        self.entries.iter().find(|entry| entry.id == id)
    }

    /// The key with this public half, retired or not.
    pub fn find_public(&self, key: &PublicKey) -> Option<&KeyEntry> {
        self.entries.iter().find(|entry| entry.key.public() == *key)
    }

    /// All keys, oldest first.
    pub fn entries(&self) -> &[KeyEntry] {
        &self.entries
    }

    /// The public halves of all keys, oldest first, retired ones included.
    pub fn public(&self) -> impl Iterator<Item = PublicEntry> {
        self.entries.iter().map(KeyEntry::public)
    }
}

/// What a keyring cannot do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KeyringError {
    /// The id is taken.
    #[error("two keys have the id '{id}': ids must differ")]
    SameId {
        /// The id.
        id: String,
    },
    /// Nothing can be signed.
    #[error("there is no {purpose} key of the kind {kind} that is not retired: make one with `tassel keys new`")]
    NoActive {
        /// The kind.
        kind: KeyKind,
        /// The purpose.
        purpose: KeyPurpose,
    },
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keys::SigningKey;

    fn entry(id: &str, purpose: KeyPurpose, created: i64, retired: Option<i64>) -> KeyEntry {
        let key = Arc::new(SigningKey::from_seed(&[u8::try_from(created).unwrap(); 32]));
        let retired = retired.map(Time::from_unix);
        KeyEntry { id: id.into(), purpose, created: Time::from_unix(created), retired, key, chain: None }
    }

    #[test]
    fn the_active_key_is_the_newest_of_its_purpose_that_is_not_retired() {
        use KeyPurpose::{Credential, Status};
        let ring = Keyring::new([
            entry("c3", Credential, 30, Some(31)),
            entry("c2", Credential, 20, None),
            entry("c1", Credential, 10, None),
            entry("s1", Status, 40, None),
        ])
        .unwrap();
        assert_eq!(ring.active(Credential, KeyKind::Ed25519).unwrap().id, "c2");
        assert_eq!(ring.active(Status, KeyKind::Ed25519).unwrap().id, "s1");
        assert_eq!(ring.public().map(|key| key.id).collect::<Vec<_>>(), ["c1", "c2", "c3", "s1"]);
        let c3 = ring.find("c3").unwrap();
        assert_eq!(ring.find_public(&c3.key.public()).unwrap().id, "c3");
        assert!(ring.find("c4").is_none());
    }

    #[test]
    fn without_an_active_key_it_says_which_is_missing() {
        let ring = Keyring::new([entry("c1", KeyPurpose::Credential, 1, Some(2))]).unwrap();
        for purpose in KeyPurpose::ALL {
            let kind = KeyKind::Ed25519;
            assert_eq!(ring.active(purpose, kind).unwrap_err(), KeyringError::NoActive { purpose, kind });
        }
    }

    #[test]
    fn ids_are_unique() {
        let twice = [entry("c", KeyPurpose::Credential, 1, None), entry("c", KeyPurpose::Status, 2, None)];
        assert_eq!(Keyring::new(twice).unwrap_err(), KeyringError::SameId { id: "c".into() });
    }

    #[test]
    fn purposes_have_names() {
        for purpose in KeyPurpose::ALL {
            assert_eq!(KeyPurpose::from_name(purpose.name()), Some(purpose));
        }
        assert_eq!(KeyPurpose::from_name("Credential"), None);
    }
}
