//! `published.json`: what each published URL is here, with the hash of the published text. `index.json` is the short form that
//! other programs read: URL to file.

use std::collections::BTreeMap;
use std::sync::{LazyLock, OnceLock};

use serde::Deserialize;
use serde_json::Value;

use crate::files;

/// One line of `published.json`, with the document once somebody asked for it.
#[derive(Deserialize)]
pub(crate) struct Entry {
    /// Path below this crate's folder.
    pub(crate) file: String,
    /// Of the published text, in lower-case hexadecimal.
    pub(crate) sha256: String,
    /// A context that gives a meaning to every undefined term: for test suites alone.
    #[serde(default)]
    pub(crate) testing: bool,
    /// For a schema, the name of its definition in the file.
    pub(crate) definition: Option<String>,
    #[serde(skip)]
    parsed: OnceLock<Option<Value>>,
}

impl Entry {
    /// The document, parsed at the first call. Not `None` for any line of the index: a test holds that.
    pub(crate) fn document(&self) -> Option<&Value> {
        self.parsed.get_or_init(|| serde_json::from_str(files::text(&self.file)?).ok()).as_ref()
    }
}

static INDEX: LazyLock<BTreeMap<String, Entry>> =
    LazyLock::new(|| serde_json::from_str(include_str!("../published.json")).unwrap_or_default());

/// The entry of `url`, compared byte for byte: a context URL is a name, not an address.
pub(crate) fn entry(url: &str) -> Option<&'static Entry> {
    INDEX.get(url)
}

/// All entries, sorted by URL.
pub(crate) fn entries() -> impl Iterator<Item = (&'static str, &'static Entry)> {
    INDEX.iter().map(|(url, entry)| (url.as_str(), entry))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_has_a_document_and_a_hash() {
        assert_eq!(entries().count(), 29);
        for (url, entry) in entries() {
            assert!(entry.document().is_some(), "{url}: {} is missing or is not JSON", entry.file);
            assert_eq!(entry.sha256.len(), 64, "{url}");
        }
    }

    #[test]
    fn the_short_form_says_the_same() {
        let short: BTreeMap<String, String> = serde_json::from_str(include_str!("../index.json")).unwrap();
        let long = entries().map(|(url, entry)| (url.to_owned(), entry.file.clone())).collect();
        assert_eq!(short, long);
    }

    #[test]
    fn every_file_is_in_the_index() {
        for (file, _) in files::TEXTS {
            assert!(entries().any(|(_, entry)| entry.file == *file), "{file} has no line in published.json");
        }
    }
}
