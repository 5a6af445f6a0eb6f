//! `tassel keys`.

use std::process::ExitCode;

use serde_json::{Value, json};

use super::{Keys, KeysAction};
use crate::AnyError;
use crate::config::Place;
use crate::installation;
use crate::output::Output;

/// Lists the keys, or gives their public halves out. Private halves are never printed.
///
/// # Errors
/// What is wrong with a key file.
pub(crate) fn run(options: &Keys, place: &Place, output: Output) -> Result<ExitCode, AnyError> {
    let entries: Vec<_> = installation::keys(place)?.into_keyring().public().collect();
    match options.action {
        KeysAction::List => {
            let rows: Vec<Value> = entries
                .iter()
                .map(|entry| {
                    json!({
                        "id": entry.id,
                        "purpose": entry.purpose.name(),
                        "created": entry.created.to_string(),
                        "retired": entry.retired.map(|at| at.to_string()),
                        "public": proof::multikey::encode(&entry.key),
                    })
                })
                .collect();
            let words: Vec<String> = entries
                .iter()
                .map(|entry| {
                    format!(
                        "{:<16} {:<10} {}  {}",
                        entry.id,
                        entry.purpose,
                        entry.created,
                        proof::multikey::encode(&entry.key)
                    )
                })
                .collect();
            output.result(&Value::Array(rows), &words.join("\n"));
        }
        KeysAction::ExportPublic => {
            let keys: Vec<Value> = entries.iter().map(|entry| proof::jwk::encode(&entry.key)).collect();
            let set = json!({ "keys": keys });
            output.result(&set, &format!("{set:#}"));
        }
    }
    Ok(ExitCode::SUCCESS)
}
