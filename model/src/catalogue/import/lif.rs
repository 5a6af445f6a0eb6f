//! What can be awarded in a LIF document: its definitions, and what its persons have been awarded or study.

mod defined;

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use serde_json::{Value, json};

use crate::catalogue::AchievementKind;
use crate::catalogue::file::{EntryTable, MatchTable};
use crate::lif;
use crate::record::{Award, LearnerRecord, Proficiency, Provenance, Reference};

use super::ImportError;
use super::collector::Collector;

pub(super) fn read(document: Value, bytes: &[u8], file: &str, collector: &mut Collector) -> Result<(), ImportError> {
    let records = match with_somebody(document) {
        Some(document) => lif::read(document.to_string().as_bytes(), file)?,
        None => lif::read(bytes, file)?,
    };
    // The persons of a document share its definitions.
    let mut before: Option<&LearnerRecord> = None;
    let mut known = Known::default();
    let mut said = HashSet::new();
    for record in &records {
        if !before.is_some_and(|one| Arc::ptr_eq(&one.definitions, &record.definitions)) {
            known = Known::of(record);
            defined::offer(record, collector);
        }
        before = Some(record);
        for unread in record.unread.iter().filter(|unread| !unread.path.starts_with(&record.path)) {
            if said.insert((&unread.path, &unread.reason)) {
                collector.leave_member_out(&unread.path, &unread.reason);
            }
        }
        referred_to(record, &known, collector);
    }
    Ok(())
}

/// Definitions are read with the persons they are for. A document that defines and names nobody gets a person of whom
/// nothing is known; `None` for a document that can be read as it is.
fn with_somebody(mut document: Value) -> Option<Value> {
    let object = document.as_object_mut()?;
    let person = object.keys().find(|key| key.eq_ignore_ascii_case("Person")).cloned();
    let is_empty = |value: &Value| value.is_null() || value.as_array().is_some_and(Vec::is_empty);
    if person.as_ref().is_some_and(|key| !object.get(key).is_some_and(is_empty)) {
        return None;
    }
    let defines = |key: &String| {
        ["Credential", "Course", "Program", "Assessment"].iter().any(|root| key.eq_ignore_ascii_case(root))
    };
    if person.is_none() && !object.keys().any(defines) {
        return None;
    }
    object.insert(person.unwrap_or_else(|| "Person".to_owned()), json!([{"Identifier": []}]));
    Some(document)
}

