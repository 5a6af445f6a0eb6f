//! Credential Engine's CTDL as JSON-LD: one resource, a graph of them, or the registry's envelope around either.

use serde_json::{Map, Value};

use crate::catalogue::AchievementKind;
use crate::catalogue::file::{AlignmentTable, EntryTable};
use crate::catalogue::target::{Framework, Target};
use crate::vocabulary;

use super::ImportError;
use super::collector::Collector;
use super::json::{each, kind, plain, texts};

type Node = Map<String, Value>;

/// What CTDL's own classes begin with in a graph.
const PREFIX: &str = "ceterms:";

/// What ends the names of credential classes that Open Badges does not list.
const CREDENTIALS: [&str; 7] =
    ["Certificate", "Certification", "Credential", "Degree", "Diploma", "Doctorate", "License"];

/// Whether a document is CTDL: an envelope, a graph, or a resource with CTDL's terms.
pub(super) fn is(document: &Value) -> bool {
    let nodes = each(Some(document), "");
    let ours = |node: &Node| {
        let speaks = |key: &String| key.starts_with(PREFIX) || key.starts_with("ceasn:");
        node.contains_key("@graph") || node.contains_key("decoded_resource") || node.keys().any(speaks)
    };
    nodes.iter().any(|(_, node)| node.as_object().is_some_and(ours))
}

/// Offers every credential, course, programme and assessment; leaves the rest out by name.
pub(super) fn read(document: &Value, file: &str, collector: &mut Collector) -> Result<(), ImportError> {
    let mut found = 0_usize;
    for (place, outer) in each(Some(document), "") {
        let (place, inner) = match outer.get("decoded_resource") {
            Some(resource) => (format!("{place}/decoded_resource"), resource),
            None => (place, outer),
        };
        let nodes = match inner.get("@graph") {
            Some(graph) => each(Some(graph), &format!("{place}/@graph")),
            None => vec![(place, inner)],
        };
        for (place, node) in nodes {
            let Some(node) = node.as_object() else {
                collector.leave_out(&place, format!("expected a CTDL resource, found {}", kind(node)));
                continue;
            };
            found += 1;
            resource(&place, node, collector);
        }
    }
    if found > 0 {
        return Ok(());
    }
    let (expected, found) = ("a CTDL resource or a graph of them", kind(document).to_owned());
    Err(ImportError::Unexpected { file: file.to_owned(), place: "the top".to_owned(), expected, found })
}

fn resource(place: &str, node: &Node, collector: &mut Collector) {
    let types = texts(node.get("@type"));
    let Some((kind, achievement_type)) = types.iter().find_map(|one| class(one)) else {
        let named = types.first().map_or("without a type", String::as_str);
        collector.leave_out(place, format!("“{}” is nothing that is awarded", super::collector::start(named)));
        return;
    };
    let name = first(node, "name");
    let (criteria, criteria_url) = criteria(node);
    let mut table = EntryTable {
        kind: Some(kind),
        description: first(node, "description"),
        criteria,
        criteria_url,
        image: address(member(node, "image")),
        achievement_type: Some(achievement_type),
        field_of_study: first_of(member(node, "instructionalProgramType"), "targetNodeName"),
        human_code: first(node, "codedNotation"),
        credits_available: credits(node, place, collector),
        tags: texts(member(node, "keyword")),
        alignments: alignments(node, place, collector),
        name,
        ..EntryTable::default()
    };
    if let Some(own) = ctid(node, place, collector, table.name.as_deref().unwrap_or_default(), kind) {
        table.alignments.insert(0, own);
    }
    collector.offer(place, table);
}

/// What a class is in a catalogue; `None` for what nobody can be awarded.
fn class(stated: &str) -> Option<(AchievementKind, String)> {
    let name = stated.strip_prefix(PREFIX).unwrap_or(stated);
    let award = |name: &str| Some((AchievementKind::Award, name.to_owned()));
    match name {
        "Badge" | "OpenBadge" | "DigitalBadge" => award("Badge"),
        "AssessmentProfile" => award("Assessment"),
        "Course" => Some((AchievementKind::Course, name.to_owned())),
        "LearningProgram" | "LearningOpportunityProfile" => {
            Some((AchievementKind::Programme, "LearningProgram".to_owned()))
        }
        // Open Badges has words for what is no credential in CTDL; what holders are given is left.
        "Competency" | "Assignment" | "Fieldwork" | "Membership" => None,
        listed if vocabulary::ACHIEVEMENT_TYPES.contains(&listed) => award(listed),
        other if CREDENTIALS.iter().any(|end| other.ends_with(end)) => award(&format!("ext:{other}")),
        _ => None,
    }
}

