//! Every single change worth trying at a place of a document.

use serde_json::{Map, Value, json};

/// What a value may become: every JSON type, near misses of each pattern, enumeration and format, and language maps.
pub(crate) fn replacements() -> Vec<Value> {
    let texts = [
        "",
        "text",
        "Image",
        "Profile",
        "Achievement",
        "VerifiableCredential",
        "ClrCredential",
        "OpenBadgeCredential",
        "Course",
        "course",
        "ext:Other",
        "ext:",
        "ext:|",
        "ext:-",
        "an ext:x inside",
        "Completed",
        "Status",
        "CTDL",
        "name",
        "exactMatchOf",
        "2026-02-03",
        "2026-02-30",
        "2026-02-03T10:00:00",
        "2026-02-03T10:00:00z",
        "2026-02-03T25:00:00Z",
        "2026-02-03T10:00:00.5-11:30",
        "2026-02-03 10:00:00Z",
        "en",
        "EN",
        "zh-Hant-TW",
        "es-419",
        "en-gb",
        "a.b.c",
        "a..c",
        "a.b",
        ".b.c",
        "a.b.c=",
        "a.b.c\n",
        "https://www.w3.org/ns/credentials/v2",
        "https://www.w3.org/2018/credentials/v1",
        "https://purl.imsglobal.org/spec/ob/v3p0/context.json",
        "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.9.json",
        "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.10.json",
        "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.1-3.0.2.json",
        "https://purl.imsglobal.org/spec/ob/v3p0/contextXjson",
        "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json",
        "https://purl.imsglobal.org/spec/clr/v2p0/context-3.0.1.json",
    ];
    let others = json!([
        null, true, false, 0, 7, -1.5, 1e300, [], {}, [[]], [7], ["text"], ["text", 7], [null], {"en": "text"},
        {"en": 7}, {"en-GB": "text"}, {"english": "text"}, {"en": "a.b.c"}, {"en": "Image"}, {"id": "text"},
        {"id": "text", "type": "text"}, {"id": "text", "type": ["Profile"]}, {"type": "text"}, {"type": ["text"]},
        {"id": "text", "type": "Image"}, ["VerifiableCredential", "ClrCredential"],
        ["VerifiableCredential", "AchievementCredential"], ["Achievement", {"en": "text"}]
    ]);
    let others = others.as_array().cloned().unwrap_or_default();
    texts.into_iter().map(Value::from).chain(others).collect()
}

/// The pointers to every value of a document, its own `""` among them.
pub(crate) fn places(document: &Value) -> Vec<String> {
    let mut found = vec![String::new()];
    let mut next = 0;
    while let Some(place) = found.get(next).cloned() {
        next += 1;
        match document.pointer(&place) {
            Some(Value::Object(members)) => {
                found.extend(
                    members.keys().map(|name| format!("{place}/{}", name.replace('~', "~0").replace('/', "~1"))),
                );
            }
            Some(Value::Array(items)) => found.extend((0..items.len()).map(|index| format!("{place}/{index}"))),
            _ => {}
        }
    }
    found
}

/// The changes of shape that the value at a place allows.
pub(crate) fn reshapings(value: &Value) -> Vec<Value> {
    let mut shapes = vec![json!([value]), json!([value, value]), json!({"en": value})];
    match value {
        Value::Array(items) => {
            shapes.extend(items.first().cloned());
            shapes.push(items.iter().skip(1).cloned().collect());
            shapes.push(items.iter().rev().cloned().collect());
            shapes.push(items.iter().cloned().chain([json!("text")]).collect());
            shapes.push(items.iter().cloned().chain([Value::Null]).collect());
        }
        Value::Object(members) => {
            shapes.extend(members.keys().map(|name| Value::Object(without(members, name))));
            shapes.extend(["unknown", "en", "fr-CA"].map(|name| Value::Object(with(members, name, json!("text")))));
            shapes.push(Value::Object(with(members, "unknown", json!({"deep": [7]}))));
        }
        Value::String(text) => {
            shapes.push(json!(text.to_uppercase()));
            shapes.push(json!(format!("{text} ")));
            shapes.push(json!(text.strip_suffix('Z').unwrap_or("")));
        }
        _ => {}
    }
    shapes
}

/// A copy of the document with another value at a place.
pub(crate) fn put(document: &Value, place: &str, value: Value) -> Value {
    let mut copy = document.clone();
    *copy.pointer_mut(place).unwrap() = value;
    copy
}

fn without(members: &Map<String, Value>, name: &str) -> Map<String, Value> {
    members.iter().filter(|(other, _)| *other != name).map(|(other, value)| (other.clone(), value.clone())).collect()
}

fn with(members: &Map<String, Value>, name: &str, value: Value) -> Map<String, Value> {
    let mut copy = members.clone();
    copy.insert(name.to_owned(), value);
    copy
}
