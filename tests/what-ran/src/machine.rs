//! What tests need of the machine beyond Rust.

use std::path::{Path, PathBuf};

/// One thing that some tests need, and whether it is here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Need {
    /// What it is called.
    pub name: &'static str,
    /// Whether this machine has it.
    pub is_here: bool,
    /// What is not tested without it.
    pub without_it: &'static str,
}

/// Everything that is looked for.
pub fn needs() -> Vec<Need> {
    vec![
        Need {
            name: "../shared",
            is_here: Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data").is_dir(),
            without_it: "published vectors, contexts, schemas and LIF's own records are not compared with",
        },
        Need { name: "PostgreSQL", is_here: has_postgresql(), without_it: "database tests ran on SQLite alone" },
        Need { name: "Node", is_here: in_path("node"), without_it: "other people's wallets and verifiers cannot run" },
        Need {
            name: "Chromium",
            is_here: ["chromium", "chromium-browser", "google-chrome"].iter().any(|name| in_path(name)),
            without_it: "no page is looked at in a browser",
        },
        Need {
            name: "Poppler, qpdf and ZBar",
            is_here: ["pdftotext", "qpdf", "zbarimg"].iter().all(|name| in_path(name)),
            without_it: "no PDF is judged by a reader that is not ours",
        },
    ]
}

/// The server's programs, in `PATH` or where Debian puts them, outside it.
fn has_postgresql() -> bool {
    let installed = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let installed = installed.map(|version| version.path().join("bin"));
    path().chain(installed).any(|folder| folder.join("initdb").exists() && folder.join("postgres").exists())
        || (in_path("initdb") && in_path("postgres"))
}

fn in_path(program: &str) -> bool {
    path().any(|folder| folder.join(program).is_file())
}

fn path() -> impl Iterator<Item = PathBuf> {
    std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default()).collect::<Vec<_>>().into_iter()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_is_found_where_the_shell_finds_it() {
        assert!(in_path("sh"));
        assert!(!in_path("a-program-that-nobody-has"));
    }
}
