//! Keys in a token that never gives them away: a hardware security module, spoken to by PKCS#11 (Cryptoki 2.40 and later).
//!
//! The token makes the key and signs; what it signed is checked here before it leaves. The public half is kept outside,
//! so that nothing depends on what the token says later.

mod error;
mod template;

pub use error::TokenError;

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use cryptoki::context::{CInitializeArgs, CInitializeFlags, Pkcs11};
use cryptoki::error::{Error, RvError};
use cryptoki::mechanism::Mechanism;
use cryptoki::mechanism::eddsa::{EddsaParams, EddsaSignatureScheme};
use cryptoki::object::{Attribute, ObjectClass, ObjectHandle};
use cryptoki::session::{Session, UserType};
use cryptoki::slot::Slot;
use cryptoki::types::AuthPin;
use sha2::{Digest as _, Sha256, Sha384};

use crate::keys::{KeyKind, PublicKey, SignError, Signer};

/// Bytes of the id (`CKA_ID`) of a key of ours in a token.
pub const ID: usize = 16;

/// A module is loaded and initialised once a process, whoever asks (PKCS#11 2.40 §5.4 `C_Initialize`), and stays: unloading
/// one that has threads or handlers of its own would take the process with it.
static LOADED: Mutex<Vec<(PathBuf, Pkcs11)>> = Mutex::new(Vec::new());

/// A token that we are logged in to. One session: signatures follow one another.
#[derive(Clone)]
pub struct Token(Arc<Inner>);

struct Inner {
    label: String,
    session: Mutex<Session>,
}

impl Token {
    /// Loads the module (a shared library) at `module`, finds the token with this label and logs in with its user PIN.
    ///
    /// # Errors
    /// [`TokenError`] when the module cannot be loaded, the token is not there or twice, or it refuses the PIN.
    pub fn open(module: &Path, label: &str, pin: &str) -> Result<Self, TokenError> {
        let library = load(module)?;
        let slot = slot_of(&library, label)?;
        let session = library.open_rw_session(slot).map_err(|error| TokenError::refused("a session", &error))?;
        match session.login(UserType::User, Some(&AuthPin::new(pin.into()))) {
            Ok(()) | Err(Error::Pkcs11(RvError::UserAlreadyLoggedIn, _)) => {}
            Err(error) => return Err(TokenError::refused("the login", &error)),
        }
        Ok(Self(Arc::new(Inner { label: label.to_owned(), session: Mutex::new(session) })))
    }

    /// The token's label.
    pub fn label(&self) -> &str {
        &self.0.label
    }

    /// Has the token make a key that never leaves it. `id` finds it again; `label` is for people.
    ///
    /// # Errors
    /// [`TokenError`] when the token makes no such key, or shows no public half that is one.
    pub fn generate(&self, kind: KeyKind, id: &[u8; ID], label: &str) -> Result<TokenKey, TokenError> {
        let generation = template::generation(kind).ok_or(TokenError::OtherKind { kind })?;
        let session = self.0.session();
        let (public, private) = template::of(kind, id, label);
        let (public, private) = session
            .generate_key_pair(&generation, &public, &private)
            .map_err(|error| TokenError::refused("a new key", &error))?;
        let shown = session
            .get_attributes(public, template::shown(kind))
            .map_err(|error| TokenError::refused("the public half", &error))
            .and_then(|shown| template::public_key(kind, &shown).ok_or(TokenError::NoPublicKey { kind }));
        let public = shown.inspect_err(|_| {
            // Nobody would find it again. A token that does not remove it has refused enough.
            for half in [public, private] {
                _ = session.destroy_object(half);
            }
        })?;
        drop(session);
        Ok(TokenKey { token: Arc::clone(&self.0), private, public })
    }

    /// The key with this id. `public` is its public half as it was when the key was made.
    ///
    /// # Errors
    /// [`TokenError`] when there is not one key with this id.
    pub fn find(&self, id: &[u8; ID], public: PublicKey) -> Result<TokenKey, TokenError> {
        let wanted = [Attribute::Class(ObjectClass::PRIVATE_KEY), Attribute::Id(id.to_vec())];
        let found =
            self.0.session().find_objects(&wanted).map_err(|error| TokenError::refused("its list of keys", &error))?;
        match found.as_slice() {
            [private] => Ok(TokenKey { token: Arc::clone(&self.0), private: *private, public }),
            other => Err(TokenError::NotOne { found: other.len() }),
        }
    }
}

impl Inner {
    fn session(&self) -> MutexGuard<'_, Session> {
        self.session.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Token({})", self.0.label)
    }
}

/// A private key in a token.
pub struct TokenKey {
    token: Arc<Inner>,
    private: ObjectHandle,
    public: PublicKey,
}

impl Signer for TokenKey {
    fn public(&self) -> PublicKey {
        self.public.clone()
    }

    /// `CKM_EDDSA` without parameters, `CKM_ECDSA` (`r ‖ s`) over a digest made here, `CKM_SHA256_RSA_PKCS` (PKCS#11 3.0,
    /// Current Mechanisms).
    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, SignError> {
        let kind = self.public.kind();
        let failed = |reason: String| SignError::new(kind, reason);
        let session = self.token.session();
        let signed = match kind {
            KeyKind::Ed25519 => {
                let mechanism = Mechanism::Eddsa(EddsaParams::new(EddsaSignatureScheme::Ed25519));
                session.sign(&mechanism, self.private, message)
            }
            KeyKind::P256 => session.sign(&Mechanism::Ecdsa, self.private, &Sha256::digest(message)),
            KeyKind::P384 => session.sign(&Mechanism::Ecdsa, self.private, &Sha384::digest(message)),
            KeyKind::Rsa => session.sign(&Mechanism::Sha256RsaPkcs, self.private, message),
            KeyKind::Bls12381 => return Err(failed(TokenError::OtherKind { kind }.to_string())),
        };
        drop(session);
        let signature = signed.map_err(|error| failed(TokenError::refused("a signature", &error).to_string()))?;
        self.public
            .verify(message, &signature)
            .map_err(|_| failed("the token's signature does not fit the key it was made with".to_owned()))?;
        Ok(signature)
    }
}

impl fmt::Debug for TokenKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "TokenKey(private half of {:?} in {})", self.public, self.token.label)
    }
}

fn load(module: &Path) -> Result<Pkcs11, TokenError> {
    let mut loaded = LOADED.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((_, library)) = loaded.iter().find(|(path, _)| path == module) {
        return Ok(library.clone());
    }
    let failed = |error: &Error| TokenError::Module { path: module.to_owned(), reason: error::reason(error) };
    let library = Pkcs11::new(module).map_err(|error| failed(&error))?;
    match library.initialize(CInitializeArgs::new(CInitializeFlags::OS_LOCKING_OK)) {
        Ok(()) | Err(Error::Pkcs11(RvError::CryptokiAlreadyInitialized, _)) => {}
        Err(error) => return Err(failed(&error)),
    }
    loaded.push((module.to_owned(), library.clone()));
    Ok(library)
}

fn slot_of(library: &Pkcs11, label: &str) -> Result<Slot, TokenError> {
    let refused = |error: Error| TokenError::refused("its list of tokens", &error);
    let mut found = Vec::new();
    for slot in library.get_slots_with_initialized_token().map_err(refused)? {
        if library.get_token_info(slot).map_err(refused)?.label() == label {
            found.push(slot);
        }
    }
    match found.as_slice() {
        [slot] => Ok(*slot),
        other => Err(TokenError::NoToken { label: label.to_owned(), found: other.len() }),
    }
}