/// What a document defines, by identifier or number, and by name.
#[derive(Default)]
struct Known<'a> {
    ids: HashSet<(AchievementKind, &'a str)>,
    names: HashSet<(AchievementKind, &'a str)>,
    /// Credentials that the document defines without a name, which an award of one may have.
    nameless: HashSet<&'a str>,
    /// The document defines nothing at all, as the answer of a GraphQL API does.
    is_silent: bool,
}

impl<'a> Known<'a> {
    fn of(record: &'a LearnerRecord) -> Self {
        let mut known = Self { is_silent: record.definitions.is_empty(), ..Self::default() };
        for one in &record.credentials {
            known.nameless.extend(one.identifier.as_deref().filter(|_| one.name.is_none()));
            known.add(AchievementKind::Award, [one.identifier.as_deref(), None], one.name.as_deref());
        }
        for one in &record.course_definitions {
            known.add(AchievementKind::Course, [one.identifier.as_deref(), one.code.as_deref()], one.name.as_deref());
        }
        for one in record.definitions.iter().filter(|one| one.kind == "Program") {
            known.add(AchievementKind::Programme, [one.identifier.as_deref(), None], one.name.as_deref());
        }
        for one in record.definitions.iter().filter(|one| one.kind == "Assessment") {
            known.add(AchievementKind::Assessment, [one.identifier.as_deref(), None], one.name.as_deref());
        }
        known
    }

    /// A definition without a name makes no entry; what refers to it may name it.
    fn add(&mut self, kind: AchievementKind, ids: [Option<&'a str>; 2], name: Option<&'a str>) {
        let Some(name) = name.filter(|name| !name.trim().is_empty()) else { return };
        self.ids.extend(ids.into_iter().flatten().map(|id| (kind, id)));
        self.names.insert((kind, name));
    }

    /// Whether the document defines credentials or other things, and not what this award is for.
    fn leaves_open(&self, named: &Named<'_>) -> bool {
        let named_by_award = named.identifier().is_some_and(|id| self.nameless.contains(id));
        !self.is_silent && !self.defines(named) && !named_by_award
    }

    /// Whether packaging finds a definition: by identifier, without one by name.
    fn defines(&self, named: &Named<'_>) -> bool {
        match named.identifier() {
            Some(id) => self.ids.contains(&(named.kind, id)),
            None => named.name().is_some_and(|name| self.names.contains(&(named.kind, name))),
        }
    }
}

/// What a person has that the document does not define.
fn referred_to(record: &LearnerRecord, known: &Known<'_>, collector: &mut Collector) {
    for award in &record.awards {
        let why = match award {
            Award { self_asserted: true, .. } => Some("the learner states this award, not the organisation"),
            Award { deleted: true, .. } => Some("its source withdrew this award"),
            _ => None,
        };
        let (name, reference, provenance) = (award.name.as_deref(), award.instance_of.as_ref(), &award.provenance);
        let named = Named { kind: AchievementKind::Award, path: &award.path, name, reference, provenance };
        match why {
            Some(why) if !known.defines(&named) => collector.leave_out(&award.path, why),
            _ if known.leaves_open(&named) => collector.leave_out(
                &award.path,
                "this award refers to no credential that the document defines, so nothing says what it is for",
            ),
            _ => named.offer(known, collector),
        }
    }
    for course in record.courses.iter().filter(|course| !course.deleted) {
        let (name, reference, provenance) = (course.name.as_deref(), course.course.as_ref(), &course.provenance);
        let named = Named { kind: AchievementKind::Course, path: &course.path, name, reference, provenance };
        named.offer(known, collector);
    }
    for one in record.programmes.iter().filter(|one| !one.deleted) {
        let (name, reference, provenance) = (one.name.as_deref(), one.program.as_ref(), &one.provenance);
        let named = Named { kind: AchievementKind::Programme, path: &one.path, name, reference, provenance };
        named.offer(known, collector);
    }
    for one in record.assessments.iter().filter(|one| !one.deleted) {
        let (name, reference, provenance) = (one.name.as_deref(), one.assessment.as_ref(), &one.provenance);
        let named = Named { kind: AchievementKind::Assessment, path: &one.path, name, reference, provenance };
        named.offer(known, collector);
    }
    for one in assessed(record) {
        let (name, reference) = (one.name.as_deref(), one.competency.as_ref().or(one.definition.as_ref()));
        let kind = AchievementKind::Competency;
        Named { kind, path: &one.path, name, reference, provenance: &one.provenance }.offer(known, collector);
    }
}

/// The proficiencies that a catalogue needs: those that were assessed, and those that alone say what an award is for. A
/// record may list a hundred others.
fn assessed(record: &LearnerRecord) -> impl Iterator<Item = &Proficiency> {
    let identifier = |one: &Option<Reference>| one.as_ref().and_then(|one| one.identifier.clone());
    let tested: HashSet<String> = record.assessments.iter().filter_map(|one| identifier(&one.proficiency)).collect();
    let mut named: HashMap<String, HashSet<Option<&str>>> = HashMap::new();
    for one in record.proficiencies.iter().filter(|one| !one.deleted) {
        if let Some(award) = identifier(&one.award) {
            named.entry(award).or_default().insert(one.name.as_deref());
        }
    }
    record.proficiencies.iter().filter(move |one| {
        let alone = identifier(&one.award).and_then(|award| named.get(&award)).is_some_and(|names| names.len() == 1);
        let tested = one.identifier.as_ref().is_some_and(|id| tested.contains(id));
        !one.deleted && (one.is_assessed() || tested || alone)
    })
}

/// Something a person has, by name.
struct Named<'a> {
    kind: AchievementKind,
    path: &'a str,
    name: Option<&'a str>,
    reference: Option<&'a Reference>,
    provenance: &'a Provenance,
}

impl<'a> Named<'a> {
    fn identifier(&self) -> Option<&'a str> {
        self.reference.and_then(|one| one.identifier.as_deref()).filter(|id| !id.is_empty())
    }

    fn name(&self) -> Option<&'a str> {
        self.name.or_else(|| self.reference.and_then(|one| one.name.as_deref())).filter(|name| !name.trim().is_empty())
    }

    fn offer(&self, known: &Known<'_>, collector: &mut Collector) {
        if known.defines(self) {
            return;
        }
        let Some(name) = self.name() else {
            let kind = self.kind.as_str();
            collector.leave_out(self.path, format!("this {kind} has no name, and none refers to one that has"));
            return;
        };
        let table = EntryTable {
            kind: Some(self.kind),
            name: Some(name.to_owned()),
            matches: by_identifier(self.identifier(), self.provenance),
            ..EntryTable::default()
        };
        collector.offer_of_source(self.path, table, self.provenance.source_id.clone());
    }
}

fn by_identifier(identifier: Option<&str>, provenance: &Provenance) -> Vec<MatchTable> {
    let identifier = identifier.filter(|id| !id.is_empty()).map(str::to_owned);
    let source = provenance.source_id.clone();
    identifier.map(|id| MatchTable { source, identifier: Some(id), ..MatchTable::default() }).into_iter().collect()
}
