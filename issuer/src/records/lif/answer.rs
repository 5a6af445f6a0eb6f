//! A GraphQL answer told apart: people, nobody, a query that was refused, a service that failed (GraphQL October 2021 §7.1).

use std::collections::BTreeMap;

use serde_json::Value;

use super::patience::Failed;
use crate::records::SourceError;

/// So many different places of errors are named in a log line.
const NAMED: usize = 12;

/// What an answer says.
#[derive(Debug)]
pub(super) enum Reply {
    /// Somebody, and what could not be told of them.
    People(Value, Vec<Fault>),
    /// A list without anybody and without an error: no such learner, or a failure behind the API.
    Nobody,
    /// The query does not fit the schema (§7.1.2, "request errors").
    Refused(Vec<Fault>),
}

/// One entry of `errors`, without its message: what a service says in its own words may hold what it knows of a learner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fault {
    /// The fields to the place it is about, without positions in lists.
    pub(super) fields: Vec<String>,
    /// The line of the query it is about, counted from 1.
    pub(super) line: Option<usize>,
}

impl Fault {
    fn read(error: &Value) -> Self {
        let steps = error.get("path").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        let line = error.pointer("/locations/0/line").and_then(Value::as_u64);
        Self {
            fields: steps.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
            line: line.and_then(|line| usize::try_from(line).ok()),
        }
    }
}

/// Tells an answer apart. `root` is the name of the field that was asked for.
///
/// Errors beside people are no failure; errors without anybody are one, which another try may mend. JSON that is cut off
/// is one too.
pub(super) fn told(body: &[u8], root: &str) -> Result<Reply, Failed> {
    let answer: Value = serde_json::from_slice(body).map_err(|_| not_json(body))?;
    let faults: Vec<Fault> =
        answer.get("errors").and_then(Value::as_array).into_iter().flatten().map(Fault::read).collect();
    let people = answer.get("data").and_then(|data| data.get(root));
    match people {
        Some(Value::Array(people)) if people.is_empty() && faults.is_empty() => Ok(Reply::Nobody),
        Some(Value::Array(people)) if !people.is_empty() => Ok(Reply::People(answer, faults)),
        Some(Value::Object(_)) => Ok(Reply::People(answer, faults)),
        _ if faults.is_empty() => Err(Failed::for_good(not_lif(body))),
        // §7.1.2: an error of the request names no path, for nothing was executed.
        _ if faults.iter().all(|fault| fault.fields.is_empty() && fault.line.is_some()) => Ok(Reply::Refused(faults)),
        _ => Err(Failed::this_time(SourceError::Upstream { count: faults.len() })),
    }
}

/// The record reader's own words for what is wrong with the JSON.
fn not_json(body: &[u8]) -> Failed {
    Failed::this_time(not_lif(body))
}

fn not_lif(body: &[u8]) -> SourceError {
    match model::lif::read(body, super::ANSWER) {
        Err(error) => SourceError::Record(error.to_string()),
        Ok(_) => SourceError::Record(format!("{}: expected a GraphQL answer with “data”, found none", super::ANSWER)),
    }
}

/// Where errors are, most frequent first, for a log line: names of fields and counts.
pub(super) fn places(faults: &[Fault]) -> String {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for fault in faults {
        let place = if fault.fields.is_empty() { "no place".to_owned() } else { fault.fields.join(".") };
        *counts.entry(place).or_default() += 1;
    }
    let mut counts: Vec<(String, usize)> = counts.into_iter().collect();
    counts.sort_by(|(one, few), (other, many)| many.cmp(few).then_with(|| one.cmp(other)));
    let more = counts.len().saturating_sub(NAMED);
    let named: Vec<String> = counts.iter().take(NAMED).map(|(place, count)| format!("{place} ({count})")).collect();
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    format!("{}{more}", named.join(", "))
}

/// The people of `later` with what only `first` tells of them: both answer one question, `later` without some fields. Its
/// errors are those of `later`. `None` when the two are not of one moment.
pub(super) fn together(mut later: Value, first: &Value) -> Option<Value> {
    let data = later.get_mut("data").map(Value::take)?;
    let data = joined(data, first.get("data")?)?;
    later.as_object_mut()?.insert("data".to_owned(), data);
    Some(later)
}

