//! An issuer's keys on disk: one JSON file a key, readable by its owner alone.
//!
//! The seed stands in the file as it is; whoever can read the file can sign. Sealing files with a passphrase is not
//! built yet. Files are only ever added or marked retired, never overwritten by another key: several commands may use
//! one directory at once.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use model::random::{self, Random};
use model::time::Time;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::keyring::{KeyEntry, KeyPurpose, Keyring, KeyringError};
use crate::keys::SigningKey;

/// Far above the size of a key file.
const LONGEST: u64 = 4096;

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
    seed: String,
}

impl Drop for Written {
    fn drop(&mut self) {
        zeroize::Zeroize::zeroize(&mut self.seed);
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

    /// The key that signs new things of this purpose.
    ///
    /// # Errors
    /// [`KeyringError::NoActive`] when there is none.
    pub fn active(&self, purpose: KeyPurpose) -> Result<&KeyEntry, KeyringError> {
        self.ring.active(purpose)
    }

    /// The key with this id, retired or not.
    pub fn by_id(&self, id: &str) -> Option<&KeyEntry> {
        self.ring.find(id)
    }

    /// The key that signs new things of this purpose, made now when there is none.
    ///
    /// Two processes that do this at once end with the same key.
    ///
    /// # Errors
    /// [`KeyFileError`] when a file cannot be written or read.
    pub fn active_or_new(
        &mut self,
        purpose: KeyPurpose,
        now: Time,
        random: &dyn Random,
    ) -> Result<&KeyEntry, KeyFileError> {
        if self.ring.active(purpose).is_err() {
            let number = self.next_number(purpose);
            self.add(purpose, number, now, random)?;
        }
        Ok(self.ring.active(purpose)?)
    }

    /// A new key, which from now on is the active one of its purpose. The one before stays active for what is under way
    /// until it is retired.
    ///
    /// # Errors
    /// [`KeyFileError`] when a file cannot be written or read.
    pub fn make(&mut self, purpose: KeyPurpose, now: Time, random: &dyn Random) -> Result<&KeyEntry, KeyFileError> {
        loop {
            let number = self.next_number(purpose);
            if self.add(purpose, number, now, random)? {
                let id = id_of(purpose, number);
                return self.ring.find(&id).ok_or(KeyFileError::Unknown { id });
            }
        }
    }

    /// Marks a key as retired: it signs nothing new.
    ///
    /// # Errors
    /// [`KeyFileError`] when there is no such key or its file cannot be written.
    pub fn retire(&mut self, id: &str, now: Time) -> Result<(), KeyFileError> {
        let Some(entry) = self.ring.find(id) else { return Err(KeyFileError::Unknown { id: id.to_owned() }) };
        let mut entry = entry.clone();
        entry.retired.get_or_insert(now);
        let path = self.path(id);
        let draft = write_draft(&path, &entry, &format!("retire-{}", now.unix()))?;
        fs::rename(&draft, &path).and_then(|()| sync(&self.directory)).map_err(|e| KeyFileError::io(&path, e))?;
        self.ring = read_all(&self.directory)?;
        Ok(())
    }

    /// One more than the highest number of this purpose, so that no id ever names two keys.
    fn next_number(&self, purpose: KeyPurpose) -> u32 {
        let prefix = format!("{purpose}-");
        let number = |entry: &KeyEntry| entry.id.strip_prefix(&prefix).and_then(|rest| rest.parse::<u32>().ok());
        self.list().iter().filter_map(number).max().unwrap_or(0).saturating_add(1)
    }

    /// Writes a new key under this number, or finds that another process was first (`false`). Then reads all again.
    fn add(&mut self, purpose: KeyPurpose, number: u32, now: Time, random: &dyn Random) -> Result<bool, KeyFileError> {
        let id = id_of(purpose, number);
        let path = self.path(&id);
        let key = SigningKey::generate(random);
        let entry = KeyEntry { id, purpose, created: now, retired: None, key };
        let draft = write_draft(&path, &entry, &URL_SAFE_NO_PAD.encode(random::bytes::<8>(random)))?;
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

fn id_of(purpose: KeyPurpose, number: u32) -> String {
    format!("{purpose}-{number}")
}

fn read_all(directory: &Path) -> Result<Keyring, KeyFileError> {
    let mut ring = Keyring::default();
    for item in fs::read_dir(directory).map_err(|source| KeyFileError::io(directory, source))? {
        let path = item.map_err(|source| KeyFileError::io(directory, source))?.path();
        if path.extension().is_some_and(|extension| extension == "json") {
            ring.add(read(&path)?)?;
        }
    }
    Ok(ring)
}

fn read(path: &Path) -> Result<KeyEntry, KeyFileError> {
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
    understand(path, &text).ok_or_else(|| KeyFileError::Malformed { path: path.to_owned() })
}

/// The key in a file whose name must be the key's id.
fn understand(path: &Path, text: &str) -> Option<KeyEntry> {
    let written: Written = serde_json::from_str(text).ok()?;
    let seed = Zeroizing::new(URL_SAFE_NO_PAD.decode(&written.seed).ok()?);
    let seed: Zeroizing<[u8; 32]> = Zeroizing::new(seed.as_slice().try_into().ok()?);
    let retired = written.retired.as_deref().map(Time::parse).transpose().ok()?;
    (path.file_stem()? == written.id.as_str()).then_some(())?;
    Some(KeyEntry {
        id: written.id.clone(),
        purpose: KeyPurpose::from_name(&written.purpose)?,
        created: Time::parse(&written.created).ok()?,
        retired,
        key: SigningKey::from_seed(&seed),
    })
}

/// Writes the key beside its final place, complete and on disk, under a name that no reader takes for a key file.
fn write_draft(path: &Path, entry: &KeyEntry, mark: &str) -> Result<PathBuf, KeyFileError> {
    let draft = path.with_extension(format!("draft-{mark}"));
    let written = Written {
        id: entry.id.clone(),
        purpose: entry.purpose.name().to_owned(),
        created: entry.created.to_string(),
        retired: entry.retired.map(|at| at.to_string()),
        seed: URL_SAFE_NO_PAD.encode(*entry.key.seed()),
    };
    let write = || {
        let mut text = Zeroizing::new(serde_json::to_vec_pretty(&written)?);
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
         a seed of 32 bytes in base64url; move it away or restore it from a backup",
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
