//! Whatever a record holds, each of its statements comes out once: as a credential or as a line.

use std::collections::{BTreeMap, HashSet};

use model::catalogue::Catalogue;
use model::draft::Kind;
use model::package::{MonthDates, Packaging, package};
use model::record::{AssessmentTaken, Award, Course, LearnerRecord, Proficiency, Programme, Provenance, Reference};
use model::time::PartialDate;
use proptest::option;
use proptest::prelude::*;

use super::records::{bound, packaging, record};

fn some_date() -> impl Strategy<Value = Option<PartialDate>> {
    let texts = ["2023-05-12", "2023-05-12T09:30:00Z", "2023-05-12T09:30:00", "2023-05", "05/2029", "2029-01-01"];
    option::of(prop::sample::select(texts.map(|text| PartialDate::parse(text).unwrap()).to_vec()))
}

fn provenance() -> impl Strategy<Value = Provenance> {
    let source = prop::sample::select(vec![Some("Northlake"), Some("Northlake"), Some("Southmoor"), None]);
    source.prop_map(|source| Provenance { source_id: source.map(str::to_owned), ..Provenance::default() })
}

fn word(words: &'static [&'static str]) -> impl Strategy<Value = Option<String>> {
    option::of(prop::sample::select(words.to_vec()).prop_map(str::to_owned))
}

fn referred(identifiers: &'static [&'static str]) -> impl Strategy<Value = Option<Reference>> {
    let parts = (word(identifiers), word(&["Certificate", "Metalwork", "溶接"]), provenance());
    option::of(parts.prop_map(|(identifier, name, provenance)| Reference { identifier, name, provenance }))
}

const STATES: &[&str] = &["Completed", "In Progress", "Withdrawn", "Failed", "Granted", "Unheard", ""];

fn some_award() -> impl Strategy<Value = Award> {
    let flags = (prop::bool::weighted(0.1), prop::bool::weighted(0.1), prop::bool::weighted(0.1));
    let words = (word(&["a-1", "a-2", ""]), word(&["Certificate", "Diploma"]), word(STATES));
    (flags, words, some_date(), some_date(), referred(&["c-1", "c-2", ""]), provenance()).prop_map(
        |((revoked, self_asserted, deleted), (identifier, name, status), issued, expires, instance_of, provenance)| {
            Award {
                identifier,
                name,
                status,
                issued,
                expires,
                revoked,
                self_asserted,
                deleted,
                instance_of,
                provenance,
                ..Award::default()
            }
        },
    )
}

fn some_course() -> impl Strategy<Value = Course> {
    let words = (word(&["k-1", "k-2"]), word(&["Metalwork"]), word(STATES), word(&["A", "Competent"]));
    let dates = (some_date(), some_date(), some_date());
    let numbers = (option::of(0.0..100.0), option::of(0.0..12.0));
    (words, dates, numbers, referred(&["MW101"]), referred(&["a-1"]), provenance()).prop_map(
        |(
            (identifier, name, status, grade),
            (start, end, exit),
            (numerical_grade, credits),
            course,
            award,
            provenance,
        )| {
            Course {
                identifier,
                name,
                status,
                grade,
                start,
                end,
                exit,
                numerical_grade,
                credits,
                course,
                award,
                provenance,
                ..Course::default()
            }
        },
    )
}

fn some_programme() -> impl Strategy<Value = Programme> {
    (word(&["p-1"]), word(&["Welding"]), word(STATES), some_date(), some_date(), provenance()).prop_map(
        |(identifier, name, status, start, end, provenance)| Programme {
            identifier,
            name,
            status,
            start,
            end,
            provenance,
            ..Programme::default()
        },
    )
}

fn some_assessment() -> impl Strategy<Value = AssessmentTaken> {
    let words = (word(&["t-1", "t-2"]), word(&["Theory"]), word(STATES), word(&["412", "900", "Passed"]));
    let scale = word(&["Scaled score (200-500)", "GPA", "Unheard"]);
    (words, scale, some_date(), referred(&["s-1"]), referred(&["a-1"]), provenance()).prop_map(
        |((identifier, name, status, score), score_type, end, proficiency, award, provenance)| AssessmentTaken {
            identifier,
            name,
            status,
            score,
            score_type,
            end,
            proficiency,
            award,
            provenance,
            ..AssessmentTaken::default()
        },
    )
}

