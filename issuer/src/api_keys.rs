//! Keys of programs: 256 random bits, of which the database has the SHA-256, for what they may do and until when.

use db::{Db, DbError};
use model::random::Random;
use model::time::Time;
use uuid::Uuid;

use crate::issuance::codes::{self, PresentedToken};
use crate::store::api_keys::{self, ApiKey};
use crate::store::audit;

/// Every key begins with it, so that programs that look for secrets in the wrong places know ours.
pub const PREFIX: &str = "tassel_";
/// Days the longest key lasts.
pub const MOST_DAYS: i64 = 3660;
/// Letters of a name.
const LONGEST_NAME: usize = 100;
const DAY: i64 = 24 * 60 * 60;

/// What a key may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scope {
    /// Read the catalogue with its history.
    CatalogueRead,
    /// Change it.
    CatalogueWrite,
}

impl Scope {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::CatalogueRead, Self::CatalogueWrite];

    /// The word for it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::CatalogueRead => "catalogue:read",
            Self::CatalogueWrite => "catalogue:write",
        }
    }

    /// The scope behind a word; `None` for any other word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|scope| scope.word() == word)
    }
}

/// Why a key is not made or not let in.
#[derive(Debug, thiserror::Error)]
pub enum Refused {
    /// It is unknown, at its end or revoked.
    #[error("the API key is unknown, expired or revoked: ask the operator for another")]
    Unknown,
    /// It may not do that.
    #[error("the API key does not cover this: it needs the scope {}", .0.word())]
    Scope(Scope),
    /// What was asked for cannot be made.
    #[error("{0}")]
    NotMade(String),
    /// The database did not do its part.
    #[error(transparent)]
    Storage(#[from] DbError),
}

/// What a key is to be.
#[derive(Debug, Clone)]
pub struct Wanted {
    /// What the operator calls it.
    pub name: String,
    /// What it may do.
    pub scopes: Vec<Scope>,
    /// Days until it ends.
    pub days: i64,
}

/// Makes a key. The text is shown once and kept nowhere.
///
/// # Errors
/// [`Refused::NotMade`] with what was expected.
pub async fn make(
    (db, tenant): (&Db, &str),
    wanted: Wanted,
    random: &dyn Random,
    now: Time,
) -> Result<(ApiKey, String), Refused> {
    let Wanted { name, mut scopes, days } = wanted;
    if name.trim().is_empty() || name.chars().count() > LONGEST_NAME || name.chars().any(char::is_control) {
        return Err(Refused::NotMade(format!("expected a name of 1 to {LONGEST_NAME} letters")));
    }
    if !(1..=MOST_DAYS).contains(&days) {
        return Err(Refused::NotMade(format!("expected 1 to {MOST_DAYS} days, found {days}")));
    }
    if scopes.is_empty() {
        return Err(Refused::NotMade("expected at least one scope: a key without one can do nothing".to_owned()));
    }
    scopes.sort_unstable();
    scopes.dedup();
    let id = model::ids::row_id(now, random);
    let token = codes::new_token(id, random);
    let words: Vec<&str> = scopes.into_iter().map(Scope::word).collect();
    let key = ApiKey {
        id,
        tenant: tenant.to_owned(),
        name,
        secret_hash: token.secret_hash,
        scope: words.join(" "),
        created_at: now,
        expires_at: now.plus(days * DAY),
        revoked_at: None,
    };
    let (kept, entry) = (key.clone(), audit_entry(&key, "api_key.made", random, now));
    db.write(async move |tx| {
        api_keys::insert(tx, &kept).await?;
        audit::write(tx, entry).await
    })
    .await?;
    Ok((key, format!("{PREFIX}{}", token.text)))
}

/// Revokes a key; `false` when it was revoked before or is not there.
///
/// # Errors
/// Any [`DbError`].
pub async fn revoke((db, tenant): (&Db, &str), id: Uuid, random: &dyn Random, now: Time) -> Result<bool, DbError> {
    let entry = audit::Entry {
        id: model::ids::row_id(now, random),
        tenant: tenant.to_owned(),
        at: now,
        actor: "operator",
        action: "api_key.revoked",
        subject: id.to_string(),
        detail: String::new(),
    };
    let tenant = tenant.to_owned();
    db.write(async move |tx| {
        let revoked = api_keys::revoke(tx, &tenant, id, now).await?;
        if revoked {
            audit::write(tx, entry).await?;
        }
        Ok(revoked)
    })
    .await
}

/// The key that a program presents, when it may do what it is about to.
///
/// # Errors
/// [`Refused::Unknown`], [`Refused::Scope`].
pub async fn admit((db, tenant): (&Db, &str), text: &str, scope: Scope, now: Time) -> Result<ApiKey, Refused> {
    let presented = text.strip_prefix(PREFIX).and_then(PresentedToken::parse).ok_or(Refused::Unknown)?;
    let key = api_keys::live(db, tenant, presented.id, now).await?.ok_or(Refused::Unknown)?;
    if !presented.matches(&key.secret_hash) {
        return Err(Refused::Unknown);
    }
    let covers = key.scope.split(' ').any(|word| word == scope.word());
    if covers { Ok(key) } else { Err(Refused::Scope(scope)) }
}

fn audit_entry(key: &ApiKey, action: &'static str, random: &dyn Random, now: Time) -> audit::Entry {
    audit::Entry {
        id: model::ids::row_id(now, random),
        tenant: key.tenant.clone(),
        at: now,
        actor: "operator",
        action,
        subject: key.id.to_string(),
        detail: key.scope.clone(),
    }
}
