//! Open Badges 3.0: an achievement, and the credential that says a learner has it.
//!
//! These types hold what our packaging can say; [`Assertion::to_value`] writes it as an `OpenBadgeCredential` whose
//! subject, dates of validity and status are put in later, when it is known to whom it goes ([`crate::draft`]).

use serde_json::{Map, Number, Value, json};

use crate::profile::IssuerProfile;

/// What an achievement asks for (Open Badges 3.0 §B.1.7): at least one of the two is there.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Criteria {
    /// A page that describes the criteria.
    pub id: Option<String>,
    /// The criteria in words (Markdown).
    pub narrative: Option<String>,
}

impl Criteria {
    /// Whether nothing is said.
    pub const fn is_empty(&self) -> bool {
        self.id.is_none() && self.narrative.is_none()
    }
}

/// Where an achievement stands in a framework (§B.1.4).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Alignment {
    /// `targetName`.
    pub name: String,
    /// `targetUrl`, absolute.
    pub url: String,
    /// `targetCode`.
    pub code: Option<String>,
    /// `targetDescription`.
    pub description: Option<String>,
    /// `targetFramework`.
    pub framework: Option<String>,
    /// `targetType`: one of the specification's, or `ext:…`.
    pub target_type: Option<String>,
}

/// What kind of result an achievement gives (§B.1.24).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ResultDescription {
    /// Unique to the achievement, so that the lists of two achievements never become one node in RDF.
    pub id: String,
    /// For people to read.
    pub name: String,
    /// `resultType`.
    pub result_type: String,
    /// Every value that can be given, lowest first; empty when not known.
    pub allowed_values: Vec<String>,
    /// `requiredValue`.
    pub required_value: Option<String>,
    /// `valueMin`, as text.
    pub value_min: Option<String>,
    /// `valueMax`, as text.
    pub value_max: Option<String>,
}

/// What a learner can achieve (§B.1.2).
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Achievement {
    /// An absolute URI.
    pub id: String,
    /// The name of its credential configuration; unique among the tenant's achievements.
    pub slug: String,
    /// For people to read.
    pub name: String,
    /// One of the specification's types, or `ext:…`.
    pub achievement_type: Option<String>,
    /// For people to read.
    pub description: String,
    /// What it asks for.
    pub criteria: Criteria,
    /// An absolute URI.
    pub image: Option<String>,
    /// `fieldOfStudy`.
    pub field_of_study: Option<String>,
    /// `specialization`.
    pub specialization: Option<String>,
    /// `humanCode`: a course number.
    pub human_code: Option<String>,
    /// `creditsAvailable`.
    pub credits_available: Option<f64>,
    /// `tag`.
    pub tags: Vec<String>,
    /// `alignment`.
    pub alignments: Vec<Alignment>,
    /// `resultDescription`.
    pub result_descriptions: Vec<ResultDescription>,
}

/// A result a learner got (§B.1.22).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outcome {
    /// The node's id.
    pub id: String,
    /// The [`ResultDescription`] it is about.
    pub description_id: String,
    /// The grade or score, always text.
    pub value: Option<String>,
    /// `InProgress`, `Completed`, `Withdrew`.
    pub status: Option<String>,
    /// Where this result stands in frameworks, beside what the achievement is aligned to.
    pub alignments: Vec<Alignment>,
}

/// Evidence for an achievement (§B.1.10).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EvidenceItem {
    /// An absolute URI.
    pub id: String,
    /// A second type, as an absolute IRI.
    pub extra_type: Option<String>,
    /// For people to read.
    pub name: Option<String>,
    /// For people to read.
    pub description: Option<String>,
    /// Markdown.
    pub narrative: Option<String>,
    /// `genre`.
    pub genre: Option<String>,
    /// `audience`.
    pub audience: Option<String>,
}

/// Who assessed a learner for the issuer (§B.1.3 `source`), where that is another organisation.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Assessor {
    /// An absolute URI.
    pub id: String,
    /// For people to read.
    pub name: String,
    /// A website, absolute.
    pub url: Option<String>,
}

