//! A catalogue file as TOML has it: the names of its members, nothing of their meaning.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::catalogue::AchievementKind;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct File {
    #[serde(default)]
    pub(super) defaults: BTreeMap<AchievementKind, DefaultTable>,
    #[serde(default)]
    pub(super) award_types: BTreeMap<String, String>,
    #[serde(default)]
    pub(super) achievement: Vec<EntryTable>,
}

/// One `[defaults.…]`.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(in crate::catalogue) struct DefaultTable {
    pub(in crate::catalogue) description: Option<String>,
    pub(in crate::catalogue) criteria: Option<String>,
    pub(in crate::catalogue) achievement_type: Option<String>,
    pub(in crate::catalogue) image: Option<String>,
}

/// One `[[achievement]]`. Plain members stand before tables, as TOML wants them written.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(in crate::catalogue) struct EntryTable {
    pub(in crate::catalogue) slug: String,
    pub(in crate::catalogue) kind: Option<AchievementKind>,
    pub(in crate::catalogue) uri: Option<String>,
    pub(in crate::catalogue) name: Option<String>,
    pub(in crate::catalogue) description: Option<String>,
    pub(in crate::catalogue) criteria: Option<String>,
    pub(in crate::catalogue) criteria_url: Option<String>,
    pub(in crate::catalogue) image: Option<String>,
    pub(in crate::catalogue) achievement_type: Option<String>,
    pub(in crate::catalogue) field_of_study: Option<String>,
    pub(in crate::catalogue) specialization: Option<String>,
    pub(in crate::catalogue) human_code: Option<String>,
    pub(in crate::catalogue) credits_available: Option<f64>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(in crate::catalogue) tags: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(in crate::catalogue) grades: Vec<String>,
    pub(in crate::catalogue) score_type: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(in crate::catalogue) signers: Vec<String>,
    #[serde(default, rename = "match", skip_serializing_if = "Vec::is_empty")]
    pub(in crate::catalogue) matches: Vec<MatchTable>,
    #[serde(default, rename = "alignment", skip_serializing_if = "Vec::is_empty")]
    pub(in crate::catalogue) alignments: Vec<AlignmentTable>,
    #[serde(default, rename = "result", skip_serializing_if = "Vec::is_empty")]
    pub(in crate::catalogue) results: Vec<ResultTable>,
}

/// One `[[achievement.alignment]]`: a name, and one identifier of a known framework or an address.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(in crate::catalogue) struct AlignmentTable {
    pub(in crate::catalogue) name: String,
    pub(in crate::catalogue) ctid: Option<String>,
    pub(in crate::catalogue) lightcast: Option<String>,
    pub(in crate::catalogue) rsd: Option<String>,
    pub(in crate::catalogue) onet: Option<String>,
    pub(in crate::catalogue) case: Option<String>,
    pub(in crate::catalogue) url: Option<String>,
    pub(in crate::catalogue) code: Option<String>,
    pub(in crate::catalogue) description: Option<String>,
    pub(in crate::catalogue) framework: Option<String>,
    pub(in crate::catalogue) target_type: Option<String>,
}

/// One `[[achievement.result]]`.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(in crate::catalogue) struct ResultTable {
    pub(in crate::catalogue) name: String,
    #[serde(rename = "type")]
    pub(in crate::catalogue) result_type: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(in crate::catalogue) allowed: Vec<String>,
    pub(in crate::catalogue) required: Option<String>,
    pub(in crate::catalogue) min: Option<String>,
    pub(in crate::catalogue) max: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(in crate::catalogue) struct MatchTable {
    pub(in crate::catalogue) source: Option<String>,
    pub(in crate::catalogue) identifier: Option<String>,
    pub(in crate::catalogue) code: Option<String>,
    pub(in crate::catalogue) name: Option<String>,
}
