//! The published material, and what there is to try it on.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

/// `../shared/data`, or `None` with a word about it in the table at the end.
pub(crate) fn shared(suite: &str) -> Option<PathBuf> {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data");
    if data.exists() {
        return Some(data);
    }
    what_ran::skipped(suite, 0, "../shared/data is absent");
    None
}

pub(crate) fn json(path: &Path) -> Value {
    let text = fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The published contexts that we serve too: URL, path and document.
pub(crate) fn contexts(data: &Path) -> BTreeMap<String, (PathBuf, Value)> {
    let folder = data.join("contexts");
    let map = json(&folder.join("MAP.json"));
    let entry = |(url, entry): (&String, &Value)| {
        let path = folder.join(entry["file"].as_str().unwrap());
        let document = json(&path);
        (url.clone(), (path, document))
    };
    map.as_object().unwrap().iter().map(entry).collect()
}

/// Every example with a context: name and document.
pub(crate) fn examples(data: &Path) -> Vec<(String, Value)> {
    let mut found = Vec::new();
    for folder in ["examples", "vectors/canon-expected"] {
        walk(&data.join(folder), &mut found);
    }
    found.sort_by(|a, b| a.0.cmp(&b.0));
    found
}

fn walk(folder: &Path, found: &mut Vec<(String, Value)>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            walk(&path, found);
        } else if let Ok(text) = fs::read_to_string(&path) {
            let named = |(number, document)| (format!("{} {number}", path.display()), document);
            found.extend(documents(&text).into_iter().enumerate().map(named));
        }
    }
}

/// The document of a JSON file, or those that a page of a specification prints.
fn documents(text: &str) -> Vec<Value> {
    let whole = serde_json::from_str(text).ok();
    let pieces = text.split("<pre").skip(1).filter_map(|piece| piece.split("</pre>").next());
    let printed = pieces.filter_map(|piece| piece.get(piece.find('{')?..=piece.rfind('}')?));
    let parsed = whole.into_iter().chain(printed.filter_map(|body| serde_json::from_str(body).ok()));
    parsed.filter(|document: &Value| document.get("@context").is_some()).collect()
}
