//! The commands: one file each.

pub(crate) mod api_keys;
pub(crate) mod bake;
pub(crate) mod catalogue;
pub(crate) mod derive;
pub(crate) mod doctor;
pub(crate) mod issue;
pub(crate) mod jose;
pub(crate) mod keys;
pub(crate) mod migrate;
pub(crate) mod offer;
pub(crate) mod package;
pub(crate) mod revoke;
pub(crate) mod unbake;
pub(crate) mod verify;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

use crate::config::Place;

/// Learner records as signed Open Badges 3.0 and CLR 2.0, into any wallet, and checked by anyone.
#[derive(Debug, Parser)]
#[command(name = "tassel", version, about)]
pub(crate) struct Arguments {
    /// Directory of the embedded data; made on first use
    #[arg(long, global = true, default_value = "./tassel-data", value_name = "DIR")]
    data: PathBuf,
    /// Settings file, instead of tassel.toml in the data directory
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Print one JSON document on stdout
    #[arg(long, global = true)]
    pub(crate) json: bool,
    #[command(subcommand)]
    pub(crate) command: Command,
}

impl Arguments {
    pub(crate) fn place(&self) -> Place {
        Place { data: self.data.clone(), config: self.config.clone() }
    }
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Everything on one port, with sample learners and a development sign-in
    Demo(Demo),
    /// Run the issuer and the verifier with the settings given
    Serve(Serve),
    /// Make a credential offer for one learner
    Offer(Offer),
    /// Show what a learner record becomes, unsigned, and what is left out
    Package(Package),
    /// Make, check, load and show the achievement catalogue
    Catalogue(catalogue::CatalogueCommand),
    /// Sign credentials from files
    Issue(Issue),
    /// Check a credential
    Verify(Verify),
    /// Make of a credential signed with ecdsa-sd-2023 or bbs-2023 one that shows a part of it
    Derive(derive::Derive),
    /// Put a signed badge into a picture
    Bake(Bake),
    /// Take the credential out of a picture
    Unbake(Unbake),
    /// Sign or check one JWT or SD-JWT with a key file, as the W3C's JOSE test suite asks
    Jose(jose::Jose),
    /// Revoke every copy of a credential
    Revoke(Revoke),
    /// Look after the signing keys
    Keys(Keys),
    /// Keys of programs
    ApiKeys(api_keys::ApiKeys),
    /// Bring the database's tables up to date
    Migrate,
    /// Look whether everything the installation needs is there and works
    Doctor,
}

#[derive(Debug, Args)]
pub(crate) struct Demo {
    /// Port to listen on
    #[arg(long, default_value_t = 8080)]
    pub(crate) port: u16,
    /// Directory of LIF documents to serve instead of the sample learners
    #[arg(long, value_name = "DIR")]
    pub(crate) records: Option<PathBuf>,
    /// How phones reach this machine: a tunnel's https URL, or http://ADDRESS:PORT on the local network
    #[arg(long, value_name = "URL")]
    pub(crate) public_url: Option<url::Url>,
}

