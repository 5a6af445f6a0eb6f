//! The JSON Schemas (draft 2019-09) of Open Badges 3.0 and CLR 2.0, in the form that tolerates JSON-LD compaction:
//! one value or an array of them, a string or a language map.

use std::sync::OnceLock;

use jsonschema::{Draft, PatternOptions, Validator};
use serde_json::{Map, Value, json};

use crate::index;

/// The schemas that 1EdTech publishes and this project checks against.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Schema {
    /// A badge (Open Badges 3.0, data model).
    AchievementCredential,
    /// A transcript (CLR 2.0, data model). Of its children it asks only what every credential must have.
    ClrCredential,
    /// An endorsement (Open Badges 3.0, data model).
    EndorsementCredential,
    /// An issuer or another party (Open Badges 3.0, data model).
    Profile,
}

impl Schema {
    /// All of them.
    pub const ALL: [Self; 4] =
        [Self::AchievementCredential, Self::ClrCredential, Self::EndorsementCredential, Self::Profile];

    /// The published `$id`. Where both specifications publish the same schema, that of Open Badges.
    pub fn id(self) -> &'static str {
        match self {
            Self::AchievementCredential => {
                "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json"
            }
            Self::ClrCredential => {
                "https://purl.imsglobal.org/spec/clr/v2p0/schema/json/clr_v2p0_clrcredential_schema.json"
            }
            Self::EndorsementCredential => {
                "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_endorsementcredential_schema.json"
            }
            Self::Profile => "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_profile_schema.json",
        }
    }
}

/// One slot for each schema, filled at the first use.
#[derive(Debug)]
struct PerSchema<T>([OnceLock<T>; 4]);

impl<T> PerSchema<T> {
    const fn new() -> Self {
        Self([const { OnceLock::new() }; 4])
    }

    fn get(&self, which: Schema) -> &OnceLock<T> {
        let [achievement, clr, endorsement, profile] = &self.0;
        match which {
            Schema::AchievementCredential => achievement,
            Schema::ClrCredential => clr,
            Schema::EndorsementCredential => endorsement,
            Schema::Profile => profile,
        }
    }
}

/// The schema document: its `$id`, a `$ref` into its own `$defs`, and nothing outside it.
///
/// Parsed at the first call. Were our file unreadable, this would be the schema `false`, which accepts nothing.
pub fn schema(which: Schema) -> &'static Value {
    static DOCUMENTS: PerSchema<Value> = PerSchema::new();
    DOCUMENTS.get(which).get_or_init(|| assemble(which).unwrap_or(Value::Bool(false)))
}

/// Which schema a published `$id` names, as `credentialSchema.id` does; `None` for one that this project lacks.
///
/// CLR 2.0 publishes three of the Open Badges schemas again under its own `$id`s, with the same verdicts.
pub fn schema_by_id(id: &str) -> Option<Schema> {
    match index::entry(id)?.definition.as_deref()? {
        "AchievementCredential" => Some(Schema::AchievementCredential),
        "ClrCredential" => Some(Schema::ClrCredential),
        "EndorsementCredential" => Some(Schema::EndorsementCredential),
        "Profile" => Some(Schema::Profile),
        _ => None,
    }
}

/// The compiled schema. Patterns run on the engine that is linear in its input, and no `$ref` leaves the document.
pub(crate) fn validator(which: Schema) -> Option<&'static Validator> {
    static VALIDATORS: PerSchema<Option<Validator>> = PerSchema::new();
    let build = || {
        jsonschema::options()
            .with_draft(Draft::Draft201909)
            .with_pattern_options(PatternOptions::regex())
            .should_validate_formats(true)
            .offline()
            .build(schema(which))
            .ok()
    };
    VALIDATORS.get(which).get_or_init(build).as_ref()
}

fn assemble(which: Schema) -> Option<Value> {
    let entry = index::entry(which.id())?;
    let shared = entry.document()?;
    let mut document = Map::new();
    document.insert("$schema".to_owned(), shared.get("$schema")?.clone());
    document.insert("$id".to_owned(), json!(which.id()));
    document.insert("$ref".to_owned(), json!(format!("#/$defs/{}", entry.definition.as_deref()?)));
    document.insert("$defs".to_owned(), shared.get("$defs")?.clone());
    Some(Value::Object(document))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_schema_is_assembled_and_compiles() {
        for which in Schema::ALL {
            assert_eq!(schema(which).get("$id"), Some(&json!(which.id())));
            assert!(validator(which).is_some(), "{which:?}");
        }
    }

    #[test]
    fn an_id_finds_its_schema() {
        for which in Schema::ALL {
            assert_eq!(schema_by_id(which.id()), Some(which));
        }
        let again = "https://purl.imsglobal.org/spec/clr/v2p0/schema/json/clr_v2p0_achievementcredential_schema.json";
        assert_eq!(schema_by_id(again), Some(Schema::AchievementCredential));
    }

    #[test]
    fn what_is_not_a_schema_has_none() {
        assert_eq!(schema_by_id("https://example.org/schema.json"), None);
        assert_eq!(schema_by_id(crate::OB_CONTEXT), None);
    }

    #[test]
    fn no_reference_leaves_the_document() {
        let text = schema(Schema::ClrCredential).to_string();
        assert_eq!(text.matches("\"$ref\":\"").count(), text.matches("\"$ref\":\"#/$defs/").count());
    }
}
