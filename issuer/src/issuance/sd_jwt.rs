//! A credential as the claims of an SD-JWT VC, and the metadata of its type (draft-ietf-oauth-sd-jwt-vc §2.2.2.2 and §4).

use model::time::Time;
use proof::token_status::StatusReference;
use serde_json::{Map, Value, json};

use super::Failure;
use crate::urls::Urls;

/// A type of credential.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CredentialType {
    /// A badge.
    Badge,
    /// A transcript.
    Transcript,
}

impl CredentialType {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Badge, Self::Transcript];

    /// The last segment of its `vct`.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Badge => "badge",
            Self::Transcript => "transcript",
        }
    }

    /// The type with this id.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.id() == id)
    }

    fn of(document: &Map<String, Value>) -> Self {
        let types = document.get("type").and_then(Value::as_array);
        let is_transcript = types.is_some_and(|types| types.iter().any(|name| name == "ClrCredential"));
        if is_transcript { Self::Transcript } else { Self::Badge }
    }

    const fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Badge => ("Badge", "An achievement: an Open Badge 3.0 whose members are claims."),
            Self::Transcript => (
                "Transcript",
                "Courses and awards together: a Comprehensive Learner Record 2.0 whose members are claims.",
            ),
        }
    }

    /// Claims that people read, with what the learner may do about each: `always` can be kept back, `never` cannot, and
    /// `allowed` stands inside of something that can.
    const fn claims(self) -> &'static [(&'static [&'static str], &'static str, &'static str)] {
        match self {
            Self::Badge => &[
                (&["issuer", "name"], "Issued by", "never"),
                (&["validFrom"], "Valid from", "never"),
                (&["validUntil"], "Valid until", "never"),
                (&["credentialSubject", "identifier"], "Whose it is", "always"),
                (&["credentialSubject", "achievement"], "Achievement", "always"),
                (&["credentialSubject", "achievement", "name"], "Name of the achievement", "allowed"),
                (&["credentialSubject", "achievement", "description"], "What it is", "allowed"),
                (&["credentialSubject", "achievement", "criteria", "narrative"], "What it took", "allowed"),
                (&["credentialSubject", "result"], "Results", "always"),
            ],
            Self::Transcript => &[
                (&["name"], "Name", "never"),
                (&["issuer", "name"], "Issued by", "never"),
                (&["validFrom"], "Valid from", "never"),
                (&["credentialSubject", "identifier"], "Whose it is", "always"),
                (&["credentialSubject", "verifiableCredential"], "Courses and awards", "never"),
            ],
        }
    }

    /// The type metadata that stands at the `vct`, signed by nobody: it tells how to show such a credential, not that one is
    /// true.
    pub fn metadata(self, urls: &Urls) -> Value {
        let (name, description) = self.words();
        let claims = self
            .claims()
            .iter()
            .map(|(path, label, sd)| json!({"path": path, "display": [{"locale": "en", "label": label}], "sd": sd}));
        let each_course = json!({
            "path": ["credentialSubject", "verifiableCredential", null],
            "display": [{"locale": "en", "label": "Course or award"}],
            "sd": "always",
        });
        let each_course = (self == Self::Transcript).then_some(each_course);
        json!({
            "vct": urls.credential_type(self.id()),
            "name": name,
            "description": description,
            "display": [{"locale": "en", "name": name, "description": description}],
            "claims": claims.chain(each_course).collect::<Vec<_>>(),
        })
    }
}

/// The members of `document` as claims, with those that SD-JWT VC knows beside them. Its status, where the list is ours, is
/// told as SD-JWT tells it: the same place in the same list.
///
/// # Errors
/// [`Failure::Inconsistent`] when it has no issuer.
pub fn claims(urls: &Urls, mut document: Map<String, Value>, created: Time) -> Result<Map<String, Value>, Failure> {
    let issuer = document.get("issuer").and_then(|issuer| issuer.as_str().or_else(|| issuer.get("id")?.as_str()));
    let issuer = json!(issuer.ok_or(Failure::Inconsistent("a credential has no issuer"))?);
    let moment = |name: &str| document.get(name).and_then(Value::as_str).and_then(|text| Time::parse(text).ok());
    let dates = [("nbf", moment("validFrom")), ("exp", moment("validUntil"))];
    document.insert("vct".into(), json!(urls.credential_type(CredentialType::of(&document).id())));
    document.insert("iss".into(), issuer);
    document.insert("iat".into(), json!(created.unix()));
    for (name, at) in dates {
        if let Some(at) = at {
            document.insert(name.into(), json!(at.unix()));
        }
    }
    if let Some(reference) = document.get("credentialStatus").and_then(|entry| own_place(urls, entry)) {
        document.shift_remove("credentialStatus");
        document.insert("status".into(), reference.to_json());
    }
    Ok(document)
}

