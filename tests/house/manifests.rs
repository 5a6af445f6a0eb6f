//! What each `Cargo.toml` of ours must say.

use std::fs;

use crate::workspace::{root, workspace};

#[test]
fn every_crate_inherits_the_lints() {
    for member in workspace().members() {
        let manifest = fs::read_to_string(&member.manifest).expect("a manifest");
        assert!(
            manifest.contains("[lints]\nworkspace = true"),
            "{}: add\n[lints]\nworkspace = true",
            member.manifest.display()
        );
    }
}

#[test]
fn unsafe_code_is_forbidden_for_all_of_them() {
    let manifest = fs::read_to_string(root().join("Cargo.toml")).expect("the root manifest");
    let lints = manifest.split("[workspace.lints.rust]").nth(1).expect("[workspace.lints.rust] in Cargo.toml");
    let lints = lints.split("\n[").next().expect("the lints");
    assert!(lints.contains("unsafe_code = \"forbid\""), "Cargo.toml must forbid unsafe code, found: {lints}");
}

#[test]
fn no_crate_is_published_by_accident() {
    for member in workspace().members() {
        let manifest = fs::read_to_string(&member.manifest).expect("a manifest");
        assert!(manifest.contains("publish.workspace = true"), "{}: inherit publish", member.manifest.display());
    }
}
