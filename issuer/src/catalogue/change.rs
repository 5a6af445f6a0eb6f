//! Changing the catalogue: planned on an edition, written only when that edition is still the newest.

use std::sync::Arc;

use canon::Budget;
use db::{Db, DbError};
use model::catalogue::{Catalogue, Clash, Defaults, ENTRY_LIMIT, Entry};
use model::random::Random;
use model::time::Time;
use serde_json::Value;
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use super::diff::{Changed, Diff, members};
use super::{Edition, Failure};
use crate::store::audit;
use crate::store::catalogue::{self, State, Version};

/// How often a plan is made again because somebody else was faster.
const TRIES: usize = 32;

/// Who changes the catalogue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// The file that the settings name.
    Settings,
    /// A command.
    Command,
    /// A program with this API key.
    Key(Uuid),
}

impl By {
    /// The word in tables and audit rows.
    pub fn word(self) -> String {
        match self {
            Self::Settings => "settings".to_owned(),
            Self::Command => "command".to_owned(),
            Self::Key(id) => id.to_string(),
        }
    }

    const fn actor(self) -> &'static str {
        match self {
            Self::Settings => "server",
            Self::Command | Self::Key(_) => "operator",
        }
    }
}

/// Which version of an entry whoever changes it has seen (RFC 9110 §13.1).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Seen {
    /// They do not say. Good for an entry that is not there.
    Unsaid,
    /// They want it not to be there (`If-None-Match: *`).
    Absent,
    /// Any (`If-Match: *`).
    Any,
    /// One of these.
    Versions(Vec<i64>),
}

/// What becomes of entries that a file does not have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rest {
    /// They stay.
    Stays,
    /// They are retired.
    Retired,
    /// Those that the file of the settings had before are retired, the others stay.
    OfSettingsRetired,
}

/// A change.
#[derive(Debug, Clone)]
pub enum Edit<'a> {
    /// An entry is added, or says something else, or is no longer retired.
    Put(&'a Entry, Seen),
    /// An entry packages nothing any more. Its page stays.
    Retire(&'a str, Seen),
    /// A file is loaded.
    Load(&'a Catalogue, Rest),
}

/// Why a change is declined.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// Two entries could not be told apart.
    #[error(transparent)]
    Clash(#[from] Clash),
    /// There is no such entry.
    #[error("the catalogue has no entry “{0}”")]
    Unknown(String),
    /// It is there, and whoever changes it does not say which version they have seen.
    #[error("“{0}” is there already: say with If-Match which version of it you have seen (its ETag)")]
    NotSaid(String),
    /// It was changed since.
    #[error("“{slug}” is not what you have seen: its newest version is {newest}. Read it again")]
    Moved {
        /// The entry.
        slug: String,
        /// The version it has, or `none`.
        newest: String,
    },
    /// Larger than an entry may be.
    #[error("“{slug}” has {size} bytes as JSON, an entry has at most {ENTRY_LIMIT}")]
    TooLarge {
        /// The entry.
        slug: String,
        /// Its bytes.
        size: usize,
    },
    /// Others changed it all the time.
    #[error("the catalogue was changed by others at the same time: try again")]
    Overtaken,
}

/// Where a tenant's catalogue is kept.
#[derive(Clone, Copy)]
pub struct Register<'a> {
    /// The database.
    pub db: &'a Db,
    /// Whose.
    pub tenant: &'a str,
    /// For row ids.
    pub random: &'a dyn Random,
}

/// An entry as it is to be, before it has a version.
struct Planned {
    slug: String,
    state: State,
    entry: String,
}

impl Register<'_> {
    /// The newest edition.
    ///
    /// # Errors
    /// [`Failure::Storage`] and [`Failure::Stored`].
    pub async fn newest(&self) -> Result<Arc<Edition>, Failure> {
        Ok(Arc::new(Edition::default().newer(self.db, self.tenant).await?.unwrap_or_default()))
    }

    /// Changes the catalogue, beginning from `known`, which may be old. With a file of the settings its hash is
    /// remembered. The answer is the edition after it, and what changed; nothing is written where nothing does.
    ///
    /// # Errors
    /// [`Failure::Refused`] with the reason.
    pub async fn change(
        &self,
        known: Arc<Edition>,
        edit: &Edit<'_>,
        (by, now): (By, Time),
        file_hash: Option<Vec<u8>>,
    ) -> Result<(Arc<Edition>, Diff), Failure> {
        let mut edition = known;
        for _ in 0..TRIES {
            if let Some(newer) = edition.newer(self.db, self.tenant).await? {
                edition = Arc::new(newer);
            }
            let (planned, diff) = plan(&edition, edit)?;
            if planned.is_empty() {
                self.note(file_hash).await?;
                return Ok((edition, diff));
            }
            let rows = rows(planned, edition.version() + 1, (by, now));
            let next = Edition::clone(&edition).with(rows.clone())?;
            if self.write(rows, &diff, (by, now), file_hash.clone()).await? {
                return Ok((Arc::new(next), diff));
            }
        }
        Err(Refused::Overtaken.into())
    }

    async fn note(&self, file_hash: Option<Vec<u8>>) -> Result<(), DbError> {
        let Some(hash) = file_hash else { return Ok(()) };
        let tenant = self.tenant.to_owned();
        self.db.write(async move |tx| catalogue::note_file(tx, &tenant, hash).await).await
    }

    async fn write(
        &self,
        rows: Vec<Version>,
        diff: &Diff,
        (by, now): (By, Time),
        file_hash: Option<Vec<u8>>,
    ) -> Result<bool, DbError> {
        let Some(version) = rows.first().map(|row| row.version) else { return Ok(true) };
        let tenant = self.tenant.to_owned();
        let entry = audit::Entry {
            id: model::ids::row_id(now, self.random),
            tenant: tenant.clone(),
            at: now,
            actor: by.actor(),
            action: "catalogue.changed",
            subject: format!("catalogue version {version}"),
            detail: format!("by {}: {}", by.word(), diff.words()),
        };
        self.db
            .write(async move |tx| {
                if !catalogue::advance(tx, &tenant, version - 1, file_hash).await? {
                    return Ok(false);
                }
                catalogue::insert(tx, &tenant, &rows).await?;
                audit::write(tx, entry).await?;
                Ok::<_, DbError>(true)
            })
            .await
    }
}

