//! A LIF `Person`.

use std::collections::HashSet;

use crate::record::{LearnerRecord, PersonIdentifier, PersonName, UnreadCode};

use super::definitions::Known;
use super::envelope::UpstreamError;
use super::links::Index;
use super::notes::Notes;
use super::tree::Node;
use super::{award, course, entity, links, scales, shapes};

/// Reads a person; `errors` are what the service that answered could not tell about them.
///
/// `definitions` are what the document has beside persons.
pub(super) fn read<'e>(
    person: &Node<'_>,
    definitions: &Known<'_>,
    errors: impl Iterator<Item = &'e UpstreamError>,
) -> LearnerRecord {
    let mut notes = Notes::default();
    let mut record = LearnerRecord {
        path: person.path.clone(),
        names: names(person, &mut notes),
        identifiers: identifiers(person, &mut notes),
        emails: emails(person, &mut notes),
        ..LearnerRecord::default()
    };
    notes.next_part();
    record.awards = award::read(person, &mut notes);
    record.courses = course::courses(person, &mut notes);
    record.programmes = course::programmes(person, &mut notes);
    notes.next_part();
    if let Some(shape) = shapes::entity("Person") {
        record.person = entity::read(person, shape, &mut notes);
    }
    notes.next_part();
    links::dangling(&record.person.parts, &[&Index::of(&record.person.parts), &definitions.index], &mut notes);
    scales::check(&record.person, &definitions.scales, &mut notes);
    notes.next_part();
    if person.is_withdrawn(&mut notes) {
        let parts = ["a person in force", "one whose source deleted it", "nothing of it is used"];
        notes.note(person.path.clone(), UnreadCode::Withdrawn, parts);
        withdraw(&mut record);
    }
    record.assessments = record.person.parts_of("AssessmentLearningExperience").map(Into::into).collect();
    record.employments = record.person.parts_of("EmploymentLearningExperience").map(Into::into).collect();
    record.military = record.person.parts_of("MilitaryLearningExperience").map(Into::into).collect();
    record.proficiencies = record.person.parts_of("Proficiency").map(Into::into).collect();
    record.consents = record.person.parts_of("Consent").map(Into::into).collect();
    notes.next_part();
    note_errors(&mut record, errors, &mut notes);
    record.unread = notes.finish(&person.path);
    record
}

/// Notes what the service could not tell. What is left of a statement after an error that is only counted is not used.
fn note_errors<'e>(record: &mut LearnerRecord, errors: impl Iterator<Item = &'e UpstreamError>, notes: &mut Notes) {
    let mut untold = HashSet::new();
    for error in errors {
        if notes.is_full() {
            untold.insert(statement(&error.path));
        }
        let found = format!("an error of the LIF service: “{}”", error.message);
        let parts = ["a value", &found, "ask whoever runs that service"];
        notes.note(error.path.clone(), UnreadCode::Upstream, parts);
    }
    record.awards.retain(|award| !untold.contains(award.path.as_str()));
    record.courses.retain(|course| !untold.contains(course.path.as_str()));
    record.programmes.retain(|programme| !untold.contains(programme.path.as_str()));
}

/// The part of an error's path that names a person's statement: `/data/person/0/CredentialAward/5`.
fn statement(path: &str) -> &str {
    path.match_indices('/').nth(5).map_or(path, |(end, _)| path.get(..end).unwrap_or(path))
}

/// What a source withdrew as a whole is withdrawn in each part.
fn withdraw(record: &mut LearnerRecord) {
    record.person.withdraw();
    record.awards.iter_mut().for_each(|award| award.deleted = true);
    record.courses.iter_mut().for_each(|course| course.deleted = true);
    record.programmes.iter_mut().for_each(|programme| programme.deleted = true);
}

fn names(person: &Node<'_>, notes: &mut Notes) -> Vec<PersonName> {
    let mut seen = HashSet::new();
    let mut names = Vec::new();
    for node in person.entities_in_force(&["Name"], notes) {
        let first = node.text(&["firstName"], notes);
        let last = node.text(&["lastName"], notes);
        let told = first.is_some() || last.is_some();
        let provenance = node.provenance(notes);
        // Two sources that agree are both kept: the learner is shown whose name it is.
        if told && seen.insert((first.clone(), last.clone(), provenance.source_id.clone())) {
            names.push(PersonName { first, last, provenance });
        }
    }
    names
}

fn identifiers(person: &Node<'_>, notes: &mut Notes) -> Vec<PersonIdentifier> {
    let mut seen = HashSet::new();
    let mut identifiers = Vec::new();
    for node in person.entities_in_force(&["Identifier"], notes) {
        let Some(value) = node.text(&["identifier"], notes) else { continue };
        let kind = node.text(&["identifierType"], notes);
        let provenance = node.provenance(notes);
        if seen.insert((value.clone(), kind.clone(), provenance.source_id.clone())) {
            identifiers.push(PersonIdentifier { value, kind, provenance });
        }
    }
    identifiers
}

fn emails(person: &Node<'_>, notes: &mut Notes) -> Vec<String> {
    let mut seen = HashSet::new();
    let mut emails = Vec::new();
    for contact in person.entities_in_force(&["Contact"], notes) {
        for email in contact.entities_in_force(&["Email"], notes) {
            let addresses = email.texts(&["emailAddress"], notes);
            emails.extend(addresses.into_iter().filter(|address| seen.insert(address.to_ascii_lowercase())));
        }
    }
    emails
}
