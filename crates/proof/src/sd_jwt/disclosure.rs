//! One hidden claim, shown (RFC 9901 §4.2).

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use model::random::{self, Random};
use serde_json::{Value, json};

use super::{RESERVED, SdJwtError};
use crate::strict_json;

/// A salt, the claim's name unless it is an array element, and its value; in the encoding the issuer chose.
#[derive(Debug, Clone, PartialEq)]
pub struct Disclosure {
    text: String,
    name: Option<String>,
    value: Value,
}

impl Disclosure {
    /// Hides `value` under a new salt of 128 bits (§4.2.1).
    pub(super) fn new(name: Option<&str>, value: Value, random: &dyn Random) -> Self {
        let salt = URL_SAFE_NO_PAD.encode(random::bytes::<16>(random));
        let array = match name {
            Some(name) => json!([salt, name, value]),
            None => json!([salt, value]),
        };
        Self { text: URL_SAFE_NO_PAD.encode(array.to_string()), name: name.map(str::to_owned), value }
    }

    /// Reads a disclosure as it was sent.
    ///
    /// # Errors
    /// [`SdJwtError::Disclosure`] when it is not base64url without padding of a JSON array of two or three elements that
    /// begins with a salt, and [`SdJwtError::ReservedName`] when the claim has a name that belongs to this format.
    pub fn decode(text: &str) -> Result<Self, SdJwtError> {
        let refused = SdJwtError::Disclosure;
        let json = URL_SAFE_NO_PAD.decode(text).map_err(|_| refused("it is not base64url without padding"))?;
        let array = strict_json::parse(&json, json.len()).map_err(SdJwtError::DisclosureJson)?;
        let Value::Array(elements) = array else { return Err(refused("it is not a JSON array")) };
        let mut elements = elements.into_iter();
        let parts = (elements.next(), elements.next(), elements.next(), elements.next());
        let (name, value) = match parts {
            (Some(Value::String(_)), Some(value), None, None) => (None, value),
            (Some(Value::String(_)), Some(Value::String(name)), Some(value), None) => (Some(name), value),
            (Some(Value::String(_)), Some(_), Some(_), None) => return Err(refused("the claim's name is not text")),
            (Some(Value::String(_)), ..) => return Err(refused("it has neither two nor three elements")),
            _ => return Err(refused("it has no salt")),
        };
        match name.as_deref().and_then(|name| RESERVED.into_iter().find(|reserved| *reserved == name)) {
            Some(name) => Err(SdJwtError::ReservedName { name }),
            None => Ok(Self { text: text.to_owned(), name, value }),
        }
    }

    /// The disclosure as it is sent.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The claim's name; none for an array element.
    pub fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    /// The claim's value, in which other claims may be hidden.
    pub const fn value(&self) -> &Value {
        &self.value
    }
}