fn rows(planned: Vec<Planned>, version: i64, (by, now): (By, Time)) -> Vec<Version> {
    let row = |one: Planned| Version {
        slug: one.slug,
        version,
        state: one.state,
        entry_hash: Sha256::digest(&one.entry).to_vec(),
        entry: one.entry,
        changed_at: now,
        changed_by: by.word(),
    };
    planned.into_iter().map(row).collect()
}

fn plan(edition: &Edition, edit: &Edit<'_>) -> Result<(Vec<Planned>, Diff), Refused> {
    let mut plan = Plan { edition, planned: Vec::new(), diff: Diff::default() };
    match edit {
        Edit::Put(entry, seen) => {
            plan.check_seen(&entry.slug, seen)?;
            plan.put(entry)?;
        }
        Edit::Retire(slug, seen) => {
            let unknown = || Refused::Unknown((*slug).to_owned());
            edition.get(slug).ok_or_else(unknown)?;
            plan.check_seen(slug, seen)?;
            plan.retire(slug);
        }
        Edit::Load(file, rest) => plan.load(file, *rest)?,
    }
    Ok((plan.planned, plan.diff))
}

struct Plan<'e> {
    edition: &'e Edition,
    planned: Vec<Planned>,
    diff: Diff,
}

impl Plan<'_> {
    /// Nobody changes what they have not seen.
    fn check_seen(&self, slug: &str, seen: &Seen) -> Result<(), Refused> {
        let newest = self.edition.get(slug).map(|item| item.row.version);
        let holds = match (seen, newest) {
            (Seen::Unsaid, Some(_)) => return Err(Refused::NotSaid(slug.to_owned())),
            (Seen::Unsaid | Seen::Absent, None) | (Seen::Any, Some(_)) => true,
            (Seen::Versions(seen), Some(newest)) => seen.contains(&newest),
            (Seen::Absent, Some(_)) | (Seen::Any | Seen::Versions(_), None) => false,
        };
        let moved = || {
            let newest = newest.map_or_else(|| "none".to_owned(), |version| version.to_string());
            Refused::Moved { slug: slug.to_owned(), newest }
        };
        holds.then_some(()).ok_or_else(moved)
    }

    fn put(&mut self, entry: &Entry) -> Result<(), Refused> {
        let text = canonical(&entry.to_json());
        let slug = entry.slug.clone();
        if text.len() > ENTRY_LIMIT {
            return Err(Refused::TooLarge { slug, size: text.len() });
        }
        match self.edition.get(&slug) {
            None => self.diff.added.push(slug.clone()),
            Some(item) if item.is_retired() => self.diff.restored.push(slug.clone()),
            Some(item) if item.row.entry == text => return Ok(()),
            Some(item) => {
                let members = members(&item.row.entry, &text);
                self.diff.changed.push(Changed { slug: slug.clone(), members });
            }
        }
        self.planned.push(Planned { slug, state: State::Current, entry: text });
        Ok(())
    }

    fn retire(&mut self, slug: &str) {
        let Some(item) = self.edition.get(slug).filter(|item| !item.is_retired()) else { return };
        self.diff.retired.push(slug.to_owned());
        let entry = item.row.entry.clone();
        self.planned.push(Planned { slug: slug.to_owned(), state: State::Retired, entry });
    }

    fn load(&mut self, file: &Catalogue, rest: Rest) -> Result<(), Refused> {
        let mut entries: Vec<&Entry> = file.entries().iter().collect();
        entries.sort_unstable_by(|one, other| one.slug.cmp(&other.slug));
        entries.iter().try_for_each(|entry| self.put(entry))?;
        let in_file = |slug: &str| entries.binary_search_by(|entry| entry.slug.as_str().cmp(slug)).is_ok();
        let of_settings = |row: &Version| row.changed_by == By::Settings.word();
        let goes = |row: &Version| match rest {
            Rest::Stays => false,
            Rest::Retired => true,
            Rest::OfSettingsRetired => of_settings(row),
        };
        let edition = self.edition;
        let gone: Vec<&str> = edition
            .items()
            .filter(|item| !in_file(&item.row.slug) && goes(&item.row))
            .map(|item| item.row.slug.as_str())
            .collect();
        for slug in gone {
            self.retire(slug);
        }
        let replaces = self.edition.defaults_row().is_some_and(goes);
        self.defaults(file.defaults(), replaces);
        Ok(())
    }

    fn defaults(&mut self, stated: &Defaults, replaces: bool) {
        let before = self.edition.catalogue().defaults();
        let after = if replaces { stated.clone() } else { before.clone().with(stated) };
        if after != *before {
            self.diff.defaults = true;
            self.planned.push(Planned {
                slug: String::new(),
                state: State::Current,
                entry: canonical(&after.to_json()),
            });
        }
    }
}

/// Entries are flat and within a file's limit, far within the budget; a text that was not canonical would only have
/// another hash.
fn canonical(value: &Value) -> String {
    canon::jcs::canonicalize(value, &Budget::default()).unwrap_or_else(|_| value.to_string())
}
