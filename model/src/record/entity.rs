//! Anything a LIF document states, member by member.

use crate::time::PartialDate;

use super::{Provenance, Reference};

/// One LIF entity, with every member the reader understood; what it did not is in
/// [`LearnerRecord::unread`](super::LearnerRecord::unread).
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Entity {
    /// LIF's name for it, such as `Proficiency`.
    pub kind: &'static str,
    /// JSON Pointer into the document it was read from, in the document's own keys.
    pub path: String,
    /// `identifier`; the first where there are several.
    pub identifier: Option<String>,
    /// `name`, trimmed; the first where there are several.
    pub name: Option<String>,
    /// `deletedDate` or `deletedStatus` says the source withdrew it.
    pub deleted: bool,
    /// Who said so.
    pub provenance: Provenance,
    /// Its other plain members, in the document's order.
    pub members: Vec<Member>,
    /// What it refers to (`<relation>Ref<Entity>`), in the document's order.
    pub links: Vec<Link>,
    /// The entities that are parts of it, in the document's order.
    pub parts: Vec<Self>,
}

/// A plain member of an entity.
#[derive(Debug, Clone, PartialEq)]
pub struct Member {
    /// LIF's name for it, whatever the document's casing.
    pub name: &'static str,
    /// The document's own key where it is spelt otherwise.
    pub key: Option<String>,
    /// What it says; several where the document has a list.
    pub values: Vec<Plain>,
}

/// One plain value.
#[derive(Debug, Clone, PartialEq)]
pub enum Plain {
    /// Words, trimmed.
    Text(String),
    /// A number, also where the document has it as text.
    Number(f64),
    /// True or false, also where the document has it as text.
    Truth(bool),
    /// A date in the precision it has.
    Date(PartialDate),
}

/// A reference to another entity.
#[derive(Debug, Clone, PartialEq)]
pub struct Link {
    /// What stands before `Ref` in the name, in lower case: `offeredby`, `instanceof`, or empty.
    pub relation: String,
    /// What the document says of the referred entity. Its `kind` is what the name says.
    pub target: Entity,
}

impl Entity {
    fn values(&self, name: &str) -> impl Iterator<Item = &Plain> {
        self.members.iter().filter(move |member| member.name == name).flat_map(|member| &member.values)
    }

    /// JSON Pointer to the member `name`, in the document's own keys.
    pub fn path_to(&self, name: &str) -> String {
        let key = self.members.iter().find(|member| member.name == name).and_then(|member| member.key.as_deref());
        format!("{}/{}", self.path, key.unwrap_or(name).replace('~', "~0").replace('/', "~1"))
    }

    /// The first text of the member `name`, which is spelt as LIF spells it.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.texts(name).next()
    }

    /// Every text of the member `name`.
    pub fn texts(&self, name: &str) -> impl Iterator<Item = &str> {
        self.values(name).filter_map(|value| if let Plain::Text(text) = value { Some(text.as_str()) } else { None })
    }

    /// The first date of the member `name`.
    pub fn date(&self, name: &str) -> Option<PartialDate> {
        self.values(name).find_map(|value| if let Plain::Date(date) = value { Some(*date) } else { None })
    }

    /// The first number of the member `name`.
    pub fn number(&self, name: &str) -> Option<f64> {
        self.values(name).find_map(|value| if let Plain::Number(number) = value { Some(*number) } else { None })
    }

    /// What the member `name` says to a question of yes or no.
    pub fn truth(&self, name: &str) -> Option<bool> {
        self.values(name).find_map(|value| if let Plain::Truth(truth) = value { Some(*truth) } else { None })
    }

    /// The first reference to a `kind` by `relation` that says anything.
    pub fn reference(&self, relation: &str, kind: &str) -> Option<Reference> {
        let fits = |link: &&Link| link.relation == relation && link.target.kind == kind;
        self.links.iter().filter(fits).find_map(Link::reference)
    }

    /// The parts of one kind.
    pub fn parts_of<'a>(&'a self, kind: &'a str) -> impl Iterator<Item = &'a Self> {
        self.parts.iter().filter(move |part| part.kind == kind)
    }

    /// The entity and all that is part of it, at any depth; what it refers to is not.
    pub fn all(&self) -> impl Iterator<Item = &Self> {
        let mut next = vec![self];
        std::iter::from_fn(move || {
            let one = next.pop()?;
            next.extend(one.parts.iter().rev());
            Some(one)
        })
    }

    /// Marks it and all its parts as withdrawn.
    pub(crate) fn withdraw(&mut self) {
        let mut next = vec![self];
        while let Some(one) = next.pop() {
            one.deleted = true;
            next.extend(&mut one.parts);
        }
    }
}

impl Link {
    /// Identifier and name of the referred entity; `None` where neither is stated.
    pub fn reference(&self) -> Option<Reference> {
        let Entity { identifier, name, provenance, .. } = &self.target;
        let told = identifier.is_some() || name.is_some();
        told.then(|| Reference { identifier: identifier.clone(), name: name.clone(), provenance: provenance.clone() })
    }
}
