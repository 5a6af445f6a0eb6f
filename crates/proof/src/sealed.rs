//! Private bytes sealed with a passphrase: Argon2id (RFC 9106) makes the key, AES-256-GCM (NIST SP 800-38D) seals.
//!
//! | bytes | what |
//! |---|---|
//! | 1 | version, 1 |
//! | 4, 4, 4 | Argon2id's memory in KiB, passes and lanes, big-endian |
//! | 16 | salt |
//! | 12 | nonce, drawn anew for each seal |
//! | the rest | the sealed bytes, then the tag of 16 |
//!
//! The header and what the caller says about the bytes are authenticated with them, so a sealed key cannot be moved under
//! another name.

use std::fmt;
use std::sync::{Mutex, PoisonError};

use argon2::{Algorithm, Argon2, Params, Version};
use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use model::random::{self, Random};
use zeroize::Zeroizing;

const VERSION: u8 = 1;
const SALT: usize = 16;
/// Version, cost and salt: what fixes the key.
const HEADER: usize = 1 + 12 + SALT;
const NONCE: usize = 12;
const TAG: usize = 16;

/// Characters of the shortest passphrase that seals. One that opens may be shorter.
pub const SHORTEST: usize = 12;

/// Bytes of the longest passphrase, or content of a key file.
pub const LONGEST: usize = 4096;

/// What one derivation costs whoever tries passphrases, and us.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cost {
    /// Memory in KiB.
    pub memory: u32,
    /// Passes over it.
    pub passes: u32,
    /// Lanes, which are filled one after another here.
    pub lanes: u32,
}

impl Cost {
    /// The second choice of RFC 9106 §4, for where memory is not plenty: 64 MiB, three passes, four lanes.
    pub const RECOMMENDED: Self = Self { memory: 64 * 1024, passes: 3, lanes: 4 };

    /// A header may ask for this much at most, so that a file nobody vouches for does not exhaust the machine.
    const MOST: Self = Self { memory: 256 * 1024, passes: 16, lanes: 16 };

    fn parameters(self) -> Result<Params, SealError> {
        let Self { memory, passes, lanes } = self;
        let most = Self::MOST;
        if memory > most.memory || passes > most.passes || lanes > most.lanes {
            return Err(SealError::Cost);
        }
        Params::new(memory, passes, lanes, None).map_err(|_| SealError::Cost)
    }
}

/// A passphrase, or the content of a key file. Its memory is wiped when it goes; its `Debug` shows nothing.
///
/// The key derived last is kept, and its salt used again, so that a directory of keys costs one derivation. Nonces differ
/// all the same.
pub struct Passphrase {
    secret: Zeroizing<Vec<u8>>,
    cost: Cost,
    derived: Mutex<Vec<Derived>>,
}

type Derived = ([u8; HEADER], Zeroizing<[u8; 32]>);

impl Passphrase {
    /// The passphrase with these bytes. What it seals is sealed at [`Cost::RECOMMENDED`].
    ///
    /// # Errors
    /// [`SealError::Length`] when it is empty or longer than [`LONGEST`].
    pub fn new(secret: Zeroizing<Vec<u8>>) -> Result<Self, SealError> {
        if secret.is_empty() || secret.len() > LONGEST {
            return Err(SealError::Length);
        }
        Ok(Self { secret, cost: Cost::RECOMMENDED, derived: Mutex::default() })
    }

    /// The same passphrase, sealing at another cost.
    #[must_use]
    pub fn at_cost(mut self, cost: Cost) -> Self {
        self.cost = cost;
        self
    }

