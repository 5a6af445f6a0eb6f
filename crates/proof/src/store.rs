//! An issuer's keys on disk: one JSON file a key, readable by its owner alone.
//!
//! The private half is sealed with a passphrase ([`crate::sealed`]) when [`Access`] holds one; without one it stands in the
//! file as it is (the seed of an Ed25519 key, PKCS#8 of others), and whoever can read the file can sign. A key in a token
//! ([`crate::pkcs11`]) leaves its public half and where it is in the file. Files are only ever
//! added, sealed or marked retired, never overwritten by another key: several commands may use one directory at once.

mod error;
mod file;

pub use error::KeyFileError;
pub use file::read_private;

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use model::random::{self, Random};
use model::time::Time;

use crate::certificate::Chain;
use crate::keyring::{KeyEntry, KeyPurpose, Keyring, KeyringError};
use crate::keys::{KeyKind, Signer as _, SigningKey};
use crate::pkcs11::{self, Token};
use crate::sealed::Passphrase;
use file::{Written, chain_path, make_directory, read, remove_draft, sync, write_draft};

/// What opens key files.
#[derive(Debug, Clone, Default)]
pub struct Access {
    /// Opens sealed keys, and seals new ones.
    pub passphrase: Option<Arc<Passphrase>>,
    /// Holds keys of its own.
    pub token: Option<Token>,
}

/// Where the private half of a key is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kept {
    /// In its file, for anybody who gets at it.
    Open,
    /// In its file, behind the passphrase.
    Sealed,
    /// In a token.
    Token,
}

/// A directory of key files, read at [`KeyFiles::open`].
#[derive(Debug)]
pub struct KeyFiles {
    directory: PathBuf,
    access: Access,
    ring: Keyring,
    kept: BTreeMap<String, Kept>,
}

impl KeyFiles {
    /// Reads all `*.json` files of `directory`, which is made (mode 0700) when it is not there.
    ///
    /// # Errors
    /// [`KeyFileError`] when the directory or a file cannot be read or made, a file is readable by others or is not a key
    /// file, or `access` does not open it.
    pub fn open(directory: &Path, access: Access) -> Result<Self, KeyFileError> {
        make_directory(directory).map_err(|source| KeyFileError::io(directory, source))?;
        let mut files =
            Self { directory: directory.to_owned(), access, ring: Keyring::default(), kept: BTreeMap::new() };
        files.read_all()?;
        Ok(files)
    }

    /// Ids of the keys whose private halves anybody who gets at the files can read, oldest first.
    pub fn unsealed(&self) -> Vec<String> {
        let open = |entry: &&KeyEntry| self.kept(&entry.id) == Some(Kept::Open);
        self.list().iter().filter(open).map(|entry| entry.id.clone()).collect()
    }

    /// Where the private half of the key with this id is.
    pub fn kept(&self, id: &str) -> Option<Kept> {
        self.kept.get(id).copied()
    }

    /// Seals every key that stands open in its file. Their ids.
    ///
    /// What an open file held may still be found on the disk, and in its backups.
    ///
    /// # Errors
    /// [`KeyFileError`] when there is no passphrase, it is too short, or a file cannot be written. Keys before it are sealed.
    pub fn seal(&mut self, random: &dyn Random) -> Result<Vec<String>, KeyFileError> {
        let passphrase = self.access.passphrase.clone().ok_or(KeyFileError::NoPassphrase)?;
        let sealed = self.unsealed();
        for id in &sealed {
            let path = self.path(id);
            let mut written = read(&path)?;
            let key = written.key(&path, None)?;
            written.seal(&key, &passphrase, random)?;
            self.replace(&path, &written.text(&path)?, &mark(random))?;
        }
        self.read_all()?;
        Ok(sealed)
    }

    /// The keys as they were at [`KeyFiles::open`], and those made or retired through this value since.
    pub const fn keyring(&self) -> &Keyring {
        &self.ring
    }

