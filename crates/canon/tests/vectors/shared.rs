//! The published vectors and contexts beside the workspace, when they are there.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};

use canon::ContextLoader;
use serde_json::Value;

/// The folder of shared data, or `None` after noting that `suite` is skipped.
pub(crate) fn data(suite: &str) -> Option<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data");
    if root.is_dir() {
        return Some(root);
    }
    what_ran::skipped(suite, 0, "../shared/data is absent");
    None
}

pub(crate) fn text(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

pub(crate) fn json(path: &Path) -> Value {
    serde_json::from_str(&text(path)).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The published contexts by URL.
pub(crate) struct Published(HashMap<String, Value>);

impl Published {
    pub(crate) fn load(data: &Path) -> Self {
        let folder = data.join("contexts");
        let map = json(&folder.join("MAP.json"));
        let entries = map.as_object().unwrap().iter();
        Self(entries.map(|(url, entry)| (url.clone(), json(&folder.join(entry["file"].as_str().unwrap())))).collect())
    }
}

impl ContextLoader for Published {
    fn context(&self, url: &str) -> Option<&Value> {
        self.0.get(url)
    }
}
