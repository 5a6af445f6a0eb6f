//! `tassel issue`.

use std::fs;
use std::io::Read as _;
use std::path::Path;
use std::process::ExitCode;

use issuer::issuance::operator;
use model::random::OsRandom;
use model::time::{Clock as _, SystemClock};
use proof::envelope::Envelope;
use proof::keyring::{KeyEntry, KeyPurpose};

use super::Issue;
use crate::AnyError;
use crate::config::{Config, Place};
use crate::installation;
use crate::output::{Output, line, note};

/// Bytes of a file to sign.
const FILE_LIMIT: u64 = 32 * 1024 * 1024;

/// Signs each file with one key, in place of any id of this installation as issuer.
///
/// # Errors
/// The first file that cannot be read, is not conformant or names another issuer; files before it are signed.
pub(crate) async fn run(options: Issue, place: &Place, output: Output) -> Result<ExitCode, AnyError> {
    let config = Config::load(place)?;
    let suite = Envelope::from_name(&options.suite).ok_or("expected a suite that signs")?;
    let id = match options.key {
        Some(id) => id,
        None => usual_key(place, &config, suite)?,
    };
    let issuer = installation::issuer(place, &config, false).await?;
    let key = issuer.keys().find(&id).ok_or_else(|| format!("there is no key {id}: see `tassel keys list`"))?;
    if options.x5c {
        expect_certificate(key, suite)?;
    }
    let mut signed = Vec::new();
    for file in &options.files {
        let named = |error: AnyError| -> AnyError { format!("{}: {error}", file.display()).into() };
        let credential = read(file).map_err(named)?;
        let done = operator::issue(&issuer, &credential, (key, suite), &options.mandatory, issuer.now())
            .await
            .map_err(|error| named(error.into()))?;
        for warning in done.warnings {
            note(&format!("{}: signed all the same: {warning}", file.display()));
        }
        let done = done.text;
        match &options.out {
            Some(directory) => write(directory, file, done).map_err(named)?,
            None if output.json => signed.push(done),
            None => line(&written(done)),
        }
    }
    if output.json && options.out.is_none() {
        line(&format!("[{}]", signed.join(",\n")));
    }
    note(&format!("Signed {} with {} ({}).", options.files.len(), key.id, options.suite));
    Ok(ExitCode::SUCCESS)
}

/// Whether what the key signs will bring its certificate. One that is not valid is refused when it signs.
fn expect_certificate(key: &KeyEntry, suite: Envelope) -> Result<(), AnyError> {
    if !suite.carries_certificates() {
        return Err(format!(
            "{} carries no certificates: leave out --x5c, or use jwt_vc_json, vc+jwt or dc+sd-jwt",
            suite.name()
        )
        .into());
    }
    if key.chain.is_none() {
        let id = &key.id;
        return Err(format!(
            "expected a certificate for {id} that may be sent, found none: `tassel keys csr {id}` asks for one, `tassel keys \
             import-chain {id} FILE` keeps it, and keys.send_certificates must not be false"
        )
        .into());
    }
    Ok(())
}

/// The newest key of the kind that the suite usually signs with, made now when there is none. Its id.
fn usual_key(place: &Place, config: &Config, suite: Envelope) -> Result<String, AnyError> {
    let kind = *suite.kinds().first().ok_or("expected a suite with a kind of key")?;
    let mut files = installation::keys(place, config)?;
    let before = files.list().len();
    let id = files.active_or_new(KeyPurpose::Credential, kind, SystemClock.now(), &OsRandom)?.id.clone();
    if files.list().len() > before {
        note(&format!("Made the {kind} key {id}. {}", super::keys::PUBLISHED_AT_START));
    }
    Ok(id)
}

fn read(file: &Path) -> Result<String, AnyError> {
    let mut text = String::new();
    fs::File::open(file)?.take(FILE_LIMIT + 1).read_to_string(&mut text)?;
    if text.len() as u64 > FILE_LIMIT {
        return Err(format!("expected a file of at most {FILE_LIMIT} bytes, found a larger one").into());
    }
    Ok(text)
}

/// A credential as it was signed, a JWT by itself.
fn written(signed: String) -> String {
    if signed.starts_with('"') { serde_json::from_str(&signed).unwrap_or(signed) } else { signed }
}

fn write(directory: &Path, file: &Path, signed: String) -> Result<(), AnyError> {
    fs::create_dir_all(directory)?;
    let name = file.file_name().ok_or("the path has no file name")?;
    Ok(fs::write(directory.join(name), format!("{}\n", written(signed)))?)
}