#[derive(Debug, Args)]
pub(crate) struct Serve {
    /// Which part to run; both without it
    #[arg(value_enum)]
    pub(crate) role: Option<Role>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Role {
    /// Sign-in, offers, credentials, status lists
    Issuer,
    /// The check page and its API
    Verifier,
}

#[derive(Debug, Args)]
pub(crate) struct Offer {
    /// The learner's number, as the record source knows it
    #[arg(long, value_name = "ID")]
    pub(crate) learner: String,
    /// Credential configuration to offer; repeat for several. Without it, everything that can be issued
    #[arg(long, value_name = "CONFIGURATION_ID")]
    pub(crate) credential: Vec<String>,
    /// Award to offer, by its identifier; repeat for several
    #[arg(long, value_name = "AWARD_ID")]
    pub(crate) award: Vec<String>,
    /// Envelope of the credentials
    #[arg(long, value_enum, default_value = "ldp")]
    pub(crate) format: Format,
    /// Ask for a transaction code in the wallet
    #[arg(long)]
    pub(crate) tx_code: bool,
}

#[derive(Debug, Clone, Copy, clap::ValueEnum)]
pub(crate) enum Format {
    /// JSON with an embedded proof
    Ldp,
}

#[derive(Debug, Args)]
pub(crate) struct Package {
    /// A LIF document with one learner
    #[arg(long, value_name = "FILE")]
    pub(crate) record: PathBuf,
    /// Achievement catalogue (TOML), or “demo” for the built-in one
    #[arg(long, value_name = "FILE|demo")]
    pub(crate) catalogue: Option<String>,
    /// Only badges, or only the transcript
    #[arg(long = "as", value_enum, value_name = "KIND")]
    pub(crate) kind: Option<PackageKind>,
    /// Where the transcript goes as PDF, to read and print; the page says itself that a copy proves nothing
    #[arg(long, value_name = "FILE")]
    pub(crate) pdf: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum PackageKind {
    /// One Open Badge for each award
    Badge,
    /// One transcript (CLR)
    Clr,
}

#[derive(Debug, Args)]
pub(crate) struct Issue {
    /// Unsigned credentials (JSON)
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    /// Data Integrity suite, or form of JWT
    #[arg(
        long,
        default_value = "eddsa-rdfc-2022",
        value_parser = ["eddsa-rdfc-2022", "eddsa-jcs-2022", "ecdsa-rdfc-2019", "ecdsa-jcs-2019", "ecdsa-sd-2023", "bbs-2023", "jwt_vc_json", "vc-jwt", "vc+jwt", "dc+sd-jwt"]
    )]
    pub(crate) suite: String,
    /// What the holder cannot keep back under ecdsa-sd-2023 or bbs-2023, as a JSON Pointer (/credentialSubject/name); repeat for several.
    /// Issuer, dates and status are always shown
    #[arg(long, value_name = "POINTER")]
    pub(crate) mandatory: Vec<String>,
    /// Key to sign with, by its id (see `tassel keys list`). Without it the newest of the suite's usual kind, made on first
    /// use
    #[arg(long, value_name = "NAME")]
    pub(crate) key: Option<String>,
    /// Refuse to sign without the key's certificate in the header (x5c), which JWTs but vc-jwt carry where there is one
    #[arg(long)]
    pub(crate) x5c: bool,
    /// Directory for the signed files, one for each, of the same name; without it they go to stdout
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct Verify {
    /// A file, an https URL, or - for stdin
    #[arg(value_name = "FILE|URL|-")]
    pub(crate) source: String,
    /// Check as of another time (RFC 3339 with a zone)
    #[arg(long, value_name = "TIME")]
    pub(crate) as_of: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct Bake {
    /// A signed badge: JSON with its proof, or a compact JWS
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
    /// The picture it goes into; the file itself stays as it is
    #[arg(long, value_name = "PNG|SVG")]
    pub(crate) image: PathBuf,
    /// Where the picture with the badge goes
    #[arg(long, value_name = "FILE")]
    pub(crate) out: PathBuf,
}

#[derive(Debug, Args)]
pub(crate) struct Unbake {
    /// A PNG or SVG picture
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
}

#[derive(Debug, Args)]
pub(crate) struct Revoke {
    /// The credential's id (urn:uuid:…)
    #[arg(value_name = "ID")]
    pub(crate) id: String,
    /// Why, for the audit trail
    #[arg(long, value_name = "TEXT")]
    pub(crate) reason: String,
}

#[derive(Debug, Args)]
pub(crate) struct Keys {
    #[command(subcommand)]
    pub(crate) action: KeysAction,
}

#[derive(Debug, Args)]
pub(crate) struct NewKey {
    /// Ed25519 (eddsa-*), P-256 or P-384 (ecdsa-*), RSA (RS256)
    #[arg(long, default_value = "Ed25519", value_parser = ["Ed25519", "P-256", "P-384", "RSA", "BLS12-381"], ignore_case = true)]
    pub(crate) kind: String,
    /// What it signs
    #[arg(long, default_value = "credential", value_parser = ["credential", "status"])]
    pub(crate) purpose: String,
    /// Make it in the PKCS#11 token of the settings, which never gives it away
    #[arg(long)]
    pub(crate) pkcs11: bool,
}

#[derive(Debug, Subcommand)]
pub(crate) enum KeysAction {
    /// All keys, with what they are for
    List,
    /// Make a key, which signs from now on
    New(NewKey),
    /// Make a key in place of another, which stays published and signs nothing new
    Rotate {
        /// The key to retire, by its id
        #[arg(value_name = "ID")]
        id: String,
    },
    /// Write a request for a certificate (PKCS#10, PEM), to be sent to a certification authority
    Csr {
        /// The key, by its id
        #[arg(value_name = "ID")]
        id: String,
    },
    /// Keep the certificates an authority gave for a key: PEM, the key's own first, the root's last
    ImportChain {
        /// The key, by its id
        #[arg(value_name = "ID")]
        id: String,
        /// The certificates
        #[arg(value_name = "FILE")]
        file: PathBuf,
    },
    /// Seal the keys that stand open in their files, with the passphrase of the settings
    Seal,
    /// The public keys as a JWK set
    ExportPublic,
}
