//! The options of `tassel jose`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

#[derive(Debug, Args)]
pub(crate) struct Jose {
    #[command(subcommand)]
    pub(crate) action: JoseAction,
}

#[derive(Debug, Subcommand)]
pub(crate) enum JoseAction {
    /// Sign a credential or presentation
    Issue(JoseOptions),
    /// Check a signed one. Its status, and the dates inside a credential, are for `tassel verify`
    Verify(JoseOptions),
    /// Show some of an SD-JWT, as a wallet would
    Present(JosePresent),
}

#[derive(Debug, Args)]
pub(crate) struct JoseOptions {
    /// What to sign (JSON), or the signed text to check
    #[arg(long, value_name = "FILE")]
    pub(super) input: PathBuf,
    /// The key: a JWK, or a verification method with `secretKeyJwk` or `publicKeyJwk`
    #[arg(long, value_name = "FILE")]
    pub(super) key: PathBuf,
    /// The form
    #[arg(long, value_enum)]
    pub(super) feature: JoseFeature,
    /// JSON array of what the holder may keep back: JSON Pointers, or paths such as `a.b[0]`
    #[arg(long, value_name = "JSON")]
    pub(super) sd: Option<String>,
    #[command(flatten)]
    pub(super) binding: JoseBinding,
    /// Where to write {"result":"success|failure|indeterminate|error","data":…}
    #[arg(long, value_name = "FILE")]
    pub(super) output: PathBuf,
}

#[derive(Debug, Args)]
pub(crate) struct JosePresent {
    /// The SD-JWT
    #[arg(long, value_name = "FILE")]
    pub(super) input: PathBuf,
    /// The issuer's key
    #[arg(long, value_name = "FILE")]
    pub(super) issuer_key: PathBuf,
    /// The holder's private key, for a key binding JWT
    #[arg(long, value_name = "FILE", requires = "audience")]
    pub(super) key: Option<PathBuf>,
    /// JSON array of what to show
    #[arg(long, value_name = "JSON")]
    pub(super) sd: Option<String>,
    #[command(flatten)]
    pub(super) binding: JoseBinding,
    /// Where to write the answer
    #[arg(long, value_name = "FILE")]
    pub(super) output: PathBuf,
}

/// The verifier and the transaction that an SD-JWT is bound to.
#[derive(Debug, Args)]
pub(crate) struct JoseBinding {
    /// The verifier, as it names itself; a key binding JWT is then asked for
    #[arg(long, requires = "nonce", value_name = "TEXT")]
    pub(super) audience: Option<String>,
    /// The verifier's nonce
    #[arg(long, requires = "audience", value_name = "TEXT")]
    pub(super) nonce: Option<String>,
}

impl JoseBinding {
    /// Audience and nonce; clap sees to it that there are both or none.
    pub(super) fn pair(&self) -> Option<(&str, &str)> {
        self.audience.as_deref().zip(self.nonce.as_deref())
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
#[value(rename_all = "snake_case")]
pub(crate) enum JoseFeature {
    /// vc+jwt
    CredentialJose,
    /// vp+jwt
    PresentationJose,
    /// vc+sd-jwt
    CredentialSdjwt,
    /// vp+sd-jwt
    PresentationSdjwt,
    /// JWT with VCDM 1.1 in the claim vc
    JwtVcJson,
    /// JWT of Open Badges 3.0 §8.2
    VcJwt,
    /// dc+sd-jwt
    DcSdjwt,
}
