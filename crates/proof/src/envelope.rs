//! Every way a credential is signed here, by the names that commands and the VC-API use.

use crate::data_integrity::Suite;
use crate::jose::forms::Form;
use crate::keys::KeyKind;

/// A way to secure a credential: a proof inside, or a JWT around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Envelope {
    /// A Data Integrity proof.
    Proof(Suite),
    /// `jwt_vc_json`: VCDM 1.1 in the claim `vc`, as wallets take it over OpenID4VCI.
    JwtVcJson,
    /// `vc-jwt`: the JWT of Open Badges 3.0 §8.2.
    VcJwt,
    /// `vc+jwt`: VC-JOSE-COSE.
    VcJose,
    /// `dc+sd-jwt`: SD-JWT VC, with the credential's members as claims.
    DcSdJwt,
}

impl Envelope {
    /// Every one that is signed with.
    pub fn all() -> impl Iterator<Item = Self> {
        let others = [Self::JwtVcJson, Self::VcJwt, Self::VcJose, Self::DcSdJwt];
        Suite::SIGNING.into_iter().chain(Suite::SELECTIVE).map(Self::Proof).chain(others)
    }

    /// Its name: the suite's, or the form's.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Proof(suite) => suite.name(),
            Self::JwtVcJson => Form::JwtVcJson.rules().name,
            Self::VcJwt => Form::VcJwt.rules().name,
            Self::VcJose => Form::VcJose.rules().name,
            Self::DcSdJwt => crate::sd_jwt::vc::TYP,
        }
    }

    /// The one with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::all().find(|envelope| envelope.name() == name)
    }

    /// The kinds of key it is signed with; the first is the usual one: what certification (`vc-jwt`), wallets
    /// (`jwt_vc_json`) and those of the high assurance profile (`dc+sd-jwt`) ask for.
    pub const fn kinds(self) -> &'static [KeyKind] {
        match self {
            Self::Proof(suite) => suite.kinds(),
            Self::JwtVcJson => &[KeyKind::P256, KeyKind::Ed25519, KeyKind::Rsa],
            Self::VcJwt => &[KeyKind::Rsa, KeyKind::P256],
            Self::VcJose => &KeyKind::SIGNING_BYTES,
            Self::DcSdJwt => &[KeyKind::P256, KeyKind::Ed25519, KeyKind::P384, KeyKind::Rsa],
        }
    }

    /// Whether it is signed with keys of this kind.
    pub fn takes(self, kind: KeyKind) -> bool {
        self.kinds().contains(&kind)
    }

    /// Whether its header has room for certificates (`x5c`): Open Badges 3.0 §8.2.3 allows no headers but its own.
    pub const fn carries_certificates(self) -> bool {
        matches!(self, Self::JwtVcJson | Self::VcJose | Self::DcSdJwt)
    }

    /// The form of the JWT around a document, where it is one.
    pub const fn form(self) -> Option<Form> {
        match self {
            Self::JwtVcJson => Some(Form::JwtVcJson),
            Self::VcJwt => Some(Form::VcJwt),
            Self::VcJose => Some(Form::VcJose),
            Self::Proof(_) | Self::DcSdJwt => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::jose::Algorithm;
    use crate::made_in_test::a_key;

    #[test]
    fn names_lead_back_and_are_all_different() {
        let names: Vec<&str> = Envelope::all().map(Envelope::name).collect();
        for (at, name) in names.iter().enumerate() {
            assert_eq!(names.iter().position(|other| other == name), Some(at));
            assert_eq!(Envelope::from_name(name).map(Envelope::name), Some(*name));
        }
        assert_eq!(names[names.len() - 4..], ["jwt_vc_json", "vc-jwt", "vc+jwt", "dc+sd-jwt"]);
        assert_eq!(Envelope::from_name("Ed25519Signature2020"), None, "checked, not made");
        assert_eq!(Envelope::from_name("vc+sd-jwt"), None);
    }

    /// The table of forms and this one say the same.
    #[test]
    fn kinds_are_those_of_the_forms() {
        for envelope in [Envelope::JwtVcJson, Envelope::VcJwt, Envelope::VcJose] {
            let signs = envelope.form().unwrap().rules().signs;
            for kind in KeyKind::SIGNING_BYTES {
                let alg = Algorithm::of(&a_key(kind, 1).public()).unwrap();
                assert_eq!(envelope.takes(kind), signs.contains(&alg), "{} {kind}", envelope.name());
            }
        }
    }
}
