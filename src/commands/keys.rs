//! `tassel keys`.

use std::process::ExitCode;

use model::random::OsRandom;
use model::time::{Clock as _, SystemClock};
use proof::keyring::{KeyPurpose, PublicEntry};
use proof::keys::KeyKind;
use proof::store::KeyFiles;
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
    let mut files = installation::keys(place, &Config::load(place)?)?;
    if !matches!(options.action, KeysAction::Seal) {
        installation::warn_of_open(&files);
    }
    match &options.action {
        KeysAction::List => list(&files, output),
        KeysAction::New(wanted) => made(&new(&mut files, wanted)?, output),
        KeysAction::Rotate { id } => made(&rotate(&mut files, id)?, output),
        KeysAction::Seal => seal(&mut files, output)?,
        KeysAction::ExportPublic => {
            let keys: Vec<Value> = files.keyring().public().map(|entry| proof::jwk::encode(&entry.key)).collect();
            let set = json!({ "keys": keys });
            output.result(&set, &format!("{set:#}"));
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn list(files: &KeyFiles, output: Output) {
    let rows: Vec<Value> = files.keyring().public().map(|entry| to_json(&entry)).collect();
    let words: Vec<String> = files.keyring().public().map(|entry| to_words(&entry)).collect();
    output.result(&Value::Array(rows), &words.join("\n"));
}

fn made(entry: &PublicEntry, output: Output) {
    output.result(&to_json(entry), &to_words(entry));
    note(PUBLISHED_AT_START);
}

fn new(files: &mut KeyFiles, wanted: &NewKey) -> Result<PublicEntry, AnyError> {
    let kind = KeyKind::from_name(&wanted.kind).ok_or("expected a kind of key")?;
    let purpose = KeyPurpose::from_name(&wanted.purpose).ok_or("expected a purpose")?;
    Ok(files.make(purpose, kind, SystemClock.now(), &OsRandom)?.public())
}

/// The new key first: between the two steps there are two that sign, never none.
fn rotate(files: &mut KeyFiles, id: &str) -> Result<PublicEntry, AnyError> {
    let old = files.by_id(id).ok_or_else(|| format!("there is no key {id}: see `tassel keys list`"))?.public();
    if let Some(at) = old.retired {
        return Err(format!("the key {id} was retired at {at} already").into());
    }
    let now = SystemClock.now();
    let new = files.make(old.purpose, old.key.kind(), now, &OsRandom)?.public();
    files.retire(id, now)?;
    Ok(new)
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

fn to_json(entry: &PublicEntry) -> Value {
    json!({
        "id": entry.id,
        "kind": entry.key.kind().name(),
        "purpose": entry.purpose.name(),
        "created": entry.created.to_string(),
        "retired": entry.retired.map(|at| at.to_string()),
        "public": proof::multikey::encode(&entry.key),
    })
}

fn to_words(entry: &PublicEntry) -> String {
    let retired = entry.retired.map(|at| format!("  retired {at}")).unwrap_or_default();
    let (id, kind, purpose) = (&entry.id, entry.key.kind().name(), entry.purpose.name());
    let public = proof::excerpt::excerpt(&proof::multikey::encode(&entry.key));
    format!("{id:<20} {kind:<8} {purpose:<11} {}  {public}{retired}", entry.created)
}
