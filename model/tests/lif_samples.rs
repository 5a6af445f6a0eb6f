//! The sample learners are read, and show the irregularities they were written for.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test stops at what it did not expect")]

use model::lif;
use model::record::LearnerRecord;
use model::samples;
use model::time::PartialDate;

fn learner(index: usize) -> LearnerRecord {
    let (name, text) = samples::learners()[index];
    let mut records = lif::read(text.as_bytes(), name).unwrap();
    assert_eq!(records.len(), 1, "{name}");
    records.remove(0)
}

fn reasons(record: &LearnerRecord) -> Vec<&str> {
    record.unread.iter().map(|unread| unread.path.as_str()).collect()
}

#[test]
fn each_has_one_name_and_a_learner_number() {
    for (index, (name, number)) in
        [("Maya Okafor", "100101"), ("Diego Luna", "100102"), ("Linh Tran", "100103")].into_iter().enumerate()
    {
        let record = learner(index);
        assert_eq!(record.names.len(), 2, "{name} is named by two sources, once with a trailing blank");
        assert_eq!(record.display_name().as_deref(), Some(name));
        assert_eq!(record.learner_number(), Some(number));
        assert_eq!(record.emails.len(), 1, "{name}");
        assert!(record.belongs_to(number, "SCHOOL_ASSIGNED_NUMBER"));
    }
}

#[test]
fn maya_is_a_whole_document_with_definitions() {
    let maya = learner(0);
    let counts = [
        maya.awards.len(),
        maya.courses.len(),
        maya.programmes.len(),
        maya.credentials.len(),
        maya.course_definitions.len(),
    ];
    assert_eq!(counts, [6, 8, 1, 5, 8]);
    assert_eq!(reasons(&maya), Vec::<&str>::new());
    assert!(maya.credentials.iter().all(|one| one.description.is_some() && one.criteria.len() == 1));
    let aligned: Vec<usize> = maya.credentials.iter().map(|one| one.alignments.len()).collect();
    assert_eq!(aligned, [1, 2, 1, 0, 0]);
    assert_eq!(maya.awards[0].credits_earned, Some(120.0));
    assert_eq!(maya.awards[1].name, None);
    assert_eq!(maya.awards[3].verification.as_deref(), Some("HostedBadge"));
    assert_eq!(maya.awards[4].status.as_deref(), Some("InProgress"));
    let sources: Vec<_> = maya.awards.iter().map(|award| award.provenance.source_id.as_deref()).collect();
    assert_eq!(sources[1], Some("riverbend"));
    assert_eq!(sources[5], Some("northgate"));
}

#[test]
fn diego_is_composed_from_two_institutions() {
    let diego = learner(1);
    assert_eq!([diego.awards.len(), diego.courses.len()], [6, 8]);
    assert_eq!(reasons(&diego), Vec::<&str>::new());
    assert_eq!(diego.awards[3].issued, Some(PartialDate::Month(2022, 5)));
    assert_eq!(diego.awards[3].issued_by.as_ref().unwrap().name.as_deref(), Some("Northgate Technical Institute"));
    assert!(diego.awards[4].self_asserted);
    assert!(diego.awards[5].deleted);
    assert_eq!(diego.awards[2].evidence.len(), 1);
    let withdrawn: Vec<_> = diego.courses.iter().filter(|course| course.exit.is_some()).collect();
    assert_eq!(withdrawn.len(), 1);
}

#[test]
fn linh_is_read_from_an_answer_with_errors_beside_the_data() {
    let linh = learner(2);
    assert_eq!([linh.awards.len(), linh.courses.len()], [6, 6]);
    assert_eq!(reasons(&linh), ["/data/person/0/Contact/0/Email/0/identifier"]);
    assert!(linh.awards.iter().all(|award| !award.revoked));
    assert_eq!(linh.courses[4].term.as_deref(), Some("2025-26"));
}
