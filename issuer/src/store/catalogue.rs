//! The achievement catalogue: every version of every entry, and the count of its changes.

use std::sync::LazyLock;

use db::{Arg, Db, DbError, Tx};
use model::time::Time;

use super::contradiction;

/// Whether an entry packages anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// It does.
    Current,
    /// Not any more.
    Retired,
}

impl State {
    /// The word for it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Current => "current",
            Self::Retired => "retired",
        }
    }

    fn from_word(word: &str) -> Option<Self> {
        [Self::Current, Self::Retired].into_iter().find(|state| state.word() == word)
    }
}

/// One change of one entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// The entry's slug; empty for the defaults.
    pub slug: String,
    /// The catalogue's count at this change.
    pub version: i64,
    /// What it became.
    pub state: State,
    /// The whole entry, canonical JSON (RFC 8785).
    pub entry: String,
    /// SHA-256 of [`Version::entry`].
    pub entry_hash: Vec<u8>,
    /// When.
    pub changed_at: Time,
    /// `settings`, `command` or the id of an API key.
    pub changed_by: String,
}

type Row = (String, i64, String, String, Vec<u8>, i64, String);

fn decode(row: Row) -> Result<Version, DbError> {
    let (slug, version, state, entry, entry_hash, at, changed_by) = row;
    Ok(Version {
        slug,
        version,
        state: State::from_word(&state).ok_or_else(|| contradiction("catalogue_entries.state"))?,
        entry,
        entry_hash,
        changed_at: Time::from_unix(at),
        changed_by,
    })
}

/// The count of a tenant's changes, and the SHA-256 of the file of the settings that was loaded last. 0 and none for a
/// tenant whose catalogue was never changed.
///
/// # Errors
/// Any [`DbError`].
pub async fn count(db: &Db, tenant: &str) -> Result<(i64, Option<Vec<u8>>), DbError> {
    let row = db.read("SELECT version, file_hash FROM catalogues WHERE tenant = $1", [tenant.into()]).await?;
    Ok(row.unwrap_or_default())
}

/// The newest version of each entry that changed after `version`, by slug.
///
/// # Errors
/// Any [`DbError`].
pub async fn changed_since(db: &Db, tenant: &str, version: i64) -> Result<Vec<Version>, DbError> {
    const SQL: &str = "SELECT slug, version, state, entry, entry_hash, changed_at, changed_by \
                       FROM catalogue_entries AS one WHERE tenant = $1 AND version > $2 AND NOT EXISTS \
                       (SELECT 1 FROM catalogue_entries AS newer WHERE newer.tenant = one.tenant \
                       AND newer.slug = one.slug AND newer.version > one.version) ORDER BY slug";
    let rows: Vec<Row> = db.scan(SQL, [tenant.into(), version.into()]).await?;
    rows.into_iter().map(decode).collect()
}

/// The versions of an entry before `before`, newest first, at most `limit`.
///
/// # Errors
/// Any [`DbError`].
pub async fn history(db: &Db, tenant: &str, slug: &str, (before, limit): (i64, i64)) -> Result<Vec<Version>, DbError> {
    const SQL: &str = "SELECT slug, version, state, entry, entry_hash, changed_at, changed_by FROM catalogue_entries \
                       WHERE tenant = $1 AND slug = $2 AND version < $3 ORDER BY version DESC LIMIT $4";
    let rows: Vec<Row> = db.read_all(SQL, [tenant.into(), slug.into(), before.into(), limit.into()]).await?;
    rows.into_iter().map(decode).collect()
}

/// The entry as it was when the catalogue's count was `version`.
///
/// # Errors
/// Any [`DbError`].
pub async fn as_of(db: &Db, tenant: &str, slug: &str, version: i64) -> Result<Option<Version>, DbError> {
    Ok(history(db, tenant, slug, (version.saturating_add(1), 1)).await?.pop())
}

/// Moves the count on from `version` by one, with the hash of the file that is loaded, where one is. `false` when the
/// count is another by now: nothing may be written then.
///
/// # Errors
/// Any [`DbError`].
pub async fn advance(tx: &mut Tx, tenant: &str, version: i64, file_hash: Option<Vec<u8>>) -> Result<bool, DbError> {
    tx.execute("INSERT INTO catalogues (tenant, version) VALUES ($1, 0) ON CONFLICT DO NOTHING", [tenant.into()])
        .await?;
    let rows = tx
        .execute(
            "UPDATE catalogues SET version = version + 1, file_hash = COALESCE($3, file_hash) \
             WHERE tenant = $1 AND version = $2",
            [tenant.into(), version.into(), file_hash.into()],
        )
        .await?;
    Ok(rows == 1)
}

/// Remembers that the file of the settings with this hash is what the catalogue says already.
///
/// # Errors
/// Any [`DbError`].
pub async fn note_file(tx: &mut Tx, tenant: &str, file_hash: Vec<u8>) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO catalogues (tenant, version, file_hash) VALUES ($1, 0, $2) \
         ON CONFLICT (tenant) DO UPDATE SET file_hash = $2",
        [tenant.into(), file_hash.into()],
    )
    .await?;
    Ok(())
}

/// Rows in one statement: a file of ten thousand entries is written within the time of one closure on both databases.
const TOGETHER: usize = 50;
const COLUMNS: usize = 8;

/// Adds versions. The count must have been moved to theirs in the same transaction.
///
/// # Errors
/// Any [`DbError`].
pub async fn insert(tx: &mut Tx, tenant: &str, versions: &[Version]) -> Result<(), DbError> {
    static ONE: LazyLock<String> = LazyLock::new(|| insert_sql(1));
    static MANY: LazyLock<String> = LazyLock::new(|| insert_sql(TOGETHER));
    let (many, rest) = versions.as_chunks::<TOGETHER>();
    for chunk in many {
        let args: Vec<Arg> = chunk.iter().flat_map(|one| args(tenant, one)).collect();
        let args: [Arg; TOGETHER * COLUMNS] = args.try_into().map_err(|_| contradiction("catalogue_entries"))?;
        Box::pin(tx.execute(MANY.as_str(), args)).await?;
    }
    for one in rest {
        tx.execute(ONE.as_str(), args(tenant, one)).await?;
    }
    Ok(())
}

fn insert_sql(rows: usize) -> String {
    let row = |row: usize| {
        let places: Vec<String> = (1..=COLUMNS).map(|column| format!("${}", row * COLUMNS + column)).collect();
        format!("({})", places.join(", "))
    };
    let rows: Vec<String> = (0..rows).map(row).collect();
    format!(
        "INSERT INTO catalogue_entries (tenant, slug, version, state, entry, entry_hash, changed_at, changed_by) VALUES {}",
        rows.join(", ")
    )
}

fn args(tenant: &str, one: &Version) -> [Arg; COLUMNS] {
    [
        tenant.into(),
        one.slug.as_str().into(),
        one.version.into(),
        one.state.word().into(),
        one.entry.as_str().into(),
        one.entry_hash.clone().into(),
        one.changed_at.unix().into(),
        one.changed_by.as_str().into(),
    ]
}
