//! A LIF API in small: the recorded schema over recorded persons, with what GraphQL says of nulls and of unknown fields
//! (October 2021 §5.3.1, §6.4.4). It reads queries with one field a line, which is how the client writes them.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use axum::response::{IntoResponse as _, Response};
use serde_json::{Map, Value, json};

use crate::server::{KIND, Question, no_schema};

/// `../shared/data/lif`, if it is here.
pub(crate) fn shared(suite: &str) -> Option<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data/lif");
    if root.is_dir() {
        return Some(root);
    }
    what_ran::skipped(suite, 0, "../shared/data is absent");
    None
}

pub(crate) fn read(path: &Path) -> Value {
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

/// The API's schema and its persons, whom mutations change.
#[derive(Clone)]
pub(crate) struct Replay {
    schema: Value,
    pub(crate) people: Arc<Mutex<Vec<Value>>>,
    pub(crate) shows_schema: bool,
}

/// A field of a query, with the line it stands on.
struct Asked {
    name: String,
    line: usize,
    of: Vec<Self>,
}

struct Null;

impl Replay {
    pub(crate) fn new(root: &Path, people: Vec<Value>) -> Self {
        let schema = read(&root.join("lif-graphql-introspection.json"));
        Self { schema, people: Arc::new(Mutex::new(people)), shows_schema: true }
    }

    pub(crate) fn answer(&self, question: &Question) -> Response {
        if question.is_for_schema() {
            return if self.shows_schema { self.schema.to_string().into_response() } else { no_schema() };
        }
        let query = question.query();
        if query.starts_with("mutation") {
            return self.update(question);
        }
        let asked = parse(query);
        let mut refused = Vec::new();
        self.validate("Query", &asked, &mut refused);
        if !refused.is_empty() {
            return json!({"data": null, "errors": refused}).to_string().into_response();
        }
        let people: Vec<Value> = self.people_of(question).collect();
        let mut errors = Vec::new();
        let data = self.object("Query", &json!({"person": people}), &asked, (&mut Vec::new(), &mut errors));
        let mut answer = json!({"data": data.unwrap_or(Value::Null)});
        if !errors.is_empty() {
            answer["errors"] = errors.into();
        }
        answer.to_string().into_response()
    }

    fn people_of(&self, question: &Question) -> impl Iterator<Item = Value> {
        let number = question.learner().to_owned();
        let is_theirs = move |person: &Value| {
            let mut identifiers = person["Identifier"].as_array().unwrap().iter();
            identifiers.any(|one| one["identifier"] == number.as_str() && one["identifierType"] == KIND)
        };
        self.people.lock().unwrap().clone().into_iter().filter(is_theirs)
    }

    /// LIF appends what it is given.
    fn update(&self, question: &Question) -> Response {
        let number = question.learner();
        let mut people = self.people.lock().unwrap();
        let person = people
            .iter_mut()
            .find(|person| person["Identifier"].as_array().unwrap().iter().any(|one| one["identifier"] == number));
        let Some(person) = person else {
            return json!({"data": {"updatePerson": []}}).to_string().into_response();
        };
        let new = question.body["variables"]["input"]["Interactions"].as_array().unwrap().clone();
        let interactions = person.as_object_mut().unwrap().entry("Interactions").or_insert(json!([]));
        interactions.as_array_mut().unwrap().extend(new);
        json!({"data": {"updatePerson": [{"Interactions": interactions}]}}).to_string().into_response()
    }

    fn field(&self, of: &str, name: &str) -> Option<&Value> {
        let types = self.schema["data"]["__schema"]["types"].as_array().unwrap();
        let object = types.iter().find(|one| one["name"] == of).unwrap();
        object["fields"].as_array()?.iter().find(|field| field["name"] == name)
    }

    fn validate(&self, of: &str, asked: &[Asked], refused: &mut Vec<Value>) {
        for field in asked {
            let Some(known) = self.field(of, &field.name) else {
                let message = format!("Cannot query field '{}' on type '{of}'.", field.name);
                refused.push(json!({"message": message, "locations": [{"line": field.line, "column": 1}]}));
                continue;
            };
            self.validate_inside(&known["type"], field, refused);
        }
    }

    fn validate_inside(&self, is: &Value, field: &Asked, refused: &mut Vec<Value>) {
        let mut named = is;
        while !named["ofType"].is_null() {
            named = &named["ofType"];
        }
        let is_object = named["kind"] == "OBJECT";
        if is_object == field.of.is_empty() {
            let message = format!("Field '{}' must have a selection of subfields, or must not.", field.name);
            refused.push(json!({"message": message, "locations": [{"line": field.line, "column": 1}]}));
        } else if is_object {
            self.validate(named["name"].as_str().unwrap(), &field.of, refused);
        }
    }

    fn object(
        &self,
        of: &str,
        data: &Value,
        asked: &[Asked],
        (path, errors): (&mut Vec<Value>, &mut Vec<Value>),
    ) -> Result<Value, Null> {
        let mut object = Map::new();
        for field in asked {
            let known = self.field(of, &field.name).unwrap();
            path.push(field.name.as_str().into());
            let value = self.complete(&known["type"], &data[&field.name], field, (path, errors));
            path.pop();
            object.insert(field.name.clone(), value?);
        }
        Ok(object.into())
    }

    fn complete(
        &self,
        is: &Value,
        data: &Value,
        field: &Asked,
        (path, errors): (&mut Vec<Value>, &mut Vec<Value>),
    ) -> Result<Value, Null> {
        let inner = &is["ofType"];
        match is["kind"].as_str().unwrap() {
            "NON_NULL" => match self.nullable(inner, data, field, (path, errors))? {
                Value::Null => {
                    let message = format!("Cannot return null for non-nullable field {}.", field.name);
                    let at = json!([{"line": field.line, "column": 1}]);
                    errors.push(json!({"message": message, "locations": at, "path": path.clone()}));
                    Err(Null)
                }
                value => Ok(value),
            },
            _ => Ok(self.nullable(is, data, field, (path, errors)).unwrap_or(Value::Null)),
        }
    }

    /// `Err`: something inside that is never null was null.
    fn nullable(
        &self,
        is: &Value,
        data: &Value,
        field: &Asked,
        (path, errors): (&mut Vec<Value>, &mut Vec<Value>),
    ) -> Result<Value, Null> {
        match (is["kind"].as_str().unwrap(), data) {
            (_, Value::Null) => Ok(Value::Null),
            ("LIST", data) => {
                let items = data.as_array().map_or_else(|| std::slice::from_ref(data), Vec::as_slice);
                let mut list = Vec::new();
                for (index, item) in items.iter().enumerate() {
                    path.push(index.into());
                    let item = self.complete(&is["ofType"], item, field, (path, errors));
                    path.pop();
                    list.push(item?);
                }
                Ok(list.into())
            }
            ("OBJECT", data) => self.object(is["name"].as_str().unwrap(), data, &field.of, (path, errors)),
            (_, Value::String(text)) => Ok(text.as_str().into()),
            (_, other) => Ok(other.to_string().into()),
        }
    }
}

fn parse(query: &str) -> Vec<Asked> {
    let mut stack: Vec<Vec<Asked>> = vec![Vec::new()];
    for (index, line) in query.lines().enumerate().skip(1) {
        let line = line.trim();
        if line == "}" {
            if stack.len() > 1 {
                let of = stack.pop().unwrap();
                stack.last_mut().unwrap().last_mut().unwrap().of = of;
            }
            continue;
        }
        let name = line.split(['(', ' ']).next().unwrap().to_owned();
        stack.last_mut().unwrap().push(Asked { name, line: index + 1, of: Vec::new() });
        if line.ends_with('{') {
            stack.push(Vec::new());
        }
    }
    assert_eq!(stack.len(), 1, "braces do not match: {query}");
    stack.pop().unwrap()
}
