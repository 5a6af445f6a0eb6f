//! Settings: `tassel.toml`, then the environment (`TASSEL_SECTION__KEY`). The one place that reads either.

use std::path::{Path, PathBuf};

use figment::Figment;
use figment::providers::{Env, Format as _, Serialized, Toml};
use issuer::records::lif;
use serde::{Deserialize, Serialize};
use url::Url;
use zeroize::Zeroizing;

/// Names in the environment that are read elsewhere: secrets and numbers that are texts even where they are all digits, and
/// switches of the tests, which run this program too.
const NO_SETTINGS: [&str; 10] = [
    "REQUIRE_SHARED",
    "TEST_LIF_URL",
    "TEST_LIF_LEARNER",
    "TEST_LIF_KEY",
    "TEST_LIF_KIND",
    "TEST_LIF_WRITES",
    "KEYS__PASSPHRASE",
    "KEYS__PKCS11__PIN",
    "RECORDS__LIF__KEY",
    "RECORDS__LIF__KNOWN_LEARNER",
];

/// Which installation a command works on.
#[derive(Debug, Clone)]
pub(crate) struct Place {
    /// Embedded data: database, keys, settings of the demo.
    pub(crate) data: PathBuf,
    /// A settings file elsewhere.
    pub(crate) config: Option<PathBuf>,
}

/// All settings. Every field has a default, so that a file of an older version stays good.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Config {
    /// Scheme, host and port by which people and wallets reach us. `http://localhost:8080`.
    pub(crate) public_url: Url,
    /// `postgres://…`, or a path to an SQLite file. Default: `tassel.db` in the data directory. It may hold a password, so
    /// the demo does not write it down: commands beside it take it from the environment too.
    #[serde(skip_serializing)]
    pub(crate) database_url: Option<String>,
    /// Address and port to listen on. `127.0.0.1:8080`.
    pub(crate) listen: String,
    /// The institution.
    pub(crate) issuer: IssuerConfig,
    /// Where learner records come from.
    pub(crate) records: RecordsConfig,
    /// Whom the verifier recognises.
    pub(crate) verifier: VerifierConfig,
    /// What opens the signing keys.
    pub(crate) keys: KeysConfig,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            public_url: default_url(),
            database_url: None,
            listen: "127.0.0.1:8080".to_owned(),
            issuer: IssuerConfig::default(),
            records: RecordsConfig::default(),
            verifier: VerifierConfig::default(),
            keys: KeysConfig::default(),
        }
    }
}

#[expect(clippy::expect_used, reason = "a constant that parses")]
fn default_url() -> Url {
    Url::parse("http://localhost:8080").expect("a URL")
}

/// The `[issuer]` section.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct IssuerConfig {
    /// The first path segment of everything this institution serves. `default`.
    pub(crate) tenant: String,
    /// The institution's name. `Riverbend College`.
    pub(crate) name: String,
    /// Its web site.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) website: Option<String>,
    /// `informationSourceId`s whose awards we sign; empty: all in the given records.
    pub(crate) sources: Vec<String>,
    /// Path of the achievement catalogue, or `demo` for the built-in one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) catalogue: Option<String>,
    /// Whether each transcript holds a PDF of itself as evidence, to read and print. `false`.
    pub(crate) transcript_pdf: bool,
    /// The page where anybody checks a transcript, as its PDF has it. `/verify` of the public URL.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) check_page: Option<Url>,
}

impl Default for IssuerConfig {
    fn default() -> Self {
        Self {
            tenant: "default".to_owned(),
            name: "Riverbend College".to_owned(),
            website: None,
            sources: Vec::new(),
            catalogue: None,
            transcript_pdf: false,
            check_page: None,
        }
    }
}

impl Config {
    /// The page where anybody checks what this installation issued.
    pub(crate) fn check_page(&self) -> String {
        let own = || format!("{}/verify", self.public_url.as_str().trim_end_matches('/'));
        self.issuer.check_page.as_ref().map_or_else(own, |page| page.as_str().to_owned())
    }
}

/// The `[records]` section: one of three sources.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct RecordsConfig {
    /// The sample learners of the demo.
    pub(crate) samples: bool,
    /// A directory of LIF documents.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) directory: Option<PathBuf>,
    /// A LIF GraphQL API.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) lif: Option<LifConfig>,
}

/// The `[records.lif]` section.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct LifConfig {
    /// The GraphQL endpoint.
    pub(crate) url: Url,
    /// The API key; better given as `TASSEL_RECORDS__LIF__KEY` than written here.
    #[serde(default, skip_serializing)]
    pub(crate) key: Option<String>,
    /// The header it goes in. `X-API-Key`.
    #[serde(default = "key_header")]
    pub(crate) key_header: String,
    /// The type of the learner numbers. `SCHOOL_ASSIGNED_NUMBER`.
    #[serde(default = "identifier_type")]
    pub(crate) identifier_type: String,
    /// Seconds to wait for one answer. 25.
    #[serde(default = "timeout")]
    pub(crate) timeout: u64,
    /// Seconds for all tries together. 50.
    #[serde(default = "budget")]
    pub(crate) budget: u64,
    /// The number of a learner who is always there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) known_learner: Option<String>,
    /// Whether issued credentials are written into the learner's record. `false`.
    #[serde(default)]
    pub(crate) write_back: bool,
}

