//! The workspace as cargo and the disk know it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use serde_json::Value;

/// What `cargo metadata` says, reduced to what the rules ask.
pub(crate) struct Workspace {
    /// Package id to package, dependencies included.
    packages: BTreeMap<String, Package>,
    members: BTreeSet<String>,
}

/// One package of the dependency graph.
pub(crate) struct Package {
    /// Its name.
    pub(crate) name: String,
    /// Its version.
    pub(crate) version: String,
    /// The SPDX expression of its licence; `None` when the manifest states none.
    pub(crate) licence: Option<String>,
    /// Its manifest.
    pub(crate) manifest: PathBuf,
    /// Ids of what it needs to run (neither build scripts nor tests).
    needs: BTreeSet<String>,
}

/// The workspace of this checkout, asked for once.
pub(crate) fn workspace() -> &'static Workspace {
    static WORKSPACE: OnceLock<Workspace> = OnceLock::new();
    WORKSPACE.get_or_init(Workspace::load)
}

/// The folder with the workspace's `Cargo.toml`.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().expect("the workspace")
}

impl Workspace {
    fn load() -> Self {
        // Without the network where possible. Cargo needs it when a package of another member was never downloaded.
        let metadata = metadata(&["--offline", "--locked"]).or_else(|_| metadata(&["--locked"])).expect("metadata");
        let mut needs = BTreeMap::new();
        for node in array(&metadata["resolve"]["nodes"]) {
            needs.insert(text(&node["id"]), normal_dependencies(node));
        }
        let packages = array(&metadata["packages"]).iter().map(|package| {
            let id = text(&package["id"]);
            let package = Package {
                name: text(&package["name"]),
                version: text(&package["version"]),
                licence: package["license"].as_str().map(str::to_owned),
                manifest: PathBuf::from(text(&package["manifest_path"])),
                needs: needs.remove(&id).unwrap_or_default(),
            };
            (id, package)
        });
        let packages = packages.collect();
        let members = array(&metadata["workspace_members"]).iter().map(text).collect();
        Self { packages, members }
    }

    /// Every package, ours and others'.
    pub(crate) fn packages(&self) -> impl Iterator<Item = &Package> {
        self.packages.values()
    }

    /// The packages of this workspace.
    pub(crate) fn members(&self) -> impl Iterator<Item = &Package> {
        self.members.iter().map(|id| &self.packages[id])
    }

    /// Whether `package` belongs to this workspace.
    pub(crate) fn is_member(&self, package: &Package) -> bool {
        self.members().any(|member| member.name == package.name)
    }

    /// What `package` needs directly.
    pub(crate) fn direct<'a>(&'a self, package: &'a Package) -> impl Iterator<Item = &'a Package> {
        package.needs.iter().map(|id| &self.packages[id])
    }

    /// Everything `package` needs, by name, and through which package each first came in.
    pub(crate) fn all_needed<'a>(&'a self, package: &'a Package) -> BTreeMap<&'a str, &'a str> {
        let mut found = BTreeMap::new();
        let mut waiting = vec![package];
        while let Some(next) = waiting.pop() {
            for needed in self.direct(next) {
                if !found.contains_key(needed.name.as_str()) {
                    found.insert(needed.name.as_str(), next.name.as_str());
                    waiting.push(needed);
                }
            }
        }
        found
    }
}

fn metadata(flags: &[&str]) -> Result<Value, String> {
    let host = Command::new("rustc").arg("-vV").output().map_err(|error| error.to_string())?;
    let host = String::from_utf8_lossy(&host.stdout).into_owned();
    let host = host.lines().find_map(|line| line.strip_prefix("host: ")).ok_or("rustc names no host")?.to_owned();
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--filter-platform", &host])
        .args(flags)
        .current_dir(root())
        .output()
        .map_err(|error| error.to_string())?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned());
    }
    serde_json::from_slice(&output.stdout).map_err(|error| error.to_string())
}

fn normal_dependencies(node: &Value) -> BTreeSet<String> {
    let normal = |needed: &&Value| array(&needed["dep_kinds"]).iter().any(|kind| kind["kind"].is_null());
    array(&node["deps"]).iter().filter(normal).map(|needed| text(&needed["pkg"])).collect()
}

fn array(value: &Value) -> &[Value] {
    value.as_array().expect("a list in cargo's metadata")
}

fn text(value: &Value) -> String {
    value.as_str().expect("a text in cargo's metadata").to_owned()
}
