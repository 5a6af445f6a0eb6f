//! The catalogue that an installation keeps in its database.

use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

use db::Db;
use issuer::catalogue::{By, Diff, Edit, Edition, Item, Register, Rest, Seen, load_file, told};
use issuer::store::catalogue::{self as store, State, Version};
use issuer::store::credentials;
use model::random::OsRandom;
use model::time::{Clock as _, SystemClock};
use serde_json::{Value, json};

use super::files::write_new;
use crate::AnyError;
use crate::config::{self, Config, Place};
use crate::installation;
use crate::output::Output;

/// Versions of an entry that are listed.
const MOST_VERSIONS: i64 = 1000;

/// An installation's catalogue.
struct Kept {
    db: Db,
    tenant: String,
}

impl Kept {
    async fn open(place: &Place) -> Result<Self, AnyError> {
        let config = Config::load(place)?;
        Ok(Self { db: installation::database(place, &config).await?, tenant: config.issuer.tenant })
    }

    fn register(&self) -> Register<'_> {
        Register { db: &self.db, tenant: &self.tenant, random: &OsRandom }
    }

    async fn newest(&self) -> Result<Arc<Edition>, AnyError> {
        Ok(self.register().newest().await?)
    }
}

/// Loads a file: all of it, or nothing.
///
/// # Errors
/// File, line and what was expected; the catalogue stays as it was.
pub(super) async fn load(place: &Place, file: &Path, replace: bool, output: Output) -> Result<ExitCode, AnyError> {
    let text = config::read("catalogue", file)?;
    let kept = Kept::open(place).await?;
    let rest = if replace { Rest::Retired } else { Rest::Stays };
    let loaded = load_file(&kept.register(), &text, rest, SystemClock.now()).await;
    let (edition, diff) = loaded.map_err(|error| format!("{}, {error}", file.display()))?;
    let version = edition.version();
    output.result(&json!({"version": version, "diff": diff}), &diff_words(&diff, version));
    Ok(ExitCode::SUCCESS)
}

/// Retires an entry.
///
/// # Errors
/// When there is no such entry.
pub(super) async fn retire(place: &Place, slug: &str, output: Output) -> Result<ExitCode, AnyError> {
    let kept = Kept::open(place).await?;
    let (edit, who) = (Edit::Retire(slug, Seen::Any), (By::Command, SystemClock.now()));
    let (edition, diff) = kept.register().change(Arc::default(), &edit, who, None).await?;
    let version = edition.version();
    output.result(&json!({"version": version, "diff": diff}), &diff_words(&diff, version));
    Ok(ExitCode::SUCCESS)
}

fn diff_words(diff: &Diff, version: i64) -> String {
    let mut lines: Vec<String> = diff.added.iter().map(|slug| format!("+ {slug}")).collect();
    lines.extend(diff.restored.iter().map(|slug| format!("+ {slug} (was retired)")));
    lines.extend(diff.changed.iter().map(|one| format!("~ {}: {}", one.slug, one.members.join(", "))));
    lines.extend(diff.retired.iter().map(|slug| format!("- {slug} (retired)")));
    if diff.defaults {
        lines.push("~ defaults and award types".to_owned());
    }
    lines.push(format!("Catalogue version {version}: {}.", diff.words()));
    lines.join("\n")
}

/// Writes the catalogue as a file.
///
/// # Errors
/// When the file is there already.
pub(super) async fn export(place: &Place, out: Option<&Path>, output: Output) -> Result<ExitCode, AnyError> {
    let edition = Kept::open(place).await?.newest().await?;
    let text = edition.catalogue().to_toml()?;
    let (version, entries) = (edition.version(), edition.catalogue().entries().len());
    let Some(out) = out else {
        output.result(&json!({"version": version, "achievements": entries, "toml": text}), text.trim_end());
        return Ok(ExitCode::SUCCESS);
    };
    write_new(out, &text)?;
    let words = format!("{entries} achievements (catalogue version {version}) are in {}.", out.display());
    output.result(&json!({"version": version, "achievements": entries}), &words);
    Ok(ExitCode::SUCCESS)
}

