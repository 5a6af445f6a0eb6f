//! An issuer's keys on disk: one JSON file a key, readable by its owner alone.
//!
//! The private half stands in the file as it is (the seed of an Ed25519 key, PKCS#8 of others); whoever can read the file
//! can sign. Sealing files with a passphrase is not built yet. Files are only ever added or marked retired, never overwritten by another key: several commands may use
//! one directory at once.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use model::random::{self, Random};
use model::time::Time;
use serde::{Deserialize, Serialize};
use zeroize::{Zeroize as _, Zeroizing};

use crate::keyring::{KeyEntry, KeyPurpose, Keyring, KeyringError};
use crate::keys::{KeyKind, SignError, SigningKey};

/// Far above the size of a key file.
const LONGEST: u64 = 8192;

/// A directory of key files, read at [`KeyFiles::open`].
#[derive(Debug)]
pub struct KeyFiles {
    directory: PathBuf,
    ring: Keyring,
}

/// A key file's content.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    id: String,
    purpose: String,
    created: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    retired: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    seed: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pkcs8: Option<String>,
}

impl Drop for Written {
    fn drop(&mut self) {
        self.seed.zeroize();
        self.pkcs8.zeroize();
    }
}

impl KeyFiles {
    /// Reads all `*.json` files of `directory`, which is made (mode 0700) when it is not there.
    ///
    /// # Errors
    /// [`KeyFileError`] when the directory or a file cannot be read or made, a file is readable by others, or a file is
    /// not a key file.
    pub fn open(directory: &Path) -> Result<Self, KeyFileError> {
        make_directory(directory).map_err(|source| KeyFileError::io(directory, source))?;
        let ring = read_all(directory)?;
        Ok(Self { directory: directory.to_owned(), ring })
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
        let draft = write_draft(&path, &written, &format!("retire-{}", now.unix()))?;
        fs::rename(&draft, &path).and_then(|()| sync(&self.directory)).map_err(|e| KeyFileError::io(&path, e))?;
        self.ring = read_all(&self.directory)?;
        Ok(())
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
        let path = self.path(&id);
        let key = SigningKey::generate(kind, random)?;
        let seed = key.seed().map(|seed| URL_SAFE_NO_PAD.encode(*seed));
        let pkcs8 = if seed.is_some() { None } else { Some(URL_SAFE_NO_PAD.encode(&*key.to_pkcs8()?)) };
        let (purpose, created) = (purpose.name().to_owned(), now.to_string());
        let written = Written { id, purpose, created, retired: None, seed, pkcs8 };
        let draft = write_draft(&path, &written, &URL_SAFE_NO_PAD.encode(random::bytes::<8>(random)))?;
        // A link never replaces a file, so of two processes one wins; what it names is already complete on disk.
        let linked = fs::hard_link(&draft, &path);
        fs::remove_file(&draft).and_then(|()| sync(&self.directory)).map_err(|e| KeyFileError::io(&draft, e))?;
        let first = match linked {
            Ok(()) => true,
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => false,
            Err(error) => return Err(KeyFileError::io(&path, error)),
        };
        self.ring = read_all(&self.directory)?;
        Ok(first)
    }

    fn path(&self, id: &str) -> PathBuf {
        self.directory.join(format!("{id}.json"))
    }
}

fn read_all(directory: &Path) -> Result<Keyring, KeyFileError> {
    let mut ring = Keyring::default();
    for item in fs::read_dir(directory).map_err(|source| KeyFileError::io(directory, source))? {
        let path = item.map_err(|source| KeyFileError::io(directory, source))?.path();
        if path.extension().is_some_and(|extension| extension == "json") {
            let written = read(&path)?;
            ring.add(entry(&written).ok_or(KeyFileError::Malformed { path })?)?;
        }
    }
    Ok(ring)
}

