//! One key file: read, understood, written.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use model::random::Random;
use model::time::Time;
use serde::{Deserialize, Serialize};
use zeroize::{Zeroize as _, Zeroizing};

use super::{Access, Kept, KeyFileError};
use crate::certificate::{self, Chain};
use crate::keyring::{KeyEntry, KeyPurpose};
use crate::keys::{KeyKind, PublicKey, Signer, SigningKey};
use crate::multikey;
use crate::pkcs11::{self, Token, TokenKey};
use crate::sealed::Passphrase;

/// Far above the size of a key file.
const LONGEST: u64 = 8192;

/// A key file's content. The private half stands in one of the last five.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Written {
    pub(super) id: String,
    purpose: String,
    created: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) retired: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    seed: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pkcs8: Option<String>,
    /// The number of a BLS12-381 key, for which PKCS#8 has no name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    bls12381: Option<String>,
    /// What [`SigningKey::to_sealed`] gives, as [`crate::sealed`] writes it, in base64url.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    sealed: Option<String>,
    /// The private half is in a token.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    token: Option<InToken>,
}

/// Where to find a key that is in a token, and what its public half is.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct InToken {
    label: String,
    /// `CKA_ID` in base64url.
    id: String,
    /// As Multikey.
    public: String,
}

impl Drop for Written {
    fn drop(&mut self) {
        self.seed.zeroize();
        self.pkcs8.zeroize();
        self.bls12381.zeroize();
    }
}

impl Written {
    /// The file of a new key, not sealed.
    pub(super) fn new(id: String, purpose: KeyPurpose, created: Time, key: &SigningKey) -> Result<Self, KeyFileError> {
        // Each copy of a private half is one that `Written` wipes.
        let private = || Ok::<_, KeyFileError>(Some(URL_SAFE_NO_PAD.encode(key.to_sealed()?.as_slice())));
        let (seed, pkcs8, bls12381) = match key.public().kind() {
            KeyKind::Ed25519 => (key.seed().map(|seed| URL_SAFE_NO_PAD.encode(seed.as_slice())), None, None),
            KeyKind::Bls12381 => (None, None, private()?),
            KeyKind::P256 | KeyKind::P384 | KeyKind::Rsa => (None, private()?, None),
        };
        let (purpose, created) = (purpose.name().to_owned(), created.to_string());
        Ok(Self { id, purpose, created, retired: None, seed, pkcs8, bls12381, sealed: None, token: None })
    }

    /// The file of a new key that is in `token` under `key_id`.
    pub(super) fn in_token(
        id: String,
        (purpose, created): (KeyPurpose, Time),
        (token, key_id): (&Token, &[u8; pkcs11::ID]),
        public: &PublicKey,
    ) -> Self {
        let token = InToken {
            label: token.label().to_owned(),
            id: URL_SAFE_NO_PAD.encode(key_id),
            public: multikey::encode(public),
        };
        let (purpose, created) = (purpose.name().to_owned(), created.to_string());
        let (seed, pkcs8, bls12381, sealed) = (None, None, None, None);
        Self { id, purpose, created, retired: None, seed, pkcs8, bls12381, sealed, token: Some(token) }
    }

    /// Where the private half is.
    pub(super) const fn kept(&self) -> Kept {
        match (&self.token, &self.sealed) {
            (Some(_), _) => Kept::Token,
            (None, Some(_)) => Kept::Sealed,
            (None, None) => Kept::Open,
        }
    }

    /// Puts the sealed private half in the place of the open one.
    pub(super) fn seal(
        &mut self,
        key: &SigningKey,
        passphrase: &Passphrase,
        random: &dyn Random,
    ) -> Result<(), KeyFileError> {
        let sealed = passphrase.seal(&key.to_sealed()?, &self.about(), random)?;
        self.seed.zeroize();
        self.pkcs8.zeroize();
        self.bls12381.zeroize();
        (self.seed, self.pkcs8, self.bls12381) = (None, None, None);
        self.sealed = Some(URL_SAFE_NO_PAD.encode(sealed));
        Ok(())
    }

    /// What a sealed private half is bound to. Retirement is not in it: it is written without the passphrase.
    fn about(&self) -> Vec<u8> {
        [self.id.as_str(), self.purpose.as_str(), self.created.as_str()].join("\n").into_bytes()
    }

    /// The private key of the file at `path`.
    pub(super) fn key(&self, path: &Path, passphrase: Option<&Passphrase>) -> Result<SigningKey, KeyFileError> {
        let malformed = || KeyFileError::Malformed { path: path.to_owned() };
        let secret = |text: &str| URL_SAFE_NO_PAD.decode(text).map(Zeroizing::new).map_err(|_| malformed());
        match (&self.seed, &self.pkcs8, &self.bls12381, &self.sealed) {
            (Some(seed), None, None, None) => {
                Ok(SigningKey::from_seed(secret(seed)?.as_slice().try_into().map_err(|_| malformed())?))
            }
            (None, Some(pkcs8), None, None) => SigningKey::from_pkcs8(&secret(pkcs8)?).map_err(|_| malformed()),
            (None, None, Some(number), None) => {
                SigningKey::from_scalar(KeyKind::Bls12381, &secret(number)?).map_err(|_| malformed())
            }
            (None, None, None, Some(sealed)) => {
                let passphrase = passphrase.ok_or_else(|| KeyFileError::Locked { path: path.to_owned() })?;
                let private = passphrase
                    .open(&secret(sealed)?, &self.about())
                    .map_err(|source| KeyFileError::Sealed { path: path.to_owned(), source })?;
                SigningKey::from_sealed(&private).map_err(|_| malformed())
            }
            _ => Err(malformed()),
        }
    }

