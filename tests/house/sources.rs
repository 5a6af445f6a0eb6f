//! Files: how long, how named, and what they must not say.

use std::fs;
use std::path::{Path, PathBuf};

use crate::workspace::root;

/// A file is read in one look or two.
const MOST_LINES: usize = 400;

/// Words that say nothing about what a file is for.
const EMPTY_WORDS: [&str; 10] =
    ["common", "dto", "helper", "helpers", "manager", "mapper", "misc", "service", "util", "utils"];

/// Folders that are not ours to judge: what tools make and a running programme leaves.
const NOT_OURS: [&str; 3] = ["node_modules", "target", "tassel-data"];

/// Every file of the checkout with its path from the root, what tools make left out.
pub(crate) fn files() -> Vec<(PathBuf, PathBuf)> {
    let root = root();
    let mut found = Vec::new();
    let mut waiting = vec![root.clone()];
    while let Some(folder) = waiting.pop() {
        for entry in fs::read_dir(&folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            let name = path.file_name().expect("a name").to_string_lossy();
            // Cargo and others mark folders of things that can be made again.
            if NOT_OURS.contains(&&*name) || name == ".git" || path.join("CACHEDIR.TAG").exists() {
                continue;
            }
            if path.is_dir() {
                waiting.push(path);
            } else {
                found.push((path.strip_prefix(&root).expect("below the root").to_owned(), path));
            }
        }
    }
    found.sort();
    found
}

/// Whether it is Rust code.
pub(crate) fn is_rust(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "rs")
}

#[test]
fn no_rust_file_is_longer_than_400_lines() {
    let rust: Vec<_> = files().into_iter().filter(|(name, _)| is_rust(name)).collect();
    assert!(rust.len() > 100, "found only {} Rust files: the walk is broken", rust.len());
    let mut broken = Vec::new();
    for (name, path) in rust {
        let lines = fs::read_to_string(path).expect("text").lines().count();
        if lines > MOST_LINES {
            broken.push(format!("{}: {lines} lines", name.display()));
        }
    }
    assert!(broken.is_empty(), "\n{}\nSplit them by what they are about.", broken.join("\n"));
}

#[test]
fn no_file_or_folder_has_an_empty_name() {
    let mut broken = Vec::new();
    for (name, _) in files() {
        for part in name.iter().map(|part| part.to_string_lossy().to_lowercase()) {
            let words = part.split(|letter: char| !letter.is_ascii_alphanumeric());
            for word in words.filter(|word| EMPTY_WORDS.contains(word)) {
                broken.push(format!("{}: \"{word}\" says nothing; say what is in it", name.display()));
            }
        }
    }
    assert!(broken.is_empty(), "\n{}", broken.join("\n"));
}

#[test]
fn no_file_names_a_place_on_somebodys_machine() {
    // In pieces, so that this file does not name them itself.
    let places = [concat!("/wo", "rk/"), concat!("/ro", "ot/"), concat!("/Us", "ers/"), concat!("/ho", "me/")];
    let mut broken = Vec::new();
    for (name, path) in files() {
        // Pictures and other bytes are not text.
        let Ok(text) = fs::read_to_string(path) else { continue };
        for (number, line) in text.lines().enumerate() {
            if places.iter().any(|place| stands_alone(line, place)) {
                broken.push(format!("{}:{}: {}", name.display(), number + 1, line.trim()));
            }
        }
    }
    assert!(broken.is_empty(), "\n{}\nUse a path from the workspace, or a setting.", broken.join("\n"));
}

/// `place` at the start of a path, not within one or within a URL.
fn stands_alone(line: &str, place: &str) -> bool {
    line.match_indices(place).any(|(at, _)| {
        let before = line.get(..at).and_then(|start| start.chars().next_back());
        before.is_none_or(|letter| !letter.is_alphanumeric() && !"/.-_}".contains(letter))
    })
}

#[test]
fn a_place_within_a_url_is_no_place_on_a_machine() {
    let place = concat!("/wo", "rk/");
    assert!(stands_alone(&format!("see {place}main"), place));
    assert!(stands_alone(place, place));
    assert!(!stands_alone(&format!("https://example.org{place}1"), place));
    assert!(!stands_alone(&format!("..{place}1"), place));
}
