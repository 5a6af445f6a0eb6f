//! `tassel keys`.

use std::fs;
use std::path::Path;
use std::process::ExitCode;

use model::random::OsRandom;
use model::time::{Clock as _, SystemClock};
use proof::certificate::{self, CertificateError, Chain};
use proof::keyring::{KeyEntry, KeyPurpose};
use proof::keys::KeyKind;
use proof::store::{Kept, KeyFiles};
use serde_json::{Value, json};

use super::{Keys, KeysAction, NewKey};
use crate::AnyError;
use crate::config::{Config, Place};
use crate::installation;
use crate::output::{Output, note};

/// What a running server does not do by itself.
pub(crate) const PUBLISHED_AT_START: &str = "A server that is running publishes it after its next start.";

/// Lists the keys, makes and retires them, or gives their public halves out. Private halves are never printed.
///
/// # Errors
/// What is wrong with a key file, or with what was asked.
pub(crate) fn run(options: &Keys, place: &Place, output: Output) -> Result<ExitCode, AnyError> {
    let config = Config::load(place)?;
    let mut files = installation::keys(place, &config)?;
    if !matches!(options.action, KeysAction::Seal) {
        installation::warn_of_open(&files);
    }
    match &options.action {
        KeysAction::List => list(&files, output),
        KeysAction::New(wanted) => {
            let entry = new(&mut files, wanted)?;
            made(&files, &entry, output);
        }
        KeysAction::Rotate { id } => {
            let entry = rotate(&mut files, id)?;
            made(&files, &entry, output);
        }
        KeysAction::Csr { id } => {
            let text = certificate::request(&*found(&files, id)?.key, &installation::names(&config))?;
            output.result(&json!({ "id": id, "csr": text }), text.trim_end());
        }
        KeysAction::ImportChain { id, file } => import(&mut files, (id, file), output)?,
        KeysAction::Seal => seal(&mut files, output)?,
        KeysAction::ExportPublic => {
            // Without those for BBS, as the published set at `/{tenant}/jwks`.
            let public = files.keyring().public().filter(|entry| entry.key.kind().signs_bytes());
            let keys: Vec<Value> = public.map(|entry| proof::jwk::encode(&entry.key)).collect();
            let set = json!({ "keys": keys });
            output.result(&set, &format!("{set:#}"));
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn list(files: &KeyFiles, output: Output) {
    let rows: Vec<Value> = files.list().iter().map(|entry| to_json(files, entry)).collect();
    let words: Vec<String> = files.list().iter().map(|entry| to_words(files, entry)).collect();
    output.result(&Value::Array(rows), &words.join("\n"));
}

fn made(files: &KeyFiles, entry: &KeyEntry, output: Output) {
    output.result(&to_json(files, entry), &to_words(files, entry));
    note(PUBLISHED_AT_START);
}

fn new(files: &mut KeyFiles, wanted: &NewKey) -> Result<KeyEntry, AnyError> {
    let kind = KeyKind::from_name(&wanted.kind).ok_or("expected a kind of key")?;
    let purpose = KeyPurpose::from_name(&wanted.purpose).ok_or("expected a purpose")?;
    if purpose == KeyPurpose::Status && !kind.signs_bytes() {
        return Err(format!("{kind} keys sign no status lists: take another kind").into());
    }
    make(files, (purpose, kind), if wanted.pkcs11 { Kept::Token } else { Kept::Sealed })
}

/// The new key where the old one was, and first: between the two steps there are two that sign, never none.
fn rotate(files: &mut KeyFiles, id: &str) -> Result<KeyEntry, AnyError> {
    let old = found(files, id)?.clone();
    if let Some(at) = old.retired {
        return Err(format!("the key {id} was retired at {at} already").into());
    }
    let kept = files.kept(id).unwrap_or(Kept::Sealed);
    let new = make(files, (old.purpose, old.kind()), kept)?;
    files.retire(id, SystemClock.now())?;
    Ok(new)
}

/// In a token, or in a file, where the settings say whether it is sealed.
fn make(files: &mut KeyFiles, (purpose, kind): (KeyPurpose, KeyKind), kept: Kept) -> Result<KeyEntry, AnyError> {
    let now = SystemClock.now();
    let made = match kept {
        Kept::Token => files.make_in_token(purpose, kind, now, &OsRandom)?,
        Kept::Open | Kept::Sealed => files.make(purpose, kind, now, &OsRandom)?,
    };
    Ok(made.clone())
}

fn found<'a>(files: &'a KeyFiles, id: &str) -> Result<&'a KeyEntry, AnyError> {
    Ok(files.by_id(id).ok_or_else(|| format!("there is no key {id}: see `tassel keys list`"))?)
}

fn import(files: &mut KeyFiles, (id, file): (&str, &Path), output: Output) -> Result<(), AnyError> {
    let named = |reason: String| format!("{}: {reason}", file.display());
    let about = fs::metadata(file).map_err(|error| named(error.to_string()))?;
    if about.len() > u64::try_from(certificate::LONGEST)? {
        return Err(named(CertificateError::Long.to_string()).into());
    }
    let pem = fs::read(file).map_err(|error| named(error.to_string()))?;
    let chain = Chain::from_pem(&pem).map_err(|error| named(error.to_string()))?;
    files.certify(id, &chain, SystemClock.now(), &OsRandom)?;
    made(files, found(files, id)?, output);
    Ok(())
}

fn seal(files: &mut KeyFiles, output: Output) -> Result<(), AnyError> {
    let sealed = files.seal(&OsRandom)?;
    let words = if sealed.is_empty() { "All keys were sealed already.".to_owned() } else { sealed.join("\n") };
    output.result(&json!(sealed), &words);
    if !sealed.is_empty() {
        note(
            "Sealed. Copies of the open files may still be on the disk and in backups: if others can get at those, rotate.",
        );
    }
    Ok(())
}

fn to_json(files: &KeyFiles, entry: &KeyEntry) -> Value {
    json!({
        "id": entry.id,
        "kind": entry.kind().name(),
        "purpose": entry.purpose.name(),
        "created": entry.created.to_string(),
        "retired": entry.retired.map(|at| at.to_string()),
        "public": proof::multikey::encode(&entry.key.public()),
        "kept": kept(files, entry),
        "certificate": certificate_of(entry),
    })
}

fn to_words(files: &KeyFiles, entry: &KeyEntry) -> String {
    let retired = entry.retired.map(|at| format!("  retired {at}")).unwrap_or_default();
    let (id, kind, purpose) = (&entry.id, entry.kind().name(), entry.purpose.name());
    let kept = kept(files, entry).unwrap_or_default();
    let public = proof::excerpt::excerpt(&proof::multikey::encode(&entry.key.public()));
    let certificate = certificate_of(entry).map(|said| format!("  certificate {said}")).unwrap_or_default();
    format!("{id:<20} {kind:<8} {purpose:<11} {kept:<6} {}  {public}{certificate}{retired}", entry.created)
}

/// Where the private half is: `open` or `sealed` in its file, or in a `token`.
fn kept(files: &KeyFiles, entry: &KeyEntry) -> Option<&'static str> {
    files.kept(&entry.id).map(|kept| match kept {
        Kept::Open => "open",
        Kept::Sealed => "sealed",
        Kept::Token => "token",
    })
}

/// `valid` now, or why not; nothing where there is none.
fn certificate_of(entry: &KeyEntry) -> Option<String> {
    let chain = entry.chain.as_ref()?;
    let checked = chain.check(&entry.key.public(), SystemClock.now());
    Some(checked.map_or_else(|error| error.to_string(), |()| "valid".to_owned()))
}