fn some_proficiency() -> impl Strategy<Value = Proficiency> {
    let words = (word(&["s-1", "s-2"]), word(&["Drawing"]), word(&["Advanced", ""]));
    (words, some_date(), referred(&["a-1", "a-2"]), provenance()).prop_map(
        |((identifier, name, level), found, award, provenance)| Proficiency {
            identifier,
            name,
            level,
            found,
            award,
            provenance,
            ..Proficiency::default()
        },
    )
}

pub(crate) fn some_record() -> impl Strategy<Value = LearnerRecord> {
    let parts = (
        prop::collection::vec(some_award(), 0..8),
        prop::collection::vec(some_course(), 0..8),
        prop::collection::vec(some_programme(), 0..3),
        prop::collection::vec(some_assessment(), 0..4),
        prop::collection::vec(some_proficiency(), 0..5),
    );
    parts.prop_map(|(mut awards, mut courses, mut programmes, mut assessments, mut proficiencies)| {
        awards.iter_mut().enumerate().for_each(|(n, one)| one.path = format!("/award/{n}"));
        courses.iter_mut().enumerate().for_each(|(n, one)| one.path = format!("/course/{n}"));
        programmes.iter_mut().enumerate().for_each(|(n, one)| one.path = format!("/programme/{n}"));
        assessments.iter_mut().enumerate().for_each(|(n, one)| one.path = format!("/assessment/{n}"));
        proficiencies.iter_mut().enumerate().for_each(|(n, one)| one.path = format!("/proficiency/{n}"));
        LearnerRecord { programmes, assessments, proficiencies, ..record(awards, courses) }
    })
}

/// How often each statement of the record came out.
fn outcomes(learner: &LearnerRecord, packaging: &Packaging<'_>) -> BTreeMap<String, usize> {
    let packaged = package(learner, packaging);
    let statements = learner.awards.iter().map(|one| &one.path);
    let statements = statements.chain(learner.courses.iter().map(|one| &one.path));
    let statements = statements.chain(learner.programmes.iter().map(|one| &one.path));
    let statements = statements.chain(learner.assessments.iter().map(|one| &one.path));
    let statements = statements.chain(learner.proficiencies.iter().map(|one| &one.path));
    let mut counts: BTreeMap<String, usize> = statements.map(|path| (path.clone(), 0)).collect();
    let drafts = packaged.credentials.last().map_or(&[][..], |transcript| &transcript.children);
    for path in drafts.iter().map(|draft| &draft.path).chain(packaged.left_out.iter().map(|line| &line.path)) {
        *counts.get_mut(path).expect("only the record's statements come out") += 1;
    }
    counts
}

proptest! {
    #[test]
    fn every_statement_comes_out_once(learner in some_record(), strict in any::<bool>(), described in any::<bool>()) {
        let catalogue = if described { Catalogue::demo() } else { Catalogue::empty() };
        let month_dates = if strict { MonthDates::LeaveOut } else { MonthDates::OmitDate };
        let packaging = Packaging { month_dates, ..packaging(&catalogue) };
        for (path, count) in outcomes(&learner, &packaging) {
            prop_assert_eq!(count, 1, "{} came out {} times", path, count);
        }
    }

    #[test]
    fn badges_come_first_ids_are_unique_and_every_line_says_something(learner in some_record()) {
        let catalogue = Catalogue::demo();
        let packaged = package(&learner, &packaging(&catalogue));
        let mut ids = HashSet::new();
        if let Some((last, badges)) = packaged.credentials.split_last() {
            prop_assert_eq!(last.kind, Kind::Transcript);
            prop_assert!(badges.iter().all(|draft| draft.kind == Kind::Badge));
            prop_assert!(last.children.starts_with(badges), "the badges are the transcript's first children");
            prop_assert!(last.children.iter().chain([last]).all(|draft| ids.insert(draft.id.clone())));
        }
        prop_assert!(packaged.left_out.iter().all(|line| !line.detail.is_empty()));
        prop_assert_eq!(package(&learner, &packaging(&catalogue)), packaged);
    }

    #[test]
    fn nothing_that_is_not_ours_or_was_withdrawn_is_packaged(learner in some_record()) {
        let catalogue = Catalogue::demo();
        for draft in package(&learner, &packaging(&catalogue)).credentials.iter().filter(|one| one.kind == Kind::Badge) {
            let award = learner.awards.iter().find(|award| award.path == draft.path).unwrap();
            prop_assert_eq!(award.provenance.source_id.as_deref(), Some("Northlake"));
            prop_assert!(!award.revoked && !award.deleted && !award.self_asserted);
            prop_assert!(bound(draft).get("validFrom").is_some());
        }
    }
}
