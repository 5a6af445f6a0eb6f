//! The expansion tests of JSON-LD 1.1 (W3C). This crate has no expanded form to show, so a case passes when the document and
//! the expanded form that the suite expects come to the same statements. Every case runs; those that end otherwise stand in
//! [`DIFFERENCES`] with the reason, and must go on ending that way.

use canon::{Budget, CanonError, rdfc10, to_quads_at};
use serde_json::Value;

use crate::json_ld_api::{BASE, Documents, Outcome};
use crate::shared::{data, json};

const SUITE: &str = "W3C JSON-LD 1.1 expand, through RDF";

const DIFFERENCES: &[(Outcome, &str, &[&str])] = &[
    (
        Outcome::Refused,
        "safe mode: a term that no context defines would be dropped",
        &["t0003", "t0016", "t0032", "t0059", "t0060", "t0065", "tc014", "tc018", "tin06", "tpr06", "tpr19"],
    ),
    (
        Outcome::Refused,
        "safe mode: a null @value, a lone @language or a free-floating node or value would be dropped",
        &["t0001", "t0004", "t0008", "t0014", "t0019", "t0036", "t0045", "t0046", "t0047"],
    ),
    (Outcome::Refused, "safe mode: a blank node as property would be dropped", &["t0038", "t0068", "t0075"]),
    (
        Outcome::Refused,
        "safe mode: what looks like a keyword and is none would be ignored",
        &["t0005", "t0119", "t0120", "t0122", "tpr34", "tpr35", "tpr36", "tpr37", "tpr38", "tpr39"],
    ),
    (Outcome::Refused, "@direction is not supported", &["tdi01", "tdi02", "tdi03", "tdi04", "tdi05", "tdi06", "tdi07"]),
    (Outcome::Refused, "the expandContext option is not offered", &["t0077"]),
    (Outcome::Refused, "JSON-LD 1.0: terms like IRIs may mean something else", &["t0026", "t0071"]),
    (
        Outcome::Accepted,
        "JSON-LD 1.0: lists of lists, relative vocabularies, @type as a set, arrays of containers and @none are errors",
        &["t0115", "t0116", "ter24", "ter32", "ter42", "tes01", "ttn01"],
    ),
];

fn canonical(document: &Value, base: &str, documents: &Documents) -> Result<String, CanonError> {
    let quads = to_quads_at(document, Some(base), documents, &Budget::default())?;
    Ok(rdfc10(&quads, &Budget::default())?.nquads)
}

fn run(test: &Value, folder: &std::path::Path, documents: &Documents) -> (Outcome, String) {
    let input = test["input"].as_str().unwrap();
    let own = format!("{BASE}{input}");
    let base = test["option"]["base"].as_str().unwrap_or(&own);
    let ours = canonical(&json(&folder.join(input)), base, documents);
    let Some(expected) = test["expect"].as_str() else {
        return match ours {
            Ok(_) => (Outcome::Accepted, format!("{} expected", test["expectErrorCode"])),
            Err(error) => (Outcome::Passed, error.to_string()),
        };
    };
    match (ours, canonical(&json(&folder.join(expected)), base, documents)) {
        (Ok(ours), Ok(expected)) if ours == expected => (Outcome::Passed, String::new()),
        (Ok(ours), Ok(expected)) => (Outcome::Different, format!("{ours}\ninstead of\n{expected}")),
        (Err(error), _) => (Outcome::Refused, error.to_string()),
        (_, Err(error)) => (Outcome::Refused, format!("the expected form: {error}")),
    }
}

#[test]
fn every_case_passes_or_differs_on_purpose() {
    let Some(data) = data(SUITE) else { return };
    let folder = data.join("vectors/json-ld-api");
    let documents = Documents::load(&folder);
    let (mut passed, mut wrong) = (0, Vec::new());
    for test in json(&folder.join("expand-manifest.jsonld"))["sequence"].as_array().unwrap() {
        let id = test["@id"].as_str().unwrap().trim_start_matches('#');
        let (outcome, detail) = run(test, &folder, &documents);
        let listed = DIFFERENCES.iter().find(|(_, _, ids)| ids.contains(&id));
        let expected = listed.map_or(Outcome::Passed, |(outcome, _, _)| *outcome);
        if outcome != expected {
            wrong.push(format!("{id} {}: {outcome:?}, not {expected:?}: {detail}", test["name"]));
        }
        passed += usize::from(outcome == Outcome::Passed);
    }
    assert_eq!(wrong, Vec::<String>::new());
    what_ran::ran(SUITE, passed);
    for (_, reason, ids) in DIFFERENCES {
        what_ran::not_applicable(SUITE, ids.len(), reason);
    }
}
