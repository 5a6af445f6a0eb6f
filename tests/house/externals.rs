//! Which libraries of others stay out of which crates.

use crate::workspace::workspace;

/// Crates that only compute: no server, no database, no network, no async runtime, not even through another crate.
const PURE: [&str; 6] = ["artefact", "canon", "contexts", "model", "oid4vc", "proof"];

/// What a crate that only computes must not bring along.
const NOT_IN_PURE: [&str; 8] = ["askama", "axum", "hyper", "reqwest", "rusqlite", "sqlx", "sqlx-core", "tokio"];

/// Libraries with one home: who may name them in its manifest.
const HOMES: [(&str, &[&str]); 5] = [
    // Peers an operator configured are each built in one file; everything else goes through `outside`.
    ("reqwest", &["issuer", "outside"]),
    ("rusqlite", &["db"]),
    ("sqlx", &["db"]),
    ("ed25519-dalek", &["proof"]),
    ("jsonschema", &["contexts"]),
];

#[test]
fn crates_that_only_compute_bring_no_server_no_database_and_no_network() {
    let mut broken = Vec::new();
    for member in workspace().members().filter(|member| PURE.contains(&member.name.as_str())) {
        let needed = workspace().all_needed(member);
        for banned in NOT_IN_PURE {
            if let Some(through) = needed.get(banned) {
                broken.push(format!("{} needs {banned} (through {through}), but it only computes", member.name));
            }
        }
    }
    assert!(broken.is_empty(), "\n{}", broken.join("\n"));
}

#[test]
fn libraries_with_one_home_stay_there() {
    let mut broken = Vec::new();
    for member in workspace().members() {
        for used in workspace().direct(member) {
            let home = HOMES.iter().find(|(library, _)| *library == used.name);
            if let Some((library, homes)) = home.filter(|(_, homes)| !homes.contains(&member.name.as_str())) {
                broken.push(format!("{} uses {library}, whose home is {homes:?}: go through it", member.name));
            }
        }
    }
    assert!(broken.is_empty(), "\n{}", broken.join("\n"));
}
