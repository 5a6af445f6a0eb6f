//! Who opens connections. URLs from strangers go through `outside`; each peer an operator configured is built in one file.

use std::collections::BTreeSet;
use std::fs;

use crate::sources::{files, is_rust};

/// Every file that reaches out of the process, and whom it reaches. A new line here is a new way out: say why it is needed.
const WAYS_OUT: [(&str, &str); 5] = [
    ("crates/db/src/postgres.rs", "the PostgreSQL server an operator configured"),
    ("crates/db/src/sqlite.rs", "the database file"),
    ("crates/db/src/throwaway.rs", "PostgreSQL clusters of tests (a feature that only dev-dependencies turn on)"),
    ("crates/outside/src/fetcher.rs", "whatever a credential or a request names, guarded"),
    ("issuer/src/records/lif/wire.rs", "the LIF API an operator configured"),
];

/// How Rust code of ours would open a connection, a database or another process.
const OPENERS: [&str; 12] = [
    "Client::builder(",
    "Client::new(",
    "ClientBuilder::new(",
    "reqwest::get(",
    "PgConnectOptions::",
    "TcpStream::connect",
    "UnixStream::connect",
    "UdpSocket::bind",
    "lookup_host(",
    "to_socket_addrs(",
    "Connection::open",
    "Command::new(",
];

#[test]
fn nobody_else_opens_a_connection() {
    let mut found = BTreeSet::new();
    for (name, path) in files() {
        let shown = name.display().to_string();
        // Tests and measurements are no part of the program.
        let is_outside = ["tests/", "benches/"].iter().any(|folder| shown.starts_with(folder));
        let is_test = shown.contains("/tests/") || shown.ends_with("/tests.rs");
        let is_program = is_rust(&name) && !is_outside && !is_test;
        if !is_program || shown.contains("/examples/") {
            continue;
        }
        let text = fs::read_to_string(path).expect("text");
        // Unit tests stand at the end of a file.
        let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
        if OPENERS.iter().any(|opener| code.contains(opener)) {
            found.insert(shown);
        }
    }
    let listed: BTreeSet<String> = WAYS_OUT.iter().map(|(file, _)| (*file).to_owned()).collect();
    let unlisted: Vec<_> = found.difference(&listed).collect();
    assert!(
        unlisted.is_empty(),
        "these open connections and are not in WAYS_OUT: {unlisted:?}; use `outside`, or list them"
    );
    let idle: Vec<_> = listed.difference(&found).collect();
    assert!(idle.is_empty(), "these are in WAYS_OUT and open nothing: {idle:?}; take them off the list");
}
