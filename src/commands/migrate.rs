//! `tassel migrate`.

use std::process::ExitCode;

use serde_json::json;

use crate::AnyError;
use crate::config::{Config, Place};
use crate::installation;
use crate::output::Output;

/// Brings the tables up to date; `demo` and `serve` do so too.
///
/// # Errors
/// What the database says.
pub(crate) async fn run(place: &Place, output: Output) -> Result<ExitCode, AnyError> {
    let config = Config::load(place)?;
    let db = installation::database(place, &config).await?;
    let kind = format!("{:?}", db.kind());
    output.result(&json!({"database": kind, "up_to_date": true}), &format!("The tables are up to date ({kind})."));
    Ok(ExitCode::SUCCESS)
}
