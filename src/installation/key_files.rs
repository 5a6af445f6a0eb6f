//! The key files of an installation, and what opens them.

use std::path::Path;
use std::sync::Arc;

use issuer::urls::Urls;
use model::random::OsRandom;
use model::time::{Clock as _, SystemClock};
use proof::certificate::{Names, development_chain};
use proof::keyring::{KeyEntry, KeyPurpose};
use proof::keys::KeyKind;
use proof::pkcs11::Token;
use proof::sealed::{LONGEST, Passphrase};
use proof::store::{Access, KeyFiles, read_private};
use zeroize::Zeroizing;

use crate::AnyError;
use crate::config::{Config, KeysConfig, Pkcs11Config, Place};
use crate::output::note;

/// Opens the key files and makes the keys that are missing.
///
/// # Errors
/// What is wrong with a key file, or with what should open it, and what to do.
pub(crate) fn keys(place: &Place, config: &Config) -> Result<KeyFiles, AnyError> {
    super::make_directory(&place.data)?;
    let passphrase = passphrase(&config.keys)?.map(Arc::new);
    let token = config.keys.pkcs11.as_ref().map(token).transpose()?;
    let access = Access { passphrase, token };
    let mut files = KeyFiles::open(&place.keys(), access)?;
    for purpose in KeyPurpose::ALL {
        files.active_or_new(purpose, KeyKind::Ed25519, SystemClock.now(), &OsRandom)?;
    }
    Ok(files)
}

/// Says which keys anybody can use who gets at their files.
pub(crate) fn warn_of_open(files: &KeyFiles) {
    let open = files.unsealed();
    if !open.is_empty() {
        note(&format!(
            "warning: whoever gets at their files can sign with {}: set TASSEL_KEYS__PASSPHRASE or TASSEL_KEYS__KEY_FILE \
             and run `tassel keys seal`",
            open.join(", ")
        ));
    }
}

/// Whom a certificate of ours is for.
pub(crate) fn names(config: &Config) -> Names {
    Names {
        organisation: config.issuer.name.clone(),
        url: Urls::new(&config.public_url, &config.issuer.tenant).issuer(),
        domain: config.public_url.domain().map(str::to_owned),
    }
}

/// In a demonstration each P-256 key that signs credentials has a certificate, of an authority that nobody trusts.
///
/// # Errors
/// What is wrong with a key file.
pub(crate) fn certify_for_demonstration(files: &mut KeyFiles, config: &Config) -> Result<(), AnyError> {
    let now = SystemClock.now();
    let wanting = |entry: &&KeyEntry| {
        entry.purpose == KeyPurpose::Credential
            && entry.kind() == KeyKind::P256
            && entry.retired.is_none()
            && !matches!(entry.x5c(now), Ok(Some(_)))
    };
    let keys: Vec<_> = files.list().iter().filter(wanting).map(KeyEntry::public).collect();
    for entry in keys {
        let chain = development_chain(&entry.key, &names(config), now, &OsRandom)?;
        files.certify(&entry.id, &chain, now, &OsRandom)?;
    }
    Ok(())
}

fn token(settings: &Pkcs11Config) -> Result<Token, AnyError> {
    let pin = settings.pin.as_ref().ok_or("keys.pkcs11: expected the token's PIN in TASSEL_KEYS__PKCS11__PIN")?;
    Ok(Token::open(&settings.module, &settings.token, pin.text())?)
}

fn passphrase(settings: &KeysConfig) -> Result<Option<Passphrase>, AnyError> {
    let secret = match (&settings.passphrase, &settings.key_file) {
        (None, None) => return Ok(None),
        (Some(text), None) => Zeroizing::new(text.text().as_bytes().to_vec()),
        (None, Some(path)) => in_file(path)?,
        (Some(_), Some(_)) => return Err("keys: expected passphrase or key_file, found both".into()),
    };
    Ok(Some(Passphrase::new(secret)?))
}

/// What the file holds, without the end of its last line, so that a passphrase typed with an editor is the same.
fn in_file(path: &Path) -> Result<Zeroizing<Vec<u8>>, AnyError> {
    let mut bytes = read_private(path, u64::try_from(LONGEST)?)?;
    for end in [b'\n', b'\r'] {
        if bytes.last() == Some(&end) {
            bytes.pop();
        }
    }
    Ok(bytes)
}