/// Lists and plain values that both have must agree.
fn joined(later: Value, first: &Value) -> Option<Value> {
    match (later, first) {
        (later, Value::Null) => Some(later),
        // What the first answer had and the second has not: the record changed, or another error took it.
        (Value::Null, _) => None,
        (Value::Object(later), Value::Object(first)) => {
            let mut both = serde_json::Map::new();
            for (key, value) in later {
                let value = match first.get(&key) {
                    Some(known) => joined(value, known)?,
                    None => value,
                };
                both.insert(key, value);
            }
            for (key, value) in first.iter().filter(|(_, value)| !value.is_null()) {
                both.entry(key.clone()).or_insert_with(|| value.clone());
            }
            Some(Value::Object(both))
        }
        (Value::Array(later), Value::Array(first)) => {
            let alike = later.len() == first.len();
            let pairs = later.into_iter().zip(first);
            alike
                .then(|| pairs.map(|(later, first)| joined(later, first)).collect::<Option<Vec<_>>>())?
                .map(Value::Array)
        }
        (later, first) => (later == *first).then_some(later),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::records::lif::patience::Again;

    fn of(answer: &Value) -> Result<Reply, Failed> {
        told(answer.to_string().as_bytes(), "person")
    }

    #[test]
    fn an_answer_is_people_nobody_a_refusal_or_a_failure() {
        let error = json!({"message": "secret of a learner", "path": ["person", 0, "Name", 1, "lastName"]});
        let Ok(Reply::People(_, faults)) = of(&json!({"data": {"person": [{}]}, "errors": [error]})) else {
            panic!("people");
        };
        assert_eq!(faults, [Fault { fields: vec!["person".into(), "Name".into(), "lastName".into()], line: None }]);
        assert_eq!(places(&faults), "person.Name.lastName (1)");
        assert!(matches!(of(&json!({"data": {"person": []}})), Ok(Reply::Nobody)));
        let refusal = json!({"message": "Cannot query field", "locations": [{"line": 4, "column": 3}]});
        let Ok(Reply::Refused(faults)) = of(&json!({"data": null, "errors": [refusal]})) else { panic!("a refusal") };
        assert_eq!(faults[0].line, Some(4));
        for failed in [
            json!({"data": null, "errors": [error]}),
            json!({"data": {"person": []}, "errors": [error]}),
            json!({"data": null, "errors": [refusal, error]}),
            json!({"errors": [{"message": "no place at all"}]}),
        ] {
            let Err(Failed { error: SourceError::Upstream { .. }, again: Again::Soon }) = of(&failed) else {
                panic!("a failure: {failed}");
            };
        }
        for other in [json!({}), json!({"data": {}}), json!({"data": {"person": 7}}), json!([1])] {
            let Err(Failed { error: SourceError::Record(_), again: Again::Never }) = of(&other) else {
                panic!("no LIF answer: {other}");
            };
        }
        let cut = told(br#"{"data":{"person":[{"Name":["#, "person");
        assert!(matches!(cut, Err(Failed { error: SourceError::Record(_), again: Again::Soon })), "{cut:?}");
    }

    #[test]
    fn two_answers_of_one_moment_make_one() {
        let first = json!({"a": [{"ref": null, "n": 1}, {"ref": {"id": "x", "name": "X"}, "n": 2}], "only": "first"});
        let later = json!({"a": [{"ref": {"id": "w"}, "n": 1}, {"ref": {"id": "x"}, "n": 2}]});
        let both = json!({"a": [{"ref": {"id": "w"}, "n": 1}, {"ref": {"id": "x", "name": "X"}, "n": 2}],
                          "only": "first"});
        assert_eq!(joined(later, &first), Some(both));
        for changed in [
            json!({"a": [{"ref": null, "n": 1}]}),
            json!({"a": [{"n": 2}, {"n": 1}]}),
            json!({"a": null}),
            json!({"a": "text"}),
        ] {
            assert_eq!(joined(changed.clone(), &first), None, "{changed}");
        }
    }

    #[test]
    fn the_errors_are_those_of_the_later_answer() {
        let first = json!({"data": {"person": [{"a": null, "b": 1}]}, "errors": [{"message": "a"}, {"message": "b"}]});
        let both = together(json!({"data": {"person": [{"a": 2}]}, "errors": [{"message": "c"}]}), &first).unwrap();
        assert_eq!(both, json!({"data": {"person": [{"a": 2, "b": 1}]}, "errors": [{"message": "c"}]}));
        let none = together(json!({"data": {"person": [{"a": 2}]}}), &first).unwrap();
        assert_eq!(none, json!({"data": {"person": [{"a": 2, "b": 1}]}}));
        assert_eq!(together(json!({"errors": []}), &first), None);
    }

    #[test]
    fn many_places_are_counted() {
        let fault = |name: &str| Fault { fields: vec![name.to_owned()], line: None };
        let faults: Vec<Fault> = (0..NAMED + 2).map(|n| fault(&format!("f{n:02}"))).chain([fault("f13")]).collect();
        let places = places(&faults);
        assert!(places.starts_with("f13 (2), f00 (1)") && places.ends_with("and 2 more"), "{places}");
    }
}
