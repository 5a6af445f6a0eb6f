//! Documents of our own that use every member the schemas know, and every change at every kind of place in them.
//! The published examples leave some members out, so changes of those alone could not show a difference there.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use contexts::{MAX_FAULTS, Schema, validate};
use serde_json::{Map, Value};
use sha2::{Digest as _, Sha256};

use crate::changes::{places, put, replacements, reshapings};
use crate::material::{json, shared};
use crate::verdicts::published;

/// CLR 2.0 publishes three of the Open Badges schemas again under its own `$id`s.
const AGAIN: [&str; 3] = [
    "https://purl.imsglobal.org/spec/clr/v2p0/schema/json/clr_v2p0_achievementcredential_schema.json",
    "https://purl.imsglobal.org/spec/clr/v2p0/schema/json/clr_v2p0_endorsementcredential_schema.json",
    "https://purl.imsglobal.org/spec/clr/v2p0/schema/json/clr_v2p0_profile_schema.json",
];

fn complete() -> [(Schema, Value); 4] {
    let read = |name| json(&Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/fixtures/{name}.json")));
    [
        (Schema::AchievementCredential, read("badge")),
        (Schema::ClrCredential, read("transcript")),
        (Schema::EndorsementCredential, read("endorsement")),
        (Schema::Profile, read("profile")),
    ]
}

fn ids() -> impl Iterator<Item = &'static str> {
    Schema::ALL.into_iter().map(Schema::id).chain(AGAIN)
}

#[test]
fn complete_documents_conform_and_use_every_member() {
    let mut used = BTreeSet::new();
    for (which, document) in complete() {
        assert_eq!(validate(which, &document), [], "{which:?}");
        used.extend(places(&document).iter().filter_map(|place| Some(place.rsplit_once('/')?.1.to_owned())));
    }
    let definitions = contexts::schema(Schema::ClrCredential)["$defs"].as_object().unwrap();
    let known = definitions.values().filter_map(|definition| definition["properties"].as_object());
    let missing: Vec<&String> = known.flat_map(Map::keys).filter(|name| !used.contains(*name)).collect();
    assert!(missing.is_empty(), "the fixtures lack {missing:?}");
}

#[test]
fn every_hash_is_that_of_the_published_schema() {
    const SUITE: &str = "schemas, published hashes";
    let Some(data) = shared(SUITE) else { return };
    for id in ids() {
        let text = fs::read(data.join("schemas").join(id.rsplit('/').next().unwrap())).unwrap();
        assert_eq!(contexts::published_sha256(id), Some(hex::encode(Sha256::digest(text)).as_str()), "{id}");
    }
    what_ran::ran(SUITE, ids().count());
}

#[test]
fn every_change_of_a_complete_document_gets_the_published_verdict() {
    const SUITE: &str = "schemas, verdicts on every change of complete documents";
    let Some(data) = shared(SUITE) else { return };
    let replacements = replacements();
    let (mut valid, mut refused) = (0, 0);
    for id in ids() {
        let which = contexts::schema_by_id(id).unwrap();
        let theirs = published(&data, id);
        // The repeated schemas get a sample: their texts differ from the first ones by name alone.
        let step = if AGAIN.contains(&id) { 11 } else { 1 };
        let (_, document) = complete().into_iter().find(|(other, _)| *other == which).unwrap();
        for place in kinds_of_place(&document) {
            let shapes = reshapings(document.pointer(&place).unwrap());
            for changed in replacements.iter().cloned().chain(shapes).step_by(step) {
                let mutated = put(&document, &place, changed);
                let faults = validate(which, &mutated);
                assert_eq!(faults.is_empty(), theirs.is_valid(&mutated), "{id} {place}: {faults:?}\n{mutated}");
                assert!(
                    faults.len() <= MAX_FAULTS && faults.iter().all(|fault| !fault.message.is_empty()),
                    "{faults:?}"
                );
                if faults.is_empty() { valid += 1 } else { refused += 1 }
            }
        }
    }
    assert!(valid > 1000 && refused > 1000, "{valid} valid, {refused} refused");
    what_ran::ran(SUITE, valid + refused);
}

/// One place for each member of each type of object, and one for the entries of its array.
fn kinds_of_place(document: &Value) -> Vec<String> {
    let mut seen = BTreeSet::new();
    places(document).into_iter().filter(|place| seen.insert(kind(document, place))).collect()
}

/// The type of the nearest object above, and the way from there.
fn kind(document: &Value, place: &str) -> String {
    let mut above = place;
    while let Some((shorter, _)) = above.rsplit_once('/') {
        above = shorter;
        if let Some(types) = document.pointer(above).and_then(|object| object.get("type")) {
            return format!("{types}{}", &place[above.len()..]);
        }
    }
    place.to_owned()
}
