//! Who issues: the Profile that stands in every credential (Open Badges 3.0 §B.1.18).

use serde_json::{Map, Value, json};

/// The issuer as credentials show it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct IssuerProfile {
    /// The issuer's id: a DID, put in place again when a credential is bound to its key.
    pub id: String,
    /// The name people read.
    pub name: String,
    /// The issuer's website.
    pub url: Option<String>,
    /// A sentence about the issuer.
    pub description: Option<String>,
    /// A logo, as an absolute URI.
    pub image: Option<String>,
    /// A public address for questions.
    pub email: Option<String>,
}

impl IssuerProfile {
    /// The profile as JSON.
    pub fn to_value(&self) -> Value {
        let mut profile = Map::new();
        profile.insert("id".into(), json!(self.id));
        profile.insert("type".into(), json!(["Profile"]));
        profile.insert("name".into(), json!(self.name));
        for (key, value) in [("url", &self.url), ("email", &self.email), ("description", &self.description)] {
            if let Some(value) = value {
                profile.insert(key.into(), json!(value));
            }
        }
        if let Some(image) = &self.image {
            profile.insert("image".into(), json!({ "id": image, "type": "Image" }));
        }
        Value::Object(profile)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_known_is_said() {
        let profile = IssuerProfile { id: "did:key:z1".into(), name: "Northlake".into(), ..IssuerProfile::default() };
        assert_eq!(profile.to_value(), json!({"id": "did:key:z1", "type": ["Profile"], "name": "Northlake"}));
    }

    #[test]
    fn an_image_is_an_object() {
        let profile = IssuerProfile { image: Some("https://northlake.example/logo.png".into()), ..Default::default() };
        assert_eq!(profile.to_value()["image"], json!({"id": "https://northlake.example/logo.png", "type": "Image"}));
    }
}