/// Lists all entries.
///
/// # Errors
/// When the catalogue cannot be read.
pub(super) async fn list(place: &Place, output: Output) -> Result<ExitCode, AnyError> {
    let edition = Kept::open(place).await?.newest().await?;
    let rows: Vec<Value> = edition.items().map(|item| row_json(item)).collect();
    let mut words: Vec<String> = edition.items().map(|item| row_words(item)).collect();
    words.push(format!("Catalogue version {}: {} entries.", edition.version(), rows.len()));
    output.result(&json!({"version": edition.version(), "achievements": rows}), &words.join("\n"));
    Ok(ExitCode::SUCCESS)
}

fn row_json(item: &Item) -> Value {
    json!({
        "slug": item.row.slug,
        "kind": item.entry.kind.as_str(),
        "name": item.entry.name,
        "version": item.row.version,
        "changed_at": item.row.changed_at.to_string(),
        "retired": item.is_retired(),
    })
}

fn row_words(item: &Item) -> String {
    let (slug, kind) = (&item.row.slug, item.entry.kind.as_str());
    let retired = if item.is_retired() { "  retired" } else { "" };
    format!("{slug:<40} {kind:<10} {:>6}  {}{retired}", item.row.version, item.row.changed_at)
}

/// Shows an entry as it is or was.
///
/// # Errors
/// When there is no such entry, or no such credential.
pub(super) async fn show(
    place: &Place,
    slug: &str,
    (version, credential): (Option<i64>, Option<&str>),
    output: Output,
) -> Result<ExitCode, AnyError> {
    let kept = Kept::open(place).await?;
    let version = match credential {
        Some(id) => Some(packaged_with(&kept, id).await?),
        None => version,
    };
    let found = store::as_of(&kept.db, &kept.tenant, slug, version.unwrap_or(i64::MAX - 1)).await?;
    let at = version.map(|version| format!(" in version {version}")).unwrap_or_default();
    let row = found.ok_or_else(|| format!("the catalogue has no entry “{slug}”{at}: see `tassel catalogue list`"))?;
    let value = told(&row);
    output.result(&value, &format!("{}\n{:#}", to_words(&row), value.get("achievement").unwrap_or(&Value::Null)));
    Ok(ExitCode::SUCCESS)
}

/// The catalogue's version when the newest copy of a credential was packaged.
async fn packaged_with(kept: &Kept, credential: &str) -> Result<i64, AnyError> {
    let versions = credentials::catalogue_versions(&kept.db, &kept.tenant, credential).await?;
    let newest = versions.into_iter().flatten().next_back();
    Ok(newest.ok_or_else(|| format!("no credential {credential} was packaged with a catalogue here"))?)
}

/// Lists the versions of an entry.
///
/// # Errors
/// When there is no such entry.
pub(super) async fn history(place: &Place, slug: &str, output: Output) -> Result<ExitCode, AnyError> {
    let kept = Kept::open(place).await?;
    let rows = store::history(&kept.db, &kept.tenant, slug, (i64::MAX, MOST_VERSIONS)).await?;
    if rows.is_empty() {
        return Err(format!("the catalogue has no entry “{slug}”: see `tassel catalogue list`").into());
    }
    let values: Vec<Value> = rows.iter().map(told).collect();
    let words: Vec<String> = rows.iter().map(to_words).collect();
    output.result(&json!({"slug": slug, "versions": values}), &words.join("\n"));
    Ok(ExitCode::SUCCESS)
}

fn to_words(row: &Version) -> String {
    let retired = if row.state == State::Retired { "  retired" } else { "" };
    let hash: String = hex::encode(&row.entry_hash).chars().take(12).collect();
    format!("version {:>6}  {}  by {}  {hash}{retired}", row.version, row.changed_at, row.changed_by)
}
