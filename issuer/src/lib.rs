//! The issuer: sign-in, consent, offers, OpenID4VCI, status lists.
//!
//! Three words: [`http`] talks, [`issuance`] decides, [`store`] remembers. [`records`] asks for learner records.

pub mod api_keys;
pub mod catalogue;
pub mod http;
pub mod issuance;
pub mod left_out;
pub mod packager;
pub mod records;
pub mod secrets;
pub mod store;
pub mod transcript_pdf;
pub mod urls;

use std::sync::Arc;

use db::Db;
use model::package::Packaged;
use model::random::Random;
use model::record::LearnerRecord;
use model::time::{Clock, Time};
use proof::data_integrity::Suite;
use proof::keyring::{KeyEntry, Keyring, KeyringError};
use web::session::Sessions;

use crate::catalogue::{By, Diff, Edit, Edition, Register, Running};
use crate::issuance::Failure;
use crate::issuance::status::{Indices, ListForm, SignedLists};
pub use crate::packager::Institution;
use crate::packager::Packager;
use crate::records::RecordSource;
use crate::secrets::{Secrets, Use};
use crate::store::audit;
use crate::urls::Urls;

/// Seconds a sign-in lasts.
const SESSION_LIFETIME: i64 = 30 * 60;

/// What an issuer is made of.
pub struct Parts {
    /// Where everything is kept; already migrated with [`store::MIGRATIONS`].
    pub db: Db,
    /// The signing keys.
    pub keys: Keyring,
    /// Where records come from.
    pub records: Arc<dyn RecordSource>,
    /// The institution.
    pub institution: Institution,
    /// The clock.
    pub clock: Arc<dyn Clock>,
    /// Randomness.
    pub random: Arc<dyn Random>,
    /// Where we are reached.
    pub urls: Urls,
    /// The installation's secret.
    pub secrets: Secrets,
    /// Whether anybody may sign in as any listed learner: the demo.
    pub development: bool,
}

/// The issuer, shared by all its handlers.
pub struct Issuer {
    pub(crate) db: Db,
    pub(crate) keys: Keyring,
    pub(crate) records: Arc<dyn RecordSource>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) random: Arc<dyn Random>,
    pub(crate) urls: Urls,
    pub(crate) secrets: Secrets,
    pub(crate) indices: Indices,
    pub(crate) lists: SignedLists,
    pub(crate) sessions: Sessions,
    running: Running,
    packager: Packager,
    pub(crate) development: bool,
}

/// The issuer as handlers hold it.
pub type App = Arc<Issuer>;

impl Issuer {
    /// Puts an issuer together.
    ///
    /// # Errors
    /// [`KeyringError`] when there is no active credential key.
    pub fn new(parts: Parts) -> Result<App, KeyringError> {
        let packager = Packager::new(parts.institution, &parts.urls, &parts.keys, &parts.secrets)?;
        let sessions = Sessions::new(&parts.secrets.key(Use::Session), parts.urls.base(), SESSION_LIFETIME);
        Ok(Arc::new(Self {
            db: parts.db,
            keys: parts.keys,
            records: parts.records,
            clock: parts.clock,
            random: parts.random,
            urls: parts.urls,
            secrets: parts.secrets,
            indices: Indices::default(),
            lists: SignedLists::default(),
            sessions,
            running: Running::default(),
            packager,
            development: parts.development,
        }))
    }

    /// The present moment.
    pub fn now(&self) -> Time {
        self.clock.now()
    }

    /// Where we are reached.
    pub const fn urls(&self) -> &Urls {
        &self.urls
    }

    /// The signing keys.
    pub const fn keys(&self) -> &Keyring {
        &self.keys
    }

    /// The record source.
    pub fn records(&self) -> &dyn RecordSource {
        self.records.as_ref()
    }

    /// The database.
    pub const fn db(&self) -> &Db {
        &self.db
    }

    /// Packages a record as this institution does, with its newest catalogue.
    ///
    /// # Errors
    /// [`Failure`] when the catalogue cannot be read.
    pub async fn package(&self, record: &LearnerRecord) -> Result<Packaged, Failure> {
        Ok(self.package_with(record, &*self.edition().await?))
    }

    /// Packages a record with one edition of the catalogue.
    pub fn package_with(&self, record: &LearnerRecord, edition: &Edition) -> Packaged {
        self.packager.package(record, edition.catalogue(), self.now())
    }

    /// The catalogue: what another process changed is seen within [`catalogue::SEEN_WITHIN`] seconds.
    ///
    /// # Errors
    /// [`Failure`] when it cannot be read.
    pub async fn edition(&self) -> Result<Arc<Edition>, Failure> {
        Ok(self.running.current(&self.db, self.urls.tenant(), self.now()).await?)
    }

    /// Changes the catalogue, for a program; this server packages with it from now on.
    ///
    /// # Errors
    /// [`catalogue::Failure`].
    pub async fn change_catalogue(
        &self,
        edit: &Edit<'_>,
        by: By,
        now: Time,
    ) -> Result<(Arc<Edition>, Diff), catalogue::Failure> {
        let known = self.running.current(&self.db, self.urls.tenant(), now).await?;
        let register = Register { db: &self.db, tenant: self.urls.tenant(), random: self.random.as_ref() };
        let (edition, diff) = register.change(known, edit, (by, now), None).await?;
        self.running.put(&edition);
        Ok((edition, diff))
    }

    /// The institution, as people read it.
    pub const fn institution(&self) -> &Institution {
        self.packager.institution()
    }

    /// The ids under which this installation issues: its `did:web`, and the `did:key` of each of its keys.
    pub fn own_issuer_ids(&self) -> Vec<String> {
        let keys = self.keys.public().map(|entry| proof::did::did_key(&entry.key));
        self.urls.did_web().into_iter().chain(keys).collect()
    }

    /// A document under our own public URL: the DID document, a status list or the metadata of a type; `None` when `url` is not one.
    ///
    /// # Errors
    /// [`Failure`] when it cannot be read or signed.
    pub async fn published(self: &Arc<Self>, url: &str) -> Result<Option<String>, Failure> {
        let Some(path) = url.strip_prefix(&self.urls.issuer()).and_then(|rest| rest.strip_prefix('/')) else {
            return Ok(None);
        };
        match path.split_once('/') {
            None if path == "did.json" => Ok(http::published::did_document(self).map(|document| document.to_string())),
            Some(("status", list)) => {
                let (list, form) = http::referred::of_path(list);
                issuance::status::published(self, list, form, self.now()).await
            }
            Some(("tokenstatus", list)) => issuance::status::published(self, list, ListForm::Token, self.now()).await,
            Some(("vct", id)) => Ok(http::referred::type_metadata_of(self, id).map(|metadata| metadata.to_string())),
            _ => Ok(None),
        }
    }

    pub(crate) fn sign_document(&self, document: &str, key: &KeyEntry, now: Time) -> Result<String, Failure> {
        let suite = Suite::for_kind(key.kind()).ok_or_else(|| {
            Failure::Signing(format!("no Data Integrity suite signs with the {} key {}", key.kind(), key.id))
        })?;
        issuance::credential::sign_one(&self.urls, (key, suite), document, now)
    }

    pub(crate) fn audit_entry(
        &self,
        now: Time,
        (actor, action): (&'static str, &'static str),
        subject: &str,
        detail: &str,
    ) -> audit::Entry {
        audit::Entry {
            id: model::ids::row_id(now, self.random.as_ref()),
            tenant: self.urls.tenant().to_owned(),
            at: now,
            actor,
            action,
            subject: subject.to_owned(),
            detail: detail.to_owned(),
        }
    }
}
