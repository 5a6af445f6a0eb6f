//! A directory of LIF documents: demonstrations, tests, and places without a network.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use async_trait::async_trait;
use model::lif;
use model::record::LearnerRecord;

use super::{Learner, RecordSource, SourceError};

/// All learner records of a directory, read once.
#[derive(Debug, Default)]
pub struct RecordFiles {
    records: BTreeMap<String, LearnerRecord>,
    /// Files that are not learner records: (path, why).
    pub skipped: Vec<(PathBuf, String)>,
}

impl RecordFiles {
    /// Reads every `.json` file below `directory`. A file that holds no LIF record is skipped and listed, so that one
    /// stray file does not hide the rest.
    ///
    /// # Errors
    /// [`SourceError::Unreadable`] when the directory or a file cannot be read; [`SourceError::Record`] when there is
    /// no learner record at all.
    pub fn open(directory: &Path) -> Result<Self, SourceError> {
        let mut paths = Vec::new();
        collect(directory, &mut paths)?;
        paths.sort();
        let mut files = Self::default();
        let mut found = Vec::new();
        for path in paths {
            let bytes = fs::read(&path).map_err(|error| unreadable(&path, &error))?;
            match lif::read(&bytes, &path.display().to_string()) {
                Ok(records) => found.extend(records.into_iter().map(|record| (stem(directory, &path), record))),
                Err(error) => files.skipped.push((path, error.to_string())),
            }
        }
        if found.is_empty() {
            return Err(SourceError::Record(none_found(directory, &files.skipped)));
        }
        files.records = named(found);
        Ok(files)
    }

    /// From documents already in memory: (name, text).
    ///
    /// # Errors
    /// [`SourceError::Record`] when one of them is not a LIF record.
    pub fn from_documents<'a>(documents: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<Self, SourceError> {
        let mut found = Vec::new();
        for (name, text) in documents {
            let records = lif::read(text.as_bytes(), name).map_err(|error| SourceError::Record(error.to_string()))?;
            found.extend(records.into_iter().map(|record| (name.trim_end_matches(".json").to_owned(), record)));
        }
        Ok(Self { records: named(found), skipped: Vec::new() })
    }
}

#[async_trait]
impl RecordSource for RecordFiles {
    async fn record(&self, learner: &str) -> Result<Option<LearnerRecord>, SourceError> {
        Ok(self.records.get(learner).cloned())
    }

    fn learners(&self) -> Vec<Learner> {
        let name = |id: &String, record: &LearnerRecord| record.display_name().unwrap_or_else(|| id.clone());
        self.records.iter().map(|(id, record)| Learner { id: id.clone(), name: name(id, record) }).collect()
    }
}

/// Gives each record an id: the learner's number, or, where several files hold the same number, number and file.
fn named(found: Vec<(String, LearnerRecord)>) -> BTreeMap<String, LearnerRecord> {
    let number = |(stem, record): &(String, LearnerRecord)| record.learner_number().unwrap_or(stem).to_owned();
    let mut uses: BTreeMap<String, usize> = BTreeMap::new();
    for entry in &found {
        *uses.entry(number(entry)).or_default() += 1;
    }
    let mut records = BTreeMap::new();
    for entry in found {
        let number = number(&entry);
        let (stem, record) = entry;
        let id = if uses.get(&number).is_some_and(|uses| *uses > 1) { format!("{number}~{stem}") } else { number };
        records.insert(free(&records, id), record);
    }
    records
}

/// `id`, or the first of `id~2`, `id~3`, … that nobody has: no record hides another.
fn free(records: &BTreeMap<String, LearnerRecord>, id: String) -> String {
    if !records.contains_key(&id) {
        return id;
    }
    let numbered = (2_usize..).map(|number| format!("{id}~{number}"));
    numbered.take(records.len() + 1).find(|id| !records.contains_key(id)).unwrap_or(id)
}

fn collect(directory: &Path, paths: &mut Vec<PathBuf>) -> Result<(), SourceError> {
    for entry in fs::read_dir(directory).map_err(|error| unreadable(directory, &error))? {
        let path = entry.map_err(|error| unreadable(directory, &error))?.path();
        if path.is_dir() {
            collect(&path, paths)?;
        } else if path.extension().is_some_and(|extension| extension == "json") {
            paths.push(path);
        }
    }
    Ok(())
}

fn stem(directory: &Path, path: &Path) -> String {
    let relative = path.strip_prefix(directory).unwrap_or(path).with_extension("");
    let parts: Vec<_> = relative.components().map(|part| part.as_os_str().to_string_lossy().into_owned()).collect();
    parts.join("-")
}

fn unreadable(path: &Path, error: &std::io::Error) -> SourceError {
    SourceError::Unreadable { path: path.display().to_string(), reason: error.to_string() }
}

fn none_found(directory: &Path, skipped: &[(PathBuf, String)]) -> String {
    let first = skipped.first().map(|(_, why)| format!(" The first of them: {why}")).unwrap_or_default();
    let place = directory.display();
    format!("expected LIF records (.json) in {place}, found none in {} files.{first}", skipped.len())
}
