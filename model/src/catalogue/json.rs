//! Entries and defaults as JSON: the members of a catalogue file, by the same names and under the same rules.

use std::collections::BTreeMap;

use serde::de::DeserializeOwned;
use serde_json::Value;

use super::file::{DefaultTable, EntryTable, award_types, default_of, entry_of};
use super::write::{default_table, entry_table};
use super::{AchievementKind, Defaults, Entry};

/// Bytes of an entry as JSON.
pub const ENTRY_LIMIT: usize = 64 << 10;

/// Why JSON is no entry, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}: {problem}", if pointer.is_empty() { "the whole" } else { pointer })]
pub struct MemberError {
    /// JSON Pointer (RFC 6901) to the member; empty for the whole.
    pub pointer: String,
    /// What was expected and found.
    pub problem: String,
}

#[derive(serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct DefaultsTable {
    #[serde(default)]
    defaults: BTreeMap<AchievementKind, DefaultTable>,
    #[serde(default)]
    award_types: BTreeMap<String, String>,
}

impl Entry {
    /// Reads an entry of at most [`ENTRY_LIMIT`] bytes.
    ///
    /// # Errors
    /// [`MemberError`] with the member that is wrong.
    pub fn from_json(text: &[u8]) -> Result<Self, MemberError> {
        if text.len() > ENTRY_LIMIT {
            let problem = format!("an entry has at most {ENTRY_LIMIT} bytes, found {}", text.len());
            return Err(MemberError { pointer: String::new(), problem });
        }
        let table: EntryTable = read(text)?;
        entry_of(table).map_err(|fault| MemberError { pointer: fault.pointer(), problem: fault.problem })
    }

    /// The entry as JSON; [`Self::from_json`] reads the same entry out of it.
    pub fn to_json(&self) -> Value {
        written(&entry_table(self))
    }
}

impl Defaults {
    /// Reads defaults.
    ///
    /// # Errors
    /// [`MemberError`] with the member that is wrong.
    pub fn from_json(text: &[u8]) -> Result<Self, MemberError> {
        let table: DefaultsTable = read(text)?;
        let wrong = |fault: super::file::Fault| MemberError { pointer: fault.pointer(), problem: fault.problem };
        let mut of_kind = BTreeMap::new();
        for (kind, default) in table.defaults {
            let within = |fault: super::file::Fault| wrong(fault.within(kind.as_str()).within("defaults"));
            of_kind.insert(kind, default_of(default).map_err(within)?);
        }
        Ok(Self { of_kind, award_types: award_types(table.award_types).map_err(wrong)? })
    }

    /// The defaults as JSON; [`Self::from_json`] reads the same out of it.
    pub fn to_json(&self) -> Value {
        let defaults = self.of_kind.iter().map(|(kind, one)| (*kind, default_table(one))).collect();
        written(&DefaultsTable { defaults, award_types: self.award_types.clone() })
    }
}

fn read<T: DeserializeOwned>(text: &[u8]) -> Result<T, MemberError> {
    // A table is read from an array of its members too, which no catalogue means.
    if text.trim_ascii_start().first() != Some(&b'{') {
        return Err(MemberError { pointer: String::new(), problem: "expected a JSON object".to_owned() });
    }
    let mut reader = serde_json::Deserializer::from_slice(text);
    let table = serde_path_to_error::deserialize(&mut reader)
        .map_err(|error| MemberError { pointer: pointer(error.path()), problem: error.into_inner().to_string() })?;
    let after = |error: serde_json::Error| MemberError { pointer: String::new(), problem: error.to_string() };
    reader.end().map_err(after)?;
    Ok(table)
}

fn pointer(path: &serde_path_to_error::Path) -> String {
    use serde_path_to_error::Segment;
    let token = |segment: &Segment| match segment {
        Segment::Seq { index } => format!("/{index}"),
        Segment::Map { key } => format!("/{}", escaped(key)),
        Segment::Enum { .. } | Segment::Unknown => String::new(),
    };
    path.iter().map(token).collect()
}

/// A token of a JSON Pointer (RFC 6901 §3).
pub(super) fn escaped(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}

/// A table has no value where a member is absent; JSON would say `null`. Tables nest three deep at most.
fn written(table: &impl serde::Serialize) -> Value {
    let mut value = serde_json::to_value(table).unwrap_or_default();
    drop_nulls(&mut value, 4);
    value
}

fn drop_nulls(value: &mut Value, depth: usize) {
    let Some(depth) = depth.checked_sub(1) else { return };
    match value {
        Value::Object(members) => {
            members.retain(|_, member| !member.is_null());
            members.values_mut().for_each(|member| drop_nulls(member, depth));
        }
        Value::Array(items) => items.iter_mut().for_each(|item| drop_nulls(item, depth)),
        _ => {}
    }
}

#[cfg(test)]
mod tests;
