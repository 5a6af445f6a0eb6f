//! A version of an entry as JSON, for programs and commands.

use serde_json::{Value, json};

use crate::store::catalogue::{State, Version};

/// The entry under `achievement`, and beside it what is known of this version.
pub fn told(row: &Version) -> Value {
    // What is stored was written as JSON.
    let achievement: Value = serde_json::from_str(&row.entry).unwrap_or_default();
    json!({
        "slug": row.slug,
        "version": row.version,
        "changed_at": row.changed_at.to_string(),
        "changed_by": row.changed_by,
        "retired": row.state == State::Retired,
        "sha256": hex::encode(&row.entry_hash),
        "achievement": achievement,
    })
}
