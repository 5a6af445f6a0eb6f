//! The sample learners, packaged as `tassel demo` packages them.

use std::collections::BTreeSet;

use model::catalogue::Catalogue;
use model::lint::lint;
use model::package::{Packaged, Packaging, Sources, package};

use super::records::{bound, packaging};

fn sample(number: usize) -> Packaged {
    let (name, text) = model::samples::learners()[number];
    let records = model::lif::read(text.as_bytes(), name).unwrap();
    let [record] = records.as_slice() else { panic!("one learner in each sample") };
    let catalogue = Catalogue::demo();
    let sources = Sources::Only(BTreeSet::from(["riverbend".to_owned()]));
    package(record, &Packaging { sources, ..packaging(&catalogue) })
}

fn configurations(packaged: &Packaged) -> Vec<&str> {
    packaged.credentials.iter().map(|draft| draft.configuration.as_str()).collect()
}

fn left_out(packaged: &Packaged) -> Vec<(&str, &str)> {
    packaged.left_out.iter().map(|line| (line.reason.as_str(), line.path.as_str())).collect()
}

#[test]
fn maya() {
    let packaged = sample(0);
    assert_eq!(
        configurations(&packaged),
        ["bsc-computing", "accessible-web-design", "network-operations", "peer-mentor", "transcript"]
    );
    assert_eq!(
        left_out(&packaged),
        [("in_progress", "/Person/0/CredentialAward/4"), ("other_source", "/Person/0/CredentialAward/5")]
    );
}

#[test]
fn diego() {
    let packaged = sample(1);
    assert_eq!(
        configurations(&packaged),
        ["drone-site-survey", "aas-water-systems", "water-quality-testing", "transcript"]
    );
    assert_eq!(
        left_out(&packaged),
        [
            ("other_source", "/0/Person/0/CredentialAward/3"),
            ("self_asserted", "/0/Person/0/CredentialAward/4"),
            ("deleted", "/0/Person/0/CredentialAward/5"),
            ("other_source", "/0/Person/0/CourseLearningExperience/7"),
            ("not_assessed", "/0/Person/0/Proficiency/0"),
        ]
    );
}

#[test]
fn linh() {
    let packaged = sample(2);
    assert_eq!(
        configurations(&packaged),
        ["college-readiness", "science-in-plain-words", "laboratory-safety", "transcript"]
    );
    assert_eq!(
        left_out(&packaged),
        [
            ("other_source", "/data/person/0/CredentialAward/0"),
            ("in_progress", "/data/person/0/CredentialAward/3"),
            ("other_source", "/data/person/0/CredentialAward/5"),
            ("other_source", "/data/person/0/CourseLearningExperience/4"),
            ("unreadable", "/data/person/0/Contact/0/Email/0/identifier"),
        ]
    );
}

#[test]
fn all_samples_pass_the_checks() {
    for draft in (0..3).flat_map(|number| sample(number).credentials) {
        assert_eq!(lint(&bound(&draft)), [], "{}", draft.title);
    }
}
