//! One installation put together: database, keys, secret, records, issuer, verifier.

mod catalogue;
mod key_files;

pub(crate) use catalogue::named;
pub(crate) use key_files::{keys, names, warn_of_open};

use std::fs;
use std::io::Write as _;
use std::os::unix::fs::{OpenOptionsExt as _, PermissionsExt as _};
use std::path::Path;
use std::sync::Arc;

use db::Db;
use issuer::records::RecordSource;
use issuer::records::files::RecordFiles;
use issuer::records::lif::{LifApi, LifSettings};
use issuer::secrets::Secrets;
use issuer::urls::{RESERVED, Urls};
use issuer::{Institution, Issuer, Parts};
use model::package::Sources;
use model::random::{OsRandom, Random};
use model::time::SystemClock;
use proof::keyring::Keyring;

use crate::AnyError;
use crate::config::{Config, Place};
use crate::output::note;

/// Opens the database and brings its tables up to date.
///
/// # Errors
/// What the database says.
pub(crate) async fn database(place: &Place, config: &Config) -> Result<Db, AnyError> {
    make_directory(&place.data)?;
    let address = config.database_url.clone().unwrap_or_else(|| place.database().display().to_string());
    let db = Db::open(&address).await?;
    db.migrate(issuer::store::MIGRATIONS).await?;
    Ok(db)
}

/// Puts the issuer together.
///
/// # Errors
/// What is missing or cannot be read.
pub(crate) async fn issuer(place: &Place, config: &Config, development: bool) -> Result<issuer::App, AnyError> {
    if RESERVED.contains(&config.issuer.tenant.as_str()) {
        return Err(format!("issuer.tenant: “{}” is a path of ours, choose another name", config.issuer.tenant).into());
    }
    let db = database(place, config).await?;
    catalogue::load(&db, config).await?;
    let parts = Parts {
        db,
        keys: signing_keys(place, config, development)?,
        records: records(config)?,
        institution: institution(config),
        clock: Arc::new(SystemClock),
        random: Arc::new(OsRandom),
        urls: Urls::new(&config.public_url, &config.issuer.tenant),
        secrets: Secrets::new(&secret(place)?),
        development,
    };
    Ok(Issuer::new(parts)?)
}

/// A demonstration has no passphrase, and is told nothing about it; it has certificates.
fn signing_keys(place: &Place, config: &Config, development: bool) -> Result<Keyring, AnyError> {
    let mut files = keys(place, config)?;
    if development {
        key_files::certify_for_demonstration(&mut files, config)?;
    } else {
        warn_of_open(&files);
    }
    let ring = files.into_keyring();
    Ok(if config.keys.send_certificates { ring } else { ring.without_certificates() })
}

/// The source of records that the settings name.
///
/// # Errors
/// What is wrong with its settings or its files.
pub(crate) fn records(config: &Config) -> Result<Arc<dyn RecordSource>, AnyError> {
    let records = &config.records;
    match (&records.directory, &records.lif) {
        (Some(directory), None) => {
            let files = RecordFiles::open(directory)?;
            for (_, reason) in &files.skipped {
                note(&format!("skipped {reason}"));
            }
            Ok(Arc::new(files))
        }
        (None, Some(lif)) => {
            let settings = LifSettings {
                url: lif.url.clone(),
                key_header: lif.key_header.clone(),
                key: lif.key.clone(),
                identifier_type: lif.identifier_type.clone(),
                timeout: lif.timeout,
                budget: lif.budget,
                known_learner: lif.known_learner.clone(),
                write_back: lif.write_back,
            };
            Ok(Arc::new(LifApi::new(settings, Arc::new(SystemClock), Arc::new(OsRandom))?))
        }
        (None, None) if records.samples => Ok(Arc::new(RecordFiles::from_documents(model::samples::learners())?)),
        (None, None) => Ok(Arc::new(RecordFiles::default())),
        (Some(_), Some(_)) => Err("records: expected directory or lif, found both".into()),
    }
}

/// The institution of the settings.
pub(crate) fn institution(config: &Config) -> Institution {
    let issuer = &config.issuer;
    Institution {
        name: issuer.name.clone(),
        website: issuer.website.clone(),
        sources: sources(config),
        transcript_pdf: issuer.transcript_pdf.then(|| config.check_page()),
    }
}

/// Whose statements are ours: those of `[issuer] sources`, and without them all.
pub(crate) fn sources(config: &Config) -> Sources {
    let named = &config.issuer.sources;
    if named.is_empty() { Sources::All } else { Sources::Only(named.iter().cloned().collect()) }
}

/// The installation's secret, made on first use. Losing it makes new ids for old credentials.
///
/// # Errors
/// When it cannot be read or made, or others can read it.
pub(crate) fn secret(place: &Place) -> Result<[u8; 32], AnyError> {
    make_directory(&place.data)?;
    let path = place.data.join("secret");
    match fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(&path) {
        Ok(mut file) => {
            let secret: [u8; 32] = random();
            file.write_all(&secret)?;
            file.sync_all()?;
            Ok(secret)
        }
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => read_secret(&path),
        Err(error) => Err(format!("cannot make {}: {error}", path.display()).into()),
    }
}

fn read_secret(path: &Path) -> Result<[u8; 32], AnyError> {
    let mode = fs::metadata(path)?.permissions().mode();
    if mode & 0o077 != 0 {
        return Err(format!("{} can be read by others: run chmod 600 on it", path.display()).into());
    }
    let bytes = fs::read(path)?;
    let found = bytes.len();
    bytes.try_into().map_err(|_| format!("expected 32 bytes in {}, found {found}", path.display()).into())
}

fn random() -> [u8; 32] {
    let mut bytes = [0; 32];
    OsRandom.fill(&mut bytes);
    bytes
}

fn make_directory(path: &Path) -> Result<(), AnyError> {
    fs::create_dir_all(path).map_err(|error| format!("cannot make the directory {}: {error}", path.display()).into())
}