/// The content of a file whose name must be the key's id.
fn read(path: &Path) -> Result<Written, KeyFileError> {
    let io_error = |source| KeyFileError::io(path, source);
    let file = fs::File::open(path).map_err(io_error)?;
    let about = file.metadata().map_err(io_error)?;
    if others_may_read(&about) {
        return Err(KeyFileError::Open { path: path.to_owned() });
    }
    if about.len() > LONGEST {
        return Err(KeyFileError::Malformed { path: path.to_owned() });
    }
    let text = Zeroizing::new(io::read_to_string(file).map_err(io_error)?);
    let written: Option<Written> = serde_json::from_str(&text).ok();
    written
        .filter(|written| path.file_stem().is_some_and(|name| name == written.id.as_str()))
        .ok_or_else(|| KeyFileError::Malformed { path: path.to_owned() })
}

fn entry(written: &Written) -> Option<KeyEntry> {
    let secret = |text: &str| URL_SAFE_NO_PAD.decode(text).map(Zeroizing::new).ok();
    let key = match (&written.seed, &written.pkcs8) {
        (Some(seed), None) => SigningKey::from_seed(secret(seed)?.as_slice().try_into().ok()?),
        (None, Some(pkcs8)) => SigningKey::from_pkcs8(&secret(pkcs8)?).ok()?,
        _ => return None,
    };
    let retired = written.retired.as_deref().map(Time::parse).transpose().ok()?;
    Some(KeyEntry {
        id: written.id.clone(),
        purpose: KeyPurpose::from_name(&written.purpose)?,
        created: Time::parse(&written.created).ok()?,
        retired,
        key: Arc::new(key),
    })
}

/// Writes the key beside its final place, complete and on disk, under a name that no reader takes for a key file.
fn write_draft(path: &Path, written: &Written, mark: &str) -> Result<PathBuf, KeyFileError> {
    let draft = path.with_extension(format!("draft-{mark}"));
    let write = || {
        let mut text = Zeroizing::new(serde_json::to_vec_pretty(written)?);
        text.push(b'\n');
        let mut file = private_file().open(&draft)?;
        file.write_all(&text)?;
        file.sync_all()
    };
    write().map_err(|source| KeyFileError::io(&draft, source))?;
    Ok(draft)
}

fn private_file() -> fs::OpenOptions {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

fn make_directory(directory: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(directory)
}

#[cfg(unix)]
fn others_may_read(about: &fs::Metadata) -> bool {
    std::os::unix::fs::PermissionsExt::mode(&about.permissions()) & 0o077 != 0
}

#[cfg(not(unix))]
fn others_may_read(_about: &fs::Metadata) -> bool {
    false
}

/// A new name in a directory is on disk only when the directory is.
fn sync(directory: &Path) -> io::Result<()> {
    if cfg!(unix) { fs::File::open(directory)?.sync_all() } else { Ok(()) }
}

/// Key files that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum KeyFileError {
    /// Others than its owner can read a key.
    #[error(
        "{} can be read or changed by others than its owner, so the key in it may be known to them: \
         if it is not, run `chmod 600 {}`; if it may be, make a new key and retire this one",
        path.display(), path.display()
    )]
    Open {
        /// The file.
        path: PathBuf,
    },
    /// Not a key file.
    #[error(
        "{} is not a key file: expected JSON with id (the file's name), purpose (credential or status), created, and \
         in base64url either a seed of 32 bytes or pkcs8; move it away or restore it from a backup",
        path.display()
    )]
    Malformed {
        /// The file.
        path: PathBuf,
    },
    /// The file system refused.
    #[error("{}: {source}", path.display())]
    Io {
        /// The file or directory.
        path: PathBuf,
        /// What it said.
        source: io::Error,
    },
    /// No key has this id.
    #[error("there is no key '{id}': `tassel keys list` shows those there are")]
    Unknown {
        /// The id.
        id: String,
    },
    /// The key could not be made.
    #[error(transparent)]
    Key(#[from] SignError),
    /// The keys do not fit together.
    #[error(transparent)]
    Keyring(#[from] KeyringError),
}

impl KeyFileError {
    fn io(path: &Path, source: io::Error) -> Self {
        Self::Io { path: path.to_owned(), source }
    }
}

#[cfg(test)]
mod tests;
