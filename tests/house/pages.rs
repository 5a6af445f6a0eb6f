//! What is written in `README.md`, `CHANGELOG.md` and `docs/`: links lead somewhere, decisions have one number each.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use crate::sources::files;
use crate::workspace::root;

/// Every page of ours.
fn pages() -> Vec<PathBuf> {
    let root = root();
    let below =
        |folder: &str| fs::read_dir(root.join(folder)).expect("a folder").map(|entry| entry.expect("an entry").path());
    let mut pages: Vec<PathBuf> = below("docs").chain(below("docs/decisions")).collect();
    pages.retain(|page| page.extension().is_some_and(|extension| extension == "md"));
    pages.extend([root.join("README.md"), root.join("CHANGELOG.md")]);
    pages
}

fn is_decision(page: &Path) -> bool {
    page.parent().is_some_and(|folder| folder.ends_with("decisions"))
}

/// The targets of `[text](target)` and `![text](target)` that are files of ours.
fn local_links(text: &str) -> impl Iterator<Item = &str> {
    let targets = text.split("](").skip(1).filter_map(|rest| rest.split(')').next());
    let local = targets.filter(|target| !target.contains("://") && !target.starts_with('#'));
    local.filter_map(|target| target.split('#').next())
}

#[test]
fn every_link_leads_to_a_file() {
    let mut broken = Vec::new();
    for page in pages() {
        let text = fs::read_to_string(&page).expect("text");
        let folder = page.parent().expect("a folder");
        for target in local_links(&text).filter(|target| !folder.join(target).exists()) {
            broken.push(format!("{}: {target} is not there", page.display()));
        }
    }
    assert!(broken.is_empty(), "\n{}", broken.join("\n"));
}

#[test]
fn no_two_decisions_have_one_number() {
    let mut taken: BTreeMap<String, String> = BTreeMap::new();
    for page in pages().iter().filter(|page| is_decision(page)) {
        let name = page.file_name().and_then(|name| name.to_str()).expect("a name").to_owned();
        let number = name.split('-').next().unwrap_or_default().to_owned();
        assert!(
            number.len() == 4 && number.bytes().all(|digit| digit.is_ascii_digit()),
            "{name}: expected 0000-name.md"
        );
        assert!(
            fs::read_to_string(page).expect("text").starts_with(&format!("# {number}: ")),
            "{name}: expected the heading to begin with \"# {number}: \""
        );
        if let Some(other) = taken.insert(number, name.clone()) {
            panic!("{other} and {name} have one number: give the newer one the next that is free");
        }
    }
}

#[test]
fn code_that_a_page_names_is_there() {
    let files = files();
    let current = pages().into_iter().filter(|page| !page.ends_with("CHANGELOG.md") && !is_decision(page));
    let mut broken = Vec::new();
    for page in current {
        let text = fs::read_to_string(&page).expect("text");
        let named = text.split('`').skip(1).step_by(2).filter_map(Named::read);
        broken.extend(named.filter(|named| !named.is_in(&files)).map(|named| format!("{}: {named:?}", page.display())));
    }
    assert!(broken.is_empty(), "\nThese are not there, or have another name now:\n{}", broken.join("\n"));
}

/// A file, or something in it, as pages write it: `issuance/redeem.rs`, `issuance/redeem.rs::redeem`.
#[derive(Debug)]
struct Named<'a> {
    /// The end of a path.
    file: &'a str,
    /// Items, the outer first.
    items: Vec<&'a str>,
}

impl<'a> Named<'a> {
    /// `None` when it is not the name of a file with code in it.
    fn read(text: &'a str) -> Option<Self> {
        let mut parts = text.split("::");
        let file = parts.next()?;
        let plain = file.chars().all(|letter| letter.is_ascii_alphanumeric() || "/._-".contains(letter));
        let code = Path::new(file).extension().is_some_and(|end| ["html", "rs", "sql"].iter().any(|code| end == *code));
        (plain && code).then(|| Self { file, items: parts.collect() })
    }

    fn is_in(&self, files: &[(PathBuf, PathBuf)]) -> bool {
        let named = files.iter().filter(|(name, _)| name.ends_with(self.file));
        named
            .map(|(_, path)| fs::read_to_string(path).expect("text"))
            .any(|text| self.items.iter().all(|item| is_in(&text, item)))
    }
}

/// Whether `item` is defined in Rust code.
fn is_in(code: &str, item: &str) -> bool {
    ["const", "enum", "fn", "mod", "struct", "trait"].iter().any(|kind| {
        let defined = format!("{kind} {item}");
        code.match_indices(&defined).any(|(at, _)| {
            let next = code.get(at + defined.len()..).and_then(|rest| rest.chars().next());
            next.is_none_or(|letter| !letter.is_alphanumeric() && letter != '_')
        })
    })
}

#[test]
fn what_is_not_there_is_noticed() {
    let files = files();
    let is_there = |text| Named::read(text).map(|named| named.is_in(&files));
    assert_eq!(is_there("house/pages.rs::Named::is_in"), Some(true));
    assert_eq!(is_there("house/pages.rs::Named::is_on"), Some(false));
    assert_eq!(is_there("horse/pages.rs"), Some(false));
    assert_eq!(is_there("cargo test"), None);
}
