//! Whose record it is, as far as computed ids need to know.

use crate::record::{LearnerRecord, PersonIdentifier};

/// A learner's identifier for ids of statements of `source`: the source's own one where it states one, so that ids
/// stay as they are when a record is later composed from more sources; else the record's.
pub(super) fn key(record: &LearnerRecord, source: &str) -> String {
    let own = || record.identifiers.iter().filter(|id| super::source(&id.provenance) == source);
    let ranked = |id: &&PersonIdentifier| {
        let other_kind = id.kind.as_deref() != Some("SCHOOL_ASSIGNED_NUMBER");
        (other_kind, id.value.contains('$'), id.value.clone())
    };
    own()
        .min_by_key(ranked)
        .or_else(|| record.identifiers.iter().min_by_key(ranked))
        .map(|id| id.value.clone())
        .or_else(|| record.display_name())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::Provenance;

    fn id(value: &str, kind: &str, source: &str) -> PersonIdentifier {
        let provenance = Provenance { source_id: Some(source.into()), ..Provenance::default() };
        PersonIdentifier { value: value.into(), kind: Some(kind.into()), provenance }
    }

    #[test]
    fn the_sources_own_number_comes_first() {
        let identifiers = vec![
            id("sha256$1", "INSTITUTION_ASSIGNED_NUMBER", "North"),
            id("900", "SCHOOL_ASSIGNED_NUMBER", "North"),
            id("100", "SCHOOL_ASSIGNED_NUMBER", "South"),
        ];
        let record = LearnerRecord { identifiers, ..LearnerRecord::default() };
        assert_eq!(key(&record, "North"), "900");
        assert_eq!(key(&record, "South"), "100");
        assert_eq!(key(&record, "East"), "100");
        assert_eq!(key(&LearnerRecord::default(), "North"), "");
    }
}
