//! The catalogue that the settings or a command name.

use std::borrow::Cow;
use std::path::Path;

use db::Db;
use issuer::catalogue::{Register, load_settings};
use model::catalogue::{Catalogue, DEMO};
use model::random::OsRandom;
use model::time::{Clock as _, SystemClock};

use crate::AnyError;
use crate::config::{self, Config};
use crate::output::note;

/// Loads the file of the settings, when it is another than the one loaded last.
///
/// # Errors
/// File, line and what was expected; the catalogue stays as it was.
pub(super) async fn load(db: &Db, config: &Config) -> Result<(), AnyError> {
    let Some(named) = config.issuer.catalogue.as_deref() else { return Ok(()) };
    let text = text(named)?;
    let register = Register { db, tenant: &config.issuer.tenant, random: &OsRandom };
    let loaded = load_settings(&register, &text, SystemClock.now()).await;
    if let Some(diff) = loaded.map_err(|error| format!("{named}, {error}"))?.filter(|diff| !diff.is_empty()) {
        note(&format!("Loaded the catalogue {named}: {}.", diff.words()));
    }
    Ok(())
}

/// The catalogue in a file, or the built-in one under the name `demo`; an empty one where none is named.
///
/// # Errors
/// File, line and what was expected.
pub(crate) fn named(named: Option<&str>) -> Result<Catalogue, AnyError> {
    let Some(named) = named else { return Ok(Catalogue::empty()) };
    Ok(Catalogue::parse_toml(&text(named)?).map_err(|error| format!("{named}, {error}"))?)
}

fn text(named: &str) -> Result<Cow<'static, str>, AnyError> {
    Ok(match named {
        "demo" => DEMO.into(),
        path => config::read("catalogue", Path::new(path))?.into(),
    })
}