    /// Seals `secret`, bound to `about`.
    ///
    /// # Errors
    /// [`SealError::TooShort`] when the passphrase is shorter than [`SHORTEST`], or the library fails.
    pub fn seal(&self, secret: &[u8], about: &[u8], random: &dyn Random) -> Result<Vec<u8>, SealError> {
        if characters(&self.secret) < SHORTEST {
            return Err(SealError::TooShort);
        }
        let header = self.header_to_seal(random);
        let nonce: [u8; NONCE] = random::bytes(random);
        let key = self.key(&header)?;
        // The whole room at once: a buffer that grows leaves copies of a secret behind.
        let mut bytes = Zeroizing::new(Vec::with_capacity(secret.len() + TAG));
        bytes.extend_from_slice(secret);
        key.seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), bound(&header, about), &mut *bytes)
            .map_err(|_| SealError::Library)?;
        Ok([header.as_slice(), &nonce, &bytes].concat())
    }

    /// Opens what [`Passphrase::seal`] made with the same `about`.
    ///
    /// # Errors
    /// [`SealError::Form`] and [`SealError::Cost`] when the header cannot be used, [`SealError::Wrong`] when the passphrase
    /// does not fit or a byte was changed: the two look the same.
    pub fn open(&self, sealed: &[u8], about: &[u8]) -> Result<Zeroizing<Vec<u8>>, SealError> {
        let (header, rest) = sealed.split_first_chunk::<HEADER>().ok_or(SealError::Form)?;
        let (nonce, rest) = rest.split_first_chunk::<NONCE>().ok_or(SealError::Form)?;
        let key = self.key(header)?;
        let mut bytes = Zeroizing::new(rest.to_vec());
        let length = key
            .open_in_place(Nonce::assume_unique_for_key(*nonce), bound(header, about), &mut bytes)
            .map_err(|_| SealError::Wrong)?
            .len();
        bytes.truncate(length);
        Ok(bytes)
    }

    /// The header of the key derived last if it costs the same, else one with a new salt.
    fn header_to_seal(&self, random: &dyn Random) -> [u8; HEADER] {
        let derived = self.derived.lock().unwrap_or_else(PoisonError::into_inner);
        let known = derived.iter().rev().map(|(header, _)| *header).find(|header| cost_of(header) == Some(self.cost));
        known.unwrap_or_else(|| header(self.cost, &random::bytes(random)))
    }

    fn key(&self, header: &[u8; HEADER]) -> Result<LessSafeKey, SealError> {
        let mut derived = self.derived.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, key)) = derived.iter().find(|(of, _)| of == header) {
            return aead(key);
        }
        let key = self.derive(header)?;
        let made = aead(&key);
        derived.push((*header, key));
        made
    }

    fn derive(&self, header: &[u8; HEADER]) -> Result<Zeroizing<[u8; 32]>, SealError> {
        let parameters = cost_of(header).ok_or(SealError::Form)?.parameters()?;
        let salt = header.last_chunk::<SALT>().ok_or(SealError::Form)?;
        let mut key = Zeroizing::new([0; 32]);
        Argon2::new(Algorithm::Argon2id, Version::V0x13, parameters)
            .hash_password_into(&self.secret, salt, &mut *key)
            .map_err(|_| SealError::Library)?;
        Ok(key)
    }
}

impl fmt::Debug for Passphrase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Passphrase")
    }
}

/// Characters of what may be text; bytes that are none count as one each time. No copy of it is made.
fn characters(secret: &[u8]) -> usize {
    secret.utf8_chunks().map(|chunk| chunk.valid().chars().count() + usize::from(!chunk.invalid().is_empty())).sum()
}

fn header(cost: Cost, salt: &[u8; SALT]) -> [u8; HEADER] {
    let numbers = [cost.memory, cost.passes, cost.lanes];
    let bytes = std::iter::once(VERSION).chain(numbers.into_iter().flat_map(u32::to_be_bytes)).chain(*salt);
    let mut header = [0; HEADER];
    for (place, byte) in header.iter_mut().zip(bytes) {
        *place = byte;
    }
    header
}

/// What the header asks for; `None` for another version.
fn cost_of(header: &[u8; HEADER]) -> Option<Cost> {
    let (&[version], rest) = header.split_first_chunk::<1>()?;
    let (memory, rest) = rest.split_first_chunk::<4>()?;
    let (passes, rest) = rest.split_first_chunk::<4>()?;
    let (lanes, _) = rest.split_first_chunk::<4>()?;
    let [memory, passes, lanes] = [memory, passes, lanes].map(|number| u32::from_be_bytes(*number));
    (version == VERSION).then_some(Cost { memory, passes, lanes })
}

fn bound(header: &[u8], about: &[u8]) -> Aad<Vec<u8>> {
    Aad::from([header, about].concat())
}

fn aead(key: &[u8; 32]) -> Result<LessSafeKey, SealError> {
    UnboundKey::new(&AES_256_GCM, key).map(LessSafeKey::new).map_err(|_| SealError::Library)
}

/// Bytes that were not sealed, or not opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SealError {
    /// No passphrase, or too much of one.
    #[error("expected a passphrase or key file of 1 to {LONGEST} bytes")]
    Length,
    /// It would be guessed.
    #[error("the passphrase is too short to seal with: expected {SHORTEST} characters or more")]
    TooShort,
    /// Not the form of the module's table.
    #[error("the sealed part has another form or version than this program writes")]
    Form,
    /// More than this program gives, or less than Argon2 allows.
    #[error("the sealed part asks for more memory or time than this program gives")]
    Cost,
    /// Wrong passphrase or changed bytes.
    #[error("the passphrase is wrong, or the file was changed")]
    Wrong,
    /// The cryptographic library failed.
    #[error("the cryptographic library did not seal or open it")]
    Library,
}

#[cfg(test)]
mod tests;
