//! A JSON document that may say things `serde_json::Value` cannot: `-0`, `1E2`, lone surrogates, members twice.

use serde_json::Value;

/// A JSON value. Scalars are kept as they are written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Doc {
    Scalar(String),
    Array(Vec<Self>),
    Object(Vec<(String, Self)>),
}

impl Doc {
    pub(crate) const fn object() -> Self {
        Self::Object(Vec::new())
    }

    /// `text` as a JSON string.
    pub(crate) fn string(text: &str) -> Self {
        Self::Scalar(quoted(text))
    }

    /// A scalar as it is written.
    pub(crate) fn raw(text: &str) -> Self {
        Self::Scalar(text.to_owned())
    }

    /// An object with one member.
    pub(crate) fn under(key: &str, value: Self) -> Self {
        Self::Object(vec![(key.to_owned(), value)])
    }

    /// The JSON text.
    pub(crate) fn text(&self) -> String {
        let mut out = String::new();
        self.write(&mut out);
        out
    }

    fn write(&self, out: &mut String) {
        match self {
            Self::Scalar(text) => out.push_str(text),
            Self::Array(items) => {
                out.push('[');
                for (index, item) in items.iter().enumerate() {
                    out.push_str(if index == 0 { "" } else { "," });
                    item.write(out);
                }
                out.push(']');
            }
            Self::Object(members) => {
                out.push('{');
                for (index, (key, value)) in members.iter().enumerate() {
                    out.push_str(if index == 0 { "" } else { "," });
                    out.push_str(&quoted(key));
                    out.push(':');
                    value.write(out);
                }
                out.push('}');
            }
        }
    }

    /// Whether it is a JSON string.
    pub(crate) fn is_string(&self) -> bool {
        matches!(self, Self::Scalar(text) if text.starts_with('"'))
    }

    /// The value of a member.
    pub(crate) fn get(&self, key: &str) -> Option<&Self> {
        match self {
            Self::Object(members) => members.iter().find(|(name, _)| name == key).map(|(_, value)| value),
            _ => None,
        }
    }

    /// Gives an object a member, in place of one of the same name.
    pub(crate) fn set(&mut self, key: &str, value: Self) {
        let Self::Object(members) = self else { return };
        match members.iter_mut().find(|(name, _)| name == key) {
            Some((_, held)) => *held = value,
            None => members.push((key.to_owned(), value)),
        }
    }

    /// Gives an object many members, as [`set`](Self::set) gives one.
    pub(crate) fn extend(&mut self, members: Vec<(String, Self)>) {
        for (key, value) in members {
            self.set(&key, value);
        }
    }

    /// How many values it holds, itself included.
    pub(crate) fn size(&self) -> usize {
        1 + match self {
            Self::Scalar(_) => 0,
            Self::Array(items) => items.iter().map(Self::size).sum(),
            Self::Object(members) => members.iter().map(|(_, value)| value.size()).sum(),
        }
    }
}

impl From<Value> for Doc {
    fn from(value: Value) -> Self {
        match value {
            Value::Array(items) => Self::Array(items.into_iter().map(Self::from).collect()),
            Value::Object(members) => {
                Self::Object(members.into_iter().map(|(key, value)| (key, Self::from(value))).collect())
            }
            scalar => Self::Scalar(scalar.to_string()),
        }
    }
}

fn quoted(text: &str) -> String {
    Value::from(text).to_string()
}
