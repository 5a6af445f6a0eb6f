//! Who may use whom inside the workspace.

use std::collections::BTreeSet;

use crate::workspace::{Package, workspace};

/// Each crate of ours and those of ours it may use when it runs. Tests may use more.
/// The same table for people: `docs/ARCHITECTURE.md`, "Who may use whom".
const MAY_USE: [(&str, &[&str]); 14] = [
    ("artefact", &[]),
    ("canon", &[]),
    ("contexts", &[]),
    ("db", &[]),
    ("oid4vc", &[]),
    ("outside", &[]),
    ("model", &["canon", "contexts"]),
    ("proof", &["model", "canon", "contexts"]),
    ("web", &["oid4vc", "model"]),
    ("issuer", &["artefact", "canon", "contexts", "db", "model", "oid4vc", "outside", "proof", "web"]),
    ("verifier", &["artefact", "canon", "contexts", "db", "model", "oid4vc", "outside", "proof", "web"]),
    (
        "tassel",
        &["artefact", "canon", "contexts", "db", "issuer", "model", "oid4vc", "outside", "proof", "verifier", "web"],
    ),
    ("house", &[]),
    ("what-ran", &[]),
];

fn allowed(name: &str) -> Option<&'static [&'static str]> {
    MAY_USE.iter().find(|(crate_name, _)| *crate_name == name).map(|(_, allowed)| *allowed)
}

fn used_by(member: &Package) -> BTreeSet<&str> {
    let workspace = workspace();
    workspace.direct(member).filter(|needed| workspace.is_member(needed)).map(|needed| needed.name.as_str()).collect()
}

#[test]
fn no_crate_uses_another_against_the_rule() {
    let mut broken = Vec::new();
    for member in workspace().members() {
        let Some(allowed) = allowed(&member.name) else {
            broken.push(format!("{} has no rule: add it to MAY_USE and to docs/ARCHITECTURE.md", member.name));
            continue;
        };
        for used in used_by(member) {
            if !allowed.contains(&used) {
                broken.push(format!("{} uses {used}, but may use only {allowed:?}", member.name));
            }
        }
    }
    assert!(broken.is_empty(), "\n{}", broken.join("\n"));
}

#[test]
fn every_rule_is_about_a_crate_that_exists() {
    let members: BTreeSet<&str> = workspace().members().map(|member| member.name.as_str()).collect();
    for (name, _) in MAY_USE {
        assert!(members.contains(name), "MAY_USE has a rule for {name}, which is no member: delete the rule");
    }
}

#[test]
fn the_two_services_never_meet() {
    for (one, other) in [("issuer", "verifier"), ("verifier", "issuer")] {
        let service = workspace().members().find(|member| member.name == one).expect("the service");
        let through = workspace().all_needed(service).get(other).copied();
        assert_eq!(through, None, "{one} reaches {other} through another crate");
    }
}
