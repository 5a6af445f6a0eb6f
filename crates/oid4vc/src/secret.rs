//! A value that opens a door (code, transaction code, access token): kept out of logs.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A string that never shows itself in `Debug` output. On the wire it is a plain JSON string.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Secret(String);

impl Secret {
    /// The value itself, for hashing, comparing in constant time or sending.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl From<String> for Secret {
    fn from(value: String) -> Self {
        Self(value)
    }
}

impl From<&str> for Secret {
    fn from(value: &str) -> Self {
        Self(value.to_owned())
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Secret({} bytes)", self.0.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_shows_only_the_length() {
        let shown = format!("{:?}", Some(Secret::from("oaKazRN8I0IbtZ0C7JuMn5")));
        assert_eq!(shown, "Some(Secret(22 bytes))");
    }

    #[test]
    fn is_a_plain_string_in_json() {
        assert_eq!(serde_json::to_string(&Secret::from("493536")).unwrap(), "\"493536\"");
    }
}
