//! What LIF's entities have: LIF 2.0 (`lif-schema.json`), what its `StateU` model adds, and what installations are
//! known to write besides.
//!
//! Members are of the kind the model gives them, but for two: credits are numbers though it has some as texts, and
//! `courseSectionNumber` is a text, since sections are called `C200-01`.
//!
//! A member is found by its name in any casing. A reference is told by its name alone, since LIF builds such names by a
//! rule: `<relation>Ref<Entity>` (LIF data model rules, "References").

use std::collections::HashMap;
use std::sync::LazyLock;

mod person;
mod roots;

/// The roots of a LIF document beside `Person`.
pub(super) const ROOTS: [&str; 7] =
    ["Assessment", "CompetencyFramework", "Credential", "Position", "Organization", "Course", "Program"];

/// What every entity has.
const EVERY: &str = "id identifier name deletedDate deletedStatus informationSourceId informationSourceOrganization \
    informationSourceSystem";

/// An entity as the model describes it; names with blanks between them.
struct Shape {
    name: &'static str,
    texts: &'static str,
    dates: &'static str,
    numbers: &'static str,
    truths: &'static str,
    parts: &'static str,
}

const PLAIN: Shape = Shape { name: "", texts: "", dates: "", numbers: "", truths: "", parts: "" };

/// A document as if it were an entity, so that its members are held against the model too.
const DOCUMENT: Shape = Shape {
    name: "document",
    parts: "Person Assessment CompetencyFramework Credential Position Organization Course Program",
    ..PLAIN
};

/// What a plain member says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Says {
    Text,
    Date,
    Number,
    Truth,
}

/// An entity by the names of its members, folded.
#[derive(Debug)]
pub(super) struct Known {
    /// LIF's name for the entity.
    pub(super) name: &'static str,
    members: Names<Says>,
    parts: Names<()>,
}

/// Names of the model, found as it spells them or in any casing.
#[derive(Debug)]
struct Names<T> {
    exact: HashMap<&'static str, T>,
    folded: HashMap<String, (&'static str, T)>,
}

impl<T: Copy> Names<T> {
    fn of(named: impl Iterator<Item = (&'static str, T)> + Clone) -> Self {
        Self {
            exact: named.clone().collect(),
            folded: named.map(|(name, what)| (folded(name), (name, what))).collect(),
        }
    }

    /// The model's own spelling of `name`, and what stands beside it. Most documents spell as the model does.
    fn find(&self, name: &str) -> Option<(&'static str, T)> {
        let exact = self.exact.get_key_value(name).map(|(name, what)| (*name, *what));
        exact.or_else(|| self.folded.get(&folded(name)).copied())
    }
}

impl Known {
    fn of(shape: &Shape) -> Self {
        let kinds = [
            (EVERY, Says::Text),
            (shape.texts, Says::Text),
            (shape.dates, Says::Date),
            (shape.numbers, Says::Number),
            (shape.truths, Says::Truth),
        ];
        let named = |(names, says): (&'static str, Says)| names.split_whitespace().map(move |name| (name, says));
        Self {
            name: shape.name,
            members: Names::of(kinds.into_iter().flat_map(named)),
            parts: Names::of(shape.parts.split_whitespace().map(|name| (name, ()))),
        }
    }

    /// The plain member of that name, in any casing.
    pub(super) fn member(&self, name: &str) -> Option<(&'static str, Says)> {
        self.members.find(name)
    }

    /// The names of its plain members, in no order.
    pub(super) fn members(&self) -> impl Iterator<Item = &'static str> {
        self.members.exact.keys().copied()
    }

    /// The names of its parts, in no order.
    pub(super) fn parts(&self) -> impl Iterator<Item = &'static str> {
        self.parts.exact.keys().copied()
    }

    /// The entity that is a part of this one under that name, in any casing.
    pub(super) fn part(&self, name: &str) -> Option<&'static Self> {
        self.parts.find(name).and_then(|(name, ())| entity(name))
    }
}

static ENTITIES: LazyLock<HashMap<String, Known>> = LazyLock::new(|| {
    let all = person::PERSON.iter().chain(roots::ROOTS).chain([&DOCUMENT]);
    all.map(|shape| (folded(shape.name), Known::of(shape))).collect()
});

/// The entity of that name.
pub(super) fn entity(name: &str) -> Option<&'static Known> {
    ENTITIES.get(&folded(name))
}

/// The entity to which a member of that name refers: `instanceofrefcredential` to `Credential`.
pub(super) fn referred(folded: &str) -> Option<&'static Known> {
    folded.rmatch_indices("ref").find_map(|(at, mark)| ENTITIES.get(folded.get(at + mark.len()..)?))
}

/// A name without casing and separators, as [`same_name`](super::tree::same_name) compares them.
pub(super) fn folded(name: &str) -> String {
    name.chars().filter(|c| !matches!(c, '_' | '-' | ' ')).map(|c| c.to_ascii_lowercase()).collect()
}

#[cfg(test)]
mod tests;
