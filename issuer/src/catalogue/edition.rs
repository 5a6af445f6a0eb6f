//! The catalogue at one count of its changes.

use std::collections::BTreeMap;
use std::sync::Arc;

use db::Db;
use model::catalogue::{Catalogue, Clash, Defaults, Entry};

use super::Failure;
use crate::store::catalogue::{self, State, Version};

/// An entry with the row that says it.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    /// The row.
    pub row: Version,
    /// What it says.
    pub entry: Entry,
}

impl Item {
    /// Whether it packages nothing any more.
    pub fn is_retired(&self) -> bool {
        self.row.state == State::Retired
    }
}

/// The whole catalogue at one count. The first, of count 0, is empty.
#[derive(Debug, Clone, Default)]
pub struct Edition {
    version: i64,
    items: BTreeMap<String, Arc<Item>>,
    defaults: Option<(Version, Defaults)>,
    catalogue: Catalogue,
}

impl Edition {
    /// The count.
    pub const fn version(&self) -> i64 {
        self.version
    }

    /// What records are packaged with.
    pub const fn catalogue(&self) -> &Catalogue {
        &self.catalogue
    }

    /// The entry of this slug, retired or not.
    pub fn get(&self, slug: &str) -> Option<&Arc<Item>> {
        self.items.get(slug)
    }

    /// All entries, retired ones too, by slug.
    pub fn items(&self) -> impl Iterator<Item = &Arc<Item>> {
        self.items.values()
    }

    /// Entries whose slugs come after `slug`.
    pub fn items_after(&self, slug: &str) -> impl Iterator<Item = &Arc<Item>> {
        use std::ops::Bound::{Excluded, Unbounded};
        self.items.range::<str, _>((Excluded(slug), Unbounded)).map(|(_, item)| item)
    }

    /// The row that says the defaults.
    pub fn defaults_row(&self) -> Option<&Version> {
        self.defaults.as_ref().map(|(row, _)| row)
    }

    /// What stands in the database now; `None` when that is this edition.
    ///
    /// # Errors
    /// [`Failure::Storage`] and [`Failure::Stored`].
    pub async fn newer(&self, db: &Db, tenant: &str) -> Result<Option<Self>, Failure> {
        let (count, _) = catalogue::count(db, tenant).await?;
        if count == self.version {
            return Ok(None);
        }
        // After a restored backup the count may be lower: then nothing of this edition holds.
        let from = if count < self.version { Self::default() } else { self.clone() };
        let rows = catalogue::changed_since(db, tenant, from.version).await?;
        from.with(rows).map(Some)
    }

    /// This edition with these rows in place of what they change. Its count is that of the newest.
    ///
    /// # Errors
    /// [`Failure::Stored`] for a row that cannot be read; a refusal when two entries cannot be told apart.
    pub fn with(mut self, rows: Vec<Version>) -> Result<Self, Failure> {
        for row in rows {
            self.version = self.version.max(row.version);
            let stored = |problem: String| Failure::Stored { slug: row.slug.clone(), version: row.version, problem };
            if row.slug.is_empty() {
                let defaults = Defaults::from_json(row.entry.as_bytes()).map_err(|error| stored(error.to_string()))?;
                self.defaults = Some((row, defaults));
                continue;
            }
            let entry = Entry::from_json(row.entry.as_bytes()).map_err(|error| stored(error.to_string()))?;
            self.items.insert(row.slug.clone(), Arc::new(Item { row, entry }));
        }
        self.catalogue = self.assembled().map_err(super::Refused::Clash)?;
        Ok(self)
    }

    fn assembled(&self) -> Result<Catalogue, Clash> {
        let (retired, current): (Vec<&Arc<Item>>, Vec<_>) = self.items.values().partition(|item| item.is_retired());
        let entries = |items: Vec<&Arc<Item>>| items.into_iter().map(|item| item.entry.clone()).collect();
        let defaults = self.defaults.as_ref().map(|(_, defaults)| defaults.clone()).unwrap_or_default();
        Catalogue::of(entries(current), entries(retired), defaults)
    }
}
