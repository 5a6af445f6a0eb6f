//! A LIF `Person`.

use crate::record::{LearnerRecord, PersonIdentifier, PersonName};

use super::envelope::UpstreamError;
use super::notes::Notes;
use super::tree::Node;
use super::{award, course};

/// Reads a person; `errors` are what the service that answered could not tell about them.
pub(super) fn read(person: &Node<'_>, errors: impl Iterator<Item = UpstreamError>) -> LearnerRecord {
    let mut notes = Notes::default();
    let mut record = LearnerRecord {
        path: person.path.clone(),
        names: names(person, &mut notes),
        identifiers: identifiers(person, &mut notes),
        emails: emails(person, &mut notes),
        awards: award::read(person, &mut notes),
        courses: course::courses(person, &mut notes),
        programmes: course::programmes(person, &mut notes),
        ..LearnerRecord::default()
    };
    if person.is_withdrawn(&mut notes) {
        notes.note(person.path.clone(), "a person in force", "one whose source deleted it", "nothing of it is used");
        withdraw(&mut record);
    }
    for error in errors {
        let found = format!("an error of the LIF service: “{}”", error.message);
        notes.note(error.path, "a value", &found, "ask whoever runs that service");
    }
    record.unread = notes.finish(&person.path);
    record
}

/// What a source withdrew as a whole is withdrawn in each part.
fn withdraw(record: &mut LearnerRecord) {
    record.awards.iter_mut().for_each(|award| award.deleted = true);
    record.courses.iter_mut().for_each(|course| course.deleted = true);
    record.programmes.iter_mut().for_each(|programme| programme.deleted = true);
}

fn names(person: &Node<'_>, notes: &mut Notes) -> Vec<PersonName> {
    let mut names: Vec<PersonName> = Vec::new();
    for node in person.entities_in_force(&["Name"], notes) {
        let first = node.text(&["firstName"], notes);
        let last = node.text(&["lastName"], notes);
        let told = first.is_some() || last.is_some();
        if told && !names.iter().any(|name| name.first == first && name.last == last) {
            names.push(PersonName { first, last, provenance: node.provenance(notes) });
        }
    }
    names
}

fn identifiers(person: &Node<'_>, notes: &mut Notes) -> Vec<PersonIdentifier> {
    let mut identifiers: Vec<PersonIdentifier> = Vec::new();
    for node in person.entities_in_force(&["Identifier"], notes) {
        let Some(value) = node.text(&["identifier"], notes) else { continue };
        let kind = node.text(&["identifierType"], notes);
        let identifier = PersonIdentifier { value, kind, provenance: node.provenance(notes) };
        if !identifiers.contains(&identifier) {
            identifiers.push(identifier);
        }
    }
    identifiers
}

fn emails(person: &Node<'_>, notes: &mut Notes) -> Vec<String> {
    let mut emails: Vec<String> = Vec::new();
    for contact in person.entities_in_force(&["Contact"], notes) {
        for email in contact.entities_in_force(&["Email"], notes) {
            for address in email.texts(&["emailAddress"], notes) {
                if !emails.iter().any(|known| known.eq_ignore_ascii_case(&address)) {
                    emails.push(address);
                }
            }
        }
    }
    emails
}