/// That a learner has an achievement.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Assertion {
    /// The credential's id.
    pub id: String,
    /// What is achieved.
    pub achievement: Achievement,
    /// Who says so.
    pub issuer: IssuerProfile,
    /// `awardedDate`, RFC 3339 with a zone.
    pub awarded: Option<String>,
    /// `validUntil`, RFC 3339 with a zone.
    pub valid_until: Option<String>,
    /// `activityStartDate`, RFC 3339 with a zone.
    pub started: Option<String>,
    /// `activityEndDate`, RFC 3339 with a zone.
    pub ended: Option<String>,
    /// `creditsEarned`.
    pub credits_earned: Option<f64>,
    /// `term`, in words.
    pub term: Option<String>,
    /// `narrative`.
    pub narrative: Option<String>,
    /// `source`: who assessed the learner, where that is not the issuer.
    pub assessor: Option<Assessor>,
    /// `result`.
    pub outcomes: Vec<Outcome>,
    /// `evidence`.
    pub evidence: Vec<EvidenceItem>,
}

/// A JSON object under construction: absent values leave no member behind.
struct Object(Map<String, Value>);

impl Object {
    fn new(kind: &str) -> Self {
        Self(Map::from_iter([("type".to_owned(), json!([kind]))]))
    }

    fn with_id(id: &str, kind: &str) -> Self {
        Self(Map::from_iter([("id".to_owned(), json!(id)), ("type".to_owned(), json!([kind]))]))
    }

    fn put(&mut self, key: &str, value: Value) -> &mut Self {
        self.0.insert(key.to_owned(), value);
        self
    }

    fn text(&mut self, key: &str, value: Option<&String>) -> &mut Self {
        if let Some(value) = value {
            self.put(key, json!(value));
        }
        self
    }

    fn number(&mut self, key: &str, value: Option<f64>) -> &mut Self {
        if let Some(number) = value.and_then(number) {
            self.put(key, Value::Number(number));
        }
        self
    }

    fn list(&mut self, key: &str, values: Vec<Value>) -> &mut Self {
        if !values.is_empty() {
            self.put(key, Value::Array(values));
        }
        self
    }

    fn done(self) -> Value {
        Value::Object(self.0)
    }
}

/// A whole number without a fraction, as every other JSON writer has it: `4`, not `4.0`. `None` for what JSON lacks.
fn number(value: f64) -> Option<Number> {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    if value.fract() == 0.0 && value.abs() < EXACT {
        #[expect(clippy::cast_possible_truncation, reason = "whole and within the range checked above")]
        return Some(Number::from(value as i64));
    }
    Number::from_f64(value)
}

impl Achievement {
    /// The achievement as JSON.
    pub fn to_value(&self) -> Value {
        let mut object = Object::with_id(&self.id, "Achievement");
        object
            .text("achievementType", self.achievement_type.as_ref())
            .put("name", json!(self.name))
            .put("description", json!(self.description))
            .put("criteria", self.criteria_value())
            .text("fieldOfStudy", self.field_of_study.as_ref())
            .text("specialization", self.specialization.as_ref())
            .text("humanCode", self.human_code.as_ref())
            .number("creditsAvailable", self.credits_available);
        if let Some(image) = &self.image {
            object.put("image", json!({ "id": image, "type": "Image" }));
        }
        let part = |position: usize| self.part(&format!("alignment-{}", position + 1));
        object
            .list("tag", self.tags.iter().map(|tag| json!(tag)).collect())
            .list("alignment", self.alignments.iter().enumerate().map(|(n, one)| one.to_value(&part(n))).collect())
            .list("resultDescription", self.result_descriptions.iter().map(ResultDescription::to_value).collect());
        object.done()
    }

    /// The description of its results of this type, where it has one.
    pub fn result_description(&self, result_type: &str) -> Option<&ResultDescription> {
        self.result_descriptions.iter().find(|one| one.result_type == result_type)
    }

    /// The id of something that belongs to the achievement, such as `…#grade`.
    ///
    /// Nodes with ids make no blank nodes, whose labelling is what costs time when a transcript is canonicalised.
    pub fn part(&self, part: &str) -> String {
        let mark = if self.id.contains('#') { '/' } else { '#' };
        format!("{}{mark}{part}", self.id)
    }

