//! `tassel revoke`.

use std::process::ExitCode;

use serde_json::json;

use super::Revoke;
use crate::AnyError;
use crate::config::{Config, Place};
use crate::installation;
use crate::output::Output;

/// Revokes every copy of a credential; when it returns, the status list that is served shows it.
///
/// # Errors
/// When there is no such credential, or the database does not do its part.
pub(crate) async fn run(options: Revoke, place: &Place, output: Output) -> Result<ExitCode, AnyError> {
    let config = Config::load(place)?;
    let issuer = installation::issuer(place, &config, false).await?;
    let done = issuer::issuance::revoke::revoke(&issuer, &options.id, &options.reason, issuer.now()).await?;
    let words = match done.revoked {
        0 => format!("Every copy of {} was revoked before ({} in all).", options.id, done.copies),
        revoked => format!("Revoked {revoked} of {} copies of {}.", done.copies, options.id),
    };
    output.result(&json!({"id": options.id, "revoked": done.revoked, "copies": done.copies}), &words);
    Ok(ExitCode::SUCCESS)
}
