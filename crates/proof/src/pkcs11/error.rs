//! Why a token cannot be used.

use std::path::PathBuf;

use cryptoki::error::Error;

use crate::keys::KeyKind;

/// A token that cannot be used. Never with a PIN in it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TokenError {
    /// The library is not there, or not PKCS#11.
    #[error("expected a PKCS#11 module in {}: {reason}", path.display())]
    Module {
        /// The file.
        path: PathBuf,
        /// What was found.
        reason: String,
    },
    /// No token, or several, with the label.
    #[error("expected one token with the label '{label}' in the PKCS#11 module, found {found}")]
    NoToken {
        /// The label.
        label: String,
        /// How many.
        found: usize,
    },
    /// It said no.
    #[error("the PKCS#11 token refused {what}: {reason}")]
    Refused {
        /// What was asked for.
        what: &'static str,
        /// Its reason, by the name that PKCS#11 gives it.
        reason: String,
    },
    /// The key is gone, or there are two.
    #[error("expected one private key with this id in the PKCS#11 token, found {found}: was the token exchanged?")]
    NotOne {
        /// How many.
        found: usize,
    },
    /// A kind of key that tokens do not have.
    #[error("PKCS#11 knows no {kind} keys: keep it in a file")]
    OtherKind {
        /// The kind.
        kind: KeyKind,
    },
    /// What it shows of a new key is no public key.
    #[error("the PKCS#11 token made a {kind} key and shows no public half that is one")]
    NoPublicKey {
        /// What was asked for.
        kind: KeyKind,
    },
}

impl TokenError {
    pub(super) fn refused(what: &'static str, error: &Error) -> Self {
        Self::Refused { what, reason: reason(error) }
    }
}

/// The name of the return value, such as `PinIncorrect`; else the library's words.
pub(super) fn reason(error: &Error) -> String {
    match error {
        Error::Pkcs11(value, function) => format!("{value:?} ({function:?})"),
        other => other.to_string(),
    }
}