    /// The keys, for an issuer that only signs.
    pub fn into_keyring(self) -> Keyring {
        self.ring
    }

    /// All keys, oldest first.
    pub fn list(&self) -> &[KeyEntry] {
        self.ring.entries()
    }

    /// The key of this kind that signs new things of this purpose.
    ///
    /// # Errors
    /// [`KeyringError::NoActive`] when there is none.
    pub fn active(&self, purpose: KeyPurpose, kind: KeyKind) -> Result<&KeyEntry, KeyringError> {
        self.ring.active(purpose, kind)
    }

    /// The key with this id, retired or not.
    pub fn by_id(&self, id: &str) -> Option<&KeyEntry> {
        self.ring.find(id)
    }

    /// The key of this kind that signs new things of this purpose, made now when there is none.
    ///
    /// Two processes that do this at once end with the same key.
    ///
    /// # Errors
    /// [`KeyFileError`] when a file cannot be written or read.
    pub fn active_or_new(
        &mut self,
        purpose: KeyPurpose,
        kind: KeyKind,
        now: Time,
        random: &dyn Random,
    ) -> Result<&KeyEntry, KeyFileError> {
        if self.ring.active(purpose, kind).is_err() {
            let name = self.next_name(purpose, kind);
            self.add(name, (purpose, kind), now, random)?;
        }
        Ok(self.ring.active(purpose, kind)?)
    }

    /// A new key, which from now on is the active one of its purpose and kind. The one before stays active for what is under way
    /// until it is retired.
    ///
    /// # Errors
    /// [`KeyFileError`] when a file cannot be written or read.
    pub fn make(
        &mut self,
        purpose: KeyPurpose,
        kind: KeyKind,
        now: Time,
        random: &dyn Random,
    ) -> Result<&KeyEntry, KeyFileError> {
        loop {
            let id = self.next_name(purpose, kind);
            if self.add(id.clone(), (purpose, kind), now, random)? {
                return self.ring.find(&id).ok_or(KeyFileError::Unknown { id });
            }
        }
    }

    /// A new key as [`KeyFiles::make`] makes one, in the token of [`Access`].
    ///
    /// # Errors
    /// [`KeyFileError`] when there is no token, it makes no such key, or a file cannot be written or read.
    pub fn make_in_token(
        &mut self,
        purpose: KeyPurpose,
        kind: KeyKind,
        now: Time,
        random: &dyn Random,
    ) -> Result<&KeyEntry, KeyFileError> {
        let token = self.access.token.clone().ok_or(KeyFileError::NoTokenGiven)?;
        let key_id = random::bytes::<{ pkcs11::ID }>(random);
        let key = token.generate(kind, &key_id, &self.next_name(purpose, kind))?;
        loop {
            let id = self.next_name(purpose, kind);
            let written = Written::in_token(id.clone(), (purpose, now), (&token, &key_id), &key.public());
            if self.put(&written, random)? {
                return self.ring.find(&id).ok_or(KeyFileError::Unknown { id });
            }
        }
    }

    /// Marks a key as retired: it signs nothing new.
    ///
    /// # Errors
    /// [`KeyFileError`] when there is no such key or its file cannot be written.
    pub fn retire(&mut self, id: &str, now: Time) -> Result<(), KeyFileError> {
        if self.ring.find(id).is_none() {
            return Err(KeyFileError::Unknown { id: id.to_owned() });
        }
        let path = self.path(id);
        let mut written = read(&path)?;
        written.retired.get_or_insert_with(|| now.to_string());
        self.replace(&path, &written.text(&path)?, &format!("retire-{}", now.unix()))?;
        self.read_all()
    }

