//! Our schemas and the published ones must agree on every example and on 10,000 single changes of them.

use std::path::Path;

use contexts::{Schema, validate};
use jsonschema::{Draft, Validator};
use serde_json::Value;

use crate::material::{examples, json, shared};
use crate::mutate::{Dice, mutated};

const MUTATIONS: usize = 10_000;
/// Longer examples are held against both as they are, but not changed: time is better spent on many short ones.
const LONGEST: usize = 24_000;

/// The published text of a schema, by its `$id`, compiled the way ours is.
pub(crate) fn published(data: &Path, id: &str) -> Validator {
    let name = id.rsplit('/').next().unwrap();
    let schema = json(&data.join("schemas").join(name));
    let options = jsonschema::options().with_draft(Draft::Draft201909).should_validate_formats(true).offline();
    options.build(&schema).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// What an example can be held against: itself, its children, its issuer.
fn instances(document: &Value) -> Vec<(Schema, Value)> {
    let is = |name: &str| match &document["type"] {
        Value::Array(types) => types.iter().any(|one| one == name),
        one => one == name,
    };
    let mut found = Vec::new();
    if is("ClrCredential") {
        found.push((Schema::ClrCredential, document.clone()));
    } else if is("EndorsementCredential") {
        found.push((Schema::EndorsementCredential, document.clone()));
    } else if is("VerifiableCredential") {
        found.push((Schema::AchievementCredential, document.clone()));
    }
    if document["issuer"].is_object() {
        found.push((Schema::Profile, document["issuer"].clone()));
    }
    let children = document.pointer("/credentialSubject/verifiableCredential").and_then(Value::as_array);
    found.extend(children.into_iter().flatten().take(3).flat_map(instances));
    let endorsements = document["endorsement"].as_array();
    found.extend(endorsements.into_iter().flatten().take(3).flat_map(instances));
    found
}

#[test]
fn both_give_the_same_verdicts() {
    const SUITE: &str = "schemas, verdicts on examples and their mutations";
    let Some(data) = shared(SUITE) else { return };
    let theirs: Vec<Validator> = Schema::ALL.into_iter().map(|which| published(&data, which.id())).collect();
    let their = |which: Schema, instance: &Value| {
        let at = Schema::ALL.into_iter().position(|one| one == which).unwrap();
        theirs[at].is_valid(instance)
    };
    let agree = |which: Schema, instance: &Value, name: &str| {
        let (ours, published) = (validate(which, instance), their(which, instance));
        assert_eq!(ours.is_empty(), published, "{which:?} {name}: ours {ours:?}\n{instance:#}");
        published
    };
    let seeds: Vec<(String, Schema, Value)> = examples(&data)
        .into_iter()
        .flat_map(|(name, document)| {
            instances(&document).into_iter().map(move |(which, one)| (name.clone(), which, one))
        })
        .collect();
    let valid = seeds.iter().filter(|(name, which, instance)| agree(*which, instance, name)).count();
    let short: Vec<&(String, Schema, Value)> = seeds.iter().filter(|seed| seed.2.to_string().len() < LONGEST).collect();
    let mut dice = Dice::new(20_261_124);
    let mut refused = 0;
    for _ in 0..MUTATIONS {
        let (name, which, instance) = short[dice.below(short.len())];
        refused += usize::from(!agree(*which, &mutated(instance, &mut dice), name));
    }
    assert!(valid > 50 && refused > 1000, "{valid} valid examples, {refused} refused mutations");
    assert!(Schema::ALL.into_iter().all(|which| seeds.iter().any(|seed| seed.1 == which)), "a schema was not tried");
    what_ran::ran(SUITE, seeds.len() + MUTATIONS);
}