    /// The criteria's id is a page, so only an achievement that has a page lends it one.
    fn criteria_value(&self) -> Value {
        let mut object = Map::new();
        let own = || self.id.starts_with("http").then(|| self.part("criteria"));
        if let Some(id) = self.criteria.id.clone().or_else(own) {
            object.insert("id".into(), json!(id));
        }
        if let Some(narrative) = &self.criteria.narrative {
            object.insert("narrative".into(), json!(narrative));
        }
        Value::Object(object)
    }
}

impl Alignment {
    fn to_value(&self, id: &str) -> Value {
        let mut object = Object::with_id(id, "Alignment");
        object
            .put("targetName", json!(self.name))
            .put("targetUrl", json!(self.url))
            .text("targetCode", self.code.as_ref())
            .text("targetDescription", self.description.as_ref())
            .text("targetFramework", self.framework.as_ref())
            .text("targetType", self.target_type.as_ref());
        object.done()
    }
}

impl ResultDescription {
    fn to_value(&self) -> Value {
        let mut object = Object::with_id(&self.id, "ResultDescription");
        object
            .put("name", json!(self.name))
            .put("resultType", json!(self.result_type))
            .list("allowedValue", self.allowed_values.iter().map(|value| json!(value)).collect())
            .text("requiredValue", self.required_value.as_ref())
            .text("valueMin", self.value_min.as_ref())
            .text("valueMax", self.value_max.as_ref());
        object.done()
    }
}

impl Outcome {
    fn to_value(&self) -> Value {
        let mut object = Object::with_id(&self.id, "Result");
        object
            .put("resultDescription", json!(self.description_id))
            .text("value", self.value.as_ref())
            .text("status", self.status.as_ref());
        let part = |position: usize| format!("{}#alignment-{}", self.id, position + 1);
        object.list("alignment", self.alignments.iter().enumerate().map(|(n, one)| one.to_value(&part(n))).collect());
        object.done()
    }
}

impl EvidenceItem {
    pub(crate) fn to_value(&self) -> Value {
        let mut object = Object::with_id(&self.id, "Evidence");
        if let Some(extra) = &self.extra_type {
            object.put("type", json!(["Evidence", extra]));
        }
        object
            .text("name", self.name.as_ref())
            .text("description", self.description.as_ref())
            .text("narrative", self.narrative.as_ref())
            .text("genre", self.genre.as_ref())
            .text("audience", self.audience.as_ref());
        object.done()
    }
}

impl Assessor {
    fn to_value(&self) -> Value {
        let mut object = Object::with_id(&self.id, "Profile");
        object.put("name", json!(self.name)).text("url", self.url.as_ref());
        object.done()
    }
}

impl Assertion {
    /// The unsigned `OpenBadgeCredential` (§B.1.1), without subject id, `validFrom` and status.
    pub fn to_value(&self) -> Value {
        let mut object = Object(Map::new());
        object
            .put("@context", json!([contexts::VC2_CONTEXT, contexts::OB_CONTEXT]))
            .put("id", json!(self.id))
            .put("type", json!(["VerifiableCredential", "OpenBadgeCredential"]))
            .put("name", json!(self.achievement.name))
            .put("description", json!(self.achievement.description))
            .put("issuer", self.issuer.to_value())
            .text("awardedDate", self.awarded.as_ref())
            .text("validUntil", self.valid_until.as_ref())
            .put("credentialSubject", self.subject())
            .list("evidence", self.evidence.iter().map(EvidenceItem::to_value).collect());
        object.done()
    }

    fn subject(&self) -> Value {
        let mut object = Object::new("AchievementSubject");
        object
            .text("activityStartDate", self.started.as_ref())
            .text("activityEndDate", self.ended.as_ref())
            .number("creditsEarned", self.credits_earned)
            .text("term", self.term.as_ref())
            .text("narrative", self.narrative.as_ref());
        if let Some(assessor) = &self.assessor {
            object.put("source", assessor.to_value());
        }
        object
            .put("achievement", self.achievement.to_value())
            .list("result", self.outcomes.iter().map(Outcome::to_value).collect());
        object.done()
    }
}

#[cfg(test)]
mod tests;
