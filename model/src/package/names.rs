//! The names a record has for its learner, the institution's own first.
//!
//! A record composed from several organisations has several names: a married one, one without accents, one that lacks a
//! part. None is taken for the right one. The learner chooses which stands in the copies, or none.

use std::collections::HashMap;

use crate::catalogue::fold;
use crate::record::{LearnerRecord, PersonName};

use super::{Sources, source};

/// Names shown to a learner to choose from; a record with more is not one of a person.
const MOST: usize = 20;

/// A name, and who has it so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatedName {
    /// First and last name with single spaces.
    pub name: String,
    /// The organisations that state it, for people to read; those that name none are not listed.
    pub stated_by: Vec<String>,
    /// Whether one of the issuer's own sources states it.
    pub is_ours: bool,
}

/// The different names of a record, the one taken without a choice first: of the issuer's own sources before others,
/// with both parts before one alone, then by source id, then in the source's own order. In which order the sources were
/// composed decides nothing. Names that differ by blanks or case are one, in the spelling that comes first.
pub fn names(record: &LearnerRecord, sources: &Sources) -> Vec<StatedName> {
    let is_ours = |name: &PersonName| sources.include(source(&name.provenance));
    let mut ranked: Vec<&PersonName> = record.names.iter().collect();
    // The sort is stable, so the source's own order is kept.
    ranked.sort_by_key(|name| (!is_ours(name), name.first.is_none() || name.last.is_none(), source(&name.provenance)));
    let mut found: Vec<StatedName> = Vec::new();
    let mut places = HashMap::new();
    for stated in ranked {
        let Some(name) = stated.full() else { continue };
        let place = *places.entry(fold(&name)).or_insert(found.len());
        if place == found.len() {
            found.push(StatedName { name, stated_by: Vec::new(), is_ours: is_ours(stated) });
        }
        let by = stated.provenance.organization.as_ref().or(stated.provenance.source_id.as_ref());
        if let (Some(one), Some(by)) = (found.get_mut(place), by)
            && !one.stated_by.contains(by)
            && one.stated_by.len() < MOST
        {
            one.stated_by.push(by.clone());
        }
    }
    found.truncate(MOST);
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::Provenance;

    fn name(first: &str, last: &str, source: &str, organization: Option<&str>) -> PersonName {
        let text = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        let provenance =
            Provenance { source_id: text(source), organization: organization.map(str::to_owned), system: None };
        PersonName { first: text(first), last: text(last), provenance }
    }

    fn named(names: Vec<PersonName>, sources: &Sources) -> Vec<(String, Vec<String>, bool)> {
        let record = LearnerRecord { names, ..LearnerRecord::default() };
        super::names(&record, sources).into_iter().map(|one| (one.name, one.stated_by, one.is_ours)).collect()
    }

    fn only(sources: &[&str]) -> Sources {
        Sources::Only(sources.iter().map(|&one| one.to_owned()).collect())
    }

    #[test]
    fn our_own_name_comes_first_and_one_said_twice_is_one() {
        let all = || {
            vec![
                name("Alan", "Tsatrian-Moor", "South", Some("South High")),
                name("Alan", "", "North", Some("North College")),
                name("ALAN ", "tsatrian", "South", Some("South High")),
                name("Alan", " Tsatrian", "North", Some("North College")),
            ]
        };
        let text = |texts: &[&str]| texts.iter().map(|&one| one.to_owned()).collect::<Vec<_>>();
        let expected = [
            ("Alan Tsatrian".to_owned(), text(&["North College", "South High"]), true),
            ("Alan".to_owned(), text(&["North College"]), true),
            ("Alan Tsatrian-Moor".to_owned(), text(&["South High"]), false),
        ];
        assert_eq!(named(all(), &only(&["North"])), expected);
        let mut turned = all();
        turned.reverse();
        assert_eq!(named(turned, &only(&["North"])), expected);
    }

    #[test]
    fn a_sources_own_order_is_kept() {
        let names = vec![name("Kim", "Zimmer", "North", None), name("Kim", "Abel", "North", None)];
        let first: Vec<_> = named(names, &Sources::All).into_iter().map(|(name, by, _)| (name, by)).collect();
        let north = || vec!["North".to_owned()];
        assert_eq!(first, [("Kim Zimmer".to_owned(), north()), ("Kim Abel".to_owned(), north())]);
    }

    #[test]
    fn nobody_has_no_name_and_many_are_cut() {
        assert_eq!(named(vec![name("", " ", "North", None)], &Sources::All), []);
        let many = (0..300).map(|number| name(&format!("N{number}"), "M", "", None)).collect();
        assert_eq!(named(many, &Sources::All).len(), MOST);
    }
}
