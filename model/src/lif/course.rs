//! LIF `CourseLearningExperience` and `ProgramLearningExperience`.

use crate::record::{Course, Programme};

use super::notes::Notes;
use super::tree::Node;

/// Every course of a person, those the source withdrew included.
pub(super) fn courses(person: &Node<'_>, notes: &mut Notes) -> Vec<Course> {
    let taken = person.entities(&["CourseLearningExperience"], notes);
    taken.iter().filter_map(|node| notes.told(|notes| course(node, notes))).collect()
}

/// Every programme of a person, those the source withdrew included.
pub(super) fn programmes(person: &Node<'_>, notes: &mut Notes) -> Vec<Programme> {
    let taken = person.entities(&["ProgramLearningExperience"], notes);
    taken.iter().filter_map(|node| notes.told(|notes| programme(node, notes))).collect()
}

fn course(node: &Node<'_>, notes: &mut Notes) -> Course {
    Course {
        path: node.path.clone(),
        identifier: node.text(&["identifier"], notes),
        name: node.text(&["name"], notes),
        start: node.date(&["startDate"], notes),
        end: node.date(&["endDate"], notes),
        exit: node.date(&["exitDate"], notes),
        status: node.text(&["enrollmentStatusType"], notes),
        grade: node.text(&["experienceGrade"], notes),
        numerical_grade: node.number(&["experienceNumericalGrade"], notes),
        credits: node.number(&["courseTotal"], notes),
        term: node.text(&["term", "academicTerm", "session"], notes),
        deleted: node.is_withdrawn(notes),
        course: node.reference(&["RefCourse"], notes),
        award: node.reference(&["RefCredentialAward"], notes),
        offered_by: node
            .reference(&["offeredByRefOrganization"], notes)
            .or_else(|| node.reference(&["assertedByRefOrganization"], notes)),
        provenance: node.provenance(notes),
    }
}

fn programme(node: &Node<'_>, notes: &mut Notes) -> Programme {
    Programme {
        path: node.path.clone(),
        identifier: node.text(&["identifier"], notes),
        name: node.text(&["name"], notes),
        start: node.date(&["startDate"], notes),
        end: node.date(&["endDate"], notes),
        exit: node.date(&["exitDate"], notes),
        status: node.text(&["participationStatus"], notes),
        deleted: node.is_withdrawn(notes),
        program: node.reference(&["RefProgram"], notes),
        award: node.reference(&["RefCredentialAward"], notes),
        offered_by: node
            .reference(&["offeredByRefOrganization"], notes)
            .or_else(|| node.reference(&["assertedByRefOrganization"], notes)),
        provenance: node.provenance(notes),
    }
}
