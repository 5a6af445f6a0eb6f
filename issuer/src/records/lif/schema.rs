//! What a LIF API serves, as it says itself (GraphQL October 2021 §4), and the query that asks for what of it is wanted.

use std::collections::HashMap;

use model::lif::{Asked, Wanted};
use serde::Deserialize;
use serde_json::Value;

use super::query::{Field, Names, Query};

/// Entities inside entities that are asked for. LIF has three: person, award, evidence.
const NESTED: usize = 4;
/// Fields one query may have; LIF 2.0 whole would be about six hundred.
const FIELDS: usize = 1_500;

/// Asks for types, their fields and the members of inputs. A type is wrapped at most in four: `[X!]!`.
pub(super) const INTROSPECTION: &str = "query Served { __schema { queryType { name } mutationType { name } types { \
    kind name fields(includeDeprecated: true) { name args { name type { ...T } } type { ...T } } \
    inputFields { name type { ...T } } } } } \
    fragment T on __Type { kind name ofType { kind name ofType { kind name ofType { kind name } } } }";

/// A schema, by the names of its types.
#[derive(Debug)]
pub(super) struct Schema {
    query: String,
    mutation: Option<String>,
    types: HashMap<String, Type>,
}

#[derive(Debug, Deserialize)]
struct Type {
    name: Option<String>,
    #[serde(default)]
    fields: Option<Vec<Served>>,
    #[serde(default, rename = "inputFields")]
    members: Option<Vec<Member>>,
}

#[derive(Debug, Deserialize)]
struct Served {
    name: String,
    #[serde(default)]
    args: Vec<Member>,
    #[serde(rename = "type")]
    is: Wrapped,
}

#[derive(Debug, Deserialize)]
struct Member {
    name: String,
    #[serde(rename = "type")]
    is: Wrapped,
}

#[derive(Debug, Deserialize)]
struct Wrapped {
    kind: String,
    #[serde(default)]
    name: Option<String>,
    #[serde(default, rename = "ofType")]
    of: Option<Box<Self>>,
}

impl Wrapped {
    /// The kind and name inside lists and "never null".
    fn named(&self) -> (&str, Option<&str>) {
        let mut inner = self;
        while let Some(of) = &inner.of {
            inner = of;
        }
        (&inner.kind, inner.name.as_deref())
    }

    fn is_required(&self) -> bool {
        self.kind == "NON_NULL"
    }
}

#[derive(Deserialize)]
struct Described {
    #[serde(rename = "queryType")]
    query: Named,
    #[serde(default, rename = "mutationType")]
    mutation: Option<Named>,
    types: Vec<Type>,
}

#[derive(Deserialize)]
struct Named {
    name: String,
}

/// What of the wanted is not served, for people who look after the source.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(super) struct Missing {
    /// Parts of a person.
    pub(super) parts: Vec<&'static str>,
    /// Members that no part has which is served.
    pub(super) everywhere: Vec<&'static str>,
    /// Further members and parts of parts that are served: `CredentialAward` lacks `Evidence`.
    pub(super) members: Vec<(&'static str, Vec<&'static str>)>,
}

/// How `updatePerson` is called, as the API spells it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Update {
    /// The mutation's name.
    pub(super) field: String,
    /// The types of its two arguments.
    pub(super) types: [String; 2],
    /// The input's member for interactions, then the members each interaction may have.
    pub(super) interactions: String,
    pub(super) members: Vec<String>,
}

impl Schema {
    /// Reads an answer to [`INTROSPECTION`]; `None` when it is none.
    pub(super) fn read(body: &[u8]) -> Option<Self> {
        let mut answer: Value = serde_json::from_slice(body).ok()?;
        let described = answer.pointer_mut("/data/__schema").map(Value::take)?;
        let Described { query, mutation, types } = serde_json::from_value(described).ok()?;
        let named = types.into_iter().filter_map(|mut one| Some((one.name.take()?, one)));
        Some(Self { query: query.name, mutation: mutation.map(|it| it.name), types: named.collect() })
    }

    fn fields(&self, name: &str) -> &[Served] {
        self.types.get(name).and_then(|it| it.fields.as_deref()).unwrap_or_default()
    }

    fn members(&self, name: &str) -> &[Member] {
        self.types.get(name).and_then(|it| it.members.as_deref()).unwrap_or_default()
    }

    fn person(&self) -> Option<&Served> {
        self.fields(&self.query).iter().find(|field| field.name.eq_ignore_ascii_case("person"))
    }

    fn person_type(&self) -> Option<&str> {
        self.person()?.is.named().1
    }