/// The place that a `BitstringStatusListEntry` names, in the words of a Token Status List; `None` when the list is not ours.
fn own_place(urls: &Urls, entry: &Value) -> Option<StatusReference> {
    let list = entry.get("statusListCredential")?.as_str()?.strip_prefix(&urls.status_list(""))?;
    let index = entry.get("statusListIndex")?.as_str()?.parse().ok()?;
    let revocation = entry.get("statusPurpose")? == "revocation";
    revocation.then(|| StatusReference { uri: urls.token_status_list(list), index })
}

/// What the learner may keep back: everything the subject has but its id and type, and in a transcript each credential.
pub fn hidden(document: &Map<String, Value>) -> Vec<String> {
    let Some(Value::Object(subject)) = document.get("credentialSubject") else { return vec![] };
    let mut pointers = Vec::new();
    for (name, value) in subject {
        let at = format!("/credentialSubject/{}", name.replace('~', "~0").replace('/', "~1"));
        match (name.as_str(), value) {
            ("id" | "type", _) => {}
            ("verifiableCredential", Value::Array(children)) => {
                pointers.extend((0..children.len()).map(|index| format!("{at}/{index}")));
            }
            _ => pointers.push(at),
        }
    }
    pointers
}

#[cfg(test)]
mod tests {
    use super::*;

    fn urls() -> Urls {
        Urls::new(&"https://school.example".parse().unwrap(), "default")
    }

    fn entry(list: &str, purpose: &str, index: &Value) -> Value {
        json!({"type": "BitstringStatusListEntry", "statusPurpose": purpose, "statusListIndex": index, "statusListCredential": list})
    }

    #[test]
    fn a_place_in_a_list_of_ours_is_told_as_sd_jwt_tells_it() {
        let ours = "https://school.example/default/status/abc";
        let document = |status: Value| json!({"issuer": {"id": "did:web:school.example"}, "validFrom": "1970-01-01T00:00:09Z", "credentialStatus": status});
        let of =
            |status: Value| claims(&urls(), document(status).as_object().unwrap().clone(), Time::from_unix(7)).unwrap();
        let told = of(entry(ours, "revocation", &json!("5")));
        let expected = json!({"status_list": {"idx": 5, "uri": "https://school.example/default/tokenstatus/abc"}});
        assert_eq!((told.get("status"), told.get("credentialStatus")), (Some(&expected), None));
        assert_eq!((&told["nbf"], &told["iat"], told.get("exp")), (&json!(9), &json!(7), None));
        assert_eq!(
            (&told["iss"], &told["vct"]),
            (&json!("did:web:school.example"), &json!("https://school.example/default/vct/badge"))
        );
        for other in [
            entry("https://other.example/default/status/abc", "revocation", &json!("5")),
            entry(ours, "suspension", &json!("5")),
            entry(ours, "revocation", &json!(5)),
            json!([entry(ours, "revocation", &json!("5"))]),
        ] {
            let told = of(other.clone());
            assert_eq!((told.get("status"), told.get("credentialStatus")), (None, Some(&other)));
        }
        assert!(claims(&urls(), Map::new(), Time::from_unix(7)).is_err());
    }

    #[test]
    fn each_type_has_metadata_at_its_vct() {
        for one in CredentialType::ALL {
            assert_eq!(CredentialType::from_id(one.id()), Some(one));
            let metadata = one.metadata(&urls());
            assert_eq!(metadata["vct"], format!("https://school.example/default/vct/{}", one.id()));
            assert_eq!(metadata["display"][0]["name"], metadata["name"]);
            let claims = metadata["claims"].as_array().unwrap();
            assert!(claims.iter().all(|claim| claim["path"].is_array() && claim["display"][0]["label"].is_string()));
        }
        assert_eq!(CredentialType::from_id("other"), None);
    }
}
