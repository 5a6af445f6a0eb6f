//! Statements that say the same, and statements that contradict each other.

use std::collections::BTreeSet;

use model::catalogue::Catalogue;
use model::package::{FixBy, NoteCode, Packaged, Packaging, Reason, Sources, package};
use model::record::{Award, Course, LearnerRecord, Provenance, Reference};

use super::records::{award, course, date, only_line, packaging, reasons, record};

fn packaged(learner: &LearnerRecord) -> Packaged {
    package(learner, &packaging(&Catalogue::demo()))
}

/// Packaged where both Northlake and Southmoor are the issuer's own sources.
fn of_both(learner: &LearnerRecord) -> Packaged {
    let catalogue = Catalogue::demo();
    let sources = Sources::Only(BTreeSet::from(["Northlake".to_owned(), "Southmoor".to_owned()]));
    package(learner, &Packaging { sources, ..packaging(&catalogue) })
}

fn southmoor() -> Provenance {
    Provenance { source_id: Some("Southmoor".into()), ..Provenance::default() }
}

/// The award as Southmoor states it: another number, another identifier of what was awarded, another way to write it.
fn at_southmoor(award: Award) -> Award {
    let named = Reference {
        identifier: Some("sm-7".into()),
        name: Some("certificate  in Welding ".into()),
        ..Reference::default()
    };
    Award {
        path: "/Person/0/CredentialAward/7".into(),
        identifier: Some("sm-award".into()),
        instance_of: Some(named),
        provenance: southmoor(),
        ..award
    }
}

/// Both orders give the same credentials, and the same line.
fn in_both_orders(one: &Award, other: &Award) -> Packaged {
    let first = packaged(&record(vec![one.clone(), other.clone()], vec![]));
    let second = packaged(&record(vec![other.clone(), one.clone()], vec![]));
    assert_eq!(first.credentials, second.credentials);
    assert_eq!(first.left_out, second.left_out);
    first
}

#[test]
fn the_more_complete_statement_then_the_later_one_becomes_the_credential() {
    let early = award(0);
    let later = Award { path: "/Person/0/CredentialAward/7".into(), issued: date("2024-01-01"), ..award(0) };
    let packaged = in_both_orders(&early, &later);
    assert_eq!(packaged.credentials[0].path, later.path, "the later date");
    let line = only_line(&packaged);
    assert_eq!(
        (line.reason, line.fix_by, line.path.as_str()),
        (Reason::Contradicts, FixBy::Source, early.path.as_str())
    );
    for part in
        ["/Person/0/CredentialAward/7", "the date of the award is “1 May 2023” here", "“1 January 2024” in that one"]
    {
        assert!(line.detail.contains(part), "{}", line.detail);
    }
    let fuller = Award { narrative: Some("With distinction.".into()), ..early };
    let packaged = in_both_orders(&fuller, &later);
    assert_eq!(packaged.credentials[0].path, fuller.path, "the one that states more");
    let line = only_line(&packaged);
    assert!(
        line.detail.contains("the narrative is nothing here and “With distinction.” in that one"),
        "{}",
        line.detail
    );
}

#[test]
fn between_equals_the_text_decides_and_a_withdrawal_beats_both() {
    let said = |path: &str, credits: f64| Award { path: path.into(), credits_earned: Some(credits), ..award(0) };
    let packaged = in_both_orders(&said("/a", 4.0), &said("/b", 3.0));
    assert_eq!(packaged.credentials[0].path, "/b");
    let line = only_line(&packaged);
    assert!(line.detail.contains("the number of credits is “4” here and “3” in that one"), "{}", line.detail);
    let withdrawn = Award { deleted: true, ..said("/b", 3.0) };
    for both in [[said("/a", 4.0), withdrawn.clone()], [withdrawn, said("/a", 4.0)]] {
        let packaged = self::packaged(&record(both.to_vec(), vec![]));
        assert!(packaged.credentials.is_empty());
        let reasons: BTreeSet<_> = reasons(&packaged).into_iter().collect();
        assert_eq!(reasons, BTreeSet::from(["deleted", "revoked"]));
    }
}

#[test]
fn a_contradiction_leaves_no_gap_in_the_transcript() {
    let better = Course { path: "/c/7".into(), grade: Some("A".into()), ..course(0) };
    let packaged = packaged(&record(vec![], vec![course(0), better]));
    assert_eq!(reasons(&packaged), ["contradicts"]);
    assert!(only_line(&packaged).detail.contains("the result is “"), "{}", only_line(&packaged).detail);
    let transcript = packaged.credentials.last().unwrap();
    assert_eq!(transcript.children.len(), 1);
    assert!(!transcript.transcript.as_ref().unwrap().partial, "the course is there");
}

#[test]
fn one_award_said_by_two_of_our_sources_is_one_credential() {
    let packaged = of_both(&record(vec![at_southmoor(award(0)), award(0)], vec![]));
    assert_eq!(reasons(&packaged), ["duplicate_of"]);
    assert_eq!(packaged.credentials.len(), 2, "an award and the transcript");
    assert_eq!(packaged.credentials[1].children.len(), 1);
    let turned = of_both(&record(vec![award(0), at_southmoor(award(0))], vec![]));
    assert_eq!(turned.credentials, packaged.credentials);
}

#[test]
fn names_that_differ_by_blanks_and_case_are_one_name() {
    let named = |path: &str, identifier: &str, name: &str| Award {
        path: path.into(),
        identifier: Some(identifier.into()),
        name: Some(name.into()),
        instance_of: None,
        ..award(0)
    };
    let packaged = in_both_orders(&named("/a", "1", "first  aid"), &named("/a", "2", "First Aid"));
    assert_eq!(reasons(&packaged), ["duplicate_of"]);
    assert_eq!(packaged.credentials[0].title, "First Aid");
}

#[test]
fn a_source_that_says_a_thing_twice_means_two_things() {
    let mut other = award(0);
    other.identifier = Some("award-9".into());
    other.path = "/Person/0/CredentialAward/9".into();
    other.instance_of.as_mut().unwrap().identifier = Some("cred-welding-2".into());
    let packaged = of_both(&record(vec![award(0), other, at_southmoor(award(0))], vec![]));
    assert_eq!(reasons(&packaged), ["duplicate_of"]);
    assert_eq!(packaged.credentials.len(), 3, "two awards and the transcript");
}

#[test]
fn the_same_achievement_with_another_date_from_another_of_our_sources_is_kept_and_noted() {
    let elsewhere = at_southmoor(Award { issued: date("2024-03-02"), ..award(0) });
    let packaged = of_both(&record(vec![award(0), elsewhere], vec![]));
    assert_eq!(reasons(&packaged), [""; 0]);
    assert_eq!(packaged.credentials.len(), 3);
    let notes: Vec<_> = packaged.notes.iter().filter(|note| note.code == NoteCode::Contradicts).collect();
    let [note] = &notes[..] else { panic!("one note: {:?}", packaged.notes) };
    assert!(note.detail.contains("the date of the award is “"), "{}", note.detail);
    let alone = of_both(&record(vec![award(0), award(1)], vec![]));
    assert!(alone.notes.iter().all(|note| note.code != NoteCode::Contradicts), "one source may award twice");
}
