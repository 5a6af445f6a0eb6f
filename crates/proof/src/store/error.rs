//! Why key files cannot be used.

use std::io;
use std::path::{Path, PathBuf};

use crate::certificate::CertificateError;
use crate::keyring::KeyringError;
use crate::keys::SignError;
use crate::pkcs11::TokenError;
use crate::sealed::SealError;

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
         in base64url one of a seed of 32 bytes, pkcs8, sealed, or token; move it away or restore it from a backup",
        path.display()
    )]
    Malformed {
        /// The file.
        path: PathBuf,
    },
    /// Too long for what it should hold.
    #[error("{} is too long: expected at most {longest} bytes", path.display())]
    Long {
        /// The file.
        path: PathBuf,
        /// Bytes that would have been read.
        longest: u64,
    },
    /// The file system refused.
    #[error("{}: {source}", path.display())]
    Io {
        /// The file or directory.
        path: PathBuf,
        /// What it said.
        source: io::Error,
    },
    /// A sealed key, and nothing to open it with.
    #[error(
        "{} is sealed: expected the passphrase in TASSEL_KEYS__PASSPHRASE, or a file that holds it in \
         TASSEL_KEYS__KEY_FILE, found neither",
        path.display()
    )]
    Locked {
        /// The file.
        path: PathBuf,
    },
    /// A sealed key that does not open.
    #[error("{}: {source}", path.display())]
    Sealed {
        /// The file.
        path: PathBuf,
        /// Why, with nothing secret in it.
        source: SealError,
    },
    /// A key in a token that is not open.
    #[error(
        "{} is in the PKCS#11 token '{label}': expected its module in keys.pkcs11.module, this label in \
         keys.pkcs11.token and its PIN in TASSEL_KEYS__PKCS11__PIN",
        path.display()
    )]
    NoToken {
        /// The file.
        path: PathBuf,
        /// The token's label.
        label: String,
    },
    /// A key in a token that cannot be used.
    #[error("{}: {source}", path.display())]
    Token {
        /// The file.
        path: PathBuf,
        /// Why, with nothing secret in it.
        source: TokenError,
    },
    /// No token to make a key in.
    #[error(
        "expected a PKCS#11 token in the settings keys.pkcs11.module and keys.pkcs11.token, and its PIN in \
         TASSEL_KEYS__PKCS11__PIN, found none"
    )]
    NoTokenGiven,
    /// The token made no key.
    #[error(transparent)]
    NotMade(#[from] TokenError),
    /// No passphrase to seal with.
    #[error(
        "expected a passphrase to seal with in TASSEL_KEYS__PASSPHRASE, or a file that holds it in TASSEL_KEYS__KEY_FILE, \
         found neither"
    )]
    NoPassphrase,
    /// No key has this id.
    #[error("there is no key '{id}': `tassel keys list` shows those there are")]
    Unknown {
        /// The id.
        id: String,
    },
    /// The certificates of a key cannot be used.
    #[error("{}: {source}", path.display())]
    Certificate {
        /// The file they stand in, or would.
        path: PathBuf,
        /// Why.
        source: CertificateError,
    },
    /// The key could not be made.
    #[error(transparent)]
    Key(#[from] SignError),
    /// The key could not be sealed.
    #[error(transparent)]
    Seal(#[from] SealError),
    /// The keys do not fit together.
    #[error(transparent)]
    Keyring(#[from] KeyringError),
}

impl KeyFileError {
    pub(super) fn io(path: &Path, source: io::Error) -> Self {
        Self::Io { path: path.to_owned(), source }
    }
}