    fn key_in_token(&self, path: &Path, place: &InToken, token: Option<&Token>) -> Result<TokenKey, KeyFileError> {
        let malformed = || KeyFileError::Malformed { path: path.to_owned() };
        let here = [&self.seed, &self.pkcs8, &self.bls12381, &self.sealed];
        if here.iter().any(|private| private.is_some()) {
            return Err(malformed());
        }
        let id = URL_SAFE_NO_PAD.decode(&place.id).ok().and_then(|id| id.try_into().ok()).ok_or_else(malformed)?;
        let public = multikey::decode(&place.public).map_err(|_| malformed())?;
        let token = token
            .filter(|token| token.label() == place.label)
            .ok_or_else(|| KeyFileError::NoToken { path: path.to_owned(), label: place.label.clone() })?;
        token.find(&id, public).map_err(|source| KeyFileError::Token { path: path.to_owned(), source })
    }

    /// The key with what is known about it.
    pub(super) fn entry(&self, path: &Path, access: &Access) -> Result<KeyEntry, KeyFileError> {
        let malformed = || KeyFileError::Malformed { path: path.to_owned() };
        let time = |text: &str| Time::parse(text).map_err(|_| malformed());
        let key: Arc<dyn Signer> = match &self.token {
            Some(place) => Arc::new(self.key_in_token(path, place, access.token.as_ref())?),
            None => Arc::new(self.key(path, access.passphrase.as_deref())?),
        };
        let chain = chain_of(path, &*key)?;
        Ok(KeyEntry {
            id: self.id.clone(),
            purpose: KeyPurpose::from_name(&self.purpose).ok_or_else(malformed)?,
            created: time(&self.created)?,
            retired: self.retired.as_deref().map(time).transpose()?,
            key,
            chain,
        })
    }

    /// The text of the file.
    pub(super) fn text(&self, path: &Path) -> Result<Zeroizing<Vec<u8>>, KeyFileError> {
        // The whole room at once: a buffer that grows leaves copies of a secret behind.
        let mut text = Zeroizing::new(Vec::with_capacity(usize::try_from(LONGEST).unwrap_or_default()));
        serde_json::to_writer_pretty(&mut *text, self).map_err(|error| KeyFileError::io(path, error.into()))?;
        Ok(text)
    }
}

/// The content of a file whose name must be the key's id.
pub(super) fn read(path: &Path) -> Result<Written, KeyFileError> {
    let text = read_private(path, LONGEST)?;
    let written: Option<Written> = serde_json::from_slice(&text).ok();
    written
        .filter(|written| path.file_stem().is_some_and(|name| name == written.id.as_str()))
        .ok_or_else(|| KeyFileError::Malformed { path: path.to_owned() })
}

/// Where the certificates of the key at `path` stand.
pub(super) fn chain_path(path: &Path) -> PathBuf {
    path.with_extension("chain.pem")
}

/// The certificates beside a key, if there are any. Whether they are valid is asked when they are used.
fn chain_of(path: &Path, key: &dyn Signer) -> Result<Option<Arc<Chain>>, KeyFileError> {
    let path = chain_path(path);
    let longest = u64::try_from(certificate::LONGEST).unwrap_or(u64::MAX);
    match read_private(&path, longest) {
        Ok(pem) => {
            let broken = |source| KeyFileError::Certificate { path: path.clone(), source };
            let chain = Chain::from_pem(&pem).map_err(broken)?;
            chain.is_for(&key.public()).map_err(broken)?;
            Ok(Some(Arc::new(chain)))
        }
        Err(KeyFileError::Io { source, .. }) if source.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// The bytes of a file that nobody but its owner can read.
///
/// # Errors
/// [`KeyFileError`] when others can, it has more than `longest` bytes, or the file system refuses.
pub fn read_private(path: &Path, longest: u64) -> Result<Zeroizing<Vec<u8>>, KeyFileError> {
    let io_error = |source| KeyFileError::io(path, source);
    let mut file = fs::File::open(path).map_err(io_error)?;
    let about = file.metadata().map_err(io_error)?;
    if others_may_read(&about) {
        return Err(KeyFileError::Open { path: path.to_owned() });
    }
    let length = about.len();
    if length > longest {
        return Err(KeyFileError::Long { path: path.to_owned(), longest });
    }
    // The whole room at once: a buffer that grows leaves copies of a secret behind.
    let mut bytes = Zeroizing::new(vec![0; usize::try_from(length).unwrap_or_default()]);
    io::Read::read_exact(&mut file, &mut bytes).map_err(io_error)?;
    Ok(bytes)
}

/// Writes beside the final place, complete and on disk, under a name that no reader takes for a key file.
pub(super) fn write_draft(path: &Path, text: &[u8], mark: &str) -> Result<PathBuf, KeyFileError> {
    let draft = path.with_extension(format!("draft-{mark}"));
    write_private(&draft, text).map_err(|source| KeyFileError::io(&draft, source))?;
    Ok(draft)
}

/// A draft that came to nothing holds a private half all the same. That it may not be there is no second fault.
pub(super) fn remove_draft(draft: &Path) {
    _ = fs::remove_file(draft);
}

fn write_private(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(bytes).and_then(|()| file.sync_all()).inspect_err(|_| remove_draft(path))
}

pub(super) fn make_directory(directory: &Path) -> io::Result<()> {
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
pub(super) fn sync(directory: &Path) -> io::Result<()> {
    if cfg!(unix) { fs::File::open(directory)?.sync_all() } else { Ok(()) }
}
