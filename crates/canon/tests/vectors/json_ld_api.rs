//! The toRdf tests of JSON-LD 1.1 (W3C), which repeat the expansion tests. Every case runs; those that end otherwise
//! than the suite says stand in [`DIFFERENCES`] with the reason, and must go on ending that way.

use std::collections::HashMap;
use std::path::Path;

use canon::{Budget, CanonError, ContextLoader, nquads, rdfc10, to_quads_at};
use serde_json::Value;

use crate::shared::{data, json, text};

pub(crate) const BASE: &str = "https://w3c.github.io/json-ld-api/tests/";

/// What a case came to.
#[derive(Debug, PartialEq, Eq, Clone, Copy)]
pub(crate) enum Outcome {
    Passed,
    /// Refused where the suite expects quads.
    Refused,
    /// Other quads than the suite expects.
    Different,
    /// Accepted where the suite expects an error.
    Accepted,
}

/// Deliberate differences: what they come to, why, and the cases.
const DIFFERENCES: &[(Outcome, &str, &[&str])] = &[
    (
        Outcome::Refused,
        "safe mode: a term that no context defines would be dropped",
        &["tc014", "tc018", "te003", "te016", "te032", "te059", "te060", "te065", "tin06", "tpr06", "tpr19"],
    ),
    (
        Outcome::Refused,
        "safe mode: a null @value, a lone @language or a free-floating node or value would be dropped",
        &["t0030", "te001", "te004", "te008", "te014", "te019", "te036", "te045", "te046", "te047"],
    ),
    (Outcome::Refused, "safe mode: a blank node as property would be dropped", &["t0118", "te038", "te068", "te075"]),
    (
        Outcome::Refused,
        "safe mode: a relative or invalid IRI or language tag would be dropped with its statement",
        &["tli12", "tli14", "twf01", "twf02", "twf03", "twf04", "twf05", "twf07"],
    ),
    (
        Outcome::Refused,
        "safe mode: what looks like a keyword and is none would be ignored",
        &["te005", "te119", "te120", "te122", "tpr34", "tpr35", "tpr36", "tpr37", "tpr38", "tpr39"],
    ),
    (
        Outcome::Refused,
        "@direction is not supported",
        &["tdi01", "tdi02", "tdi03", "tdi04", "tdi05", "tdi06", "tdi07", "tdi09", "tdi10", "tdi11", "tdi12"],
    ),
    (Outcome::Refused, "the expandContext option is not offered", &["te077"]),
    (Outcome::Refused, "JSON-LD 1.0: terms like IRIs may mean something else", &["te026", "te071"]),
    (
        Outcome::Accepted,
        "JSON-LD 1.0: lists of lists, relative vocabularies, @type as a set and @none are errors",
        &["te115", "te116", "ter24", "ter32", "ter42", "ttn01"],
    ),
    (
        Outcome::Different,
        "an IRI with two number signs is kept, as the other implementations sign it",
        &["te111", "te112"],
    ),
];

const SUITE: &str = "W3C JSON-LD 1.1 toRdf";

pub(crate) struct Documents(HashMap<String, Value>);

impl Documents {
    pub(crate) fn load(folder: &Path) -> Self {
        let mut documents = HashMap::new();
        let mut folders = vec![folder.to_owned()];
        while let Some(inner) = folders.pop() {
            for entry in std::fs::read_dir(inner).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else if path.extension().is_some_and(|extension| extension == "jsonld") {
                    let name = path.strip_prefix(folder).unwrap().display().to_string();
                    documents.insert(format!("{BASE}{name}"), json(&path));
                }
            }
        }
        Self(documents)
    }
}

impl ContextLoader for Documents {
    fn context(&self, url: &str) -> Option<&Value> {
        self.0.get(url)
    }
}

fn run(test: &Value, folder: &Path, documents: &Documents) -> (Outcome, String) {
    // One case names the folder of the expansion tests.
    let input = test["input"].as_str().unwrap().replace("expand/", "toRdf/");
    let own = format!("{BASE}{input}");
    let base = test["option"]["base"].as_str().unwrap_or(&own);
    let quads = to_quads_at(&json(&folder.join(&input)), Some(base), documents, &Budget::default());
    let negative = test["@type"].as_array().unwrap().iter().any(|kind| kind == "jld:NegativeEvaluationTest");
    let quads = match (quads, negative) {
        (Ok(_), true) => return (Outcome::Accepted, format!("{} expected", test["expectErrorCode"])),
        (Err(error), true) => return (Outcome::Passed, code(&error).to_owned()),
        (Err(error), false) => return (Outcome::Refused, error.to_string()),
        (Ok(quads), false) => quads,
    };
    let Some(expected) = test["expect"].as_str() else { return (Outcome::Passed, String::new()) };
    let canonical = |quads: &[canon::Quad]| rdfc10(quads, &Budget::default()).unwrap().nquads;
    let ours = canonical(&quads);
    match nquads::parse(&text(&folder.join(expected)), 10_000) {
        Ok(expected) if canonical(&expected) == ours => (Outcome::Passed, String::new()),
        _ => (Outcome::Different, ours),
    }
}

fn code(error: &CanonError) -> &str {
    match error {
        CanonError::Invalid { code, .. } => code,
        _ => "",
    }
}

#[test]
fn every_case_passes_or_differs_on_purpose() {
    let Some(data) = data(SUITE) else { return };
    let folder = data.join("vectors/json-ld-api");
    let documents = Documents::load(&folder);
    let (mut passed, mut differ, mut same_code, mut negative) = (0, 0, 0, 0);
    let mut wrong = Vec::new();
    for test in json(&folder.join("toRdf-manifest.jsonld"))["sequence"].as_array().unwrap() {
        let id = test["@id"].as_str().unwrap().trim_start_matches('#');
        let (outcome, detail) = run(test, &folder, &documents);
        let listed = DIFFERENCES.iter().find(|(_, _, ids)| ids.contains(&id));
        let expected = listed.map_or(Outcome::Passed, |(outcome, _, _)| *outcome);
        if outcome != expected {
            wrong.push(format!("{id} {}: {outcome:?}, not {expected:?}: {detail}", test["name"]));
        }
        passed += usize::from(outcome == Outcome::Passed);
        differ += usize::from(listed.is_some());
        if let Some(code) = test["expectErrorCode"].as_str() {
            negative += 1;
            same_code += usize::from(code == detail);
        }
    }
    println!("json-ld-api toRdf: {passed} passed ({same_code} of {negative} errors by the same code), {differ} differ");
    assert_eq!(wrong, Vec::<String>::new());
    what_ran::ran(SUITE, passed);
    for (_, reason, ids) in DIFFERENCES {
        what_ran::not_applicable(SUITE, ids.len(), reason);
    }
}
