//! The order of a record decides nothing, more of it never yields less, and its transcript is cheap to sign.

use std::collections::BTreeMap;

use canon::{Allowance, Budget};
use model::catalogue::Catalogue;
use model::draft::{Draft, Identity, Kind, Subject};
use model::package::{Packaged, Packaging, Sources, package};
use model::record::LearnerRecord;
use proptest::prelude::*;
use serde_json::Value;

use super::nothing_lost::some_record;
use super::records::{
    assessment, award, bound, bound_to, course, packaging, proficiency, programme, record, reference,
};

fn packaged(learner: &LearnerRecord) -> Packaged {
    package(learner, &packaging(&Catalogue::demo()))
}

fn credentials(packaged: &Packaged) -> Vec<&Value> {
    packaged.credentials.iter().map(|draft| &*draft.credential).collect()
}

/// What is left out and why. Of statements that say the same word for word, which one stands for the others is the
/// position's to say, so repeats are only counted.
fn lines(packaged: &Packaged) -> BTreeMap<(&str, &str), usize> {
    let mut lines = BTreeMap::new();
    for line in &packaged.left_out {
        let reason = line.reason.as_str();
        let path = if reason == "duplicate_of" { "" } else { line.path.as_str() };
        *lines.entry((path, reason)).or_default() += 1;
    }
    lines
}

fn turned(mut learner: LearnerRecord, by: usize) -> LearnerRecord {
    fn turn<T>(list: &mut [T], by: usize) {
        list.reverse();
        if !list.is_empty() {
            list.rotate_left(by % list.len());
        }
    }
    turn(&mut learner.awards, by);
    turn(&mut learner.courses, by);
    turn(&mut learner.programmes, by);
    turn(&mut learner.assessments, by);
    turn(&mut learner.proficiencies, by);
    learner
}

/// How many credentials of each achievement there are.
fn achieved(packaged: &Packaged) -> BTreeMap<(String, String), usize> {
    let mut found = BTreeMap::new();
    for child in packaged.credentials.iter().flat_map(|draft| &draft.children) {
        *found.entry((format!("{:?}", child.kind), child.achievement_id.clone())).or_default() += 1;
    }
    found
}

/// Statements of another record, under identifiers that this one does not have and refer to nothing of it.
fn added(mut learner: LearnerRecord, more: LearnerRecord) -> LearnerRecord {
    let fresh = |identifier: &mut Option<String>| *identifier = identifier.take().map(|id| format!("more-{id}"));
    let LearnerRecord { mut awards, mut courses, mut programmes, mut assessments, mut proficiencies, .. } = more;
    for one in &mut awards {
        fresh(&mut one.identifier);
    }
    for one in &mut courses {
        fresh(&mut one.identifier);
        one.award = None;
    }
    for one in &mut programmes {
        fresh(&mut one.identifier);
    }
    for one in &mut assessments {
        fresh(&mut one.identifier);
        (one.proficiency, one.award) = (None, None);
    }
    for one in &mut proficiencies {
        fresh(&mut one.identifier);
        one.award = None;
    }
    learner.awards.extend(awards);
    learner.courses.extend(courses);
    learner.programmes.extend(programmes);
    learner.assessments.extend(assessments);
    learner.proficiencies.extend(proficiencies);
    learner
}

/// Each unnamed node costs at most one call of Hash N-Degree Quads, and no two are tried in several orders.
fn frugal() -> Budget {
    let calls = Allowance { fixed: 0, per_blank_node: 1, most: usize::MAX };
    Budget { hash_n_degree_calls: calls, permuted_nodes: 1, ..Budget::default() }
}

fn both_ways(draft: &Draft) -> [Value; 2] {
    let identifiers = vec![Identity::hashed("emailAddress", "rosa@northlake.example", "s4lt")];
    [bound(draft), bound_to(draft, Subject::File { identifiers }, Some("Rosa Valdés".into()))]
}

fn is_frugal(draft: &Draft) -> Result<(), canon::CanonError> {
    for credential in both_ways(draft) {
        canon::canonicalize(&credential, &contexts::context, &frugal())?;
    }
    Ok(())
}

