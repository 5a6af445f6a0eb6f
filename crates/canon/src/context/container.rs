//! Container mappings (JSON-LD 1.1 API §4.2.2, step 19).

use serde_json::Value;

/// A set of container keywords.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Container(u8);

impl Container {
    pub(crate) const NONE: Self = Self(0);
    pub(crate) const GRAPH: Self = Self(1);
    pub(crate) const ID: Self = Self(2);
    pub(crate) const INDEX: Self = Self(4);
    pub(crate) const LANGUAGE: Self = Self(8);
    pub(crate) const LIST: Self = Self(16);
    pub(crate) const SET: Self = Self(32);
    pub(crate) const TYPE: Self = Self(64);

    pub(crate) fn has(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Reads `@container`; `None` is an invalid container mapping.
    pub(crate) fn parse(value: &Value) -> Option<Self> {
        let container = match value {
            Value::Array(items) => {
                items.iter().try_fold(Self::NONE, |all, item| Some(Self(all.0 | Self::word(item)?.0)))?
            }
            other => Self::word(other)?,
        };
        container.is_allowed().then_some(container)
    }

    fn word(value: &Value) -> Option<Self> {
        Some(match value.as_str()? {
            "@graph" => Self::GRAPH,
            "@id" => Self::ID,
            "@index" => Self::INDEX,
            "@language" => Self::LANGUAGE,
            "@list" => Self::LIST,
            "@set" => Self::SET,
            "@type" => Self::TYPE,
            _ => return None,
        })
    }

    /// A list stands alone; a graph may be mapped by id or index; any of the maps may be a set.
    fn is_allowed(self) -> bool {
        let without_set = Self(self.0 & !Self::SET.0);
        if without_set == Self::LIST {
            return self == Self::LIST;
        }
        let allowed = [
            Self::NONE,
            Self::GRAPH,
            Self::ID,
            Self::INDEX,
            Self::LANGUAGE,
            Self::TYPE,
            Self(Self::GRAPH.0 | Self::ID.0),
            Self(Self::GRAPH.0 | Self::INDEX.0),
        ];
        self != Self::NONE && allowed.contains(&without_set)
    }

    /// Whether objects under it are maps: by language, index, id or type.
    pub(crate) fn is_map(self) -> bool {
        self.has(Self(Self::LANGUAGE.0 | Self::INDEX.0 | Self::ID.0 | Self::TYPE.0))
    }

    /// What a reverse property may have.
    pub(crate) fn suits_reverse(self) -> bool {
        self == Self::SET || self == Self::INDEX
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::Container;

    #[test]
    fn combinations() {
        for good in [json!("@list"), json!(["@list"]), json!(["@set", "@type"]), json!(["@graph", "@id", "@set"])] {
            assert!(Container::parse(&good).is_some(), "{good}");
        }
        for bad in [json!([]), json!(["@list", "@set"]), json!(["@id", "@type"]), json!("@value"), json!(null)] {
            assert!(Container::parse(&bad).is_none(), "{bad}");
        }
    }
}
