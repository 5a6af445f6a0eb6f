//! What `tassel doctor` is told of a LIF API.

use super::LifApi;
use super::known::Origin;
use super::patience::Budget;
use super::schema::Schema;
use crate::records::{Finding, Outcome};

impl LifApi {
    /// Reachable, key accepted, what of the wanted is served, whether the known learner is found.
    pub(super) async fn findings(&self) -> Vec<Finding> {
        let budget = self.budget();
        let schema = match self.schema(&budget).await {
            Ok(schema) => schema,
            Err(error) => return vec![Finding::new("records", Outcome::Failed, error.to_string())],
        };
        let mut findings = vec![Finding::new("records", Outcome::Good, "the LIF API answers and takes the key")];
        findings.push(served(schema.as_ref()));
        findings.push(self.known_learner(&budget).await);
        if self.settings.write_back {
            findings.push(written(schema.as_ref()));
        }
        findings
    }

    async fn known_learner(&self, budget: &Budget) -> Finding {
        let Some(known) = &self.settings.known_learner else {
            let text = "no known learner is set (records.lif.known_learner), so a learner who is not found cannot be told \
                        from a failure behind the API";
            return Finding::new("records.known_learner", Outcome::Warned, text);
        };
        let is_built_in = matches!(self.api(budget).await, Ok(api) if api.origin == Origin::BuiltIn);
        match self.is_there(known, budget).await {
            Ok(true) => Finding::new("records.known_learner", Outcome::Good, "the known learner is found"),
            Ok(false) if is_built_in => {
                let text = "the known learner is not found, or the API refuses the built-in query";
                Finding::new("records.known_learner", Outcome::Failed, text)
            }
            Ok(false) => {
                let text = "the known learner is not found: check records.lif.known_learner and identifier_type, then the \
                            log of the query planner";
                Finding::new("records.known_learner", Outcome::Failed, text)
            }
            Err(error) => Finding::new("records.known_learner", Outcome::Failed, error.to_string()),
        }
    }
}

fn served(schema: Option<&Schema>) -> Finding {
    let Some(schema) = schema else {
        let text = "the API does not show its schema; a built-in query for names, awards and courses is used";
        return Finding::new("records.served", Outcome::Warned, text);
    };
    if schema.query().is_none() {
        let text = "the schema has no persons with any field we use: is this a LIF API?";
        return Finding::new("records.served", Outcome::Failed, text);
    }
    let missing = schema.missing();
    let list = |names: &[&str]| if names.is_empty() { "nothing".to_owned() } else { names.join(", ") };
    let mut text = format!(
        "of a person the schema lacks {}; no part of it has {}",
        list(&missing.parts),
        list(&missing.everywhere)
    );
    for (part, members) in &missing.members {
        text.push_str("; ");
        text.push_str(part);
        text.push_str(" lacks ");
        text.push_str(&list(members));
    }
    // Without awards there is little to issue; without sources nobody knows whose they are to sign.
    let thin = missing.parts.contains(&"CredentialAward") || missing.everywhere.contains(&"informationSourceId");
    Finding::new("records.served", if thin { Outcome::Warned } else { Outcome::Good }, text)
}

fn written(schema: Option<&Schema>) -> Finding {
    match schema.map(|schema| schema.update().is_some() && schema.interactions().is_some()) {
        Some(true) => Finding::new("records.write_back", Outcome::Good, "interactions can be written"),
        Some(false) => {
            let text = "records.lif.write_back is set, but the schema has no updatePerson with interactions";
            Finding::new("records.write_back", Outcome::Failed, text)
        }
        None => {
            let text = "whether interactions can be written is not known, for the API does not show its schema";
            Finding::new("records.write_back", Outcome::Warned, text)
        }
    }
}
