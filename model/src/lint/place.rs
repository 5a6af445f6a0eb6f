//! A value and the way to it. The pointer is written only when something is wrong there.

use std::borrow::Cow;

use serde_json::Value;

use super::fault::{Code, Fault};

/// The step that led to a value.
#[derive(Debug, Clone, Copy)]
enum Step<'p> {
    Whole,
    Member(&'p str),
    Entry(&'p str, usize),
}

/// A value of a credential, and where it stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place<'p> {
    value: &'p Value,
    step: Step<'p>,
    above: Option<&'p Self>,
}

impl<'p> Place<'p> {
    pub(super) const fn whole(value: &'p Value) -> Self {
        Self { value, step: Step::Whole, above: None }
    }

    pub(super) const fn value(&self) -> &'p Value {
        self.value
    }

    /// The member `name`, an array as a whole.
    pub(super) fn member(&'p self, name: &'p str) -> Option<Self> {
        let value = self.value.get(name)?;
        Some(Self { value, step: Step::Member(name), above: Some(self) })
    }

    /// The member `name` where it is one value, each of its values where it is an array; nothing where it is absent.
    pub(super) fn each(&'p self, name: &'p str) -> impl Iterator<Item = Self> {
        let (one, many) = match self.value.get(name) {
            Some(Value::Array(items)) => (None, items.as_slice()),
            Some(one) => (Some(one), Default::default()),
            None => (None, Default::default()),
        };
        let one = one.map(|value| Self { value, step: Step::Member(name), above: Some(self) });
        let many = many.iter().enumerate();
        one.into_iter().chain(many.map(move |(at, value)| Self {
            value,
            step: Step::Entry(name, at),
            above: Some(self),
        }))
    }

    /// The text of the member `name`; `None` where it is absent or none.
    pub(super) fn text(&self, name: &str) -> Option<&'p str> {
        self.value.get(name).and_then(Value::as_str)
    }

    /// Whether the member is there and not null.
    pub(super) fn has(&self, name: &str) -> bool {
        self.value.get(name).is_some_and(|value| !value.is_null())
    }

    /// Whether `type` is or contains `name`.
    pub(super) fn is_a(&self, name: &str) -> bool {
        is_or_contains(self.value.get("type"), name)
    }

    /// JSON Pointer (RFC 6901 §3).
    pub(super) fn pointer(&self) -> String {
        let mut steps = Vec::new();
        let mut at = Some(self);
        while let Some(place) = at {
            steps.push(place.step);
            at = place.above;
        }
        let mut pointer = String::new();
        for step in steps.into_iter().rev() {
            match step {
                Step::Whole => {}
                Step::Member(name) => push(&mut pointer, name),
                Step::Entry(name, at) => {
                    push(&mut pointer, name);
                    push(&mut pointer, &at.to_string());
                }
            }
        }
        pointer
    }

    /// A fault here, with what kind of value was found.
    pub(super) fn fault(&self, code: Code, expected: impl Into<Cow<'static, str>>) -> Fault {
        self.fault_of(code, expected, kind_of(Some(self.value)))
    }

    /// A fault here, with what was found in words.
    pub(super) fn fault_of(
        &self,
        code: Code,
        expected: impl Into<Cow<'static, str>>,
        found: impl Into<Cow<'static, str>>,
    ) -> Fault {
        Fault { code, path: self.pointer(), expected: expected.into(), found: found.into() }
    }
}

fn push(pointer: &mut String, name: &str) {
    pointer.push('/');
    pointer.push_str(&name.replace('~', "~0").replace('/', "~1"));
}

/// Whether a `type` is or contains `name`.
pub(super) fn is_or_contains(types: Option<&Value>, name: &str) -> bool {
    match types {
        Some(Value::String(one)) => one == name,
        Some(Value::Array(all)) => all.iter().any(|one| one == name),
        _ => false,
    }
}

/// What kind of value stands somewhere.
pub(super) const fn kind_of(value: Option<&Value>) -> &'static str {
    match value {
        None => "nothing",
        Some(Value::Null) => "null",
        Some(Value::Bool(_)) => "a boolean",
        Some(Value::Number(_)) => "a number",
        Some(Value::String(_)) => "another text",
        Some(Value::Array(_)) => "an array",
        Some(Value::Object(_)) => "an object",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_pointer_leads_to_the_value() {
        let value = json!({"a": {"b/c": [1, {"d~": 2}]}, "one": 3});
        let whole = Place::whole(&value);
        let a = whole.member("a").unwrap();
        let entries: Vec<_> = a.each("b/c").collect();
        let last = entries[1].member("d~").unwrap();
        assert_eq!(last.pointer(), "/a/b~1c/1/d~0");
        assert_eq!(value.pointer(&last.pointer()), Some(last.value()));
        assert_eq!(whole.each("one").map(|one| one.pointer()).collect::<Vec<_>>(), ["/one"]);
        assert_eq!(whole.each("none").count(), 0);
    }
}
