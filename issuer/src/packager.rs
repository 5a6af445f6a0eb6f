//! How this institution packages records: its name, its sources, its ids.

use model::catalogue::Catalogue;
use model::ids::TenantSecret;
use model::package::{MonthDates, Packaged, Packaging, Sources, ZoneRule};
use model::profile::IssuerProfile;
use model::record::LearnerRecord;
use model::time::Time;
use proof::keyring::{KeyPurpose, Keyring, KeyringError};
use proof::keys::KeyKind;

use crate::issuance::identity;
use crate::secrets::{Secrets, Use};
use crate::urls::Urls;

/// What one institution set.
#[derive(Debug, Clone)]
pub struct Institution {
    /// Its name, as people read it.
    pub name: String,
    /// Its web site.
    pub website: Option<String>,
    /// Whose awards it signs.
    pub sources: Sources,
    /// The page where anybody checks a transcript, when each transcript is to hold a PDF of itself as evidence.
    pub transcript_pdf: Option<String>,
}

/// Packages records for one institution.
pub struct Packager {
    institution: Institution,
    profile: IssuerProfile,
    secret: TenantSecret,
    base: String,
}

impl Packager {
    /// For an institution that is reached at `urls` and signs with `keys`.
    ///
    /// # Errors
    /// [`KeyringError`] when there is no active credential key.
    pub fn new(institution: Institution, urls: &Urls, keys: &Keyring, secrets: &Secrets) -> Result<Self, KeyringError> {
        let key = keys.active(KeyPurpose::Credential, KeyKind::Ed25519)?;
        let profile = IssuerProfile {
            id: identity::of_key(urls, &key.id, &key.key.public()).id,
            name: institution.name.clone(),
            url: institution.website.clone(),
            description: None,
            image: None,
            email: None,
        };
        let secret = TenantSecret::new(secrets.mac(Use::Ids, urls.tenant().as_bytes()));
        Ok(Self { institution, profile, secret, base: urls.issuer() })
    }

    /// The institution.
    pub const fn institution(&self) -> &Institution {
        &self.institution
    }

    /// What becomes of `record` with this catalogue.
    pub fn package(&self, record: &LearnerRecord, catalogue: &Catalogue, now: Time) -> Packaged {
        let packaging = Packaging {
            catalogue,
            issuer: self.profile.clone(),
            sources: self.institution.sources.clone(),
            secret: &self.secret,
            base: Some(self.base.clone()),
            now,
            zone: ZoneRule::default(),
            month_dates: MonthDates::default(),
        };
        model::package::package(record, &packaging)
    }
}
