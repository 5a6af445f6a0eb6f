//! Writing into a learner's record that a credential was issued: `updatePerson`, the only thing LIF's API lets change.

use serde_json::{Map, Value, json};

use super::LifApi;
use super::answer::{Reply, told};
use super::patience::Budget;
use super::query::Field;
use super::schema::Update;
use crate::records::{Interaction, SourceError};

impl Update {
    /// As LIF's own model spells it, for an API that does not show its schema.
    pub(super) fn usual() -> Self {
        let members = ["channel", "interactionId", "channelIdentifier", "interactionStart", "interactionEnd"];
        Self {
            field: "updatePerson".to_owned(),
            types: ["PersonInput", "PersonMutableInput"].map(str::to_owned),
            interactions: "Interactions".to_owned(),
            members: members.into_iter().chain(["interactionType", "summary"]).map(str::to_owned).collect(),
        }
    }

    /// The mutation, which also shows the ids of the person's interactions.
    fn text(&self, shown: &Field) -> String {
        let [filter, input] = &self.types;
        let id = shown.of.first().map_or("interactionId", |id| id.name.as_str());
        format!(
            "mutation RecordInteraction($filter: {filter}!, $input: {input}!) {{ {}(filter: $filter, input: $input) \
             {{ {} {{ {id} }} }} }}",
            self.field, shown.name
        )
    }

    /// The interaction with those members that the API takes.
    fn input(&self, interaction: &Interaction) -> Value {
        let at = interaction.at.to_string();
        let all = [
            ("interactionId", interaction.id.as_str()),
            ("interactionType", interaction.kind),
            ("channel", interaction.channel),
            ("channelIdentifier", interaction.channel_identifier.as_str()),
            ("interactionStart", at.as_str()),
            ("interactionEnd", at.as_str()),
            ("summary", interaction.summary.as_str()),
        ];
        let mut members = Map::new();
        for (name, value) in all {
            if let Some(member) = self.members.iter().find(|member| member.eq_ignore_ascii_case(name)) {
                members.insert(member.clone(), value.into());
            }
        }
        json!({ (&self.interactions): [members] })
    }
}

/// The field that shows a person's interactions, as LIF's own model spells it.
pub(super) fn usually_shown() -> Field {
    let field = |name: &str, of| Field { name: name.to_owned(), required: false, of };
    field("Interactions", vec![field("interactionId", Vec::new())])
}

impl LifApi {
    /// Writes the interaction unless it is there: LIF appends whatever it is given, so a second write would be a second
    /// entry. The mutation itself is sent once; whether it is sent again is decided by asking first.
    pub(super) async fn write_back(&self, learner: &str, interaction: &Interaction) -> Result<(), SourceError> {
        let budget = self.budget();
        let api = self.api(&budget).await?;
        let (update, shown) = api.writing.as_ref().ok_or(SourceError::TakesNoInteractions)?;
        let query = &api.query;
        let asked = query.with_fields(vec![shown.clone()]);
        match self.put(&asked, learner, &budget).await? {
            Reply::People(answer, _) if holds(&answer, &query.names.root, (shown, &interaction.id)) => return Ok(()),
            Reply::People(..) => {}
            Reply::Nobody => return Err(SourceError::Ambiguous),
            Reply::Refused(_) => return Err(self.other_schema()),
        }
        let filter = query.filter(learner, &self.settings.identifier_type);
        let variables = json!({"filter": filter, "input": update.input(interaction)});
        self.change(json!({"query": update.text(shown), "variables": variables}), (update, shown), &budget)
            .await
            .and_then(|ids| if ids.contains(&interaction.id) { Ok(()) } else { Err(SourceError::NotWritten) })
    }

    /// The API is another than the one we know: it is asked anew at the next attempt.
    fn other_schema(&self) -> SourceError {
        self.known.forget();
        SourceError::TakesNoInteractions
    }

    /// Sends the mutation once, and reads which interactions there are then.
    async fn change(
        &self,
        body: Value,
        (update, shown): (&Update, &Field),
        budget: &Budget,
    ) -> Result<Vec<String>, SourceError> {
        let answer = self.wire.post(body.to_string(), budget.next_try()).await.map_err(|failed| failed.error)?;
        match told(&answer, &update.field).map_err(|failed| failed.error)? {
            Reply::People(answer, _) => Ok(ids(&answer, &update.field, shown)),
            Reply::Nobody => Ok(Vec::new()),
            Reply::Refused(_) => Err(self.other_schema()),
        }
    }
}

fn holds(answer: &Value, root: &str, (shown, id): (&Field, &str)) -> bool {
    ids(answer, root, shown).iter().any(|known| known == id)
}

/// The ids of the interactions in an answer.
fn ids(answer: &Value, root: &str, shown: &Field) -> Vec<String> {
    let id = shown.of.first().map_or("interactionId", |id| id.name.as_str());
    let people = answer.get("data").and_then(|data| data.get(root)).into_iter().flat_map(one_or_many);
    let interactions = people.filter_map(|person| person.get(&shown.name)).flat_map(one_or_many);
    interactions.filter_map(|one| one.get(id)?.as_str()).map(str::to_owned).collect()
}

fn one_or_many(value: &Value) -> impl Iterator<Item = &Value> {
    let (many, one) = match value {
        Value::Array(items) => (items.as_slice(), None),
        one => (&[][..], Some(one)),
    };
    many.iter().chain(one)
}