impl LifConfig {
    /// What the environment says goes before the file; empty is nothing.
    fn read_environment(&mut self) -> Result<(), crate::AnyError> {
        let said = |name: &str| Ok::<_, crate::AnyError>(Hidden::of(name)?.map(|text| text.text().to_owned()));
        self.key = said("TASSEL_RECORDS__LIF__KEY")?.or_else(|| self.key.take()).filter(|key| !key.is_empty());
        let known = said("TASSEL_RECORDS__LIF__KNOWN_LEARNER")?.or_else(|| self.known_learner.take());
        self.known_learner = known.filter(|known| !known.is_empty());
        Ok(())
    }
}

fn key_header() -> String {
    lif::KEY_HEADER.to_owned()
}

fn identifier_type() -> String {
    lif::IDENTIFIER_TYPE.to_owned()
}

const fn timeout() -> u64 {
    lif::TIMEOUT
}

const fn budget() -> u64 {
    lif::BUDGET
}

/// The `[verifier]` section.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct VerifierConfig {
    /// Path of the list of recognised issuers (TOML).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) trust: Option<PathBuf>,
}

/// The `[keys]` section.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct KeysConfig {
    /// The passphrase that key files are sealed with: `TASSEL_KEYS__PASSPHRASE`, never in a file of settings, and text
    /// even where it is all digits.
    #[serde(skip)]
    pub(crate) passphrase: Option<Hidden>,
    /// Path of a file that holds it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) key_file: Option<PathBuf>,
    /// A token that holds keys.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) pkcs11: Option<Pkcs11Config>,
    /// Whether what a key with a certificate signs as `dc+sd-jwt` or `vc+jwt` brings it (`x5c`). `true`.
    pub(crate) send_certificates: bool,
}

impl Default for KeysConfig {
    fn default() -> Self {
        Self { passphrase: None, key_file: None, pkcs11: None, send_certificates: true }
    }
}

/// The `[keys.pkcs11]` section.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Pkcs11Config {
    /// Path of the module, a shared library.
    pub(crate) module: PathBuf,
    /// Label of the token.
    pub(crate) token: String,
    /// Its user PIN: `TASSEL_KEYS__PKCS11__PIN`, never in a file of settings.
    #[serde(skip)]
    pub(crate) pin: Option<Hidden>,
}

/// A setting that is shown nowhere.
#[derive(Clone)]
pub(crate) struct Hidden(Zeroizing<String>);

impl Hidden {
    /// What the environment says under this name.
    #[expect(clippy::disallowed_methods, reason = "this is the file that reads settings")]
    fn of(name: &str) -> Result<Option<Self>, crate::AnyError> {
        match std::env::var(name) {
            Ok(text) => Ok(Some(Self(Zeroizing::new(text)))),
            Err(std::env::VarError::NotPresent) => Ok(None),
            Err(std::env::VarError::NotUnicode(_)) => Err(format!("{name}: expected UTF-8").into()),
        }
    }

    /// The text.
    pub(crate) fn text(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for Hidden {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("(hidden)")
    }
}

impl Config {
    /// Reads the settings of `place`.
    ///
    /// # Errors
    /// A text that names the file, the setting and what was expected.
    pub(crate) fn load(place: &Place) -> Result<Self, crate::AnyError> {
        let file = place.config.clone().unwrap_or_else(|| place.settings());
        if place.config.is_some() && !file.exists() {
            return Err(format!("expected settings in {}, found no such file", file.display()).into());
        }
        let mut config: Self = Figment::from(Serialized::defaults(Self::default()))
            .merge(Toml::file(file))
            .merge(Env::prefixed("TASSEL_").ignore(&NO_SETTINGS).split("__"))
            .extract()
            .map_err(|error| format!("a setting cannot be used: {error}"))?;
        if let Some(lif) = &mut config.records.lif {
            lif.read_environment()?;
        }
        config.keys.passphrase = Hidden::of("TASSEL_KEYS__PASSPHRASE")?;
        if let Some(pkcs11) = &mut config.keys.pkcs11 {
            pkcs11.pin = Hidden::of("TASSEL_KEYS__PKCS11__PIN")?;
        }
        Ok(config)
    }
}

impl Place {
    /// The settings file that belongs to the data directory.
    pub(crate) fn settings(&self) -> PathBuf {
        self.data.join("tassel.toml")
    }

    /// Where the keys are kept.
    pub(crate) fn keys(&self) -> PathBuf {
        self.data.join("keys")
    }

    /// The embedded database.
    pub(crate) fn database(&self) -> PathBuf {
        self.data.join("tassel.db")
    }
}

/// Reads a file that a setting names, with the setting in the message.
///
/// # Errors
/// The path and what the system said.
pub(crate) fn read(setting: &str, path: &Path) -> Result<String, crate::AnyError> {
    std::fs::read_to_string(path).map_err(|error| format!("{setting}: cannot read {}: {error}", path.display()).into())
}
