//! The suites: what each is called, which keys it signs with, and which bytes it signs.

use canon::Hash;
use serde_json::{Map, Value};

use super::ProofError;
use crate::excerpt::excerpt;
use crate::keys::KeyKind;

/// A way to sign documents (VC Data Integrity 1.0 §3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Suite {
    /// Data Integrity `EdDSA` Cryptosuites 1.0 §3.2.
    EddsaRdfc2022,
    /// Data Integrity `EdDSA` Cryptosuites 1.0 §3.3.
    EddsaJcs2022,
    /// Data Integrity ECDSA Cryptosuites 1.0 §3.2.
    EcdsaRdfc2019,
    /// Data Integrity ECDSA Cryptosuites 1.0 §3.3.
    EcdsaJcs2019,
    /// Data Integrity ECDSA Cryptosuites 1.0 §3.4 to §3.6: made and derived by [`selective`](super::selective).
    EcdsaSd2023,
    /// Data Integrity BBS Cryptosuites 1.0, without optional features: made and derived by [`selective`](super::selective).
    Bbs2023,
    /// What came before `eddsa-rdfc-2022` (Data Integrity `EdDSA` Cryptosuites 1.0 §3.1). It is checked, and not made.
    Ed25519Signature2020,
}

/// The canonical form that is hashed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// The statements of a JSON-LD document, by RDFC-1.0.
    Statements,
    /// The JSON itself, by JCS (RFC 8785).
    Json,
}

/// All that tells one suite from another.
struct Row {
    name: &'static str,
    kinds: &'static [KeyKind],
    form: Form,
}

impl Suite {
    /// Every suite that is checked.
    pub const ALL: [Self; 7] = [
        Self::EddsaRdfc2022,
        Self::EddsaJcs2022,
        Self::EcdsaRdfc2019,
        Self::EcdsaJcs2019,
        Self::EcdsaSd2023,
        Self::Bbs2023,
        Self::Ed25519Signature2020,
    ];

    /// Every suite that is signed with, and checked as it was signed.
    pub const SIGNING: [Self; 4] = [Self::EddsaRdfc2022, Self::EddsaJcs2022, Self::EcdsaRdfc2019, Self::EcdsaJcs2019];

    /// Those that are signed with so that a holder can show parts.
    pub const SELECTIVE: [Self; 2] = [Self::EcdsaSd2023, Self::Bbs2023];

    /// Whether it is one of [`Suite::SELECTIVE`].
    pub const fn is_selective(self) -> bool {
        matches!(self, Self::EcdsaSd2023 | Self::Bbs2023)
    }

    const fn row(self) -> Row {
        let (name, kinds, form): (_, &[KeyKind], _) = match self {
            Self::EddsaRdfc2022 => ("eddsa-rdfc-2022", &[KeyKind::Ed25519], Form::Statements),
            Self::EddsaJcs2022 => ("eddsa-jcs-2022", &[KeyKind::Ed25519], Form::Json),
            Self::EcdsaRdfc2019 => ("ecdsa-rdfc-2019", &[KeyKind::P256, KeyKind::P384], Form::Statements),
            Self::EcdsaJcs2019 => ("ecdsa-jcs-2019", &[KeyKind::P256, KeyKind::P384], Form::Json),
            Self::EcdsaSd2023 => ("ecdsa-sd-2023", &[KeyKind::P256], Form::Statements),
            Self::Bbs2023 => ("bbs-2023", &[KeyKind::Bls12381], Form::Statements),
            Self::Ed25519Signature2020 => ("Ed25519Signature2020", &[KeyKind::Ed25519], Form::Statements),
        };
        Row { name, kinds, form }
    }

    /// As it is written in `cryptosuite`, or in `type` for the one that came before that.
    pub const fn name(self) -> &'static str {
        self.row().name
    }

    /// The suite that is called so in `cryptosuite`.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|suite| suite.name() == name && *suite != Self::Ed25519Signature2020)
    }

    /// The suite for JSON-LD documents that keys of this kind sign with; `None` for RSA.
    pub fn for_kind(kind: KeyKind) -> Option<Self> {
        Self::SIGNING.into_iter().find(|suite| suite.takes(kind))
    }

    /// The kinds of key it signs with; the first is the usual one.
    pub const fn kinds(self) -> &'static [KeyKind] {
        self.row().kinds
    }

    /// Whether it signs with keys of this kind.
    pub fn takes(self, kind: KeyKind) -> bool {
        self.row().kinds.contains(&kind)
    }

    /// Whether it signs the JSON as it is written, so that nothing inside can change its place. A suite on statements signs
    /// them as a set: two nodes with one id are one to it.
    pub fn signs_json(self) -> bool {
        self.form() == Form::Json
    }

    pub(super) const fn form(self) -> Form {
        self.row().form
    }

    /// The hash that goes with the key: SHA-384 for P-384, also inside RDFC-1.0 (ECDSA Cryptosuites §3.2.3); else SHA-256.
    pub(super) const fn hash(kind: KeyKind) -> Hash {
        match kind {
            KeyKind::P384 => Hash::Sha384,
            KeyKind::Ed25519 | KeyKind::P256 | KeyKind::Rsa | KeyKind::Bls12381 => Hash::Sha256,
        }
    }

    /// Bytes of a signature by a key of one of its kinds.
    pub(super) fn has_length(self, length: usize) -> bool {
        self.kinds().iter().any(|kind| length == if *kind == KeyKind::P384 { 96 } else { 64 })
    }

    /// The suite of a proof.
    pub(super) fn of(proof: &Map<String, Value>) -> Result<Self, ProofError> {
        let unsupported = |name: &str| ProofError::UnsupportedSuite { suite: excerpt(name) };
        match proof.get("type").and_then(Value::as_str) {
            Some("DataIntegrityProof") => {}
            Some("Ed25519Signature2020") => return Ok(Self::Ed25519Signature2020),
            Some(other) => return Err(unsupported(other)),
            None => return Err(ProofError::Malformed { what: "'type': expected DataIntegrityProof" }),
        }
        match proof.get("cryptosuite").and_then(Value::as_str) {
            Some(name) => Self::from_name(name).ok_or_else(|| unsupported(name)),
            None => Err(ProofError::Malformed { what: "'cryptosuite': expected the name of a suite" }),
        }
    }
}
