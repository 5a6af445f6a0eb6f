//! The licences of everything that is linked, or used to build and test.

use crate::spdx;
use crate::workspace::workspace;

/// Licences that let an Apache-2.0 program be given away in source and binary.
const ALLOWED: [&str; 12] = [
    "0BSD",
    "Apache-2.0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "CC0-1.0",
    "CDLA-Permissive-2.0",
    "ISC",
    "MIT",
    "MIT-0",
    "OpenSSL",
    "Unicode-3.0",
    "Zlib",
];

#[test]
fn every_dependency_has_a_licence_we_may_use() {
    let mut broken = Vec::new();
    for package in workspace().packages() {
        let of = format!("{} {}", package.name, package.version);
        match package.licence.as_deref().map(|expression| (expression, spdx::is_met(expression, &ALLOWED))) {
            Some((_, Ok(true))) => {}
            Some((expression, Ok(false))) => broken.push(format!("{of} is under {expression}")),
            Some((expression, Err(error))) => broken.push(format!("{of}: {expression:?} cannot be read: {error}")),
            None => broken.push(format!("{of} states no licence")),
        }
    }
    assert!(broken.is_empty(), "\n{}\nLeave these out, or argue for the licence in ALLOWED.", broken.join("\n"));
}

#[test]
fn our_own_crates_are_under_apache_2_0() {
    for member in workspace().members() {
        assert_eq!(member.licence.as_deref(), Some("Apache-2.0"), "{}", member.name);
    }
}