/// A member in today's words or in those of the registry's first samples.
fn member<'a>(node: &'a Node, name: &str) -> Option<&'a Value> {
    ["ceterms:", "schema:", ""].iter().find_map(|prefix| node.get(&format!("{prefix}{name}")))
}

fn first(node: &Node, name: &str) -> Option<String> {
    texts(member(node, name)).into_iter().next()
}

fn first_of(list: Option<&Value>, name: &str) -> Option<String> {
    each(list, "").iter().find_map(|(_, item)| first(item.as_object()?, name))
}

/// An address, alone or as an object's id.
fn address(value: Option<&Value>) -> Option<String> {
    each(value, "").iter().find_map(|(_, item)| plain(item.get("@id").unwrap_or(item)))
}

/// What is required, in the words of `ceterms:requires`: a description and listed conditions.
fn criteria(node: &Node) -> (Option<String>, Option<String>) {
    let mut said = Vec::new();
    let mut page = None;
    for (_, profile) in each(member(node, "requires"), "") {
        let Some(profile) = profile.as_object() else { continue };
        said.extend(first(profile, "description"));
        said.extend(texts(member(profile, "condition")).iter().map(|condition| format!("- {condition}")));
        page = page.or_else(|| address(member(profile, "subjectWebpage")));
    }
    ((!said.is_empty()).then(|| said.join("\n")), page)
}

fn credits(node: &Node, place: &str, collector: &mut Collector) -> Option<f64> {
    let (at, stated) = each(member(node, "creditValue"), &format!("{place}/ceterms:creditValue")).into_iter().next()?;
    let value = stated.get("schema:value").or_else(|| stated.get("qdata:value")).unwrap_or(stated);
    let number = plain(value).and_then(|text| text.parse::<f64>().ok());
    if number.is_none() {
        collector.leave_member_out(&at, "credits are expected to be one number (schema:value)");
    }
    number
}

/// The alignment to the resource itself, by its CTID.
fn ctid(
    node: &Node,
    place: &str,
    collector: &mut Collector,
    name: &str,
    kind: AchievementKind,
) -> Option<AlignmentTable> {
    let id = first(node, "ctid")?;
    if let Err(error) = Target::of(Framework::CredentialEngine, &id) {
        collector.leave_member_out(&format!("{place}/ceterms:ctid"), error.to_string());
        return None;
    }
    let is_credential = kind == AchievementKind::Award;
    let target_type = is_credential.then(|| "ceterms:Credential".to_owned());
    Some(AlignmentTable { name: name.to_owned(), ctid: Some(id), target_type, ..AlignmentTable::default() })
}

/// Occupations, and the competencies that are required.
fn alignments(node: &Node, place: &str, collector: &mut Collector) -> Vec<AlignmentTable> {
    let mut found = Vec::new();
    for (at, item) in each(member(node, "occupationType"), &format!("{place}/ceterms:occupationType")) {
        found.extend(alignment(&at, item, None, collector));
    }
    for (at, profile) in each(member(node, "requires"), &format!("{place}/ceterms:requires")) {
        let Some(profile) = profile.as_object() else { continue };
        for (at, item) in each(member(profile, "targetCompetency"), &format!("{at}/ceterms:targetCompetency")) {
            found.extend(alignment(&at, item, Some("ceasn:Competency"), collector));
        }
    }
    found
}

/// A `ceterms:CredentialAlignmentObject`.
fn alignment(
    place: &str,
    item: &Value,
    target_type: Option<&str>,
    collector: &mut Collector,
) -> Option<AlignmentTable> {
    let stated = item.as_object()?;
    let code = first(stated, "codedNotation");
    let framework = first(stated, "frameworkName");
    let named = |framework: &String| framework.to_ascii_lowercase().replace('*', "").starts_with("onet");
    let onet = code.clone().filter(|_| framework.as_ref().is_some_and(named));
    let name = first(stated, "targetNodeName");
    let url = address(member(stated, "targetNode"));
    let Some(name) = name.filter(|_| url.is_some() || onet.is_some()) else {
        collector.leave_member_out(place, "an alignment needs targetNodeName and targetNode (or an O*NET-SOC code)");
        return None;
    };
    let target_type = target_type.map(str::to_owned);
    let description = first(stated, "targetNodeDescription");
    let table = AlignmentTable { name, description, target_type, ..AlignmentTable::default() };
    Some(match url {
        Some(url) => AlignmentTable { url: Some(url), code, framework, ..table },
        None => AlignmentTable { onet, ..table },
    })
}