    /// The query for what is both wanted and served; `None` when the schema has no persons, or nothing of them.
    pub(super) fn query(&self) -> Option<Query> {
        let person = self.person()?;
        let mut names = Names { root: person.name.clone(), ..Names::default() };
        if let Some(filter) = spelt(&person.args, "filter").and_then(|filter| filter.is.named().1) {
            filter.clone_into(&mut names.filter);
            let list = spelt(self.members(filter), "Identifier");
            let inner = list.and_then(|list| list.is.named().1).unwrap_or_default();
            let [list_name, value, kind] = &mut names.identifiers;
            for (name, known) in [
                (list_name, list),
                (value, spelt(self.members(inner), "identifier")),
                (kind, spelt(self.members(inner), "identifierType")),
            ] {
                if let Some(known) = known {
                    name.clone_from(&known.name);
                }
            }
        }
        let mut left = FIELDS;
        let fields = self.both(self.person_type()?, Wanted::person()?, (NESTED, true), &mut left);
        if left == 0 {
            tracing::warn!(limit = FIELDS, "the LIF API serves more fields than are asked for; the rest is left out");
        }
        (!fields.is_empty()).then_some(Query { names, fields })
    }

    /// The fields of a type that are wanted of an entity: plain ones first, then what is inside. Past a reference no other
    /// is followed, so that nothing goes round in circles.
    fn both(&self, name: &str, wanted: Wanted, (depth, follow): (usize, bool), left: &mut usize) -> Vec<Field> {
        let mut fields = Vec::new();
        // A field that cannot be asked for without an argument is none of LIF's.
        let served = || self.fields(name).iter().filter(|field| !field.args.iter().any(|arg| arg.is.is_required()));
        for field in served() {
            let is_plain = matches!(field.is.named().0, "SCALAR" | "ENUM") && wanted.value(&field.name).is_some();
            if is_plain && *left > 0 {
                *left -= 1;
                fields.push(field.asked(Vec::new()));
            }
        }
        if depth == 0 {
            return fields;
        }
        for field in served() {
            let ("OBJECT", Some(inner)) = field.is.named() else { continue };
            let of = match wanted.entity(&field.name) {
                Some(Asked::Part(part)) => self.both(inner, part, (depth - 1, follow), left),
                Some(Asked::Reference(target)) if follow => self.both(inner, target, (depth - 1, false), left),
                _ => continue,
            };
            if !of.is_empty() {
                fields.push(field.asked(of));
            }
        }
        fields
    }

    /// What of the wanted is not served.
    pub(super) fn missing(&self) -> Missing {
        let mut missing = Missing::default();
        let (Some(person), Some(wanted)) = (self.person_type(), Wanted::person()) else { return missing };
        for name in wanted.parts() {
            let (Some(field), Some(Asked::Part(part))) = (self.object(person, name), wanted.entity(name)) else {
                missing.parts.push(name);
                continue;
            };
            let served = field.is.named().1.unwrap_or_default();
            let lacks = |known: &&str| !self.fields(served).iter().any(|field| same(&field.name, known));
            let members = part.values().into_iter().chain(part.parts()).filter(lacks).collect();
            missing.members.push((name, members));
        }
        if let Some((_, first)) = missing.members.first() {
            let everybody = |known: &&str| missing.members.iter().all(|(_, members)| members.contains(known));
            missing.everywhere = first.iter().copied().filter(everybody).collect();
        }
        for (_, members) in &mut missing.members {
            members.retain(|member| !missing.everywhere.contains(member));
        }
        missing.members.retain(|(_, members)| !members.is_empty());
        missing
    }

    fn object(&self, name: &str, member: &str) -> Option<&Served> {
        self.fields(name).iter().find(|field| field.is.named().0 == "OBJECT" && same(&field.name, member))
    }

    /// How an interaction is written; `None` when the API has no such mutation.
    pub(super) fn update(&self) -> Option<Update> {
        let mutation = self.fields(self.mutation.as_deref()?);
        let update = mutation.iter().find(|field| same(&field.name, "updatePerson"))?;
        let of = |name| spelt(&update.args, name)?.is.named().1.map(str::to_owned);
        let types = [of("filter")?, of("input")?];
        let interactions = spelt(self.members(types.get(1)?), "Interactions")?;
        let members = self.members(interactions.is.named().1?);
        Some(Update {
            field: update.name.clone(),
            interactions: interactions.name.clone(),
            members: members.iter().map(|member| member.name.clone()).collect(),
            types,
        })
    }

    /// The field that shows a person's interactions, with its member for their ids.
    pub(super) fn interactions(&self) -> Option<Field> {
        let field = self.object(self.person_type()?, "Interactions")?;
        let id = self.fields(field.is.named().1?).iter().find(|member| same(&member.name, "interactionId"))?;
        Some(field.asked(vec![id.asked(Vec::new())]))
    }
}

impl Served {
    fn asked(&self, of: Vec<Field>) -> Field {
        Field { name: self.name.clone(), required: self.is.is_required(), of }
    }
}

fn spelt<'m>(members: &'m [Member], name: &str) -> Option<&'m Member> {
    members.iter().find(|member| same(&member.name, name))
}

/// Whether a served name is LIF's, whatever its casing and with the signs that a GraphQL name cannot have (§2.1.9).
fn same(served: &str, known: &str) -> bool {
    let plain = |name: &str| name.replace(['_', '-'], "").to_ascii_lowercase();
    plain(served) == plain(known)
}

#[cfg(test)]
mod tests;
