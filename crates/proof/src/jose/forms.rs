//! The forms in which credentials and presentations are JWTs: one table.

use super::{Algorithm, JoseError, UnverifiedJws, same_media_type};
use crate::excerpt::excerpt;

use Algorithm::{EdDsa, Es256, Es384, Rs256};

/// A form, by the name this project gives it everywhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Form {
    /// `jwt_vc_json`: VCDM 1.1 §6.3.1, as wallets take it over OpenID4VCI.
    JwtVcJson,
    /// `vc-jwt`: Open Badges 3.0 §8.2.
    VcJwt,
    /// `vc+jwt`: Securing Verifiable Credentials using JOSE and COSE §3.1.1.
    VcJose,
    /// `vp+jwt`: the same for presentations, §3.1.2.
    VpJose,
    /// `vc+sd-jwt`: the same as SD-JWT, §3.2.1.
    VcSdJwt,
    /// `vp+sd-jwt`: §3.2.2.
    VpSdJwt,
}

/// Where the credential stands in the payload.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// In the claim `vc`.
    Claim,
    /// It is the payload.
    Whole,
}

/// What a form asks for.
#[derive(Debug, Clone, Copy)]
pub struct Rules {
    /// The form's name.
    pub name: &'static str,
    /// The header's `typ`, as it is written.
    pub typ: &'static str,
    /// Whether `typ` may be left out.
    pub typ_optional: bool,
    /// The header's `cty`, as it is written. Where it is read, it may be left out.
    pub cty: Option<&'static str>,
    /// Where the credential stands.
    pub place: Place,
    /// The credential's first `@context`.
    pub context: &'static str,
    /// The type it must have.
    pub document_type: &'static str,
    /// Algorithms it is signed with here: those that readers of the form are known to take. It is read with every one.
    pub signs: &'static [Algorithm],
    /// Header members that may be there, where others are forbidden.
    pub only_headers: Option<&'static [&'static str]>,
}

const CREDENTIAL: &str = "VerifiableCredential";
const PRESENTATION: &str = "VerifiablePresentation";

const JOSE: Rules = Rules {
    name: "vc+jwt",
    typ: "vc+jwt",
    typ_optional: false,
    cty: Some("vc"),
    place: Place::Whole,
    context: contexts::VC2_CONTEXT,
    document_type: CREDENTIAL,
    signs: &[EdDsa, Es256, Es384, Rs256],
    only_headers: None,
};

impl Form {
    /// Every form.
    pub const ALL: [Self; 6] = [Self::JwtVcJson, Self::VcJwt, Self::VcJose, Self::VpJose, Self::VcSdJwt, Self::VpSdJwt];

    /// The form's line of the table.
    pub const fn rules(self) -> Rules {
        match self {
            Self::JwtVcJson => Rules {
                name: "jwt_vc_json",
                typ: "JWT",
                typ_optional: true,
                cty: None,
                place: Place::Claim,
                context: contexts::VC1_CONTEXT,
                signs: &[EdDsa, Es256, Rs256],
                ..JOSE
            },
            // "Additional JOSE Headers are NOT allowed" (OB 3.0 §8.2.3). Other algorithms are permitted there, and its
            // test suite takes these two.
            Self::VcJwt => Rules {
                name: "vc-jwt",
                typ: "JWT",
                typ_optional: true,
                cty: None,
                signs: &[Rs256, Es256],
                only_headers: Some(&["alg", "kid", "jwk", "typ"]),
                ..JOSE
            },
            Self::VcJose => JOSE,
            Self::VpJose => {
                Rules { name: "vp+jwt", typ: "vp+jwt", cty: Some("vp"), document_type: PRESENTATION, ..JOSE }
            }
            Self::VcSdJwt => Rules { name: "vc+sd-jwt", typ: "vc+sd-jwt", ..JOSE },
            Self::VpSdJwt => {
                Rules { name: "vp+sd-jwt", typ: "vp+sd-jwt", cty: Some("vp"), document_type: PRESENTATION, ..JOSE }
            }
        }
    }

    /// Whether the payload is an SD-JWT's.
    pub const fn is_selective(self) -> bool {
        matches!(self, Self::VcSdJwt | Self::VpSdJwt)
    }

    /// Whether it is a presentation.
    pub const fn is_presentation(self) -> bool {
        matches!(self, Self::VpJose | Self::VpSdJwt)
    }

    /// The form of a JWT that is not an SD-JWT: by its `typ`, and where that is `JWT` or missing, by where the credential
    /// stands. The rest of the table is then to be checked.
    ///
    /// # Errors
    /// [`JoseError::Typ`] for a `typ` of no form.
    pub fn of(jws: &UnverifiedJws) -> Result<Self, JoseError> {
        match jws.header_text("typ")? {
            Some(typ) if same_media_type(typ, Self::VcJose.rules().typ) => Ok(Self::VcJose),
            Some(typ) if same_media_type(typ, Self::VpJose.rules().typ) => Ok(Self::VpJose),
            Some(typ) if !is_plain(typ) => {
                Err(JoseError::Typ { expected: "JWT, vc+jwt or vp+jwt", found: excerpt(typ) })
            }
            _ if jws.unverified_payload().contains_key("vc") => Ok(Self::JwtVcJson),
            _ => Ok(Self::VcJwt),
        }
    }

    /// Checks the header against the table.
    pub(crate) fn check_header(self, jws: &UnverifiedJws) -> Result<(), JoseError> {
        let rules = self.rules();
        match jws.header_text("typ")? {
            None if rules.typ_optional => {}
            Some(typ) if rules.typ == "JWT" && is_plain(typ) => {}
            _ => jws.expect_typ(rules.typ)?,
        }
        match (jws.header_text("cty")?, rules.cty) {
            (Some(found), Some(expected)) if !same_media_type(found, expected) => {
                return Err(JoseError::Cty { expected, found: excerpt(found) });
            }
            _ => {}
        }
        let forbidden = |name: &&String| rules.only_headers.is_some_and(|known| !known.contains(&name.as_str()));
        match jws.header().keys().find(forbidden) {
            Some(name) => Err(JoseError::HeaderForbidden { name: excerpt(name) }),
            None => Ok(()),
        }
    }
}

/// RFC 7519 §5.1: `JWT`, in any case.
fn is_plain(typ: &str) -> bool {
    same_media_type(typ, "jwt")
}