proptest! {
    #[test]
    fn the_order_of_statements_decides_nothing(learner in some_record(), by in 0..8_usize) {
        let (first, second) = (packaged(&learner), packaged(&turned(learner.clone(), by)));
        prop_assert_eq!(credentials(&first), credentials(&second));
        prop_assert_eq!(lines(&first), lines(&second));
    }

    #[test]
    fn more_of_a_record_never_yields_less(learner in some_record(), more in some_record()) {
        let few = achieved(&packaged(&learner));
        let many = achieved(&packaged(&added(learner, more)));
        for (key, count) in few {
            prop_assert!(many.get(&key).is_some_and(|more| *more >= count), "{:?}", key);
        }
    }

    #[test]
    fn a_catalogue_never_yields_less(learner in some_record()) {
        let alone = achieved(&package(&learner, &packaging(&Catalogue::empty())));
        let with = achieved(&packaged(&learner));
        prop_assert!(alone.iter().all(|(key, count)| with.get(key).is_some_and(|more| more >= count)));
    }

    #[test]
    fn no_transcript_needs_more_steps_than_it_has_unnamed_nodes(learner in some_record()) {
        for draft in &packaged(&learner).credentials {
            prop_assert_eq!(is_frugal(draft), Ok(()));
        }
    }
}

#[test]
fn a_transcript_that_says_the_same_of_many_courses_is_cheap_as_well() {
    let alike = |number: usize| model::record::Course { name: Some("Metalwork".into()), ..course(number) };
    let learner = LearnerRecord {
        programmes: vec![programme(0)],
        assessments: vec![assessment(0), assessment(1)],
        proficiencies: (0..3)
            .map(|number| model::record::Proficiency { level: Some("Advanced".into()), ..proficiency(number) })
            .collect(),
        ..record((0..9).map(award).collect(), (0..60).map(alike).collect())
    };
    let transcript = packaged(&learner).credentials.pop().unwrap();
    assert!(transcript.children.len() > 70, "{}", transcript.children.len());
    assert_eq!(is_frugal(&transcript), Ok(()));
}

#[test]
fn every_published_record_is_cheap_to_sign() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data/lif");
    if !folder.is_dir() {
        what_ran::skipped("steps of canonicalising the LIF samples", 0, "../shared/data is absent");
        return;
    }
    let catalogue = Catalogue::demo();
    let packaging = Packaging { sources: Sources::All, ..packaging(&catalogue) };
    let mut transcripts = 0;
    for (name, record) in super::conformance::all_records(&folder) {
        for draft in package(&record, &packaging).credentials.iter().filter(|one| one.kind == Kind::Transcript) {
            assert_eq!(is_frugal(draft), Ok(()), "{name}");
            transcripts += 1;
        }
    }
    assert!(transcripts >= 17, "{transcripts}");
    what_ran::ran("steps of canonicalising the LIF samples", transcripts);
}

#[test]
fn associations_say_what_the_references_do() {
    let degree = model::record::Award { path: "/Person/0/CredentialAward/0".into(), ..award(0) };
    let mut studied = programme(0);
    studied.award = reference("award-0", "");
    let mut taken = course(0);
    taken.award = reference("award-0", "");
    let learner = LearnerRecord { programmes: vec![studied], ..record(vec![degree], vec![taken]) };
    let transcript = packaged(&learner).credentials.pop().unwrap();
    let associations = transcript.credential["credentialSubject"]["association"].as_array().unwrap().clone();
    let [award, programme, course] = transcript.children.as_slice() else { panic!("three children") };
    let said: Vec<[&str; 3]> = associations
        .iter()
        .map(|one| ["associationType", "sourceId", "targetId"].map(|key| one[key].as_str().unwrap()))
        .collect();
    let expected = [
        ["isPartOf", course.achievement_id.as_str(), award.achievement_id.as_str()],
        ["precedes", programme.achievement_id.as_str(), award.achievement_id.as_str()],
    ];
    assert_eq!(said, expected);
}