    /// Keeps `chain` beside the key with this id, in place of one that stands there.
    ///
    /// # Errors
    /// [`KeyFileError`] when there is no such key, the chain is not valid for it at `now`, or the file cannot be written.
    pub fn certify(&mut self, id: &str, chain: &Chain, now: Time, random: &dyn Random) -> Result<(), KeyFileError> {
        let entry = self.ring.find(id).ok_or_else(|| KeyFileError::Unknown { id: id.to_owned() })?;
        let path = chain_path(&self.path(id));
        let invalid = |source| KeyFileError::Certificate { path: path.clone(), source };
        chain.check(&entry.key.public(), now).map_err(invalid)?;
        self.replace(&path, chain.to_pem().as_bytes(), &mark(random))?;
        self.read_all()
    }

    /// `credential-1` for the first Ed25519 key, `credential-p256-1` for the first P-256 key; then one more than the
    /// highest number, so that no id ever names two keys.
    fn next_name(&self, purpose: KeyPurpose, kind: KeyKind) -> String {
        let prefix = match kind {
            KeyKind::Ed25519 => format!("{purpose}-"),
            other => format!("{purpose}-{}-", other.name().to_ascii_lowercase().replace('-', "")),
        };
        let number = |entry: &KeyEntry| entry.id.strip_prefix(&prefix).and_then(|rest| rest.parse::<u32>().ok());
        let highest = self.list().iter().filter_map(number).max().unwrap_or(0);
        format!("{prefix}{}", highest.saturating_add(1))
    }

    /// Writes a new key under this id, or finds that another process was first (`false`). Then reads all again.
    fn add(
        &mut self,
        id: String,
        (purpose, kind): (KeyPurpose, KeyKind),
        now: Time,
        random: &dyn Random,
    ) -> Result<bool, KeyFileError> {
        let key = SigningKey::generate(kind, random)?;
        let mut written = Written::new(id, purpose, now, &key)?;
        if let Some(passphrase) = &self.access.passphrase {
            written.seal(&key, passphrase, random)?;
        }
        self.put(&written, random)
    }

    fn put(&mut self, written: &Written, random: &dyn Random) -> Result<bool, KeyFileError> {
        let path = self.path(&written.id);
        let draft = write_draft(&path, &written.text(&path)?, &mark(random))?;
        // A link never replaces a file, so of two processes one wins; what it names is already complete on disk.
        let linked = fs::hard_link(&draft, &path);
        fs::remove_file(&draft).and_then(|()| sync(&self.directory)).map_err(|e| KeyFileError::io(&draft, e))?;
        let first = match linked {
            Ok(()) => true,
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => false,
            Err(error) => return Err(KeyFileError::io(&path, error)),
        };
        self.read_all()?;
        Ok(first)
    }

    /// Puts a new text in the place of a file, in one step.
    fn replace(&self, path: &Path, text: &[u8], mark: &str) -> Result<(), KeyFileError> {
        let draft = write_draft(path, text, mark)?;
        fs::rename(&draft, path).and_then(|()| sync(&self.directory)).map_err(|source| {
            remove_draft(&draft);
            KeyFileError::io(path, source)
        })
    }

    fn read_all(&mut self) -> Result<(), KeyFileError> {
        let mut ring = Keyring::default();
        let mut kept = BTreeMap::new();
        let io_error = |source| KeyFileError::io(&self.directory, source);
        for item in fs::read_dir(&self.directory).map_err(io_error)? {
            let path = item.map_err(io_error)?.path();
            if path.extension().is_some_and(|extension| extension == "json") {
                let written = read(&path)?;
                ring.add(written.entry(&path, &self.access)?)?;
                kept.insert(written.id.clone(), written.kept());
            }
        }
        (self.ring, self.kept) = (ring, kept);
        Ok(())
    }

    fn path(&self, id: &str) -> PathBuf {
        self.directory.join(format!("{id}.json"))
    }
}

/// A name for a draft that no other process takes.
fn mark(random: &dyn Random) -> String {
    URL_SAFE_NO_PAD.encode(random::bytes::<8>(random))
}

#[cfg(test)]
mod tests;
