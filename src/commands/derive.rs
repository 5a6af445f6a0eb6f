//! `tassel derive`.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use model::time::{Clock as _, SystemClock};
use proof::data_integrity::selective;
use serde_json::Value;
use verifier::verify::report::{CheckCode, Outcome};
use verifier::verify::{self, Policy};

use crate::AnyError;
use crate::config::{Config, Place};
use crate::output::{Output, line, note};

/// Bytes of a file to derive from.
const FILE_LIMIT: usize = 8 * 1024 * 1024;

/// `tassel derive`.
#[derive(Debug, Args)]
pub(crate) struct Derive {
    /// A credential with a base proof of ecdsa-sd-2023 or bbs-2023
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// What to show, as a JSON Pointer (/credentialSubject/achievement/name); repeat for several. Without it, only what its
    /// issuer made mandatory
    #[arg(long, value_name = "POINTER")]
    reveal: Vec<String>,
}

/// Prints a credential that shows what was chosen and what is mandatory, with a derived proof, once that proof is found good
/// by the issuer's key.
///
/// # Errors
/// When the file has no base proof, a pointer is wrong, the issuer's key cannot be had, or the base proof does not hold.
pub(crate) async fn run(options: &Derive, place: &Place, output: Output) -> Result<ExitCode, AnyError> {
    let document = proof::strict_json::parse(&std::fs::read(&options.file)?, FILE_LIMIT)?;
    let reading = (model::published::contexts(), &canon::Budget::default());
    let derived = selective::derive(&document, &options.reveal, reading)?;
    check(derived.document(), place).await?;
    line(&format!("{:#}", derived.document()));
    if !output.json {
        note(&format!("It shows what is mandatory and {} more.", options.reveal.len()));
    }
    Ok(ExitCode::SUCCESS)
}

/// Its proof and its issuer's key, as verifiers check them.
async fn check(derived: &Value, place: &Place) -> Result<(), AnyError> {
    let app = super::verify::app(place, &Config::load(place)?).await?;
    let policy = Policy { limits: app.limits, ..Policy::at(SystemClock.now()) };
    let report = verify::verify(derived.to_string().into_bytes(), &app.sources(), &policy).await;
    for code in [CheckCode::Proof, CheckCode::Key] {
        match report.checks.iter().find(|check| check.code == code) {
            Some(check) if matches!(check.outcome, Outcome::Passed | Outcome::Warned) => {}
            Some(check) => return Err(format!("nothing was derived: {}", check.sentence).into()),
            None => return Err(format!("nothing was derived: {}", report.sentence).into()),
        }
    }
    Ok(())
}
