//! What a whole document says beside persons: the LIF roots from `Assessment` to `Program`.

use std::sync::Arc;

use crate::record::{AlignmentStatement, CourseDefinition, CredentialDefinition, Entity, LearnerRecord, Unread};

use super::MAX_COPIES;
use super::entity;
use super::envelope::Group;
use super::error::RecordError;
use super::links::{self, Index};
use super::notes::Notes;
use super::scales::Scales;
use super::shapes::ROOTS;
use super::tree::{Node, members};

/// What a copy is reckoned at least: unread places are copied too.
const LEAST: usize = MAX_COPIES / 1000;

/// A document's definitions by what refers to them.
#[derive(Debug)]
pub(super) struct Known<'a> {
    /// What references may lead to.
    pub(super) index: Index<'a>,
    /// What has a scale.
    pub(super) scales: Scales<'a>,
}

/// A document's definitions, which every person in it is given.
#[derive(Debug, Default)]
pub(super) struct Definitions {
    credentials: Vec<CredentialDefinition>,
    courses: Vec<CourseDefinition>,
    all: Arc<[Entity]>,
    unread: Vec<Unread>,
}

impl Definitions {
    /// What statements about persons are held against.
    pub(super) fn known(&self) -> Known<'_> {
        Known { index: Index::of(&self.all), scales: Scales::of(&self.all) }
    }

    /// Gives `record` a copy.
    pub(super) fn add_to(&self, record: &mut LearnerRecord) {
        record.credentials.extend_from_slice(&self.credentials);
        record.course_definitions.extend_from_slice(&self.courses);
        record.definitions = Arc::clone(&self.all);
        record.unread.extend_from_slice(&self.unread);
    }
}

/// Reads the definitions of a group.
pub(super) fn read(group: &Group<'_>, file: &str) -> Result<Definitions, RecordError> {
    let Some(root) = &group.root else { return Ok(Definitions::default()) };
    bounded(root, group.people.len(), file)?;
    let mut notes = Notes::default();
    let credentials = root.entities_in_force(&["Credential"], &mut notes);
    let courses = root.entities_in_force(&["Course"], &mut notes);
    let credentials = credentials.iter().map(|node| credential(node, &mut notes)).collect();
    let courses = courses.iter().map(|node| course(node, &mut notes)).collect();
    notes.next_part();
    let all: Arc<[Entity]> = entity::roots(root, &mut notes).into();
    notes.next_part();
    links::dangling(&all, &[&Index::of(&all)], &mut notes);
    links::circles(&all, &mut notes);
    Ok(Definitions { credentials, courses, all, unread: notes.finish(&root.path) })
}

/// Refuses a document whose definitions, once for each person, would fill the memory.
fn bounded(root: &Node<'_>, people: usize, file: &str) -> Result<(), RecordError> {
    if people < 2 {
        return Ok(());
    }
    let sizes = members(root.object, &ROOTS).map(|(_, value)| value.to_string().len());
    let size: usize = sizes.filter(|size| *size > "[]".len()).sum();
    if size == 0 || size.max(LEAST).saturating_mul(people) <= MAX_COPIES {
        return Ok(());
    }
    let (file, path) = (file.to_owned(), root.path.clone());
    Err(RecordError::TooMany { file, path, what: "bytes of definitions over all persons", allowed: MAX_COPIES })
}

fn credential(node: &Node<'_>, notes: &mut Notes) -> CredentialDefinition {
    let alignments = node.entities_in_force(&["CredentialAlignments"], notes);
    CredentialDefinition {
        identifier: node.text(&["identifier", "id"], notes),
        uri: node.text(&["uri"], notes),
        name: node.text(&["name"], notes),
        description: node.text(&["description"], notes),
        achievement_type: node.texts(&["achievementType"], notes).into_iter().next(),
        criteria: criteria(node, notes),
        image: image(node, notes),
        field_of_study: node.text(&["fieldOfStudy"], notes),
        human_code: node.text(&["humanCode"], notes),
        credits_available: node.number(&["creditsAvailable"], notes),
        tags: node.texts(&["tags"], notes),
        alignments: alignments.iter().map(|item| alignment(item, notes)).collect(),
        provenance: node.provenance(notes),
    }
}

fn criteria(node: &Node<'_>, notes: &mut Notes) -> Vec<(Option<String>, Option<String>)> {
    let mut criteria = Vec::new();
    for requirement in node.entities_in_force(&["Requirements"], notes) {
        for criterion in requirement.entities_in_force(&["Criteria"], notes) {
            let stated = (criterion.text(&["uri"], notes), criterion.text(&["narrative"], notes));
            if stated != (None, None) {
                criteria.push(stated);
            }
        }
    }
    criteria
}

/// `Image` is an object in LIF 2.0, a text in some sources; the address stands in `id`, `uri`, `url` or `identifier`.
fn image(node: &Node<'_>, notes: &mut Notes) -> Option<String> {
    let mut quiet = Notes::default();
    let texts = node.texts(&["image"], &mut quiet);
    let images = if texts.is_empty() { node.entities_in_force(&["Image"], notes) } else { Vec::new() };
    let named = images.iter().flat_map(|image| image.texts(&["id", "uri", "url", "identifier"], notes));
    texts.into_iter().chain(named.collect::<Vec<_>>()).find(|text| is_image_address(text))
}

fn is_image_address(text: &str) -> bool {
    let address = ["https://", "http://", "data:image/"].iter().any(|start| text.starts_with(start));
    address && !text.contains(char::is_whitespace)
}

fn alignment(node: &Node<'_>, notes: &mut Notes) -> AlignmentStatement {
    AlignmentStatement {
        name: node.text(&["name"], notes),
        url: node.text(&["url"], notes),
        description: node.text(&["description"], notes),
        framework: node.text(&["framework"], notes),
        code: node.text(&["code"], notes),
    }
}

fn course(node: &Node<'_>, notes: &mut Notes) -> CourseDefinition {
    let identifiers = node.entities_in_force(&["Identifier"], notes);
    let subject = node.text(&["courseSubjectAbbreviation"], notes);
    let number = node.text(&["courseNumber"], notes);
    let spoken = match (subject, number) {
        (Some(subject), Some(number)) => Some(format!("{subject} {number}")),
        (None, Some(number)) => Some(number),
        (_, None) => None,
    };
    CourseDefinition {
        identifier: node
            .text(&["identifier"], notes)
            .or_else(|| identifiers.iter().find_map(|item| item.text(&["identifier"], notes))),
        name: node.text(&["name"], notes),
        description: node.text(&["description"], notes),
        code: spoken.or_else(|| identifiers.iter().find_map(|item| course_code(item, notes))),
        credits: node.number(&["courseCreditValue"], notes),
        provenance: node.provenance(notes),
    }
}

/// The identifier that its type calls a course code.
fn course_code(node: &Node<'_>, notes: &mut Notes) -> Option<String> {
    let kind = node.text(&["identifierType"], notes)?;
    kind.eq_ignore_ascii_case("Course Code").then(|| node.text(&["identifier"], notes)).flatten()
}
